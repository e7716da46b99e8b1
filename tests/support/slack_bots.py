"""A whole bot in this process on the Slack server: app, platform and line, with a clock that is a value.

Slack's times are scaled down, so that a dropped connection is back at once and a slow form takes moments.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App, open_app
from bot.conversation.form import Form, FormAnswer
from bot.conversation.port import Use
from bot.conversation.reply import Reply
from bot.conversation.request import Event, Inbound
from bot.course.model import CourseRole
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import EVENTS_PATH, Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.http import EventServer
from bot.platforms.slack.line import SlackLine, Times
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.socket import Rhythm
from bot.store import people
from bot.web import WebServer
from tests.slack_server import Channel, Message, Person, SlackServer
from tests.support.bot_process import go_live
from tests.support.seminar import THREE_CLASSES

QUICK = Times(
    loading=5.0,
    budget=5.0,
    pauses=(0.01, 0.02),
    answers=(0.01, 0.01),
    typing=0.02,
    rhythm=Rhythm(heartbeat=5.0, hello=5.0, linger=5.0, steady=0.0),
)
"""Nothing is late, and nobody waits."""

Answer = Reply | Form | FormAnswer


@dataclass
class Ears:
    """The bot as the line asks it: the app, unless a test puts its own answer in its place."""

    app: App
    answering: Callable[[Inbound], object] | None = None
    """Called before each answer, awaited if it can be: to be slow, to fail, or to answer itself."""
    forms: bool | None = None
    """What is said to `opens_form`; None: what the app says."""
    asked: list[Inbound] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    async def answer(self, inbound: Inbound) -> Answer:
        self.asked.append(inbound)
        if self.answering is not None:
            answer = self.answering(inbound)
            if asyncio.iscoroutine(answer):
                answer = await answer
            if answer is not None:
                return answer  # type: ignore[return-value]
        return await self.app.answer(inbound)

    def opens_form(self, inbound: Inbound) -> bool:
        return self.app.opens_form(inbound) if self.forms is None else self.forms

    async def happened(self, event: Event) -> None:
        self.events.append(event)
        await self.app.happened(event)

    async def channels(self, platform: str) -> Mapping[str, frozenset[Use]]:
        return await self.app.channels(platform)


@dataclass
class SlackBot:
    """What a test may touch of it. `now` is the bot's time."""

    slack: SlackServer
    app: App
    api: Api
    directory: Directory
    platform: SlackPlatform
    ears: Ears
    credentials: Credentials
    times: Times
    file: Path
    now: datetime
    server: WebServer | None = None
    """In HTTP mode: where Slack comes in."""
    line: SlackLine = field(init=False)
    running: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.line = SlackLine(
            self.credentials,
            self.api,
            directory=self.directory,
            bot=self.ears,
            clock=lambda: self.now,
            times=self.times,
            server=self.server,
        )

    async def start(self, *, connected: bool = True) -> None:
        """Run the line; wait until Slack can reach it."""
        if self.server is not None:
            await self.server.open()
        self.running = asyncio.create_task(self.line.run())
        if not connected:
            return
        if self.server is None:
            await self.slack.connected()
            return
        door = self.line.door
        assert isinstance(door, EventServer)
        await door.listening.wait()
        self.slack.deliver_over_http(f"http://127.0.0.1:{self.server.port}{EVENTS_PATH}")

    async def finish(self, patience: float = 5.0) -> None:
        """Stop as the service does; where the line has ended by itself, the test has seen why."""
        assert self.running is not None
        if self.running.cancel():
            with contextlib.suppress(asyncio.CancelledError):
                await self.running
        await self.line.finish(patience)
        if self.server is not None:
            await self.server.close()

    async def answer_to(self, person: Person) -> Message:
        """The one new message for somebody once everything is answered; it counts as heard then."""
        (message,) = await self.answers_to(person)
        return message

    async def answers_to(self, person: Person) -> list[Message]:
        await self.line.idle()
        messages = person.unheard()
        person.heard |= {message: message.renewals for message in messages}
        return messages

    async def tick(self, now: datetime | None = None) -> None:
        self.now = now or self.now
        await self.app.tick(self.now)

    async def edit(self, text: str) -> None:
        """Somebody saves the schedule file, and the bot takes it in."""
        self.file.write_text(text, encoding="utf-8")
        await self.app.take_in(self.file, self.now)

    async def enter(self, person: Person, role: CourseRole, course: str = "seminar") -> None:
        """Make them a member of the course."""

        def enter(connection: people.Connection) -> None:
            found = people.ensure_account(
                connection,
                platform="slack",
                workspace=self.slack.team_id,
                user_id=person.id,
                name=person.name,
                now=self.now,
            )
            people.set_membership(connection, course=course, person_id=found, role=role, now=self.now)

        await self.app.database.run(enter)


def channel_of(slack: SlackServer, name: str, *, private: bool = False) -> Channel:
    """The channel of that name with the bot in it, made where there is none."""
    found = next((one for one in slack.channels.values() if one.name == name), None)
    return found or slack.channel(name, private=private)


@asynccontextmanager
async def slack_bot(
    database_url: str,
    folder: Path,
    slack: SlackServer,
    *,
    at: datetime,
    text: str = THREE_CLASSES,
    live: bool = True,
    http: bool = False,
    times: Times = QUICK,
    start: bool = True,
) -> AsyncIterator[SlackBot]:
    """A bot that has taken in a schedule at `at`, gone live then where `live`, not ticked yet, and is connected."""
    file = folder / "schedule.yaml"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
    credentials = Credentials(
        bot_token=slack.bot_token,
        app_token=None if http else slack.app_token,
        signing_secret=slack.signing_secret if http else None,
        api_url=slack.api_url,
    )
    api = Api(credentials, timeout=5.0, pause=0.01)
    apps: list[App] = []
    directory = Directory(api, lambda: apps[0].channels("slack"))
    platform = SlackPlatform(api, directory, settling=(0.0, 0.0))
    app = open_app(database_url=database_url, platforms=[platform])
    apps.append(app)
    now = at.astimezone(UTC)
    server = WebServer("127.0.0.1", 0) if http else None
    bot = SlackBot(slack, app, api, directory, platform, Ears(app), credentials, times, file, now, server)
    try:
        await app.take_in(file, now)
        if live:
            await go_live(app, now)
        await bot.start(connected=start)
        yield bot
        await bot.finish()
    finally:
        if bot.running is not None:
            bot.running.cancel()
            await asyncio.gather(bot.running, return_exceptions=True)
            await bot.line.finish(0.0)
        if server is not None:
            await server.close()
        await api.close()
        await app.close()
