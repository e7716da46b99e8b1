"""The weekly line to staff: that the bot is there, what it will post, what went wrong, how many students there are.

It always goes out, once a week a course, so that its absence is the alarm. What it tells are facts in the ledger; the
sentences are the handlers'.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta

from bot.course import planner
from bot.course.calendar import instant, monday_of
from bot.course.model import Course, CourseRole
from bot.course.notice import Notice, NoticeKind
from bot.errors import CoursebotError
from bot.services.backups import BACKED_UP
from bot.services.staff_notices import Telling, tell
from bot.store import courses as states
from bot.store import marks, outcomes, people
from bot.store.database import Connection, Runner
from bot.store.outcomes import Troubled

log = logging.getLogger(__name__)

WEEK = timedelta(days=7)

USEFUL_UNTIL = (timedelta(days=3), time(9))
"""Until so many days later at that hour the line is still of use: of a Friday's until Monday morning."""

DETAIL = "checkup"
"""The detail of a notice that holds a `Checkup`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """How the course and its bot are. `makes_backups`: whether this bot makes them by itself; `backed_up_at`: the
    instant of the last one. A pause without an end has `paused_until` None.
    """

    live: bool
    paused: bool
    paused_until: datetime | None
    students: int
    makes_backups: bool
    backed_up_at: datetime | None
    troubled: tuple[Troubled, ...]


def last_hour(course: Course, now: datetime) -> datetime:
    """When the line was last due, at `now` or before it."""
    rule = course.announcements.staff_check
    today = course.local(now).date()
    day = today - timedelta(days=(today.weekday() - rule.weekday) % 7)
    hour = instant(day, rule.at, course.timezone)
    return hour if hour <= now else instant(day - WEEK, rule.at, course.timezone)


def next_hour(course: Course, now: datetime) -> datetime:
    """When the line is due next, after `now`."""
    day = course.local(last_hour(course, now)).date() + WEEK
    return instant(day, course.announcements.staff_check.at, course.timezone)


def coming(course: Course, now: datetime) -> tuple[Notice, ...]:
    """What is to be posted until the next such line, so that each post is told of once."""
    return planner.due(course, now, next_hour(course, now))


def checkup(connection: Connection, course: Course, *, makes_backups: bool, now: datetime) -> Checkup:
    """How things are now. What went wrong counts from the line before, or for a week."""
    state = states.state(connection, course.id)
    before = outcomes.last_told(connection, course.id, NoticeKind.STAFF_CHECK)
    return Checkup(
        live=state.live,
        paused=state.paused(now),
        paused_until=state.paused_until if state.paused(now) else None,
        students=people.number_of(connection, course.id, CourseRole.STUDENT),
        makes_backups=makes_backups,
        backed_up_at=marks.marked(connection, BACKED_UP),
        troubled=outcomes.troubled(connection, course.id, since=before or now - WEEK, now=now),
    )


def tell_checkup(connection: Connection, course: Course, *, makes_backups: bool, now: datetime) -> bool:
    """Enter the line whose hour has come, where the bot knew the course by then. It is said once a week, however often
    this is called and whatever its day is moved to; one that nobody was told by Monday morning is left out.
    """
    hour = last_hour(course, now)
    day = course.local(hour).date()
    days, morning = USEFUL_UNTIL
    useful_until = instant(day + days, morning, course.timezone)
    if not course.announcements.staff_check.on or now >= useful_until:
        return False
    if states.state(connection, course.id).created_at > hour:
        return False
    telling = Telling(
        kind=NoticeKind.STAFF_CHECK,
        item=f"week:{monday_of(day).isoformat()}",
        occurrence="check",
        title="Weekly check",
        details={DETAIL: encode(checkup(connection, course, makes_backups=makes_backups, now=now))},
        due_at=hour,
        useful_until=useful_until,
    )
    return tell(connection, course, telling, now=now)


@dataclass(kw_only=True)
class Checkups:
    """Has the line of each course entered when its hour comes. `makes_backups` is told in it."""

    run: Runner
    makes_backups: bool
    _told: dict[str, datetime] = field(default_factory=dict)
    """Course → the hour whose line is entered: a memo, the ledger's key decides."""
    _hours: dict[str, tuple[Course, datetime, datetime]] = field(default_factory=dict)
    """Course → its hours before and after the time of the last tick: a memo too."""

    def next(self, courses: Iterable[Course], now: datetime) -> datetime | None:
        """When the next line is due."""
        return min((self._around(one, now)[1] for one in courses if one.announcements.staff_check.on), default=None)

    async def tick(self, courses: Iterable[Course], now: datetime) -> bool:
        """True where there is something to be said now. Raises nothing."""
        told = False
        for course in courses:
            if not course.announcements.staff_check.on:
                continue
            hour, _ = self._around(course, now)
            if self._told.get(course.id) == hour:
                continue
            try:
                told = await self.run(tell_checkup, course, makes_backups=self.makes_backups, now=now) or told
            except CoursebotError as error:
                log.warning("action=staff_check_failed course=%s error=%s", course.id, type(error).__name__)
            except Exception:
                log.exception("action=staff_check_failed course=%s", course.id)
            else:
                self._told[course.id] = hour
        return told

    def _around(self, course: Course, now: datetime) -> tuple[datetime, datetime]:
        known, before, after = self._hours.get(course.id, (None, now, now))
        if known is not course or not before <= now < after:
            before, after = last_hour(course, now), next_hour(course, now)
            self._hours[course.id] = (course, before, after)
        return before, after


def encode(known: Checkup) -> str:
    """As the details of a notice hold it."""
    return json.dumps(asdict(known), ensure_ascii=False, default=datetime.isoformat)


def decode(text: str) -> Checkup:
    """The inverse of `encode`."""
    read = json.loads(text)
    instants = {
        name: datetime.fromisoformat(read[name]) if read[name] else None for name in ("paused_until", "backed_up_at")
    }
    troubled = tuple(Troubled(trouble, title) for trouble, title in read["troubled"])
    return Checkup(**{**read, **instants, "troubled": troubled})
