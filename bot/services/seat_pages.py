"""What pages about seats show to one person: who holds what, what is closed to them, and the names that stand on it.

It only reads. Which places a page holds is settled by whoever asks; names are looked up for those alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from bot.course.model import Course, Reading, Session
from bot.course.reviews import Duty, duties
from bot.course.seat_preferences import Preference
from bot.course.seat_rules import Refusal, is_over, refusals, times
from bot.course.signups import Progress, Seat, SeatKey, Signups, Turn, progress
from bot.services import owing, seating, taking_over
from bot.services.seating import Seated
from bot.store import people, seat_preferences
from bot.store.database import Connection

NOBODY = 0
"""No person's id: who only looks holds nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is presented together: a class, or a paper of it where seats are per paper."""

    session: Session
    reading: Reading | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, kw_only=True)
class View:
    """The seats of a course as one person sees them. `takes`: they may take seats at all; `closed` says why they may
    not have one, None where they may (for who takes none: where it is free).
    """

    signups: Signups
    person: int
    now: datetime
    takes: bool
    closed: Mapping[SeatKey, Refusal | None]
    names: Mapping[int, str] = field(default_factory=dict)
    prefers: Preference = field(default_factory=Preference)

    @property
    def course(self) -> Course:
        return self.signups.course

    @property
    def progress(self) -> Progress:
        return progress(self.signups, self.person, self.now)

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self.signups.turns(self.person, self.now)

    def may_take(self, seat: Seat) -> bool:
        return self.takes and self.closed[seat.key] is None

    @property
    def ahead(self) -> tuple[Turn, ...]:
        """My seats that I can still give up."""
        return tuple(
            turn for turn in self.turns if not turn.stood_in and not is_over(self.course, turn.seat.session, self.now)
        )


Choose = Callable[[View], Collection[Seat]]
"""Of which seats the holders' names are needed."""


def places(seats: Iterable[Seat]) -> tuple[Place, ...]:
    """The seats by what is presented, in their order."""
    found = [tuple(group) for _, group in groupby(seats, key=lambda seat: (seat.key.session, seat.key.paper))]
    return tuple(Place(session=group[0].session, reading=group[0].reading, seats=group) for group in found)


def view(connection: Connection, course: Course, person: int | None, *, now: datetime, naming: Choose) -> View:
    """The course's seats as the person sees them now, with the names of those who hold what `naming` chooses."""
    takes = person is not None and people.is_student(connection, course.id, person)
    seen = _seen(seating.signups(connection, course), NOBODY if person is None else person, now, takes=takes)
    if person is not None and seen.signups.opening.collects_preferences:
        seen = replace(seen, prefers=seat_preferences.of(connection, course.id, person))
    return _with_names(connection, seen, naming)


def _seen(known: Signups, person: int, now: datetime, *, takes: bool) -> View:
    return View(signups=known, person=person, now=now, takes=takes, closed=_closed(known, person, now, takes=takes))


def _with_names(connection: Connection, seen: View, naming: Choose) -> View:
    known = seen.signups
    held = [known.held[seat.key] for seat in naming(seen) if seat.key in known.held]
    wanted = {one.person for one in held} | {one.stand_in for one in held if one.stand_in is not None}
    return replace(seen, names=people.names(connection, wanted))


def _closed(known: Signups, person: int, now: datetime, *, takes: bool) -> Mapping[SeatKey, Refusal | None]:
    if takes:
        return refusals(known, person, now)
    return {key: times(known, seat, now) for key, seat in known.seats.items()}


def take(
    connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime, naming: Choose
) -> tuple[Seated | Refusal, View]:
    """Take the seat, if the rules allow it, and what the person sees after that. Raises Refused as `seating.take`."""
    came = taking_over.take(connection, course, key, person, now=now)
    if isinstance(came, Seated) and came.signups is not None:
        return came, _with_names(connection, _seen(came.signups, person, now, takes=True), naming)
    return came, view(connection, course, person, now=now, naming=naming)


def owes_without(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Duty | None:
    """What the person would owe of that class, late or missed, if they gave up the seat, which excuses them now."""
    others = seating.signups(connection, course).of_session(key.session)
    if any(one is not None and one.person == person and one.key != key for _, one in others):
        return None
    known = owing.mine(connection, course, person)
    if key.session not in known.presents:
        return None
    without = replace(known, presents=frozenset(set(owing.presents(connection, course, person)) - {key.session}))
    return next((one for one in duties(course, without, now) if one.session.id == key.session and one.left), None)
