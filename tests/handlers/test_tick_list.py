"""The tick list at the door: pages, what changed while it was open, and which class is meant."""

from __future__ import annotations

import pytest

from bot.conversation.form import Form, Invalid, Next, Saved
from bot.conversation.plain import line_text, plain
from bot.conversation.reply import Action, Reply
from bot.course.model import CourseRole
from bot.store import people
from bot.store.database import Connection, Database
from tests.support.asking import Door, open_door
from tests.support.courses import mondays_at_one

COURSE = mondays_at_one(4)
NOW = COURSE.sessions[1].starts_at
assert NOW is not None


def enrol(connection: Connection, first: int, last: int) -> list[int]:
    found = []
    for number in range(first, last):
        found.append(people.add_person(connection, name=f"Pupil {number:02}", now=NOW))
        people.set_membership(
            connection, course=COURSE.id, person_id=found[-1], role=CourseRole.STUDENT, now=COURSE.sessions[0].starts_at
        )
    return found


@pytest.fixture
async def door(database: Database) -> Door:
    return await open_door(database, (COURSE,), NOW)


async def send(door: Door, action: Action, values: dict[str, str], who: str = "ta") -> object:
    return await door.answer(who, Action.decode(action.encode()), values=values)


def ticked(form: Form) -> list[str]:
    return [name for one in form.inputs for name in getattr(one, "value", "").split(",") if name]


async def test_a_large_class_is_ticked_page_by_page(door: Door, database: Database) -> None:
    await database.run(enrol, 0, 34)  # with the door's own student 35
    form = await door.answer("ta", Action("partic", COURSE.id, (COURSE.sessions[1].id,)))
    assert isinstance(form, Form)
    assert (form.pages, [len(one.options) for one in form.inputs]) == (2, [10, 10, 10])
    filled = await send(door, form.buttons[0].action, {one.id: "" for one in form.inputs})
    assert isinstance(filled, Next)
    assert len(ticked(filled.form)) == 30
    values = {one.id: one.value for one in filled.form.inputs}
    values["list0"] = values["list0"].partition(",")[2]
    second = await send(door, filled.form.action, values)
    assert isinstance(second, Next)
    assert (second.form.page, len(ticked(second.form))) == (2, 5), "nobody of that page was ticked before"
    saved = await send(door, second.form.action, {one.id: one.value for one in second.form.inputs})
    assert isinstance(saved, Saved)
    assert "34 of 35 took part" in plain(saved.reply)
    again = await door.answer("instructor", Action("partic", COURSE.id, (COURSE.sessions[1].id,)))
    assert isinstance(again, Form)
    assert len(ticked(again)) == 29
    assert "So far 34 of 35 took part (ticked by Ta" in line_text(again.intro)


async def test_who_joined_or_left_while_it_was_open_makes_nobody_else_missing(door: Door, database: Database) -> None:
    form = await door.answer("ta", Action("partic", COURSE.id, (COURSE.sessions[1].id,)))
    assert isinstance(form, Form)
    await database.run(enrol, 0, 1)
    answer = await send(door, form.action, {"list0": ""})
    assert isinstance(answer, Next)
    assert line_text(answer.form.intro).startswith(
        "Somebody joined or left meanwhile, so nothing of this page was saved."
    )
    assert len(answer.form.inputs[0].options) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Mon 31 Jan"),
        ("week 1", "Mon 24 Jan"),
        ("31 jan", "Mon 31 Jan"),
        ("week 3", "can be ticked from then on"),
        ("quantum", "No class fits “quantum”"),
    ],
)
async def test_which_class_is_meant(words: str, said: str, door: Door) -> None:
    answer = await door.dispatcher.answer(door._inbound("ta", "", text=f"/course participation {words}"))
    shown = line_text(answer.intro) if isinstance(answer, Form) else plain(answer)  # type: ignore[arg-type]
    assert said in shown


@pytest.mark.parametrize(
    "arguments", [(), ("first",), ("first", "0a1b2c3d", "7", "", "0", ""), ("x", "0a1b2c3d", "0", "", "zz", "")]
)
async def test_a_form_that_was_never_shown_is_refused(arguments: tuple[str, ...], door: Door) -> None:
    answer = await door.answer("ta", Action("partic", COURSE.id, arguments), values={"list0": ""})
    assert isinstance(answer, Invalid)


async def test_a_student_reads_of_their_own_classes(door: Door) -> None:
    form = await door.answer("ta", Action("partic", COURSE.id, (COURSE.sessions[1].id,)))
    assert isinstance(form, Form)
    assert "took part" not in plain(await door.ask("student", "/mywork"))
    await send(door, form.action, {"list0": form.inputs[0].options[0][0]})  # type: ignore[union-attr]
    assert "Classes in which you took part, as staff noted it: 1 of 1." in plain(await door.ask("student", "/mywork"))
    refused = await door.answer("student", Action("partic", COURSE.id, (COURSE.sessions[1].id,)))
    assert isinstance(refused, Reply)


async def test_who_joined_later_is_not_ticked_with_everybody_and_namesakes_are_told_apart(
    door: Door, database: Database
) -> None:
    def later(connection: Connection) -> None:
        for number in (1, 2):
            one = people.add_person(connection, name="Alex Kim", email=f"a{number}@example.edu", now=NOW)
            people.set_membership(connection, course=COURSE.id, person_id=one, role=CourseRole.STUDENT, now=NOW)

    await database.run(later)
    first, second = [
        await door.answer("ta", Action("partic", COURSE.id, (COURSE.sessions[number].id,))) for number in (0, 1)
    ]
    assert isinstance(first, Form)
    assert isinstance(second, Form)
    filled = await send(door, first.buttons[0].action, {one.id: "" for one in first.inputs})
    assert isinstance(filled, Next)
    assert line_text(filled.form.intro).startswith("Tick who took part"), "nobody is ticked"
    saved = await send(door, filled.form.action, {one.id: "" for one in filled.form.inputs})
    assert isinstance(saved, Saved)
    assert plain(saved.reply).startswith("Class 1, Mon 24 Jan, 1:00 PM PST: nobody is ticked.\n3 people")
    saved = await send(door, second.action, {one.id: "" for one in second.inputs})
    assert isinstance(saved, Saved)
    assert "Not there: Alex Kim (a1@example.edu), Alex Kim (a2@example.edu)" in plain(saved.reply)
