"""Wakes the tick: every few seconds, and exactly at the next due instant. APScheduler is only an alarm clock here.

What is due is computed and what was done is a row, so a lost, late or doubled wake-up changes nothing. Three traps of
APScheduler 3 are stepped round: its interval trigger stalls when the wall clock is set back and walks every missed
step when it jumps ahead, its default grace drops late jobs, and its shutdown cancels running work.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import Clock, SteeredClock
from bot.errors import CoursebotError

log = logging.getLogger(__name__)

Tick = Callable[[datetime], Awaitable[datetime | None]]

EVERY = 15.0
"""Seconds between safety ticks."""

WAKINGS = 3
"""Of the wake-ups that come together one ticks; the scheduler would warn of the others, and might lose the one."""

BREATH = timedelta(milliseconds=20)
"""Between what somebody did and the tick after it, so that the acknowledgement of it goes first."""

STEP = timedelta(seconds=1)
"""A wall clock that moves by more than this against the monotonic one has been set."""


class Every(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """One step from now, whatever the clock did in the meantime."""

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002
        return now + self._step


class Waker:
    """Calls `tick(now)` one at a time until stopped. `every` and `guard` are in seconds.

    `clock` gives the bot's time. It may run faster than the wall clock, so the guard looks at it too; a steered one
    says itself how often.
    """

    def __init__(self, tick: Tick, clock: Clock, *, every: float = EVERY, guard: float = 1.0) -> None:
        if isinstance(clock, SteeredClock):
            every, guard = min(every, clock.tick_every), min(guard, clock.look_every)
        self._tick = tick
        self._clock = clock
        self._every = every
        self._guard_period = guard
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": WAKINGS, "misfire_grace_time": None}
        )
        self._busy = asyncio.Lock()
        self._again = False
        self._asked = False
        self._stopped = False
        self._trouble = ""
        self._next_at: datetime | None = None
        self._guard: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[datetime | None] | None = None

    def start(self) -> None:
        self._scheduler.add_job(self._wake, Every(self._every), id="tick", next_run_time=datetime.now(UTC))  # noqa: TID251 - the scheduler's own wall time
        self._scheduler.start()
        self._guard = asyncio.create_task(self._watch_the_clock())

    def poke(self) -> None:
        """Tick soon, and also if we are stopping: somebody has just asked for something that a tick does."""
        self._asked = True
        self._go_round()

    def _go_round(self) -> None:
        """A tick that begins after now: another round of the one that is at work, or a new one."""
        if self._busy.locked():
            self._again = True
        else:
            self._wake_in(BREATH)

    async def stop(self, patience: float = 20.0) -> None:
        """Let the running tick finish (APScheduler would cancel it), do what was asked for since, then stop. After
        `patience` seconds the tick is cancelled: what it was posting counts as unknown at the next start.
        """
        until = time.monotonic() + patience
        if self._guard is not None:
            self._guard.cancel()
        self._stopped = True
        self._scheduler.pause()
        if self._ticking is not None:
            await self._finished(self._ticking, until)
        if self._asked and time.monotonic() < until:
            await self._finished(asyncio.create_task(self._once()), until)
        self._scheduler.shutdown()

    async def _finished(self, ticking: asyncio.Task[datetime | None], until: float) -> None:
        _, late = await asyncio.wait({ticking}, timeout=max(until - time.monotonic(), 0.0))
        for tick in late:
            log.warning("action=tick_cancelled")
            tick.cancel()
            await asyncio.wait({tick}, timeout=1.0)

    async def _wake(self) -> None:
        if self._busy.locked():
            return  # what has become due meanwhile is what the one at work names as its next instant
        next_at: datetime | None = None
        async with self._busy:
            self._again = True
            while self._again and not self._stopped:
                self._again = self._asked = False
                self._ticking = asyncio.create_task(self._once())
                try:
                    self._next_at = next_at = await asyncio.shield(self._ticking)
                except asyncio.CancelledError:
                    if not self._ticking.cancelled():
                        raise
                    return  # it was given up at the end, which was logged
        if next_at is not None:
            self._wake_in(max(next_at - self._clock(), timedelta(0)))

    async def _once(self) -> datetime | None:
        try:
            coming = await self._tick(self._clock())
        except CoursebotError as error:
            if str(error) != self._trouble:  # while a database is away every tick fails in the same way
                log.warning("action=tick_failed reason=%s", error)
            self._trouble = str(error)
        except Exception:
            log.exception("action=tick_failed")
        else:
            if self._trouble:
                log.info("action=tick_works_again")
            self._trouble = ""
            return coming
        return None

    def _wake_in(self, wait: timedelta) -> None:
        if self._stopped or not self._scheduler.running or wait >= timedelta(seconds=self._every):
            return
        at = datetime.now(UTC) + wait  # noqa: TID251 - the scheduler's own wall time
        coming = self._scheduler.get_job("next")
        if coming is not None and coming.next_run_time <= at:
            return  # who asks again and again must not put it off
        self._scheduler.add_job(self._wake, "date", run_date=at, id="next", replace_existing=True)

    async def _watch_the_clock(self) -> None:
        """The scheduler cannot see that the wall clock was set; re-arm it when it was."""
        base = time.time() - time.monotonic()  # noqa: TID251 - compared with the monotonic clock only
        while True:
            await asyncio.sleep(self._guard_period)
            offset = time.time() - time.monotonic()  # noqa: TID251 - compared with the monotonic clock only
            if abs(offset - base) > STEP.total_seconds():
                log.warning("action=clock_moved seconds=%.1f", offset - base)
                self._scheduler.reschedule_job("tick", trigger=Every(self._every))
                self._go_round()
            base = offset
            if self._next_at is not None and self._next_at <= self._clock():
                self._next_at = None
                self._wake_in(timedelta(0))
