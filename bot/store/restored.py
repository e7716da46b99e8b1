"""The mark of a database that was restored: the bot said things since the copy was made that the copy knows nothing of.

In a file the mark is SQLite's own number in its header, so that a copy of any schema can bear it; on a server it is a
row. The first tick turns it into an instant; what it means for what is to be said is known in `claims`.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import Connection

from bot.store.marks import marked, set_mark

NAME = "restored"

NEVER, JUST_NOW = 0, 1
"""Any other number: minutes since 1970."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Just now, as a row."""


def mark(copy: sqlite3.Connection) -> None:
    """Note that this copy takes the place of a file that knew more."""
    copy.execute(f"PRAGMA user_version = {JUST_NOW}")


def mark_on_server(connection: Connection) -> None:
    """The same of what was written into a server's tables."""
    set_mark(connection, NAME, EPOCH)


def forgotten_until(connection: Connection, *, now: datetime) -> datetime | None:
    """What was due until then may have been said without the database knowing it; None where it was never restored."""
    if connection.dialect.name == "postgresql":
        at = marked(connection, NAME)
        if at == EPOCH:
            at = now + timedelta(minutes=1)
            set_mark(connection, NAME, at)
        return at
    minutes = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if minutes == NEVER:
        return None
    if minutes == JUST_NOW:
        minutes = int(now.timestamp()) // 60 + 1
        connection.exec_driver_sql(f"PRAGMA user_version = {minutes}")
    return datetime.fromtimestamp(minutes * 60, UTC)
