"""What staff type to give somebody more time: `@ada ZeRO until wed 17:00 ill`, read into its parts.

Pure, and it guesses nothing: a line without a time that can be read has none. Whom and what the words name is asked
elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.course.dates import LONG_MONTHS, calendar_day
from bot.course.model import Course
from bot.course.until import begins_like_an_hour, meanings, no_hour, read_limit, read_span

UNTIL = frozenset(("until", "till", "til"))
LONGEST = 6
"""Words of a time."""

LEADING = frozenset(("because", "reason", "reason:", "-", "–", "—", ":", ","))
"""Words before a reason that are none of it."""


@dataclass(frozen=True, slots=True)
class When:
    """A new due time, or how much longer than now."""

    until: datetime | None = None
    by: timedelta | None = None

    def encode(self) -> str:
        """Seconds for a button: `+172800`, or those of the epoch."""
        if self.by is not None:
            return f"+{int(self.by.total_seconds())}"
        return str(int(self.until.timestamp())) if self.until is not None else ""

    @classmethod
    def decode(cls, text: str) -> When | None:
        """The inverse of `encode`; None for what is none."""
        digits = text.removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
            return None
        if text.startswith("+"):
            return cls(by=timedelta(seconds=int(digits)))
        return cls(until=datetime.fromtimestamp(int(digits), UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """`who_and_what` are the words before the time, `time_words` those that should say it. `when` is None where they
    say none; `no_day` is the day that they name and that there is not.
    """

    who_and_what: tuple[str, ...]
    time_words: str = ""
    when: When | None = None
    no_day: str = ""
    reason: str = ""


def read(words: Sequence[str], course: Course, now: datetime) -> Typed:
    """The line's parts. The time begins at `until` or at a `+2d`; without either at the first words that are one."""
    marked = [at for at, word in enumerate(words) if word.lower() in UNTIL or _begins_span(words, at)]
    for at in marked:
        typed = _from(words, at, course, now)
        if typed.when is not None:
            return typed
    if marked:
        return _from(words, marked[-1], course, now)
    for at in range(1, len(words)):
        typed = read_time(words[at:], course, now)
        if typed.when is not None or typed.no_day:
            return replace(typed, who_and_what=tuple(words[:at]))
    return Typed(who_and_what=tuple(words))


def read_time(words: Sequence[str], course: Course, now: datetime) -> Typed:
    """Words that are a time and nothing else."""
    text, missing = " ".join(words), no_day(words, course, now)
    when = None if missing else when_of(text, course, now)
    return Typed(who_and_what=(), time_words=text, when=when, no_day=missing)


def read_excuse(words: Sequence[str]) -> Typed:
    """A line without a time. Where the reason begins is known where it is marked: `because …`, `(…)`."""
    for at, word in enumerate(words):
        if at > 1 and _begins_reason(word):
            return Typed(who_and_what=tuple(words[:at]), reason=reason_of(words[at:]))
    return Typed(who_and_what=tuple(words))


def marked_time(words: Sequence[str], course: Course, now: datetime) -> Typed | None:
    """A time that was typed with `until` or `+`, of a line that should have none; without `when` where there is no such
    hour. What is a reason is left alone.
    """
    given = next((at for at, word in enumerate(words) if at > 1 and _begins_reason(word)), len(words))
    said = words[:given]
    if not any(word.lower() in UNTIL or _begins_span(said, at) for at, word in enumerate(said)):
        return None
    typed = read(said, course, now)
    if typed.when is None and not no_hour(typed.time_words):
        return None
    return replace(typed, reason=reason_of([typed.reason, *words[given:]]))


def _begins_reason(word: str) -> bool:
    return word.lower() in LEADING or word.startswith("(")


def _begins_span(words: Sequence[str], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    return words[at][:1] == "+" and (words[at][1:2].isdigit() or (words[at] == "+" and following[:1].isdigit()))


def _from(words: Sequence[str], at: int, course: Course, now: datetime) -> Typed:
    tail = words[at + 1 :] if words[at].lower() in UNTIL else words[at:]
    missing = no_day(tail, course, now)
    if missing:
        return Typed(who_and_what=tuple(words[:at]), time_words=" ".join(tail), no_day=missing)
    for used in range(min(len(tail), LONGEST), 0, -1):
        when = when_of(" ".join(tail[:used]), course, now)
        if when is None and len(meanings(" ".join(tail[:used]), course, now)) > 1:
            return Typed(who_and_what=tuple(words[:at]), time_words=" ".join(tail[:used]))
        if when is not None and begins_like_an_hour(" ".join(tail[used:])):
            break
        if when is not None:
            return Typed(
                who_and_what=tuple(words[:at]),
                time_words=" ".join(tail[:used]),
                when=when,
                reason=reason_of(tail[used:]),
            )
    return Typed(who_and_what=tuple(words[:at]), time_words=" ".join(tail))


def when_of(words: str, course: Course, now: datetime) -> When | None:
    """`+2d` and `2 days` are a length, all else is an instant."""
    span = read_span(words)
    if span is not None:
        return When(by=span)
    until = read_limit(words, course, now)
    return When(until=until) if until is not None else None


def no_day(words: Sequence[str], course: Course, now: datetime) -> str:
    """`29 February 2022`: the day that the words begin with, where there is none; else nothing."""
    this_year = course.local(now).year
    for used in range(min(len(words), LONGEST), 0, -1):
        named = calendar_day(" ".join(words[:used]))
        if named is None or not 1 <= named.month <= 12:
            continue
        years = [this_year, this_year + 1] if named.year is None else [named.year]
        if any(named.in_year(year) is not None for year in years):
            return ""
        return f"{named.number} {LONG_MONTHS.split()[named.month - 1].title()} {years[0]}"
    return ""


def reason_of(words: Sequence[str]) -> str:
    left = list(words)
    while left and left[0].lower() in LEADING:
        left = left[1:]
    said = " ".join(left).strip()
    return said[1:-1].strip() if said.startswith("(") and said.endswith(")") else said
