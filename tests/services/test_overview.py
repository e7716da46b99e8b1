"""The course at a glance: it says of everybody what is said of each alone, and what waits for staff."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.course.model import Course
from bot.course.reviews import Grant, Mine, Version, duties
from bot.services import overview, review_marks, tallying
from bot.services.lots import Lots
from bot.services.tallying import Lot
from bot.store.database import Database
from bot.store.review_marks import ReviewReturn, add_return
from tests.support.courses import course, reading, review, session
from tests.support.glance_desk import LOTS, NOW, ZERO, glance_desk, writes
from tests.support.seat_desk import DAY, HOUR, MINUTE

PAPERS = {"one": ("a",), "both": ("b", "c"), "choose": ("d", "e", "f"), "ahead": ("g",)}


def asked() -> Course:
    """Classes that ask for one paper, for both of two and for one of three, on Mondays at one."""
    made = []
    for week, (name, papers) in enumerate(PAPERS.items()):
        day = date(2022, 1, 31) + timedelta(weeks=week)
        plain = session(name, day, start=time(13), readings=tuple(reading(one) for one in papers))
        made.append(replace(plain, review=review(plain, (day, time(13)), choose=1 if name == "choose" else None)))
    return course(*made)


def somebody(chance: random.Random, of: Course, now: datetime) -> Mine:
    """Versions and grants as they may be, odd ones too."""
    versions: dict[str, list[Version]] = {}
    for one in of.sessions:
        assert one.review is not None
        assert one.review.due is not None
        for paper in one.review.papers:
            for number in range(1, chance.choice((1, 1, 2, 2, 3, 4))):
                at = one.review.due.until + timedelta(hours=chance.randint(-40, 30))
                kinds = {"complete": chance.random() < 0.7, "accepted": chance.random() < 0.1}
                odd = {"picked": chance.random() < 0.4, "blank": chance.random() < 0.1}
                late = chance.choice((None, 0, 0, 90))
                found = Version(received_at=min(at, now), number=number, late_then=late, **kinds, **odd)
                versions.setdefault(paper, []).append(found)
    grants = [
        Grant(id=number, kind=chance.choice(("extension", "excuse")), session=chance.choice(list(PAPERS)), paper="",
              until=None, by=timedelta(days=chance.randint(1, 9)))
        for number in range(chance.choice((0, 0, 1, 2)))
    ]  # fmt: skip
    return Mine(
        versions=versions, grants=grants, presents=frozenset(chance.sample(list(PAPERS), chance.choice((0, 1))))
    )


def test_the_quick_look_says_what_is_said_of_each_alone() -> None:
    of, chance, seen = asked(), random.Random(11), set[Lot]()
    assert of.sessions[-1].review is not None
    assert of.sessions[-1].review.due is not None
    now = of.sessions[-1].review.due.until + HOUR
    lots = Lots(now)
    for _ in range(300):
        mine = duties(of, somebody(chance, of, now), now)
        found = lots.of(mine)
        assert found.lots == {one.session.id: tallying.lot_of(one, now) for one in mine}
        counts = [(one.owed.paper, one.counts) for duty in mine for one in duty.standings]
        assert found.counting == {paper: version.number for paper, version in counts if version is not None}
        seen |= set(found.lots.values())
    assert seen == set(Lot)


@pytest.mark.both_databases(postgresql="torture")
async def test_an_overview_says_who_is_where_and_what_waits(database: Database) -> None:
    it = await glance_desk(database)
    read = database.run.read
    found: overview.Overview = await read(overview.look, it.course, now=NOW)
    names = {it.persons[name]: name for name in it.persons}
    assert {session: {names[one.person]: one.lots[session].value for one in found.students} for session in LOTS} == LOTS
    for one in found.columns[:3]:
        counted = await read(tallying.count, it.course, one.session.id, now=NOW)
        assert {each.person: each.lot for each in counted} == {
            each.person: each.lots[one.session.id] for each in found.students
        }
    assert [(one.session.id, one.over) for one in found.columns] == [
        ("raft", True), ("rdd", True), ("zero", False), ("serving", False), ("eyeriss", False), ("dst", False),
        ("agents", False),
    ]  # fmt: skip
    assert [(student.name, missing) for student, missing in found.behind] == [("Cem", 2), ("Fay", 2)]
    assert (found.unclaimed, found.listed) == (("Zoe",), 3)
    assert found.next_class is not None
    assert found.next_class.session.id == "zero"
    assert [seat.role.id for seat in found.next_class.free] == ["neutral", "advocate", "backup"]

    async def waits(now: datetime = NOW) -> tuple[int, int]:
        """As the page on which reviews are marked counts them."""
        looked = await read(overview.look, it.course, now=now)
        counts = await read(review_marks.counts, it.course, now=now)
        assert (looked.unmarked, looked.unreleased) == (counts.unmarked, counts.unreleased)
        return looked.unmarked, looked.unreleased

    assert await waits() == (3, 1)
    mine, step = (it.persons["ada"], "zero-paper"), {"seen": "", "now": NOW, "by": it.persons["tess"]}
    await database.run(review_marks.mark, it.course, mine, "check", version=1, **step)
    assert await waits() == (2, 2)
    await writes(it, "ada", "zero-paper", NOW + MINUTE, window="w2")
    assert await waits(NOW + HOUR) == (3, 1), "the mark is of what was there before"
    for who, paper, version in (("bob", "rdd-paper", 1), ("ada", "zero-paper", 2)):
        given = ReviewReturn(
            course=it.course.id, person=it.persons[who], paper=paper, version=version, returned_at=NOW + HOUR
        )
        await database.run(add_return, given)
    assert await waits(NOW + HOUR) == (2, 1), "Ada can send another version; of Bob nothing is taken any more"


async def test_who_falls_behind_is_seen_by_what_was_asked_of_them(database: Database) -> None:
    it = await glance_desk(database)
    found = await database.run.read(overview.look, it.course, now=ZERO + DAY)
    behind = {student.name: missing for student, missing in found.behind}
    assert behind == {"Cem": 3, "Dee": 2, "Eli": 2, "Fay": 2}, "Bob misses the last one only; Fay presents there"
    assert next(iter(behind)) == "Cem"
