"""What exports read: many rows in a fixed order, a part of them at a time, so that a whole term is never in memory.

Functions `f(connection, …)`. Plain values come out, since there are many; what they mean is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.reviews import Version
from bot.store.seat_tables import SEAT, seat, seat_change
from bot.store.seats import GAINED
from bot.store.staff_tables import review_mark, roster_entry
from bot.store.tables import audit, delivery, person, review_form, review_version

AT_ONCE = 500
"""Rows that the database hands over in one go."""


# --- people ---------------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """What the class list says of a person, and the address that is known of them otherwise."""

    email: str
    student_id: str
    canvas_id: str
    login: str
    section: str


def entries(connection: Connection, course: str) -> Mapping[int, Entry]:
    """By person: the lines of the class list, also of who is not on it any more."""
    columns = [roster_entry.c[name] for name in ("person", *Entry._fields)]
    rows = connection.execute(sa.select(*columns).where(roster_entry.c.course == course))
    return {who: Entry(*rest) for who, *rest in rows}


def named(connection: Connection, persons: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Name and e-mail address ('' where none is known) of these persons."""
    query = sa.select(person.c.id, person.c.name, person.c.email)
    found: dict[int, tuple[str, str]] = {}
    wanted = sorted(persons)
    for start in range(0, len(wanted), AT_ONCE):
        rows = connection.execute(query.where(person.c.id.in_(wanted[start : start + AT_ONCE])))
        found.update({row.id: (row.name, row.email or "") for row in rows})
    return found


# --- reviews --------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A version of a review with what it says. `form` is the hash of the form that it was written with."""

    person: int
    paper: str
    session: str
    form: str
    answers: Mapping[str, str]
    rule: Version


_WHAT = [
    review_version.c[name]
    for name in ("person", "paper", "session", "form", "answers", "received_at", "number", "complete")
]
_RULE = (
    review_version.c.accepted_at.is_not(None),
    review_version.c.picked_at.is_not(None),
    review_version.c.blank,
    review_version.c.late_then,
)


class Which(NamedTuple):
    """Whose reviews: of one person or all; of these papers and whatever was written for the session, or of all."""

    person: int | None = None
    papers: Collection[str] | None = None
    session: str = ""

    def conditions(self, course: str) -> list[sa.ColumnElement[bool]]:
        found = [review_version.c.course == course]
        if self.person is not None:
            found.append(review_version.c.person == self.person)
        if self.papers is not None:
            of_session = review_version.c.session == self.session
            found.append(sa.or_(review_version.c.paper.in_(self.papers), of_session))
        return found


ALL = Which()


def writers(connection: Connection, course: str, which: Which = ALL) -> Mapping[int, int]:
    """Person → how many versions there are of theirs."""
    query = sa.select(review_version.c.person, sa.func.count()).where(*which.conditions(course))
    return {row[0]: row[1] for row in connection.execute(query.group_by(review_version.c.person))}


def used_forms(connection: Connection, course: str, which: Which = ALL) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The forms that these reviews were written with, by their hashes; which was used first comes first."""
    used = sa.select(review_version.c.form).where(*which.conditions(course)).distinct()
    query = sa.select(review_form.c.hash, review_form.c.form).where(
        review_form.c.course == course, review_form.c.hash.in_(used)
    )
    rows = connection.execute(query.order_by(review_form.c.created_at, review_form.c.hash))
    return tuple((row.hash, row.form) for row in rows)


def versions(
    connection: Connection, course: str, persons: Sequence[int], which: Which = ALL
) -> Mapping[int, Mapping[str, list[Row]]]:
    """All that these persons wrote, by person and paper, the oldest version first."""
    query = (
        sa.select(*_WHAT, *_RULE)
        .where(*which.conditions(course), review_version.c.person.in_(persons))
        .order_by(review_version.c.person, review_version.c.paper, review_version.c.number)
    )
    found: dict[int, dict[str, list[Row]]] = {}
    for who, paper, session, form, answers, *rule in connection.execute(query):
        row = Row(who, paper, session, form, answers, Version(*rule))
        found.setdefault(who, {}).setdefault(paper, []).append(row)
    return found


def briefs(
    connection: Connection, course: str, persons: Sequence[int]
) -> Mapping[int, Mapping[str, Sequence[Version]]]:
    """The same without what they say."""
    columns = ("person", "paper", "received_at", "number", "complete")
    query = (
        sa.select(*(review_version.c[name] for name in columns), *_RULE)
        .where(review_version.c.course == course, review_version.c.person.in_(persons))
        .order_by(review_version.c.person, review_version.c.paper, review_version.c.number)
    )
    found: dict[int, dict[str, list[Version]]] = {}
    for who, paper, *rule in connection.execute(query):
        found.setdefault(who, {}).setdefault(paper, []).append(Version(*rule))
    return found


def marks(connection: Connection, course: str, persons: Sequence[int]) -> Mapping[tuple[int, str], tuple[int, str]]:
    """(person, paper) → the version that was marked, and the id of the mark."""
    columns = [review_mark.c[name] for name in ("person", "paper", "version", "mark")]
    rows = connection.execute(
        sa.select(*columns).where(review_mark.c.course == course, review_mark.c.person.in_(persons))
    )
    return {(who, paper): (version, mark) for who, paper, version, mark in rows}


# --- seats ----------------------------------------------------------------------------------------------------------


class Taken(NamedTuple):
    """A seat that somebody has. `how` they came to it is '' where nobody wrote it down."""

    session: str
    paper: str
    role: str
    number: int
    person: int
    taken_at: datetime
    taken_by: int | None
    outcome: str
    stand_in: int | None
    marked_at: datetime | None
    marked_by: int | None
    reason: str
    how: str


def taken(connection: Connection, course: str) -> tuple[Taken, ...]:
    """All seats that are taken, with how whoever has it came to it."""
    same = [seat_change.c[name] == seat.c[name] for name in (*SEAT, "person")]
    how = (
        sa.select(seat_change.c.change)
        .where(*same, seat_change.c.change.in_(sorted(GAINED)))
        .order_by(seat_change.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = [seat.c[name] for name in Taken._fields[:-1]]
    rows = connection.execute(sa.select(*columns, how).where(seat.c.course == course).order_by(seat.c.id))
    return tuple(Taken._make((*row[:-1], row[-1] or "")) for row in rows)


# --- the ledger and the audit ---------------------------------------------------------------------------------------

DELIVERY = (
    "id",
    "kind",
    "item",
    "occurrence",
    "destination",
    "recipient",
    "part",
    "platform",
    "channel",
    "purpose",
    "title",
    "due_at",
    "state",
    "attempts",
    "first_claimed_at",
    "sent_at",
    "reference",
    "failure",
)


def deliveries(connection: Connection, course: str, *, item: str = "", recipient: str = "") -> Iterator[Sequence[Any]]:
    """The rows of the ledger in the order in which they were entered, as `DELIVERY` names their columns."""
    query = sa.select(*(delivery.c[name] for name in DELIVERY)).where(delivery.c.course == course)
    if item:
        query = query.where(delivery.c.item == item)
    if recipient:
        query = query.where(delivery.c.recipient == recipient)
    return _streamed(connection, query.order_by(delivery.c.id))


AUDIT = ("id", "at", "person", "action", "item", "details")


def audited(connection: Connection, course: str, *, by: int | None = None) -> Iterator[Sequence[Any]]:
    """What staff did, the oldest first, as `AUDIT` names the columns."""
    query = sa.select(*(audit.c[name] for name in AUDIT)).where(audit.c.course == course)
    if by is not None:
        query = query.where(audit.c.person == by)
    return _streamed(connection, query.order_by(audit.c.at, audit.c.id))


def _streamed(connection: Connection, query: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    rows = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    return (tuple(row) for row in rows)
