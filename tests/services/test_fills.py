"""A proposal for all that is open: applied once, as far as it is still right, told once to each, and undone in one step."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
import sqlalchemy as sa

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.fairness import AWAY
from bot.course.seat_preferences import Preference
from bot.course.seat_rules import Bar, broken
from bot.course.signups import Mode, SeatKey
from bot.services import filling
from bot.services.fill_tellings import keys
from bot.services.filling import Applied, Undone
from bot.store import audit, seat_preferences
from bot.store.database import Connection, Database
from bot.store.tables import delivery
from tests.support.asking import labels, reply_of
from tests.support.fillings import share_fillings
from tests.support.seat_desk import DAY, SeatDesk, key, la, seat_desk, small

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    share_fillings(monkeypatch)


async def proposed(desk: SeatDesk, *, by: str = "tess") -> int:
    """As `/course fill` does it."""
    found = await desk.database.run.read(filling.situation, desk.course)
    made = found.filling(desk.now, None)
    return await desk.database.run(filling.keep, desk.course, found, made, now=desk.now, by=desk.persons[by])


async def applied(desk: SeatDesk, number: int, *, by: str = "tess", anyway: bool = False) -> Applied:
    who = desk.persons[by]
    came = await desk.database.run(filling.apply, desk.course, number, now=desk.now, by=who, anyway=anyway)
    assert came is not None
    return came


async def undone(desk: SeatDesk, number: int, *, by: str = "tess") -> Undone:
    came = await desk.database.run(filling.undo, desk.course, number, now=desk.now, by=desk.persons[by])
    assert came is not None
    return came


async def told(desk: SeatDesk, kind: str = "seat") -> list[tuple[str, str, frozenset[SeatKey]]]:
    """Who is told what about fillings, of which seats."""

    def read(connection: Connection) -> list[tuple[str, str, frozenset[SeatKey]]]:
        query = sa.select(delivery.c.recipient, delivery.c.occurrence, delivery.c.details)
        rows = connection.execute(query.where(delivery.c.kind == kind, delivery.c.item.like("fill:%")))
        return sorted(
            (desk.name(int(row.recipient)) if row.recipient else "", row.occurrence, frozenset(keys(row.details)))
            if kind == "seat"
            else ("", row.occurrence, frozenset())
            for row in rows
        )

    return await desk.database.run.read(read)


async def prefers(desk: SeatDesk, who: str, one: Preference) -> None:
    await desk.database.run(seat_preferences.keep, desk.course.id, desk.persons[who], one, at=desk.now)


async def free_of_trouble(desk: SeatDesk) -> bool:
    """Whether nobody's seats break a limit."""
    signups = await desk.signups()
    return not any(broken(signups, person, desk.now) for person in desk.persons.values())


@pytest.mark.both_databases
async def test_what_was_proposed_is_applied_once_though_two_of_the_staff_press_at_once(database: Database) -> None:
    desk = await seat_desk(database)
    await prefers(desk, "ada", Preference(cannot=frozenset({"raft", "rdd"})))
    number = await proposed(desk)
    first, second = await asyncio.gather(applied(desk, number), applied(desk, number, by="ines"))
    assert sorted((first.outcome, second.outcome)) == ["applied", "done"]
    held = await desk.held()
    assert Counter(held.values()) == dict.fromkeys(("ada", "bob", "cem", "dee", "eli", "fay"), 3)
    assert {seat.session for seat, who in held.items() if who == "ada"}.isdisjoint({"raft", "rdd"})
    assert {what for what, _, _ in await desk.history()} == {"filled"}
    assert (await desk.signups()).opening.filled_at == desk.now
    theirs = {who: frozenset(seat for seat, holder in held.items() if holder == who) for who in held.values()}
    assert await told(desk) == sorted((who, "filled", mine) for who, mine in theirs.items())
    assert [what for _, what, _ in await told(desk, "seats")] == ["fill_applied"]
    entry = (await desk.database.run.read(audit.entries, desk.course.id))[0]
    assert (entry.action, entry.item, entry.details) == (
        "seats_filled",
        str(number),
        {"seats": 18, "people": 6, "left_out": 0},
    )
    assert await free_of_trouble(desk)


async def test_the_same_proposal_is_kept_once_and_a_newer_one_takes_its_place(database: Database) -> None:
    desk = await seat_desk(database)
    number = await proposed(desk)
    assert await proposed(desk, by="ines") == number
    await desk.taken("ada", key("raft", "critic"))
    newer = await proposed(desk)
    assert newer != number
    assert (await applied(desk, number)).outcome == "dropped"
    assert (await applied(desk, newer)).outcome == "done"


async def test_what_has_changed_since_is_said_before_anything_is_done_and_only_the_rest_is_applied(
    database: Database,
) -> None:
    desk = await seat_desk(database)
    number = await proposed(desk)
    kept = await desk.database.run.read(filling.find, desk.course, number)
    assert kept is not None
    of = {desk.name(one.person): one.key for one in kept.fill.proposal.given}
    await desk.assigned("eli", of["ada"], reason="as the two have agreed")
    await desk.leaves("fay")
    away = Preference(cannot=frozenset({of["bob"].session}))
    await prefers(desk, "bob", away)
    before = await applied(desk, number)
    assert before.outcome == "changed"
    assert await desk.held() == {of["ada"]: "eli"}
    why = {(desk.name(one.given.person), one.given.key): one.why for one in before.left_out}
    assert why["ada", of["ada"]] is Bar.TAKEN
    assert why["bob", of["bob"]] == AWAY
    assert [one for (who, _), one in why.items() if who == "fay"] == ["left"] * 3
    assert {one for (who, _), one in why.items() if who == "eli"} <= {Bar.SAME_PAPER, Bar.SAME_ROLE, "enough", Bar.MINE}
    after = await applied(desk, number, anyway=True)
    assert (after.outcome, after.left_out, after.given) == ("done", before.left_out, before.given)
    assert "fay" not in (await desk.held()).values()
    assert await free_of_trouble(desk)


async def test_undoing_frees_what_is_still_as_it_was_given_and_says_what_was_left(database: Database) -> None:
    desk = await seat_desk(database)
    number = await proposed(desk)
    await applied(desk, number)
    held = await desk.held()
    begun = {seat for seat in held if seat.session == "raft"}
    desk.now = la(1, month=2)
    gone = next(seat for seat, who in held.items() if who == "ada" and seat.session not in ("raft", "rdd"))
    await desk.drops("ada", gone)
    came = await undone(desk, number)
    assert came.outcome == "done"
    assert {one.key for one in came.stay} == begun
    assert {one.key for one in came.changed} == {gone}
    assert {one.key for one in came.freed} == set(held) - begun - {gone}
    assert set(await desk.held()) == begun
    assert (await desk.signups()).opening.filled_at is None
    lost = {who: frozenset(one.key for one in came.freed if desk.name(one.person) == who) for who in held.values()}
    assert [one for one in await told(desk) if one[1] == "unfilled"] == sorted(
        (who, "unfilled", mine) for who, mine in lost.items() if mine
    )
    again = await undone(desk, number)
    assert again.outcome == "undone"
    assert [one.action for one in await desk.database.run.read(audit.entries, desk.course.id)][:1] == ["seats_unfilled"]


async def test_a_seat_that_was_given_up_and_taken_again_by_the_same_person_is_theirs_and_no_more_of_the_filling(
    database: Database,
) -> None:
    desk = await seat_desk(database)
    number = await proposed(desk)
    await applied(desk, number)
    seat = next(seat for seat, who in (await desk.held()).items() if who == "ada")
    await desk.drops("ada", seat)
    await desk.taken("ada", seat)
    await undone(desk, number)
    assert await desk.held() == {seat: "ada"}


async def test_of_two_fillings_in_force_the_earlier_one_stays_in_force_when_the_later_one_is_undone(
    database: Database,
) -> None:
    desk = await seat_desk(database)
    first = await proposed(desk)
    await applied(desk, first)
    since = desk.now
    await desk.drops("ada", next(seat for seat, who in (await desk.held()).items() if who == "ada"))
    desk.now += DAY
    second = await proposed(desk)
    assert len((await applied(desk, second)).given) == 1
    await undone(desk, second)
    assert (await desk.signups()).opening.filled_at == since


async def test_where_seats_go_by_preference_the_first_filling_opens_the_rest_to_who_comes_first(
    database: Database,
) -> None:
    desk = await seat_desk(database, small(mode="preferences"), opened=True)
    assert (await desk.signups()).opening.mode is Mode.PREFERENCES
    refused = await desk.takes("ada", key("raft", "critic"))
    assert getattr(refused, "bar", None) is Bar.PREFERENCES
    number = await proposed(desk)
    await applied(desk, number)
    free = next(seat for seat in (await desk.signups()).free() if seat.session.first is not None)
    assert getattr(await desk.takes("ada", free.key), "bar", None) is not Bar.PREFERENCES


# --- what staff read ------------------------------------------------------------------------------------------------


async def test_staff_are_shown_a_proposal_apply_it_and_undo_it(database: Database) -> None:
    desk = await seat_desk(database)
    await prefers(desk, "ada", Preference(sessions=(("zero", ""),), cannot=frozenset({"raft"})))
    door = desk.door()
    shown = await door.ask("tess", "course fill")
    assert shown.private
    text = plain(shown)
    assert "18 seats for 6 students. Everybody then has the 3 seats that the course asks for." in text
    assert "first 1 of 1" in text
    assert "nobody on a day they can’t come" in text
    assert "5 of 6 students have not told me any" in text
    assert not await desk.held()
    page = await door.press("tess", shown, "Who gets what")
    assert "Ada: " in plain(page)
    done = await door.press("tess", page, "Apply")
    assert "Applied. 18 seats are given to 6 students." in plain(done)
    again = await door.press("ines", shown, "Apply")
    assert "Tess applied this proposal on" in plain(again)
    back = await door.press("ines", again, "Undo")
    assert "Undone. 18 seats of 6 students are free again." in plain(back)
    assert not await desk.held()
    assert "Ines undid this proposal on" in plain(await door.press("tess", done, "Undo"))


async def test_an_old_proposal_says_so_and_offers_a_new_one(database: Database) -> None:
    desk = await seat_desk(database)
    door = desk.door()
    shown = await door.ask("tess", "course fill")
    await desk.taken("ada", key("raft", "critic"))
    said = await door.press("tess", shown, "Apply")
    assert "Nothing was done yet" in plain(said)
    assert labels(said)[0] == "A new proposal"
    anew = await door.press("tess", said, "A new proposal")
    assert "17 seats for 6 students" in plain(anew)
    assert "now 0" not in plain(anew)


async def test_who_stays_short_is_named_or_counted_with_the_reason(database: Database) -> None:
    names = tuple(f"p{number}" for number in range(10))
    desk = await seat_desk(database, students=names)
    few = plain(await desk.door().ask("tess", "course fill"))
    assert "4 of 10 students then have the 3 seats that the course asks for." in few
    assert "have 2 of 3: 24 seats for 30." in few


@pytest.mark.parametrize("words", ["course fill all", "course fill minimum"])
async def test_a_student_is_refused(database: Database, words: str) -> None:
    desk = await seat_desk(database)
    assert "only staff" in plain(await desk.door().ask("ada", words))


async def test_words_say_how_much_is_filled_and_others_are_asked_about(database: Database) -> None:
    desk = await seat_desk(database)
    assert "course fill minimum" in plain(await desk.door().ask("tess", "course fill quickly"))
    shown = await desk.door().ask("tess", "course fill all")
    assert "24 seats for 6 students" in plain(shown)
    assert "Only the minimum instead" in labels(shown)


async def test_a_button_of_no_proposal_is_answered(database: Database) -> None:
    desk = await seat_desk(database)
    for verb, arguments in (("fillit", ("99",)), ("unfill", ("x",)), ("fill", ("list", "99", "0"))):
        said = plain(reply_of(await desk.door().answer("tess", Action(verb, desk.course.id, arguments))))
        assert "no such proposal any more" in said or "older message" in said
