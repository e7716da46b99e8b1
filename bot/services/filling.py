"""Filling all that is open: a proposal is kept, applied in one step when staff confirm it, and undone in one step.

Working it out takes a while and asks the database nothing, so it stands between two transactions; when it is applied
each seat is asked of the rules and of the database again. It knows whom to tell, never the words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.course.fairness import Given, Why, hindrance
from bot.course.fill_problem import open_seats
from bot.course.filling import Filling, Scope, fill
from bot.course.model import Course
from bot.course.seat_preferences import Preference, encoded
from bot.course.seat_rules import Bar, is_over
from bot.course.signups import Holding, SeatKey, Signups, progress
from bot.services import seating
from bot.services.fill_tellings import APPLIED, FILLED, UNDONE, UNFILLED, tell_people, tell_staff
from bot.store import audit, fills, people, seat_preferences, seats
from bot.store.database import Connection
from bot.store.fills import Fill, Proposal
from bot.store.seats import Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a filling is worked out from. `in_force`: the newest one that was applied and not undone."""

    signups: Signups
    students: tuple[int, ...]
    preferences: Mapping[int, Preference]
    names: Mapping[int, str]
    in_force: Fill | None = None

    def mark(self, now: datetime) -> str:
        """The same as long as nothing of it has changed."""
        held = sorted((*key, one.person, one.outcome) for key, one in self.signups.held.items())
        wishes = sorted((person, sorted(encoded(one).items())) for person, one in self.preferences.items())
        free = [(*seat.key, str(seat.session.first)) for seat in open_seats(self.signups, now)]
        rules = self.signups.course.presenting.rules
        told = repr((held, wishes, free, self.students, rules))
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:16]

    def filling(self, now: datetime, scope: Scope | None) -> Filling:
        """Takes up to a second or two."""
        return fill(self.signups, self.students, self.preferences, now, scope=scope)


def situation(connection: Connection, course: Course) -> Situation:
    students = tuple(one.person for one in people.students(connection, course.id))
    said = seat_preferences.of_course(connection, course.id)
    return Situation(
        signups=seating.signups(connection, course),
        students=students,
        preferences={person: said[person] for person in students if person in said},
        names=people.names(connection, students),
        in_force=fills.newest(connection, course.id, "applied"),
    )


def keep(
    connection: Connection, course: Course, found: Situation, filling: Filling, *, now: datetime, by: int | None
) -> int:
    """The number under which it can be applied. The same proposal is kept once."""
    proposal = Proposal(scope=filling.scope.value, mark=found.mark(now), given=filling.given)
    known = fills.newest(connection, course.id, "proposed")
    if known is not None and known.proposal == proposal:
        return known.id
    return fills.add(connection, course.id, proposal, at=now, by=by)


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal as it was shown, with the names of all whom it mentions."""

    fill: Fill
    names: Mapping[int, str]


def find(connection: Connection, course: Course, number: int) -> Kept | None:
    one = fills.get(connection, course.id, number)
    return None if one is None else _with_names(connection, one)


def _with_names(connection: Connection, one: Fill) -> Kept:
    others = {person for person in (one.made_by, one.applied_by, one.undone_by) if person is not None}
    return Kept(one, people.names(connection, others | {given.person for given in one.proposal.given}))


# --- applying -------------------------------------------------------------------------------------------------------

Not = Why | Literal["gone", "left", "enough"]
"""Why a seat of a proposal is not given after all; beside the rules: the schedule has it no more, the person is no
student of the course any more, or owes none any more.
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A seat of a proposal that was not given, and why."""

    given: Given
    why: Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What came of it. `done`: now; `changed`: nothing, for what it was worked out from is not so any more, and
    `left_out` says what of it would not fit; otherwise the state in which it was found.
    """

    outcome: Literal["done", "changed", "applied", "undone", "dropped"]
    kept: Kept
    given: tuple[Given, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def apply(
    connection: Connection, course: Course, number: int, *, now: datetime, by: int | None, anyway: bool = False
) -> Applied | None:
    """Give the seats of a proposal. Where something has changed since it was made, only `anyway`: what fits. None where
    there is no such proposal.
    """
    kept = find(connection, course, number)
    if kept is None:
        return None
    one, found = kept.fill, situation(connection, course)
    if one.state != "proposed":
        return Applied(outcome=one.state, kept=kept)
    given, left_out = _fitting(found, one, now)
    if not anyway and (left_out or one.proposal.mark != found.mark(now)):
        return Applied(outcome="changed", kept=kept, given=tuple(given), left_out=tuple(left_out))
    how = Gain(key=SeatKey("", "", "", 0), person=0, how="filled", at=now, by=by, fill=one.id)
    gained = [
        each for each in given if seats.gain(connection, course.id, replace(how, key=each.key, person=each.person))
    ]
    left_out += [LeftOut(each, Bar.TAKEN) for each in given if each not in gained]
    fills.apply(connection, one, tuple(gained), at=now, by=by)
    seats.set_filled(connection, course.id, now)
    details = {"seats": len(gained), "people": len({each.person for each in gained}), "left_out": len(left_out)}
    item = str(one.id)
    audit.record(connection, course=course.id, person=by, action="seats_filled", item=item, details=details, now=now)
    tell_people(connection, course, one.id, FILLED, gained, now=now)
    tell_staff(connection, course, one.id, APPLIED, gained, now=now, by=by)
    done = find(connection, course, number) or kept
    return Applied(outcome="done", kept=done, given=tuple(gained), left_out=tuple(left_out))


def _fitting(found: Situation, one: Fill, now: datetime) -> tuple[list[Given], list[LeftOut]]:
    """What of the proposal can be given as things are."""
    given: list[Given] = []
    left_out: list[LeftOut] = []
    known = found.signups
    for each in one.proposal.given:
        why = _why_not(found, known, each, now, scope=Scope(one.proposal.scope))
        if why is not None:
            left_out.append(LeftOut(each, why))
            continue
        given.append(each)
        known = known.changed(take=(Holding(key=each.key, person=each.person, taken_at=now),))
    return given, left_out


def _why_not(found: Situation, known: Signups, each: Given, now: datetime, *, scope: Scope) -> Not | None:
    seat, holding = known.seats.get(each.key), known.held.get(each.key)
    if seat is None or each.person not in found.names:
        return "gone" if seat is None else "left"
    if holding is not None:
        return Bar.MINE if holding.person == each.person else Bar.TAKEN
    if seat.session.first is None or is_over(known.course, seat.session, now):
        return Bar.UNDATED if seat.session.first is None else Bar.OVER
    if scope is Scope.MINIMUM and not progress(known, each.person, now).left:
        return "enough"
    return hindrance(known, seat, each.person, found.preferences.get(each.person, Preference()), now)


# --- undoing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What came of it. `freed`: seats that are free again; `stay`: those of classes that have begun or of which staff
    have said what became of them; `changed`: those that had changed hands or were given up before.
    """

    outcome: Literal["done", "proposed", "undone", "dropped"]
    kept: Kept
    freed: tuple[Given, ...] = ()
    stay: tuple[Given, ...] = ()
    changed: tuple[Given, ...] = ()


def undo(connection: Connection, course: Course, number: int, *, now: datetime, by: int | None) -> Undone | None:
    """Free what still is as it was given, of classes that are to come. None where there is no such filling."""
    kept = find(connection, course, number)
    if kept is None:
        return None
    one = kept.fill
    if one.state != "applied":
        return Undone(outcome=one.state, kept=kept)
    known, standing = seating.signups(connection, course), seats.of_fill(connection, course.id, one.id)
    freed: list[Given] = []
    stay: list[Given] = []
    for holding in standing:
        seat = known.seats.get(holding.key)
        fixed = holding.outcome or (seat is not None and is_over(course, seat.session, now))
        lost = not fixed and seats.lose(connection, course.id, holding.key, holding.person, "unfilled", at=now, by=by)
        (freed if lost else stay).append(Given(holding.key, holding.person))
    fills.undo(connection, one, at=now, by=by)
    before = fills.newest(connection, course.id, "applied")
    seats.set_filled(connection, course.id, before.applied_at if before is not None else None)
    as_given = {holding.key for holding in standing}
    changed = tuple(each for each in one.proposal.given if each.key in known.seats and each.key not in as_given)
    details, item = {"seats": len(freed), "stay": len(stay)}, str(one.id)
    audit.record(connection, course=course.id, person=by, action="seats_unfilled", item=item, details=details, now=now)
    tell_people(connection, course, one.id, UNFILLED, freed, now=now)
    tell_staff(connection, course, one.id, UNDONE, freed, now=now, by=by)
    done = find(connection, course, number) or kept
    return Undone(outcome="done", kept=done, freed=tuple(freed), stay=tuple(stay), changed=changed)
