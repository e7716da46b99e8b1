"""A process that is killed while it writes: every write that it acknowledged is there, and nothing is half done."""

import random
import signal

import pytest
import sqlalchemy as sa

from bot.store.backup import check
from bot.store.location import engine, locate
from bot.store.tables import course_state
from tests.support.processes import start

pytestmark = pytest.mark.both_databases

WRITE = """
import asyncio, sys
from datetime import UTC, datetime
from bot.store import courses
from bot.store.database import open_database
NOW = datetime(2022, 1, 1, tzinfo=UTC)

def pair(connection, word):
    courses.ensure_course(connection, word + "-a", now=NOW)
    courses.ensure_course(connection, word + "-b", now=NOW)
    return word

async def main():
    database = open_database(sys.argv[1], run_id="writer")
    database.lock_service()
    async def writer(name):
        for number in range(10**9):
            word = await database.run(pair, f"{sys.argv[2]}-{name}-{number}")
            print(word, flush=True)
    await asyncio.gather(*map(writer, range(8)))

asyncio.run(main())
"""


def written(url: str) -> set[str]:
    """What is there once nobody writes any more: a server may still be busy with what the dead process sent."""
    using = engine(locate(url), "migrate")
    try:
        with using.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE course_state IN ACCESS EXCLUSIVE MODE"))
            return set(connection.scalars(sa.select(course_state.c.course)))
    finally:
        using.dispose()


def kill_while_writing(url: str, round_number: int, acknowledged: int) -> None:
    """One round: kill the writer after so many acknowledgements, then look for each of them."""
    with start(WRITE, url, str(round_number)) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
    whole = rest[: rest.rfind("\n") + 1].split()
    found = written(url)
    assert {f"{word}-{half}" for word in [*said, *whole] for half in "ab"} <= found
    assert len(found) % 2 == 0


@pytest.mark.both_databases(postgresql="torture")
def test_what_was_acknowledged_survives_kill_9(database_url: str) -> None:
    for round_number, acknowledged in enumerate((1, 57)):
        kill_while_writing(database_url, round_number, acknowledged)
    assert check(database_url) == []


@pytest.mark.torture
def test_what_was_acknowledged_survives_kill_9_a_hundred_times(database_url: str) -> None:
    chance = random.Random(20220131)
    for round_number in range(100):
        kill_while_writing(database_url, round_number, chance.randint(1, 150))
    assert check(database_url) == []
