"""May this person take this seat, and if not, why not: each rule of presenting with its own word.

Pure. The sentences are the handlers'; whether the seat is still free when it is taken is decided by the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property

from bot.course.calendar import before, instant
from bot.course.model import Course, Session
from bot.course.signups import Holding, Seat, SeatKey, Signups, Turn, begins_at, begins_from, week_of

NINE = time(9)


class Bar(StrEnum):
    """Why somebody may not take a seat, the most telling first."""

    MINE = "mine"
    TAKEN = "taken"
    OVER = "over"
    UNOPENED = "unopened"
    UNDATED = "undated"
    PREFERENCES = "preferences"
    CLOSED = "closed"
    SAME_PAPER = "same_paper"
    SAME_ROLE = "same_role"
    WEEK = "week"
    TERM = "term"


FACTS = frozenset({Bar.MINE, Bar.TAKEN})
"""What nobody can wish away."""

TIMES = frozenset({Bar.OVER, Bar.UNOPENED, Bar.UNDATED, Bar.PREFERENCES, Bar.CLOSED})
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


def refusal(signups: Signups, seat: Seat, person: int, now: datetime) -> Refusal | None:
    """Why the person may not take the seat; None: they may."""
    return _Asking(signups, person, now).refusal(seat)


def refusals(signups: Signups, person: int, now: datetime) -> Mapping[SeatKey, Refusal | None]:
    """The same of every seat, each worked out when it is asked for."""
    return _Refusals(signups, person, now)


def limits(
    signups: Signups,
    seat: Seat,
    person: int,
    now: datetime,
    *,
    without: Collection[SeatKey] = (),
    as_possible: bool = True,
) -> tuple[Refusal, ...]:
    """Every one of `LIMITS` that the seat would break for the person. `without`: seats that are given up at once for
    it, the person's own, or those of somebody they change with. `as_possible` False: of roles that are to be as
    distinct as possible nothing is said, since there is no choice.
    """
    return tuple(_Asking(signups, person, now, frozenset(without)).limits(seat, as_possible=as_possible))


def times(signups: Signups, seat: Seat, now: datetime) -> Refusal | None:
    """Of `TIMES` what holds of the seat now."""
    return next(_times(signups, seat, now), None)


def _times(signups: Signups, seat: Seat, now: datetime) -> Iterator[Refusal]:
    course, opening = signups.course, signups.opening
    begins = begins_at(course, seat.session)
    if begins is not None and begins <= now:
        yield Refusal(bar=Bar.OVER, at=begins)
    if opening.opened_at is None or opening.opened_at > now:
        opens = opens_at(course)
        yield Refusal(bar=Bar.UNOPENED, at=opens if opens is not None and opens > now else None)
    if begins is None:
        yield Refusal(bar=Bar.UNDATED)
    if opening.collects_preferences:
        yield Refusal(bar=Bar.PREFERENCES)
    closed = None if begins is None else closes_at(course, begins)
    if closed is not None and closed <= now and seat.key not in signups.called:
        yield Refusal(bar=Bar.CLOSED, at=closed)


def broken(signups: Signups, person: int, now: datetime) -> tuple[tuple[SeatKey, Bar], ...]:
    """The limits that the seats which the person holds break, each with the one that staff gave anyway
    (`Holding.broken` names the limit), else with the one that they got later. With `as possible` a role twice breaks
    nothing, and nobody breaks anything by having stood in.
    """
    counting = [turn for turn in signups.turns(person, now) if turn.counts and not turn.stood_in]
    counting.sort(key=lambda turn: (bool(turn.holding.broken), turn.holding.taken_at, turn.seat.key))
    found: list[tuple[SeatKey, Bar]] = []
    for number, turn in enumerate(counting):
        asking = _Asking(signups, person, now, turns=counting[:number])
        found += [(turn.seat.key, one.bar) for one in asking.limits(turn.seat, as_possible=False)]
    return tuple(found)


class _Refusals(Mapping[SeatKey, "Refusal | None"]):
    def __init__(self, signups: Signups, person: int, now: datetime) -> None:
        self._asking = _Asking(signups, person, now)
        self._seats, self._known = signups.seats, dict[SeatKey, Refusal | None]()

    def __getitem__(self, key: SeatKey) -> Refusal | None:
        if key not in self._known:
            self._known[key] = self._asking.refusal(self._seats[key])
        return self._known[key]

    def __iter__(self) -> Iterator[SeatKey]:
        return iter(self._seats)

    def __len__(self) -> int:
        return len(self._seats)


class _Asking:
    """One person who asks for seats: what they hold, counted once. `turns`: that this is all they hold."""

    def __init__(
        self,
        signups: Signups,
        person: int,
        now: datetime,
        without: frozenset[SeatKey] = frozenset(),
        *,
        turns: Sequence[Turn] | None = None,
    ) -> None:
        self.signups, self.person, self.now, self.without = signups, person, now, without
        held = signups.turns(person, now) if turns is None else turns
        counting = [turn for turn in held if turn.counts]
        self.turns = [turn for turn in counting if turn.stood_in or turn.seat.key not in without]
        self.roles = Counter(turn.seat.role.id for turn in self.turns)
        self.given = {turn.seat.role.id for turn in counting if not turn.stood_in and turn.seat.key in without}

    def refusal(self, seat: Seat) -> Refusal | None:
        holding = self.signups.held.get(seat.key)
        if holding is not None:
            mine = holding.person == self.person
            return Refusal(bar=Bar.MINE if mine else Bar.TAKEN, other=holding)
        return times(self.signups, seat, self.now) or next(self.limits(seat), None)

    def limits(self, seat: Seat, *, as_possible: bool = True) -> Iterator[Refusal]:
        rules, others = self.signups.course.presenting.rules, self.turns
        if rules.once_per_paper and (same := _first(others, lambda turn: same_paper(turn.seat, seat))):
            yield Refusal(bar=Bar.SAME_PAPER, other=same.holding)
        distinct = rules.distinct_roles
        if distinct == "yes" or (distinct == "as_possible" and as_possible and self.has_a_choice(seat)):
            same = _first(others, lambda turn: turn.seat.role.id == seat.role.id)
            if same is not None:
                yield Refusal(bar=Bar.SAME_ROLE, other=same.holding)
        week = week_of(seat.session)
        in_week = [turn for turn in others if week is not None and week_of(turn.seat.session) == week]
        if rules.at_most_per_week is not None and len(in_week) >= rules.at_most_per_week:
            yield Refusal(bar=Bar.WEEK, other=in_week[0].holding, most=rules.at_most_per_week)
        if rules.at_most_per_term is not None and len(others) >= rules.at_most_per_term:
            yield Refusal(bar=Bar.TERM, most=rules.at_most_per_term)

    def has_a_choice(self, seat: Seat) -> bool:
        """Whether a role that the person had less often than this one is open to them. Of the role of a seat that is
        given up for this one they have as many as before.
        """
        return seat.role.id not in self.given and self.roles[seat.role.id] > self.fewest

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


def same_paper(one: Seat, other: Seat) -> bool:
    """Whether both are about the same: one paper, or one session where seats are per session. Two parts of a book,
    each with where it is found, are two papers.
    """
    if one.reading is None or other.reading is None:
        return one.key.session == other.key.session and one.key.paper == other.key.paper
    parts = {one.reading.locator, other.reading.locator}
    return one.key.paper == other.key.paper and (None in parts or len(parts) == 1)


def drop_is_late(course: Course, session: Session, now: datetime) -> bool:
    """Whether a seat that is given up now leaves too little time: then the backup is asked, and staff are told."""
    begins = begins_from(course, session)
    return begins is not None and now >= before(begins, course.presenting.drop_until_before, course.timezone)


def is_over(course: Course, session: Session, now: datetime) -> bool:
    """Whether class has begun: nobody takes or gives up a seat then, staff say who presented."""
    begins = begins_at(course, session)
    return begins is not None and begins <= now


def may_have_begun(course: Course, session: Session, now: datetime) -> bool:
    """Whether it can be said who presented: from its Monday on where only the week of the class is known."""
    begins = begins_from(course, session)
    return begins is not None and begins <= now


def opens_at(course: Course) -> datetime | None:
    """When sign-up opens by itself, at nine where only the day is known; None: when staff open it."""
    opens = course.presenting.opens
    return None if opens is None else opens.at or instant(opens.day, NINE, course.timezone)


def closes(course: Course) -> bool:
    """Whether sign-up closes at all before class begins."""
    return course.presenting.closes is not None or course.presenting.closes_before is not None


def closes_at(course: Course, begins: datetime) -> datetime | None:
    """After which nobody takes a seat of a class that `begins` then; None: when it begins."""
    if course.presenting.closes is not None:
        return course.presenting.closes.until
    span = course.presenting.closes_before
    return None if span is None else before(begins, span, course.timezone)
