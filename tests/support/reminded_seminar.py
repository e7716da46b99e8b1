"""A live seminar in which students owe reviews: two papers a week, due Mondays at one in Los Angeles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.course.calendar import instant
from bot.course.duties import ReviewForm
from bot.course.model import Course, CourseRole
from bot.course.reviews import find
from bot.services import reviewing, roster
from bot.services.reviewing import Sent
from bot.store import grants, people
from bot.store.database import Connection
from bot.store.records import ReviewGrant
from bot.store.tables import delivery
from tests.support.bot_process import go_live
from tests.support.courses import LOS_ANGELES
from tests.support.staffroom import Staffroom, staffroom

TEXT = """\
course:
  id: seminar
  title: Reading Seminar
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00, place: Soda 405}
  channels:
    slack: {announcements: "#seminar", staff: "#seminar-staff"}
announcements: {weekly: off, day_of: off, staff_check: off, welcome: off}
reviews:
  owe: each required
  form: short
  due: at class start
sessions:
  - id: first
    title: Big Data Systems
    date: 2022-01-31
    readings:
      - {id: rdd, title: Resilient Distributed Datasets, url: https://example.org/rdd, tier: required}
      - {id: spark, title: Spark, url: https://example.org/spark, tier: required}
  - id: second
    title: Hardware
    date: 2022-02-07
    readings:
      - {id: eyeriss, title: Eyeriss, url: https://example.org/eyeriss, tier: required}
"""
STAFF = "#seminar-staff"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


BEGUN = {"sentences": "The first of three."}
"""A draft."""


def la(day: int, hour: int = 0, minute: int = 0, *, month: int = 1) -> datetime:
    """A time of the seminar's clock, January 2022."""
    return instant(date(2022, month, day), time(hour, minute), LOS_ANGELES).astimezone(UTC)


START = la(25, 12)
SUNDAY, MORNING, DUE, AFTER = la(30, 13), la(31, 10), la(31, 13), la(1, 9, month=2)
"""A day before, three hours before, when it is due, the morning after class."""


def filled(form: ReviewForm) -> dict[str, str]:
    """All that it asks, answered."""
    return {
        field.id: " ".join(["word"] * max(field.min_words or 0, 3)) if field.kind == "text" else "1"
        for field in form.fields
    }


@dataclass
class Seminar:
    """The bot with its people. Times pass by `ticks`."""

    room: Staffroom
    persons: dict[str, int]

    async def ticks(self, *instants: datetime) -> None:
        for now in instants:
            await self.room.tick(now)

    def texts(self, who: str) -> list[str]:
        return self.room.channels.texts(who)

    async def course(self) -> Course:
        return next(one for one in await self.room.app.courses() if one.id == "seminar")

    async def hands_in(
        self, who: str, paper: str, *, now: datetime | None = None, answers: Mapping[str, str] | None = None
    ) -> None:
        course = await self.course()
        owed = find(course, paper)
        assert owed is not None
        sent = Sent(
            person=self.persons[who],
            paper=paper,
            window="w1",
            base=0,
            answers=filled(owed.review.form) if answers is None else answers,
            submit=True,
            platform="slack",
            account=who,
        )
        await self.room.app.database.run(reviewing.save, course, sent, now=now or self.room.now)

    async def grants(
        self, who: str, kind: str, *, by: timedelta | None = None, session: str = "first", paper: str = ""
    ) -> int:
        made = ReviewGrant(
            course="seminar",
            person=self.persons[who],
            kind=kind,  # type: ignore[arg-type]
            session=session,
            paper=paper,
            offset=by,
            granted_at=self.room.now,
        )
        return int(await self.room.app.database.run(grants.add, made))

    async def sets(self, who: str, *, timezone: str | None = None, reminders: str | None = None) -> None:
        def change(connection: Connection) -> None:
            if timezone is not None:
                people.set_timezone(connection, self.persons[who], timezone)
            if reminders is not None:
                people.set_reminders(connection, self.persons[who], reminders)  # type: ignore[arg-type]

        await self.room.app.database.run(change)

    async def rows(self, kind: str = "reminder") -> list[str]:
        """`ada first/P1D sent`, in the order in which they were entered."""
        names = {str(number): name for name, number in self.persons.items()}

        def read(connection: Connection) -> list[str]:
            query = delivery.select().where(delivery.c.kind == kind).order_by(delivery.c.id)
            return [
                f"{names.get(row.recipient, row.recipient)} {row.item}/{row.occurrence} {row.state}"
                for row in connection.execute(query)
            ]

        return list(await self.room.app.database.run.read(read))


@asynccontextmanager
async def seminar(
    database_url: str,
    folder: Path,
    *,
    text: str = TEXT,
    live: bool = True,
    right: bool = True,
    students: tuple[str, ...] = ("ada",),
) -> AsyncIterator[Seminar]:
    """`right`: staff have said that the roster is right."""
    async with staffroom(database_url, folder, at=START, text=text) as room:
        persons: dict[str, int] = {}
        for name in students:
            await room.join(name.title(), CourseRole.STUDENT)
            persons[name] = await room.app.database.run.read(person_of, name)
        if live:
            await go_live(room.app, START)
        if right:
            (course,) = await room.app.courses()
            await room.app.database.run(roster.confirm, course=course, now=START, by=None)
        made = Seminar(room, persons)
        await made.ticks(START)
        yield made


def person_of(connection: Connection, name: str) -> int:
    known = people.who(connection, "slack", "W", name)
    assert known is not None
    return known.person
