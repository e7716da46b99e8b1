"""What staff are told about the seats of each class at an hour of its own: entered when that hour comes, once, and anew
where the class has moved far.

It knows hours and names, never what is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.course.model import Course, Session
from bot.course.notice import NoticeKind
from bot.course.signups import classes, in_some_week
from bot.services import occasions
from bot.services.destinations import STAFF
from bot.services.staff_notices import Telling, tell
from bot.store import courses as states
from bot.store import seats as stored
from bot.store import standing
from bot.store.database import Connection, Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """When staff are told of a session, and until when that is of use."""

    session: Session
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is told: of which kind, under which name, at which hour of a session (None: at none), and what it is called
    in lists.
    """

    kind: NoticeKind
    name: str
    title: str
    hour: Callable[[Course, Session], Hour | None]

    def hours(self, course: Course) -> Iterable[Hour]:
        """Of all sessions with seats. Where only the week is known, there is no day of which to tell."""
        dated = (session for session in classes(course) if not in_some_week(session))
        return (hour for hour in (self.hour(course, session) for session in dated) if hour is not None)


Asked = Literal["now", "done", "not yet"]


def asked(connection: Connection, course: Course, occasion: Occasion, hour: Hour) -> Asked:
    """Whether staff are to be told now. Not where nobody may sign up and nobody has a seat there; nor of an hour before
    the bot knew the course.
    """
    if states.state(connection, course.id).created_at > hour.at:
        return "done"
    if _name(connection, course, occasion, hour) is None:
        return "done"
    if stored.opening(connection, course.id).opened_at is not None:
        return "now"
    held = any(key.session == hour.session.id for key in stored.held(connection, course.id))
    return "now" if held else "not yet"


def enter(connection: Connection, course: Course, occasion: Occasion, hour: Hour, *, now: datetime) -> bool:
    """Enter it; False where it was entered before."""
    name = _name(connection, course, occasion, hour)
    if name is None:
        return False
    telling = Telling(
        kind=occasion.kind,
        item=hour.session.id,
        occurrence=name,
        title=f"{occasion.title}: {hour.session.name}",
        details={},
        due_at=hour.at,
        useful_until=hour.until,
    )
    return tell(connection, course, telling, now=now)


def _name(connection: Connection, course: Course, occasion: Occasion, hour: Hour) -> str | None:
    told = standing.hours(connection, course.id, occasion.kind.value, hour.session.id, destination=STAFF)
    return occasions.free_name(occasion.name, told, at=hour.at)


@dataclass(kw_only=True)
class SeatHours:
    """One of the rounds about seats."""

    run: Runner
    occasion: Occasion
    _told: dict[tuple[str, str], tuple[datetime, int | None]] = field(default_factory=dict)
    """Course and session → the hour that was looked at, and at how many writes; None: it is done. A memo, the ledger's
    key decides.
    """
    _hours: dict[str, tuple[Course, tuple[Hour, ...]]] = field(default_factory=dict)
    """Course → its hours by the schedule that they were worked out from."""

    def next(self, course: Course, now: datetime) -> datetime | None:
        """When the next hour comes."""
        return min((hour.at for hour in self._of(course) if hour.at > now), default=None)

    def _of(self, course: Course) -> tuple[Hour, ...]:
        known = self._hours.get(course.id)
        if known is None or known[0] is not course:
            known = self._hours[course.id] = (course, tuple(self.occasion.hours(course)))
        return known[1]

    async def tick(self, course: Course, now: datetime) -> bool:
        """True where there is something to be said now."""
        told = False
        for hour in self._of(course):
            name = (course.id, hour.session.id)
            if not hour.at <= now < hour.until or self._told.get(name) in ((hour.at, None), (hour.at, self.run.writes)):
                continue
            writes = self.run.writes
            found: Asked = await self.run.read(asked, course, self.occasion, hour)
            if found == "now":
                told = await self.run(enter, course, self.occasion, hour, now=now) or told
            self._told[name] = (hour.at, writes if found == "not yet" else None)
        return told
