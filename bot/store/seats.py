"""Seats that are taken: a row each, which the database lets one person have. Every change is written down beside it.

Functions `f(connection, …)`; whether somebody may have a seat is the rules' matter, not theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.course.signups import Holding, Mode, Opening, Outcome, SeatKey
from bot.store.seat_tables import SEAT, seat, seat_change, signup
from bot.store.tables import insert_ignoring

Gained = Literal["taken", "assigned", "swapped", "covered", "filled", "promoted", "stood_in_for"]
Lost = Literal["dropped", "unassigned", "swapped_away", "stepped_in", "unfilled", "freed"]
GAINED: frozenset[str] = frozenset({"taken", "assigned", "swapped", "covered", "filled", "promoted", "stood_in_for"})
LOST: frozenset[str] = frozenset({"dropped", "unassigned", "swapped_away", "stepped_in", "unfilled", "freed"})
"""What became of a seat. `promoted`: from a waiting list; `stepped_in`: a backup left their own seat for another one;
`stood_in_for`: an empty seat in which somebody presented; `freed`: the person left the course.
"""

OVER_LIMIT = "over_limit"
"""The change of a line that says which limits staff broke by name since the seat was given: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Somebody gets a seat, and how. `broken` and `reason`: the rules that staff break by name for it, and why."""

    key: SeatKey
    person: int
    how: Gained
    at: datetime
    by: int | None = None
    broken: tuple[str, ...] = ()
    reason: str = field(default="", repr=False)
    fill: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a course's history of seats."""

    id: int
    key: SeatKey
    person: int
    change: str
    at: datetime
    by: int | None
    broken: tuple[str, ...]
    reason: str = field(default="", repr=False)


_NAMES = [seat.c[name] for name in (*SEAT[1:], "person", "taken_at", "taken_by", "outcome", "stand_in")]
_COLUMNS = (*_NAMES, sa.cast(seat.c.broken, sa.Text))
"""What staff broke is nearly always nothing: it is read as text, since a course has thousands of seats."""

_HELD = sa.select(*_COLUMNS).where(seat.c.course == sa.bindparam("of_course"))
_NOTHING = "[]"


def held(connection: Connection, course: str) -> Mapping[SeatKey, Holding]:
    """All seats that are taken."""
    return {one.key: one for one in map(_holding, connection.execute(_HELD, {"of_course": course}).all())}


def _holding(row: Row[Any]) -> Holding:
    session, paper, role, number, person, taken_at, by, outcome, stand_in, broken = tuple(row)
    return Holding(
        key=SeatKey(session, paper, role, number),
        person=person,
        taken_at=taken_at,
        by=by,
        broken=() if broken == _NOTHING else tuple(json.loads(broken)),
        outcome=outcome,
        stand_in=stand_in,
    )


def gain(connection: Connection, course: str, one: Gain) -> bool:
    """Let the person have the seat. False where somebody has it."""
    values = {
        **_names(course, one.key),
        "person": one.person,
        "taken_at": one.at,
        "taken_by": one.by,
        "fill": one.fill,
        "broken": list(one.broken),
        "reason": one.reason,
    }
    if connection.execute(insert_ignoring(connection, seat), values).rowcount != 1:
        return False
    said = {"broken": list(one.broken), "reason": one.reason}
    _write_down(connection, course, one.key, person=one.person, change=one.how, at=one.at, by=one.by, **said)
    return True


def lose(
    connection: Connection,
    course: str,
    key: SeatKey,
    person: int,
    how: Lost,
    *,
    at: datetime,
    by: int | None = None,
    reason: str = "",
) -> bool:
    """Free the seat. False where the person does not have it (any more)."""
    if connection.execute(seat.delete().where(*_is(course, key), seat.c.person == person)).rowcount != 1:
        return False
    _write_down(connection, course, key, person=person, change=how, at=at, by=by, reason=reason)
    return True


def mark(
    connection: Connection,
    course: str,
    key: SeatKey,
    outcome: Outcome,
    *,
    at: datetime,
    by: int | None,
    stand_in: int | None = None,
) -> bool:
    """Write down what became of a taken seat, as staff say; '' takes it back. False where nobody has it."""
    values = {"outcome": outcome, "stand_in": stand_in, "marked_at": at, "marked_by": by}
    person = connection.execute(
        seat.update().where(*_is(course, key)).values(**values).returning(seat.c.person)
    ).scalar()
    if person is None:
        return False
    _write_down(connection, course, key, person=stand_in or person, change=outcome or "unmarked", at=at, by=by)
    return True


def break_by_name(
    connection: Connection, course: str, key: SeatKey, limit: str, *, at: datetime, by: int | None
) -> None:
    """Write down of a taken seat that staff broke that limit too, by what they said."""
    row = connection.execute(sa.select(seat.c.person, seat.c.broken).where(*_is(course, key))).one_or_none()
    if row is None or limit in row.broken:
        return
    broken = [*row.broken, limit]
    connection.execute(seat.update().where(*_is(course, key)).values(broken=broken))
    _write_down(connection, course, key, person=row.person, change=OVER_LIMIT, at=at, by=by, broken=broken)


def of_fill(connection: Connection, course: str, fill: int) -> tuple[Holding, ...]:
    """The seats of a filling that still stand."""
    query = sa.select(*_COLUMNS).where(seat.c.course == course, seat.c.fill == fill).order_by(seat.c.id)
    return tuple(map(_holding, connection.execute(query)))


def changes(connection: Connection, course: str, *, after: int = 0) -> tuple[Change, ...]:
    """What became of the course's seats, the oldest first, from after the line with that id."""
    query = sa.select(seat_change).where(seat_change.c.course == course, seat_change.c.id > after)
    return tuple(map(_change, connection.execute(query.order_by(seat_change.c.id))))


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        key=SeatKey(row.session, row.paper, row.role, row.number),
        person=row.person,
        change=row.change,
        at=row.at,
        by=row.by,
        broken=tuple(row.broken),
        reason=row.reason,
    )


GIVEN_UP = ("dropped", "stepped_in", "freed", "unassigned", "unfilled")


def given_up(connection: Connection, course: str) -> Mapping[SeatKey, datetime]:
    """Seats that are free because somebody gave them up or had them taken away, since when."""
    names = [seat_change.c[name] for name in SEAT[1:]]
    newest = sa.select(sa.func.max(seat_change.c.id)).where(seat_change.c.course == course).group_by(*names)
    query = sa.select(*names, seat_change.c.at).where(seat_change.c.id.in_(newest), seat_change.c.change.in_(GIVEN_UP))
    return {SeatKey(*row[:-1]): row.at for row in connection.execute(query)}


_OF_COURSE = seat_change.c.course == sa.bindparam("of_course")
_LAST = sa.select(sa.func.max(seat_change.c.id)).where(_OF_COURSE)
_NUMBER = sa.select(sa.func.count()).select_from(seat_change).where(_OF_COURSE)


def last_change(connection: Connection, course: str) -> int:
    """The id of the newest line; 0: there is none. After a change it names that change."""
    return connection.scalar(_LAST, {"of_course": course}) or 0


def number_of_changes(connection: Connection, course: str) -> int:
    """Another number says that a seat of the course has changed. The newest id would not: a server may commit a line
    after one that has a higher id.
    """
    return connection.scalar(_NUMBER, {"of_course": course}) or 0


_OF_SEAT = (
    sa.select(seat_change)
    .where(*(seat_change.c[name] == sa.bindparam(f"of_{name}") for name in SEAT))
    .order_by(seat_change.c.id.desc())
)


def _asked(course: str, key: SeatKey) -> dict[str, Any]:
    return {f"of_{name}": value for name, value in _names(course, key).items()}


def of_seat(connection: Connection, course: str, key: SeatKey) -> tuple[Change, ...]:
    """What became of one seat, the newest first."""
    return tuple(map(_change, connection.execute(_OF_SEAT, _asked(course, key)).all()))


# --- opening --------------------------------------------------------------------------------------------------------


_OPENING = sa.select(signup).where(signup.c.course == sa.bindparam("of_course"))


def opening(connection: Connection, course: str) -> Opening:
    row = connection.execute(_OPENING, {"of_course": course}).one_or_none()
    if row is None:
        return Opening()
    return Opening(opened_at=row.opened_at, mode=Mode(row.mode), filled_at=row.filled_at)


def open_signup(connection: Connection, course: str, mode: Mode, *, at: datetime, by: int | None) -> bool:
    """False where it is open already."""
    values = {"course": course, "opened_at": at, "opened_by": by, "mode": mode.value}
    return connection.execute(insert_ignoring(connection, signup), values).rowcount == 1


def set_filled(connection: Connection, course: str, at: datetime | None) -> None:
    """A filling is in force since then; None: it was undone."""
    connection.execute(signup.update().where(signup.c.course == course).values(filled_at=at))


# --- the names of a seat --------------------------------------------------------------------------------------------


def _names(course: str, key: SeatKey) -> dict[str, Any]:
    return {"course": course, **key._asdict()}


def _is(course: str, key: SeatKey) -> Iterable[sa.ColumnElement[bool]]:
    return [seat.c[name] == value for name, value in _names(course, key).items()]


def _write_down(connection: Connection, course: str, key: SeatKey, **line: Any) -> None:
    connection.execute(seat_change.insert(), {**_names(course, key), "broken": [], "reason": "", **line})
