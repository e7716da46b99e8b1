"""The clock in a file: one time for all who read it, whoever steers it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SteeredClock, clock_from
from bot.errors import Misconfigured
from bot.waker import Waker
from tests.torture.steering import Steering

START = datetime(2022, 1, 20, 18, tzinfo=UTC)
DAY = timedelta(days=1)


def test_all_who_read_the_file_have_one_time_that_leaps_and_stands_still(tmp_path):
    steering = Steering(tmp_path / "clock")
    steering.set(START, rate=0)
    one, other = clock_from(str(tmp_path / "clock")), clock_from(str(tmp_path / "clock"))
    assert one() == other() == START
    steering.set(START + DAY, rate=0)
    assert one() == other() == steering.now() == START + DAY
    steering.set(START, rate=0)
    assert one() == START + DAY, "time does not go back"


def test_it_runs_as_fast_as_the_file_says_whenever_it_is_first_read(tmp_path):
    begun = time.monotonic()
    (tmp_path / "clock").write_text(f"{START.isoformat()} 3600 {begun - 10!r}")
    clock = clock_from(str(tmp_path / "clock"))
    before = clock()
    assert before >= START + timedelta(hours=10)
    assert clock() > before


def test_a_file_that_goes_away_changes_nothing(tmp_path):
    steering = Steering(tmp_path / "clock")
    steering.set(START, rate=0)
    clock = clock_from(str(tmp_path / "clock"))
    (tmp_path / "clock").unlink()
    assert clock() == START
    (tmp_path / "clock").write_text("noon")
    assert clock() == START


@pytest.mark.parametrize("written", ["", "noon 1 0", "2022-01-20T18:00 1 0", "2022-01-20T18:00+00:00 -1 0", "x"])
def test_a_file_that_is_no_clock_is_one_sentence(written, tmp_path):
    (tmp_path / "clock").write_text(written)
    with pytest.raises(Misconfigured, match="is no clock"):
        clock_from(str(tmp_path / "clock"))


async def test_a_leap_wakes_the_tick_though_its_next_safety_tick_is_far(tmp_path):
    steering = Steering(tmp_path / "clock")
    steering.set(START, rate=0)
    clock = clock_from(str(tmp_path / "clock"))
    assert isinstance(clock, SteeredClock)
    clock.tick_every = 3600.0
    seen: list[datetime] = []

    async def tick(now: datetime) -> datetime:
        seen.append(now)
        return START + DAY

    waker = Waker(tick, clock)
    waker.start()
    async with asyncio.timeout(30):
        while not seen:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
        steering.set(START + DAY, rate=0)
        while START + DAY not in seen:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
    await waker.stop()
