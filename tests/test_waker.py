"""The alarm clock: exact wake-ups, one tick at a time, and a wall clock that is set while it runs."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import time_machine

from bot import clock
from bot.waker import Waker


class Ticks:
    """Records each tick; `reached(n)` waits for the n-th."""

    def __init__(self, next_in: timedelta | None = None, failing: int = 0) -> None:
        self.times: list[datetime] = []
        self.running = 0
        self.most_at_once = 0
        self._next_in = next_in
        self._failing = failing
        self._changed = asyncio.Condition()

    async def __call__(self, now: datetime) -> datetime | None:
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        async with self._changed:
            self.times.append(now)
            self._changed.notify_all()
        self.running -= 1
        if len(self.times) <= self._failing:
            raise RuntimeError("the database is gone")
        return now + self._next_in if self._next_in is not None else None

    async def reached(self, number: int) -> None:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.times) >= number)


@asynccontextmanager
async def running(ticks, **options):
    waker = Waker(ticks, clock.now, **{"every": 3600, "guard": 0.01, **options})
    waker.start()
    try:
        yield waker
    finally:
        await waker.stop()


async def test_it_ticks_at_once_and_then_at_the_instant_that_a_tick_names():
    ticks = Ticks(next_in=timedelta(milliseconds=50))
    async with running(ticks):
        await ticks.reached(4)
    assert ticks.times[3] - ticks.times[0] >= timedelta(milliseconds=150)


async def test_it_ticks_again_soon_when_asked():
    ticks = Ticks()
    async with running(ticks) as waker:
        await ticks.reached(1)
        waker.poke()
        await ticks.reached(2)
    assert ticks.most_at_once == 1


async def test_a_tick_that_fails_is_not_the_last():
    ticks = Ticks(failing=1)
    async with running(ticks, every=0.05):
        await ticks.reached(3)


async def test_a_wall_clock_set_back_or_forward_does_not_stop_it():
    with time_machine.travel(datetime(2022, 1, 20, 18, tzinfo=UTC), tick=True) as traveller:
        ticks = Ticks()
        async with running(ticks, every=0.2):
            await ticks.reached(1)
            traveller.shift(timedelta(hours=-2))
            await ticks.reached(len(ticks.times) + 2)
            traveller.shift(timedelta(days=1))
            await ticks.reached(len(ticks.times) + 2)
            traveller.shift(timedelta(days=365 * 5))
            await ticks.reached(len(ticks.times) + 2)


async def test_stopping_lets_the_running_tick_finish():
    begun, finished = asyncio.Event(), []

    async def slow(now: datetime) -> None:
        begun.set()
        for _ in range(50):
            await asyncio.to_thread(lambda: None)
        finished.append(now)

    async with running(slow):
        await begun.wait()
    assert len(finished) == 1


async def test_a_tick_that_does_not_end_is_cancelled_after_a_while():
    begun, ended = asyncio.Event(), []

    async def endless(_: datetime) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    waker = Waker(endless, clock.now, every=3600)
    waker.start()
    await begun.wait()
    async with asyncio.timeout(5):
        await waker.stop(patience=0.05)
    assert ended == [True]


async def test_after_it_was_stopped_nothing_wakes_it():
    ticks = Ticks(next_in=timedelta(milliseconds=5))
    async with running(ticks) as waker:
        await ticks.reached(1)
        waker.poke()
    number = len(ticks.times)
    waker.poke()
    await asyncio.sleep(0.05)
    assert len(ticks.times) == number


async def test_a_storm_of_requests_is_a_few_ticks_one_at_a_time():
    ticks = Ticks()
    async with running(ticks) as waker:
        await ticks.reached(1)
        for _ in range(500):
            waker.poke()
            await asyncio.sleep(0)
        await ticks.reached(2)
        await asyncio.sleep(0.05)
    assert ticks.most_at_once == 1
    assert len(ticks.times) < 250


async def test_by_a_fast_clock_it_is_not_late_either():
    fast = clock.clock_from("2022-01-20T18:00:00+00:00@3600")
    seen = []

    async def tick(now: datetime) -> datetime:
        seen.append(now)
        return now + timedelta(hours=2)

    waker = Waker(tick, fast, every=3600, guard=0.01)
    waker.start()
    async with asyncio.timeout(30):
        while len(seen) < 2:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
    await waker.stop()
    assert seen[1] - seen[0] >= timedelta(hours=2), "at its hour, long before the next safety tick"


async def test_what_was_asked_for_last_is_done_before_it_stops():
    ticks = Ticks()
    async with running(ticks) as waker:
        await ticks.reached(1)
        waker.poke()
    assert len(ticks.times) >= 2
