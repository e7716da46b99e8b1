"""A process that is killed while it writes: every write that it acknowledged is there, and nothing is half done."""

import random
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.backup import check
from tests.support.processes import start

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
    database = open_database("sqlite:///" + sys.argv[1], run_id="writer")
    database.lock_service()
    async def writer(name):
        for number in range(10**9):
            word = await database.run(pair, f"{sys.argv[2]}-{name}-{number}")
            print(word, flush=True)
    await asyncio.gather(*map(writer, range(8)))

asyncio.run(main())
"""


def kill_while_writing(path: Path, round_number: int, acknowledged: int) -> None:
    """One round: kill the writer after so many acknowledgements, then look for each of them."""
    with start(WRITE, path, str(round_number)) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
    whole = rest[: rest.rfind("\n") + 1].split()
    with closing(sqlite3.connect(path)) as connection:
        found = {name for (name,) in connection.execute("SELECT course FROM course_state")}
    assert {f"{word}-{half}" for word in [*said, *whole] for half in "ab"} <= found
    assert len(found) % 2 == 0


def test_what_was_acknowledged_survives_kill_9(database_path: Path) -> None:
    for round_number, acknowledged in enumerate((1, 57)):
        kill_while_writing(database_path, round_number, acknowledged)
    assert check(database_path) == []


@pytest.mark.torture
def test_what_was_acknowledged_survives_kill_9_a_hundred_times(database_path: Path) -> None:
    chance = random.Random(20220131)
    for round_number in range(100):
        kill_while_writing(database_path, round_number, chance.randint(1, 150))
    assert check(database_path) == []
