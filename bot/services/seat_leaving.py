"""Who leaves the course, or only listens from now on, has no seats in classes to come: they are free for others, and
somebody is found for those that are near, as when a seat is dropped.

Only what staff say frees seats; how somebody looks on a platform does not. What was presented stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.course.seat_rules import is_over
from bot.course.signups import Seat, SeatKey
from bot.services import dropping, seating
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT
from bot.services.staff_notices import Telling, tell
from bot.store import seats
from bot.store.database import Connection
from bot.store.records import Membership
from bot.store.seats import Lost

FREED = "freed"
"""The word of what is told."""

SEATS = "seats"
"""The detail that holds `Freed`s, as JSON."""

Fate = Literal["promoted", "offered", "asked", "assigned", "called", "waiting"]
"""What is done about a seat: somebody who waited for it has it; it is offered to others; a backup is asked, or was put
in, or all are asked; or nobody yet, for the bot may speak to nobody.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """One seat that somebody has no more. `offered`: to so many."""

    key: SeatKey
    fate: Fate
    offered: int = 0


def frees(before: Membership, after: Membership) -> bool:
    """Whether seats are freed by it. A student who becomes staff keeps them, and staff can take them off."""
    listens = before.role is CourseRole.STUDENT and after.role is CourseRole.AUDITOR
    return before.active and (not after.active or listens)


def free(
    connection: Connection, course: Course, member: Membership, *, now: datetime, by: int | None
) -> tuple[Freed, ...]:
    """Free all that the member holds in classes to come. Call it once they are what they are now, so that nothing is
    offered to them. An auditor is told of it; who has left is not written to.
    """
    known, how = seating.signups(connection, course), _how(member)
    mine = [one.key for one in known.held.values() if one.person == member.person]
    free: list[Seat] = []
    for key in mine:
        seat, session = known.seats.get(key), course.session(key.session)
        if session is not None and is_over(course, session, now):
            continue
        if seats.lose(connection, course.id, key, member.person, how, at=now, by=by) and seat is not None:
            free.append(seat)
    order = {key: number for number, key in enumerate(known.seats)}
    free.sort(key=lambda seat: order[seat.key])
    found = tuple(
        _freed(seat, dropping.after(connection, course, seat, member.person, now=now, how=how)) for seat in free
    )
    if found and member.active:
        _tell(connection, course, member, found, now=now)
    return found


def _how(member: Membership) -> Lost:
    return "unassigned" if member.active else "freed"


def _freed(seat: Seat, done: dropping.Freed) -> Freed:
    fate: Fate = "promoted" if done.promoted else "offered"
    if done.cover is not None:
        fate = "called" if done.cover.state == "calling" else "assigned" if done.cover.state == "filled" else "waiting"
        fate = "asked" if done.cover.state == "asking" and done.cover.asked is not None else fate
    return Freed(key=seat.key, fate=fate, offered=done.offered)


def _tell(connection: Connection, course: Course, member: Membership, found: Sequence[Freed], *, now: datetime) -> None:
    telling = PersonTelling(
        person=member.person,
        kind=NoticeKind.SEAT,
        item=found[0].key.session,
        occurrence=f"{FREED}.{seats.last_change(connection, course.id)}",
        title="Your seats",
        details={WHAT: FREED, SEATS: encoded(found)},
    )
    tell_person(connection, course, telling, now=now)


def tell_staff(
    connection: Connection, course: Course, member: Membership, found: Sequence[Freed], *, now: datetime
) -> None:
    """Where nobody of them reads it in an answer."""
    telling = Telling(
        kind=NoticeKind.SEATS,
        item=found[0].key.session,
        occurrence=f"{FREED}.{seats.last_change(connection, course.id)}",
        title="Seats are free again",
        details={WHAT: FREED, SEATS: encoded(found), "person": str(member.person)},
    )
    tell(connection, course, telling, now=now)


def earlier(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[Seat, ...]:
    """The seats in classes to come that were freed when the person left, and that nobody else has: coming back does
    not give them back.
    """
    known = seating.signups(connection, course)
    last: dict[SeatKey, str] = {}
    for line in seats.changes(connection, course.id):
        if line.person == person:
            last[line.key] = line.change
    gone = {key for key, change in last.items() if change in ("freed", "unassigned")}
    return tuple(
        seat
        for key, seat in known.seats.items()
        if key in gone and key not in known.held and not is_over(course, seat.session, now)
    )


# --- as text ----------------------------------------------------------------------------------------------------------


def encoded(found: Sequence[Freed]) -> str:
    return json.dumps([(one.key, one.fate, one.offered) for one in found])


def decoded(details: Mapping[str, str]) -> tuple[Freed, ...]:
    """The inverse of `encoded`, from the details of a notice."""
    return tuple(
        Freed(key=SeatKey(*key), fate=fate, offered=offered) for key, fate, offered in json.loads(details[SEATS])
    )
