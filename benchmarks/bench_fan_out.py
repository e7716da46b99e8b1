"""Many direct messages at once: what part of the rate that Slack allows is filled, by Slack's own account in a time
that leaps, and what one costs without any limit beside a bare loop of the SDK's client.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.measure import Result
from bot.app import App
from bot.services.fan_out import AT_ONCE
from bot.store.migrate import upgrade
from tests.slack_server import SlackServer
from tests.support.bot_process import go_live
from tests.support.crowds import Crowd, crowd_on, enrolled, entered, serve
from tests.support.leaping_loop import run
from tests.support.seminar import THREE_CLASSES
from tests.support.slack_bot_process import on_slack

PEOPLE = 1000
UNLIMITED, ROUNDS = 300, 3
LATENCY = 0.3
NOON = datetime(2022, 1, 20, 20, tzinfo=UTC)
"""Nothing is due in a channel then."""


def measure() -> list[Result]:
    limited = [
        Result(
            f"{PEOPLE:,} direct messages, Slack's documented limits, {words}: by its clock",
            taken,
            share,
            "what was allowed",
            ">= 95 %",
            name=f"fan-out.{words}",
        )
        for words, bursts in (("with bursts", True), ("without bursts", False))
        for taken, share in [run(_limited(bursts))]
    ]
    return [*limited, *asyncio.run(_unlimited())]


async def _limited(bursts: bool) -> tuple[float, float]:
    """Slack's seconds from the first to the last message, and the share of what was allowed."""
    seconds = asyncio.get_running_loop().time
    with tempfile.TemporaryDirectory() as folder:
        async with SlackServer(patience=600) as slack:
            crowd = crowd_on(slack, PEOPLE)
            async with on_slack(crowd.secrets, _database(folder), _schedule(folder), at=NOON, monotonic=seconds) as (
                app,
                _,
            ):
                app.announcer.monotonic = seconds
                await _ready(app, crowd)
                slack.latency = LATENCY
                messages = slack.limit_as_documented(bursts=bursts).messages
                await app.database.run(entered, crowd, NOON)
                await serve(app, lambda: NOON + timedelta(seconds=seconds()), crowd.is_told)
                assert messages.first is not None
                return messages.last - messages.first, messages.share()


async def _unlimited() -> list[Result]:
    """In turns, in real time."""
    bare, full = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            async with SlackServer(patience=600) as slack:
                crowd = crowd_on(slack, UNLIMITED)
                bare.append(await _bare(slack, crowd))
            async with SlackServer(patience=600) as slack:
                crowd = crowd_on(slack, UNLIMITED)
                async with on_slack(crowd.secrets, _database(folder), _schedule(folder), at=NOON) as (app, _):
                    await _ready(app, crowd)
                    await app.database.run(entered, crowd, NOON)
                    begun = perf_counter()
                    await serve(
                        app, lambda begun=begun: NOON + timedelta(seconds=perf_counter() - begun), crowd.is_told
                    )
                    full.append((perf_counter() - begun) / UNLIMITED)
    return [
        Result(f"the SDK's client, {AT_ONCE} at once: one message", median(bare)),
        Result(
            "coursebot without any limit: one direct message",
            median(full),
            median(full) / median(bare),
            "the SDK's client",
            name="fan-out.overhead",
        ),
    ]


async def _whole(app: App, crowd: Crowd) -> float:
    begun = perf_counter()
    await serve(app, lambda: NOON + timedelta(seconds=perf_counter() - begun), crowd.is_told)
    return (perf_counter() - begun) / UNLIMITED


async def _bare(slack: SlackServer, crowd: Crowd) -> float:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    todo = iter(crowd.students)
    begun = perf_counter()

    async def speak() -> None:
        for student in todo:
            await client.chat_postMessage(channel=student.id, text="Hello.")

    async with asyncio.TaskGroup() as speakers:
        for _ in range(AT_ONCE):
            speakers.create_task(speak())
    return (perf_counter() - begun) / UNLIMITED


def _database(folder: str) -> str:
    path = Path(folder) / "bench.db"
    upgrade(path)
    return f"sqlite:///{path}"


def _schedule(folder: str) -> Path:
    file = Path(folder) / "schedule.yaml"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    return file


async def _ready(app: App, crowd: Crowd) -> None:
    await go_live(app, NOON)
    await app.database.run(enrolled, crowd, NOON)
