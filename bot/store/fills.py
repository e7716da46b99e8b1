"""Fillings that staff were shown: a row each, with who gets which seat, and what became of it.

Of several who want to settle a row one does: each change names the state in which it found it. Knows no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.course.fairness import Given
from bot.course.signups import SeatKey
from bot.store.seat_tables import seat_fill

State = Literal["proposed", "applied", "undone", "dropped"]
"""`dropped`: another one has taken its place before anybody applied it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`scope`: how much is given away; `mark` stands for all that it was worked out from."""

    scope: str
    mark: str
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One row."""

    id: int
    course: str
    made_at: datetime
    made_by: int | None
    state: State
    proposal: Proposal
    applied_at: datetime | None = None
    applied_by: int | None = None
    undone_at: datetime | None = None
    undone_by: int | None = None


def add(connection: Connection, course: str, proposal: Proposal, *, at: datetime, by: int | None) -> int:
    """Its number. Those that nobody applied give way to it."""
    others = seat_fill.c.course == course, seat_fill.c.state == "proposed"
    connection.execute(seat_fill.update().where(*others).values(state="dropped"))
    values = {"course": course, "made_at": at, "made_by": by, "state": "proposed", "proposal": _encoded(proposal)}
    number: int = connection.execute(seat_fill.insert().values(**values).returning(seat_fill.c.id)).scalar_one()
    return number


def get(connection: Connection, course: str, number: int) -> Fill | None:
    query = sa.select(seat_fill).where(seat_fill.c.course == course, seat_fill.c.id == number)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _fill(row)


def newest(connection: Connection, course: str, state: State) -> Fill | None:
    """The last one in that state."""
    query = sa.select(seat_fill).where(seat_fill.c.course == course, seat_fill.c.state == state)
    row = connection.execute(query.order_by(seat_fill.c.id.desc()).limit(1)).mappings().one_or_none()
    return None if row is None else _fill(row)


def apply(connection: Connection, one: Fill, given: tuple[Given, ...], *, at: datetime, by: int | None) -> bool:
    """These seats of it were given. False where it is not merely proposed any more."""
    proposal = _encoded(replace(one.proposal, given=given))
    values = {"state": "applied", "applied_at": at, "applied_by": by, "proposal": proposal}
    return _settle(connection, one.id, "proposed", values)


def undo(connection: Connection, one: Fill, *, at: datetime, by: int | None) -> bool:
    """False where it is not applied any more."""
    return _settle(connection, one.id, "applied", {"state": "undone", "undone_at": at, "undone_by": by})


def _settle(connection: Connection, number: int, was: State, values: dict[str, Any]) -> bool:
    changed = seat_fill.update().where(seat_fill.c.id == number, seat_fill.c.state == was).values(**values)
    return connection.execute(changed).rowcount == 1


def _encoded(proposal: Proposal) -> dict[str, Any]:
    given = [[*one.key, one.person] for one in proposal.given]
    return {"scope": proposal.scope, "mark": proposal.mark, "given": given}


def _fill(row: RowMapping) -> Fill:
    said = row["proposal"]
    given = tuple(Given(SeatKey(*names), person) for *names, person in said["given"])
    proposal = Proposal(scope=said["scope"], mark=said["mark"], given=given)
    return Fill(**{**row, "proposal": proposal})
