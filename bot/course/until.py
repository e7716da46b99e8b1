"""Instants as people type them: `friday 9:00`, `in 3 days`, `2022-02-04 17:00`.

It reads words relative to `now` on the course's wall clock. Whoever uses it says the whole instant back before it
counts, since words can mean another instant than the reader thinks.
"""

from __future__ import annotations

import warnings
from datetime import datetime

from bot.course.calendar import instant
from bot.course.model import Course

LONGEST = 60
"""Characters; what is longer is no date, and is not worth the parser's time."""


def read_instant(words: str, course: Course, now: datetime) -> datetime | None:
    """The instant that the words mean, in UTC and to the minute; a day alone means its beginning. None: no such."""
    text = words.strip().removeprefix("until ").strip()
    if not text or len(text) > LONGEST:
        return None
    import dateparser  # noqa: PLC0415 - slow to import, for the few who type a date

    base = course.local(now).replace(tzinfo=None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own use of the standard library
        try:
            found = dateparser.parse(
                text,
                languages=["en"],
                settings={
                    "RELATIVE_BASE": base,
                    "PREFER_DATES_FROM": "future",
                    "DATE_ORDER": "MDY",
                    "RETURN_AS_TIMEZONE_AWARE": False,
                },
            )
        except (OverflowError, ValueError):  # "in 99999999 years"
            return None
    if found is None:
        return None
    wall = found.replace(second=0, microsecond=0, tzinfo=None)
    try:
        return instant(wall.date(), wall.time(), course.timezone)
    except OverflowError:
        return None
