"""`/course export gradebook`: what would change in words, and the file, for staff alone."""

from __future__ import annotations

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import Course
from bot.store import audit
from bot.store.database import Database
from tests.support.asking import Door, labels, open_door
from tests.support.graded import TERM_ENDS, TEXT, opened

WAYS = ["With missing as 0", "A column for each review"]


async def door(database: Database, course: Course) -> Door:
    return await open_door(database, (course,), TERM_ENDS)


async def test_staff_read_what_changes_and_then_get_the_file(database: Database) -> None:
    course = opened(database)
    it = await door(database, course)
    assert plain(await it.ask("ta", "/course export reviews pdf")) == (
        "I do not write pdf. I write csv, xlsx or json.\n[As CSV] [As Excel] [As JSON]\n"
        "Like this: /course export reviews csv"
    )
    asked = await it.ask("ta", "/course export gradebook")
    said = plain(asked)
    assert said.startswith("Gradebook: 4 scores, 2 unmatched.\n")
    assert "• Alan Turing, Paper reviews: 40 → 50\n" in said
    assert "Compared with “2022-01-20T1200_Grades-CS294.csv”, imported Thu 20 Jan, 12:00 PM" in said
    assert labels(asked) == ["Give me the file", *WAYS]
    given = await it.press("ta", asked, "Give me the file")
    (file,) = given.files
    assert (file.name, given.private) == ("gradebook-seminar.csv", True)
    assert b'Alan",102,s002,alan@example.edu,CS294-LEC-001,50.00,EX\r\n' in file.content
    assert "In Canvas: Grades, Import" in plain(given)

    final = await it.press("ta", asked, "With missing as 0")
    assert "Lower than in Canvas now: Alan Turing (Paper reviews 40 → 25)." in plain(final)
    assert labels(final) == ["Give me the file", "With missing as blank", "A column for each review"]
    (file,) = (await it.press("ta", final, "Give me the file")).files
    assert b"CS294-LEC-001,25.00,EX\r\n" in file.content
    back = await it.press("ta", final, "With missing as blank")
    assert plain(back) == said
    entries = await database.run.read(audit.entries, course.id)
    assert [one.details["final"] for one in entries if one.action == "exported"] == [True, False]


async def test_what_has_no_column_gets_one_by_a_press(database: Database) -> None:
    it = await door(database, opened(database, TEXT.replace("Paper", "Other")))
    asked = await it.ask("instructor", "/course export gradebook")
    assert labels(asked) == ["With missing as 0", "With new columns", "A column for each review"]
    created = await it.press("instructor", asked, "With new columns")
    assert labels(created)[0] == "Give me the file"
    assert "Without new columns" in labels(created)


@pytest.mark.parametrize("verb", ["gbook", "gbfile"])
async def test_students_get_none_of_it(database: Database, verb: str) -> None:
    course = opened(database)
    it = await door(database, course)
    for who in ("student", "auditor", "guest", "stranger"):
        answer = await it.answer(who, Action(verb, course.id, ("f",)))
        assert "Turing" not in plain(answer)  # type: ignore[arg-type] # a reply
        assert not answer.files  # type: ignore[attr-defined] # the same


async def test_a_column_that_is_not_there_is_said_in_the_chat(database: Database) -> None:
    it = await door(database, opened(database, TEXT + "grading: {reviews: {column: Paper revews}}\n"))
    said = plain(await it.ask("ta", "/course export gradebook"))
    assert said.endswith("the list from Canvas has no column “Paper revews”; did you mean “Paper reviews (4711)”?")
