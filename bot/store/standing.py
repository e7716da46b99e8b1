"""Posts that stand and are changed in place: of which hours there are some, what one says by the record, and whether
that is in doubt.

Between a change on the platform and its record nobody knows what stands there; the row's hash says so meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.ledger import Delivery, as_delivery
from bot.store.tables import delivery

DOUBTFUL = "changing:"
"""In place of a content's hash, with a word of whoever is changing it."""


def hours(
    connection: Connection, course: str, kind: str, item: str, *, destination: str, recipient: str = ""
) -> Mapping[str, datetime | None]:
    """By occurrence, when each was due; None for what was given up unsaid."""
    names = {
        "course": course,
        "destination": destination,
        "kind": kind,
        "item": item,
        "part": "",
        "recipient": recipient,
    }
    columns = [delivery.c[name] for name in ("occurrence", "due_at", "state")]
    query = sa.select(*columns).where(*(delivery.c[name] == value for name, value in names.items()))
    return {row.occurrence: None if row.state == "skipped" else row.due_at for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class Standing:
    """A post of one part. `doubtful`: a change was begun, and what became of it is not written down."""

    delivery: Delivery
    doubtful: bool


def of(
    connection: Connection, course: str, kind: str, item: str, occurrence: str, *, destination: str
) -> Standing | None:
    """The post, where it is there, has only one part and was not taken back."""
    names = {"course": course, "destination": destination, "kind": kind, "item": item, "occurrence": occurrence}
    same = [delivery.c[name] == value for name, value in names.items()]
    rows = connection.execute(sa.select(delivery).where(*same, delivery.c.recipient == "")).all()
    if len(rows) != 1 or rows[0].state != "sent" or rows[0].reference is None:
        return None
    return Standing(as_delivery(rows[0]), (rows[0].content_hash or "").startswith(DOUBTFUL))


def doubt(connection: Connection, delivery_id: int, token: str) -> None:
    """A change begins."""
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(content_hash=token))


def settle(connection: Connection, delivery_id: int, token: str, *, snapshot: str, content_hash: str) -> bool:
    """The change is made. False where another one was begun since."""
    mine = (delivery.c.id == delivery_id, delivery.c.content_hash == token)
    changed = delivery.update().where(*mine).values(snapshot=snapshot, content_hash=content_hash)
    return connection.execute(changed).rowcount == 1
