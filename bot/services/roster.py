"""Who is in a course: what staff decide about them, and how a change of a membership is entered and written down.

It knows no sentence and posts nothing. What platforms show is in `roster_looks.py`, the class list in
`roster_import.py`, what staff are told in `rolls.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.conversation.request import Someone
from bot.course.model import Course, CourseRole
from bot.course.signups import Seat
from bot.errors import Refused
from bot.services import seat_leaving
from bot.services.attendance import STUDYING
from bot.services.rolls import Listed, as_listed, roll
from bot.services.seat_leaving import Freed
from bot.store import audit, people
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.records import Membership


@dataclass(frozen=True, slots=True)
class Decided:
    """`changed` is False where it was so already. `who` is as they are now, `was` what they were. `freed`: the seats
    that they have no more; `earlier`: those that they had as a student before, and do not get back by it.
    """

    changed: bool
    who: Listed
    was: CourseRole
    freed: tuple[Freed, ...] = ()
    earlier: tuple[Seat, ...] = ()


def set_role(
    connection: Connection, *, course: Course, person: int, role: CourseRole, now: datetime, by: Someone
) -> Decided:
    """Staff say what somebody is; who is staff only instructors say. Raises Refused for those who are not in the
    course, or whose role the schedule says.
    """
    member = _active(connection, course, person)
    if member.source == "schedule" or member.role is CourseRole.INSTRUCTOR:
        raise Refused(f"{member.name} is staff by the schedule: change it there, under course.staff.")
    if member.role is role:
        return Decided(changed=False, who=as_listed(member), was=role)
    if (role.is_staff or member.role.is_staff) and by.roles.get(course.id) is not CourseRole.INSTRUCTOR:
        raise Refused("Sorry, only instructors can say who is staff.")
    after = replace(member, role=role, source="staff", left_at=member.left_at if role in STUDYING else None)
    people.put_member(connection, after)
    _audit(connection, "member_role", member, after, now=now, by=by.person)
    if seat_leaving.frees(member, after):
        freed = seat_leaving.free(connection, course, after, now=now, by=by.person)
        return Decided(changed=True, who=as_listed(after), was=member.role, freed=freed)
    before = seat_leaving.earlier(connection, course, person, now=now) if role is CourseRole.STUDENT else ()
    return Decided(changed=True, who=as_listed(after), was=member.role, earlier=before)


Fate = Literal["dropped", "here"]
"""What staff say of somebody who left the channel."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is the case about somebody who left. `changed` is False where it was so before; then they may be back.
    `freed`: the seats in classes to come that they had.
    """

    what: Fate
    changed: bool
    who: Membership
    freed: tuple[Freed, ...] = ()


def settle_left(
    connection: Connection, *, course: Course, person: int, fate: Fate, now: datetime, by: int | None
) -> Settled:
    """Staff's answer on somebody who left. It is taken once: who is back, dropped or kept already stays so."""
    member = people.get_member(connection, course.id, person)
    if member is None:
        raise Refused("I do not know that person in this course.")
    if not member.active or member.left_at is None:
        return Settled("here" if member.active else "dropped", changed=False, who=member)
    if fate == "dropped":
        after, freed = leave(connection, course, member, now=now, by=by)
        return Settled(fate, changed=True, who=after, freed=freed)
    after = replace(member, left_at=None)
    people.put_member(connection, after)
    _audit(connection, "member_kept", member, after, now=now, by=by)
    return Settled(fate, changed=True, who=after)


def leave(
    connection: Connection, course: Course, member: Membership, *, now: datetime, by: int | None
) -> tuple[Membership, tuple[Freed, ...]]:
    """Somebody is not in the course any more, as staff or their class list say: their work stays, their seats in
    classes to come are free.
    """
    after = replace(member, active=False, left_at=None)
    people.put_member(connection, after)
    _audit(connection, "member_dropped", member, after, now=now, by=by)
    return after, seat_leaving.free(connection, course, after, now=now, by=by) if member.active else ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`changed` is False where somebody had said so before: then `at` and `by` tell when and who."""

    changed: bool
    at: datetime
    by: str


def confirm(connection: Connection, *, course: Course, now: datetime, by: int | None) -> Confirmed:
    """Staff say that the roster is right: from now on people may be told of their missing work."""
    changed = states.set_roster_right(connection, course.id, now=now, by=by)
    if changed:
        audit.record(connection, course=course.id, person=by, action="roster_right", now=now)
    known = roll(connection, course)
    return Confirmed(changed, known.right_at or now, known.right_by)


def _active(connection: Connection, course: Course, person: int) -> Membership:
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active:
        raise Refused("That person is not in the course any more.")
    return member


# --- what a change is called ----------------------------------------------------------------------------------------


def put(connection: Connection, old: Membership | None, new: Membership, *, now: datetime, by: int | None) -> None:
    """Somebody is what a platform or the class list shows; in the audit where that is news."""
    if old == new:
        return
    people.put_member(connection, new)
    action = _what_happened(old, new)
    if action:
        _audit(connection, action, old, new, now=now, by=by)


def _what_happened(old: Membership | None, new: Membership) -> str:
    if old is None:
        return "member_joined"
    if not old.active and new.active:
        return "member_returned"
    if old.active and not new.active:
        return "member_removed"
    if old.role is not new.role:
        return "member_role"
    if old.left_at is None and new.left_at is not None:
        return "member_left"
    return "member_back" if not old.in_channel and new.in_channel else ""


def _audit(
    connection: Connection, action: str, old: Membership | None, new: Membership, *, now: datetime, by: int | None
) -> None:
    details = {"from": old.role.value if old else "", "to": new.role.value, "source": new.source}
    audit.record(
        connection, course=new.course, person=by, action=action, item=str(new.person), details=details, now=now
    )
