"""Who was asked who they are, because they stand in the channel and on no line of the class list: once, for ever.

It keeps what they answered and how staff settled it. Functions take `now`; they never ask the time and never commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import roster_question
from bot.store.tables import insert_ignoring

AskedOutcome = Literal["", "linked", "declined"]


class RosterQuestion(NamedTuple):
    """`entry`: the person of the line that the answer fits, None: it fits none. `outcome` is '' until it is settled."""

    person: int
    asked_at: datetime
    answered_at: datetime | None
    answer: str
    entry: int | None
    settled_at: datetime | None
    settled_by: int | None
    outcome: AskedOutcome


_COLUMNS = [roster_question.c[name] for name in RosterQuestion._fields]


def ask(connection: Connection, course: str, person: int, *, now: datetime) -> bool:
    """False where they were asked before."""
    row = insert_ignoring(connection, roster_question).values(course=course, person=person, asked_at=now)
    return connection.execute(row).rowcount == 1


def asked(connection: Connection, course: str) -> frozenset[int]:
    """All who were ever asked."""
    return frozenset(connection.scalars(sa.select(roster_question.c.person).where(roster_question.c.course == course)))


def of_person(connection: Connection, course: str, person: int) -> RosterQuestion | None:
    query = sa.select(*_COLUMNS).where(roster_question.c.course == course, roster_question.c.person == person)
    row = connection.execute(query).one_or_none()
    return None if row is None else RosterQuestion(*row)


def answer(connection: Connection, course: str, person: int, words: str, *, entry: int | None, now: datetime) -> bool:
    """Keep what they said. False where they had answered before, or it is settled."""
    waiting = (
        roster_question.c.course == course,
        roster_question.c.person == person,
        roster_question.c.answered_at.is_(None),
        roster_question.c.settled_at.is_(None),
    )
    values = {"answered_at": now, "answer": words, "entry": entry}
    return connection.execute(roster_question.update().where(*waiting).values(**values)).rowcount == 1


def settle(
    connection: Connection, course: str, person: int, outcome: AskedOutcome, *, now: datetime, by: int | None
) -> bool:
    """False where it is settled already, or they were never asked."""
    waiting = (
        roster_question.c.course == course,
        roster_question.c.person == person,
        roster_question.c.settled_at.is_(None),
    )
    values = {"outcome": outcome, "settled_at": now, "settled_by": by}
    return connection.execute(roster_question.update().where(*waiting).values(**values)).rowcount == 1
