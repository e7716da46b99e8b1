"""Looking at who is in a course: what a platform shows of its people, and what that makes of their memberships.

It knows no sentence and posts nothing; what staff are told of it is in `rolls.py`, what they decide in `roster.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.conversation.port import Member
from bot.course.model import Course, CourseRole, StaffMember
from bot.course.zones import is_zone
from bot.services import linking, roster, roster_asking, seat_leaving
from bot.services.attendance import RANK, Doubts, Keeping, Sighting, seen, unseen
from bot.services.destinations import staff_destination
from bot.services.rolls import tell_first
from bot.store import courses as states
from bot.store import people
from bot.store.database import Connection
from bot.store.records import Membership

Staff = tuple[tuple[StaffMember, tuple[Member, ...]], ...]
"""Each staff entry of a schedule, and whom it means on a platform."""


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
    changed = [(old, new) for old, new in changes if old != new]
    for old, new in changed:
        roster.put(connection, old, new, now=now, by=None)
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


def _is_gone(old: Membership, new: Membership) -> bool:
    return old.active and not new.active
