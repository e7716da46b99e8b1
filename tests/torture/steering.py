"""The clock that all processes share: a file that says what time it is and how fast it runs, replaced at each turn.

It remembers every turn, so that afterwards each instant of the course can be found in real time and back.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Turn:
    """From `real` on (seconds of the monotonic clock) it was `at`, and time ran `rate` times as fast."""

    real: float
    at: datetime
    rate: float


@dataclass
class Steering:
    path: Path
    turns: list[Turn] = field(default_factory=list)

    def set(self, at: datetime | None = None, *, rate: float) -> None:
        """Go on from `at`, or from where it is. Time never goes back."""
        real = time.monotonic()
        here = self.instant(real) if self.turns else at
        assert here is not None
        turn = Turn(real, max(here, at or here).astimezone(UTC), rate)
        self.turns.append(turn)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{turn.at.isoformat()} {turn.rate:g} {turn.real!r}\n", encoding="ascii")
        fresh.replace(self.path)

    def leaps(self) -> list[tuple[datetime, datetime]]:
        """What was left out, each from … to."""
        found = [(self._ends(number), turn.at) for number, turn in enumerate(self.turns[1:])]
        return [(begin, end) for begin, end in found if end - begin > timedelta(seconds=1)]

    def _ends(self, number: int) -> datetime:
        turn, after = self.turns[number], self.turns[number + 1]
        return turn.at + timedelta(seconds=(after.real - turn.real) * turn.rate)

    def now(self) -> datetime:
        return self.instant(time.monotonic())

    def instant(self, real: float) -> datetime:
        """What time it was then."""
        number = max(bisect_right([turn.real for turn in self.turns], real) - 1, 0)
        turn = self.turns[number]
        return turn.at + timedelta(seconds=(real - turn.real) * turn.rate)
