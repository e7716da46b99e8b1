"""What is said of more time and excuses where a class has several papers: of each paper what is true of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.reply import Action
from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.services import reviewing
from bot.services.reviewing import Sent
from bot.store import grants, people
from bot.store.database import Connection
from tests.support.asking import labels
from tests.support.staffroom import Person, Staffroom, button, staffroom

ZONE = ZoneInfo("America/Los_Angeles")
SUNDAY = datetime(2022, 1, 30, 10, tzinfo=ZONE)
TEXT = """
course:
  id: seminar
  title: Reading Seminar
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00}
  channels:
    slack: {announcements: "#seminar", staff: "#seminar-staff"}
reviews: {owe: each required, form: short, due: at class start}
sessions:
  - id: clocks
    title: Clocks
    date: 2022-01-31
    readings:
      - {id: time, title: Time and Clocks, tier: required}
      - {id: raft, title: Raft Consensus, tier: required}
  - id: storage
    title: Storage
    date: 2022-02-07
    review: {owe: {choose: 2}}
    readings:
      - {id: dynamo, title: Dynamo, tier: required}
      - {id: gfs, title: Google File System, tier: required}
      - {id: big, title: Bigtable, tier: required}
"""


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=SUNDAY, text=TEXT) as opened:
        await opened.join("Ada", CourseRole.STUDENT)
        await opened.join("Ira", CourseRole.INSTRUCTOR)
        yield opened


@pytest.fixture
def ira(room: Staffroom) -> Person:
    return Person(room, "Ira")


async def heard(room: Staffroom) -> list[str]:
    """The first line of each direct message to Ada that is new."""
    before = len(room.channels.texts("ada"))
    await room.tick()
    return [text.split("\n")[0] for text in room.channels.texts("ada")[before:]]


async def test_a_length_for_a_class_is_added_to_what_each_paper_has_and_taken_back_at_once(
    room: Staffroom, ira: Person
) -> None:
    ada = Person(room, "Ada")
    await ira.says("course extend ada raft until thu 17:00")
    await ada.presses(Action("cannot", "seminar", ("s:clocks",)))
    await ada.fills(reason="ill")
    await room.tick()
    asked = "‘Time and Clocks’ is due Mon 31 Jan, 1:00 PM PST; ‘Raft Consensus’ is due Thu 3 Feb, 5:00 PM PST."
    assert asked in room.channels.texts("#seminar-staff")[-1]
    said = await ira.presses(Action("plea", "seminar", ("1", "24")))
    assert said.startswith(
        "Ada has until Tue 1 Feb, 1:00 PM PST for ‘Time and Clocks’ (was Mon 31 Jan, 1:00 PM PST); late ones until "
        "Wed 2 Feb, 1:00 PM PST. Until Fri 4 Feb, 5:00 PM PST for ‘Raft Consensus’ (was Thu 3 Feb, 5:00 PM PST)"
    )
    assert "I counted 1 day for each paper from the time they had." in said
    undo = button(ira.reply, "Undo")
    assert await heard(room) == [
        "You have until Tue 1 Feb, 1:00 PM PST for ‘Time and Clocks’.",
        "You have until Fri 4 Feb, 5:00 PM PST for ‘Raft Consensus’.",
    ]
    assert "more time, by Ira" in room.channels.texts("#seminar-staff")[-1], "no one time is right for both"
    assert "Ada has until Tue 1 Feb, 1:00 PM PST for ‘Time and Clocks’" in await ira.says("course extensions")
    assert "More time for ‘Time and Clocks’: until Tue 1 Feb" in await ada.says("mywork")
    said = await ira.presses(undo)
    assert said.startswith(f"Taken back. For Ada {asked}\nWhat Ada had asked for waits for an answer again.")
    assert await heard(room) == [f"Staff withdrew your extra time for the 2 papers of ‘Clocks’: {asked}"]


async def test_the_same_length_for_a_class_at_once_again_is_one(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada raft until thu 17:00")
    room.now += timedelta(minutes=1)
    await ira.says("course extend ada clocks +1d")
    room.now += timedelta(minutes=1)
    said = await ira.says("course extend ada clocks +1d")
    assert said.startswith("Ada already has until Tue 1 Feb, 1:00 PM PST for ‘Time and Clocks’; late ones")
    (rows,) = (await room.app.database.run.read(grants.of_course, "seminar")).values()
    assert len(rows) == 3
    await ira.presses(button(ira.reply, "Undo"))
    (rows,) = (await room.app.database.run.read(grants.of_course, "seminar")).values()
    assert [one.paper for one in rows] == ["raft"]


async def test_of_a_choice_it_is_added_to_the_latest_time_while_that_is_enough(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada dynamo +3d")
    said = await ira.says("course extend ada storage +1d")
    assert "until Tue 8 Feb, 1:00 PM PST for ‘Google File System’ and ‘Bigtable’" in said, "two are wanted"
    assert "Until Fri 11 Feb, 1:00 PM PST for ‘Dynamo’" in said
    await ira.presses(button(ira.reply, "Undo"))
    await ira.says("course extend ada bigtable +3d")
    said = await ira.says("course extend ada storage +1d")
    assert said.startswith("Ada has until Fri 11 Feb, 1:00 PM PST for the 2 reviews for ‘Storage’ (was Thu 10 Feb, 1")
    await ira.says("course extend ada raft +1d")
    said = await ira.says("course extend ada clocks until thu 17:00")
    assert "‘Clocks’ (was Mon 31 Jan, 1:00 PM PST for ‘Time and Clocks’, Tue 1 Feb, 1:00 PM PST for ‘Raft" in said


async def test_a_review_that_is_in_is_said_to_be_in_when_the_time_is_taken_back(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada clocks +2d")
    undo = button(ira.reply, "Undo")
    await room.tick()
    room.now = datetime(2022, 2, 1, 9, tzinfo=ZONE).astimezone(UTC)
    await room.app.database.run(write, (await room.app.courses())[0], room.now)
    holds = "‘Time and Clocks’ was due Mon 31 Jan, 1:00 PM PST; the review of ‘Raft Consensus’ is in, on time."
    assert (await ira.presses(undo)).startswith(f"Taken back. For Ada {holds}")
    assert (await heard(room))[-1] == f"Staff withdrew your extra time for the 2 papers of ‘Clocks’: {holds}"


def write(connection: Connection, course: Course, now: datetime) -> None:
    """A whole review of Ada's of raft."""
    owed = reviews.find(course, "raft")
    (ada,) = (one.person for one in people.members(connection, course.id) if one.name == "Ada")
    assert owed is not None
    sent = Sent(
        person=ada,
        paper="raft",
        window="aaaaaa",
        base=0,
        answers={field.id: "One sentence. " * (field.min_words or 3) for field in owed.review.form.fields},
        submit=True,
        platform="slack",
        account="ada",
    )
    reviewing.save(connection, course, sent, now=now)


async def test_what_holds_still_after_an_undo_is_said_of_each_paper(room: Staffroom, ira: Person) -> None:
    for words in ("dynamo", "google", "storage"):
        await ira.says(f"course excuse ada {words}")
    whole = button(ira.reply, "Undo")
    await ira.says("course extend ada storage +1d")
    assert (await heard(room))[-1].endswith("You were excused from them; that ends with this.")
    said = await ira.presses(button(ira.reply, "Undo"))
    assert said.startswith("Taken back. Ada is excused from the 2 reviews for ‘Storage’ again.")
    assert "You are excused from them again. Nothing is owed there." in (await heard(room))[-1]
    await ira.says("course extend ada storage +1d")
    await ira.presses(button(ira.reply, "Undo"))
    assert (await ira.presses(whole)).startswith(
        "Taken back. For Ada ‘Bigtable’ is due Mon 7 Feb, 1:00 PM PST; Ada is still excused from ‘Dynamo’ and ‘Google"
    )


async def test_what_was_granted_by_name_outlives_the_class_s_and_the_person_reads_so(
    room: Staffroom, ira: Person
) -> None:
    await ira.says("course extend ada storage +1d")
    whole = button(ira.reply, "Undo")
    await room.tick()
    await ira.says("course extend ada dynamo +3d")
    await room.tick()
    holds = (
        "‘Google File System’ and ‘Bigtable’ are due Mon 7 Feb, 1:00 PM PST; ‘Dynamo’ is due Fri 11 Feb, 1:00 PM "
        "PST; two of them are wanted."
    )
    assert (await ira.presses(whole)).startswith(f"Taken back. For Ada {holds}")
    assert await heard(room) == [f"Staff withdrew your extra time for the 2 reviews for ‘Storage’: {holds}"]
    await ira.says("course extend ada clocks +1d")
    await room.tick()
    assert "For Ada the 2 papers of ‘Clocks’ are due Mon" in await ira.presses(button(ira.reply, "Undo"))
    assert (await heard(room))[-1].endswith("‘Clocks’: they are due Mon 31 Jan, 1:00 PM PST.")


async def test_time_for_everything_says_what_it_does_not_touch(room: Staffroom, ira: Person) -> None:
    stays = "‘Time and Clocks’ stays due Thu 3 Feb, 1:00 PM PST: that was granted by name."
    await ira.says("course extend ada time and clocks +3d")
    assert stays in await ira.says("course extend ada everything +1d")
    first = button(ira.reply, "Undo")
    await room.tick()
    assert room.channels.texts("ada")[-1].endswith(stays)
    await ira.says("course extend ada everything +2d")
    second = button(ira.reply, "Undo")
    await room.tick()
    assert f"Ada has 1 day longer for everything all the same. {stays}" in await ira.presses(second)
    assert await heard(room) == [
        "Staff withdrew your extra time for everything: you have 1 day longer again, as before."
    ]
    assert f"as the schedule says, but for this. {stays}" in await ira.presses(first)
    await room.tick()
    assert room.channels.texts("ada")[-1].endswith(f"what is due is due as the schedule says, but for this.\n{stays}")


async def test_who_gets_less_time_than_they_were_told_reads_what_it_was(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada raft +5d")
    await room.tick()
    said = await ira.says("course extend ada clocks until wed 20:00")
    assert said.startswith("Ada already has until Sat 5 Feb, 1:00 PM PST for ‘Raft Consensus’, and that would take")
    await ira.presses(button(ira.reply, "Only until Wed 2 Feb, 8:00 PM PST"))
    await room.tick()
    assert room.channels.texts("ada")[-1].split("\n")[:2] == [
        "You have until Wed 2 Feb, 8:00 PM PST for ‘Time and Clocks’.",
        "Instead of Sat 5 Feb, 1:00 PM PST you now have until Wed 2 Feb, 8:00 PM PST for ‘Raft Consensus’.",
    ]
    await ira.says("course extend ada everything +2d")
    await room.tick()
    await ira.says("course extend ada everything +1d")
    await ira.presses(button(ira.reply, "Only 1 day"))
    assert (await heard(room))[-1].startswith("Instead of 2 days you now have 1 day longer for everything that is due")


async def test_an_excuse_with_a_time_is_asked_about(room: Staffroom, ira: Person) -> None:
    said = await ira.says("course excuse ada clocks until tuesday 17:00 ill")
    assert said.startswith("An excuse has no end: nothing of the 2 papers of ‘Clocks’ would be owed.")
    assert labels(ira.reply) == ["More time until Tue 1 Feb, 5:00 PM PST", "Excuse from all of it"]
    assert not await room.app.database.run.read(grants.of_course, "seminar")
    asked = ira.reply
    assert "Ada is excused from the 2 papers" in await ira.presses(button(asked, "Excuse from all of it"))
    said = await ira.presses(button(asked, "More time until Tue 1 Feb, 5:00 PM PST"))
    assert said.startswith("Ada has until Tue 1 Feb, 5:00 PM PST for the 2 papers of ‘Clocks’ (was excused)")
    assert "for staff only: “ill”" in said
    assert "/course extend ad tomatoes +2d" in await ira.says("course excuse ad tomatoes +2d")
    assert "is excused" in await ira.says("course excuse ada raft because ill until tuesday")
