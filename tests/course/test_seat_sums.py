"""Whether seats are enough for a class: counted, compared with dealing them out, and what would help, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.seat_flow import Limits, Offer, enough_for, suffices, usable
from bot.course.seat_sums import Remaining, neutral_line, remaining, sums, sums_line
from bot.course.signups import seats
from tests.support.seat_course import START, holding, key, small, taken

MONDAY = date(2022, 1, 3)


def apart(offered: list[int]) -> list[Offer]:
    """So many seats of each role, all of different things."""
    return [Offer(role=str(role), thing=f"{role}.{n}") for role, number in enumerate(offered) for n in range(number)]


@pytest.mark.parametrize(
    ("offered", "least", "distinct", "students"),
    [
        ([10, 10, 10, 10], 3, True, 13),
        ([10, 10, 10, 1], 3, True, 10),
        ([10, 10, 10, 1], 3, False, 10),
        ([30, 1], 2, True, 1),
        ([30, 1], 2, False, 15),
        ([5], 2, True, 0),
        ([], 1, False, 0),
    ],
)
def test_the_largest_class_that_the_seats_allow(offered, least, distinct, students):
    assert enough_for(apart(offered), Limits(least=least, distinct=distinct)) == students


def dealt(offered: list[int], least: int, students: int) -> bool:
    """Deal the seats: each student takes the roles with most seats left, which is the best one can do."""
    left = list(offered)
    for _ in range(students):
        left.sort(reverse=True)
        if len(left) < least or left[least - 1] == 0:
            return False
        left[:least] = [seats - 1 for seats in left[:least]]
    return True


@settings(max_examples=50)
@given(st.lists(st.integers(0, 12), max_size=6), st.integers(1, 4))
def test_dealing_the_seats_out_gives_the_same_class(offered, least):
    students = enough_for(apart(offered), Limits(least=least, distinct=True))
    assert dealt(offered, least, students)
    assert not dealt(offered, least, students + 1)


WEEKS = st.sampled_from([MONDAY, MONDAY + timedelta(weeks=1)])
OFFERS = st.lists(st.builds(Offer, role=st.sampled_from("ab"), thing=st.sampled_from("pqr"), week=WEEKS), max_size=6)


def each_once(offers: list[Offer]) -> list[Offer]:
    """The same with each thing in one week, that in which it comes first."""
    week = {one.thing: one.week for one in reversed(offers)}
    return [replace(one, week=week[one.thing]) for one in offers]


LIMITS = st.builds(
    Limits,
    least=st.integers(1, 3),
    distinct=st.booleans(),
    a_week=st.sampled_from([None, 1, 2]),
    once=st.booleans(),
)


def found_by_trying(offers: list[Offer], students: int, limits: Limits) -> bool:
    """Give each student in turn every choice of seats that the limits allow."""
    if not students:
        return True
    for mine in combinations(range(len(offers)), limits.least):
        chosen = [offers[at] for at in mine]
        if limits.distinct and len({one.role for one in chosen}) < len(chosen):
            continue
        if limits.once and len({one.thing for one in chosen}) < len(chosen):
            continue
        weeks = [one.week for one in chosen]
        if limits.a_week is not None and any(weeks.count(week) > limits.a_week for week in weeks):
            continue
        if found_by_trying([one for at, one in enumerate(offers) if at not in mine], students - 1, limits):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(OFFERS, st.integers(1, 3), LIMITS)
def test_all_limits_together_count_as_trying_every_way_does(offers, students, limits):
    offers = each_once(offers)
    assert suffices(offers, students, limits) == found_by_trying(offers, students, limits)


@settings(max_examples=60, deadline=None)
@given(OFFERS, st.integers(1, 3), LIMITS)
def test_where_a_paper_comes_in_several_weeks_nothing_is_called_too_little_that_is_enough(offers, students, limits):
    assert suffices(offers, students, limits) or not found_by_trying(offers, students, limits)


def test_a_paper_of_several_weeks_may_count_for_too_much():
    weeks = (MONDAY, MONDAY + timedelta(weeks=1))
    offers = [Offer(role="a", thing="p", week=weeks[1]), Offer(role="a", thing="q", week=weeks[0])]
    offers.append(Offer(role="b", thing="p", week=weeks[0]))
    limits = Limits(least=2, distinct=True, a_week=1, once=True)
    assert suffices(offers, 1, limits)
    assert not found_by_trying(offers, 1, limits)


def test_seats_of_one_thing_and_of_one_week_are_not_all_of_use():
    offers = [Offer(role=role, thing="p", week=MONDAY) for role in "abc"] + [Offer(role="a", thing="q", week=MONDAY)]
    assert usable(offers, 1, Limits(least=1, once=True)) == 2
    assert usable(offers, 1, Limits(least=1, once=True, a_week=1)) == 1
    assert usable([replace(one, week=None) for one in offers], 1, Limits(least=1, a_week=1)) == 4


# --- in words -------------------------------------------------------------------------------------------------------

PAIR = "[{id: a, title: A}, {id: b, title: B}, {id: c, title: C, sessions: [raft]}]"


@pytest.mark.parametrize(
    ("students", "presenting", "said"),
    [
        (
            9,
            {},
            "Presenting needs 27 seats (3 in different roles for each of 9 students); the schedule offers 28: enough.",
        ),
        (
            14,
            {},
            (
                "Presenting needs 42 seats (3 in different roles for each of 14 students); the schedule offers 28: "
                "lower the minimum to 2, add 2 weeks (4 classes), or offer 1 more seat of each role in every class."
            ),
        ),
        (
            1,
            {"rules": "{at_least: 2}"},
            "Presenting needs 2 seats (2 for 1 student); the schedule offers 28: enough.",
        ),
        (
            8,
            {"preset": "scribe", "rules": "{at_least: 1}"},
            (
                "Presenting needs 8 seats (1 for each of 8 students); the schedule offers 7: add 1 week or offer 1 more "
                "seat of each role in every class."
            ),
        ),
        (
            3,
            {"preset": "", "roles": PAIR, "rules": "{at_least: 3, distinct_roles: yes}"},
            (
                "Presenting needs 9 seats (3 in different roles for each of 3 students); the schedule offers 15, of which "
                "7 can be used since nobody takes a role twice (of C there is 1): lower the minimum to 2 or offer 2 more "
                "seats of each role in every class."
            ),
        ),
        (
            2,
            {"preset": "", "roles": "[{id: a, title: A, seats: 9}]", "rules": "{at_least: 8}"},
            (
                "Presenting needs 16 seats (8 for each of 2 students); the schedule offers 63, of which 14 can be used "
                "since nobody takes two of one class: lower the minimum to 7 or add 1 week."
            ),
        ),
        (6, {"rules": "{distinct_roles: no}"}, "The schedule offers 28 seats, and asks nobody to take any (at_least)."),
    ],
)
def test_the_arithmetic_is_said_with_what_would_help(students, presenting, said):
    assert sums_line(sums(small(**presenting), students)) == said


def test_a_limit_a_week_is_named_where_it_is_what_stands_in_the_way():
    course = small(rules="{at_least: 7, at_most_per_week: 1}")
    assert ", of which 24 can be used since nobody takes more than 1 a week: " in sums_line(sums(course, 4))


def test_what_is_advised_is_enough_and_no_less_would_be():
    for students in (10, 14, 40):
        found = sums(small(), students)
        lower = sums(small(rules=f"{{at_least: {found.lower or 1}, distinct_roles: yes}}"), students)
        assert not found.enough
        assert lower.enough is bool(found.lower)
        assert found.classes is not None
        assert (found.offered + 4 * found.classes) >= found.needed > found.offered + 4 * (found.classes - 1)


def test_a_huge_class_is_counted_quickly_and_gets_the_only_advice_that_there_is():
    assert sums_line(sums(small(), 300)).endswith("offers 28: offer 32 more seats of each role in every class.")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("{at_least: 3, distinct_roles: yes}", "28 seats; everyone takes 3, in different roles."),
        ("{at_least: 2}", "28 seats; everyone takes 2."),
        (
            "{at_least: 2, distinct_roles: as possible}",
            "28 seats; everyone takes 2, in different roles as far as possible.",
        ),
        ("{at_most_per_week: 1}", "28 seats."),
        ("{at_least: 1, distinct_roles: yes}", "28 seats; everyone takes 1."),
    ],
)
def test_everybody_reads_a_neutral_line(rules, said):
    assert neutral_line(small(rules=rules)) == said


def test_where_seats_are_free_the_line_says_of_how_many():
    course = small(rules="{at_least: 2}")
    assert [neutral_line(course, free) for free in (28, 12, 1)] == [
        "28 seats are free; everyone takes 2.",
        "12 of 28 seats are free; everyone takes 2.",
        "1 of 28 seats is free; everyone takes 2.",
    ]


def test_one_seat_is_in_no_different_roles():
    line = sums_line(sums(small(rules="{at_least: 1, distinct_roles: yes}"), 6))
    assert line == "Presenting needs 6 seats (1 for each of 6 students); the schedule offers 28: enough."


def test_what_is_left_to_do_counts_what_people_have_and_the_classes_that_are_ahead():
    course = small()
    held = [holding(key("raft", "critic"), 1), holding(key("rdd", "neutral"), 1), holding(key("rdd", "critic"), 2)]
    assert remaining(taken(course, *held), [1, 2, 3], START) == Remaining(owed=1 + 2 + 3, free=25)
    (raft,) = {one.session.starts_at for one in seats(course) if one.session.id == "raft"}
    assert raft is not None
    assert remaining(taken(course, *held), [1, 2, 3], raft) == Remaining(owed=6, free=22)
