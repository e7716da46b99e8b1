"""Taking a seat that somebody gave up: who gave it up and staff hear who has it now, once.

It is `seating.take` and what follows from it. A seat of which nobody ever had enough is taken without a word.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.course.model import Course
from bot.course.seat_rules import Refusal
from bot.course.signups import Seat, SeatKey, begins_at
from bot.services import covering, seating
from bot.services.seat_tellings import tell_holder, tell_staff
from bot.services.seating import Seated
from bot.store import covers, people, seats
from bot.store.database import Connection

NEAR = timedelta(days=14)
"""So long before class it matters who presents. While everybody still chooses, nobody wants to hear of each change."""


def is_near(course: Course, seat: Seat, now: datetime) -> bool:
    """Whether staff want to hear of every change of that seat."""
    begins = begins_at(course, seat.session)
    return begins is not None and begins - now <= NEAR


def take(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Seated | Refusal:
    """Let the person have a free seat, by all the rules. Raises Refused as `seating.take`."""
    came = seating.take(connection, course, key, person, now=now)
    if isinstance(came, Seated) and came.fresh:
        _tell(connection, course, came.seat, person, now=now)
    return came


def _tell(connection: Connection, course: Course, seat: Seat, person: int, *, now: datetime) -> None:
    before = next(iter(seats.of_seat(connection, course.id, seat.key)[1:]), None)
    if before is None or before.change not in ("dropped", "freed", "unassigned"):
        return
    cover = covers.of_seat(connection, course.id, seat.key)
    if cover is not None and cover.is_open:
        covering.advance(connection, course, cover, now=now)
    elif before.change == "dropped" and before.person != person and is_near(course, seat, now):
        member = people.get_member(connection, course.id, before.person)
        if member is not None and member.active:
            tell_holder(connection, course, before.person, "taken_over", seat.key, now=now, other=str(person))
        persons = {"person": str(person), "other": str(before.person)}
        tell_staff(connection, course, "taken_over", seat.key, now=now, **persons)
