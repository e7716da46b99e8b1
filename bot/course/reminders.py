"""When one person is reminded of the reviews that they owe: one message for each instant at which something is due.

Pure: duties and the person's zone come in, instants come out. When and under which names does not depend on what was
written meanwhile; whether anything is left to say does. It never knows what was said already, nor what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from bot.course.calendar import DAY, before, duration_word, instant
from bot.course.model import Session
from bot.course.reviews import Duty, Standing, State, Window

Setting = Literal["normal", "last", "off"]
"""All reminders, only the one shortly before what is due, or none."""

QUIET_FROM, QUIET_UNTIL = time(22), time(8)
"""Nobody is reminded between these, on their own clock."""

EVENING = time(21, 30)
"""Where a message goes that would come in the night: early enough that a whole class has it by ten."""

MORNING = time(9)
"""When who is late is reminded."""

NEAR = timedelta(hours=4)
"""A message that moved joins one that is so near."""

LATE = "late"

SNOOZE = timedelta(hours=2)
SOONEST = timedelta(minutes=15)
IN_TIME = timedelta(minutes=30)
"""Who puts a reminder off hears again in two hours, not at once, and so long before it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a reminder says of one session: that these papers are due at `due`, or, `late`, that they were and are taken
    until `closes_at`. `planned_at` is when it would come without the night and other messages. `last`: the shortest
    of the session's spans. `grant`: the id of what extended it.
    """

    session: str
    papers: tuple[str, ...]
    occurrence: str
    due: datetime
    closes_at: datetime
    planned_at: datetime
    at: datetime
    stale_after: datetime
    late: bool = False
    last: bool = False
    grant: int | None = None

    @property
    def moved(self) -> bool:
        return self.at != self.planned_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One message. `parts` are in the order of the schedule, the most urgent first within a session."""

    at: datetime
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, str]:
        """The item and the occurrence under which it is said once."""
        return (self.parts[0].session, self.parts[0].occurrence)

    @property
    def also(self) -> tuple[tuple[str, str], ...]:
        """The names of what is said along with it, and never again."""
        return tuple((part.session, part.occurrence) for part in self.parts[1:])

    @property
    def stale_after(self) -> datetime:
        """It is of use until the last of what it says is told anew, or over."""
        return max(part.stale_after for part in self.parts)

    def for_setting(self, setting: Setting) -> tuple[Part, ...]:
        """The parts that somebody with this setting wants to hear."""
        if setting == "last":
            return tuple(part for part in self.parts if part.last)
        return self.parts if setting == "normal" else ()


def reminders(duties: Iterable[Duty], zone: ZoneInfo) -> tuple[Reminder, ...]:
    """All of a person's reminders, in order. `zone` is the person's own."""
    parts = [part for duty in duties for part in _of_duty(duty, zone)]
    order = {part.session: number for number, part in reversed(list(enumerate(parts)))}

    def turn(part: Part) -> tuple[int, datetime, timedelta]:
        return (order[part.session], part.due, part.due - part.planned_at)

    return tuple(Reminder(at=at, parts=tuple(sorted(group, key=turn))) for at, group in sorted(_merged(parts).items()))


class Reminders:
    """The same for many people of one moment, most of whom have the same: worked out once for all of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Sequence[Duty], tuple[Reminder, ...]]] = {}

    def of(self, duties: Sequence[Duty], zone: ZoneInfo) -> tuple[Reminder, ...]:
        name = (zone.key, *(id(duty.untouched) for duty in duties))
        if name not in self._known:
            self._known[name] = (duties, reminders(duties, zone))  # the duties are kept: an id is one of what lives
        return self._known[name][1]


# --- the parts ----------------------------------------------------------------------------------------------------


def _of_duty(duty: Duty, zone: ZoneInfo) -> Iterable[Part]:
    """The reminders of each instant at which something of the duty is due, whatever was written."""
    asked = [one for one in duty.untouched if one.window is not None and one.state is not State.EXCUSED]
    for limits in _deadlines(asked, min(duty.needed, len(asked))):
        papers = tuple(one.owed.paper for one in asked if one.window == limits)
        bare = _around(limits, duty.review.remind, over_at(duty.session, limits), zone)
        yield from (replace(part, session=duty.session.id, papers=papers) for part in bare)


def _deadlines(standings: Iterable[Standing], number: int) -> tuple[Window, ...]:
    """By when so many of the papers are due, taken as late as can be: what may be chosen need not be the first."""
    windows = sorted((one.window for one in standings if one.window is not None), key=lambda one: one.due, reverse=True)
    return tuple(dict.fromkeys(windows[:number]))


def over_at(session: Session, limits: Window) -> datetime:
    """From when on who is late may be reminded: class is over, and the review counts as late."""
    return max(session.over_at or limits.due, limits.on_time_until)


@lru_cache(maxsize=4096)  # all students with one zone and no extension have the same
def _around(limits: Window, spans: tuple[timedelta, ...], over: datetime, zone: ZoneInfo) -> tuple[Part, ...]:
    """The reminders before and after one due time, of no session yet. Of those that fall together the shortest."""
    mark = f".x{limits.grant}" if limits.extended else ""
    found: list[Part] = []
    for span in sorted(set(spans)):
        planned = before(limits.due, span, zone)
        found.append(
            Part(
                session="",
                papers=(),
                occurrence=duration_word(span) + mark,
                due=limits.due,
                closes_at=limits.closes_at,
                planned_at=planned,
                at=earlier_than_night(planned, zone),
                stale_after=limits.due,
                last=span == min(spans),
                grant=limits.grant if limits.extended else None,
            )
        )
    at = morning_after(over, zone)
    if spans and limits.takes_late() and at < limits.closes_at:
        late = Part(
            session="",
            papers=(),
            occurrence=LATE + mark,
            due=limits.due,
            closes_at=limits.closes_at,
            planned_at=at,
            at=at,
            stale_after=limits.closes_at,
            late=True,
        )
        found.append(late)
    return tuple(found)


# --- the night ----------------------------------------------------------------------------------------------------


def quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether it is night there."""
    wall = at.astimezone(zone).time()
    return wall >= QUIET_FROM or wall < QUIET_UNTIL


def quiet_until(at: datetime, zone: ZoneInfo) -> datetime:
    """The next end of a night after `at`."""
    day = at.astimezone(zone).date()
    while (end := instant(day, QUIET_UNTIL, zone)) <= at:
        day += DAY
    return end


def earlier_than_night(at: datetime, zone: ZoneInfo) -> datetime:
    """The same instant, or the evening before where it lies in the night or so near that a message may slip into it."""
    wall = at.astimezone(zone)
    if QUIET_UNTIL <= wall.time() <= EVENING:
        return at
    day = wall.date() if wall.time() > EVENING else wall.date() - DAY
    while (evening := instant(day, EVENING, zone)) > at or quiet(evening, zone):
        day -= DAY  # a day that a zone left out
    return evening


def morning_after(at: datetime, zone: ZoneInfo) -> datetime:
    """The first nine o'clock after `at`."""
    day = at.astimezone(zone).date()
    while (morning := instant(day, MORNING, zone)) <= at or quiet(morning, zone):
        day += DAY
    return morning


# --- together -----------------------------------------------------------------------------------------------------


def _merged(parts: Iterable[Part]) -> dict[datetime, list[Part]]:
    """The parts by the instant at which they are said: what falls on one instant is one message, and what was moved
    joins a message that is near, at the earlier of the two.
    """
    together: dict[datetime, list[Part]] = {}
    for part in parts:
        together.setdefault(part.at, []).append(part)
    for at in sorted(at for at, group in together.items() if any(part.moved for part in group)):
        near = _nearest(at, together)
        if near is not None:
            first, second = min(at, near), max(at, near)
            together[first] += together.pop(second)
    return _in_turn(together)


def _nearest(at: datetime, together: dict[datetime, list[Part]]) -> datetime | None:
    """The instant of another message before something is due to which one at `at` may move."""
    if at not in together or any(part.late for part in together[at]):
        return None
    others = [
        other
        for other, group in together.items()
        if other != at and abs(other - at) <= NEAR and not any(part.late for part in group)
    ]
    return min(others, key=lambda other: (abs(other - at), other), default=None)


def _in_turn(together: Mapping[datetime, Sequence[Part]]) -> dict[datetime, list[Part]]:
    """The parts as they are said, each of use until the same is told again."""
    told: dict[tuple[str, datetime, bool], list[datetime]] = {}
    for at in sorted(together):
        for part in together[at]:
            told.setdefault((part.session, part.due, part.late), []).append(at)
    found: dict[datetime, list[Part]] = {}
    for at, group in together.items():
        for part in group:
            later = (other for other in told[part.session, part.due, part.late] if other > at)
            again = next(later, part.stale_after)
            found.setdefault(at, []).append(replace(part, at=at, stale_after=again))
    return found


# --- what is left to say ------------------------------------------------------------------------------------------


def still(duty: Duty, part: Part, now: datetime) -> tuple[Standing, ...]:
    """The papers of which the part still has something to say: a review is wanted, taken, and due at that instant."""
    waiting = [one for one in duty.to_do(now) if one.window is not None]
    if part.late != (now > part.due) or part.due not in {limits.due for limits in _deadlines(waiting, duty.left)}:
        return ()
    return tuple(one for one in waiting if one.window is not None and one.window.due == part.due)


def snoozed_until(now: datetime, over: datetime, zone: ZoneInfo, *, late: bool) -> datetime | None:
    """When somebody who puts a reminder off hears again: never at night, and in time before it is `over`. None where
    there is no such instant.
    """
    at = now + SNOOZE
    if quiet(at, zone):
        at = quiet_until(at, zone) if late else earlier_than_night(at, zone)
    at = min(at, over - IN_TIME)
    return at if at >= now + SOONEST and not quiet(at, zone) else None
