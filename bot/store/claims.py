"""What becomes of the ledger's rows in a tick: they are claimed, and their text is frozen.

It knows whose claim holds, and what may not be said now; how a claim ends is known in `endings`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import Notice
from bot.store import restored
from bot.store.ledger import (
    ANSWERING_KINDS,
    ASKED_KINDS,
    NOT_ABOUT_WORK,
    OPEN,
    PERSONAL,
    RELEASED,
    STAFF_ONLY,
    Delivery,
    as_delivery,
    is_due,
    plan_values,
    same_post,
)
from bot.store.tables import DELIVERY_KEY, delivery

FLOOD_LIMIT = 3
FLOOD_WINDOW = timedelta(minutes=10)

_UNASKED = (delivery.c.destination.not_in(STAFF_ONLY), delivery.c.kind.not_in(ASKED_KINDS))
"""What a pause and a flood stop."""

_BEFORE = delivery.alias("before")
"""Made once: an alias copies every column, which costs more than a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What may not be said now, by course. Persons are told nothing unasked but by courses in `live`, and nothing about
    work but by those in `roster_right`.
    """

    paused: Collection[str]
    live: Collection[str]
    roster_right: Collection[str]

    def shut(self) -> sa.ColumnElement[bool]:
        """The rows that wait."""
        course = delivery.c.course
        paused = sa.and_(course.in_(self.paused), *_UNASKED)
        unknown = sa.and_(delivery.c.kind.not_in(NOT_ABOUT_WORK), course.not_in(self.roster_right))
        unasked = sa.and_(delivery.c.kind.not_in(ANSWERING_KINDS), course.not_in(self.live))
        return sa.or_(paused, sa.and_(delivery.c.destination == PERSONAL, sa.or_(unasked, unknown)))


@dataclass(frozen=True, slots=True)
class Share:
    """Which rows are claimed together, in order: the direct messages on these platforms, or all but those. Two shares
    can be worked on at the same time, one share by one task of a run.
    """

    platforms: Collection[str]
    _: KW_ONLY
    direct: bool

    def within(self) -> sa.ColumnElement[bool]:
        direct = sa.and_(delivery.c.destination == PERSONAL, delivery.c.platform.in_(self.platforms))
        return direct if self.direct else sa.not_(direct)


ALL = Share((), direct=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Who claims: a run of the program, and for how many seconds a claim of its holds."""

    owner: str
    lease: float
    share: Share = ALL


def lapsed(connection: Connection, owner: str) -> sa.ColumnElement[bool]:
    """Claims that are void. One's own is, wherever this is asked: a run claims from a share only when nothing of its
    own is under way there, but what it names as `tried`. On SQLite all are, since the service lock proves that other
    runs are dead. On a server another run may be at work until its lease is over, by the server's clock, the only one
    that all share.
    """
    claimed = delivery.c.state == "claimed"
    if connection.dialect.name == "sqlite":
        return claimed
    return sa.and_(claimed, sa.or_(delivery.c.owner == owner, delivery.c.lease_until < sa.func.now()))


def _elsewhere(connection: Connection, claimant: Claimant) -> sa.ColumnElement[bool]:
    """Whether another run is at work in the row's channel: what is said there keeps its order, and its pace. Direct
    messages have one pace for their whole platform, which two who do not know of each other would never learn.
    """
    if connection.dialect.name == "sqlite":
        return sa.false()
    same = (delivery.c.platform,) if claimant.share.direct else (delivery.c.platform, delivery.c.channel)
    busy = sa.select(*same).where(
        OPEN,
        delivery.c.state == "claimed",
        delivery.c.owner != claimant.owner,
        delivery.c.lease_until >= sa.func.now(),
        *([delivery.c.destination == PERSONAL] if claimant.share.direct else []),
    )
    return sa.tuple_(*same).in_(busy.correlate(None))


def claim(
    connection: Connection, claimant: Claimant, *, now: datetime, gate: Gate, tried: Collection[int], limit: int
) -> tuple[Delivery, ...]:
    """Take up to `limit` rows that may be said now, but those `tried` in this tick already.

    What became of a post whose claim is void is unknown. A row that is over is taken whatever it waits for, so that it
    ends. Of what was due before the database was restored from a copy nothing is known either.
    """
    void = lapsed(connection, claimant.owner)
    waiting = sa.and_(delivery.c.state == "waiting", is_due(delivery.c.next_attempt_at, now))
    over = delivery.c.stale_after <= now
    picked = connection.scalars(
        sa.select(delivery.c.id)
        .where(OPEN, sa.or_(waiting, void), sa.or_(over, sa.not_(sa.or_(gate.shut(), _follows_unsent_part()))))
        .where(claimant.share.within(), delivery.c.id.not_in(tried), sa.not_(_elsewhere(connection, claimant)))
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(limit)
        .with_for_update(skip_locked=claimant.share.direct)  # in a channel nothing may be overtaken
    ).all()
    if not picked:
        return ()
    forgotten = _forgotten(connection, now)
    at = sa.case((forgotten, delivery.c.due_at), else_=sa.literal(now, delivery.c.due_at.type))
    rows = connection.execute(
        delivery.update()
        .where(delivery.c.id.in_(picked))
        .values(
            unsure=sa.or_(delivery.c.unsure, delivery.c.state == "claimed", forgotten),
            state="claimed",
            owner=claimant.owner,
            lease_until=_until(connection, claimant),
            epoch=delivery.c.epoch + 1,
            attempts=delivery.c.attempts + 1,
            first_claimed_at=sa.func.coalesce(delivery.c.first_claimed_at, at),
            next_attempt_at=None,
        )
        .returning(*delivery.c)
    ).all()
    return tuple(sorted((as_delivery(row) for row in rows), key=lambda one: (one.due_at, one.id)))


def _until(connection: Connection, claimant: Claimant) -> sa.ColumnElement[Any] | None:
    """Leases are counted by the server's clock; on SQLite nobody asks for them."""
    on_server = connection.dialect.name != "sqlite"
    return sa.func.now() + sa.literal(timedelta(seconds=claimant.lease)) if on_server else None


def _forgotten(connection: Connection, now: datetime) -> sa.ColumnElement[bool]:
    """Whether a row may have been said when it was due, by a run whose database was replaced by an older copy."""
    until = restored.forgotten_until(connection, now=now)
    if until is None:
        return sa.false()
    return sa.and_(delivery.c.first_claimed_at.is_(None), delivery.c.due_at <= until)


def _follows_unsent_part() -> sa.ColumnElement[bool]:
    same = [_BEFORE.c[name] == delivery.c[name] for name in DELIVERY_KEY if name != "part"]
    earlier = sa.exists().where(*same, _BEFORE.c.part < delivery.c.part, _BEFORE.c.state != "sent")
    return sa.and_(delivery.c.part != "", earlier)  # few are parts, and the others need no look


def update_plan(connection: Connection, claimed: Delivery, notice: Notice, *, platform: str, channel: str) -> None:
    """When, how long and where a claimed row is to be said by the schedule as it is now."""
    values = plan_values(notice, platform=platform, channel=channel)
    connection.execute(delivery.update().where(delivery.c.id == claimed.id).values(**values))


def store_parts(connection: Connection, claimed: Delivery, snapshots: tuple[str, ...], *, now: datetime) -> None:
    """Freeze what a claimed first part says. Further parts become rows of their own that follow it; those of an
    earlier text, of which nothing was ever posted, go.
    """
    connection.execute(delivery.delete().where(*same_post(claimed), delivery.c.part > claimed.key.part))
    for number, snapshot in enumerate(snapshots):
        digest = hashlib.sha256(snapshot.encode()).hexdigest()
        if number == 0:
            connection.execute(
                delivery.update().where(delivery.c.id == claimed.id).values(snapshot=snapshot, content_hash=digest)
            )
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
        *_UNASKED,
    )
    standing = query.where(delivery.c.sent_at > now - FLOOD_WINDOW, delivery.c.sent_at <= now)
    doubtful = query.where(OPEN, delivery.c.unsure, delivery.c.first_claimed_at > now - FLOOD_WINDOW)
    batches = {*connection.scalars(standing), *connection.scalars(doubtful), *accepted}
    return claimed.batch not in batches and len(batches) >= FLOOD_LIMIT
