"""The benchmarks run and their report is whole. How long anything takes is never asserted."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import __main__ as command
from benchmarks import figures as figures_module
from benchmarks import report, words
from benchmarks.__main__ import BENCHMARKS, DOCS
from benchmarks.figures import Figures
from benchmarks.measure import Growth, Result, grown, is_met

ROOT = Path(__file__).resolve().parent.parent

TINY = {
    "planner": {"SIZES": (2, 4)},
    "start": {"ROUNDS": 1},
    "tick": {"ROWS": (2, 3, 4), "ROUNDS": 2},
    "store": {"FORMS": 2, "POSTS": 6, "CLAIMS": 2, "ROWS": 10},
    "growth": {"SESSIONS": (2, 4), "STUDENTS": (2, 4), "ROUNDS": 2},
    "courses": {"COURSES": (1, 2), "ROUNDS": 2, "COMMANDS": 3},
    "slack": {"ROUNDS": 1, "COMMANDS": 3, "REQUESTS": 20, "BURSTS": 1, "STARTS": 1},
    "reviews": {
        "ROUNDS": 1,
        "FORMS": 2,
        "MANY": 8,
        "AT_ONCE": 2,
        "WRITERS": 4,
        "STUDENTS": 4,
        "TERM_PAPERS": 4,
    },
    "signups": {
        "STUDENTS": 4,
        "SESSIONS": 4,
        "ROUNDS": 1,
        "SEATS": 2,
        "FILLS": 1,
        "FILLINGS": ((3, 2), (6, 4)),
        "ASKED": (6, 4),
        "THREE_EACH": (3, 16),
    },
    "export": {"REVIEWS": (80, 160), "ROUNDS": 1},
    "fan_out": {"PEOPLE": 20, "UNLIMITED": 5, "ROUNDS": 1},
    "term": {"ASKED_EACH": 4, "ASKED_THEN": 3, "SLICES": 2, "PAGES": 2},
}
"""Constants of each benchmark with which it still does everything once."""


@pytest.fixture
def tiny(monkeypatch):
    """Makes a benchmark small."""

    def make(name: str) -> None:
        for constant, value in TINY[name].items():
            monkeypatch.setattr(import_module(f"benchmarks.bench_{name}"), constant, value)

    return make


def made_up() -> Figures:
    """A few results of every kind, and each figure that a text names."""
    named = {name for text in report.WRITTEN for name in report.FIGURE.findall((report.TEXTS / text).read_text())}
    results = {name: (Result(f"an idle {name}", 0.0012),) for name in BENCHMARKS}
    results["tick"] = (
        *(Result(f"figure {name}", 0.25, name=name) for name in sorted(named)),
        Result("a tick | with a bar", 0.0008, 1.6, "an empty transaction", "< 1 ms"),
        *grown("{size} rows", {10: 0.001, 1000: 0.5}, axis="rows", line="idle tick"),
        *grown("{size} rows, MB", {10: 80.0, 1000: 90.0}, axis="rows", line="memory", unit="MB"),
    )
    spread = tuple(0.001 * number for number in range(1, 100))
    for name in ("slack", "reviews", "signups"):
        results[name] = (Result("command to acknowledgement", 0.05, 0.2, "Bolt", "<= 0.1 x", spread=spread),)
    return Figures({"Processor": "two cores", "Python": "3.11"}, results)


# --- what a figure says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "met"),
    [
        (Result("a", 0.004, goal="< 5 ms"), True),
        (Result("a", 0.006, goal="< 5 ms"), False),
        (Result("a", 9.0, ratio=0.25, goal="<= 0.25 x"), True),
        (Result("a", 9.0, ratio=0.26, goal="<= 0.25 x"), False),
        (Result("a", 9.0, ratio=0.94, goal=">= 95 %"), False),
        (Result("a", 300.0, goal=">= 300 /s", unit="/s"), True),
        (Result("a", 9.0), None),
    ],
)
def test_a_goal_is_about_the_value_or_about_the_ratio(result, met):
    assert is_met(result) is met


def test_a_goal_that_nobody_can_judge_is_an_error_with_an_example():
    with pytest.raises(ValueError, match="'about 1' is no goal; write one such as"):
        is_met(Result("a", 1.0, goal="about 1"))


def test_growth_is_compared_with_the_size_before():
    first, second, third = grown("{size} rows", {10: 1.0, 100: 10.0, 1000: 200.0}, axis="rows", line="tick")
    assert (first.ratio, second.ratio, third.ratio) == (None, 1.0, 2.0)
    assert [is_met(one) for one in (first, second, third)] == [None, True, False]
    assert (third.what, third.growth) == ("1,000 rows", Growth("rows", "tick", 1000))


def test_figures_read_as_people_write_them():
    said = [words.about(Result("", value, unit=unit)) for value, unit in ((0.00123, "s"), (12.34, "s"), (95.2, "MB"))]
    assert said == ["1.2 ms", "12 s", "95 MB"]
    assert [words.about(Result("", value, unit=unit)) for value, unit in ((312.0, "/s"), (151, ""))] == [
        "312 a second",
        "151",
    ]


# --- the report ---------------------------------------------------------------------------------------------------


def test_every_benchmark_is_listed_and_has_its_table():
    modules = {path.stem.removeprefix("bench_") for path in (ROOT / "benchmarks").glob("bench_*.py")}
    assert modules == set(BENCHMARKS)
    assert set(TINY) == set(BENCHMARKS)
    text = (report.TEXTS / "report.md").read_text(encoding="utf-8")
    assert {name for _, name in report.PLACE.findall(text) if name} == set(BENCHMARKS)


@pytest.mark.torture
def test_the_report_is_whole_and_the_same_for_the_same_figures(tmp_path):
    first = report.write(made_up(), tmp_path / "first")
    loaded = figures_module.load(tmp_path / "first" / "benchmarks" / report.FIGURES)
    second = report.write(loaded, tmp_path / "second")
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    pictures = [path for path in first if path.suffix == ".svg"]
    assert [path.name for path in pictures] == [
        "growth-rows.svg", "latencies-slack.svg", "latencies-reviews.svg", "latencies-signups.svg", "ratios.svg",
    ]  # fmt: skip
    for path in pictures:
        assert ET.parse(path).getroot().tag.endswith("svg")
    page = (tmp_path / "first" / "benchmarks.md").read_text(encoding="utf-8")
    assert "- Processor: two cores" in page
    assert "| a tick \\| with a bar | 0.80 ms | 1.60 x an empty transaction | < 1 ms | yes |" in page
    assert "- command to acknowledgement: 50.00 ms, 0.20 x Bolt (goal <= 0.1 x)" in page
    for document in report.WRITTEN.values():
        whole = (tmp_path / "first" / document).read_text(encoding="utf-8")
        assert "{{" not in whole
        assert not report.PLACE.search(whole)
        for table in re.findall(r"(?:^\|.*\|\n)+", whole, re.MULTILINE):
            assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1


def test_the_pages_in_the_documents_are_those_of_the_last_run():
    figures = figures_module.load(DOCS / "benchmarks" / report.FIGURES)
    assert figures is not None
    for text, document in report.WRITTEN.items():
        page = (DOCS / document).read_text(encoding="utf-8")
        assert page == report.filled(text, figures), f"after a change of benchmarks/{text}: {command.REWRITE}"
        for link in re.findall(r"\]\(([^)#:]+)\)", page):
            assert (DOCS / link).is_file(), f"{document}: {link}"


# --- the command --------------------------------------------------------------------------------------------------


def test_named_benchmarks_are_printed_and_nothing_is_written(tiny, capsys):
    tiny("planner")
    before = {path: path.stat().st_mtime_ns for path in DOCS.rglob("*")}
    assert command.main(["planner"]) == 0
    printed = capsys.readouterr().out
    assert "planner.due, 4 classes" in printed
    assert {path: path.stat().st_mtime_ns for path in DOCS.rglob("*")} == before


@pytest.mark.torture
@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_measures_what_it_says(name, tiny):
    tiny(name)
    results = command.run(name)
    assert results
    assert all(result.value > 0 or not result.unit for result in results), "what is counted may be nothing"
    words.markdown(results)  # all goals can be judged
