"""Seats under two names that are one, of two persons, two sessions or two papers: nobody's seat is lost in it.

It moves rows, with their history, to the name that stays. Whether somebody breaks a rule by what they hold then is for
others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.store.seat_tables import (
    SEAT,
    seat,
    seat_change,
    seat_cover,
    seat_fill,
    seat_preference,
    seat_swap,
    seat_waiting,
)
from bot.store.tables import delivery

NUMBERED = (seat, seat_change, seat_cover, seat_swap)
"""Their rows name a seat."""

TELLINGS = (NoticeKind.SEAT, NoticeKind.SEATS, NoticeKind.OFFER, NoticeKind.BACKUP, NoticeKind.COVER_CALL)
"""What they tell of names a seat, and people by their ids, in its details."""

UNSAID = ("waiting", "held", "claimed")

PERSONS = ("person", "other", "by")

Name = Literal["session", "paper"]


# --- ids ------------------------------------------------------------------------------------------------------------


def in_use(connection: Connection, course: str, name: Name) -> frozenset[str]:
    """Sessions, or papers, of which somebody has a seat."""
    query = sa.select(seat.c[name]).where(seat.c.course == course, seat.c[name] != "").distinct()
    return frozenset(connection.scalars(query))


def rename(connection: Connection, course: str, name: Name, old: str, new: str) -> None:
    """Let the seats of the one be seats of the other.

    Seats may be known under `new` from before, when something else was called so. Then those of `old` keep their
    numbers, and whoever had one of the same name before has the next number that is free: a seat of theirs where the
    role has so many, else one that the schedule does not offer, as it was.
    """
    _make_room(connection, course, name, old, new)
    for table in NUMBERED:
        ours = (table.c.course == course, table.c[name] == old)
        connection.execute(table.update().where(*ours).values({name: new}))
    _one_wait(connection, name, old, new, course)
    of_course = seat_preference.c.course == course
    for row in connection.execute(sa.select(seat_preference).where(of_course)).all():
        wanted = _renamed(row.wanted, name, old, new)
        if wanted != row.wanted:
            mine = (of_course, seat_preference.c.person == row.person)
            connection.execute(seat_preference.update().where(*mine).values(wanted=wanted))
    renamed = (SEAT[1:].index(name), old)
    _refill(connection, lambda one: [new if part == renamed else part[1] for part in enumerate(one)], course)
    _want(connection, course, name, old, new)
    _retell(connection, {name: (old, new)}, course)


def _want(connection: Connection, course: str, name: Name, old: str, new: str) -> None:
    """What is wanted for a seat that is offered."""
    query = sa.select(seat_swap.c.id, seat_swap.c.wanted).where(seat_swap.c.course == course)
    for row in connection.execute(query.where(seat_swap.c.state == "open")).all():
        if row.wanted.get(name) == old:
            mine = seat_swap.c.id == row.id
            connection.execute(seat_swap.update().where(mine).values(wanted={**row.wanted, name: new}))


def _make_room(connection: Connection, course: str, name: Name, old: str, new: str) -> None:
    """Give what is known of a seat that both have another number under the new name, with its history."""
    keys = {key for table in NUMBERED for key in _keys(connection, table, course, name, (old, new))}
    ours = {SeatKey(**{**key._asdict(), name: new}) for key in keys if getattr(key, name) == old}
    theirs = {key for key in keys if getattr(key, name) == new}
    used = ours | theirs
    for key in sorted(ours & theirs):
        free = next(one for one in _numbers(key) if one not in used)
        used.add(free)
        for table in NUMBERED:
            connection.execute(table.update().where(*_is(table, course, key)).values(number=free.number))


def _numbers(key: SeatKey) -> Iterable[SeatKey]:
    number = 1
    while True:
        yield key._replace(number=number)
        number += 1


def _keys(
    connection: Connection, table: sa.Table, course: str, name: Name, values: tuple[str, str]
) -> Iterable[SeatKey]:
    columns = [table.c[column] for column in SEAT[1:]]
    query = sa.select(*columns).where(table.c.course == course, table.c[name].in_(values)).distinct()
    return [SeatKey(*row) for row in connection.execute(query)]


def _is(table: sa.Table, course: str, key: SeatKey) -> list[sa.ColumnElement[bool]]:
    return [table.c[column] == value for column, value in {"course": course, **key._asdict()}.items()]


def _renamed(wanted: dict[str, Any], name: Name, old: str, new: str) -> dict[str, Any]:
    """A preference: what is wanted twice is wanted where it comes first."""
    place = 0 if name == "session" else 1
    said = wanted.get("sessions", [])
    spots = [[new if (at, part) == (place, old) else part for at, part in enumerate(spot)] for spot in said]
    sessions = [spot for number, spot in enumerate(spots) if spot not in spots[:number]]
    cannot = wanted.get("cannot", [])
    if name == "session":
        cannot = sorted({new if one == old else one for one in cannot})
    return {**wanted, "sessions": sessions, "cannot": cannot}


# --- two persons ----------------------------------------------------------------------------------------------------


def unite_persons(connection: Connection, keep: int, gone: int) -> None:
    """Make room: afterwards `gone` can be called `keep` in every row. Who stood in for the other has presented."""
    both = (keep, gone)
    _one_wait(connection, "person", gone, keep)
    _one_preference(connection, both)
    themselves = (seat.c.person.in_(both), seat.c.stand_in.in_(both))
    connection.execute(seat.update().where(*themselves).values(outcome="presented", stand_in=None))
    for row in connection.execute(sa.select(seat_cover.c.id, seat_cover.c.tried)).all():
        tried = [[keep if who == gone else who, how] for who, how in row.tried]
        if tried != row.tried:
            connection.execute(seat_cover.update().where(seat_cover.c.id == row.id).values(tried=tried))
    _refill(connection, lambda one: [*one[:-1], keep if one[-1] == gone else one[-1]])
    _retell(connection, dict.fromkeys(PERSONS, (str(gone), str(keep))))


def _one_preference(connection: Connection, both: tuple[int, int]) -> None:
    """What was said last stays."""
    query = sa.select(seat_preference).where(seat_preference.c.person.in_(both)).order_by(seat_preference.c.at)
    newest = {row.course: row.person for row in connection.execute(query)}
    for course, person in newest.items():
        others = (seat_preference.c.course == course, seat_preference.c.person.in_(both))
        connection.execute(seat_preference.delete().where(*others, seat_preference.c.person != person))


# --- both -----------------------------------------------------------------------------------------------------------


def _one_wait(connection: Connection, name: str, old: str | int, new: str | int, course: str = "") -> None:
    """Of two who wait for the same, or of one who waits for both, the longer wait counts."""
    rest = [column.name for column in seat_waiting.primary_key if column.name != name]
    named = seat_waiting.c[name].in_((old, new))
    query = sa.select(*[seat_waiting.c[one] for one in rest], sa.func.min(seat_waiting.c.since).label("since"))
    query = query.where(named, seat_waiting.c.course == course) if course else query.where(named)
    for row in connection.execute(query.group_by(*[seat_waiting.c[one] for one in rest])).mappings().all():
        same = {one: row[one] for one in rest}
        connection.execute(seat_waiting.delete().where(named, *[seat_waiting.c[one] == same[one] for one in rest]))
        connection.execute(seat_waiting.insert(), {**same, name: new, "since": row["since"]})


def _refill(connection: Connection, changed: Callable[[list[Any]], list[Any]], course: str = "") -> None:
    """What fillings gave: rows of a seat's names and a person."""
    query = sa.select(seat_fill.c.id, seat_fill.c.proposal)
    for row in connection.execute(query.where(seat_fill.c.course == course) if course else query).all():
        given = [changed(one) for one in row.proposal.get("given", [])]
        if given != row.proposal.get("given", []):
            mine = seat_fill.c.id == row.id
            connection.execute(seat_fill.update().where(mine).values(proposal={**row.proposal, "given": given}))


def _retell(connection: Connection, renamed: Mapping[str, tuple[str, str]], course: str = "") -> None:
    """What was not said yet is said of the new name."""
    query = sa.select(delivery.c.id, delivery.c.details).where(
        delivery.c.kind.in_(TELLINGS), delivery.c.state.in_(UNSAID)
    )
    for row in connection.execute(query.where(delivery.c.course == course) if course else query).all():
        told = {name: new for name, (old, new) in renamed.items() if row.details.get(name) == old}
        if told:
            details = {**row.details, **told}
            connection.execute(delivery.update().where(delivery.c.id == row.id).values(details=details))
