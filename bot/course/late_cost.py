"""What lateness costs by a course's rule, as gradebooks state it: so much off per started hour or day.

Pure: the rule and a length of time come in, percent go out. It never knows whose review it is.
"""

from __future__ import annotations

from datetime import timedelta

from bot.course.duties import LateRule

UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


def taken_off(rule: LateRule, late_by: timedelta) -> float:
    """Percent off what was late by so much: each started unit counts whole, and `floor` percent are left."""
    started = max(1, -(-late_by // UNITS[rule.per]))
    return min(rule.percent * started, 100.0 - rule.floor)
