"""The plan of a run: the same for the same seed, and what the auditor expects is what the manual says."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.torture import term as reading
from tests.torture.plan import plan, scales

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = (ROOT / "schedule.yaml").read_text(encoding="utf-8")
SCHEDULE = reading.of_a_run(SHIPPED)
TERM = reading.read(SCHEDULE)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("seconds", [12, 150, 600])
def test_a_seed_plans_the_same_blows_again_and_another_seed_others(database, seconds):
    for scale in scales(seconds):
        first, again, other = (plan(seed, database, TERM, scale) for seed in (7, 7, 8))
        assert list(first.lines()) == list(again.lines())
        assert list(first.lines())[1:] != list(other.lines())[1:]


@pytest.mark.parametrize("seed", range(20))
def test_every_run_kills_something_and_a_whole_term_has_absences(seed):
    (short,), (lean,) = scales(12), scales(150)
    for scale, absences in ((short, 0), (lean, 2)):
        windows = plan(seed, "sqlite", TERM, scale).windows
        assert any(blow.kind == "kill" for window in windows for blow in window.blows)
        assert sum(window.away is not None for window in windows) >= absences
        assert [window.at for window in windows] == sorted(window.at for window in windows)


def test_every_announcement_of_the_term_has_its_window_or_is_slept_through():
    (scale,) = scales(150)
    made = plan(5, "sqlite", TERM, scale)
    absences = [(window.at, window.at + window.away) for window in made.windows if window.away]
    instants = {window.at for window in made.windows}
    for expected in TERM.expected():
        slept = any(begin <= expected.due <= end for begin, end in absences)
        assert expected.due < made.start or expected.due in instants or slept


@pytest.mark.parametrize("text", [SHIPPED, SCHEDULE], ids=["as it is shipped", "with all reviews posted"])
def test_what_the_auditor_expects_is_what_the_bot_says_that_it_will_post(text, tmp_path):
    """They share no code: each reads the manual for itself, and the file."""
    (tmp_path / "schedule.yaml").write_text(text, encoding="utf-8")
    asked = [sys.executable, "-m", "bot", "plan", "schedule.yaml", "--json", "--from", "2022-01-01T00:00:00-08:00"]
    shown = subprocess.run(asked, cwd=tmp_path, capture_output=True, check=True)
    planned = {
        (one["key"], datetime.fromisoformat(one["due_at"]), datetime.fromisoformat(one["stale_after"]))
        for one in json.loads(shown.stdout)
    }
    assert {(one.key, one.due, one.stale) for one in reading.read(text).expected()} == planned


def test_the_schedule_grows_by_the_materials_of_one_session_after_another():
    bare = reading.with_materials_of(SCHEDULE, ())
    assert "materials:" not in bare.replace("# A material", "")
    assert [one.materials for one in reading.read(bare).sessions] == [()] * len(TERM.sessions)
    some = reading.read(reading.with_materials_of(SCHEDULE, {"hardware"}))
    assert [one.id for one in some.sessions if one.materials] == ["hardware"]
    assert reading.with_materials_of(SCHEDULE, {one.id for one in TERM.sessions}) == SCHEDULE


def test_nothing_of_the_harness_imports_the_bot():
    for path in Path(__file__).parent.glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if line.lstrip().startswith(("import bot", "from bot", "from handlers"))], (
            path
        )
