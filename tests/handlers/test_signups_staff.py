"""Staff see how signing up stands, and open it; the numbers are said wherever the roster changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.course.seat_preferences import Preference
from bot.course.signups import FEW, Mode
from bot.services import seat_board
from bot.store import audit, people, seat_preferences
from bot.store.database import Connection, Database
from bot.store.seats import set_filled
from tests.support.asking import labels
from tests.support.seat_desk import (
    CHANNEL,
    DAY,
    HOUR,
    MINUTE,
    STAFF,
    START,
    key,
    la,
    seat_desk,
    seat_room,
    small,
    text,
)
from tests.support.staffroom import Person, button

ENOUGH = "Presenting needs 18 seats (3 in different roles for each of 6 students); the schedule offers 28: enough."
NINE = la(27, 9)
OPENS = "2022-01-27"


async def test_the_panel_says_how_it_stands(database: Database) -> None:
    desk = await seat_desk(database)
    for role in ("critic", "neutral", "advocate"):
        await desk.taken("ada", key(["raft", "rdd", "zero"][len(role) % 3], role))
    await desk.taken("bob", key("dst", "critic"))
    await desk.assigned("aud", key("dst", "backup"))
    tess = desk.window("tess")
    assert await tess.says("course signups") == (
        "Signing up in Reading Seminar\n"
        "Open since Tue 25 Jan, 12:00 PM PST. Who comes first has the seat.\n"
        "Seats: 5 of 28 taken, 23 free\n"
        "Students: 1 has all 3, 1 has 1 and 4 have none yet\n"
        f"{ENOUGH}\n"
        "The students have 14 seats still to take; 23 are free.\n"
        "[Who still owes] [All seats] [Fill …] [Assign …] [Post the board anew …]"
    )
    assert await tess.presses("Who still owes") == (
        "Who still owes a seat\n3 seats to take: Cem, Dee, Eli and Fay\n2 seats to take: Bob\n[Back]"
    )
    assert "Signing up in" in await tess.presses("Back")
    assert (await tess.presses("All seats")).startswith("All seats")


async def test_where_more_is_owed_than_is_free_it_is_said(database: Database) -> None:
    desk = await seat_desk(database, now=la(22, month=2))
    said = await desk.window("tess").says("course signups")
    assert "0 of 28 taken, 8 free; 20 seats of classes that are over stayed empty\n" in said
    assert "The students have 18 seats still to take, and only 8 are free." in said


async def test_who_owes_comes_in_pages(database: Database) -> None:
    students = tuple(f"stu{number}" for number in range(70))
    desk = await seat_desk(database, students=students)
    tess = desk.window("tess")
    assert "Not enough seats: presenting needs 210 seats" in await tess.says("course signups")
    first = await tess.presses("Who still owes")
    assert first.endswith("1 to 60 of 70\n[Next] [Back]")
    second = await tess.presses("Next")
    assert second.endswith("61 to 70 of 70\n[Previous] [Back]")
    assert not set(first.split(", ")) & set(second.split(", "))


async def test_without_seats_there_is_nothing_to_see(database: Database) -> None:
    desk = await seat_desk(database, small(sessions="sessions: []\n"), opened=False)
    tess = desk.window("tess")
    for words in ("signups", "assign", "unassign"):
        said = await tess.says(f"course {words}")
        assert said == "Nobody signs up to present in Reading Seminar: its schedule offers no seats."


# --- opening --------------------------------------------------------------------------------------------------------


async def test_it_is_opened_after_a_look_at_the_numbers_and_once(database: Database) -> None:
    desk = await seat_desk(database, opened=False)
    tess = desk.window("tess")
    assert (await tess.says("course signups")).startswith(
        "Signing up in Reading Seminar\nNot open yet. It opens when one of you presses Open. "
        "Who comes first has the seat, since there are fewer than 25 students.\n"
    )
    assert labels(tess.reply)[0] == "Open …"
    assert await tess.presses("Open") == (
        "Open sign-up in Reading Seminar? Who comes first has the seat, since there are fewer than 25 students.\n"
        f"{ENOUGH}\n"
        "I post the board in #seminar, for everybody: who has which seat, and what is free. 28 seats; everyone takes "
        "3, in different roles.\n"
        "Once it is open it stays open, and how seats are given away stays as it is then.\n[Open sign-up]"
    )
    confirmation = tess.reply
    assert (await desk.signups()).opening.opened_at is None
    assert (await tess.presses("Open sign-up")).startswith("Sign-up is open. The board goes to #seminar now.")
    assert not await desk.database.run.read(seat_board.is_missing, desk.course, now=desk.now)
    tess.reply = confirmation
    assert (await tess.presses("Open sign-up")).startswith("Sign-up is open already, since Tue 25 Jan, 12:00 PM PST.")
    entries = await desk.database.run.read(audit.entries, "seminar")
    assert [one.action for one in entries].count("signup_opened") == 1
    assert "[Open" not in await tess.says("course signups")


@pytest.mark.parametrize(
    ("mode", "students", "said"),
    [
        ("auto", FEW - 1, "Who comes first has the seat, since there are fewer than 25 students."),
        ("auto", FEW, "Seats go by preference, since there are 25 students or more: students say theirs with"),
        ("first come", FEW, "Who comes first has the seat, as the schedule says."),
        ("preferences", 2, "Seats go by preference, as the schedule says: students say theirs with /signup prefer"),
    ],
)
async def test_how_seats_are_given_away_is_said_with_why(
    database: Database, mode: str, students: int, said: str
) -> None:
    desk = await seat_desk(
        database, small(mode=mode), students=tuple(f"stu{number}" for number in range(students)), opened=False
    )
    tess = desk.window("tess")
    assert said in await tess.says("course signups")
    await tess.presses("Open")
    await tess.presses("Open sign-up")
    if said.startswith("Seats"):
        await desk.database.run(_prefers, desk.persons["stu1"])
        assert f"Preferences: 1 of {students} students have said theirs\n" in await tess.says("course signups")
    wanted = Mode.FIRST_COME if said.startswith("Who") else Mode.PREFERENCES
    assert (await desk.signups()).opening.mode is wanted


async def test_staff_ask_those_who_have_not_said_what_they_prefer_once_a_day(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(mode="preferences")) as it:
        await it.desk.database.run(_prefers, it.desk.persons["ada"])
        tess = Person(it.room, "Tess")
        await tess.says("course signups")
        ask = button(tess.reply, "Ask the other 5")
        assert await tess.presses(ask) == "I have asked 5 students by direct message."
        assert (await tess.presses(ask)).startswith("There is nobody to ask: all have said theirs, or were asked today")
        await it.ticks(START + MINUTE)
        assert it.texts("ada") == []
        (said,) = it.texts("bob")
        assert said.startswith(
            "Seats to present in Reading Seminar are given by preference, and I don’t know yours yet."
        )
        assert "until staff give them out" in said
        assert said.endswith("[Tell my preferences]")
        await it.desk.database.run(set_filled, "seminar", START)
        assert (await tess.presses(ask)).startswith("Seats are not given out by preference now")
        assert "[Ask the other" not in await tess.says("course signups")


def _prefers(connection: Connection, person: int) -> None:
    seat_preferences.keep(connection, "seminar", person, Preference(roles=frozenset({"critic"})), at=START)


async def test_it_opens_by_itself_at_the_schedules_hour_and_staff_are_told(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(opens=OPENS), opened=False) as it:
        tess = Person(it.room, "Tess")
        assert "The schedule opens it on Thu 27 Jan, 9:00 AM PST." in await tess.says("course signups")
        await it.ticks(NINE - MINUTE)
        assert (await it.desk.signups()).opening.opened_at is None
        assert await it.room.app.tick(NINE - MINUTE) == NINE
        await it.ticks(NINE, NINE + MINUTE, NINE + DAY)
        assert (await it.desk.signups()).opening.opened_at == NINE
        told = [one for one in it.texts(STAFF) if one.startswith("Sign-up is open")]
        assert told == [
            f"Sign-up is open, as the schedule says. Who comes first has the seat.\n{ENOUGH}\n[How it stands]"
        ]
        board = [one for one in it.texts(CHANNEL) if "28 seats" in one]
        assert len(board) == 1
        assert "needs" not in board[0]


async def test_it_does_not_open_by_itself_in_a_rehearsal_or_before_anybody_is_there(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(
        database_url, tmp_path, schedule=text(opens=OPENS), opened=False, live=False, right=False
    ) as it:
        await it.ticks(NINE, NINE + HOUR)
        assert (await it.desk.signups()).opening.opened_at is None
        said = await Person(it.room, "Tess").says("course signups")
        assert "The schedule’s hour has come: it opens as soon as I am live and there are students." in said
        tess = Person(it.room, "Tess")
        await tess.says("course signups")
        asked = await tess.presses(button(tess.reply, "Open …"))
        assert "This is still a rehearsal: #seminar sees the board at Go live, but people can sign up." in asked
        assert "The board goes to #seminar at Go live." in await tess.presses(button(tess.reply, "Open sign-up"))
        await it.ticks(NINE + HOUR)
        assert not it.texts(CHANNEL)


async def test_staff_may_open_it_before_the_hour_and_it_is_not_opened_again(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(opens=OPENS), opened=False) as it:
        tess = Person(it.room, "Tess")
        await tess.says("course signups")
        assert "The schedule would open it on Thu 27 Jan, 9:00 AM PST." in await tess.presses(
            button(tess.reply, "Open …")
        )
        await tess.presses(button(tess.reply, "Open sign-up"))
        await it.ticks(START, NINE, NINE + DAY)
        assert (await it.desk.signups()).opening.opened_at == START
        assert not [one for one in it.texts(STAFF) if one.startswith("Sign-up is open, as")]
        assert len([one for one in it.texts(CHANNEL) if "28 seats" in one]) == 1


# --- the roster changes ---------------------------------------------------------------------------------------------


async def test_the_numbers_are_said_where_staff_change_who_takes_seats(database: Database) -> None:
    desk = await seat_desk(database)
    tess = desk.window("tess")

    async def decided(verb: str, word: str, who: str) -> str:
        action = Action(verb, "seminar", (word, str(desk.persons[who])))
        return tess.heard(await tess.door.answer("tess", action))

    assert "needs 15 seats (3 in different roles for each of 5 students)" in await decided("setrole", "auditor", "ada")
    assert ENOUGH in await decided("setrole", "student", "aud")
    assert "needs" not in await decided("setrole", "student", "aud"), "nothing changed"

    def leaves(connection: Connection) -> None:
        member = people.get_member(connection, "seminar", desk.persons["bob"])
        assert member is not None
        people.put_member(connection, replace(member, left_at=START))

    await desk.database.run(leaves)
    assert "for each of 5 students" in await decided("left", "dropped", "bob")


async def test_the_line_of_the_day_says_the_numbers_when_students_came(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.ticks(START + HOUR)

        def joins(connection: Connection) -> None:
            for name, role in (("zoe", CourseRole.STUDENT), ("zed", CourseRole.STUDENT)):
                person = people.ensure_account(
                    connection, platform="slack", workspace="W", user_id=name, name=name.title(), now=START + HOUR
                )
                people.set_membership(connection, course="seminar", person_id=person, role=role, now=START + HOUR)
                member = people.get_member(connection, "seminar", person)
                assert member is not None
                people.put_member(connection, replace(member, new_at=START + HOUR))

        await it.desk.database.run(joins)
        await it.ticks(la(25, 16))
        (news,) = [one for one in it.texts(STAFF) if "2 new: " in one]
        assert (
            "Presenting needs 24 seats (3 in different roles for each of 8 students); the schedule offers 28: enough."
            in news
        )
        assert not any("Presenting needs" in one for one in it.texts(CHANNEL))
