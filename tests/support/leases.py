"""What time does to the claims of a process that is dead: on a server they hold until their lease is over."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Connection, open_database
from bot.store.tables import delivery


async def end_leases(database_url: str) -> None:
    """As if they had been waited for. On SQLite a restarted bot knows at once that nobody else is at work."""

    def end(connection: Connection) -> None:
        connection.execute(
            delivery.update().where(delivery.c.lease_until.is_not(None)).values(lease_until=sa.func.now())
        )

    if database_url.startswith("sqlite"):
        return
    store = open_database(database_url, run_id="time")
    try:
        await store.run(end)
    finally:
        await store.close()
