"""Who took part: two of staff tick at once, somebody joins later, and a tick is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.course.model import CourseRole
from bot.errors import Refused
from bot.services import participating
from bot.services.participating import Page, Sheet
from bot.store import audit, people
from bot.store.database import Connection
from tests.support.courses import course, session

CLASS = session("first", date(2022, 1, 31), start=time(13), end=time(16))
SEMINAR = course(CLASS, session("second", date(2022, 2, 7), start=time(13)))
BEFORE = datetime(2022, 1, 20, 18, tzinfo=UTC)
NOW = datetime(2022, 2, 1, 1, tzinfo=UTC)


@pytest.fixture
def ids(connection: Connection) -> dict[str, int]:
    """Four students, of whom Dee came after class; a listener and staff, who are on no list."""
    found: dict[str, int] = {}
    roles = {"Ada": "student", "Ben": "student", "Cy": "student", "Dee": "student", "Lu": "auditor", "Tia": "ta"}
    for name, role in roles.items():
        joined = BEFORE if name != "Dee" else NOW
        found[name] = people.add_person(connection, name=name, now=joined)
        people.set_membership(connection, course=SEMINAR.id, person_id=found[name], role=CourseRole(role), now=joined)
    return found


def tick(connection: Connection, ids: dict[str, int], names: str, *, before: str = "", opening: str = "a") -> Sheet:
    """One opening of the form, sent in: `names` are ticked, `before` were as it was opened."""
    sheet = participating.sheet(connection, SEMINAR, "first")
    page = Page(
        persons=[one.person for one in sheet.pupils],
        ticked={ids[name] for name in names.split()},
        before={ids[name] for name in before.split()},
        opening=opening,
    )
    return participating.note(connection, SEMINAR, "first", page, now=NOW, by=ids["Tia"])


def said(connection: Connection, ids: dict[str, int]) -> str:
    """`+Ada -Ben`: who was there, and who was not."""
    found = participating.taken_part(connection, SEMINAR).get("first", {})
    return " ".join(f"{'+' if found[ids[name]] else '-'}{name}" for name in ids if ids[name] in found)


def test_a_page_is_kept_and_who_came_later_is_not_missing(connection: Connection, ids: dict[str, int]) -> None:
    assert [one.name for one in participating.sheet(connection, SEMINAR, "first").pupils] == ["Ada", "Ben", "Cy", "Dee"]
    saved = tick(connection, ids, "Ada Cy")
    assert (saved.there, saved.asked, saved.noted_name) == (2, 3, "Tia")
    assert said(connection, ids) == "+Ada -Ben +Cy"
    assert participating.of_person(connection, SEMINAR, ids["Dee"]) == {}
    tick(connection, ids, "Ada Cy Dee", before="Ada Cy")
    assert said(connection, ids) == "+Ada -Ben +Cy +Dee", "unless staff say that they were there"
    tick(connection, ids, "Ada Cy", before="Ada Cy Dee")
    assert said(connection, ids) == "+Ada -Ben +Cy -Dee"


def test_of_two_who_tick_at_once_both_count(connection: Connection, ids: dict[str, int]) -> None:
    tick(connection, ids, "Ada", opening="a")
    tick(connection, ids, "Cy", opening="b")  # opened before the other was saved
    assert said(connection, ids) == "+Ada -Ben +Cy"
    tick(connection, ids, "Cy", before="Ada Cy", opening="c")
    assert said(connection, ids) == "-Ada -Ben +Cy", "who saw the tick and took it out means it"


def test_one_opening_is_taken_back_and_no_other(connection: Connection, ids: dict[str, int]) -> None:
    tick(connection, ids, "Ada", opening="a")
    tick(connection, ids, "Ada Ben", before="Ada", opening="b")
    tick(connection, ids, "Ada Ben Cy", before="Ada Ben", opening="c")
    number, sheet = participating.undo(connection, SEMINAR, "first", "b", now=NOW, by=None)
    assert (number, sheet.there) == (1, 2)
    assert said(connection, ids) == "+Ada -Ben +Cy"
    assert participating.undo(connection, SEMINAR, "first", "b", now=NOW, by=None)[0] == 0
    assert participating.undo(connection, SEMINAR, "first", "a", now=NOW, by=None)[0] == 2
    assert said(connection, ids) == "+Cy", "of the others nobody was asked, as before"
    actions = [entry.action for entry in audit.entries(connection, SEMINAR.id)]
    assert actions == ["participation_noted"] * 5


def test_a_class_that_is_not_in_the_schedule_counts_for_nothing(connection: Connection, ids: dict[str, int]) -> None:
    tick(connection, ids, "Ada")
    other = replace(SEMINAR, sessions=SEMINAR.sessions[1:])
    assert participating.taken_part(connection, other) == {}
    with pytest.raises(Refused):
        participating.sheet(connection, other, "first")


def test_without_words_it_is_the_class_that_is_on_or_was_last() -> None:
    start = CLASS.starts_at
    assert start is not None
    for now, name in (
        (BEFORE, "first"),
        (start, "first"),
        (start + timedelta(days=6), "first"),
        (start + timedelta(days=7), "second"),
    ):
        current = participating.current(SEMINAR, now)
        assert current is not None
        assert current.id == name
