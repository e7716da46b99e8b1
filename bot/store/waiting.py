"""Who waits for a role of a class, since when.

Rows only; who may wait, and who gets a seat, is decided elsewhere.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.signups import SeatKey
from bot.store.seat_tables import seat_waiting
from bot.store.tables import insert_ignoring

NAMES = ("session", "paper", "role")


def add(connection: Connection, course: str, key: SeatKey, person: int, *, now: datetime) -> bool:
    """False where the person waits for it already."""
    values = {"course": course, **_role(key), "person": person, "since": now}
    return connection.execute(insert_ignoring(connection, seat_waiting), values).rowcount == 1


def remove(connection: Connection, course: str, key: SeatKey, person: int) -> bool:
    """False where the person does not wait for it."""
    mine = seat_waiting.delete().where(*_same(course, key), seat_waiting.c.person == person)
    return connection.execute(mine).rowcount == 1


def of_role(connection: Connection, course: str, key: SeatKey) -> tuple[int, ...]:
    """Who waits for a seat like this one, the longest first."""
    query = sa.select(seat_waiting.c.person).where(*_same(course, key))
    return tuple(connection.scalars(query.order_by(seat_waiting.c.since, seat_waiting.c.person)))


def of_person(connection: Connection, course: str, person: int) -> frozenset[tuple[str, str, str]]:
    """Session, paper and role of what the person waits for."""
    columns = [seat_waiting.c[name] for name in NAMES]
    query = sa.select(*columns).where(seat_waiting.c.course == course, seat_waiting.c.person == person)
    return frozenset((row.session, row.paper, row.role) for row in connection.execute(query))


def _role(key: SeatKey) -> dict[str, str]:
    return {name: getattr(key, name) for name in NAMES}


def _same(course: str, key: SeatKey) -> list[sa.ColumnElement[bool]]:
    return [seat_waiting.c[name] == value for name, value in {"course": course, **_role(key)}.items()]
