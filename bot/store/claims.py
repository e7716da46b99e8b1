"""What becomes of the ledger's rows in a tick: claimed, frozen, and marked.

Who owns a claim is told by run id and epoch: a mark that comes from an older claim changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import Notice
from bot.store import restored
from bot.store.ledger import (
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What may not be said now, by course. Persons are told nothing but by courses in `live`, and nothing about work
    but by those in `roster_right`.
    """

    paused: Collection[str]
    live: Collection[str]
    roster_right: Collection[str]

    def shut(self) -> sa.ColumnElement[bool]:
        """The rows that wait."""
        course = delivery.c.course
        paused = sa.and_(course.in_(self.paused), *_UNASKED)
        unknown = sa.and_(delivery.c.kind.not_in(NOT_ABOUT_WORK), course.not_in(self.roster_right))
        return sa.or_(paused, sa.and_(delivery.c.destination == PERSONAL, sa.or_(course.not_in(self.live), unknown)))


def claim(
    connection: Connection, *, owner: str, now: datetime, gate: Gate, tried: Collection[int], limit: int
) -> tuple[Delivery, ...]:
    """Take up to `limit` rows that may be said now, but those `tried` in this tick already.

    A claim that is found here is void, whoever made it: the service lock proves that other runs are dead, and this one
    claims only when nothing of its own is under way. What became of such a post is unknown. A row that is over is taken
    whatever it waits for, so that it ends.

    Of what was due before the database was restored from a copy nothing is known either.
    """
    lapsed = delivery.c.state == "claimed"
    waiting = sa.and_(delivery.c.state == "waiting", is_due(delivery.c.next_attempt_at, now))
    over = delivery.c.stale_after <= now
    picked = connection.scalars(
        sa.select(delivery.c.id)
        .where(OPEN, sa.or_(waiting, lapsed), sa.or_(over, sa.not_(sa.or_(gate.shut(), _follows_unsent_part()))))
        .where(delivery.c.id.not_in(tried))
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(limit)
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
            owner=owner,
            epoch=delivery.c.epoch + 1,
            attempts=delivery.c.attempts + 1,
            first_claimed_at=sa.func.coalesce(delivery.c.first_claimed_at, at),
            next_attempt_at=None,
        )
        .returning(*delivery.c)
    ).all()
    return tuple(sorted((as_delivery(row) for row in rows), key=lambda one: (one.due_at, one.id)))


def _forgotten(connection: Connection, now: datetime) -> sa.ColumnElement[bool]:
    """Whether a row may have been said when it was due, by a run whose database was replaced by an older copy."""
    until = restored.forgotten_until(connection, now=now)
    if until is None:
        return sa.false()
    return sa.and_(delivery.c.first_claimed_at.is_(None), delivery.c.due_at <= until)


def _follows_unsent_part() -> sa.ColumnElement[bool]:
    before = delivery.alias("before")
    same = [before.c[name] == delivery.c[name] for name in DELIVERY_KEY if name != "part"]
    return sa.exists().where(*same, before.c.part < delivery.c.part, before.c.state != "sent")


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

    What counts is what stands there, or may, and the batches `accepted` just before; not what was tried in vain.
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


# --- marking ------------------------------------------------------------------------------------------------------


def _mark(connection: Connection, claimed: Delivery, owner: str, **values: Any) -> bool:
    """Change a row only while the claim that posted it is still the row's own."""
    statement = (
        delivery.update()
        .where(
            delivery.c.id == claimed.id,
            delivery.c.state == "claimed",
            delivery.c.owner == owner,
            delivery.c.epoch == claimed.epoch,
        )
        .values(**values)
    )
    return connection.execute(statement).rowcount == 1


def mark_sent(
    connection: Connection, claimed: Delivery, owner: str, *, reference: str, now: datetime, check_at: datetime | None
) -> bool:
    """The post is there. `check_at`: when to look for a double, after an outcome that was once unknown.

    Of one that staff took back while it was on its way only the reference is kept, to delete it by.
    """
    marked = _mark(
        connection,
        claimed,
        owner,
        state="sent",
        reference=reference,
        sent_at=now,
        check_at=check_at,
        unsure=False,
        failure=None,
    )
    if not marked:
        mine = [delivery.c.id == claimed.id, delivery.c.owner == owner, delivery.c.epoch == claimed.epoch]
        taken_back = delivery.update().where(*mine, delivery.c.state == "retracting", delivery.c.reference.is_(None))
        connection.execute(taken_back.values(reference=reference))
    return marked


def mark_waiting(
    connection: Connection, claimed: Delivery, owner: str, *, until: datetime, unsure: bool, failure: str | None = None
) -> bool:
    """End the claim and try again at `until`. `unsure`: look whether the post is there before sending it again."""
    return _mark(connection, claimed, owner, state="waiting", next_attempt_at=until, unsure=unsure, failure=failure)


def mark_skipped(connection: Connection, claimed: Delivery, owner: str, *, reason: str) -> bool:
    return _end(connection, claimed, owner, state="skipped", reason=reason)


def mark_failed(connection: Connection, claimed: Delivery, owner: str, *, reason: str) -> bool:
    """Given up; the parts that would have followed are given up too."""
    return _end(connection, claimed, owner, state="failed", reason=reason)


def mark_held(connection: Connection, claimed: Delivery, owner: str, *, reason: str) -> bool:
    """Staff must decide. `unsure` stays as it is: it tells which question they are asked."""
    return _mark(connection, claimed, owner, state="held", failure=reason)


def _end(connection: Connection, claimed: Delivery, owner: str, *, state: str, reason: str) -> bool:
    ended = _mark(connection, claimed, owner, state=state, failure=reason)
    if ended:
        end_following(connection, claimed, state=state, reason=reason)
    return ended


def end_following(connection: Connection, first: Delivery, *, state: str, reason: str) -> None:
    connection.execute(
        delivery.update()
        .where(*same_post(first), delivery.c.part > first.key.part, delivery.c.state == "waiting")
        .values(state=state, failure=reason, next_attempt_at=None)
    )


def hold_queue(connection: Connection, *, platform: str, channel: str, until: datetime) -> None:
    """A rate limit: nothing of this channel is tried before `until`."""
    connection.execute(
        delivery.update()
        .where(
            OPEN,
            delivery.c.state == "waiting",
            delivery.c.platform == platform,
            delivery.c.channel == channel,
            delivery.c.next_attempt_at < until,
        )
        .values(next_attempt_at=until)
    )
