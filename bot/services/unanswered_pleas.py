"""Staff are told once more of a plea that has waited for an answer for long, and then no more.

It knows when, never who asked for what. What staff have written to students is in `nudging.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError
from bot.services.destinations import STAFF
from bot.services.staff_notices import Telling, tell
from bot.store import grants, standing
from bot.store.database import Connection, Runner
from bot.store.ledger import PERSONAL
from bot.store.records import Plea

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=12)
"""After so long without an answer staff are told once more."""

MORNING, EVENING = 8, 22
"""The hours, on the course's clock, between which staff are told."""

AGAIN = ".nudge"
"""Ends the occurrence; the ledgers that there are have it so."""


def tell_again(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Tell staff once more of each plea that has waited for long. True where one was entered."""
    told = False
    for plea in grants.open_pleas(connection, course.id):
        at = told_again_at(connection, course, plea)
        if at <= now:
            telling = Telling(
                kind=NoticeKind.CANNOT,
                item=plea.session,
                occurrence=f"plea.{plea.id}{AGAIN}",
                title="Somebody waits for an answer",
                details={"plea": str(plea.id), "again": "yes"},
                due_at=at,
            )
            told = tell(connection, course, telling, now=now) or told
    return told


def told_again_at(connection: Connection, course: Course, plea: Plea) -> datetime:
    """Long after the last that was said of it, what staff asked back and what was answered too; not at night."""
    about = f"plea.{plea.id}."
    asked = {"destination": PERSONAL, "recipient": str(plea.person)}
    answered = {"destination": STAFF, "recipient": ""}
    said = [
        at
        for kind, where in ((NoticeKind.QUESTION, asked), (NoticeKind.ANSWER, answered))
        for name, at in standing.hours(connection, course.id, kind.value, plea.session, **where).items()
        if name.startswith(about) and at is not None
    ]
    return by_day(course, max([plea.made_at, *said]) + AGAIN_AFTER)


def by_day(course: Course, at: datetime) -> datetime:
    """The same, or the next morning where that is at night."""
    local = course.local(at)
    if MORNING <= local.hour < EVENING:
        return at
    day = local.date() + timedelta(days=1 if local.hour >= EVENING else 0)
    return datetime.combine(day, time(MORNING), course.timezone).astimezone(UTC)


def waiting(connection: Connection, courses: Iterable[Course]) -> Mapping[str, tuple[datetime, ...]]:
    """By course: when each open plea is to be told of once more, or was."""
    return {
        course.id: tuple(told_again_at(connection, course, plea) for plea in grants.open_pleas(connection, course.id))
        for course in courses
    }


@dataclass(kw_only=True)
class UnansweredPleas:
    """Has staff told once more when the time comes. What it keeps is a memo, looked at again when this process has
    written anything, and every now and then, since others may have.
    """

    run: Runner
    again: timedelta = timedelta(minutes=15)
    _known: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    _looked: tuple[int, datetime] | None = None
    _told: datetime | None = None
    """Until when all that was due is entered."""

    def next(self, _courses: Iterable[Course], now: datetime) -> datetime | None:
        """When somebody has waited for long next."""
        return min((at for hours in self._known.values() for at in hours if at > now), default=None)

    async def tick(self, courses: Iterable[Course], now: datetime) -> bool:
        """True where there is something to be said now. Raises nothing."""
        told = False
        try:
            await self._look(courses, now)
            for course in courses:
                if any((self._told is None or self._told < at) and at <= now for at in self._known.get(course.id, ())):
                    told = await self.run(tell_again, course, now=now) or told
        except CoursebotError as error:
            log.warning("action=pleas_failed error=%s", type(error).__name__)
        except Exception:
            log.exception("action=pleas_failed")
        else:
            self._told = now
        return told

    async def _look(self, courses: Iterable[Course], now: datetime) -> None:
        if self._looked is not None:
            writes, at = self._looked
            if writes == self.run.writes and at <= now < at + self.again:
                return
        writes = self.run.writes
        self._known = await self.run.read(waiting, tuple(courses))
        self._looked = (writes, now)
