"""The search for the filling that is worth most: rounds in which everybody gets at most one seat, each the best one.

Such a round is an assignment problem, which SciPy solves exactly; on whole numbers, so that it comes out the same on
every machine. Seats are then taken back and given anew in further rounds, and only what is worth no less is kept. It
knows the `Problem` alone, and is imported only when a filling is asked for: its libraries take long to load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.course.fill_problem import Problem
from bot.course.fill_worth import LIKED

Matrix = np.ndarray[Any, Any]

WORK = 8_000_000
"""How much is looked at in all, in pairs of a person and a seat: a second at most. Never a time: a slow machine finds
the same.
"""

MOVES = ((1.0, 1), (0.5, 1), (0.1, 2), (0.5, 2))
"""How many people are asked for seats back, and for how many: in turn, as has proved best for classes of all sizes."""

FEWEST, MOST, PATIENCE = 12, 800, 200
"""Rounds of taking back: at least, at most, and without any gain."""


@dataclass(frozen=True, slots=True)
class Found:
    """By a person's place the places of their seats. `exact`: loads and preferences could not be better, for one round
    was all there is.
    """

    given: dict[int, tuple[int, ...]]
    exact: bool


def search(problem: Problem) -> Found:
    """The same for the same problem, always."""
    board = _Board(problem)
    while board.give():
        pass
    exact = _one_round(problem, board)
    if not exact or board.have.sum() < len(problem.seats):
        _improve(board)
    return Found(board.given(), exact)


def improved(problem: Problem, given: Mapping[int, Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """What the search makes of a filling, which is never worth less."""
    board = _Board(problem)
    for at, mine in given.items():
        board.have[at, list(mine)] = True
    _improve(board)
    return board.given()


def _one_round(problem: Problem, board: _Board) -> bool:
    """Whether in the best filling nobody gets two seats: then the first round has found it."""
    if all(one.room <= 1 for one in problem.people):
        return True
    loads, least = ceiling(problem)
    if not loads:
        return True
    second = max(problem.level(one.has + 2) for one in problem.people if one.room > 1)
    return second < least and int(board.have.sum(axis=1).max()) == 1 and board.loads() == loads


def ceiling(problem: Problem) -> tuple[int, int]:
    """What loads would be worth if every seat suited everybody, which they never exceed; and the least level in it:
    where so much is reached, nobody has a seat of a level below.
    """
    each = (problem.level(one.has + number) for one in problem.people for number in range(1, problem.most_of(one) + 1))
    best = sorted(each, reverse=True)[: len(problem.seats)]
    return sum(best), min(best, default=0)


def _improve(board: _Board) -> None:
    pairs = max(board.have.size, 1)
    rounds = min(max(WORK // pairs, FEWEST), MOST)
    chance, best, idle = Random(1), board.worth(), 0  # noqa: S311 - the same every time is what is wanted
    for number in range(rounds):
        if idle >= PATIENCE:
            return
        before = board.have.copy()
        share, most = MOVES[number % len(MOVES)]
        board.take_back(chance, share=share, most=most)
        while board.give():
            pass
        worth = board.worth()
        idle = 0 if worth > best else idle + 1
        if worth < best:
            board.have = before
        best = max(worth, best)


class _Kind:
    """One way in which seats belong together: by paper, by role or by week. `held`: how many of each group people had
    before, a row each.
    """

    def __init__(self, of: Sequence[int], held: Sequence[Mapping[int, int]], width: int) -> None:
        self.of, self.width, self.held = np.array(of, int), width, _table(held, width)

    def counts(self, given: tuple[Matrix, ...]) -> Matrix:
        """How many of each group people have now: those before, and these pairs of a person and a seat."""
        who, what = given
        found = np.bincount(who * self.width + self.of[what], minlength=self.held.size)
        return self.held + found.reshape(self.held.shape)


def _table(rows: Sequence[Mapping[int, int]], width: int) -> Matrix:
    table = np.zeros((len(rows), width), int)
    for at, row in enumerate(rows):
        for index, number in row.items():
            if index < width:  # what is beyond is of no seat that is free
                table[at, index] = number
    return table


class _Board:
    """Who is given what, as a matrix of people and seats, and what that leaves open."""

    def __init__(self, problem: Problem) -> None:
        self.problem, people = problem, problem.people
        roles = len(problem.course.presenting.roles)
        ones = [dict.fromkeys(one.papers, 1) for one in people]
        self.papers = _Kind(problem.paper_of, ones, 1 + max(problem.paper_of, default=0))
        self.roles = _Kind(problem.role_of, [one.roles for one in people], roles)
        self.weeks = _Kind(problem.week_of, [one.weeks for one in people], problem.weeks)
        away = _table([dict.fromkeys(one.away, 1) for one in people], 1 + max(problem.session_of, default=0))
        spots = _table([one.spots for one in people], 1 + max(problem.spot_of, default=0))
        liked = _table([dict.fromkeys(one.liked, 1) for one in people], roles)
        self.session_of, self.taken = np.array(problem.session_of, int), np.array(problem.taken, int)
        self.here = away[:, self.session_of] == 0
        self.wishes = problem.weights.point * (
            spots[:, np.array(problem.spot_of, int)] + LIKED * liked[:, self.roles.of]
        )
        self.has = np.array([one.has for one in people], int)
        self.room = np.array([one.room for one in people], int)
        self.levels = np.array([problem.level(number + 1) for number in range(problem.most + 1)], int)
        self.have = np.zeros((len(people), len(problem.seats)), bool)

    def given(self) -> dict[int, tuple[int, ...]]:
        return {at: tuple(int(seat) for seat in np.flatnonzero(row)) for at, row in enumerate(self.have) if row.any()}

    def loads(self) -> int:
        """What it is worth who has how many."""
        sums = np.concatenate(([0], np.cumsum(self.levels)))
        return int((sums[self.has + self.have.sum(axis=1)] - sums[self.has]).sum())

    def worth(self) -> int:
        """As `fill_worth.worth`."""
        of, given = self.problem.weights, self.have.nonzero()
        total = int(self.wishes[given].sum())
        if self.problem.as_possible:
            total -= of.again * int((_pairs(self.roles.counts(given)) - _pairs(self.roles.held)).sum())
        weeks, held = _two_weeks(self.weeks.counts(given)), _two_weeks(self.weeks.held)
        total -= of.near * int((np.maximum(weeks, 1) - np.maximum(held, 1)).sum())
        total -= int((_pairs(self.in_class(given)) - _pairs(self.taken)).sum())
        return self.loads() * of.unit + total

    def in_class(self, given: tuple[Matrix, ...]) -> Matrix:
        """How many seats of each session are taken."""
        return self.taken + np.bincount(self.session_of[given[1]], minlength=len(self.taken))

    def give(self) -> bool:
        """Everybody gets at most one more of the free seats, so that it is worth most. False where nobody can."""
        free = np.flatnonzero(~self.have.any(axis=0))
        gains = self.gains(free)
        if not gains.any():
            return False
        who, what = linear_sum_assignment(gains, maximize=True)
        taken = gains[who, what] > 0
        self.have[who[taken], free[what[taken]]] = True
        return True

    def gains(self, free: Matrix) -> Matrix:
        """What each of these seats would add for each person, beside what they have; 0 where they may not have it."""
        problem, number, given = self.problem, self.have.sum(axis=1), self.have.nonzero()
        roles, weeks = self.roles.counts(given), self.weeks.counts(given)
        fits = self.here[:, free] & (number < self.room)[:, None]
        fits &= (self.papers.counts(given) == 0)[:, self.papers.of[free]]
        if problem.distinct:
            fits &= (roles == 0)[:, self.roles.of[free]]
        if problem.per_week is not None:
            fits &= (weeks < problem.per_week)[:, self.weeks.of[free]]
        of = problem.weights
        level = self.levels[np.minimum(self.has + number, problem.most)].astype(float) * of.unit
        near = (_two_weeks(weeks) > 0).astype(int)
        less = of.near * (near[:, self.weeks.of[free]] + near[:, self.weeks.of[free] - 1])
        less += (self.in_class(given)[self.session_of[free]] + self.place_in_class(free))[None, :]
        if problem.as_possible:
            less = less + of.again * roles[:, self.roles.of[free]]
        return np.where(fits, level[:, None] + (self.wishes[:, free] - less), 0.0)

    def place_in_class(self, free: Matrix) -> Matrix:
        """Of the free seats of a class one costs nothing, the next one more, and so on, beginning with another role in
        each: so the seats of one round are spread over the classes.
        """
        sessions = self.session_of[free]
        first = np.searchsorted(sessions, sessions)
        size = np.searchsorted(sessions, sessions, side="right") - first
        place: Matrix = (np.arange(len(free)) - first + sessions) % size
        return place

    def take_back(self, chance: Random, *, share: float, most: int) -> None:
        """Of so many of the people one of their seats, or `most`."""
        who, what = self.have.nonzero()
        begins = np.searchsorted(who, np.arange(len(self.have) + 1)).tolist()
        have = self.have.copy()
        for at, (begin, end) in enumerate(pairwise(begins)):
            for _ in range(most if begin < end and chance.random() < share else 0):
                have[at, what[begin + int(chance.random() * (end - begin))]] = False
        self.have = have


def _two_weeks(weeks: Matrix) -> Matrix:
    """How many seats each has in a week and the next."""
    return weeks[:, :-1] + weeks[:, 1:]


def _pairs(counts: Matrix) -> Matrix:
    pairs: Matrix = counts * (counts - 1) // 2
    return pairs
