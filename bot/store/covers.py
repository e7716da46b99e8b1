"""Seats that were given up late: a row each, with whom it is asked of, since when and until when.

Of several who want to move a row on, one does: each change names the row as it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.store.seat_tables import seat_cover
from bot.store.tables import delivery

State = Literal["asking", "calling", "filled", "over"]
"""A backup is asked; all who may are; somebody has the seat; class has begun, or the seat is not wanted any more."""

How = Literal["passed", "silent", "barred", "assigned", "gone"]
"""What came of asking a backup: they said no, nothing, may not by the rules, were not asked but told, or were not the
backup any more.
"""

OPEN = ("asking", "calling")


class Tried(NamedTuple):
    """A backup, and what came of it."""

    person: int
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One row. `asked` is being asked in the state `asking`, and was when it ended; `settled_by` has the seat, in the
    state `filled`.
    """

    id: int
    course: str
    key: SeatKey
    dropped_by: int
    opened_at: datetime
    state: State
    asked: int | None = None
    asked_at: datetime | None = None
    ask_until: datetime | None = None
    tried: tuple[Tried, ...] = ()
    settled_at: datetime | None = None
    settled_by: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def was(self, person: int) -> How | None:
        """What came of asking that person last."""
        return next((one.how for one in reversed(self.tried) if one.person == person), None)


def add(connection: Connection, course: str, key: SeatKey, *, dropped_by: int, now: datetime) -> int:
    """Enter a seat that was given up; the row's id. Nobody is asked yet."""
    values = {
        "course": course,
        **key._asdict(),
        "dropped_by": dropped_by,
        "opened_at": now,
        "state": "asking",
        "tried": [],
    }
    return int(connection.execute(seat_cover.insert().values(**values).returning(seat_cover.c.id)).scalar_one())


def move(connection: Connection, before: Cover, **values: Any) -> bool:
    """Change the row. False where somebody else has changed it since `before` was read."""
    if "tried" in values:
        values["tried"] = [list(one) for one in values["tried"]]
    same = (
        seat_cover.c.id == before.id,
        seat_cover.c.state == before.state,
        _same(seat_cover.c.asked, before.asked),
        _same(seat_cover.c.ask_until, before.ask_until),
    )
    return connection.execute(seat_cover.update().where(*same).values(**values)).rowcount == 1


def _same(column: sa.ColumnElement[Any], value: object) -> sa.ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def get(connection: Connection, cover_id: int) -> Cover | None:
    row = connection.execute(sa.select(seat_cover).where(seat_cover.c.id == cover_id)).mappings().one_or_none()
    return None if row is None else _cover(row)


_OF_COURSE = sa.select(seat_cover).where(seat_cover.c.course == sa.bindparam("of_course")).order_by(seat_cover.c.id)
_OPEN = _OF_COURSE.where(seat_cover.c.state.in_(OPEN))
_SINCE = _OF_COURSE.where(
    sa.or_(
        seat_cover.c.state.in_(OPEN),
        seat_cover.c.settled_at >= sa.bindparam("since", type_=seat_cover.c.settled_at.type),
    )
)
"""Built once: ticks ask them."""


def open_of(connection: Connection, course: str) -> tuple[Cover, ...]:
    """Those for which somebody is still wanted, the oldest first."""
    return _covers(connection.execute(_OPEN, {"of_course": course}).mappings().all())


def called(connection: Connection, course: str) -> frozenset[SeatKey]:
    """The seats for which everybody is asked."""
    return frozenset(one.key for one in open_of(connection, course) if one.state == "calling")


def since(connection: Connection, course: str, at: datetime) -> tuple[Cover, ...]:
    """Those for which somebody is still wanted, or was until then."""
    return _covers(connection.execute(_SINCE, {"of_course": course, "since": at}).mappings().all())


def of_seat(connection: Connection, course: str, key: SeatKey) -> Cover | None:
    """The newest of that seat."""
    same = [seat_cover.c[name] == value for name, value in {"course": course, **key._asdict()}.items()]
    query = sa.select(seat_cover).where(*same).order_by(seat_cover.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _cover(row)


def asked_of(connection: Connection, course: str, session: str, occurrence: str) -> int:
    """How many were sent the offers of that name."""
    same = {"course": course, "kind": NoticeKind.OFFER.value, "item": session, "occurrence": occurrence, "part": ""}
    query = sa.select(sa.func.count()).select_from(delivery).where(*(delivery.c[k] == v for k, v in same.items()))
    return connection.scalar(query) or 0


def _covers(rows: Sequence[RowMapping]) -> tuple[Cover, ...]:
    return tuple(map(_cover, rows))


def _cover(row: RowMapping) -> Cover:
    values = {name: value for name, value in row.items() if name not in SeatKey._fields}
    key = SeatKey(row["session"], row["paper"], row["role"], row["number"])
    return Cover(**{**values, "key": key, "tried": tuple(Tried(*one) for one in row["tried"])})
