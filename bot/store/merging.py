"""Two persons who are one: every key of the one is rewritten to the other, in one transaction.

Where both hold the same key, what people have seen wins. Knows all tables that name persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.model import CourseRole
from bot.errors import Refused
from bot.store import seat_unions, staff_unions, united
from bot.store.all_tables import metadata
from bot.store.ledger import PERSONAL
from bot.store.people import get_person
from bot.store.tables import (
    DELIVERY_KEY,
    account,
    blob,
    delivery,
    membership,
    person,
)
from bot.store.verdicts import CLOSEST_TO_SAID

_POST = [name for name in DELIVERY_KEY if name not in ("recipient", "part")]


@cache
def naming_persons() -> tuple[tuple[sa.Table, sa.Column[Any]], ...]:
    """Each column that names a person, with its table.

    Persons are named by their numbers also in `delivery.recipient` of what is said to one person, in
    `delivery.details` (`seat_unions.TELLINGS`, rolls, claims), `seat_cover.tried`, `seat_fill.proposal` and, as they
    were then, in `audit.item` and `audit.details`. Names and words of theirs stand in `delivery.snapshot` and
    `delivery.details`, `account.name`, `roster_entry` and `roster_question.answer`.
    """
    return tuple(
        (table, column)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.references(person.c.id)
    )


def merge_persons(connection: Connection, keep: int, gone: int) -> None:
    """Make everything of `gone` the property of `keep` and delete `gone`. Raises Refused where one does not exist.

    Whoever has an account is the one to keep: what they press and send meanwhile names them.
    """
    if keep == gone:
        raise Refused("These two are one person already.")
    both = person.c.id.in_((keep, gone))
    connection.execute(sa.select(person.c.id).where(both).order_by(person.c.id).with_for_update())
    kept, lost = get_person(connection, keep), get_person(connection, gone)
    seat_unions.unite_persons(connection, keep, gone)
    staff_unions.unite_persons(connection, keep, gone)
    _merge_memberships(connection, keep, gone)
    _merge_deliveries(connection, str(keep), str(gone))
    united.unite(connection, "person", keep=keep, gone=gone)
    _merge_files(connection, keep, gone)
    for table, column in naming_persons():
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
    """In a course of both: what the kept one is, unless that is a guest or only the other is active; joined since first
    seen, owing since first in it, and in the channel where either is. News and questions about one of them end where
    the other is known or there; who has no account was never seen.
    """
    rows = connection.execute(sa.select(membership).where(membership.c.person.in_((keep, gone)))).all()
    seen = frozenset(connection.scalars(sa.select(account.c.person).where(account.c.person.in_((keep, gone)))))
    kept = {row.course: row for row in rows if row.person == keep}
    for row in rows:
        mine = kept.get(row.course)
        if row.person == keep or mine is None:
            continue
        counts = _counting(mine, row)
        there = mine.in_channel or row.in_channel
        connection.execute(
            membership.update()
            .where(membership.c.course == row.course, membership.c.person == keep)
            .values(
                role=counts.role,
                source=_source(counts, mine if counts is row else row),
                active=mine.active or row.active,
                joined_at=min(mine.joined_at, row.joined_at),
                counts_from=_counts_from((mine, row)),
                in_channel=there,
                new_at=_new_at([one for one in (mine, row) if one.person in seen]),
                left_at=None if there else counts.left_at,
            )
        )
        connection.execute(membership.delete().where(membership.c.course == row.course, membership.c.person == gone))


def _counting(mine: sa.Row[Any], row: sa.Row[Any]) -> sa.Row[Any]:
    """Whose role it is."""
    if mine.active != row.active:
        return mine if mine.active else row
    return row if mine.role == CourseRole.GUEST.value else mine


def _source(counts: sa.Row[Any], other: sa.Row[Any]) -> str:
    """What staff said of the other is said of both, where it is the same."""
    said = counts.source == "channel" and (other.role, other.active) == (counts.role, counts.active)
    return str(other.source if said else counts.source)


def _counts_from(rows: Sequence[sa.Row[Any]]) -> Any:
    """A guest owes nothing, and who was gone begins anew."""
    active = [row for row in rows if row.active] or rows
    return min(row.counts_from for row in [row for row in active if row.role != CourseRole.GUEST.value] or active)


def _new_at(seen: Sequence[sa.Row[Any]]) -> Any:
    new = [row.new_at for row in seen if row.new_at is not None]
    return min(new) if new and len(new) == len(seen) else None


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
