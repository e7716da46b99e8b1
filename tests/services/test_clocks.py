"""A wall clock that was wrong: nothing is said twice, and nothing waits for a time that is far away now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.services.test_delivery import SHARED, STAFF, START, WEEKLY, WHOLE_TERM, utc
from tests.support.bots import running

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


async def test_what_waits_for_an_hour_of_the_wrong_clock_goes_out_by_the_right_one(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.refused_channels.add(STAFF)
        await bot.edit("title: Hardware", "titel: Hardware", WEEKLY)
        await bot.ticks(START + DAY)
        bot.server.refused_channels.clear()
        assert await bot.app.tick(START) is not None
        assert len(bot.server.visible(STAFF)) == 1


async def test_said_too_early_by_a_wrong_clock_it_is_not_said_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY - DAY, WEEKLY, WEEKLY - DAY, WEEKLY - MINUTE, WEEKLY)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


@pytest.mark.parametrize("fault", ["down", "drop_before"])
async def test_what_waited_before_the_clock_was_set_back_is_said_at_its_hour(fault, database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", fault)
        await bot.ticks(WEEKLY, WEEKLY - timedelta(hours=2))
        assert bot.server.keys(SHARED) == []
        await bot.ticks(WEEKLY)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_what_a_clock_that_was_ahead_took_for_over_is_said_after_all(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY, utc(1, 30, 21), utc(1, 31, 22))
        assert (await bot.states())[WHOLE_TERM[2]] == "skipped"
        await bot.ticks(utc(1, 31, 16), utc(1, 31, 17))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:3]


async def test_a_post_is_found_though_the_clock_was_a_day_ahead_when_it_was_made(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.clock = WEEKLY - DAY
        bot.server.next("post", "drop_after")
        await bot.ticks(WEEKLY, WEEKLY + MINUTE)
        assert bot.server.calls == ["post", "find"]
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_a_post_is_found_after_the_clock_was_set_back(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        bot.server.clock = utc(1, 30, 21)
        bot.server.next("post", "drop_after")
        await bot.ticks(utc(1, 31, 20))  # the clock is 23 hours ahead
        await bot.ticks(utc(1, 30, 21, 5))
        assert bot.server.keys(SHARED).count(WHOLE_TERM[1]) == 1


async def test_a_tick_that_takes_long_ends_before_its_now_is_wrong(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        passed = iter(range(0, 10_000, 12))
        bot.app.announcer.monotonic = lambda: float(next(passed))
        await bot.ticks(WEEKLY)
        early = len(bot.server.keys(SHARED))
        assert 0 < early < len(await bot.ledger())
        await bot.ticks(*(WEEKLY + number * MINUTE for number in range(1, 9)))
        assert len(bot.server.keys(SHARED)) == len(await bot.ledger())
