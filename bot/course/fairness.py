"""How fair a filling is, and what it could not do: who has how many seats, what was wished for and met, who stays short
and which seats stay empty, each with the rule that stands in the way.

Pure. It counts from the rules themselves, not from how the filling was found, so that it would show a fault of the
search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from bot.course.fill_problem import open_seats
from bot.course.model import Session
from bot.course.seat_preferences import RANKS, Preference
from bot.course.seat_rules import Bar, limits
from bot.course.signups import Holding, Seat, SeatKey, Signups, classes, progress, week_of

AWAY: Literal["away"] = "away"
"""Beside the rules: the person cannot come on that day."""

Why = Bar | Literal["away"]

LOOKED_AT = 5_000
"""Pairs of a person and a seat of which it is worked out why not: of more no sentence would tell."""


class Given(NamedTuple):
    """A seat for a person."""

    key: SeatKey
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Somebody who has fewer seats than the minimum asks for. `why`: what keeps them from the seats that are left."""

    person: int
    has: int
    needed: int
    why: Mapping[Why, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A seat that nobody gets. `why`: of so many people what stands in the way; nothing: nobody needs it."""

    seat: Seat
    why: Mapping[Why, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The seats of a week's classes that are still to come: how many there are, and how many are taken then."""

    monday: date
    taken: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InClass:
    """The same of one class."""

    session: Session
    taken: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """`reach`: so many of the students have or get what the minimum asks for, `needed` seats each (0: none is asked);
    before it was `reached`. `owed`: seats still to be taken for it, of `open` that were free. `least` and `most`: seats
    of one person in the end. `met`: of how many people the first, second and third choice is met, of `asked`;
    `unmet`: people who named choices and get seats, but none of these. `liked` of `liking`: seats in roles that their
    holders like, of all that such people get. `told`: students who said anything. `away`: seats on a day on which the
    person cannot come; it must be 0.
    """

    students: int
    needed: int
    reached: int
    reach: int
    owed: int
    open: int
    least: int
    most: int
    weeks: tuple[Week, ...]
    classes: tuple[InClass, ...]
    told: int
    met: tuple[int, ...]
    asked: tuple[int, ...]
    unmet: int
    liked: int
    liking: int
    away: int
    short: tuple[Short, ...]
    empty: tuple[Empty, ...]


def fairness(
    signups: Signups,
    students: Iterable[int],
    preferences: Mapping[int, Preference],
    given: Collection[Given],
    now: datetime,
) -> Fairness:
    """Of what is held with what is given."""
    people, before = sorted(set(students)), open_seats(signups, now)
    after = signups.changed(take=(Holding(key=one.key, person=one.person, taken_at=now) for one in given))
    was = {person: progress(signups, person, now) for person in people}
    come = {person: progress(after, person, now) for person in people}
    have = {person: sum(turn.counts for turn in after.turns(person, now)) for person in people}
    held = [Given(key, one.person) for key, one in signups.held.items()]
    wishes = _wishes(preferences, given, [seat.key for seat in before], held)
    return Fairness(
        students=len(people),
        needed=signups.course.presenting.rules.at_least or 0,
        reached=sum(not one.left for one in was.values()),
        reach=sum(not one.left for one in come.values()),
        owed=sum(one.left for one in was.values()),
        open=len(before),
        least=min(have.values(), default=0),
        most=max(have.values(), default=0),
        weeks=_weeks(after, now),
        classes=_classes(after, now),
        told=sum(bool(preferences.get(person)) for person in people),
        met=wishes.met,
        asked=wishes.asked,
        unmet=wishes.unmet,
        liked=wishes.liked,
        liking=wishes.liking,
        away=wishes.away,
        short=_short(after, [person for person in people if come[person].left], preferences, now),
        empty=_empty(after, people, preferences, now),
    )


def _weeks(after: Signups, now: datetime) -> tuple[Week, ...]:
    seats, taken = Counter[date](), Counter[date]()
    ahead = {seat.key for seat in open_seats(Signups(course=after.course), now)}
    for key in ahead:
        monday = week_of(after.seats[key].session)
        if monday is not None:
            seats[monday] += 1
            taken[monday] += key in after.held
    return tuple(Week(monday=one, taken=taken[one], seats=seats[one]) for one in sorted(seats))


def _classes(after: Signups, now: datetime) -> tuple[InClass, ...]:
    ahead = {seat.key for seat in open_seats(Signups(course=after.course), now)}
    found: list[InClass] = []
    for session in classes(after.course):
        mine = [key for key in ahead if key.session == session.id]
        if mine:
            found.append(InClass(session=session, taken=sum(key in after.held for key in mine), seats=len(mine)))
    return tuple(found)


class _Wishes(NamedTuple):
    met: tuple[int, ...]
    asked: tuple[int, ...]
    unmet: int
    liked: int
    liking: int
    away: int


def _wishes(
    preferences: Mapping[int, Preference], given: Iterable[Given], free: Iterable[SeatKey], held: Iterable[Given]
) -> _Wishes:
    """Only of what there is to have: a choice of which no seat is free can be met by nobody, but who has it has it."""
    got = _by_person(given)
    have = _by_person(held)
    spots = {key[:2] for key in free}
    met, asked = [0] * RANKS, [0] * RANKS
    unmet = liked = liking = away = 0
    for person, likes in preferences.items():
        mine = got.get(person, [])
        theirs = {key[:2] for key in (*mine, *have.get(person, []))}
        choices = [(rank, spot) for rank, spot in enumerate(likes.sessions[:RANKS]) if spot in spots | theirs]
        hits = [rank for rank, spot in choices if spot in theirs]
        for rank, _ in choices:
            asked[rank] += 1
            met[rank] += rank in hits
        unmet += bool(choices and mine and not hits)
        liking += len(mine) if likes.roles else 0
        liked += sum(key.role in likes.roles for key in mine)
        away += sum(key.session in likes.cannot for key in mine)
    return _Wishes(tuple(met), tuple(asked), unmet, liked, liking, away)


def _by_person(given: Iterable[Given]) -> Mapping[int, list[SeatKey]]:
    found: dict[int, list[SeatKey]] = {}
    for one in given:
        found.setdefault(one.person, []).append(one.key)
    return found


def hindrance(after: Signups, seat: Seat, person: int, likes: Preference, now: datetime) -> Why | None:
    """What keeps the person from the seat, the day before any rule; None: nothing."""
    if seat.key.session in likes.cannot:
        return AWAY
    bars = limits(after, seat, person, now, as_possible=False)
    return bars[0].bar if bars else None


def _short(
    after: Signups, people: Sequence[int], preferences: Mapping[int, Preference], now: datetime
) -> tuple[Short, ...]:
    left = open_seats(after, now)
    looked_at = LOOKED_AT // max(len(left), 1)
    found = []
    for number, person in enumerate(people):
        come, why = progress(after, person, now), Counter[Why]()
        for seat in left if number < looked_at else ():
            bar = hindrance(after, seat, person, preferences.get(person, Preference()), now)
            why.update([bar] if bar else [])
        found.append(Short(person=person, has=come.needed - come.left, needed=come.needed, why=why))
    return tuple(found)


def _empty(
    after: Signups, people: Sequence[int], preferences: Mapping[int, Preference], now: datetime
) -> tuple[Empty, ...]:
    """Where somebody may have it the seat stays empty because nobody needs it."""
    left = open_seats(after, now)
    looked_at = LOOKED_AT // max(len(people), 1)
    found = []
    for number, seat in enumerate(left):
        bars: list[Why] = []
        for person in people if number < looked_at else ():
            bar = hindrance(after, seat, person, preferences.get(person, Preference()), now)
            if bar is None:
                bars = []
                break
            bars.append(bar)
        found.append(Empty(seat=seat, why=Counter(bars)))
    return tuple(found)
