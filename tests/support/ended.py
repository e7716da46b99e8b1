"""A seminar that is over: people who wrote and presented, an instructor who ends it, and what then stands where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.conversation.reply import Reply
from bot.course.model import Course, CourseRole
from bot.services import control, reviewing, roster
from bot.services.reviewing import Sent
from bot.store import blobs, people
from tests.support.seminar import HEAD
from tests.support.staffroom import Person, Staffroom, button, staffroom

FORM = """\
  form:
    fields:
      - {id: why, label: Why}
      - {id: merit, kind: scale, label: Merit, options: [Bad, So, Good]}
      - {id: sketch, kind: file, label: Sketch, required: no}
"""
TEXT = (
    HEAD.replace("  form: short\n", FORM).replace("  staff_check: off\n", "  staff_check: {on: fri, at: '16:00'}\n")
    + """\
  - id: first
    title: Big Data Systems
    date: 2022-01-31
    readings:
      - {id: rdd, title: Resilient Distributed Datasets, url: https://example.org/rdd, tier: required}
  - id: second
    title: Hardware
    date: 2022-02-07
    readings:
      - {id: eyeriss, title: Eyeriss, url: https://example.org/eyeriss, tier: required}
deadlines:
  - {id: report, title: Final report, kind: project, due: 2022-02-11 17:00}
"""
)
START = datetime(2022, 1, 28, 18, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SKETCH = b"%PDF " + 2000 * b"sketch of Ada, "
SHARED, STAFF = "#seminar", "#seminar-staff"
ROLES = {
    "Ada Lovelace": "student",
    "Ben Okri": "student",
    "Cem Say": "student",
    "Tim Berners": "ta",
    "Rivera": "instructor",
}


@dataclass
class Seminar:
    """The bot with its people, by first name in small letters (which is their account)."""

    room: Staffroom
    persons: Mapping[str, int]

    async def course(self) -> Course:
        known = await self.room.app.shelf.all()
        return next(one for one in (*known.running, *known.ended) if one.id == "seminar")

    async def hands_in(self, who: str, why: str, *, paper: str = "rdd", file: bytes | None = None, **how: bool) -> None:
        """`submit=False`: a draft."""
        course, person = await self.course(), self.persons[who]
        answers = {"why": why, "merit": "3"}
        if file is not None:
            put = await self.room.app.database.run(
                blobs.put, course.id, person, file, file=(f"{who}.pdf", "application/pdf"), now=self.room.now
            )
            answers["sketch"] = put
        sent = Sent(
            person=person,
            paper=paper,
            window=f"w{self.room.now:%d%H%M}",
            base=99,
            answers=answers,
            submit=how.get("submit", True),
            platform="slack",
            account=who,
        )
        await self.room.app.database.run(reviewing.save, course, sent, now=self.room.now)

    def person(self, who: str) -> Person:
        return Person(self.room, who)

    async def close(self, who: str = "rivera") -> str:
        """As an instructor does it, to the last form; what is said then."""
        asks = self.person(who)
        await asks.says("course close")
        await asks.presses(button(asks.reply, "Close the course …"))
        said = await asks.fills(id="seminar")
        await self.room.tick(self.room.now + MINUTE)
        return said

    def got(self, who: str) -> list[Reply]:
        """What somebody was sent that has files."""
        return [reply for _, _, reply in self.room.channels.posts.get(who, []) if reply.files]

    def archive(self, who: str = "rivera") -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.got(who)[-1].files[0].content))


@asynccontextmanager
async def ended_seminar(url: str, folder: Path, *, text: str = TEXT, live: bool = True) -> AsyncIterator[Seminar]:
    """Not ended yet: Ada handed a review in with a file, Ben has begun one."""
    async with staffroom(url, folder, at=START, text=text) as room:
        persons: dict[str, int] = {}

        def enter(connection: people.Connection) -> None:
            for name, role in ROLES.items():
                account = name.split()[0].lower()
                persons[account] = people.ensure_account(
                    connection, platform="slack", workspace="W", user_id=account, name=name, now=START
                )
                people.note_email(connection, persons[account], f"{account}@example.edu")
                people.set_membership(
                    connection, course="seminar", person_id=persons[account], role=CourseRole(role), now=START
                )

        await room.app.database.run(enter)
        it = Seminar(room, persons)
        if live:
            course = await it.course()
            await room.app.database.run(control.go_live, course=course, now=START, by=persons["rivera"])
            await room.app.database.run(roster.confirm, course=course, now=START, by=persons["rivera"])
        await it.hands_in("ada", 'Lineage, not <copies> & "locks".', file=SKETCH)
        await it.hands_in("ben", "I am not done yet", submit=False)
        await room.tick(START + MINUTE)
        yield it
