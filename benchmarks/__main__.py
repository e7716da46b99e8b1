"""`python -m benchmarks [NAME…]`: run all benchmarks, or those named, and print one table.

A benchmark is a module with `measure() -> list[Result]`, listed in BENCHMARKS.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module

from benchmarks.measure import Result

BENCHMARKS = ("planner", "tick", "start", "slack")
HEADINGS = ("what", "median", "ratio", "goal")


def run(names: Iterable[str]) -> list[Result]:
    return [result for name in names for result in import_module(f"benchmarks.bench_{name}").measure()]


def table(results: Iterable[Result]) -> str:
    rows = [HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(result: Result) -> tuple[str, ...]:
    beside = f" x {result.beside}" if result.beside else ""
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}{beside}"
    return (result.what, _time(result.seconds), ratio, result.goal)


def _time(seconds: float) -> str:
    return (
        f"{seconds:.2f} s"
        if seconds >= 1
        else f"{seconds * 1e3:.2f} ms"
        if seconds >= 1e-4
        else f"{seconds * 1e6:.1f} µs"
    )


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No benchmark named {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(table(run(names or BENCHMARKS)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
