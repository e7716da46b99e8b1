"""Changing a seat for somebody else's: it is offered to those with whom that breaks no rule for either, and whoever
agrees first changes.

The rules are asked again at that moment, and the offer's row is settled by one alone. It knows no sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_rules import Refusal, is_over, limits
from bot.course.signups import Seat, SeatKey, Signups, begins_at
from bot.errors import Refused
from bot.services import offering, seat_exchanges, seating
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_exchanges import Barred
from bot.services.seat_tellings import WHAT, decoded, encoded, keys_text, tell_holder, tell_staff
from bot.store import people, swaps
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.swaps import Swap

CHOICES = 4
"""So many of their own seats somebody is shown for one that is offered."""

SWAP = "swap"
"""The detail that names the offer."""

SEATS = "seats"
"""The detail that holds those of the receiver which they could give for it, likewise."""

OTHER = "other_seat"
"""The detail that holds the seat which somebody had before, as `keys_text` writes it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would like instead: '' where any will do. Another seat of the class of their own is no help to who
    cannot come that day, so that has to be named.
    """

    role: str = ""
    session: str = ""

    def fits(self, seat: Seat, mine: Seat) -> bool:
        """Whether it would do in place of `mine`."""
        same_class = seat.key.session == mine.key.session
        of_class = self.session == seat.key.session if self.session or same_class else True
        return of_class and self.role in ("", seat.role.id)


def partners(
    signups: Signups, seat: Seat, person: int, now: datetime, wanted: Wanted | None = None
) -> Mapping[int, tuple[Seat, ...]]:
    """Person → their seats that can be changed for this one of `person`, without breaking a limit for either."""
    found: dict[int, tuple[Seat, ...]] = {}
    for other in signups.seats.values():
        holding = signups.held.get(other.key)
        if holding is None or holding.person == person or is_over(signups.course, other.session, now):
            continue
        if (wanted is None or wanted.fits(other, seat)) and _changeable(
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
    known = seating.signups(connection, course)
    seat = seating.own(known, key, person, now)
    students = {one.person for one in people.students(connection, course.id)}
    found = partners(known, seat, person, now, wanted) if person in students else {}
    return Swapping(seat=seat, partners={other: seats for other, seats in found.items() if other in students})


def stands_until(course: Course, offered: Seat, others: Iterable[Seat]) -> datetime | None:
    """When no exchange is possible any more: the class of the offered seat has begun, or those of all others."""
    ends = [begins_at(course, one.session) for one in others]
    known = [at for at in ends if at is not None]
    mine = begins_at(course, offered.session)
    return min((at for at in (mine, max(known, default=None)) if at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """`told`: to how many it went; `until` when it stands."""

    swap: Swap
    seat: Seat
    told: int
    until: datetime | None = None


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
    until = stands_until(course, found.seat, (seat for other in chosen for seat in found.partners[other]))
    for other in chosen:
        tell_person(connection, course, _telling(found.seat, number, person, other), now=now)
    return Offered(swap=get(connection, course, number), seat=found.seat, told=len(chosen), until=until)


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


def decline(connection: Connection, course: Course, swap_id: int) -> tuple[Swap, str]:
    """Somebody does not want what was offered to them: that is between them and the bot. Whose offer it is, by name."""
    swap = get(connection, course, swap_id)
    return swap, people.get_person(connection, swap.person).name


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
    done = seat_exchanges.exchange(connection, course, swap.key, own, now=now, persons=(swap.person, person))
    if isinstance(done, Barred):
        barred = done.person == person
        return Swapped(
            outcome="barred", swap=swap, offered=offered, own=mine, name=name, mine=barred, breaks=done.breaks
        )
    swaps.settle(connection, swap.id, "taken", now=now, by=person)
    for key in (swap.key, own):
        swaps.end_of_seat(connection, course.id, key, now=now)
    tell_holder(
        connection, course, swap.person, "swapped", own, now=now, **{OTHER: keys_text([swap.key]), "other": str(person)}
    )
    persons = {"person": str(swap.person), "other": str(person), OTHER: keys_text([own])}
    tell_staff(connection, course, "swapped", swap.key, now=now, **persons)
    return came("swapped")


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
    if not people.is_student(connection, course.id, person) or holder is None or holder.person != swap.person:
        return None
    fits = partners(known, seat, swap.person, now, Wanted(swap.role, swap.session)).get(person, ())
    if not fits:
        return None
    name = people.get_person(connection, swap.person).name
    until = stands_until(course, seat, fits)
    ends = {"until": until.isoformat()} if until is not None else {}
    return {"person_name": name, SEATS: keys_text(other.key for other in fits[:CHOICES]), **ends}
