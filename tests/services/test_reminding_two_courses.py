"""One message for one instant, also where somebody is in two courses; each course keeps its own pause and its own rows."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversation.port import OutcomeUnknown, PlatformDown
from bot.course.model import CourseRole
from bot.services import control, roster
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.bot_process import go_live
from tests.support.databases import on_sqlite
from tests.support.reminded_seminar import DUE, HOUR, MINUTE, MORNING, START, SUNDAY, TEXT, Seminar, seminar
from tests.support.staffroom import button

LAB = (
    TEXT.replace("id: seminar", "id: tpu-lab")
    .replace("Reading Seminar", "Hardware Lab")
    .replace('"#seminar', '"#lab')
    .replace("term: Spring 2022", "term: Spring 2022\n  command_prefix: lab-")
    .replace("id: first", "id: opening")
    .replace("id: rdd", "id: roofline")
    .replace("id: spark", "id: tpu")
    .replace("Big Data Systems", "Accelerators")
    .replace("Resilient Distributed Datasets", "Roofline")
    .replace("title: Spark", "title: TPU")
)
ONE = (
    "Reading Seminar\n"
    "2 reviews for Big Data Systems are due Mon 31 Jan, 1:00 PM PST (in 1 d)."
    "\n• ‘Resilient Distributed Datasets’: not started\n• ‘Spark’: not started\n"
    "[Write: Resilient Distributed Datasets] [Write: Spark]\n[Snooze 2 h] [I can’t make this]\n"
    "Hardware Lab\n"
    "2 reviews for Accelerators are due Mon 31 Jan, 1:00 PM PST (in 1 d)."
    "\n• ‘Roofline’: not started\n• ‘TPU’: not started\n"
    "[Write: Roofline] [Write: TPU]\n[Snooze 2 h] [I can’t make this]"
)


@asynccontextmanager
async def both(
    database_url: str, folder: Path, *, students: tuple[str, ...] = ("ada",), text: str = LAB
) -> AsyncIterator[Seminar]:
    """The seminar and the lab, live; the students are in both."""
    async with seminar(database_url, folder, students=students) as it:
        file = folder / "lab.yaml"
        file.write_text(text, encoding="utf-8")
        await it.room.app.take_in(file, START)
        for name in students:
            await it.room.join(name.title(), CourseRole.STUDENT, course="tpu-lab")
        await go_live(it.room.app, START)
        for course in await it.room.app.courses():
            await it.room.app.database.run(roster.confirm, course=course, now=START, by=None)
        await it.ticks(START)
        yield it


async def test_two_courses_with_one_deadline_are_one_message(database_url: str, tmp_path: Path) -> None:
    async with both(database_url, tmp_path) as it:
        await it.ticks(SUNDAY, SUNDAY + MINUTE, SUNDAY + HOUR)
        assert it.texts("ada") == [ONE]
        assert await it.rows() == ["ada first/P1D sent", "ada opening/P1D skipped"]
        await it.ticks(MORNING)
        assert len(it.texts("ada")) == 2


async def test_a_class_in_two_courses_has_one_message_each(database_url: str, tmp_path: Path) -> None:
    """More than are claimed at once."""
    many = tuple(f"pupil{number}" for number in range(10))
    async with both(database_url, tmp_path, students=many) as it:
        await it.ticks(SUNDAY, SUNDAY + MINUTE)
        for name in many:
            (said,) = it.texts(name)
            assert re.findall("reviews for (.*) are", said) == ["Big Data Systems", "Accelerators"]


async def test_of_a_course_that_is_done_with_nothing_is_said_beside_the_other(
    database_url: str, tmp_path: Path
) -> None:
    async with both(database_url, tmp_path) as it:
        for paper in ("rdd", "spark"):
            await it.hands_in("ada", paper)
        await it.ticks(SUNDAY)
        said = it.texts("ada")[-1]
        assert said.startswith("2 reviews for Accelerators are due")
        assert "Hardware Lab" not in said, "the name of a course is said only where there are two"


@pytest.mark.parametrize(("paused", "said"), [("seminar", "Accelerators"), ("tpu-lab", "Big Data Systems")])
async def test_a_pause_of_one_course_holds_back_its_own_part_alone(
    paused: str, said: str, database_url: str, tmp_path: Path
) -> None:
    async with both(database_url, tmp_path) as it:
        run = it.room.app.database.run
        await run(control.pause, paused, until=None, reason="", now=SUNDAY - MINUTE, by=None)
        await it.ticks(SUNDAY)
        (first,) = it.texts("ada")
        assert first.startswith(f"2 reviews for {said} are due")
        await run(control.resume, paused, now=SUNDAY + HOUR, by=None)
        await it.ticks(SUNDAY + HOUR)
        assert len(it.texts("ada")) == 2
        assert said not in it.texts("ada")[1]


@pytest.mark.both_databases(postgresql="torture")
async def test_what_could_not_be_sent_together_is_lost_for_neither_course(database_url: str, tmp_path: Path) -> None:
    """Slack is down at the instant, and then the first course is paused: the other goes out all the same."""
    async with both(database_url, tmp_path) as it:
        it.room.channels.trouble["ada"] = PlatformDown("no way through")
        await it.ticks(SUNDAY)
        assert await it.rows() == ["ada first/P1D waiting", "ada opening/P1D waiting"]
        it.room.channels.trouble.clear()
        await it.room.app.database.run(control.pause, "seminar", until=None, reason="", now=SUNDAY, by=None)
        await it.ticks(SUNDAY + MINUTE)
        (said,) = it.texts("ada")
        assert said.startswith("2 reviews for Accelerators are due")


async def test_tried_again_it_is_one_message_again(database_url: str, tmp_path: Path) -> None:
    async with both(database_url, tmp_path) as it:
        it.room.channels.trouble["ada"] = PlatformDown("no way through")
        await it.ticks(SUNDAY)
        it.room.channels.trouble.clear()
        await it.ticks(SUNDAY + MINUTE, SUNDAY + 2 * MINUTE)
        (said,) = it.texts("ada")
        assert re.findall("reviews for (.*) are", said) == ["Big Data Systems", "Accelerators"]
        assert await it.rows() == ["ada first/P1D sent", "ada opening/P1D skipped"]


async def test_a_message_that_may_be_there_is_looked_for_whole(database_url: str, tmp_path: Path) -> None:
    """Nobody knows whether it got through: it did not, and both courses are told of, each once."""
    async with both(database_url, tmp_path) as it:
        it.room.channels.trouble["ada"] = OutcomeUnknown("no answer")
        await it.ticks(SUNDAY)
        assert it.texts("ada") == []
        it.room.channels.trouble.clear()
        await it.ticks(*(SUNDAY + number * MINUTE for number in (1, 2, 3)))
        said = "\n".join(it.texts("ada"))
        assert re.findall("reviews for (.*) are", said) == ["Big Data Systems", "Accelerators"]


async def test_each_part_is_put_off_by_its_own_button(database_url: str, tmp_path: Path) -> None:
    async with both(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        ada = await it.room.join("Ada", CourseRole.STUDENT)
        (_, _, reply) = it.room.channels.posts["ada"][0]
        assert "I will remind you again" in await ada.presses(button(reply, "Snooze 2 h"))
        await it.ticks(SUNDAY + 2 * HOUR)
        assert re.findall("reviews for (.*) are", it.texts("ada")[-1]) == ["Big Data Systems"]


async def test_after_the_deadline_the_morning_has_one_message_too(database_url: str, tmp_path: Path) -> None:
    async with both(database_url, tmp_path) as it:
        await it.ticks(SUNDAY, MORNING, DUE, DUE + 20 * HOUR)
        assert re.findall("reviews for (.*) were", it.texts("ada")[-1]) == ["Big Data Systems", "Accelerators"]
        assert len(it.texts("ada")) == 3


async def test_what_is_given_up_together_is_said_by_neither_course(database_url: str, tmp_path: Path) -> None:
    """The last attempt fails too: staff of both courses hear of it, and the other part is not taken for said."""
    async with both(database_url, tmp_path) as it:
        it.room.channels.trouble["ada"] = PlatformDown("no way through")
        await it.ticks(SUNDAY)
        over = await it.room.app.database.run.read(_over)
        await it.ticks(over - MINUTE / 2)
        assert "ada first/P1D failed" in await it.rows()
        it.room.channels.trouble.clear()
        await it.ticks(over)
        (said,) = it.texts("ada")
        assert "in 3 h" in said, "of the one before nothing was said"
        for staff in ("#seminar-staff", "#lab-staff"):
            assert "A post did not go out: “A reminder” for Ada" in "\n".join(it.texts(staff)), staff


@on_sqlite
async def test_what_cannot_be_entered_of_one_course_keeps_nothing_of_the_other(
    database_url: str, tmp_path: Path
) -> None:
    async with both(database_url, tmp_path) as it:
        await it.room.app.database.run(_refuse_rows_of_the_lab)
        await it.ticks(SUNDAY)
        (said,) = it.texts("ada")
        assert "Big Data Systems" in said
        assert "Accelerators" not in said
        await it.room.app.database.run(_refuse_nothing)
        await it.ticks(SUNDAY + 2 * MINUTE)
        assert ["Accelerators" in text for text in it.texts("ada")] == [False, True]


def _refuse_rows_of_the_lab(connection: Connection) -> None:
    """As a disk or a bug would that only meets the rows of one course."""
    connection.execute(
        sa.text(
            "CREATE TRIGGER no_lab BEFORE INSERT ON delivery WHEN NEW.course = 'tpu-lab' "
            "BEGIN SELECT RAISE(ABORT, 'not this one'); END"
        )
    )


def _refuse_nothing(connection: Connection) -> None:
    connection.execute(sa.text("DROP TRIGGER no_lab"))


def _over(connection: Connection) -> datetime:
    """When the first reminder is over."""
    query = delivery.select().where(delivery.c.kind == "reminder").order_by(delivery.c.id).limit(1)
    stale_after: datetime = connection.execute(query).one().stale_after
    return stale_after
