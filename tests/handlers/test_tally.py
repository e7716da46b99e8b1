"""Who has handed in: the line to staff and the list, for staff alone and in private."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.services.tallying import Lot
from handlers.tally import numbers
from tests.support.reminded_seminar import DAY, DUE, HOUR, MINUTE, MORNING, STAFF, START, Seminar, seminar
from tests.support.staffroom import button

STUDENTS = ("ada", "bob", "cy", "dee", "eve", "fay")


async def fill(it: Seminar) -> None:
    """Ada has more time, Bob is excused, Cy is done, Dee half, Eve has a draft, Fay has nothing."""
    await it.grants("ada", "extension", by=DAY)
    await it.grants("bob", "excuse")
    for who, paper in (("cy", "rdd"), ("cy", "spark"), ("dee", "rdd")):
        await it.hands_in(who, paper, now=MORNING)
    await it.hands_in("eve", "rdd", now=MORNING, answers={})


async def test_the_button_under_the_line_shows_who_to_whoever_presses(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=STUDENTS) as it:
        await fill(it)
        await it.ticks(DUE + 11 * MINUTE)
        ((_, _, line),) = it.room.channels.posts[STAFF]
        tia = await it.room.join("Tia", CourseRole.TA)
        said = await tia.presses(button(line, "Show who"))
        assert tia.reply.private
        assert not tia.reply.shareable
        assert said == (
            "Reviews for Big Data Systems\n"
            "Was due Mon 31 Jan, 1:00 PM PST. Late ones are taken until Tue 1 Feb, 1:00 PM PST.\n"
            "1 in, 1 in part, 1 draft, 1 missing, 1 excused (1 has more time).\n"
            "Missing\n• Fay\n"
            "Some are in\n• Dee (1 of 2)\n"
            "Drafts, not submitted\n• Eve (draft of ‘Resilient Distributed Datasets’)\n"
            "More time\n• Ada, until Tue 1 Feb, 1:00 PM PST\n"
            "Excused\n• Bob\n"
            "In\n• Cy\n"
            "[Next session]"
        )
        assert it.texts("#seminar") == []


async def test_after_the_close_a_draft_can_be_accepted_as_it_is(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=STUDENTS) as it:
        await fill(it)
        tia = await it.room.join("Tia", CourseRole.TA)
        it.room.now = DUE + DAY - HOUR
        assert "Accept" not in await tia.says("/course missing first")
        it.room.now = DUE + DAY + HOUR
        assert "[Accept as it is: Eve, ‘Resilient Distributed Datasets’]" in await tia.says("/course missing first")
        assert "• Eve, ‘Resilient Distributed Datasets’: unfinished, saved Mon 31 Jan" in plain(tia.reply)
        assert " and never submitted; accepted it counts as on time.\n" in plain(tia.reply)
        action = button(tia.reply, "Accept as it is: Eve, ‘Resilient Distributed Datasets’")
        shown = await tia.presses(button(tia.reply, "Show: Eve, ‘Resilient Distributed Datasets’"))
        assert shown.startswith("Eve: version 1 of Resilient Distributed Datasets")
        assert shown.endswith("[Accept as it is]")
        assert action == Action("racc", "seminar", ("rdd", str(it.persons["eve"]), "1"))
        await tia.presses(action)
        assert "Dee (1 of 2)\n• Eve (1 of 2)" in await tia.says("/course missing first")


async def test_without_words_it_is_the_session_that_is_on_and_words_name_one(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        tia = await it.room.join("Tia", CourseRole.TA)
        it.room.now = START
        assert (await tia.says("/course missing")).startswith("Reviews for Big Data Systems\nDue Mon 31 Jan")
        it.room.now = DUE + HOUR
        assert (await tia.says("/course missing")).startswith("Reviews for Big Data Systems\nWas due")
        it.room.now = DUE + 3 * DAY
        assert (await tia.says("/course missing")).startswith("Reviews for Big Data Systems\nWas due")
        assert (await tia.presses(button(tia.reply, "Next session"))).startswith("Reviews for Hardware")
        assert (await tia.presses(button(tia.reply, "Previous session"))).startswith("Reviews for Big Data Systems")
        it.room.now = DUE + 3 * DAY + MINUTE
        assert (await tia.says("/course missing")).startswith("Reviews for Hardware")
        assert (await tia.says("/course missing big dta")).startswith("Reviews for Big Data Systems")
        assert (await tia.says("/course missing eyeris")).startswith("Reviews for Hardware")
        assert "is like “xyzzy”" in await tia.says("/course missing xyzzy")


async def test_students_do_not_see_it(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=STUDENTS) as it:
        await fill(it)
        ada = await it.room.join("Ada", CourseRole.STUDENT)
        for answer in (await ada.says("/course missing"), await ada.presses(Action("tally", "seminar", ("first",)))):
            assert answer.startswith("Sorry, only staff")


def test_numbers_say_only_what_there_is() -> None:
    assert numbers({Lot.IN: 18, Lot.DRAFT: 2, Lot.MISSING: 3, Lot.EXCUSED: 1, Lot.MORE_TIME: 2}, over=True) == (
        "18 in, 2 drafts, 3 missing, 1 excused (2 have more time)"
    )
    assert numbers({Lot.IN: 2, Lot.LATE: 1}, over=True) == "3 in (1 late)"
    assert numbers({Lot.MISSING: 2}, over=False) == "0 in, 2 not begun"
    assert numbers({}, over=True) == "0 in"
