"""What stands in one person's calendar: which courses, by when they owe what there, which seats are theirs; and the
secret address under which their calendar program finds it.

Of an address only the hash is kept, so that nobody who reads the database can read anybody's calendar by it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course, CourseRole
from bot.course.signups import Seat, seats_by_key
from bot.services import owing
from bot.store import calendar_links, people, presenters
from bot.store.database import Connection

SECRET_BYTES = 24
"""Of a secret address: more than anybody can guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCourse:
    """One course as one person has it in their calendar. `due`: by when reviews of a session are due for them, of those
    that they still owe; None for who owes none, since they only listen or teach. `seats`: those that they hold.
    """

    course: Course
    due: Mapping[str, datetime] | None = None
    seats: tuple[Seat, ...] = ()


def mine(connection: Connection, courses: Sequence[Course], person: int, *, now: datetime) -> tuple[MyCourse, ...]:
    """The courses of these that the person is in, as they are theirs."""
    found: list[MyCourse] = []
    for course in courses:
        member = people.get_member(connection, course.id, person)
        if member is None or not member.active:
            continue
        due = _due(connection, course, person, now=now) if member.role is CourseRole.STUDENT else None
        offered = seats_by_key(course)
        keys = presenters.of_person(connection, course.id, person) if offered else ()
        found.append(MyCourse(course=course, due=due, seats=tuple(offered[key] for key in keys if key in offered)))
    return tuple(found)


def _due(connection: Connection, course: Course, person: int, *, now: datetime) -> Mapping[str, datetime]:
    duties = owing.duties_of(connection, course, person, now=now)
    return {duty.session.id: duty.due for duty in duties if duty.left and duty.due is not None}


# --- the address ----------------------------------------------------------------------------------------------------


def make_link(connection: Connection, person: int, *, now: datetime) -> str:
    """A new secret for the address of the person's calendar. An earlier one is good for nothing from now on."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    calendar_links.revoke(connection, person, now=now)
    calendar_links.add(connection, _hash(secret), person, now=now)
    return secret


def revoke_link(connection: Connection, person: int, *, now: datetime) -> bool:
    """False where there was none."""
    return calendar_links.revoke(connection, person, now=now)


def link_since(connection: Connection, person: int) -> datetime | None:
    """Since when the person has an address that is good; None: they have none."""
    return calendar_links.made_at(connection, person)


def behind(
    connection: Connection, secret: str, courses: Sequence[Course], *, now: datetime
) -> tuple[MyCourse, ...] | None:
    """What stands in the calendar with this secret; None where there is none, not any more, or its person is in no
    course.
    """
    person = calendar_links.person(connection, _hash(secret))
    return mine(connection, courses, person, now=now) or None if person is not None else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
