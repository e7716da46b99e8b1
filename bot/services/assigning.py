"""Staff give somebody a seat, or take it from them: whom and which their words mean, and the doing with its telling.

What breaks a rule is done only when staff have said so, with a reason. It knows no sentence; the rules are
`seat_rules`, what follows for a seat that has become free is `dropping`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.course.model import Course, CourseRole
from bot.course.seat_rules import Refusal, drop_is_late, is_over, limits
from bot.course.seat_search import SeatsMeant, one_each, seats_meant
from bot.course.signups import Holding, Progress, Seat, SeatKey, Signups, progress, seats
from bot.errors import Refused
from bot.services import dropping, naming, seating, waiting
from bot.services.dropping import Freed
from bot.services.naming import MENTION, Named, Place
from bot.services.seat_tellings import tell_holder
from bot.store import people
from bot.store.database import Connection

ASSIGNED, UNASSIGNED = "assigned", "unassigned"
"""What the person is told."""

# --- read -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a line of words is read: a person (nobody where only a seat was said) and seats."""

    named: Named
    meant: SeatsMeant
    holders: Mapping[int, str] = field(default_factory=dict)
    """Of seats to be taken: the names of those who have them."""
    alone: bool = False
    """No person was named."""
    person_words: str = ""
    seat_words: str = ""


def read(connection: Connection, course: Course, words: Sequence[str], place: Place, *, now: datetime) -> Order:
    """Whom and which seat to give is meant. Where the person's words end is tried out; an `@name` may stand anywhere.
    Of seats beside each other a free one is meant.
    """
    known = seating.signups(connection, course)
    orders = [
        _order(course, cut, seats(course), now) for cut in naming.cuts(connection, course, _person_first(words), place)
    ]
    best = max(orders, key=_surety, default=Order(named=Named(()), meant=SeatsMeant()))
    return _free_first(known, best)


def read_held(connection: Connection, course: Course, words: Sequence[str], place: Place, *, now: datetime) -> Order:
    """Whom and which seat to take is meant: of those that the person has, or of all that are taken where no person is
    named.
    """
    known = seating.signups(connection, course)
    taken = tuple(seat for key, seat in known.seats.items() if key in known.held)
    orders: list[Order] = []
    for cut in naming.cuts(connection, course, _person_first(words), place):
        who = {one.person for one in cut.named.candidates}
        mine = tuple(seat for seat in taken if known.held[seat.key].person in who)
        orders.append(_order(course, cut, mine, now))
    alone = seats_meant(course, " ".join(words), among=taken, now=now)
    if alone.fits:
        orders.append(Order(named=Named(()), alone=True, meant=alone, seat_words=" ".join(words)))
    best = max(orders, key=_surety, default=Order(named=Named(()), meant=SeatsMeant()))
    if words and not best.alone and not best.named.candidates:
        free = seats_meant(course, " ".join(words), now=now)
        best = Order(named=Named(()), alone=True, meant=free, seat_words=" ".join(words)) if free.fits else best
    if best.named.one is not None and not best.meant.seats:
        theirs = tuple(seat for seat in taken if known.held[seat.key].person == best.named.one.person)
        all_of_them = seats_meant(course, "", among=theirs, now=now)
        best = replace(best, meant=replace(all_of_them, sure=False, guessed=True))
    who = {known.held[seat.key].person for seat in best.meant.seats if seat.key in known.held}
    return replace(best, holders=people.names(connection, who))


def _order(course: Course, cut: naming.Cut, among: Collection[Seat], now: datetime) -> Order:
    meant = seats_meant(course, " ".join(cut.left), among=among, now=now) if cut.named.candidates else SeatsMeant()
    return Order(named=cut.named, meant=meant, person_words=cut.person_words, seat_words=" ".join(cut.left))


def _person_first(words: Sequence[str]) -> list[str]:
    """A mention is the person wherever it stands; so is `@ada`, whose name may go on after it."""
    mention = next((word for word in words if MENTION.fullmatch(word.rstrip(",:;"))), None)
    if mention is not None:
        return [mention, *(word for word in words if word != mention)]
    at = next((at for at, word in enumerate(words) if word[:1] == "@" and word[1:]), 0)
    return [*words[at:], *words[:at]]


def _surety(one: Order) -> tuple[bool, int, int, int]:
    words = len(one.person_words.split())
    known = one.named.sure or one.alone
    named = 2 * known + bool(one.named.candidates or one.alone)
    whole = known and one.meant.sure
    return (whole, named, 2 * one.meant.sure + one.meant.fits, words if one.named.candidates else -words)


def _free_first(known: Signups, one: Order) -> Order:
    ordered = tuple(sorted(one.meant.seats, key=lambda seat: seat.key in known.held))
    return replace(one, meant=replace(one.meant, seats=ordered))


def meant(connection: Connection, course: Course, words: str, *, now: datetime) -> SeatsMeant:
    """Which seat to give is meant, where nothing but that is said."""
    order = Order(named=Named(()), meant=seats_meant(course, words, now=now))
    return _free_first(seating.signups(connection, course), order).meant


def offered(connection: Connection, course: Course, *, now: datetime) -> tuple[Seat, ...]:
    """The free seats of classes that are ahead, one of each role beside each other."""
    free = seating.signups(connection, course).free()
    return one_each(seat for seat in free if not is_over(course, seat.session, now))


# --- give -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What staff want: the seat for the person. `anyway`: whatever rule it breaks, for the `reason`. `replacing`: taken
    from that person, who had it when staff were asked.
    """

    key: SeatKey
    person: int
    reason: str = ""
    anyway: bool = False
    replacing: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came of it. Not `done`: `holder` has the seat, or it `breaks` rules. `fresh` is False where the person had
    it before. `replaced` is who had it; `told`: the person hears of it. `known` is as it is now.
    """

    wish: Wish
    seat: Seat
    name: str
    done: bool
    known: Signups
    progress: Progress | None
    breaks: tuple[Refusal, ...] = ()
    holder: Holding | None = None
    replaced: int | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    fresh: bool = True
    told: bool = False


def give(connection: Connection, course: Course, wish: Wish, *, now: datetime, by: int | None) -> Given:
    """Do it, as far as it can be done, and tell whom it is about. Raises Refused as `seating.assign` does."""
    seat, known = seating.find(course, wish.key), seating.signups(connection, course)
    holder = known.held.get(wish.key)
    replaced: int | None = None
    if wish.replacing is not None and holder is not None and holder.person == wish.replacing != wish.person:
        breaks = limits(known.changed(leave=[wish.key]), seat, wish.person, now)
        if breaks and not (wish.anyway and wish.reason):
            return _given(connection, wish, seat, known, breaks=breaks, now=now)
        seating.unassign(connection, course, wish.key, now=now, by=by, reason=wish.reason)
        tell_holder(connection, course, holder.person, UNASSIGNED, wish.key, now=now)
        replaced = holder.person
    found = seating.assign(
        connection, course, wish.key, wish.person, now=now, by=by, reason=wish.reason, anyway=wish.anyway
    )
    told = False
    if found.done and found.fresh:
        told = tell_holder(connection, course, wish.person, ASSIGNED, wish.key, now=now)
    after = seating.signups(connection, course)
    given = _given(connection, wish, seat, after, breaks=found.breaks, now=now)
    return replace(given, done=found.done, holder=found.holder, fresh=found.fresh, replaced=replaced, told=told)


def _given(
    connection: Connection, wish: Wish, seat: Seat, known: Signups, *, breaks: tuple[Refusal, ...], now: datetime
) -> Given:
    holder = known.held.get(seat.key)
    about = {one for one in (wish.person, wish.replacing, holder and holder.person) if one}
    names = people.names(connection, about)
    return Given(
        wish=wish,
        seat=seat,
        name=names.get(wish.person, ""),
        done=False,
        known=known,
        progress=progress(known, wish.person, now) if _is_student(connection, known.course, wish.person) else None,
        breaks=breaks,
        names=names,
    )


def _is_student(connection: Connection, course: Course, person: int) -> bool:
    member = people.get_member(connection, course.id, person)
    return member is not None and member.role is CourseRole.STUDENT


# --- take -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A seat that is to be taken from its holder (None: nobody has it). `late`: class is near."""

    seat: Seat
    holder: int | None
    name: str = ""
    late: bool = False


def consider(connection: Connection, course: Course, key: SeatKey, *, now: datetime) -> Considered:
    """Raises Refused for a class that has begun."""
    seat = seating.find(course, key)
    if is_over(course, seat.session, now):
        raise Refused(seating.OVER)
    holder = seating.signups(connection, course).held.get(key)
    if holder is None:
        return Considered(seat=seat, holder=None)
    name = people.get_person(connection, holder.person).name
    return Considered(seat=seat, holder=holder.person, name=name, late=drop_is_late(course, seat.session, now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of it: `name` had it. Not `done`: nobody had it (any more). `freed`: what was done to find somebody."""

    seat: Seat
    person: int
    name: str
    done: bool
    freed: Freed | None = None
    told: bool = False


def take(
    connection: Connection,
    course: Course,
    key: SeatKey,
    person: int,
    *,
    now: datetime,
    by: int | None,
    find: bool = False,
) -> Taken:
    """Free the person's seat, and tell them. `find`: see to it that somebody else has it, as where its holder gives it
    up; who waits for it has it in any case, unless class is near. Raises Refused where another person has it now, and
    for a class that has begun.
    """
    seat, holder = seating.find(course, key), seating.signups(connection, course).held.get(key)
    name = people.get_person(connection, holder.person).name if holder is not None else ""
    if holder is not None and holder.person != person:
        raise Refused(f"{name} has that seat now, so nobody was taken off.")
    if holder is None or seating.unassign(connection, course, key, now=now, by=by) is None:
        return Taken(seat=seat, person=person, name=name, done=False)
    told = tell_holder(connection, course, person, UNASSIGNED, key, now=now)
    freed: Freed | None = None
    if find:
        freed = dropping.after(connection, course, seat, person, now=now, how="unassigned")
    elif not drop_is_late(course, seat.session, now) and waiting.promote(connection, course, seat, now=now) is not None:
        freed = Freed(late=False, promoted=True)
    return Taken(seat=seat, person=person, name=name, done=True, freed=freed, told=told)
