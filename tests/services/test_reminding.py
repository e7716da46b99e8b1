"""Reminders with the whole bot: who hears what and when, once, and what staff are told at the deadline."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.course.model import CourseRole
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError
from bot.services import control, reminding, roster
from bot.store import grants, people
from bot.store.database import Connection
from tests.support.reminded_seminar import (
    AFTER,
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
    la,
    person_of,
    seminar,
)
from tests.support.staffroom import button

CLOSED = DUE + DAY
SECOND = MINUTE / 60
ALL = (SUNDAY - MINUTE, SUNDAY, SUNDAY + MINUTE, MORNING, MORNING + HOUR, DUE, AFTER, AFTER + HOUR, CLOSED + DAY)


PAPERS = (
    "\n• ‘Resilient Distributed Datasets’: not started\n• ‘Spark’: not started\n"
    "[Write: Resilient Distributed Datasets] [Write: Spark]\n[Snooze 2 h] [I can’t make this]"
)


async def test_who_owes_is_reminded_three_times_and_then_never_again(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY - MINUTE)
        assert it.texts("ada") == []
        await it.ticks(*ALL[1:])
        due, closes = "due Mon 31 Jan, 1:00 PM PST", "Tue 1 Feb, 1:00 PM PST"
        assert it.texts("ada") == [
            f"2 reviews for Big Data Systems are {due} (in 1 d).{PAPERS}",
            f"2 reviews for Big Data Systems are {due} (in 3 h).{PAPERS}",
            f"2 reviews for Big Data Systems were {due}. Late ones are taken until {closes}.{PAPERS}",
        ]
        assert await it.rows() == ["ada first/P1D sent", "ada first/PT3H sent", "ada first/late sent"]
        assert it.room.channels.texts("#seminar") == []


async def test_the_tick_names_the_next_reminder_so_that_somebody_wakes_for_it(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        assert await it.room.app.tick(START) == SUNDAY
        assert await it.room.app.tick(SUNDAY) == la(31, 8), "the end of that night"
        assert await it.room.app.tick(la(31, 8)) == MORNING


async def test_a_draft_says_what_is_missing_and_what_is_in_is_not_named(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.hands_in("ada", "rdd", now=START)
        await it.hands_in("ada", "spark", now=START, answers=BEGUN)
        await it.ticks(SUNDAY)
        (_, said) = it.texts("ada")  # the first is the receipt
        assert said.startswith(
            "‘Spark’ is due Mon 31 Jan, 1:00 PM PST (in 1 d). You have a draft that is NOT submitted: "
        )
        assert "[Continue]" in said
        assert "Resilient" not in said


async def test_who_is_done_hears_nothing_also_when_it_was_handed_in_a_moment_ago(
    database_url: str, tmp_path: Path
) -> None:
    """The row is entered, and what it would say is looked up when it is said."""
    async with seminar(database_url, tmp_path) as it:
        await it.room.app.database.run(control.pause, "seminar", until=None, reason="", now=SUNDAY - MINUTE, by=None)
        await it.ticks(SUNDAY)
        assert await it.rows() == []
        await it.room.app.database.run(control.resume, "seminar", now=SUNDAY, by=None)
        course = await it.course()
        found = await it.room.app.database.run.read(reminding.survey, course, before=None, now=SUNDAY)
        await it.room.app.database.run(reminding.enter, found.due, now=SUNDAY)
        await it.hands_in("ada", "rdd", now=SUNDAY)
        await it.hands_in("ada", "spark", now=SUNDAY)
        await it.ticks(*ALL[2:])
        assert await it.rows() == ["ada first/P1D skipped"]
        assert not any("due" in text and "Snooze" in text for text in it.texts("ada"))


async def test_the_persons_own_clock_counts_and_the_text_gives_it(database_url: str, tmp_path: Path) -> None:
    """One o'clock in Los Angeles is ten in the evening in Berlin and six in the morning in Tokyo."""
    async with seminar(database_url, tmp_path, students=("ada", "bob")) as it:
        await it.sets("ada", timezone="Europe/Berlin")
        await it.sets("bob", timezone="Asia/Tokyo")
        await it.ticks(la(30, 4, 29))
        assert (it.texts("ada"), it.texts("bob")) == ([], [])
        await it.ticks(la(30, 4, 30))
        assert "due Tue 1 Feb, 6:00 AM JST" in it.texts("bob")[0]
        await it.ticks(la(30, 12, 30))
        assert "due Mon 31 Jan, 10:00 PM CET" in it.texts("ada")[0]
        await it.ticks(la(31, 4, 30), la(31, 10))
        assert (len(it.texts("ada")), len(it.texts("bob"))) == (2, 2)


async def test_off_and_only_the_last_are_read_when_it_is_said(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "bob", "cy")) as it:
        await it.sets("ada", reminders="off")
        await it.sets("bob", reminders="last")
        await it.ticks(*ALL)
        assert [len(it.texts(who)) for who in ("ada", "bob", "cy")] == [0, 1, 3]
        assert "(in 3 h)" in it.texts("bob")[0]


async def test_a_rehearsal_a_pause_and_an_unseen_roster_keep_it_back(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, right=False) as it:
        await it.ticks(SUNDAY, SUNDAY + HOUR)
        assert it.texts("ada") == []
        await it.room.app.database.run(roster.confirm, course=await it.course(), now=SUNDAY + HOUR, by=None)
        await it.ticks(SUNDAY + HOUR)
        assert len(it.texts("ada")) == 1, "it is still of use"
        await it.room.app.database.run(control.pause, "seminar", until=DUE, reason="", now=SUNDAY + HOUR, by=None)
        await it.ticks(MORNING, DUE, DUE + MINUTE)
        assert len(it.texts("ada")) == 1, "it was over when the pause ended"


async def test_a_rehearsal_reminds_nobody_and_going_live_makes_up_for_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path, live=False) as it:
        await it.ticks(SUNDAY, SUNDAY + HOUR)
        await it.room.app.database.run(control.go_live, course=await it.course(), now=SUNDAY + HOUR, by=None)
        await it.ticks(SUNDAY + HOUR)
        assert await it.rows() == []
        await it.ticks(MORNING)
        assert len(it.texts("ada")) == 1


async def test_only_active_students_are_reminded(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        for name, role in (("Aud", CourseRole.AUDITOR), ("Tia", CourseRole.TA), ("Gil", CourseRole.GUEST)):
            await it.room.join(name, role)
        await it.room.join("Left", CourseRole.STUDENT)

        def leaves(connection: Connection) -> None:
            person = person_of(connection, "left")
            student = CourseRole.STUDENT
            people.set_membership(connection, course="seminar", person_id=person, role=student, now=START, active=False)

        await it.room.app.database.run(leaves)
        await it.ticks(*ALL)
        assert set(it.room.channels.posts) == {"ada", STAFF}


async def test_who_joins_while_it_is_of_use_waits_for_the_next_one(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY, SUNDAY + HOUR)
        await it.room.join("New", CourseRole.STUDENT)
        await it.ticks(SUNDAY + HOUR)
        assert it.texts("new") == []


# --- downtime -----------------------------------------------------------------------------------------------------------


async def test_after_hours_down_only_the_newest_that_is_of_use_goes_out(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY - HOUR, MORNING + HOUR, MORNING + 2 * HOUR)
        assert [text.partition("(")[2][:6] for text in it.texts("ada")] == ["in 2 h"]
        assert await it.rows() == ["ada first/PT3H sent"]


async def test_what_is_over_after_a_downtime_is_left_silently(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY - HOUR, CLOSED + MINUTE)
        assert it.texts("ada") == []
        assert await it.rows() == []


async def test_nobody_is_woken_after_a_downtime_and_hears_in_the_morning(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        assert await it.room.app.tick(la(30, 23)) == la(31, 8)
        assert await it.rows() == []
        await it.ticks(la(31, 7, 59))
        assert it.texts("ada") == []
        await it.ticks(la(31, 8))
        assert len(it.texts("ada")) == 1


async def test_what_could_not_be_sent_before_the_night_waits_for_the_morning(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        it.room.channels.trouble["ada"] = Down("the platform is down")
        await it.ticks(SUNDAY, la(30, 21, 59))
        it.room.channels.trouble.clear()
        await it.ticks(la(30, 22, 30), la(31, 3))
        assert it.texts("ada") == []
        await it.ticks(la(31, 8), la(31, 8, 1))
        assert len(it.texts("ada")) == 1


class Down(CoursebotError):
    """The platform does not answer."""


async def test_another_process_that_shares_the_database_says_nothing_twice(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        it.room.app.reminding._memos.clear()
        it.room.app.reminding._told.clear()
        await it.ticks(SUNDAY, SUNDAY + MINUTE)
        assert await it.rows() == ["ada first/P1D sent"]
        seen = await it.room.app.database.run.read(reminding.survey, await it.course(), before=None, now=SUNDAY + HOUR)
        assert seen.due == (), "nobody writes what is there"


async def test_the_clock_set_back_says_nothing_twice(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY, SUNDAY - 3 * HOUR, SUNDAY)
        assert await it.rows() == ["ada first/P1D sent"]


# --- what changes meanwhile -----------------------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_more_time_has_its_own_reminders_and_an_excuse_has_none(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "bob")) as it:
        await it.ticks(SUNDAY)
        number = await it.grants("ada", "extension", by=2 * DAY)
        await it.grants("bob", "excuse")
        await it.ticks(SUNDAY + MINUTE, MORNING, AFTER, SUNDAY + 2 * DAY, MORNING + 2 * DAY, AFTER + 2 * DAY)
        assert await it.rows() == [
            "ada first/P1D sent",
            "bob first/P1D sent",
            f"ada first/P1D.x{number} sent",
            f"ada first/PT3H.x{number} sent",
            f"ada first/late.x{number} sent",
        ]
        assert "are due Wed 2 Feb, 1:00 PM PST (in 1 d)" in it.texts("ada")[1]


async def test_who_was_given_a_day_more_a_moment_ago_is_not_told_at_once_that_it_is_due_in_a_day(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY, MORNING)
        it.room.now = DUE - 20 * MINUTE
        number = await it.grants("ada", "extension", by=DAY)
        await it.ticks(DUE, MORNING + DAY)
        assert [row for row in await it.rows() if ".x" in row] == [f"ada first/PT3H.x{number} sent"]


async def test_what_another_process_granted_is_seen_within_a_minute(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(MORNING - 2 * MINUTE)
        before = it.room.app.database.run.writes
        await it.grants("ada", "extension", by=2 * DAY)
        it.room.app.database.run.writes = before
        it.room.app.reminding._memos["seminar"].writes = before
        await it.ticks(MORNING)
        assert [row.partition(" ")[2] for row in await it.rows()] == ["first/P1D sent"], "of the time before the grant"


async def test_a_grant_that_is_taken_back_brings_back_the_courses_time(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        number = await it.grants("ada", "extension", by=2 * DAY)
        await it.ticks(SUNDAY)
        assert it.texts("ada") == []
        await it.room.app.database.run(grants.revoke, number, now=SUNDAY, by=None)
        await it.ticks(SUNDAY + HOUR)
        assert await it.rows() == ["ada first/P1D sent"]


async def test_a_class_that_moves_to_another_day_has_its_reminders_and_its_line_anew(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY, DUE + 11 * MINUTE)
        await it.room.edit(TEXT.replace("date: 2022-01-31", "date: 2022-02-14"))
        later = [at + 14 * DAY for at in (SUNDAY, SUNDAY + HOUR, MORNING, DUE + 11 * MINUTE, DUE + 12 * MINUTE)]
        await it.ticks(DUE + 12 * MINUTE, *later)
        said = ["ada first/P1D sent", "ada first/P1D.2 sent", "ada first/PT3H sent"]
        assert [row for row in await it.rows() if "first" in row] == said
        assert await it.rows("tally") == [" first/due sent", " first/due.2 sent"]
        (day,) = (text for text in it.texts("ada") if "due Mon 14 Feb, 1:00 PM PST (in 1 d)" in text)
        assert "Snooze" in day
        again = Seminar(it.room, it.persons)
        again.room.app.reminding._memos.clear()
        await again.ticks(later[-1])
        assert await it.rows("tally") == [" first/due sent", " first/due.2 sent"]


async def test_a_class_that_begins_a_few_hours_later_is_not_told_of_again(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        await it.room.edit(TEXT.replace("date: 2022-01-31", "date: 2022-01-31\n    start: 19:00\n    end: 21:00"))
        await it.ticks(SUNDAY + 6 * HOUR, SUNDAY + 7 * HOUR, MORNING + 6 * HOUR)
        assert [row for row in await it.rows() if "first" in row] == ["ada first/P1D sent", "ada first/PT3H sent"]


async def test_more_time_that_is_granted_after_its_reminder_would_have_come_is_told_of_by_staffs_word_alone(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(DUE + HOUR)
        number = await it.grants("ada", "extension", by=DAY)
        await it.ticks(DUE + 2 * HOUR, MORNING + DAY)
        assert await it.rows() == [f"ada first/PT3H.x{number} sent"]


async def test_a_second_class_at_the_same_hour_is_in_the_same_message_and_said_once(
    database_url: str, tmp_path: Path
) -> None:
    text = TEXT.replace("date: 2022-02-07", "date: 2022-01-31")
    async with seminar(database_url, tmp_path, text=text) as it:
        await it.ticks(SUNDAY)
        (said,) = it.texts("ada")
        assert "2 reviews for Big Data Systems are due" in said
        assert "‘Eyeriss’ is due Mon 31 Jan, 1:00 PM PST (in 1 d). You have not started." in said
        assert await it.rows() == ["ada first/P1D sent", "ada second/P1D skipped"]
        for paper in ("rdd", "spark"):
            await it.hands_in("ada", paper)
        await it.ticks(SUNDAY + HOUR, MORNING)
        assert [text.partition(" is ")[0] for text in it.texts("ada") if "Snooze" in text][1:] == ["‘Eyeriss’"]


async def test_reviews_that_are_collected_elsewhere_are_nobodys_reminder(database_url: str, tmp_path: Path) -> None:
    text = TEXT.replace(
        "    date: 2022-01-31\n", "    date: 2022-01-31\n    review: {external_review: https://forms.example/1}\n"
    )
    async with seminar(database_url, tmp_path, text=text) as it:
        await it.ticks(*ALL)
        assert await it.rows() == []
        assert await it.rows("tally") == []


# --- putting off ------------------------------------------------------------------------------------------------------------


async def pressed(it: Seminar, label: str) -> str:
    person = await it.room.join("Ada", CourseRole.STUDENT)
    *_, (_, _, reply) = it.room.channels.posts["ada"]
    return await person.presses(button(reply, label))


async def test_put_off_it_comes_two_hours_later_once(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        assert await pressed(it, "Snooze 2 h") == (
            "I will remind you again Sun 30 Jan, 3:00 PM PST, unless it is in by then."
        )
        assert await pressed(it, "Snooze 2 h") == (
            "You have put it off already: I will remind you again Sun 30 Jan, 3:00 PM PST."
        )
        await it.ticks(SUNDAY + HOUR, SUNDAY + HOUR + MINUTE, SUNDAY + 2 * HOUR - MINUTE)
        assert len(it.texts("ada")) == 1
        await it.ticks(SUNDAY + 2 * HOUR, SUNDAY + 3 * HOUR)
        assert len(it.texts("ada")) == 2
        assert "(in 22 h)" in it.texts("ada")[1]
        assert await it.rows() == ["ada first/P1D sent", "ada first/snooze.1 sent"]
        assert "Sun 30 Jan, 6:00 PM" in await pressed(it, "Snooze 2 h")
        assert (await it.rows())[-1] == "ada first/snooze.2 waiting"


async def test_put_off_and_handed_in_it_never_comes(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        await pressed(it, "Snooze 2 h")
        for paper in ("rdd", "spark"):
            await it.hands_in("ada", paper)
        await it.ticks(SUNDAY + 2 * HOUR)
        assert (await it.rows())[-1] == "ada first/snooze.1 skipped"


async def test_where_another_one_comes_soon_it_is_not_put_off(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        await it.ticks(la(31, 8))
        assert "I will remind you again Mon 31 Jan, 10:00 AM PST anyway" in await pressed(it, "Snooze 2 h")
        await it.ticks(MORNING, MORNING + 2.6 * HOUR)
        assert "no good time left" in await pressed(it, "Snooze 2 h")


async def test_what_is_put_off_after_the_class_has_moved_comes_at_its_new_hour(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(SUNDAY)
        await it.room.edit(TEXT.replace("date: 2022-01-31", "date: 2022-02-14"))
        assert "I will remind you again Sun 13 Feb, 1:00 PM PST anyway" in await pressed(it, "Snooze 2 h")
        await it.ticks(SUNDAY + 14 * DAY)
        assert "Sun 13 Feb, 3:00 PM" in await pressed(it, "Snooze 2 h")
        await it.ticks(SUNDAY + 14 * DAY + 2 * HOUR)
        assert "due Mon 14 Feb, 1:00 PM PST (in 22 h)" in it.texts("ada")[-1]


async def test_put_off_in_the_evening_it_comes_in_the_morning_where_nothing_else_does(
    database_url: str, tmp_path: Path
) -> None:
    text = TEXT.replace("start: 13:00, end: 16:00", "start: 10:00, end: 12:00")
    async with seminar(database_url, tmp_path, text=text) as it:
        await it.ticks(la(30, 21, 30))
        assert "Mon 31 Jan, 8:00 AM PST" in await pressed(it, "Snooze 2 h")
        await it.ticks(la(31, 8))
        assert "(in 2 h)" in it.texts("ada")[-1]
        await it.ticks(la(31, 9, 20))
        assert "no good time left for another reminder before Mon 31 Jan, 10:00 AM" in await pressed(it, "Snooze 2 h")


# --- what staff are told ------------------------------------------------------------------------------------------------------


async def test_at_the_deadline_staff_get_one_line_counted_when_it_is_said(database_url: str, tmp_path: Path) -> None:
    students = ("ada", "bob", "cy", "dee", "eve", "fay")
    async with seminar(database_url, tmp_path, students=students) as it:
        await it.grants("ada", "extension", by=DAY)
        await it.grants("bob", "excuse")
        for who, papers in (("cy", ("rdd", "spark")), ("dee", ("rdd",))):
            for paper in papers:
                await it.hands_in(who, paper, now=MORNING)
        await it.hands_in("eve", "rdd", now=MORNING, answers=BEGUN)
        await it.ticks(DUE, DUE + 10 * MINUTE)
        assert it.texts(STAFF) == [], "the grace is not over"
        await it.ticks(DUE + 11 * MINUTE, DUE + HOUR)
        (line,) = it.texts(STAFF)
        numbers = "1 in, 1 in part, 1 draft, 1 missing, 1 excused (1 has more time)"
        assert line == f"Reviews for Big Data Systems, due 1:00 PM PST: {numbers}.\n[Show who]"
        assert await it.rows("tally") == [" first/due sent"]


async def test_two_classes_that_are_due_at_one_instant_have_a_line_each(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, text=TEXT.replace("date: 2022-02-07", "date: 2022-01-31")) as it:
        await it.ticks(DUE + 11 * MINUTE)
        assert await it.rows("tally") == [" first/due sent", " second/due sent"]


async def test_of_what_was_due_before_going_live_there_is_no_line(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, live=False) as it:
        await it.ticks(DUE + HOUR)
        await it.room.app.database.run(control.go_live, course=await it.course(), now=DUE + HOUR, by=None)
        await it.ticks(DUE + HOUR, DUE + 2 * HOUR)
        assert await it.rows("tally") == []


async def test_without_students_there_is_no_line(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=()) as it:
        await it.ticks(DUE + 11 * MINUTE)
        assert await it.rows("tally") == [" first/due skipped"]


# --- what everybody can read ---------------------------------------------------------------------------------------------------

ABOUT_PEOPLE = (
    "Ada",
    "Bob",
    "Cy",
    "Dee",
    "missing",
    "draft",
    "not started",
    "late",
    "extension",
    "excuse",
    "more time",
)


async def test_in_a_whole_term_nothing_about_missing_work_is_in_a_shared_channel(
    database_url: str, tmp_path: Path
) -> None:
    """Who hands in, who is late, who has more time and who never begins: the channel never tells."""
    text = TEXT.replace("announcements: {weekly: off, day_of: off, staff_check: off, welcome: off}\n", "")
    async with seminar(database_url, tmp_path, text=text, students=("ada", "bob", "cy", "dee")) as it:
        await it.grants("cy", "extension", by=2 * DAY)
        await it.hands_in("dee", "rdd", answers=BEGUN)
        now, end = START, la(20, month=2)
        while now < end:
            coming = await it.room.app.tick(now)
            it.room.now = now = min(end, max(coming or end, now + MINUTE))
            if now == MORNING:
                await it.hands_in("ada", "rdd")
                await it.hands_in("ada", "spark")
            if now == AFTER:
                await it.hands_in("bob", "rdd")
        posts = it.room.channels.posts
        assert set(posts) == {"ada", "bob", "cy", "dee", STAFF, "#seminar"}
        assert len(posts["#seminar"]) >= 4
        assert len(posts["dee"]) == 6
        assert any("missing" in text for text in it.texts(STAFF))
        shared = "\n".join(it.texts("#seminar"))
        assert [word for word in ABOUT_PEOPLE if re.search(rf"\b{word}\b", shared, re.IGNORECASE)] == []
        about_work = {NoticeKind.REMINDER, NoticeKind.TALLY, NoticeKind.RECEIPT, NoticeKind.DIGEST}
        assert not about_work & {key.split("/")[2] for _, key, _ in posts["#seminar"]}


# --- what it costs ------------------------------------------------------------------------------------------------------------


async def test_an_idle_tick_asks_the_database_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(START + MINUTE)
        looks: list[object] = []
        monkeypatch.setattr(reminding, "survey", lambda *_, **__: looks.append(1))
        await it.ticks(START + MINUTE, *(START + MINUTE + seconds * SECOND for seconds in range(50)))
        assert looks == []


async def test_while_a_class_hands_in_the_database_is_asked_every_few_seconds_at_most(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seminar(database_url, tmp_path) as it:
        reminder = it.room.app.reminding
        await it.ticks(START + MINUTE)
        looks: list[datetime] = []
        survey = reminding.survey

        def counted(*given: Any, **named: Any) -> Any:
            looks.append(named["now"])
            return survey(*given, **named)

        monkeypatch.setattr(reminding, "survey", counted)
        for seconds in range(20):
            await it.sets("ada", reminders="normal")
            await reminder.tick((await it.course(),), START + MINUTE + seconds * SECOND)
        assert len(looks) == 4
