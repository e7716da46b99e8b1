"""Opening sign-up, by staff or at the schedule's hour, and how it stands: what staff's panel shows.

It enters what staff are told and the board of the channel; the sentences are the handlers', the counting is
`seat_sums`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.course.seat_rules import opens_at
from bot.course.seat_sums import Remaining, Sums, remaining, sums
from bot.course.signups import Mode, Opening, Progress, Signups, mode_for, progress, seats
from bot.services import rolls, seat_board, seating
from bot.services.rolls import Listed
from bot.services.seat_tellings import WHAT
from bot.services.staff_notices import Telling, tell
from bot.store import courses as states
from bot.store import covers, people, seat_preferences
from bot.store.covers import Cover
from bot.store.database import Connection, Runner

ITEM, OPENED = "signup", "opened"
"""Of the notice that tells staff, and the word by which its sentence is found."""

STUDENTS, MODE = "students", "mode"
"""Details of it: how many there were, and how seats are given away."""

AGAIN = timedelta(minutes=1)
"""How soon it is looked again whether sign-up can be opened, where it could not."""


# --- opening it -----------------------------------------------------------------------------------------------------


def open_now(connection: Connection, course: Course, *, now: datetime, by: int | None) -> bool:
    """Let people sign up, and enter the channel's board. False where they may already."""
    opened = seating.open_signup(connection, course, now=now, by=by)
    if opened:
        seat_board.announce(connection, course, now=now)
    return opened


def may_open_itself(connection: Connection, course: Course, now: datetime) -> bool:
    """Whether the schedule's hour has come, and nobody has opened it. Not in a rehearsal, and not before anybody is in
    the course: how many there are settles how seats are given away.
    """
    if not seating.may_open(connection, course, now) or not states.state(connection, course.id).live:
        return False
    return people.number_of(connection, course.id, CourseRole.STUDENT) > 0


def open_itself(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Open it where its hour has come, and tell staff with the numbers. True where it was opened."""
    if not may_open_itself(connection, course, now) or not open_now(connection, course, now=now, by=None):
        return False
    students = people.number_of(connection, course.id, CourseRole.STUDENT)
    mode = seating.signups(connection, course).opening.mode
    details = {WHAT: OPENED, STUDENTS: str(students), MODE: mode.value}
    telling = Telling(kind=NoticeKind.SEATS, item=ITEM, occurrence=OPENED, title="Sign-up is open", details=details)
    tell(connection, course, telling, now=now)
    return True


@dataclass(kw_only=True)
class Openings:
    """The round that opens sign-up at the schedule's hour."""

    run: Runner
    _open: dict[str, datetime | None] = field(default_factory=dict)
    """Course → the hour at which it was found open already: a memo. Another hour in the schedule is looked at anew."""
    _again: dict[str, datetime] = field(default_factory=dict)

    def next(self, course: Course, now: datetime) -> datetime | None:
        """When it opens."""
        at = opens_at(course)
        return at if at is not None and at > now else None

    async def tick(self, course: Course, now: datetime) -> bool:
        """Open it where its hour has come."""
        at = opens_at(course)
        if at is None or at > now or self._open.get(course.id) == at or now < self._again.get(course.id, now):
            return False
        opened: bool = await self.run.read(may_open_itself, course, now)
        if opened:
            opened = await self.run(open_itself, course, now=now)
        elif await self.run.read(is_open, course):
            self._open[course.id] = at
        if not opened:
            self._again[course.id] = now + AGAIN
        return opened


def is_open(connection: Connection, course: Course) -> bool:
    return seating.signups(connection, course).opening.opened_at is not None


# --- how it stands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody who takes seats, and how far they have come."""

    who: Listed
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What staff see of sign-up. `names` are those of whoever is asked to fill in."""

    signups: Signups
    now: datetime
    students: tuple[Student, ...]
    covers: tuple[Cover, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    prefer: int = 0
    """Students who have said what they would like."""
    live: bool = True
    """False in a rehearsal: the channel sees nothing yet."""

    @property
    def course(self) -> Course:
        return self.signups.course

    @property
    def opening(self) -> Opening:
        return self.signups.opening

    @property
    def mode(self) -> Mode:
        """As it was settled when sign-up was opened; before that as it would be."""
        return self.opening.mode if self.opening.opened_at else mode_for(self.course, len(self.students))

    @property
    def sums(self) -> Sums:
        return sums(self.course, len(self.students))

    @cached_property
    def remaining(self) -> Remaining:
        return remaining(self.signups, [one.who.person for one in self.students], self.now)

    @property
    def taken(self) -> int:
        """Seats of the schedule that somebody has."""
        return len(self.signups.seats) - len(self.signups.free())


def standing(connection: Connection, course: Course, *, now: datetime) -> Standing:
    """How sign-up stands."""
    known = seating.signups(connection, course)
    enrolled = rolls.roll(connection, course).of(CourseRole.STUDENT)
    open_covers = covers.open_of(connection, course.id)
    asked = {one.asked for one in open_covers if one.asked is not None}
    return Standing(
        signups=known,
        now=now,
        students=tuple(Student(one, progress(known, one.person, now)) for one in enrolled),
        covers=open_covers,
        names=people.names(connection, asked),
        live=states.state(connection, course.id).live,
        prefer=len(seat_preferences.of_course(connection, course.id).keys() & {one.person for one in enrolled}),
    )


def owing(students: Sequence[Student]) -> tuple[Student, ...]:
    """Those who have still to take seats, most of them first."""
    return tuple(
        sorted((one for one in students if one.progress.left), key=lambda one: (-one.progress.left, one.who.name))
    )


def arithmetic(connection: Connection, course: Course) -> Sums | None:
    """The numbers for the students whom the course has now; None where nobody presents in it."""
    if not seats(course):
        return None
    return sums(course, people.number_of(connection, course.id, CourseRole.STUDENT))
