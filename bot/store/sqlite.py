"""An SQLite file: how it is opened, and the settings without which it would lose or mix up data.

Never knows the tables.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.lock import give_to_owner_of_folder

BUSY_TIMEOUT_MS = 5000
"""How long a connection waits for another program's lock."""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """`read_only`: the URL says mode=ro."""

    path: Path
    read_only: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.path)

    def connect(
        self, *, create: bool = False, busy_timeout: int = BUSY_TIMEOUT_MS, check_same_thread: bool = True
    ) -> sqlite3.Connection:
        """A bare connection that begins no transaction by itself. Raises sqlite3.Error, OSError.

        A new file is for its owner alone: it holds what people wrote.
        """
        if create and not self.read_only and self.path.parent.is_dir() and not self.path.exists():
            self.path.touch(mode=0o600)
            give_to_owner_of_folder(self.path)
        mode = "ro" if self.read_only else "rwc" if create else "rw"
        return sqlite3.connect(
            f"file:{quote(str(self.path.absolute()))}?mode={mode}",
            uri=True,
            timeout=busy_timeout / 1000,
            isolation_level=None,
            check_same_thread=check_same_thread,
        )


def engine(file: SqliteFile, use: str, *, threads: int = 1, busy_timeout: int = BUSY_TIMEOUT_MS) -> sa.Engine:
    """Connections for one use: `write`, `read` or `migrate`.

    Writers take the write lock at BEGIN, since a lock that is asked for after a read cannot be waited for. They sync
    each commit: with less, a power cut loses acknowledged writes. Migrations run without foreign keys, because
    rebuilding a parent table would delete its children; the pragma does nothing inside a transaction.
    """

    def connect() -> sqlite3.Connection:
        connection = file.connect(create=use == "migrate", busy_timeout=busy_timeout, check_same_thread=False)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA foreign_keys={'OFF' if use == 'migrate' else 'ON'}")
        if use == "read":
            connection.execute("PRAGMA query_only=ON")
        elif not file.read_only:
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
