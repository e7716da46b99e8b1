"""Instants as people type them: `friday 9:00`, `tomorrow at 9`, `in 3 days`, `31.1. 9:00`, `2022-02-04 17:00`.

It knows the everyday ways to name a day and a time of day, read on the course's wall clock and relative to `now`. It
never guesses: words that it does not know to the last one, or that can mean two instants, are none. Whoever uses it
says the whole instant back before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from bot.course.calendar import DAY, instant, monday_of
from bot.course.dates import DAY_NAMES, CalendarDay, calendar_day
from bot.course.model import Course

LONGEST = 60
"""Characters; what is longer is no instant."""

LATELY = timedelta(days=60)
"""A day without a year that was within this time before is that day, and past; else it is the next such day."""

LEADING = ("until", "till", "til", "by", "before")

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_DATED = (
    r"\+ ?\d|\d{4}-\d|\d{1,2}/\d|\d{1,2}\.\d{1,2}\.|"
    r"\d{1,2}(?:st|nd|rd|th)?\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
"""How a date or a length of time begins, which no hour does."""

SPELLINGS = (
    (re.compile(r" (?:tmrw|tmr|tomorow|tommorow|tommorrow) "), " tomorrow "),
    (re.compile(r" (mon|tues?|wed|thu|thurs?|fri|sat|sun)\. "), r" \1 "),
    (re.compile(r" (?:coming|this coming) "), " this "),
    (re.compile(rf"^ at (?={_DATED})"), " "),
    (re.compile(r" at (?=[a-z]{3,9} )(?!noon |midday |midnight )"), " "),
    (
        re.compile(
            r" (?:tonight|this evening)(?= (?:at )?\d{1,2}(?:[:.]\d\d)? ?p\.?m| (?:at )?(?:1[2-9]|2[0-3])[:.]\d\d)"
        ),
        " today",
    ),
    (re.compile(r"(?<= )half an hour "), "30 min "),
    (re.compile(r" (an hour|\d+ hours?|\d+ ?h) and a half "), r" \1 30 min "),
    (re.compile(r" (\d{1,3}) ?h ?(\d{1,2}) "), r" \1h \2m "),
    (re.compile(r"^ (.*\d.*|an? [a-z]+) from now $"), r" in \1 "),
    *(
        (re.compile(rf" {word} (?=weeks? |days? |hours? |min)"), f" {number} ")
        for number, word in enumerate(_NUMBERS, 1)
    ),
)
"""Other ways to write the same: what stands there, and what is read. All words have one blank on each side."""

MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}

_UNIT = r"(?:w(?:eeks?)?|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?)"
_SPAN = re.compile(rf"(?:in |\+ ?)?((?:(?:\d{{1,4}}|an?) ?{_UNIT} ?(?:and )?)+)")
_STEP = re.compile(rf"(\d{{1,4}}|an?) ?({_UNIT})")
_NUMBERED = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)")
_TIME = re.compile(r"(at )?(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])\.?m\.?)?")
_LIKE_A_TIME = r"(?:at )?\d{1,4}(?:[:.]\d{2,3}(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?)|at \d{1,4}"
_BEGINS_LIKE_A_TIME = re.compile(rf"(?:{_LIKE_A_TIME})(?![\w:])|\d{{1,4}}$")
_ENDS_LIKE_A_TIME = re.compile(rf"(?:^|(?<= ))(?:{_LIKE_A_TIME})$")


class Read(NamedTuple):
    """What was read: the instant in UTC, and the wall time that was named, None where it was a length of time."""

    at: datetime
    wall: datetime | None = None

    def odd(self, course: Course) -> Literal["", "gap", "fold"]:
        """Whether the wall time is one that the clocks leave out that day, or show twice; the first one is meant."""
        if self.wall is None:
            return ""
        local = course.local(self.at)
        if local.replace(tzinfo=None, fold=0) != self.wall:
            return "gap"
        return "fold" if local.utcoffset() != local.replace(fold=1).utcoffset() else ""


def read_instant(words: str, course: Course, now: datetime) -> datetime | None:
    """The one instant that the words mean, in UTC; a day alone means its beginning. None: none, or not only one."""
    found = meanings(words, course, now)
    return found[0].at if len(found) == 1 else None


def meanings(words: str, course: Course, now: datetime) -> tuple[Read, ...]:
    """All instants that the words can mean, the earliest first; none where they are no time to the last word."""
    if len(words) > LONGEST:
        return ()
    tokens = _tokens(words)
    try:
        exact = _with_an_offset(" ".join(tokens))
        found = [Read(exact)] if exact else [*_readings(tokens, course, now), *_in_named_zone(tokens, course, now)]
    except (OverflowError, ValueError):  # the year 0, the day after 9999-12-31
        return ()
    return tuple(sorted({one.at: one for one in found}.values(), key=lambda one: one.at))


def read_limit(words: str, course: Course, now: datetime) -> datetime | None:
    """The same of something that lasts until then: a day alone means its last minute."""
    text = " ".join(_tokens(words))
    try:
        days = _days(text, course.local(now).date()) if text and _span(text) is None and len(words) <= LONGEST else ()
        ends = [instant(day, time(23, 59), course.timezone) for day in days]
    except (OverflowError, ValueError):
        return None
    return next((end for end in ends if end > now), ends[0]) if ends else read_instant(words, course, now)


def is_day(words: str, course: Course, now: datetime) -> bool:
    """Whether the words name a day without an hour."""
    text = " ".join(_tokens(words))
    try:
        return (
            bool(text) and len(words) <= LONGEST and _span(text) is None and bool(_days(text, course.local(now).date()))
        )
    except (OverflowError, ValueError):
        return False


def begins_like_an_hour(words: str) -> bool:
    """Whether what they begin with is written as a time of day is, on a clock or not: `99:00`, `at 17:00 ill`."""
    return _BEGINS_LIKE_A_TIME.match(words.strip().lower()) is not None


def ends_like_an_hour(words: str) -> bool:
    """The same of what they end with: `fri 29:00`."""
    return _ENDS_LIKE_A_TIME.search(words.strip(" .!?").lower()) is not None


def no_hour(words: str) -> str:
    """`99:00`: what is written there as a time of day and stands on no clock; '' where there is nothing of the kind."""
    typed = words.strip().split()
    for start in range(len(typed)):
        for end in range(min(start + 3, len(typed)), start, -1):
            one = " ".join(typed[start:end]).lower().strip(",;!?")
            if re.fullmatch(_LIKE_A_TIME, one) and not _time_meanings(one, alone=False):
                return one.removeprefix("at ")
    return ""


def _tokens(words: str) -> list[str]:
    """The words as they are read: without what only leads to them, and in one spelling."""
    text = f" {' '.join(words[: LONGEST + 1].lower().replace(',', ' ').split())} "
    for other, usual in SPELLINGS:
        text = other.sub(usual, text)
    tokens = text.split()
    return tokens[1:] if tokens[:1] in ([one] for one in LEADING) else tokens


def read_span(words: str) -> timedelta | None:
    """`+2d`, `in 3 hours`, `1 week` as a length of time; None: none, or one of nothing."""
    if len(words) > LONGEST:
        return None
    span = _span(" ".join(_tokens(words)))
    return None if span is None else timedelta(days=span[0], minutes=span[1]) or None


def _with_an_offset(text: str) -> datetime | None:
    """`2022-03-14T09:00-07:00`, in full ISO 8601."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d)?(z|[+-]\d\d:\d\d)", text):
        return None
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def _in_named_zone(tokens: list[str], course: Course, now: datetime) -> Iterator[Read]:
    """The instant as the bot itself writes it, with the name of the course's zone (`PST`, or `PT` all year); no other
    zone is understood.
    """
    for found in _readings(tokens[:-1], course, now) if len(tokens) > 1 else ():
        name = (course.local(found.at).tzname() or "").lower()
        if tokens[-1] in (name, f"{name[0]}t" if len(name) == 3 and name.endswith("t") else name):
            yield found


def _readings(tokens: list[str], course: Course, now: datetime) -> Iterator[Read]:
    """All that the words can mean: a span of time, or a day and a time of day in either order, or one of them."""
    span = _span(" ".join(tokens))
    if span is not None:
        yield Read(_later(span, course, now))
        return
    pieces = re.sub(r"^(\d{4}-\d{1,2}-\d{1,2})t(?=\d)", r"\1 ", " ".join(tokens)).split()
    today = course.local(now).date()
    for cut in range(len(pieces) + 1 if pieces else 0):
        halves = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        for day_words, time_words in (halves, halves[::-1]):
            for days in _day_meanings(day_words, today):
                for wall in _time_meanings(time_words, alone=not day_words):
                    walls = [datetime.combine(day + wall.after, wall.at) for day in days]
                    reads = [Read(instant(one.date(), one.time(), course.timezone), one) for one in walls]
                    yield next((one for one in reads if one.at > now), reads[0])


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


def _time_meanings(text: str, *, alone: bool) -> tuple[_Wall, ...]:
    """A number without minutes is an hour only beside a day or `at`; up to seven it may as well be in the evening."""
    word = text.removeprefix("at ")
    if word in _WORDS:
        return (_WORDS[word],)
    match = _TIME.fullmatch(text)
    if match is None:
        return ()
    prefix, hour, minute, half = match[1], int(match[2]), match[3], match[4]
    if half is None and minute is None and alone and not prefix:
        return ()
    if half is not None and not 1 <= hour <= 12:
        return ()
    hour = hour % 12 + (12 if half == "p" else 0) if half is not None else hour
    if hour >= 24 or int(minute or 0) >= 60:
        return ()
    wall = _Wall(time(hour, int(minute or 0)))
    unsure = half is None and minute is None and 1 <= hour <= 7
    return (wall, _Wall(time(hour + 12))) if unsure else (wall,)


# --- days ---------------------------------------------------------------------------------------------------------


def _days(text: str, today: date) -> tuple[date, ...]:
    """The days that are meant, the first that is still to come counts; none where the words name no day, or may name
    another one as well.
    """
    found = _day_meanings(text, today)
    return found[0] if len(found) == 1 else ()


def _day_meanings(text: str, today: date) -> tuple[tuple[date, ...], ...]:
    """All that the words can mean; each is days of which the first that is still to come counts."""
    text = text.removeprefix("on ")
    named = {"": (today, today + DAY), "today": (today,), "tomorrow": (today + DAY,)}
    span = _span(text)
    if text in named:
        return (named[text],)
    if text.removeprefix("the ") == "day after tomorrow":
        return ((today + 2 * DAY,),)
    if span is not None:
        return ((today + span[0] * DAY,),) if span[0] and not span[1] else ()
    return _weekdays(text, today) or _numbered(text, today) or _calendar_days(text, today)


def _weekdays(text: str, today: date) -> tuple[tuple[date, ...], ...]:
    """`friday` is the next one; `next friday` may be that one too, or the one after it."""
    following = monday_of(today) + 7 * DAY
    if text == "next week":
        return ((following,),)
    words = text.split()
    if len(words) == 3 and words[:2] == ["next", "week"]:
        text = f"{words[2]} next week"
    name = words[-1] if len(words) == 2 and words[0] in ("this", "next") else text.removesuffix(" next week")
    if name not in DAY_NAMES:
        return ()
    if text.endswith(" next week"):
        return ((following + DAY_NAMES[name] * DAY,),)
    ahead = today + (DAY_NAMES[name] - today.weekday()) % 7 * DAY
    if words[0] == "next":
        ahead = ahead if ahead > today else ahead + 7 * DAY
        return ((ahead,),) if ahead >= following else ((ahead,), (ahead + 7 * DAY,))
    return ((ahead, ahead + 7 * DAY),)


def _numbered(text: str, today: date) -> tuple[tuple[date, ...], ...]:
    """`the 14th`: the next day of that number."""
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return ()
    days = (today + ahead * DAY for ahead in range(62))
    found = next((day for day in days if day.day == int(match[1])), None)
    return ((found,),) if found is not None else ()


def _calendar_days(text: str, today: date) -> tuple[tuple[date, ...], ...]:
    """Without a year the first such day that is still to come, or that was lately. `3/4` is the third of April in one
    part of the world and the fourth of March in another: it is both, unless its weekday or its year says which.
    """
    named = calendar_day(text)
    if named is None:
        return ()
    orders = [named]
    if "/" in text and named.number <= 12 and named.number != named.month:
        orders.append(CalendarDay(named.year, named.number, named.month, named.weekday))
    return tuple(days for one in orders if (days := _in_its_year(one, today)))


def _in_its_year(named: CalendarDay, today: date) -> tuple[date, ...]:
    years = [named.year] if named.year is not None else range(today.year - 1, today.year + 9)
    days = [day for one in years if (day := named.in_year(one)) is not None]
    found = [day for day in days if named.year is not None or day >= today - LATELY][:1]
    return tuple(day for day in found if named.is_on(day))
