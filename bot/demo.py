"""The whole bot in a terminal: the demo's worlds with their invented cast.

Everything below is the real thing: database, migrations, ledger, handlers. Only the clock is a value here, and it
moves when somebody says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TextIO

from bot.app import App, open_app
from bot.conversation.port import Member
from bot.course.calendar import instant
from bot.course.model import Course
from bot.course.schedule import read
from bot.course.wording import listed
from bot.data import bundled
from bot.errors import Misconfigured
from bot.platforms.console.cast import CAST, ROLES
from bot.platforms.console.platform import NAME, ConsolePlatform
from bot.platforms.console.screen import Screen
from bot.platforms.console.script import WIDTH, typed_lines
from bot.platforms.console.session import Session
from bot.platforms.console.sources import ScriptSource, Source, open_source
from bot.platforms.console.talk import Talk
from bot.platforms.console.world import Stage, World
from bot.services import control, roster
from bot.services.destinations import fitted
from bot.store import people
from bot.store.database import Connection
from bot.store.migrate import upgrade
from bot.terminal import channels, enter, rehearsing, staff_channels, vocabulary
from handlers.allowance import Allowances

DAYS_BEFORE = 4
"""The demo begins so many days before the first session."""

BEGINS_AT = time(10)

STEP = timedelta(minutes=1)
"""How far the clock moves at least from one due instant to the next."""

NewDatabase = Callable[[], str]
"""The URL of another database, which is brought up to date before it is used."""


async def demo(course_file: Path | None, *, at: datetime | None, script: Path | None) -> int:
    """Play the demo until `quit` or the end of input; the exit code. Raises Misconfigured, BadSchedule."""
    if script is not None:
        await replay(_text(script), course_file=course_file, at=at)
        return 0
    screen = Screen()
    with theatre(course_file, at) as stage:
        await play(await stage.open(live=True), screen, open_source(screen.echo), note=stage.note)
    return 0


async def replay(
    script: str,
    *,
    course_file: Path | None = None,
    at: datetime | None = None,
    stream: TextIO | None = None,
    new_database: NewDatabase | None = None,
) -> None:
    """Play a script and write the transcript: the same to the letter on every machine and every database."""
    screen = Screen(stream, width=WIDTH, plain=True)
    with theatre(course_file, at, new_database) as stage:
        await play(await stage.open(live=True), screen, ScriptSource(typed_lines(script), screen.echo), note=stage.note)


@contextlib.contextmanager
def theatre(
    course_file: Path | None, at: datetime | None, new_database: NewDatabase | None = None
) -> Iterator[Theatre]:
    """Where worlds of a course can be opened; all of them vanish at the end, unless in databases that were given."""
    path = course_file or bundled("schedule.yaml")
    course = fitted(read(path).course, frozenset((NAME,)))
    begin = _aware(at, course) if at is not None else _shortly_before(course)
    with tempfile.TemporaryDirectory(prefix="coursebot-demo-") as folder:
        worlds = (f"sqlite:///{Path(folder) / f'world-{number}.db'}" for number in itertools.count(1))
        shipped = path.resolve() == bundled("schedule.yaml").resolve()
        note = "" if shipped else _stand_ins(course)
        yield Theatre(path=path, course=course, begin=begin, new_database=new_database or worlds.__next__, note=note)


async def play(world: World, screen: Screen, source: Source, *, note: str = "") -> None:
    """The demo's session in an open world, from the greeting to the farewell. `note`: said below the greeting."""
    talk = Talk(world=world, screen=screen, source=source, viewer=CAST[0])
    session = Session(talk=talk)
    screen.note(f"coursebot demo: {world.title}", "bold", space=False)
    screen.note(f"You are {talk.viewer.name}, {talk.viewer.role}. Nothing here leaves this terminal.")
    if note:
        screen.note(note)
    try:
        talk.enter(world, CAST[0])
        screen.note("Try: readings, deadlines, links, clock next, as Rivera, help")
        await session.run()
        screen.note("Goodbye.", space=False)
    finally:
        stage = talk.world.stage
        if stage is not None:
            await stage.close()


@dataclass(kw_only=True)
class Theatre:
    """Opens worlds of one course, each with a database of its own."""

    path: Path
    course: Course
    begin: datetime
    new_database: NewDatabase
    note: str = ""
    """What somebody should know of the people here who knows the course."""

    async def open(self, *, live: bool) -> World:
        """A new world at the beginning; `live` False: a first start, in rehearsal."""
        url = self.new_database()
        await asyncio.to_thread(upgrade, url)
        clock = DemoClock(self.begin)
        platform = ConsolePlatform(clock=clock, members=_members(self.course))
        # Its clock stands still while people talk, so nobody is ever asked to wait.
        app = open_app(database_url=url, platforms=[platform], allowances=Allowances(limits={}))
        try:
            await app.take_in(self.path, self.begin)
            instructor = await app.database.run(_enter_cast, self.course.id, now=self.begin)
            if live:
                await app.database.run(control.go_live, course=self.course, now=self.begin, by=instructor)
                await app.database.run(roster.confirm, course=self.course, now=self.begin, by=instructor)
            await app.tick(self.begin)
        except BaseException:
            await app.close()
            raise
        note = await app.database.run.read(rehearsing, (self.course,))
        return replace(self._world(app, platform, clock), rehearsing=note)

    def _world(self, app: App, platform: ConsolePlatform, clock: DemoClock) -> World:
        async def advance(to: datetime) -> None:
            await _advance(app, clock, to)

        async def next_due() -> datetime | None:
            return await app.announcer.tick(clock())  # what everybody may see; the weekly line is for staff

        async def settle() -> None:
            await app.tick(clock())

        async def rehearsal() -> World:
            return await self.open(live=False)

        course = self.course
        return World(
            platform=platform,
            title=f"{course.title}, {course.term}",
            zone=course.timezone,
            channels=channels(course),
            staff_channels=staff_channels(course),
            now=clock,
            answer=app.answer,
            vocabulary=lambda viewer: vocabulary((course,), ROLES[viewer.account]),
            settle=settle,
            stage=Stage(
                cast=CAST,
                instructor=CAST[-1],
                advance=advance,
                next_due=next_due,
                rehearsal=rehearsal,
                close=app.close,
            ),
        )


class DemoClock:
    """A clock that is a value."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def _advance(app: App, clock: DemoClock, to: datetime) -> None:
    """Let time pass, stopping at each instant at which something is due."""
    while True:
        due = await app.tick(clock.now)
        if due is None or due > to:
            break
        clock.now = min(to, max(due, clock.now + STEP if due <= clock.now else due))
        if clock.now == to:
            break
    clock.now = to
    await app.tick(to)


# --- the world's parts --------------------------------------------------------------------------------------------


def _enter_cast(connection: Connection, course: str, *, now: datetime) -> int:
    """The cast as rows, all of them in the course's channel; the person id of its last, who is the instructor."""
    persons = [enter(connection, viewer, {course: ROLES[viewer.account]}, now=now) for viewer in CAST]
    for member in people.members(connection, course):
        people.put_member(connection, replace(member, in_channel=True))
    return persons[-1]


def _stand_ins(course: Course) -> str:
    """That the staff whom the file names are not here; '' where it names none."""
    here = listed([f"{one.name} ({one.role})" for one in CAST if one.is_staff])
    named = [one.name for one in course.staff]
    if not named:
        return ""
    many = f"{', '.join(named[:3])} and {len(named) - 3} more" if len(named) > 4 else listed(named)
    return f"Everybody here is invented: in place of {many}, whom your file names, staff are {here}."


def _members(course: Course) -> dict[str, tuple[Member, ...]]:
    staff = staff_channels(course)
    return {
        channel: tuple(Member(one.account, one.name) for one in CAST if one.is_staff or channel not in staff)
        for channel in channels(course)
    }


def _shortly_before(course: Course) -> datetime:
    days = [meeting.day for session in course.sessions for meeting in session.meetings]
    days += [deadline.due.day for deadline in course.deadlines if deadline.due is not None]
    if not days:
        raise Misconfigured("no session and no deadline of this course has a date: say when to begin with --at")
    return instant(min(days) - timedelta(days=DAYS_BEFORE), BEGINS_AT, course.timezone)


def _aware(at: datetime, course: Course) -> datetime:
    """An hour without an offset is one of the course's wall clock."""
    return at if at.tzinfo is not None else instant(at.date(), at.time(), course.timezone)


def _text(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Misconfigured(f"{script}: it cannot be read: {error.strerror}") from None
