"""What a backup answers who was asked to step in, or told to: they accept, pass, or say that they cannot after all.

The row decides what an answer still means, however old the button. It knows no sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.cover import backups
from bot.course.model import Course
from bot.course.seat_rules import Refusal, is_over
from bot.course.signups import Seat, Signups
from bot.errors import Refused
from bot.services import covering, seat_exchanges, seating
from bot.store import seats
from bot.store.covers import Cover, Tried
from bot.store.database import Connection

Outcome = Literal["yours", "taken", "over", "barred", "passed", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of it. `yours`: the seat is the person's, `fresh` by this answer; `taken`: somebody else has it;
    `barred`: the rules do not allow it, `bar` says why; `over`: it is not wanted any more; `passed`: they said no;
    `left`: they had been assigned, and the seat is free again. `backup`: the seat of theirs that they left for it, or
    have again.
    """

    outcome: Outcome
    cover: Cover
    seat: Seat
    fresh: bool = True
    bar: Refusal | None = None
    backup: Seat | None = None


def accept(connection: Connection, course: Course, cover_id: int, person: int, *, now: datetime) -> Answered:
    """A backup steps in, also who was slow or has thought better of it, while the seat is free. Raises Refused for who
    was not asked, or is not the backup there any more, and where class has begun.
    """
    cover, seat, known = _asked_of(connection, course, cover_id, person)
    holder = known.held.get(cover.key)
    if holder is not None:
        mine = holder.person == person
        return Answered(outcome="yours" if mine else "taken", cover=cover, seat=seat, fresh=False)
    backup = next((one for one in backups(known, seat) if one.person == person), None)
    if backup is None:
        raise Refused(seat_exchanges.NOT_BACKUP)
    came = seat_exchanges.step_in(connection, course, cover.key, backup.key, person, now=now)
    if isinstance(came, Refusal):
        return Answered(outcome="barred", cover=cover, seat=seat, bar=came)
    cover = covering.filled(connection, course, cover, person, now=now)
    return Answered(outcome="yours", cover=cover, seat=seat, backup=known.seats[backup.key])


def decline(connection: Connection, course: Course, cover_id: int, person: int, *, now: datetime) -> Answered:
    """A backup passes, or, where they were assigned, says that they cannot: then they are what they were before, and
    the next one is looked for. Raises Refused for who was not asked.
    """
    cover, seat, known = _asked_of(connection, course, cover_id, person)
    holder = known.held.get(cover.key)
    if holder is not None and holder.person == person and cover.was(person) == "assigned":
        return _cannot(connection, course, cover, seat, person, now=now)
    if holder is not None and holder.person == person:
        return Answered(outcome="yours", cover=cover, seat=seat, fresh=False)
    if not cover.is_open or holder is not None:
        return Answered(outcome="taken" if holder is not None else "over", cover=cover, seat=seat, fresh=False)
    if cover.asked != person:
        fresh = cover.was(person) not in ("passed", "assigned")
        if fresh:
            covering.moved(connection, cover, tried=(*cover.tried, Tried(person, "passed")))
        return Answered(outcome="passed", cover=cover, seat=seat, fresh=fresh)
    cover = covering.advance(connection, course, covering.tried(connection, cover, person, "passed"), now=now)
    return Answered(outcome="passed", cover=cover, seat=seat)


def _cannot(
    connection: Connection, course: Course, cover: Cover, seat: Seat, person: int, *, now: datetime
) -> Answered:
    if is_over(course, seat.session, now):
        raise Refused(seating.OVER)
    seats.lose(connection, course.id, cover.key, person, "dropped", at=now)
    lost = _left_for(connection, course, cover, person)
    if lost is not None and not seat_exchanges.put_back(connection, course, lost.key, person, now=now):
        lost = None
    cover = covering.moved(
        connection,
        cover,
        state="asking",
        settled_at=None,
        settled_by=None,
        tried=(*cover.tried, Tried(person, "passed")),
    )
    told = covering.is_told(connection, course, cover)
    cover = covering.advance(connection, course, cover, now=now)
    if told or not cover.is_open:  # else staff have just been told that nobody has it
        covering.tell_staff(connection, course, cover, "cover_passed", now=now, person=person)
    return Answered(outcome="left", cover=cover, seat=seat, backup=lost)


def _left_for(connection: Connection, course: Course, cover: Cover, person: int) -> Seat | None:
    """The backup's seat that the person left for this one: of that class (and paper)."""
    mine = [
        one
        for one in seats.changes(connection, course.id)
        if one.person == person and one.change == "stepped_in" and one.key[:2] == cover.key[:2]
    ]
    return seating.signups(connection, course).seats.get(mine[-1].key) if mine else None


def _asked_of(connection: Connection, course: Course, cover_id: int, person: int) -> tuple[Cover, Seat, Signups]:
    cover = covering.find(connection, course, cover_id)
    if cover.asked != person and cover.was(person) is None:
        raise Refused("I asked somebody else that.")
    seat = seating.find(course, cover.key)
    return cover, seat, seating.signups(connection, course)
