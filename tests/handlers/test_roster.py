"""What staff read of who is in the course, and what their buttons do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.plain import plain
from bot.conversation.port import Member, PostRefused
from bot.conversation.reply import Choice, Reply
from bot.course.model import CourseRole
from bot.store import audit, courses, people
from tests.support.asking import labels
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import Person, Staffroom, button, choose, staffroom

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2022, 1, 24, 10, tzinfo=ZONE)
HOUR = timedelta(hours=1)
STAFF = "  staff: [{name: ira, role: instructor, slack: U0IRA}, {name: tia, role: ta, slack: U0TIA}]\n"
SCHEDULE = TWO_CLASSES.replace("  channels:\n", STAFF + "  channels:\n")
AUDITOR, STAFFED, STUDENT = (f"Make somebody {what}" for what in ("an auditor", "staff", "a student"))
IRA, TIA = Member("ira", "Ira"), Member("tia", "Tia")
ADA, BEN, GUS = Member("ada", "Ada"), Member("ben", "Ben"), Member("gus", "Gus", kind="guest")


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=MONDAY, text=SCHEDULE) as opened:
        opened.channels.known_staff = {"ira": (IRA,), "tia": (TIA,)}
        yield opened


async def met(room: Staffroom, *who: Member, after: timedelta = timedelta()) -> None:
    room.now += after
    room.channels.members["#seminar"] = who
    await room.app.meet(room.now)
    await room.tick()


def ira(room: Staffroom) -> Person:
    return Person(room, "Ira")


def tia(room: Staffroom) -> Person:
    return Person(room, "Tia")


def told(room: Staffroom, words: str) -> Reply:
    """The newest thing that staff were told with these words in it."""
    return next(reply for _, _, reply in reversed(room.channels.posts["#seminar-staff"]) if words in plain(reply))


def menus(reply: Reply) -> dict[str, list[str]]:
    """Prompt → the labels of its options."""
    return {one.prompt: [label for _, label in one.options] for one in reply.blocks if isinstance(one, Choice)}


async def id_of(room: Staffroom, name: str) -> str:
    found = await room.app.database.run.read(people.members, "seminar", active_only=False)
    return str(next(one.person for one in found if one.name == name))


async def role_of(room: Staffroom, name: str) -> str:
    found = await room.app.database.run.read(people.members, "seminar")
    return next((one.role.value for one in found if one.name == name), "")


async def actions(room: Staffroom) -> list[str]:
    return [entry.action for entry in await room.app.database.run.read(audit.entries, "seminar")]


async def test_after_the_first_look_staff_read_who_is_who_once(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA, BEN, GUS)
    await met(room, IRA, TIA, ADA, BEN, GUS, after=HOUR)
    reply = told(room, "looked at who is in #seminar")
    words = plain(reply)
    assert sum("looked at who" in text for text in room.channels.texts("#seminar-staff")) == 1
    for part in ("Students: 2", "Staff: Ira (instructor) and Tia (TA)", "Guests: 1", "Students: Ada and Ben"):
        assert part in words, part
    assert menus(reply) == {AUDITOR: ["Ada", "Ben", "Gus (guest)"], STAFFED: ["Ada", "Ben", "Gus (guest)"]}
    assert labels(reply) == ["Roster is right"]
    assert "Not found" not in words
    assert "nobody can go live" not in words


async def test_staff_read_who_is_who_once_there_is_a_channel_to_tell_them(database_url: str, tmp_path: Path) -> None:
    unheard = SCHEDULE.replace(', staff: "#seminar-staff"', "")
    async with staffroom(database_url, tmp_path, at=MONDAY, text=unheard) as room:
        room.channels.known_staff = {"ira": (IRA,), "tia": (TIA,)}
        await met(room, IRA, TIA, ADA)
        await met(room, IRA, TIA, ADA, BEN, after=HOUR)
        assert room.channels.posts == {}
        await room.edit(SCHEDULE)
        for _ in range(3):
            await room.tick(room.now + timedelta(minutes=1))
            await room.app.joining.settle()
        assert "Students: Ada and Ben" in plain(told(room, "looked at who is in"))
        await met(room, IRA, TIA, ADA, BEN, after=HOUR)
        assert sum("looked at who" in text for text in room.channels.texts("#seminar-staff")) == 1


async def test_what_staff_could_not_be_told_they_are_told_once_the_channel_is_there(room: Staffroom) -> None:
    room.channels.trouble["#seminar-staff"] = PostRefused("there is no such channel")
    await met(room, IRA, TIA, ADA)
    await met(room, IRA, TIA, ADA, after=timedelta(days=3))
    del room.channels.trouble["#seminar-staff"]
    for _ in range(3):
        await met(room, IRA, TIA, ADA, after=HOUR)
    assert sum("looked at who" in text for text in room.channels.texts("#seminar-staff")) == 1


async def test_what_staff_found_right_they_are_not_asked_about_when_a_channel_comes(
    database_url: str, tmp_path: Path
) -> None:
    unheard = SCHEDULE.replace(', staff: "#seminar-staff"', "")
    async with staffroom(database_url, tmp_path, at=MONDAY, text=unheard) as room:
        room.channels.known_staff = {"ira": (IRA,)}
        await met(room, IRA, ADA)
        await ira(room).presses(button(await _page(room), "Roster is right"))
        await room.edit(SCHEDULE)
        await met(room, IRA, ADA, after=HOUR)
        assert not any("looked at who" in text for text in room.channels.texts("#seminar-staff"))


async def test_people_of_one_name_are_told_apart(room: Staffroom) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe-Langenburg-Öhringen"
    twins = [
        Member("s1", "Sam Lee", "sam@example.edu"),
        Member("s2", "sam lee", kind="guest"),
        Member("l1", long, f"{'x' * 60}@example.edu"),
        Member("l2", long, kind="guest"),
    ]
    await met(room, IRA, TIA, ADA, *twins)
    first = told(room, "looked at who")
    names = menus(first)[AUDITOR]
    assert {"Ada", "Sam Lee (sam@example.edu)", "sam lee (s2, guest)"} < set(names)
    assert len(set(names)) == 5
    assert max(len(name) for name in names) <= 75
    assert any(name.endswith("… (l2, guest)") for name in names)
    assert "Sam Lee (sam@example.edu)" in plain(first)
    assert menus(await _page(room))[AUDITOR] == names
    await met(room, IRA, TIA, ADA, after=HOUR)
    await room.tick(MONDAY.replace(hour=16))
    left = labels(told(room, "2 left"))
    assert "Still here: Sam Lee (sam@example.edu)" in left
    assert max(len(label) for label in left) <= 75


async def test_many_students_are_named_up_to_a_bound(room: Staffroom) -> None:
    crowd = [Member(f"s{number}", f"Student {number:03}") for number in range(120)]
    await met(room, IRA, *crowd)
    reply = told(room, "looked at who")
    assert "Student 059 and 60 more" in plain(reply)
    assert "Student 060" not in plain(reply)
    assert [len(names) for names in menus(reply).values()] == [25, 25]
    assert "/course roster shows everybody" in plain(reply)


async def test_staff_of_the_schedule_who_are_not_found_are_named(room: Staffroom) -> None:
    room.channels.known_staff = {"tia": (TIA,)}
    await met(room, TIA, ADA)
    words = plain(told(room, "looked at who"))
    assert "Not found here: ira. " in words
    assert "No instructor was found, so nobody can go live." in words


async def test_the_roster_is_right_once_and_later_it_is_said_since_when(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA)
    confirm = button(told(room, "looked at who"), "Roster is right")
    assert "only staff" in await Person(room, "Ada").presses(confirm)
    state = await room.app.database.run.read(courses.state, "seminar")
    assert state.roster_right_at is None
    assert (await tia(room).presses(confirm)).startswith("Noted: the roster is right.")
    first = await room.app.database.run.read(courses.state, "seminar")
    assert first.roster_right_at == room.now
    room.now += HOUR
    assert await ira(room).presses(confirm) == "That was said already by Tia on Mon 24 Jan, 10:00 AM PST."
    assert await room.app.database.run.read(courses.state, "seminar") == first
    assert (await actions(room)).count("roster_right") == 1
    assert "Found right by Tia" in await ira(room).says("/course roster")
    assert labels(await _page(room)) == ["Make Ada an auditor", "Make Ada staff"]


async def _page(room: Staffroom) -> Reply:
    person = ira(room)
    await person.says("/course roster")
    return person.reply


async def test_a_ta_makes_auditors_but_only_an_instructor_makes_staff(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA, BEN)
    reply = told(room, "looked at who")
    ada, ben = await id_of(room, "Ada"), await id_of(room, "Ben")
    auditor, staff = choose(reply, AUDITOR, ada), choose(reply, STAFFED, ben)
    assert (await tia(room).presses(auditor)).startswith("Ada is an auditor now.")
    assert await tia(room).presses(auditor) == "Ada is an auditor already."
    assert await tia(room).presses(staff) == "Sorry, only instructors can say who is staff."
    assert await role_of(room, "Ben") == "student"
    assert "invite them to #seminar-staff" in await ira(room).presses(staff)
    await met(room, IRA, TIA, ADA, BEN, after=HOUR)
    assert (await role_of(room, "Ada"), await role_of(room, "Ben")) == ("auditor", "ta")
    page = await _page(room)
    student = choose(page, STUDENT, ben)
    assert await tia(room).presses(student) == "Sorry, only instructors can say who is staff."
    assert (await ira(room).presses(student)).startswith("Ben is a student now.")
    assert (await tia(room).presses(choose(page, STUDENT, ada))).startswith("Ada is a student now.")
    assert (await role_of(room, "Ada"), await role_of(room, "Ben")) == ("student", "student")
    assert (await actions(room)).count("member_role") == 4


async def test_who_was_made_something_by_a_slip_is_what_they_were_with_one_press(room: Staffroom) -> None:
    reply = await _with_menu(room)
    person, ada = ira(room), await id_of(room, "Ada")
    for menu in (AUDITOR, STAFFED):
        await person.presses(choose(reply, menu, ada))
        assert labels(person.reply) == ["Undo"]
        assert (await person.presses(button(person.reply, "Undo"))).startswith("Ada is a student now.")
        assert await role_of(room, "Ada") == "student"
    await met(room, IRA, TIA, ADA, BEN, GUS, after=HOUR)
    await person.presses(choose(await _page(room), AUDITOR, await id_of(room, "Gus")))
    assert labels(person.reply) == ["Make Gus a student"], "nobody makes a guest"


async def test_who_is_staff_by_the_schedule_is_changed_there(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA)
    person = await id_of(room, "Tia")
    action = choose(await _with_menu(room), AUDITOR, await id_of(room, "Ada"))
    wrong = type(action)(action.verb, action.course, ("student", person))
    assert "change it there" in await ira(room).presses(wrong)
    for arguments in (("instructor", person), ("student", "x"), ("student",), ()):
        assert "older message" in await ira(room).presses(type(action)(action.verb, action.course, arguments))


async def _with_menu(room: Staffroom) -> Reply:
    await met(room, IRA, TIA, ADA, BEN)
    return await _page(room)


async def test_the_day_has_one_line_with_what_can_be_said_of_each(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA)
    await met(room, IRA, TIA, BEN, GUS, after=HOUR)
    room.now = MONDAY.replace(hour=16)
    await room.tick()
    reply = told(room, "2 new")
    assert plain(reply).startswith("2 new: Ben and Gus (guest).")
    assert menus(reply) == {AUDITOR: ["Ben", "Gus (guest)"], STAFFED: ["Ben", "Gus (guest)"]}
    assert "1 left: Ada." in plain(reply)
    assert labels(reply) == ["Dropped: Ada", "Still here: Ada", "Roster is right"]
    await ira(room).presses(button(told(room, "looked at who"), "Roster is right"))
    await met(room, IRA, TIA, BEN, GUS, Member("cy", "Cy"), after=HOUR)
    room.now = MONDAY.replace(day=25, hour=16)
    await room.tick()
    reply = told(room, "1 new")
    assert plain(reply).startswith("1 new: Cy.")
    assert labels(reply) == ["Make Cy an auditor", "Make Cy staff"]
    assert (await tia(room).presses(button(reply, "Make Cy an auditor"))).startswith("Cy is an auditor now.")


async def test_who_was_made_staff_before_the_hour_is_no_news(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA)
    await met(room, IRA, TIA, ADA, BEN, after=HOUR)
    await ira(room).presses(choose(await _page(room), STAFFED, await id_of(room, "Ben")))
    await room.tick(MONDAY.replace(hour=16))
    assert not any(" new: " in text for text in room.channels.texts("#seminar-staff"))


async def test_who_joined_the_day_before_is_told_what_they_do_not_owe(room: Staffroom) -> None:
    await met(room, IRA, TIA, ADA)
    room.now = MONDAY.replace(day=30)
    await met(room, IRA, TIA, ADA, BEN)
    free = "Reviews due before Tue 1 Feb, 10:00 AM PST do not count for you: you joined on Sun 30 Jan."
    assert free in await Person(room, "Ben").says("/deadlines")
    assert "do not count" not in await Person(room, "Ada").says("/deadlines")


async def left(room: Staffroom) -> Reply:
    """Ada left, and staff were told."""
    await met(room, IRA, TIA, ADA, BEN)
    await met(room, IRA, TIA, BEN, after=HOUR)
    await room.tick(MONDAY.replace(hour=16))
    return told(room, "1 left")


async def test_who_was_dropped_is_new_when_they_return(room: Staffroom) -> None:
    reply = await left(room)
    dropped = button(reply, "Dropped: Ada")
    assert (await tia(room).presses(dropped)).startswith("Ada is not in the course any more.")
    assert await role_of(room, "Ada") == ""
    assert await ira(room).presses(dropped) == "That is settled already: Ada was dropped."
    assert await ira(room).presses(button(reply, "Still here: Ada")) == "That is settled already: Ada was dropped."
    await met(room, IRA, TIA, ADA, BEN, after=HOUR)
    back = (await room.app.database.run.read(people.members, "seminar"))[0]
    assert (back.name, back.role, back.joined_at) == ("Ada", CourseRole.STUDENT, room.now)
    assert back.counts_from == room.now + 48 * HOUR
    await room.tick(MONDAY.replace(day=25, hour=16))
    assert plain(told(room, "1 new")).startswith("1 new: Ada.")
    assert {"member_dropped", "member_returned"} <= set(await actions(room))


async def test_who_is_still_here_is_asked_about_again_only_after_coming_back(room: Staffroom) -> None:
    here = button(await left(room), "Still here: Ada")
    assert (await tia(room).presses(here)).startswith("Ada stays in the course.")
    assert await tia(room).presses(here) == "That is settled already: Ada is still in the course."
    assert await role_of(room, "Ada") == "student"
    await met(room, IRA, TIA, BEN, after=HOUR)
    await room.tick(MONDAY.replace(day=25, hour=16))
    assert sum("1 left" in text for text in room.channels.texts("#seminar-staff")) == 1
    await met(room, IRA, TIA, BEN, ADA, after=HOUR)
    assert "in #seminar again" in await tia(room).presses(here)
    await met(room, IRA, TIA, BEN, after=HOUR)
    await room.tick(MONDAY.replace(day=26, hour=16))
    assert sum("1 left" in text for text in room.channels.texts("#seminar-staff")) == 2
    assert await tia(room).presses(button(told(room, "1 left"), "Dropped: Ada")) != ""
    assert await role_of(room, "Ada") == ""


async def test_many_leavers_are_asked_about_in_menus(room: Staffroom) -> None:
    crowd = [Member(f"s{number}", f"Student {number}") for number in range(8)]
    await met(room, IRA, *crowd)
    await met(room, IRA, after=HOUR)
    await room.tick(MONDAY.replace(hour=16))
    reply = told(room, "8 left")
    assert {prompt: len(names) for prompt, names in menus(reply).items()} == {"Dropped": 8, "Still here": 8}
    await tia(room).presses(choose(reply, "Still here", await id_of(room, "Student 3")))
    assert await role_of(room, "Student 3") == "student"


async def test_the_roster_comes_in_pages_and_each_has_its_menus(room: Staffroom) -> None:
    crowd = [Member(f"s{number}", f"Student {number:03}") for number in range(60)]
    await met(room, IRA, TIA, *crowd, GUS)
    person = tia(room)
    first = await person.says("/course roster")
    assert "Students: 60" in first
    assert "1 to 25 of 61" in first
    assert menus(person.reply)[AUDITOR][-1] == "Student 024"
    await person.presses(button(person.reply, "Next"))
    third = await person.presses(button(person.reply, "Next"))
    assert "51 to 61 of 61" in third
    assert "• Gus (guest)" in third
    assert menus(person.reply)[STUDENT] == ["Gus (guest)"]
    assert labels(person.reply) == ["Roster is right", "Previous"]
    assert "only staff" in await Person(room, "S1").says("/course roster")


async def test_a_roster_before_any_look_says_who_was_entered_by_hand(room: Staffroom) -> None:
    await room.join("Tia", CourseRole.TA)
    await room.join("Ira", CourseRole.INSTRUCTOR)
    words = await tia(room).says("course roster")
    assert "Staff: Ira (instructor) and Tia (TA)" in words
    assert "As I saw" not in words
