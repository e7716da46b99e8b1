"""A few weeks of the shipped course on each database, with people, blows and an audit: `make torture` in short."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture import term as reading
from tests.torture.__main__ import played
from tests.torture.audit import audit
from tests.torture.plan import plan, scales

SHIPPED = (Path(__file__).resolve().parent.parent.parent / "schedule.yaml").read_text(encoding="utf-8")
SCHEDULE = reading.of_a_run(SHIPPED)
SECONDS = 12.0
SEED = 18


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.torture)])
def test_weeks_of_kills_and_faults_leave_nothing_missing_doubled_late_or_misplaced(database, tmp_path):
    (scale,) = scales(SECONDS)
    made = plan(SEED, database, reading.read(SCHEDULE), scale)
    evidence = played(made, SCHEDULE, tmp_path)
    assert [one for one in audit(evidence) if not one.excused] == []
    assert any(one.what == "kill" for one in evidence.disturbed)
    assert sum(expected.due < evidence.end_at for expected in evidence.expected) >= 3
    assert evidence.asked
    assert any(one.confirmed for one in evidence.handed)
    assert any(row.kind == "reminder" and row.state == "sent" for row in evidence.rows)
    assert any(row.kind == "board" and row.state == "sent" for row in evidence.rows)
    assert evidence.signed
