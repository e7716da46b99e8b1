"""`python -m benchmarks`: run all benchmarks and write the report. With names: run those and print their tables.

A benchmark is a module `bench_NAME` with `measure() -> list[Result]`, listed in BENCHMARKS.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

from benchmarks import report, words
from benchmarks.figures import Figures, load
from benchmarks.machine import machine
from benchmarks.measure import Result

BENCHMARKS = (
    "planner",
    "start",
    "tick",
    "store",
    "growth",
    "courses",
    "slack",
    "reviews",
    "signups",
    "export",
    "fan_out",
    "term",
)

DOCS = Path(__file__).parent.parent / "docs"
REWRITE = "python -m benchmarks --rewrite"


def run(name: str) -> tuple[Result, ...]:
    return tuple(import_module(f"benchmarks.bench_{name}").measure())


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure what things cost. Without names: all, and docs/benchmarks.md and docs/sizing.md are "
        "written. With names: those, and their tables are printed.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHMARKS], help=", ".join(BENCHMARKS))
    parser.add_argument(
        "--write", action="store_true", help="with names: write the report, the others' figures as they were"
    )
    parser.add_argument(
        "--rewrite", action="store_true", help="measure nothing: write the report from the figures of the last run"
    )
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    asked = arguments(given)
    here, before = machine(), load(DOCS / "benchmarks" / report.FIGURES)
    results: dict[str, tuple[Result, ...]] = {}
    failed: list[str] = []
    if asked.rewrite:
        if before is None:
            print("There are no figures yet: measure all.", file=sys.stderr)
            return 2
        return written(before)
    if asked.names and asked.write:
        if before is None or before.machine != here:
            print("There are no figures of this machine and these versions yet: measure all.", file=sys.stderr)
            return 2
        results |= before.results
    for name in asked.names or BENCHMARKS:
        started = perf_counter()
        try:
            results[name] = run(name)
        except Exception as error:  # noqa: BLE001 - the others are still worth their minutes
            print(f"{name} failed: {type(error).__name__}: {error}", file=sys.stderr)
            failed.append(name)
        else:
            print(f"{name}, {perf_counter() - started:.0f} s\n{words.table(results[name])}\n", flush=True)
    if failed:
        print(f"Nothing is written, since these failed: {', '.join(failed)}.", file=sys.stderr)
        return 1
    if asked.write or not asked.names:
        ordered = {name: results[name] for name in BENCHMARKS if name in results}
        return written(Figures(here, ordered))
    return 0


def written(figures: Figures) -> int:
    for path in report.write(figures, DOCS):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
