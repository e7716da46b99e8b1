"""People in the channel who are on no line of the class list: found by their address, or asked once who they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.port import Member, RateLimited
from bot.conversation.reply import Action, Choice
from bot.course.model import CourseRole
from bot.services import linking, roster, roster_asking
from bot.services.people import who
from bot.store import audit
from tests.support.bot_process import go_live
from tests.support.listed_room import HEAD, LINES, STAFF, ListedRoom, listed_room
from tests.support.staffroom import Person, button, choose

SAM = Member("sam", "Sam")
ASK = "I cannot find you on the class list"
HOUR = timedelta(hours=1)


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[ListedRoom]:
    async with listed_room(database_url, tmp_path) as opened:
        yield opened


async def answers(desk: ListedRoom, words: str, name: str = "Sam") -> Person:
    """Somebody is in the channel, is asked and says who they are."""
    person = Person(desk.room, name)
    await desk.meets(Member(name.lower(), name))
    (question,) = desk.told(name.lower(), ASK)
    await person.presses(button(question, "Tell who I am"))
    assert await person.fills(who=words) == "Thanks, staff will confirm it."
    await desk.room.tick()
    return person


async def test_whose_address_stands_in_one_line_is_on_it_without_a_question(desk: ListedRoom) -> None:
    await desk.meets(Member("ben", "Benny", email="Ben@Example.edu"), Member("gus", "Gus", "cy@example.edu", "guest"))
    ben = await desk.member("Ben Ng")
    assert ben is not None
    assert (ben.in_channel, ben.role) == (True, CourseRole.STUDENT)
    assert await desk.role("Cy Young") is CourseRole.STUDENT
    assert desk.told("ben", ASK) == []
    unclaimed = await desk.run(linking.unclaimed, desk.course)
    names = [(one.name, one.email) for one in unclaimed]  # type: ignore[attr-defined]
    assert names == [("Ada Lovelace", "ada@example.edu"), ("Dee Ray", "dee@example.edu")]
    await desk.room.tick(desk.now + 8 * HOUR)
    (line,) = desk.told(STAFF, "Found on the class list: Ben Ng (by e-mail) and Cy Young (by e-mail).")
    assert "2 new: Ben Ng and Cy Young." in plain(line)
    assert "What is due within" not in plain(line), "they owe since the list says so"


async def test_an_address_of_two_accounts_or_of_staff_links_nobody(desk: ListedRoom) -> None:
    address = "ada@example.edu"
    await desk.meets(Member("one", "One", address), Member("two", "Two", address))
    assert await desk.role("Ada Lovelace") is CourseRole.STUDENT
    assert (await desk.role("One"), await desk.role("Two")) == (CourseRole.STUDENT, CourseRole.STUDENT)


async def test_who_is_on_no_line_is_asked_once_and_only_students_of_the_channel(desk: ListedRoom) -> None:
    await desk.room.join("Aud", CourseRole.AUDITOR)
    gus = Member("gus", "Gus", kind="guest")
    for _ in range(2):
        await desk.meets(SAM, Member("aud", "Aud"), gus, after=HOUR)
    await desk.imports(HEAD + LINES + "Eli One,eli@example.edu,1\n")
    await desk.meets(SAM, gus, after=24 * HOUR)
    assert len(desk.told("sam", ASK)) == 1
    for other in ("aud", "gus", "ira"):
        assert desk.told(other, ASK) == []
    await desk.meets(SAM, Member("gus", "Gus"), after=24 * HOUR)
    assert len(desk.told("gus", ASK)) == 1, "a student now"


async def test_nobody_is_asked_before_go_live_nor_without_a_list(database_url: str, tmp_path: Path) -> None:
    async with listed_room(database_url, tmp_path, live=False) as desk:
        await desk.meets(SAM)
        assert desk.told("sam", ASK) == []
        desk.room.now += 30 * 24 * HOUR
        await go_live(desk.room.app, desk.now)
        await desk.meets(SAM, after=HOUR)
        assert len(desk.told("sam", ASK)) == 1


async def test_one_press_links_them_and_they_hear_of_it(desk: ListedRoom) -> None:
    sam = await answers(desk, " 3001 2345 ")
    notice = desk.told(STAFF, "Sam says: 3001 2345.")[0]
    assert "That is Ada Lovelace (ada@example.edu) on the class list.\n[Yes, link them] [No]" in plain(notice)
    done = await desk.ira.presses(button(notice, "Yes, link them"))
    assert (
        done == "Done: Sam is Ada Lovelace on the class list now. Everything that they wrote stays theirs. I tell them."
    )
    for label in ("Yes, link them", "No"):
        again = await desk.ira.presses(button(notice, label))
        assert again == "That is settled already by Ira: Ada Lovelace is on the class list."
    await desk.room.tick()
    assert len(desk.told("sam", "Thank you! Staff found you on the class list of Reading Seminar: Ada Lovelace.")) == 1
    assert await desk.member("Sam") is None
    (entry,) = [one for one in await desk.run(audit.entries, "seminar") if one.action == "claimed"]  # type: ignore[attr-defined]
    assert entry.details["how"] == "staff"
    assert (await sam.presses(Action("clmask", "seminar"))).startswith("That is settled: you are on the class list")
    await desk.room.tick(desk.now + 8 * HOUR)
    assert desk.told(STAFF, "Found on the class list") == [], "staff did it themselves"


async def test_what_fits_nobody_is_said_to_staff_alone_who_choose_a_line_or_let_be(desk: ListedRoom) -> None:
    await answers(desk, "nobody@example.edu")
    (notice,) = desk.told(STAFF, "Sam says: nobody@example.edu.\nThat fits nobody on the class list.")
    menu = next(block for block in notice.blocks if isinstance(block, Choice))
    options = [label for _, label in menu.options]
    assert options[0] == "Ada Lovelace (ada@example.edu)"
    assert len(options) == 4
    dee = await desk.member("Dee Ray")
    assert dee is not None
    done = await desk.ira.presses(choose(notice, "Or it is this line", str(dee.person)))
    assert done.startswith("Done: Sam is Dee Ray on the class list now.")


async def test_who_is_let_be_stays_as_they_are_and_is_not_asked_again(desk: ListedRoom) -> None:
    sam = await answers(desk, "none")
    (notice,) = desk.told(STAFF, "Sam says: none.")
    let_be = button(notice, "Let them stay as they are")
    assert await desk.ira.presses(let_be) == "Noted: Sam stays as they are, and I do not ask them again."
    assert await desk.ira.presses(let_be) == "That is settled already by Ira: Sam stays as they are."
    await desk.imports(HEAD + LINES + "Eli One,eli@example.edu,1\n")
    await desk.meets(SAM, after=24 * HOUR)
    assert len(desk.told("sam", ASK)) == 1
    assert await desk.role("Sam") is CourseRole.STUDENT
    assert (await sam.presses(Action("clmask", "seminar"))).startswith("Thanks, that is settled")


async def test_an_answer_is_taken_once_and_a_line_of_somebody_else_is_theirs(desk: ListedRoom) -> None:
    codes = await desk.codes()
    await Person(desk.room, "Ben").says(codes["Ben"])
    sam = await answers(desk, "BEN@example.edu")
    again = await sam.presses(Action("clmask", "seminar"))
    assert again.startswith("You told me already: BEN@example.edu. Staff will confirm it.")
    (notice,) = desk.told(STAFF, "That is Ben Ng (ben@example.edu) on the class list, who is linked to another account")
    ben = await desk.member("Ben Ng")
    sam_as = await desk.member("Sam")
    assert ben is not None
    assert sam_as is not None
    forged = Action("clmyes", "seminar", (str(sam_as.person), str(ben.person)))
    assert await desk.ira.presses(forged) == "Ben Ng is linked to another account already, so I changed nothing."
    assert await desk.role("Sam") is CourseRole.STUDENT
    assert "[Yes, link them]" not in plain(notice)


@pytest.mark.parametrize(("words", "error"), [("  ", "Please type your student id"), ("x" * 201, "That is too long")])
async def test_what_is_wrong_in_the_form_is_said_there(desk: ListedRoom, words: str, error: str) -> None:
    await desk.meets(SAM)
    sam = Person(desk.room, "Sam")
    await sam.presses(button(desk.told("sam", ASK)[0], "Tell who I am"))
    assert (await sam.fills(who=words)).startswith(f"who: {error}")


async def test_nobody_but_who_was_asked_answers_and_nobody_but_staff_settles(desk: ListedRoom) -> None:
    await answers(desk, "30012345")
    eve = await desk.room.join("Eve", CourseRole.STUDENT)
    assert (await eve.presses(Action("clmask", "seminar"))).startswith("I have not asked you who you are")
    (notice,) = desk.told(STAFF, "Sam says")
    assert (await eve.presses(button(notice, "Yes, link them"))).startswith("Sorry, only staff")
    for arguments in ((), ("x", "1"), ("99", "1")):
        said = await desk.ira.presses(Action("clmyes", "seminar", arguments))
        assert "no longer works" in said or "I do not know any more whom that was about." in said


async def test_whom_the_next_list_has_need_not_say_who_they_are(desk: ListedRoom) -> None:
    sam, eli = Member("sam", "Sam", "sam@example.edu"), Member("eli", "Eli", "eli@example.edu")
    await desk.meets(sam)
    desk.room.channels.trouble["eli"] = RateLimited(3600)
    await desk.meets(sam, eli)
    person = Person(desk.room, "Sam")
    await person.presses(button(desk.told("sam", ASK)[0], "Tell who I am"))
    await desk.imports(HEAD + LINES + "Sam Hill,sam@example.edu,1\nEli One,eli@example.edu,2\n")
    assert await person.fills(who="1") == "That is settled: you are on the class list of Reading Seminar."
    desk.room.channels.trouble.clear()
    await desk.room.tick(desk.now + 2 * HOUR)
    assert desk.told("eli", ASK) == desk.told(STAFF, "says: 1.") == []


async def test_who_becomes_an_auditor_or_claims_a_line_before_it_is_said_is_not_asked(desk: ListedRoom) -> None:
    desk.room.channels.trouble["sam"] = desk.room.channels.trouble["eli"] = RateLimited(3600)
    await desk.meets(SAM, Member("eli", "Eli"))
    codes = await desk.codes()
    await Person(desk.room, "Eli").says(codes["Dee"])
    sam = await desk.member("Sam")
    by = await desk.run(who, "slack", "W", "ira", name="Ira")
    assert sam is not None
    await desk.run(roster.set_role, course=desk.course, person=sam.person, role=CourseRole.AUDITOR, now=desk.now, by=by)
    desk.room.channels.trouble.clear()
    await desk.room.tick(desk.now + 2 * HOUR)
    assert desk.told("sam", ASK) == desk.told("eli", ASK) == []
    assert await desk.run(roster_asking.ask_unmatched, desk.course, now=desk.now) == ()
