"""What a filling of free seats is asked: which seats there are, and who may have which, all in numbers.

Pure, and without the library that searches. It knows people by their ids and never asks what time it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from bot.course.fill_worth import LIKED, RANKED, Weights, level, weights
from bot.course.model import Course
from bot.course.seat_preferences import Preference
from bot.course.seat_rules import is_over
from bot.course.signups import Seat, Signups, progress, week_of

T = TypeVar("T")


class Scope(StrEnum):
    """How much is given away: what people still owe, or every seat that is free."""

    MINIMUM = "minimum"
    ALL = "all"


def scope_for(course: Course) -> Scope:
    """What is meant where staff do not say: the minimum where there is one."""
    return Scope.MINIMUM if course.presenting.rules.at_least else Scope.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`has` counts for the minimum; `room`: so many more. The counters say what is held already, by group."""

    id: int
    has: int
    room: int
    papers: frozenset[int]
    roles: Mapping[int, int]
    weeks: Mapping[int, int]
    away: frozenset[int]
    """Sessions, by index."""
    spots: Mapping[int, int]
    """Points of a spot (session and paper), by index."""
    liked: frozenset[int]
    """Roles, by index."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Free seats and people. A seat is known by its place in `seats`, and belongs to one of each kind of group."""

    course: Course
    scope: Scope
    seats: tuple[Seat, ...]
    people: tuple[Person, ...]
    session_of: tuple[int, ...]
    spot_of: tuple[int, ...]
    paper_of: tuple[int, ...]
    """Of the seats of one paper (or session) nobody has two; where that is allowed, of one role of it."""
    role_of: tuple[int, ...]
    week_of: tuple[int, ...]
    """Weeks are counted from 1, and none stands after the last, so that each has a neighbour on both sides."""
    weeks: int
    taken: tuple[int, ...]
    """Of each session, by index: how many of its seats are taken already."""

    @cached_property
    def distinct(self) -> bool:
        return self.course.presenting.rules.distinct_roles == "yes"

    @property
    def as_possible(self) -> bool:
        return self.course.presenting.rules.distinct_roles == "as_possible"

    @property
    def per_week(self) -> int | None:
        return self.course.presenting.rules.at_most_per_week

    @cached_property
    def most(self) -> int:
        """The most seats that anybody has in the end, with what they have."""
        return max((one.has + one.room for one in self.people), default=0)

    def most_of(self, person: Person) -> int:
        """How many seats the person might have if nobody else had any, at most."""
        open_to = [
            seat
            for seat, (session, paper, role) in enumerate(
                zip(self.session_of, self.paper_of, self.role_of, strict=True)
            )
            if session not in person.away
            and paper not in person.papers
            and not (self.distinct and person.roles.get(role))
        ]
        most = min(person.room, len({self.paper_of[seat] for seat in open_to}))
        if self.distinct:
            most = min(most, len({self.role_of[seat] for seat in open_to}))
        if self.per_week is not None:
            weeks = {self.week_of[seat] for seat in open_to}
            most = min(most, sum(max(self.per_week - person.weeks.get(week, 0), 0) for week in weeks))
        return most

    def level(self, number: int) -> int:
        """What it is worth that somebody has their first, second, … seat."""
        return level(number, self.course.presenting.rules.at_least or 0)

    @cached_property
    def weights(self) -> Weights:
        """What all else is worth."""
        fullest = max(Counter(self.session_of).values(), default=0) + max(self.taken, default=0)
        held = max((sum(one.roles.values()) for one in self.people), default=0)
        given = min(len(self.seats), sum(one.room for one in self.people))
        return weights(given, fullest=fullest, most=self.most + held if self.as_possible else 0)

    def points(self, person: Person, seat: int) -> int:
        """Of the person's preferences."""
        return person.spots.get(self.spot_of[seat], 0) + (LIKED if self.role_of[seat] in person.liked else 0)


def open_seats(signups: Signups, now: datetime) -> tuple[Seat, ...]:
    """What there is to give: free seats of classes that have a date and have not begun."""
    course = signups.course
    return tuple(
        seat for seat in signups.free() if seat.session.first is not None and not is_over(course, seat.session, now)
    )


def problem(
    signups: Signups, students: Iterable[int], preferences: Mapping[int, Preference], now: datetime, *, scope: Scope
) -> Problem:
    """Of all that is open."""
    course = signups.course
    seats = open_seats(signups, now)
    everywhere = tuple(signups.seats.values())
    sessions = _numbered(seat.key.session for seat in everywhere)
    spots = _numbered((seat.key.session, seat.key.paper) for seat in everywhere)
    paper = _Papers(course, everywhere)
    papers = _numbered(paper.of(seat) for seat in everywhere)
    roles = _numbered(role.id for role in course.presenting.roles)
    taken = Counter(key.session for key in signups.held)
    mondays = [monday for seat in everywhere if (monday := week_of(seat.session)) is not None]
    first = min(mondays, default=date.min)
    indices = _Indices(course, sessions, spots, paper, papers, roles, first)
    return Problem(
        course=course,
        scope=scope,
        seats=seats,
        people=tuple(
            indices.person(signups, person, preferences.get(person, Preference()), now, scope=scope, free=len(seats))
            for person in sorted(set(students))
        ),
        session_of=tuple(sessions[seat.key.session] for seat in seats),
        spot_of=tuple(spots[seat.key.session, seat.key.paper] for seat in seats),
        paper_of=tuple(papers[paper.of(seat)] for seat in seats),
        role_of=tuple(roles[seat.role.id] for seat in seats),
        week_of=tuple(indices.week(seat) for seat in seats),
        taken=tuple(taken[session] for session in sessions),
        weeks=((max(mondays) - first).days // 7 if mondays else 0) + 3,
    )


class _Papers:
    """Which seats are about one thing, of which nobody presents two. Parts of a book are things of their own, unless
    somewhere the whole of it is presented.
    """

    def __init__(self, course: Course, seats: Iterable[Seat]) -> None:
        self.once = course.presenting.rules.once_per_paper
        self.whole = {one.key.paper for one in seats if one.reading is not None and one.reading.locator is None}

    def of(self, seat: Seat) -> tuple[str, ...]:
        if not self.once:
            return seat.key[:3]
        if seat.reading is None:
            return ("session", seat.key.session, seat.key.paper)
        return ("paper", seat.key.paper, "" if seat.key.paper in self.whole else seat.reading.locator or "")


def _numbered(names: Iterable[T]) -> dict[T, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


@dataclass(frozen=True, slots=True)
class _Indices:
    course: Course
    sessions: Mapping[str, int]
    spots: Mapping[tuple[str, str], int]
    paper: _Papers
    papers: Mapping[tuple[str, ...], int]
    roles: Mapping[str, int]
    first: date

    def week(self, seat: Seat) -> int:
        """0 of a class without a date."""
        monday = week_of(seat.session)
        return 0 if monday is None else (monday - self.first).days // 7 + 1

    def person(
        self, signups: Signups, person: int, likes: Preference, now: datetime, *, scope: Scope, free: int
    ) -> Person:
        rules = self.course.presenting.rules
        turns = [turn for turn in signups.turns(person, now) if turn.counts]
        come = progress(signups, person, now)
        has = come.presented + come.ahead
        room = max((rules.at_least or 0) - has, 0) if scope is Scope.MINIMUM else free
        if rules.at_most_per_term is not None:
            room = max(min(room, rules.at_most_per_term - len(turns)), 0)
        return Person(
            id=person,
            has=has,
            room=room,
            papers=frozenset(self.papers[self.paper.of(turn.seat)] for turn in turns),
            roles=Counter(self.roles[turn.seat.role.id] for turn in turns),
            weeks=Counter(week for turn in turns if (week := self.week(turn.seat))),
            away=self._known(likes.cannot, self.sessions),
            spots={self.spots[spot]: points for spot, points in _ranked(likes) if spot in self.spots},
            liked=self._known(likes.roles, self.roles),
        )

    def _known(self, names: Collection[str], numbers: Mapping[str, int]) -> frozenset[int]:
        return frozenset(numbers[name] for name in names if name in numbers)


def _ranked(likes: Preference) -> list[tuple[tuple[str, str], int]]:
    """The dearest first; what is named twice counts once."""
    return list(zip(dict.fromkeys(likes.sessions), RANKED, strict=False))
