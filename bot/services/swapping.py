"""Changing a seat for somebody else's: it is offered to those with whom that breaks no rule for either, and whoever
agrees first changes.

The rules are asked again at that moment, and the offer's row is settled by one alone. It knows no sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.course.seat_rules import Refusal, is_over, limits
from bot.course.signups import Seat, SeatKey, Signups
from bot.errors import Refused
from bot.services import offering, seating
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT, decoded, encoded, tell_holder, tell_staff
from bot.services.seating import Barred
from bot.store import people, swaps
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.swaps import Swap

CHOICES = 4
"""So many of their own seats somebody is shown for one that is offered."""

SWAP = "swap"
"""The detail that names the offer."""

OTHER = "other_seat"
"""The detail that holds the seat which somebody had before, as `key_text` writes it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would like instead: '' where any will do."""

    role: str = ""
    session: str = ""

    def fits(self, seat: Seat) -> bool:
        return self.role in ("", seat.role.id) and self.session in ("", seat.key.session)


def partners(
    signups: Signups, seat: Seat, person: int, now: datetime, wanted: Wanted | None = None
) -> Mapping[int, tuple[Seat, ...]]:
    """Person → their seats that can be changed for this one of `person`, without breaking a limit for either."""
    found: dict[int, tuple[Seat, ...]] = {}
    for other in signups.seats.values():
        holding = signups.held.get(other.key)
        if holding is None or holding.person == person or is_over(signups.course, other.session, now):
            continue
        if (wanted is None or wanted.fits(other)) and _changeable(
            signups, (seat, person), (other, holding.person), now
        ):
            found[holding.person] = (*found.get(holding.person, ()), other)
    return found


def _changeable(signups: Signups, one: tuple[Seat, int], other: tuple[Seat, int], now: datetime) -> bool:
    without = {one[0].key, other[0].key}
    return not limits(signups, other[0], one[1], now, without=without) and not limits(
        signups, one[0], other[1], now, without=without
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapping:
    """A seat of mine, and whom an offer of it would go to: person → their seats."""

    seat: Seat
    partners: Mapping[int, tuple[Seat, ...]]


def consider(
    connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime, wanted: Wanted | None = None
) -> Swapping:
    """Raises Refused where the seat is not the person's (any more), or class has begun."""
    seat, known = seating.find(course, key), seating.signups(connection, course)
    if is_over(course, seat.session, now):
        raise Refused(seating.OVER)
    holder = known.held.get(key)
    if holder is None or holder.person != person:
        raise Refused(seating.NOT_YOURS)
    students = {one.person for one in people.students(connection, course.id)}
    found = partners(known, seat, person, now, wanted) if person in students else {}
    return Swapping(seat=seat, partners={other: seats for other, seats in found.items() if other in students})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """`told`: to how many it went."""

    swap: Swap
    seat: Seat
    told: int


def offer(
    connection: Connection, course: Course, key: SeatKey, person: int, *, now: datetime, wanted: Wanted
) -> Offered:
    """Offer the seat to all who have one that fits. What was offered of it before is withdrawn. Raises Refused as
    `consider`, and where there is nobody to offer it to.
    """
    found = consider(connection, course, key, person, now=now, wanted=wanted)
    if not found.partners:
        raise Refused("Nobody has a seat like that which the two of you could swap by the rules of the course.")
    mine = [one for one in swaps.open_of_person(connection, course.id, person) if one.key == key]
    same = next((one for one in mine if (one.role, one.session) == (wanted.role, wanted.session)), None)
    for one in mine:
        if one is not same:
            swaps.settle(connection, one.id, "withdrawn", now=now)
    number = (
        same.id
        if same is not None
        else swaps.add(connection, course.id, key, person, role=wanted.role, session=wanted.session, now=now)
    )
    chosen = list(found.partners)[: offering.MOST]
    for other in chosen:
        tell_person(connection, course, _telling(found.seat, number, person, other), now=now)
    return Offered(swap=get(connection, course, number), seat=found.seat, told=len(chosen))


def _telling(seat: Seat, number: int, person: int, to: int) -> PersonTelling:
    return PersonTelling(
        person=to,
        kind=NoticeKind.OFFER,
        item=seat.key.session,
        occurrence=f"{offering.SWAP}.{number}",
        title="A swap",
        details={WHAT: offering.SWAP, SWAP: str(number), "person": str(person), **encoded(seat.key)},
    )


def get(connection: Connection, course: Course, swap_id: int) -> Swap:
    """Raises Refused where there is none in this course."""
    found = swaps.get(connection, swap_id)
    if found is None or found.course != course.id:
        raise Refused("I do not know what that was about any more.")
    return found


def open_offers(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[tuple[Swap, Seat], ...]:
    """What the person offers and still holds, of classes that have not begun."""
    known = seating.signups(connection, course)
    found: list[tuple[Swap, Seat]] = []
    for one in swaps.open_of_person(connection, course.id, person):
        seat, holder = known.seats.get(one.key), known.held.get(one.key)
        if (
            seat is not None
            and holder is not None
            and holder.person == person
            and not is_over(course, seat.session, now)
        ):
            found.append((one, seat))
    return tuple(found)


def withdraw(connection: Connection, course: Course, swap_id: int, person: int, *, now: datetime) -> tuple[Swap, bool]:
    """End an offer; False where it was over before. Raises Refused for somebody else's."""
    swap = get(connection, course, swap_id)
    if swap.person != person:
        raise Refused("That is somebody else’s offer.")
    done = swaps.settle(connection, swap.id, "withdrawn", now=now)
    return get(connection, course, swap_id), done


# --- agreeing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapped:
    """What came of it. `swapped`: each has the other's seat, `fresh` by this press; `over`: it is not offered any more,
    `swap` says how; `barred`: it would break `breaks` now, for the reader or the other one.
    """

    outcome: Literal["swapped", "over", "barred"]
    swap: Swap
    offered: Seat
    own: Seat
    name: str
    fresh: bool = True
    mine: bool = False
    breaks: tuple[Refusal, ...] = ()


def accept(
    connection: Connection, course: Course, swap_id: int, own: SeatKey, person: int, *, now: datetime
) -> Swapped:
    """Change the offered seat for one of the person's own. Raises Refused where that is not theirs (any more), or a
    class has begun.
    """
    swap = get(connection, course, swap_id)
    offered, mine = seating.find(course, swap.key), seating.find(course, own)
    name = people.get_person(connection, swap.person).name
    held = seating.signups(connection, course).held

    def came(outcome: Literal["swapped", "over"], *, fresh: bool = True) -> Swapped:
        return Swapped(outcome=outcome, swap=swap, offered=offered, own=mine, name=name, fresh=fresh)

    holder = held.get(swap.key)
    if swap.state == "taken" and swap.settled_by == person and holder is not None and holder.person == person:
        return came("swapped", fresh=False)
    if swap.state != "open" or swap.person == person:
        return came("over")
    if holder is None or holder.person != swap.person:
        swaps.settle(connection, swap.id, "over", now=now)
        return came("over")
    if own not in held or held[own].person != person:
        raise Refused(seating.NOT_YOURS)
    done = seating.exchange(connection, course, swap.key, own, now=now, persons=(swap.person, person))
    if isinstance(done, Barred):
        barred = done.person == person
        return Swapped(
            outcome="barred", swap=swap, offered=offered, own=mine, name=name, mine=barred, breaks=done.breaks
        )
    swaps.settle(connection, swap.id, "taken", now=now, by=person)
    for key in (swap.key, own):
        swaps.end_of_seat(connection, course.id, key, now=now)
    tell_holder(
        connection, course, swap.person, "swapped", own, now=now, **{OTHER: key_text(swap.key), "other": str(person)}
    )
    persons = {"person": str(swap.person), "other": str(person), OTHER: key_text(own)}
    tell_staff(connection, course, "swapped", swap.key, now=now, **persons)
    return came("swapped")


def key_text(key: SeatKey) -> str:
    """A seat as one detail."""
    return json.dumps(list(key))


def key_of(text: str) -> SeatKey:
    """The inverse of `key_text`."""
    session, paper, role, number = json.loads(text)
    return SeatKey(session, paper, role, number)


# --- at the moment at which it is said ------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """Of a swap, which of the receiver's seats they can change for it. None: it is not offered any more, or there is
    none. Free seats are offered for nothing.
    """
    if one.details.get(WHAT) != offering.SWAP:
        return offering.particulars(connection, course, one, now)
    swap = swaps.get(connection, int(one.details.get(SWAP, "0")))
    known = seating.signups(connection, course)
    seat, holder = known.seats.get(decoded(one.details)), known.held.get(decoded(one.details))
    if swap is None or swap.state != "open" or seat is None or is_over(course, seat.session, now):
        return None
    person = int(one.key.recipient)
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active or member.role is not CourseRole.STUDENT:
        return None
    if holder is None or holder.person != swap.person:
        return None
    fits = partners(known, seat, swap.person, now, Wanted(swap.role, swap.session)).get(person, ())
    if not fits:
        return None
    name = people.get_person(connection, swap.person).name
    return {"person_name": name, "seats": json.dumps([list(other.key) for other in fits[:CHOICES]])}
