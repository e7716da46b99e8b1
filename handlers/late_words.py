"""What being late means, in words: what it costs by the course's rule, and until when a review can be changed.

Pure. It never decides whether something is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.reply import Line, line
from bot.course.duties import LateRule
from bot.course.late_cost import taken_off
from bot.course.model import Course
from bot.course.reviews import passed
from handlers.papers import lateness
from handlers.wording import instant


def cost(rule: LateRule | None, late_by: timedelta, so: str = "so") -> str:
    """`−10 % per started day, so −20 %`; '' where the course has no rule."""
    if rule is None:
        return ""
    return f"−{rule.percent:g} % per started {rule.per}, {so} {off(taken_off(rule, late_by))}"


def how_late(rule: LateRule | None, late_by: timedelta) -> str:
    """`3 h 12 min (−20 %)`: to the minute, and what that costs; for the writer and for staff, never for classmates."""
    return costing(late_by, None if rule is None else taken_off(rule, late_by))


def costing(late_by: timedelta, percent: float | None) -> str:
    """The same, where it is known what it costs; None: the course has no rule."""
    return f"{lateness(late_by)}{'' if percent is None else f' ({off(percent)})'}"


def off(percent: float) -> str:
    """`−20 %`."""
    return f"−{percent:g} %"


def cost_now(rule: LateRule | None, due: datetime, now: datetime) -> str:
    """`: −10 % per started day, so now −10 %`, to stand behind an instant; '' where the course has no rule."""
    said = cost(rule, now - due, "so now")
    return f": {said}" if said else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of a review that is in: when it was due, until when something is taken, and whether that is taken as late."""

    due: datetime
    closes_at: datetime
    takes_late: bool
    on_time: bool


def changeable(course: Course, limits: Limits, now: datetime) -> Line:
    """Until when it can be changed: while it is on time, that is the due time that people know."""
    due, closes = instant(course, limits.due), instant(course, limits.closes_at)
    if limits.on_time and limits.takes_late:
        if not passed(limits.due, now):
            return line("You can change it until ", due, "; later changes are late.")
        return line("It was due ", due, ": later changes are late, and taken until ", closes, ".")
    return line("You can change it until ", closes if passed(limits.due, now) else due, ".")
