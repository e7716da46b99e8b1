"""Staff say who presented: what counts then, who is told, and what is the case where two of them say it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversation.plain import plain
from bot.course.signups import SETTLED_AFTER, Stage, progress
from bot.errors import Refused
from bot.services import marking
from bot.services.marking import Marked
from bot.store import audit
from bot.store.database import Database
from bot.store.tables import delivery
from tests.support.seat_desk import SESSIONS, SeatDesk, key, la, seat_desk, small
from tests.support.seat_said import edits, said

CRITIC, BACKUP, ADVOCATE = key("raft", "critic"), key("raft", "backup"), key("raft", "advocate")
CLASS = la(31, 13)


async def at_class(database: Database) -> SeatDesk:
    """Ada is Critic and Bob is Backup/Scribe of the class that has just begun; nobody is Advocate."""
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", BACKUP)
    desk.now = CLASS
    return desk


async def marks(desk: SeatDesk, seat: object, outcome: str, instead_of: str | None = None, by: str = "tess") -> Marked:
    return await desk.database.run(
        marking.mark, desk.course, seat, outcome, instead_of=instead_of, now=desk.now, by=desk.persons[by]
    )


async def stands_in(desk: SeatDesk, seat: object, who: str, by: str = "tess") -> Marked:
    return await desk.database.run(
        marking.stood_in, desk.course, seat, desk.persons[who], now=desk.now, by=desk.persons[by]
    )


async def takes_back(desk: SeatDesk, seat: object) -> Marked:
    return await desk.database.run(marking.unmark, desk.course, seat, now=desk.now, by=desk.persons["tess"])


async def done(desk: SeatDesk, who: str) -> int:
    """How many seats of theirs count for the minimum."""
    return progress(await desk.signups(), desk.persons[who], desk.now).presented


async def told(desk: SeatDesk) -> list[tuple[str, str]]:
    """(person, what), in order."""

    def rows(connection: sa.Connection) -> list[tuple[str, str]]:
        query = sa.select(delivery.c.recipient, delivery.c.details).where(delivery.c.kind == "seat")
        return [(desk.name(int(one.recipient)), one.details["what"]) for one in connection.execute(query)]

    return await desk.database.run.read(rows)


async def test_before_class_nothing_can_be_said(database: Database) -> None:
    desk = await at_class(database)
    desk.now = CLASS - timedelta(minutes=1)
    for saying in (marks(desk, CRITIC, "presented"), stands_in(desk, CRITIC, "cem"), takes_back(desk, CRITIC)):
        with pytest.raises(Refused, match="Class has not begun"):
            await saying


async def test_presented_is_written_down_once_and_is_audited(database: Database) -> None:
    desk = await at_class(database)
    assert await done(desk, "ada") == 0
    first, again = await marks(desk, CRITIC, "presented"), await marks(desk, CRITIC, "presented", by="ines")
    assert (first.done, first.who, again.done, again.fresh, again.by) == (True, "Ada", False, False, "Tess")
    assert await done(desk, "ada") == 1
    entries = await database.run.read(audit.entries, "seminar")
    assert [one.action for one in entries].count("seat_marked") == 1
    assert await told(desk) == []


async def test_who_says_something_else_sees_what_a_colleague_said_and_may_change_it(database: Database) -> None:
    desk = await at_class(database)
    await marks(desk, CRITIC, "presented")
    stale = await marks(desk, CRITIC, "no_show", by="ines")
    assert (stale.done, stale.fresh, stale.outcome, stale.by) == (False, True, "presented", "Tess")
    assert await done(desk, "ada") == 1
    changed = await marks(desk, CRITIC, "no_show", instead_of="presented", by="ines")
    assert (changed.done, changed.outcome) == (True, "no_show")
    assert await done(desk, "ada") == 0
    assert await told(desk) == [("ada", "no_show")], "nobody else is told"
    await marks(desk, CRITIC, "presented", instead_of="no_show")
    assert await told(desk) == [("ada", "no_show"), ("ada", "no_show_undone")]


async def test_unmarked_counts_as_presented_after_a_day_and_staff_can_still_change_it_a_month_later(
    database: Database,
) -> None:
    desk = await at_class(database)
    desk.now = la(31, 16) + SETTLED_AFTER
    assert await done(desk, "ada") == 1
    desk.now += timedelta(days=30)
    await marks(desk, CRITIC, "no_show")
    assert await done(desk, "ada") == 0


async def test_standing_in_counts_for_whoever_did_it_in_the_role_that_they_filled(database: Database) -> None:
    desk = await at_class(database)
    said = await stands_in(desk, CRITIC, "cem")
    assert (said.done, said.who) == (True, "Cem")
    assert (await done(desk, "ada"), await done(desk, "cem")) == (0, 1)
    turns = (await desk.signups()).turns(desk.persons["cem"], desk.now)
    assert [(turn.seat.role.id, turn.stage) for turn in turns] == [("critic", Stage.PRESENTED)]
    assert sorted(await told(desk)) == [("ada", "replaced"), ("cem", "stood_in")]
    assert (await stands_in(desk, CRITIC, "cem")).fresh is False
    await stands_in(desk, CRITIC, "dee")
    assert (await done(desk, "cem"), await done(desk, "dee")) == (0, 1)
    await takes_back(desk, CRITIC)
    assert (await done(desk, "ada"), await done(desk, "dee")) == (0, 0)
    assert (await desk.held())[CRITIC] == "ada"


async def test_who_stood_in_for_themselves_presented(database: Database) -> None:
    desk = await at_class(database)
    await stands_in(desk, CRITIC, "ada")
    assert await done(desk, "ada") == 1
    assert await told(desk) == []


async def test_an_empty_seat_becomes_that_of_whoever_stood_in_whatever_the_rules_and_is_empty_again_if_taken_back(
    database: Database,
) -> None:
    desk = await at_class(database)
    with pytest.raises(Refused, match="Nobody has that seat"):
        await marks(desk, ADVOCATE, "presented")
    await stands_in(desk, ADVOCATE, "ada")
    held = (await desk.signups()).held[ADVOCATE]
    assert (desk.name(held.person), held.outcome, held.broken) == ("ada", "presented", ("same_paper",))
    with pytest.raises(Refused, match="That seat was empty"):
        await marks(desk, ADVOCATE, "no_show", instead_of="presented")
    await stands_in(desk, ADVOCATE, "cem")
    assert (await desk.held())[ADVOCATE] == "cem"
    assert (await takes_back(desk, ADVOCATE)).done
    assert ADVOCATE not in await desk.held()
    assert not (await takes_back(desk, ADVOCATE)).done


@pytest.mark.parametrize("seat", [CRITIC, ADVOCATE], ids=["for somebody", "empty"])
async def test_a_backup_who_stood_in_has_one_seat_and_has_the_old_one_back_if_that_is_taken_back(
    database: Database, seat: object
) -> None:
    desk = await at_class(database)
    await stands_in(desk, seat, "bob")
    assert BACKUP not in await desk.held()
    assert await done(desk, "bob") == 1
    desk.now = la(31, 16) + SETTLED_AFTER
    assert await done(desk, "bob") == 1, "not once more as the backup"
    desk.now = CLASS
    await stands_in(desk, seat, "cem")
    assert (await desk.held())[BACKUP] == "bob"
    await takes_back(desk, seat)
    assert (await desk.held())[BACKUP] == "bob"
    assert ("stepped_in", BACKUP, "bob") in await desk.history()


async def test_two_of_staff_who_say_at_once_who_stood_in_do_not_both_have_it(database: Database) -> None:
    desk = await at_class(database)
    await stands_in(desk, ADVOCATE, "cem")
    await stands_in(desk, ADVOCATE, "cem", by="ines")
    history = [one for one in await desk.history() if one[0] == "stood_in_for"]
    assert history == [("stood_in_for", ADVOCATE, "cem")]
    assert [one for one in await told(desk) if one[0] == "cem"] == [("cem", "stood_in")]


# --- limits ---------------------------------------------------------------------------------------------------------

ONE = {"rules": "{at_least: 1, at_most_per_term: 1, distinct_roles: yes}"}
LATER = key("rdd", "critic")


async def with_another(database: Database, first: str) -> SeatDesk:
    """By what staff said of the first seat, Ada could take another one, though one a term is the most."""
    desk = await seat_desk(database, small(**ONE))
    await desk.taken("ada", CRITIC)
    desk.now = CLASS
    if first == "no_show":
        await marks(desk, CRITIC, "no_show")
    else:
        await stands_in(desk, CRITIC, "cem")
    await desk.taken("ada", LATER)
    return desk


@pytest.mark.parametrize("first", ["no_show", "stood_in"])
@pytest.mark.parametrize("then", ["taken back", "presented"])
async def test_a_mark_that_leaves_somebody_over_a_limit_says_so_and_is_written_down_as_broken_by_name(
    database: Database, first: str, then: str
) -> None:
    desk = await with_another(database, first)
    done = await (takes_back(desk, CRITIC) if then == "taken back" else marks(desk, CRITIC, "presented", first))
    assert [(one.who, one.seat.key, one.bar) for one in done.over] == [
        ("Ada", LATER, "same_role"),
        ("Ada", LATER, "term"),
    ]
    assert (await desk.signups()).held[LATER].broken == ("same_role", "term")
    (entry,) = [one for one in await database.run.read(audit.entries, "seminar") if one.details.get("over")]
    assert [one["bar"] for one in entry.details["over"]] == ["same_role", "term"]


async def test_whoever_takes_a_mark_back_reads_who_is_over_a_limit_since(database: Database) -> None:
    desk = await with_another(database, "no_show")
    board = await desk.door().ask("tess", "course marks consensus")
    shown = await desk.door().press("tess", board, "Take back")
    assert plain(shown) == (
        "Taken back: Critic for Consensus, Mon 31 Jan, 1:00 PM PST.\n"
        "With that somebody is over a limit:\n"
        "• Ada: Critic for ‘Big Data’, Mon 7 Feb (the same role again)\n"
        "• Ada: Critic for ‘Big Data’, Mon 7 Feb (one a term is the most)\n"
        "[All seats of the class]"
    )


# --- a class that is put off ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["2022-02-02", "TBD"])
async def test_what_was_said_of_a_class_that_is_put_off_is_taken_back_and_who_read_of_it_is_told(
    database: Database, date: str
) -> None:
    desk = await at_class(database)
    await marks(desk, CRITIC, "no_show")
    await stands_in(desk, ADVOCATE, "cem")
    await stands_in(desk, BACKUP, "dee")
    await said(desk)
    await edits(desk, small(SESSIONS.replace("title: Consensus, date: 2022-01-31", f"title: Consensus, date: {date}")))
    known = await desk.signups()
    assert {one.key: (desk.name(one.person), one.outcome) for one in known.held.values()} == {
        CRITIC: ("ada", ""),
        BACKUP: ("bob", ""),
    }
    assert [turn.stage for turn in known.turns(desk.persons["ada"], desk.now)] == [Stage.AHEAD]
    assert [one for one in await desk.history() if one[0] in ("unmarked", "unassigned")] == [
        ("unmarked", CRITIC, "ada"),
        ("unmarked", BACKUP, "bob"),
        ("unassigned", ADVOCATE, "cem"),
    ]
    news = await said(desk)
    when = "Wed 2 Feb, 1:00 PM PST" if date != "TBD" else "no date yet"
    taken_back = (
        "Class has moved and is still to come, so what staff had written down is taken back, of {} for Consensus, {}."
    )
    for who, role in (("ada", "Critic"), ("bob", "Backup/Scribe"), ("cem", "Advocate"), ("dee", "Backup/Scribe")):
        assert sum(text.startswith(taken_back.format(role, when)) for text in news[who]) == 1, news[who]


async def test_a_class_that_moves_within_what_is_over_keeps_its_marks(database: Database) -> None:
    desk = await at_class(database)
    desk.now += timedelta(days=3)
    await marks(desk, CRITIC, "no_show")
    await edits(
        desk, small(SESSIONS.replace("title: Consensus, date: 2022-01-31", "title: Consensus, date: 2022-02-02"))
    )
    assert (await desk.signups()).held[CRITIC].outcome == "no_show"


async def test_who_is_over_a_limit_because_a_mark_is_gone_is_named_to_staff(database: Database) -> None:
    desk = await with_another(database, "no_show")
    await said(desk)
    sessions = SESSIONS.replace("title: Consensus, date: 2022-01-31", "title: Consensus, date: 2022-02-16")
    await edits(desk, small(sessions, **ONE))
    marks_gone, limits = (await said(desk))["#seminar-staff"]
    assert marks_gone == (
        "‘Consensus’ is still to come by the new schedule, so the mark of a seat there is taken back. "
        "If class did take place, put its date right and mark again: /course marks."
    )
    assert "Ada has two seats; one a term is the most" in limits
