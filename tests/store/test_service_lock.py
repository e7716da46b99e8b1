"""One service a database: a second one is refused, and the death of the first one frees its place."""

import signal
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.store.database import open_database
from tests.support.processes import start

SERVE = """
import sys
from bot.store.database import open_database
database = open_database("sqlite:///" + sys.argv[1], run_id="first")
database.lock_service()
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_second_service_is_refused_until_the_first_is_dead(database_path: Path) -> None:
    second = open_database(database_path, run_id="second")
    with start(SERVE, database_path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "locked\n"
        with pytest.raises(Misconfigured) as refused:
            second.lock_service()
        assert f"process {first.pid}" in str(refused.value)
        assert str(database_path) in str(refused.value)
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=30)
        second.lock_service()
    second.close_now()


def test_closing_frees_the_place_and_other_programs_may_look_on(database_path: Path) -> None:
    first, second = (open_database(database_path, run_id=name) for name in ("first", "second"))
    first.lock_service()
    first.lock_service()
    with pytest.raises(Misconfigured, match="Another coursebot service"):
        second.lock_service()
    first.close_now()
    second.lock_service()
    second.close_now()
