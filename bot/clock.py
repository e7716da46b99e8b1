"""The only reader of the wall clock. Imported by the command line and the composition root, by nobody else.

For demonstrations and tests `COURSEBOT_CLOCK=<start ISO>@<rate>` gives a clock that starts there and runs that many
times as fast; leases and time-outs never use it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.errors import Misconfigured

Clock = Callable[[], datetime]


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def clock_from(setting: str | None) -> Clock:
    """The wall clock, or the one that `COURSEBOT_CLOCK` describes. Raises Misconfigured where it cannot be read."""
    if not setting:
        return now
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
