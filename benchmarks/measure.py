"""How a figure is taken and what it says. Medians, so that one slow run of a shared machine does not count.

It knows nothing of what is measured, and nothing of the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Literal

Unit = Literal["s", "MB", "/s", ""]

GOAL = re.compile(r"(<|<=|>=) ([\d.]+)(?: (x|%|µs|ms|s|MB|/s))?")
"""`<= 0.25 x` and `>= 95 %` are about the ratio, the others about the value; without a unit it is a count."""

SCALES: Mapping[str, float] = {"%": 0.01, "µs": 1e-6, "ms": 1e-3}

LINEAR = "<= 1.5 x"
"""Ten times as much costs ten times as much, or less; a little over 1 are caches and the garbage collector."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The point of a line in a plot: `size` of what the `axis` counts."""

    axis: str
    line: str
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a table. `ratio` compares with what `beside` names, measured in the same run. `unit` '': a count.

    `name` is what texts call the figure by. `spread` are 99 percentiles, of what was measured one by one.
    """

    what: str
    value: float
    ratio: float | None = None
    beside: str = ""
    goal: str = ""
    unit: Unit = "s"
    name: str = ""
    growth: Growth | None = None
    spread: tuple[float, ...] = ()


def is_met(result: Result) -> bool | None:
    """None where there is no goal."""
    if not result.goal:
        return None
    found = GOAL.fullmatch(result.goal)
    if found is None:
        raise ValueError(f"{result.what}: {result.goal!r} is no goal; write one such as `<= 0.25 x` or `< 5 ms`")
    sign, number, unit = found.groups(default="")
    wanted = float(number) * SCALES.get(unit, 1.0)
    measured = result.ratio if unit in ("x", "%") else result.value
    if measured is None:
        raise ValueError(f"{result.what}: its goal is about a ratio, and it has none")
    return {"<": measured < wanted, "<=": measured <= wanted, ">=": measured >= wanted}[sign]


def seconds(work: Callable[[], object], *, rounds: int = 25, clock: Callable[[], float] = perf_counter) -> float:
    """The median of so many runs, after one that warms up. By `process_time` what else the machine does does not count,
    and waiting neither.
    """
    work()
    return median(_once(work, clock) for _ in range(rounds))


def _once(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start


def percentiles(taken: list[float]) -> tuple[float, ...]:
    return tuple(quantiles(taken, n=100))


def grown(
    what: str, taken: Mapping[int, float], *, axis: str, line: str, unit: Unit = "s", name: str = ""
) -> list[Result]:
    """A result for each size, beside the cost of each one at the size before; `what` holds `{size}`. They are called
    `NAME.SIZE`.
    """
    found: list[Result] = []
    before: tuple[int, float] | None = None
    for size, value in sorted(taken.items()):
        beside = {} if before is None else {
            "ratio": (value / size) / (before[1] / before[0]), "beside": f"the cost each with {before[0]:,}",
            "goal": LINEAR,
        }  # fmt: skip
        point = Growth(axis, line, size)
        called = f"{name}.{size}" if name else ""
        found.append(Result(what.format(size=f"{size:,}"), value, unit=unit, name=called, growth=point, **beside))  # type: ignore[arg-type]
        before = (size, value)
    return found
