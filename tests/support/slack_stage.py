"""The terminal's stage with Slack behind it: what is typed happens on Slack, and what is seen there is shown.

The session, its words and its screen are the terminal's own. Each thing said is said by a person to the Slack test
server, the bot is the real one with its Slack platform and its line, and whatever the terminal shows was read from the
blocks that stand on Slack. It knows no command and no sentence.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.app import App, open_app
from bot.conversation.port import Member
from bot.course.model import Course
from bot.course.schedule import read as read_schedule
from bot.data import bundled
from bot.demo import DemoClock, NewDatabase, _advance, _aware, _shortly_before, play
from bot.platforms.console.cast import CAST, ROLES
from bot.platforms.console.platform import NAME as CONSOLE
from bot.platforms.console.platform import ConsolePlatform
from bot.platforms.console.screen import Screen
from bot.platforms.console.script import WIDTH, typed_lines
from bot.platforms.console.sources import ScriptSource
from bot.platforms.console.world import Stage, World
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.line import SlackLine, Times
from bot.platforms.slack.platform import NAME, SlackPlatform
from bot.services import control, roster
from bot.services.destinations import STAFF, fitted
from bot.store import people
from bot.store.database import Connection
from bot.store.migrate import upgrade
from bot.terminal import rehearsing, vocabulary
from handlers.table import TABLE
from tests.slack_server import Channel, Message, Person, SlackServer
from tests.support import slack_readback as readback
from tests.support.slack_hands import Hands, is_answer


async def replay(
    script: str,
    *,
    course_file: Path | None = None,
    at: datetime | None = None,
    stream: TextIO,
    new_database: NewDatabase | None = None,
) -> None:
    """Play a script as `bot.demo.replay` does, with everybody on Slack."""
    screen = Screen(stream, width=WIDTH, plain=True)
    with theatre(course_file, at, new_database) as stage:
        await play(await stage.open(live=True), screen, ScriptSource(typed_lines(script), screen.echo))


@contextlib.contextmanager
def theatre(
    course_file: Path | None, at: datetime | None, new_database: NewDatabase | None = None
) -> Iterator[Theatre]:
    with tempfile.TemporaryDirectory(prefix="coursebot-slack-") as folder:
        path = _on_slack(course_file or bundled("schedule.yaml"), Path(folder))
        course = fitted(read_schedule(path).course, frozenset((NAME,)))
        begin = _aware(at, course) if at is not None else _shortly_before(course)
        worlds = (f"sqlite:///{Path(folder) / f'world-{number}.db'}" for number in itertools.count(1))
        yield Theatre(path=path, course=course, begin=begin, new_database=new_database or worlds.__next__)


def _on_slack(path: Path, folder: Path) -> Path:
    """A copy of the schedule with the channels that a terminal would have, and without the welcome that a terminal never
    says.
    """
    text = path.read_text(encoding="utf-8")
    course = read_schedule(path).course
    if NAME not in course.channels:
        names = fitted(course, frozenset((CONSOLE,))).channels[CONSOLE]
        lines = ["course:", "  channels:", "    slack:", *(f'      {use}: "{name}"' for use, name in names.items())]
        text = text.replace("\ncourse:\n", "\n" + "\n".join(lines) + "\n", 1)
    assert "\nannouncements:" not in text
    copied = folder / path.name
    copied.write_text(f"{text}\nannouncements:\n  welcome: off\n", encoding="utf-8")
    return copied


@dataclass(kw_only=True)
class Theatre:
    """Opens worlds of one course, each with a workspace and a database of its own."""

    path: Path
    course: Course
    begin: datetime
    new_database: NewDatabase
    backstage: Backstage = field(init=False)
    """Of the world that was opened last."""

    async def open(self, *, live: bool) -> World:
        """A new world at the beginning; `live` False: a first start, in rehearsal."""
        url = self.new_database()
        await asyncio.to_thread(upgrade, url)
        async with AsyncExitStack() as stack:
            backstage = self.backstage = await Backstage.open(stack, url, self.course, DemoClock(self.begin))
            await backstage.app.take_in(self.path, self.begin)
            instructor = await backstage.enter_cast()
            if live:
                await backstage.app.database.run(control.go_live, course=self.course, now=self.begin, by=instructor)
                await backstage.app.database.run(roster.confirm, course=self.course, now=self.begin, by=instructor)
            await backstage.tick(self.begin)
            note = await backstage.app.database.run.read(rehearsing, (self.course,))
            return replace(self._world(backstage, stack.pop_all()), rehearsing=note)

    def _world(self, backstage: Backstage, stack: AsyncExitStack) -> World:
        clock, course = backstage.clock, self.course

        async def advance(to: datetime) -> None:
            await _advance(backstage, clock, to)  # type: ignore[arg-type] - of an app it wants the tick alone

        async def next_due() -> datetime | None:
            await backstage.tick(clock())
            return await backstage.app.announcer.tick(clock())

        async def settle() -> None:
            await backstage.tick(clock())

        async def rehearsal() -> World:
            return await self.open(live=False)

        names = course.channels[NAME]
        return World(
            platform=backstage.mirror,
            title=f"{course.title}, {course.term}",
            zone=course.timezone,
            channels=tuple(dict.fromkeys(names.values())),
            staff_channels=frozenset(channel for purpose, channel in names.items() if purpose == STAFF),
            now=clock,
            answer=backstage.hands.answer,
            vocabulary=lambda viewer: vocabulary((course,), ROLES[viewer.account]),
            settle=settle,
            stage=Stage(
                cast=CAST,
                instructor=CAST[-1],
                advance=advance,
                next_due=next_due,
                rehearsal=rehearsal,
                close=stack.aclose,
            ),
        )


@dataclass(kw_only=True)
class Backstage:
    """One workspace with one bot in it. `mirror` is what the terminal shows: all that stands in Slack's channels."""

    slack: SlackServer
    app: App
    platform: SlackPlatform
    line: SlackLine
    course: Course
    clock: DemoClock
    people: Mapping[str, Person]
    channels: Mapping[str, Channel]
    mirror: ConsolePlatform
    hands: Hands = field(init=False)
    _mirrored: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Message → its revision that is shown, and the mirror's reference to it."""

    def __post_init__(self) -> None:
        self.hands = Hands(
            slack=self.slack,
            people=self.people,
            channels=self.channels,
            commands=frozenset(self.course.command_prefix + group.name for group in TABLE.groups),
            zone=self.course.timezone.key,
            settle=self._settled,
        )

    @classmethod
    async def open(cls, stack: AsyncExitStack, url: str, course: Course, clock: DemoClock) -> Backstage:
        slack = await stack.enter_async_context(SlackServer())
        cast = {one.account: slack.person(one.name) for one in CAST}
        staff = [cast[one.account] for one in CAST if one.is_staff]
        channels = {
            name: slack.channel(name.removeprefix("#"), private=private, members=staff if private else [*cast.values()])
            for purpose, name in course.channels[NAME].items()
            for private in [purpose == STAFF]
        }
        credentials = Credentials(bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.api_url)
        api = Api(credentials)
        stack.push_async_callback(api.close)
        apps: list[App] = []
        directory = Directory(api, lambda: apps[0].channels(NAME))
        platform = SlackPlatform(api, directory)
        app = open_app(database_url=url, platforms=[platform])
        apps.append(app)
        stack.push_async_callback(app.close)
        line = SlackLine(credentials, api, directory=directory, bot=app, clock=clock, times=Times(typing=0.0))
        running = asyncio.create_task(line.run())
        stack.push_async_callback(_stop, line, running)
        await slack.connected()
        mirror = ConsolePlatform(
            clock=clock,
            members={
                name: tuple(Member(one.account, one.name) for one in CAST if cast[one.account].id in channel.members)
                for name, channel in channels.items()
            },
        )
        return cls(
            slack=slack,
            app=app,
            platform=platform,
            line=line,
            course=course,
            clock=clock,
            people=cast,
            channels=channels,
            mirror=mirror,
        )

    async def enter_cast(self) -> int:
        """The cast as rows, with their Slack accounts; the person id of its last, who is the instructor."""
        return await self.app.database.run(self._entered, now=self.clock())

    def _entered(self, connection: Connection, *, now: datetime) -> int:
        person = 0
        for one in CAST:
            person = people.ensure_account(
                connection,
                platform=NAME,
                workspace=self.slack.team_id,
                user_id=self.people[one.account].id,
                name=one.name,
                now=now,
            )
            people.set_membership(connection, course=self.course.id, person_id=person, role=ROLES[one.account], now=now)
        return person

    # --- what happens, and what is seen of it -----------------------------------------------------------------------

    async def tick(self, now: datetime) -> datetime | None:
        """As the app's; what was said is seen at once."""
        due = await self.app.tick(now)
        await self._show()
        return due

    async def _settled(self) -> None:
        """The bot has answered all that it took. Nothing on Slack tells whether more is to come, so the line is asked."""
        await self.line.idle()
        await self._show()

    async def _show(self) -> None:
        """Whatever changed in the channels and in direct messages changes in the terminal, in Slack's order."""
        for message in sorted(self.slack.log, key=lambda one: one.turn):
            where = self._place(message)
            if message.ephemeral_to is not None or message.user != self.slack.bot_user_id or where is None:
                continue
            if is_answer(message):
                continue
            await self._show_message(message, where)

    def _place(self, message: Message) -> str | None:
        """The channel as the course spells it, or the terminal's account whose direct messages it stands in."""
        for name, channel in self.channels.items():
            if channel.id == message.channel:
                return name
        direct = self.slack.channels[message.channel].direct
        return next((account for account, person in self.people.items() if person.id == direct), None)

    async def _show_message(self, message: Message, where: str) -> None:
        revision, reference = self._mirrored.get(id(message), (-1, ""))
        if message.deleted:
            if reference:
                await self.mirror.delete(where, reference)
                self._mirrored[id(message)] = (revision, "")
            return
        if revision == message.revision:
            return
        said = readback.reply(message.blocks, zone=self.course.timezone.key, private=False)
        if reference:
            await self.mirror.update(where, reference, said, "")
        elif where in self.channels:
            reference = await self.mirror.post(where, said, "")
        else:
            reference = await self.mirror.direct(where, said, "")
        self._mirrored[id(message)] = (message.revision, reference)


async def _stop(line: SlackLine, running: asyncio.Task[None]) -> None:
    await line.finish(1.0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
