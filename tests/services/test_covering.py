"""A seat that is given up late: who is asked, when the next one is, and when everybody is. On a real database, with the
time passed in.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversation.plain import plain
from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.errors import Refused
from bot.services import cover_lines, cover_rounds, dropping, roster, stepping_in, taking_over
from bot.services.cover_rounds import CoverRounds
from bot.services.particulars import PARTICULARS
from bot.store import courses as states
from bot.store import covers, ledger, people
from bot.store.database import open_database
from bot.store.tables import delivery
from tests.support.seat_course import DAY, HOUR, MINUTE, START, key, la, small
from tests.support.seat_desk import SeatDesk, seat_desk
from tests.support.seat_said import replies

CRITIC, BACKUP, SECOND = key("zero", "critic"), key("zero", "backup"), key("zero", "backup", 2)
BEFORE = la(13, 10, month=2)
"""On the Sunday; class is on Monday at one."""
CLASS = la(14, 13, month=2)
TWO = "[{id: backup, title: Backup, backup: yes, seats: 2}]"


async def covered(
    database, *, now: datetime = BEFORE, right: bool = True, seats: bool = True, **presenting: str
) -> SeatDesk:
    """Ada is critic, Bob a backup, and where there are two Cem is the other; without `seats` nobody has one."""
    desk = await seat_desk(database, small(**presenting))
    if right:
        await database.run(roster.confirm, course=desk.course, now=START, by=None)
    if seats:
        await desk.taken("ada", CRITIC)
        await desk.taken("bob", BACKUP)
    if seats and "roles" in presenting:
        await desk.taken("cem", SECOND)
    desk.now = now
    return desk


async def drops(desk: SeatDesk, who: str = "ada", seat: SeatKey = CRITIC) -> dropping.Dropped:
    return await desk.database.run(dropping.drop, desk.course, seat, desk.persons[who], now=desk.now)


async def answers(desk: SeatDesk, who: str, yes: bool, *, at: datetime, seat: SeatKey = CRITIC) -> str:
    desk.now = at
    answer = stepping_in.accept if yes else stepping_in.decline
    cover = await newest(desk, seat)
    return (await desk.database.run(answer, desk.course, cover.id, desk.persons[who], now=at)).outcome


async def newest(desk: SeatDesk, seat: SeatKey = CRITIC) -> covers.Cover:
    found = await desk.database.run.read(covers.of_seat, desk.course.id, seat)
    assert found is not None
    return found


async def state(desk: SeatDesk) -> tuple[str, str, list[tuple[str, str]]]:
    """State, who is asked, and what came of the others."""
    found = await newest(desk)
    asked = desk.name(found.asked) if found.asked is not None else ""
    return found.state, asked, [(desk.name(one.person), one.how) for one in found.tried]


async def steps(desk: SeatDesk, at: datetime) -> bool:
    desk.now = at
    return await CoverRounds(run=desk.database.run).tick(desk.course, at)


async def told(desk: SeatDesk, kind: str) -> list[tuple[str, str]]:
    """Who is told what by rows of that kind: names (`staff`, `slack` for the channel), and the word."""

    def rows(connection: Any) -> list[tuple[str, str]]:
        query = sa.select(delivery).where(delivery.c.kind == kind).order_by(delivery.c.id)
        return [
            (desk.name(int(row.recipient)) if row.recipient else row.destination, row.details.get("what", ""))
            for row in connection.execute(query)
        ]

    return await desk.database.run.read(rows)


async def still(desk: SeatDesk, kind: str, who: str = "") -> bool:
    """Whether the last of these rows would still be said."""

    def look(connection: Any) -> bool:
        query = sa.select(delivery.c.id).where(delivery.c.kind == kind)
        query = query.where(delivery.c.recipient == (str(desk.persons[who]) if who else ""))
        row = ledger.get(connection, max(connection.scalars(query)))
        assert row is not None
        return PARTICULARS[row.notice.kind](connection, desk.course, row, desk.now) is not None

    return await desk.database.run.read(look)


@pytest.mark.both_databases(postgresql="torture")
async def test_backups_are_asked_one_after_the_other_and_then_everybody_is(database):
    desk = await covered(database, roles=TWO)
    done = await drops(desk)
    assert (done.late, done.asks_backup, done.called) == (True, True, False)
    assert await told(desk, "seats") == [("staff", "cover")], "staff hear of it at once"
    assert await state(desk) == ("asking", "bob", [])
    until = (await newest(desk)).ask_until
    assert until == BEFORE + 2 * HOUR
    assert not await steps(desk, until - timedelta(seconds=1))
    assert await steps(desk, until)
    assert await state(desk) == ("asking", "cem", [("bob", "silent")])
    assert not await still(desk, "backup", "bob"), "who was slow is not asked once it is somebody else's turn"
    assert await answers(desk, "cem", False, at=until + MINUTE) == "passed"
    assert await state(desk) == ("calling", "", [("bob", "silent"), ("cem", "passed")])
    assert await told(desk, "cover-call") == [("slack", "")]
    asked = {who for who, _ in await told(desk, "offer")}
    assert asked == {"dee", "eli", "fay"}, "not who gave it up, nor who is or was a backup there"
    assert [what for _, what in await told(desk, "seats")] == ["cover"], "the same line, brought up to date"
    assert not await steps(desk, until + 2 * HOUR)


async def test_whoever_accepts_leaves_the_backup_seat_and_the_other_hears_of_it(database):
    desk = await covered(database)
    await drops(desk)
    assert await answers(desk, "bob", True, at=BEFORE + HOUR) == "yours"
    assert await desk.held() == {CRITIC: "bob"}
    assert [line[0] for line in await desk.history()][-2:] == ["stepped_in", "covered"]
    assert await told(desk, "seat") == [("ada", "covered_for")]
    assert await state(desk) == ("filled", "bob", [])
    assert await answers(desk, "bob", True, at=BEFORE + 2 * HOUR) == "yours", "pressed twice"
    assert await desk.held() == {CRITIC: "bob"}


async def test_who_was_slow_or_passed_may_still_step_in_while_the_seat_is_free(database):
    desk = await covered(database, roles=TWO)
    await drops(desk)
    assert await answers(desk, "bob", False, at=BEFORE + MINUTE) == "passed"
    await steps(desk, BEFORE + 3 * HOUR)
    assert (await state(desk))[0] == "calling"
    assert await answers(desk, "bob", True, at=BEFORE + 4 * HOUR) == "yours"
    assert await answers(desk, "cem", True, at=BEFORE + 5 * HOUR) == "taken"
    assert await desk.held() == {CRITIC: "bob", SECOND: "cem"}, "the other one is a backup as before"
    assert await told(desk, "seats") == [("staff", "cover")], "the line that they have says it"


async def test_close_to_class_the_backup_is_put_in_and_may_say_that_they_cannot(database):
    desk = await covered(database, now=CLASS - 5 * HOUR)
    done = await drops(desk)
    assert done.assigned
    assert await told(desk, "backup") == [("bob", "assigned")]
    assert await told(desk, "seat") == [], "nothing is settled while they may still say no"
    assert await desk.held() == {CRITIC: "bob"}
    assert await answers(desk, "bob", False, at=CLASS - 4 * HOUR) == "left"
    assert await desk.held() == {BACKUP: "bob"}, "they are what they were before"
    assert await state(desk) == ("calling", "", [("bob", "assigned"), ("bob", "passed")])
    assert [what for _, what in await told(desk, "seats")] == ["cover", "cover_called"]
    assert await answers(desk, "bob", False, at=CLASS - 3 * HOUR) == "passed"
    with pytest.raises(Refused):
        await answers(desk, "bob", True, at=CLASS)


async def test_who_was_put_in_for_two_papers_and_cannot_for_one_is_that_ones_backup_again(database):
    desk = await covered(database, per="paper", rules="{at_least: 3, distinct_roles: no}", now=START, seats=False)
    papers = ("orca", "zero-paper")
    critics = [key("serving", "critic", paper=paper) for paper in papers]
    backups = [key("serving", "backup", paper=paper) for paper in papers]
    for who, seat in zip(("ada", "bob", "cem", "cem"), (*critics, *backups), strict=True):
        await desk.taken(who, seat)
    desk.now = la(16, 10, month=2)
    assert (await drops(desk, "ada", critics[0])).assigned
    assert (await drops(desk, "bob", critics[1])).assigned
    assert await answers(desk, "cem", yes=False, at=desk.now + MINUTE, seat=critics[0]) == "left"
    assert await desk.held() == {critics[1]: "cem", backups[0]: "cem"}


async def test_a_backup_whom_a_rule_bars_is_not_asked(database):
    desk = await covered(database)
    await desk.assigned("bob", key("dst", "critic"), reason="wanted")
    assert (await drops(desk)).called
    assert await state(desk) == ("calling", "", [("bob", "barred")])
    assert await told(desk, "backup") == []


async def test_a_step_that_somebody_else_took_is_not_taken_again(database):
    desk = await covered(database)
    await drops(desk)
    seen = await newest(desk)

    def both(connection: Any) -> list[bool]:
        return [covers.move(connection, seen, state=word) for word in ("calling", "over")]

    assert await database.run(both) == [True, False]


async def test_for_a_backup_nobody_steps_in_so_everybody_is_asked_at_once(database):
    desk = await covered(database)
    assert (await drops(desk, "bob", BACKUP)).called
    assert len(await told(desk, "cover-call")) == 1
    assert ("bob", "short_notice") not in await told(desk, "offer")
    assert [what for _, what in await told(desk, "seats")] == ["cover"], "one line says all of it"
    assert await still(desk, "cover-call")
    await desk.taken("dee", BACKUP)
    assert not await still(desk, "cover-call"), "what was not said yet is not said any more"


@pytest.mark.parametrize("how", ["board", "staff", "herself"])
async def test_whoever_gets_the_seat_otherwise_ends_it(database, how):
    desk = await covered(database)
    await drops(desk)
    desk.now = BEFORE + MINUTE
    if how == "staff":
        await desk.assigned("dee", CRITIC)
        await steps(desk, desk.now)
    else:
        who = desk.persons["dee" if how == "board" else "ada"]
        await desk.database.run(taking_over.take, desk.course, CRITIC, who, now=desk.now)
    assert (await state(desk))[0] == "filled"
    assert ("bob", "not_needed") in await told(desk, "seat")
    assert (("ada", "covered_for") in await told(desk, "seat")) is (how != "herself")
    assert not await still(desk, "backup", "bob")
    assert await answers(desk, "bob", True, at=BEFORE + HOUR) == "taken"
    assert (await desk.held())[BACKUP] == "bob"


async def test_a_class_that_is_cancelled_or_has_begun_needs_nobody(database):
    desk = await covered(database)
    await drops(desk)
    assert (await desk.database.run.read(cover_rounds.survey, desk.course, now=desk.now)).instants >= {CLASS}
    assert await steps(desk, CLASS)
    assert (await state(desk))[0] == "over"
    again = await covered_again(desk)
    desk.course = small(SESSIONS_WITHOUT_ZERO)
    assert not await steps(desk, again)
    assert (await state(desk))[0] == "asking", "it may come back"
    assert await steps(desk, again + 15 * DAY)
    assert (await state(desk))[0] == "over"
    assert await told(desk, "cover-call") == []


async def test_a_class_that_comes_back_into_the_schedule_still_needs_somebody(database):
    desk = await covered(database)
    course = desk.course
    await drops(desk)
    desk.course = small(SESSIONS_WITHOUT_ZERO)
    assert not await steps(desk, BEFORE + 3 * HOUR)
    desk.course = course
    assert await steps(desk, BEFORE + 4 * HOUR)
    assert await state(desk) == ("calling", "", [("bob", "silent")])


async def test_where_class_moves_far_off_it_is_offered_as_any_other_seat(database):
    desk = await covered(database)
    await drops(desk)
    desk.course = small(LATER)
    assert await steps(desk, BEFORE + MINUTE)
    assert (await state(desk))[0] == "over"
    assert ("dee", "free") in await told(desk, "offer")
    assert await told(desk, "cover-call") == []


@pytest.mark.parametrize("ahead", [2 * HOUR, 10 * MINUTE])
async def test_six_hours_before_class_a_backup_who_has_not_answered_is_put_in(database, ahead):
    near = CLASS - 6 * HOUR
    desk = await covered(database, now=near - ahead - DAY * (ahead == 2 * HOUR))
    rounds = CoverRounds(run=database.run)
    await drops(desk)
    assert (await newest(desk)).ask_until <= near, "nobody is asked for longer"
    await rounds.tick(desk.course, near - MINUTE)
    assert rounds.next(desk.course, near - MINUTE) == near
    assert await rounds.tick(desk.course, near)
    assert await desk.held() == {CRITIC: "bob"}
    assert (await told(desk, "backup"))[-1] == ("bob", "assigned")
    assert await told(desk, "seats") == [("staff", "cover")]
    assert not await rounds.tick(desk.course, near + MINUTE)


@pytest.mark.parametrize("passes", [True, False])
async def test_six_hours_before_class_staff_hear_once_that_the_seat_is_empty(database, passes):
    near = CLASS - 6 * HOUR
    desk = await covered(database)
    await drops(desk) if passes else await drops(desk, "bob", BACKUP)
    if passes:
        assert await answers(desk, "bob", False, at=BEFORE + MINUTE) == "passed"
    assert not await steps(desk, near - MINUTE)
    assert await steps(desk, near)
    assert [what for _, what in await told(desk, "seats")] == ["cover", "cover_called"]
    assert not await steps(desk, near + MINUTE)
    assert await desk.held() == ({BACKUP: "bob"} if passes else {CRITIC: "ada"}), "who passed is not put in"


async def test_who_presents_there_too_hears_who_is_with_them_once_it_is_settled(database):
    desk = await covered(database)
    await desk.taken("eli", key("zero", "advocate"))
    await drops(desk)
    assert await told(desk, "seat") == [], "nothing of the hole"
    await answers(desk, "bob", True, at=BEFORE + HOUR)
    assert ("eli", "with_you") in await told(desk, "seat")
    assert [who for who, what in await told(desk, "seat") if what == "with_you"] == ["eli"]


async def test_a_pass_that_comes_late_is_written_down_and_the_backup_is_not_put_in(database):
    desk = await covered(database)
    await drops(desk)
    await steps(desk, BEFORE + 2 * HOUR)
    assert await answers(desk, "bob", False, at=BEFORE + 3 * HOUR) == "passed"
    assert await state(desk) == ("calling", "", [("bob", "silent"), ("bob", "passed")])
    await steps(desk, CLASS - 6 * HOUR)
    assert await desk.held() == {BACKUP: "bob"}


async def test_a_backup_who_has_given_up_that_seat_did_not_fail_to_answer(database):
    desk = await covered(database)
    await drops(desk)
    await drops(desk, "bob", BACKUP)
    await steps(desk, BEFORE + MINUTE)
    assert await state(desk) == ("calling", "", [("bob", "gone")])


LATER = """\
sessions:
  - {id: zero, title: Training, date: 2022-03-09, readings: [{id: zero-paper, title: ZeRO, tier: required}]}
"""
SESSIONS_WITHOUT_ZERO = """\
sessions:
  - {id: raft, title: Consensus, date: 2022-01-31, readings: [{id: raft-paper, title: Raft, tier: required}]}
"""


async def covered_again(desk: SeatDesk) -> datetime:
    desk.now = BEFORE - HOUR
    await desk.taken("ada", CRITIC)
    await drops(desk)
    return desk.now + MINUTE


async def test_in_a_pause_a_rehearsal_or_before_the_roster_is_right_nobody_is_asked(database):
    desk = await covered(database, right=False)
    done = await drops(desk)
    assert (done.asks_backup, done.called) == (False, False)
    assert await told(desk, "seats") == [("staff", "cover")]
    await database.run(roster.confirm, course=desk.course, now=desk.now, by=None)
    await database.run(states.set_paused, desk.course.id, until=desk.now + HOUR, now=desk.now, by=None)
    assert not await steps(desk, desk.now)
    assert await steps(desk, BEFORE + HOUR + MINUTE)
    assert (await state(desk))[1] == "bob"


@pytest.mark.both_databases
async def test_two_processes_take_each_step_once(database, database_url):
    desk = await covered(database, roles=TWO)
    await drops(desk)
    other = open_database(database_url, run_id="other")
    try:
        at = BEFORE + 2 * HOUR
        await asyncio.gather(
            *(one.run(cover_rounds.step, desk.course, now=at) for one in (database, other, database, other))
        )
    finally:
        await other.close()
    assert await state(desk) == ("asking", "cem", [("bob", "silent")])
    assert await told(desk, "backup") == [("bob", "asked"), ("cem", "asked")]


async def test_the_next_step_is_known_and_a_quiet_tick_asks_the_database_nothing(database):
    desk = await covered(database)
    rounds = CoverRounds(run=database.run)
    await drops(desk)
    await rounds.tick(desk.course, desk.now)
    until = BEFORE + 2 * HOUR
    assert rounds.next(desk.course, desk.now) == until
    reads = database.run.read
    database.run.read = None
    try:
        assert not await rounds.tick(desk.course, desk.now + timedelta(seconds=15))
    finally:
        database.run.read = reads
    assert not await rounds.tick(desk.course, until - timedelta(seconds=10))
    assert await rounds.tick(desk.course, until)


async def test_a_seat_for_which_everybody_is_asked_can_be_taken_though_sign_up_has_closed(database):
    desk = await covered(database, closes="3 days before")
    other = key("zero", "advocate")
    assert (await drops(desk, "bob", BACKUP)).called
    closed = await desk.takes("dee", other)
    assert closed.bar == "closed"
    assert {who for who, _ in await told(desk, "offer")} == {"cem", "dee", "eli", "fay"}
    await desk.taken("dee", BACKUP)


async def test_who_left_the_course_or_the_backup_seat_is_asked_no_longer(database):
    desk = await covered(database, roles=TWO)
    await drops(desk)
    await drops(desk, "bob", BACKUP)
    assert await steps(desk, BEFORE + MINUTE)
    assert (await state(desk))[1] == "cem"
    with pytest.raises(Refused):
        await answers(desk, "bob", True, at=BEFORE + 2 * MINUTE)


async def test_an_ask_is_of_use_only_as_long_as_it_holds(database):
    desk = await covered(database)
    await drops(desk)
    assert await still(desk, "backup", "bob")
    desk.now = CLASS
    assert not await still(desk, "backup", "bob")
    with pytest.raises(Refused, match="somebody else"):
        await answers(desk, "dee", True, at=BEFORE + MINUTE)


async def test_the_night_of_whoever_is_asked_does_not_count(database):
    desk = await covered(database, now=la(13, 15, month=2))
    await database.run(people.set_timezone, desk.persons["bob"], "Europe/Berlin")
    await drops(desk)
    assert (await newest(desk)).ask_until == la(14, 1, month=2)


async def test_where_nobody_may_take_seats_yet_nobody_is_asked_and_staff_read_so(database):
    desk = await seat_desk(database, small(), opened=False)
    await database.run(roster.confirm, course=desk.course, now=START, by=None)
    await desk.assigned("ada", CRITIC)
    desk.now = BEFORE
    done = await drops(desk)
    assert (done.called, done.speaks) == (True, False)
    assert await told(desk, "cover-call") == []
    assert await told(desk, "offer") == []
    ((_, line),) = await replies(desk, (NoticeKind.SEATS,))
    assert "Nobody may take seats yet, so I have asked nobody: please find somebody." in plain(line)


async def test_who_gave_up_a_seat_of_a_class_is_not_offered_another_one_there(database):
    desk = await covered(database)
    await drops(desk)
    await drops(desk, "bob", BACKUP)
    assert {who for who, _ in await told(desk, "offer")} == {"cem", "dee", "eli", "fay"}


@pytest.mark.parametrize("state", ["over", "filled"])
async def test_the_call_in_the_channel_thanks_only_where_somebody_has_the_seat(database, state):
    desk = await covered(database)
    await drops(desk, "bob", BACKUP)
    if state == "filled":
        await desk.taken("dee", BACKUP)
    else:
        desk.course = small(LATER)
    await steps(desk, BEFORE + MINUTE)

    def look(connection: Any) -> Any:
        query = sa.select(delivery.c.id).where(delivery.c.kind == "cover-call")
        row = ledger.get(connection, connection.scalar(query))
        return cover_lines.IN_PLACE[row.notice.kind](connection, desk.course, row, desk.now)

    assert (await database.run.read(look))["state"] == state
