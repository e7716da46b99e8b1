"""Waiting for a role of a class of which all seats are taken: who comes first gets what is given up in time.

Where a course has no waiting lists nobody waits. What is given up late is covered instead; that is known elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.course.seat_rules import Refusal, is_over, limits, refusal, times
from bot.course.signups import Seat, SeatKey, Signups
from bot.errors import Refused
from bot.services import seating
from bot.services.seat_tellings import tell_holder
from bot.store import people, seats
from bot.store import waiting as lists
from bot.store.database import Connection
from bot.store.seats import Gain

NO_LISTS = "This course has no waiting lists. Who gives a seat up offers it to those who may take it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """`place` on the list, from 1; `ahead` of it so many. `free`: a seat of the role that can be taken at once, so that
    nobody needs to wait; `closed`: why the person may not have one at all.
    """

    seat: Seat
    place: int = 0
    fresh: bool = True
    free: SeatKey | None = None
    closed: Refusal | None = None


def wait(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Waits:
    """Put the person on the list of the seat's role in its class. Raises Refused where there are no lists, or the
    person is no student of the course.
    """
    if not course.presenting.waiting_list:
        raise Refused(NO_LISTS)
    seating.require_student(connection, course, person)
    seat, known = seating.find(course, key), seating.signups(connection, course)
    same = [other for other in known.seats.values() if _line(other.key) == _line(key)]
    free = next((other.key for other in same if other.key not in known.held), None)
    closed = times(known, seat, now) or next(iter(limits(known, seat, person, now)), None)
    if closed is not None or free is not None:
        return Waits(seat=seat, free=None if closed is not None else free, closed=closed, fresh=False)
    fresh = lists.add(connection, course.id, key, person, now=now)
    return Waits(seat=seat, place=place(connection, course, key, person), fresh=fresh)


def unwait(connection: Connection, course: Course, key: SeatKey, person: int) -> bool:
    """Take the person off the list. False where they were not on it."""
    return lists.remove(connection, course.id, key, person)


def place(connection: Connection, course: Course, key: SeatKey, person: int) -> int:
    """Which place the person has on the list, from 1; 0: none."""
    waiting = lists.of_role(connection, course.id, key)
    return waiting.index(person) + 1 if person in waiting else 0


def of_person(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[tuple[Seat, int], ...]:
    """For what the person waits, with their place: a seat of each role in the order of the schedule. What is over is
    left out.
    """
    mine = lists.of_person(connection, course.id, person)
    known = seating.signups(connection, course)
    firsts: dict[tuple[str, str, str], Seat] = {}
    for seat in known.seats.values():
        if _line(seat.key) in mine and not is_over(course, seat.session, now):
            firsts.setdefault(_line(seat.key), seat)
    return tuple((seat, place(connection, course, seat.key, person)) for seat in firsts.values())


def next_for(
    connection: Connection, course: Course, seat: Seat, known: Signups, *, now: datetime, but: int | None = None
) -> int | None:
    """Who waits longest of those who may have the seat, were it free as in `known`."""
    if not course.presenting.waiting_list:
        return None
    for person in lists.of_role(connection, course.id, seat.key):
        if person == but or not people.is_student(connection, course.id, person):
            continue
        if refusal(known, seat, person, now) is None:
            return person
    return None


def promote(connection: Connection, course: Course, seat: Seat, *, now: datetime) -> int | None:
    """Give a seat that has become free to whoever waits for it first and may have it; who that is. Call it after the
    change that freed it.
    """
    person = next_for(connection, course, seat, seating.signups(connection, course), now=now)
    if person is None:
        return None
    if not seats.gain(connection, course.id, Gain(key=seat.key, person=person, how="promoted", at=now)):
        return None
    lists.remove(connection, course.id, seat.key, person)
    tell_holder(connection, course, person, "promoted", seat.key, now=now)
    return person


def _line(key: SeatKey) -> tuple[str, str, str]:
    """What is waited for: any seat of a role."""
    return (key.session, key.paper, key.role)
