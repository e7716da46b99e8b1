"""The open database: the runner that executes `f(connection, …)` in one transaction, and the service lock.

One thread writes, since SQLite has one writer and a queue is fairer than waiting for locks; a few read beside it.
Knows nothing of what the functions do.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import Misconfigured
from bot.store.faults import StoreBusy, StoreDefect, translated
from bot.store.location import BUSY_TIMEOUT_MS, Location, engine, locate
from bot.store.lock import service_lock
from bot.store.revision import require_current

__all__ = ["Connection", "Database", "Runner", "StoreBusy", "StoreDefect", "database_file", "open_database"]

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2


class Runner:
    """Executes plain functions, each in one transaction in a worker thread.

    An error inside rolls the transaction back. A cancelled call may still be committed, so writes are idempotent.
    Raises StoreBusy, Misconfigured, StoreDefect, and whatever the function raises.
    """

    def __init__(self, path: Path, write_engine: sa.Engine, read_engine: sa.Engine) -> None:
        self._path = path
        self._write_engine = write_engine
        self._read_engine = read_engine
        self._writer = ThreadPoolExecutor(1, "store-write")
        self._readers = ThreadPoolExecutor(READERS, "store-read")
        self.writes = 0
        """How many write transactions have ended: whoever sees it unchanged knows that nothing was changed."""

    async def __call__(
        self, function: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One write transaction; they follow each other in the order of the calls."""
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
        with translated(self._path, reading=using is self._read_engine), using.begin() as connection:
            return function(connection, *args, **kwargs)

    def close(self) -> None:
        """Finish what was begun, then stop the threads."""
        self._writer.shutdown()
        self._readers.shutdown()


class Database:
    """An open database. `run_id` names this run of the program, `run` executes functions."""

    def __init__(self, location: Location, *, run_id: str, busy_timeout: int) -> None:
        self.path = location.path
        self.run_id = run_id
        self.write_engine = engine(location, "write", busy_timeout=busy_timeout)
        self._read_engine = engine(location, "read", threads=READERS, busy_timeout=busy_timeout)
        self.run = Runner(self.path, self.write_engine, self._read_engine)
        self._lock = service_lock(self.path)

    def lock_service(self) -> None:
        """Become the one service of this database, until `close` or the death of the process.

        Raises Misconfigured where another one is at work.
        """
        with translated(self.path):
            taken = self._lock.take()
        if not taken:
            raise Misconfigured(in_use(self.path, self._lock.holder()))

    async def close(self) -> None:
        """Finish what was begun and let go of the file and the lock. Nothing may be run afterwards."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """`close` for those who have no event loop; waits."""
        self.run.close()
        self.write_engine.dispose()
        self._read_engine.dispose()
        self._lock.release()


def in_use(path: Path, holder: str) -> str:
    process = f" (process {holder})" if holder else ""
    return f"Another coursebot service{process} is working on {path}: stop it first, or give this one its own database."


def open_database(url: str | Path, *, run_id: str, busy_timeout: int = BUSY_TIMEOUT_MS) -> Database:
    """Open a database whose schema is up to date (see `bot.store.migrate`). `busy_timeout` is in milliseconds.

    Raises Misconfigured with one sentence for every file that cannot be used, StoreBusy where it stays locked.
    """
    location = locate(url)
    with translated(location.path):
        require_current(location)
        database = Database(location, run_id=run_id, busy_timeout=busy_timeout)
        try:
            database.write_engine.connect().close()
        except BaseException:
            database.close_now()
            raise
    return database


def database_file(url: str | Path) -> Path:
    """The file that a database URL names. Raises Misconfigured."""
    return locate(url).path
