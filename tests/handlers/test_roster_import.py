"""Staff drop a class list: what it would change is shown to them alone, and a press does just that."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from bot.conversation.plain import plain
from bot.conversation.port import PlatformDown
from bot.conversation.reply import Action
from bot.course.class_list_text import LARGEST
from bot.course.model import CourseRole
from bot.store import class_list, people
from bot.store.all_tables import metadata
from bot.store.database import Connection, Database
from tests.support.asking import Door, door_to, labels, open_door
from tests.support.class_lists import BROKEN, CANVAS
from tests.support.courses import mondays_at_one
from tests.support.dropping import Dropper

COURSE = mondays_at_one(2)
OTHER = replace(COURSE, id="other", title="Other Studies", channels={"slack": {"staff": "#other-staff"}})
NOW = COURSE.sessions[0].starts_at
assert NOW is not None
LIST = b"Name;E-mail;Student ID\nLovelace, Ada;ada@example.edu;1\nStudent;student@example.edu;2\n"


@pytest.fixture
async def door(database: Database) -> Door:
    """One person of each role; the student's address is known."""
    opened = await open_door(database, (COURSE,), NOW)

    def address(connection: Connection) -> None:
        found = people.who(connection, "slack", "T1", "student")
        assert found is not None
        people.note_email(connection, found.person, "student@example.edu")

    await database.run(address)
    return opened


def everything(connection: Connection) -> str:
    """All that is in the database, but for what waits to be imported."""
    rows = [
        (table.name, sorted(map(repr, connection.execute(table.select()).all())))
        for table in metadata.sorted_tables
        if table.name != "blob"
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


async def listed(database: Database, course: str = COURSE.id) -> list[str]:
    return [one.name for one in await database.run.read(class_list.listings, course)]


@pytest.mark.parametrize("channel", ["", "#course-staff"])
async def test_a_dropped_list_is_shown_then_imported_with_one_press(
    door: Door, database: Database, channel: str
) -> None:
    ta = Dropper(door, "ta", channel)
    before = await database.run.read(everything)
    shown = plain(await ta.drops(list__csv=LIST))
    assert "Nothing is changed yet. “list.csv” has 2 students." in shown
    assert "New: 1: Ada Lovelace" in shown
    assert "Here already: 1" in shown
    assert ta.reply.private
    assert labels(ta.reply) == ["Import", "Cancel"]
    assert await database.run.read(everything) == before
    ta.door = door_to(database, (COURSE,), NOW)  # as after a restart
    press = ta.action("Import")
    done = plain(await ta.presses(press))
    assert "Done: this is the class list now. It has 2 students: 1 new." in done
    assert "1 of them has no account here yet." in done
    assert await listed(database) == ["Ada Lovelace", "Student"]
    assert "“list.csv” was imported already" in plain(await ta.presses(press))
    again = plain(await ta.drops(list__csv=LIST))
    assert "is the class list of Seminar already" in again
    assert labels(ta.reply) == []


async def test_what_is_broken_is_told_line_by_line_and_changes_nothing(door: Door, database: Database) -> None:
    before, ta = await database.run.read(everything), Dropper(door, "ta")
    for name, (content, faults) in BROKEN.items():
        said = plain(await ta.drops(list__csv=content))
        assert "“list.csv” cannot be the class list" in said, name
        assert "Nothing was changed." in said, name
        assert all(words in said for _, words in faults), (name, said)
        assert all(f"Line {number}: " in said for number, _ in faults if number), name
        assert labels(ta.reply) == [], name
    assert await database.run.read(everything) == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list__xlsx", b"PK\x03\x04", "save it as CSV"),
        ("list__csv", b"x" * (LARGEST + 1), "too large for a class list: at most 5 MB"),
        ("list__csv", PlatformDown("no"), "I could not get “list.csv” just now"),
    ],
)
async def test_what_cannot_be_had_or_is_no_text(door: Door, name: str, content: bytes | Exception, words: str) -> None:
    assert words in plain(await Dropper(door, "instructor").drops(**{name: content}))


async def test_a_cancelled_list_is_forgotten(door: Door, database: Database) -> None:
    ta = Dropper(door, "ta")
    await ta.drops(list__csv=LIST)
    press = ta.action("Import")
    assert "nothing was changed, and I have forgotten the file" in plain(await ta.presses("Cancel"))
    assert "I do not have that file any more, and nothing was changed." in plain(await ta.presses(press))
    assert await listed(database) == []


async def test_when_people_change_meanwhile_it_is_shown_again(door: Door, database: Database) -> None:
    ta = Dropper(door, "ta")
    await ta.drops(list__csv=LIST)

    def rename(connection: Connection) -> None:
        found = people.who(connection, "slack", "T1", "student")
        assert found is not None
        people.rename(connection, found.person, "Stu Dent")

    await database.run(rename)
    said = plain(await ta.presses("Import"))
    assert "people have changed, so nothing was imported" in said
    assert "New name: 1: Stu Dent → Student" in said
    assert await listed(database) == []
    assert "Done" in plain(await ta.presses("Import"))


async def test_nobody_else_can_import_and_nothing_is_read_out_in_a_channel(door: Door, database: Database) -> None:
    ta = Dropper(door, "ta")
    await ta.drops(list__csv=LIST)
    for who in ("student", "auditor", "guest", "stranger"):
        assert "only staff" in plain(await Dropper(door, who).presses(ta.action("Import")))
        assert "I can read a review in a .md or .txt file" in plain(
            await Dropper(door, who).drops(list__csv=LIST)
        ) or who in ("guest", "stranger")
    said = plain(await Dropper(door, "ta", "#course").drops(list__csv=LIST))
    assert said.startswith("Here others could read it, so I have not looked into it")
    assert await listed(database) == []


async def test_staff_of_several_courses_are_asked_which(database: Database) -> None:
    door = await open_door(database, (COURSE, OTHER), NOW)
    ta = Dropper(door, "ta")
    said = plain(await ta.drops(list__csv=LIST))
    assert "“list.csv” is a list of 2. Of which course is it the class list?" in said
    assert labels(ta.reply) == [COURSE.title, "Other Studies", "Cancel"]
    which = ta.action("Other Studies")
    blob = which.arguments[0]
    colleague = Dropper(door, "instructor")
    assert "I do not have that file" in plain(await colleague.presses(Action("rostfor", OTHER.id, (blob,))))
    await ta.presses(which)
    assert "Class list of Other Studies" in plain(ta.reply)
    assert "Done" in plain(await ta.presses("Import"))
    assert await listed(database, "other") == ["Ada Lovelace", "Student"]
    assert await listed(database) == []
    here = Dropper(door, "ta", "#other-staff")
    assert "already" in plain(await here.drops(list__csv=LIST)), "its staff channel says which"


async def test_the_roster_says_where_the_list_comes_from_and_who_is_unclaimed(door: Door) -> None:
    ta = Dropper(door, "ta")
    assert "Class list:" not in plain(await door.ask("ta", "/course roster"))
    await ta.drops(Grades__csv=CANVAS.encode())
    shown = plain(ta.reply)
    assert "“Grades.csv” (Canvas gradebook) has 3 students." in shown
    assert "Left out: Student, Test, Canvas’s own test student (line 8)." in shown
    assert "Please look twice: I know nobody on this list." in shown
    assert "Here, not on it: 1: Student" in shown
    await ta.presses("Import")
    ta.reply = await door.ask("ta", "/course roster")
    assert "Class list: “Grades.csv” with 3 students, imported by Ta on" in plain(ta.reply)
    assert "3 unclaimed." in plain(ta.reply)
    assert "• Martin King Jr." in plain(await ta.presses("Who is unclaimed"))


async def test_what_a_list_removes_and_doubts_is_said(door: Door, database: Database) -> None:
    ta = Dropper(door, "ta")
    await ta.drops(list__csv=LIST)
    await ta.presses("Import")
    latin = "Name;E-mail;Student ID\nJosé;jose@example.edu;9\nTess;ta@example.edu;4\nX;student@example.edu;1\n"
    said = plain(await ta.drops(list__csv=latin.encode("latin-1")))
    assert "I read it as Latin-1" in said
    assert "Line 4, X: its e-mail is that of Student, its id that of Ada Lovelace." in said
    said = plain(await ta.drops(list__csv="Name,Email\nJosé,jose@example.edu\n".encode()))
    assert "Please look twice: it takes 2 of 2 students off the list. Is it the whole list?" in said
    assert "Off the list: 2: Ada Lovelace and Student" in said
    assert "Their work stays" in said
    await ta.presses("Import")

    def here(connection: Connection) -> list[str]:
        found = people.members(connection, COURSE.id)
        return [one.name for one in found if one.role is CourseRole.STUDENT]

    assert await database.run.read(here) == ["José"]
