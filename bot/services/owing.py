"""Who owes what: the rules of `bot.course.reviews` on what the database holds, of one person and of everybody.

It reads and never writes; versions come without their texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.course.model import Course, CourseRole
from bot.course.reviews import Asking, Duty, Mine, duties
from bot.store import grants, people, reviews
from bot.store.database import Connection


def mine(connection: Connection, course: Course, person: int) -> Mine:
    """What the rules need to know of one person."""
    member = people.get_member(connection, course.id, person)
    return Mine(
        versions=reviews.brief_of_person(connection, course.id, person),
        grants=tuple(one.rule for one in grants.of_person(connection, course.id, person)),
        joined_at=None if member is None else member.joined_at,
        counts_from=None if member is None else member.counts_from,
    )


def duties_of(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[Duty, ...]:
    """All that the person owes or owed, in the order in which it is due; nothing of who is no student of the course."""
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active or member.role is not CourseRole.STUDENT:
        return ()
    return duties(course, mine(connection, course, person), now)


def everyone(connection: Connection, course: Course, *, now: datetime) -> Mapping[int, tuple[Duty, ...]]:
    """Person id → duties, of each active student."""
    versions = reviews.brief_of_everybody(connection, course.id)
    granted = grants.of_course(connection, course.id)
    asking = Asking(course, now)
    found: dict[int, tuple[Duty, ...]] = {}
    for member in people.students(connection, course.id):
        person = Mine(
            versions=versions.get(member.person, {}),
            grants=tuple(one.rule for one in granted.get(member.person, ())),
            joined_at=member.joined_at,
            counts_from=member.counts_from,
        )
        found[member.person] = asking.duties(person)
    return found
