"""Days, hours and counts as people say them: `Mon 31 Jan, 1:00 PM`, `8 reviews`.

It knows English and the course's wall clock; it must never know a platform, which shows instants in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.course.model import Course, Moment

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """`Mon 31 Jan`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def clock_words(wall: time | datetime) -> str:
    """`1:00 PM`, of the wall time as it stands."""
    return f"{wall.hour % 12 or 12}:{wall.minute:02} {'AM' if wall.hour < 12 else 'PM'}"


def instant_words(course: Course, at: datetime) -> str:
    """`Mon 31 Jan, 1:00 PM` on the course's wall clock."""
    local = course.local(at)
    return f"{day_words(local.date())}, {clock_words(local)}"


def moment_words(course: Course, moment: Moment) -> str:
    """The day, and the hour where it is known."""
    return day_words(moment.day) if moment.at is None else instant_words(course, moment.at)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 review`, `8 reviews`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str], most: int | None = None) -> str:
    """`a`, `a and b`, `a, b and c`; of more than `most`, `a, b and 60 more`."""
    if most is not None and len(parts) > most:
        parts = [*parts[:most], f"{len(parts) - most} more"]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def span_words(span: timedelta) -> str:
    """`2 days`, `3 hours`, `90 minutes`."""
    if not span % timedelta(days=1):
        return counted(span // timedelta(days=1), "day")
    if not span % timedelta(hours=1):
        return counted(span // timedelta(hours=1), "hour")
    return counted(span // timedelta(minutes=1), "minute")


def storable(text: str) -> str:
    """The text, with a mark in place of what no database takes: NUL, and halves of surrogate pairs."""
    if "\0" not in text and text.isascii():
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
