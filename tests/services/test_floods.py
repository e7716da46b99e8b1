"""Floods and rate limits: what counts is what stands in the channel, and a channel that must wait waits as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import verdicts
from tests.services.test_delivery import FORMS, MANY, SHARED, STAFF, START, WEEKLY, utc
from tests.support.bots import running
from tests.support.seminar import THREE_CLASSES

MINUTE = timedelta(minutes=1)
APART = THREE_CLASSES + "".join(
    f"  - {{id: form-{number}, title: Form {number}, kind: form, due: 2022-01-28 1{number}:00}}\n"
    for number in range(5)
)


def _forms(bot):
    return [key.split("/")[3] for key in bot.server.keys(SHARED) if "form-" in key]


async def test_the_first_of_a_flood_are_said(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=MANY) as bot:
        await bot.ticks(START, WEEKLY, FORMS)
        assert _forms(bot) == ["form-0", "form-1", "form-2"]


@pytest.mark.torture
async def test_what_piled_up_while_the_platform_was_down_is_a_flood(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=APART) as bot:
        await bot.ticks(WEEKLY)
        bot.server.down = True
        now = utc(1, 26, 18)
        while now < utc(1, 26, 23, 30):
            now = min(await bot.app.tick(now) or utc(1, 26, 23, 30), utc(1, 26, 23, 30))
        bot.server.down = False
        await bot.ticks(utc(1, 27, 0))
        assert len(_forms(bot)) == 3
        assert len(await bot.ids("held")) == 2
        assert len(bot.server.visible(STAFF)) == 2


async def test_a_post_that_staff_released_is_not_held_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=MANY) as bot:
        await bot.ticks(START, WEEKLY, FORMS)
        for held in await bot.ids("held"):
            await bot.run(verdicts.settle_held, held, "send", now=FORMS)
        bot.server.next("post", "down", "down")
        await bot.ticks(FORMS, FORMS + 2 * MINUTE, FORMS + 5 * MINUTE)
        assert len(_forms(bot)) == 5


async def test_posts_of_a_clock_that_was_set_back_are_no_flood(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=APART) as bot:
        await bot.ticks(WEEKLY, *(utc(1, 26, hour, 1) for hour in range(18, 24)))
        assert len(_forms(bot)) == 5
        later = "deadlines:\n  - {id: form-9, title: Form 9, kind: form, due: 2022-01-28 09:00}\n"
        await bot.edit("deadlines:\n", later, utc(1, 26, 17))
        await bot.ticks(utc(1, 26, 18))
        assert _forms(bot)[-1] == "form-9"


async def test_in_a_channel_that_is_limited_nothing_else_is_tried(database_url, tmp_path):
    two = THREE_CLASSES + "".join(
        f"  - {{id: form-{number}, title: Form {number}, kind: form, due: 2022-01-28 17:00}}\n" for number in range(2)
    )
    async with running(database_url, tmp_path, at=START, text=two) as bot:
        await bot.ticks(WEEKLY)
        bot.server.calls.clear()
        bot.server.next("post", "limit")
        await bot.ticks(FORMS)
        assert bot.server.calls == ["post"]
        await bot.edit(
            "deadlines:\n", "deadlines:\n  - {id: form-9, title: F, kind: form, due: 2022-01-28 17:00}\n", FORMS
        )
        await bot.ticks(FORMS + timedelta(seconds=3))
        assert bot.server.calls.count("post") == 2, "staff are told of the edit in their own channel"
        await bot.ticks(FORMS + timedelta(seconds=7))
        assert sorted(_forms(bot)) == ["form-0", "form-1", "form-9"]


async def test_a_limit_between_parts_keeps_their_order(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", None, "limit")
        await bot.ticks(WEEKLY, WEEKLY + timedelta(seconds=3))
        assert len(bot.server.keys(SHARED)) == 1
        await bot.ticks(WEEKLY + timedelta(seconds=7))
        parts = [key.rpartition("/")[2] for key in bot.server.keys(SHARED)]
        assert parts == ["", *(f"{number:02}" for number in range(2, len(parts) + 1))]


@pytest.mark.parametrize("blocks", [1, 1000])
async def test_the_parts_of_one_post_are_one_post(blocks, database_url, tmp_path):
    three = THREE_CLASSES + "".join(
        f"  - {{id: form-{number}, title: Form {number}, kind: form, due: 2022-01-26 09:05}}\n" for number in range(2)
    )
    async with running(database_url, tmp_path, at=START, text=three, blocks=blocks) as bot:
        await bot.ticks(WEEKLY, WEEKLY + 5 * MINUTE)
        assert not await bot.ids("held")
