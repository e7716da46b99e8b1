"""How the line bears that Slack is away: it tries again after growing pauses and says so once, and its end once.

It knows of no connection; whoever connects tells it how that went.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.conversation.port import RateLimited

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between attempts; the last one for ever."""


class Outage:
    """One platform's. `pauses` are in seconds."""

    def __init__(self, pauses: Sequence[float] = PAUSES) -> None:
        self._pauses = pauses
        self._attempts = 0
        self._said = False

    async def bear(self, error: Exception) -> None:
        """An attempt failed: say so if that was not said yet, and wait before the next."""
        if not self._said:
            self._said = True
            log.warning("action=slack_away reason=%s; I keep trying until Slack is back", error)
        await self._wait(error.retry_after if isinstance(error, RateLimited) else 0.0)

    async def dropped(self) -> None:
        """A connection was lost soon after it was made: wait, so that Slack is not stormed."""
        await self._wait(0.0)

    async def _wait(self, least: float) -> None:
        pause = self._pauses[min(self._attempts, len(self._pauses) - 1)]
        self._attempts += 1
        await asyncio.sleep(max(pause, least))

    def over(self) -> None:
        """An attempt succeeded."""
        if self._said:
            self._said = False
            log.warning("action=slack_back; Slack answers again")

    def steady(self) -> None:
        """A connection has held: the next failure begins with the first pause again."""
        self._attempts = 0
