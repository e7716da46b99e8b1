"""The rules of reviews: by when, what counts, how late, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.course import reviews
from bot.course.calendar import moment_at
from bot.course.duties import LateRule
from bot.course.late_cost import taken_off
from bot.course.model import Course, Session
from bot.course.reviews import Duty, Grant, Mine, Standing, State, Version
from bot.course.schedule import parse
from tests.support.courses import LOS_ANGELES, course, reading, review, session
from tests.support.seminar import HEAD

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def asking(
    name: str, day: date, *papers: str, at: time = time(13), zone: ZoneInfo = LOS_ANGELES, **rules: object
) -> Session:
    bare = session(name, day, start=at, zone=zone, readings=tuple(reading(one) for one in papers))
    return replace(bare, review=review(bare, (day, at), zone=zone, **rules))


def one_paper(**rules: object) -> Course:
    return course(asking("first", date(2022, 1, 24), "raft", **rules))


COURSE = one_paper()
DUE = datetime(2022, 1, 24, 21, tzinfo=UTC)


def stands(
    *versions: Version, grants: Sequence[Grant] = (), at: datetime = DUE, of: Course = COURSE, paper: str = "raft"
) -> Standing:
    found = [
        one
        for duty in reviews.duties(of, Mine(versions={paper: versions}, grants=grants), at)
        for one in duty.standings
        if one.owed.paper == paper
    ]
    (one,) = found
    asked = reviews.find(of, paper)
    assert asked is not None
    assert one == reviews.standing(asked, versions, grants, zone=of.timezone, now=at), "both ways say the same"
    return one


def sent(at: datetime, number: int = 1, *, complete: bool = True, **told: Any) -> Version:
    return Version(number=number, complete=complete, received_at=at, **told)


# --- when it came ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "state", "late"),
    [
        (-DAY, State.SUBMITTED, None),
        (timedelta(0), State.SUBMITTED, None),
        (10 * MINUTE, State.SUBMITTED, None),
        (10 * MINUTE + 59 * SECOND, State.SUBMITTED, None),
        (11 * MINUTE, State.LATE, 11 * MINUTE),
        (3 * HOUR + 12 * MINUTE + 40 * SECOND, State.LATE, 3 * HOUR + 12 * MINUTE),
        (DAY + 59 * SECOND, State.LATE, DAY),
    ],
)
def test_the_grace_counts_as_on_time_and_lateness_is_told_to_the_minute(
    after: timedelta, state: State, late: timedelta | None
) -> None:
    found = stands(sent(DUE + after))
    assert (found.state, found.late_by) == (state, late)
    assert found.counts is not None
    assert found.draft is None


def test_after_the_hard_close_nothing_counts_and_the_text_is_a_draft() -> None:
    found = stands(sent(DUE + DAY + MINUTE), at=DUE + 2 * DAY)
    assert (found.state, found.counts) == (State.MISSED, None)
    assert found.draft is not None
    accepted = stands(sent(DUE + 2 * DAY, accepted=True), at=DUE + 2 * DAY)
    assert (accepted.state, accepted.late_by) == (State.LATE, 2 * DAY)


def test_it_is_open_until_the_last_minute_of_the_hard_close() -> None:
    assert stands(at=DUE + DAY + 59 * SECOND).state is State.NOT_STARTED
    assert stands(at=DUE + DAY + MINUTE).state is State.MISSED
    assert stands(sent(DUE, complete=False), at=DUE).state is State.DRAFT
    assert stands(sent(DUE, complete=False), at=DUE + 2 * DAY).state is State.MISSED


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2022, 3, 13), 23), (date(2022, 11, 6), 25)],
    ids=["spring", "autumn"],
)
def test_a_day_more_is_a_day_of_the_wall_clock_when_it_is_set(day: date, hours: int) -> None:
    before = course(asking("first", day - DAY, "raft", at=time(13)))
    due = reviews.owed(before)[0].review.due
    assert due is not None
    grant = Grant(id=1, kind="extension", session="first", by=DAY)
    window = stands(grants=[grant], of=before).window
    assert window is not None
    assert window.due - due.until == hours * HOUR
    assert window.due.astimezone(LOS_ANGELES).time() == time(13)
    elapsed = replace(grant, by=36 * HOUR)
    window = stands(grants=[elapsed], of=before).window
    assert window is not None
    assert window.due - due.until == 36 * HOUR


@pytest.mark.parametrize("changes", [date(2022, 3, 13), date(2022, 11, 6)], ids=["spring", "autumn"])
def test_the_late_days_of_more_time_are_days_of_the_wall_clock_too(changes: date) -> None:
    """Due the day before the clock changes, taken for a day: with a day more, both at one o'clock a day later."""
    of = course(asking("first", changes - 2 * DAY, "raft", at=time(13)))
    window = stands(grants=[Grant(id=1, kind="extension", session="first", by=DAY)], of=of).window
    assert window is not None
    assert window.closes_at.astimezone(LOS_ANGELES) == datetime.combine(changes, time(13), tzinfo=LOS_ANGELES)
    asked = of.sessions[0].review
    assert asked is not None
    assert asked.closes_at is not None
    hours = replace(asked, closes_at=asked.closes_at + 6 * HOUR)
    of = replace(of, sessions=(replace(of.sessions[0], review=hours),))
    window = stands(grants=[Grant(id=1, kind="extension", session="first", by=DAY)], of=of).window
    assert window is not None
    assert window.closes_at - window.due == 30 * HOUR


@pytest.mark.parametrize(("wall", "fold"), [(time(1, 30), 0), (time(1, 30), 1)])
def test_in_the_hour_that_comes_twice_the_first_is_meant(wall: time, fold: int) -> None:
    """Due Sunday 1:30 AM of a night with two of them, without grace."""
    night = course(asking("first", date(2022, 11, 6), "raft", at=wall, grace=timedelta(0)))
    came = datetime.combine(date(2022, 11, 6), wall.replace(fold=fold), tzinfo=LOS_ANGELES).astimezone(UTC)
    assert stands(sent(came), of=night).late_by == (HOUR if fold else None)


# --- which version counts -------------------------------------------------------------------------------------------


def test_once_on_time_it_stays_on_time_and_later_edits_are_kept() -> None:
    found = stands(sent(DUE - HOUR), sent(DUE - MINUTE, 2), sent(DUE + 2 * HOUR, 3))
    assert found.state is State.SUBMITTED
    assert found.counts is not None
    assert found.counts.number == 2
    assert found.newest_late is not None
    assert found.newest_late.number == 3


def test_an_earlier_deadline_takes_nothing_from_what_was_on_time_or_taken_when_it_came() -> None:
    """Staff set the whole term's reviews to the evening before, after the first weeks."""
    earlier = one_paper()
    asked = earlier.sessions[0].review
    assert asked is not None
    due = DUE - 2 * DAY
    moved = replace(asked, due=moment_at(due, LOS_ANGELES), late_until=None, closes_at=due)
    earlier = replace(earlier, sessions=(replace(earlier.sessions[0], review=moved),))
    on_time = sent(DUE - HOUR, late_then=0)
    assert stands(on_time, of=earlier).state is State.SUBMITTED
    late = sent(DUE + 5 * HOUR, late_then=300)
    found = stands(late, of=earlier)
    assert (found.state, found.late_by) == (State.LATE, 5 * HOUR)
    assert duty(Mine(versions={"raft": (late,)}), earlier).left == 0
    assert stands(sent(DUE + 5 * HOUR, complete=False, late_then=300), of=earlier, at=DUE + DAY).draft is not None
    unknown = stands(sent(DUE - HOUR), of=earlier)
    assert unknown.counts is None, "of that nobody was told that it was taken"


def test_what_is_remembered_of_a_version_is_what_the_course_says_when_it_comes() -> None:
    (raft,) = reviews.owed(COURSE)
    hours = (-DAY, 10 * MINUTE, 11 * MINUTE, 25 * HOUR)
    assert [reviews.late_then(raft, (), DUE + after, LOS_ANGELES) for after in hours] == [0, 0, 11, None]
    more = [Grant(id=1, kind="extension", session="first", by=DAY)]
    assert [reviews.late_then(raft, more, DUE + after, LOS_ANGELES) for after in hours] == [0, 0, 0, HOUR // MINUTE]
    undated = replace(raft, review=replace(raft.review, due=None))
    assert reviews.late_then(undated, (), DUE, LOS_ANGELES) == 0


def test_an_empty_draft_is_none_and_one_that_was_emptied_is_none_any_more() -> None:
    blank = sent(DUE - HOUR, 2, complete=False, blank=True)
    assert stands(blank, at=DUE - HOUR).state is State.NOT_STARTED
    begun = sent(DUE - 2 * HOUR, complete=False)
    found = stands(begun, blank, at=DUE - HOUR)
    assert (found.state, found.draft) == (State.NOT_STARTED, None)
    found = stands(sent(DUE - 2 * HOUR), blank)
    assert (found.state, found.draft) == (State.SUBMITTED, None)


def test_the_writer_may_have_the_late_version_counted() -> None:
    versions = (sent(DUE - HOUR), sent(DUE + HOUR, 2, picked=True), sent(DUE + 2 * HOUR, 3))
    found = stands(*versions)
    assert (found.state, found.late_by) == (State.LATE, HOUR)
    assert found.counts is not None
    assert found.counts.number == 2
    assert stands(versions[0], versions[1]._replace(picked=False), versions[2]).state is State.SUBMITTED


def test_a_version_after_the_hard_close_cannot_be_picked() -> None:
    assert stands(sent(DUE - HOUR), sent(DUE + 2 * DAY, 2, picked=True)).state is State.SUBMITTED


def test_the_first_complete_one_decides_how_late_it_is_and_the_newest_counts() -> None:
    found = stands(sent(DUE - HOUR, complete=False), sent(DUE + HOUR, 2), sent(DUE + 3 * HOUR, 3))
    assert (found.state, found.late_by) == (State.LATE, HOUR)
    assert found.counts is not None
    assert found.counts.number == 3


def test_a_draft_never_replaces_a_complete_version() -> None:
    found = stands(sent(DUE - HOUR), sent(DUE - MINUTE, 2, complete=False))
    assert found.state is State.SUBMITTED
    assert found.counts is not None
    assert found.counts.number == 1
    assert found.draft is not None
    assert found.draft.number == 2
    assert stands(sent(DUE - HOUR), sent(DUE - MINUTE, 2, complete=False, accepted=True)).counts == sent(
        DUE - MINUTE, 2, complete=False, accepted=True
    )


def test_versions_count_by_their_numbers_in_whatever_order_they_come() -> None:
    found = stands(sent(DUE - HOUR, 2), sent(DUE - MINUTE, 1))
    assert found.counts is not None
    assert found.counts.number == 2


def test_a_review_whose_session_has_no_date_is_in() -> None:
    bare = session("first", readings=(reading("raft"),))
    undated = course(replace(bare, review=review(bare, None)))
    assert stands(sent(DUE), of=undated).state is State.SUBMITTED
    assert stands(of=undated, at=DUE + 365 * DAY).state is State.NOT_STARTED


# --- what staff granted ---------------------------------------------------------------------------------------------


def test_more_time_moves_the_late_window_along_before_and_after_the_fact() -> None:
    late = sent(DUE + 5 * HOUR)
    more = Grant(id=1, kind="extension", session="first", paper="raft", until=DUE + 6 * HOUR)
    found = stands(late, grants=[more])
    assert (found.state, found.late_by) == (State.SUBMITTED, None)
    found = stands(sent(DUE + 30 * HOUR), grants=[more])
    assert (found.state, found.late_by) == (State.LATE, 24 * HOUR)
    assert stands(grants=[more], at=DUE + 30 * HOUR + MINUTE).state is State.MISSED


def test_the_newest_grant_for_a_paper_decides_and_never_takes_time_away() -> None:
    long = Grant(id=1, kind="extension", session="first", until=DUE + 2 * DAY)
    short = Grant(id=2, kind="extension", session="first", until=DUE + HOUR)
    window = stands(grants=[long, short]).window
    assert window is not None
    assert (window.due, window.extended, window.grant) == (DUE + HOUR, True, 2)
    window = stands(grants=[replace(short, until=DUE - DAY)]).window
    assert window is not None
    assert (window.due, window.extended) == (DUE, False)


def test_a_standing_offset_is_for_everything_and_the_least_of_what_is_granted() -> None:
    standing = Grant(id=1, kind="extension", by=DAY)
    window = stands(grants=[standing]).window
    assert window is not None
    assert window.due == DUE + DAY
    shorter = Grant(id=2, kind="extension", paper="raft", session="first", by=HOUR)
    window = stands(grants=[standing, shorter]).window
    assert window is not None
    assert window.due == DUE + DAY
    assert stands(grants=[standing, Grant(id=3, kind="excuse", session="first")]).state is State.EXCUSED


def test_an_extension_of_a_paper_follows_it_to_another_session() -> None:
    moved = course(asking("second", date(2022, 1, 31), "raft"))
    grant = Grant(id=1, kind="extension", session="first", paper="raft", by=DAY)
    window = stands(grants=[grant], of=moved).window
    assert window is not None
    assert window.extended
    window = stands(grants=[replace(grant, paper="")], of=moved).window
    assert window is not None
    assert not window.extended


def test_an_excuse_stands_beside_what_was_written() -> None:
    excuse = Grant(id=1, kind="excuse", session="first")
    assert stands(grants=[excuse], at=DUE + 9 * DAY).state is State.EXCUSED
    found = stands(sent(DUE, complete=False), grants=[excuse])
    assert found.state is State.EXCUSED
    assert found.draft is not None
    assert stands(sent(DUE), grants=[excuse]).state is State.SUBMITTED


# --- what is left ---------------------------------------------------------------------------------------------------


def duty(mine: Mine, of: Course, at: datetime = DUE) -> Duty:
    (one,) = reviews.duties(of, mine, at)
    return one


def test_of_several_papers_so_many_are_to_be_chosen() -> None:
    of = course(asking("first", date(2022, 1, 24), "a", "b", "c", choose=2))
    one = duty(Mine(versions={"b": [sent(DUE, complete=False)]}), of)
    assert (one.needed, one.done, one.left) == (2, 0, 2)
    assert [standing.owed.paper for standing in one.to_do(DUE)] == ["b", "a", "c"], "what is begun comes first"
    one = duty(Mine(versions={"b": [sent(DUE)], "c": [sent(DUE)]}), of)
    assert (one.done, one.left, one.to_do(DUE), one.due) == (2, 0, (), DUE)
    excused = Grant(id=1, kind="excuse", session="first", paper="a")
    one = duty(Mine(versions={"b": [sent(DUE)]}, grants=[excused]), of)
    assert (one.done, one.excused, one.left) == (1, 0, 1), "an excuse from a paper takes it out of the choice alone"
    assert [standing.owed.paper for standing in one.to_do(DUE)] == ["c"]
    one = duty(Mine(versions={"a": [sent(DUE)]}, grants=[excused]), of)
    assert (one.done, one.excused, one.left) == (1, 0, 1), "an excuse beside a review counts once"
    both = [excused, Grant(id=2, kind="excuse", session="first", paper="b")]
    one = duty(Mine(grants=both), of)
    assert (one.done, one.excused, one.left) == (0, 1, 1), "where too few papers remain, less is needed"
    one = duty(Mine(grants=[Grant(id=3, kind="excuse", session="first")]), of)
    assert (one.done, one.excused, one.left, one.to_do(DUE)) == (0, 2, 0, ()), "an excuse from the class is from all"


def test_what_is_closed_is_not_to_do_any_more() -> None:
    one = duty(Mine(), COURSE, at=DUE + 2 * DAY)
    assert (one.left, one.to_do(DUE + 2 * DAY)) == (1, ())


def test_a_paper_is_owed_once_by_when_it_is_due() -> None:
    """Which session asks for a paper that three list is the schedule's; here each paper has one."""
    of = course(
        asking("late", date(2022, 2, 7), "b"),
        asking("early", date(2022, 1, 24), "a"),
        replace(asking("elsewhere", date(2022, 1, 3), "x"), id="elsewhere"),
    )
    review_elsewhere = of.sessions[2].review
    assert review_elsewhere is not None
    of = replace(
        of,
        sessions=(
            *of.sessions[:2],
            replace(of.sessions[2], review=replace(review_elsewhere, external_url="https://x.example")),
        ),
    )
    assert [one.paper for one in reviews.owed(of)] == ["a", "b"], "what is collected elsewhere is not"
    assert reviews.find(of, "x") is None
    assert reviews.find(of, "b") is not None


@pytest.mark.parametrize(("counts_from", "owes"), [(DUE - DAY, True), (DUE, True), (DUE + MINUTE, False)])
def test_who_came_in_mid_term_does_not_owe_what_was_due_before(counts_from: datetime, owes: bool) -> None:
    came = Mine(joined_at=DUE - 2 * HOUR - DAY, counts_from=counts_from)
    assert bool(reviews.duties(COURSE, came, DUE)) is owes
    there = Mine(joined_at=counts_from, counts_from=counts_from)
    assert reviews.duties(COURSE, there, DUE), "who was there from the beginning owes all"


THREE = """\
  - {id: one, title: One, date: 2022-01-31, readings: [{id: raft, title: Raft, url: "https://x.example", tier: optional}]}
  - {id: three, title: Three, date: 2022-02-14, readings: [raft: required]}
  - {id: two, title: Two, date: 2022-02-07, readings: [raft: required]}
"""


def test_a_paper_that_three_sessions_list_is_owed_at_the_earliest_that_requires_it() -> None:
    text = HEAD + THREE.replace(
        "[raft: required]", '[{id: raft, title: Raft, url: "https://x.example", tier: required}]'
    )
    (one,) = reviews.owed(parse(text, "schedule.yaml").course)
    assert (one.paper, one.session.id) == ("raft", "two")


# --- what lateness costs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "per_hour", "per_day"),
    [(1, 10, 10), (60, 10, 10), (61, 20, 10), (1440, 50, 10), (1441, 50, 20), (9 * 1440, 50, 50)],
)
def test_each_started_hour_or_day_costs_whole_and_some_is_left(minutes: int, per_hour: float, per_day: float) -> None:
    late = timedelta(minutes=minutes)
    assert taken_off(LateRule(percent=10, per="hour", floor=50), late) == per_hour
    assert taken_off(LateRule(percent=10, per="day", floor=50), late) == per_day
