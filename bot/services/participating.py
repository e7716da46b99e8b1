"""Who took part in a class: what staff tick, session by session, and what it comes to.

Two of staff may tick at the same time: of each person counts what was changed last, and nobody's tick is lost because
a colleague did not see it. It knows no sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.course import agenda
from bot.course.model import Course, CourseRole, Session
from bot.errors import Refused
from bot.services import seating
from bot.store import audit, participations, people
from bot.store.database import Connection

ACTION = "participation_noted"

UNKNOWN = "That class is not in the schedule any more."


def taken_part(connection: Connection, course: Course) -> Mapping[str, Mapping[int, bool]]:
    """Session → person → whether they took part, of the sessions that the schedule has. Who is not in it was not asked
    about: they joined later, or nobody has ticked that class.
    """
    found = participations.of_course(connection, course.id)
    return {session: persons for session, persons in found.items() if session in course.sessions_by_id}


def of_person(connection: Connection, course: Course, person: int) -> Mapping[str, bool]:
    """The same of one person, by session."""
    found = participations.of_person(connection, course.id, person)
    return {session: present for session, present in found.items() if session in course.sessions_by_id}


# --- which class ----------------------------------------------------------------------------------------------------


def classes(course: Course) -> tuple[Session, ...]:
    """The classes to which people come, by their dates."""
    return tuple(one for one in agenda.dated(course) if one.kind.meets)


def has_begun(course: Course, session: Session, now: datetime) -> bool:
    begins = agenda.begins_at(course, session)
    return begins is not None and begins <= now


def current(course: Course, now: datetime) -> Session | None:
    """The class that is on, or was last; before the first one that one."""
    listed = classes(course)
    begun = [one for one in listed if has_begun(course, one, now)]
    return begun[-1] if begun else next(iter(listed), None)


# --- the list -------------------------------------------------------------------------------------------------------


class Pupil(NamedTuple):
    """One line of the list. `present`: None where nobody was asked about them. `later`: they joined after the class.
    `mark` tells them from others of the name.
    """

    person: int
    name: str
    mark: str
    present: bool | None
    later: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The students of the course, those who joined after the class last. `presenting`: who presented in it. `noted_at`,
    `noted_by`: the last tick of all, by whom.
    """

    pupils: tuple[Pupil, ...]
    presenting: frozenset[int]
    noted_at: datetime | None = None
    noted_by: int | None = None
    noted_name: str = ""

    @property
    def there(self) -> int:
        return sum(one.present is True for one in self.pupils)

    @property
    def asked(self) -> int:
        """Of how many it is known whether they took part."""
        return sum(one.present is not None for one in self.pupils)


def sheet(connection: Connection, course: Course, session: str) -> Sheet:
    """The list as it is now. Raises Refused for a class that is not in the schedule."""
    of = course.session(session)
    if of is None:
        raise Refused(UNKNOWN)
    noted = participations.of_session(connection, course.id, session)
    students = [one for one in people.members(connection, course.id) if one.role is CourseRole.STUDENT]
    marks = people.namesakes(connection, students)
    pupils = [
        Pupil(
            person=one.person,
            name=one.name,
            mark=marks.get(one.person, ""),
            present=noted[one.person].present if one.person in noted else None,
            later=of.over_at is not None and one.joined_at > of.over_at,
        )
        for one in students
    ]
    last = max(noted.values(), key=lambda one: one.at, default=None)
    by = last.by if last is not None else None
    return Sheet(
        pupils=tuple(sorted(pupils, key=lambda one: (one.later, one.name.casefold(), one.person))),
        presenting=_presented(connection, course, session),
        noted_at=last.at if last is not None else None,
        noted_by=by,
        noted_name=people.get_person(connection, by).name if by is not None else "",
    )


def _presented(connection: Connection, course: Course, session: str) -> frozenset[int]:
    held = (one for _, one in seating.signups(connection, course).of_session(session) if one is not None)
    return frozenset(one.stand_in or one.person for one in held if one.outcome != "no_show")


# --- ticking --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it was sent in: the persons on it, who is ticked, and who was as it was opened. `opening` names the
    opening of the form that it is a page of.
    """

    persons: Sequence[int]
    ticked: Collection[int]
    before: Collection[int]
    opening: str


def note(connection: Connection, course: Course, session: str, page: Page, *, now: datetime, by: int | None) -> Sheet:
    """Keep a page. Where a colleague has ticked somebody meanwhile and this page did not touch them, theirs stays; who
    joined after the class is missing only where staff say so. Raises Refused for a class that is not in the schedule.
    """
    known = {one.person: one for one in sheet(connection, course, session).pupils}
    said: dict[int, bool] = {}
    for person in page.persons:
        pupil, ticked = known.get(person), person in page.ticked
        if pupil is None:
            continue
        untouched = ticked == (person in page.before)
        if untouched and (pupil.present is not None or (pupil.later and not ticked)):
            continue
        if ticked != pupil.present:
            said[person] = ticked
    if said:
        participations.note(connection, course.id, session, said, at=now, by=by)
        changed = [[person, known[person].present, present] for person, present in said.items()]
        details = {"opening": page.opening, "changed": changed}
        audit.record(connection, course=course.id, person=by, action=ACTION, item=session, details=details, now=now)
    return sheet(connection, course, session)


def undo(
    connection: Connection, course: Course, session: str, opening: str, *, now: datetime, by: int | None
) -> tuple[int, Sheet]:
    """Take back what one opening of the form has changed; how many people that concerned. What was ticked otherwise
    since then stays. Raises Refused for a class that is not in the schedule.
    """
    known = {one.person: one.present for one in sheet(connection, course, session).pupils}
    current = dict(known)
    for entry in audit.of_item(connection, course.id, ACTION, session):
        if entry.details.get("opening") != opening:
            continue
        for person, before, after in entry.details.get("changed", ()):
            if current.get(person) is after:
                current[person] = before
    back = {person: present for person, present in current.items() if present is not known[person]}
    if back:
        said = {person: present for person, present in back.items() if present is not None}
        participations.note(connection, course.id, session, said, at=now, by=by)
        participations.forget(connection, course.id, session, back.keys() - said.keys())
        details = {"undone": opening, "changed": [[person, known[person], back[person]] for person in back]}
        audit.record(connection, course=course.id, person=by, action=ACTION, item=session, details=details, now=now)
    return len(back), sheet(connection, course, session)
