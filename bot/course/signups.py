"""The seats of a course, who holds which, and how far each person has come with presenting.

Pure: what the database holds comes in as `Signups`. Who may take a seat is settled in `seat_rules`, a fair filling of
what is open in `filling`. It knows nobody's name and never asks what time it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from bot.course.calendar import instant, midnight_after, monday_of
from bot.course.model import Course, DateForm, Reading, Role, Session
from bot.course.papers import required

MORNING = time(8)
"""When a class begins of which only the day is known, for whatever counts back from its beginning."""

SETTLED_AFTER = timedelta(hours=24)
"""So long after class a seat that nobody marked counts as presented."""

FEW = 25
"""In a course of fewer students who comes first takes a seat; in a larger one that would be a race."""


class SeatKey(NamedTuple):
    """A seat by its names. `paper` is '' where roles are per session; `number` counts the role's seats from 1."""

    session: str
    paper: str
    role: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One seat that the schedule offers. `reading` is the paper that it is about, where seats are per paper."""

    key: SeatKey
    session: Session
    role: Role
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _ById:
    """A course as the key of a memo: by which one it is, for comparing two would cost more than counting anew."""

    course: Course

    def __hash__(self) -> int:
        return id(self.course)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.course is self.course


@lru_cache(maxsize=64)  # of the courses in force; a course is never changed, an edit makes another
def _seats(course_seats: _ById) -> tuple[Seat, ...]:
    course = course_seats.course
    sessions = sorted(
        (session for session in course.sessions if session.presenting and session.kind.meets),
        key=lambda session: (session.first is None, session.first.day if session.first else date.max),
    )
    return tuple(seat for session in sessions for seat in _of_session(course, session))


def seats(course: Course) -> tuple[Seat, ...]:
    """All seats that the schedule offers, session by session by their dates; those without a date come last. A class
    that does not meet (cancelled, a holiday) offers none.
    """
    return _seats(_ById(course))


@lru_cache(maxsize=64)
def _seats_by_key(course_seats: _ById) -> Mapping[SeatKey, Seat]:
    return {seat.key: seat for seat in _seats(course_seats)}


def seats_by_key(course: Course) -> Mapping[SeatKey, Seat]:
    """The same by their names, for who has a name and looks for the seat."""
    return _seats_by_key(_ById(course))


def classes(course: Course) -> tuple[Session, ...]:
    """The sessions that offer seats, each once, in the order of `seats`."""
    return tuple({seat.session.id: seat.session for seat in seats(course)}.values())


def _of_session(course: Course, session: Session) -> Iterable[Seat]:
    papers: tuple[Reading | None, ...] = (None,)
    if course.presenting.per == "paper":
        papers = tuple(required(session.readings))
    for reading in papers:
        for role in course.presenting.roles:
            if role.sessions and session.id not in role.sessions:
                continue
            for number in range(1, role.seats + 1):
                key = SeatKey(session.id, "" if reading is None else reading.id, role.id, number)
                yield Seat(key=key, session=session, role=role, reading=reading)


def begins_at(course: Course, session: Session) -> datetime | None:
    """When class begins, at the latest: at 8:00 where only the day is known, when that week is over where only the week
    is; None without a date.
    """
    if session.first is not None and in_some_week(session):
        return midnight_after(session.first.day + timedelta(days=6), course.timezone)
    return begins_from(course, session)


def begins_from(course: Course, session: Session) -> datetime | None:
    """The same at the earliest: a class of which only the week is known may be on its Monday."""
    if session.first is None:
        return None
    return session.first.starts_at or instant(session.first.day, MORNING, course.timezone)


def in_some_week(session: Session) -> bool:
    """Whether only the week of the class is known."""
    return session.date_form is DateForm.WEEK_OF


def begins_on_its_day(course: Course, session: Session) -> datetime | None:
    """When class begins, for who says how long that is from now; None where its day is not known."""
    return None if in_some_week(session) else begins_at(course, session)


def week_of(session: Session) -> date | None:
    """The Monday of its week."""
    return monday_of(session.first.day) if session.first else None


# --- who holds what -------------------------------------------------------------------------------------------------

Outcome = Literal["", "presented", "no_show", "stood_in"]
"""What staff said became of a seat; '': nothing. `stood_in`: somebody else did it, `stand_in` says who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A seat that is taken. `broken`: the rules (words of `seat_rules.Bar`) that staff broke by name for it. `by`: the
    staff member who assigned it, None where the person took it.
    """

    key: SeatKey
    person: int
    taken_at: datetime
    by: int | None = None
    broken: tuple[str, ...] = ()
    outcome: Outcome = ""
    stand_in: int | None = None


class Mode(StrEnum):
    """How seats are given away: to who comes first, or by a filling that honours what people prefer."""

    FIRST_COME = "first_come"
    PREFERENCES = "preferences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether people may sign up. `mode` was settled when it was opened; `filled_at`: since when a filling is in force,
    after which who comes first takes what is left.
    """

    opened_at: datetime | None = None
    mode: Mode = Mode.FIRST_COME
    filled_at: datetime | None = None

    @property
    def collects_preferences(self) -> bool:
        return self.mode is Mode.PREFERENCES and self.filled_at is None


def mode_for(course: Course, students: int) -> Mode:
    """As the schedule says; otherwise by how many there are."""
    if course.presenting.mode != "auto":
        return Mode(course.presenting.mode)
    return Mode.FIRST_COME if students < FEW else Mode.PREFERENCES


class Stage(StrEnum):
    """What a seat of a person is at an instant. Only `PRESENTED` counts for the minimum; `AHEAD` will, if nothing
    comes between.
    """

    AHEAD = "ahead"
    PRESENTED = "presented"
    NO_SHOW = "no_show"
    REPLACED = "replaced"
    """Somebody stood in."""
    STEPPED_IN = "stepped_in"
    """It is a backup’s who stood in for another seat there: that one counts, unless staff say that both do."""


class Turn(NamedTuple):
    """One seat as somebody's: as its holder, or `stood_in` for another."""

    seat: Seat
    holding: Holding
    stage: Stage
    stood_in: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts, or will, for the minimum and against every limit."""
        return self.stage in (Stage.AHEAD, Stage.PRESENTED)


@dataclass(frozen=True, kw_only=True)
class Signups:
    """Who holds what in a course. Seats that the schedule does not offer (any more) count for nobody. `called`: seats
    for which everybody is asked at short notice, or that were given up late: they are open though sign-up has closed.
    """

    course: Course
    held: Mapping[SeatKey, Holding] = field(default_factory=dict)
    opening: Opening = Opening()
    called: Collection[SeatKey] = ()

    @cached_property
    def seats(self) -> Mapping[SeatKey, Seat]:
        return seats_by_key(self.course)

    @cached_property
    def homeless(self) -> tuple[Holding, ...]:
        """What is held of seats that the schedule does not offer (any more)."""
        return tuple(one for key, one in self.held.items() if key not in self.seats)

    @cached_property
    def _by_person(self) -> Mapping[int, tuple[tuple[Seat, Holding, bool], ...]]:
        found: defaultdict[int, list[tuple[Seat, Holding, bool]]] = defaultdict(list)
        for key, seat in self.seats.items():
            holding = self.held.get(key)
            if holding is not None:
                found[holding.person].append((seat, holding, False))
                if holding.outcome == "stood_in" and holding.stand_in is not None:
                    found[holding.stand_in].append((seat, holding, True))
        return {person: tuple(rows) for person, rows in found.items()}

    def turns(self, person: int, now: datetime) -> tuple[Turn, ...]:
        """All seats of the person, in the order of `seats`."""
        mine = self._by_person.get(person, ())
        filled = {(seat.key.session, seat.key.paper) for seat, _, stood_in in mine if stood_in}
        return tuple(
            Turn(seat, holding, _stage(seat, holding, now, filled, stood_in=stood_in), stood_in)
            for seat, holding, stood_in in mine
        )

    def free(self) -> tuple[Seat, ...]:
        return tuple(seat for key, seat in self.seats.items() if key not in self.held)

    def of_session(self, session: str) -> tuple[tuple[Seat, Holding | None], ...]:
        """The session's seats, each with who holds it."""
        return tuple((seat, self.held.get(key)) for key, seat in self.seats.items() if key.session == session)

    def changed(self, *, take: Iterable[Holding] = (), leave: Iterable[SeatKey] = ()) -> Signups:
        """As it would be after that."""
        left = set(leave)
        held = {key: one for key, one in self.held.items() if key not in left} | {one.key: one for one in take}
        return Signups(course=self.course, held=held, opening=self.opening, called=self.called)


def _stage(
    seat: Seat, holding: Holding, now: datetime, filled: Collection[tuple[str, str]], *, stood_in: bool
) -> Stage:
    """`filled`: where the same person stood in for somebody, by session and paper."""
    if stood_in or holding.outcome == "presented":
        return Stage.PRESENTED
    if holding.outcome == "no_show":
        return Stage.NO_SHOW
    if holding.outcome == "stood_in":
        return Stage.REPLACED
    if seat.role.backup and (seat.key.session, seat.key.paper) in filled:
        return Stage.STEPPED_IN
    over = seat.session.over_at
    return Stage.PRESENTED if over is not None and over + SETTLED_AFTER <= now else Stage.AHEAD


# --- how far somebody has come --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Of `needed` seats (0: no minimum) so many were presented and so many are ahead; `left` are still to be taken.

    Where roles have to be distinct, a role twice counts once.
    """

    needed: int
    presented: int
    ahead: int

    @property
    def left(self) -> int:
        return max(self.needed - self.presented - self.ahead, 0)


def progress(signups: Signups, person: int, now: datetime) -> Progress:
    """How far the person has come."""
    rules = signups.course.presenting.rules
    counting = [turn for turn in signups.turns(person, now) if turn.counts]
    done = [turn.seat.role.id for turn in counting if turn.stage is Stage.PRESENTED]
    ahead = [turn.seat.role.id for turn in counting if turn.stage is Stage.AHEAD]
    if rules.distinct_roles == "yes":
        done = list(dict.fromkeys(done))
        ahead = [role for role in dict.fromkeys(ahead) if role not in done]
    return Progress(needed=rules.at_least or 0, presented=len(done), ahead=len(ahead))
