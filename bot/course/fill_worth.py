"""What a filling is worth, in whole numbers: so one is better than another on every machine alike.

In this order, each outweighing all that comes after it: seats that people owe, those who lack most before others;
further seats, evenly; roles that nobody has again (where they are to be as distinct as possible); preferences; one
person's seats apart from each other; seats spread over the classes. Pure: it knows the `Problem` and nobody's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.course.fill_problem import Person, Problem

OWED = 10_000
"""A seat that somebody owes outweighs 25 that nobody does. What one person lacks counts squared: lacking two is worse
than two who lack one.
"""

MORE, LESS_EACH, LEAST = 400, 2, 50
"""A seat beyond the minimum; each further one of a person is worth less, so that they are spread evenly."""

RANKED = (12, 8, 5)
"""Points of the first, second and third choice."""

LIKED = 3
"""Points of a role that is liked."""


def level(number: int, needed: int) -> int:
    """What it is worth that somebody has their first, second, … seat of `needed`."""
    if number <= needed:
        return OWED * (2 * (needed - number) + 1)
    return max(MORE - LESS_EACH * (number - needed), LEAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`unit`: of a level; `again`: what a role costs that a person has once already, double where they have it twice;
    `point`: of a preference; `near`: what a seat costs beside another one of the person, in the same week twice that.
    A seat costs 1 for each other one that is taken in its class.
    """

    unit: int
    again: int
    point: int
    near: int


def weights(given: int, *, fullest: int, most: int) -> Weights:
    """So that each outweighs all after it, where `given` seats are given away, no class has more than `fullest` and,
    where roles may come again, nobody more than `most`.
    """
    near = 1 + given * 2 * fullest
    point = 1 + given * (2 * near + 2 * fullest)
    again = 1 + given * point * (max(RANKED) + LIKED + 1)
    return Weights(unit=(again * max(most, 1) + 1) * max(given, 1), again=again, point=point, near=near)


def worth(problem: Problem, given: Mapping[int, Sequence[int]]) -> int:
    """What it is worth that the people (by their place) get these seats."""
    total = sum(_of_person(problem, problem.people[at], seats) for at, seats in given.items())
    classes = Counter(problem.session_of[seat] for seats in given.values() for seat in seats)
    were = problem.taken
    return total - sum(pairs(were[one] + number) - pairs(were[one]) for one, number in classes.items())


def pairs(number: int) -> int:
    """What it costs that so many are together: each beside each before it."""
    return number * (number - 1) // 2


def _of_person(problem: Problem, person: Person, seats: Sequence[int]) -> int:
    of = problem.weights
    total = sum(problem.level(person.has + number) for number in range(1, len(seats) + 1)) * of.unit
    roles, weeks = Counter(person.roles), Counter(person.weeks)
    for seat in seats:
        role, week = problem.role_of[seat], problem.week_of[seat]
        total += of.point * problem.points(person, seat)
        total -= of.again * roles[role] if problem.as_possible else 0
        total -= of.near * sum(bool(weeks[week] + weeks[other]) for other in (week - 1, week + 1))
        roles[role] += 1
        weeks[week] += 1
    return total
