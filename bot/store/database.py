"""The open database: the runner that executes `f(connection, …)` in one transaction, and the service's lock.

On SQLite one thread writes, since it has one writer and a queue is fairer than waiting for locks; a few read beside it.
On PostgreSQL a few threads write, and a transaction that meets another one's is repeated. Knows nothing of what the
functions do.
"""

from __future__ import annotations

import asyncio
import functools
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import Misconfigured
from bot.store.faults import StoreBusy, StoreDefect, StoreUnreachable, translated
from bot.store.location import BUSY_TIMEOUT_MS, Location, Server, engine, locate
from bot.store.lock import FileLock, service_lock
from bot.store.revision import require_current
from bot.store.server import Presence, alone, is_conflict, is_stale

__all__ = [
    "Connection",
    "Database",
    "Runner",
    "StoreBusy",
    "StoreDefect",
    "StoreUnreachable",
    "database_name",
    "open_database",
]

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2
WRITERS_ON_A_SERVER = 4

REPEATS = 12
"""How often a transaction that met another one's is repeated, after pauses that grow to `LONGEST_PAUSE` seconds."""

PATIENT = 4
"""After so many attempts a transaction is executed alone: it has met others often enough."""

FIRST_PAUSE, LONGEST_PAUSE = 0.002, 0.25


class Runner:
    """Executes plain functions, each in one transaction in a worker thread.

    An error inside rolls the transaction back. A cancelled call may still be committed, so writes are idempotent. On a
    server a function may be executed more than once before its transaction is committed, so it must have no other
    effect. Raises StoreBusy, Misconfigured, StoreDefect, and whatever the function raises.
    """

    def __init__(
        self, location: Location, write_engine: sa.Engine, read_engine: sa.Engine, given_up: Callable[[], bool]
    ) -> None:
        self._location = location
        self._given_up = given_up
        self._write_engine = write_engine
        self._read_engine = read_engine
        self._writer = ThreadPoolExecutor(writers(location), "store-write")
        self._readers = ThreadPoolExecutor(READERS, "store-read")
        self.observe: Callable[[Exception], None] | None = None
        """Told of every error with which a transaction ends, in the thread that it ended in."""
        self.writes = 0
        """How many write transactions have ended: whoever sees it unchanged knows that nothing was changed."""

    async def __call__(
        self, function: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One write transaction; on SQLite they follow each other in the order of the calls."""
        work = functools.partial(self._execute, self._write_engine, function, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, work)
        finally:
            self.writes += 1

    async def read(self, function: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """One consistent view of the data, beside the writer; a function that writes is a StoreDefect."""
        work = functools.partial(self._execute, self._read_engine, function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    def _execute(
        self,
        using: sa.Engine,
        function: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        with self._observed(), translated(self._location, reading=using is self._read_engine):
            for attempt in range(REPEATS):
                if self._given_up():
                    raise StoreBusy(f"{self._location.name} is being let go of: nothing was saved.")
                begun = False
                try:
                    with (using if attempt < PATIENT else alone(using)).begin() as connection:
                        begun = True
                        return function(connection, *args, **kwargs)
                except sa.exc.DBAPIError as error:
                    if not begun and attempt == 0 and is_stale(error):
                        continue
                    if not is_conflict(error, begun=begun) or attempt == REPEATS - 1:
                        raise
                time.sleep(random.uniform(0.5, 1) * min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE))  # noqa: S311 - so that two do not meet again
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def _observed(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if self.observe is not None:
                self.observe(error)
            raise

    def close(self) -> None:
        """Finish what was begun, then stop the threads."""
        self._writer.shutdown()
        self._readers.shutdown()


def writers(location: Location) -> int:
    return WRITERS_ON_A_SERVER if isinstance(location, Server) else 1


class Database:
    """An open database. `run_id` names this run of the program, `run` executes functions."""

    def __init__(self, location: Location, *, run_id: str, busy_timeout: int) -> None:
        self.location = location
        self.run_id = run_id
        self._given_up = threading.Event()
        build = functools.partial(engine, location, busy_timeout=busy_timeout, given_up=self._given_up.is_set)
        self.write_engine = build("write", threads=writers(location))
        self._read_engine = build("read", threads=READERS)
        self.run = Runner(location, self.write_engine, self._read_engine, self._given_up.is_set)
        self._lock: FileLock | Presence = (
            Presence(location) if isinstance(location, Server) else service_lock(location.path)
        )

    @property
    def is_shared(self) -> bool:
        """Whether several services may be at work on it."""
        return isinstance(self.location, Server)

    @property
    def path(self) -> Path:
        """The file. Raises Misconfigured where the database is on a server."""
        if isinstance(self.location, Server):
            raise Misconfigured(f"The {self.location.name} is no file.")
        return self.location.path

    def lock_service(self) -> None:
        """Become a service of this database, until `close` or the death of the process: on SQLite the only one.

        Raises Misconfigured where another one is at work on the file, or where what is on the server is being replaced.
        """
        with translated(self.location):
            taken = self._lock.take()
        if not taken:
            raise Misconfigured(in_use(self.location, self._lock.holder()))
        if isinstance(self._lock, Presence):
            for using in (self.write_engine, self._read_engine):
                self._lock.renewed_by(using)

    def give_up(self) -> None:
        """Wait for nothing more: a server that has not answered is left, and what was not begun fails."""
        self._given_up.set()

    async def close(self) -> None:
        """Finish what was begun and let go of the database and the lock. Nothing may be run afterwards."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """`close` for those who have no event loop; waits."""
        self.run.close()
        self.write_engine.dispose()
        self._read_engine.dispose()
        self._lock.release()


def in_use(location: Location, holder: str = "") -> str:
    """Why a service may not begin, or what it has may not be replaced."""
    if isinstance(location, Server):
        return (
            f"The {location.name} is in use by a coursebot service, or is just being replaced: stop the service first."
        )
    process = f" (process {holder})" if holder else ""
    return (
        f"Another coursebot service{process} is working on {location.name}: stop it first, "
        "or give this one its own database."
    )


def open_database(url: str | Path, *, run_id: str, busy_timeout: int = BUSY_TIMEOUT_MS) -> Database:
    """Open a database whose schema is up to date (see `bot.store.migrate`). `busy_timeout` is in milliseconds.

    Raises Misconfigured with one sentence for every database that cannot be used, StoreBusy where it stays locked or
    does not answer.
    """
    location = locate(url)
    with translated(location):
        require_current(location)
        database = Database(location, run_id=run_id, busy_timeout=busy_timeout)
        try:
            database.write_engine.connect().close()
        except BaseException:
            database.close_now()
            raise
    return database


def database_name(url: str | Path) -> str:
    """What people call the database that a URL names. Raises Misconfigured."""
    return locate(url).name
