"""When one person is reminded that they present: so long before class, on their own clock, never in the night.

Pure: the class and the person's zone come in, instants come out. Who presents is known to others; so is whether
somebody took the seat in time to hear of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.course.calendar import before, duration_word
from bot.course.model import Course, Session
from bot.course.reminders import Setting, earlier_than_night
from bot.course.signups import begins_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One reminder. It is of use until the next one, or until class begins. `occurrence` is a word of the span, so that
    a class that moves is not told again; `last`: that of the shortest span.
    """

    occurrence: str
    at: datetime
    stale_after: datetime
    last: bool

    def is_wanted(self, setting: Setting) -> bool:
        return setting == "normal" or (setting == "last" and self.last)


def calls(course: Course, session: Session, zone: ZoneInfo) -> tuple[Call, ...]:
    """All reminders of a class to who presents in it, in order; none without a date."""
    begins = begins_from(course, session)
    return () if begins is None else _before(begins, course.presenting.remind, zone)


@lru_cache(maxsize=4096)  # all presenters of one zone have the same
def _before(begins: datetime, spans: tuple[timedelta, ...], zone: ZoneInfo) -> tuple[Call, ...]:
    """Of those that fall together the shortest."""
    by_hour = {earlier_than_night(before(begins, span, zone), zone): span for span in sorted(spans, reverse=True)}
    hours = sorted(by_hour)
    return tuple(
        Call(
            occurrence=duration_word(by_hour[at]),
            at=at,
            stale_after=until,
            last=by_hour[at] == min(spans),
        )
        for at, until in zip(hours, [*hours, begins][1:], strict=True)
    )
