"""Overwriting what was erased: on SQLite the file and its log are written anew, so that their bytes hold it no more.

On a server that is the server's matter. It never knows what was erased.
"""

from __future__ import annotations

import logging
import sqlite3

from bot.store.location import Location, Server

log = logging.getLogger(__name__)

PATIENCE_MS = 60_000
"""How long others are waited for: a service that runs beside it writes now and then."""


def scrub(location: Location) -> bool:
    """Write the file anew. False where others kept it busy all the time; then it is to be tried again. It may be used
    meanwhile.
    """
    if isinstance(location, Server):
        return True
    connection = location.connect(busy_timeout=PATIENCE_MS)
    try:
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        log.warning("action=scrub_failed reason=%s", error)
        return False
    finally:
        connection.close()
    return not busy
