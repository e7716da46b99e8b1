"""A seat that is given up in time: it goes to who waits for it, or is offered; and what whoever gave it up owes then."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.course.signups import Mode, SeatKey
from bot.errors import Refused
from bot.services import dropping, offering, taking_over, waiting
from bot.services.particulars import PARTICULARS
from bot.store import ledger, seats
from bot.store.tables import delivery
from tests.support.seat_course import DAY, HOUR, MINUTE, REVIEWS, START, key, la, small
from tests.support.seat_desk import STAFF, SeatDesk, seat_desk
from tests.support.seat_said import said

CRITIC = key("zero", "critic")
CLASS = la(14, 13, month=2)
LINES = {"waiting_list": "yes"}


async def drops(desk: SeatDesk, who: str, seat: SeatKey = CRITIC) -> dropping.Dropped:
    return await desk.database.run(dropping.drop, desk.course, seat, desk.persons[who], now=desk.now)


async def waits(desk: SeatDesk, who: str, seat: SeatKey = CRITIC) -> waiting.Waits:
    return await desk.database.run(waiting.wait, desk.course, seat, desk.persons[who], now=desk.now)


async def rows(desk: SeatDesk, kind: str) -> list[Any]:
    def look(connection: Any) -> list[Any]:
        query = sa.select(delivery.c.id).where(delivery.c.kind == kind).order_by(delivery.c.id)
        return [ledger.get(connection, one) for one in connection.scalars(query)]

    return await desk.database.run.read(look)


async def told(desk: SeatDesk, kind: str) -> list[tuple[str, str]]:
    return [
        (desk.name(int(row.key.recipient)) if row.key.recipient else "staff", row.details["what"])
        for row in await rows(desk, kind)
    ]


async def still(desk: SeatDesk, row: Any) -> bool:
    known = await desk.database.run.read(PARTICULARS[row.notice.kind], desk.course, row, desk.now)
    return known is not None


@pytest.mark.both_databases(postgresql="torture")
async def test_it_is_offered_to_those_who_may_take_it_and_still_owe_some(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", key("rdd", "critic"))  # a critic already
    await desk.taken("cem", key("zero", "advocate"))  # there already
    done = await drops(desk, "ada")
    assert (done.late, done.offered, done.promoted) == (False, 3, False)
    assert await told(desk, "offer") == [("dee", "free"), ("eli", "free"), ("fay", "free")]
    assert not await drops_again(desk, "ada")
    assert CRITIC not in await desk.held()


async def drops_again(desk: SeatDesk, who: str) -> bool:
    try:
        await drops(desk, who)
    except Refused:
        return False
    return True


async def test_those_with_the_fewest_seats_come_first_and_no_more_than_twenty_five_are_asked(database):
    many = tuple(f"s{number:02}" for number in range(40))
    desk = await seat_desk(database, small(mode="first_come"), students=("ada", *many))
    await desk.taken("ada", CRITIC)
    await desk.taken("s00", key("rdd", "advocate"))
    assert (await drops(desk, "ada")).offered == offering.MOST
    assert [who for who, _ in await told(desk, "offer")] == list(many[1:26])


async def test_who_owes_none_is_asked_only_where_nobody_else_does(database):
    desk = await seat_desk(database, small(rules="{at_least: 1}"), students=("ada", "bob", "cem"))
    await desk.taken("bob", key("rdd", "critic"))
    await desk.taken("ada", CRITIC)
    assert (await drops(desk, "ada")).offered == 1
    await desk.taken("cem", key("raft", "advocate"))
    await desk.taken("ada", key("rdd", "advocate"))
    assert (await drops(desk, "ada", key("rdd", "advocate"))).offered == 1
    assert await told(desk, "offer") == [("cem", "free"), ("cem", "free")]


async def test_an_offer_is_said_only_while_its_reader_may_take_the_seat(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    await drops(desk, "ada")
    cem, dee = (await rows(desk, "offer"))[1:3]
    await desk.taken("dee", key("rdd", "critic"))
    assert [await still(desk, one) for one in (cem, dee)] == [True, False]
    desk.now = CLASS
    assert not await still(desk, cem)
    desk.now = START
    await desk.leaves("cem")
    assert not await still(desk, cem)
    bob = (await rows(desk, "offer"))[0]
    await desk.taken("fay", CRITIC)
    assert not await still(desk, bob)


async def test_what_is_given_up_again_is_offered_anew(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    await drops(desk, "ada")
    await desk.taken("bob", CRITIC)
    await drops(desk, "bob")
    assert len(await offered(desk)) == 2
    desk.now += HOUR
    for wait in (MINUTE, MINUTE, 2 * HOUR):
        await desk.taken("cem", CRITIC)
        await drops(desk, "cem")
        desk.now += wait
    assert len(await offered(desk)) == 3, "who cannot decide disturbs nobody twice within an hour"
    await desk.taken("cem", CRITIC)
    await drops(desk, "cem")
    assert len(await offered(desk)) == 4


async def offered(desk: SeatDesk) -> set[str]:
    return {row.key.occurrence for row in await rows(desk, "offer")}


async def test_who_gave_it_up_and_staff_hear_who_has_it_then_while_class_is_near(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC, key("dst", "advocate"))
    desk.now = CLASS - 10 * DAY
    for seat in (CRITIC, key("dst", "advocate")):
        await drops(desk, "ada", seat)
        for _ in range(2):
            await desk.database.run(taking_over.take, desk.course, seat, desk.persons["bob"], now=desk.now)
    assert await told(desk, "seats") == [("staff", "dropped"), ("staff", "taken_over")]
    assert await told(desk, "seat") == [("ada", "taken_over")]


async def test_what_is_said_before_it_is_given_up_is_what_comes_of_it(database):
    desk = await seat_desk(database, small(**LINES))
    await desk.taken("ada", CRITIC)
    ask = (dropping.consider, desk.course, CRITIC, desk.persons["ada"])
    found = await desk.database.run.read(*ask, now=desk.now)
    assert (found.late, found.waits, found.offers) == (False, False, 5)
    await waits(desk, "bob")
    assert (await desk.database.run.read(*ask, now=desk.now)).waits
    late = await desk.database.run.read(*ask, now=CLASS - 47 * HOUR)
    assert (late.late, late.backup) == (True, False)
    await desk.taken("cem", key("zero", "backup"))
    for before, backup, assigns in ((47, True, False), (5, True, True)):
        late = await desk.database.run.read(*ask, now=CLASS - before * HOUR)
        assert (late.backup, late.assigns) == (backup, assigns)
    with pytest.raises(Refused):
        await desk.database.run.read(*ask, now=CLASS)


async def test_who_no_longer_presents_owes_the_review_again(database):
    desk = await seat_desk(database, small(also=REVIEWS))
    await desk.taken("ada", CRITIC)
    desk.now = CLASS - DAY
    done = await drops(desk, "ada")
    assert done.owes is not None
    assert done.owes.session.id == "zero"
    assert (done.progress.needed, done.progress.left) == (3, 3)


async def test_while_seats_go_by_preference_nobody_is_asked_to_take_one(database):
    desk = await seat_desk(database, opened=False)
    await database.run(seats.open_signup, desk.course.id, Mode.PREFERENCES, at=START, by=None)
    await desk.assigned("ada", CRITIC)
    assert (await drops(desk, "ada")).offered == 0


# --- waiting lists --------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_whoever_waits_first_and_may_have_it_gets_it_at_once(database):
    desk = await seat_desk(database, small(**LINES))
    await desk.taken("ada", CRITIC)
    assert [(await waits(desk, who)).place for who in ("bob", "cem", "dee", "bob")] == [1, 2, 3, 1]
    await desk.taken("bob", key("rdd", "critic"))
    done = await drops(desk, "ada")
    assert (done.promoted, done.offered) == (True, 0)
    assert (await desk.held())[CRITIC] == "cem"
    assert (await desk.history())[-1][0] == "promoted"
    assert await told(desk, "seat") == [("cem", "promoted")]
    mine = await database.run.read(waiting.of_person, desk.course, desk.persons["dee"], now=desk.now)
    assert [(seat.key, place) for seat, place in mine] == [(CRITIC, 2)]


async def test_late_nobody_is_given_a_seat_that_they_only_wait_for(database):
    desk = await seat_desk(database, small(**LINES))
    await desk.taken("ada", CRITIC)
    await waits(desk, "bob")
    desk.now = CLASS - 47 * HOUR
    assert (await drops(desk, "ada")).late
    assert CRITIC not in await desk.held()


async def test_nobody_waits_for_what_is_free_or_what_they_may_not_have(database):
    desk = await seat_desk(database, small(roles="[{id: critic, title: Critic, seats: 2}]", **LINES))
    await desk.taken("ada", CRITIC)
    assert (await waits(desk, "bob")).free == key("zero", "critic", 2)
    await desk.taken("cem", key("zero", "critic", 2))
    await desk.taken("bob", key("rdd", "critic"))
    closed = (await waits(desk, "bob")).closed
    assert closed is not None
    assert closed.bar == "same_role"
    for who in ("aud", "tess"):
        with pytest.raises(Refused, match="students"):
            await waits(desk, who)
    assert (await waits(desk, "dee")).place == 1
    assert await database.run(waiting.unwait, desk.course, CRITIC, desk.persons["dee"])
    assert not await database.run(waiting.unwait, desk.course, CRITIC, desk.persons["dee"])
    assert not (await drops(desk, "ada")).promoted


async def test_without_waiting_lists_nobody_waits(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    with pytest.raises(Refused, match="no waiting lists"):
        await waits(desk, "bob")
    desk.now += MINUTE


async def test_once_sign_up_has_closed_the_confirmation_says_what_then_happens(database):
    desk = await seat_desk(database, small(closes="10 days before"))
    await desk.taken("ada", CRITIC)
    desk.now = CLASS - 5 * DAY
    coming = await database.run.read(dropping.consider, desk.course, CRITIC, desk.persons["ada"], now=desk.now)
    assert coming.offers == (await drops(desk, "ada")).offered == 5


async def test_staff_do_not_read_that_it_was_offered_while_nothing_is_said(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    desk.now = CLASS - 5 * DAY
    await drops(desk, "ada")
    (line,) = (text for who, found in (await said(desk)).items() if who == STAFF for text in found)
    assert line.endswith("in time. I offer it to 5 students as soon as I may write to them.")
