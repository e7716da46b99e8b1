"""What reminders are made from and which there are: the students of a course with where and when they can be reached,
and the rows of the ledger that are reminders.

It knows no rule and no words.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.model import CourseRole
from bot.course.notice import NoticeKind
from bot.store.ledger import ENDED, GONE, LATER, NOTHING, OVER, PERSONAL
from bot.store.records import ReminderSetting
from bot.store.tables import account, delivery, membership, person, review_grant

GIVEN_UP = (OVER, GONE, LATER, NOTHING, ENDED)
"""Why a row was skipped that may be said after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """An active student. `accounts`: platform → their oldest account there."""

    person: int
    timezone: str | None
    reminders: ReminderSetting
    joined_at: datetime
    accounts: Mapping[str, str]


class Row(NamedTuple):
    """A reminder in the ledger. `given_up`: it was skipped for a reason that may not hold any more."""

    item: str
    occurrence: str
    state: str
    due_at: datetime
    given_up: bool


def _active(course: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (membership.c.course == course, membership.c.active, membership.c.role == CourseRole.STUDENT.value)


def fingerprint(connection: Connection, course: str) -> Hashable:
    """Another value once students, their zones or what they were granted have changed. It is asked often, so it takes
    a few sums.
    """
    numbers = sa.func.count(), sa.func.sum(person.c.id), sa.func.sum(person.c.id * person.c.id)
    latest = sa.func.max(membership.c.joined_at), sa.func.max(membership.c.counts_from)
    zones = (
        sa.select(person.c.timezone, *numbers, *latest)
        .join(membership, membership.c.person == person.c.id)
        .where(*_active(course))
        .group_by(person.c.timezone)
        .order_by(person.c.timezone)
    )
    granted = sa.select(
        sa.func.count(), sa.func.max(review_grant.c.id), sa.func.count(review_grant.c.revoked_at)
    ).where(review_grant.c.course == course)
    return (
        tuple(tuple(row) for row in connection.execute(zones)),
        tuple(connection.execute(granted).one()),
    )


def pupils(connection: Connection, course: str, *, only: int | None = None) -> tuple[Pupil, ...]:
    """All active students, by id; or one of them, if they are."""
    columns = (person.c.id, person.c.timezone, person.c.reminders, membership.c.joined_at)
    which = _active(course) if only is None else (*_active(course), membership.c.person == only)
    query = sa.select(*columns).join(membership, membership.c.person == person.c.id).where(*which)
    homes = (
        sa.select(account.c.person, account.c.platform, account.c.user_id)
        .join(membership, membership.c.person == account.c.person)
        .where(*which)
        .order_by(account.c.id.desc())
    )
    accounts: dict[int, dict[str, str]] = {}
    for row in connection.execute(homes):
        accounts.setdefault(row.person, {})[row.platform] = row.user_id
    return tuple(
        Pupil(
            person=row.id,
            timezone=row.timezone,
            reminders=row.reminders,
            joined_at=row.joined_at,
            accounts=accounts.get(row.id, {}),
        )
        for row in connection.execute(query.order_by(person.c.id))
    )


_ROW = [delivery.c[name] for name in ("item", "occurrence", "recipient", "state", "due_at", "failure")]
_REMINDERS = (delivery.c.destination == PERSONAL, delivery.c.kind == NoticeKind.REMINDER.value, delivery.c.part == "")


def rows(connection: Connection, course: str, items: Collection[str]) -> Mapping[int, tuple[Row, ...]]:
    """The reminders of these sessions that were entered, by person."""
    query = sa.select(*_ROW).where(delivery.c.course == course, *_REMINDERS, delivery.c.item.in_(items))
    found: dict[int, list[Row]] = {}
    for row in connection.execute(query):
        found.setdefault(int(row.recipient), []).append(_row(row))
    return {person_id: tuple(them) for person_id, them in found.items()}


def rows_of(connection: Connection, course: str, person_id: int, item: str) -> tuple[Row, ...]:
    """One person's reminders of one session that were entered."""
    query = sa.select(*_ROW).where(
        delivery.c.course == course, *_REMINDERS, delivery.c.item == item, delivery.c.recipient == str(person_id)
    )
    return tuple(_row(row) for row in connection.execute(query))


def _row(row: sa.Row[tuple[object, ...]]) -> Row:
    given_up = row.state == "skipped" and row.failure in GIVEN_UP
    return Row(row.item, row.occurrence, row.state, row.due_at, given_up)
