"""A fair filling of the seats that are free: who gets which, how fair that is, and what could not be done.

Pure: the same for the same sign-ups, people and preferences, whenever and wherever it is worked out. It takes up to a
second or two, so it is called outside of every transaction and off the event loop. SciPy is loaded when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.course.fairness import Fairness, Given, fairness
from bot.course.fill_problem import Problem, Scope, problem, scope_for
from bot.course.seat_preferences import Preference
from bot.course.signups import Signups

__all__ = ["Filling", "Given", "Scope", "fill", "scope_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """`given` is in the order of the schedule. `best_loads`: it is certain that what people owe could not be met better
    nor the load be more even; `best_wishes`: and that with it preferences could not be met better.
    """

    scope: Scope
    given: tuple[Given, ...]
    fairness: Fairness
    best_loads: bool
    best_wishes: bool


def fill(
    signups: Signups,
    students: Iterable[int],
    preferences: Mapping[int, Preference],
    now: datetime,
    *,
    scope: Scope | None = None,
) -> Filling:
    """Give away what is free of classes that have a date and have not begun. No limit of `seat_rules` is broken, and
    nobody gets a seat on a day on which they cannot come. Within that come first the seats that people owe, those who
    have fewest before others, then an even load, then what people prefer.
    """
    people = tuple(sorted(set(students)))
    asked = problem(signups, people, preferences, now, scope=scope or scope_for(signups.course))
    given, best_loads, best_wishes = _found(asked)
    return Filling(
        scope=asked.scope,
        given=given,
        fairness=fairness(signups, people, preferences, given, now),
        best_loads=best_loads,
        best_wishes=best_wishes,
    )


def _found(asked: Problem) -> tuple[tuple[Given, ...], bool, bool]:
    if not asked.seats or not any(one.room for one in asked.people):
        return (), True, True
    from bot.course import fill_proof, fill_search  # noqa: PLC0415 - their libraries take long to load

    found = fill_search.search(asked)
    proof = fill_proof.prove(asked, found.given, exact=found.exact)
    holders = {seat: at for at, mine in (proof.better or found.given).items() for seat in mine}
    given = tuple(Given(asked.seats[seat].key, asked.people[holders[seat]].id) for seat in sorted(holders))
    return given, proof.loads, proof.wishes
