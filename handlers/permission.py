"""Who may use which row: the one place that decides, and the sentence for those who may not.

The rule itself is data (`Row.audience`); it must never look at what a row does.
"""

from __future__ import annotations

from bot.conversation.commands import Audience, Row, may_use
from bot.conversation.request import Someone
from bot.course.model import Course
from bot.course.wording import listed
from bot.errors import Refused

WHO = {
    Audience.EVERYONE: "people",
    Audience.STUDENT: "members",
    Audience.TA: "staff",
    Audience.INSTRUCTOR: "instructors",
}


def permitted(row: Row, someone: Someone, courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """Those of the courses in which the person may use the row. Raises Refused where there is none."""
    found = tuple(course for course in courses if may_use(row.audience, someone.roles.get(course.id)))
    if not found:
        titles = listed([course.title for course in courses[:3]])
        raise Refused(f"Sorry, only {WHO[row.audience]} of {titles} can do that.")
    return found
