"""Each kind of announcement: when it goes out, how long it is of use, and by what name it is said once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.course import planner
from bot.course.model import (
    Announcement,
    Course,
    DateForm,
    DeadlineKind,
    MaterialKind,
    ReviewDueAnnouncement,
    Session,
    SessionKind,
)
from bot.course.notice import Notice, NoticeKind
from tests.support.courses import (
    course,
    deadline,
    holiday,
    material,
    meeting,
    only,
    review,
    session,
    week_of,
    with_reviews_posted,
)

ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
MONDAY = date(2022, 1, 31)
FRIDAY = date(2022, 2, 4)


def said(of: Course, kind: NoticeKind) -> list[tuple[str, str, str, str]]:
    """Item, occurrence, and on the course's wall from when until when."""
    return [
        (
            notice.item,
            notice.occurrence,
            f"{of.local(notice.due_at):%d %b %H:%M}",
            f"{of.local(notice.stale_after):%d %b %H:%M}",
        )
        for notice in planner.due(of, *ALWAYS)
        if notice.kind is kind
    ]


def elsewhere(about: Session) -> Session:
    """The session with its review collected by others."""
    assert about.review is not None
    return replace(about, review=replace(about.review, external_url="https://forms.example/1"))


def test_a_window_is_open_at_its_start_and_closed_at_its_end() -> None:
    one = course(session("a", MONDAY, start=time(13)), announcements=only(day_of=Announcement()))
    nine = datetime(2022, 1, 31, 17, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert planner.due(one, nine - second, nine) != ()
    assert planner.due(one, nine, nine + second) == ()
    assert planner.due(one, nine, nine) == ()
    assert planner.next_due(one, nine - second) == nine
    assert planner.next_due(one, nine) is None


# --- on the day ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "due_at", "stale_after"),
    [
        (time(13), "31 Jan 09:00", "31 Jan 13:00"),
        (time(10, 1), "31 Jan 09:00", "31 Jan 10:01"),
        (time(10), "31 Jan 09:00", "31 Jan 10:00"),
        (time(9, 30), "31 Jan 08:30", "31 Jan 09:30"),
        (time(8), "31 Jan 07:00", "31 Jan 08:00"),
        (time(0, 30), "30 Jan 23:30", "31 Jan 00:30"),
        (None, "31 Jan 09:00", "01 Feb 00:00"),
    ],
)
def test_a_class_is_told_at_nine_or_an_hour_before_an_early_one(
    start: time | None, due_at: str, stale_after: str
) -> None:
    one = course(session("a", MONDAY, start=start))
    assert said(one, NoticeKind.DAY_OF) == [("a", "start", due_at, stale_after)]


def test_each_of_several_dates_has_its_own_name() -> None:
    three = course(session("a", MONDAY, date(2022, 2, 2), FRIDAY, start=time(13)))
    assert said(three, NoticeKind.DAY_OF) == [
        ("a", "start", "31 Jan 09:00", "31 Jan 13:00"),
        ("a", "start.2", "02 Feb 09:00", "02 Feb 13:00"),
        ("a", "start.3", "04 Feb 09:00", "04 Feb 13:00"),
    ]


def test_a_range_is_told_on_its_first_day_only() -> None:
    span = course(session("a", MONDAY, date(2022, 2, 1), start=time(13), form=DateForm.RANGE))
    assert said(span, NoticeKind.DAY_OF) == [("a", "start", "31 Jan 09:00", "31 Jan 13:00")]


@pytest.mark.parametrize(
    "silent",
    [
        week_of("a", MONDAY),
        session("a"),
        holiday("a", MONDAY),
        session("a", MONDAY, kind=SessionKind.CANCELLED),
    ],
    ids=["week of", "TBD", "holiday", "cancelled"],
)
def test_a_day_that_nobody_knows_or_nobody_comes_is_silent(silent: Any) -> None:
    assert said(course(silent), NoticeKind.DAY_OF) == []


def test_an_untitled_class_is_still_told() -> None:
    (notice,) = planner.due(
        course(session("a", MONDAY, title=None), announcements=only(day_of=Announcement())), *ALWAYS
    )
    assert notice.title == "Today: TBD"


# --- reviews ------------------------------------------------------------------------------------------------------


def test_a_review_due_on_a_day_without_an_hour() -> None:
    spans = (timedelta(days=2), timedelta(hours=24), timedelta(hours=3))
    one = course(
        session("a", MONDAY, owes=date(2022, 1, 30)),
        announcements=only(review_due=ReviewDueAnnouncement(before=spans)),
    )
    assert said(one, NoticeKind.REVIEW_DUE) == [
        ("a", "P2D", "28 Jan 09:00", "31 Jan 00:00"),
        ("a", "P1D", "29 Jan 09:00", "31 Jan 00:00"),
        ("a", "PT3H", "30 Jan 09:00", "31 Jan 00:00"),
    ]


def test_a_review_without_a_date_is_not_told() -> None:
    bare = session("a")
    assert said(course(replace(bare, review=review(bare, None))), NoticeKind.REVIEW_DUE) == []


def test_a_review_is_due_on_a_holiday_too() -> None:
    free = elsewhere(holiday("a", MONDAY, owes=(MONDAY, time(17))))
    assert said(course(free), NoticeKind.REVIEW_DUE) == [("a", "P1D", "30 Jan 17:00", "31 Jan 17:00")]


def test_unless_it_is_asked_for_the_channel_hears_only_of_reviews_that_others_collect() -> None:
    here = session("here", MONDAY, owes=(MONDAY, time(17)))
    there = elsewhere(session("there", FRIDAY, owes=(FRIDAY, time(17))))
    of_there = ("there", "P1D", "03 Feb 17:00", "04 Feb 17:00")
    assert said(course(here, there), NoticeKind.REVIEW_DUE) == [of_there]
    of_here = ("here", "P1D", "30 Jan 17:00", "31 Jan 17:00")
    assert said(with_reviews_posted(course(here, there)), NoticeKind.REVIEW_DUE) == [of_here, of_there]


def test_of_two_spans_that_fall_on_one_instant_the_longer_is_said() -> None:
    spans = (timedelta(hours=2), timedelta(hours=3))
    of_a_day = course(
        session("a", MONDAY, owes=MONDAY), announcements=only(review_due=ReviewDueAnnouncement(before=spans))
    )
    assert [occurrence for _, occurrence, *_ in said(of_a_day, NoticeKind.REVIEW_DUE)] == ["PT3H"]


def test_a_reminder_at_the_deadline_itself_comes_too_late() -> None:
    now = only(review_due=ReviewDueAnnouncement(before=(timedelta(0),)))
    assert said(course(session("a", MONDAY, start=time(13), owes=True), announcements=now), NoticeKind.REVIEW_DUE) == []


# --- deadlines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DeadlineKind.ASSIGNMENT, [("P2D", "02 Feb 23:59"), ("PT3H", "04 Feb 20:59")]),
        (DeadlineKind.PROJECT, [("P7D", "28 Jan 23:59"), ("P1D", "03 Feb 23:59")]),
        (DeadlineKind.EXAM, [("P7D", "28 Jan 23:59"), ("P1D", "03 Feb 23:59")]),
        (DeadlineKind.FORM, [("P2D", "02 Feb 23:59"), ("PT3H", "04 Feb 20:59")]),
    ],
)
def test_each_kind_of_deadline_has_its_reminders(kind: DeadlineKind, expected: list[tuple[str, str]]) -> None:
    one = course(deadlines=(deadline("a1", (FRIDAY, time(23, 59)), kind=kind),))
    assert said(one, NoticeKind.DEADLINE) == [("a1", word, at, "04 Feb 23:59") for word, at in expected]


def test_a_deadline_without_an_hour_lasts_until_midnight() -> None:
    one = course(deadlines=(deadline("a1", FRIDAY),))
    assert said(one, NoticeKind.DEADLINE) == [
        ("a1", "P2D", "02 Feb 09:00", "05 Feb 00:00"),
        ("a1", "PT3H", "04 Feb 09:00", "05 Feb 00:00"),
    ]


def test_a_day_and_a_half_before_a_day_is_not_said_on_the_day_itself() -> None:
    one = course(deadlines=(deadline("a1", FRIDAY, remind=(timedelta(hours=36),)),))
    assert said(one, NoticeKind.DEADLINE) == [("a1", "PT36H", "03 Feb 09:00", "05 Feb 00:00")]


def test_a_deadline_has_its_own_reminders_or_none() -> None:
    mine = deadline("mine", (FRIDAY, time(17)), remind=(timedelta(days=5),))
    silent = deadline("silent", (FRIDAY, time(17)), remind=())
    undated = deadline("undated")
    assert said(course(deadlines=(mine, silent, undated)), NoticeKind.DEADLINE) == [
        ("mine", "P5D", "30 Jan 17:00", "04 Feb 17:00")
    ]


def test_a_kind_that_is_off_is_silent_whatever_a_deadline_wishes() -> None:
    mine = deadline("mine", (FRIDAY, time(17)), remind=(timedelta(days=5),))
    assert planner.due(course(deadlines=(mine,), announcements=only()), *ALWAYS) == ()


@pytest.mark.parametrize(
    ("exam", "expected"),
    [
        (
            session("midterm", FRIDAY, start=time(13), kind=SessionKind.EXAM),
            [("midterm", "P7D", "28 Jan 13:00", "04 Feb 13:00"), ("midterm", "P1D", "03 Feb 13:00", "04 Feb 13:00")],
        ),
        (
            session("midterm", FRIDAY, kind=SessionKind.EXAM),
            [("midterm", "P7D", "28 Jan 09:00", "05 Feb 00:00"), ("midterm", "P1D", "03 Feb 09:00", "05 Feb 00:00")],
        ),
        (week_of("midterm", FRIDAY, kind=SessionKind.EXAM), []),
        (session("midterm", kind=SessionKind.EXAM), []),
    ],
    ids=["with an hour", "a day", "week of", "TBD"],
)
def test_an_exam_in_class_is_announced_like_a_deadline(exam: Any, expected: list[tuple[str, ...]]) -> None:
    assert said(course(exam), NoticeKind.DEADLINE) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (deadline("a1", (FRIDAY, time(17)), out=MONDAY), [("a1", "out", "31 Jan 09:00", "04 Feb 17:00")]),
        (deadline("a1", FRIDAY, out=(MONDAY, time(0, 5))), [("a1", "out", "31 Jan 00:05", "05 Feb 00:00")]),
        (deadline("a1", out=MONDAY), [("a1", "out", "31 Jan 09:00", "07 Feb 09:00")]),
        (deadline("a1", (MONDAY, time(8)), out=MONDAY), []),
        (deadline("a1", FRIDAY), []),
    ],
    ids=["a day", "an hour", "no due date", "due before it is out", "no out date"],
)
def test_an_assignment_is_announced_when_it_is_out(given: Any, expected: list[tuple[str, ...]]) -> None:
    assert said(course(deadlines=(given,)), NoticeKind.OUT) == expected


# --- channels, switches, titles -----------------------------------------------------------------------------------


def full() -> Course:
    """One of everything."""
    return course(
        elsewhere(session("class", MONDAY, start=time(13), owes=True)),
        session("midterm", FRIDAY, start=time(13), kind=SessionKind.EXAM),
        deadlines=tuple(deadline(kind.value, FRIDAY, kind=kind, out=MONDAY) for kind in DeadlineKind),
    )


@pytest.mark.parametrize(
    ("rule", "kind", "count"),
    [
        ("weekly", NoticeKind.WEEKLY, 1),
        ("day_of", NoticeKind.DAY_OF, 2),
        ("review_due", NoticeKind.REVIEW_DUE, 1),
        ("out", NoticeKind.OUT, 4),
        ("assignment", NoticeKind.DEADLINE, 2),
        ("project", NoticeKind.DEADLINE, 2),
        ("exam", NoticeKind.DEADLINE, 4),
        ("form", NoticeKind.DEADLINE, 2),
    ],
)
def test_each_kind_can_be_moved_and_turned_off(rule: str, kind: NoticeKind, count: int) -> None:
    everything = full()
    told = getattr(everything.announcements, rule)
    moved = replace(everything, announcements=only(**{rule: replace(told, channel="reading-group")}))
    assert [(one.kind, one.channel) for one in planner.due(moved, *ALWAYS)] == [(kind, "reading-group")] * count
    without = replace(everything, announcements=replace(everything.announcements, **{rule: replace(told, on=False)}))
    assert len(planner.due(everything, *ALWAYS)) - len(planner.due(without, *ALWAYS)) == count


def test_titles_say_what_it_is() -> None:
    assert {notice.title for notice in planner.due(full(), *ALWAYS)} == {
        "Readings for the week of 31 Jan",
        "Today: Class",
        "Today: Midterm",
        "Review due: Class",
        "Exam: Midterm",
        "Exam: Exam",
        "Exam out",
        "Assignment due",
        "Assignment out",
        "Project due",
        "Project out",
        "Form due",
        "Form out",
    }


def test_a_new_title_or_place_is_the_same_notice() -> None:
    before = full()
    after = replace(
        before,
        title="Renamed",
        sessions=tuple(replace(one, title="Renamed", place="Elsewhere", note="New") for one in before.sessions),
        deadlines=tuple(replace(one, title="Renamed", details="New") for one in before.deadlines),
    )
    assert identities(planner.due(after, *ALWAYS)) == identities(planner.due(before, *ALWAYS))


def test_a_class_that_moves_keeps_its_name() -> None:
    moved = course(session("a", FRIDAY, start=time(15), owes=True))
    assert identities(planner.due(moved, *ALWAYS)) == identities(
        planner.due(course(session("a", MONDAY, start=time(13), owes=True)), *ALWAYS)
    )


def identities(notices: tuple[Notice, ...]) -> set[tuple[str, str, str]]:
    return {(notice.kind, notice.item, notice.occurrence) for notice in notices}


# --- materials ----------------------------------------------------------------------------------------------------

NOW = datetime(2022, 2, 1, 12, tzinfo=UTC)


def test_the_first_of_a_kind_of_material_is_news_once_for_each_class() -> None:
    before = course(session("a", MONDAY), session("b", FRIDAY, materials=(material(MaterialKind.SLIDES),)))
    after = course(
        session(
            "a",
            MONDAY,
            materials=(material(), material(name="PPTX"), material(MaterialKind.RECORDING, name="Part 1")),
        ),
        session("b", FRIDAY, materials=(material(name="PDF, corrected"), material(name="PPTX"))),
    )
    notices = planner.appeared(before, after, NOW)
    assert [(one.kind, one.item, one.occurrence, one.title) for one in notices] == [
        (NoticeKind.MATERIALS, "a", "recording", "Recording: A"),
        (NoticeKind.MATERIALS, "a", "slides", "Slides: A"),
    ]
    assert {(one.due_at, one.stale_after) for one in notices} == {(NOW, NOW + timedelta(days=3))}
    assert planner.appeared(after, after, NOW) == ()
    assert planner.appeared(after, before, NOW) == ()


def test_in_a_first_schedule_no_material_is_news() -> None:
    assert planner.appeared(None, course(session("a", MONDAY, materials=(material(),))), NOW) == ()


def test_the_materials_of_a_class_that_was_added_are_news() -> None:
    added = course(session("a", MONDAY, materials=(material(MaterialKind.SCRIBE_NOTES),)))
    assert [one.occurrence for one in planner.appeared(course(), added, NOW)] == ["scribe_notes"]


def test_materials_can_be_moved_and_turned_off() -> None:
    one = session("a", MONDAY, materials=(material(),))
    (notice,) = planner.appeared(
        course(), course(one, announcements=only(materials=Announcement(channel="slides"))), NOW
    )
    assert notice.channel == "slides"
    assert planner.appeared(course(), course(one, announcements=only()), NOW) == ()


def test_every_kind_of_material_has_a_name() -> None:
    all_kinds = course(session("a", MONDAY, materials=tuple(material(kind) for kind in MaterialKind)))
    assert len({one.title for one in planner.appeared(course(), all_kinds, NOW)}) == len(MaterialKind)


def test_a_second_date_without_an_hour_lasts_all_day() -> None:
    two = session("a", MONDAY, FRIDAY, start=time(13))
    one = course(replace(two, meetings=(two.meetings[0], meeting(FRIDAY, None, None))))
    assert said(one, NoticeKind.DAY_OF)[1] == ("a", "start.2", "04 Feb 09:00", "05 Feb 00:00")
