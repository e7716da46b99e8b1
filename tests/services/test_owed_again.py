"""Who presents no more owes the review of that class again, and is told so with what they lose, in the right tense."""

from __future__ import annotations

import pytest

from bot.conversation.plain import plain
from bot.course.filling import Scope
from bot.course.notice import NoticeKind
from bot.services import assigning, filling, swapping
from bot.services.assigning import Wish
from bot.services.swapping import Wanted
from bot.store.database import Connection, Database
from tests.support.asking import labels
from tests.support.seat_desk import SeatDesk, key, la, seat_desk, small
from tests.support.seat_said import replies, said

REVIEWS = "reviews: {owe: each required, form: short, due: 'the day before at 12:00', late: 12h}\n"
CRITIC, LATER = key("raft", "critic"), key("rdd", "advocate")
AHEAD, LATE, CLOSED = la(28, 12), la(30, 13), la(31, 9)

SENTENCES = {
    AHEAD: "You owe the review of Consensus now, due Sun 30 Jan, 12:00 PM PST: /review",
    LATE: "The review of Consensus was due Sun 30 Jan, 12:00 PM PST. You owe it, late: it is still taken until ",
    CLOSED: "The review of Consensus closed ",
}


async def opened(database: Database, **presenting: str) -> SeatDesk:
    desk = await seat_desk(database, small(also=REVIEWS, **presenting))
    await desk.taken("ada", CRITIC)
    return desk


@pytest.mark.parametrize("now", SENTENCES, ids=["ahead", "late", "closed"])
async def test_who_is_taken_off_or_replaced_hears_it(database: Database, now: object) -> None:
    desk = await opened(database)
    desk.now = now  # type: ignore[assignment]
    tess = desk.persons["tess"]
    wish = Wish(person=desk.persons["bob"], key=CRITIC, replacing=desk.persons["ada"])
    await database.run(assigning.give, desk.course, wish, now=desk.now, by=tess)
    await database.run(assigning.take, desk.course, CRITIC, desk.persons["bob"], now=desk.now, by=tess)
    told = await said(desk)
    for who in ("ada", "bob"):
        assert SENTENCES[desk.now] in told[who][-1], told[who]


async def test_who_has_swapped_hears_it_on_both_sides(database: Database) -> None:
    desk = await opened(database)
    await desk.taken("dee", LATER)
    desk.now = LATE
    ada = desk.persons["ada"]
    await database.run(swapping.offer, desk.course, CRITIC, ada, now=desk.now, wanted=Wanted())
    ((_, asked),) = await replies(desk, [NoticeKind.OFFER])
    (label,) = [one for one in labels(asked) if one.startswith("Swap")]
    shown = plain(await desk.door().press("dee", asked, label))
    assert "You owe the review of Big Data now, due Sun 6 Feb, 12:00 PM PST: /review" in shown
    assert SENTENCES[LATE] in (await said(desk))["ada"][-1]


async def test_whose_filling_is_undone_hears_it(database: Database) -> None:
    desk = await seat_desk(database, small(also=REVIEWS, mode="preferences", rules="{at_least: 6}"), students=("ada",))
    staff = {"now": desk.now, "by": desk.persons["tess"]}

    def filled_and_undone(connection: Connection) -> None:
        found = filling.situation(connection, desk.course)
        number = filling.keep(connection, desk.course, found, found.filling(desk.now, Scope.MINIMUM), **staff)
        filling.apply(connection, desk.course, number, **staff)
        filling.undo(connection, desk.course, number, **staff)

    await database.run(filled_and_undone)
    (undone,) = [text for text in (await said(desk))["ada"] if "undone" in text]
    assert undone.count("You owe the review of ") == 6


async def test_where_presenters_owe_it_anyway_nothing_is_said(database: Database) -> None:
    desk = await opened(database, excused_from_review="no")
    await database.run(assigning.take, desk.course, CRITIC, desk.persons["ada"], now=desk.now, by=desk.persons["tess"])
    assert "review" not in (await said(desk))["ada"][-1]
