"""Who presents in which session, by the seats that are taken: all that the rules of reviews want to know of seats.

Functions `f(connection, …)`. It knows no rule; whether the schedule offers a seat (any more) is for others to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.signups import SeatKey
from bot.store.seat_tables import SEAT, seat

_ALL = sa.select(*[seat.c[name] for name in SEAT[1:]], seat.c.person, seat.c.stand_in).where(
    seat.c.course == sa.bindparam("of_course")
)
_OF_ONE = _ALL.where(sa.or_(seat.c.person == sa.bindparam("whose"), seat.c.stand_in == sa.bindparam("whose")))
"""Built once: building a statement takes longer than the database takes to answer it."""


def of_course(connection: Connection, course: str) -> Iterator[tuple[SeatKey, int]]:
    """Each taken seat with who has it; once more with who stood in."""
    return _people(connection, _ALL, {"of_course": course})


def of_person(connection: Connection, course: str, person: int) -> Iterator[SeatKey]:
    """The seats that the person has, or in which they stood in."""
    rows = _people(connection, _OF_ONE, {"of_course": course, "whose": person})
    return (key for key, who in rows if who == person)


def _people(connection: Connection, query: sa.Select[Any], asked: dict[str, Any]) -> Iterator[tuple[SeatKey, int]]:
    for session, paper, role, number, person, stand_in in connection.execute(query, asked):
        key = SeatKey(session, paper, role, number)
        yield key, person
        if stand_in is not None:
            yield key, stand_in
