"""The class list as it was imported: its sheets with their headings, and the line of everybody who is or was on it.

It keeps what stood in a file; what that makes of people's memberships is known elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.course.model import CourseRole
from bot.store.staff_tables import roster_entry, roster_sheet
from bot.store.tables import account, membership, person

CHUNK = 500
"""Persons that are named in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSheet:
    """A file that was imported. `points` is empty where it had no such row; `digest` is of its bytes. Before it is
    entered its id is 0.
    """

    id: int = 0
    course: str
    kind: Literal["canvas", "plain"]
    name: str
    imported_at: datetime
    imported_by: int | None
    header: tuple[str, ...] = field(repr=False)
    points: tuple[str, ...] = field(default=(), repr=False)
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A person's line. `sheet`: under whose header `cells` stand; `gone_at`: since when they are not on the list."""

    course: str
    person: int
    sheet: int
    line: int
    gone_at: datetime | None = None
    name: str
    email: str = ""
    student_id: str = ""
    canvas_id: str = ""
    login: str = ""
    section: str = ""
    cells: tuple[str, ...] = field(default=(), repr=False)


# --- sheets -----------------------------------------------------------------------------------------------------------


def add_sheet(connection: Connection, sheet: ImportedSheet) -> int:
    """Enter it; its id."""
    values = {name: value for name, value in asdict(sheet).items() if name != "id"}
    return int(connection.execute(roster_sheet.insert().values(**values).returning(roster_sheet.c.id)).scalar_one())


def newest_sheet(connection: Connection, course: str, kind: str = "") -> ImportedSheet | None:
    """The list that counts, or the newest of a kind."""
    query = sa.select(roster_sheet).where(roster_sheet.c.course == course).order_by(roster_sheet.c.id.desc()).limit(1)
    if kind:
        query = query.where(roster_sheet.c.kind == kind)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _sheet(row)


def sheet_of_file(connection: Connection, course: str, digest: str) -> ImportedSheet | None:
    """The newest import of a file whose digest begins so."""
    query = sa.select(roster_sheet).where(
        roster_sheet.c.course == course, roster_sheet.c.digest.startswith(digest, autoescape=True)
    )
    row = connection.execute(query.order_by(roster_sheet.c.id.desc()).limit(1)).mappings().one_or_none()
    return None if row is None else _sheet(row)


def _sheet(row: RowMapping) -> ImportedSheet:
    return ImportedSheet(**{**row, "header": tuple(row["header"]), "points": tuple(row["points"])})


# --- lines ------------------------------------------------------------------------------------------------------------


def listings(connection: Connection, course: str, *, gone_too: bool = False) -> tuple[Listing, ...]:
    """Who is on the list, in its order; with `gone_too` also who was."""
    query = sa.select(roster_entry).where(roster_entry.c.course == course)
    if not gone_too:
        query = query.where(roster_entry.c.gone_at.is_(None))
    rows = connection.execute(query.order_by(roster_entry.c.line, roster_entry.c.person)).mappings()
    return tuple(Listing(**{**row, "cells": tuple(row["cells"])}) for row in rows)


def put(connection: Connection, found: Sequence[Listing]) -> None:
    """Enter these lines in place of those that their persons had; all are of one course."""
    for part in (found[start : start + CHUNK] for start in range(0, len(found), CHUNK)):
        mine = (roster_entry.c.course == part[0].course, roster_entry.c.person.in_([one.person for one in part]))
        connection.execute(roster_entry.delete().where(*mine))
        connection.execute(roster_entry.insert(), [asdict(one) for one in part])


def strike(connection: Connection, course: str, persons: Collection[int], *, now: datetime) -> None:
    """They are not on the list any more; their lines stay."""
    mine = (roster_entry.c.course == course, roster_entry.c.person.in_(persons), roster_entry.c.gone_at.is_(None))
    connection.execute(roster_entry.update().where(*mine).values(gone_at=now))


# --- persons ----------------------------------------------------------------------------------------------------------


def by_email(connection: Connection, course: str) -> Mapping[str, list[int]]:
    """Address in small letters → the persons who have it and have an account, or are or were in the course."""
    has_account = sa.exists().where(account.c.person == person.c.id)
    member = sa.exists().where(membership.c.person == person.c.id, membership.c.course == course)
    query = sa.select(person.c.id, person.c.email).where(person.c.email.is_not(None), sa.or_(has_account, member))
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in connection.execute(query.order_by(person.c.id)):
        found[row.email.strip().casefold()].append(row.id)
    return found


def with_account(connection: Connection) -> frozenset[int]:
    """Persons who have an account anywhere."""
    return frozenset(connection.scalars(sa.select(account.c.person)))


def correct(connection: Connection, person_id: int, *, name: str, email: str) -> None:
    """A person is called what the list calls them; an address that it does not have stays."""
    values = {"name": name, **({"email": email} if email else {})}
    connection.execute(person.update().where(person.c.id == person_id).values(**values))


def add_students(
    connection: Connection, course: str, found: Iterable[tuple[str, str]], *, now: datetime, counts_from: datetime
) -> list[int]:
    """Persons without an account, by (name, e-mail), as students of the course; their ids in the same order."""
    rows = [{"name": name, "email": email or None, "created_at": now} for name, email in found]
    if not rows:
        return []
    insert = person.insert().returning(person.c.id, sort_by_parameter_order=True)
    ids = [int(one) for one in connection.scalars(insert, rows)]
    student = {"course": course, "role": CourseRole.STUDENT.value, "source": "staff", "joined_at": now}
    connection.execute(membership.insert(), [{**student, "person": one, "counts_from": counts_from} for one in ids])
    return ids
