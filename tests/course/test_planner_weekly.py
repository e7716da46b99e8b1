"""Weekly posts of courses that meet several times a week, skip weeks, or do not know their days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.course import planner
from bot.course.model import Course, DateForm, Session, SessionKind, Tier, WeeklyAnnouncement
from bot.course.notice import Notice, NoticeKind
from tests.support.courses import course, deadline, holiday, only, reading, session, week_of

ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
MONDAY = date(2024, 3, 4)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def posts(of: Course) -> list[Notice]:
    return [notice for notice in planner.due(of, *ALWAYS) if notice.kind is NoticeKind.WEEKLY]


def plan(of: Course) -> list[tuple[str, str, str]]:
    """The week, and on the course's wall from when until when its post is of use."""
    return [
        (
            notice.item.removeprefix("week:"),
            f"{of.local(notice.due_at):%a %d %b %H:%M}",
            f"{of.local(notice.stale_after):%a %d %b %H:%M}",
        )
        for notice in posts(of)
    ]


def told(of: Course) -> list[list[str]]:
    return [[one.id for one in planner.coverage(of, notice).sessions] for notice in posts(of)]


def three_a_week(weeks: int = 3, **fields: Any) -> Course:
    """Mon, Wed, Fri at 10:00; a review is due as each class begins."""
    classes = [
        session(f"{name}-{week + 1}", day(7 * week + offset), start=time(10), end=time(10, 50), owes=True)
        for week in range(weeks)
        for name, offset in (("mon", 0), ("wed", 2), ("fri", 4))
    ]
    return course(*classes, **fields)


def test_a_review_on_monday_brings_the_post_forward_to_thursday() -> None:
    term = three_a_week()
    assert plan(term) == [
        ("2024-03-04", "Mon 26 Feb 09:00", "Thu 07 Mar 09:00"),
        ("2024-03-11", "Thu 07 Mar 09:00", "Thu 14 Mar 09:00"),
        ("2024-03-18", "Thu 14 Mar 09:00", "Fri 22 Mar 10:00"),
    ]


def test_fridays_class_is_still_ahead_on_thursday_and_told_again() -> None:
    assert told(three_a_week()) == [
        ["mon-1", "wed-1", "fri-1"],
        ["fri-1", "mon-2", "wed-2", "fri-2"],
        ["fri-2", "mon-3", "wed-3", "fri-3"],
    ]


def test_the_first_post_comes_earlier_if_a_review_is_due_early() -> None:
    early = course(session("a", MONDAY, start=time(10), owes=(day(-5), time(23, 59))))
    assert plan(early) == [("2024-03-04", "Sat 24 Feb 09:00", "Mon 04 Mar 10:00")]


def test_without_reviews_the_post_comes_the_day_after_the_last_class() -> None:
    term = three_a_week(2)
    free = replace(term, sessions=tuple(replace(one, review=None) for one in term.sessions))
    assert plan(free)[1] == ("2024-03-11", "Sat 09 Mar 09:00", "Fri 15 Mar 10:00")
    assert told(free)[1] == ["mon-2", "wed-2", "fri-2"]


def test_numbers_of_days_can_be_chosen() -> None:
    term = three_a_week(2, announcements=only(weekly=WeeklyAnnouncement(before_review=2, first=3, at=time(18))))
    assert [at for _, at, _ in plan(term)] == ["Fri 01 Mar 18:00", "Sat 09 Mar 18:00"]


def test_a_chosen_weekday_holds_every_week() -> None:
    term = three_a_week(announcements=only(weekly=WeeklyAnnouncement(weekday=4)))
    assert [at for _, at, _ in plan(term)] == ["Fri 01 Mar 09:00", "Fri 08 Mar 09:00", "Fri 15 Mar 09:00"]
    assert told(term)[1] == ["fri-1", "mon-2", "wed-2", "fri-2"]


def test_a_chosen_weekday_is_strictly_before_the_class() -> None:
    term = course(session("a", MONDAY, start=time(10)), announcements=only(weekly=WeeklyAnnouncement(weekday=0)))
    assert plan(term) == [("2024-03-04", "Mon 26 Feb 09:00", "Mon 04 Mar 10:00")]


def test_a_holiday_before_the_chosen_weekday_is_told_by_the_post_before_it() -> None:
    term = course(
        session("a", MONDAY, start=time(10)),
        holiday("break", day(7)),
        session("b", day(14), start=time(10)),
        announcements=only(weekly=WeeklyAnnouncement(weekday=4)),
    )
    assert [at for _, at, _ in plan(term)] == ["Fri 01 Mar 09:00", "Fri 15 Mar 09:00"]
    assert told(term) == [["a", "break"], ["b"]]


def test_a_review_due_before_its_own_weekly_post_is_told_by_the_one_before() -> None:
    term = course(
        session("a", MONDAY, start=time(10)),
        session("b", day(7), start=time(10), owes=(day(5), time(17))),
        announcements=only(weekly=WeeklyAnnouncement(weekday=6)),
    )
    first, second = (planner.coverage(term, notice) for notice in posts(term))
    assert [one.id for one in first.reviews] == ["b"]
    assert [one.id for one in first.sessions] == ["a"]
    assert second.reviews == ()


def test_two_weeks_told_on_one_day_are_one_post() -> None:
    friday_then_monday = course(
        session("a", day(4), start=time(10)),
        session("b", day(7), start=time(10)),
        announcements=only(weekly=WeeklyAnnouncement(weekday=3)),
    )
    assert plan(friday_then_monday) == [("2024-03-11", "Thu 07 Mar 09:00", "Mon 11 Mar 10:00")]
    assert told(friday_then_monday) == [["a", "b"]]


def test_a_sunday_class_and_an_early_monday_one_leave_no_gap() -> None:
    """The post after Sunday's class would come an hour after Monday's has begun: the one before tells it."""
    term = course(session("sun", day(6), start=time(8)), session("mon", day(7), start=time(8)))
    assert plan(term) == [("2024-03-04", "Sun 03 Mar 09:00", "Sun 10 Mar 08:00")]
    assert told(term) == [["sun", "mon"]]


def test_the_rest_of_a_week_whose_post_would_come_too_late_is_told_before() -> None:
    term = course(
        session("sun", day(6), start=time(9)),
        session("mon", day(7), start=time(9)),
        deadlines=(deadline("wednesday", day(9)),),
    )
    (notice,) = posts(term)
    assert [one.id for one in planner.coverage(term, notice).deadlines] == ["wednesday"]


def test_a_class_that_has_begun_lies_ahead_no_more() -> None:
    term = course(
        session("early", day(3), start=time(8), end=time(11)),
        session("later", day(4), start=time(8)),
        session("next", day(7), start=time(10), owes=True),
    )
    assert told(term)[1] == ["later", "next"]


def test_a_week_of_counts_as_its_friday_and_lasts_all_week() -> None:
    term = course(week_of("a", MONDAY), week_of("b", day(7)))
    assert plan(term) == [
        ("2024-03-04", "Mon 26 Feb 09:00", "Sat 09 Mar 09:00"),
        ("2024-03-11", "Sat 09 Mar 09:00", "Mon 18 Mar 00:00"),
    ]
    assert told(term) == [["a"], ["a", "b"]]


def test_a_range_ends_with_its_last_day() -> None:
    days = [day(0), day(1), day(2)]
    term = course(session("a", *days, form=DateForm.RANGE, start=time(10)), session("b", day(7), start=time(10)))
    assert plan(term)[0] == ("2024-03-04", "Mon 26 Feb 09:00", "Thu 07 Mar 00:00")
    assert plan(term)[1][1] == "Thu 07 Mar 09:00"


def test_a_session_of_several_dates_is_told_as_long_as_one_lies_ahead() -> None:
    term = course(
        session("twice", day(0), day(8), start=time(10)),
        session("b", day(7), start=time(10)),
    )
    assert told(term) == [["twice"], ["b", "twice"]]


def test_a_class_without_an_hour_is_ahead_all_day() -> None:
    assert plan(course(session("a", MONDAY))) == [("2024-03-04", "Mon 26 Feb 09:00", "Tue 05 Mar 00:00")]


@pytest.mark.parametrize("kind", [SessionKind.HOLIDAY, SessionKind.CANCELLED])
def test_a_week_without_class_has_no_post_but_is_told(kind: SessionKind) -> None:
    term = course(
        session("a", MONDAY, start=time(10)),
        session("off", day(7), kind=kind, owes=(day(8), time(12))),
        session("b", day(14), start=time(10)),
    )
    assert [week for week, *_ in plan(term)] == ["2024-03-04", "2024-03-18"]
    covered = planner.coverage(term, posts(term)[1])
    assert [one.id for one in covered.sessions] == ["off", "b"]
    assert [one.id for one in covered.reviews] == ["off"]


def test_a_review_of_a_week_without_class_brings_the_post_forward() -> None:
    term = course(
        session("a", day(4), start=time(10)),
        holiday("off", day(7), owes=(day(7), time(10))),
        session("b", day(14), start=time(10)),
    )
    assert plan(term)[1][:2] == ("2024-03-18", "Thu 07 Mar 09:00")
    assert told(term)[1] == ["a", "off", "b"]


def test_deadlines_are_told_until_the_end_of_the_class_week_and_the_last_post_tells_the_rest() -> None:
    term = course(
        session("a", MONDAY, start=time(10)),
        session("b", day(7), start=time(10)),
        deadlines=(
            deadline("last-day", day(30)),
            deadline("over", (day(0), time(23))),
            deadline("sunday", (day(6), time(23, 59))),
            deadline("at-nine", (day(1), time(9))),
            deadline("tuesday", day(8)),
            deadline("undated"),
        ),
    )
    first, second = (planner.coverage(term, notice) for notice in posts(term))
    assert [one.id for one in first.deadlines] == ["over", "at-nine", "sunday"]
    assert [one.id for one in second.deadlines] == ["sunday", "tuesday", "last-day"]


def test_a_paper_of_three_classes_is_listed_once() -> None:
    def lists(name: str, offset: int, *tiers: tuple[str, Tier | None]) -> Session:
        return session(name, day(offset), start=time(10), readings=tuple(reading(one, tier) for one, tier in tiers))

    term = course(
        lists("fri", 4, ("rdd", Tier.REQUIRED), ("spark", None)),
        lists("mon", 0, ("rdd", Tier.OPTIONAL), ("book", Tier.BACKGROUND)),
        lists("wed", 2, ("rdd", Tier.REQUIRED), ("spark", Tier.OPTIONAL)),
    )
    (notice,) = posts(term)
    listed = {paper: at.id for paper, at in planner.listed_under(planner.coverage(term, notice).sessions).items()}
    assert listed == {"book": "mon", "rdd": "wed", "spark": "fri"}


def test_a_post_of_a_week_that_the_schedule_no_longer_has_tells_what_is_there() -> None:
    """It was planned by the schedule before: its week is still its window."""
    (notice,) = posts(course(session("a", MONDAY, start=time(10))))
    emptied = course(holiday("a", MONDAY), deadlines=(deadline("a1", day(6)), deadline("a2", day(7))))
    covered = planner.coverage(emptied, notice)
    assert [one.id for one in covered.sessions] == ["a"]
    assert [one.id for one in covered.deadlines] == ["a1"]


def test_the_weekly_post_that_is_of_use_is_the_newest() -> None:
    term = three_a_week()
    first, second, third = posts(term)
    assert planner.weekly_useful(term, second.due_at - timedelta(seconds=1)) == first
    assert planner.weekly_useful(term, second.due_at) == second
    assert planner.weekly_useful(term, third.stale_after - timedelta(seconds=1)) == third
    assert planner.weekly_useful(term, third.stale_after) is None


def test_a_day_that_the_zone_left_out_is_told_like_any_other() -> None:
    apia = ZoneInfo("Pacific/Apia")
    of = course(session("a", date(2011, 9, 1), zone=apia, owes=date(2011, 12, 30)), zone=apia)
    (post,) = posts(of)
    assert [one.id for one in planner.coverage(of, post).reviews] == ["a"]
