"""Words about time to values: "2022-01-31", "1:00 PM", "24h", "the day before at 23:59".

It knows how people write dates and hours and says how to write them instead where it cannot be sure. It raises
ValueError with a sentence for the person who wrote the word. It knows no zone: nothing here is an instant yet.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.course.source import SHOWN, quote

FIRST_YEAR, LAST_YEAR = 1990, 2199
LONGEST = timedelta(days=366)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_STAMP = re.compile(r"(\S+?)(?:T|\s+(?:at\s+)?)(\S.*)", re.ASCII | re.IGNORECASE)
_CLOCK_24 = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_CLOCK_12 = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?\s?m\.?", re.ASCII | re.IGNORECASE)
_SPAN_PART = r"(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]+)\s*(?:,|and)?\s*"
_SPAN = re.compile(rf"(?:{_SPAN_PART}){{1,4}}", re.ASCII)
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
}
_OTHER_NOTATIONS = (
    *("%m/%d/%y", "%m/%d/%Y", "%d/%m/%y", "%d/%m/%Y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y"),
    *("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d"),
    *(
        "%b %d, %Y",
        "%B %d, %Y",
        "%b %d %Y",
        "%B %d %Y",
        "%d %b %Y",
        "%d %B %Y",
        "%d-%b-%Y",
    ),
)
_WEEKDAY_FIRST = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.ASCII | re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.ASCII | re.IGNORECASE)
_TIME_AT_END = re.compile(
    r"(.+?),?\s+(?:at\s+)?(\d{1,2}(?::\d{2})?\s*[ap]\.?m\.?|\d{1,2}:\d{2})", re.ASCII | re.IGNORECASE
)
_UNKNOWN_DAY = ("tbd", "tba", "to be determined", "to be announced", "?", "unknown")


class Unknown(Enum):
    """A date or an hour of which the schedule says that it is not known yet."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, with or without a wall-clock time."""

    day: date
    wall: time | None


@dataclass(frozen=True, slots=True)
class AtClassStart:
    """When the class begins."""


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """A wall-clock time some days before the class day (0: on the day itself)."""

    days: int
    wall: time


@dataclass(frozen=True, slots=True)
class BeforeClass:
    """Some time before the class begins."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """The last such weekday at or before the class day, Monday = 0."""

    weekday: int
    wall: time


DueRule = AtClassStart | DaysBefore | BeforeClass | OnWeekday


class AtDeadline(Enum):
    """At the moment when the reviews are due."""

    AT_DEADLINE = "at deadline"


def day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(_rewrite_day(text))
    year, month, number = (int(part) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}: check the year")
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}: write year-month-day, such as 2022-01-31")
    days = monthrange(year, month)[1]
    if not 1 <= number <= days:
        raise ValueError(f"there is no {number} {month_name[month]} {year}: that month has {days} days")
    return date(year, month, number)


def _rewrite_day(text: str) -> str:
    """Shows the date that was probably meant, or both where it can be read in two ways."""
    stamp = _STAMP.fullmatch(text)
    if stamp and _DAY.fullmatch(stamp[1]):
        return f"{quote(text)} is a day with a time: here only the day is wanted, write {stamp[1]}"
    meant = _meant(text)
    if not meant:
        return f"{quote(text)} is not a date: write year-month-day, such as 2022-01-31"
    return _rewritten(text, [guess.isoformat() for guess in meant])


def _rewritten(text: str, ways: list[str]) -> str:
    """Only what can be read in two ways can be misread."""
    why = " can be misread" if len(ways) > 1 else ""
    return f"{quote(text)}{why}: write dates as year-month-day, here {' or '.join(ways[:2])}"


def _meant(text: str) -> list[date]:
    """The days that a date in another notation can stand for. Names of weekdays and the th of 28th are passed over."""
    meant: list[date] = []
    words = _ORDINAL.sub("", _WEEKDAY_FIRST.sub("", text)) if len(text) <= 40 else ""
    for notation in _OTHER_NOTATIONS if words else ():
        try:
            guess = datetime.strptime(words, notation).date()  # noqa: DTZ007 (only the day is looked at)
        except ValueError:
            continue
        if guess not in meant and FIRST_YEAR <= guess.year <= LAST_YEAR:
            meant.append(guess)
    return meant


def day_or_unknown(text: str) -> date | Unknown:
    return UNKNOWN if text.casefold() in _UNKNOWN_DAY else day(text)


def wall(text: str) -> time:
    if text.casefold() == "noon":
        return time(12)
    if found := _CLOCK_12.fullmatch(text):
        hour, minute = int(found[1]), int(found[2] or 0)
        if not 1 <= hour <= 12 or minute > 59:
            raise ValueError(f"there is no {quote(text)}: write 13:00 or 1:00 PM")
        return time(hour % 12 + (12 if found[3].lower() == "p" else 0), minute)
    if not (found := _CLOCK_24.fullmatch(text)):
        if text.casefold() == "midnight":
            raise ValueError('"midnight" can be either end of a day: write 23:59 or 00:00')
        raise ValueError(f"{quote(text)} is not a time of day: write 13:00 or 1:00 PM")
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (24, 0):
        raise ValueError('"24:00" is not used here: write 23:59, or 00:00 of the next day')
    if hour > 23 or minute > 59:
        raise ValueError(f"there is no {text} on a clock: write a time from 00:00 to 23:59")
    return time(hour, minute)


def wall_or_unknown(text: str) -> time | Unknown:
    return UNKNOWN if text.casefold() in _UNKNOWN_DAY else wall(text)


def stamp(text: str) -> Stamp:
    """A day, or a day and a time: "2022-01-25", "2022-01-25 09:00"."""
    found = _STAMP.fullmatch(text)
    if found and _DAY.fullmatch(found[1]):
        return Stamp(day(found[1]), wall(found[2]))
    if (timed := _TIME_AT_END.fullmatch(text)) and (days := _meant(timed[1])):
        at = wall(timed[2])
        raise ValueError(_rewritten(text, [f"{guess.isoformat()} {at:%H:%M}" for guess in days]))
    return Stamp(day(text), None)


def stamp_or_unknown(text: str) -> Stamp | Unknown:
    return UNKNOWN if text.casefold() in _UNKNOWN_DAY else stamp(text)


def span(text: str) -> timedelta:
    """A length of time: "10m", "24h", "7d", "2 days", "1h 30m". Zero is fine, at most a year."""
    words = text.casefold()
    if words == "0":
        return timedelta(0)
    if words.startswith("-"):
        raise ValueError(
            f"{quote(text)} has a minus: write the length of time alone, such as {words.lstrip('- ')[:10] or '24h'}"
        )
    if words.isascii() and words.isdigit():
        raise ValueError(f"{quote(text)} has no unit: write {words[:9]}m, {words[:9]}h or {words[:9]}d")
    if len(words) > 60 or not _SPAN.fullmatch(words):
        raise ValueError(f"{quote(text)} is not a length of time: write 10m, 24h or 7d")
    total = timedelta(0)
    for number, unit in re.findall(_SPAN_PART, words, re.ASCII):
        if unit not in _UNITS:
            raise ValueError(f"{quote(text)}: {quote(unit)} is no unit of time: write 10m, 24h or 7d")
        total += float(number) * _UNITS[unit]
    if total > LONGEST:
        raise ValueError(f"{quote(text)} is longer than a year: write a shorter time")
    if total % timedelta(minutes=1):
        raise ValueError(f"{quote(text)} is not a whole number of minutes: write 10m, 24h or 7d")
    return total


def one_of_several(text: str) -> timedelta:
    """A length of time in a list of them: two with a comma between are not added up."""
    if "," in text:
        parts = ", ".join(part.strip() for part in text.split(","))
        raise ValueError(f"{quote(text)} is several lengths of time: write them in brackets, [{parts[:SHOWN]}]")
    return span(text)


_HOW_REMIND = "write how long before, such as 3h or [24h, 3h], or off"


def ahead(text: str) -> timedelta:
    """How long before something people are reminded of it."""
    if text.casefold() in ("yes", "true", "on"):
        raise ValueError(f"it does not say when to remind: {_HOW_REMIND}")
    if not any(letter.isdigit() for letter in text):
        raise ValueError(f"{quote(text)} is not a length of time: {_HOW_REMIND}")
    length = one_of_several(text)
    if not length:
        raise ValueError(f"{quote(text)} would be too late to remind anybody: {_HOW_REMIND}")
    return length


def after_due(text: str) -> timedelta:
    """A length of time after the due time."""
    if text.startswith("-") or "before" in text.casefold():
        raise ValueError("this cannot come before the due time: write how long after it, such as 48h")
    return span(text.casefold().removesuffix(" after due"))


_NONE = ("no", "none", "never", "off", "false", "not at all")
_HOW_LATE = "write how long, such as 24h, or no"


def lateness(text: str) -> timedelta:
    """How long late ones are taken; zero for not at all, which most people say in a word."""
    words = " ".join(text.casefold().split())
    if words in _NONE:
        return timedelta(0)
    if not any(letter.isdigit() for letter in words):
        raise ValueError(f"{quote(text)} does not say for how long late reviews are taken: {_HOW_LATE}")
    return after_due(text)


def whole_days(text: str) -> int:
    length = span(text)
    if length % timedelta(days=1):
        raise ValueError(f"{quote(text)} must be whole days: write 4d")
    return length // timedelta(days=1)


def span_before(text: str) -> timedelta:
    """A length with "before class" or "before" behind it, or the length alone."""
    words = re.sub(r"\s+before(?:\s+(?:the\s+)?class)?$", "", text.casefold())
    try:
        return span(words)
    except ValueError:
        raise ValueError(f"{quote(text)} is not understood: write 48h before class, or 2 days before") from None


def weekday(text: str) -> int:
    """Monday = 0. Full names and the usual short ones, from three letters on."""
    word = text.casefold().removesuffix(".").removesuffix("s")
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 3 and name.startswith(word):
            return number
    raise ValueError(f"{quote(text)} is not a day of the week: write one of mon, tue, wed, thu, fri, sat, sun")


_HOW_DUE = (
    'write "at class start", "2 days before at 23:59", "the day before at 23:59", "2h before class" '
    'or "sunday at 17:00"'
)
_DAYS_BEFORE = re.compile(r"(\d{1,3}|a|an|one|two|three|the)\s*(?:days?|d) before(?: class)? at (.+)", re.ASCII)


def due_rule(text: str) -> DueRule:
    words = " ".join(text.casefold().split())
    if words in ("at class start", "class start", "at the start of class", "at start of class"):
        return AtClassStart()
    if found := _DAYS_BEFORE.fullmatch(words):
        count = {"a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3}.get(found[1])
        return DaysBefore(int(found[1]) if count is None else count, wall(found[2]))
    if found := re.fullmatch(r"(?:on )?(?:the )?(?:same|class) day at (.+)", words):
        return DaysBefore(0, wall(found[1]))
    if found := re.fullmatch(r"(.+) before(?: the)? class(?: start)?", words):
        return BeforeClass(span(found[1]))
    if found := re.fullmatch(r"(?:on )?([a-z]+) at (.+)", words):
        return OnWeekday(weekday(found[1]), wall(found[2]))
    raise ValueError(f"{quote(text)} is not understood: {_HOW_DUE}")


def digest_rule(text: str) -> BeforeClass | AtDeadline:
    words = " ".join(text.casefold().split())
    if words in ("at deadline", "at the deadline"):
        return AtDeadline.AT_DEADLINE
    if words in ("off", "no", "none", "never", "false"):
        raise ValueError('the digest cannot be turned off: leave it out, or write "2h before class" or "at deadline"')
    try:
        return BeforeClass(span_before(words))
    except ValueError:
        raise ValueError(f'{quote(text)} is not understood: write "2h before class" or "at deadline"') from None


def closing(text: str) -> Stamp | timedelta:
    """When something closes: an instant for all, or a time before each class."""
    return span_before(text) if "before" in text.casefold() else stamp(text)
