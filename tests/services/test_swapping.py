"""Two people change seats: to whom it is offered, that the rules are asked again, and that one press wins."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.errors import Refused
from bot.services import dropping, swapping
from bot.services.particulars import PARTICULARS
from bot.services.seat_tellings import keys_of, keys_text
from bot.services.swapping import Wanted
from bot.store import ledger
from bot.store.database import open_database
from bot.store.tables import delivery
from tests.support.asking import labels
from tests.support.seat_course import HOUR, key, la, small
from tests.support.seat_desk import SeatDesk, seat_desk
from tests.support.seat_said import replies

ADAS, BOBS, CEMS, DEES = key("zero", "critic"), key("rdd", "advocate"), key("serving", "neutral"), key("rdd", "critic")
CLASS = la(14, 13, month=2)


async def four(database) -> SeatDesk:
    """Everybody has one seat; those of Ada and Dee have the same role."""
    desk = await seat_desk(database)
    for who, seat in (("ada", ADAS), ("bob", BOBS), ("cem", CEMS), ("dee", DEES)):
        await desk.taken(who, seat)
    return desk


async def offers(desk: SeatDesk, who: str = "ada", seat: SeatKey = ADAS, **wanted: str) -> swapping.Offered:
    what = Wanted(**wanted)
    return await desk.database.run(swapping.offer, desk.course, seat, desk.persons[who], now=desk.now, wanted=what)


async def agrees(desk: SeatDesk, who: str, own: SeatKey, *, to: int, database: Any = None) -> str:
    run = (database or desk.database).run
    try:
        return (await run(swapping.accept, desk.course, to, own, desk.persons[who], now=desk.now)).outcome
    except Refused:
        return "refused"


async def told(desk: SeatDesk, kind: str) -> list[str]:
    def look(connection: Any) -> list[str]:
        query = sa.select(delivery.c.recipient).where(delivery.c.kind == kind).order_by(delivery.c.id)
        return [desk.name(int(one)) if one else "staff" for one in connection.scalars(query)]

    return await desk.database.run.read(look)


async def shown(desk: SeatDesk, who: str) -> Any:
    """What the offer to them would say now; None: nothing."""

    def look(connection: Any) -> Any:
        mine = (delivery.c.kind == "offer", delivery.c.recipient == str(desk.persons[who]))
        row = ledger.get(connection, max(connection.scalars(sa.select(delivery.c.id).where(*mine))))
        assert row is not None
        return PARTICULARS[row.notice.kind](connection, desk.course, row, desk.now)

    return await desk.database.run.read(look)


@pytest.mark.both_databases(postgresql="torture")
async def test_whoever_agrees_has_the_seat_and_all_sides_hear_of_it(database):
    desk = await four(database)
    made = await offers(desk)
    assert await told(desk, "offer") == ["bob", "dee", "cem"], "in the order of their seats"
    assert await agrees(desk, "bob", BOBS, to=made.swap.id) == "swapped"
    held = await desk.held()
    assert (held[ADAS], held[BOBS]) == ("bob", "ada")
    assert (await told(desk, "seat"), await told(desk, "seats")) == (["ada"], ["staff"])
    assert await agrees(desk, "bob", BOBS, to=made.swap.id) == "swapped", "pressed twice"
    assert await agrees(desk, "cem", CEMS, to=made.swap.id) == "over"
    assert await desk.held() == held
    assert await shown(desk, "cem") is None


async def test_it_goes_to_those_alone_who_have_what_is_wanted_and_with_whom_it_breaks_no_rule(database):
    desk = await four(database)
    await desk.taken("ada", key("eyeriss", "neutral"))  # so that she cannot have another one
    assert (await offers(desk, role="advocate")).told == 1
    assert await told(desk, "offer") == ["bob"]
    with pytest.raises(Refused, match="Nobody"):
        await offers(desk, role="neutral")
    assert (await offers(desk, session="rdd")).told == 2
    found = await database.run.read(
        swapping.consider, desk.course, ADAS, desk.persons["ada"], now=desk.now, wanted=Wanted()
    )
    assert {desk.name(person) for person in found.partners} == {"bob", "dee"}


async def test_the_rules_are_asked_again_when_somebody_agrees(database):
    desk = await four(database)
    made = await offers(desk)
    assert CEMS[0] in (await shown(desk, "cem"))["seats"]
    await desk.taken("cem", key("dst", "critic"))
    assert await agrees(desk, "cem", CEMS, to=made.swap.id) == "barred"
    assert CEMS[0] not in (await shown(desk, "cem"))["seats"]
    assert (await desk.held())[CEMS] == "cem"


async def test_an_offer_ends_when_it_is_withdrawn_replaced_or_the_seat_changes_hands(database):
    desk = await four(database)
    first = await offers(desk)
    second = await offers(desk, role="advocate")
    assert (await offers(desk, role="advocate")).swap.id == second.swap.id, "the same once more is the same offer"
    assert await agrees(desk, "bob", BOBS, to=first.swap.id) == "over"
    gone = (swapping.withdraw, desk.course, second.swap.id, desk.persons["ada"])
    assert [(await database.run(*gone, now=desk.now))[1] for _ in range(2)] == [True, False]
    with pytest.raises(Refused):
        await database.run(swapping.withdraw, desk.course, second.swap.id, desk.persons["bob"], now=desk.now)
    assert await agrees(desk, "bob", BOBS, to=second.swap.id) == "over"
    third = await offers(desk)
    await database.run(dropping.drop, desk.course, ADAS, desk.persons["ada"], now=desk.now)
    assert await agrees(desk, "bob", BOBS, to=third.swap.id) == "over"
    await desk.taken("fay", ADAS)
    assert await agrees(desk, "bob", BOBS, to=third.swap.id) == "over"
    mine = await database.run.read(swapping.open_offers, desk.course, desk.persons["ada"], now=desk.now)
    assert mine == ()


async def test_once_class_has_begun_nothing_is_swapped(database):
    desk = await four(database)
    made = await offers(desk)
    desk.now = CLASS
    assert await agrees(desk, "cem", CEMS, to=made.swap.id) == "refused"
    assert await shown(desk, "cem") is None
    with pytest.raises(Refused):
        await offers(desk)


async def test_who_is_no_student_swaps_nothing(database):
    desk = await four(database)
    await desk.assigned("tess", key("eyeriss", "advocate"))
    found = await database.run.read(swapping.consider, desk.course, ADAS, desk.persons["ada"], now=desk.now)
    assert desk.persons["tess"] not in found.partners
    staffs = await database.run.read(
        swapping.consider, desk.course, key("eyeriss", "advocate"), desk.persons["tess"], now=desk.now
    )
    assert staffs.partners == {}


@pytest.mark.both_databases
async def test_two_who_agree_at_once_and_two_offers_for_one_seat_have_one_winner(database, database_url):
    desk = await four(database)
    adas, cems = await offers(desk), await offers(desk, "cem", CEMS)
    other = open_database(database_url, run_id="other")
    try:
        came = await asyncio.gather(
            agrees(desk, "bob", BOBS, to=adas.swap.id),
            agrees(desk, "cem", CEMS, to=adas.swap.id, database=other),
            agrees(desk, "bob", BOBS, to=cems.swap.id, database=other),
        )
    finally:
        await other.close()
    assert came.count("swapped") == 1
    held = await desk.held()
    assert sorted(held.values()) == ["ada", "bob", "cem", "dee"]
    assert len(await told(desk, "seats")) == 1


@pytest.mark.both_databases
async def test_a_swap_and_a_drop_at_once_leave_one_holder_a_seat(database, database_url):
    desk = await four(database)
    made = await offers(desk)
    other = open_database(database_url, run_id="other")

    async def drops() -> str:
        try:
            await other.run(dropping.drop, desk.course, ADAS, desk.persons["ada"], now=desk.now)
        except Refused:
            return "refused"
        return "dropped"

    try:
        came = await asyncio.gather(agrees(desk, "bob", BOBS, to=made.swap.id), drops())
    finally:
        await other.close()
    held = await desk.held()
    if came == ["over", "dropped"]:
        assert (held[BOBS], ADAS in held) == ("bob", False)
    else:
        assert came == ["swapped", "refused"]
        assert (held[ADAS], held[BOBS]) == ("bob", "ada")


async def test_within_the_last_hours_a_swap_needs_no_cover(database):
    desk = await four(database)
    desk.now = la(7, 13, month=2) - HOUR
    made = await offers(desk, "bob", BOBS, session="zero")
    assert await agrees(desk, "ada", ADAS, to=made.swap.id) == "swapped"


def test_seats_are_one_detail_and_come_back():
    seats = (key("serving", "critic", 2, paper="orca"), key("zero", "backup"))
    assert keys_of(keys_text(seats)) == seats
    assert small().presenting.waiting_list is False


async def test_any_class_leaves_out_the_seats_of_ones_own_day_which_can_be_named(database):
    desk = await four(database)
    await desk.taken("eli", key("zero", "advocate"))
    made = await offers(desk)
    assert "eli" not in await told(desk, "offer")
    assert made.until == CLASS, "the class of the seat that is offered"
    await offers(desk, session="zero")
    assert (await told(desk, "offer"))[-1] == "eli"
    await offers(desk, "eli", key("zero", "advocate"))
    assert (await shown(desk, "cem"))["until"] == CLASS.isoformat()


async def test_who_says_no_changes_nothing_and_somebody_else_may_agree(database):
    desk = await four(database)
    made = await offers(desk)
    window = desk.window("bob")
    said = window.heard(await window.door.answer("bob", Action("swapno", "seminar", (str(made.swap.id),))))
    assert said.startswith("All right: you do not take Critic for Training, Mon 14 Feb, 1:00 PM PST.")
    assert "I do not tell Ada." in said
    assert await told(desk, "seat") == []
    assert await agrees(desk, "cem", CEMS, to=made.swap.id) == "swapped"


async def test_the_offer_of_a_swap_has_a_no_and_says_until_when_it_stands(database):
    desk = await four(database)
    await offers(desk, role="advocate")
    ((who, reply),) = await replies(desk, (NoticeKind.OFFER,))
    assert who == "bob"
    assert labels(reply)[-1] == "No, thanks"
    assert "The offer stands until Mon 7 Feb, 1:00 PM PST, unless" in plain(reply), "his class is the earlier one"
