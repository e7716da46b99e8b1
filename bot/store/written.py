"""All that was written in a course, as those need it who give it out whole: by person, by paper, and the files.

It only reads. What of it counts is the rules' matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.records import Blob, ReviewVersion
from bot.store.tables import blob, review_version

_VERSION = [column for column in review_version.c if column.name != "id"]


def papers(connection: Connection, course: str) -> tuple[str, ...]:
    """The papers of which anything was written, by id."""
    query = sa.select(review_version.c.paper).where(review_version.c.course == course).distinct()
    return tuple(connection.scalars(query.order_by(review_version.c.paper)))


def of_person(connection: Connection, course: str, person: int) -> tuple[ReviewVersion, ...]:
    """All versions of one person's reviews, by paper, the oldest first."""
    mine = (review_version.c.course == course, review_version.c.person == person)
    query = sa.select(*_VERSION).where(*mine).order_by(review_version.c.paper, review_version.c.number)
    return tuple(ReviewVersion(**row) for row in connection.execute(query).mappings())


def number_of(connection: Connection, course: str, person: int) -> int:
    """Of how many papers somebody has written."""
    mine = (review_version.c.course == course, review_version.c.person == person)
    return connection.scalar(sa.select(sa.func.count(review_version.c.paper.distinct())).where(*mine)) or 0


def files(connection: Connection, course: str, person: int | None = None) -> tuple[Blob, ...]:
    """What was handed in, without its content, by id."""
    columns = [column for column in blob.c if column.name not in ("content", "sha256")]
    query = sa.select(*columns).where(blob.c.course == course).order_by(blob.c.id)
    if person is not None:
        query = query.where(blob.c.person == person)
    return tuple(Blob(**{**row, "id": str(row["id"])}) for row in connection.execute(query).mappings())


def contents(connection: Connection, ids: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The content of each file, one at a time."""
    for one in ids:
        content = connection.scalar(sa.select(blob.c.content).where(blob.c.id == int(one)))
        if content is not None:
            yield one, bytes(content)
