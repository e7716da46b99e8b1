"""Posts that stand and are changed in place: of which hours there are some, what one says by the record, and whether
that is in doubt.

Between a change on the platform and its record nobody knows what stands there; the row's hash says so meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

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
    connection: Connection,
    course: str,
    kind: str,
    item: str,
    occurrence: str,
    *,
    destination: str,
    recipient: str = "",
) -> Standing | None:
    """The post, where it is there, has only one part and was not taken back. `recipient`: to one person."""
    names = {"course": course, "destination": destination, "kind": kind, "item": item, "occurrence": occurrence}
    same = [delivery.c[name] == value for name, value in names.items()]
    rows = connection.execute(sa.select(delivery).where(*same, delivery.c.recipient == recipient)).all()
    if len(rows) != 1 or rows[0].state != "sent" or rows[0].reference is None:
        return None
    return _standing(rows[0])


def newest(
    connection: Connection, course: str, kinds: Collection[str], *, destinations: Collection[str]
) -> tuple[Standing, ...]:
    """By destination, kind and item the post that was entered last, where it is there, has only one part and was not
    taken back.
    """
    rows = connection.execute(
        sa.select(delivery).where(*_of_kinds(course, kinds, destinations)).order_by(delivery.c.id)
    )
    last: dict[tuple[str, str, str], list[Row[Any]]] = {}
    for row in rows:
        of_post = last.setdefault((row.destination, row.kind, row.item), [])
        if of_post and of_post[0].occurrence != row.occurrence:
            of_post.clear()
        of_post.append(row)
    return tuple(
        _standing(parts[0])
        for parts in last.values()
        if len(parts) == 1 and parts[0].state == "sent" and parts[0].reference is not None
    )


def sent(
    connection: Connection, course: str, kinds: Collection[str], *, destinations: Collection[str]
) -> tuple[int, ...]:
    """The ids of such posts, whatever was entered after them."""
    query = sa.select(delivery.c.id).where(*_of_kinds(course, kinds, destinations), delivery.c.state == "sent")
    return tuple(connection.scalars(query.order_by(delivery.c.id)))


def _of_kinds(course: str, kinds: Collection[str], destinations: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        delivery.c.course == course,
        delivery.c.destination.in_(destinations),
        delivery.c.kind.in_(kinds),
        delivery.c.recipient == "",
    )


def _standing(row: Row[Any]) -> Standing:
    return Standing(as_delivery(row), (row.content_hash or "").startswith(DOUBTFUL))


def doubt(connection: Connection, delivery_id: int, token: str) -> None:
    """A change begins."""
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(content_hash=token))


def settle(connection: Connection, delivery_id: int, token: str, *, snapshot: str, content_hash: str) -> bool:
    """The change is made. False where another one was begun since."""
    mine = (delivery.c.id == delivery_id, delivery.c.content_hash == token)
    changed = delivery.update().where(*mine).values(snapshot=snapshot, content_hash=content_hash)
    return connection.execute(changed).rowcount == 1
