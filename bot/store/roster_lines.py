"""The class list as others ask for it: whose line is whose, which lines nobody has claimed yet, which one fits.

It only reads; who is put on the list is known elsewhere. A line is claimed by whoever has an account.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import roster_entry, roster_sheet
from bot.store.tables import account, person


class RosterLine(NamedTuple):
    """`claimed`: the person has an account. With `gone_at` they are not on the newest list any more."""

    person: int
    name: str
    email: str
    student_id: str
    login: str
    canvas_id: str
    section: str
    gone_at: datetime | None
    claimed: bool


_CLAIMED = sa.exists().where(account.c.person == roster_entry.c.person)
_LINES = sa.select(
    roster_entry.c.person,
    roster_entry.c.name,
    roster_entry.c.email,
    roster_entry.c.student_id,
    roster_entry.c.login,
    roster_entry.c.canvas_id,
    roster_entry.c.section,
    roster_entry.c.gone_at,
    _CLAIMED.label("claimed"),
).order_by(roster_entry.c.name, roster_entry.c.person)


def imported(connection: Connection, course: str) -> bool:
    """Whether there is a class list at all."""
    query = sa.select(roster_sheet.c.id).where(roster_sheet.c.course == course).limit(1)
    return connection.execute(query).first() is not None


def current(connection: Connection, course: str) -> tuple[RosterLine, ...]:
    """Who is on the newest list, by name."""
    query = _LINES.where(roster_entry.c.course == course, roster_entry.c.gone_at.is_(None))
    return tuple(RosterLine(*row) for row in connection.execute(query))


def of_person(connection: Connection, course: str, person_id: int) -> RosterLine | None:
    """Their line, also where they are not on the newest list any more."""
    query = _LINES.where(roster_entry.c.course == course, roster_entry.c.person == person_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else RosterLine(*row)


def ever(connection: Connection, course: str) -> frozenset[int]:
    """Who is or was on the list."""
    return frozenset(connection.scalars(sa.select(roster_entry.c.person).where(roster_entry.c.course == course)))


def is_on_list(connection: Connection, course: str, person_id: int) -> bool:
    """Whether the newest list has a line of theirs."""
    line = of_person(connection, course, person_id)
    return line is not None and line.gone_at is None


def fitting(connection: Connection, course: str, words: str) -> tuple[RosterLine, ...]:
    """The lines of the newest list whose id, e-mail or login is just that, but for small and capital letters."""
    meant = _plain(words)
    if not meant:
        return ()
    return tuple(one for one in current(connection, course) if meant in {_plain(word) for word in _names(one)})


def _names(one: RosterLine) -> tuple[str, ...]:
    return (one.email, one.student_id, one.login, one.canvas_id)


def _plain(word: str) -> str:
    return "".join(word.split()).casefold()


def emails(connection: Connection, persons: frozenset[int]) -> Mapping[int, str]:
    """The addresses that are known of these persons, in small letters."""
    query = sa.select(person.c.id, person.c.email).where(person.c.id.in_(persons), person.c.email.is_not(None))
    return {row.id: _plain(row.email) for row in connection.execute(query) if row.email}


def by_email(lines: tuple[RosterLine, ...]) -> Mapping[str, tuple[RosterLine, ...]]:
    """The lines of each address that stands in the list."""
    found: dict[str, tuple[RosterLine, ...]] = {}
    for one in lines:
        if address := _plain(one.email):
            found[address] = (*found.get(address, ()), one)
    return found
