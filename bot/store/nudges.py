"""The nudges about a session's reviews that staff had sent, as the ledger has them: round by round, one row a person.

Functions `f(connection, …)`. It knows no rule and no words.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.ledger import NOTHING, PERSONAL
from bot.store.tables import delivery

ROUND = "n"
"""How the occurrence of a round begins; its number follows."""

BY = "by"
"""In the details: who of staff pressed."""


class Round(NamedTuple):
    """`persons` are those who were to be told; `unreached` those of them who could not be."""

    number: int
    at: datetime
    by: int | None
    persons: tuple[int, ...]
    unreached: tuple[int, ...]


def of_session(connection: Connection, course: str, session: str) -> tuple[Round, ...]:
    """All rounds, the first one first."""
    columns = [delivery.c[name] for name in ("occurrence", "recipient", "state", "failure", "due_at", "details")]
    query = sa.select(*columns).where(
        delivery.c.course == course,
        delivery.c.destination == PERSONAL,
        delivery.c.kind == NoticeKind.NUDGE.value,
        delivery.c.item == session,
        delivery.c.part == "",
    )
    rounds: dict[int, list[sa.Row[tuple[object, ...]]]] = {}
    for row in connection.execute(query.order_by(delivery.c.id)):
        number = row.occurrence.removeprefix(ROUND)
        rounds.setdefault(int(number) if number.isdecimal() else 0, []).append(row)
    return tuple(_round(number, rounds[number]) for number in sorted(rounds))


def _round(number: int, rows: list[sa.Row[tuple[object, ...]]]) -> Round:
    by = rows[0].details.get(BY, "")
    missed = [
        row for row in rows if row.state in ("failed", "held") or (row.state == "skipped" and row.failure != NOTHING)
    ]
    return Round(
        number=number,
        at=min(row.due_at for row in rows),
        by=int(by) if by.isdecimal() else None,
        persons=tuple(int(row.recipient) for row in rows),
        unreached=tuple(int(row.recipient) for row in missed),
    )
