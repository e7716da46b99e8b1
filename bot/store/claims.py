"""What becomes of the ledger's rows in a tick: they are claimed, and their text is frozen.

It knows whose claim holds, and what may not be said now; how a claim ends is known in `endings`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.course.notice import Notice
from bot.store import restored
from bot.store.gate import SHUT, UNASKED, Gate
from bot.store.ledger import (
    ASKED_KINDS,
    NOW,
    OPEN,
    PERSONAL,
    RELEASED,
    STAFF_ONLY,
    Delivery,
    as_delivery,
    at,
    is_due,
    plan_values,
    same_post,
)
from bot.store.tables import DELIVERY_KEY, delivery

FLOOD_LIMIT = 3
FLOOD_WINDOW = timedelta(minutes=10)

_BEFORE = delivery.alias("before")
"""Made once: an alias copies every column, which costs more than a claim."""


@dataclass(frozen=True, slots=True)
class Share:
    """Which rows are claimed together, in order: the direct messages on these platforms, or all but those. Two shares
    can be worked on at the same time, one share by one task of a run.
    """

    platforms: Collection[str]
    _: KW_ONLY
    direct: bool


ALL = Share((), direct=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Who claims: a run of the program, and for how many seconds a claim of its holds."""

    owner: str
    lease: float
    share: Share = ALL


OWNER: sa.BindParameter[str] = sa.bindparam("of_owner", type_=delivery.c.owner.type)


def lapsed(dialect: str) -> sa.ColumnElement[bool]:
    """Claims that are void for `OWNER`. One's own is, wherever this is asked: a run claims from a share only when
    nothing of its own is under way there, but what it names as `tried`. On SQLite all are, since the service lock
    proves that other runs are dead. On a server another run may be at work until its lease is over, by the server's
    clock, the only one that all share.
    """
    claimed = delivery.c.state == "claimed"
    if dialect == "sqlite":
        return claimed
    return sa.and_(claimed, sa.or_(delivery.c.owner == OWNER, delivery.c.lease_until < sa.func.now()))


def _elsewhere(dialect: str, *, direct: bool) -> sa.ColumnElement[bool]:
    """Whether another run is at work in the row's channel: what is said there keeps its order, and its pace. Direct
    messages have one pace for their whole platform, which two who do not know of each other would never learn.
    """
    if dialect == "sqlite":
        return sa.false()
    same = (delivery.c.platform,) if direct else (delivery.c.platform, delivery.c.channel)
    busy = sa.select(*same).where(
        OPEN,
        delivery.c.state == "claimed",
        delivery.c.owner != OWNER,
        delivery.c.lease_until >= sa.func.now(),
        *([delivery.c.destination == PERSONAL] if direct else []),
    )
    return sa.tuple_(*same).in_(busy.correlate(None))


def claim(
    connection: Connection, claimant: Claimant, *, now: datetime, gate: Gate, tried: Collection[int], limit: int
) -> tuple[Delivery, ...]:
    """Take up to `limit` rows that may be said now, but those `tried` in this tick already.

    What became of a post whose claim is void is unknown. A row that is over is taken whatever it waits for, so that it
    ends. Of what was due before the database was restored from a copy nothing is known either.
    """
    share = claimant.share
    asked = {"of_owner": claimant.owner, "platforms": list(share.platforms), "tried": list(tried), "most": limit}
    picking = _picking(connection.dialect.name, direct=share.direct)
    picked = connection.scalars(picking, {**asked, **gate.named(), **at(now)}).all()
    return _claimed(connection, claimant, picked, now=now)


@cache
def _picking(dialect: str, *, direct: bool) -> sa.Select[int]:
    """The statement is built once: building it takes many times as long as the database takes to answer it."""
    waiting = sa.and_(delivery.c.state == "waiting", is_due(delivery.c.next_attempt_at))
    free = sa.not_(sa.or_(SHUT, _follows_unsent_part()))
    to_person = sa.and_(
        delivery.c.destination == PERSONAL, delivery.c.platform.in_(sa.bindparam("platforms", expanding=True))
    )
    return (
        sa.select(delivery.c.id)
        .where(OPEN, sa.or_(waiting, lapsed(dialect)), sa.or_(delivery.c.stale_after <= NOW, free))
        .where(to_person if direct else sa.not_(to_person))
        .where(delivery.c.id.not_in(sa.bindparam("tried", expanding=True)))
        .where(sa.not_(_elsewhere(dialect, direct=direct)))
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=direct)  # in a channel nothing may be overtaken
    )


def claim_beside(
    connection: Connection, claimant: Claimant, claimed: Collection[Delivery], *, now: datetime, gate: Gate
) -> tuple[Delivery, ...]:
    """Take the rows of other courses that may be said now to the same people, of the kind of those `claimed`."""
    same = [
        sa.and_(*(delivery.c[name] == value for name, value in _matter(one)), delivery.c.course != one.key.course)
        for one in claimed
    ]
    waiting = sa.and_(delivery.c.state == "waiting", is_due(delivery.c.next_attempt_at))
    picking = (
        sa.select(delivery.c.id)
        .where(OPEN, waiting, delivery.c.part == "", sa.not_(delivery.c.unsure), delivery.c.stale_after > NOW)
        .where(sa.or_(*same), sa.not_(SHUT))
        .order_by(delivery.c.due_at, delivery.c.id)
        .with_for_update(skip_locked=True)
    )
    picked = connection.scalars(picking, {**gate.named(), **at(now)}).all()
    return _claimed(connection, claimant, picked, now=now)


def _claimed(
    connection: Connection, claimant: Claimant, picked: Collection[int], *, now: datetime
) -> tuple[Delivery, ...]:
    if not picked:
        return ()
    until = restored.forgotten_until(connection, now=now)
    asked = {"picked": list(picked), "of_owner": claimant.owner, "of_now": now}
    asked |= {} if connection.dialect.name == "sqlite" else {"lasting": timedelta(seconds=claimant.lease)}
    asked |= {} if until is None else {"known_until": until}
    rows = connection.execute(_claiming(connection.dialect.name, any_forgotten=until is not None), asked).all()
    return tuple(sorted((as_delivery(row) for row in rows), key=lambda one: (one.due_at, one.id)))


@cache
def _claiming(dialect: str, *, any_forgotten: bool) -> ReturningUpdate[Any]:
    """Leases are counted by the server's clock; on SQLite nobody asks for them."""
    forgotten = _forgotten() if any_forgotten else sa.false()
    begun = sa.case((forgotten, delivery.c.due_at), else_=NOW)
    lasting = sa.bindparam("lasting", type_=sa.Interval)
    return (
        delivery.update()
        .where(delivery.c.id.in_(sa.bindparam("picked", expanding=True)))
        .values(
            unsure=sa.or_(delivery.c.unsure, delivery.c.state == "claimed", forgotten),
            state="claimed",
            owner=OWNER,
            lease_until=None if dialect == "sqlite" else sa.func.now() + lasting,
            epoch=delivery.c.epoch + 1,
            attempts=delivery.c.attempts + 1,
            first_claimed_at=sa.func.coalesce(delivery.c.first_claimed_at, begun),
            next_attempt_at=None,
        )
        .returning(*delivery.c)
    )


def _matter(one: Delivery) -> tuple[tuple[str, str], ...]:
    key = one.key
    return (
        ("destination", key.destination),
        ("kind", key.kind),
        ("recipient", key.recipient),
        ("platform", one.platform),
        ("channel", one.channel),
    )


def has_more_parts(connection: Connection, one: Delivery) -> bool:
    """Whether it goes on in other messages."""
    query = sa.select(delivery.c.id).where(*same_post(one), delivery.c.part > one.key.part).limit(1)
    return connection.scalar(query) is not None


def _forgotten() -> sa.ColumnElement[bool]:
    """Whether a row may have been said when it was due, by a run whose database was replaced by an older copy."""
    until: sa.BindParameter[datetime] = sa.bindparam("known_until", type_=delivery.c.due_at.type)
    return sa.and_(delivery.c.first_claimed_at.is_(None), delivery.c.due_at <= until)


def _follows_unsent_part() -> sa.ColumnElement[bool]:
    same = [_BEFORE.c[name] == delivery.c[name] for name in DELIVERY_KEY if name != "part"]
    earlier = sa.exists().where(*same, _BEFORE.c.part < delivery.c.part, _BEFORE.c.state != "sent")
    return sa.and_(delivery.c.part != "", earlier)  # few are parts, and the others need no look


def update_plan(connection: Connection, claimed: Delivery, notice: Notice, *, platform: str, channel: str) -> None:
    """When, how long and where a claimed row is to be said by the schedule as it is now."""
    values = plan_values(notice, platform=platform, channel=channel)
    connection.execute(delivery.update().where(delivery.c.id == claimed.id).values(**values))


_LATER_PARTS = delivery.delete().where(
    *(delivery.c[name] == sa.bindparam(f"of_{name}") for name in DELIVERY_KEY if name != "part"),
    delivery.c.part > sa.bindparam("of_part"),
)
_FREEZE = (
    delivery.update()
    .where(delivery.c.id == sa.bindparam("of_id"))
    .values(snapshot=sa.bindparam("of_snapshot"), content_hash=sa.bindparam("of_digest"))
)


def store_parts(connection: Connection, claimed: Delivery, snapshots: tuple[str, ...], *, now: datetime) -> None:
    """Freeze what a claimed first part says. Further parts become rows of their own that follow it; those of an
    earlier text, of which nothing was ever posted, go.
    """
    same = {f"of_{name}": getattr(claimed.key, name) for name in DELIVERY_KEY}
    connection.execute(_LATER_PARTS, same)
    for number, snapshot in enumerate(snapshots):
        digest = hashlib.sha256(snapshot.encode()).hexdigest()
        if number == 0:
            frozen = {"of_id": claimed.id, "of_snapshot": snapshot, "of_digest": digest}
            connection.execute(_FREEZE, frozen)
            continue
        columns = {
            name: sa.literal(f"{number + 1:02}") if name == "part" else delivery.c[name] for name in (*_COPIED, "part")
        }
        fresh: dict[str, sa.ColumnElement[Any]] = {
            "snapshot": sa.literal(snapshot),
            "content_hash": sa.literal(digest),
            "state": sa.literal("waiting"),
            "unsure": sa.and_(delivery.c.unsure, delivery.c.attempts == 1),  # forgotten, as the first part is
            "next_attempt_at": sa.literal(now, delivery.c.due_at.type),
            "created_at": sa.literal(now, delivery.c.due_at.type),
        }
        source = sa.select(*(columns | fresh).values()).where(delivery.c.id == claimed.id)
        connection.execute(delivery.insert().from_select([*columns, *fresh], source))


_COPIED = [
    "course",
    "destination",
    "kind",
    "item",
    "occurrence",
    "recipient",
    "platform",
    "channel",
    "purpose",
    "due_at",
    "stale_after",
    "title",
    "first_claimed_at",
    "details",
    "batch",
]


def counts(one: Delivery) -> bool:
    """Whether it is an unasked post in a channel of the course."""
    return one.key.destination not in (*STAFF_ONLY, PERSONAL) and one.key.kind not in ASKED_KINDS


def flooded(connection: Connection, claimed: Delivery, *, now: datetime, accepted: Collection[str]) -> bool:
    """Whether saying this too would be more than 3 unasked posts in 10 minutes in its channel.

    What counts is what stands there, or may, and the batches `accepted` just before; not what was tried in vain. Nobody
    else is at work in the channel.
    """
    if not counts(claimed) or claimed.key.part or claimed.unsure or claimed.details.get(RELEASED):
        return False
    key = claimed.key
    query = sa.select(delivery.c.batch).where(
        delivery.c.course == key.course,
        delivery.c.platform == claimed.platform,
        delivery.c.channel == claimed.channel,
        *UNASKED,
    )
    standing = query.where(delivery.c.sent_at > now - FLOOD_WINDOW, delivery.c.sent_at <= now)
    doubtful = query.where(OPEN, delivery.c.unsure, delivery.c.first_claimed_at > now - FLOOD_WINDOW)
    batches = {*connection.scalars(standing), *connection.scalars(doubtful), *accepted}
    return claimed.batch not in batches and len(batches) >= FLOOD_LIMIT
