"""Reviews under two names that are one, of two persons or of two papers, and what hangs on a paper's or session's id.

Nothing that somebody wrote is lost in it: versions of the same review become one sequence. What becomes of seats is
known in `seat_unions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store import mark_unions, seat_unions
from bot.store.staff_tables import participation, review_mark, review_return
from bot.store.tables import review_grant, review_hidden, review_plea, review_typing, review_version

OF_A_PAPER = (review_version, review_typing, review_hidden, review_grant, review_plea, review_mark, review_return)
OF_A_SESSION = (review_version, review_grant, review_plea, participation)


# --- ids ------------------------------------------------------------------------------------------------------------


def papers_in_use(connection: Connection, course: str) -> Mapping[str, int]:
    """Papers of which something is here, or somebody has a seat, with the number of people who sent in a review."""
    found: dict[str, int] = {}
    for table in OF_A_PAPER:
        query = sa.select(table.c.paper).where(table.c.course == course, table.c.paper != "").distinct()
        found |= dict.fromkeys(connection.scalars(query), 0)
    writers = sa.func.count(review_version.c.person.distinct())
    counted = sa.select(review_version.c.paper, writers).where(review_version.c.course == course)
    rows = connection.execute(counted.group_by(review_version.c.paper))
    found |= dict.fromkeys(seat_unions.in_use(connection, course, "paper"), 0)
    return found | {row.paper: row[1] for row in rows}


def sessions_in_use(connection: Connection, course: str) -> frozenset[str]:
    """Sessions for which somebody wrote, was granted something, could not make it, took part, or has a seat."""
    found: set[str] = set(seat_unions.in_use(connection, course, "session"))
    for table in OF_A_SESSION:
        query = sa.select(table.c.session).where(table.c.course == course, table.c.session != "").distinct()
        found |= set(connection.scalars(query))
    return frozenset(found)


def rename_session(connection: Connection, course: str, old: str, new: str) -> None:
    """Of who took part what was noted last stays."""
    _noted_last(connection, course, (new, old))
    for table in OF_A_SESSION:
        mine = (table.c.course == course, table.c.session == old)
        connection.execute(table.update().where(*mine).values(session=new))
    seat_unions.rename(connection, course, "session", old, new)


def rename_paper(connection: Connection, course: str, old: str, new: str) -> None:
    """What was written of either id is of one paper."""
    unite(connection, "paper", keep=new, gone=old, course=course)
    for table in OF_A_PAPER:
        mine = (table.c.course == course, table.c.paper == old)
        connection.execute(table.update().where(*mine).values(paper=new))
    seat_unions.rename(connection, course, "paper", old, new)


def _noted_last(connection: Connection, course: str, both: tuple[str, str]) -> None:
    """Make room where somebody took part in either."""
    query = sa.select(participation).where(participation.c.course == course, participation.c.session.in_(both))
    found: dict[int, list[sa.Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person, []).append(row)
    for rows in found.values():
        newest = max(rows, key=lambda row: (row.noted_at, row.session == both[0]))
        for row in rows:
            if row is not newest:
                same = [participation.c[column] == getattr(row, column) for column in ("course", "session", "person")]
                connection.execute(participation.delete().where(*same))


# --- two that are one -----------------------------------------------------------------------------------------------


Name = Literal["person", "paper"]
"""What two reviews differ in that are one."""


def unite(connection: Connection, name: Name, *, keep: int | str, gone: int | str, course: str = "") -> None:
    """Make room: afterwards `gone` can be called `keep` in every row. `course`: only there."""
    _one_sequence(connection, name, (keep, gone), course)
    mark_unions.one_mark(connection, name, (keep, gone), course)
    for table in (review_typing, review_hidden):
        _one_of_two(connection, table, name, (keep, gone), course)


def _rows(
    connection: Connection, table: sa.Table, name: Name, both: tuple[Any, Any], course: str
) -> list[list[sa.Row[Any]]]:
    """The rows of each review that stands under both names."""
    query = sa.select(table).where(table.c[name].in_(both))
    other = "paper" if name == "person" else "person"
    found: dict[tuple[Any, Any], list[sa.Row[Any]]] = {}
    for row in connection.execute(query.where(table.c.course == course) if course else query):
        found.setdefault((row.course, getattr(row, other)), []).append(row)
    return [rows for rows in found.values() if len({getattr(row, name) for row in rows}) == 2]


def _one_sequence(connection: Connection, name: Name, both: tuple[Any, Any], course: str) -> None:
    """In the order in which they came in. First out of each other's way: no two may have one number at any moment."""
    for rows in _rows(connection, review_version, name, both, course):
        ordered = sorted(rows, key=lambda row: (row.received_at, getattr(row, name) != both[0], row.number))
        fresh = {(getattr(row, name), row.number): number for number, row in enumerate(ordered, 1)}
        for final in (False, True):
            for row in ordered:
                number, base = fresh[getattr(row, name), row.number], fresh.get((getattr(row, name), row.base), 0)
                values = {"number": number if final else -number, "base": base}
                connection.execute(review_version.update().where(review_version.c.id == row.id).values(**values))
        other = getattr(rows[0], "paper" if name == "person" else "person")
        mark_unions.renumber(connection, name, fresh, course=rows[0].course, other=other)


def _one_of_two(connection: Connection, table: sa.Table, name: Name, both: tuple[Any, Any], course: str) -> None:
    """What was typed last stays; hidden is hidden."""
    for rows in _rows(connection, table, name, both, course):
        newest = max(rows, key=lambda row: (getattr(row, "at", None) or row.hidden_at, getattr(row, name) == both[0]))
        for row in rows:
            if row is not newest:
                same = [table.c[column] == getattr(row, column) for column in ("course", "person", "paper")]
                connection.execute(table.delete().where(*same))
