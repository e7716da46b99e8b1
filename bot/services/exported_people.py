"""Who is who in an export: the names and ids of everybody who is or was in a course, or wrote in it.

Roster names, never nicknames. It reads, and holds a line a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.course.model import Course, CourseRole
from bot.export.sheets import Cell, Column
from bot.store import exports, people
from bot.store.database import Connection
from bot.store.exports import Entry
from bot.store.records import Membership

IDS = (
    Column("student"),
    Column("email"),
    Column("student_id"),
    Column("canvas_id"),
    Column("login"),
    Column("section"),
    Column("role"),
    Column("active", "yes_no"),
)
"""The columns that say who somebody is."""

_NO_ENTRY = Entry("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Who:
    """One person. `member` is None for who was never in the course and wrote all the same."""

    person: int
    name: str
    member: Membership | None
    cells: tuple[Cell, ...]
    """What stands under `IDS`."""

    @property
    def active(self) -> bool:
        return self.member is not None and self.member.active

    @property
    def is_student(self) -> bool:
        """Whether they are, or were, a student."""
        return self.member is not None and self.member.role is CourseRole.STUDENT

    @property
    def order(self) -> tuple[str, int]:
        return self.name.casefold(), self.person


def everybody(connection: Connection, course: Course, also: Iterable[int] = ()) -> Mapping[int, Who]:
    """All members, those who left with them, and `also` whoever else these ids name; by name."""
    members = {one.person: one for one in people.members(connection, course.id, active_only=False)}
    listed = exports.entries(connection, course.id)
    named = exports.named(connection, {*members, *also})
    found = [_who(person, named[person], members.get(person), listed.get(person, _NO_ENTRY)) for person in named]
    return {one.person: one for one in sorted(found, key=lambda one: one.order)}


def _who(person: int, named: tuple[str, str], member: Membership | None, entry: Entry) -> Who:
    name, email = named
    role = "" if member is None else member.role.value
    active = member is not None and member.active
    ids = tuple(cell or None for cell in (entry.student_id, entry.canvas_id, entry.login, entry.section, role))
    return Who(person, name, member, (name, entry.email or email or None, *ids, active))


def name_of(known: Mapping[int, Who], person: int | None) -> str | None:
    """What the person is called; None for nobody."""
    if person is None:
        return None
    return known[person].name if person in known else None
