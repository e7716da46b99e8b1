"""One seat for another: two people change places, a backup leaves theirs to step in, somebody has an earlier one again.

Each is done whole or not at all, by the limits of `seat_rules`. What others are told of it is its callers' matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.course.seat_rules import Bar, Refusal, is_over, limits
from bot.course.signups import Holding, SeatKey
from bot.errors import Refused
from bot.services import seating
from bot.services.seating import Seated
from bot.store import seats
from bot.store.database import Connection
from bot.store.seats import Gain, Lost

NOT_BACKUP = "You are not the backup there any more, so there is nothing to step in for."


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What two people held, in the order asked for: each has the other's now."""

    one: Holding
    other: Holding


@dataclass(frozen=True, slots=True)
class Barred:
    """Nothing was changed: the other's seat would break these limits for `person`."""

    person: int
    breaks: tuple[Refusal, ...]


def exchange(
    connection: Connection,
    course: Course,
    one: SeatKey,
    other: SeatKey,
    *,
    now: datetime,
    persons: tuple[int, int] | None = None,
) -> Exchanged | Barred:
    """Let the holders of two seats change places, if the limits allow it for both. Whether sign-up is open does not
    matter. `persons`: whose they have to be still, so that who presses twice does not change back. Raises Refused where
    a class has begun, a seat is not offered or not theirs (any more), where both are one person's, and for who is no
    student of the course.
    """
    places, known = (seating.find(course, one), seating.find(course, other)), seating.signups(connection, course)
    if any(is_over(course, seat.session, now) for seat in places):
        raise Refused(seating.OVER)
    mine, theirs = known.held.get(one), known.held.get(other)
    if mine is None or theirs is None:
        raise Refused("One of the two seats is free, so there is nothing to change.")
    if persons is not None and persons != (mine.person, theirs.person):
        raise Refused("One of the two seats has changed hands since.")
    if mine.person == theirs.person:
        raise Refused("Both seats are the same person’s.")
    wishes = ((mine, places[1]), (theirs, places[0]))
    for holding, wanted in wishes:
        seating.require_student(connection, course, holding.person)
        breaks = limits(known, wanted, holding.person, now, without={one, other})
        if breaks:
            return Barred(holding.person, breaks)
    for holding, _ in wishes:
        _move(connection, course, holding, "swapped_away", now=now)
    for holding, wanted in wishes:
        _get(connection, course, Gain(key=wanted.key, person=holding.person, how="swapped", at=now))
    return Exchanged(one=mine, other=theirs)


def _move(connection: Connection, course: Course, holding: Holding, how: Lost, *, now: datetime) -> None:
    if not seats.lose(connection, course.id, holding.key, holding.person, how, at=now):
        raise Refused(seating.NOT_YOURS)


def _get(connection: Connection, course: Course, gain: Gain) -> None:
    """Nothing of it is done where somebody was quicker."""
    if not seats.gain(connection, course.id, gain):
        raise Refused("Somebody was quicker: that seat is taken.")


def step_in(
    connection: Connection, course: Course, key: SeatKey, backup_key: SeatKey, person: int, *, now: datetime
) -> Seated | Refusal:
    """Let a backup leave their own seat for a free one of the same class (and paper). Whether sign-up is open does not
    matter, nor a new role each time where that is only wished for; every limit does. Raises Refused where class has
    begun, a seat is not offered (any more), and for who is not the backup there (any more).
    """
    seat, own, known = seating.find(course, key), seating.find(course, backup_key), seating.signups(connection, course)
    if is_over(course, seat.session, now):
        raise Refused(seating.OVER)
    there = own.role.backup and not seat.role.backup and (own.key[:2] == seat.key[:2])
    mine, holder = known.held.get(backup_key), known.held.get(key)
    if holder is not None:
        return Seated(seat, fresh=False) if holder.person == person else Refusal(bar=Bar.TAKEN, other=holder)
    if not there or mine is None or mine.person != person:
        raise Refused(NOT_BACKUP)
    breaks = limits(known, seat, person, now, without={backup_key}, as_possible=False)
    if breaks:
        return breaks[0]
    _move(connection, course, mine, "stepped_in", now=now)
    _get(connection, course, Gain(key=key, person=person, how="covered", at=now))
    return Seated(seat)


def put_back(
    connection: Connection,
    course: Course,
    key: SeatKey,
    person: int,
    *,
    now: datetime,
    by: int | None = None,
    anyway: bool = False,
) -> bool:
    """Let the person have a seat again that they left for another one, as they had it. False where somebody has it, or
    where it would break a limit that it did not break then; `anyway`: it does so by name.
    """
    known = seating.signups(connection, course)
    had = [one for one in seats.changes(connection, course.id) if (one.key, one.person) == (key, person)]
    named = next((one.broken for one in reversed(had) if one.change in seats.GAINED), ())
    seat = known.seats.get(key)
    breaks = () if seat is None else limits(known, seat, person, now, as_possible=False)
    broken = (*named, *(one.bar.value for one in breaks if one.bar.value not in named))
    if broken != named and not anyway:
        return False
    return seats.gain(connection, course.id, Gain(key=key, person=person, how="assigned", at=now, by=by, broken=broken))
