"""What people would like to present: a row a person and course, which they may change. Knows no rule and no name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.seat_preferences import Preference, decoded, encoded
from bot.store.seat_tables import seat_preference
from bot.store.tables import insert_ignoring


def of(connection: Connection, course: str, person: int) -> Preference:
    """An empty one where the person said nothing."""
    query = sa.select(seat_preference.c.wanted).where(*_is(course, person))
    wanted = connection.execute(query).scalar()
    return decoded(wanted or {})


def of_course(connection: Connection, course: str) -> Mapping[int, Preference]:
    """Of everybody who said something, by person."""
    query = sa.select(seat_preference.c.person, seat_preference.c.wanted).where(seat_preference.c.course == course)
    rows = connection.execute(query.order_by(seat_preference.c.person))
    found = {row.person: decoded(row.wanted) for row in rows}
    return {person: one for person, one in found.items() if one}


def keep(connection: Connection, course: str, person: int, one: Preference, *, at: datetime) -> None:
    """In the place of what the person said before."""
    values = {"wanted": encoded(one), "at": at}
    changed = connection.execute(seat_preference.update().where(*_is(course, person)).values(**values)).rowcount
    if not changed:
        said = {"course": course, "person": person, **values}
        connection.execute(insert_ignoring(connection, seat_preference), said)


def _is(course: str, person: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (seat_preference.c.course == course, seat_preference.c.person == person)
