"""Seats in a database: who takes one has it or is told why not, staff may break a rule by name, and the history has all
of it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.course.seat_rules import Bar, Refusal, broken
from bot.course.signups import Mode, SeatKey, progress
from bot.errors import Refused
from bot.services import dropping, seat_exchanges, seating, stepping_in
from bot.services.seat_exchanges import Barred, Exchanged
from bot.services.seating import Seated
from bot.store import audit, covers, seats
from bot.store import courses as states
from bot.store.database import Database
from bot.store.seats import Lost
from tests.support.seat_desk import DAY, HOUR, MINUTE, SESSIONS, START, SeatDesk, key, la, seat_desk, small

both_databases = pytest.mark.both_databases

CLASS = la(31, 13)
CRITIC, ADVOCATE, BACKUP = key("raft", "critic"), key("raft", "advocate"), key("raft", "backup")


async def audited(desk: SeatDesk) -> list[tuple[str, str, list[str], str]]:
    """What was done to whom, with which rules broken and why, the newest first; the opening left out."""
    found = await desk.database.run.read(audit.entries, desk.course.id)
    return [
        (one.action, desk.name(int(one.item)), one.details.get("broken", []), one.details["reason"])
        for one in found
        if one.action != "signup_opened"
    ]


async def swaps(desk: SeatDesk, one: SeatKey, other: SeatKey, **more: Any) -> Exchanged | Barred:
    return await desk.database.run(seat_exchanges.exchange, desk.course, one, other, now=desk.now, **more)


async def steps_in(desk: SeatDesk, who: str, seat: SeatKey, own: SeatKey = BACKUP) -> Seated | Refusal:
    return await desk.database.run(seat_exchanges.step_in, desk.course, seat, own, desk.persons[who], now=desk.now)


def barred_by(came: Seated | Refusal) -> Bar | None:
    return came.bar if isinstance(came, Refusal) else None


# --- taking and giving up -------------------------------------------------------------------------------------------


@both_databases
async def test_a_seat_is_taken_once_and_given_up_once(database: Database) -> None:
    desk = await seat_desk(database)
    first = await desk.takes("ada", CRITIC)
    assert isinstance(first, Seated)
    assert first.fresh
    again = await desk.takes("ada", CRITIC)
    assert isinstance(again, Seated)
    assert not again.fresh
    late = await desk.takes("bob", CRITIC)
    assert isinstance(late, Refusal)
    assert late.bar is Bar.TAKEN
    assert late.other is not None
    assert late.other.person == desk.persons["ada"]
    await desk.drops("ada", CRITIC)
    with pytest.raises(Refused, match="not yours any more"):
        await desk.drops("ada", CRITIC)
    await desk.taken("bob", CRITIC)
    assert await desk.history() == [("taken", CRITIC, "ada"), ("dropped", CRITIC, "ada"), ("taken", CRITIC, "bob")]
    assert await desk.held() == {CRITIC: "bob"}


async def test_the_rules_hold_for_what_is_in_the_database(database: Database) -> None:
    desk = await seat_desk(database, small(rules="{distinct_roles: yes, at_most_per_week: 1}"))
    await desk.taken("ada", key("zero", "critic"))
    came = [await desk.takes("ada", one) for one in (key("raft", "critic"), key("serving", "backup"))]
    assert [barred_by(one) for one in came] == [Bar.SAME_ROLE, Bar.WEEK]
    assert await desk.held() == {key("zero", "critic"): "ada"}
    desk.now = CLASS
    assert barred_by(await desk.takes("bob", CRITIC)) is Bar.OVER


@pytest.mark.parametrize("who", ["aud", "tess", "ines", "gus"])
async def test_seats_are_for_students(database: Database, who: str) -> None:
    desk = await seat_desk(database)
    with pytest.raises(Refused, match="Seats are for the students of the course"):
        await desk.takes(who, CRITIC)
    assert await desk.held() == {}


async def test_who_has_left_takes_nothing(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.leaves("ada")
    with pytest.raises(Refused, match="Seats are for the students"):
        await desk.takes("ada", CRITIC)


@pytest.mark.parametrize(
    "seat", [key("gone", "critic"), key("raft", "critic", 2), key("raft", "critic", paper="raft-paper")]
)
async def test_a_button_of_a_seat_that_is_gone_says_so(database: Database, seat: SeatKey) -> None:
    desk = await seat_desk(database)
    with pytest.raises(Refused, match="no such seat any more"):
        await desk.takes("ada", seat)
    with pytest.raises(Refused, match="no such seat any more"):
        await desk.drops("ada", seat)
    with pytest.raises(Refused, match="no such seat any more"):
        await desk.assigned("ada", seat, reason="please")


async def test_what_has_begun_is_given_up_by_nobody(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    desk.now = CLASS
    with pytest.raises(Refused, match="Class has begun"):
        await desk.drops("ada", CRITIC)
    with pytest.raises(Refused, match="Class has begun"):
        await desk.assigned("bob", ADVOCATE, reason="now")
    with pytest.raises(Refused, match="Class has begun"):
        await database.run(seating.unassign, desk.course, CRITIC, now=desk.now, by=desk.persons["tess"])
    assert await desk.held() == {CRITIC: "ada"}


async def test_a_seat_that_is_given_up_after_sign_up_has_closed_can_be_taken(database: Database) -> None:
    desk = await seat_desk(database, small(closes="2022-01-27 12:00"))
    await desk.taken("ada", CRITIC, key("dst", "advocate"))
    await desk.drops("ada", CRITIC)
    await desk.taken("ada", CRITIC)
    desk.now = la(28, 12)
    assert barred_by(await desk.takes("bob", ADVOCATE)) is Bar.CLOSED
    assert barred_by(await desk.takes("bob", CRITIC)) is Bar.TAKEN
    await desk.drops("ada", CRITIC)
    assert set((await desk.signups()).called) == {CRITIC}
    await desk.taken("bob", CRITIC)
    desk.now += HOUR
    await desk.drops("bob", CRITIC)
    desk.now = CLASS
    assert barred_by(await desk.takes("cem", CRITIC)) is Bar.OVER


async def test_what_was_given_up_before_it_closed_is_closed(database: Database) -> None:
    desk = await seat_desk(database, small(closes="2 days before"))
    await desk.taken("ada", CRITIC)
    await desk.drops("ada", CRITIC)
    desk.now = CLASS - DAY
    assert barred_by(await desk.takes("bob", CRITIC)) is Bar.CLOSED


# --- opening --------------------------------------------------------------------------------------------------------


async def test_sign_up_is_opened_once_in_the_mode_that_the_class_asks_for(database: Database) -> None:
    desk = await seat_desk(database, opened=False)
    assert barred_by(await desk.takes("ada", CRITIC)) is Bar.UNOPENED
    opened = [
        await database.run(seating.open_signup, desk.course, now=desk.now, by=desk.persons["tess"]) for _ in range(2)
    ]
    assert opened == [True, False]
    await desk.taken("ada", CRITIC)
    opening = await database.run.read(seats.opening, desk.course.id)
    assert (opening.mode, opening.opened_at) == (Mode.FIRST_COME, START)


async def test_a_large_class_prefers_and_takes_what_a_filling_leaves(database: Database) -> None:
    desk = await seat_desk(database, students=tuple(f"s{number}" for number in range(25)))
    assert barred_by(await desk.takes("s1", CRITIC)) is Bar.PREFERENCES
    await database.run(seats.set_filled, desk.course.id, desk.now)
    await desk.taken("s1", CRITIC)


async def test_it_may_be_opened_at_the_hour_that_the_schedule_names(database: Database) -> None:
    desk = await seat_desk(database, small(opens="2022-01-28 12:00"), opened=False)
    assert not await database.run.read(seating.may_open, desk.course, la(28, 11, 59))
    assert await database.run.read(seating.may_open, desk.course, la(28, 12))
    await database.run(seating.open_signup, desk.course, now=la(28, 12), by=None)
    assert not await database.run.read(seating.may_open, desk.course, la(28, 12))


# --- staff ----------------------------------------------------------------------------------------------------------


async def test_staff_give_a_seat_that_keeps_the_rules_without_a_reason(database: Database) -> None:
    desk = await seat_desk(database, opened=False)
    came = [await desk.assigned("ada", CRITIC) for _ in range(2)]
    assert [(one.done, one.fresh) for one in came] == [(True, True), (True, False)]
    assert (await desk.signups()).held[CRITIC].by == desk.persons["tess"]
    assert await audited(desk) == [("seat_assigned", "ada", [], "")]
    other = await desk.assigned("bob", CRITIC, reason="Ada is ill")
    assert not other.done
    assert other.holder is not None
    assert other.holder.person == desk.persons["ada"]


@both_databases
async def test_staff_break_a_rule_by_name_with_a_reason_and_only_so(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", key("zero", "critic"))
    bare = await desk.assigned("ada", CRITIC)
    assert not bare.done
    assert [one.bar for one in bare.breaks] == [Bar.SAME_ROLE]
    arguments: dict[str, Any] = {"now": desk.now, "by": desk.persons["tess"]}
    unsaid = await database.run(
        seating.assign, desk.course, CRITIC, desk.persons["ada"], anyway=True, reason=" ", **arguments
    )
    unmeant = await database.run(
        seating.assign, desk.course, CRITIC, desk.persons["ada"], reason="why not", **arguments
    )
    assert (unsaid.done, unmeant.done) == (False, False)
    assert await desk.held() == {key("zero", "critic"): "ada"}
    desk.now += MINUTE
    done = await desk.assigned("ada", CRITIC, reason="She asked for it")
    assert done.done
    known = await desk.signups()
    assert known.held[CRITIC].broken == ("same_role",)
    assert broken(known, desk.persons["ada"], desk.now) == ((CRITIC, Bar.SAME_ROLE),)
    assert await audited(desk) == [("seat_assigned", "ada", ["same_role"], "She asked for it")]
    line = (await database.run.read(seats.changes, desk.course.id))[-1]
    assert (line.change, line.broken, line.reason, line.by) == (
        "assigned", ("same_role",), "She asked for it", desk.persons["tess"]
    )  # fmt: skip
    assert "She asked" not in repr(line)


async def test_staff_give_seats_to_all_but_guests_and_strangers(database: Database) -> None:
    desk = await seat_desk(database)
    for who, seat in {"aud": CRITIC, "tess": ADVOCATE}.items():
        assert (await desk.assigned(who, seat)).done
    await desk.leaves("bob")
    for who in ("gus", "bob"):
        with pytest.raises(Refused, match="not in the course"):
            await desk.assigned(who, BACKUP, reason="please")


async def test_staff_take_a_seat_back_also_one_that_the_schedule_does_not_offer_any_more(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", key("rdd", "critic"))
    desk.course = small(SESSIONS.replace("{id: raft,", "{id: raft, kind: cancelled,"))
    for seat in (CRITIC, key("rdd", "critic")):
        said: dict[str, Any] = {"now": desk.now, "by": desk.persons["tess"], "reason": "ill"}
        holder = await database.run(seating.unassign, desk.course, seat, **said)
        assert holder is not None
        assert await database.run(seating.unassign, desk.course, seat, **said) is None
    assert await desk.held() == {}
    assert (await desk.history())[2:] == [("unassigned", CRITIC, "ada"), ("unassigned", key("rdd", "critic"), "bob")]
    assert [line[:2] for line in await audited(desk)] == [("seat_unassigned", "bob"), ("seat_unassigned", "ada")]


@pytest.mark.both_databases(postgresql="torture")
async def test_what_staff_mark_counts_and_is_written_down(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    desk.now = CLASS + HOUR
    for outcome, stand_in in (("no_show", ""), ("stood_in", "bob"), ("", ""), ("presented", "")):
        await desk.marked(CRITIC, outcome, stand_in=stand_in)
    known = await desk.signups()
    assert progress(known, desk.persons["ada"], desk.now).presented == 1
    assert progress(known, desk.persons["bob"], desk.now).presented == 0
    assert [(change, who) for change, _, who in await desk.history()] == [
        ("taken", "ada"), ("no_show", "ada"), ("stood_in", "bob"), ("unmarked", "ada"), ("presented", "ada")
    ]  # fmt: skip
    assert not await database.run(seats.mark, desk.course.id, ADVOCATE, "presented", at=desk.now, by=None)


# --- one seat for another -------------------------------------------------------------------------------------------


@pytest.mark.both_databases(postgresql="torture")
async def test_two_people_change_places_and_the_history_says_so(database: Database) -> None:
    desk = await seat_desk(database)
    theirs = key("zero", "critic")
    await desk.taken("ada", CRITIC, key("dst", "advocate"))
    await desk.taken("bob", theirs)
    came = await swaps(desk, CRITIC, theirs)
    assert isinstance(came, Exchanged)
    assert (came.one.person, came.other.person) == (desk.persons["ada"], desk.persons["bob"])
    assert await desk.held() == {CRITIC: "bob", theirs: "ada", key("dst", "advocate"): "ada"}
    assert (await desk.history())[-4:] == [
        ("swapped_away", CRITIC, "ada"), ("swapped_away", theirs, "bob"),
        ("swapped", theirs, "ada"), ("swapped", CRITIC, "bob"),
    ]  # fmt: skip


async def test_nobody_changes_places_where_it_breaks_a_rule_for_either(database: Database) -> None:
    desk = await seat_desk(database)
    theirs = key("zero", "advocate")
    await desk.taken("ada", CRITIC, key("dst", "advocate"))
    await desk.taken("bob", theirs)
    before = await desk.held()
    for one, other in ((CRITIC, theirs), (theirs, CRITIC)):
        came = await swaps(desk, one, other)
        assert isinstance(came, Barred)
        assert (came.person, [refusal.bar for refusal in came.breaks]) == (desk.persons["ada"], [Bar.SAME_ROLE])
    assert await desk.held() == before


async def test_who_presses_twice_does_not_change_back(database: Database) -> None:
    desk = await seat_desk(database)
    theirs = key("zero", "neutral")
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", theirs)
    persons = (desk.persons["ada"], desk.persons["bob"])
    await swaps(desk, CRITIC, theirs, persons=persons)
    with pytest.raises(Refused, match="changed hands"):
        await swaps(desk, CRITIC, theirs, persons=persons)
    assert await desk.held() == {CRITIC: "bob", theirs: "ada"}


async def test_a_change_needs_two_students_two_seats_and_two_classes_ahead(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC, key("zero", "neutral"))
    await desk.assigned("aud", key("rdd", "critic"))
    await desk.taken("bob", key("dst", "critic"))
    for other, why in {
        key("zero", "critic"): "is free", key("zero", "neutral"): "the same person’s", key("rdd", "critic"): "for the students",
        key("gone", "critic"): "no such seat",
    }.items():  # fmt: skip
        with pytest.raises(Refused, match=why):
            await swaps(desk, CRITIC, other)
    desk.now = CLASS
    with pytest.raises(Refused, match="Class has begun"):
        await swaps(desk, key("dst", "critic"), CRITIC)


async def test_the_backup_leaves_their_seat_for_the_empty_one(database: Database) -> None:
    desk = await seat_desk(database, small(closes="2 days before", rules="{distinct_roles: yes, at_most_per_term: 1}"))
    await desk.taken("ada", BACKUP)
    await desk.taken("bob", ADVOCATE)
    desk.now = CLASS - HOUR
    came = [await steps_in(desk, "ada", CRITIC) for _ in range(2)]
    assert [one.fresh for one in came if isinstance(one, Seated)] == [True, False]
    assert await desk.held() == {CRITIC: "ada", ADVOCATE: "bob"}
    assert (await desk.history())[-2:] == [("stepped_in", BACKUP, "ada"), ("covered", CRITIC, "ada")]


async def test_a_backup_steps_in_for_what_is_free_there_and_keeps_the_rules(database: Database) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", BACKUP, key("zero", "critic"))
    await desk.taken("bob", ADVOCATE)
    assert barred_by(await steps_in(desk, "ada", CRITIC)) is Bar.SAME_ROLE
    assert barred_by(await steps_in(desk, "ada", ADVOCATE)) is Bar.TAKEN
    for who, seat, own in (
        ("bob", CRITIC, ADVOCATE), ("bob", CRITIC, BACKUP), ("ada", key("rdd", "critic"), BACKUP), ("ada", BACKUP, BACKUP)
    ):  # fmt: skip
        if (who, seat) != ("ada", BACKUP):
            with pytest.raises(Refused, match="not the backup there"):
                await steps_in(desk, who, seat, own)
    desk.now = CLASS
    with pytest.raises(Refused, match="Class has begun"):
        await steps_in(desk, "ada", key("raft", "neutral"))
    assert await desk.held() == {BACKUP: "ada", key("zero", "critic"): "ada", ADVOCATE: "bob"}


async def test_a_seat_that_was_left_for_another_is_given_back_as_it_was_held_unless_it_breaks_a_rule_now(
    database: Database,
) -> None:
    desk = await seat_desk(database, small(rules="{distinct_roles: yes, at_most_per_week: 1}"))
    other = key("zero", "backup")
    await desk.taken("ada", other)
    await desk.assigned("ada", BACKUP, reason="nobody else")
    await steps_in(desk, "ada", CRITIC)
    back: dict[str, Any] = {"now": desk.now}
    ada = desk.persons["ada"]
    assert not await database.run(seat_exchanges.put_back, desk.course, BACKUP, ada, **back)  # twice in one class
    await desk.drops("ada", CRITIC)
    assert await database.run(seat_exchanges.put_back, desk.course, BACKUP, ada, **back)
    assert (await desk.signups()).held[BACKUP].broken == ("same_role",)  # as before
    assert not await database.run(seat_exchanges.put_back, desk.course, BACKUP, ada, **back)
    await desk.drops("ada", BACKUP)
    await desk.taken("ada", CRITIC)
    assert await database.run(seat_exchanges.put_back, desk.course, BACKUP, ada, **back, anyway=True)
    assert set((await desk.signups()).held[BACKUP].broken) == {"same_role", "same_paper", "week"}


async def test_a_backup_who_cannot_after_all_and_has_another_seat_of_that_role_now_does_not_get_theirs_back(
    database: Database,
) -> None:
    desk = await seat_desk(database)
    await database.run(states.set_roster_right, desk.course.id, now=desk.now, by=None)
    await desk.taken("ada", BACKUP)
    await desk.taken("bob", CRITIC)
    desk.now = CLASS - HOUR
    await database.run(dropping.drop, desk.course, CRITIC, desk.persons["bob"], now=desk.now)
    assert (await desk.held())[CRITIC] == "ada"
    await desk.taken("ada", key("rdd", "backup"))
    (cover,) = await database.run.read(covers.since, desk.course.id, START)
    came = await database.run(stepping_in.decline, desk.course, cover.id, desk.persons["ada"], now=desk.now)
    assert (came.outcome, came.backup) == ("left", None)
    assert await desk.held() == {key("rdd", "backup"): "ada"}


# --- at once --------------------------------------------------------------------------------------------------------


async def test_fifty_press_the_last_seat_at_once_and_one_has_it(database: Database) -> None:
    students = tuple(f"s{number}" for number in range(50))
    desk = await seat_desk(database, small(mode="first come"), students=students)
    came = await asyncio.gather(*(desk.takes(who, CRITIC) for who in students))
    winners = [who for who, one in zip(students, came, strict=True) if isinstance(one, Seated)]
    assert len(winners) == 1
    assert {barred_by(one) for one in came} == {None, Bar.TAKEN}
    others = [one.other for one in came if isinstance(one, Refusal)]
    assert {one.person for one in others if one is not None} == {desk.persons[winners[0]]}
    assert await desk.history() == [("taken", CRITIC, winners[0])]


@both_databases
async def test_one_person_who_presses_two_seats_at_once_keeps_the_rules(database: Database) -> None:
    desk = await seat_desk(database)
    wanted = [key(at, "critic") for at in ("raft", "rdd", "zero", "serving", "eyeriss", "dst")]
    came = await asyncio.gather(*(desk.takes("ada", one) for one in wanted))
    assert sorted(str(barred_by(one)) for one in came) == ["None", *["same_role"] * 5]
    assert len(await desk.held()) == 1


@both_databases
async def test_a_swap_and_a_drop_that_race_leave_everybody_with_what_they_were_told(database: Database) -> None:
    desk = await seat_desk(database)
    theirs = key("zero", "neutral")
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", theirs)
    swap, drop = await asyncio.gather(swaps(desk, CRITIC, theirs), desk.drops("bob", theirs), return_exceptions=True)
    expected = {CRITIC: "ada"} if isinstance(swap, Refused) else {CRITIC: "bob", theirs: "ada"}
    assert isinstance(swap, Refused) != isinstance(drop, Refused)
    assert await desk.held() == expected


@pytest.mark.parametrize("how", ["unassigned", "unfilled"])
async def test_a_seat_that_staff_take_away_after_sign_up_has_closed_can_be_taken(database: Database, how: Lost) -> None:
    desk = await seat_desk(database, small(closes="2022-01-27 12:00"))
    await desk.taken("ada", CRITIC)
    desk.now = la(28, 12)
    await database.run(seats.lose, desk.course.id, CRITIC, desk.persons["ada"], how, at=desk.now, by=None)
    await desk.taken("bob", CRITIC)
