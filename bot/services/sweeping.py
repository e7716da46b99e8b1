"""What the tick does after it has spoken: delete what staff took back, and the later of two posts with one key.

Each post is seen to on its own: one that fails is tried again later, with growing pauses, and holds up no other.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.port import HistoryUnreadable, Platform, PostRefused, RateLimited
from bot.errors import PlatformDown
from bot.services.claiming import Setting
from bot.services.failures import allowed_again, pause_after, retract_refused
from bot.store import ledger, verdicts
from bot.store.database import Runner
from bot.store.ledger import Delivery

log = logging.getLogger(__name__)

CHECK_AFTER = timedelta(minutes=2)
"""When to look for a double after an outcome that was once unknown: a late request has arrived by then."""

TURN = 2.0

LOOK_BACK = timedelta(hours=26)
"""A post is looked for from so long before its claim: the clock may have been a day ahead when it was claimed."""


def since(one: Delivery, now: datetime) -> datetime:
    """From when on to look for a post."""
    return min(one.first_claimed_at or now, now) - LOOK_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """`patience`: seconds that a platform is given for an answer."""

    run: Runner
    setting: Setting
    patience: float

    @property
    def now(self) -> datetime:
        return self.setting.now

    async def all(self) -> None:
        """For `TURN` seconds at most: what is left is still due at the next tick, which does not stand behind it."""
        until = asyncio.get_running_loop().time() + TURN
        for see_to, rows in ((self._retract, ledger.retracting), (self._check, ledger.to_check)):
            for one in await self.run.read(rows, now=self.now):
                if asyncio.get_running_loop().time() >= until:
                    return
                await see_to(one)

    async def _retract(self, one: Delivery) -> None:
        try:
            async with asyncio.timeout(self.patience):
                await self._delete(one)
        except RateLimited as limit:
            await self._later(one, allowed_again(self.now, limit.retry_after), limit)
        except PostRefused as refusal:
            until = self.now + pause_after(one.attempts + 1)
            await self.run(retract_refused, one, self.setting, until=until, sentence=str(refusal))
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            log.warning("action=retract_failed delivery=%s error=%r", one.id, error)
            await self._later(one, self.now + pause_after(one.attempts + 1), error)
        else:
            check_at = self.now + CHECK_AFTER if one.unsure or one.reference is None else None
            await self.run(verdicts.mark_retracted, one.id, check_at=check_at)
            log.info("action=notice_retracted key=%s", one.key)

    async def _delete(self, one: Delivery) -> None:
        platform = self._platform(one)
        if one.reference is not None:
            await platform.delete(one.channel, one.reference)
            return
        for reference in await platform.find(one.channel, one.posted_as, since(one, self.now)):
            await platform.delete(one.channel, reference)

    def _platform(self, one: Delivery) -> Platform:
        """Raises PlatformDown where only another process can reach it."""
        platform = self.setting.platforms.get(one.platform)
        if platform is None:
            raise PlatformDown(f"this process does not run {one.platform}")
        return platform

    async def _later(self, one: Delivery, until: datetime, error: Exception) -> None:
        failure = str(error) or "no answer in time"
        await self.run(verdicts.retract_later, one.id, until=until, failure=failure)

    async def _check(self, one: Delivery) -> None:
        """Exactly once, verified afterwards: of several posts with one key only the oldest stays."""
        until: datetime | None = self.now + CHECK_AFTER
        try:
            async with asyncio.timeout(self.patience):
                await self._delete_doubles(one)
            until = None
        except HistoryUnreadable:
            until = None
        except RateLimited as limit:
            until = allowed_again(self.now, max(limit.retry_after, CHECK_AFTER.total_seconds()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            log.warning("action=check_failed delivery=%s error=%r", one.id, error)
        await self.run(ledger.clear_check, one.id, until=until)

    async def _delete_doubles(self, one: Delivery) -> None:
        platform = self._platform(one)
        found = await platform.find(one.channel, one.posted_as, since(one, self.now))
        kept = () if one.state in ("retracting", "retracted") else found[:1]
        for double in found[len(kept) :]:
            await platform.delete(one.channel, double)
            log.warning("action=double_deleted key=%s", one.key)
        if kept and kept[0] != one.reference:
            await self.run(ledger.set_reference, one.id, kept[0])
