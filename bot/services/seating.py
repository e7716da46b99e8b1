"""Taking and giving up seats: the rules of `seat_rules` on what the database holds, and the constraint that decides.

What others are told of it, and who is asked to fill in, is the matter of the modules that call this one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course, CourseRole
from bot.course.seat_rules import Bar, Refusal, closes, closes_at, is_over, limits, opens_at, refusal
from bot.course.signups import Holding, Seat, SeatKey, Signups, begins_at, mode_for
from bot.errors import Refused
from bot.store import audit, covers, people, seats
from bot.store.database import Connection
from bot.store.seats import Gain, Gained, Lost

GONE = "The schedule has no such seat any more."
OVER = "Class has begun: what became of its seats is staff’s to say now."
NOT_YOURS = "That seat is not yours any more."
NOT_BACKUP = "You are not the backup there any more, so there is nothing to step in for."
NOT_IN_COURSE = "They are not in the course, so they cannot have a seat."
NOT_A_STUDENT = "Seats are for the students of the course. If you would like to present, staff can give you one."


def signups(connection: Connection, course: Course) -> Signups:
    """Who holds what, and whether people may sign up. Where the schedule's hour of opening has come and no tick has
    opened it yet, it is not open yet.
    """
    opening, held = seats.opening(connection, course.id), seats.held(connection, course.id)
    called = _called(connection, course) if closes(course) else ()
    return Signups(course=course, held=held, opening=opening, called=called)


def _called(connection: Connection, course: Course) -> frozenset[SeatKey]:
    """What everybody is asked for at short notice, and what was given up after sign-up had closed: a seat that nobody
    could take would stay empty.
    """
    offered, found = Signups(course=course).seats, set(covers.called(connection, course.id))
    for key, at in seats.given_up(connection, course.id).items():
        begins = begins_at(course, offered[key].session) if key in offered else None
        closed = None if begins is None else closes_at(course, begins)
        if closed is not None and closed <= at:
            found.add(key)
    return frozenset(found)


def find(course: Course, key: SeatKey) -> Seat:
    """The seat as the schedule offers it. Raises Refused where it does not (any more)."""
    found = Signups(course=course).seats.get(key)
    if found is None:
        raise Refused(GONE)
    return found


@dataclass(frozen=True, slots=True)
class Seated:
    """`seat` is the person's now. `fresh` is False where it was before: somebody pressed twice."""

    seat: Seat
    fresh: bool = True


def take(
    connection: Connection,
    course: Course,
    key: SeatKey,
    person: int,
    *,
    now: datetime,
    how: Gained = "taken",
    despite: Collection[Bar] = (),
) -> Seated | Refusal:
    """Let the person have a free seat, by all the rules. `despite`: as in `seat_rules.refusal`. Raises Refused for a
    seat that is not offered, and for who is no student of the course.
    """
    _require_student(connection, course, person)
    seat, known = find(course, key), signups(connection, course)
    closed = refusal(known, seat, person, now, despite=despite)
    if closed is not None:
        return Seated(seat, fresh=False) if closed.bar is Bar.MINE else closed
    if seats.gain(connection, course.id, Gain(key=key, person=person, how=how, at=now)):
        return Seated(seat)
    return refusal(signups(connection, course), seat, person, now) or Refusal(bar=Bar.TAKEN)


def _require_student(connection: Connection, course: Course, person: int) -> None:
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active or member.role is not CourseRole.STUDENT:
        raise Refused(NOT_A_STUDENT)


def give_up(
    connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime, how: Lost = "dropped"
) -> Seat:
    """Free the person's seat. Raises Refused where it is not theirs (any more), or class has begun."""
    seat = find(course, key)
    if is_over(course, seat.session, now):
        raise Refused(OVER)
    if not seats.lose(connection, course.id, key, person, how, at=now):
        raise Refused(NOT_YOURS)
    return seat


# --- one seat for another -------------------------------------------------------------------------------------------


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
    places, known = (find(course, one), find(course, other)), signups(connection, course)
    if any(is_over(course, seat.session, now) for seat in places):
        raise Refused(OVER)
    mine, theirs = known.held.get(one), known.held.get(other)
    if mine is None or theirs is None:
        raise Refused("One of the two seats is free, so there is nothing to change.")
    if persons is not None and persons != (mine.person, theirs.person):
        raise Refused("One of the two seats has changed hands since.")
    if mine.person == theirs.person:
        raise Refused("Both seats are the same person’s.")
    wishes = ((mine, places[1]), (theirs, places[0]))
    for holding, wanted in wishes:
        _require_student(connection, course, holding.person)
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
        raise Refused(NOT_YOURS)


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
    seat, own, known = find(course, key), find(course, backup_key), signups(connection, course)
    if is_over(course, seat.session, now):
        raise Refused(OVER)
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
    known = signups(connection, course)
    had = [one for one in seats.changes(connection, course.id) if (one.key, one.person) == (key, person)]
    named = next((one.broken for one in reversed(had) if one.change in seats.GAINED), ())
    seat = known.seats.get(key)
    breaks = () if seat is None else limits(known, seat, person, now, as_possible=False)
    broken = (*named, *(one.bar.value for one in breaks if one.bar.value not in named))
    if broken != named and not anyway:
        return False
    return seats.gain(connection, course.id, Gain(key=key, person=person, how="assigned", at=now, by=by, broken=broken))


# --- staff ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What came of it. `breaks`: the rules that it breaks; without `done` nothing was changed, for staff did not say
    that they may be broken, or gave no reason, or `holder` has the seat.
    """

    seat: Seat
    done: bool
    breaks: tuple[Refusal, ...] = ()
    holder: Holding | None = None
    fresh: bool = True


def assign(
    connection: Connection,
    course: Course,
    key: SeatKey,
    person: int,
    *,
    now: datetime,
    by: int | None,
    reason: str = "",
    anyway: bool = False,
) -> Assigned:
    """Give somebody a free seat. What breaks a rule is done only `anyway` and with a reason, and is audited with both.
    Closed sign-up does not bind staff; a class that has begun does. Raises Refused as `take`, for who is not in the
    course, and for a class that has begun.
    """
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active or member.role is CourseRole.GUEST:
        raise Refused(NOT_IN_COURSE)
    seat, known = find(course, key), signups(connection, course)
    if is_over(course, seat.session, now):
        raise Refused(OVER)
    holder = known.held.get(key)
    if holder is not None:
        return Assigned(seat=seat, done=holder.person == person, holder=holder, fresh=False)
    breaks, reason = limits(known, seat, person, now), reason.strip()
    if breaks and not (anyway and reason):
        return Assigned(seat=seat, done=False, breaks=breaks)
    names = tuple(one.bar.value for one in breaks)
    gain = Gain(key=key, person=person, how="assigned", at=now, by=by, broken=names, reason=reason)
    if not seats.gain(connection, course.id, gain):
        return Assigned(seat=seat, done=False, holder=signups(connection, course).held.get(key), fresh=False)
    details = {**key._asdict(), "broken": list(names), "reason": reason}
    audit.record(
        connection, course=course.id, person=by, action="seat_assigned", item=str(person), details=details, now=now
    )
    return Assigned(seat=seat, done=True, breaks=breaks)


def unassign(
    connection: Connection, course: Course, key: SeatKey, *, now: datetime, by: int | None, reason: str = ""
) -> Holding | None:
    """Take a seat from whoever holds it; who that was, None where it is free. Works for seats that the schedule does
    not offer any more too. Raises Refused once class has begun: then staff mark what became of it.
    """
    known = signups(connection, course)
    seat, holder = known.seats.get(key), known.held.get(key)
    if seat is not None and is_over(course, seat.session, now):
        raise Refused(OVER)
    if holder is None or not seats.lose(
        connection, course.id, key, holder.person, "unassigned", at=now, by=by, reason=reason
    ):
        return None
    details = {**key._asdict(), "reason": reason}
    item = str(holder.person)
    audit.record(connection, course=course.id, person=by, action="seat_unassigned", item=item, details=details, now=now)
    return holder


def open_signup(connection: Connection, course: Course, *, now: datetime, by: int | None) -> bool:
    """Let people sign up from now on, in the mode that the schedule or the size of the class asks for. False where they
    may already.
    """
    students = sum(1 for _ in people.students(connection, course.id))
    mode = mode_for(course, students)
    opened = seats.open_signup(connection, course.id, mode, at=now, by=by)
    if opened:
        details = {"mode": mode.value, "students": students}
        audit.record(connection, course=course.id, person=by, action="signup_opened", details=details, now=now)
    return opened


def may_open(connection: Connection, course: Course, now: datetime) -> bool:
    """Whether the schedule's hour of opening has come, and nobody has opened it."""
    at = opens_at(course)
    return at is not None and at <= now and seats.opening(connection, course.id).opened_at is None
