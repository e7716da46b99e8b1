"""The lane of one platform's direct messages: many at once, as fast as the platform takes them, beside the ticks.

A lane claims only what goes to persons on its platform, a tick only the rest, so that neither waits for the other and
what either finds claimed is abandoned. Its pace and its pauses are a memo; the time is that of the last tick.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.services import gathering
from bot.services.claiming import Setting
from bot.services.failures import allowed_again
from bot.services.pace import Pace, Place
from bot.services.voice import Asked, Voice
from bot.store import claims
from bot.store.ledger import Delivery

log = logging.getLogger(__name__)

AT_ONCE = 16
"""So many are on their way at most: at 300 ms an answer that is 50 a second."""

GIVE_WAY = 1.0
"""Seconds that a post in a channel waits for its place at most."""

CLAIM_LIMIT = 8
AHEAD = 2.0
"""Seconds of the lane's pace that are claimed in advance. With what is on its way it bounds what a frozen process can
hold up.
"""


BACK = timedelta(minutes=1)
"""What was asked farther ahead than this was asked before the clock was set back."""


@dataclass(kw_only=True)
class FanOut:
    """One platform's lane. It stops by itself when nothing is left, when the platform asks to wait, and where no tick
    has told it the time for half a lease.
    """

    platform: str
    pace: Pace
    _asked: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """What the platform asked to wait with, a `post` or a `look`: since when, until when."""
    _stopping: bool = False
    _running: asyncio.Task[None] | None = None
    _flying: dict[asyncio.Task[None], Delivery] = field(default_factory=dict)
    _ready: deque[tuple[Delivery, float]] = field(default_factory=deque)
    _drained: bool = False
    """The last claim found less than it would have taken."""
    _kept: set[int] = field(default_factory=set)
    """Rows claimed in this run of the lane that it must not take for abandoned: in hand, or tried in vain."""

    def go(self, voice: Voice, setting: Setting) -> None:
        """Set off, or go on with what a new tick knows."""
        self._voice, self._setting, self._told = voice, setting, voice.monotonic()
        if self._running is None and not self._stopping and self.held() is None:
            self._running = asyncio.create_task(self._run())

    async def turn(self, seconds: float) -> bool:
        """Give it so many seconds. Whether it still runs. Raises what ended it."""
        if self._running is None:
            return False
        await asyncio.wait({self._running}, timeout=seconds)
        if not self._running.done():
            return True
        ended, self._running = self._running, None
        ended.result()
        return False

    def held(self, what: str = "post") -> datetime | None:
        """Until when the platform wants to be left alone, if it does."""
        if what not in self._asked:
            return None
        asked, until = self._asked[what]
        return until if asked - BACK <= self._now() < until else None

    def _now(self) -> datetime:
        """A tick is over long before its lanes are. Where the bot's time runs faster this is early, and the platform
        asks once more.
        """
        return self._setting.now + timedelta(seconds=self._voice.monotonic() - self._told)

    async def close(self, patience: float) -> None:
        """Begin nothing more, and end what is under way within so many seconds."""
        self._stopping = True
        if self._running is None:
            return
        await asyncio.wait({self._running}, timeout=patience)
        flying = [self._running, *self._flying]
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)
        self._running = None

    async def give_way(self) -> None:
        """A post in a channel takes the next place: beside a full lane the platform would refuse it. It waits for none
        that is far: the platform may say so itself.
        """
        if (self._running is not None or self.pace.is_known) and self.pace.wait <= GIVE_WAY:
            await self.pace.turn()

    # --- in the lane ------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        self._kept.clear()
        try:
            while await self._supplied():
                one, started = self._ready.popleft()
                await self._place_for(one)
                place = await self.pace.turn()
                if self._is_over():
                    self._ready.appendleft((one, started))
                    break
                task = asyncio.create_task(self._say(one, started, place))
                self._flying[task] = one
                task.add_done_callback(self._flying.pop)
        finally:
            await self._put_back()
            while self._flying:
                await asyncio.wait(self._flying)

    def _is_over(self) -> bool:
        now = self._voice.monotonic()
        return self._stopping or self.held() is not None or now - self._told > self._voice.lease / 2

    async def _supplied(self) -> bool:
        """Have something ready; what fails or follows while others are on their way is waited for."""
        while not self._ready and not self._is_over():
            if self._drained and self._flying:
                self._drained = False
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
                continue
            started = self._voice.monotonic()
            limit = max(1, min(int(AHEAD / self.pace.gap), CLAIM_LIMIT))
            taken = await self._voice.run(
                gathering.take, self._setting, tried=frozenset(self._kept), limit=limit,
                share=claims.Share([self.platform], direct=True),
            )  # fmt: skip
            self._kept |= taken.claimed
            self._ready.extend((one, started) for one in taken.ready)
            if not (taken.claimed or self._flying):
                return False
            self._drained = len(taken.claimed) < limit
        return bool(self._ready)

    async def _place_for(self, one: Delivery) -> None:
        """Wait while too many are on their way, or one to the same person."""
        while len(self._flying) >= AT_ONCE:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        before = [task for task, other in self._flying.items() if other.channel == one.channel]
        if before:
            await asyncio.wait(before)

    async def _say(self, one: Delivery, started: float, place: Place) -> None:
        setting = self._setting
        until = self.held("look") if one.unsure else None
        if until is not None:
            await self._wait(one, until)
            return
        said = await self._voice.say(one, setting, started)
        if said == "said":
            self.pace.allowed(place)
            self._kept.discard(one.id)
        elif isinstance(said, Asked):
            if said.to == "post":
                self.pace.limited(place)
            await self._wait(one, self._hold(said))

    def _hold(self, asked: Asked) -> datetime:
        now = self._now()
        until = allowed_again(now, asked.seconds)
        before = self.held(asked.to)
        if before is None:
            log.info("action=lane_waits platform=%s for=%s seconds=%.0f", self.platform, asked.to, asked.seconds)
        self._asked[asked.to] = (now, until if before is None else max(until, before))
        return self._asked[asked.to][1]

    async def _put_back(self) -> None:
        """What was claimed and not begun."""
        until = self.held() or self._setting.now
        while self._ready:
            one, _ = self._ready.popleft()
            await self._wait(one, until)

    async def _wait(self, one: Delivery, until: datetime) -> None:
        try:
            await self._voice.wait(one, until)
        except Exception as error:  # noqa: BLE001 - it stays claimed, and the next run of the lane finds it
            log.warning("action=mark_failed delivery=%s error=%s", one.id, type(error).__name__)
