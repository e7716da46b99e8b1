"""Who sits at the terminal: the demo's invented people, and the person who runs a service.

They become rows in the tables like anybody else; here are only their names and what they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.course.model import Course, CourseRole
from bot.platforms.console.world import Viewer

_ROLE_WORDS = {
    CourseRole.STUDENT: "a student",
    CourseRole.TA: "a teaching assistant",
    CourseRole.INSTRUCTOR: "an instructor",
}
_PEOPLE = (
    ("Maya", "Maya Lindqvist", CourseRole.STUDENT),
    ("Jonas", "Jonas Okafor", CourseRole.STUDENT),
    ("Sam", "Sam Whitfield", CourseRole.TA),
    ("Rivera", "Elena Rivera", CourseRole.INSTRUCTOR),
)

CAST = tuple(
    Viewer(account=called.lower(), name=name, called=called, role=_ROLE_WORDS[role], is_staff=role.is_staff)
    for called, name, role in _PEOPLE
)
"""The demo begins as the first and rehearses as the last, who is an instructor."""

ROLES = {viewer.account: role for viewer, (_, _, role) in zip(CAST, _PEOPLE, strict=True)}


def operator(courses: Iterable[Course]) -> Viewer:
    """The person at the terminal of a running service, staff of each of its courses: by the name of the first
    instructor whom a schedule names, or else of its first member of staff.
    """
    staff = sorted((one for course in courses for one in course.staff), key=lambda one: one.role != "instructor")
    name = staff[0].name if staff else "Operator"
    return Viewer(account="operator", name=name, called=name, role="the operator", is_staff=True)
