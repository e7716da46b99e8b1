"""Who may take which seat: each rule refuses with a word of its own, and what counts for whom, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.course.calendar import instant
from bot.course.model import Course
from bot.course.schedule import parse
from bot.course.seat_rules import (
    FACTS,
    LIMITS,
    TIMES,
    Bar,
    broken,
    closes_at,
    drop_is_late,
    is_over,
    limits,
    may_have_begun,
    opens_at,
    refusal,
    refusals,
)
from bot.course.signups import (
    FEW,
    Mode,
    Outcome,
    Progress,
    Seat,
    SeatKey,
    Signups,
    Stage,
    mode_for,
    progress,
    seats,
    week_of,
)
from tests.support.seat_course import (
    DATED,
    DAY,
    HOUR,
    MINUTE,
    ROLES,
    SESSIONS,
    START,
    holding,
    key,
    la,
    small,
    taken,
    text,
)

ADA, BOB, CEM = 1, 2, 3
CLASS = la(31, 13)
"""`raft` begins."""

TWO_SEATS = "[{id: talk, title: Presenter, seats: 2}, {id: lead, title: Lead, sessions: [zero, agents]}]"


def barred(signups: Signups, seat: SeatKey, person: int = ADA, now: datetime = START) -> Bar | None:
    found = refusal(signups, signups.seats[seat], person, now)
    assert refusals(signups, person, now)[seat] == found
    return found.bar if found else None


def limited(signups: Signups, seat: SeatKey, person: int = ADA, *, without: Collection[SeatKey]) -> list[Bar]:
    return [one.bar for one in limits(signups, signups.seats[seat], person, START, without=without)]


def held(course: Course, *wanted: SeatKey, person: int = ADA) -> Signups:
    """One person has these, in that order."""
    return taken(course, *(holding(one, person, at=START + number * MINUTE) for number, one in enumerate(wanted)))


# --- the seats ------------------------------------------------------------------------------------------------------


def test_each_class_has_a_seat_of_every_role_and_those_without_a_date_come_last() -> None:
    assert [one.key for one in seats(small())] == [key(at, role) for at in (*DATED, "agents") for role in ROLES]


def test_each_required_paper_has_seats_of_its_own_where_the_schedule_says_so() -> None:
    offered = [one.key for one in seats(small(per="paper")) if one.key.session == "serving"]
    assert offered == [key("serving", role, paper=paper) for paper in ("orca", "zero-paper") for role in ROLES]


def test_a_role_has_as_many_seats_as_it_says_and_only_in_its_sessions() -> None:
    offered = [one.key for one in seats(small(preset="", roles=TWO_SEATS, rules=""))]
    assert offered[:3] == [key("raft", "talk", 1), key("raft", "talk", 2), key("rdd", "talk", 1)]
    assert {one.session for one in offered if one.role == "lead"} == {"zero", "agents"}


def test_a_cancelled_class_offers_nothing_and_what_is_held_of_it_counts_for_nobody() -> None:
    course = small(SESSIONS.replace("date: 2022-01-31,", "date: 2022-01-31, kind: cancelled, presenting: true,"))
    signups = held(course, key("raft", "critic"), key("rdd", "critic"))
    assert "raft" not in {one.session for one in signups.seats}
    assert [one.key for one in signups.homeless] == [key("raft", "critic")]
    assert progress(signups, ADA, START) == Progress(needed=3, presented=0, ahead=1)
    assert broken(signups, ADA, START) == ()


def test_a_role_that_is_gone_leaves_its_seats_homeless() -> None:
    course = small(preset="", roles="[{id: critic, title: Critic}]", rules="")
    signups = held(course, key("raft", "critic"), key("rdd", "advocate"), key("zero", "critic", 2))
    assert [one.key for one in signups.homeless] == [key("rdd", "advocate"), key("zero", "critic", 2)]
    assert signups.turns(ADA, START)[0].seat.key == key("raft", "critic")


# --- each rule ------------------------------------------------------------------------------------------------------


def test_words_are_complete() -> None:
    assert set(Bar) == FACTS | TIMES | LIMITS


def test_a_seat_is_taken_by_somebody_else_or_is_mine() -> None:
    signups = held(small(), key("raft", "critic"))
    assert barred(signups, key("raft", "critic")) is Bar.MINE
    assert barred(signups, key("raft", "critic"), BOB) is Bar.TAKEN
    assert barred(signups, key("raft", "neutral"), BOB) is None


def test_nobody_is_twice_in_one_class() -> None:
    signups = held(small(rules="{at_least: 1}"), key("raft", "critic"))
    found = refusal(signups, signups.seats[key("raft", "neutral")], ADA, START)
    assert found is not None
    assert (found.bar, found.other) == (Bar.SAME_PAPER, signups.held[key("raft", "critic")])
    assert barred(signups, key("rdd", "critic")) is None


def test_nobody_presents_a_paper_twice_but_both_of_one_class() -> None:
    signups = held(small(per="paper", rules="{at_least: 1}"), key("zero", "critic", paper="zero-paper"))
    assert barred(signups, key("zero", "neutral", paper="zero-paper")) is Bar.SAME_PAPER
    assert barred(signups, key("serving", "neutral", paper="zero-paper")) is Bar.SAME_PAPER
    assert barred(signups, key("serving", "neutral", paper="orca")) is None


def test_two_chapters_of_a_book_are_two_papers() -> None:
    book = """sessions:
  - {id: one, date: 2022-02-07, readings: [{id: book, title: Book, locator: Ch. 1, tier: required}]}
  - {id: two, date: 2022-02-14, readings: [{id: book, locator: Ch. 2, tier: required}]}
  - {id: again, date: 2022-02-21, readings: [{id: book, locator: Ch. 1, tier: required}]}
  - {id: whole, date: 2022-02-28, readings: [{id: book, tier: required}]}
"""
    signups = held(small(book, per="paper", rules=""), key("one", "critic", paper="book"))
    found = {at: barred(signups, key(at, "critic", paper="book")) for at in ("two", "again", "whole")}
    assert found == {"two": None, "again": Bar.SAME_PAPER, "whole": Bar.SAME_PAPER}


def test_one_may_be_twice_on_a_paper_where_the_schedule_says_so() -> None:
    assert barred(held(small(rules="{once_per_paper: no}"), key("raft", "critic")), key("raft", "neutral")) is None


def test_a_role_is_had_once_where_roles_are_distinct() -> None:
    signups = held(small(), key("raft", "critic"))
    found = refusal(signups, signups.seats[key("zero", "critic")], ADA, START)
    assert found is not None
    assert (found.bar, found.other) == (Bar.SAME_ROLE, signups.held[key("raft", "critic")])
    assert barred(signups, key("zero", "advocate")) is None
    assert barred(held(small(rules="{distinct_roles: no}"), key("raft", "critic")), key("zero", "critic")) is None


def test_a_role_comes_twice_only_when_no_new_one_is_open_where_they_are_to_be_as_distinct_as_possible() -> None:
    course = small(rules="{at_least: 3, distinct_roles: as possible}")
    mine = [holding(key("raft", "critic"), ADA), holding(key("rdd", "advocate"), ADA)]
    others = [
        holding(one.key, BOB + number)
        for number, one in enumerate(seats(course))
        if one.role.id in ("neutral", "backup")
    ]
    assert barred(taken(course, *mine, *others[1:]), key("zero", "critic")) is None  # that one is of a class of mine
    free = [one for one in others if one.key != key("zero", "backup")]
    assert barred(taken(course, *mine, *free), key("eyeriss", "critic")) is Bar.SAME_ROLE
    assert barred(taken(course, *mine, *others), key("zero", "critic")) is None
    twice = [*mine, holding(key("zero", "critic"), ADA)]
    assert barred(taken(course, *twice, *others), key("eyeriss", "critic")) is Bar.SAME_ROLE
    assert barred(taken(course, *twice, *others), key("eyeriss", "advocate")) is None


def test_as_distinct_as_possible_lets_a_critic_be_critic_another_day() -> None:
    course = small(rules="{distinct_roles: as possible}")
    signups = held(course, key("raft", "critic"), key("rdd", "critic"))
    at = signups.seats[key("zero", "critic")]
    assert [one.bar for one in limits(signups, at, ADA, START)] == [Bar.SAME_ROLE]
    assert limits(signups, at, ADA, START, without={key("rdd", "critic")}) == ()
    assert limits(signups, at, ADA, START, as_possible=False) == ()
    assert broken(signups, ADA, START) == ()


def test_a_week_holds_so_many() -> None:
    signups = held(small(rules="{at_most_per_week: 1}"), key("zero", "critic"))
    found = refusal(signups, signups.seats[key("serving", "neutral")], ADA, START)
    assert found is not None
    assert (found.bar, found.most, found.other) == (Bar.WEEK, 1, signups.held[key("zero", "critic")])
    assert barred(signups, key("eyeriss", "neutral")) is None
    assert barred(held(small(rules="{at_most_per_week: 2}"), key("zero", "critic")), key("serving", "neutral")) is None


def test_a_term_holds_so_many() -> None:
    signups = held(small(rules="{at_most_per_term: 2}"), key("zero", "critic"), key("raft", "neutral"))
    found = refusal(signups, signups.seats[key("dst", "backup")], ADA, START)
    assert found is not None
    assert (found.bar, found.most) == (Bar.TERM, 2)


def test_every_limit_in_the_way_is_named_at_once() -> None:
    course = small(rules="{distinct_roles: yes, at_most_per_week: 1, at_most_per_term: 1}")
    signups = held(course, key("zero", "critic"))
    found = [one.bar for one in limits(signups, signups.seats[key("serving", "critic")], ADA, START)]
    assert found == [Bar.SAME_ROLE, Bar.WEEK, Bar.TERM]
    assert Bar.SAME_PAPER in [one.bar for one in limits(signups, signups.seats[key("zero", "neutral")], ADA, START)]


# --- the hour -------------------------------------------------------------------------------------------------------


def test_class_that_has_begun_is_over_whatever_else() -> None:
    signups = taken(small(), opened=False)
    assert barred(signups, key("raft", "critic"), now=CLASS) is Bar.OVER
    assert barred(signups, key("raft", "critic"), now=CLASS - MINUTE) is Bar.UNOPENED


def test_before_it_opens_nobody_takes_anything_and_the_hour_is_named_where_it_is_known() -> None:
    by_hand = taken(small(), opened=False)
    assert barred(by_hand, key("agents", "critic")) is Bar.UNOPENED
    said = refusal(by_hand, by_hand.seats[key("raft", "critic")], ADA, START)
    assert said is not None
    assert said.at is None
    for written, at in {"2022-01-28": la(28, 9), "2022-01-28 12:30": la(28, 12, 30)}.items():
        waits = taken(small(opens=written), opened=False)
        said = refusal(waits, waits.seats[key("raft", "critic")], ADA, START)
        assert said is not None
        assert (said.bar, said.at) == (Bar.UNOPENED, at)
        assert opens_at(waits.course) == at
        late = refusal(waits, waits.seats[key("raft", "critic")], ADA, at)
        assert late is not None
        assert late.at is None  # nothing opens at an hour that has passed


def test_nobody_signs_up_for_a_class_without_a_date() -> None:
    assert barred(taken(small()), key("agents", "critic")) is Bar.UNDATED


def test_while_preferences_are_collected_nobody_takes_a_seat_and_afterwards_what_is_left() -> None:
    course = small()
    assert barred(taken(course, mode=Mode.PREFERENCES), key("raft", "critic")) is Bar.PREFERENCES
    assert barred(taken(course, mode=Mode.PREFERENCES, filled_at=START), key("raft", "critic")) is None


@pytest.mark.parametrize(
    ("closes", "at"),
    [
        ("2022-01-30", la(31)),
        ("2022-01-30 18:00", la(30, 18)),
        ("2 days before", la(29, 13)),
        ("3h before", la(31, 10)),
    ],
)
def test_sign_up_closes_on_a_day_or_before_each_class(closes: str, at: datetime) -> None:
    signups = taken(small(closes=closes))
    seat = key("raft", "critic")
    assert barred(signups, seat, now=at - timedelta(seconds=1)) is None
    found = refusal(signups, signups.seats[seat], ADA, at)
    assert found is not None
    assert (found.bar, found.at) == (Bar.CLOSED, at)
    assert barred(signups, key("dst", "critic"), now=at) is (None if "before" in closes else Bar.CLOSED)
    assert closes_at(small(), CLASS) is None


def test_a_small_class_takes_seats_and_a_large_one_says_what_it_would_like_unless_the_schedule_says() -> None:
    assert mode_for(small(), FEW - 1) is Mode.FIRST_COME
    assert mode_for(small(), FEW) is Mode.PREFERENCES
    assert mode_for(small(mode="first come"), 500) is Mode.FIRST_COME
    assert mode_for(small(mode="preferences"), 3) is Mode.PREFERENCES


# --- instead of a seat ----------------------------------------------------------------------------------------------


def test_what_is_given_up_for_it_does_not_stand_in_the_way() -> None:
    course = small(rules="{distinct_roles: yes, at_most_per_week: 1, at_most_per_term: 1}")
    signups = taken(course, holding(key("zero", "critic"), ADA), holding(key("serving", "critic"), BOB))
    both = {key("zero", "critic"), key("serving", "critic")}
    assert barred(signups, key("serving", "critic")) is Bar.TAKEN
    assert limited(signups, key("serving", "critic"), without=both) == []
    assert limited(signups, key("zero", "critic"), BOB, without=both) == []
    assert limited(signups, key("zero", "neutral"), without={key("zero", "critic")}) == []


def test_only_what_is_given_up_goes() -> None:
    signups = taken(
        small(), holding(key("raft", "critic"), ADA), holding(key("rdd", "advocate"), ADA), holding(key("dst", "advocate"), BOB)
    )  # fmt: skip
    pair = {key("raft", "critic"), key("dst", "advocate")}
    assert limited(signups, key("dst", "advocate"), without=pair) == [Bar.SAME_ROLE]
    assert limited(signups, key("dst", "advocate"), without={key("rdd", "advocate"), key("dst", "advocate")}) == []


# --- how far somebody has come --------------------------------------------------------------------------------------


def of_raft(outcome: Outcome = "", *, stand_in: int | None = None) -> Signups:
    """Ada is critic of the first class, and advocate of the second."""
    first = holding(key("raft", "critic"), ADA, outcome=outcome, stand_in=stand_in)
    return taken(small(), first, holding(key("rdd", "advocate"), ADA))


def stages(signups: Signups, person: int, now: datetime) -> list[Stage]:
    return [turn.stage for turn in signups.turns(person, now)]


def test_a_seat_is_ahead_until_it_is_marked_or_a_day_has_passed_since_class_ended() -> None:
    end = la(31, 16)
    assert stages(of_raft(), ADA, CLASS + HOUR) == [Stage.AHEAD, Stage.AHEAD]
    assert stages(of_raft(), ADA, end + DAY - MINUTE) == [Stage.AHEAD, Stage.AHEAD]
    assert stages(of_raft(), ADA, end + DAY) == [Stage.PRESENTED, Stage.AHEAD]
    assert stages(of_raft("presented"), ADA, CLASS) == [Stage.PRESENTED, Stage.AHEAD]
    assert progress(of_raft("presented"), ADA, CLASS) == Progress(needed=3, presented=1, ahead=1)
    assert progress(of_raft(), ADA, CLASS).left == 1


def test_who_did_not_come_has_presented_nothing_and_may_have_the_role_again() -> None:
    signups = of_raft("no_show")
    assert progress(signups, ADA, CLASS + 3 * DAY) == Progress(needed=3, presented=0, ahead=1)
    assert barred(signups, key("zero", "critic"), now=CLASS + DAY) is None


def test_who_stood_in_has_presented_in_that_role_and_who_was_replaced_has_not() -> None:
    signups = of_raft("stood_in", stand_in=BOB)
    after = CLASS + DAY
    assert stages(signups, ADA, after) == [Stage.REPLACED, Stage.AHEAD]
    assert progress(signups, BOB, after) == Progress(needed=3, presented=1, ahead=0)
    assert barred(signups, key("zero", "critic"), BOB, now=after) is Bar.SAME_ROLE
    assert barred(signups, key("zero", "critic"), ADA, now=after) is None


def test_a_backup_who_stood_in_counts_in_the_role_that_was_filled_alone_unless_staff_say_both() -> None:
    replaced = holding(key("raft", "critic"), ADA, outcome="stood_in", stand_in=BOB)
    backup = holding(key("raft", "backup"), BOB)
    after = CLASS + 3 * DAY
    both = taken(small(), replaced, backup)
    assert progress(both, BOB, after).presented == 1
    assert Stage.STEPPED_IN in stages(both, BOB, after)
    marked = taken(small(), replaced, holding(key("raft", "backup"), BOB, outcome="presented"))
    assert progress(marked, BOB, after).presented == 2
    elsewhere = taken(small(), replaced, holding(key("rdd", "backup"), BOB))
    assert stages(elsewhere, BOB, after) == [Stage.PRESENTED, Stage.AHEAD]


def test_a_role_twice_counts_once_where_roles_are_distinct() -> None:
    marked = [holding(key(at, "critic"), ADA, outcome="presented") for at in ("raft", "rdd")]
    ahead = holding(key("zero", "critic"), ADA)
    assert progress(taken(small(), *marked, ahead), ADA, CLASS) == Progress(needed=3, presented=1, ahead=0)
    any_role = small(rules="{at_least: 3}")
    assert progress(taken(any_role, *marked, ahead), ADA, CLASS) == Progress(needed=3, presented=2, ahead=1)


def test_without_a_minimum_nothing_is_owed() -> None:
    assert progress(taken(small(rules="")), ADA, START).left == 0


def test_a_class_without_a_date_is_ahead_for_ever() -> None:
    signups = held(small(), key("agents", "critic"))
    assert stages(signups, ADA, START + 900 * DAY) == [Stage.AHEAD]


# --- what is broken -------------------------------------------------------------------------------------------------


def test_what_breaks_a_limit_is_the_seat_that_came_later() -> None:
    course = small(rules="{distinct_roles: yes, at_most_per_week: 1}")
    signups = held(course, key("serving", "critic"), key("zero", "critic"), key("dst", "neutral"))
    assert broken(signups, ADA, START) == ((key("zero", "critic"), Bar.SAME_ROLE), (key("zero", "critic"), Bar.WEEK))
    assert broken(signups, BOB, START) == ()


def test_what_staff_gave_anyway_breaks_it_though_the_other_came_later() -> None:
    first, second = key("zero", "critic"), key("raft", "critic")
    signups = taken(
        small(), holding(first, ADA, broken=("same_role",)), holding(second, ADA, at=START + DAY)
    )  # a seat that was moved, for instance
    assert broken(signups, ADA, START) == ((first, Bar.SAME_ROLE),)


def test_who_stood_in_has_broken_nothing() -> None:
    signups = taken(
        small(),
        holding(key("rdd", "critic"), BOB),
        holding(key("raft", "critic"), ADA, outcome="stood_in", stand_in=BOB),
    )
    assert broken(signups, BOB, CLASS + DAY) == ()


# --- clocks ---------------------------------------------------------------------------------------------------------


def test_a_seat_is_given_up_late_by_the_wall_clock_also_when_the_clocks_change() -> None:
    course = small()
    seat = _seat(course, key("dst", "critic"))
    assert is_over(course, seat.session, la(14, 13, month=3))
    deadline = la(12, 13, month=3)  # 47 hours before: the night is an hour shorter
    assert la(14, 13, month=3) - deadline == 47 * HOUR
    assert not drop_is_late(course, seat.session, deadline - timedelta(seconds=1))
    assert drop_is_late(course, seat.session, deadline)


def test_hours_that_are_no_days_are_elapsed_time() -> None:
    course = small(drop_until="36h before class")
    seat = _seat(course, key("dst", "critic"))
    deadline = la(14, 13, month=3) - 36 * HOUR
    assert not drop_is_late(course, seat.session, deadline - MINUTE)
    assert drop_is_late(course, seat.session, deadline)


def test_a_class_of_which_only_the_day_is_known_begins_in_the_morning() -> None:
    course = small(SESSIONS.replace("date: 2022-01-31,", "date: 2022-01-31, start: unknown, end: unknown,"))
    session = _seat(course, key("raft", "critic")).session
    assert not is_over(course, session, la(31, 8) - MINUTE)
    assert is_over(course, session, la(31, 8))


def test_where_only_the_week_is_known_nobody_is_locked_out_before_it_is_over_and_marks_begin_with_its_monday() -> None:
    course = small(SESSIONS.replace("date: 2022-02-07", "week_of: 2022-02-07"))
    seat = _seat(course, key("rdd", "critic"))
    monday, end = la(7, 8, month=2), la(14, month=2)
    assert drop_is_late(course, seat.session, monday - 2 * DAY)
    assert not drop_is_late(course, seat.session, monday - 2 * DAY - MINUTE)
    assert (may_have_begun(course, seat.session, monday - MINUTE), may_have_begun(course, seat.session, monday)) == (
        False,
        True,
    )
    free = taken(course)
    assert refusal(free, seat, ADA, end - MINUTE) is None
    barred = refusal(free, seat, ADA, end)
    assert barred is not None
    assert barred.bar is Bar.OVER
    assert (is_over(course, seat.session, end - MINUTE), is_over(course, seat.session, end)) == (False, True)


def test_a_class_without_a_date_is_never_late_nor_over() -> None:
    course = small()
    session = _seat(course, key("agents", "critic")).session
    assert not drop_is_late(course, session, START + 900 * DAY)
    assert not is_over(course, session, START + 900 * DAY)
    assert week_of(session) is None


def test_the_week_is_that_of_the_course_and_of_no_other_clock() -> None:
    """Sunday evening in Los Angeles is Monday in Greenwich; Monday morning in Auckland is Sunday there."""
    sessions = """sessions:
  - {id: sunday, title: Sunday, date: 2022-02-13, start: 19:00, end: 20:00, presenting: true}
  - {id: monday, title: Monday, date: 2022-02-14, start: 9:00, end: 10:00, presenting: true}
  - {id: friday, title: Friday, date: 2022-02-18, start: 9:00, end: 10:00, presenting: true}
"""
    for zone in ("America/Los_Angeles", "Pacific/Auckland", "UTC"):
        course = _in_zone(sessions, zone)
        days = {one.key.session: week_of(one.session) for one in seats(course)}
        assert days == {"sunday": date(2022, 2, 7), "monday": date(2022, 2, 14), "friday": date(2022, 2, 14)}
        signups = held(course, key("monday", "critic"))
        now = datetime(2022, 2, 1, tzinfo=UTC)
        assert barred(signups, key("sunday", "neutral"), now=now) is None
        assert barred(signups, key("friday", "neutral"), now=now) is Bar.WEEK
        assert is_over(
            course, _seat(course, key("monday", "critic")).session, instant(date(2022, 2, 14), time(9), ZoneInfo(zone))
        )


def _in_zone(sessions: str, zone: str) -> Course:
    written = text(sessions, rules="{at_most_per_week: 1}").replace("America/Los_Angeles", zone)
    return parse(written, "schedule.yaml").course


def _seat(course: Course, wanted: SeatKey) -> Seat:
    return taken(course).seats[wanted]
