"""A filling keeps every rule, is the best there is, is the same every time, and says what it could not do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot
from bot.course.fairness import AWAY, Given
from bot.course.fill_problem import problem
from bot.course.fill_search import search
from bot.course.fill_worth import worth
from bot.course.filling import Filling, Scope, fill
from bot.course.model import Course, PresentingRules
from bot.course.seat_preferences import Preference
from bot.course.seat_rules import Bar, broken, is_over
from bot.course.signups import Seat, SeatKey, Signups, progress, seats, week_of
from tests.support.seat_desk import DATED, ROLES, START, holding, key, la, small, taken

DAYS = ("2022-01-31", "2022-02-02", "2022-02-07", "2022-02-14", "2022-03-14")
TWO = "[{id: neutral, title: Neutral}, {id: critic, title: Critic}]"
ONE = "[{id: lead, title: Lead}]"


def classes(count: int, roles: str = TWO, *, rules: str = "{}", **more: str) -> Course:
    """So many classes of one paper each; the first two are in one week."""
    listed = "".join(
        f"  - {{id: s{n}, title: Class {n}, date: {day}, readings: [{{id: p{n}, title: Paper {n}, tier: required}}]}}\n"
        for n, day in enumerate(DAYS[:count])
    )
    return small(f"sessions:\n{listed}", preset="", roles=roles, rules=rules, **more)


def held_by(filling: Filling) -> dict[int, list[SeatKey]]:
    found: dict[int, list[SeatKey]] = {}
    for one in filling.given:
        found.setdefault(one.person, []).append(one.key)
    return found


def after(signups: Signups, filling: Filling, now: datetime) -> Signups:
    return signups.changed(take=[holding(one.key, one.person, at=now) for one in filling.given])


# --- the best there is ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A small course with people in it; `wishes` by person."""

    signups: Signups
    people: tuple[int, ...]
    wishes: Mapping[int, Preference]
    now: datetime
    scope: Scope


THREE = classes(3)


@st.composite
def rules(draw: st.DrawFn) -> PresentingRules:
    return PresentingRules(
        at_least=draw(st.sampled_from([None, 1, 2])),
        distinct_roles=draw(st.sampled_from(["yes", "as_possible", "no"])),
        once_per_paper=draw(st.sampled_from([True, True, False])),
        at_most_per_week=draw(st.sampled_from([None, None, 1])),
        at_most_per_term=draw(st.sampled_from([None, None, 2])),
    )


@st.composite
def cases(draw: st.DrawFn, *, most_free: int) -> Case:
    course = replace(THREE, presenting=replace(THREE.presenting, rules=draw(rules())))
    offered = draw(st.permutations(seats(course)))
    spots = sorted({seat.key[:2] for seat in offered})
    people = tuple(range(1, draw(st.integers(1, 3)) + 1))
    held = offered[draw(st.integers(0, most_free)) :]
    now = draw(st.sampled_from([START, START, la(1, month=2)]))
    wish = st.builds(
        Preference,
        sessions=st.lists(st.sampled_from(spots), max_size=3, unique=True).map(tuple),
        roles=st.frozensets(st.sampled_from(["neutral", "critic"]), max_size=1),
        cannot=st.frozensets(st.sampled_from(["s0", "s1", "s2"]), max_size=1),
    )
    wishes = draw(st.dictionaries(st.sampled_from(people), wish))
    holders = [holding(seat.key, draw(st.sampled_from((*people, 98, 99)))) for seat in held]
    return Case(taken(course, *holders), people, wishes, now, draw(st.sampled_from(list(Scope))))


Merit = tuple[int, int, int, int, int]


def merit(case: Case, given_away: Sequence[Given]) -> Merit:
    """What a filling is worth, told once more and in another way: the squares of what is lacking, seats beyond the
    minimum, how evenly, roles again, what is liked, weeks with seats side by side, and
    how many are in one class.
    """
    course, later = case.signups.course, case.signups.changed(take=[holding(one.key, one.person) for one in given_away])
    rules = course.presenting.rules
    needed = rules.at_least or 0
    lacking = beyond = uneven = again = points = near = 0
    for person in case.people:
        come = progress(later, person, case.now)
        has = come.presented + come.ahead
        lacking -= max(needed - has, 0) ** 2
        beyond += max(has - needed, 0)
        uneven -= sum(range(max(has - needed, 0) + 1))
        mine = [turn.seat for turn in later.turns(person, case.now) if turn.counts]
        if rules.distinct_roles == "as_possible":
            again -= sum(count * (count - 1) for count in Counter(seat.role.id for seat in mine).values())
        mondays = [week for seat in mine if (week := week_of(seat.session)) is not None]
        weeks = Counter(mondays)
        span = [min(mondays) + timedelta(weeks=n) for n in range(-1, 12)] if mondays else []
        near -= sum(max(weeks[one] + weeks[two] - 1, 0) for one, two in pairwise(span))
        wish = case.wishes.get(person, Preference())
        for one in given_away:
            if one.person == person:
                rank = wish.sessions.index(one.key[:2]) if one.key[:2] in wish.sessions else 3
                points += (12, 8, 5, 0)[rank] + 3 * (one.key.role in wish.roles)
    crowded = sum(count * (count - 1) for count in Counter(key.session for key in later.held).values())
    return 10_000 * lacking + 400 * beyond + 2 * uneven, again, points, near, -crowded


def fits(case: Case, given_away: Sequence[Given], person: int, seat: Seat) -> bool:
    """Whether the person may have it beside those, by the rules as they are told to people."""
    course, rules = case.signups.course, case.signups.course.presenting.rules
    later = case.signups.changed(take=[holding(one.key, one.person) for one in given_away])
    mine = [turn.seat for turn in later.turns(person, case.now) if turn.counts]
    come = progress(later, person, case.now)
    return not (
        seat.key.session in case.wishes.get(person, Preference()).cannot
        or is_over(course, seat.session, case.now)
        or (case.scope is Scope.MINIMUM and come.left == 0)
        or (rules.once_per_paper and any(one.key[:2] == seat.key[:2] for one in mine))
        or (rules.distinct_roles == "yes" and any(one.role == seat.role for one in mine))
        or (rules.at_most_per_week and sum(week_of(one.session) == week_of(seat.session) for one in mine) >= 1)
        or (rules.at_most_per_term and len(mine) >= rules.at_most_per_term)
    )


def best_of_all(case: Case) -> Merit:
    """Every filling that there is, tried."""
    free = case.signups.free()

    def tried(number: int, given_away: list[Given]) -> Merit:
        if number == len(free):
            return merit(case, given_away)
        seat = free[number]
        found = [tried(number + 1, given_away)]
        may = [person for person in case.people if fits(case, given_away, person, seat)]
        found += [tried(number + 1, [*given_away, Given(seat.key, person)]) for person in may]
        return max(found)

    return tried(0, [])


def is_the_best(case: Case) -> None:
    found = fill(case.signups, case.people, case.wishes, case.now, scope=case.scope)
    assert merit(case, found.given) == best_of_all(case)
    assert found.best_loads
    assert found.best_wishes


CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@settings(max_examples=8, deadline=None, suppress_health_check=CALM)
@given(cases(most_free=4))
def test_of_all_fillings_that_there_are_it_is_the_best(case: Case) -> None:
    is_the_best(case)


@pytest.mark.torture
@settings(max_examples=300, deadline=None, suppress_health_check=CALM)
@given(cases(most_free=6))
def test_of_very_many_small_courses_it_is_the_best_filling(case: Case) -> None:
    is_the_best(case)


def keeps_the_rules(case: Case) -> None:
    before = {person: Counter(broken(case.signups, person, case.now)) for person in case.people}
    found = fill(case.signups, case.people, case.wishes, case.now, scope=case.scope)
    later = after(case.signups, found, case.now)
    assert len({one.key for one in found.given}) == len(found.given)
    for one in found.given:
        assert one.key not in case.signups.held
        assert one.person in case.people
        assert one.key.session not in case.wishes.get(one.person, Preference()).cannot
        assert not is_over(case.signups.course, later.seats[one.key].session, case.now)
    for person in case.people:
        assert Counter(broken(later, person, case.now)) == before[person]
    assert found.fairness.away == 0
    assert (
        fill(case.signups, reversed(case.people), dict(reversed(list(case.wishes.items()))), case.now, scope=case.scope)
        == found
    )


@settings(max_examples=8, deadline=None, suppress_health_check=CALM)
@given(cases(most_free=6))
def test_no_rule_is_broken_and_the_same_comes_out_again(case: Case) -> None:
    keeps_the_rules(case)


@pytest.mark.torture
@settings(max_examples=300, deadline=None, suppress_health_check=CALM)
@given(cases(most_free=6))
def test_of_very_many_courses_no_rule_is_broken(case: Case) -> None:
    keeps_the_rules(case)


# --- what it says ---------------------------------------------------------------------------------------------------

PC = small()
SEATS = {(seat.key.session, seat.key.role): seat.key for seat in seats(PC)}


def test_everybody_reaches_the_minimum_in_different_roles_and_nobody_is_where_they_cannot_be() -> None:
    wishes = {
        1: Preference(sessions=(("zero", ""), ("raft", ""), ("dst", "")), roles=frozenset({"critic"})),
        2: Preference(cannot=frozenset({"raft", "rdd", "zero"})),
    }
    found = fill(taken(PC), (1, 2, 3, 4), wishes, START)
    mine = held_by(found)
    assert found.scope is Scope.MINIMUM
    assert {person: len(keys) for person, keys in mine.items()} == {1: 3, 2: 3, 3: 3, 4: 3}
    assert all(len({one.role for one in keys}) == 3 for keys in mine.values())
    assert {one.session for one in mine[1]} == {"zero", "raft", "dst"}
    assert "critic" in {one.role for one in mine[1]}
    assert {one.session for one in mine[2]} == {"serving", "eyeriss", "dst"}
    fair = found.fairness
    assert (fair.met, fair.asked, fair.unmet) == ((1, 1, 1), (1, 1, 1), 0)
    assert (fair.liked, fair.liking, fair.away, fair.told) == (1, 3, 0, 2)
    assert (fair.students, fair.reached, fair.reach, fair.least, fair.most) == (4, 0, 4, 3, 3)
    assert sum(week.taken for week in fair.weeks) == 12
    assert found.best_loads
    assert found.best_wishes


@pytest.mark.parametrize(("people", "each"), [(6, 1), (12, 2), (18, 3)])
def test_where_more_seats_are_free_than_are_owed_classes_get_as_many_each(people: int, each: int) -> None:
    found = fill(taken(small(rules="{at_least: 1}")), range(1, people + 1), {}, START)
    assert Counter(one.key.session for one in found.given) == dict.fromkeys(DATED, each)


def test_where_seats_are_too_few_nobody_lacks_two_so_that_somebody_else_lacks_none() -> None:
    found = fill(taken(PC), range(1, 11), {}, START)
    assert Counter(map(len, held_by(found).values())) == {3: 4, 2: 6}
    fair = found.fairness
    assert (fair.owed, fair.open, fair.reach) == (30, 24, 4)
    assert {(one.has, one.needed) for one in fair.short} == {(2, 3)}
    assert not fair.empty


def test_who_has_seats_already_gets_only_what_they_still_owe() -> None:
    held = [
        holding(SEATS["raft", "critic"], 1),
        holding(SEATS["rdd", "backup"], 1),
        holding(SEATS["zero", "critic"], 2),
    ]
    mine = held_by(fill(taken(PC, *held), (1, 2), {}, START))
    assert len(mine[1]) == 1
    assert mine[1][0].role in ("neutral", "advocate")
    assert mine[1][0].session not in ("raft", "rdd")
    assert len(mine[2]) == 2


def test_who_stays_short_is_named_with_what_stands_in_the_way() -> None:
    course = classes(3, ONE, rules="{at_least: 2}")
    signups = taken(course, holding(key("s0", "lead"), 9))
    found = fill(signups, (1,), {1: Preference(cannot=frozenset({"s1"}))}, START)
    assert held_by(found) == {1: [key("s2", "lead")]}
    (short,) = found.fairness.short
    assert (short.person, short.has, short.needed, dict(short.why)) == (1, 1, 2, {AWAY: 1})


def test_a_seat_that_stays_empty_says_of_how_many_people_what_keeps_them_from_it() -> None:
    course = classes(3, TWO, rules="{distinct_roles: yes}")
    signups = taken(course, holding(key("s0", "critic"), 1), holding(key("s0", "neutral"), 2))
    found = fill(signups, (1, 2), {2: Preference(cannot=frozenset({"s1", "s2"}))}, START)
    assert found.scope is Scope.ALL
    assert {(one.person, one.key.role) for one in found.given} == {(1, "neutral")}
    why = {one.seat.key[::2]: dict(one.why) for one in found.fairness.empty}
    assert why["s1", "critic"] == {Bar.SAME_ROLE: 1, AWAY: 1}


def test_classes_that_have_begun_or_have_no_date_are_left_alone() -> None:
    found = fill(taken(PC), range(1, 20), {}, la(14, 14, month=2))
    assert {one.key.session for one in found.given} == {"serving", "eyeriss", "dst"}


def test_without_a_minimum_all_seats_are_given_and_nobody_has_two_more_than_another() -> None:
    course = small(rules="{distinct_roles: as possible}")
    found = fill(taken(course, holding(key("raft", "critic"), 1)), range(1, 6), {}, START)
    later = after(taken(course, holding(key("raft", "critic"), 1)), found, START)
    have = [sum(turn.counts for turn in later.turns(person, START)) for person in range(1, 6)]
    assert (found.scope, len(found.given), sorted(have)) == (Scope.ALL, 23, [4, 5, 5, 5, 5])
    roles = [Counter(turn.seat.role.id for turn in later.turns(person, START)) for person in range(1, 6)]
    assert max(max(one.values()) for one in roles) == 2
    assert sum(count == 2 for one in roles for count in one.values()) == 4


def test_a_large_class_has_its_proposal_and_what_could_not_be_shown_is_not_claimed() -> None:
    wishes = {person: Preference(sessions=(("raft", ""), ("dst", ""))) for person in range(1, 301)}
    found = fill(taken(PC), range(1, 301), wishes, START)
    assert len(found.given) == 24
    assert found.best_loads
    assert found.fairness.reach == 0
    assert found.fairness.most == 1
    assert len(found.fairness.short) == 300


def test_what_the_rounds_do_not_find_is_solved_exactly_where_the_class_is_small() -> None:
    course, chance = small(rules="{distinct_roles: yes}"), Random(7)
    wishes = {
        person: Preference(
            sessions=tuple((one, "") for one in chance.sample(DATED, 3)), roles=frozenset({chance.choice(ROLES)})
        )
        for person in range(1, 8)
    }
    asked = problem(taken(course), wishes, wishes, START, scope=Scope.ALL)
    rounds = search(asked)
    assert not rounds.exact
    found = fill(taken(course), wishes, wishes, START, scope=Scope.ALL)
    places = {seat.key: place for place, seat in enumerate(asked.seats)}
    given: dict[int, list[int]] = {}
    for one in found.given:
        given.setdefault(one.person - 1, []).append(places[one.key])
    assert worth(asked, given) > worth(asked, rounds.given)
    assert found.best_wishes


def test_the_library_is_loaded_when_a_filling_is_asked_for_and_not_before() -> None:
    root = Path(bot.__file__).parent.parent
    files = [file for folder in ("bot", "handlers") for file in (root / folder).rglob("*.py")]
    heavy = re.compile(r"^(?:from|import) (?:scipy|numpy|bot\.course\.fill_(?:search|proof))", re.MULTILINE)
    assert {file.name for file in files if heavy.search(file.read_text("utf-8"))} == {"fill_search.py", "fill_proof.py"}
