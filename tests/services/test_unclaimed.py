"""Somebody who is only on the class list: counted everywhere, written to nowhere, and no trouble to anybody."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.port import Member
from bot.course.roster_file import read
from bot.services import roster_import, tallying
from bot.services.tallying import Lot
from bot.store import people
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.seat_desk import DAY, HOUR, REVIEWS, STAFF, START, SeatRoom, key, la, seat_room, text

LIST = b"Name,Email,Student ID\nEve Ng,eve@example.edu,5\n"
SCHEDULE = text(also=REVIEWS).replace(
    "{weekly: off, day_of: off, staff_check: off, welcome: off}", "{review_due: {before: [1d]}}"
)


async def imported(made: SeatRoom) -> int:
    """Eve's person."""
    course = await made.course()
    await made.room.app.database.run(
        roster_import.apply, course, read(LIST, "list.csv"), stamp=None, now=made.room.now, by=None
    )
    members = await made.room.app.database.run.read(people.members, "seminar")
    return next(one.person for one in members if one.name == "Eve Ng")


async def test_weeks_pass_with_somebody_who_has_no_account(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with seat_room(database_url, tmp_path, schedule=SCHEDULE, students=("ada",)) as made:
        eve = await imported(made)
        made.desk.persons = {**made.desk.persons, "eve": eve}
        run, course = made.room.app.database.run, await made.course()
        for seat in (key("raft", "critic"), key("rdd", "backup")):
            await made.desk.assigned("eve", seat)
        await made.desk.assigned("ada", key("rdd", "critic"))
        caplog.set_level(logging.WARNING)
        caplog.clear()
        await made.ticks(*(START + number * DAY for number in range(1, 8)), la(31, 13, 2), la(1, 16, 1, month=2))
        counted = await run.read(tallying.count, course, "raft", now=la(1, 16, month=2))
        assert {one.name: one.lot for one in counted} == {"Ada": Lot.MISSING, "Eve Ng": Lot.PRESENTING}
        counted = await run.read(tallying.count, course, "rdd", now=la(8, 16, month=2))
        assert {one.name for one in counted} == {"Ada", "Eve Ng"}
        told = made.texts(STAFF)
        assert any("Reviews for Consensus" in one and "1 missing" in one for one in told), told
        assert await run.read(_to, eve) == []
        assert made.texts("ada"), "others are written to"
        assert not [one for one in caplog.records if one.levelno >= logging.ERROR], caplog.text
        failed = await run.read(_failed)
        assert failed == []


def _to(connection: Connection, person: int) -> list[str]:
    rows = connection.execute(delivery.select().where(delivery.c.recipient == str(person)))
    return [f"{row.kind} {row.item} {row.state}" for row in rows]


def _failed(connection: Connection) -> list[str]:
    rows = connection.execute(delivery.select().where(delivery.c.state.in_(("failed", "held"))))
    return [f"{row.kind} {row.item} {row.failure}" for row in rows]


async def test_an_account_that_turns_up_is_who_is_on_the_list(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, schedule=SCHEDULE, students=("ada",)) as made:
        eve = await imported(made)
        made.desk.persons = {**made.desk.persons, "eve": eve}
        await made.desk.assigned("eve", key("rdd", "critic"))
        made.room.channels.members["#seminar"] = (
            Member("ada", "Ada"),
            Member("evie", "evie", "Eve@Example.edu"),
        )
        await made.room.app.joining.meet(made.room.now + HOUR)
        run = made.room.app.database.run
        found = await run.read(people.who, "slack", "W", "evie")
        assert found is not None
        assert found.name == "Eve Ng"
        assert set(found.roles) == {"seminar"}
        names = [one.name for one in await run.read(people.members, "seminar") if one.role.value == "student"]
        assert names == ["Ada", "Eve Ng"]
        standing = await run.read(roster_import.standing, await made.course())
        assert standing is not None
        assert standing.unclaimed == ()
        assert next(iter((await made.desk.signups()).held.values())).person == found.person
        await made.ticks(la(6, 13, month=2) + DAY - timedelta(minutes=30))
