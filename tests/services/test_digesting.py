"""The digest in the staff channel: at its hour, once, kept up to date in place until class starts, whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, open_app
from bot.conversation.port import OutcomeUnknown, PostRefused
from bot.conversation.reply import Reply
from bot.course.model import Course, CourseRole
from bot.services import control, reviewing
from bot.services.reviewing import Sent
from bot.store import grants, people
from bot.store.database import Connection
from bot.store.records import ReviewGrant
from tests.support.courses import LOS_ANGELES
from tests.support.seminar import FIRST, HEAD, SECOND
from tests.support.staffroom import Channels, Staffroom, staffroom

STAFF = "#seminar-staff"
MINUTE, TURN, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
SCORED = "  form: {fields: [{id: why, label: Why}, {id: merit, kind: scale, label: Merit, options: [Bad, So, Good]}]}\n"
TEXT = HEAD.replace("  form: short\n", SCORED).replace("  due: at class start\n", "") + FIRST + SECOND


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """In Los Angeles, as UTC."""
    return datetime(2022, month, day, hour, minute, tzinfo=LOS_ANGELES).astimezone(UTC)


START, ELEVEN, CLASS = at(25, 12), at(31, 11), at(31, 13)


@dataclass
class Slow(Channels):
    """Counts what is changed in place, and fails where a test says so."""

    updates: int = 0
    failing: list[Exception] | None = None
    held: asyncio.Event | None = None
    reached: asyncio.Event | None = None

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:
        if self.failing:
            raise self.failing.pop(0)
        if self.held is not None and self.reached is not None:
            self.reached.set()
            await self.held.wait()
        self.updates += 1
        await super().update(channel, reference, reply, key)


@dataclass
class Seminar:
    """The bot, with students who hand in reviews."""

    room: Staffroom
    persons: dict[str, int]

    @property
    def app(self) -> App:
        return self.room.app

    @property
    def platform(self) -> Any:
        return self.room.channels

    async def course(self) -> Course:
        (course,) = await self.app.courses()
        return course

    async def hands_in(self, name: str, now: datetime, merit: int, paper: str = "rdd", why: str = "") -> None:
        sent = Sent(
            person=self.persons[name],
            paper=paper,
            window=f"w{now:%d%H%M}",
            base=99,
            answers={"why": why or f"{name} says so.", "merit": str(merit)},
            submit=True,
            platform="slack",
            account=name.lower(),
        )
        await self.app.database.run(reviewing.save, await self.course(), sent, now=now)

    def digests(self) -> list[str]:
        return [text for text in self.platform.texts(STAFF) if text.startswith("Reviews: ")]


@asynccontextmanager
async def seminar(url: str, folder: Path, *, text: str = TEXT, live: bool = True) -> AsyncIterator[Seminar]:
    async with staffroom(url, folder, at=START, text=text, channels=Slow()) as room:
        persons = {}
        for name, role in (
            ("Ada", "student"),
            ("Ben", "student"),
            ("Cem", "student"),
            ("Ida", "auditor"),
            ("Tim", "ta"),
        ):
            await room.join(name, CourseRole(role))
            known = await room.app.database.run.read(people.who, "slack", "W", name.lower())
            persons[name] = known.person
        if live:
            await room.app.database.run(control.go_live, course=(await room.app.courses())[0], now=START, by=None)
        yield Seminar(room, persons)


async def test_at_its_hour_staff_are_told_once_what_is_in(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.hands_in("Ada", at(31, 10), 3)
        await it.room.tick(ELEVEN - MINUTE)
        assert it.digests() == []
        for minutes in (0, 1, 14):
            await it.room.tick(ELEVEN + minutes * MINUTE)
        (said,) = it.digests()
        assert said.splitlines() == [
            "Reviews: Big Data Systems",
            "1 review in, from 1 of 3 students; 2 are missing.",
            "Resilient Distributed Datasets: 1 of 3 reviews",
            "Merit: 3.0 on average",
            "• 3 █ 1 · Good",
            "• 2 – · So",
            "• 1 – · Bad",
            "Why",
            "• Ada: Ada says so.",
            "As of 11:00 AM PST. I keep it up to date until 1:11 PM PST.",
        ]
        assert it.platform.updates == 0
        await it.room.tick(at(7, 11, month=2))
        assert it.digests()[1:] != [], "the next session has one of its own"


async def test_it_is_read_when_it_is_said_and_counts_what_counts(database_url: str, tmp_path: Path) -> None:
    def excuse(connection: Connection, person: int) -> None:
        grants.add(connection, ReviewGrant(course="seminar", person=person, kind="excuse", granted_at=START))

    rules = "  due: the day before at 9:00\n  late_rule: {percent: 10, per: hour}\n"
    text = TEXT.replace("reviews:\n", f"reviews:\n{rules}")
    async with seminar(database_url, tmp_path, text=text) as it:
        await it.hands_in("Ada", at(30, 8), 1, why="On time.")
        await it.hands_in("Ada", at(30, 8, 58), 2, why="On time, again.")
        await it.hands_in("Ada", at(30, 9, 30), 3, why="Much too late.")
        await it.hands_in("Ida", at(30, 8), 2, why="Nobody asked me.")
        await it.app.database.run(excuse, it.persons["Cem"])
        await it.hands_in("Ben", at(30, 12, 12), 1, why="Sorry.")
        it.platform.trouble[STAFF] = OutcomeUnknown("gone")
        await it.room.tick(at(30, 9))
        it.platform.trouble.clear()
        await it.room.tick(at(30, 12, 30))
        (said,) = it.digests()
        assert "2 reviews in, 1 of them late, from 2 of 2 students." in said
        assert "Resilient Distributed Datasets: 2 of 2 reviews, 1 late, 1 from others, disagreement 0.5" in said
        assert (
            "• Ada: On time, again.\n• Ben, late 3 h 12 min (−40 %): Sorry.\n• Ida (auditor): Nobody asked me." in said
        )


async def test_every_quarter_of_an_hour_it_is_changed_in_place_where_something_is_new(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.room.tick(ELEVEN)
        await it.hands_in("Ada", ELEVEN + MINUTE, 3)
        await it.room.tick(ELEVEN + 14 * MINUTE)
        assert it.platform.updates == 0
        await it.room.tick(ELEVEN + TURN)
        (said,) = it.digests()
        assert "1 review in, from 1 of 3 students; 2 are missing." in said
        assert said.endswith("As of 11:15 AM PST. I keep it up to date until 1:11 PM PST.")
        for minutes in (30, 45, 60, 75, 90, 110):
            await it.room.tick(ELEVEN + minutes * MINUTE)
        assert it.platform.updates == 1, "nothing was new"
        await it.hands_in("Ben", CLASS - MINUTE, 1)
        await it.room.tick(CLASS - MINUTE)
        await it.room.tick(CLASS)
        (said,) = it.digests()
        assert "2 reviews in, from 2 of 3 students; 1 is missing." in said
        assert said.endswith("As of 1:00 PM PST. I keep it up to date until 1:11 PM PST.")
        await it.hands_in("Cem", CLASS + 10 * MINUTE, 2)
        for minutes in (1, 10, 11):
            await it.room.tick(CLASS + minutes * MINUTE)
        (said,) = it.digests()
        assert "3 reviews in, from 3 of 3 students." in said, "what came in the grace is in it"
        assert said.endswith("Final, as of 1:11 PM PST. /review digest shows what came later.")
        await it.hands_in("Cem", CLASS + 12 * MINUTE, 3)
        for minutes in (12, 15, 26, 30, 59, 61, 71):
            await it.room.tick(CLASS + minutes * MINUTE)
        assert (it.platform.updates, it.digests()) == (3, [said]), "the class has begun"


async def test_the_last_time_it_says_that_it_is_final_also_where_nothing_is_new(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.room.tick(ELEVEN)
        assert it.digests()[0].endswith("As of 11:00 AM PST. I keep it up to date until 1:11 PM PST.")
        for minutes in (0, 10, 11, 12, 30):
            await it.room.tick(CLASS + minutes * MINUTE)
        assert it.digests()[0].endswith("Final, as of 1:11 PM PST. /review digest shows what came later.")
        assert it.platform.updates == 1


async def test_what_failed_is_tried_at_the_next_turn_also_after_class_began(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.room.tick(ELEVEN)
        await it.hands_in("Ada", ELEVEN + MINUTE, 3)
        it.platform.failing = [OutcomeUnknown("no answer"), RuntimeError("a bug")]
        for minutes in (15, 16, 29, 30):
            await it.room.tick(ELEVEN + minutes * MINUTE)
        assert (it.platform.updates, it.platform.failing) == (0, [])
        await it.room.tick(ELEVEN + 45 * MINUTE)
        assert it.platform.updates == 1
        await it.hands_in("Ben", CLASS - MINUTE, 1)
        it.platform.failing = [OutcomeUnknown("no answer")]
        await it.room.tick(CLASS)
        await it.room.tick(CLASS + TURN)
        assert it.platform.updates == 2
        assert "2 reviews in, from 2 of 3 students; 1 is missing." in it.digests()[0]


async def test_who_has_more_time_is_not_missing_and_the_next_tick_is_when_it_is_final(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.hands_in("Ada", at(31, 10), 3)
        ben = next(one for one in await it.room.app.database.run.read(people.members, "seminar") if one.name == "Ben")
        more = ReviewGrant(
            course="seminar", person=ben.person, kind="extension", session="first", offset=2 * DAY, granted_at=ELEVEN
        )
        await it.room.app.database.run(grants.add, more)
        await it.room.tick(ELEVEN)
        assert "1 review in, from 1 of 3 students; 1 is missing, 1 has more time." in it.digests()[0]
        now = ELEVEN
        while (coming := await it.room.app.tick(now)) is not None and coming < CLASS + DAY:
            now = coming
        assert "Final, as of" in it.digests()[0]


async def test_a_class_that_moves_to_another_day_has_another_one_and_that_is_kept_up_to_date(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.hands_in("Ada", at(31, 10), 3)
        await it.room.tick(ELEVEN)
        await it.room.edit(TEXT.replace("date: 2022-01-31", "date: 2022-02-02"))
        for minutes in (0, 1):
            await it.room.tick(ELEVEN + 2 * DAY + minutes * MINUTE)
        assert [text.splitlines()[1] for text in it.digests()] == [
            "1 review in, from 1 of 3 students; 2 are missing."
        ] * 2
        await it.hands_in("Ben", ELEVEN + 2 * DAY + MINUTE, 1)
        await it.room.tick(ELEVEN + 2 * DAY + TURN)
        assert [text.splitlines()[1] for text in it.digests()] == [
            "1 review in, from 1 of 3 students; 2 are missing.",
            "2 reviews in, from 2 of 3 students; 1 is missing.",
        ]


async def test_one_that_was_deleted_stays_away(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.room.tick(ELEVEN)
        it.platform.posts[STAFF].clear()
        await it.hands_in("Ada", ELEVEN + MINUTE, 3)
        it.platform.failing = [PostRefused("it is not there")] * 9
        for turn in range(1, 10):
            await it.room.tick(ELEVEN + turn * TURN)
        assert it.digests() == []


async def test_a_paused_course_is_not_refreshed_until_it_goes_on(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.room.tick(ELEVEN)
        await it.hands_in("Ada", ELEVEN + MINUTE, 3)
        await it.app.database.run(control.pause, "seminar", until=None, reason="", now=ELEVEN + MINUTE, by=None)
        for turn in range(1, 5):
            await it.room.tick(ELEVEN + turn * TURN)
        assert it.platform.updates == 0
        await it.app.database.run(control.resume, "seminar", now=ELEVEN + 61 * MINUTE, by=None)
        await it.room.tick(ELEVEN + 5 * TURN)
        assert it.platform.updates == 1


async def test_in_rehearsal_staff_have_it_too_and_nobody_else(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, live=False) as it:
        await it.hands_in("Ada", at(31, 10), 3)
        await it.room.tick(ELEVEN)
        assert len(it.digests()) == 1
        elsewhere = [text for channel in it.platform.posts.keys() - {STAFF} for text in it.platform.texts(channel)]
        assert not any("Reviews: " in text for text in elsewhere)


async def test_after_the_class_it_is_not_made_up_for(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.hands_in("Ada", at(31, 10), 3)
        await it.room.tick(CLASS)
        assert it.digests() == []


async def test_where_nobody_owes_anything_nothing_is_said(database_url: str, tmp_path: Path) -> None:
    async with staffroom(database_url, tmp_path, at=START, text=TEXT, channels=Slow()) as room:
        await room.tick(ELEVEN)
        await room.tick(ELEVEN + TURN)
        assert [text for text in room.channels.texts(STAFF) if text.startswith("Reviews: ")] == []


async def test_a_class_of_unknown_hour_has_it_until_the_end_of_the_day(database_url: str, tmp_path: Path) -> None:
    text = TEXT.replace(
        "date: 2022-01-31\n", "date: 2022-01-31\n    start: unknown\n    review: {due: the day before at 23:59}\n"
    )
    async with seminar(database_url, tmp_path, text=text) as it:
        await it.hands_in("Ada", at(30, 22), 3)
        await it.room.tick(at(30, 23, 59))
        assert it.digests()[0].endswith("I keep it up to date until Tue 1 Feb, 12:00 AM PST.")
        await it.hands_in("Ben", at(31, 20), 1)
        await it.room.tick(at(31, 21))
        assert it.platform.updates == 1


@pytest.mark.both_databases
async def test_of_several_processes_one_takes_a_turn_and_the_newer_stays(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        other = open_app(
            database_url=database_url, platforms=[it.platform], service=not database_url.startswith("sqlite")
        )
        try:
            await other.take_in(it.room.file, START)
            await asyncio.gather(*(app.tick(ELEVEN) for app in (it.app, other)))
            await it.hands_in("Ada", ELEVEN + MINUTE, 3)
            for minutes in (15, 16, 30):
                await asyncio.gather(*(app.tick(ELEVEN + minutes * MINUTE) for app in (it.app, other)))
            assert it.platform.updates == 1
            await it.hands_in("Ben", ELEVEN + 31 * MINUTE, 1)
            it.platform.held, it.platform.reached = asyncio.Event(), asyncio.Event()
            frozen = asyncio.create_task(it.app.refreshing.tick([await it.course()], ELEVEN + 3 * TURN))
            await it.platform.reached.wait()
            held, it.platform.held = it.platform.held, None
            await it.hands_in("Cem", ELEVEN + 50 * MINUTE, 2)
            await other.tick(ELEVEN + 4 * TURN)
            assert "3 reviews in, from 3 of 3 students." in it.digests()[0]
            held.set()
            await frozen
            assert "2 reviews in, from 2 of 3 students; 1 is missing." in it.digests()[0], "the older came in last"
            await other.tick(ELEVEN + 5 * TURN)
            assert "3 reviews in, from 3 of 3 students." in it.digests()[0], "and is put right at the next turn"
            before = it.platform.updates
            for app in (it.app, other):
                await app.tick(ELEVEN + 6 * TURN)
            assert it.platform.updates == before
        finally:
            await other.close()


@pytest.mark.parametrize("reached", [False, True])
async def test_a_process_that_died_in_its_turn_leaves_it_to_the_next(
    database_url: str, tmp_path: Path, reached: bool
) -> None:
    """Killed before or after the platform had the change, never having written down that it had."""

    async def dead(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    async with seminar(database_url, tmp_path) as it:
        await it.room.tick(ELEVEN)
        await it.hands_in("Ada", ELEVEN + MINUTE, 3)
        whole, it.platform.held = it.app.refreshing.run, asyncio.Event()
        it.platform.reached = asyncio.Event()
        turn = asyncio.create_task(it.app.refreshing.tick([await it.course()], ELEVEN + TURN))
        await it.platform.reached.wait()
        if reached:
            it.app.refreshing.run = dead  # type: ignore[assignment]  # the process is gone before it writes
            it.platform.held.set()
        else:
            turn.cancel()
        await asyncio.wait({turn})
        assert turn.cancelled()
        it.app.refreshing.run, it.platform.held = whole, None
        await it.room.tick(ELEVEN + 2 * TURN)
        assert "1 review in, from 1 of 3 students; 2 are missing." in it.digests()[0]
        before = it.platform.updates
        await it.room.tick(ELEVEN + 3 * TURN)
        assert it.platform.updates == before, "now it is known to stand there"
