"""May this person take this seat, and if not, why not: each rule of presenting with its own word.

Pure. The sentences are the handlers'; whether the seat is still free when it is taken is decided by the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property

from bot.course.calendar import before, instant
from bot.course.model import Course, Session
from bot.course.signups import Holding, Seat, SeatKey, Signups, Turn, begins_at, week_of

NINE = time(9)


class Bar(StrEnum):
    """Why somebody may not take a seat, the most telling first."""

    MINE = "mine"
    TAKEN = "taken"
    OVER = "over"
    UNDATED = "undated"
    UNOPENED = "unopened"
    PREFERENCES = "preferences"
    CLOSED = "closed"
    SAME_PAPER = "same_paper"
    SAME_ROLE = "same_role"
    WEEK = "week"
    TERM = "term"


FACTS = frozenset({Bar.MINE, Bar.TAKEN})
"""What nobody can wish away."""

TIMES = frozenset({Bar.OVER, Bar.UNDATED, Bar.UNOPENED, Bar.PREFERENCES, Bar.CLOSED})
"""What holds for everybody at an instant; a filling and staff need not heed it (but `OVER`)."""

LIMITS = frozenset({Bar.SAME_PAPER, Bar.SAME_ROLE, Bar.WEEK, Bar.TERM})
"""What a person may hold at all: never broken but by staff, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """`other`: the person's own seat that stands in the way, or who holds this one. `at`: when it opens or closed, if
    that is known; `most` is the limit that is reached.
    """

    bar: Bar
    other: Holding | None = None
    at: datetime | None = None
    most: int | None = None


def refusal(
    signups: Signups, seat: Seat, person: int, now: datetime, *, without: Collection[SeatKey] = ()
) -> Refusal | None:
    """Why the person may not take the seat; None: they may. `without`: seats that are given up at once for it, the
    person's own, or those of somebody they change with.
    """
    return _Asking(signups, person, now, frozenset(without)).refusal(seat)


def refusals(signups: Signups, person: int, now: datetime) -> Mapping[SeatKey, Refusal | None]:
    """The same of every seat."""
    asking = _Asking(signups, person, now)
    return {key: asking.refusal(seat) for key, seat in signups.seats.items()}


def limits(
    signups: Signups, seat: Seat, person: int, now: datetime, *, without: Collection[SeatKey] = ()
) -> tuple[Refusal, ...]:
    """Every one of `LIMITS` that the seat would break for the person."""
    return tuple(_Asking(signups, person, now, frozenset(without)).limits(seat))


def times(signups: Signups, seat: Seat, now: datetime) -> Refusal | None:
    """Of `TIMES` what holds of the seat now."""
    course, opening = signups.course, signups.opening
    begins = begins_at(course, seat.session)
    if begins is not None and begins <= now:
        return Refusal(bar=Bar.OVER, at=begins)
    if opening.opened_at is None or opening.opened_at > now:
        return Refusal(bar=Bar.UNOPENED, at=opens_at(course))
    if begins is None:
        return Refusal(bar=Bar.UNDATED)
    if opening.collects_preferences:
        return Refusal(bar=Bar.PREFERENCES)
    closes = closes_at(course, begins)
    return Refusal(bar=Bar.CLOSED, at=closes) if closes is not None and closes <= now else None


def broken(signups: Signups, person: int, now: datetime) -> tuple[tuple[SeatKey, Bar], ...]:
    """The limits that what the person holds breaks, each with the seat that was taken later; those that staff broke by
    name too. With `as possible` a role twice breaks nothing.
    """
    counting = [turn for turn in signups.turns(person, now) if turn.counts and not turn.stood_in]
    counting.sort(key=lambda turn: (turn.holding.taken_at, turn.seat.key))
    found: list[tuple[SeatKey, Bar]] = []
    later = [turn.seat.key for turn in counting]
    for turn in counting:
        asking = _Asking(signups, person, now, frozenset(later))
        found += [(turn.seat.key, one.bar) for one in asking.limits(turn.seat, as_possible=False)]
        later.remove(turn.seat.key)
    return tuple(found)


class _Asking:
    """One person who asks for seats: what they hold, counted once."""

    def __init__(self, signups: Signups, person: int, now: datetime, without: frozenset[SeatKey] = frozenset()) -> None:
        self.signups, self.person, self.now, self.without = signups, person, now, without
        self.turns = [
            turn
            for turn in signups.turns(person, now)
            if turn.counts and (turn.stood_in or turn.seat.key not in without)
        ]
        self.roles = Counter(turn.seat.role.id for turn in self.turns)

    def refusal(self, seat: Seat) -> Refusal | None:
        holding = None if seat.key in self.without else self.signups.held.get(seat.key)
        if holding is not None:
            mine = holding.person == self.person
            return Refusal(bar=Bar.MINE if mine else Bar.TAKEN, other=holding)
        return times(self.signups, seat, self.now) or next(self.limits(seat), None)

    def limits(self, seat: Seat, *, as_possible: bool = True) -> Iterator[Refusal]:
        rules, others = self.signups.course.presenting.rules, self.turns
        if rules.once_per_paper and (same := _first(others, lambda turn: _one_paper(turn.seat, seat))):
            yield Refusal(bar=Bar.SAME_PAPER, other=same.holding)
        if rules.distinct_roles == "yes" and self.roles[seat.role.id]:
            same = _first(others, lambda turn: turn.seat.role.id == seat.role.id)
            yield Refusal(bar=Bar.SAME_ROLE, other=same.holding if same else None)
        if rules.distinct_roles == "as_possible" and as_possible and self.roles[seat.role.id] > self.fewest:
            same = _first(others, lambda turn: turn.seat.role.id == seat.role.id)
            yield Refusal(bar=Bar.SAME_ROLE, other=same.holding if same else None)
        week = week_of(seat.session)
        in_week = [turn for turn in others if week is not None and week_of(turn.seat.session) == week]
        if rules.at_most_per_week is not None and len(in_week) >= rules.at_most_per_week:
            yield Refusal(bar=Bar.WEEK, other=in_week[0].holding, most=rules.at_most_per_week)
        if rules.at_most_per_term is not None and len(others) >= rules.at_most_per_term:
            yield Refusal(bar=Bar.TERM, most=rules.at_most_per_term)

    @cached_property
    def fewest(self) -> int:
        """How often the person holds the role that they hold least of those in which a seat is open to them."""
        open_to_me = (
            seat
            for key, seat in self.signups.seats.items()
            if (key not in self.signups.held or key in self.without)
            and times(self.signups, seat, self.now) is None
            and next(self.limits(seat, as_possible=False), None) is None
        )
        return min((self.roles[seat.role.id] for seat in open_to_me), default=LARGE)


LARGE = 10**6
"""More often than anybody holds a role."""


def _first(turns: Iterable[Turn], fits: Callable[[Turn], bool]) -> Turn | None:
    return next((turn for turn in turns if fits(turn)), None)


def _one_paper(one: Seat, other: Seat) -> bool:
    """Whether both are about the same: one paper, or one session where seats are per session."""
    if one.key.paper or other.key.paper:
        return one.key.paper == other.key.paper
    return one.key.session == other.key.session


def drop_is_late(course: Course, session: Session, now: datetime) -> bool:
    """Whether a seat that is given up now leaves too little time: then the backup is asked, and staff are told."""
    begins = begins_at(course, session)
    return begins is not None and now >= before(begins, course.presenting.drop_until_before, course.timezone)


def is_over(course: Course, session: Session, now: datetime) -> bool:
    """Whether class has begun: nobody takes or gives up a seat then, staff say who presented."""
    begins = begins_at(course, session)
    return begins is not None and begins <= now


def opens_at(course: Course) -> datetime | None:
    """When sign-up opens by itself, at nine where only the day is known; None: when staff open it."""
    opens = course.presenting.opens
    return None if opens is None else opens.at or instant(opens.day, NINE, course.timezone)


def closes_at(course: Course, begins: datetime) -> datetime | None:
    """After which nobody takes a seat of a class that `begins` then; None: when it begins."""
    if course.presenting.closes is not None:
        return course.presenting.closes.until
    span = course.presenting.closes_before
    return None if span is None else before(begins, span, course.timezone)
