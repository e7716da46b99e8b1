"""The ledger: one row per part of each thing said unasked, and the states through which it is said exactly once.

A row waits, is claimed by one process, and ends as sent, failed, held, skipped or retracted. Functions take `now`;
they never ask the time, never post and never commit. Who owns a claim is told by run id and epoch: a mark that comes
from an older claim changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.course.notice import Key, Notice, NoticeKind, key_of
from bot.store.tables import OPEN_DELIVERIES, delivery, insert_ignoring

OPEN = sa.text(OPEN_DELIVERIES)

UNASKED_DESTINATIONS_FREE_OF_FLOOD = ("staff", "rehearsal")
ASKED_KINDS = (NoticeKind.ANNOUNCE.value, NoticeKind.SHARED.value)
"""Posts that staff asked for: a pause or a flood does not stop them."""

FLOOD_LIMIT = 3
FLOOD_WINDOW = timedelta(minutes=10)

Settlement = Literal["send", "there", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row. `snapshot` is the encoded Reply of this part once it has been composed."""

    id: int
    key: Key
    platform: str
    channel: str
    purpose: str
    due_at: datetime
    stale_after: datetime
    title: str
    state: str
    epoch: int
    attempts: int
    unsure: bool
    first_claimed_at: datetime | None
    next_attempt_at: datetime | None
    reference: str | None
    sent_at: datetime | None
    snapshot: str | None
    details: Mapping[str, str]
    batch: str
    failure: str | None

    @property
    def notice(self) -> Notice:
        """What the row is about, as the planner would say it."""
        return Notice(
            course=self.key.course,
            kind=NoticeKind(self.key.kind),
            item=self.key.item,
            occurrence=self.key.occurrence,
            due_at=self.due_at,
            stale_after=self.stale_after,
            channel=self.purpose,
            title=self.title,
        )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        key=Key(
            course=row.course,
            destination=row.destination,
            kind=row.kind,
            item=row.item,
            occurrence=row.occurrence,
            recipient=row.recipient,
            part=row.part,
        ),
        **{name: getattr(row, name) for name in Delivery.__dataclass_fields__ if name not in ("id", "key")},
    )


# --- entering -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A notice at one destination, to be entered. Entries of one `batch` count as one post for the flood rule."""

    notice: Notice
    destination: str
    platform: str
    channel: str
    details: Mapping[str, str] | None = None
    batch: str = ""

    @property
    def key(self) -> Key:
        return key_of(self.notice, self.destination)


def enqueue(connection: Connection, entry: Entry, *, now: datetime) -> bool:
    """Enter a notice to be said as soon as possible. False where it was entered before: nothing changes then."""
    return _enter(connection, entry, now=now, state="waiting", next_attempt_at=now, failure=None)


def record_skipped(connection: Connection, entry: Entry, *, reason: str, now: datetime) -> bool:
    """Enter a notice that is never to be said: it was over, or filled in, before the bot could say it."""
    return _enter(connection, entry, now=now, state="skipped", next_attempt_at=None, failure=reason)


def _enter(
    connection: Connection,
    entry: Entry,
    *,
    now: datetime,
    state: str,
    next_attempt_at: datetime | None,
    failure: str | None,
) -> bool:
    notice, key = entry.notice, entry.key
    statement = insert_ignoring(connection, delivery).values(
        course=key.course,
        destination=key.destination,
        kind=key.kind,
        item=key.item,
        occurrence=key.occurrence,
        recipient=key.recipient,
        part=key.part,
        platform=entry.platform,
        channel=entry.channel,
        purpose=notice.channel,
        due_at=notice.due_at,
        stale_after=notice.stale_after,
        title=notice.title,
        state=state,
        next_attempt_at=next_attempt_at,
        details=dict(entry.details or {}),
        batch=entry.batch or str(key),
        failure=failure,
        created_at=now,
    )
    return connection.execute(statement).rowcount == 1


# --- claiming -----------------------------------------------------------------------------------------------------


def claim(
    connection: Connection, *, owner: str, now: datetime, paused: Collection[str], tried: Collection[int], limit: int
) -> tuple[Delivery, ...]:
    """Take up to `limit` rows that may be said now, but those `tried` in this tick already.

    A claim that is found here is void, whoever made it: the service lock proves that other runs are dead, and this one
    claims only when nothing of its own is under way. What became of such a post is unknown.
    """
    before = delivery.alias("before")
    same = [
        before.c[name] == delivery.c[name]
        for name in ("course", "destination", "kind", "item", "occurrence", "recipient")
    ]
    earlier_part = sa.exists().where(*same, before.c.part < delivery.c.part, before.c.state != "sent")
    lapsed = delivery.c.state == "claimed"
    waiting = sa.and_(delivery.c.state == "waiting", delivery.c.next_attempt_at <= now)
    unasked = sa.and_(
        delivery.c.course.in_(paused),
        delivery.c.destination.not_in(UNASKED_DESTINATIONS_FREE_OF_FLOOD),
        delivery.c.kind.not_in(ASKED_KINDS),
    )
    picked = connection.scalars(
        sa.select(delivery.c.id)
        .where(OPEN, sa.or_(waiting, lapsed), sa.not_(unasked), sa.not_(earlier_part))
        .where(delivery.c.id.not_in(tried))
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(limit)
    ).all()
    if not picked:
        return ()
    rows = connection.execute(
        delivery.update()
        .where(delivery.c.id.in_(picked))
        .values(
            unsure=sa.or_(delivery.c.unsure, delivery.c.state == "claimed"),
            state="claimed",
            owner=owner,
            epoch=delivery.c.epoch + 1,
            attempts=delivery.c.attempts + 1,
            first_claimed_at=sa.func.coalesce(delivery.c.first_claimed_at, sa.literal(now, delivery.c.due_at.type)),
            next_attempt_at=None,
        )
        .returning(*delivery.c)
    ).all()
    return tuple(sorted((_delivery(row) for row in rows), key=lambda one: (one.due_at, one.id)))


def store_parts(connection: Connection, claimed: Delivery, snapshots: tuple[str, ...], *, now: datetime) -> None:
    """Freeze what a claimed row says. Further parts become rows of their own that follow it."""
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
        fresh = {
            "snapshot": sa.literal(snapshot),
            "content_hash": sa.literal(digest),
            "state": sa.literal("waiting"),
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


def flooded(connection: Connection, claimed: Delivery, *, now: datetime) -> bool:
    """Whether saying this too would be more than 3 unasked posts in 10 minutes in its channel."""
    key = claimed.key
    if key.destination in UNASKED_DESTINATIONS_FREE_OF_FLOOD or key.kind in ASKED_KINDS or key.part:
        return False
    if claimed.attempts > 1:
        return False
    recent = sa.select(sa.func.count(sa.distinct(delivery.c.batch))).where(
        delivery.c.platform == claimed.platform,
        delivery.c.channel == claimed.channel,
        delivery.c.first_claimed_at > now - FLOOD_WINDOW,
        delivery.c.state.in_(("claimed", "waiting", "sent", "retracting", "retracted")),
        delivery.c.destination.not_in(UNASKED_DESTINATIONS_FREE_OF_FLOOD),
        delivery.c.kind.not_in(ASKED_KINDS),
        delivery.c.batch != claimed.batch,
    )
    return (connection.scalar(recent) or 0) >= FLOOD_LIMIT


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
    """The post is there. `check_at`: when to look for a double, after an outcome that was once unknown."""
    return _mark(
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
        _end_following(connection, claimed, state=state, reason=reason)
    return ended


def _end_following(connection: Connection, first: Delivery, *, state: str, reason: str) -> None:
    connection.execute(
        delivery.update()
        .where(*_same_post(first), delivery.c.part > first.key.part, delivery.c.state == "waiting")
        .values(state=state, failure=reason, next_attempt_at=None)
    )


def _same_post(one: Delivery) -> list[sa.ColumnElement[bool]]:
    key = one.key
    return [
        delivery.c.course == key.course,
        delivery.c.destination == key.destination,
        delivery.c.kind == key.kind,
        delivery.c.item == key.item,
        delivery.c.occurrence == key.occurrence,
        delivery.c.recipient == key.recipient,
    ]


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


# --- what staff decide ----------------------------------------------------------------------------------------------


def settle_held(connection: Connection, delivery_id: int, decision: Settlement, *, now: datetime) -> bool:
    """Staff's answer on a held or failed row. False where somebody has decided already."""
    held = get(connection, delivery_id)
    if held is None or held.state not in ("held", "failed"):
        return False
    values: dict[Settlement, dict[str, Any]] = {
        "send": {"state": "waiting", "next_attempt_at": now, "unsure": False},
        "there": {"state": "sent", "sent_at": now, "unsure": False},
        "drop": {"state": "skipped"},
    }
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(**values[decision]))
    following = delivery.update().where(*_same_post(held), delivery.c.part > held.key.part)
    if decision == "drop":
        _end_following(connection, held, state="skipped", reason="dropped by staff")
    elif held.state == "failed":
        connection.execute(following.where(delivery.c.state == "failed").values(state="waiting", next_attempt_at=now))
    return True


def start_retract(connection: Connection, delivery_id: int, *, now: datetime) -> bool:
    """Take a sent post back, all parts of it. False where it is not there (any more)."""
    sent = get(connection, delivery_id)
    if sent is None or sent.state != "sent":
        return False
    connection.execute(
        delivery.update()
        .where(*_same_post(sent), delivery.c.state == "sent")
        .values(state="retracting", next_attempt_at=now)
    )
    _end_following(connection, sent, state="skipped", reason="retracted by staff")
    return True


def retracting(connection: Connection, *, now: datetime) -> tuple[Delivery, ...]:
    """Posts that are to be deleted now."""
    query = sa.select(delivery).where(OPEN, delivery.c.state == "retracting", delivery.c.next_attempt_at <= now)
    ordered = query.order_by(delivery.c.next_attempt_at, delivery.c.id)
    return tuple(_delivery(row) for row in connection.execute(ordered))


def mark_retracted(connection: Connection, delivery_id: int) -> None:
    connection.execute(
        delivery.update()
        .where(delivery.c.id == delivery_id, delivery.c.state == "retracting")
        .values(state="retracted", next_attempt_at=None)
    )


def retract_later(connection: Connection, delivery_id: int, *, until: datetime, failure: str) -> None:
    connection.execute(
        delivery.update()
        .where(delivery.c.id == delivery_id, delivery.c.state == "retracting")
        .values(next_attempt_at=until, failure=failure)
    )


# --- looking --------------------------------------------------------------------------------------------------------


def get(connection: Connection, delivery_id: int) -> Delivery | None:
    row = connection.execute(sa.select(delivery).where(delivery.c.id == delivery_id)).one_or_none()
    return None if row is None else _delivery(row)


def last_sent(connection: Connection, course: str) -> Delivery | None:
    """The newest post of the course in a channel (its first part); not what staff were told."""
    query = (
        sa.select(delivery)
        .where(
            delivery.c.course == course,
            delivery.c.state == "sent",
            delivery.c.part == "",
            delivery.c.destination.not_in((*UNASKED_DESTINATIONS_FREE_OF_FLOOD, "person")),
        )
        .order_by(delivery.c.sent_at.desc(), delivery.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _delivery(row)


def to_check(connection: Connection, *, now: datetime) -> tuple[Delivery, ...]:
    """Sent posts whose outcome was once unknown and that are due for a look for doubles."""
    query = sa.select(delivery).where(delivery.c.check_at.is_not(None), delivery.c.check_at <= now)
    return tuple(_delivery(row) for row in connection.execute(query.order_by(delivery.c.id)))


def clear_check(connection: Connection, delivery_id: int, *, until: datetime | None = None) -> None:
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(check_at=until))


@dataclass(frozen=True, slots=True)
class Wake:
    """`at`: the earliest instant at which an open row or a check wants attention. `lapsed`: claims were left behind, by
    a process that died or by a mark that the database would not take.
    """

    at: datetime | None
    lapsed: bool


_WAKE = sa.select(
    sa.select(sa.func.min(delivery.c.next_attempt_at)).where(OPEN).scalar_subquery().label("open"),
    sa.select(sa.func.min(delivery.c.check_at))
    .where(delivery.c.check_at.is_not(None))
    .scalar_subquery()
    .label("check"),
    sa.exists().where(OPEN, delivery.c.next_attempt_at.is_(None)).label("lapsed"),
)
"""Of the open rows only claimed ones have no next attempt, so that the index of the open rows answers it all."""


def wake(connection: Connection) -> Wake:
    """When the tick has something to do; in the time of a few index look-ups, however long the history is."""
    row = connection.execute(_WAKE).one()
    return Wake(min((at for at in (row.open, row.check) if at is not None), default=None), bool(row.lapsed))


# --- identity -------------------------------------------------------------------------------------------------------


def items_in_use(connection: Connection, course: str) -> frozenset[str]:
    """Items on which something hangs that was said, or is about to be."""
    query = (
        sa.select(delivery.c.item)
        .where(delivery.c.course == course, delivery.c.state != "skipped")
        .where(delivery.c.destination.not_in(UNASKED_DESTINATIONS_FREE_OF_FLOOD))
        .distinct()
    )
    return frozenset(connection.scalars(query))


def rename_item(connection: Connection, course: str, old: str, new: str) -> None:
    """Let everything recorded about `old` be about `new`, so that nothing is said again under the new id.

    Where both have a row with one key, the one that was said stays: it is what people saw.
    """
    other = delivery.alias("other")
    clash = sa.exists().where(
        *(other.c[name] == delivery.c[name] for name in ("course", "destination", "kind", "occurrence", "recipient")),
        other.c.part == delivery.c.part,
        other.c.item == old,
    )
    connection.execute(
        delivery.delete().where(
            delivery.c.course == course, delivery.c.item == new, clash, delivery.c.state.not_in(("sent", "retracted"))
        )
    )
    mine = [delivery.c.course == course, delivery.c.item == old]
    taken = sa.exists().where(
        *(other.c[name] == delivery.c[name] for name in ("course", "destination", "kind", "occurrence", "recipient")),
        other.c.part == delivery.c.part,
        other.c.item == new,
    )
    connection.execute(delivery.update().where(*mine, sa.not_(taken)).values(item=new))
