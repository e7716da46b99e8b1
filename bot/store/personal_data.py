"""All that the database holds of one person, table by table as it stands there: for themselves, when they ask.

It walks all tables that name persons, so that no table is forgotten. Where somebody only did something to another's
row, their part of it is that they did it, and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.all_tables import metadata
from bot.store.audit_pages import ABOUT_PERSONS
from bot.store.columns import JSONDocument, SafeText
from bot.store.ledger import PERSONAL
from bot.store.staff_tables import roster_entry
from bot.store.tables import account, audit, blob, delivery, person, review_form, review_version

NUMBER = "id:"

SUBJECTS = ("person", "entry", "asked", "stand_in", "dropped_by")
"""Columns that say whom a row is about; any other one says who did it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant."""

    person: int
    name: str
    email: str
    courses: tuple[str, ...]


# --- who is meant -----------------------------------------------------------------------------------------------------


def meant(connection: Connection, words: str) -> tuple[Candidate, ...]:
    """Whoever has this e-mail, student id, account id or name, to the letter but for capitals; the surest kind alone.
    `id:12` is the bot's own number.
    """
    wanted = words.strip()
    if (number := wanted.removeprefix(NUMBER)) != wanted and number.isdecimal():
        return _candidates(connection, [int(number)])
    low = wanted.casefold()
    looks = (
        ((person.c.id, person.c.email), (roster_entry.c.person, roster_entry.c.email)),
        tuple((roster_entry.c.person, roster_entry.c[name]) for name in ("student_id", "login", "canvas_id")),
        ((account.c.person, account.c.user_id),),
        (
            (person.c.id, person.c.name),
            (account.c.person, account.c.name),
            (roster_entry.c.person, roster_entry.c.name),
        ),
    )
    for kind in looks:
        found: set[int] = set()
        for who, column in kind:
            for row in connection.execute(sa.select(who, column).where(column.is_not(None), column != "")):
                if row[1].strip().casefold() == low:
                    found.add(row[0])
        if found:
            return _candidates(connection, sorted(found))
    return ()


def alike(connection: Connection, words: str, *, limit: int = 10) -> tuple[Candidate, ...]:
    """Whose name or address has these words in it."""
    low = words.strip().casefold()
    rows = connection.execute(sa.select(person.c.id, person.c.name, person.c.email).order_by(person.c.name))
    found = [row.id for row in rows if low and low in f"{row.name} {row.email or ''}".casefold()]
    return _candidates(connection, found[:limit])


def _candidates(connection: Connection, ids: Sequence[int]) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    courses = metadata.tables["membership"]
    for one in ids:
        row = connection.execute(sa.select(person.c.name, person.c.email).where(person.c.id == one)).one_or_none()
        if row is not None:
            mine = sa.select(courses.c.course).where(courses.c.person == one).order_by(courses.c.course)
            found.append(Candidate(one, row.name, row.email or "", tuple(connection.scalars(mine))))
    return tuple(found)


# --- what there is ----------------------------------------------------------------------------------------------------


def everything(connection: Connection, person_id: int) -> Mapping[str, list[dict[str, Any]]]:
    """Table → rows, as JSON can hold them. Files come without their content."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, table in sorted(metadata.tables.items()):
        if name in ("delivery", "audit"):
            continue
        rows = [*_about(connection, table, person_id), *_done(connection, table, person_id)]
        if rows:
            found[name] = rows
    found |= {
        name: rows
        for name, rows in (
            ("delivery", _messages(connection, person_id)),
            ("audit", _noted(connection, person_id)),
            ("review_form", _forms(connection, person_id)),
        )
        if rows
    }
    return found


def _about(connection: Connection, table: sa.Table, person_id: int) -> Iterator[dict[str, Any]]:
    columns = [one for one in table.columns if one.references(person.c.id) and one.name in SUBJECTS]
    if table is person:
        columns = [person.c.id]
    if not columns:
        return
    shown = [column for column in table.columns if not isinstance(column.type, sa.LargeBinary)]
    query = sa.select(*shown).where(sa.or_(*(column == person_id for column in columns)))
    for row in connection.execute(query.order_by(*table.primary_key.columns)).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _done(connection: Connection, table: sa.Table, person_id: int) -> Iterator[dict[str, Any]]:
    """What they did to others' rows: ids and instants, not the others' words."""
    persons = [one for one in table.columns if one.references(person.c.id)]
    actors = [one for one in persons if one.name not in SUBJECTS]
    subjects = [one for one in persons if one.name in SUBJECTS]
    if not actors:
        return
    theirs = [sa.or_(column != person_id, column.is_(None)) for column in subjects]
    hidden = (SafeText, JSONDocument, sa.LargeBinary)
    shown = [one for one in table.columns if not isinstance(one.type, hidden) and one not in subjects]
    query = sa.select(*shown).where(sa.or_(*(column == person_id for column in actors)), *theirs)
    for row in connection.execute(query.order_by(*table.primary_key.columns)).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _messages(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """What was said to them, with its text."""
    mine = (delivery.c.destination == PERSONAL, delivery.c.recipient == str(person_id))
    rows = connection.execute(sa.select(delivery).where(*mine).order_by(delivery.c.id)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _noted(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """What they did and what was done about them, as it was written down."""
    about = sa.or_(audit.c.action.in_(ABOUT_PERSONS), audit.c.course == "")  # of no course: handed out, erased
    own = sa.or_(audit.c.person == person_id, sa.and_(audit.c.item == str(person_id), about))
    rows = connection.execute(sa.select(audit).where(own).order_by(audit.c.id)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _forms(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """The questions that their answers answer."""
    used = sa.select(review_version.c.course, review_version.c.form).where(review_version.c.person == person_id)
    query = sa.select(review_form).where(sa.tuple_(review_form.c.course, review_form.c.hash).in_(used))
    rows = connection.execute(query.order_by(review_form.c.course, review_form.c.hash)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def files(connection: Connection, person_id: int) -> Iterator[tuple[int, str, bytes]]:
    """Each file that they handed in: its id, its name, its content."""
    for number in connection.scalars(sa.select(blob.c.id).where(blob.c.person == person_id).order_by(blob.c.id)).all():
        row = connection.execute(sa.select(blob.c.name, blob.c.content).where(blob.c.id == number)).one()
        yield number, row.name, bytes(row.content)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
