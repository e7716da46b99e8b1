"""Marks and returns of reviews under two names that are one, of two persons or of two papers.

A mark and a return are of a version: where versions of two become one sequence they go along. Knows nothing of what a
mark says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import review_mark, review_return

OF_A_VERSION = (review_mark, review_return)


def renumber(
    connection: Connection, name: str, fresh: Mapping[tuple[Any, int], int], *, course: str, other: Any
) -> None:
    """`fresh`: by the one name and the number that a version had, the number that it has now. `name` is the column that
    the two differ in, `other` what stands in the other one.
    """
    shared = "paper" if name == "person" else "person"
    named = {one for one, _ in fresh}
    for table in OF_A_VERSION:
        mine = (table.c.course == course, table.c[shared] == other, table.c[name].in_(named))
        for row in connection.execute(sa.select(table).where(*mine)).mappings().all():
            number = fresh.get((row[name], row["version"]), row["version"])
            same = [column == row[column.name] for column in table.primary_key]
            connection.execute(table.update().where(*same).values(version=number))


def one_mark(connection: Connection, name: str, both: tuple[Any, Any], course: str = "") -> None:
    """Of two marks of one review the newer one stays; where the writer could see either, they see it."""
    shared = "paper" if name == "person" else "person"
    query = sa.select(review_mark).where(review_mark.c[name].in_(both)).order_by(review_mark.c.marked_at)
    found: dict[tuple[str, Any], list[sa.RowMapping]] = {}
    for row in connection.execute(query.where(review_mark.c.course == course) if course else query).mappings():
        found.setdefault((row["course"], row[shared]), []).append(row)
    for older, newer in (rows for rows in found.values() if len(rows) == 2):
        connection.execute(review_mark.delete().where(*_is(older)))
        if newer["released_at"] is None and older["released_at"] is not None:
            seen = {"released_at": older["released_at"], "released_by": older["released_by"]}
            connection.execute(review_mark.update().where(*_is(newer)).values(**seen))


def _is(row: sa.RowMapping) -> list[sa.ColumnElement[bool]]:
    return [column == row[column.name] for column in review_mark.primary_key]
