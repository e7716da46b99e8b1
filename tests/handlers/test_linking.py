"""Claim codes: whoever shows one is the student of that line, with all that they wrote, and nobody else is."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversation.port import Member
from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.store import audit, people
from bot.store.people import set_membership
from bot.store.records import AuditEntry
from bot.store.staff_tables import claim_code
from bot.store.tables import course_state
from handlers.command_line import Command, understand
from handlers.table import TABLE
from tests.support.listed_room import HEAD, LINES, STAFF, ListedRoom, listed_room
from tests.support.staffroom import Person


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[ListedRoom]:
    async with listed_room(database_url, tmp_path) as opened:
        yield opened


async def claims(desk: ListedRoom) -> list[AuditEntry]:
    found = await desk.run(audit.entries, "seminar")
    return [one for one in found if one.action == "claimed"]  # type: ignore[attr-defined]


async def test_a_stranger_with_a_code_is_the_student_of_that_line_and_sees_what_they_owe(desk: ListedRoom) -> None:
    codes = await desk.codes()
    eve = Person(desk.room, "Eve")
    said = await eve.says(f"/mywork link {codes['Ada'].lower().replace('0', 'o')}")
    assert said.startswith("Welcome, Ada Lovelace. You are a student in Reading Seminar (Spring 2022).\nYour work\n")
    assert "2 still to write" in said
    assert "What is posted for everybody stands in #seminar." in said
    ada = await desk.member("Ada Lovelace")
    assert ada is not None
    assert (ada.role, ada.active, ada.source) == (CourseRole.STUDENT, True, "staff")
    known = await desk.run(people.who, "slack", "W", "eve")
    assert known.person == ada.person  # type: ignore[attr-defined]
    (entry,) = await claims(desk)
    assert (entry.person, entry.item, entry.details["how"]) == (ada.person, str(ada.person), "code")
    again = await eve.says(f"link {codes['Ada']}")
    assert again.startswith("That is done already: you are Ada Lovelace.")
    assert len(await claims(desk)) == 1


async def test_what_either_wrote_is_kept_and_a_guest_becomes_a_student(desk: ListedRoom) -> None:
    codes = await desk.codes()
    await desk.meets(Member("gus", "Gus", kind="guest"))
    guest, student = await desk.member("Gus"), await desk.member("Ada Lovelace")
    assert guest is not None
    assert student is not None
    gus = Person(desk.room, "Gus")
    await gus.says(codes["Ada"])
    ada = await desk.member("Ada Lovelace")
    assert ada is not None
    assert (ada.person, ada.role, ada.in_channel, ada.source) == (guest.person, CourseRole.STUDENT, True, "staff")
    assert ada.counts_from == student.counts_from
    await desk.meets(Member("gus", "Gus", kind="guest"))
    assert await desk.role("Ada Lovelace") is CourseRole.STUDENT


async def test_a_wrong_code_says_what_is_wrong_and_no_name(desk: ListedRoom) -> None:
    codes = await desk.codes()
    ben, eve = Person(desk.room, "Ben"), Person(desk.room, "Eve")
    await ben.says(f"mywork link {codes['Ben']}")
    answers = {
        "mywork link": "Which code?",
        "mywork link 1234": "That is not a whole code",
        f"link {codes['Ada'][:-1]}": "That is not a whole code",
        "mywork link ABCD-EFGH-JKMN-PQRS": "I do not know that code.",
        f"link {codes['Ben']}": "That code belongs to somebody who uses another account here",
    }
    for typed, answer in answers.items():
        said = await eve.says(typed)
        assert said.startswith(answer)
        assert "Ben" not in said
        assert codes["Ben"] not in said
    assert (await ben.says(codes["Ada"])).startswith("You are on the class list already")
    assert (await desk.ira.says(codes["Ada"])).startswith("You are staff of Reading Seminar")
    desk.room.now += timedelta(minutes=5)
    await desk.imports(HEAD + LINES.replace("Cy Young,cy@example.edu,30012347\n", ""))
    assert (await eve.says(codes["Cy"])).startswith("That code is not valid any more")
    await desk.imports(HEAD + LINES.replace("Ben Ng,ben@example.edu,30012346\n", ""))
    assert (await ben.says(codes["Ben"])).startswith("That code is not valid any more"), "no student any more"
    assert await desk.run(people.who, "slack", "W", "eve") is None
    assert len(await claims(desk)) == 1
    await desk.run(lambda connection: connection.execute(course_state.update().values(closed_at=desk.now)))
    said = await eve.says(codes["Dee"])
    assert said == "Reading Seminar (Spring 2022) has ended, so there is nothing to link any more."


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("7k3m-pq2x-9tbc-o4w1", True),
        ("link 7k3m-pq2x", True),
        ("link 7K3M PQ2X 9TBC O4W1", True),
        ("link: 7K3MPQ2X9TBCO4W1", True),
        ("link to the paper", False),
        ("link well-known", False),
        ("link https://example.org/a-b-1", False),
        ("characterization", False),
        ("2022-01-24", False),
    ],
)
def test_what_looks_like_a_code_is_taken_for_one_and_nothing_else(typed: str, *, is_one: bool) -> None:
    meant = understand(typed, TABLE, ())
    assert (isinstance(meant, Command) and meant.row.verb == "link") == is_one


async def test_staff_hear_once_that_somebody_showed_a_code_of_somebody_else(desk: ListedRoom) -> None:
    codes = await desk.codes()
    await Person(desk.room, "Ben").says(codes["Ben"])
    for _ in range(2):
        await Person(desk.room, "Eve").says(codes["Ben"])
    await desk.room.tick()
    assert len(desk.told(STAFF, "Eve showed the claim code of Ben Ng (@Ben), who uses another account here.")) == 1


async def test_a_code_is_good_once_also_on_another_platform_and_earlier_ones_stay_good(desk: ListedRoom) -> None:
    first, second = await desk.codes(), await desk.codes()
    await Person(desk.room, "Ben").says(first["Ben"])
    assert (await Person(desk.room, "Ada").says(first["Ada"])).startswith("Welcome, Ada Lovelace.")
    third = await desk.codes(everybody=True)
    assert set(third) == {"Ada", "Ben", "Cy", "Dee"}
    assert set(await desk.codes()) == {"Cy", "Dee"}
    for code, answer in ((first["Ben"], "That code was used already"), (second["Ben"], "Welcome, Ben Ng.")):
        said = await OnDiscord(desk.room, "Benny").says(code)
        assert said.startswith(answer)
    homes = await desk.run(people.accounts_of, (await desk.member("Ben Ng")).person)  # type: ignore[union-attr]
    assert homes == {"slack": "ben", "discord": "benny"}


class OnDiscord(Person):
    """Somebody who writes from another platform."""

    def _inbound(self, **what: object) -> Inbound:
        return replace(super()._inbound(**what), platform="discord", workspace="G")


async def test_trying_codes_ends_soon_and_other_things_go_on(desk: ListedRoom) -> None:
    eve = await desk.room.join("Eve", CourseRole.STUDENT)
    said = [await eve.says("mywork link ABCD-EFGH-JKMN-PQRS") for _ in range(6)]
    assert [words.startswith("I do not know that code.") for words in said] == [True] * 5 + [False]
    assert said[-1] == "That was a lot at once. Please ask me again in 60 seconds."
    assert "still to write" in await eve.says("mywork")
    desk.room.now += timedelta(minutes=1)
    assert (await eve.says("mywork link ABCD-EFGH-JKMN-PQRS")).startswith("I do not know that code.")


async def test_a_code_is_kept_and_told_nowhere(desk: ListedRoom, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    codes = await desk.codes()
    await Person(desk.room, "Eve").says(f"mywork link {codes['Ada']}")
    await Person(desk.room, "Ben").says(codes["Ada"])
    await desk.room.tick()
    letters = codes["Ada"].replace("-", "")

    def everything(connection: sa.Connection) -> str:
        found = sa.MetaData()
        found.reflect(connection)
        return "\n".join(str(row) for table in found.tables.values() for row in connection.execute(sa.select(table)))

    stored = str(await desk.run(everything))
    for place in (stored, caplog.text, *desk.room.channels.texts(STAFF)):
        assert codes["Ada"] not in place
        assert letters not in place
    hashes = await desk.run(lambda connection: list(connection.scalars(sa.select(claim_code.c.hash))))
    assert len(hashes) == 4  # type: ignore[arg-type]
    made = [one for one in await desk.run(audit.entries, "seminar") if one.action == "codes_made"]  # type: ignore[attr-defined]
    assert [dict(one.details) for one in made] == [{"codes": 4, "all": False}]


async def test_whoever_was_dropped_by_staff_comes_back_by_their_code(desk: ListedRoom) -> None:
    codes = await desk.codes()
    eve = await desk.room.join("Eve", CourseRole.GUEST)
    who = await desk.member("Eve")
    assert who is not None
    await desk.run(
        set_membership, course="seminar", person_id=who.person, role=CourseRole.GUEST, now=desk.now, active=False
    )
    assert (await eve.says(codes["Ada"])).startswith("Welcome, Ada Lovelace.")
    ada = await desk.member("Ada Lovelace")
    assert ada is not None
    assert (ada.person, ada.role, ada.active) == (who.person, CourseRole.STUDENT, True)
