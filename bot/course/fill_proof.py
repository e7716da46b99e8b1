"""Whether a filling that was found can be bettered: shown by linear programmes, and for few people solved exactly.

A bound that is reached proves that nothing better exists; where it is not, that is said and not hidden. It knows the
`Problem` and SciPy's HiGHS, which is told no time limit, since what it finds must not depend on the machine. Imported
only when a filling is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bot.course.fill_problem import Person, Problem
from bot.course.fill_search import ceiling, improved
from bot.course.fill_worth import OWED, worth

Given = Mapping[int, Sequence[int]]
"""By a person's place the places of their seats."""

TINY = 160
"""Pairs of a person and a seat up to which the whole is solved exactly, to the last detail."""

SMALL = 1_200
"""Pairs up to which loads and preferences are solved exactly, where it cannot be shown that they are the best."""

LARGE = 12_000
"""Pairs up to which a bound is sought: a second or so."""

NODES = 200
"""Branches after which an exact search gives up: a number and no time, for the same reason."""

NEAR = 1e-3
"""Whole numbers come back as numbers near to them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a filling: that nobody could have more of what they owe or a more even load, and that with it
    preferences could not be met better. `better` is worth more, where that was found.
    """

    loads: bool
    wishes: bool
    better: Given | None = None


def prove(problem: Problem, given: Given, *, exact: bool) -> Proof:
    """What can be shown of it. `exact`: that loads and preferences could not be better is certain already."""
    size = len(problem.people) * len(problem.seats)
    if size <= TINY:
        return _solved(problem, given, whole=True) or Proof(loads=exact, wishes=exact)
    if exact:
        return Proof(loads=True, wishes=True)
    shown = _shown(problem, given, _Model(problem) if size <= LARGE else None)
    if size <= SMALL and not (shown.loads and shown.wishes):
        return _solved(problem, given, whole=False) or shown
    return shown


def _shown(problem: Problem, given: Given, model: _Model | None) -> Proof:
    """By bounds alone."""
    loads, wishes = _loads(problem, given), _wishes(problem, given)
    surely = loads == ceiling(problem)[0] or (model is not None and model.most_loads() < loads + 1)
    met = surely and wishes == _most_wishes(problem)
    if surely and not met and model is not None:
        met = model.most_liking(loads) < wishes + problem.weights.point
    return Proof(loads=surely, wishes=met)


def _solved(problem: Problem, given: Given, *, whole: bool) -> Proof | None:
    """None where it took too long."""
    best = _Model(problem, whole=whole).solved(_loads(problem, given))
    if best is None:
        return None
    found = best if whole else improved(problem, best)
    return Proof(loads=True, wishes=True, better=found if worth(problem, found) > worth(problem, given) else None)


def _loads(problem: Problem, given: Given) -> int:
    return sum(
        problem.level(problem.people[at].has + number)
        for at, mine in given.items()
        for number in range(1, len(mine) + 1)
    )


def _wishes(problem: Problem, given: Given) -> int:
    """Points less what roles cost that somebody has again."""
    total = 0
    for at, mine in given.items():
        total += problem.weights.point * sum(problem.points(problem.people[at], seat) for seat in mine)
        roles = dict(problem.people[at].roles)
        for role in (problem.role_of[seat] for seat in mine if problem.as_possible):
            total -= problem.weights.again * roles.get(role, 0)
            roles[role] = roles.get(role, 0) + 1
    return total


def _most_wishes(problem: Problem) -> int:
    """0 where nobody has any; else unknown, as a number that is never reached."""
    return 0 if not any(one.spots or one.liked for one in problem.people) and not problem.as_possible else -1


class _Model:
    """The filling as a linear programme: a variable for each pair of a person and a seat that is open to them, and for
    each level of their load. `whole`: with weeks side by side too.
    """

    def __init__(self, problem: Problem, *, whole: bool = False) -> None:
        self.problem = problem
        self.levels: list[float] = []
        self.liking: list[float] = []
        self.rows: list[tuple[list[tuple[int, float]], float, float]] = []
        self.pairs: dict[int, tuple[int, int]] = {}
        inf = float("inf")
        by_seat: defaultdict[int, list[int]] = defaultdict(list)
        for at, person in enumerate(problem.people):
            mine = self._pairs(at, person)
            for variable, seat in mine:
                by_seat[seat].append(variable)
            self._limits(person, mine)
            most = problem.most_of(person)
            self._pieces([one for one, _ in mine], [(problem.level(person.has + n + 1), 0) for n in range(most)])
            if problem.as_possible:
                self._again(person, mine)
            if whole:
                self._weeks(person, mine)
        self.rows += [([(one, 1) for one in variables], -inf, 1) for variables in by_seat.values()]
        if whole:
            self._classes(by_seat)

    def _variable(self, level: float, liking: float) -> int:
        self.levels.append(level)
        self.liking.append(liking)
        return len(self.levels) - 1

    def _pairs(self, at: int, person: Person) -> list[tuple[int, int]]:
        """Variable and seat."""
        problem, made = self.problem, []
        for seat in range(len(problem.seats) if person.room else 0):
            if problem.session_of[seat] in person.away or problem.paper_of[seat] in person.papers:
                continue
            if problem.distinct and person.roles.get(problem.role_of[seat]):
                continue
            variable = self._variable(0, problem.weights.point * problem.points(person, seat))
            made.append((variable, seat))
            self.pairs[variable] = (at, seat)
        return made

    def _limits(self, person: Person, mine: Sequence[tuple[int, int]]) -> None:
        problem = self.problem
        groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for variable, seat in mine:
            groups["paper", problem.paper_of[seat]].append(variable)
            if problem.distinct:
                groups["role", problem.role_of[seat]].append(variable)
            if problem.per_week is not None:
                groups["week", problem.week_of[seat]].append(variable)
        for (kind, number), variables in groups.items():
            most = max(problem.per_week - person.weeks.get(number, 0), 0) if kind == "week" and problem.per_week else 1
            if len(variables) > most:
                self.rows.append(([(one, 1) for one in variables], -float("inf"), most))

    def _pieces(self, of: Sequence[int], worths: Sequence[tuple[float, float]]) -> None:
        """So many of these as there are pieces, each with its worth, of which the next is never worth more."""
        if of:
            pieces = [(self._variable(level, liking), -1.0) for level, liking in worths[: len(of)]]
            self.rows.append(([*((one, 1.0) for one in of), *pieces], 0, 0))

    def _again(self, person: Person, mine: Sequence[tuple[int, int]]) -> None:
        problem = self.problem
        for role in sorted({problem.role_of[seat] for _, seat in mine}):
            of = [variable for variable, seat in mine if problem.role_of[seat] == role]
            self._pieces(of, [(0, -problem.weights.again * (person.roles.get(role, 0) + n)) for n in range(len(of))])

    def _weeks(self, person: Person, mine: Sequence[tuple[int, int]]) -> None:
        """One for each seat too many in two weeks running."""
        of_week: defaultdict[int, list[int]] = defaultdict(list)
        for variable, seat in mine:
            of_week[self.problem.week_of[seat]].append(variable)
        for week in range(self.problem.weeks - 1):
            of = [*of_week[week], *of_week[week + 1]]
            held = person.weeks.get(week, 0) + person.weeks.get(week + 1, 0)
            if of:
                near = self.problem.weights.near
                pieces = [(0.0, -near if held or n else 0.0) for n in range(len(of))]
                self._pieces(of, pieces)

    def _classes(self, by_seat: Mapping[int, Sequence[int]]) -> None:
        """Each seat costs as many as are taken in its class before it."""
        for session, taken in enumerate(self.problem.taken):
            seats = [seat for seat in by_seat if self.problem.session_of[seat] == session]
            of = [variable for seat in seats for variable in by_seat[seat]]
            self._pieces(of, [(0, -(taken + number)) for number in range(len(seats))])

    # --- asking HiGHS -----------------------------------------------------------------------------------------------

    def most_loads(self) -> float:
        """What loads are worth at most."""
        return self._bound(self.levels, least=None)

    def most_liking(self, loads: int) -> float:
        """How well preferences could be met at most, with these loads."""
        return self._bound(self.liking, least=loads)

    def _bound(self, worth: Sequence[float], *, least: int | None) -> float:
        found = self._asked(worth, least=least, integral=False)
        return float("inf") if found is None else float(-found.fun) + NEAR

    def solved(self, loads: int) -> Given | None:
        """The filling that is worth most; None where that took too long. `loads` are reached already."""
        first = self._asked(self.levels, least=loads, integral=True)
        second = None if first is None else self._asked(self.liking, least=round(-first.fun), integral=True)
        if second is None:
            return None
        given: defaultdict[int, list[int]] = defaultdict(list)
        for variable, (at, seat) in self.pairs.items():
            if second.x[variable] > 0.5:
                given[at].append(seat)
        return {at: tuple(mine) for at, mine in given.items()}

    def _asked(self, worth: Sequence[float], *, least: int | None, integral: bool) -> Any:
        """SciPy's answer, None where there is none. `least`: what loads are to be worth."""
        if not worth:
            return None
        rows = list(self.rows)
        if least is not None:
            loads = [(at, level / OWED) for at, level in enumerate(self.levels) if level]
            rows.append((loads, least / OWED - NEAR / OWED, float("inf")))
        entries = [(number, at, value) for number, (row, _, _) in enumerate(rows) for at, value in row]
        numbers, columns, values = (np.array(one) for one in zip(*entries, strict=True))
        matrix = csr_array((values, (numbers, columns)), shape=(len(rows), len(worth)))
        found = milp(
            -np.array(worth, float),
            integrality=np.full(len(worth), int(integral)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
            options={"node_limit": NODES, "mip_rel_gap": 0.0},
        )
        return found if found.status == 0 else None
