"""What work is worth: marks, lateness as Canvas takes it, what is let off and missing, drops, and rounding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import scores
from bot.course.duties import LateRule
from bot.course.grading import CHECKS, Grading
from bot.course.late_cost import taken_off
from bot.course.model import Course
from bot.course.reviews import Grant, Mine, Version, duties
from bot.course.scores import Item, Total, after_lateness, of_participation, of_presenting, of_reviews
from bot.course.signups import Progress
from tests.course.test_review_rules import asking
from tests.support.courses import LOS_ANGELES, course

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
FULL = Fraction(1)
RULES = Grading()
HALF, NONE = Fraction(1, 2), Fraction(0)
few = settings(max_examples=40)

shares = st.integers(0, 20).map(lambda one: Fraction(one, 20))
rules = st.builds(
    LateRule,
    percent=st.integers(0, 1000).map(lambda one: one / 10),
    per=st.sampled_from(["hour", "day"]),
    floor=st.integers(0, 1000).map(lambda one: one / 10),
)
lateness = st.timedeltas(timedelta(0), timedelta(days=30))


# --- lateness -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "per_hour", "per_day"),
    [
        (None, 100, 100),
        (timedelta(0), 100, 100),
        (SECOND, 90, 90),
        (HOUR - SECOND, 90, 90),
        (HOUR, 90, 90),
        (HOUR + SECOND, 80, 90),
        (5 * HOUR, 50, 90),
        (24 * HOUR, 50, 90),
        (24 * HOUR + SECOND, 50, 80),
        (9 * DAY, 50, 50),
    ],
)
def test_each_started_hour_or_day_costs_whole_down_to_the_floor(
    late: timedelta | None, per_hour: int, per_day: int
) -> None:
    assert after_lateness(FULL, LateRule(percent=10, per="hour", floor=50), late) * 100 == per_hour
    assert after_lateness(FULL, LateRule(percent=10, per="day", floor=50), late) * 100 == per_day


@pytest.mark.parametrize(("mark", "left"), [(100, 50), (70, 50), (55, 50), (50, 50), (30, 30), (0, 0)])
def test_who_is_above_the_floor_does_not_fall_below_it_and_who_is_below_loses_nothing(mark: int, left: int) -> None:
    rule = LateRule(percent=25, per="day", floor=50)
    assert after_lateness(Fraction(mark, 100), rule, 3 * DAY) * 100 == left


@few
@given(shares, rules, lateness, lateness)
def test_later_is_never_worth_more_and_nothing_leaves_its_bounds(
    share: Fraction, rule: LateRule, one: timedelta, other: timedelta
) -> None:
    sooner, later = sorted((one, other))
    assert 0 <= after_lateness(share, rule, later) <= after_lateness(share, rule, sooner) <= share
    assert after_lateness(share, rule, later) >= min(share, scores.exact(rule.floor) / 100)


@few
@given(rules, lateness.filter(bool))
def test_what_people_are_told_of_a_full_score_is_what_it_costs(rule: LateRule, late: timedelta) -> None:
    assert float(FULL - after_lateness(FULL, rule, late)) * 100 == pytest.approx(taken_off(rule, late))


def worth(of: Course, *versions: Version, mark: str = "plus", now: datetime, grants: Sequence[Grant] = ()) -> Item:
    mine = Mine(versions={"raft": versions} if versions else {}, grants=grants)
    (item,) = scores.review_items(
        duties(of, mine, now), {"raft": mark} if mark else {}, RULES, unmarked_in_full=False, now=now
    )
    return item


@pytest.mark.parametrize(("day", "costs"), [(date(2022, 3, 13), 10), (date(2022, 11, 6), 20)], ids=["spring", "autumn"])
def test_a_late_day_is_24_hours_also_where_clocks_change(day: date, costs: int) -> None:
    """At the same hour a day later 23 or 25 hours have passed: Canvas counts them."""
    rule = LateRule(percent=10, per="day")
    sent = datetime.combine(day, time(13), LOS_ANGELES).astimezone(UTC)
    closes = sent + 9 * DAY
    asked = course(asking("first", day - DAY, "raft", late_rule=rule, late_until=closes, closes_at=closes))
    item = worth(asked, Version(number=1, complete=True, received_at=sent), now=sent)
    assert (1 - item.share) * 100 == costs


# --- one review -----------------------------------------------------------------------------------------------------

DUE = datetime(2022, 1, 24, 21, tzinfo=UTC)
ONE = course(asking("first", date(2022, 1, 24), "raft", late_rule=LateRule(percent=10, per="day")))
CHOOSE = course(asking("first", date(2022, 1, 24), "raft", "paxos", "zab", choose=2))


def sent(at: datetime, number: int = 1, **told: bool) -> Version:
    return Version(number=number, complete=True, received_at=at, **told)


def test_a_review_is_worth_its_mark_less_what_lateness_costs() -> None:
    assert worth(ONE, sent(DUE - HOUR), mark="check", now=DUE).share == Fraction(85, 100)
    late = worth(ONE, sent(DUE + 3 * HOUR), mark="check", now=DUE + DAY)
    assert (late.kind, late.share) == ("scored", Fraction(75, 100))


def test_what_is_not_there_is_ahead_until_it_is_due_and_missing_from_then_on() -> None:
    assert worth(ONE, mark="", now=DUE - HOUR).kind == "ahead"
    assert worth(ONE, mark="", now=DUE + 5 * timedelta(minutes=1)).kind == "ahead", "the grace"
    assert worth(ONE, mark="", now=DUE + HOUR).kind == "missing", "though it would be taken late"
    draft = Version(number=1, complete=False, received_at=DUE - HOUR)
    assert worth(ONE, draft, mark="", now=DUE + 3 * DAY).kind == "missing"


def test_what_is_let_off_is_excused_and_a_review_that_came_in_all_the_same_counts() -> None:
    excuse = Grant(id=1, kind="excuse", session="first")
    assert worth(ONE, mark="", now=DUE + 3 * DAY, grants=[excuse]).kind == "excused"
    assert worth(ONE, sent(DUE - HOUR), now=DUE + 3 * DAY, grants=[excuse]).kind == "scored"
    presents = duties(ONE, Mine(presents=frozenset({"first"})), DUE + 3 * DAY)
    (item,) = scores.review_items(presents, {}, RULES, unmarked_in_full=False, now=DUE + 3 * DAY)
    assert item.kind == "excused"


def test_what_nobody_marked_waits_or_counts_in_full_as_the_course_says() -> None:
    assert worth(ONE, sent(DUE - HOUR), mark="", now=DUE).kind == "unmarked"
    assert worth(ONE, sent(DUE - HOUR), mark="gone-now", now=DUE).kind == "unmarked", "a step that the scale lost"
    mine = duties(ONE, Mine(versions={"raft": (sent(DUE + 3 * HOUR),)}), DUE + DAY)
    (item,) = scores.review_items(mine, {}, RULES, unmarked_in_full=True, now=DUE + DAY)
    assert (item.kind, item.share, item.marked) == ("scored", Fraction(9, 10), False)


def chosen(
    marks: dict[str, str], *, now: datetime = DUE + 3 * DAY, grants: Sequence[Grant] = ()
) -> list[tuple[str, Fraction]]:
    versions = {paper: (sent(DUE - HOUR),) for paper in marks}
    mine = duties(CHOOSE, Mine(versions=versions, grants=grants), now)
    items = scores.review_items(mine, marks, RULES, unmarked_in_full=False, now=now)
    assert {one.key for one in items} == {"first"}, "of a choice it is the session that is graded"
    return [(one.kind, one.share) for one in items]


def test_of_a_choice_the_best_count_and_no_more_than_are_needed() -> None:
    plus, minus = ("scored", FULL), ("scored", Fraction(7, 10))
    assert chosen({"raft": "minus", "paxos": "plus", "zab": "plus"}) == [plus, plus]
    assert chosen({"raft": "minus", "paxos": ""}) == [minus, ("unmarked", NONE)]
    assert chosen({"zab": "minus"}) == [minus, ("missing", NONE)]
    assert chosen({}, now=DUE - HOUR) == [("ahead", NONE), ("ahead", NONE)]
    everything = [Grant(id=1, kind="excuse", session="first")]
    assert chosen({}, grants=everything) == [("excused", NONE), ("excused", NONE)]


# --- parts of the grade ---------------------------------------------------------------------------------------------


def made(*said: str | float) -> list[Item]:
    return [Item("p", "scored", scores.exact(one)) if isinstance(one, float) else Item("p", one) for one in said]  # type: ignore[arg-type] # kinds


@pytest.mark.parametrize(
    ("items", "drop", "so_far", "final"),
    [
        ([], 0, Total(), Total()),
        ([0.7, 1.0], 0, Total(Fraction(85, 100)), Total(Fraction(85, 100))),
        ([0.7, 1.0], 1, Total(FULL), Total(FULL)),
        ([0.7], 3, Total(Fraction(7, 10)), Total(Fraction(7, 10))),
        ([1.0, "missing"], 0, Total(FULL), Total(HALF)),
        ([1.0, "missing"], 1, Total(FULL), Total(FULL)),
        ([1.0, "excused", "ahead", "unmarked"], 1, Total(FULL), Total(FULL)),
        (["excused", "excused"], 0, Total(excused=True), Total(excused=True)),
        (["excused", "unmarked"], 0, Total(), Total()),
        (["excused", "missing"], 0, Total(), Total(Fraction(0), bare=True)),
        (["unmarked"], 0, Total(), Total()),
    ],
)
def test_a_total_is_the_mean_of_what_counts(items: list[str | float], drop: int, so_far: Total, final: Total) -> None:
    assert of_reviews(made(*items), drop_lowest=drop) == so_far
    assert of_reviews(made(*items), drop_lowest=drop, final=True) == final


some_items = st.lists(
    st.one_of(
        shares.map(lambda share: Item("p", "scored", share)),
        st.sampled_from([Item("p", kind) for kind in ("unmarked", "excused", "missing", "ahead")]),
    ),
    max_size=6,
)


@few
@given(some_items, st.integers(0, 8), st.booleans(), st.sampled_from([1.0, 60.0, 33.3, 0.5]))
def test_points_stay_within_bounds_and_dropping_never_lowers(
    items: list[Item], drop: int, final: bool, full: float
) -> None:
    fewer, more = (of_reviews(items, drop_lowest=drop + one, final=final).share for one in (0, 1))
    assert (fewer is None) == (more is None)
    if fewer is not None and more is not None:
        assert 0 <= scores.points(fewer, full) <= scores.points(more, full) <= Decimal(str(full))


@few
@given(some_items, st.integers(0, 8))
def test_what_is_missing_never_helps(items: list[Item], drop: int) -> None:
    so_far, final = (of_reviews(items, drop_lowest=0, final=one).share for one in (False, True))
    assert so_far is None or (final is not None and final <= so_far)


@pytest.mark.parametrize(
    ("share", "full", "said"),
    [("1/3", 10, "3.33"), ("2/3", 10, "6.67"), ("1/8", 1, "0.13"), ("1/200", 1, "0.01"), ("17/20", 60, "51.00"), ("1", 33.3, "33.30")],
)  # fmt: skip
def test_points_have_two_places_and_a_half_is_rounded_up(share: str, full: float, said: str) -> None:
    assert str(scores.points(Fraction(share), full)) == said


def test_a_share_is_what_was_meant() -> None:
    assert [scores.exact(one.share) for one in CHECKS] == [Fraction(7, 10), Fraction(17, 20), 1]
    assert scores.exact(1 / 3) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("needed", "presented", "no_shows", "so_far", "final"),
    [
        (2, 0, 0, None, Fraction(0)),
        (2, 1, 0, FULL, HALF),
        (2, 1, 1, HALF, HALF),
        (2, 2, 1, FULL, FULL),
        (1, 3, 0, FULL, FULL),
        (0, 0, 0, None, None),
        (0, 1, 1, HALF, HALF),
        (2, 0, 1, Fraction(0), Fraction(0)),
    ],
)
def test_presenting_is_seats_presented_of_those_needed(
    needed: int, presented: int, no_shows: int, so_far: Fraction | None, final: Fraction | None
) -> None:
    done = Progress(needed=needed, presented=presented, ahead=1)
    assert of_presenting(done, no_shows).share == so_far
    assert of_presenting(done, no_shows, final=True).share == final


def test_taking_part_is_the_classes_of_which_staff_said_so() -> None:
    assert of_participation([]) == Total()
    assert of_participation([True, False, True, False]).share == HALF
    assert of_participation([True, False, True, False], drop_lowest=2).share == FULL
    assert of_participation([False], drop_lowest=2).share == 0
