"""Erasing what people wrote and what is known of them: everywhere, or in one course. Ids, instants and counts stay.

Which columns hold words is known in `personal_columns`. Functions f(connection, …): one transaction is the caller's
matter. On SQLite what is erased is overwritten in the file too, once `scrubbing` has been there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.all_tables import metadata
from bot.store.ledger import (
    PERSONAL,
)
from bot.store.personal_columns import DELETED, WORDS
from bot.store.staff_tables import roster_entry, roster_question
from bot.store.tables import account, course_state, delivery, membership, person, review_version

SHORT = 2
"""Names and ids of no more letters stand in too many words to be looked for."""


@dataclass(frozen=True)
class Known:
    """How a person can be named: names, addresses and ids, in small letters; the courses that they were ever in."""

    person: int
    words: frozenset[str]
    courses: frozenset[str]

    def named_in(self, text: str) -> bool:
        """Whether any of it stands there."""
        return bool(self.words) and self._pattern.search(text.casefold()) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """As words of their own: who is called Ada is not in `adaptive`."""
        listed = "|".join(re.escape(one) for one in sorted(self.words, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")


def name_of(person_id: int) -> str:
    """What somebody is called who was erased."""
    return f"Erased person {person_id}"


def is_erased(name: str, person_id: int) -> bool:
    return name == name_of(person_id)


def known(connection: Connection, person_id: int) -> Known:
    """How the person can be named in what stands about them."""
    mine = connection.execute(sa.select(person.c.name, person.c.email).where(person.c.id == person_id)).one()
    words = {mine.name, mine.email or ""}
    for row in connection.execute(sa.select(account.c.name, account.c.user_id).where(account.c.person == person_id)):
        words |= {row.name, row.user_id}
    columns = [roster_entry.c[name] for name in ("name", "email", "student_id", "canvas_id", "login")]
    for row in connection.execute(sa.select(*columns).where(roster_entry.c.person == person_id)):
        words |= set(row)
    found = {word.strip().casefold() for word in words}
    return Known(person_id, frozenset(one for one in found if len(one) > SHORT), _courses(connection, person_id))


def _courses(connection: Connection, person_id: int) -> frozenset[str]:
    """Wherever there is anything of them."""
    found: set[str] = set()
    for table in metadata.tables.values():
        if "course" not in table.c:
            continue
        for column in _persons(table):
            found |= set(connection.scalars(sa.select(table.c.course).where(column == person_id).distinct()))
    told = sa.select(delivery.c.course).where(
        delivery.c.destination == PERSONAL, delivery.c.recipient == str(person_id)
    )
    return frozenset(found | set(connection.scalars(told.distinct())))


def _persons(table: sa.Table) -> Iterator[sa.Column[Any]]:
    """The columns that name persons."""
    return (column for column in table.columns if column.references(person.c.id))


# --- what people hold themselves --------------------------------------------------------------------------------------


def empty_own(
    connection: Connection, persons: Collection[int], *, now: datetime, course: str | None = None
) -> Mapping[str, int]:
    """Their own rows, everywhere or in one course; how many there were, by table. Accounts are of no course."""
    counts: dict[str, int] = {}
    for name in DELETED:
        table = metadata.tables[name]
        if course is not None and "course" not in table.c:
            continue
        where = _of(table, persons, course)
        counts[name] = connection.execute(table.delete().where(*where)).rowcount
    for name, values in WORDS.items():
        table = metadata.tables[name]
        where = _of(table, persons, course)
        counts[name] = connection.execute(table.update().where(*where).values(**values)).rowcount
    listed = _of(roster_entry, persons, course)
    called = "Erased person " + sa.cast(roster_entry.c.person, sa.String)
    gone_at = sa.func.coalesce(roster_entry.c.gone_at, sa.literal(now, roster_entry.c.gone_at.type))
    connection.execute(roster_entry.update().where(*listed).values(name=called, gone_at=gone_at))
    asked = (roster_question.c.entry.in_(persons), *([roster_question.c.course == course] if course else []))
    connection.execute(roster_question.update().where(*asked).values(answer=""))
    return counts


def _of(table: sa.Table, persons: Collection[int], course: str | None) -> list[sa.ColumnElement[bool]]:
    mine: list[sa.ColumnElement[bool]] = [table.c.person.in_(persons)]
    return [*mine, table.c.course == course] if course is not None else mine


def forget_persons(connection: Connection, persons: Sequence[int]) -> None:
    """Who they are: nobody can be reached or recognised by it, and what they did is still one person's."""
    for one in persons:
        values = {"name": name_of(one), "email": None, "timezone": None, "reminders": "normal"}
        connection.execute(person.update().where(person.c.id == one).values(**values))
    left = {"active": False, "in_channel": False, "new_at": None, "left_at": None}
    connection.execute(membership.update().where(membership.c.person.in_(persons)).values(**left))


def elsewhere(connection: Connection, course: str, persons: Collection[int]) -> frozenset[int]:
    """Those of them who are in another course of which nothing was erased."""
    query = (
        sa.select(membership.c.person)
        .outerjoin(course_state, course_state.c.course == membership.c.course)
        .where(membership.c.person.in_(persons), membership.c.course != course, course_state.c.erased_at.is_(None))
    )
    return frozenset(connection.scalars(query.distinct()))


def persons_of(connection: Connection, course: str, *, after: int, limit: int) -> tuple[int, ...]:
    """Whoever has anything in the course, by id, so many after one."""
    each = [
        sa.select(table.c.person.label("person")).where(table.c.course == course, table.c.person > after)
        for table in metadata.tables.values()
        if "course" in table.c and "person" in table.c
    ]
    query = sa.union(*each).subquery()
    found = sa.select(query.c.person).where(query.c.person.is_not(None)).order_by(query.c.person).limit(limit)
    return tuple(connection.scalars(found))


# --- counting ---------------------------------------------------------------------------------------------------------


def count_own(connection: Connection, person_id: int) -> Mapping[str, int]:
    """How many rows are theirs, by table."""
    found: dict[str, int] = {}
    for name, table in metadata.tables.items():
        if "person" in table.c and name != "audit":
            query = sa.select(sa.func.count()).where(table.c.person == person_id)
            found[name] = connection.scalar(query) or 0
    told = (delivery.c.destination == PERSONAL, delivery.c.recipient == str(person_id))
    found["delivery"] = connection.scalar(sa.select(sa.func.count()).where(*told)) or 0
    return found


def count_course(connection: Connection, course: str) -> tuple[int, int]:
    """How many people have something in a course, and how many versions of reviews are there."""
    people = len(persons_of(connection, course, after=0, limit=10**9))
    versions = connection.scalar(sa.select(sa.func.count()).where(review_version.c.course == course)) or 0
    return people, versions
