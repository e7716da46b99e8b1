"""How many answers are made at once: in a rush acknowledgements go first, for Slack waits three seconds for them, and
half an hour for an answer.

It knows time and numbers, nothing of what is done in a turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 1
"""An answer takes some milliseconds to make, so a class that asks all at once is through in a second."""

PATIENCE = 1.0
"""Seconds after which one that is slow holds up nobody."""

RUSH = 8
"""So many who wait for a turn are a rush."""

BREATH, BREATHS = 0.005, 10
"""In a rush a turn begins once nothing more has come in for so many seconds, or after so many times of that."""


class Turns:
    """`at_once` turns, each for as long as it takes, but after `patience` seconds it holds up nobody any more."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE, breath: float = BREATH) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._patience, self._breath = patience, breath
        self._came = self._waiting = self._met = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a turn, first come, first served."""
        self._came += 1
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        held = True

        def give_back() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._patience, give_back)
        try:
            await self._lull()
            yield
        finally:
            timer.cancel()
            give_back()

    async def _lull(self) -> None:
        """While a rush goes on, let it come in: what has come in is acknowledged. Afterwards nobody waits for that."""
        for _ in range(BREATHS):
            if self._waiting < RUSH or self._came == self._met:
                break
            self._met = self._came
            await asyncio.sleep(self._breath)
