"""How much one person may ask for: a few things at once, then one after the other, so that nobody wears the bot out.

It knows people by a key, what a row costs and the time that it is told; never what is asked. It is a memory of this
process alone, of bounded size: where it forgets, it forgives.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.conversation.commands import Cost
from bot.course.wording import counted
from bot.errors import Refused


@dataclass(frozen=True, slots=True)
class Limit:
    """So many `at_once`, and then one more after each `pause`."""

    at_once: int
    pause: timedelta

    @property
    def slack(self) -> timedelta:
        """How far ahead of the time somebody may have got before the last one."""
        return self.pause * (self.at_once - 1)


LIMITS: Mapping[Cost, Limit] = {
    Cost.LIGHT: Limit(60, timedelta(seconds=1)),
    Cost.HEAVY: Limit(10, timedelta(seconds=10)),
    Cost.GUESS: Limit(5, timedelta(minutes=1)),
}
"""What is not named here is never refused."""

REMEMBERED = 10_000
"""People of whom something is known at a time; about 200 bytes each."""


class Allowances:
    """A token bucket for each person and cost, kept as the instant at which it will be full again."""

    def __init__(self, limits: Mapping[Cost, Limit] = LIMITS, remembered: int = REMEMBERED) -> None:
        self._limits, self._remembered = limits, remembered
        self._full_at: OrderedDict[tuple[Hashable, Cost], datetime] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def spend(self, who: Hashable, cost: Cost, now: datetime) -> None:
        """Take one from what the person has left. Raises Refused, which takes nothing, where nothing is left."""
        limit = self._limits.get(cost)
        if limit is None:
            return
        known = self._full_at.get((who, cost), now)
        # A clock that was set back cannot have emptied a bucket more than once.
        full_at = max(now, min(known, now + limit.pause * limit.at_once))
        wait = full_at - limit.slack - now
        if wait > timedelta(0):
            self._full_at[who, cost] = full_at
            seconds = max(1, ceil(wait.total_seconds()))
            raise Refused(f"That was a lot at once. Please ask me again in {counted(seconds, 'second')}.")
        self._full_at[who, cost] = full_at + limit.pause
        self._full_at.move_to_end((who, cost))
        while len(self._full_at) > self._remembered:
            self._full_at.popitem(last=False)
