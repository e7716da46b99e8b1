"""Which sessions are meant by words of a date: `7 march`, `week 5`, `tomorrow`, `next thu`.

Pure. It knows days and weeks and no title; without the time, a weekday is all of its days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot.course import agenda
from bot.course.calendar import monday_of
from bot.course.dates import DAY_NAMES, calendar_day
from bot.course.model import Course
from bot.course.signups import classes

WEEKS = {"this week": 0, "next week": 1}
WEEK = re.compile(r"(?:week|wk|w) ?(\d{1,2})")


def sessions_on(course: Course, words: str, now: datetime | None) -> frozenset[str] | None:
    """The sessions of a day or a week; None where the words name none."""
    week = WEEK.fullmatch(words)
    if week is not None:
        weeks = [one for one in agenda.weeks(course) if one.number == int(week[1])]
        return frozenset(session.id for one in weeks for session in one.sessions)
    named = calendar_day(words)
    if named is not None:
        return _on(course, lambda day: named.year in (None, day.year) and named.in_year(day.year) == day)
    today = course.local(now).date() if now is not None else None
    near = {"today": 0, "tomorrow": 1}
    if words in near and today is not None:
        wanted = today + timedelta(days=near[words])
        return _on(course, lambda day: day == wanted)
    if words in WEEKS and today is not None:
        monday = monday_of(today) + timedelta(weeks=WEEKS[words])
        return _on(course, lambda day: monday_of(day) == monday)
    name = words.removeprefix("next ").removeprefix("this ")
    if name not in DAY_NAMES:
        return None
    found = [day for day in _days(course) if day.weekday() == DAY_NAMES[name] and (today is None or day >= today)]
    return _on(course, lambda day: day in (found[:1] if today is not None else found))


def _days(course: Course) -> list[date]:
    """The days on which there are seats, each once."""
    return sorted({day for session in classes(course) for day in agenda.days(session)})


def _on(course: Course, fits: Callable[[date], bool]) -> frozenset[str]:
    return frozenset(session.id for session in course.sessions if any(fits(day) for day in agenda.days(session)))
