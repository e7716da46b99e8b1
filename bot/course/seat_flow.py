"""How many seats a class of so many students can hold together, by limits that are the same for each of them.

Pure counting on what is offered: roles, things, weeks and numbers. It knows no course's words and nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.course.model import PresentingRules
from bot.course.signups import Seat, week_of

LARGEST = 10_000
"""Students that seats are counted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """So many seats of one role about one thing: a paper or a class, whichever seats are of."""

    role: str
    thing: str
    week: date | None = None
    seats: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one person may take, as far as it decides whether seats are enough."""

    least: int
    distinct: bool = False
    a_week: int | None = None
    once: bool = False
    """Not twice about one thing."""


def limits_of(rules: PresentingRules) -> Limits:
    return Limits(
        least=rules.at_least or 0,
        distinct=rules.distinct_roles == "yes",
        a_week=rules.at_most_per_week,
        once=rules.once_per_paper,
    )


def offers_of(found: Iterable[Seat]) -> tuple[Offer, ...]:
    """The seats, those of a role about one thing together. A paper that comes twice is one thing."""
    counts = Counter((seat.role.id, seat.key.paper or seat.key.session, week_of(seat.session)) for seat in found)
    return tuple(Offer(role=role, thing=thing, week=week, seats=n) for (role, thing, week), n in counts.items())


# --- how many can be used -------------------------------------------------------------------------------------------


def usable(offers: Sequence[Offer], students: int, limits: Limits) -> int:
    """The largest number of seats that so many students can hold together within the limits, if each may hold as many
    as they like otherwise.

    Students are alike, so what they hold together is a flow through roles, things and weeks, each of which takes
    `students` times what one person may hold; such a flow can always be dealt out evenly, since all bounds are whole.
    Of a paper that comes in several weeks the flow forgets which role it had in which, so there it may be a few too
    many.
    """
    roles, things, weeks = Counter[str](), Counter[tuple[str, date | None]](), Counter[date | None]()
    for one in offers:
        roles[one.role] += one.seats
        things[one.thing, one.week] += one.seats
        weeks[one.week] += one.seats
    by_week = limits.a_week is not None and any(
        number > limits.a_week * students for week, number in weeks.items() if week is not None
    )
    by_thing = limits.once and any(number > students for number in _by_thing(things).values())
    by_role = limits.distinct and any(number > students for number in roles.values())
    if not by_week and not by_thing:
        return sum(min(number, students) if limits.distinct else number for number in roles.values())
    return _flow(_network(offers, students, limits if by_role else replace(limits, distinct=False)))


def _by_thing(things: Counter[tuple[str, date | None]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (thing, _), number in things.items():
        found[thing] += number
    return found


_Node = tuple[str, object]
SOURCE: _Node = ("source", None)
SINK: _Node = ("sink", None)


def _network(offers: Sequence[Offer], students: int, limits: Limits) -> dict[_Node, dict[_Node, int]]:
    """Source → roles → things → weeks → sink, with what each may take."""
    everything = sum(one.seats for one in offers)
    room: defaultdict[_Node, dict[_Node, int]] = defaultdict(dict)
    for one in offers:
        role, thing, out, week = ("role", one.role), ("thing", one.thing), ("of", one.thing), ("week", one.week)
        room[SOURCE][role] = students if limits.distinct else everything
        room[role][thing] = room[role].get(thing, 0) + one.seats
        room[thing][out] = students if limits.once else everything
        room[out][week] = room[out].get(week, 0) + one.seats
        capped = limits.a_week is not None and one.week is not None
        room[week][SINK] = (limits.a_week or 0) * students if capped else everything
    return room


def _flow(room: dict[_Node, dict[_Node, int]]) -> int:
    """The largest flow from source to sink."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - it takes long to load, and most courses are counted without
    from scipy.sparse.csgraph import maximum_flow  # noqa: PLC0415

    places = {
        node: number
        for number, node in enumerate({SOURCE, SINK, *room, *(to for ends in room.values() for to in ends)})
    }
    edges = [(places[one], places[to], limit) for one, ends in room.items() for to, limit in ends.items()]
    rows, columns, limits = zip(*edges, strict=True)
    graph = csr_array((limits, (rows, columns)), shape=(len(places), len(places)), dtype="int32")
    return int(maximum_flow(graph, places[SOURCE], places[SINK]).flow_value)


def suffices(offers: Sequence[Offer], students: int, limits: Limits) -> bool:
    """Whether each of so many students can have their minimum."""
    return usable(offers, students, limits) >= limits.least * students


def enough_for(offers: Sequence[Offer], limits: Limits) -> int:
    """The largest class in which everyone can have the minimum; of no minimum there is none."""
    most = min(sum(one.seats for one in offers) // limits.least, LARGEST) if limits.least else 0
    return largest(most, lambda students: suffices(offers, students, limits))


def largest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `most` that fits, where all smaller ones do too; 0 fits."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if fits(middle) else (low, middle - 1)
    return low
