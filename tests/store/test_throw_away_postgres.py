"""The PostgreSQL of the tests: nothing of it is left whatever its test run dies of, and no test sees another one's rows."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from tests.support.postgres import Postgres, find_binaries, link_binaries
from tests.support.postgres_pool import PostgresPool
from tests.support.processes import start
from tests.support.schemas import execute

RUN = """
import sys
from tests.support.postgres import Postgres
server = Postgres().start()
print(server.folder, server.pid, flush=True)
sys.stdin.read()
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        pass
    if Path("/proc/self").exists():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until_gone(folder: Path, pid: int) -> None:
    deadline = time.monotonic() + 30
    while folder.exists() or is_running(pid):
        assert time.monotonic() < deadline, f"{folder} or process {pid} is still there"
        time.sleep(0.02)


@pytest.mark.parametrize("death", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.torture)])
def test_a_test_run_that_is_killed_leaves_neither_server_nor_folder(death: signal.Signals) -> None:
    with start(RUN, fresh=True) as run:
        assert run.stdout is not None
        folder, pid = run.stdout.readline().split()
        still_open = psycopg.connect(f"postgresql://postgres@/postgres?host={folder}")
        run.send_signal(death)
        run.wait(30)
        until_gone(Path(folder), int(pid))
        still_open.close()


def test_a_stopped_server_is_gone() -> None:
    server = Postgres().start()
    pid = server.pid
    server.stop()
    until_gone(server.folder, pid)


@pytest.mark.torture
def test_it_runs_from_a_checkout_that_is_closed_to_others(tmp_path: Path) -> None:
    """As in a home folder: who is root runs it as somebody who may not go in there."""
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    server = Postgres(binaries=link_binaries(find_binaries(), private / "site")).start()
    try:
        assert execute(server.url(), "SELECT 1") == 1
        assert private.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()


def test_a_server_that_does_not_start_says_why() -> None:
    server = Postgres(shared_buffers="none")
    with pytest.raises(RuntimeError, match='invalid value for parameter "shared_buffers"'):
        server.start()
    assert not server.folder.exists()


def test_what_one_test_leaves_the_next_one_does_not_see(postgres_pool: PostgresPool) -> None:
    with postgres_pool.lent() as give:
        first = give()
        execute(first, "INSERT INTO person (name, created_at) VALUES ('Ada', now())")
        held = psycopg.connect(first)
        held.execute("LOCK TABLE person")
    with postgres_pool.lent() as give:
        assert give() == first
        entered = execute(first, "INSERT INTO person (name, created_at) VALUES ('Bob', now()) RETURNING id")
        assert entered == execute(first, "SELECT count(*) FROM person") == 1
        assert give() != first, "another one for the same test"
    held.close()


def test_a_database_whose_tables_a_test_has_changed_is_not_used_again(postgres_pool: PostgresPool) -> None:
    with postgres_pool.lent() as give:
        changed = give()
        execute(changed, "ALTER TABLE person ADD COLUMN nickname text")
    with postgres_pool.lent() as give:
        assert give() != changed
