"""What is to be told of an edit and was not said yet: rows of the ledger that still can be put otherwise.

Functions `f(connection, …)`; what such a row says is for others to know.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.ledger import OPEN, Delivery, as_delivery
from bot.store.tables import delivery


def unsaid(connection: Connection, course: str, kind: NoticeKind, *, detail: str, says: str) -> tuple[Delivery, ...]:
    """Those of the kind with that detail of which nobody can have seen anything, the oldest first."""
    mine = (delivery.c.course == course, delivery.c.kind == kind.value, delivery.c.part == "")
    waits = (delivery.c.state == "waiting", sa.not_(delivery.c.unsure))
    found = connection.execute(sa.select(delivery).where(OPEN, *mine, *waits).order_by(delivery.c.id))
    return tuple(one for one in map(as_delivery, found) if one.details.get(detail) == says)


def put_otherwise(connection: Connection, one: Delivery, details: Mapping[str, str]) -> bool:
    """Let it say that. False where it has been claimed since."""
    still = (delivery.c.id == one.id, delivery.c.state == "waiting", delivery.c.epoch == one.epoch)
    return connection.execute(delivery.update().where(*still).values(details=dict(details))).rowcount == 1
