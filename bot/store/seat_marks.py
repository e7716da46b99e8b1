"""What staff said became of seats, by whom and when, and how their holders came to them.

It reads only; marking itself is `seats.mark`, which writes the history that this tells of.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.signups import SeatKey
from bot.store.seat_tables import seat, seat_change
from bot.store.seats import GAINED, Change, changes


class Marked(NamedTuple):
    """Which member of staff said it last, None where it was no person; and when."""

    by: int | None
    at: datetime


def of_session(connection: Connection, course: str, session: str) -> Mapping[SeatKey, Marked]:
    """The session's seats of which staff said something."""
    columns = (seat.c.session, seat.c.paper, seat.c.role, seat.c.number, seat.c.marked_by, seat.c.marked_at)
    query = sa.select(*columns).where(seat.c.course == course, seat.c.session == session, seat.c.outcome != "")
    return {
        SeatKey(row.session, row.paper, row.role, row.number): Marked(row.marked_by, row.marked_at)
        for row in connection.execute(query)
    }


def stand_ins(connection: Connection, course: str, session: str) -> frozenset[SeatKey]:
    """The session's seats that were empty, and whose holders staff wrote down because they stood in."""
    newest: dict[SeatKey, str] = {}
    query = sa.select(seat_change).where(seat_change.c.course == course, seat_change.c.session == session)
    for row in connection.execute(query.where(seat_change.c.change.in_(GAINED)).order_by(seat_change.c.id)):
        newest[SeatKey(row.session, row.paper, row.role, row.number)] = row.change
    return frozenset(key for key, how in newest.items() if how == "stood_in_for")


def last_left(connection: Connection, course: str, person: int, reason: str) -> Change | None:
    """The last seat that the person left for that reason."""
    found = [one for one in changes(connection, course) if one.person == person and one.reason == reason]
    return found[-1] if found and found[-1].change == "stepped_in" else None
