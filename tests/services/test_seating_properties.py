"""For any sequence of what students and staff do with seats, of edits, of people who leave and of hours that pass: no
limit is broken but by staff, by name; the history tells who has what; and the board shows it.

What a person has at most is counted here a second time, from the rows alone and in another way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.course.filling import Scope
from bot.course.model import Course, CourseRole
from bot.course.seat_rules import Bar, broken
from bot.course.signups import SeatKey, begins_at, seats
from bot.errors import Refused
from bot.services import (
    assigning,
    cover_rounds,
    dropping,
    filling,
    marking,
    seat_board,
    seat_consequences,
    seat_exchanges,
    seat_leaving,
    seating,
    stepping_in,
    swapping,
    waiting,
)
from bot.services.assigning import Wish
from bot.services.swapping import Wanted
from bot.store import courses as states
from bot.store import covers, ledger, people
from bot.store import seats as store
from bot.store.database import Connection, Database
from bot.store.seat_tables import seat as seat_table
from bot.store.swaps import Swap
from tests.support.seat_course import HOUR, MINUTE, SESSIONS, START, key, small
from tests.support.seat_desk import set_up
from tests.support.seat_history import told

STUDENTS = ("ada", "bob", "cem", "dee")
WHO = (*STUDENTS, "aud")

TWO_CRITICS = "[{id: critic, title: Critic, seats: 2}]"
RULES = "{at_least: 3, distinct_roles: yes, at_most_per_week: 1}"


@cache
def taught() -> tuple[Course, ...]:
    """The course as it is at first, and what an edit can make of it."""
    usual = {"roles": TWO_CRITICS, "rules": RULES, "waiting_list": "yes"}
    moved = SESSIONS.replace("date: 2022-02-07", "date: 2022-02-17")
    cancelled = SESSIONS.replace("{id: raft,", "{id: raft, kind: cancelled,")
    gone = "".join(line for line in SESSIONS.splitlines(keepends=True) if "rdd" not in line)
    return (
        small(**usual),
        small(moved, **usual),
        small(cancelled, **usual),
        small(gone, **usual),
        small(**usual | {"roles": "[{id: critic, title: Critic}]"}),
        small(
            **usual
            | {
                "preset": "",
                "roles": "[{id: critic, title: Critic}, {id: backup, title: B, backup: true}]",
                "rules": RULES.replace("3", "2"),
            }
        ),
        small(**usual | {"rules": "{at_most_per_term: 2, distinct_roles: as possible, once_per_paper: no}"}),
        small(moved, **usual | {"closes": "2 days before", "rules": "{at_most_per_week: 2}"}),
        small(SESSIONS.replace("date: TBD", "date: 2022-02-15"), **usual),
    )


KEYS = tuple(
    key(session, role, number)
    for session in ("raft", "rdd", "zero")
    for role, number in (("critic", 1), ("backup", 1), ("advocate", 1), ("backup", 1), ("critic", 2))
)
Limit = tuple[int, Bar, str]
"""Whose, which, and of what: a class, a role, a week."""


@dataclass
class Term:
    """A term that is played in one transaction. `excused`: what is over a limit since an edit, or since somebody came
    back, with the number of seats that nobody broke it for by name. Also what staff say became of a seat breaks by name.
    """

    connection: Connection
    persons: dict[str, int]
    course: Course
    now: datetime = START
    excused: dict[Limit, int] = field(default_factory=dict)
    edits: int = 0
    lines: int = 0
    did: Counter[str] = field(default_factory=Counter)

    # --- what is done -----------------------------------------------------------------------------------------------

    def plays(self, step: tuple[str, int, int, int]) -> None:
        name, *numbers = step
        before = self.lines
        try:
            with self.connection.begin_nested():
                DEEDS[name](self, *numbers)
        except Refused:
            pass
        self.now += MINUTE
        self.check(may_exceed=name in ("edit", "returns"), since=before)
        if self.lines > before:
            self.did[name] += 1

    def person(self, number: int) -> int:
        return self.persons[WHO[number % len(WHO)]]

    def seat(self, number: int) -> SeatKey:
        return KEYS[number % len(KEYS)]

    def held(self, number: int) -> tuple[SeatKey, int]:
        """Some seat that is taken, and whose."""
        rows = sorted(store.held(self.connection, self.course.id).items())
        if not rows:
            raise Refused("nobody has a seat")
        place, one = rows[number % len(rows)]
        return place, one.person

    def near(self, number: int) -> tuple[SeatKey, int]:
        """A seat that is taken, of the next class in which there is one."""
        rows = sorted(store.held(self.connection, self.course.id).items())
        ahead = {place: at for place, _ in rows if (at := self._begins(place)) is not None and at > self.now}
        if not ahead:
            raise Refused("nobody has a seat ahead")
        found = [(place, one.person) for place, one in rows if ahead.get(place) == min(ahead.values())]
        return found[number % len(found)]

    def take(self, who: int, seat: int, _: int) -> None:
        seating.take(self.connection, self.course, self.seat(seat), self.person(who), now=self.now)

    def all_take(self, way: int, _: int, __: int) -> None:
        """Each what is left for them in a round."""
        roles = ("critic", "backup", "advocate", "neutral")
        for at, session in enumerate(("raft", "rdd", "zero")):
            for number, who in enumerate(STUDENTS):
                place = key(session, roles[(number + at + way) % len(roles)])
                if place in {one.key for one in seats(self.course)} and way + number != at + 2:
                    try:
                        seating.take(self.connection, self.course, place, self.persons[who], now=self.now)
                    except Refused:
                        continue  # they have left

    def drop(self, one: int, way: int, _: int) -> None:
        place, person = self.near(one) if way % 2 else self.held(one)
        dropping.drop(self.connection, self.course, place, person, now=self.now)

    def assign(self, who: int, seat: int, way: int) -> None:
        held = store.held(self.connection, self.course.id).get(self.seat(seat))
        wish = Wish(
            key=self.seat(seat),
            person=self.person(who),
            reason="asked for" if way % 3 else "",
            anyway=way % 3 == 1,
            replacing=held.person if held is not None and way % 2 else None,
        )
        assigning.give(self.connection, self.course, wish, now=self.now, by=self.persons["tess"])

    def unassign(self, one: int, find: int, _: int) -> None:
        place, person = self.held(one)
        staff = {"now": self.now, "by": self.persons["tess"], "find": bool(find % 2)}
        assigning.take(self.connection, self.course, place, person, **staff)  # type: ignore[arg-type]

    def swap(self, one: int, other: int, way: int) -> None:
        (mine, ada), (theirs, bob) = self.held(one), self.held(other)
        if way % 2:
            seat_exchanges.exchange(self.connection, self.course, mine, theirs, now=self.now)
            return
        offer = swapping.offer(self.connection, self.course, mine, ada, now=self.now, wanted=Wanted())
        swap: Swap = offer.swap
        for _ in range(2):
            swapping.accept(self.connection, self.course, swap.id, theirs, bob, now=self.now)

    def wait(self, who: int, seat: int, _: int) -> None:
        place, _holder = self.held(seat)
        waiting.wait(self.connection, self.course, place, self.person(who), now=self.now)

    def answer(self, one: int, who: int, way: int) -> None:
        """Somebody who was asked to step in says something; mostly who is asked now."""
        rows = covers.since(self.connection, self.course.id, START)
        if not rows:
            raise Refused("nobody was asked")
        rows = tuple(row for row in rows if row.asked is not None and way % 2) or rows
        cover = rows[one % len(rows)]
        person = cover.asked if cover.asked is not None and way % 4 else self.person(who)
        says = stepping_in.accept if way % 3 else stepping_in.decline
        says(self.connection, self.course, cover.id, person, now=self.now)

    def passes(self, hours: int, way: int, _: int) -> None:
        """An hour or two; or until close to the next class, or until it has begun."""
        instants = [begins_at(self.course, one.session) for one in seats(self.course)]
        ahead = [at for at in instants if at is not None and at > self.now]
        to_class = (min(ahead) - HOURS[hours % len(HOURS)] * HOUR) if ahead else self.now
        self.now = to_class if way % 2 and to_class > self.now else self.now + (1 + hours % 2) * HOUR
        cover_rounds.step(self.connection, self.course, now=self.now)

    def begun(self, number: int) -> SeatKey:
        """A seat of which staff say what became of it."""
        rows = sorted(store.held(self.connection, self.course.id))
        found = [one for one in rows if (at := self._begins(one)) is not None and at <= self.now]
        if not found:
            raise Refused("no class has begun")
        return found[number % len(found)]

    def _begins(self, place: SeatKey) -> datetime | None:
        session = self.course.session(place.session)
        return None if session is None else begins_at(self.course, session)

    def mark(self, one: int, way: int, _: int) -> None:
        place = self.begun(one)
        said = {"now": self.now, "by": self.persons["tess"], "instead_of": None}
        outcome: Any = "no_show" if way % 2 else "presented"
        marking.mark(self.connection, self.course, place, outcome, **said)  # type: ignore[arg-type]

    def stood_in(self, who: int, seat: int, way: int) -> None:
        staff, place = self.persons["tess"], self.begun(seat) if way % 3 else self.seat(seat)
        marking.stood_in(self.connection, self.course, place, self.person(who), now=self.now, by=staff)

    def unmark(self, one: int, _: int, __: int) -> None:
        place = self.begun(one)
        marking.unmark(self.connection, self.course, place, now=self.now, by=self.persons["tess"])

    def same_role(self, one: int, way: int, _: int) -> None:
        """Who was not there takes the same role in another class; and then staff say that they were there."""
        place = self.begun(one)
        person = store.held(self.connection, self.course.id)[place].person
        staff: Any = {"now": self.now, "by": self.persons["tess"]}
        marking.mark(self.connection, self.course, place, "no_show", instead_of=None, **staff)
        for session in ("raft", "rdd", "zero"):
            if key(session, place.role) in {one.key for one in seats(self.course)}:
                seating.take(self.connection, self.course, key(session, place.role), person, now=self.now)
        if way % 2:
            marking.unmark(self.connection, self.course, place, **staff)
        else:
            marking.mark(self.connection, self.course, place, "presented", instead_of="no_show", **staff)

    def edit(self, which: int, _: int, __: int) -> None:
        before, self.course = self.course, taught()[which % len(taught())]
        self.edits += 1
        seat_consequences.of_edit(self.connection, before, self.course, {}, number=self.edits, now=self.now)

    def leaves(self, who: int, _: int, __: int) -> None:
        self._is(who, active=False)
        member = people.get_member(self.connection, self.course.id, self.person(who))
        assert member is not None
        seat_leaving.free(self.connection, self.course, member, now=self.now, by=self.persons["tess"])

    def returns(self, who: int, _: int, __: int) -> None:
        self._is(who, active=True)

    def _is(self, who: int, *, active: bool) -> None:
        role = CourseRole.AUDITOR if WHO[who % len(WHO)] == "aud" else CourseRole.STUDENT
        of, person = self.course.id, self.person(who)
        people.set_membership(self.connection, course=of, person_id=person, role=role, now=self.now, active=active)

    def fill(self, way: int, _: int, __: int) -> None:
        staff = {"now": self.now, "by": self.persons["tess"]}
        found = filling.situation(self.connection, self.course)
        scope = Scope.MINIMUM if found.signups.course.presenting.rules.at_least else None
        made = found.filling(self.now, scope)
        number = filling.keep(self.connection, self.course, found, made, **staff)  # type: ignore[arg-type]
        filling.apply(self.connection, self.course, number, **staff)  # type: ignore[arg-type]
        if way % 2:
            filling.undo(self.connection, self.course, number, **staff)  # type: ignore[arg-type]

    # --- what holds -------------------------------------------------------------------------------------------------

    def check(self, *, may_exceed: bool, since: int) -> None:
        rows = self._rows()
        self._check_limits(rows, may_exceed=may_exceed)
        held = seating.signups(self.connection, self.course).held
        assert {place: one.person for place, one in held.items()} == {place: row.person for place, row in rows.items()}
        by_history = told(self.connection, self.course.id)
        assert {place: row.person for place, row in rows.items()} == {at: one.person for at, one in by_history.items()}
        assert {place: row.outcome for place, row in rows.items()} == {
            at: one.outcome for at, one in by_history.items()
        }
        assert {place: tuple(row.broken) for place, row in rows.items()} == {
            at: one.broken for at, one in by_history.items()
        }
        self._check_lines(since)

    def _rows(self) -> dict[SeatKey, Any]:
        query = sa.select(seat_table).where(seat_table.c.course == self.course.id)
        return {SeatKey(row.session, row.paper, row.role, row.number): row for row in self.connection.execute(query)}

    def _check_limits(self, rows: dict[SeatKey, Any], *, may_exceed: bool) -> None:
        loads, most = self._loads(rows)
        over = {limit: number for limit, number in loads.items() if number > most[limit[1]]}
        if may_exceed:
            self.excused = over
        for limit, number in over.items():
            assert number <= self.excused.get(limit, 0), (limit, number)
        self.excused = over
        known = seating.signups(self.connection, self.course)
        for person in self.persons.values():
            for place, bar in broken(known, person, self.now):
                named = bar.value in known.held[place].broken
                assert named or any(limit[:2] == (person, bar) for limit in over), (place, bar)

    def _loads(self, rows: dict[SeatKey, Any]) -> tuple[Counter[Limit], dict[Bar, float]]:
        """How many seats each person has of each class, role, week and in all; those left out for which staff broke
        that limit by name.
        """
        offered = {one.key: one for one in seats(self.course)}
        stood_in = {(row.stand_in, place.session) for place, row in rows.items() if row.stand_in is not None}
        found: Counter[Limit] = Counter()
        for place, row in rows.items():
            if place not in offered or row.outcome in ("no_show", "stood_in"):
                continue
            seat = offered[place]
            if seat.role.backup and not row.outcome and (row.person, place.session) in stood_in:
                continue
            first = seat.session.first
            week = "" if first is None else "-".join(map(str, first.day.isocalendar()[:2]))
            of = {Bar.SAME_PAPER: place.session, Bar.SAME_ROLE: place.role, Bar.WEEK: week, Bar.TERM: "all"}
            found.update((row.person, bar, what) for bar, what in of.items() if what and bar.value not in row.broken)
        rules, without = self.course.presenting.rules, float("inf")
        return found, {
            Bar.SAME_PAPER: 1 if rules.once_per_paper else without,
            Bar.SAME_ROLE: 1 if rules.distinct_roles == "yes" else without,
            Bar.WEEK: rules.at_most_per_week or without,
            Bar.TERM: rules.at_most_per_term or without,
        }

    def _check_lines(self, since: int) -> None:
        """Nobody but staff changes anything once class has begun, or gives a seat to who may not have one."""
        for line in store.changes(self.connection, self.course.id, after=since):
            self.lines = line.id
            begins = self._begins(line.key)
            moved_up = line.change in ("freed", "assigned")  # a role has fewer seats by an edit
            if line.by is None and not moved_up and begins is not None:
                assert line.at < begins, line
            member = people.get_member(self.connection, self.course.id, line.person)
            assert member is not None
            if line.by is None and line.change in ("taken", "promoted", "swapped"):
                assert member.active, line
                assert member.role is CourseRole.STUDENT, line

    def check_board(self) -> None:
        """What stands in the channel."""
        entry = ledger.Delivery  # only its place is asked for
        details = seat_board.particulars(self.connection, self.course, entry, self.now)  # type: ignore[arg-type]
        assert details is not None
        shown, names = seat_board.read(self.course, details, self.now)
        offered = {one.key for one in seats(self.course)}
        rows = {place: row.person for place, row in self._rows().items() if place in offered}
        assert {place: one.person for place, one in shown.held.items()} == rows
        assert set(names) == set(rows.values())


DEEDS: dict[str, Callable[[Term, int, int, int], None]] = {
    name: getattr(Term, name)
    for name in (
        "take", "all_take", "drop", "assign", "unassign", "swap", "wait", "answer", "passes", "mark", "stood_in", "unmark", "same_role", "edit",
        "leaves", "returns", "fill",
    )
}  # fmt: skip

OFTEN = (
    *["take", "drop", "swap", "answer", "passes"] * 3,
    "all_take",
    "all_take",
    "assign",
    "mark",
    "stood_in",
    "same_role",
)
HOURS = (60, 47, 30, 12, 5, 3, -1, -2)
NUMBER = st.integers(0, 14)
STEPS = st.tuples(st.sampled_from((*OFTEN, *(name for name in DEEDS if name != "fill"))), NUMBER, NUMBER, NUMBER)
ALL_STEPS = st.tuples(st.sampled_from((*OFTEN, *DEEDS)), NUMBER, NUMBER, NUMBER)
Step = tuple[str, int, int, int]


def played(database: Database, steps: Sequence[Step]) -> Counter[str]:
    """Play them and take it all back."""
    with database.write_engine.connect() as connection, connection.begin() as whole:
        course = taught()[0]
        persons = set_up(connection, course, STUDENTS)
        states.set_roster_right(connection, course.id, now=START, by=None)
        term = Term(connection, persons, course)
        for step in steps:
            term.plays(step)
        term.check_board()
        whole.rollback()
        return term.did


@pytest.mark.both_databases(postgresql="torture")
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=25))
@example(steps=[("take", 0, 0, 0), ("passes", 6, 1, 0), ("same_role", 0, 1, 0)])
def test_no_limit_is_broken_but_by_name_and_the_history_tells_who_has_what(database: Database, steps: Any) -> None:
    played(database, steps)


@pytest.mark.torture
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=20, max_size=80))
def test_so_it_is_in_long_terms_too(database: Database, steps: Any) -> None:
    played(database, steps)


@pytest.mark.torture
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(ALL_STEPS, min_size=10, max_size=30))
def test_so_it_is_where_seats_are_given_by_a_filling(database: Database, steps: Any) -> None:
    """Working one out takes a while."""
    played(database, steps)
