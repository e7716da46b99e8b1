"""Instants as people type them: `friday 9:00`, `tomorrow at 9`, `in 3 days`, `31.1. 9:00`, `2022-02-04 17:00`.

It knows the everyday ways to name a day and a time of day, read on the course's wall clock and relative to `now`. It
never guesses: words that it does not know to the last one, or that can mean two instants, are none. Whoever uses it
says the whole instant back before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.course.calendar import DAY, instant, monday_of
from bot.course.dates import DAY_NAMES, calendar_day
from bot.course.model import Course

LONGEST = 60
"""Characters; what is longer is no instant."""

LATELY = timedelta(days=60)
"""A day without a year that was within this time before is that day, and past; else it is the next such day."""

MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}

_UNIT = r"(?:w(?:eeks?)?|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?)"
_SPAN = re.compile(rf"(?:in |\+ ?)?((?:(?:\d{{1,4}}|an?) ?{_UNIT} ?(?:and )?)+)")
_STEP = re.compile(rf"(\d{{1,4}}|an?) ?({_UNIT})")
_TIME = re.compile(r"(at )?(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])\.?m\.?)?")


def read_instant(words: str, course: Course, now: datetime) -> datetime | None:
    """The one instant that the words mean, in UTC; a day alone means its beginning. None: none, or not only one."""
    if len(words) > LONGEST:
        return None
    tokens = words.lower().replace(",", " ").split()
    tokens = tokens[1:] if tokens[:1] in (["until"], ["till"], ["til"]) else tokens
    try:
        exact = _with_an_offset(" ".join(tokens))
        found = {exact} if exact else {*_readings(tokens, course, now), *_in_named_zone(tokens, course, now)}
    except (OverflowError, ValueError):  # the year 0, the day after 9999-12-31
        return None
    return found.pop() if len(found) == 1 else None


def read_limit(words: str, course: Course, now: datetime) -> datetime | None:
    """The same of something that lasts until then: a day alone means its last minute."""
    tokens = words.lower().replace(",", " ").split()
    text = " ".join(tokens[1:] if tokens[:1] in (["until"], ["till"], ["til"]) else tokens)
    try:
        days = _days(text, course.local(now).date()) if text and _span(text) is None and len(words) <= LONGEST else ()
        ends = [instant(day, time(23, 59), course.timezone) for day in days]
    except (OverflowError, ValueError):
        return None
    return next((end for end in ends if end > now), ends[0]) if ends else read_instant(words, course, now)


def read_span(words: str) -> timedelta | None:
    """`+2d`, `in 3 hours`, `1 week` as a length of time; None: none, or one of nothing."""
    if len(words) > LONGEST:
        return None
    span = _span(" ".join(words.lower().replace(",", " ").split()))
    return None if span is None else timedelta(days=span[0], minutes=span[1]) or None


def _with_an_offset(text: str) -> datetime | None:
    """`2022-03-14T09:00-07:00`, in full ISO 8601."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d)?(z|[+-]\d\d:\d\d)", text):
        return None
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def _in_named_zone(tokens: list[str], course: Course, now: datetime) -> Iterator[datetime]:
    """The instant as the bot itself writes it, with the name of the course's zone; no other zone is understood."""
    for found in _readings(tokens[:-1], course, now) if len(tokens) > 1 else ():
        if (course.local(found).tzname() or "").lower() == tokens[-1]:
            yield found


def _readings(tokens: list[str], course: Course, now: datetime) -> Iterator[datetime]:
    """All that the words can mean: a span of time, or a day and a time of day in either order, or one of them."""
    span = _span(" ".join(tokens))
    if span is not None:
        yield _later(span, course, now)
        return
    pieces = re.sub(r"^(\d{4}-\d{1,2}-\d{1,2})t(?=\d)", r"\1 ", " ".join(tokens)).split()
    today = course.local(now).date()
    for cut in range(len(pieces) + 1 if pieces else 0):
        halves = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        for day_words, time_words in (halves, halves[::-1]):
            days, wall = _days(day_words, today), _time(time_words, alone=not day_words)
            if days and wall is not None:
                instants = [instant(day + wall.after, wall.at, course.timezone) for day in days]
                yield next((one for one in instants if one > now), instants[0])


# --- spans of time ------------------------------------------------------------------------------------------------


def _span(text: str) -> tuple[int, int] | None:
    """Whole days and minutes of `in 3 days`, `+1d2h`, `2 weeks`."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    minutes = {"d": 0, "h": 0}
    for number, unit in _STEP.findall(match[1]):
        amount = (1 if number.startswith("a") else int(number)) * MINUTES[unit[0]]
        minutes["d" if unit[0] in "wd" else "h"] += amount
    return minutes["d"] // MINUTES["d"], minutes["h"]


def _later(span: tuple[int, int], course: Course, now: datetime) -> datetime:
    """Days are days of the wall clock, hours are elapsed time."""
    days, minutes = span
    local = course.local(now).replace(second=0, microsecond=0)
    wall = local.time().replace(fold=0)
    start = instant(local.date() + days * DAY, wall, course.timezone) if days else local
    return start.astimezone(UTC) + timedelta(minutes=minutes)


# --- times of day -------------------------------------------------------------------------------------------------


class _Wall(NamedTuple):
    """A time of day, and how long after the day that was named: a day's midnight is its end."""

    at: time
    after: timedelta = timedelta(0)


_WORDS = {"": _Wall(time(0)), "noon": _Wall(time(12)), "midday": _Wall(time(12))}
_WORDS |= dict.fromkeys(("midnight", "24:00"), _Wall(time(0), DAY))


def _time(text: str, *, alone: bool) -> _Wall | None:
    """A number without minutes is an hour only beside a day or `at`, and only where nobody takes it for the evening."""
    word = text.removeprefix("at ")
    if word in _WORDS:
        return _WORDS[word]
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    prefix, hour, minute, half = match[1], int(match[2]), match[3], match[4]
    if half is None and minute is None and (1 <= hour <= 7 or (alone and not prefix)):
        return None
    if half is not None and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half is not None else hour
    return _Wall(time(hour, int(minute or 0))) if hour < 24 and int(minute or 0) < 60 else None


# --- days ---------------------------------------------------------------------------------------------------------


def _days(text: str, today: date) -> tuple[date, ...]:
    """The days that are meant, the first that is still to come counts; none where the words name no day."""
    text = text.removeprefix("on ")
    named = {"": (today, today + DAY), "today": (today,), "tomorrow": (today + DAY,)}
    span = _span(text)
    if text in named:
        return named[text]
    if text.removeprefix("the ") == "day after tomorrow":
        return (today + 2 * DAY,)
    if span is not None:
        return (today + span[0] * DAY,) if span[0] and not span[1] else ()
    return _weekdays(text, today) or _calendar_day(text, today)


def _weekdays(text: str, today: date) -> tuple[date, ...]:
    """`friday` is the next one; `next friday` only where people mean one and the same."""
    following = monday_of(today) + 7 * DAY
    if text == "next week":
        return (following,)
    words = text.split()
    name = words[-1] if len(words) == 2 and words[0] in ("this", "next") else text.removesuffix(" next week")
    if name not in DAY_NAMES:
        return ()
    if text.endswith(" next week"):
        return (following + DAY_NAMES[name] * DAY,)
    ahead = today + (DAY_NAMES[name] - today.weekday()) % 7 * DAY
    if words[0] == "next":
        ahead = ahead if ahead > today else ahead + 7 * DAY
        return (ahead,) if ahead >= following else ()
    return ahead, ahead + 7 * DAY


def _calendar_day(text: str, today: date) -> tuple[date, ...]:
    """Without a year the first such day that is still to come, or that was lately."""
    named = calendar_day(text)
    if named is None:
        return ()
    years = [named.year] if named.year is not None else range(today.year - 1, today.year + 9)
    days = [day for one in years if (day := named.in_year(one)) is not None]
    found = [day for day in days if named.year is not None or day >= today - LATELY][:1]
    return tuple(day for day in found if named.is_on(day))
