"""A whole term like the shipped one, with every weekly post written out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.course import planner
from bot.course.model import Course, SessionKind, WeeklyAnnouncement
from bot.course.notice import Notice, NoticeKind
from bot.course.schedule import read
from bot.data import bundled
from tests.support.courses import (
    LOS_ANGELES,
    course,
    holiday,
    mondays_at_one,
    only,
    reading,
    session,
    with_reviews_posted,
)

ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))

CLASSES = {
    date(2022, 1, 24): ("intro", False),
    date(2022, 1, 31): ("big-data", True),
    date(2022, 2, 7): ("hardware", True),
    date(2022, 2, 14): ("systems", True),
    date(2022, 2, 28): ("scaling", True),
    date(2022, 3, 7): ("proposals", False),
    date(2022, 3, 14): ("ml-for-systems", True),
    date(2022, 3, 28): ("frameworks", True),
    date(2022, 4, 4): ("efficient-ml", True),
    date(2022, 4, 11): ("cloud", True),
    date(2022, 4, 18): ("benchmarking", False),
    date(2022, 4, 25): ("security", False),
    date(2022, 5, 9): ("presentations", False),
}
NO_CLASS = {date(2022, 2, 21): "presidents-day", date(2022, 3, 21): "spring-break", date(2022, 5, 2): "rrr-week"}


@pytest.fixture(scope="module")
def term() -> Course:
    classes = [
        session(name, day, start=time(13), end=time(16), readings=(reading(name),), owes=owes)
        for day, (name, owes) in CLASSES.items()
    ]
    return with_reviews_posted(course(*classes, *(holiday(name, day) for day, name in NO_CLASS.items())))


def planned(of: Course, kind: NoticeKind | None = None) -> list[Notice]:
    return [notice for notice in planner.due(of, *ALWAYS) if kind is None or notice.kind is kind]


def wall(of: Course, at: datetime) -> str:
    return f"{of.local(at):%a %d %b %Y %H:%M}"


def test_each_weekly_post_goes_out_the_morning_after_the_class_before(term: Course) -> None:
    posts = {notice.item: wall(term, notice.due_at) for notice in planned(term, NoticeKind.WEEKLY)}
    assert posts == {
        "week:2022-01-24": "Mon 17 Jan 2022 09:00",
        "week:2022-01-31": "Tue 25 Jan 2022 09:00",
        "week:2022-02-07": "Tue 01 Feb 2022 09:00",
        "week:2022-02-14": "Tue 08 Feb 2022 09:00",
        "week:2022-02-28": "Tue 15 Feb 2022 09:00",
        "week:2022-03-07": "Tue 01 Mar 2022 09:00",
        "week:2022-03-14": "Tue 08 Mar 2022 09:00",
        "week:2022-03-28": "Tue 15 Mar 2022 09:00",
        "week:2022-04-04": "Tue 29 Mar 2022 09:00",
        "week:2022-04-11": "Tue 05 Apr 2022 09:00",
        "week:2022-04-18": "Tue 12 Apr 2022 09:00",
        "week:2022-04-25": "Tue 19 Apr 2022 09:00",
        "week:2022-05-09": "Tue 26 Apr 2022 09:00",
    }


def test_a_weekly_post_is_of_use_until_the_class_begins(term: Course) -> None:
    for notice in planned(term, NoticeKind.WEEKLY):
        monday = date.fromisoformat(notice.item.removeprefix("week:"))
        assert wall(term, notice.stale_after) == f"{monday:%a %d %b %Y} 13:00"


def test_the_shipped_course_is_planned_like_this_term(term: Course) -> None:
    """The same dates in a file: each notice at the same instant, under the name that its session has there."""
    shipped = read(bundled("schedule.yaml")).course

    def instants(of: Course) -> list[tuple[NoticeKind, str, datetime, datetime]]:
        return [(notice.kind, notice.occurrence, notice.due_at, notice.stale_after) for notice in planned(of)]

    assert instants(with_reviews_posted(shipped)) == instants(term)
    assert planned(shipped, NoticeKind.REVIEW_DUE) == []


def test_a_holiday_is_told_with_the_class_after_it(term: Course) -> None:
    told = {
        notice.item: [one.id for one in planner.coverage(term, notice).sessions]
        for notice in planned(term, NoticeKind.WEEKLY)
    }
    assert told["week:2022-02-14"] == ["systems"]
    assert told["week:2022-02-28"] == ["presidents-day", "scaling"]
    assert told["week:2022-03-28"] == ["spring-break", "frameworks"]
    assert told["week:2022-05-09"] == ["rrr-week", "presentations"]
    assert sorted(one for names in told.values() for one in names) == sorted(one.id for one in term.sessions)


def test_a_weekly_post_has_its_readings_and_what_is_owed(term: Course) -> None:
    notice = next(one for one in planned(term) if one.item == "week:2022-02-28")
    covered = planner.coverage(term, notice)
    assert {paper: at.id for paper, at in planner.listed_under(covered.sessions).items()} == {"scaling": "scaling"}
    assert [one.id for one in covered.reviews] == ["scaling"]


def test_day_of_posts_come_on_class_days_only(term: Course) -> None:
    posts = {notice.item: notice for notice in planned(term, NoticeKind.DAY_OF)}
    assert posts.keys() == {name for name, _ in CLASSES.values()}
    for day, (name, _) in CLASSES.items():
        assert wall(term, posts[name].due_at) == f"{day:%a %d %b %Y} 09:00"
        assert wall(term, posts[name].stale_after) == f"{day:%a %d %b %Y} 13:00"
        assert posts[name].occurrence == "start"


def test_review_deadlines_are_told_at_one_in_the_afternoon_of_the_day_before(term: Course) -> None:
    posts = {notice.item: notice for notice in planned(term, NoticeKind.REVIEW_DUE)}
    assert len(posts) == 8
    # The night before 14 March has 23 hours: the wall clock counts.
    assert wall(term, posts["ml-for-systems"].due_at) == "Sun 13 Mar 2022 13:00"
    assert posts["ml-for-systems"].due_at == datetime(2022, 3, 13, 20, tzinfo=UTC)
    assert posts["ml-for-systems"].stale_after == datetime(2022, 3, 14, 20, tzinfo=UTC)
    assert posts["scaling"].due_at == datetime(2022, 2, 27, 21, tzinfo=UTC)


def test_the_class_on_the_day_after_the_clocks_change_begins_at_one(term: Course) -> None:
    notice = next(one for one in planned(term, NoticeKind.DAY_OF) if one.item == "ml-for-systems")
    assert (notice.due_at, notice.stale_after) == (
        datetime(2022, 3, 14, 16, tzinfo=UTC),
        datetime(2022, 3, 14, 20, tzinfo=UTC),
    )


def test_nothing_else_is_said(term: Course) -> None:
    assert len(planned(term)) == 13 + 13 + 8


def test_at_any_time_one_weekly_post_at_most_is_of_use(term: Course) -> None:
    before = datetime(2022, 1, 17, 16, 59, tzinfo=UTC)
    assert planner.weekly_useful(term, before) is None
    found = planner.weekly_useful(term, before + timedelta(minutes=1))
    assert found is not None
    assert found.item == "week:2022-01-24"
    spring_break = planner.weekly_useful(term, datetime(2022, 3, 23, tzinfo=UTC))
    assert spring_break is not None
    assert spring_break.item == "week:2022-03-28"
    # From 13:00, when class begins, until 09:00 the next day there is nothing new to read for.
    assert planner.weekly_useful(term, datetime(2022, 2, 7, 21, tzinfo=UTC)) is None
    assert planner.weekly_useful(term, datetime(2022, 6, 1, tzinfo=UTC)) is None


def test_a_january_term_is_announced_in_december() -> None:
    winter = mondays_at_one(2, first=date(2022, 1, 3))
    first, second = planned(winter, NoticeKind.WEEKLY)
    # The review of 3 January is due in class; four days before it is 30 December, seven days before class is earlier.
    assert wall(winter, first.due_at) == "Mon 27 Dec 2021 09:00"
    assert first.item == "week:2022-01-03"
    assert first.title == "Readings for the week of 3 Jan"
    assert wall(winter, second.due_at) == "Tue 04 Jan 2022 09:00"


def test_a_week_across_new_year_is_named_by_its_monday() -> None:
    one = course(session("late", date(2021, 1, 1), start=time(10)))
    (notice,) = planned(one, NoticeKind.WEEKLY)
    assert notice.item == "week:2020-12-28"


@pytest.mark.parametrize("gap", [False, True], ids=["fold", "gap"])
def test_a_review_due_in_the_hour_that_the_clocks_change(gap: bool) -> None:
    day = date(2022, 3, 13) if gap else date(2022, 11, 6)
    night = with_reviews_posted(course(session("night", day, start=time(2, 30) if gap else time(1, 30), owes=True)))
    (notice,) = planned(night, NoticeKind.REVIEW_DUE)
    if gap:
        assert notice.stale_after == datetime(2022, 3, 13, 10, tzinfo=UTC)  # 3:00 PDT, the first instant after the gap
        assert wall(night, notice.due_at) == "Sat 12 Mar 2022 03:00"
    else:
        assert notice.stale_after == datetime(2022, 11, 6, 8, 30, tzinfo=UTC)  # the first 1:30
        assert wall(night, notice.due_at) == "Sat 05 Nov 2022 01:30"


@pytest.mark.parametrize(
    "zone", ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]
)
@pytest.mark.parametrize("year", [2011, 2022])
def test_posts_keep_their_wall_time_all_year_in_every_zone(zone: str, year: int) -> None:
    term = with_reviews_posted(mondays_at_one(60, first=date(year, 1, 10), zone=ZoneInfo(zone)))
    for notice in planned(term):
        expected = {"weekly": ("09:00", {0, 1}), "day-of": ("09:00", {0}), "review-due": ("13:00", {6})}[notice.kind]
        local = term.local(notice.due_at)
        assert f"{local:%H:%M}" == expected[0]
        assert local.weekday() in expected[1]
        assert f"{term.local(notice.stale_after):%a %H:%M}" == "Mon 13:00"


def test_a_term_without_sessions_is_silent() -> None:
    nothing = course()
    assert planned(nothing) == []
    assert planner.next_due(nothing, ALWAYS[0]) is None
    assert planner.weekly_useful(nothing, datetime(2022, 1, 1, tzinfo=UTC)) is None


def test_a_term_of_holidays_is_silent() -> None:
    assert planned(course(holiday("break", date(2022, 3, 21)))) == []


def test_a_term_of_five_hundred_sessions() -> None:
    long = with_reviews_posted(mondays_at_one(500))
    notices = planned(long)
    assert len(notices) == 3 * 500
    assert notices == sorted(notices, key=lambda notice: notice.order)
    keys = {(notice.kind, notice.item, notice.occurrence) for notice in notices}
    assert len(keys) == len(notices)


def test_everything_off_is_silent(term: Course) -> None:
    off = course(*term.sessions, announcements=only())
    assert planned(off) == []
    assert planner.weekly_useful(off, datetime(2022, 3, 23, tzinfo=UTC)) is None


def test_one_kind_can_be_moved_to_another_channel(term: Course) -> None:
    moved = course(*term.sessions, announcements=only(weekly=WeeklyAnnouncement(channel="readings", at=time(18, 30))))
    notices = planned(moved)
    assert {(notice.kind, notice.channel) for notice in notices} == {(NoticeKind.WEEKLY, "readings")}
    assert {f"{moved.local(notice.due_at):%H:%M}" for notice in notices} == {"18:30"}


def test_next_due_walks_through_every_instant(term: Course) -> None:
    at, walked = ALWAYS[0], []
    while (following := planner.next_due(term, at)) is not None:
        walked.append(following)
        at = following
    assert walked == sorted({notice.due_at for notice in planned(term)})


def test_cancelling_a_class_silences_its_day_and_its_weekly_post(term: Course) -> None:
    sessions = [holiday("intro", date(2022, 1, 24)) if one.id == "intro" else one for one in term.sessions]
    cancelled = course(*sessions, zone=LOS_ANGELES)
    assert "intro" not in {notice.item for notice in planned(cancelled)}
    first = planned(cancelled, NoticeKind.WEEKLY)[0]
    assert (first.item, wall(cancelled, first.due_at)) == ("week:2022-01-31", "Mon 24 Jan 2022 09:00")
    assert cancelled.sessions[0].kind is SessionKind.HOLIDAY
