"""How long what people wrote is kept after a course has ended, as a schedule says it: "1 year", "90 days", "forever".

It raises ValueError with a sentence for the person who wrote it.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bot.course.durations import span
from bot.course.source import quote

YEAR, MONTH = timedelta(days=365), timedelta(days=30)
LEAST_KEPT, MOST_KEPT = timedelta(days=30), 10 * YEAR
"""What is to be erased is announced so long before."""

_NOT = ("no", "none", "never", "false", "not at all")
_FOR_EVER = ("forever", "for ever", "for good", "always")
_LONG = re.compile(r"(\d{1,3}|a|an|one|two|three|five|ten)\s*(years?|y|months?|mo)", re.ASCII)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10}
_HOW_LONG_KEPT = "write how long what people wrote is kept after the end, such as 1 year or 90 days, or forever"


def retention(text: str) -> timedelta | None:
    """How long something is kept; None: for ever. A year has 365 days, a month 30."""
    words = " ".join(text.casefold().split())
    if words in _FOR_EVER:
        return None
    if words in ("off", *_NOT):
        raise ValueError(f"{quote(text)} can mean not at all or for ever: {_HOW_LONG_KEPT}")
    if found := _LONG.fullmatch(words):
        count = _COUNTS.get(found[1]) or int(found[1])
        length = count * (YEAR if found[2].startswith("y") else MONTH)
    elif any(letter.isdigit() for letter in words):
        length = span(words)
    else:
        raise ValueError(f"{quote(text)} is not a length of time: {_HOW_LONG_KEPT}")
    if length % timedelta(days=1):
        raise ValueError(f"{quote(text)} must be whole days: {_HOW_LONG_KEPT}")
    if length < LEAST_KEPT:
        raise ValueError(f"{quote(text)} is too short: staff are told 30 days before, so write 30 days or more")
    if length > MOST_KEPT:
        raise ValueError(f"{quote(text)} is longer than 10 years: write a shorter time, or forever")
    return length
