"""The rounds in which it is looked whether somebody is to be reminded of something, course by course.

What `Reminding` keeps in memory is a memo of when there is something to enter; what is due, and what is entered, is
known in `reminding`. It knows no sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

from bot.course.model import Course
from bot.errors import CoursebotError
from bot.services import reminding, tallying
from bot.services.reminding import Due, Survey
from bot.store.database import Runner

log = logging.getLogger(__name__)

T = TypeVar("T")

MINUTE = timedelta(minutes=1)
"""So often it is looked whether others who share the database have changed something."""

SOON = timedelta(seconds=5)
"""So often at most it is looked whether this process has: while a class hands in, each tick follows a write."""

BATCH = 50
"""Rows that are entered in one transaction, and the rest of one person's."""


@dataclass(slots=True, kw_only=True)
class _Memo:
    """What the last look at a course told, and what it was made from."""

    course: Course
    version: Hashable
    writes: int
    at: datetime
    print: Hashable
    instants: frozenset[datetime]

    def next(self, now: datetime) -> datetime | None:
        return min((at for at in self.instants if at > now), default=None)

    def is_fresh(self, course: Course, version: Hashable, writes: int, now: datetime) -> bool:
        same = self.course is course and self.version == version and self.at <= now < self.at + MINUTE
        return same and not self.passed(now) and (self.writes == writes or self.at < now < self.at + SOON)

    def passed(self, now: datetime) -> bool:
        """Whether the clock has come to something, or was set back."""
        return now < self.at or any(self.at < at <= now for at in self.instants)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A look at a course, and of when it is."""

    course: Course
    version: Hashable
    writes: int
    seen: Survey


@dataclass(kw_only=True)
class Reminding:
    """Has the reminders and the tallies of each course entered when their time comes. `version` is another value once
    a schedule, or whether a course is live, paused or has its roster, has changed.
    """

    run: Runner
    version: Callable[[], Hashable]
    _memos: dict[str, _Memo] = field(default_factory=dict)
    _told: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """Course and session → the hour whose tally is entered: a memo, the ledger's key decides."""

    def next(self, courses: Iterable[Course], now: datetime) -> datetime | None:
        """When there is something to be entered next."""
        found = [memo.next(now) for course in courses if (memo := self._memos.get(course.id)) is not None]
        return min((at for at in found if at is not None), default=None)

    async def tick(self, courses: Iterable[Course], now: datetime) -> bool:
        """True where there is something to be said now. Raises nothing."""
        looks = [look for course in courses if (look := await self._guarded(self._look(course, now), course.id))]
        failed = await self._enter([due for look in looks for due in look.seen.due], now)
        ended = (look for look in looks if look.course.id not in failed)
        return any([await self._guarded(self._end(look, now), look.course.id) for look in ended])

    async def _guarded(self, step: Awaitable[T], course: str) -> T | None:
        """None where it failed: one course's trouble is not another's."""
        try:
            return await step
        except CoursebotError as error:
            log.warning("action=reminding_failed course=%s error=%s", course, type(error).__name__)
        except Exception:
            log.exception("action=reminding_failed course=%s", course)
        return None

    async def _look(self, course: Course, now: datetime) -> _Look | None:
        memo = self._memos.get(course.id)
        version, writes = self.version(), self.run.writes
        if memo is not None and memo.is_fresh(course, version, writes, now):
            return None
        same = memo is not None and memo.course is course and memo.version == version and not memo.passed(now)
        before = memo.print if memo is not None and same else None
        seen = await self.run.read(reminding.survey, course, before=before, now=now)
        return _Look(course=course, version=version, writes=writes, seen=seen)

    async def _enter(self, due: Iterable[Due], now: datetime) -> frozenset[str]:
        """The courses of which not all is entered: what fails together is entered course by course."""
        failed: set[str] = set()
        for batch in _batches(due):
            courses = sorted({one.entry.notice.course for one in batch})
            if await self._guarded(self._entered(batch, now), ",".join(courses)):
                continue
            for course in courses:
                mine = tuple(one for one in batch if one.entry.notice.course == course)
                if not await self._guarded(self._entered(mine, now), course):
                    failed.add(course)
        return frozenset(failed)

    async def _entered(self, due: Sequence[Due], now: datetime) -> bool:
        await self.run(reminding.enter, due, now=now)
        return True

    async def _end(self, look: _Look, now: datetime) -> bool:
        course, seen, memo = look.course, look.seen, self._memos.get(look.course.id)
        tallies = {one: at for one, at in seen.tallies.items() if self._told.get((course.id, one)) != at}
        if tallies:
            await self.run(tallying.enter, course, tallies, now=now)
            self._told |= {(course.id, one): at for one, at in tallies.items()}
        if seen.due or tallies:
            log.info("action=reminders_entered course=%s rows=%d tallies=%d", course.id, len(seen.due), len(tallies))
        instants = memo.instants if memo is not None and seen.instants is None else seen.instants or frozenset()
        self._memos[course.id] = _Memo(
            course=course, version=look.version, writes=look.writes, at=now, print=seen.print, instants=instants
        )
        return bool(seen.due or tallies)


def _batches(due: Iterable[Due]) -> Iterator[Sequence[Due]]:
    """Between the transactions others may write. What one person is to hear of several courses is entered in one, so
    that it can be said together.
    """
    batch: list[Due] = []
    for _, mine in groupby(sorted(due, key=_recipient), _recipient):
        batch += mine
        if len(batch) >= BATCH:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _recipient(one: Due) -> int:
    return int(one.entry.recipient)
