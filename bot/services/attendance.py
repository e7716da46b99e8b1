"""What seeing the people of a course changes: who is new, who is back, who left, who became staff or is staff no more.

Pure rules over membership records; it knows no platform, no table and not what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.course.model import CourseRole
from bot.store.records import Membership

HEAD_START = timedelta(hours=48)
"""Whoever joins while the course runs owes what is due so long after, or later: time to find out what is asked."""

RANK = {CourseRole.INSTRUCTOR: 1, CourseRole.TA: 0}

SURE_AFTER = timedelta(minutes=5)
"""Staff whom no platform shows any more, though the schedule names them as before, keep their role until a look so much
later agrees: a look-up that fails oddly, and a group that is empty for a moment, look the same.
"""

Doubts = Mapping[int, datetime]
"""Person → when the platforms were first asked and did not show them as the staff that they are."""

STUDYING = (CourseRole.STUDENT, CourseRole.AUDITOR)
"""Roles of people about whom staff are asked when they leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One person as all platforms show them together. `role` is what being in the channel makes them, None where they
    are not in it; `staff` is what the schedule says they are. `first`: seen in the first look at a platform's people.
    """

    role: CourseRole | None = None
    staff: CourseRole | None = None
    first: bool = False

    @property
    def in_channel(self) -> bool:
        return self.role is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Who stays staff until another look. `asked_at`: when the platforms were asked who is staff.

    `still_named`: those whom an entry that stayed meant before, where the schedule's staff entries were edited; else
    None.
    """

    asked_at: datetime
    still_named: frozenset[int] | None
    doubts: Doubts
    """Those of the look before."""
    since: dict[int, datetime] = field(default_factory=dict)
    """Fills with those that there are now."""

    def kept(self, members: Iterable[Membership], sightings: Mapping[int, Sighting]) -> dict[int, Sighting]:
        """Of these members those who keep their role for now, as they are to be seen."""
        found: dict[int, Sighting] = {}
        for member in members:
            sighting = sightings.get(member.person, Sighting())
            if _loses(member, sighting) and self._in_doubt(member.person):
                found[member.person] = replace(sighting, staff=member.role)
        return found

    def _in_doubt(self, person: int) -> bool:
        since = self.doubts.get(person, self.asked_at)
        dismissed = self.still_named is not None and person not in self.still_named
        if dismissed or self.asked_at >= since + SURE_AFTER:
            return False
        self.since[person] = since
        return True


def _loses(member: Membership, sighting: Sighting) -> bool:
    """Whether somebody who is staff by the schedule is seen as less than that."""
    if not (member.active and member.source == "schedule" and member.role.is_staff):
        return False
    return sighting.staff is None or RANK[sighting.staff] < RANK[member.role]


def seen(before: Membership | None, sighting: Sighting, *, course: str, person: int, now: datetime) -> Membership:
    """What somebody is from now on who is in the channel, or whom the schedule names as staff. Who was taken off the
    class list and never left the channel does not come back by still being there.
    """
    if sighting.staff is not None:
        return _as_staff(before, sighting.staff, sighting, course=course, person=person, now=now)
    role = sighting.role or CourseRole.GUEST
    if before is None:
        joined = _entered(course, person, role, now=now, in_channel=True)
        return joined if sighting.first else _as_news(joined, now)
    if not before.active and before.in_channel:
        return before
    there = replace(before, in_channel=True, left_at=None)
    if not before.active:
        auditor = before.source == "staff" and before.role is CourseRole.AUDITOR
        back = there if auditor else replace(there, role=role, source="channel")
        return _as_news(replace(back, active=True, joined_at=now), now)
    if before.source == "schedule" or (before.source == "channel" and before.role is not role):
        return _as_news(replace(there, role=role, source="channel"), now)
    return there


def unseen(before: Membership, *, now: datetime) -> Membership:
    """What somebody is from now on who is not in the channel and whom the schedule does not name. Leaving alone takes
    nothing away: staff are asked.
    """
    if before.source == "schedule" and before.active:
        return replace(before, active=False, in_channel=False)
    if not before.in_channel:
        return before
    asked = before.active and before.role in STUDYING
    return replace(before, in_channel=False, left_at=now if asked else None)


def _as_staff(
    before: Membership | None, role: CourseRole, sighting: Sighting, *, course: str, person: int, now: datetime
) -> Membership:
    known = before or _entered(course, person, role, now=now, in_channel=sighting.in_channel)
    return replace(
        known,
        role=role,
        source="schedule",
        active=True,
        in_channel=sighting.in_channel,
        new_at=None,
        left_at=None,
    )


def _entered(course: str, person: int, role: CourseRole, *, now: datetime, in_channel: bool) -> Membership:
    return Membership(
        course=course,
        person=person,
        name="",
        role=role,
        active=True,
        joined_at=now,
        source="channel",
        counts_from=now,
        in_channel=in_channel,
    )


def _as_news(member: Membership, now: datetime) -> Membership:
    """Staff are to hear of them, and they get time before anything counts."""
    return replace(member, new_at=now, counts_from=now + HEAD_START)
