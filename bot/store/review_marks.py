"""What staff think of reviews, and which they gave back to be edited. Rows in, records out.

A mark is one row a review and is changed in place; a return is only added, and taken back by saying so. What either
means is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.records import ReviewGrant
from bot.store.staff_tables import review_mark, review_return
from bot.store.tables import insert_ignoring


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The mark of one review. `mark` is the id of a step of the course's scale, `version` the one that was read."""

    course: str
    person: int
    paper: str
    version: int
    mark: str
    marked_at: datetime
    marked_by: int | None = None
    released_at: datetime | None = None
    released_by: int | None = None

    @property
    def released(self) -> bool:
        """Whether its writer may see it."""
        return self.released_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReturn:
    """A review that was given back. `version` is the one that was read, `until` the due time that came with it."""

    id: int = 0
    course: str
    person: int
    paper: str
    version: int
    returned_at: datetime
    returned_by: int | None = None
    until: datetime | None = None
    undone_at: datetime | None = None
    note: str = field(default="", repr=False)


Review = tuple[int, str]
"""Whose review, of which paper."""

AT_ONCE = 500
"""Persons that are named in one statement."""

# --- marks ----------------------------------------------------------------------------------------------------------


def marks(connection: Connection, course: str, person: int | None = None) -> Mapping[Review, Mark]:
    """All marks of a course, of one person or of everybody."""
    query = sa.select(review_mark).where(review_mark.c.course == course)
    rows = connection.execute(query if person is None else query.where(review_mark.c.person == person)).mappings()
    return {(row["person"], row["paper"]): Mark(**row) for row in rows}


def mark_of(connection: Connection, course: str, person: int, paper: str) -> Mark | None:
    query = sa.select(review_mark).where(*_same(review_mark, course, person, paper))
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Mark(**row)


def released(connection: Connection, course: str, person: int) -> Mapping[str, Mark]:
    """Paper → the mark that its writer may see."""
    return {paper: mark for (_, paper), mark in marks(connection, course, person).items() if mark.released}


def put(connection: Connection, mark: Mark) -> None:
    """In place of the one that was there. Whether that is released stays as it was."""
    values = asdict(mark)
    if connection.execute(insert_ignoring(connection, review_mark), values).rowcount:
        return
    changed = {name: values[name] for name in ("version", "mark", "marked_at", "marked_by")}
    same = _same(review_mark, mark.course, mark.person, mark.paper)
    connection.execute(review_mark.update().where(*same).values(**changed))


def remove(connection: Connection, course: str, person: int, paper: str) -> None:
    connection.execute(review_mark.delete().where(*_same(review_mark, course, person, paper)))


def release(connection: Connection, course: str, which: Collection[Review], *, now: datetime, by: int | None) -> int:
    """Let the writers see these marks; how many they did not see before."""
    persons: defaultdict[str, list[int]] = defaultdict(list)
    for person, paper in sorted(which):
        persons[paper].append(person)
    changed = 0
    for paper, everybody in persons.items():
        for part in (everybody[start : start + AT_ONCE] for start in range(0, len(everybody), AT_ONCE)):
            statement = review_mark.update().where(
                review_mark.c.course == course,
                review_mark.c.paper == paper,
                review_mark.c.person.in_(part),
                review_mark.c.released_at.is_(None),
            )
            changed += connection.execute(statement.values(released_at=now, released_by=by)).rowcount
    return changed


def take_back(connection: Connection, course: str, papers: Collection[str], *, released_at: datetime) -> int:
    """Let nobody see what was released at that instant, of these papers; how many marks that are."""
    statement = (
        review_mark.update()
        .where(
            review_mark.c.course == course,
            review_mark.c.paper.in_(papers),
            review_mark.c.released_at == released_at,
        )
        .values(released_at=None, released_by=None)
    )
    return connection.execute(statement).rowcount


def _same(table: sa.Table, course: str, person: int, paper: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.course == course, table.c.person == person, table.c.paper == paper)


# --- returns --------------------------------------------------------------------------------------------------------


def add_return(connection: Connection, given_back: ReviewReturn) -> int:
    """Enter it; its id."""
    values = asdict(given_back)
    del values["id"]
    return int(connection.execute(review_return.insert().values(**values).returning(review_return.c.id)).scalar_one())


def undo_return(connection: Connection, return_id: int, *, now: datetime) -> bool:
    """False where there is none, or it was taken back before."""
    statement = (
        review_return.update()
        .where(review_return.c.id == return_id, review_return.c.undone_at.is_(None))
        .values(undone_at=now)
    )
    return connection.execute(statement).rowcount == 1


def get_return(connection: Connection, return_id: int) -> ReviewReturn | None:
    row = connection.execute(sa.select(review_return).where(review_return.c.id == return_id)).mappings().one_or_none()
    return None if row is None else ReviewReturn(**row)


def returns(connection: Connection, course: str, person: int | None = None) -> Mapping[Review, ReviewReturn]:
    """The newest that stands of each review, of one person or of everybody."""
    query = sa.select(review_return).where(review_return.c.course == course, review_return.c.undone_at.is_(None))
    if person is not None:
        query = query.where(review_return.c.person == person)
    rows = connection.execute(query.order_by(review_return.c.id)).mappings()
    return {(row["person"], row["paper"]): ReviewReturn(**row) for row in rows}


def returned_with(connection: Connection, grant: ReviewGrant) -> ReviewReturn | None:
    """The return that a grant came with: its writer hears of both in one message."""
    if grant.until is None:
        return None
    query = sa.select(review_return).where(
        *_same(review_return, grant.course, grant.person, grant.paper),
        review_return.c.returned_at == grant.granted_at,
        review_return.c.until == grant.until,
        review_return.c.undone_at.is_(None),
    )
    row = connection.execute(query.order_by(review_return.c.id.desc()).limit(1)).mappings().one_or_none()
    return None if row is None else ReviewReturn(**row)
