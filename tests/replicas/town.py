"""A workspace with a course, its people, and bots in this process that serve it together."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.platforms.slack.credentials import EVENTS_PATH
from bot.platforms.slack.manifest import manifest
from handlers.table import TABLE
from tests.replicas.balancer import balancer
from tests.slack_server import Channel, Person, SlackServer
from tests.support.seminar import THREE_CLASSES
from tests.support.slack_bots import QUICK, SlackBot, slack_bot

STAFF = "  staff: [{name: Ada Rivera, email: ada@example.edu}]\n"
SCHEDULE = THREE_CLASSES.replace("  channels:\n", f"{STAFF}  channels:\n", 1)
MONDAY = datetime(2022, 1, 24, 16, tzinfo=UTC)
"""An hour before the first weekly post."""


@dataclass
class Town:
    slack: SlackServer
    ada: Person
    maya: Person
    seminar: Channel
    staff: Channel

    def keys(self, channel: Channel | None = None) -> Counter[str]:
        """The keys of the posts that stand there, each with how often."""
        standing = self.slack.seen(channel or self.seminar)
        return Counter(one.metadata["event_payload"]["key"] for one in standing if one.metadata)

    def took(self) -> list[int]:
        """How many requests each socket was sent."""
        return [len(connection.took) for connection in self.slack.sockets.open]


def founded(slack: SlackServer) -> Town:
    slack.install(manifest(TABLE))
    ada = slack.person("Ada Rivera", email="ada@example.edu")
    maya = slack.person("Maya Lindqvist", email="maya@example.edu")
    seminar = slack.channel("seminar", members=[ada, maya])
    staff = slack.channel("seminar-staff", private=True, members=[ada])
    return Town(slack, ada, maya, seminar, staff)


@dataclass
class Replicas:
    bots: list[SlackBot] = field(default_factory=list)

    async def tick(self, now: datetime) -> set[datetime | None]:
        """All at the same instant; when they say that something is due next."""
        for bot in self.bots:
            bot.now = now
        coming = await asyncio.gather(*(bot.app.tick(now) for bot in self.bots))
        for bot in self.bots:
            await bot.app.joining.settle()
            await bot.app.homes.settle()
        return set(coming)

    async def idle(self) -> None:
        """Wait until all that was taken in is answered."""
        await asyncio.gather(*(bot.line.idle() for bot in self.bots))


@asynccontextmanager
async def replicas(
    town: Town,
    urls: list[str],
    folder: Path,
    *,
    at: datetime = MONDAY,
    live: bool = True,
    http: bool = False,
    text: str = SCHEDULE,
) -> AsyncIterator[Replicas]:
    """A bot for each URL, all of the same database, with one schedule file, connected, and with people looked at once.
    `http`: behind a load balancer.
    """
    async with AsyncExitStack() as stack:
        found = Replicas()
        for number, url in enumerate(urls, 1):
            one = slack_bot(
                url, folder, town.slack, at=at, text=text, live=live, http=http, times=QUICK, start=not http
            )
            found.bots.append(await stack.enter_async_context(one))
            if not http:
                await town.slack.connected(number)
        if http:
            before = await stack.enter_async_context(balancer(lambda: _ports(found)))
            for bot in found.bots:
                await _listening(bot)
            town.slack.deliver_over_http(f"http://127.0.0.1:{before.port}{EVENTS_PATH}")
        await asyncio.gather(*(bot.app.meet(at) for bot in found.bots))
        yield found


def _ports(found: Replicas) -> list[int]:
    return [bot.server.port for bot in found.bots if bot.server is not None]


async def _listening(bot: SlackBot) -> None:
    door = bot.line.door
    async with asyncio.timeout(10):
        while not door.is_open:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0)
