"""A small course in which students present, with its people in a database and sign-up open.

`small()` is the course alone (`seat_course` has it, for rules); `seat_desk` puts it into a database, for services and
dialogs; `seat_room` is the whole bot in it, for whatever happens by itself as time passes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.course.model import Course, CourseRole
from bot.course.seat_rules import Refusal
from bot.course.signups import SeatKey, Signups
from bot.services import roster, seating
from bot.services.seating import Assigned, Seated
from bot.store import courses as course_states
from bot.store import people, seats
from bot.store.database import Connection, Database
from bot.store.seats import Change
from tests.support.asking import PLATFORM, WORKSPACE, Door, door_to
from tests.support.bot_process import go_live
from tests.support.review_desk import Desk
from tests.support.seat_course import (
    CHANNEL,
    DATED,
    DAY,
    HEAD,
    HOUR,
    MINUTE,
    OTHERS,
    PRESENTING,
    REVIEWS,
    ROLES,
    SESSIONS,
    STAFF,
    START,
    STUDENTS,
    holding,
    key,
    la,
    small,
    taken,
    text,
)
from tests.support.staffroom import Staffroom, staffroom

__all__ = [
    "CHANNEL",
    "DATED",
    "DAY",
    "HEAD",
    "HOUR",
    "MINUTE",
    "OTHERS",
    "PRESENTING",
    "REVIEWS",
    "ROLES",
    "SESSIONS",
    "STAFF",
    "START",
    "STUDENTS",
    "SeatDesk",
    "SeatRoom",
    "enrol",
    "holding",
    "key",
    "la",
    "seat_desk",
    "seat_room",
    "set_up",
    "small",
    "taken",
    "text",
]

# --- in a database --------------------------------------------------------------------------------------------------


@dataclass
class SeatDesk:
    """The course in a database. `now` is the time of everything that is done; a test moves it on."""

    database: Database
    course: Course
    persons: Mapping[str, int]
    now: datetime = START
    refused: list[Refusal] = field(default_factory=list)

    def name(self, person: int) -> str:
        return next(name for name, number in self.persons.items() if number == person)

    async def takes(self, who: str, seat: SeatKey) -> Seated | Refusal:
        """Somebody tries to take a seat, by all the rules."""
        return await self.database.run(seating.take, self.course, seat, self.persons[who], now=self.now)

    async def taken(self, who: str, *wanted: SeatKey) -> None:
        """Somebody holds these seats: nothing stood in the way."""
        for seat in wanted:
            came = await self.takes(who, seat)
            assert isinstance(came, Seated), came

    async def drops(self, who: str, seat: SeatKey) -> None:
        await self.database.run(seating.give_up, self.course, seat, self.persons[who], now=self.now)

    async def assigned(self, who: str, seat: SeatKey, *, by: str = "tess", reason: str = "") -> Assigned:
        """Staff give it; a `reason`: whatever rule it breaks."""
        return await self.database.run(
            seating.assign,
            self.course,
            seat,
            self.persons[who],
            now=self.now,
            by=self.persons[by],
            reason=reason,
            anyway=bool(reason),
        )

    async def marked(self, seat: SeatKey, outcome: str, *, by: str = "tess", stand_in: str = "") -> None:
        """Staff say what became of it."""

        def mark(connection: Connection) -> bool:
            who = self.persons[stand_in] if stand_in else None
            said: Any = outcome
            return seats.mark(connection, self.course.id, seat, said, at=self.now, by=self.persons[by], stand_in=who)

        assert await self.database.run(mark), seat

    async def leaves(self, who: str) -> None:
        """Staff say that somebody is not in the course any more."""

        def leave(connection: Connection) -> None:
            role = OTHERS.get(who, CourseRole.STUDENT)
            of = self.course.id
            people.set_membership(
                connection, course=of, person_id=self.persons[who], role=role, now=self.now, active=False
            )

        await self.database.run(leave)

    async def signups(self) -> Signups:
        return await self.database.run.read(seating.signups, self.course)

    async def held(self) -> dict[SeatKey, str]:
        """Who has which seat, by name."""
        return {seat: self.name(one.person) for seat, one in (await self.signups()).held.items()}

    async def history(self) -> list[tuple[str, SeatKey, str]]:
        """`("taken", seat, "ada")`, the oldest first."""
        lines: tuple[Change, ...] = await self.database.run.read(seats.changes, self.course.id)
        return [(line.change, line.key, self.name(line.person)) for line in lines]

    def door(self) -> Door:
        """The bot's door at this time: `await door.ask("ada", "signup")`, `press`, `answer` (accounts are the names)."""
        return door_to(self.database, (self.course,), self.now)

    def window(self, who: str) -> Desk:
        """One person at it, with forms: `says`, `presses`, `sends`."""
        return Desk(self.door(), self.course, who)


def enrol(connection: Connection, course: Course, students: tuple[str, ...], now: datetime) -> dict[str, int]:
    """The people by their names, which are those of their accounts too."""
    roles = dict.fromkeys(students, CourseRole.STUDENT) | OTHERS
    persons: dict[str, int] = {}
    for name, role in roles.items():
        persons[name] = people.ensure_account(
            connection, platform=PLATFORM, workspace=WORKSPACE, user_id=name, name=name.title(), now=now
        )
        people.set_membership(connection, course=course.id, person_id=persons[name], role=role, now=now)
    return persons


def set_up(
    connection: Connection,
    course: Course,
    students: tuple[str, ...] = STUDENTS,
    *,
    now: datetime = START,
    opened: bool = True,
) -> dict[str, int]:
    """The course live, its people, and sign-up open, in one transaction; person ids by name."""
    course_states.ensure_course(connection, course.id, now=now)
    course_states.set_live(connection, course.id, now=now, by=None)
    persons = enrol(connection, course, students, now)
    if opened:
        seating.open_signup(connection, course, now=now, by=persons["tess"])
    return persons


async def seat_desk(
    database: Database,
    course: Course | None = None,
    *,
    students: tuple[str, ...] = STUDENTS,
    now: datetime = START,
    opened: bool = True,
) -> SeatDesk:
    """The small course (or another one) in a database."""
    taught = small() if course is None else course
    persons = await database.run(set_up, taught, students, now=now, opened=opened)
    return SeatDesk(database, taught, persons, now)


# --- the whole bot --------------------------------------------------------------------------------------------------


@dataclass
class SeatRoom:
    """The bot with its people. Times pass by `ticks`; `desk` acts on its database directly."""

    room: Staffroom
    desk: SeatDesk

    async def ticks(self, *instants: datetime) -> None:
        for now in instants:
            self.desk.now = now
            await self.room.tick(now)

    def texts(self, who: str) -> list[str]:
        """What was said in a channel, or to somebody directly."""
        return self.room.channels.texts(who)

    async def edit(self, changed: str) -> None:
        """The schedule file is saved."""
        await self.room.edit(changed)
        self.desk.course = await self.course()

    async def course(self) -> Course:
        return next(one for one in await self.room.app.courses() if one.id == "seminar")


@asynccontextmanager
async def seat_room(
    database_url: str,
    folder: Path,
    *,
    schedule: str = "",
    students: tuple[str, ...] = STUDENTS,
    opened: bool = True,
    live: bool = True,
    right: bool = True,
) -> AsyncIterator[SeatRoom]:
    """The whole bot in the course at `START`. `right`: staff have said that the roster is right."""
    async with staffroom(database_url, folder, at=START, text=schedule or text()) as room:
        everybody = dict.fromkeys(students, CourseRole.STUDENT) | OTHERS
        persons = await room.join_all({name.title(): role for name, role in everybody.items()})
        if live:
            await go_live(room.app, START)
        (course,) = await room.app.courses()
        if right:
            await room.app.database.run(roster.confirm, course=course, now=START, by=None)
        if opened:
            await room.app.database.run(seating.open_signup, course, now=START, by=persons["tess"])
        made = SeatRoom(room, SeatDesk(room.app.database, course, persons))
        await made.ticks(START)
        yield made
