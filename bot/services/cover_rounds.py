"""The rounds in which it is looked whether somebody who was asked to step in has not answered in time, somebody has
taken the seat meanwhile, or class has begun.

What it keeps is a memo of when there is something to do; the rows decide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.course.cover import SHORT_NOTICE
from bot.course.model import Course
from bot.course.signups import begins_at
from bot.services import covering, seating
from bot.store import covers
from bot.store.database import Connection, Runner

MINUTE = timedelta(minutes=1)
"""So often it is looked whether others who share the database have changed something, or a pause is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Whether there is a step to take now, and when there may be one next."""

    due: bool = False
    instants: frozenset[datetime] = frozenset()


def survey(connection: Connection, course: Course, *, now: datetime) -> Survey:
    """Of all seats of the course for which somebody is wanted."""
    rows = covers.open_of(connection, course.id)
    if not rows:
        return Survey()
    known = seating.signups(connection, course)
    found = {row.ask_until for row in rows}
    for row in rows:
        seat = known.seats.get(row.key)
        begins = None if seat is None else begins_at(course, seat.session)
        found |= set() if begins is None else {begins - SHORT_NOTICE, begins}
    due = any(covering.is_due(connection, course, row, known, now) for row in rows)
    return Survey(due=due, instants=frozenset(at for at in found if at is not None))


def step(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Take the steps that are due. True where somebody is to be told something."""
    told = False
    for row in covers.open_of(connection, course.id):
        known = seating.signups(connection, course)  # anew: the one before may have changed it
        told = covering.is_due(connection, course, row, known, now) or told
        covering.advance(connection, course, row, now=now)
    return told


@dataclass(slots=True, kw_only=True)
class _Memo:
    course: Course
    writes: int
    at: datetime
    instants: frozenset[datetime]

    def is_fresh(self, course: Course, writes: int, now: datetime) -> bool:
        same = self.course is course and self.writes == writes and self.at <= now < self.at + MINUTE
        return same and not any(self.at < at <= now for at in self.instants)


@dataclass(kw_only=True)
class CoverRounds:
    """A part of the rounds of presenting."""

    run: Runner
    _memos: dict[str, _Memo] = field(default_factory=dict)

    def next(self, course: Course, now: datetime) -> datetime | None:
        """When an ask is over, or class begins, next."""
        memo = self._memos.get(course.id)
        return min((at for at in memo.instants if at > now), default=None) if memo is not None else None

    async def tick(self, course: Course, now: datetime) -> bool:
        """True where there is something to be said now."""
        memo, writes = self._memos.get(course.id), self.run.writes
        if memo is not None and memo.is_fresh(course, writes, now):
            return False
        seen = await self.run.read(survey, course, now=now)
        told = await self.run(step, course, now=now) if seen.due else False
        if told:
            seen, writes = await self.run.read(survey, course, now=now), self.run.writes
        self._memos[course.id] = _Memo(course=course, writes=writes, at=now, instants=seen.instants)
        return told
