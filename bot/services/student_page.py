"""All that staff may want to know of one person of a course before they write to them or decide something about them.

It gathers what other services and the store tell; it never writes, decides nothing and knows no sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty
from bot.course.signups import Turn
from bot.errors import Refused
from bot.services import granted, owing, seating
from bot.services.granted import Extension
from bot.store import grants, participations, people, review_marks, roster_lines, staff_pages
from bot.store.database import Connection
from bot.store.records import Membership, Person, Plea
from bot.store.review_marks import Mark, ReviewReturn
from bot.store.roster_lines import RosterLine
from bot.store.staff_pages import Account

NOT_HERE = "I do not know that person in this course."


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentPage:
    """One person in one course. `line`: theirs of the class list, None where they are on none.
    `duties`: what they owe or owed, as a student. `marks` and `returned` (what was given back) by paper, `took_part` by
    session; `pleas` the newest first. `names`: of staff who granted something.
    """

    person: Person
    member: Membership
    accounts: tuple[Account, ...]
    line: RosterLine | None
    duties: tuple[Duty, ...]
    marks: Mapping[str, Mark]
    returned: Mapping[str, ReviewReturn]
    turns: tuple[Turn, ...]
    took_part: Mapping[str, bool]
    extensions: tuple[Extension, ...]
    pleas: tuple[Plea, ...]
    names: Mapping[int, str]


def look(connection: Connection, course: Course, person: int, *, now: datetime) -> StudentPage:
    """Raises Refused for who never was in the course."""
    member = people.get_member(connection, course.id, person)
    if member is None:
        raise Refused(NOT_HERE)
    extensions = granted.of(connection, course, person)
    by = {one.grant.granted_by for one in extensions if one.grant.granted_by is not None}
    return StudentPage(
        person=people.get_person(connection, person),
        member=member,
        accounts=staff_pages.accounts(connection, person),
        line=roster_lines.of_person(connection, course.id, person),
        duties=_duties(connection, course, member, now),
        marks={paper: mark for (_, paper), mark in review_marks.marks(connection, course.id, person).items()},
        returned={paper: one for (_, paper), one in review_marks.returns(connection, course.id, person).items()},
        turns=seating.signups(connection, course).turns(person, now),
        took_part=participations.of_person(connection, course.id, person),
        extensions=extensions,
        pleas=grants.pleas_of(connection, course.id, person)[::-1],
        names=people.names(connection, by),
    )


def _duties(connection: Connection, course: Course, member: Membership, now: datetime) -> tuple[Duty, ...]:
    """Also of a student who has left: their work is kept."""
    if member.role is not CourseRole.STUDENT:
        return ()
    return reviews.duties(course, owing.mine(connection, course, member.person), now)
