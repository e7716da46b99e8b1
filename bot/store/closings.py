"""The end of a course in the database: since when it has ended, what is said no more, and what is unfinished then.

Functions never commit and never ask the time; what an end means for people is known elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.ledger import AFTER_THE_END, ENDED, as_delivery
from bot.store.ledger import Delivery as DeliveryRow
from bot.store.tables import account, audit, course_state, delivery, membership, review_typing, review_version

CLOSED = "closed"
"""The word in the audit by which a course's ends are counted."""

KEPT = "kept"
"""The word in the audit by which it is counted how often staff put the erasure off."""

REOPENED = "the course was opened again"


def close(connection: Connection, course: str, *, now: datetime, by: int | None) -> bool:
    """The course ends. False where it has ended before: the first instant stays."""
    ending = (
        course_state.update()
        .where(course_state.c.course == course, course_state.c.closed_at.is_(None))
        .values(closed_at=now, closed_by=by, keep_until=None, erasure_told_at=None)
    )
    return connection.execute(ending).rowcount == 1


def reopen(connection: Connection, course: str) -> bool:
    """The course runs again. False where it does already, or where something of it was erased."""
    opening = (
        course_state.update()
        .where(
            course_state.c.course == course, course_state.c.closed_at.is_not(None), course_state.c.erased_at.is_(None)
        )
        .values(closed_at=None, closed_by=None, keep_until=None, erasure_told_at=None)
    )
    return connection.execute(opening).rowcount == 1


def number_of_ends(connection: Connection, course: str) -> int:
    """How often the course has ended so far."""
    query = sa.select(sa.func.count()).where(audit.c.course == course, audit.c.action == CLOSED)
    return connection.scalar(query) or 0


# --- what waits to be said ------------------------------------------------------------------------------------------


def end_waiting(connection: Connection, course: str) -> int:
    """What waits is not said any more. What is on its way right now is left to whoever is at it, and what waits for
    staff to them, whose button has no effect while the course is over.
    """
    ending = (
        delivery.update()
        .where(delivery.c.course == course, delivery.c.state == "waiting")
        .values(state="skipped", next_attempt_at=None, failure=ENDED)
    )
    return connection.execute(ending).rowcount


def wait_again(connection: Connection, course: str, *, now: datetime) -> int:
    """What was not said because the course had ended waits again, as far as it is still of use; what each person was to
    get at the end does not.
    """
    mine = (delivery.c.course == course, delivery.c.state == "skipped", delivery.c.failure == ENDED)
    useful = delivery.update().where(*mine, delivery.c.stale_after > now)
    farewell = (delivery.c.course == course, delivery.c.kind.in_(AFTER_THE_END), delivery.c.state == "waiting")
    connection.execute(
        delivery.update().where(*farewell).values(state="skipped", next_attempt_at=None, failure=REOPENED)
    )
    return connection.execute(useful.values(state="waiting", next_attempt_at=now, failure=None)).rowcount


def asked_for_later(connection: Connection, course: str) -> tuple[DeliveryRow, ...]:
    """Announcements of staff that are still to be posted."""
    mine = (delivery.c.course == course, delivery.c.kind == NoticeKind.ANNOUNCE.value, delivery.c.part == "")
    query = sa.select(delivery).where(*mine, delivery.c.state == "waiting").order_by(delivery.c.due_at, delivery.c.id)
    return tuple(as_delivery(row) for row in connection.execute(query))


# --- who wrote, and what is unfinished --------------------------------------------------------------------------------


def open_drafts(connection: Connection, course: str) -> Mapping[int, int]:
    """Person → papers of which they began a review that was never handed in."""
    whole = sa.or_(review_version.c.complete, review_version.c.accepted_at.is_not(None))
    begun = sa.union(
        sa.select(review_version.c.person, review_version.c.paper).where(
            review_version.c.course == course, sa.not_(review_version.c.blank)
        ),
        sa.select(review_typing.c.person, review_typing.c.paper).where(review_typing.c.course == course),
    ).subquery()
    done = sa.exists().where(
        review_version.c.course == course,
        review_version.c.person == begun.c.person,
        review_version.c.paper == begun.c.paper,
        whole,
    )
    mine = sa.exists().where(membership.c.course == course, membership.c.person == begun.c.person, membership.c.active)
    query = sa.select(begun.c.person, sa.func.count()).where(sa.not_(done), mine).group_by(begun.c.person)
    return {row[0]: row[1] for row in connection.execute(query.order_by(begun.c.person))}


def writers(connection: Connection, course: str) -> Mapping[int, Mapping[str, str]]:
    """Active members who have written anything, with their oldest account on each platform."""
    wrote = sa.exists().where(review_version.c.course == course, review_version.c.person == membership.c.person)
    query = (
        sa.select(account.c.person, account.c.platform, account.c.user_id)
        .join(membership, membership.c.person == account.c.person)
        .where(membership.c.course == course, membership.c.active, wrote)
        .order_by(account.c.person, account.c.id.desc())
    )
    found: dict[int, dict[str, str]] = {}
    for person, platform, user_id in connection.execute(query):
        found.setdefault(person, {})[platform] = user_id
    return found


# --- how long it is kept ----------------------------------------------------------------------------------------------


def keep(connection: Connection, course: str, until: datetime) -> None:
    """Keep what people wrote until then; staff are told anew before."""
    mine = course_state.c.course == course
    connection.execute(course_state.update().where(mine).values(keep_until=until, erasure_told_at=None))


def number_of_times_kept(connection: Connection, course: str) -> int:
    query = sa.select(sa.func.count()).where(audit.c.course == course, audit.c.action == KEPT)
    return connection.scalar(query) or 0


def tellings(connection: Connection, course: str, occurrence: str) -> tuple[DeliveryRow, ...]:
    """What staff were told of the erasure under this word and those that follow it, the newest first."""
    mine = (delivery.c.course == course, delivery.c.kind == NoticeKind.RETENTION.value, delivery.c.part == "")
    named = sa.or_(delivery.c.occurrence == occurrence, delivery.c.occurrence.startswith(f"{occurrence}."))
    rows = connection.execute(sa.select(delivery).where(*mine, named).order_by(delivery.c.id.desc()))
    return tuple(as_delivery(row) for row in rows)


def note_told(connection: Connection, course: str, at: datetime) -> None:
    """Since when staff know that it is to be erased."""
    connection.execute(course_state.update().where(course_state.c.course == course).values(erasure_told_at=at))


def begin_erasing(connection: Connection, course: str, *, now: datetime) -> bool:
    """From now on it is being erased. False where it is already, or was."""
    beginning = (
        course_state.update()
        .where(
            course_state.c.course == course, course_state.c.closed_at.is_not(None), course_state.c.erased_at.is_(None)
        )
        .values(erased_at=now, erased_to=0)
    )
    return connection.execute(beginning).rowcount == 1


def erased_to(connection: Connection, course: str, person: int | None) -> None:
    """Up to whom it is erased; None: all of it."""
    connection.execute(course_state.update().where(course_state.c.course == course).values(erased_to=person))
