"""Who owes what: the rules of `bot.course.reviews` on what the database holds, of one person and of everybody.

It reads and never writes; versions come without their texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.course.model import Course
from bot.course.reviews import Asking, Duty, Grant, Mine, duties
from bot.course.signups import SeatKey, seats
from bot.store import grants, people, presenters, reviews
from bot.store import seats as stored
from bot.store.database import Connection
from bot.store.records import ReviewGrant


def mine(connection: Connection, course: Course, person: int) -> Mine:
    """What the rules need to know of one person."""
    member = people.get_member(connection, course.id, person)
    return Mine(
        versions=reviews.brief_of_person(connection, course.id, person),
        grants=_rules(grants.of_person(connection, course.id, person)),
        joined_at=None if member is None else member.joined_at,
        counts_from=None if member is None else member.counts_from,
        presents=presents(connection, course, person),
    )


def presents(connection: Connection, course: Course, person: int) -> frozenset[str]:
    """The sessions in which the person presents, or stood in, and which that excuses them from. What became of the seat
    does not matter: who was not there is for staff to judge.
    """
    offered = _excusing(course)
    if not offered:
        return frozenset()
    return frozenset(key.session for key in presenters.of_person(connection, course.id, person) if key in offered)


def seats_mark(connection: Connection, course: Course) -> int:
    """Another number once somebody has, or has given up, a seat that excuses."""
    return stored.number_of_changes(connection, course.id) if _excusing(course) else 0


def presents_by_person(connection: Connection, course: Course) -> Mapping[int, set[str]]:
    """As `presents`, of everybody who does."""
    offered, found = _excusing(course), defaultdict[int, set[str]](set)
    for key, person in presenters.of_course(connection, course.id) if offered else ():
        if key in offered:
            found[person].add(key.session)
    return found


def _excusing(course: Course) -> frozenset[SeatKey]:
    """The seats that excuse whoever has one; none where the course says otherwise."""
    return frozenset(seat.key for seat in seats(course)) if course.presenting.excused_from_review else frozenset()


def duties_of(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[Duty, ...]:
    """All that the person owes or owed, in the order in which it is due; nothing of who is no student of the course."""
    if not people.is_student(connection, course.id, person):
        return ()
    return duties(course, mine(connection, course, person), now)


def everyone(
    connection: Connection, course: Course, *, now: datetime, of: Collection[str] | None = None
) -> Mapping[int, tuple[Duty, ...]]:
    """Person id → duties of these sessions, or of all, of each active student."""
    return _everyone(connection, course, Asking(course, now, of), grants.of_course(connection, course.id))


def still_taken(connection: Connection, course: Course, *, now: datetime) -> Mapping[int, tuple[Duty, ...]]:
    """As `everyone`, of the sessions of which somebody's review is still taken: what is over is not even read."""
    granted = grants.of_course(connection, course.id)
    asking = Asking(course, now)
    of = asking.still_taken(())
    for rows in granted.values():
        of |= asking.still_taken(_rules(rows))
    return _everyone(connection, course, Asking(course, now, of), granted)


def _everyone(
    connection: Connection, course: Course, asking: Asking, granted: Mapping[int, Sequence[ReviewGrant]]
) -> Mapping[int, tuple[Duty, ...]]:
    versions = reviews.brief_of_everybody(connection, course.id, asking.papers)
    presenting = presents_by_person(connection, course)
    found: dict[int, tuple[Duty, ...]] = {}
    for member in people.students(connection, course.id):
        person = Mine(
            versions=versions.get(member.person, {}),
            grants=_rules(granted.get(member.person, ())),
            joined_at=member.joined_at,
            counts_from=member.counts_from,
            presents=presenting.get(member.person, ()),
        )
        found[member.person] = asking.duties(person)
    return found


def _rules(rows: Sequence[ReviewGrant]) -> tuple[Grant, ...]:
    return tuple(one.rule for one in rows)
