"""Who took part in which class, as staff ticked it. Functions `f(connection, …)`; it knows no class and no words.

A person without a row was not asked about: they are neither there nor missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import participation
from bot.store.tables import insert_ignoring


class Noted(NamedTuple):
    """What was said last of one person, when, and by whom."""

    present: bool
    at: datetime
    by: int | None


def of_course(connection: Connection, course: str) -> Mapping[str, Mapping[int, bool]]:
    """Session → person → whether they took part."""
    columns = (participation.c.session, participation.c.person, participation.c.present)
    query = sa.select(*columns).where(participation.c.course == course)
    found: dict[str, dict[int, bool]] = {}
    for session, person, present in connection.execute(query.order_by(participation.c.session, participation.c.person)):
        found.setdefault(session, {})[person] = present
    return found


def of_person(connection: Connection, course: str, person: int) -> Mapping[str, bool]:
    """Session → whether this person took part."""
    columns = (participation.c.session, participation.c.present)
    query = sa.select(*columns).where(participation.c.course == course, participation.c.person == person)
    return {row.session: row.present for row in connection.execute(query)}


def of_session(connection: Connection, course: str, session: str) -> Mapping[int, Noted]:
    """Of each person of whom something was said."""
    query = sa.select(participation).where(participation.c.course == course, participation.c.session == session)
    return {row.person: Noted(row.present, row.noted_at, row.noted_by) for row in connection.execute(query)}


def note(
    connection: Connection, course: str, session: str, said: Mapping[int, bool], *, at: datetime, by: int | None
) -> None:
    """Write down who was there and who was not, whatever was said of them before."""
    for person, present in said.items():
        values = {"present": present, "noted_at": at, "noted_by": by}
        key = {"course": course, "session": session, "person": person}
        if connection.execute(insert_ignoring(connection, participation), {**key, **values}).rowcount == 0:
            same = [participation.c[name] == value for name, value in key.items()]
            connection.execute(participation.update().where(*same).values(**values))


def forget(connection: Connection, course: str, session: str, persons: Iterable[int]) -> None:
    """As if nobody had been asked about them."""
    mine = (participation.c.course == course, participation.c.session == session)
    connection.execute(participation.delete().where(*mine, participation.c.person.in_(list(persons))))
