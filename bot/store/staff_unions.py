"""What staff keep of two persons who turn out to be one: lines of the class list, questions, who took part in class.

It makes room, so that afterwards the one can be called the other in every row. Marks are known in `mark_unions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import participation, roster_entry, roster_question

Rank = Callable[[sa.RowMapping], Any]


def unite_persons(connection: Connection, keep: int, gone: int) -> None:
    """Make room for calling `gone` `keep`."""
    both = (keep, gone)
    _one_of_two(connection, roster_entry, both, _is_on_the_newest)
    _one_of_two(connection, participation, both, _took_part)
    _one_question(connection, both)


def _is_on_the_newest(line: sa.RowMapping) -> Any:
    """A line of the newest list counts, else the one that was on it last."""
    return (line["gone_at"] is None, line["sheet"], -line["line"])


def _took_part(noted: sa.RowMapping) -> Any:
    """Whoever was seen in class was there, under whatever name."""
    return (noted["present"], noted["noted_at"])


def _one_question(connection: Connection, both: tuple[int, int]) -> None:
    """What is settled stays settled, what was answered stays answered; asked since the first time."""
    first = {course: min(row["asked_at"] for row in rows) for course, rows in _twice(connection, roster_question, both)}
    _one_of_two(connection, roster_question, both, _how_far)
    for course, asked_at in first.items():
        mine = (roster_question.c.course == course, roster_question.c.person.in_(both))
        connection.execute(roster_question.update().where(*mine).values(asked_at=asked_at))


def _how_far(question: sa.RowMapping) -> Any:
    settled, answered = question["settled_at"], question["answered_at"]
    return (settled is not None, question["outcome"] == "linked", answered is not None, -question["person"])


def _twice(connection: Connection, table: sa.Table, both: tuple[int, int]) -> list[tuple[Any, Sequence[sa.RowMapping]]]:
    """The rows that both have under one key, with what the key says beside the person (its first part)."""
    rest = [column.name for column in table.primary_key if column.name != "person"]
    found: dict[tuple[Any, ...], list[sa.RowMapping]] = {}
    for row in connection.execute(sa.select(table).where(table.c.person.in_(both))).mappings():
        found.setdefault(tuple(row[name] for name in rest), []).append(row)
    return [(key[0], rows) for key, rows in found.items() if len(rows) == 2]


def _one_of_two(connection: Connection, table: sa.Table, both: tuple[int, int], rank: Rank) -> None:
    """Of two rows under one key the one of the higher rank stays."""
    for _, rows in _twice(connection, table, both):
        lost = min(rows, key=rank)
        connection.execute(table.delete().where(*[column == lost[column.name] for column in table.primary_key]))
