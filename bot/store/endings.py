"""How a claim ends: the row is marked as sent, waiting, skipped, failed or held.

A mark that comes from an older claim changes nothing: whose claim it is, is told by run id and epoch. It never posts
and never decides which of them it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.ledger import ALONG, OPEN, TOGETHER, Delivery, same_post
from bot.store.tables import delivery


def _mark(connection: Connection, claimed: Delivery, owner: str, **values: Any) -> bool:
    """Change a row only while the claim that posted it is still the row's own."""
    mine = {"of_id": claimed.id, "of_owner": owner, "of_epoch": claimed.epoch}
    named = {f"to_{name}": value for name, value in values.items()}
    return connection.execute(_marking(tuple(values)), mine | named).rowcount == 1


@cache
def _marking(names: tuple[str, ...]) -> sa.Update:
    """The statement that gives these columns values: building it takes longer than the database takes for it."""
    return (
        delivery.update()
        .where(
            delivery.c.id == sa.bindparam("of_id"),
            delivery.c.state == "claimed",
            delivery.c.owner == sa.bindparam("of_owner"),
            delivery.c.epoch == sa.bindparam("of_epoch"),
        )
        .values({name: sa.bindparam(f"to_{name}", type_=delivery.c[name].type) for name in names})
    )


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
    ended = _mark(connection, claimed, owner, state="waiting", next_attempt_at=until, unsure=unsure, failure=failure)
    if ended and not unsure:
        alone(connection, claimed, at=until)
    return ended


def put_off(connection: Connection, claimed: Delivery, owner: str, *, until: datetime) -> bool:
    """Look at it again then: its time has not come. It was not tried, so it is as if it had never been claimed."""
    return _mark(connection, claimed, owner, state="waiting", next_attempt_at=until, attempts=0, first_claimed_at=None)


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


# --- several in one message ---------------------------------------------------------------------------------------


def join(connection: Connection, claimed: Delivery, other: Delivery, owner: str) -> Delivery:
    """What the other claimed row says is said along with this one, and has ended with it."""
    mark_skipped(connection, other, owner, reason=TOGETHER)
    details = {**claimed.details, ALONG: " ".join([*claimed.details.get(ALONG, "").split(), str(other.id)])}
    _mark(connection, claimed, owner, details=details)
    return replace(claimed, details=details)


def alone(connection: Connection, one: Delivery, *, at: datetime) -> Delivery:
    """The message was not said: what was to be said along with it waits again, on its own."""
    along = [int(number) for number in one.details.get(ALONG, "").split()]
    if not along:
        return one
    ended = (delivery.c.id.in_(along), delivery.c.state == "skipped", delivery.c.failure == TOGETHER)
    connection.execute(delivery.update().where(*ended).values(state="waiting", next_attempt_at=at, failure=None))
    details = {name: value for name, value in one.details.items() if name != ALONG}
    connection.execute(delivery.update().where(delivery.c.id == one.id).values(details=details))
    return replace(one, details=details)
