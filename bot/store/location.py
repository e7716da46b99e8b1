"""Where the database is, and how a connection to it is made.

Knows database URLs and SQLite's settings, never the tables.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import Misconfigured

EXAMPLE = "sqlite:///coursebot.db (or sqlite:////srv/course/coursebot.db for an absolute path)"
BUSY_TIMEOUT_MS = 5000
"""How long a connection waits for another program's lock."""

Use = Literal["write", "read", "migrate"]


@dataclass(frozen=True, slots=True)
class Location:
    """An SQLite file. `read_only`: the URL says mode=ro."""

    path: Path
    read_only: bool = False

    def connect(
        self, *, create: bool = False, busy_timeout: int = BUSY_TIMEOUT_MS, check_same_thread: bool = True
    ) -> sqlite3.Connection:
        """A bare connection that begins no transaction by itself. Raises sqlite3.Error, OSError.

        A new file is for its owner alone: it holds what people wrote.
        """
        if create and not self.read_only and self.path.parent.is_dir() and not self.path.exists():
            self.path.touch(mode=0o600)
        mode = "ro" if self.read_only else "rwc" if create else "rw"
        return sqlite3.connect(
            f"file:{quote(str(self.path.absolute()))}?mode={mode}",
            uri=True,
            timeout=busy_timeout / 1000,
            isolation_level=None,
            check_same_thread=check_same_thread,
        )


def locate(database: str | Path) -> Location:
    """The file that a URL (`sqlite:///path`, also `?mode=ro` or `file:path?mode=ro&uri=true`) or a path names.

    Raises Misconfigured for any other database and for a URL that names no file.
    """
    if isinstance(database, Path):
        return Location(database)
    try:
        url = sa.make_url(database)
    except sa.exc.ArgumentError:
        raise Misconfigured(f"That is no database URL. One looks like {EXAMPLE}.") from None
    if url.get_backend_name() != "sqlite":
        kind = url.get_backend_name()
        raise Misconfigured(f"This version keeps its data in SQLite, not in {kind}; its URL looks like {EXAMPLE}.")
    if url.host:
        raise Misconfigured(f"A database URL has three slashes before the path: it looks like {EXAMPLE}.")
    query = {name: value for name, value in url.query.items() if name != "uri"}
    mode = query.pop("mode", "rw")
    if query or mode not in ("ro", "rw", "rwc"):
        raise Misconfigured("A database URL takes one option, mode=ro (read only).")
    name = (url.database or "").removeprefix("file:")
    if name in ("", ":memory:"):
        raise Misconfigured(f"The database URL must name a file, such as {EXAMPLE}.")
    return Location(Path(name).expanduser(), read_only=mode == "ro")


def engine(location: Location, use: Use, *, threads: int = 1, busy_timeout: int = BUSY_TIMEOUT_MS) -> sa.Engine:
    """Connections for one use.

    Writers take the write lock at BEGIN, since a lock that is asked for after a read cannot be waited for. They sync
    each commit: with less, a power cut loses acknowledged writes. Migrations run without foreign keys, because
    rebuilding a parent table would delete its children; the pragma does nothing inside a transaction.
    """

    def connect() -> sqlite3.Connection:
        connection = location.connect(create=use == "migrate", busy_timeout=busy_timeout, check_same_thread=False)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA foreign_keys={'OFF' if use == 'migrate' else 'ON'}")
        if use == "read":
            connection.execute("PRAGMA query_only=ON")
        elif not location.read_only:
            use_write_ahead_log(connection)
        return connection

    made = sa.create_engine(
        "sqlite://",
        creator=connect,
        poolclass=sa.QueuePool,
        pool_size=threads,
        max_overflow=0,
        hide_parameters=True,  # an error that is logged must not hold what somebody wrote
    )

    @sa.event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if use == "read" else "BEGIN IMMEDIATE")

    return made


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Readers and the writer do not wait for each other. Kept in the file, so it is asked for only where missing."""
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode=WAL")
