"""What became of a course's posts in a stretch of time: said late, skipped, held, failed, still open.

It reads the ledger for what staff are told of it, and changes nothing. What staff themselves were told never counts,
nor does a courtesy that nobody misses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.ledger import NOT_ABOUT_WORK, OVER, PERSONAL, STAFF, STAFF_ONLY
from bot.store.tables import delivery

Trouble = Literal["failed", "skipped", "held", "waiting"]
"""Given up; over before it could be said, also for want of a decision; waiting for staff; due, tried, not out yet."""

_POST = (delivery.c.kind, delivery.c.item, delivery.c.occurrence, delivery.c.recipient)
"""Of one post there may be several rows: a platform each, a part each."""


class Troubled(NamedTuple):
    """A post that did not go out as it should have."""

    trouble: Trouble
    title: str


def _posts(course: str) -> tuple[sa.ColumnElement[bool], ...]:
    courtesy = sa.and_(delivery.c.destination == PERSONAL, delivery.c.kind.in_(NOT_ABOUT_WORK))
    return (delivery.c.course == course, delivery.c.destination.not_in(STAFF_ONLY), sa.not_(courtesy))


def troubled(connection: Connection, course: str, *, since: datetime, now: datetime) -> tuple[Troubled, ...]:
    """The posts that came due after `since` and failed, are held or were skipped as over; those of any age that staff
    can still decide on; and those that are being tried in vain. In the order in which they came due.
    """
    due = sa.and_(delivery.c.due_at > since, delivery.c.due_at <= now)
    ended = sa.or_(delivery.c.state == "failed", sa.and_(delivery.c.state == "skipped", delivery.c.failure == OVER))
    held = sa.and_(delivery.c.state == "held", sa.or_(due, delivery.c.stale_after > now))
    tried = sa.and_(delivery.c.state == "waiting", delivery.c.failure.is_not(None), delivery.c.due_at <= now)
    query = sa.select(*_POST, delivery.c.state, delivery.c.title, delivery.c.stale_after).where(
        *_posts(course), sa.or_(sa.and_(due, ended), held, tried)
    )
    found: dict[tuple[str, ...], Troubled] = {}
    for row in connection.execute(query.order_by(delivery.c.due_at, delivery.c.id)):
        undecided = row.state == "held" and row.stale_after <= now
        found.setdefault(tuple(row[: len(_POST)]), Troubled("skipped" if undecided else row.state, row.title))
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CameDue:
    """How many of the posts that came due in a stretch of time ended how; `open`: of the others it is not known yet."""

    late: int = 0
    skipped: int = 0
    held: int = 0
    failed: int = 0
    open: int = 0


def came_due(connection: Connection, course: str, *, since: datetime, until: datetime, begun_from: datetime) -> CameDue:
    """What became of the posts that came due after `since` and by `until` and that nobody had begun on before
    `begun_from`.
    """
    query = (
        sa.select(*_POST, delivery.c.state)
        .distinct()
        .where(*_posts(course), delivery.c.due_at > since, delivery.c.due_at <= until)
        .where(sa.or_(delivery.c.first_claimed_at.is_(None), delivery.c.first_claimed_at >= begun_from))
        .where(sa.or_(delivery.c.state != "skipped", delivery.c.failure == OVER))
    )
    states: dict[tuple[str, ...], set[str]] = {}
    for row in connection.execute(query):
        states.setdefault(tuple(row[: len(_POST)]), set()).add(row.state)
    counted = [_whole(of_post) for of_post in states.values()]
    return CameDue(**{name: counted.count(name) for name in CameDue.__dataclass_fields__})


def _whole(states: Iterable[str]) -> str:
    """What a post is that has rows in these states: not over with before all of it is, and no better than its worst."""
    order = {"waiting": "open", "claimed": "open", "failed": "failed", "held": "held", "sent": "late"}
    return next(
        (word for state, word in order.items() if state in states), "skipped" if "skipped" in states else "late"
    )


def last_told(connection: Connection, course: str, kind: NoticeKind) -> datetime | None:
    """When what staff were last told of this kind was entered."""
    mine = (delivery.c.course == course, delivery.c.destination == STAFF, delivery.c.kind == kind.value)
    newest = sa.select(delivery.c.created_at).where(*mine, delivery.c.state != "skipped")
    return connection.scalars(newest.order_by(delivery.c.created_at.desc())).first()
