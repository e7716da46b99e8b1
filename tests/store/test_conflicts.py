"""Write transactions that meet: what a function read still holds when its writes are there, on every database."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Refused
from bot.store.database import Connection, Database, StoreBusy, StoreDefect, open_database
from bot.store.marks import advance, marked, set_mark
from bot.store.people import add_person

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
