"""What holds for every course: windows join, names are unique, order is one, wall clocks are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.course import planner
from bot.course.calendar import instant
from bot.course.model import (
    Course,
    DateForm,
    Deadline,
    DeadlineKind,
    ReviewDueAnnouncement,
    Session,
    SessionKind,
    Tier,
    WeeklyAnnouncement,
)
from bot.course.notice import Notice, NoticeKind
from tests.support.courses import course, deadline, only, reading, session

ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
ZONES = tuple(
    ZoneInfo(name)
    for name in ("America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")
)

zones = st.sampled_from(ZONES)
hours = st.integers(0, 23)
walls = st.builds(time, hours, st.sampled_from((0, 30, 59)))
# Terms across both changes of the clock, the end of a year, and the day that Samoa skipped.
days = st.integers(0, 200).map(lambda offset: date(2011, 9, 1) + timedelta(days=offset))
spans = st.one_of(
    st.integers(0, 14).map(lambda n: timedelta(days=n)), st.integers(0, 60).map(lambda n: timedelta(hours=n))
)
moments = st.one_of(days, st.tuples(days, walls))


@st.composite
def sessions(draw: st.DrawFn, zone: ZoneInfo, session_id: str) -> Session:
    form = draw(st.sampled_from(DateForm))
    first = draw(days)
    offsets = draw(st.lists(st.integers(1, 20), max_size=3, unique=True)) if form is DateForm.DAYS else [1, 2]
    more = (
        [first + timedelta(days=offset) for offset in sorted(offsets)]
        if form in (DateForm.DAYS, DateForm.RANGE)
        else []
    )
    start = draw(st.none() | walls)
    papers = draw(st.lists(st.sampled_from("abcdef"), max_size=3, unique=True))
    return session(
        session_id,
        *([] if form is DateForm.TBD else [first, *more]),
        start=start,
        zone=zone,
        form=form,
        kind=draw(st.sampled_from(SessionKind)),
        readings=tuple(reading(paper, draw(st.none() | st.sampled_from(Tier))) for paper in papers),
        owes=draw(st.just(False) | moments) if form is not DateForm.TBD else False,
    )


@st.composite
def deadlines(draw: st.DrawFn, zone: ZoneInfo, deadline_id: str) -> Deadline:
    return deadline(
        deadline_id,
        draw(st.none() | moments),
        out=draw(st.none() | moments),
        kind=draw(st.sampled_from(DeadlineKind)),
        remind=draw(st.none() | st.lists(spans, max_size=4).map(tuple)),
        zone=zone,
    )


@st.composite
def courses(draw: st.DrawFn) -> Course:
    zone = draw(zones)
    drawn = course(
        *(draw(sessions(zone, f"s{number}")) for number in range(draw(st.integers(0, 8)))),
        zone=zone,
        deadlines=tuple(draw(deadlines(zone, f"d{number}")) for number in range(draw(st.integers(0, 3)))),
    )
    weekly = WeeklyAnnouncement(
        at=draw(walls),
        weekday=draw(st.none() | st.integers(0, 6)),
        before_review=draw(st.integers(0, 9)),
        first=draw(st.integers(0, 14)),
    )
    reviews = ReviewDueAnnouncement(
        at=draw(walls), before=tuple(draw(st.lists(spans, max_size=4))), elsewhere_only=draw(st.booleans())
    )
    return replace(drawn, announcements=replace(drawn.announcements, weekly=weekly, review_due=reviews))


def everything(of: Course) -> tuple[Notice, ...]:
    return planner.due(of, *ALWAYS)


def posts(of: Course) -> list[Notice]:
    return [notice for notice in everything(of) if notice.kind is NoticeKind.WEEKLY]


def names(notices: tuple[Notice, ...]) -> list[tuple[str, str, str]]:
    return [(notice.kind, notice.item, notice.occurrence) for notice in notices]


@given(courses(), st.data())
def test_adjacent_windows_join_without_gap_or_double(of: Course, data: st.DataObject) -> None:
    whole = everything(of)
    # Cut where it hurts: at due instants, and just beside them.
    edges = [notice.due_at + timedelta(seconds=off) for notice in whole for off in (-1, 0, 1)]
    cuts = sorted(data.draw(st.lists(st.sampled_from(edges), max_size=8))) if edges else []
    bounds = [ALWAYS[0], *cuts, ALWAYS[1]]
    joined = [notice for since, until in pairwise(bounds) for notice in planner.due(of, since, until)]
    assert tuple(joined) == whole
    for since, until in pairwise(bounds):
        following = planner.next_due(of, since)
        if planner.due(of, since, until):
            assert following == planner.due(of, since, until)[0].due_at
        else:
            assert following is None or following > until


@given(courses())
def test_every_notice_is_of_use_for_a_while_and_has_a_name_of_its_own(of: Course) -> None:
    whole = everything(of)
    assert all(notice.due_at < notice.stale_after for notice in whole)
    assert all(notice.due_at.tzinfo is UTC and notice.stale_after.tzinfo is UTC for notice in whole)
    assert len(set(names(whole))) == len(whole)
    assert not any("/" in part for name in names(whole) for part in name)


@given(courses(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(of: Course, random: Any) -> None:
    shuffled = replace(
        of,
        sessions=tuple(random.sample(of.sessions, len(of.sessions))),
        deadlines=tuple(random.sample(of.deadlines, len(of.deadlines))),
    )
    whole = everything(of)
    assert everything(shuffled) == whole
    assert list(whole) == sorted(whole, key=lambda notice: notice.order)


@given(courses())
def test_words_are_not_part_of_a_name(of: Course) -> None:
    edited = replace(
        of,
        title="Another",
        sessions=tuple(replace(one, title="New", note="New", place="New", week="New") for one in of.sessions),
        deadlines=tuple(replace(one, title="New", details="New", points=1.0) for one in of.deadlines),
    )
    assert names(everything(edited)) == names(everything(of))


@given(zones, st.dates(date(2021, 9, 1), date(2022, 4, 1)), st.integers(1, 100), walls)
def test_a_class_that_moves_keeps_its_names(zone: ZoneInfo, day: date, offset: int, start: time) -> None:
    def planned(on: date) -> set[tuple[str, str, str]]:
        moved = session("a", on, start=start, owes=True, kind=SessionKind.EXAM, zone=zone)
        of = course(moved, zone=zone)
        return {(kind, item, word) for kind, item, word in names(everything(of)) if kind != NoticeKind.WEEKLY}

    assert planned(day) == planned(day + timedelta(days=offset))


@given(courses(), st.data())
def test_one_weekly_post_at_most_is_of_use_and_it_is_the_newest(of: Course, data: st.DataObject) -> None:
    weekly = posts(of)
    for earlier, later in pairwise(weekly):
        assert earlier.stale_after <= later.due_at
    if weekly:
        now = data.draw(st.sampled_from(weekly)).due_at + data.draw(spans)
        due = [notice for notice in weekly if notice.due_at <= now]
        useful = planner.weekly_useful(of, now)
        assert useful == (due[-1] if now < due[-1].stale_after else None)


@given(courses())
def test_weekly_posts_tell_everything_that_lies_ahead_of_the_first(of: Course) -> None:
    weekly = posts(of)
    told = [planner.coverage(of, notice) for notice in weekly]
    sessions_told = {one.id for coverage in told for one in coverage.sessions}
    for one in of.sessions if weekly else ():
        start = one.meetings[-1].starts_at if one.meetings else None
        ahead = one.over_at is not None and (start or one.over_at) > weekly[0].due_at
        assert (one.id in sessions_told) is ahead
    deadlines_told = {one.id for coverage in told for one in coverage.deadlines}
    for item in of.deadlines if weekly else ():
        assert (item.id in deadlines_told) is (item.due is not None and item.due.until > weekly[0].due_at)
    reviews_told = {one.id for coverage in told for one in coverage.reviews}
    for one in of.sessions if weekly else ():
        if one.review is not None and one.review.due is not None:
            assert (one.id in reviews_told) is (one.review.due.until > weekly[0].due_at)


@given(courses())
def test_a_weekly_post_tells_of_nothing_that_is_over_and_each_paper_once(of: Course) -> None:
    for notice in posts(of):
        covered = planner.coverage(of, notice)
        assert all(one.over_at is not None and one.over_at > notice.due_at for one in covered.sessions)
        assert all(one.review and one.review.due and one.review.due.until > notice.due_at for one in covered.reviews)
        assert all(one.due is not None and one.due.until > notice.due_at for one in covered.deadlines)
        under = planner.listed_under(covered.sessions)
        assert set(under) == {paper.id for one in covered.sessions for paper in one.readings}
        assert all(paper in {reading.id for reading in one.readings} for paper, one in under.items())


@given(zones, st.dates(date(2000, 1, 1), date(2040, 12, 31)), walls, st.integers(0, 14))
def test_in_weeks_when_the_clocks_change_posts_keep_the_wall_time_of_the_rule(
    zone: ZoneInfo, day: date, at: time, count: int
) -> None:
    rule = ReviewDueAnnouncement(at=at, before=(timedelta(days=count),))
    of = course(session("a", day, owes=day, zone=zone), zone=zone, announcements=only(review_due=rule))
    due_at = instant(day - timedelta(days=count), at, zone)
    for notice in everything(of):
        assert notice.due_at == due_at
        shown = of.local(notice.due_at)
        # Only a wall time that its day lacks is shown otherwise: as the first instant after the gap.
        assert shown.time() == at or shown.replace(tzinfo=None) > datetime.combine(day - timedelta(days=count), at)
