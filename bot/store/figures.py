"""What the ledger holds, in figures: for whoever watches the service, not for whoever says anything.

It reads and counts. Of a row it tells nothing but its course and its state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.gate import SHUT, Gate
from bot.store.ledger import OPEN
from bot.store.revision import newest_revision
from bot.store.tables import DELIVERY_STATES, delivery

__all__ = ["DELIVERY_STATES", "Queue", "by_state", "is_current", "queue"]


@dataclass(frozen=True, slots=True)
class Queue:
    """The rows that are due and open. `since`: when the oldest of them that is to be said was due."""

    length: int
    since: datetime | None


def by_state(connection: Connection, courses: Collection[str]) -> Mapping[tuple[str, str], int]:
    """How many rows there are, by course and state."""
    which = (delivery.c.course, delivery.c.state)
    query = sa.select(*which, sa.func.count()).where(delivery.c.course.in_(courses)).group_by(*which)
    return {(course, state): number for course, state, number in connection.execute(query)}


def queue(connection: Connection, courses: Collection[str], *, gate: Gate, now: datetime) -> Queue:
    """What waits for nothing but to be done. What is paused, or may not be said to anybody yet, is not late."""
    since = sa.func.min(sa.case((delivery.c.state != "retracting", delivery.c.due_at)))
    query = sa.select(sa.func.count(), since).where(
        OPEN, delivery.c.course.in_(courses), delivery.c.due_at <= now, sa.not_(SHUT)
    )
    return Queue(*connection.execute(query, gate.named()).one())


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one that this program works with: another one may have changed it since the start."""
    revision = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table("alembic_version")))
    return revision == newest_revision()
