"""The runner: whole transactions or none, in order, beside readers, whatever happens to who waits for them."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest

from bot.errors import Refused
from bot.store import courses
from bot.store.database import Connection, Database, StoreDefect, open_database
from bot.store.location import Server
from bot.store.tables import course_state
from tests.support.databases import on_sqlite

pytestmark = pytest.mark.both_databases

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)


def names(connection: Connection) -> list[str]:
    return [state.course for state in courses.states(connection)]


def enter_then_fail(connection: Connection, course: str) -> None:
    courses.ensure_course(connection, course, now=NOW)
    raise Refused("not today")


async def test_an_error_inside_takes_everything_back_and_reaches_the_caller(database: Database) -> None:
    await database.run(courses.ensure_course, "kept", now=NOW)
    with pytest.raises(Refused, match="not today"):
        await database.run(enter_then_fail, "lost")
    assert await database.run.read(names) == ["kept"]


async def test_writes_happen_in_the_order_of_the_calls_while_readers_see_whole_states(database: Database) -> None:
    def pair(connection: Connection, number: int) -> int:
        courses.ensure_course(connection, f"{number}-a", now=NOW)
        courses.ensure_course(connection, f"{number}-b", now=NOW)
        return number

    writes = [asyncio.ensure_future(database.run(pair, number)) for number in range(60)]
    seen = await asyncio.gather(*(database.run.read(names) for _ in range(30)))
    assert await asyncio.gather(*writes) == list(range(60))
    assert all(len(found) % 2 == 0 for found in seen)
    assert len(await database.run.read(names)) == 120


async def test_two_programs_that_read_before_they_write_wait_for_each_other(
    database: Database, database_url: str
) -> None:
    def count_up(connection: Connection) -> None:
        courses.ensure_course(connection, f"{len(names(connection)):03}", now=NOW)

    other = open_database(database_url, run_id="other")
    await asyncio.gather(*(one.run(count_up) for one in (database, other) * 40))
    await other.close()
    assert await database.run.read(names) == [f"{number:03}" for number in range(80)]


async def test_a_cancelled_call_leaves_a_working_runner(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        begun.set()
        go_on.wait(10)
        courses.ensure_course(connection, "slow", now=NOW)

    running = asyncio.ensure_future(database.run(slow))
    queued = asyncio.ensure_future(database.run(courses.ensure_course, "queued", now=NOW))
    await asyncio.to_thread(begun.wait, 10)
    running.cancel()
    queued.cancel()
    await asyncio.gather(running, queued, return_exceptions=True)
    go_on.set()
    assert await database.run(courses.ensure_course, "after", now=NOW)
    found = set(await database.run.read(names))
    begun_beside_it = {"queued"} if isinstance(database.location, Server) else set()
    assert {"after", "slow"} <= found <= {"after", "slow"} | begun_beside_it


async def test_a_function_that_writes_cannot_be_run_as_one_that_reads(database: Database) -> None:
    with pytest.raises(StoreDefect, match="writes was run as one that reads"):
        await database.run.read(courses.ensure_course, "c", now=NOW)
    assert await database.run.read(names) == []


async def test_a_broken_rule_of_a_table_is_a_defect_and_no_sqlalchemy_error(database: Database) -> None:
    def person_of_nowhere(connection: Connection) -> None:
        connection.execute(course_state.insert().values(course="c", created_at=NOW, live_by=77))

    with pytest.raises(StoreDefect, match=r"(?i)foreign key"):
        await database.run(person_of_nowhere)
    with pytest.raises(StoreDefect):
        await database.run(lambda connection: connection.exec_driver_sql("SELECT nonsense"))
    assert await database.run.read(names) == []


@on_sqlite
async def test_each_transaction_is_synced_and_checked_for_foreign_keys(database: Database) -> None:
    def pragma(connection: Connection, name: str) -> Any:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

    found = {name: await database.run(pragma, name) for name in ("synchronous", "foreign_keys", "journal_mode")}
    assert found == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}


class Run(Protocol):
    def __call__(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Awaitable[Any]: ...


async def test_closing_finishes_what_was_begun(database: Database) -> None:
    run: Run = database.run
    write = asyncio.ensure_future(run(courses.ensure_course, "last", now=NOW))
    await asyncio.sleep(0)
    await database.close()
    assert await write is True
    await database.close()
