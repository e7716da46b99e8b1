"""The rounds in which it is looked whether somebody who presents is to be reminded, or to get the packet of reviews.

What is kept in memory is a memo of when there is something to enter; what is due is known in `presenter_reminding` and
`packets`. It knows no sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.course.model import Course
from bot.services import packets, presenter_reminding, seating
from bot.services.reminder_rounds import BATCH, MINUTE, SOON
from bot.services.reminding import Due, enter
from bot.store import courses, holders
from bot.store.database import Connection, Runner

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one look at a course tells. `instants`: when there is something to be entered later; None: as before."""

    print: Hashable
    instants: frozenset[datetime] | None = None
    due: tuple[Due, ...] = ()


def survey(connection: Connection, course: Course, *, before: Hashable, now: datetime) -> Survey:
    """What is to be entered now and when the next is, unless nothing that matters has changed since `before`."""
    state = courses.state(connection, course.id)
    right = state.roster_right_at is not None
    mark = (holders.fingerprint(connection, course.id), state.live_at, state.paused(now), right)
    if mark == before:
        return Survey(print=mark)
    if state.live_at is None or not right:
        return Survey(print=mark, instants=frozenset())
    if state.paused(now):
        ends = {state.paused_until} if state.paused_until is not None else set()
        return Survey(print=mark, instants=frozenset(ends))
    mine = presenter_reminding.by_person(seating.signups(connection, course))
    pupils = holders.holders(connection, course.id) if mine else {}
    told, reminded = presenter_reminding.survey(connection, course, mine, pupils, live_at=state.live_at, now=now)
    handed, given = packets.survey(connection, course, mine, pupils, live_at=state.live_at, now=now)
    due = (*(Due(entry=one, also=()) for one in told), *handed)
    return Survey(print=mark, instants=frozenset(reminded | given), due=due)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memo:
    """What the last look at a course told, and what it was made from."""

    course: Course
    writes: int
    at: datetime
    print: Hashable
    instants: frozenset[datetime]

    def passed(self, now: datetime) -> bool:
        """Whether the clock has come to something, or was set back."""
        return now < self.at or any(self.at < at <= now for at in self.instants)

    def is_fresh(self, course: Course, writes: int, now: datetime) -> bool:
        if self.course is not course or self.passed(now) or now >= self.at + MINUTE:
            return False
        return self.writes == writes or self.at < now < self.at + SOON


@dataclass(kw_only=True)
class Presenters:
    """Has reminders and packets entered when their time comes. One round of `SeatRounds`."""

    run: Runner
    _memos: dict[str, _Memo] = field(default_factory=dict)

    def next(self, course: Course, now: datetime) -> datetime | None:
        """When there is something to be entered next."""
        memo = self._memos.get(course.id)
        return min((at for at in memo.instants if at > now), default=None) if memo is not None else None

    async def tick(self, course: Course, now: datetime) -> bool:
        """True where there is something to be said now."""
        memo, writes = self._memos.get(course.id), self.run.writes
        if memo is not None and memo.is_fresh(course, writes, now):
            return False
        same = memo is not None and memo.course is course and not memo.passed(now)
        seen = await self.run.read(survey, course, before=memo.print if memo is not None and same else None, now=now)
        await self._enter(seen.due, now)
        instants = memo.instants if memo is not None and seen.instants is None else seen.instants or frozenset()
        self._memos[course.id] = _Memo(course=course, writes=writes, at=now, print=seen.print, instants=instants)
        if seen.due:
            log.info("action=presenters_told course=%s rows=%d", course.id, len(seen.due))
        return bool(seen.due)

    async def _enter(self, due: Iterable[Due], now: datetime) -> None:
        """Between the transactions others may write."""
        rows: Sequence[Due] = tuple(due)
        for start in range(0, len(rows), BATCH):
            await self.run(enter, rows[start : start + BATCH], now=now)
