"""Staff say what became of the seats of a class that has begun: presented, not there, or somebody stood in.

What was said can be said otherwise and taken back, also a month later. What it counts for is computed elsewhere; who is
told is known here, the sentences are the handlers'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.model import Course
from bot.course.seat_rules import Bar, broken, limits, may_have_begun
from bot.course.signups import Holding, Outcome, Seat, SeatKey, Signups
from bot.errors import Refused
from bot.services import seat_exchanges, seating
from bot.services.seat_tellings import tell_holder
from bot.store import audit, people, seat_marks, seats
from bot.store.database import Connection
from bot.store.seats import Gain

EARLY = "Class has not begun. Who presented can be said from then on."
EMPTY = "Nobody has that seat. If somebody presented all the same, press “Stood in”."
WAS_EMPTY = "That seat was empty, so nobody failed to come. Take the mark back if nobody stood in."

Telling = Literal["no_show", "no_show_undone", "stood_in", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverLimit:
    """By what staff said of a seat, the person has `seat` over the limit `bar`: so staff broke that by name."""

    person: int
    who: str
    seat: Seat
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What is written down now. `done` is False where nothing was changed: it is so already (`fresh` False), or staff
    said `before` otherwise and are asked first. `by`: who said that. `over`: the limits that somebody is over since.
    """

    seat: Seat
    done: bool
    outcome: Outcome
    who: str
    fresh: bool = True
    by: str = ""
    over: tuple[OverLimit, ...] = ()


def mark(
    connection: Connection,
    course: Course,
    key: SeatKey,
    outcome: Literal["presented", "no_show"],
    *,
    instead_of: str | None,
    now: datetime,
    by: int | None,
) -> Marked:
    """Whether the holder presented. `instead_of`: what staff saw there as they pressed; where that is something else by
    now, nothing is changed. Raises Refused before class, and for an empty seat.
    """
    seat, known = _begun(connection, course, key, now)
    held = known.held.get(key)
    if held is None:
        raise Refused(EMPTY)
    if held.outcome == outcome:
        return _said(connection, course, seat, held, fresh=False, done=False)
    if key in seat_marks.stand_ins(connection, course.id, key.session):
        raise Refused(WAS_EMPTY)
    if held.outcome and held.outcome != instead_of:
        return _said(connection, course, seat, held, done=False)
    _step_back(connection, course, held, now=now, by=by)
    seats.mark(connection, course.id, key, outcome, at=now, by=by)
    _tell(connection, course, key, held, outcome, now=now)
    return _written(connection, known, seat, now=now, by=by)


def stood_in(
    connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime, by: int | None
) -> Marked:
    """Somebody else presented in that seat; of an empty one they are the holder from now on, whatever the rules. A
    backup who stood in leaves the backup's seat of that class. Raises Refused before class, and for who is not in the
    course.
    """
    seat, known = _begun(connection, course, key, now)
    member = people.get_member(connection, course.id, person)
    if member is None:
        raise Refused("They are not in the course, so they cannot have stood in.")
    earlier, held = known, known.held.get(key)
    if held is not None and (held.stand_in or (held.person if held.outcome == "presented" else None)) == person:
        return _said(connection, course, seat, held, fresh=False, done=False)
    if held is not None and key in seat_marks.stand_ins(connection, course.id, key.session):
        unmark(connection, course, key, now=now, by=by)
        known, held = seating.signups(connection, course), None
    if held is not None and held.person == person:
        return mark(connection, course, key, "presented", instead_of=held.outcome, now=now, by=by)
    if held is None:
        _fill(connection, known, seat, person, now=now, by=by)
    else:
        _step_back(connection, course, held, now=now, by=by)
        seats.mark(connection, course.id, key, "stood_in", at=now, by=by, stand_in=person)
        _tell(connection, course, key, held, "stood_in", now=now)
    _step_in(connection, course, known, seat, person, now=now, by=by)
    if person != by:
        tell_holder(connection, course, person, "stood_in", key, now=now)
    return _written(connection, earlier, seat, now=now, by=by)


def unmark(connection: Connection, course: Course, key: SeatKey, *, now: datetime, by: int | None) -> Marked:
    """Take back what was said; a seat that was empty is empty again. Raises Refused before class."""
    seat, known = _begun(connection, course, key, now)
    held = known.held.get(key)
    if held is None or not held.outcome:
        return Marked(seat=seat, done=False, fresh=False, outcome="", who=_name(connection, held))
    if not _clear(connection, course, held, now=now, by=by):
        _tell(connection, course, key, held, "", now=now)
    return _written(connection, known, seat, now=now, by=by)


def put_off(connection: Connection, known: Signups, *, now: datetime) -> tuple[SeatKey, ...]:
    """Take back what was said of classes that are still to come: the schedule has moved them since. Who read of it is
    told. Of which seats that was.
    """
    course, marked = known.course, [one for one in known.held.values() if one.outcome and one.key in known.seats]
    ahead = [one for one in marked if not may_have_begun(course, known.seats[one.key].session, now)]
    for one in ahead:
        emptied = _clear(connection, course, one, now=now, by=None)
        read_of_it = emptied or one.outcome in ("no_show", "stood_in")
        for person in ([one.person] if read_of_it else []) + ([one.stand_in] if one.stand_in else []):
            tell_holder(connection, course, person, "put_off", one.key, now=now)
    return tuple(one.key for one in ahead)


def _clear(connection: Connection, course: Course, held: Holding, *, now: datetime, by: int | None) -> bool:
    """As if nobody had said anything. True where the seat was empty before, and is so again."""
    key = held.key
    _step_back(connection, course, held, now=now, by=by)
    if key in seat_marks.stand_ins(connection, course.id, key.session):
        seats.lose(connection, course.id, key, held.person, "unassigned", at=now, by=by, reason="taken back")
        return True
    seats.mark(connection, course.id, key, "", at=now, by=by)
    return False


def _begun(connection: Connection, course: Course, key: SeatKey, now: datetime) -> tuple[Seat, Signups]:
    seat = seating.find(course, key)
    if not may_have_begun(course, seat.session, now):
        raise Refused(EARLY)
    return seat, seating.signups(connection, course)


def _fill(connection: Connection, known: Signups, seat: Seat, person: int, *, now: datetime, by: int | None) -> None:
    course = known.course
    broken = tuple(one.bar.value for one in limits(known, seat, person, now))
    gain = Gain(key=seat.key, person=person, how="stood_in_for", at=now, by=by, broken=broken, reason="stood in")
    if not seats.gain(connection, course.id, gain):
        raise Refused("Somebody has written down who stood in there a moment ago. Please look again.")
    seats.mark(connection, course.id, seat.key, "presented", at=now, by=by)


# --- a backup who stood in ------------------------------------------------------------------------------------------


def _step_in(
    connection: Connection, course: Course, known: Signups, seat: Seat, person: int, *, now: datetime, by: int | None
) -> None:
    for other, held in known.of_session(seat.key.session):
        mine = held is not None and held.person == person and not held.outcome and other.key != seat.key
        if mine and other.role.backup and other.key.paper == seat.key.paper:
            seats.lose(
                connection, course.id, other.key, person, "stepped_in", at=now, by=by, reason=_reason(seat.key, person)
            )


def _step_back(connection: Connection, course: Course, held: Holding, *, now: datetime, by: int | None) -> None:
    """Where it is taken back that they stood in, the backup's seat is theirs again, if nobody has it."""
    person = held.stand_in or held.person
    left = seat_marks.last_left(connection, course.id, person, _reason(held.key, person))
    if left is not None:
        seat_exchanges.put_back(connection, course, left.key, person, now=now, by=by, anyway=True)


def _reason(key: SeatKey, person: int) -> str:
    return f"stood in as {'/'.join(map(str, key))} ({person})"


# --- what is said of it ---------------------------------------------------------------------------------------------


def _tell(
    connection: Connection, course: Course, key: SeatKey, held: Holding, outcome: Outcome, *, now: datetime
) -> None:
    """To the holder: what counts against them, and when it does not any more."""
    what: Telling | None = None
    if outcome == "no_show":
        what = "no_show"
    elif outcome == "stood_in":
        what = "replaced"
    elif held.outcome in ("no_show", "stood_in"):
        what = "no_show_undone"
    if what is not None:
        tell_holder(connection, course, held.person, what, key, now=now)


def _written(connection: Connection, before: Signups, seat: Seat, *, now: datetime, by: int | None) -> Marked:
    """`before`: as it was before staff said that."""
    course, known = before.course, seating.signups(connection, before.course)
    held = known.held.get(seat.key)
    outcome = held.outcome if held is not None else ""
    over = _over(connection, before, known, now=now, by=by)
    details = {**seat.key._asdict(), "outcome": outcome}
    if over:
        details["over"] = [{"person": one.person, "bar": one.bar.value, **one.seat.key._asdict()} for one in over]
    item = str(held.stand_in or held.person) if held is not None else ""
    audit.record(connection, course=course.id, person=by, action="seat_marked", item=item, details=details, now=now)
    return Marked(seat=seat, done=True, outcome=outcome, who=_name(connection, held), over=over)


def _over(
    connection: Connection, before: Signups, known: Signups, *, now: datetime, by: int | None
) -> tuple[OverLimit, ...]:
    """The limits that are broken since, each written down as broken by name at the seat that is too many."""
    concerned = {one for key in before.held.keys() | known.held.keys() for one in _changed(before, known, key)}
    found: list[OverLimit] = []
    for person in sorted(concerned):
        earlier = broken(before, person, now)
        fresh = [one for one in broken(known, person, now) if one not in earlier]
        for key, bar in fresh:
            seats.break_by_name(connection, known.course.id, key, bar.value, at=now, by=by)
            name = people.get_person(connection, person).name
            found.append(OverLimit(person=person, who=name, seat=known.seats[key], bar=bar))
    return tuple(found)


def _changed(before: Signups, known: Signups, key: SeatKey) -> set[int]:
    """Whose it was and is, where anything about that seat has changed."""
    one, other = before.held.get(key), known.held.get(key)
    if one == other:
        return set()
    return {person for held in (one, other) if held is not None for person in (held.person, held.stand_in) if person}


def _said(
    connection: Connection, course: Course, seat: Seat, held: Holding, *, done: bool, fresh: bool = True
) -> Marked:
    said = seat_marks.of_session(connection, course.id, seat.key.session).get(seat.key)
    by = people.get_person(connection, said.by).name if said is not None and said.by is not None else ""
    return Marked(seat=seat, done=done, fresh=fresh, outcome=held.outcome, who=_name(connection, held), by=by)


def _name(connection: Connection, held: Holding | None) -> str:
    return "" if held is None else people.get_person(connection, held.stand_in or held.person).name
