"""When presenters are reminded: on their own clock, never in the night, and under names that no move of a class changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.course.model import Course, Session
from bot.course.presenter_reminders import calls
from bot.course.reminders import quiet
from tests.support.courses import LOS_ANGELES, course, session, week_of

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def la(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, month, day, hour, minute, tzinfo=LOS_ANGELES).astimezone(UTC)


def with_spans(one: Session, *spans: timedelta) -> Course:
    bare = course(one)
    return replace(bare, presenting=replace(bare.presenting, remind=spans)) if spans else bare


def test_a_week_and_two_days_before_class_at_its_hour_also_when_the_clocks_change_between() -> None:
    """Clocks go forward on 13 March."""
    one = session("zero", date(2022, 3, 14), start=time(13))
    week, two_days = calls(course(one), one, LOS_ANGELES)
    assert (week.occurrence, week.at, week.stale_after, week.last) == ("P7D", la(3, 7, 13), la(3, 12, 13), False)
    assert (two_days.occurrence, two_days.at, two_days.last) == ("P2D", la(3, 12, 13), True)
    assert two_days.stale_after == la(3, 14, 13), "when class begins"


@pytest.mark.parametrize("zone", [LOS_ANGELES, BERLIN, TOKYO, ZoneInfo("Asia/Kolkata")])
@pytest.mark.parametrize("hour", [0, 6, 8, 13, 22])
def test_never_in_the_night_of_the_person_and_never_later_than_the_schedule_says(zone: ZoneInfo, hour: int) -> None:
    one = session("zero", date(2022, 2, 14), start=time(hour))
    for call, days in zip(calls(course(one), one, zone), (7, 2), strict=True):
        planned = la(2, 14 - days, hour)
        assert not quiet(call.at, zone)
        assert planned - 11 * HOUR <= call.at <= planned


def test_nothing_is_said_of_a_class_without_a_date_or_where_the_schedule_says_off() -> None:
    undated, dated = session("agents"), session("zero", date(2022, 2, 14), start=time(13))
    assert calls(course(undated), undated, LOS_ANGELES) == ()
    silent = course(dated)
    assert calls(replace(silent, presenting=replace(silent.presenting, remind=())), dated, LOS_ANGELES) == ()


def test_where_no_hour_is_known_the_days_are_counted_from_the_morning() -> None:
    for one in (session("zero", date(2022, 2, 14)), week_of("zero", date(2022, 2, 16))):
        assert [call.at for call in calls(course(one), one, LOS_ANGELES)] == [la(2, 7, 8), la(2, 12, 8)]


def test_of_those_that_the_night_moves_together_the_shortest_is_said() -> None:
    one = session("zero", date(2022, 2, 14), start=time(8))
    told = calls(with_spans(one, 9 * HOUR, 8 * HOUR, DAY), one, LOS_ANGELES)
    assert [(call.occurrence, call.at, call.last) for call in told] == [
        ("P1D", la(2, 13, 8), False),
        ("PT8H", la(2, 13, 21, 30), True),
    ]


def test_a_class_that_moves_keeps_the_names() -> None:
    one, moved = (session("zero", date(2022, 2, day), start=time(13)) for day in (14, 16))
    first, second = (calls(course(each), each, LOS_ANGELES) for each in (one, moved))
    assert [call.occurrence for call in first] == [call.occurrence for call in second]
    assert [call.is_wanted("last") for call in first] == [False, True]
    assert [call.is_wanted("off") for call in first] == [False, False]
