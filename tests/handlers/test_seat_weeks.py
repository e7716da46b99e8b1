"""A class of which only the week is known: it is called so, and staff are told nothing as of a day."""

from __future__ import annotations

from bot.conversation.plain import plain
from bot.conversation.reply import Reply, paragraph
from bot.course.seat_rules import refusal
from bot.course.signups import seats_by_key
from bot.services import class_start, preflight
from bot.store.database import Database
from handlers.seat_words import seat_line, seat_text, why
from tests.support.seat_desk import SESSIONS, START, holding, key, la, seat_desk, small, taken
from tests.support.seat_said import edits, said

CRITIC = key("rdd", "critic")
WEEK = SESSIONS.replace("date: 2022-02-07", "week_of: 2022-02-07")


def test_a_week_is_called_a_week() -> None:
    course = small(WEEK)
    seats = seats_by_key(course)
    assert seat_text(seats[CRITIC]) == "Critic for ‘Big Data’, week of Mon 7 Feb"
    assert plain(Reply((paragraph(*seat_line(course, seats[CRITIC])),))) == "Critic for Big Data, week of Mon 7 Feb"
    held = taken(course, holding(CRITIC, 1))
    barred = refusal(held, seats[key("rdd", "advocate")], 1, START)
    assert barred is not None
    assert why(held, barred, {}) == "you are Critic in the week of Mon 7 Feb"


def test_staff_are_told_nothing_as_of_a_day() -> None:
    for occasion in (class_start.OCCASION, preflight.OCCASION):
        assert [hour.session.id for hour in occasion.hours(small(WEEK))][:2] == ["raft", "zero"]


async def test_in_that_week_a_seat_can_be_taken_given_back_late_and_marked(database: Database) -> None:
    desk = await seat_desk(database, small(WEEK))
    desk.now = la(9, 12, month=2)
    await desk.taken("ada", CRITIC)
    window = desk.window("ada")
    await window.says("signup drop")
    assert "I tell the staff at once" in plain(window.reply)
    board = await desk.door().ask("tess", "course marks big data")
    shown = plain(await desk.door().press("tess", board, "Presented"))
    assert "Written down: Ada presented, as Critic for ‘Big Data’, week of Mon 7 Feb." in shown


async def test_a_class_whose_day_becomes_a_week_has_moved(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    await edits(desk, small(WEEK))
    lead = "‘Big Data’ has moved: your seat as Critic is "
    assert (await said(desk))["ada"][0].startswith(
        f"{lead}in the week of Mon 7 Feb now (it was Mon 7 Feb, 1:00 PM PST)"
    )
    await edits(desk, small())
    assert (await said(desk))["ada"][0].startswith(f"{lead}on Mon 7 Feb, 1:00 PM PST now (it was week of Mon 7 Feb)")
