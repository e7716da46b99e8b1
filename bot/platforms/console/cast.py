"""Who sits at the terminal: the demo's invented people, and the person who runs a service.

They become rows in the tables like anybody else; here are only their names and what they are.
"""

from __future__ import annotations

from bot.course.model import CourseRole
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

OPERATOR = Viewer(account="operator", name="Operator", called="Operator", role="the operator", is_staff=True)
"""The person at the terminal of a running service: staff of each of its courses."""
