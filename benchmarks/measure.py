"""How a figure is taken and what it says. Medians, so that one slow run of a shared machine does not count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `ratio` compares with what `beside` names, measured in the same run."""

    what: str
    seconds: float
    ratio: float | None = None
    beside: str = ""
    goal: str = ""


def seconds(work: Callable[[], object], *, rounds: int = 25) -> float:
    """The median of so many runs, after one that warms up."""
    work()
    return median(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
