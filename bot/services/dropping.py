"""Giving up a seat: in time it goes to who waits for it, or is offered to others; late, somebody is found to step in.

It decides which of these it is and reports it; each is done where it is known how.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.course.cover import backups, is_short_notice, stands_in_the_way
from bot.course.model import Course
from bot.course.reviews import Duty
from bot.course.seat_rules import closes_at, drop_is_late
from bot.course.signups import Progress, Seat, SeatKey, Signups, begins_at, progress
from bot.services import covering, offering, owing, seating, waiting
from bot.services.seat_tellings import tell_staff
from bot.services.taking_over import is_near
from bot.store import people, seats
from bot.store.covers import Cover
from bot.store.database import Connection
from bot.store.seats import Lost

AGAIN = timedelta(hours=1)
"""Who gives a seat up, takes it again and gives it up within that time disturbs nobody twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropping:
    """What would come of it. `late`: staff are told at once, and where `backup` is True a backup is asked, or, with
    `assigns`, told to step in. In time the seat goes to somebody who `waits` for it, or is offered to `offers` others.
    Unless the bot `speaks` to students, nobody but staff hears of it (yet).
    """

    seat: Seat
    late: bool
    backup: bool = False
    assigns: bool = False
    waits: bool = False
    offers: int = 0
    speaks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What came of it. In time: it was `promoted` to somebody who waited for it, or offered to `offered` others. Late:
    `cover` says who is asked. Unless the bot `speaks` to students, nobody but staff hears of it (yet). `owes`: the duty
    of that class, where its reviews are owed again now; `progress`: how far the person is without the seat.
    """

    seat: Seat
    late: bool
    progress: Progress
    promoted: bool = False
    offered: int = 0
    cover: Cover | None = None
    speaks: bool = True
    owes: Duty | None = None

    @property
    def asks_backup(self) -> bool:
        return self.cover is not None and self.cover.state == "asking" and self.cover.asked is not None

    @property
    def assigned(self) -> bool:
        """A backup was told to step in: class is near."""
        return self.cover is not None and self.cover.state == "filled"

    @property
    def called(self) -> bool:
        """No backup could be asked, so all who may take it are, in the channel too."""
        return self.cover is not None and self.cover.state == "calling"


def consider(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Dropping:
    """What would come of giving it up now. Raises Refused where it is not theirs (any more), or class has begun."""
    known = seating.signups(connection, course)
    seat = seating.own(known, key, person, now)
    without = _without(known, seat, now)
    begins, speaks = begins_at(course, seat.session), covering.may_ask(connection, course, now)
    if drop_is_late(course, seat.session, now):
        some = any(
            one.person != person and not stands_in_the_way(without, seat, one, now) for one in backups(without, seat)
        )
        soon = begins is not None and is_short_notice(begins, now)
        speaks = speaks and (some or not covering.is_shut(without, seat, now))
        return Dropping(seat=seat, late=True, backup=some, assigns=some and soon, speaks=speaks)
    waits = waiting.next_for(connection, course, seat, without, now=now, but=person) is not None
    students = [one.person for one in people.students(connection, course.id)]
    but = {person, *offering.cannot_come(connection, course, seat)}
    offers = 0 if waits else len(offering.candidates(without, seat, students, now, but=but))
    return Dropping(seat=seat, late=False, waits=waits, offers=offers, speaks=speaks)


def _without(known: Signups, seat: Seat, now: datetime) -> Signups:
    """As it is once the seat is free: where sign-up has closed, it can be taken all the same."""
    free, begins = known.changed(leave=[seat.key]), begins_at(known.course, seat.session)
    closed = None if begins is None else closes_at(known.course, begins)
    return free if closed is None or closed > now else replace(free, called=frozenset({*free.called, seat.key}))


def drop(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Dropped:
    """Give the seat up, and see to it that somebody else has it. Raises Refused as `seating.give_up` does."""
    before = _owed(connection, course, key, person, now=now)
    seat = seating.give_up(connection, course, key, person, now=now)
    freed = after(connection, course, seat, person, now=now)
    known = seating.signups(connection, course)
    owed = _owed(connection, course, key, person, now=now)
    return Dropped(
        seat=seat,
        late=freed.late,
        progress=progress(known, person, now),
        promoted=freed.promoted,
        offered=freed.offered,
        cover=freed.cover,
        speaks=covering.may_ask(connection, course, now) and not (freed.called and covering.is_shut(known, seat, now)),
        owes=owed if owed is not None and before is None else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """What was done about a seat that has become free."""

    late: bool
    promoted: bool = False
    offered: int = 0
    cover: Cover | None = None

    @property
    def called(self) -> bool:
        """As of `Dropped`."""
        return self.cover is not None and self.cover.state == "calling"


def after(
    connection: Connection, course: Course, seat: Seat, person: int, *, now: datetime, how: Lost = "dropped"
) -> Freed:
    """Find somebody for a seat that the person has just lost. Call it after that, in the same transaction."""
    if drop_is_late(course, seat.session, now):
        return Freed(late=True, cover=covering.begin(connection, course, seat, person, now=now))
    promoted = waiting.promote(connection, course, seat, now=now)
    offered = 0
    if promoted is None:
        number = _offered_as(connection, course, seat, person, now=now)
        offered = offering.offer(connection, course, seat, now=now, why=offering.FREE, number=number, but={person})
    if how == "dropped" and is_near(course, seat, now):
        speaks = "yes" if covering.may_ask(connection, course, now) else ""
        told = {"person": str(person), "offered": str(offered), "speaks": speaks}
        told |= {"other": str(promoted)} if promoted is not None else {}
        tell_staff(connection, course, "dropped", seat.key, now=now, **told)
    return Freed(late=False, promoted=promoted is not None, offered=offered)


def _offered_as(connection: Connection, course: Course, seat: Seat, person: int, *, now: datetime) -> int:
    """The line of the history that names the offer: of who takes a seat back and gives it up again the first one, for
    what was said of that still holds.
    """
    lines = seats.of_seat(connection, course.id, seat.key)
    mine = [one.id for one in lines if one.person == person and one.change in seats.LOST and now - one.at < AGAIN]
    return min(mine, default=seats.last_change(connection, course.id))


def _owed(connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime) -> Duty | None:
    """The person's duty of reviews for that class, where something of it is left, also what is late or missed."""
    duties = owing.duties_of(connection, course, person, now=now)
    return next((one for one in duties if one.session.id == key.session and one.left), None)
