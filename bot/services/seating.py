"""Taking and giving up seats: the rules of `seat_rules` on what the database holds, and the constraint that decides.

What others are told of it, and who is asked to fill in, is the matter of the modules that call this one; one seat for
another is in `seat_exchanges`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.course.model import Course, CourseRole
from bot.course.seat_rules import Bar, Refusal, closes, closes_at, is_over, limits, opens_at, refusal
from bot.course.signups import Holding, Seat, SeatKey, Signups, begins_at, mode_for, seats_by_key
from bot.errors import Refused
from bot.store import audit, covers, people, seats
from bot.store.database import Connection
from bot.store.seats import Gain

GONE = "The schedule has no such seat any more."
OVER = "Class has begun: what became of its seats is staff’s to say now."
NOT_YOURS = "That seat is not yours any more."
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
    offered, found = seats_by_key(course), set(covers.called(connection, course.id))
    for key, at in seats.given_up(connection, course.id).items():
        begins = begins_at(course, offered[key].session) if key in offered else None
        closed = None if begins is None else closes_at(course, begins)
        if closed is not None and closed <= at:
            found.add(key)
    return frozenset(found)


def find(course: Course, key: SeatKey) -> Seat:
    """The seat as the schedule offers it. Raises Refused where it does not (any more)."""
    found = seats_by_key(course).get(key)
    if found is None:
        raise Refused(GONE)
    return found


def own(known: Signups, key: SeatKey, person: int, now: datetime) -> Seat:
    """The person's seat, of a class that has not begun. Raises Refused where it is not (any more)."""
    seat, holder = find(known.course, key), known.held.get(key)
    if is_over(known.course, seat.session, now):
        raise Refused(OVER)
    if holder is None or holder.person != person:
        raise Refused(NOT_YOURS)
    return seat


@dataclass(frozen=True, slots=True)
class Seated:
    """`seat` is the person's now. `fresh` is False where it was before: somebody pressed twice. `signups`: as they are
    after that, where it is known already.
    """

    seat: Seat
    fresh: bool = True
    signups: Signups | None = field(default=None, compare=False, repr=False)


def take(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Seated | Refusal:
    """Let the person have a free seat, by all the rules. Raises Refused for a seat that is not offered, and for who is
    no student of the course.
    """
    require_student(connection, course, person)
    seat, known = find(course, key), signups(connection, course)
    closed = refusal(known, seat, person, now)
    if closed is not None:
        return Seated(seat, fresh=False) if closed.bar is Bar.MINE else closed
    if seats.gain(connection, course.id, Gain(key=key, person=person, how="taken", at=now)):
        return Seated(seat, signups=known.changed(take=[Holding(key=key, person=person, taken_at=now)]))
    return refusal(signups(connection, course), seat, person, now) or Refusal(bar=Bar.TAKEN)


def require_student(connection: Connection, course: Course, person: int) -> None:
    """Raises Refused for who is no student of the course (any more)."""
    if not people.is_student(connection, course.id, person):
        raise Refused(NOT_A_STUDENT)


def give_up(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Seat:
    """Free the person's seat. Raises Refused where it is not theirs (any more), or class has begun."""
    seat = find(course, key)
    if is_over(course, seat.session, now):
        raise Refused(OVER)
    if not seats.lose(connection, course.id, key, person, "dropped", at=now):
        raise Refused(NOT_YOURS)
    return seat


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
