"""Dates as people type them: `31 jan`, `2022-02-14`, `next monday`.

It reads words relative to `now` on the course's wall clock and puts a date without a year where the course is. Whoever
uses it says the whole date back, since words can mean another day than the reader thinks.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.course import agenda
from bot.course.model import Course

LONGEST = 40
"""Characters; what is longer is no date, and is not worth the parser's time."""

WEEKDAYS = (
    ("mon", "monday"),
    ("tue", "tues", "tuesday"),
    ("wed", "wednesday"),
    ("thu", "thur", "thurs", "thursday"),
    ("fri", "friday"),
    ("sat", "saturday"),
    ("sun", "sunday"),
)
DAY_NAMES = {name: number for number, names in enumerate(WEEKDAYS) for name in names}
LONG_MONTHS = "january february march april may june july august september october november december"
MONTHS = {word: number for number, name in enumerate(LONG_MONTHS.split(), 1) for word in (name, name[:3])}
MONTHS["sept"] = 9
RELATIVE = frozenset(["today", "tomorrow", "yesterday"])
SMALL_WORDS = (
    "on the of this next last coming in ago day days week weeks a an from now one two three four five six seven"
)
SMALL = frozenset(SMALL_WORDS.split())
NUMBER = re.compile(r"\d{1,4}(st|nd|rd|th)?|\d{1,4}([-/.]\d{1,4}){1,2}\.?")
CALENDAR = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?P<year>\d{4}|\d\d)?",
        r"(?P<month>0?[1-9]|1[0-2])/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?",
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?",
        r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?(?P<month>[a-z]+)\.?(?: (?P<year>\d{4}))?",
        r"(?P<month>[a-z]+)\.? (?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?",
    )
)
"""The first that fits counts: dots stand for the day first, slashes for the month first where there is such a month."""

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


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day by its month and number, as written: the year and the weekday may be missing."""

    year: int | None
    month: int
    number: int
    weekday: int | None = None

    def in_year(self, year: int) -> date | None:
        """None where that year has no such day."""
        try:
            return date(year, self.month, self.number)
        except ValueError:  # 29 February
            return None

    def is_on(self, day: date) -> bool:
        """Whether the weekday that was written, if one was, is the right one."""
        return self.weekday in (None, day.weekday())


def calendar_day(words: str) -> CalendarDay | None:
    """`31 jan`, `Mon 31 Jan`, `January 31st 2022`, `31.1.`, `1/31`, `2022-01-31`; None for any other words."""
    text = " ".join(words.lower().replace(",", " ").split()).removeprefix("on ")
    head, _, rest = text.partition(" ")
    weekday = DAY_NAMES.get(head.rstrip(".")) if rest else None
    match = _first_match(text if weekday is None else rest)
    if match is None:
        return None
    year = match["year"]
    month = int(match["month"]) if match["month"].isdigit() else MONTHS.get(match["month"], 0)
    century = 2000 if year is not None and len(year) == 2 else 0
    return CalendarDay(int(year) + century if year else None, month, int(match["day"]), weekday) if month else None


def _first_match(text: str) -> re.Match[str] | None:
    return next((match for pattern in CALENDAR if (match := pattern.fullmatch(text)) is not None), None)


def read_day(words: str, course: Course, now: datetime) -> date | None:
    """The day that the words mean, seen from `now`; None where they mean none."""
    if not looks_like_date(words):
        return None
    named = calendar_day(words)
    if named is not None:
        day = named.in_year(named.year) if named.year is not None else _within_term(named, course, now)
        return day if day is not None and named.is_on(day) else None
    kinds = [_kind(token) for token in words.lower().replace(",", " ").split()]
    if "date" in kinds or "month" in kinds or ("number" in kinds and "day" in kinds):
        return None
    return _parse(words.strip(), course.local(now))


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


def _within_term(named: CalendarDay, course: Course, now: datetime) -> date | None:
    """The same day of the year that lies in the course's term, else the one nearest to `now`."""
    today = course.local(now).date()
    taken = [one for session in course.sessions for one in agenda.days(session)] or [today]
    first, last = min(taken) - SLACK, max(taken) + SLACK
    years = {today.year - 1, today.year, today.year + 1, first.year, last.year}
    candidates = sorted(one for year in years if (one := named.in_year(year)) is not None)
    inside = [one for one in candidates if first <= one <= last]
    return min(inside or candidates, key=lambda one: abs(one - today), default=None)
