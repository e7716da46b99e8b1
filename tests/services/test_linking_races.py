"""Two at once: one code is one person’s, and what somebody sends while they are linked is kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.course import claim_code
from bot.course.model import CourseRole
from bot.course.roster_file import read
from bot.services import claim_codes, linking, reviewing, roster_import
from bot.services.linking import Claimant
from bot.services.reviewing import Sent
from bot.store import class_list, courses, people, reviews
from bot.store.database import Connection, Database
from bot.store.tables import account, person
from tests.support.review_desk import FULL, seminar

pytestmark = pytest.mark.both_databases

COURSE = seminar()
NOW = datetime(2022, 1, 24, 18, tzinfo=UTC)
LIST = "Name,E-mail,Student ID\n" + "".join(f"Student {n},s{n}@example.edu,{n}00\n" for n in range(5))


def listed(connection: Connection) -> list[str]:
    """The course with its class list; the hashes of a code for each line."""
    courses.ensure_course(connection, COURSE.id, now=NOW)
    roster_import.apply(connection, COURSE, read(LIST.encode(), "list.csv"), stamp=None, now=NOW, by=None)
    made = claim_codes.make(connection, COURSE, everybody=True, now=NOW)
    return [claim_code.hashed(one.code.replace("-", "")) for one in made.codes]


def joined(connection: Connection, name: str) -> int:
    who = people.ensure_account(connection, platform="slack", workspace="T1", user_id=name, name=name, now=NOW)
    people.set_membership(connection, course=COURSE.id, person_id=who, role=CourseRole.STUDENT, now=NOW)
    return who


def claimant(name: str) -> Claimant:
    return Claimant(platform="slack", workspace="T1", account=name, name=name)


async def claims(database: Database, code: str, name: str) -> str:
    found = await database.run(linking.claim, {COURSE.id: COURSE}, code, claimant(name), now=NOW)
    return found.outcome


async def test_of_many_who_show_one_code_at_once_one_has_it_and_no_two_lines_are_one_person(database: Database) -> None:
    codes = await database.run(listed)
    same = await asyncio.gather(*(claims(database, codes[0], name) for name in ("ada", "ben", "cy", "ada")))
    assert set(same) <= {"linked", "taken", "already"}
    assert same.count("linked") == 1
    both = await asyncio.gather(*(claims(database, code, "dee") for code in codes[1:3]))
    assert sorted(both) == ["linked", "other-line"]
    many = await asyncio.gather(*(claims(database, code, f"s{n}") for n, code in enumerate(codes[3:])))
    assert set(many) == {"linked"}
    lines = await database.run.read(class_list.listings, COURSE.id)
    assert len({one.person for one in lines}) == 5, "nobody’s line is lost"
    assert (await count(database, account), await count(database, person)) == (4, 5)


async def count(database: Database, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return await database.run.read(lambda connection: connection.scalar(query)) or 0


async def test_a_review_that_is_sent_while_its_writer_is_linked_is_kept(database: Database) -> None:
    codes = await database.run(listed)
    names = ["ada", "ben"]
    writers = [await database.run(joined, name) for name in names]

    def review(who: int, window: str) -> Sent:
        return Sent(
            person=who, paper="raft", window=window, base=0, answers=FULL, submit=True, platform="slack", account=""
        )

    await asyncio.gather(
        *(
            database.run(reviewing.save, COURSE, review(who, f"{n}"), now=NOW + timedelta(seconds=n))
            for who in writers
            for n in range(2)
        ),
        *(claims(database, code, name) for code, name in zip(codes, names, strict=False)),
    )
    for who in writers:
        kept = await database.run.read(reviews.of_review, COURSE.id, who, "raft")
        assert [one.number for one in kept] == list(range(1, len(kept) + 1))
        assert kept
        found = await database.run.read(people.get_person, who)
        assert found.name.startswith("Student ")
