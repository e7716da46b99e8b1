"""Working a filling out takes a quarter of a second, and the same comes out of the same: tests of what becomes of one
share it. `tests/course/test_filling.py` is about working it out, and shares nothing.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.course.filling import Filling, Scope
from bot.services.filling import Situation

_WORKED_OUT: dict[str, Filling] = {}


def share_fillings(monkeypatch: pytest.MonkeyPatch) -> None:
    """For one test: of a situation that another one of this process was in, the filling is known already."""
    work_out = Situation.filling

    def filling(found: Situation, now: datetime, scope: Scope | None) -> Filling:
        whole = repr((found, now, scope))  # nothing less, so that it cannot hide a difference
        if whole not in _WORKED_OUT:
            _WORKED_OUT[whole] = work_out(found, now, scope)
        return _WORKED_OUT[whole]

    monkeypatch.setattr(Situation, "filling", filling)
