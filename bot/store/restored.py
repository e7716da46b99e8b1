"""The mark of a database that was restored: the bot said things since the copy was made that the copy knows nothing of.

The mark is SQLite's own number in the file's header, so that a copy of any schema can bear it. The first tick turns it
into an instant; what the mark means for a row is known in `claims`.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

NEVER, JUST_NOW = 0, 1
"""Any other number: minutes since 1970."""


def mark(copy: sqlite3.Connection) -> None:
    """Note that this copy takes the place of a file that knew more."""
    copy.execute(f"PRAGMA user_version = {JUST_NOW}")


def forgotten_until(connection: Connection, *, now: datetime) -> datetime | None:
    """What was due until then may have been said without the database knowing it; None where it was never restored."""
    minutes = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if minutes == NEVER:
        return None
    if minutes == JUST_NOW:
        minutes = int(now.timestamp()) // 60 + 1
        connection.exec_driver_sql(f"PRAGMA user_version = {minutes}")
    return datetime.fromtimestamp(minutes * 60, UTC)
