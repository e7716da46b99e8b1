"""The roll of a course as staff read it: everybody once after the first look, and in one line a day who came and left.

What is told goes into the ledger as facts; the sentences are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

from bot.course.calendar import instant
from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.services.staff_notices import USEFUL_FOR, Telling, tell
from bot.store import audit, people
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.records import Membership, RosterLook, Source

TELL_AT = time(16)
"""When staff hear who came and left that day: late enough to hold a day of the first weeks, while they still work."""

ITEM = "roster"
"""What the notices are about, as the ledger knows it."""

LINKED = "claimed"
"""In the audit: somebody is known to be on the class list. `how` in its details says by what."""

BY_THEMSELVES = ("email", "code")

DETAIL = "roster"
"""The detail of a notice that holds a `Roll` or `News`."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody as staff read of them."""

    person: int
    name: str
    role: CourseRole
    source: Source = "channel"
    mark: str = ""
    """What tells them from others of the same name."""

    @property
    def by_schedule(self) -> bool:
        """Their role is the schedule's: it is changed there."""
        return self.source == "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """All who are in a course, by name. `left`: those who left the channel and about whom staff have not decided.
    `unfound`: names of staff entries that mean nobody. `looked_at`: None where no platform has shown anybody yet.
    """

    people: tuple[Listed, ...]
    left: tuple[Listed, ...] = ()
    unfound: tuple[str, ...] = ()
    looked_at: datetime | None = None
    right_at: datetime | None = None
    right_by: str = ""

    def of(self, *roles: CourseRole) -> tuple[Listed, ...]:
        return tuple(one for one in self.people if one.role in roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Who came and who left on one day. `right`: staff have said that the roster is right. `students`: how many there
    are now, where some of those who came are students. `linked`: who was found on the class list without staff, by
    name, and by what (`email`, `code`).
    """

    came: tuple[Listed, ...]
    left: tuple[Listed, ...]
    right: bool
    students: int = 0
    linked: tuple[tuple[str, str], ...] = ()


def roll(connection: Connection, course: Course) -> Roll:
    """Who is in the course now."""
    state, looks = states.state(connection, course.id), states.looks(connection, course.id)
    members = people.members(connection, course.id)
    marks = people.namesakes(connection, members)
    by = state.roster_right_by
    return Roll(
        people=tuple(as_listed(one, marks) for one in members),
        left=tuple(as_listed(one, marks) for one in members if one.left_at is not None),
        unfound=_found_nowhere(looks),
        looked_at=max((look.last_at for look in looks), default=None),
        right_at=state.roster_right_at,
        right_by=people.get_person(connection, by).name if by is not None else "",
    )


def _found_nowhere(looks: Sequence[RosterLook]) -> tuple[str, ...]:
    """A staff entry may be meant for one platform only."""
    first, others = looks[:1], looks[1:]
    return tuple(name for look in first for name in look.unfound if all(name in one.unfound for one in others))


def as_listed(member: Membership, marks: Mapping[int, str] | None = None) -> Listed:
    """`marks`: what tells namesakes apart."""
    return Listed(member.person, member.name, member.role, member.source, (marks or {}).get(member.person, ""))


def tell_first(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Tell staff who is who, once: after the first look, or when there is a staff channel at last, unless they have
    said by then that it is right. True where it was entered.
    """
    known = roll(connection, course)
    if known.right_at is not None:
        return False
    details = {DETAIL: encode(known)}
    telling = Telling(kind=NoticeKind.ROSTER, item=ITEM, occurrence="first", title="Roster", details=details)
    return tell(connection, course, telling, now=now)


def tell_news(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Enter a line about each day whose hour has come and on which somebody came, left or was found on the class list.
    Each is said once, however often this is called; a day that passed while the bot was down is made up for. True where
    one was entered.
    """
    members = people.members(connection, course.id)
    marks = people.namesakes(connection, members)
    right = states.state(connection, course.id).roster_right_at is not None
    came: dict[datetime, list[Listed]] = {}
    left: dict[datetime, list[Listed]] = {}
    for one in members:
        if one.new_at is not None and not one.role.is_staff:
            came.setdefault(told_at(course, one.new_at), []).append(as_listed(one, marks))
        if one.left_at is not None:
            left.setdefault(told_at(course, one.left_at), []).append(as_listed(one, marks))
    linked = _linked(connection, course, members, now=now)
    told = False
    number = sum(one.role is CourseRole.STUDENT for one in members)
    for hour in sorted(hour for hour in {*came, *left, *linked} if now - USEFUL_FOR < hour <= now):
        students = number if any(one.role is CourseRole.STUDENT for one in came.get(hour, ())) else 0
        news = News(
            came=tuple(came.get(hour, ())),
            left=tuple(left.get(hour, ())),
            right=right,
            students=students,
            linked=tuple(linked.get(hour, ())),
        )
        day = course.local(hour).date().isoformat()
        details = {DETAIL: encode(news)}
        telling = Telling(kind=NoticeKind.JOINED, item=ITEM, occurrence=day, title="Who came and left", details=details)
        told = tell(connection, course, telling, now=now) or told
    return told


def _linked(
    connection: Connection, course: Course, members: Sequence[Membership], *, now: datetime
) -> Mapping[datetime, list[tuple[str, str]]]:
    """Hour → who was found on the class list before it, and by what; staff know of whom they confirmed themselves."""
    names = {str(one.person): one.name for one in members}
    found: dict[datetime, list[tuple[str, str]]] = {}
    for entry in audit.since(connection, course.id, LINKED, now - USEFUL_FOR - timedelta(days=1)):
        how = entry.details.get("how", "")
        if how in BY_THEMSELVES and entry.item in names:
            found.setdefault(told_at(course, entry.at), []).append((names[entry.item], how))
    return found


def last_hour(course: Course, now: datetime) -> datetime:
    """When staff were last to hear the news of a day."""
    day = course.local(now).date()
    hour = instant(day, TELL_AT, course.timezone)
    return hour if hour <= now else instant(day - timedelta(days=1), TELL_AT, course.timezone)


def told_at(course: Course, at: datetime) -> datetime:
    """When staff hear of something that happened at `at`: the next time that the course's clock shows the hour."""
    day = course.local(at).date()
    hour = instant(day, TELL_AT, course.timezone)
    return hour if at <= hour else instant(day + timedelta(days=1), TELL_AT, course.timezone)


# --- as the ledger keeps it -----------------------------------------------------------------------------------------


def encode(told: Roll | News) -> str:
    """A roll or a day's news as the details of a notice hold it."""
    return json.dumps(asdict(told), ensure_ascii=False, default=datetime.isoformat)


def decode_roll(text: str) -> Roll:
    """The inverse of `encode` for a roll."""
    read = json.loads(text)
    return Roll(
        people=_all(read["people"]),
        left=_all(read["left"]),
        unfound=tuple(read["unfound"]),
        looked_at=_instant(read["looked_at"]),
        right_at=_instant(read["right_at"]),
        right_by=read["right_by"],
    )


def decode_news(text: str) -> News:
    """The inverse of `encode` for a day's news."""
    read = json.loads(text)
    return News(
        came=_all(read["came"]),
        left=_all(read["left"]),
        right=read["right"],
        students=read.get("students", 0),
        linked=tuple((name, how) for name, how in read.get("linked", ())),
    )


def _all(read: Iterable[Mapping[str, object]]) -> tuple[Listed, ...]:
    return tuple(Listed(**{**one, "role": CourseRole(one["role"])}) for one in read)  # type: ignore[arg-type]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
