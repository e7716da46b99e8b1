"""Wall-clock rules to instants: the only place that knows what a course's wall clock does across a DST change.

Two policies (PEP 495 has the terms): a wall time in a gap is the first instant after the gap; one in a fold is the
first of its two instants. "Days before" is wall arithmetic, "hours before" is elapsed time. It never asks what time
it is now.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.course.model import Moment

DAY = timedelta(days=1)


class WallTime(StrEnum):
    """What a wall time is in its zone on its day."""

    ORDINARY = "ordinary"
    GAP = "gap"
    FOLD = "fold"


def classify(day: date, wall: time, zone: ZoneInfo) -> WallTime:
    """Whether the wall time happens once, never (gap) or twice (fold) on that day."""
    first = datetime.combine(day, wall.replace(fold=0), tzinfo=zone).utcoffset()
    second = datetime.combine(day, wall.replace(fold=1), tzinfo=zone).utcoffset()
    if first == second or first is None or second is None:
        return WallTime.ORDINARY
    return WallTime.GAP if first < second else WallTime.FOLD


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the course's wall clock shows `wall` on `day`."""
    first = datetime.combine(day, wall.replace(fold=0), tzinfo=zone)
    if classify(day, wall, zone) is not WallTime.GAP:
        return first.astimezone(UTC)
    return _end_of_gap(first, zone)


def _end_of_gap(first: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the offset changes, found by halving: zoneinfo does not tell its transitions."""
    before = first.utcoffset()
    low, high = first.replace(fold=1).astimezone(UTC), first.astimezone(UTC)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which `day` is over."""
    return instant(day + DAY, time(0), zone)


def moment(day: date, wall: time | None, zone: ZoneInfo) -> Moment:
    """A day with or without an hour. Without one it lasts until midnight."""
    if wall is None:
        return Moment(day, None, midnight_after(day, zone))
    at = instant(day, wall, zone)
    return Moment(day, at, at)


def moment_at(at: datetime, zone: ZoneInfo) -> Moment:
    """An aware instant as a moment of the course's calendar."""
    return Moment(at.astimezone(zone).date(), at.astimezone(UTC), at.astimezone(UTC))


def before(at: datetime, span: timedelta, zone: ZoneInfo) -> datetime:
    """`span` before an instant: whole days keep the wall-clock time, anything else is elapsed time."""
    if not span or span % DAY:
        return at - span
    local = at.astimezone(zone)
    return instant(local.date() - span, local.time().replace(fold=0), zone)


def monday_of(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def last_weekday_before(day: date, weekday: int) -> date:
    """The last such weekday (Monday = 0) strictly before `day`."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def duration_word(span: timedelta) -> str:
    """ISO 8601: `P1D` for whole days, else `PT3H`, `PT90M`, `PT45S`. Stable: it is part of ledger keys."""
    if not span % DAY:
        return f"P{span // DAY}D"
    for unit, letter in ((timedelta(hours=1), "H"), (timedelta(minutes=1), "M")):
        if not span % unit:
            return f"PT{span // unit}{letter}"
    return f"PT{span // timedelta(seconds=1)}S"
