"""Lines that stand in a channel and are put otherwise once what they tell of has changed: when it is looked, whose turn
it is, and that a change which failed is tried again.

It knows no kind of line: what should stand there is found by the `changes` of whoever keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.port import Platform
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.services.claiming import Compose
from bot.services.in_place import LONGEST, Turn, begin, put, turn_done
from bot.store import marks
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery

LATELY = timedelta(days=1)
"""So long after it was settled a change is still tried."""

AGAIN = timedelta(minutes=15)
"""So often it is looked whether another process wrote something, and a change is tried that failed."""

Change = tuple[Delivery, Reply, str]
"""A line, what should stand there, and the mark of whoever takes it up."""

Changes = Callable[..., Sequence[Change]]
"""`f(connection, course, compose=…, now=…)`: the lines where something else should stand and nobody has taken it up."""


def is_taken_up(connection: Connection, mark: str, now: datetime) -> bool:
    """Whether somebody is at it, or was a moment ago."""
    taken = marks.marked(connection, mark)
    return taken is not None and taken <= now < taken + AGAIN


@dataclass(kw_only=True)
class StandingLines:
    """Looks at a course when this process has written anything, and every now and then."""

    run: Runner
    platforms: Mapping[str, Platform]
    compose: Compose
    changes: Changes
    _looked: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    async def look(self, course: Course, now: datetime) -> None:
        """Change what has to be changed. What fails is looked at again after `AGAIN`, or the next write."""
        looked = self._looked.get(course.id)
        if looked is not None and looked[0] == self.run.writes and looked[1] <= now < looked[1] + AGAIN:
            return
        self._looked[course.id] = (self.run.writes, now)
        if not await self.run.read(self.changes, course, compose=self.compose, now=now):
            return
        for turn in await self.run(take, course, self.changes, compose=self.compose, now=now):
            platform = self.platforms.get(turn.row.platform)
            if platform is not None and await put(platform, turn, seconds=LONGEST):
                await self.run(turn_done, turn)


def take(
    connection: Connection, course: Course, changes: Changes, *, compose: Compose, now: datetime
) -> tuple[Turn, ...]:
    """What has to be put in place of what stands; until that is done it counts as doubtful."""
    return tuple(
        begin(connection, row, reply)
        for row, reply, mark in changes(connection, course, compose=compose, now=now)
        if marks.advance(connection, mark, before=marks.marked(connection, mark), to=now)
    )
