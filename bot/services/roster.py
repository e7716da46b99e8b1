"""Who is in a course: what looking at a platform's people changes, and what staff decide about them.

It knows no sentence and posts nothing; what staff are told of it is in `rolls.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from bot.conversation.port import Member
from bot.conversation.request import Someone
from bot.course.model import Course, CourseRole, StaffMember
from bot.course.signups import Seat
from bot.course.zones import is_zone
from bot.errors import Refused
from bot.services import linking, roster_asking, seat_leaving
from bot.services.attendance import RANK, STUDYING, Doubts, Keeping, Sighting, seen, unseen
from bot.services.destinations import staff_destination
from bot.services.rolls import Listed, as_listed, roll, tell_first
from bot.services.seat_leaving import Freed
from bot.store import audit, people
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.records import Membership

Staff = tuple[tuple[StaffMember, tuple[Member, ...]], ...]
"""Each staff entry of a schedule, and whom it means on a platform."""

# --- looking ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one platform shows: who is in the course's channel, and whom each staff entry of the schedule means.

    `asked_at`: when it was asked about the staff entries. `edited`: they are not those of the look before; `before`:
    the accounts that the look before showed for those entries that are still there.
    """

    platform: str
    workspace: str
    people: tuple[Member, ...]
    staff: Staff
    asked_at: datetime
    edited: bool = False
    before: frozenset[str] = frozenset()

    @property
    def unfound(self) -> tuple[str, ...]:
        """Names of the staff entries that mean nobody here, of those that say how to find them."""
        return tuple(entry.name for entry, found in self.staff if not found)

    @property
    def shows_anybody(self) -> bool:
        return bool(self.people) or any(found for _, found in self.staff)


class Taken(NamedTuple):
    """`doubts`: who keeps a staff role though no platform shows them as that, until a later look agrees."""

    changed: bool
    doubts: Doubts


def take(
    connection: Connection, course: Course, looks: Iterable[Look], *, now: datetime, doubts: Doubts | None = None
) -> Taken:
    """Make the course's memberships what the looks show; tell staff of a first look. `doubts` are those of the look
    before.

    A platform that shows nobody at all teaches nothing: an empty channel is one that nobody uses yet, or a slip.
    """
    telling = [look for look in looks if look.shows_anybody]
    if not telling:
        return Taken(changed=False, doubts={})
    first = not states.looks(connection, course.id)
    before = {one.person: one for one in people.members(connection, course.id, active_only=False)}
    sightings = _sightings(connection, course, telling, before, now=now)
    known = _seen_everywhere(connection, course, telling)
    keeping = Keeping(
        asked_at=min(look.asked_at for look in telling),
        still_named=_still_named(connection, telling),
        doubts=doubts or {},
    )
    judged = known | {person for person, sighting in sightings.items() if sighting.staff is not None}
    sightings |= keeping.kept((before[person] for person in judged & before.keys()), sightings)
    changes: list[tuple[Membership | None, Membership]] = []
    for person, sighting in sightings.items():
        old = before.get(person)
        unnamed = old is not None and old.source == "schedule" and sighting.staff is None
        if person in known or not unnamed:
            changes.append((old, seen(old, sighting, course=course.id, person=person, now=now)))
    changes += [(one, unseen(one, now=now)) for who, one in before.items() if who in known and who not in sightings]
    changed = [_changed(connection, old, new, now=now) for old, new in changes if old != new]
    for old, new in changes:
        gone = seat_leaving.free(connection, course, new, now=now, by=None) if old and _is_gone(old, new) else ()
        if gone:
            seat_leaving.tell_staff(connection, course, new, gone, now=now)
    linked = linking.match_by_email(connection, course, now=now)
    roster_asking.ask_unmatched(connection, course, now=now)
    told = (first or staff_destination(course) is not None) and tell_first(connection, course, now=now)
    return Taken(changed=bool(changed or linked) or first or told, doubts=keeping.since)


def _still_named(connection: Connection, looks: Sequence[Look]) -> frozenset[int] | None:
    """Where the schedule's staff entries were edited: the persons whom an entry that stayed meant before."""
    if not any(look.edited for look in looks):
        return None
    found: set[int] = set()
    for look in looks:
        accounts = people.accounts_in(connection, look.platform, look.workspace)
        found |= {accounts[account].person for account in look.before if account in accounts}
    return frozenset(found)


def _seen_everywhere(connection: Connection, course: Course, looks: Sequence[Look]) -> frozenset[int]:
    """Those of whom the looks show all that there is: what another platform knows of somebody must not be forgotten."""
    looked = {look.platform for look in looks if look.people}
    homes = people.platforms_of_members(connection, course.id)
    return frozenset(person for person, platforms in homes.items() if platforms <= looked)


def _sightings(
    connection: Connection,
    course: Course,
    looks: Sequence[Look],
    before: Mapping[int, Membership],
    *,
    now: datetime,
) -> dict[int, Sighting]:
    """Person → how the platforms show them. Bots are nobody."""
    found: dict[int, Sighting] = {}
    for look in looks:
        first = states.record_look(connection, course.id, look.platform, now=now, unfound=look.unfound)
        persons = _Persons(connection, look, before, now)
        for member in look.people:
            if member.kind != "bot":
                person = persons.of(member)
                role = CourseRole.STUDENT if member.kind == "member" else CourseRole.GUEST
                found[person] = replace(found.get(person, Sighting()), role=role, first=first)
        for entry, members in look.staff:
            role = CourseRole(entry.role)
            for member in members:
                if member.kind != "bot":
                    person = persons.of(member)
                    known = found.get(person, Sighting())
                    if known.staff is None or RANK[known.staff] < RANK[role]:
                        found[person] = replace(known, staff=role)
    return found


class _Persons:
    """The persons behind the accounts of one look; unknown ones are entered under the name that the platform shows."""

    def __init__(self, connection: Connection, look: Look, members: Mapping[int, Membership], now: datetime) -> None:
        self._connection = connection
        self._look = look
        self._members = members
        self._now = now
        self._known = people.accounts_in(connection, look.platform, look.workspace)
        shows_zones = any(member.timezone for member in look.people)
        self._zoneless = people.without_timezone(connection) if shows_zones else frozenset[int]()

    def of(self, member: Member) -> int:
        known = self._known.get(member.account)
        if known is not None and known.person in self._members and known.name == member.name:
            if known.person in self._zoneless:
                self._note_timezone(known.person, member)
            return known.person
        person = people.ensure_account(
            self._connection,
            platform=self._look.platform,
            workspace=self._look.workspace,
            user_id=member.account,
            name=member.name,
            now=self._now,
        )
        if member.name and not people.is_member_anywhere(self._connection, person):
            people.rename(self._connection, person, member.name)  # a chat's nickname may have been there first
        if member.email:
            people.note_email(self._connection, person, member.email)
        self._note_timezone(person, member)
        return person

    def _note_timezone(self, person: int, member: Member) -> None:
        """What the platform says counts until the person chooses."""
        if is_zone(member.timezone):
            people.note_timezone(self._connection, person, member.timezone)


def _changed(connection: Connection, old: Membership | None, new: Membership, *, now: datetime) -> Membership:
    people.put_member(connection, new)
    action = _what_happened(old, new)
    if action:
        _audit(connection, action, old, new, now=now, by=None)
    return new


def _is_gone(old: Membership, new: Membership) -> bool:
    return old.active and not new.active


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


# --- what staff decide ----------------------------------------------------------------------------------------------


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


def enlist(connection: Connection, old: Membership | None, new: Membership, *, now: datetime, by: int | None) -> None:
    """Somebody is what the class list says."""
    if old == new:
        return
    people.put_member(connection, new)
    action = _what_happened(old, new)
    if action:
        _audit(connection, action, old, new, now=now, by=by)


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
