"""Write transactions that meet: what a function read still holds when its writes are there, on every database."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.errors import Refused
from bot.store.database import PATIENT, Connection, Database, StoreBusy, StoreDefect, open_database
from bot.store.marks import advance, marked, set_mark
from bot.store.people import add_person

_SOMEBODY_WAITS = sa.text("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
START = datetime(2022, 1, 20, tzinfo=UTC)


def one_more(connection: Connection) -> None:
    """Reads and then writes: of two that read the same, one would be lost."""
    set_mark(connection, "counted", (marked(connection, "counted") or START) + timedelta(seconds=1))


@pytest.mark.both_databases
async def test_nothing_that_was_counted_at_the_same_time_is_lost(database: Database) -> None:
    await asyncio.gather(*(database.run(one_more) for _ in range(40)))
    assert await database.run.read(marked, "counted") == START + timedelta(seconds=40)


@pytest.mark.both_databases
async def test_of_several_who_want_to_do_a_thing_one_does(database: Database) -> None:
    done = await asyncio.gather(*(database.run(advance, "backup", before=None, to=START) for _ in range(8)))
    assert sorted(done) == [False] * 7 + [True]
    later = START + timedelta(days=1)
    again = await asyncio.gather(*(database.run(advance, "backup", before=START, to=later) for _ in range(8)))
    assert sorted(again) == [False] * 7 + [True]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_who_meets_others_again_and_again_is_let_go_alone(database: Database) -> None:
    """On a server; on SQLite each is alone."""
    await database.run(set_mark, "wanted", START)
    other = open_database(database.location.url.render_as_string(hide_password=False), run_id="other")
    over, commits, tries = threading.Event(), [], []

    def never_at_rest() -> None:
        while not over.is_set():
            with other.write_engine.begin() as connection:
                set_mark(connection, "wanted", START)
            commits.append(1)

    def slow(connection: Connection) -> None:
        tries.append(1)
        marked(connection, "wanted")
        seen = len(commits)
        while len(commits) < seen + 2 and not connection.scalar(_SOMEBODY_WAITS):
            pass  # the first that is counted may have been made before this transaction looked
        set_mark(connection, "wanted", START + timedelta(days=1))

    crowd = asyncio.create_task(asyncio.to_thread(never_at_rest))
    try:
        await database.run(slow)
    finally:
        over.set()
        await crowd
        await other.close()
    assert 1 < len(tries) <= PATIENT + 1


@pytest.mark.both_databases
async def test_what_fails_leaves_nothing_behind(database: Database) -> None:
    def half(connection: Connection) -> None:
        set_mark(connection, "half", START)
        raise Refused("No.")

    with pytest.raises(Refused):
        await database.run(half)
    assert await database.run.read(marked, "half") is None


@pytest.mark.both_databases
async def test_a_function_that_only_reads_may_not_write(database: Database) -> None:
    with pytest.raises(StoreDefect):
        await database.run.read(add_person, name="Maya", now=START)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_a_transaction_that_is_frozen_holds_up_only_who_wants_the_same(database: Database) -> None:
    """On a server; on SQLite one process is at work, and a frozen one is the whole service."""
    await database.run(set_mark, "mine", START)
    other = open_database(database.location.url.render_as_string(hide_password=False), run_id="other", busy_timeout=50)
    try:
        with database.write_engine.begin() as frozen:
            set_mark(frozen, "mine", START + timedelta(days=1))
            await other.run(set_mark, "theirs", START)
            with pytest.raises(StoreBusy, match="Try again in a moment"):
                await other.run(set_mark, "mine", START)
    finally:
        await other.close()
    assert await database.run.read(marked, "mine") == START + timedelta(days=1)
