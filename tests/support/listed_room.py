"""A seminar with a class list: staff, people in the channel, codes, and what each of them is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.conversation.port import Member
from bot.conversation.reply import Reply
from bot.course.model import Course, CourseRole
from bot.course.roster_file import read
from bot.services import claim_codes, roster_import
from bot.store import people
from bot.store.records import Membership
from tests.support.bot_process import go_live
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import Person, Staffroom, staffroom

MONDAY = datetime(2022, 1, 24, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
SCHEDULE = TWO_CLASSES.replace("  channels:\n", "  staff: [{name: ira, role: instructor, slack: U0IRA}]\n  channels:\n")
HEAD = "Name,E-mail,Student ID\n"
LINES = (
    "Ada Lovelace,ada@example.edu,30012345\n"
    "Ben Ng,ben@example.edu,30012346\n"
    "Cy Young,cy@example.edu,30012347\n"
    "Dee Ray,dee@example.edu,30012348\n"
)
STAFF = "#seminar-staff"
IRA = Member("ira", "Ira")


@dataclass
class ListedRoom:
    """A live seminar whose class list is that of `LINES`, until another one is imported."""

    room: Staffroom
    course: Course

    def __post_init__(self) -> None:
        self.ira = Person(self.room, "Ira")

    @property
    def now(self) -> datetime:
        return self.room.now

    async def run(self, function: object, *arguments: object, **named: object) -> object:
        return await self.room.app.database.run(function, *arguments, **named)  # type: ignore[arg-type]

    async def imports(self, text: str = HEAD + LINES) -> None:
        sheet = read(text.encode(), "list.csv")
        await self.run(roster_import.apply, self.course, sheet, stamp=None, now=self.now, by=None)

    async def codes(self, *, everybody: bool = False) -> dict[str, str]:
        """First name → code."""
        made = await self.run(claim_codes.make, self.course, everybody=everybody, now=self.now)
        return {one.name.split()[0]: one.code for one in made.codes}  # type: ignore[attr-defined]

    async def meets(self, *who: Member, after: timedelta = timedelta(minutes=1)) -> None:
        """These and staff are in the channel now."""
        self.room.now += after
        self.room.channels.members["#seminar"] = (IRA, *who)
        await self.room.app.meet(self.now)
        await self.room.tick()

    def told(self, channel: str, words: str) -> list[Reply]:
        """What was posted there with these words in it."""
        posts = zip(self.room.channels.texts(channel), self.room.channels.posts.get(channel, []), strict=True)
        return [reply for text, (_, _, reply) in posts if words in text]

    async def member(self, name: str) -> Membership | None:
        found = await self.run(people.members, "seminar", active_only=False)
        return next((one for one in found if one.name == name), None)  # type: ignore[attr-defined]

    async def role(self, name: str) -> CourseRole | None:
        found = await self.member(name)
        return None if found is None else found.role


@asynccontextmanager
async def listed_room(database_url: str, folder: Path, *, live: bool = True) -> AsyncIterator[ListedRoom]:
    """Staff are there, nobody else is yet."""
    async with staffroom(database_url, folder, at=MONDAY, text=SCHEDULE) as room:
        room.channels.known_staff = {"ira": (IRA,)}
        if live:
            await go_live(room.app, room.now)
        (course,) = await room.app.courses()
        desk = ListedRoom(room, course)
        await desk.meets()
        await desk.imports()
        yield desk
