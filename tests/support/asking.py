"""Talking to the bot in tests: a door with people of every kind behind it, and answers read as plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.commands import Table
from bot.conversation.form import Form, Invalid, Next, Saved
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Button, Buttons, Reply
from bot.conversation.request import Inbound, Request, Someone
from bot.course.model import Course, CourseRole
from bot.services.courses import Shelved
from bot.store import courses as course_states
from bot.store import people
from bot.store.database import Connection, Database
from handlers.allowance import Allowances
from handlers.dispatch import Dispatcher
from handlers.table import TABLE

PLATFORM = "slack"
WORKSPACE = "T1"
STAFF = ("ta", "instructor")
STUDENTS = ("student", "auditor")
EVERYBODY = (*STUDENTS, *STAFF, "guest", "stranger")
INCIDENT = "c0ffee"


def enrol(connection: Connection, course: str, now: datetime) -> None:
    """One person of each role; the account is the role's name. A stranger has none."""
    for role in CourseRole:
        person = people.ensure_account(
            connection, platform=PLATFORM, workspace=WORKSPACE, user_id=role.value, name=role.value.title(), now=now
        )
        people.set_membership(connection, course=course, person_id=person, role=role, now=now)


def asked(course: Course, words: str, now: datetime, role: CourseRole | None = CourseRole.STUDENT) -> Request:
    """A request as a handler gets it, for tests that need no database."""
    inbound = Inbound(
        platform=PLATFORM, workspace=WORKSPACE, account="u", account_name="U", channel="", now=now, text=words
    )
    someone = Someone(person=1, name="U", roles={course.id: role} if role else {})
    return Request(inbound=inbound, someone=someone, courses=(course,), place="direct", arguments=tuple(words.split()))


@dataclass
class Door:
    """The bot's door over a real database. Each call is one thing typed, pressed or submitted by `who`."""

    dispatcher: Dispatcher
    now: datetime

    async def ask(self, who: str, text: str, channel: str = "") -> Reply:
        return reply_of(await self.dispatcher.answer(self._inbound(who, channel, text=text)))

    async def answer(
        self, who: str, action: Action, channel: str = "", values: Mapping[str, str] | None = None
    ) -> object:
        return await self.dispatcher.answer(self._inbound(who, channel, action=action, values=values))

    async def press(self, who: str, reply: Reply, label: str, channel: str = "") -> Reply:
        """Press the button whose label begins so, through the text that a platform would carry."""
        button = next(button for button in buttons(reply) if button.label.startswith(label))
        return reply_of(await self.answer(who, Action.decode(button.action.encode()), channel))

    def _inbound(self, who: str, channel: str, **what: object) -> Inbound:
        return Inbound(
            platform=PLATFORM,
            workspace=WORKSPACE,
            account=who,
            account_name=who.title(),
            channel=channel,
            now=self.now,
            **what,  # type: ignore[arg-type]
        )


async def open_door(
    database: Database,
    courses: tuple[Course, ...],
    now: datetime,
    table: Table = TABLE,
    *,
    live: bool = True,
    allowances: Allowances | None = None,
) -> Door:
    """A door to these courses, with one person of each role in each of them. Their time stands still, so unless
    `allowances` says otherwise nobody asks too much.
    """
    for course in courses:
        await database.run(enrol, course.id, now)
        await database.run(course_states.ensure_course, course.id, now=now)
        if live:
            await database.run(course_states.set_live, course.id, now=now, by=None)
    return door_to(database, courses, now, table, allowances=allowances)


def door_to(
    database: Database,
    courses: tuple[Course, ...],
    now: datetime,
    table: Table = TABLE,
    *,
    allowances: Allowances | None = None,
) -> Door:
    """The door of `open_door` to a database that has everybody in it already."""

    async def in_force(who: Callable[..., Someone]) -> tuple[Shelved, Someone]:
        def look(connection: Connection) -> tuple[frozenset[str], Someone]:
            states = course_states.states(connection)
            return frozenset(state.course for state in states if state.closed), who(connection)

        ended, someone = await database.run.read(look)
        running = tuple(course for course in courses if course.id not in ended)
        return Shelved(running, tuple(course for course in courses if course.id in ended)), someone

    dispatcher = Dispatcher(
        run=database.run,
        table=table,
        courses=in_force,
        incident=lambda: INCIDENT,
        allowances=Allowances(limits={}) if allowances is None else allowances,
    )
    return Door(dispatcher, now)


def reply_of(answer: object) -> Reply:
    """The reply of an answer, whatever it came in."""
    match answer:
        case Reply():
            return answer
        case Saved(reply):
            return reply
        case Form() | Invalid() | Next():
            raise AssertionError(f"no reply but {answer}")
    raise AssertionError(f"no answer: {answer}")


def buttons(reply: Reply) -> list[Button]:
    return [button for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def said(answer: object) -> str:
    return plain(reply_of(answer))
