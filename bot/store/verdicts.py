"""What staff decide about the ledger's rows: a post that waits for them, one that they correct or take back, an id
renamed.

Each decision is taken once. Functions never post: they say what the next tick does.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.endings import end_following
from bot.store.ledger import (
    POSTED_AS,
    REHEARSAL,
    RELEASED,
    STAFF_ONLY,
    Delivery,
    Settlement,
    get,
    same_post,
)
from bot.store.tables import delivery

OF_AN_ITEM = tuple(
    kind.value
    for kind in (
        NoticeKind.DAY_OF,
        NoticeKind.REVIEW_DUE,
        NoticeKind.DEADLINE,
        NoticeKind.OUT,
        NoticeKind.MATERIALS,
        NoticeKind.REMINDER,
        NoticeKind.EXTENSION,
        NoticeKind.QUESTION,
        NoticeKind.CANNOT,
        NoticeKind.ANSWER,
        NoticeKind.TALLY,
        NoticeKind.DIGEST,
        NoticeKind.PRESENTER,
        NoticeKind.PACKET,
        NoticeKind.PREFLIGHT,
        NoticeKind.CLASS_START,
        NoticeKind.SEAT,
        NoticeKind.SEATS,
        NoticeKind.OFFER,
        NoticeKind.BACKUP,
        NoticeKind.COVER_CALL,
        NoticeKind.NUDGE,
    )
)
"""Kinds whose item is the id of a session or a deadline."""

OF_A_PAPER = (NoticeKind.RECEIPT.value, NoticeKind.TOO_LATE.value, NoticeKind.RETURNED.value)
"""Kinds whose item is the id of a paper."""

SAID = ("sent", "retracting", "retracted")
UNSAID = ("waiting", "failed", "skipped")
"""States in which nothing of a post stands anywhere, unless the row is unsure."""

CLOSEST_TO_SAID = (*SAID, "claimed", "waiting", "held", "failed", "skipped")

_POST = ("destination", "kind", "occurrence", "recipient")


# --- a post that waits, or failed -----------------------------------------------------------------------------------


def settle_held(connection: Connection, delivery_id: int, decision: Settlement, *, now: datetime) -> bool:
    """Staff's answer on a held or failed row. False where somebody has decided already."""
    held = get(connection, delivery_id)
    if held is None or held.state not in ("held", "failed"):
        return False
    released = {**held.details, RELEASED: "yes"}
    values: dict[Settlement, dict[str, Any]] = {
        "send": {"state": "waiting", "next_attempt_at": now, "unsure": False, "details": released},
        "there": {"state": "sent", "sent_at": now, "unsure": False},
        "drop": {"state": "skipped", "failure": "dropped by staff"},
    }
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(**values[decision]))
    following = delivery.update().where(*same_post(held), delivery.c.part > held.key.part)
    if decision == "drop":
        end_following(connection, held, state="skipped", reason="dropped by staff")
    elif held.state == "failed":
        connection.execute(following.where(delivery.c.state == "failed").values(state="waiting", next_attempt_at=now))
    return True


# --- correcting -----------------------------------------------------------------------------------------------------


def withdraw(connection: Connection, posts: Collection[Delivery], *, asked_at: datetime) -> Delivery | None:
    """Take out posts of which nothing was said, so that what was asked for at that instant can be entered instead.

    Where one of them stands on its platform, or may, or is on its way, or was itself asked for later (the request was
    overtaken), nothing changes, and that one is returned.
    """
    for one in posts:
        if one.unsure or one.state not in UNSAID or one.asked_at > asked_at:
            return one
    for one in posts:
        connection.execute(delivery.delete().where(*same_post(one)))
    return None


# --- taking back ----------------------------------------------------------------------------------------------------


def start_retract(connection: Connection, delivery_id: int, *, now: datetime) -> bool:
    """Take a sent post back, all parts of it. False where it is not there (any more).

    A part that is on its way, or of which nobody knows, is deleted once it can be looked for; the rest is never said.
    """
    sent = get(connection, delivery_id)
    if sent is None or sent.state != "sent":
        return False
    mine = delivery.update().where(*same_post(sent))
    unsaid = delivery.c.state.in_(("waiting", "held", "failed"))
    connection.execute(
        mine.where(sa.or_(delivery.c.state.in_(("sent", "claimed")), sa.and_(unsaid, delivery.c.unsure))).values(
            state="retracting", next_attempt_at=now, attempts=0
        )
    )
    connection.execute(mine.where(unsaid).values(state="skipped", next_attempt_at=None, failure="retracted by staff"))
    return True


def mark_retracted(connection: Connection, delivery_id: int, *, check_at: datetime | None) -> None:
    """It is deleted. `check_at`: when to look again, where it may have arrived after the look for it."""
    values = {"state": "retracted", "next_attempt_at": None, "check_at": check_at, "unsure": False}
    connection.execute(_retracting(delivery_id).values(**values))


def retract_later(connection: Connection, delivery_id: int, *, until: datetime, failure: str) -> None:
    connection.execute(
        _retracting(delivery_id).values(next_attempt_at=until, failure=failure, attempts=delivery.c.attempts + 1)
    )


def _retracting(delivery_id: int) -> sa.Update:
    return delivery.update().where(delivery.c.id == delivery_id, delivery.c.state == "retracting")


def end_rehearsal(connection: Connection, course: str) -> None:
    """What still waits to be rehearsed is not any more."""
    waiting = delivery.c.state.in_(("waiting", "held", "failed"))
    connection.execute(
        delivery.update()
        .where(delivery.c.course == course, delivery.c.destination == REHEARSAL, waiting)
        .values(state="skipped", next_attempt_at=None, failure="the rehearsal is over")
    )


# --- identity -------------------------------------------------------------------------------------------------------


def items_in_use(connection: Connection, course: str) -> frozenset[str]:
    """Items on which something hangs that was said, or is about to be, or that counts as known: materials that were
    there at Go live would be news under another id.
    """
    query = (
        sa.select(delivery.c.item)
        .where(delivery.c.course == course)
        .where(sa.or_(delivery.c.state != "skipped", delivery.c.kind == NoticeKind.MATERIALS.value))
        .where(delivery.c.destination.not_in(STAFF_ONLY), delivery.c.kind.not_in(OF_A_PAPER))
        .distinct()
    )
    return frozenset(connection.scalars(query))


def rename_item(
    connection: Connection, course: str, old: str, new: str, *, kinds: Collection[str] = OF_AN_ITEM
) -> None:
    """Let everything recorded about `old` be about `new`, so that nothing is said again under the new id.

    A post is all its parts. Where both ids have one, the one that is closest to said stays: it is what people saw.
    """
    mine = sa.and_(delivery.c.course == course, delivery.c.kind.in_(kinds))
    rows = connection.execute(sa.select(delivery).where(mine, delivery.c.item.in_((old, new)))).all()
    posts: dict[tuple[str, ...], dict[str, list[sa.Row[Any]]]] = {}
    for row in rows:
        post = tuple(getattr(row, name) for name in _POST)
        posts.setdefault(post, {}).setdefault(row.item, []).append(row)
    for of_post in posts.values():
        theirs, ours = of_post.get(new, []), of_post.get(old, [])
        if theirs and (_distance(theirs) < len(SAID) or _distance(theirs) < _distance(ours)):
            _never_say(connection, ours)
            continue
        connection.execute(delivery.delete().where(delivery.c.id.in_([row.id for row in theirs])))
        for row in ours:
            _rename(connection, row, new)


def _distance(rows: list[sa.Row[Any]]) -> int:
    return min(
        (CLOSEST_TO_SAID.index("claimed" if row.unsure else row.state) for row in rows), default=len(CLOSEST_TO_SAID)
    )


def _never_say(connection: Connection, rows: list[sa.Row[Any]]) -> None:
    connection.execute(
        delivery.update()
        .where(delivery.c.id.in_([row.id for row in rows]), delivery.c.state.in_(("waiting", "claimed", "held")))
        .values(state="skipped", next_attempt_at=None, failure="it is said under its new id")
    )


def _rename(connection: Connection, row: sa.Row[Any], new: str) -> None:
    """What may stand on the platform keeps the key under which it is found there."""
    details = dict(row.details)
    if row.snapshot is not None:
        key = "/".join((row.course, row.destination, row.kind, row.item, row.occurrence, row.recipient, row.part))
        details.setdefault(POSTED_AS, key)
    connection.execute(delivery.update().where(delivery.c.id == row.id).values(item=new, details=details))
