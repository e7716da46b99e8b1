"""The only reader of the wall clock. Imported by the command line and the composition root, by nobody else.

For demonstrations and tests `COURSEBOT_CLOCK` gives another one: `<start ISO>@<rate>` starts there and runs that many
times as fast, in this process; the path of a file is a clock that somebody else steers, for all processes that read it.
Leases and time-outs never use either.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Misconfigured

Clock = Callable[[], datetime]


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


class SteeredClock:
    """A clock in a file: `<instant> <rate> <anchor>`, the time that it was when this machine's monotonic clock showed
    the anchor, and how many times as fast it has run since. Whoever steers it replaces the file as a whole.

    `tick_every` and `look_every` are real seconds: its time may leap, so it is looked at more often than a wall clock.
    """

    tick_every = 0.5
    look_every = 0.05

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._at, self._rate, self._anchor = self._read()

    def __call__(self) -> datetime:
        try:
            stat = self._path.stat()
            if (stat.st_mtime_ns, stat.st_ino) != self._seen:
                self._at, self._rate, self._anchor = self._read()
                self._seen = (stat.st_mtime_ns, stat.st_ino)
        except (OSError, Misconfigured):
            pass  # it goes on as it went; what cannot be read now is looked at again
        return self._at + timedelta(seconds=(time.monotonic() - self._anchor) * self._rate)

    def _read(self) -> tuple[datetime, float, float]:
        at: datetime | None = None
        rate = anchor = 0.0
        try:
            written = self._path.read_text(encoding="ascii").split()
            at, rate, anchor = datetime.fromisoformat(written[0]), float(written[1]), float(written[2])
        except (OSError, ValueError, IndexError):
            at = None
        if at is None or at.tzinfo is None or rate < 0:
            raise Misconfigured(
                f"COURSEBOT_CLOCK: {self._path} is no clock; it should hold an instant with its offset, a rate, and "
                "what the monotonic clock showed at that instant"
            )
        return at.astimezone(UTC), rate, anchor


def clock_from(setting: str | None) -> Clock:
    """The wall clock, or the one that `COURSEBOT_CLOCK` describes. Raises Misconfigured where it cannot be read."""
    if not setting:
        return now
    if Path(setting).is_file():
        return SteeredClock(Path(setting))
    start_text, _, rate_text = setting.partition("@")
    try:
        start, rate = datetime.fromisoformat(start_text), float(rate_text or "1")
    except ValueError:
        start, rate = None, 0.0
    if start is None or start.tzinfo is None or rate <= 0:
        raise Misconfigured(
            f"COURSEBOT_CLOCK is {setting!r}; it should be an instant with its offset and a rate, "
            "such as 2022-01-20T10:00:00-08:00@60"
        )
    begun = time.monotonic()
    return lambda: start.astimezone(UTC) + timedelta(seconds=(time.monotonic() - begun) * rate)
