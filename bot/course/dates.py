"""Dates as people type them: `31 jan`, `2022-02-14`, `next monday`.

It reads words relative to `now` on the course's wall clock and puts a date without a year where the course is. Whoever
uses it says the whole date back, since words can mean another day than the reader thinks.
"""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, timedelta

from bot.course import agenda
from bot.course.model import Course

LONGEST = 40
"""Characters; what is longer is no date, and is not worth the parser's time."""

WEEKDAYS = "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday"
DAY_NAMES = frozenset(WEEKDAYS.split())
SHORT_MONTHS = "jan feb mar apr may jun jul aug sep sept oct nov dec"
LONG_MONTHS = "january february march april june july august september october november december"
MONTHS = frozenset(f"{SHORT_MONTHS} {LONG_MONTHS}".split())
RELATIVE = frozenset(["today", "tomorrow", "yesterday"])
SMALL_WORDS = (
    "on the of this next last coming in ago day days week weeks a an from now one two three four five six seven"
)
SMALL = frozenset(SMALL_WORDS.split())
NUMBER = re.compile(r"\d{1,4}(st|nd|rd|th)?|\d{1,4}([-/.]\d{1,4}){1,2}\.?")
YEAR = re.compile(r"\b\d{4}\b|\d[-/.]\d{1,2}[-/.]\d{2}\b")
SLACK = timedelta(days=21)


def looks_like_date(words: str) -> bool:
    """Whether the words say nothing but a day: `31 jan` yes, `may the force` no, `3` no."""
    tokens = words.lower().replace(",", " ").split()
    if not tokens or len(words) > LONGEST:
        return False
    known = [_kind(token) for token in tokens]
    if "other" in known:
        return False
    if "day" in known or "relative" in known:
        return True
    if "month" in known or "date" in known:
        return "number" in known or "date" in known
    return _is_distance(tokens)


def _kind(token: str) -> str:
    if token in DAY_NAMES:
        return "day"
    if token in RELATIVE:
        return "relative"
    if token in MONTHS or token.rstrip(".") in MONTHS:
        return "month"
    if NUMBER.fullmatch(token):
        return "date" if re.search(r"\d[-/.]\d", token) else "number"
    return "small" if token in SMALL else "other"


def _is_distance(tokens: list[str]) -> bool:
    """`in 2 weeks`, `three days ago`."""
    units = {"day", "days", "week", "weeks"}.intersection(tokens)
    return bool(units) and ("in" in tokens or "ago" in tokens or "from" in tokens)


def read_day(words: str, course: Course, now: datetime) -> date | None:
    """The day that the words mean, seen from `now`; None where they mean none."""
    if not looks_like_date(words):
        return None
    text = re.sub(r"(?<=\d)\.(?=\d)", "/", words.strip())
    found = _parse(text, course.local(now))
    if found is None:
        return None
    tokens = set(words.lower().replace(",", " ").split())
    named = any(_kind(token) in ("month", "date") for token in tokens)
    return _within_term(found, course, now) if named and not YEAR.search(words) else found


def _parse(text: str, base: datetime) -> date | None:
    import dateparser  # noqa: PLC0415  # a third of a second, for the few who type a date

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own use of the standard library
        found = dateparser.parse(
            text,
            languages=["en"],
            settings={
                "RELATIVE_BASE": base.replace(tzinfo=None),
                "PREFER_DATES_FROM": "future",
                "DATE_ORDER": "MDY",
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    return found.date() if found is not None else None


def _within_term(day: date, course: Course, now: datetime) -> date:
    """The same day of the year that lies in the course's term, else the one nearest to `now`."""
    today = course.local(now).date()
    taken = [one for session in course.sessions for one in agenda.days(session)] or [today]
    first, last = min(taken) - SLACK, max(taken) + SLACK
    years = {today.year - 1, today.year, today.year + 1, first.year, last.year}
    candidates = sorted(one for year in years if (one := _in_year(day, year)) is not None)
    inside = [one for one in candidates if first <= one <= last]
    return min(inside or candidates, key=lambda one: abs(one - today))


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None
