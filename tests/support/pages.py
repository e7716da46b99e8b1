"""A bot that counts, with its pages on a port of its own, and somebody who reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App, open_app
from bot.health import Health
from bot.metrics import Metrics
from bot.web import WebServer
from tests.support.bot_process import go_live
from tests.support.loopback import LoopbackPlatform
from tests.support.platform_server import PlatformServer
from tests.support.seminar import THREE_CLASSES


@dataclass
class Read:
    """A page as it was got."""

    status: int
    text: str
    headers: dict[str, str]


Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@dataclass
class Reader:
    """Reads the pages of a port, as a supervisor or Prometheus would."""

    session: aiohttp.ClientSession
    port: int

    async def get(self, path: str, method: str = "GET") -> Read:
        async with self.session.request(method, f"http://127.0.0.1:{self.port}{path}") as answer:
            return Read(answer.status, await answer.text(), dict(answer.headers))

    async def samples(self) -> Samples:
        """`/metrics`, as Prometheus' own parser understands it."""
        page = await self.get("/metrics")
        assert page.status == 200, page
        return parsed(page.text)


def parsed(text: str) -> Samples:
    families = [*text_string_to_metric_families(text)]
    names = [family.name for family in families]
    assert len(set(names)) == len(names), "no family comes twice"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float | None:
    """Of one series; None where there is none."""
    return samples.get((name, frozenset(labels.items())))


@asynccontextmanager
async def reading(port: int) -> AsyncIterator[Reader]:
    """Each page is read on a connection of its own."""
    connector = aiohttp.TCPConnector(force_close=True)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        yield Reader(session, port)


@dataclass
class Watched:
    """The bot, its pages, and the times that it goes by: `now` is the bot's, `uptime` seconds of no clock at all."""

    app: App
    server: PlatformServer
    now: datetime
    uptime: float = 0.0
    health: Health = field(init=False)
    reader: Reader = field(init=False)

    async def tick(self, now: datetime) -> None:
        self.now = now
        await self.health.beat(self.app.tick, now)


@asynccontextmanager
async def watched(
    database_url: str,
    folder: Path,
    *,
    at: datetime,
    text: str = THREE_CLASSES,
    patience: float = 30.0,
    opened: bool = True,
) -> AsyncIterator[Watched]:
    """A live bot that has not ticked yet. `opened` False: the test shows the pages itself."""
    metrics = Metrics()
    file = folder / "schedule.yaml"
    file.write_text(text, encoding="utf-8")
    async with PlatformServer() as server:
        platform = LoopbackPlatform(server.port)
        app = open_app(database_url=database_url, platforms=[platform], recorder=metrics)
        bot = Watched(app, server, at)
        web = WebServer("127.0.0.1", 0)
        bot.health = Health(
            server=web, metrics=metrics, app=app, clock=lambda: bot.now, patience=patience, monotonic=lambda: bot.uptime
        )  # fmt: skip
        try:
            await app.take_in(file, at)
            await go_live(app, at)
            if opened:
                await bot.health.open()
            async with reading(web.port) as bot.reader:
                yield bot
        finally:
            await bot.health.close()
            await app.close()
