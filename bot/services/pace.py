"""How fast one platform lets messages follow each other, learned from its own answers: every 429 costs a wait of whole
seconds, so that sending until it refuses would waste most of what it allows.

It knows gaps between messages and nothing of what they say, to whom, or where they are kept. It is a memo: a process
that starts learns anew.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from math import sqrt

FIRST = 0.05
"""Seconds between the first messages: platforms tolerate short bursts."""

EXPECTED = 0.2
"""Seconds between messages to be tried after the first refusal. Slack's "several hundred messages per minute" are 300
at least (docs.slack.dev/reference/methods/chat.postMessage).
"""

LEAST = 0.002
"""A gap that short is none."""

LONGEST = 2.0
"""And no gap is longer: a platform that refuses everything for a while says itself how long to wait."""

PROOF = 4
"""After so many messages at one gap a shorter one is tried."""

REST = 256
"""And after so many where the best gap is known closely; twice as many each time that a shorter one is refused."""

STEP, CLOSE = 1.03, 1.035
"""By what factor the gap is shortened at first, and how closely it is to be known."""

WIDER, MOST = 1.1, 256


@dataclass(frozen=True, slots=True)
class Place:
    """When a message may be sent by the loop's clock, and after how many changes of the gap."""

    at: float
    change: int


class Pace:
    """One platform's. `first` and `expected` are in seconds."""

    def __init__(self, *, first: float = FIRST, expected: float = EXPECTED) -> None:
        self.gap = first
        self._expected = expected
        self._good: float | None = None
        """The shortest gap that held."""
        self._bad = 0.0
        """The longest that did not."""
        self._step, self._wider, self._proof = STEP, WIDER, PROOF
        self._said, self._enough, self._rest = 0, PROOF, REST
        self._next, self._changes = 0.0, 0
        self._empty_at: float | None = None
        self._taken = 0
        """When the platform last refused one, and how many it has taken since then."""

    @property
    def is_known(self) -> bool:
        """Whether the platform has ever refused one."""
        return self._empty_at is not None

    @property
    def wait(self) -> float:
        """Seconds until the next place."""
        return max(self._next - asyncio.get_running_loop().time(), 0.0)

    async def turn(self) -> Place:
        """Wait for the next place in the row."""
        now = asyncio.get_running_loop().time()
        place = Place(max(now, self._next), self._changes)
        self._next = place.at + self.gap
        if place.at > now:
            await asyncio.sleep(place.at - now)
        return place

    def allowed(self, place: Place) -> None:
        """What was sent there was taken."""
        self._taken += 1
        if place.change != self._changes:
            return
        self._said += 1
        if self._said >= self._enough:
            self._good = self.gap
            self._try(self._shorter(self.gap))

    def _shorter(self, good: float) -> float:
        """Carefully at first, since a refusal costs more than a gap that is a little too long."""
        if not self._bad:
            return max(good / 2, LEAST)
        if good / self._bad <= CLOSE:
            self._enough, self._rest = self._rest, self._rest * 2
            self._bad /= CLOSE  # it may have become more generous
            return good
        shorter = good / self._step
        self._step = self._step**2
        self._enough = self._proof
        return shorter if shorter > self._bad else sqrt(self._bad * good)

    def limited(self, place: Place) -> None:
        """What was sent there was refused for coming too soon. Others of its gap that are on their way say no more."""
        before, self._empty_at = self._empty_at, place.at
        if place.change != self._changes or (before is not None and not self._taken):
            return  # it takes nothing at all, which says nothing about the gap
        taken, self._taken = self._taken, 0
        gap = self._longer(taken, None if before is None else place.at - before)
        self._bad, self._step, self._enough = self.gap, STEP, self._proof
        self._try(min(gap, max(LONGEST, self._expected)))

    def _longer(self, taken: int, seconds: float | None) -> float:
        """`taken` messages went out since the last refusal, so many seconds ago."""
        if seconds is None:
            return max(self._expected, self.gap)
        if self._good is not None and self._good > self.gap:
            return self._good
        self._good = None
        if taken >= PROOF:  # what had held was a burst, or others speak too: believe less
            self._proof = min(self._proof * 2, MOST)
            if seconds / taken > self.gap:
                return seconds / taken
        self._wider = min(self._wider**2, 2.0)
        return self.gap * self._wider

    def _try(self, gap: float) -> None:
        if gap < self.gap:
            self._wider = WIDER
        self.gap, self._said = gap, 0
        self._changes += 1
