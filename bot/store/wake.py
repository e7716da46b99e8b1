"""When the ledger next has something for a tick to do. Asked at every tick, so it takes a few look-ups in indexes,
however long the history is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.claims import lapsed
from bot.store.ledger import FARTHEST, OPEN
from bot.store.tables import delivery


@dataclass(frozen=True, slots=True)
class Wake:
    """`at`: the earliest instant at which an open row or a check wants attention. `lapsed`: claims were left behind, by
    a process that died or by a mark that the database would not take.
    """

    at: datetime | None
    lapsed: bool

    def wanted(self, now: datetime) -> bool:
        """Whether a tick has something to act on."""
        return self.lapsed or (self.at is not None and not now < self.at <= now + FARTHEST)


_OPEN = sa.select(sa.func.min(delivery.c.next_attempt_at)).where(OPEN).scalar_subquery().label("open")
_CHECK = (
    sa.select(sa.func.min(delivery.c.check_at)).where(delivery.c.check_at.is_not(None)).scalar_subquery().label("check")
)


@cache
def _waking(dialect: str) -> sa.Select[Any]:
    void = sa.exists().where(OPEN, delivery.c.next_attempt_at.is_(None), lapsed(dialect)).label("lapsed")
    return sa.select(_OPEN, _CHECK, void)


def wake(connection: Connection, owner: str) -> Wake:
    """When the tick of a run has something to do. Of the open rows only claimed ones have no next attempt, so that the
    index of the open rows answers it all.
    """
    row = connection.execute(_waking(connection.dialect.name), {"of_owner": owner}).one()
    return Wake(min((at for at in (row.open, row.check) if at is not None), default=None), bool(row.lapsed))
