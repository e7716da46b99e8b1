"""Marks of the service as a whole: when it last did something that no row of a course tells. One instant a name.

It knows nothing of what the names mean to those who set them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.tables import insert_ignoring, mark


def marked(connection: Connection, name: str) -> datetime | None:
    """The instant of a mark, None where it was never set."""
    return connection.scalar(sa.select(mark.c.at).where(mark.c.name == name))


def set_mark(connection: Connection, name: str, at: datetime) -> None:
    """Set a mark, or move it to another instant."""
    if connection.execute(insert_ignoring(connection, mark).values(name=name, at=at)).rowcount == 0:
        connection.execute(mark.update().where(mark.c.name == name).values(at=at))


def advance(connection: Connection, name: str, *, before: datetime | None, to: datetime) -> bool:
    """Move a mark on, for whoever saw it at `before`. False where somebody else has moved it since: of several who
    want to do what the mark stands for, one does.
    """
    if before is None:
        return connection.execute(insert_ignoring(connection, mark).values(name=name, at=to)).rowcount == 1
    moved = mark.update().where(mark.c.name == name, mark.c.at == before).values(at=to)
    return connection.execute(moved).rowcount == 1


def starting(connection: Connection, prefix: str) -> Mapping[str, datetime]:
    """All marks whose names begin so, by name."""
    query = sa.select(mark.c.name, mark.c.at).where(mark.c.name.startswith(prefix, autoescape=True))
    return {row.name: row.at for row in connection.execute(query.order_by(mark.c.name))}


def clear(connection: Connection, name: str) -> None:
    """Forget a mark."""
    connection.execute(mark.delete().where(mark.c.name == name))
