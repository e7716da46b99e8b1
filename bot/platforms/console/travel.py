"""What a person may say to the demo's clock, as an instant: `+2d`, `+1d2h`, `12:59`, `2022-03-14 12:59`.

Days are days of the course's wall clock, hours are elapsed time. The clock never goes back.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.course.calendar import instant
from bot.errors import Refused

FARTHEST = timedelta(days=400)

HOW = "Say how far, such as +2d, +3h or +90m, or when, such as 12:59 or 2022-03-14 12:59, or next."

BACK = "The clock only goes forward: what was said cannot be unsaid. For another beginning start the demo with --at."

_SPAN = re.compile(r"([+-]?)((?:\d{1,6}\s*[wdhm]\s*)+)", re.IGNORECASE)
_STEP = re.compile(r"(\d{1,6})\s*([wdhm])", re.IGNORECASE)
_WALL = re.compile(r"(?:(\d{4}-\d{1,2}-\d{1,2})[T ]*)?(?:(\d{1,2}):(\d{2})\s*(am|pm)?)?", re.IGNORECASE)


def target(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that is meant. Raises Refused with a sentence where there is none, or none that lies ahead."""
    text = words.strip()
    span, wall = _SPAN.fullmatch(text), _WALL.fullmatch(text)
    try:
        if span and span[1] == "-":
            raise Refused(BACK)
        if span:
            to = _later(span[2], now, zone)
        elif text and wall:
            to = _at(wall, now, zone)
        else:
            raise Refused(HOW)
    except (ValueError, OverflowError):
        raise Refused(f"There is no such day or hour. {HOW}") from None
    if to < now:
        raise Refused(BACK)
    if to - now > FARTHEST:
        raise Refused(f"That is too far: at most {FARTHEST.days} days at once.")
    return to


def _later(span: str, now: datetime, zone: ZoneInfo) -> datetime:
    amounts = dict.fromkeys("wdhm", 0)
    for number, unit in _STEP.findall(span):
        amounts[unit.lower()] += int(number)
    local = now.astimezone(zone)
    days = timedelta(days=amounts["d"], weeks=amounts["w"])
    start = instant(local.date() + days, local.time().replace(fold=0), zone) if days else now
    return start + timedelta(hours=amounts["h"], minutes=amounts["m"])


def _at(match: re.Match[str], now: datetime, zone: ZoneInfo) -> datetime:
    """A day without an hour is its midnight; an hour without a day is the next time the clock shows it."""
    day, hour, minute, half = match.groups()
    wall = _wall_time(int(hour), int(minute), (half or "").lower()) if hour is not None else time(0)
    if day is not None:
        year, month, number = (int(part) for part in day.split("-"))
        return instant(date(year, month, number), wall, zone)
    today = now.astimezone(zone).date()
    at = instant(today, wall, zone)
    return at if at >= now else instant(today + timedelta(days=1), wall, zone)


def _wall_time(hour: int, minute: int, half: str) -> time:
    if half and not 1 <= hour <= 12:
        raise ValueError(hour)
    return time(hour % 12 + (12 if half == "pm" else 0), minute) if half else time(hour, minute)
