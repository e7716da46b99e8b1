"""The dialog before a nudge: who is named and why, and what stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.services import control
from tests.support.reminded_seminar import BEGUN, DUE, HOUR, MINUTE, MORNING, Seminar, seminar
from tests.support.staffroom import Person, button

AT = DUE + 2 * HOUR


async def staff(it: Seminar) -> Person:
    it.room.now = AT
    return await it.room.join("Tia", CourseRole.TA)


async def test_it_says_who_gets_what_and_who_does_not(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "eve", "gil")) as it:
        await it.hands_in("eve", "rdd", now=MORNING, answers=BEGUN)
        await it.sets("gil", reminders="off")
        await it.sets("eve", timezone="Asia/Kolkata")
        tia = await staff(it)
        said = await tia.says("/course nudge big data")
        assert "2 people get this: Ada and Eve (draft). It is night now for Eve." in said
        assert "Reminders turned off: Gil is left out, unless you say otherwise.\n[Also Gil]" in said
        assert "As an example, Ada reads this:\nHello! The staff of Reading Seminar" in said
        assert "[Send to 2] [Only the 1 who has not begun] [Cancel]" in said
        shown = tia.reply
        assert "3 people get this" in await tia.presses(button(shown, "Also Gil"))
        assert "Nobody was nudged." in await tia.presses(button(shown, "Cancel"))
        assert "Sent to 1: Ada." in await tia.presses(button(shown, "Only the 1 who has not begun"))
        it.room.now = AT + 3 * HOUR
        again = await tia.presses(button(shown, "Send to 2"))
        assert "Tia nudged 1 person about this 3 h ago: Mon 31 Jan, 3:00 PM PST. Nobody was nudged again." in again
        await tia.presses(button(tia.reply, "Nudge again …"))
        assert "nudged 1 person about this 3 h ago" in plain(tia.reply)
        assert "[Send to 2 again]" in plain(tia.reply)
        listed = await tia.says("/course missing big data")
        assert "Tia nudged 1 person about this 3 h ago" in listed
        assert "Nudge: Big Data Systems" in await tia.presses(button(tia.reply, "Nudge them …"))


async def test_who_has_more_time_or_is_excused_is_named_where_nobody_is_left(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "eve")) as it:
        await it.grants("ada", "extension", by=48 * HOUR)
        await it.grants("eve", "excuse")
        tia = await staff(it)
        said = "Nobody to nudge: Ada has more time (until Wed 2 Feb, 1:00 PM PST), Eve is excused."
        assert said in await tia.says("/course nudge big data")


async def test_once_nothing_is_taken_any_more_there_is_nobody_to_nudge(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        tia = await staff(it)
        await tia.says("/course nudge")
        shown = tia.reply
        it.room.now = DUE + 30 * HOUR
        assert "there is nobody to nudge" in await tia.says("/course nudge big data")
        assert "nobody owes it any more" in await tia.presses(button(shown, "Send to 1"))
        await it.ticks(it.room.now + MINUTE)
        assert await it.rows("nudge") == []


@pytest.mark.parametrize(
    ("live", "right", "said"),
    [
        (False, True, "This is a preview only: before you go live I write to no student."),
        (True, False, "I write to nobody about work until you have said that the roster is right.\n[Roster …]"),
    ],
)
async def test_before_the_course_runs_it_is_a_preview_only(
    live: bool, right: bool, said: str, database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path, live=live, right=right) as it:
        tia = await staff(it)
        shown = await tia.says("/course nudge")
        assert "1 person gets this: Ada." in shown
        assert said in shown
        assert "[Send" not in shown


async def test_a_pause_is_told_and_old_buttons_are_harmless(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.room.app.database.run(control.pause, "seminar", until=None, reason="", now=AT, by=None)
        tia = await staff(it)
        assert "A nudge goes out all the same, since you ask for it." in await tia.says("/course nudge")
        for arguments in (("first",), ("gone", "1", "all", ""), ("first", "x", "all", ""), ("first", "1", "some", "")):
            said = await tia.presses(Action("nudgeit", "seminar", arguments))
            assert said == "That button is from an older message and no longer works."
        assert await it.rows("nudge") == []
