"""Direct messages to many at once: as fast as Slack allows, none lost, none twice, and channels do not stand behind them.

Slack keeps its documented limits and its own account of what was made of them; time leaps, so nobody waits.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.services.pace import Pace
from tests.services.test_delivery import START, WEEKLY
from tests.slack_server import SlackServer
from tests.slack_server.faults import Fault
from tests.support.bot_process import go_live
from tests.support.crowds import Crowd, crowd_on, enrolled, entered, serve
from tests.support.databases import on_postgresql
from tests.support.leaping_loop import run
from tests.support.seminar import THREE_CLASSES
from tests.support.slack_bot_process import on_slack

LATENCY = 0.3
"""Seconds that Slack takes for an answer."""


@dataclass
class Bot:
    """The bot of a crowd in a time that leaps: it is `at` when the loop begins."""

    app: App
    crowd: Crowd
    at: datetime = WEEKLY

    def now(self) -> datetime:
        return self.at + timedelta(seconds=asyncio.get_running_loop().time())

    async def enter(self) -> None:
        await self.app.database.run(entered, self.crowd, self.now())

    async def serve(self, until: Callable[[], bool]) -> None:
        await serve(self.app, self.now, until)

    async def serve_for(self, seconds: float) -> None:
        end = self.now() + timedelta(seconds=seconds)
        await self.serve(lambda: self.now() >= end)


def story(database_url, folder, count: int, told: Callable[[Bot, Crowd, SlackServer], Awaitable[None]]) -> None:
    """Let `told` happen to a crowd, in a time that leaps."""
    run(_story(database_url, folder, count, told))


async def _story(database_url, folder, count, told):
    file = folder / "schedule.yaml"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    seconds = asyncio.get_running_loop().time
    async with SlackServer(patience=600) as slack:
        crowd = crowd_on(slack, count)
        async with on_slack(crowd.secrets, database_url, file, at=START, monotonic=seconds) as (app, _):
            app.announcer.monotonic = seconds
            await go_live(app, START)
            await app.database.run(enrolled, crowd, START)
            bot = Bot(app, crowd)
            slack.clock, slack.latency = bot.now, LATENCY
            await told(bot, crowd, slack)


# --- the rate -----------------------------------------------------------------------------------------------------


def test_a_burst_and_then_the_rate_that_slack_allows_are_filled(database_url, tmp_path):
    async def told(bot, crowd, slack):
        messages = slack.limit_as_documented().messages
        await bot.enter()
        await bot.serve(crowd.is_told)
        assert crowd.told() == [1] * 80
        assert messages.refused > 0, "the burst was used up"
        assert messages.unused() <= 0.05

    story(database_url, tmp_path, 80, told)


@pytest.mark.torture
def test_without_any_burst_the_pace_is_learned_once_and_then_filled(database_url, tmp_path):
    async def told(bot, crowd, slack):
        everybody, crowd.students = crowd.students, crowd.students[:20]
        slack.limit_as_documented(bursts=False)
        await bot.enter()
        await bot.serve(crowd.is_told)
        crowd.students = everybody[20:]
        messages = slack.limit_as_documented(bursts=False).messages
        await bot.enter()
        await bot.serve(crowd.is_told)
        crowd.students = everybody
        assert crowd.told() == [1] * 80
        assert messages.share() >= 0.95

    story(database_url, tmp_path, 80, told)


@pytest.mark.torture
@pytest.mark.parametrize("bursts", [True, False])
@pytest.mark.parametrize("a_minute", [300, 240, 360])
def test_a_thousand_fill_the_rate_that_slack_allows(bursts, a_minute, database_url, tmp_path):
    """Whatever rate that is: nobody has told the bot."""

    async def told(bot, crowd, slack):
        messages = slack.limit_as_documented(bursts=bursts, messages_a_minute=a_minute).messages
        await bot.enter()
        await bot.serve(crowd.is_told)
        assert crowd.told() == [1] * 1000
        assert messages.share() >= 0.95

    story(database_url, tmp_path, 1000, told)


# --- channels -------------------------------------------------------------------------------------------------------


BURSTS = pytest.mark.parametrize("bursts", [False, pytest.param(True, marks=pytest.mark.torture)])
"""Where Slack grants none, somebody has to wait from the first second on."""


@BURSTS
def test_what_is_due_in_a_channel_goes_first(bursts, database_url, tmp_path):
    async def told(bot, crowd, slack):
        slack.limit_as_documented(bursts=bursts)
        await bot.enter()
        await bot.serve(lambda: crowd.written() >= 5)
        places = [message.channel for message in slack.log]
        assert places.index(crowd.shared.id) == 0

    story(database_url, tmp_path, 30, told)


@BURSTS
def test_what_becomes_due_in_a_channel_meanwhile_does_not_wait_for_the_end(bursts, database_url, tmp_path):
    async def told(bot, crowd, slack):
        bot.at = WEEKLY - timedelta(seconds=5)
        slack.limit_as_documented(bursts=bursts)
        await bot.enter()
        await bot.serve(lambda: slack.seen(crowd.shared))
        (post,) = slack.seen(crowd.shared)
        assert crowd.written() > 5
        assert not crowd.is_told()
        assert float(post.ts) - WEEKLY.timestamp() < 3.0, "by Slack's clock, which leaps"

    story(database_url, tmp_path, 75, told)


# --- troubles -------------------------------------------------------------------------------------------------------

TROUBLES = ("error_after", "drop_after", "drop_before", "error_before")


def test_what_gets_no_answer_is_neither_lost_nor_said_twice(database_url, tmp_path):
    async def told(bot, crowd, slack):
        slack.limit_as_documented()
        for kind in TROUBLES:
            _queue(slack, [""] * 7 + [kind])
        await bot.enter()
        await bot.serve(crowd.is_told)
        await bot.serve_for(300)
        assert crowd.told() == [1] * 40

    story(database_url, tmp_path, 40, told)


@pytest.mark.torture
def test_refused_for_as_long_as_it_likes_slack_is_spoken_to_again_at_once(database_url, tmp_path):
    """Whoever is refused all the time learns nothing about the pace: no gap may grow until nobody is told anything."""

    async def told(bot, crowd, slack):
        bot.at = WEEKLY - timedelta(minutes=30)
        _queue(slack, ["ratelimited"] * 25, retry_after=20)
        await bot.enter()
        await bot.serve(lambda: bot.now() >= WEEKLY)
        assert crowd.told() == [1] * 30
        await bot.serve(lambda: slack.seen(crowd.shared))
        (post,) = slack.seen(crowd.shared)
        assert float(post.ts) - WEEKLY.timestamp() < 3.0, "by Slack's clock, which leaps"

    story(database_url, tmp_path, 30, told)


class Stumbling(Pace):
    async def turn(self):
        raise ZeroDivisionError


def test_a_lane_that_fails_ends_alone_and_its_messages_are_said_later(database_url, tmp_path):
    async def told(bot, crowd, slack):
        bot.app.announcer.pace = Stumbling
        await bot.enter()
        coming = await bot.app.tick(bot.now())
        assert coming is not None, "the tick went on to its end"
        assert len(slack.seen(crowd.shared)) == 1
        bot.app.announcer._lanes.clear()
        bot.app.announcer.pace = Pace
        await bot.serve(crowd.is_told)
        assert crowd.told() == [1] * 20

    story(database_url, tmp_path, 20, told)


@pytest.mark.torture
@on_postgresql
def test_two_processes_do_not_wear_each_other_out(database_url, tmp_path):
    run(_two_processes(database_url, tmp_path))


async def _two_processes(database_url, folder):
    file, seconds = folder / "schedule.yaml", asyncio.get_running_loop().time
    file.write_text(THREE_CLASSES, encoding="utf-8")
    async with SlackServer(patience=600) as slack:
        crowd = crowd_on(slack, 200)
        one = on_slack(crowd.secrets, database_url, file, at=START, monotonic=seconds)
        other = on_slack(crowd.secrets, database_url, file, at=START, monotonic=seconds)
        async with one as (first, _), other as (second, _):
            first.announcer.monotonic = second.announcer.monotonic = seconds
            await go_live(first, START)
            await first.database.run(enrolled, crowd, START)
            bots = [Bot(first, crowd), Bot(second, crowd)]
            slack.clock, slack.latency = bots[0].now, LATENCY
            slack.limit_as_documented(bursts=False)
            await bots[0].enter()
            await asyncio.gather(*(bot.serve(crowd.is_told) for bot in bots))
            assert crowd.told() == [1] * 200
            assert bots[0].now() - WEEKLY < timedelta(seconds=50), "40 s are possible; by the loop's clock, which leaps"


def _queue(slack, kinds, retry_after=1):
    slack.faults.queued.setdefault("chat.postMessage", deque()).extend(Fault(kind, retry_after) for kind in kinds)


SECOND = 0.05
LEASE = 2.0


@pytest.mark.torture
@pytest.mark.both_databases
async def test_killed_in_the_middle_each_is_told_exactly_once(database_url, database_kind, tmp_path):
    """One process on SQLite, two on PostgreSQL, in real time that is scaled down."""
    file, clock = tmp_path / "schedule.yaml", tmp_path / "clock"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    clock.write_text(f"{WEEKLY.isoformat()} {1 / SECOND} {time.monotonic()}", encoding="ascii")
    async with SlackServer(second=SECOND, patience=300) as slack:
        crowd = crowd_on(slack, 300)
        await _made_ready(database_url, file, crowd)
        slack.clock = lambda: WEEKLY.astimezone(UTC) + timedelta(seconds=slack.now() / SECOND)
        slack.latency = LATENCY
        slack.limit_as_documented()
        _queue(slack, [kind for kind in TROUBLES * 3 for kind in [*[""] * 19, kind]])
        arguments = (slack.api_url, slack.bot_token, database_url, str(file), str(LEASE), str(clock), str(SECOND))
        processes = [await _started(*arguments) for _ in range(1 if database_kind == "sqlite" else 2)]
        for after in (40, 120, 200):
            await slack.until(lambda after=after: crowd.written() >= after, slack.patience, lambda: str(crowd.told()))
            victim = processes.pop(0)
            victim.kill()
            await victim.wait()
            processes.append(await _started(*arguments))
        for process in processes:
            out, err = await process.communicate()
            assert (process.returncode, out) == (0, b"done\n"), err.decode()
        assert crowd.told() == [1] * 300


async def _made_ready(database_url, file, crowd):
    async with on_slack(crowd.secrets, database_url, file, at=START) as (app, _):
        await go_live(app, START)
        await app.database.run(enrolled, crowd, START)
        await app.database.run(entered, crowd, WEEKLY)


async def _started(*arguments):
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.fan_out_process",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
