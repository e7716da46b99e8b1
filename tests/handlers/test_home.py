"""The bot's own page: what each kind of person finds there, and what leaves it as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from bot.conversation.reply import Action
from bot.course.model import SessionKind, Tier
from bot.services.homes import VERB
from bot.store.tables import membership
from tests.support.asking import buttons, labels, open_door, said
from tests.support.courses import course, deadline, holiday, mondays_at_one, reading, session

SEMINAR = mondays_at_one(3)
NOW = SEMINAR.sessions[0].starts_at - timedelta(days=3)


async def page(database, who, *courses, now=NOW, live=True):
    door = await open_door(database, courses or (SEMINAR,), now, live=live)
    return await door.answer(who, Action(VERB))


async def test_a_student_finds_the_menu_the_next_class_and_what_is_due(database):
    reply = await page(database, "student")
    assert said(reply).splitlines() == [
        "Hello! I keep track of Seminar: what to read, and what is due when. What would you like to see?",
        "[What’s next] [My reviews] [Deadlines] [Help]",
        "Next class",
        "Class 1 · Mon 24 Jan, 1:00 PM PST",
        "Review the paper by Mon 24 Jan, 1:00 PM PST.",
        "Read",
        "• On paper-1 (https://papers.example/paper-1)",
        "Due next",
        "• Mon 24 Jan, 1:00 PM PST: Review the paper for Class 1.",
        "• Mon 31 Jan, 1:00 PM PST: Review the paper for Class 2.",
        "• Mon 7 Feb, 1:00 PM PST: Review the paper for Class 3.",
        "Your reviews",
        "[Write: On paper-1] [Write: On paper-2]",
    ]


async def test_what_is_begun_is_gone_on_with_and_what_is_in_is_no_longer_there(database):
    door = await open_door(database, (SEMINAR,), NOW)
    before = await door.answer("student", Action(VERB))
    opened = await door.answer("student", buttons(before)[4].action)
    await door.answer("student", Action("rdraft", SEMINAR.id, opened.action.arguments), values={"summary": "Yes."})
    assert "[Continue: On paper-1] [Write: On paper-2]" in said(await door.answer("student", Action(VERB)))
    await door.answer("student", opened.action, values={"summary": "Yes."})
    assert "[Write: On paper-2] [Write: On paper-3]" in said(await door.answer("student", Action(VERB)))


async def test_staff_find_their_buttons_as_in_the_menu(database):
    door = await open_door(database, (SEMINAR,), NOW)
    for who in ("student", "ta", "instructor"):
        menu = await door.ask(who, "/course")
        found = labels(await door.answer(who, Action(VERB)))
        assert found[: len(labels(menu))] == labels(menu)
        assert bool(found[len(labels(menu)) :]) == (who == "student"), "staff owe nothing"


async def test_what_can_be_pressed_on_the_page_answers(database):
    door = await open_door(database, (SEMINAR, replace(SEMINAR, id="other", title="Other")), NOW)
    reply = await door.answer("instructor", Action(VERB))
    for one in buttons(reply):
        assert "went wrong" not in str(await door.answer("instructor", one.action))


async def test_of_several_courses_each_has_its_label(database):
    other = course(session("talks", date(2022, 1, 25), start=time(9)), id="other", title="Other")
    words = said(await page(database, "student", SEMINAR, other)).splitlines()
    assert [line for line in words if line.endswith((" class", " next"))] == [
        "Seminar: next class",
        "Seminar: due next",
        "Other: next class",
    ]


async def test_the_page_of_one_day_is_that_of_the_next_where_nothing_has_happened(database):
    door = await open_door(database, (SEMINAR,), NOW)
    first = await door.answer("student", Action(VERB))
    door.now = NOW + timedelta(days=2)
    assert await door.answer("student", Action(VERB)) == first
    door.now = SEMINAR.sessions[0].over_at
    later = said(await door.answer("student", Action(VERB)))
    assert "Class 2 · Mon 31 Jan" in later
    assert "Class 1" not in later


async def test_a_long_list_is_cut_and_says_where_the_rest_is(database):
    papers = [reading(f"p{number}") for number in range(10)]
    extra = [reading(f"o{number}", Tier.OPTIONAL) for number in range(2)]
    full = course(
        session("full", date(2022, 1, 24), start=time(13), readings=(*papers, *extra)),
        deadlines=tuple(deadline(f"a{number}", date(2022, 2, 1 + number)) for number in range(9)),
        command_prefix="x",
    )
    lines = said(await page(database, "student", full)).splitlines()
    assert len([line for line in lines if line.startswith("• On ")]) == 8
    assert "And 4 more papers: /xreadings shows all." in lines
    assert [line for line in lines if "A0" in line or "A4" in line or "A5" in line] == [
        "• Tue 1 Feb: A0",
        "• Sat 5 Feb: A4",
    ]


async def test_who_came_late_does_not_find_what_they_do_not_owe(database):
    counts_from = SEMINAR.sessions[0].starts_at + timedelta(hours=1)
    door = await open_door(database, (SEMINAR,), NOW)
    late = sa.update(membership).values(joined_at=NOW, counts_from=counts_from)
    await database.run(lambda connection: connection.execute(late))
    words = said(await door.answer("student", Action(VERB)))
    assert "paper-1" not in words.partition("Your reviews")[2]
    assert "Review the paper for Class 2." in words
    assert "Review the paper for Class 1." not in words
    assert "Next class\nClass 1 · Mon 24 Jan, 1:00 PM PST\nRead\n" in words, "nor beside the class itself"


async def test_a_day_without_class_is_no_next_class(database):
    of = course(
        holiday("off", date(2022, 1, 24), title="Snow"),
        session("away", date(2022, 1, 26), kind=SessionKind.CANCELLED),
        session("back", date(2022, 3, 1), start=time(13)),
    )
    assert "Back · Tue 1 Mar, 1:00 PM PST" in said(await page(database, "student", of))


async def test_after_the_term_nothing_is_ahead(database):
    words = said(await page(database, "student", now=datetime(2022, 9, 1, tzinfo=UTC)))
    assert words.splitlines()[-1] == "Nothing is ahead on the schedule."


async def test_a_stranger_of_one_course_finds_it_and_of_two_is_told_what_to_do(database):
    assert "Next class" in said(await page(database, "stranger"))
    other = replace(SEMINAR, id="other", title="Other")
    words = said(await page(database, "stranger", SEMINAR, other))
    assert words.startswith("I do not know you yet.")
