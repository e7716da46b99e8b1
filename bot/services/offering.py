"""A free seat is offered by direct message to those who may take it; who still owes seats comes first.

It knows whom to ask and whether there is still something to offer at the moment at which it is said; taking it is the
matter of `seating`, and the sentences are the handlers'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_rules import refusal
from bot.course.signups import Seat, Signups, progress
from bot.services import seating
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT, decoded, encoded
from bot.store import people, seats
from bot.store.database import Connection
from bot.store.ledger import Delivery

MOST = 25
"""So many are asked at most: more would not help, and each of them is disturbed."""

FREE, SHORT_NOTICE, SWAP = "free", "short_notice", "swap"
"""Why it is offered, in the detail `WHAT`: somebody gave it up in time, or late, or wants another one for it."""


def candidates(
    signups: Signups, seat: Seat, students: Iterable[int], now: datetime, *, but: Collection[int] = ()
) -> tuple[int, ...]:
    """Who may take the seat and still owes some, those with the fewest first; where nobody owes any, all who may."""
    ranked = sorted((_rank(signups, person, now), person) for person in students if person not in but)

    def may(*, owing: bool) -> tuple[int, ...]:
        asked = (person for (owes, _), person in ranked if owes is owing)
        return tuple(islice((one for one in asked if refusal(signups, seat, one, now) is None), MOST))

    return may(owing=True) or may(owing=False)


def _rank(signups: Signups, person: int, now: datetime) -> tuple[bool, int]:
    """Whether the person still owes seats, and how many they have."""
    mine = progress(signups, person, now)
    return mine.left > 0, mine.presented + mine.ahead


def offer(
    connection: Connection,
    course: Course,
    seat: Seat,
    *,
    now: datetime,
    why: str,
    number: int,
    but: Collection[int] = (),
) -> int:
    """Ask them, each once for that `why` and `number`; how many. Call it after the change that freed the seat."""
    students = (one.person for one in people.students(connection, course.id))
    but = {*but, *cannot_come(connection, course, seat)}
    chosen = candidates(seating.signups(connection, course), seat, students, now, but=but)
    for person in chosen:
        tell_person(connection, course, _telling(seat, person, why, number), now=now)
    return len(chosen)


def cannot_come(connection: Connection, course: Course, seat: Seat) -> frozenset[int]:
    """Who gave up a seat of that class: they will not want another one there."""
    lines = seats.changes(connection, course.id)
    return frozenset(one.person for one in lines if one.key.session == seat.key.session and one.change == "dropped")


def occurrence(why: str, number: int) -> str:
    """Under which name it is said."""
    return f"{why}.{number}"


def _telling(seat: Seat, person: int, why: str, number: int) -> PersonTelling:
    return PersonTelling(
        person=person,
        kind=NoticeKind.OFFER,
        item=seat.key.session,
        occurrence=occurrence(why, number),
        title="A free seat",
        details={WHAT: why, **encoded(seat.key)},
    )


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """None: there is no such seat any more, somebody has it, class has begun, or the receiver may not take it."""
    person = int(one.key.recipient)
    known = seating.signups(connection, course)
    seat = known.seats.get(decoded(one.details))
    if seat is None or not people.is_student(connection, course.id, person):
        return None
    left = progress(known, person, now).left
    return {"left": str(left)} if refusal(known, seat, person, now) is None else None
