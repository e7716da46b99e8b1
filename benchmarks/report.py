"""The report: the text of `report.md` and `sizing.md` beside this file, with the figures of a run in it.

In them a line `<!-- table NAME -->` becomes a benchmark's table, `<!-- machine -->` what was measured on, and
`{{NAME}}` one figure. The words are written there by people, so they outlive every run.
"""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks import plots, words
from benchmarks.figures import Figures, load, save
from benchmarks.measure import is_met

TEXTS = Path(__file__).parent
WRITTEN = {"report.md": "benchmarks.md", "sizing.md": "sizing.md"}
"""Text → document."""

NOTE = "<!-- Written by `make bench` from benchmarks/{text}: change that file, not this one. -->"
PLACE = re.compile(r"<!-- (machine|missed|table (\w+)) -->")
FIGURE = re.compile(r"\{\{([\w.-]+)\}\}")
FIGURES = "figures.json"


def write(figures: Figures, docs: Path) -> list[Path]:
    """The documents, the plots and the figures themselves; the paths of all."""
    folder = docs / "benchmarks"
    save(figures, folder / FIGURES)
    figures = load(folder / FIGURES) or figures  # rounded, so that a later reader finds the same
    written = [folder / FIGURES, *plots.draw(figures, folder)]
    for text, document in WRITTEN.items():
        (docs / document).write_text(filled(text, figures), encoding="utf-8")
        written.append(docs / document)
    return written


def filled(text: str, figures: Figures) -> str:
    """Raises KeyError for a table or a figure that the run has not."""

    def placed(found: re.Match[str]) -> str:
        if found[1] == "machine":
            return "\n".join(f"- {what}: {which}" for what, which in figures.machine.items())
        if found[1] == "missed":
            return missed(figures)
        return words.markdown(figures.results[found[2]])

    whole = (TEXTS / text).read_text(encoding="utf-8")
    head, _, rest = whole.partition("\n")
    body = FIGURE.sub(lambda found: words.about(figures.named(found[1])), PLACE.sub(placed, rest))
    return f"{head}\n{NOTE.format(text=text)}\n{body}"


def missed(figures: Figures) -> str:
    """The goals that this run did not meet, as a list."""
    judged = [(result, is_met(result)) for result in figures.all()]
    goals = sum(met is not None for _, met in judged)
    lines = [
        f"- {result.what}: {words.value(result)}"
        + (f", {result.ratio:.2f} x {result.beside}" if result.ratio is not None else "")
        + f" (goal {result.goal})"
        for result, met in judged
        if met is False
    ]
    if not lines:
        return f"This run met all {goals} goals."
    return f"This run met {goals - len(lines)} of {goals} goals. Missed:\n\n" + "\n".join(lines)
