"""Who has a seat and can be told of it: active people of a course, where and when they are reached, and what they were
told as presenters.

Functions `f(connection, …)`. It knows no rule and no words.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.model import CourseRole
from bot.course.notice import NoticeKind
from bot.store.ledger import PERSONAL
from bot.store.reminded import GIVEN_UP, Pupil
from bot.store.seat_tables import seat
from bot.store.seats import number_of_changes
from bot.store.tables import account, delivery, membership, person

Told = Mapping[str, datetime | None]
"""By occurrence, when it was due; None: it was given up unsaid, and may be said after all."""


def _with_a_seat(course: str) -> tuple[sa.ColumnElement[bool], ...]:
    has_one = sa.exists().where(seat.c.course == course, seat.c.person == membership.c.person)
    here = (membership.c.course == course, membership.c.active, membership.c.role != CourseRole.GUEST.value)
    return (*here, has_one)


def fingerprint(connection: Connection, course: str) -> Hashable:
    """Another value once a seat has changed hands, or people with seats have left, returned, or moved to another zone.
    It is asked often, so it takes a few sums.
    """
    numbers = sa.func.count(), sa.func.sum(person.c.id), sa.func.sum(person.c.id * person.c.id)
    zones = (
        sa.select(person.c.timezone, *numbers)
        .join(membership, membership.c.person == person.c.id)
        .where(*_with_a_seat(course))
        .group_by(person.c.timezone)
        .order_by(person.c.timezone)
    )
    return (number_of_changes(connection, course), tuple(tuple(row) for row in connection.execute(zones)))


def holders(connection: Connection, course: str, *, only: int | None = None) -> Mapping[int, Pupil]:
    """All who have a seat, by id; or one of them, if they have."""
    which = _with_a_seat(course) if only is None else (*_with_a_seat(course), membership.c.person == only)
    columns = (person.c.id, person.c.timezone, person.c.reminders, membership.c.joined_at)
    homes = (
        sa.select(*columns, account.c.platform, account.c.user_id)
        .join(membership, membership.c.person == person.c.id)
        .outerjoin(account, account.c.person == person.c.id)
        .where(*which)
        .order_by(person.c.id, account.c.id.desc())
    )
    found: dict[int, Pupil] = {}
    accounts: dict[int, dict[str, str]] = {}
    for row in connection.execute(homes):
        mine = accounts.setdefault(row.id, {})
        if row.platform is not None:
            mine[row.platform] = row.user_id  # the oldest comes last, and stays
        if row.id not in found:
            found[row.id] = Pupil(
                person=row.id,
                timezone=row.timezone,
                reminders=row.reminders,
                joined_at=row.joined_at,
                accounts=mine,
            )
    return found


def told(
    connection: Connection, course: str, kind: NoticeKind, items: Collection[str]
) -> Mapping[tuple[int, str], Told]:
    """What was entered of that kind about these sessions, by person and session."""
    if not items:
        return {}
    columns = [delivery.c[name] for name in ("item", "occurrence", "recipient", "state", "due_at", "failure")]
    query = sa.select(*columns).where(
        delivery.c.course == course,
        delivery.c.destination == PERSONAL,
        delivery.c.kind == kind.value,
        delivery.c.part == "",
        delivery.c.item.in_(items),
    )
    found: dict[tuple[int, str], dict[str, datetime | None]] = {}
    for row in connection.execute(query):
        unsaid = row.state == "skipped" and row.failure in GIVEN_UP
        found.setdefault((int(row.recipient), row.item), {})[row.occurrence] = None if unsaid else row.due_at
    return found
