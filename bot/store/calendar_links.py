"""Secret addresses of people's calendars, by their hashes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import calendar_link


def add(connection: Connection, hashed: str, person: int, *, now: datetime) -> None:
    connection.execute(calendar_link.insert().values(hash=hashed, person=person, made_at=now))


def revoke(connection: Connection, person: int, *, now: datetime) -> bool:
    """All that the person has. False where there was none."""
    valid = (calendar_link.c.person == person, calendar_link.c.revoked_at.is_(None))
    return connection.execute(calendar_link.update().where(*valid).values(revoked_at=now)).rowcount > 0


def made_at(connection: Connection, person: int) -> datetime | None:
    """Of the one that is good."""
    valid = (calendar_link.c.person == person, calendar_link.c.revoked_at.is_(None))
    query = sa.select(calendar_link.c.made_at).where(*valid).order_by(calendar_link.c.made_at.desc()).limit(1)
    return connection.scalars(query).one_or_none()


def person(connection: Connection, hashed: str) -> int | None:
    """Whose it is; None where there is none that is good."""
    query = sa.select(calendar_link.c.person)
    valid = (calendar_link.c.hash == hashed, calendar_link.c.revoked_at.is_(None))
    return connection.scalars(query.where(*valid)).one_or_none()
