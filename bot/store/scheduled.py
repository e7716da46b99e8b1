"""Posts that staff asked for at a time to come: the ledger's rows that wait for it.

Functions `f(connection, …)`. It knows no schedule and no words.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.ledger import STAFF_ONLY, Delivery, as_delivery
from bot.store.tables import delivery


def ahead(connection: Connection, course: str, *, now: datetime, item: str | None = None) -> tuple[Delivery, ...]:
    """The first part of each on each platform, the earliest first; with `item` of that one alone."""
    mine = [
        delivery.c.course == course,
        delivery.c.kind == NoticeKind.ANNOUNCE.value,
        delivery.c.destination.not_in(STAFF_ONLY),
        delivery.c.part == "",
        delivery.c.state.in_(("waiting", "claimed")),
        delivery.c.due_at > now,
    ]
    if item is not None:
        mine.append(delivery.c.item == item)
    query = sa.select(delivery).where(*mine).order_by(delivery.c.due_at, delivery.c.id)
    return tuple(as_delivery(row) for row in connection.execute(query))
