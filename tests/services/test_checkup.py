"""The weekly line to staff: always, once a week a course, with what is the case."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_app
from bot.course.model import CourseRole
from bot.services import control
from bot.services.backups import BACKED_UP
from bot.store import marks, people
from tests.support.bots import Bot, running
from tests.support.courses import LOS_ANGELES
from tests.support.loopback import LoopbackPlatform
from tests.support.seminar import SLIDES, STAFF_CHECK_OFF, THREE_CLASSES, taken_in

STAFF, SHARED = "#seminar-staff", "#seminar"
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)
TEXT = THREE_CLASSES.replace(STAFF_CHECK_OFF, "  welcome: on\n")


def at(month: int, day: int, hour: int = 16, minute: int = 0) -> datetime:
    """In Los Angeles, as UTC."""
    return datetime(2022, month, day, hour, minute, tzinfo=LOS_ANGELES).astimezone(UTC)


START = at(1, 25, 12)
FRIDAY = at(1, 28)
MONDAY_MORNING = at(1, 31, 9)

FIRST = (
    "Fri 28 Jan: all is well. Nothing failed this week. In the coming week I post a review reminder (Sun 1:00 PM), "
    "the class of the day (Mon 9:00 AM) and the week’s readings (Tue 9:00 AM). No students yet. I make no backups here."
)


def told(bot: Bot) -> list[str]:
    return [post.text for post in bot.server.visible(STAFF) if "/staff-check/" in post.key]


async def test_on_friday_at_four_it_is_told_once_however_often_the_bot_looks(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.ticks(START, FRIDAY - MINUTE)
        assert told(bot) == []
        await bot.ticks(FRIDAY, FRIDAY + MINUTE, FRIDAY + HOUR, FRIDAY + 2 * DAY, MONDAY_MORNING)
        assert told(bot) == [FIRST]
        await bot.app.close()
        async with taken_in(database_url, tmp_path, LoopbackPlatform(bot.server.port), at=FRIDAY, text=TEXT) as (
            app,
            _,
        ):
            await app.tick(FRIDAY + DAY)
        assert told(bot) == [FIRST]


async def test_it_tells_students_and_the_last_backup(database_url: str, tmp_path: Path) -> None:
    def enter(connection: people.Connection) -> None:
        for name, role in (("Ada", "student"), ("Ben", "student"), ("Cy", "auditor"), ("Ira", "instructor")):
            person = people.ensure_account(
                connection, platform="console", workspace="W", user_id=name, name=name, now=START
            )
            people.set_membership(connection, course="seminar", person_id=person, role=CourseRole(role), now=START)
        marks.set_mark(connection, BACKED_UP, at(1, 28, 3, 10))

    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.run(enter)
        await bot.ticks(START, FRIDAY)
        (line,) = told(bot)
        assert line.endswith(" 2 students. Last backup: today, 3:10 AM.")


async def test_it_goes_out_every_week_also_when_nothing_is_left_to_post(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        fridays = [at(month, day) for month, day in ((2, 18), (2, 25), (3, 4), (3, 11), (3, 18), (3, 25))]
        for friday in fridays:
            await bot.ticks(friday - MINUTE, friday)
        days = [line.partition(":")[0] for line in told(bot)]
        assert days == ["Fri 18 Feb", "Fri 25 Feb", "Fri 4 Mar", "Fri 11 Mar", "Fri 18 Mar", "Fri 25 Mar"]
        assert "The schedule has nothing more to post." in told(bot)[-1]
        assert fridays[4] - fridays[3] == WEEK - HOUR, "the clocks were changed between them"


async def test_a_rehearsal_and_a_pause_are_told(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT, live=False) as bot:
        await bot.ticks(FRIDAY)
        assert "This is still a rehearsal" in told(bot)[0]
        await bot.run(control.pause, "seminar", until=None, reason="", now=FRIDAY + DAY, by=None)
        await bot.ticks(FRIDAY + WEEK)
        assert "I am paused until somebody types /course resume." in told(bot)[1]


async def test_after_a_weekend_down_it_is_late_until_monday_morning_and_then_left_out(
    database_url: str, tmp_path: Path
) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.ticks(START, MONDAY_MORNING - MINUTE)
        (line,) = told(bot)
        assert line.startswith("Mon 31 Jan: all is well.")
        await bot.ticks(FRIDAY + WEEK + timedelta(days=2, hours=17))
        assert told(bot) == [line], "Monday at nine"
        await bot.ticks(FRIDAY + 2 * WEEK)
        assert len(told(bot)) == 2


async def test_a_course_that_is_new_on_saturday_waits_for_its_first_friday(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=FRIDAY + HOUR, text=TEXT) as bot:
        await bot.ticks(FRIDAY + HOUR, FRIDAY + DAY)
        assert told(bot) == []


async def test_what_failed_is_named_once(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.ticks(START, at(1, 30, 13), at(1, 30, 14))
        bot.server.refused_channels.add(SHARED)
        await bot.ticks(*(at(1, 31, 9) + minutes * MINUTE for minutes in (*range(0, 230, 20), 239)))
        bot.server.refused_channels.clear()
        await bot.ticks(at(2, 1, 9), FRIDAY + WEEK, FRIDAY + 2 * WEEK)
        first, second, third = told(bot)
        assert "Nothing failed" in first
        assert second.startswith("Fri 4 Feb: please have a look. 1 post did not go out (“Today: Big Data Systems”). In")
        assert third.startswith(
            "Fri 11 Feb: please have a look. 3 posts were over before I could send them (“Project proposal due”, "
            "“Review due: Hardware” and “Today: Hardware”). In"
        ), "it was down for a week, and the reminder of the day before went out"


async def test_what_waits_for_staff_is_told_while_they_can_still_decide(database_url: str, tmp_path: Path) -> None:
    slides = "  - id: second\n"
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.ticks(START)
        bot.server.next("post", "drop_after")
        bot.server.unreadable = True
        await bot.edit(slides, SLIDES + slides, at(1, 27, 9))
        await bot.ticks(at(1, 27, 9), at(1, 27, 10), FRIDAY)
        assert "1 post waits for your decision (“Slides: Big Data Systems”)." in told(bot)[0]
        await bot.ticks(FRIDAY + WEEK)
        assert "Slides" not in told(bot)[1], "it is over, and was told"


async def test_what_is_tried_in_vain_is_told(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.edit("project, due: 2022-02-11 17:00", "project, due: 2022-02-11 15:30, remind: [7d]", START)
        await bot.ticks(START, at(1, 28), at(1, 30, 13), at(1, 31, 9), at(2, 1, 9))
        bot.server.next("post", "down", "down", "down")
        await bot.ticks(at(2, 4, 15, 30), at(2, 4, 15, 59), at(2, 4, 16))
        assert "1 post is late, I keep trying (“Project proposal due”)." in told(bot)[-1]


@pytest.mark.both_databases
async def test_of_several_processes_one_tells_it(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.ticks(START)
        other = open_app(
            database_url=database_url,
            platforms=[LoopbackPlatform(bot.server.port)],
            service=not database_url.startswith("sqlite"),
        )
        try:
            await other.take_in(bot.file, START)
            await asyncio.gather(*(app.tick(FRIDAY) for app in (bot.app, other)))
            for app in (bot.app, other):
                await app.tick(FRIDAY + 15 * MINUTE)
        finally:
            await other.close()
        assert told(bot) == [FIRST]


async def test_it_can_be_turned_off_and_moved_but_not_said_twice_in_a_week(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, tmp_path, at=START, text=TEXT) as bot:
        await bot.edit("  welcome: on\n", "  staff_check: {on: thu, at: '8:30'}\n", START)
        await bot.ticks(START, at(1, 27, 8, 29))
        assert told(bot) == []
        await bot.ticks(at(1, 27, 8, 30))
        assert [line.partition(":")[0] for line in told(bot)] == ["Thu 27 Jan"]
        await bot.edit("on: thu", "on: sat", at(1, 28))
        await bot.ticks(at(1, 29, 9))
        assert len(told(bot)) == 1
        await bot.edit("{on: sat, at: '8:30'}", "off", at(1, 30))
        await bot.ticks(at(2, 5, 9), at(2, 12, 9))
        assert len(told(bot)) == 1
