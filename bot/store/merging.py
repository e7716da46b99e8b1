"""Two persons who are one: every key of the one is rewritten to the other, in one transaction.

Where both hold the same key, what people have seen wins. Knows all tables that name persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import Refused
from bot.store import seat_unions, united
from bot.store.all_tables import metadata
from bot.store.ledger import PERSONAL
from bot.store.people import get_person
from bot.store.tables import (
    DELIVERY_KEY,
    blob,
    delivery,
    membership,
    person,
)
from bot.store.verdicts import CLOSEST_TO_SAID

_POST = [name for name in DELIVERY_KEY if name not in ("recipient", "part")]


def merge_persons(connection: Connection, keep: int, gone: int) -> None:
    """Make everything of `gone` the property of `keep` and delete `gone`. Raises Refused where one does not exist."""
    if keep == gone:
        raise Refused("These two are one person already.")
    kept, lost = get_person(connection, keep), get_person(connection, gone)
    seat_unions.unite_persons(connection, keep, gone)
    _merge_memberships(connection, keep, gone)
    _merge_deliveries(connection, str(keep), str(gone))
    united.unite(connection, "person", keep=keep, gone=gone)
    _merge_files(connection, keep, gone)
    for table in metadata.tables.values():
        for column in table.columns:
            if column.references(person.c.id):
                connection.execute(table.update().where(column == gone).values({column.name: keep}))
    connection.execute(
        person.update()
        .where(person.c.id == keep)
        .values(
            email=kept.email or lost.email,
            timezone=lost.timezone if kept.timezone is None else kept.timezone,
            reminders=kept.reminders if kept.reminders != "normal" else lost.reminders,
            created_at=min(kept.created_at, lost.created_at),
        )
    )
    connection.execute(person.delete().where(person.c.id == gone))


def _merge_memberships(connection: Connection, keep: int, gone: int) -> None:
    """In a course of both: what the kept one is, unless only the other is active; joined and owing since first seen,
    and in the channel where either is. News and questions about one of them end where the other is known or there.
    """
    rows = connection.execute(sa.select(membership).where(membership.c.person.in_((keep, gone)))).all()
    kept = {row.course: row for row in rows if row.person == keep}
    for row in rows:
        mine = kept.get(row.course)
        if row.person == keep or mine is None:
            continue
        counts = row if row.active and not mine.active else mine
        there = mine.in_channel or row.in_channel
        both_new = mine.new_at is not None and row.new_at is not None
        connection.execute(
            membership.update()
            .where(membership.c.course == row.course, membership.c.person == keep)
            .values(
                role=counts.role,
                source=counts.source,
                active=mine.active or row.active,
                joined_at=min(mine.joined_at, row.joined_at),
                counts_from=min(mine.counts_from, row.counts_from),
                in_channel=there,
                new_at=min(mine.new_at, row.new_at) if both_new else None,
                left_at=None if there else counts.left_at,
            )
        )
        connection.execute(membership.delete().where(membership.c.course == row.course, membership.c.person == gone))


def _merge_deliveries(connection: Connection, keep: str, gone: str) -> None:
    """A post is all its parts. Of a post that both have, the one that is closest to said stays."""
    ours = delivery.c.destination == PERSONAL
    columns = [*(delivery.c[name] for name in _POST), delivery.c.recipient, delivery.c.state]
    rows = connection.execute(sa.select(*columns).where(ours, delivery.c.recipient.in_((keep, gone)))).mappings()
    ranks: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in rows:
        post = tuple(row[name] for name in _POST)
        rank = CLOSEST_TO_SAID.index(row["state"])
        of_post = ranks.setdefault(post, {})
        of_post[row["recipient"]] = min(rank, of_post.get(row["recipient"], rank))
    for post, of_post in ranks.items():
        if len(of_post) == 2:
            _drop(connection, post, recipient=_loser(of_post, keep, gone))
    connection.execute(delivery.update().where(ours, delivery.c.recipient == gone).values(recipient=keep))


def _loser(ranks: Mapping[str, int], keep: str, gone: str) -> str:
    return keep if ranks[gone] < ranks[keep] else gone


def _drop(connection: Connection, post: tuple[Any, ...], *, recipient: str) -> None:
    same = [delivery.c[name] == value for name, value in zip(_POST, post, strict=True)]
    connection.execute(delivery.delete().where(*same, delivery.c.recipient == recipient))


def _merge_files(connection: Connection, keep: int, gone: int) -> None:
    """Answers name files by their ids: of two that are alike both stay, one under another name."""
    theirs = blob.alias("theirs")
    alike = [blob.c[name] == theirs.c[name] for name in ("course", "sha256", "name")]
    query = sa.select(theirs.c.id, theirs.c.name).join(blob, sa.and_(*alike))
    for row in connection.execute(query.where(blob.c.person == keep, theirs.c.person == gone)).all():
        connection.execute(blob.update().where(blob.c.id == row.id).values(name=f"{row.id} {row.name}"))
