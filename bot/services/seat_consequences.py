"""What an edit of the schedule means for people who hold seats in classes to come: they are told, and so are staff.

A row that was not said yet is put otherwise by the next edit, so that a burst of edits ends in one message that is
true. It knows who is told what, as facts; the sentences are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.course import seat_edits
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_edits import Moved, Over
from bot.course.seat_rules import is_over
from bot.course.signups import SeatKey, Signups
from bot.services import marking, owed_again, seat_tellings, seating
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT
from bot.services.staff_notices import Telling, tell
from bot.store import people, seat_news, seats
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.seats import Gain

EDIT = "edit"
"""The word of both notices."""

MOVED, OVER = "moved", "over"
"""The details that hold what became of seats, and the limits that people are over since; as JSON."""

PUT_OFF = "put_off"
"""The word of the notices that marks are taken back."""

NUMBER = "marks"
"""Of how many seats, told to staff."""

UNTOLD = "untold"
"""In staff's notice: the persons whom the bot cannot reach."""

ITEM = "schedule"

SETTLES = timedelta(minutes=2)
"""So long it is waited for the next edit: whoever moves a class often saves more than once."""


# --- when a version comes into force ----------------------------------------------------------------------------------


def of_edit(
    connection: Connection, before: Course, after: Course, renamed: Mapping[str, str], *, number: int, now: datetime
) -> None:
    """Enter what is to be told of version `number`. `renamed`: old id → new id, as staff said; the seats in the
    database have the new ones already.
    """
    if not (before.presenting.roles or after.presenting.roles):
        return
    known = seating.signups(connection, after)
    if not known.held:
        return
    known = _moved_up(connection, known, now)
    former, as_marked = {new: old for old, new in renamed.items()}, known
    if _put_off(connection, known, now):
        known = seating.signups(connection, after)
    found = seat_edits.moved(before, known, now, former)
    edit = _Edit(connection, after, number, now)
    edit.tell_holders(found, renamed)
    limits = _over(seat_edits.by_former_names(before, as_marked, former), known, found, now)
    if found or limits or edit.waiting_for_staff:
        edit.tell_staff(found, limits, seat_edits.over(known, now, found), renamed)


def _put_off(connection: Connection, known: Signups, now: datetime) -> bool:
    """What staff had said of classes that are still to come now is taken back, and they hear how much that is."""
    gone = marking.put_off(connection, known, now=now)
    for session in sorted({key.session for key in gone}):
        there = [key for key in gone if key.session == session]
        seat_tellings.tell_staff(connection, known.course, PUT_OFF, there[0], now=now, **{NUMBER: str(len(there))})
    return bool(gone)


def _moved_up(connection: Connection, known: Signups, now: datetime) -> Signups:
    """Where a role has fewer seats now and one of them is free, whoever had a higher number has that."""
    course, changed = known.course, False
    free = {seat.key: seat for seat in known.free()}
    for one in known.homeless:
        place = next((key for key in free if key[:3] == one.key[:3]), None)
        if place is None or is_over(course, free[place].session, now):
            continue
        gain = Gain(key=place, person=one.person, how="assigned", at=now, by=one.by, broken=one.broken)
        if seats.lose(connection, course.id, one.key, one.person, "freed", at=now) and seats.gain(
            connection, course.id, gain
        ):
            del free[place]
            changed = True
    return seating.signups(connection, course) if changed else known


def _over(earlier: Signups, known: Signups, found: Sequence[Moved], now: datetime) -> Mapping[seat_edits.Limit, Over]:
    """The limits that people are over by this version alone."""
    if not found and earlier.course.presenting == known.course.presenting:
        return {}
    was_over = seat_edits.over(earlier, now)
    return {limit: one for limit, one in seat_edits.over(known, now, found).items() if limit not in was_over}


@dataclass
class _Edit:
    """One version that comes into force."""

    connection: Connection
    course: Course
    number: int
    now: datetime

    def __post_init__(self) -> None:
        self.waiting_for_holders = self._unsaid(NoticeKind.SEAT)
        self.waiting_for_staff = self._unsaid(NoticeKind.SEATS)
        self.untold: set[int] = set()

    def _unsaid(self, kind: NoticeKind) -> tuple[Delivery, ...]:
        return seat_news.unsaid(self.connection, self.course.id, kind, detail=WHAT, says=EDIT)

    def tell_holders(self, found: Iterable[Moved], renamed: Mapping[str, str]) -> None:
        """One message for each person and session."""
        fresh: dict[tuple[int, str], list[Moved]] = {}
        for one in found:
            fresh.setdefault((one.person, one.key.session), []).append(one)
        for row in self.waiting_for_holders:
            said = _renamed(_read(row.details), renamed)
            name = (said[0].person, said[0].key.session) if said else (0, "")
            merged = _merged(said, fresh.pop(name, ()))
            seat_news.put_otherwise(self.connection, row, {**row.details, MOVED: _written(merged)})
        for (person, session), mine in fresh.items():
            telling = PersonTelling(
                person=person,
                kind=NoticeKind.SEAT,
                item=session,
                occurrence=f"{EDIT}.v{self.number}",
                title="Your seat",
                details={WHAT: EDIT, MOVED: _written(mine)},
                look_at=self.now + SETTLES,
            )
            if not tell_person(self.connection, self.course, telling, now=self.now):
                self.untold.add(person)

    def tell_staff(
        self,
        found: Sequence[Moved],
        limits: Mapping[seat_edits.Limit, Over],
        all_limits: Mapping[seat_edits.Limit, Over],
        renamed: Mapping[str, str],
    ) -> None:
        """One message of all: the seats that are gone or back, and who is over a limit."""
        waiting = next(iter(self.waiting_for_staff), None)
        if waiting is None:
            if limits or any(one.was.gone or one.now.gone for one in found):
                self._enter(found, limits.values())
            return
        said = {_limit(one): one for one in _read_over(waiting.details)}
        # Of a limit that they were over before this edit, that it is why still holds; the figures are those of now.
        kept = {limit: replace(one, because=said[limit].because) for limit, one in all_limits.items() if limit in said}
        details = {
            **waiting.details,
            MOVED: _written(_merged(_renamed(_read(waiting.details), renamed), found)),
            OVER: json.dumps([seat_edits.plain(one) for one in ({**kept, **limits}).values()]),
            UNTOLD: json.dumps(sorted({*json.loads(waiting.details.get(UNTOLD, "[]")), *self.untold})),
        }
        seat_news.put_otherwise(self.connection, waiting, details)

    def _enter(self, found: Iterable[Moved], limits: Iterable[Over]) -> None:
        telling = Telling(
            kind=NoticeKind.SEATS,
            item=ITEM,
            occurrence=f"{EDIT}.v{self.number}",
            title="Seats and the schedule",
            details={
                WHAT: EDIT,
                MOVED: _written(found),
                OVER: json.dumps([seat_edits.plain(one) for one in limits]),
                UNTOLD: json.dumps(sorted(self.untold)),
            },
            look_at=self.now + SETTLES,
        )
        tell(self.connection, self.course, telling, now=self.now)


def _limit(one: Over) -> seat_edits.Limit:
    return (one.person, one.bar, one.week)


def _merged(said: Iterable[Moved], fresh: Iterable[Moved]) -> list[Moved]:
    """From what they knew before the first of these edits to what is so after the last."""
    known = {(one.person, one.key): one for one in said}
    for one in fresh:
        earlier = known.get((one.person, one.key))
        known[one.person, one.key] = one if earlier is None else replace(one, was=earlier.was)
    return list(known.values())


def _renamed(said: Iterable[Moved], renamed: Mapping[str, str]) -> list[Moved]:
    """With the names that the seats have now."""
    return [replace(one, key=seat_edits.renamed_key(one.key, renamed)) for one in said]


# --- as text, and when it is said -------------------------------------------------------------------------------------


def _written(found: Iterable[Moved]) -> str:
    return json.dumps([seat_edits.plain(one) for one in found], ensure_ascii=False)


def _read(details: Mapping[str, str]) -> list[Moved]:
    return [seat_edits.read_moved(one) for one in json.loads(details.get(MOVED, "[]"))]


def _read_over(details: Mapping[str, str]) -> list[Over]:
    return [seat_edits.read_over(one) for one in json.loads(details.get(OVER, "[]"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is said. `names`: of the persons that it is about; `untold`: whom the bot cannot reach."""

    moved: tuple[Moved, ...]
    over: tuple[Over, ...] = ()
    names: Mapping[int, str]
    untold: frozenset[int] = frozenset()


NAMES = "names"


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What is still so when it is said, for `read`: of seats that they still have, and that differ from what they knew.
    None where nothing of it is left.
    """
    if one.details.get(WHAT) != EDIT:
        said = seat_tellings.particulars(connection, course, one, now)
        owed = owed_again.particulars(connection, course, one, now) if one.notice.kind is NoticeKind.SEAT else {}
        return {**(said or {}), **owed}
    held = seats.held(connection, course.id)

    def theirs(person: int, key: SeatKey) -> bool:
        return key in held and held[key].person == person

    found = [each for each in _read(one.details) if each.matters and theirs(each.person, each.key)]
    limits = [each for each in _read_over(one.details) if theirs(each.person, each.key)]
    if one.notice.kind is NoticeKind.SEATS:
        found = [each for each in found if each.was.gone or each.now.gone]
    if not found and not limits:
        return None
    persons = {each.person for each in found} | {each.person for each in limits}
    names = {person: people.get_person(connection, person).name for person in persons}
    return {MOVED: _written(found), OVER: json.dumps([seat_edits.plain(each) for each in limits])} | {
        NAMES: json.dumps(names)
    }


def read(details: Mapping[str, str]) -> News:
    """What `particulars` found."""
    names = {int(person): name for person, name in json.loads(details.get(NAMES, "{}")).items()}
    untold = frozenset(json.loads(details.get(UNTOLD, "[]")))
    return News(moved=tuple(_read(details)), over=tuple(_read_over(details)), names=names, untold=untold)
