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


class Turns:
    """`at_once` turns, each for as long as it takes, but after `patience` seconds it holds up nobody any more."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._patience = patience

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a turn, first come, first served."""
        await self._free.acquire()
        held = True

        def give_back() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._patience, give_back)
        try:
            yield
        finally:
            timer.cancel()
            give_back()
