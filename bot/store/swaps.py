"""Seats that their holders would change for others: a row each offer, and what became of it.

Rows only. Of two who want to settle one, one does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.signups import SeatKey
from bot.store.seat_tables import seat_swap

State = Literal["open", "taken", "withdrawn", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """`role` and `session` are what the person would like instead, '' where any will do."""

    id: int
    course: str
    key: SeatKey
    person: int
    made_at: datetime
    state: State
    settled_by: int | None = None
    role: str = ""
    session: str = ""


def add(
    connection: Connection, course: str, key: SeatKey, person: int, *, role: str, session: str, now: datetime
) -> int:
    """Enter an offer; its id."""
    values = {
        "course": course,
        **key._asdict(),
        "person": person,
        "made_at": now,
        "state": "open",
        "wanted": {"role": role, "session": session},
    }
    return int(connection.execute(seat_swap.insert().values(**values).returning(seat_swap.c.id)).scalar_one())


def get(connection: Connection, swap_id: int) -> Swap | None:
    found = _swaps(connection, seat_swap.c.id == swap_id)
    return found[0] if found else None


def open_of_person(connection: Connection, course: str, person: int) -> tuple[Swap, ...]:
    """What the person offers, the oldest first."""
    return _swaps(connection, seat_swap.c.course == course, seat_swap.c.person == person, seat_swap.c.state == "open")


def settle(connection: Connection, swap_id: int, state: State, *, now: datetime, by: int | None = None) -> bool:
    """False where it was settled before."""
    mine = seat_swap.update().where(seat_swap.c.id == swap_id, seat_swap.c.state == "open")
    return connection.execute(mine.values(state=state, settled_at=now, settled_by=by)).rowcount == 1


def end_of_seat(connection: Connection, course: str, key: SeatKey, *, now: datetime) -> None:
    """What was offered of the seat is over: it has changed hands."""
    same = [seat_swap.c[name] == value for name, value in {"course": course, **key._asdict()}.items()]
    ended = seat_swap.update().where(*same, seat_swap.c.state == "open").values(state="over", settled_at=now)
    connection.execute(ended)


def _swaps(connection: Connection, *conditions: sa.ColumnElement[bool]) -> tuple[Swap, ...]:
    rows = connection.execute(sa.select(seat_swap).where(*conditions).order_by(seat_swap.c.id)).mappings()
    return tuple(map(_swap, rows))


def _swap(row: sa.RowMapping) -> Swap:
    wanted: dict[str, Any] = row["wanted"]
    return Swap(
        id=row["id"],
        course=row["course"],
        key=SeatKey(row["session"], row["paper"], row["role"], row["number"]),
        person=row["person"],
        made_at=row["made_at"],
        state=row["state"],
        settled_by=row["settled_by"],
        role=wanted.get("role", ""),
        session=wanted.get("session", ""),
    )
