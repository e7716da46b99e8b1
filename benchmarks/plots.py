"""The report's pictures, drawn from the figures alone: the same figures give the same files, byte for byte.

matplotlib is imported when something is drawn, since nothing else needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figures
from benchmarks.measure import GOAL, SCALES, Result, is_met

STYLE: Mapping[str, Any] = {
    "svg.hashsalt": "coursebot",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.grid": True,
    "axes.grid.which": "major",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "figure.facecolor": "white",
}
COLOURS = ("#0b5fa5", "#d1660a", "#2e7d32", "#8e24aa", "#00838f", "#6d4c41", "#c62828")
MARKERS = "osD^vPX"
GREY, GOOD, BAD = "#666666", "#0b5fa5", "#c62828"
UNITS = {"s": "milliseconds", "MB": "MB", "/s": "a second", "": ""}


def draw(figures: Figures, folder: Path) -> list[Path]:
    """All pictures for which there are figures; those of an earlier run go."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    written: list[Path] = []

    def keep(name: str, figure: Any) -> None:
        path = folder / f"{name}.svg"
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
        plt.close(figure)
        written.append(path)

    with mpl.rc_context(dict(STYLE)):
        for axis, results in _by(figures.all(), lambda one: one.growth.axis if one.growth else "").items():
            keep(f"growth-{slug(axis)}", _growth(plt, axis, results))
        for name, results in figures.results.items():
            spread = [one for one in results if one.spread]
            if spread:
                keep(f"latencies-{slug(name)}", _latencies(plt, spread))
        ratios = [one for one in figures.all() if one.ratio is not None and _wanted(one) and not one.growth]
        if ratios:
            keep("ratios", _ratios(plt, ratios))
    return written


def slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _by(results: Iterable[Result], key: Callable[[Result], str]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for one in results:
        if key(one):
            found.setdefault(key(one), []).append(one)
    return found


def _growth(plt: Any, axis: str, results: Sequence[Result]) -> Any:
    """A panel for each unit. Times and rates have logarithmic scales, with dotted lines that rise in proportion."""
    units = _by(results, lambda one: one.unit)
    figure, panels = plt.subplots(len(units), 1, figsize=(6, 3.6 * len(units)), squeeze=False)
    for panel, (unit, shown) in zip(panels[:, 0], units.items(), strict=True):
        scale = 1e3 if unit == "s" else 1.0
        points = [(one.growth.line, one.growth.size, one.value * scale) for one in shown if one.growth]
        for number, label in enumerate(dict.fromkeys(line for line, _, _ in points)):
            ordered = sorted((size, value) for line, size, value in points if line == label)
            panel.plot(
                *zip(*ordered, strict=True), label=label, color=COLOURS[number % len(COLOURS)],
                marker=MARKERS[number % len(MARKERS)], markersize=5, linewidth=1.6,
            )  # fmt: skip
        panel.set(xlabel=axis, ylabel=UNITS[unit])
        _scaled(panel, unit, points)
        panel.legend(fontsize=9, loc="center left", bbox_to_anchor=(1.02, 0.5))
    figure.subplots_adjust(hspace=0.35)
    return figure


def _scaled(panel: Any, unit: str, points: Sequence[tuple[str, int, float]]) -> None:
    from matplotlib.ticker import NullLocator

    sizes, values = sorted({size for _, size, _ in points}), [value for _, _, value in points]
    if sizes[-1] >= 10 * sizes[0]:
        panel.set_xscale("log")
    panel.set_xticks(sizes, [f"{size:,}" for size in sizes])
    panel.xaxis.set_minor_locator(NullLocator())
    if unit == "MB":
        panel.set_ylim(0, max(values) * 1.2)
        return
    floor, top = min(values) / 2, max(values) * 2
    start = floor / (sizes[-1] / sizes[0])
    while start < top:  # ten times as much costs ten times as much
        panel.plot([sizes[0], sizes[-1]], [start, start * sizes[-1] / sizes[0]], color="#bbbbbb", linestyle=":",
                   linewidth=0.9, zorder=0)  # fmt: skip
        start *= 10
    panel.set_yscale("log")
    panel.set_ylim(floor, top)
    _plain(panel.yaxis, subs=(1, 2, 5) if top < 50 * floor else (1,))


def _plain(axis: Any, *, subs: tuple[int, ...]) -> None:
    """A logarithmic axis with numbers as people write them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis.set_major_locator(LogLocator(base=10, subs=subs))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def _latencies(plt: Any, results: Sequence[Result]) -> Any:
    """How many in a hundred were done by when."""
    figure, panel = plt.subplots(figsize=(6, 3.6))
    for number, one in enumerate(results):
        values = [value * 1e3 for value in one.spread]
        panel.plot(
            values, range(1, len(values) + 1), label=one.what.removesuffix(", p50"),
            color=COLOURS[number % len(COLOURS)], linewidth=1.8,
        )  # fmt: skip
    panel.set(xscale="log", xlabel="milliseconds", ylabel="% of all commands", ylim=(0, 100))
    _plain(panel.xaxis, subs=(1, 2, 5))
    panel.legend(fontsize=9, loc="center left", bbox_to_anchor=(1.02, 0.5))
    return figure


def _wanted(result: Result) -> float | None:
    """The ratio that is the goal, if it is about the ratio."""
    found = GOAL.fullmatch(result.goal)
    if found is None or found[3] not in ("x", "%"):
        return None
    return float(found[2]) * SCALES.get(found[3], 1.0)


def _ratios(plt: Any, results: Sequence[Result]) -> Any:
    """Each ratio as a bar, and its goal as a line across it."""
    figure, panel = plt.subplots(figsize=(8, 0.42 * len(results) + 1))
    for row, one in enumerate(results):
        ratio, goal = one.ratio or 0.0, _wanted(one) or 0.0
        panel.barh(row, ratio, color=GOOD if is_met(one) else BAD, height=0.55, zorder=2)
        panel.plot([goal, goal], [row - 0.42, row + 0.42], color="black", linewidth=1.6, zorder=3)
        sign = "at least" if one.goal.startswith(">") else "at most"
        panel.text(max(ratio, goal) + 0.03, row, f"{ratio:.2f}, {sign} {goal:g}", va="center", fontsize=8.5)
    panel.set_yticks(range(len(results)), [f"{one.what}\nbeside {one.beside}" for one in results], fontsize=8)
    panel.invert_yaxis()
    panel.grid(visible=False, axis="y")
    panel.axvline(1, color=GREY, linewidth=0.8, linestyle=":", zorder=1)
    panel.set_xlim(0, max(max(one.ratio or 0, _wanted(one) or 0) for one in results) * 1.35)
    return figure
