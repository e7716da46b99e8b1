"""Figures as people read them: tables, and single values in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.measure import Result, is_met

HEADINGS = ("what", "median", "ratio", "goal", "met")


def table(results: Iterable[Result]) -> str:
    """As a terminal shows it."""
    rows = [HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def markdown(results: Iterable[Result]) -> str:
    rows = [("", *HEADINGS[1:]), ("---", "---:", "---", "---", "---"), *(_row(result) for result in results)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def _row(result: Result) -> tuple[str, ...]:
    beside = f" x {result.beside}" if result.beside else ""
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}{beside}"
    met = is_met(result)
    return (result.what, value(result), ratio, result.goal, "" if met is None else "yes" if met else "**no**")


def value(result: Result) -> str:
    number = result.value
    match result.unit:
        case "s":
            return time(number)
        case "MB":
            return f"{number:.1f} MB" if number < 10 else f"{number:,.0f} MB"
        case "/s":
            return f"{number:,.1f} a second" if number < 100 else f"{number:,.0f} a second"
        case _:
            return f"{number:,.0f}"


def time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-4 else f"{seconds * 1e6:.1f} µs"


def about(result: Result) -> str:
    """Two or three digits, for a sentence."""
    number, unit = result.value, result.unit
    if unit == "s":
        number, unit_word = (number, "s") if number >= 1 else (number * 1e3, "ms")
    else:
        unit_word = {"MB": "MB", "/s": "a second"}.get(unit, "")
    rounded = float(f"{number:.3g}" if number >= 100 else f"{number:.2g}")
    return f"{rounded:,.0f} {unit_word}".strip() if rounded >= 10 else f"{rounded:g} {unit_word}".strip()
