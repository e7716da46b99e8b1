"""Who has handed in: the line to staff and the list, for staff alone and in private."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.services.tallying import Lot
from bot.store import people
from bot.store.database import Connection
from handlers.tally import numbers
from tests.support.reminded_seminar import (
    BEGUN,
    DAY,
    DUE,
    HOUR,
    MINUTE,
    MORNING,
    STAFF,
    START,
    SUNDAY,
    TEXT,
    Seminar,
    seminar,
)
from tests.support.staffroom import button

STUDENTS = ("ada", "bob", "cy", "dee", "eve", "fay")


async def fill(it: Seminar) -> None:
    """Ada has more time, Bob is excused, Cy is done, Dee half, Eve has a draft, Fay has nothing."""
    await it.grants("ada", "extension", by=DAY)
    await it.grants("bob", "excuse")
    for who, paper in (("cy", "rdd"), ("cy", "spark"), ("dee", "rdd")):
        await it.hands_in(who, paper, now=MORNING)
    await it.hands_in("eve", "rdd", now=MORNING, answers=BEGUN)


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
            "[Nudge them …]\n"
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


async def test_two_of_one_name_are_told_apart_wherever_staff_look(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "bob")) as it:
        tia = await it.room.join("Tia", CourseRole.TA)
        await it.hands_in("bob", "rdd", now=MORNING)

        def alike(connection: Connection) -> None:
            for who in ("ada", "bob"):
                people.rename(connection, it.persons[who], "Alex Kim")
                people.note_email(connection, it.persons[who], f"{who}@example.edu")

        await it.room.app.database.run(alike)
        said = await tia.says("/course missing first")
        assert "Alex Kim (ada@example.edu)" in said
        assert "Alex Kim (bob@example.edu) (1 of 2)" in said
        assert "Alex Kim (ada@example.edu) and Alex Kim (bob@example.edu)" in await tia.says("/course nudge first")
        it.room.now = DUE + 9 * DAY
        assert "Alex Kim (ada@example.edu) (2 missing)" in await tia.says("/course overview")


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
        said = await tia.says("/course missing xyzzy")
        assert said.startswith("No paper, class or week fits “xyzzy”. Type words of a title, week 3, class 5, a day, ")
        assert said.endswith("[Big Data Systems] [Hardware]\nLike this: /course missing week 3")


MEANT = {
    "week 1": "Big Data Systems",
    "WEEK 2": "Hardware",
    "w2": "Hardware",
    "class 1": "Big Data Systems",
    "lecture 2": "Hardware",
    "#2": "Hardware",
    "2": "Hardware",
    "next": "Hardware",
    "last": "Big Data Systems",
    "this week": "Big Data Systems",
    "next week": "Hardware",
    "7 feb": "Hardware",
    "monday": "Hardware",
    "2022-01-31": "Big Data Systems",
}


async def test_a_session_is_also_named_by_its_week_its_number_or_a_day(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        tia = await it.room.join("Tia", CourseRole.TA)
        it.room.now = DUE + HOUR
        for words, session in MEANT.items():
            assert (await tia.says(f"/course missing {words}")).startswith(f"Reviews for {session}\n"), words
        for words in ("week 9", "class 7", "class 0", "1 june", "last week"):
            said = await tia.says(f"/course missing {words}")
            assert said.startswith(f"No paper, class or week fits “{words}”. Type words of a title, week 3"), words


async def test_what_is_late_says_what_it_costs_and_an_excuse_is_shown_of_whoever_wrote_all_the_same(
    database_url: str, tmp_path: Path
) -> None:
    text = TEXT.replace("due: at class start", "due: at class start\n  late_rule: {percent: 10, per: hour}")
    async with seminar(database_url, tmp_path, students=("ada", "bob", "cy", "dee"), text=text) as it:
        for who in ("ada", "bob"):
            for paper in ("rdd", "spark"):
                await it.hands_in(who, paper, now=DUE + 3 * HOUR if who == "ada" else START)
        await it.grants("bob", "excuse")
        await it.hands_in("cy", "rdd", now=DUE + 2 * HOUR)
        await it.hands_in("dee", "rdd", now=START)
        await it.grants("dee", "excuse", paper="spark")
        tia = await it.room.join("Tia", CourseRole.TA)
        it.room.now = DUE + 4 * HOUR
        said = await tia.says("/course missing")
        late = "(‘Resilient Distributed Datasets’ late by 3 h (−30 %), ‘Spark’ late by 3 h (−30 %))"
        assert f"In, late\n• Ada {late}\n" in said
        assert "Some are in\n• Cy (1 of 2, ‘Resilient Distributed Datasets’ late by 2 h (−20 %))" in said
        assert "In\n• Bob (excused)\n• Dee (excused from ‘Spark’)" in said
        it.room.now = DUE + 2 * DAY
        await it.hands_in("cy", "spark", now=DUE + DAY - HOUR, answers=BEGUN)
        assert "accepted it counts as late by 23 h (−100 %)." in await tia.says("/course missing first")


async def test_who_has_done_what_is_needed_in_time_is_in_whatever_comes_late_beside_it(
    database_url: str, tmp_path: Path
) -> None:
    text = TEXT.replace("owe: each required", "owe: {choose: 1}")
    async with seminar(database_url, tmp_path, students=("ada", "bob", "cy"), text=text) as it:
        await it.hands_in("ada", "rdd", now=START)
        await it.hands_in("ada", "spark", now=DUE + HOUR)
        await it.hands_in("bob", "spark", now=DUE + HOUR)
        await it.hands_in("cy", "spark", now=DUE + HOUR)
        await it.grants("cy", "excuse")
        tia = await it.room.join("Tia", CourseRole.TA)
        it.room.now = DUE + 2 * HOUR
        said = await tia.says("/course missing")
        assert "3 in (1 late)." in said
        assert "In, late\n• Bob (‘Spark’ late by 1 h)\nIn\n• Ada\n• Cy (excused)" in said


async def test_an_empty_form_that_was_sent_is_nothing_yet_for_staff_and_for_its_writer(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "eve")) as it:
        await it.hands_in("ada", "rdd", now=START, answers=BEGUN)
        for who in ("ada", "eve"):
            await it.hands_in(who, "rdd", now=START, answers={"sentences": " \n\u200b", "question": "\t"})
        await it.hands_in("ada", "spark", now=START)
        await it.hands_in("ada", "spark", now=START + MINUTE, answers={})
        tia, eve = await it.room.join("Tia", CourseRole.TA), await it.room.join("Eve", CourseRole.STUDENT)
        assert "1 in part, 1 not begun." in await tia.says("/course missing first")
        shown = await eve.says("/review")
        assert "Resilient Distributed Datasets · due Mon 31 Jan, 1:00 PM PST, in 6 d 1 h · not started" in shown
        assert "[Write]" in shown
        await it.ticks(SUNDAY)
        assert "‘Resilient Distributed Datasets’ is due" in it.texts("ada")[-1]
        assert it.texts("ada")[-1].split("\n")[0].endswith("You have not started.")
        assert "‘Resilient Distributed Datasets’: not started" in it.texts("eve")[-1]
        it.room.now = DUE + 2 * DAY
        said = await tia.says("/course missing first")
        assert "1 in part, 1 missing" in said
        assert "Accept" not in said, "there is nothing in them"
        ada = await it.room.join("Ada", CourseRole.STUDENT)
        versions = await ada.presses(Action("rvers", "seminar", ("rdd",)))
        assert "Version 2 · Tue 25 Jan, 12:00 PM PST · an empty draft\n" in versions
        written = await ada.presses(button(ada.reply, "Show version 1"))
        assert "The first of three." in written, "what was written once is there"


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
