"""Wall clocks across DST changes, year boundaries and a day that never was."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.calendar import (
    DAY,
    WallTime,
    before,
    classify,
    duration_word,
    instant,
    last_weekday_before,
    midnight_after,
    moment,
    moment_at,
    monday_of,
)

ZONES = {
    name: ZoneInfo(name)
    for name in ("America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")
}
LA = ZONES["America/Los_Angeles"]
BERLIN = ZONES["Europe/Berlin"]

zones = st.sampled_from(list(ZONES.values()))
days = st.dates(date(1995, 1, 1), date(2060, 12, 31))
walls = st.times().map(lambda wall: wall.replace(microsecond=0))


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "kind", "expected"),
    [
        ("America/Los_Angeles", date(2022, 3, 7), time(13), WallTime.ORDINARY, utc(2022, 3, 7, 21)),
        ("America/Los_Angeles", date(2022, 3, 14), time(13), WallTime.ORDINARY, utc(2022, 3, 14, 20)),
        ("America/Los_Angeles", date(2022, 3, 13), time(2), WallTime.GAP, utc(2022, 3, 13, 10)),
        ("America/Los_Angeles", date(2022, 3, 13), time(2, 30), WallTime.GAP, utc(2022, 3, 13, 10)),
        ("America/Los_Angeles", date(2022, 3, 13), time(3), WallTime.ORDINARY, utc(2022, 3, 13, 10)),
        ("America/Los_Angeles", date(2022, 11, 6), time(1, 30), WallTime.FOLD, utc(2022, 11, 6, 8, 30)),
        ("Europe/Berlin", date(2022, 3, 27), time(2, 30), WallTime.GAP, utc(2022, 3, 27, 1)),
        ("Europe/Berlin", date(2022, 10, 30), time(2, 30), WallTime.FOLD, utc(2022, 10, 30, 0, 30)),
        # Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", date(2022, 10, 2), time(2, 15), WallTime.GAP, utc(2022, 10, 1, 15, 30)),
        ("Australia/Lord_Howe", date(2022, 4, 3), time(1, 45), WallTime.FOLD, utc(2022, 4, 2, 14, 45)),
        ("Asia/Kolkata", date(2022, 3, 13), time(2, 30), WallTime.ORDINARY, utc(2022, 3, 12, 21)),
        # Samoa skipped 30 December 2011: the whole day is a gap.
        ("Pacific/Apia", date(2011, 12, 30), time(9), WallTime.GAP, utc(2011, 12, 30, 10)),
        ("Pacific/Apia", date(2011, 12, 31), time(9), WallTime.ORDINARY, utc(2011, 12, 30, 19)),
    ],
)
def test_a_wall_time_is_one_instant(zone: str, day: date, wall: time, kind: WallTime, expected: datetime) -> None:
    assert classify(day, wall, ZONES[zone]) is kind
    assert instant(day, wall, ZONES[zone]) == expected
    assert instant(day, wall, ZONES[zone]).tzinfo is UTC


def test_the_fold_of_the_argument_does_not_matter() -> None:
    assert instant(date(2022, 11, 6), time(1, 30, fold=1), LA) == utc(2022, 11, 6, 8, 30)


@settings(max_examples=60)
@given(zones, days, walls)
def test_the_wall_clock_shows_what_was_asked_for(zone: ZoneInfo, day: date, wall: time) -> None:
    shown = instant(day, wall, zone).astimezone(zone)
    if classify(day, wall, zone) is WallTime.GAP:
        assert shown.replace(tzinfo=None) > datetime.combine(day, wall)
        assert (shown - timedelta(seconds=1)).astimezone(UTC).astimezone(zone).replace(tzinfo=None) < datetime.combine(
            day, wall
        ) or shown.date() > day
    else:
        assert shown.replace(tzinfo=None) == datetime.combine(day, wall)


@settings(max_examples=60)
@given(zones, days, walls, walls)
def test_later_on_the_wall_is_never_earlier(zone: ZoneInfo, day: date, one: time, other: time) -> None:
    first, second = sorted((one, other))
    assert instant(day, first, zone) <= instant(day, second, zone) < instant(day + DAY, time(12), zone)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2022, 1, 31), 24), (date(2022, 3, 13), 23), (date(2022, 11, 6), 25)],
)
def test_a_day_without_an_hour_lasts_until_its_midnight(day: date, hours: int) -> None:
    whole = moment(day, None, LA)
    assert (whole.day, whole.at) == (day, None)
    assert whole.until == midnight_after(day, LA)
    assert whole.until - instant(day, time(0), LA) == timedelta(hours=hours)


def test_midnight_after_new_years_eve_is_in_the_next_year() -> None:
    assert midnight_after(date(2021, 12, 31), LA) == utc(2022, 1, 1, 8)


def test_a_moment_with_an_hour_is_over_at_once() -> None:
    at = utc(2022, 1, 31, 21)
    assert moment(date(2022, 1, 31), time(13), LA) == moment_at(at, LA)
    assert moment_at(at, LA).until == at


def test_an_instant_belongs_to_the_day_of_the_course_not_of_utc() -> None:
    assert moment_at(utc(2022, 2, 1, 7, 59), LA).day == date(2022, 1, 31)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (timedelta(days=1), utc(2022, 3, 12, 21)),  # 13:00 on both days, 23 hours apart
        (timedelta(hours=23), utc(2022, 3, 12, 21)),
        (timedelta(days=7), utc(2022, 3, 6, 21)),
        (timedelta(hours=3), utc(2022, 3, 13, 17)),
        (timedelta(hours=36), utc(2022, 3, 12, 8)),
        (timedelta(0), utc(2022, 3, 13, 20)),
    ],
)
def test_days_before_keep_the_wall_time_hours_before_are_elapsed(span: timedelta, expected: datetime) -> None:
    assert before(instant(date(2022, 3, 13), time(13), LA), span, LA) == expected


def test_a_day_before_a_wall_time_that_the_day_before_lacks() -> None:
    at = instant(date(2022, 3, 14), time(2, 30), LA)
    assert before(at, timedelta(days=1), LA) == utc(2022, 3, 13, 10)


def test_nothing_before_the_second_of_two_equal_wall_times_is_that_second_one() -> None:
    second = utc(2022, 11, 6, 9, 30)
    assert before(second, timedelta(0), LA) == second


@settings(max_examples=60)
@given(zones, days, walls, st.integers(0, 400))
def test_whole_days_before_show_the_same_wall_time(zone: ZoneInfo, day: date, wall: time, count: int) -> None:
    at = instant(day, wall, zone)
    shown = at.astimezone(zone)
    assert before(at, timedelta(days=count), zone) in (
        instant(shown.date() - timedelta(days=count), shown.time(), zone),
        at,
    )


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2022, 1, 31), date(2022, 1, 31)),
        (date(2022, 2, 6), date(2022, 1, 31)),
        (date(2022, 1, 1), date(2021, 12, 27)),
        (date(2024, 12, 30), date(2024, 12, 30)),
    ],
)
def test_the_monday_of_an_iso_week(day: date, monday: date) -> None:
    assert monday_of(day) == monday


@settings(max_examples=60)
@given(days, st.integers(0, 6))
def test_the_last_weekday_before_a_day_is_in_the_week_before_it(day: date, weekday: int) -> None:
    found = last_weekday_before(day, weekday)
    assert found.weekday() == weekday
    assert day - timedelta(days=7) <= found < day


@pytest.mark.parametrize(
    ("span", "word"),
    [
        (timedelta(hours=24), "P1D"),
        (timedelta(days=7), "P7D"),
        (timedelta(hours=3), "PT3H"),
        (timedelta(hours=36), "PT36H"),
        (timedelta(minutes=90), "PT90M"),
        (timedelta(seconds=90), "PT90S"),
        (timedelta(0), "P0D"),
    ],
)
def test_words_for_spans(span: timedelta, word: str) -> None:
    assert duration_word(span) == word


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_different_spans_have_different_words(one: int, other: int) -> None:
    words = {duration_word(timedelta(seconds=one)), duration_word(timedelta(seconds=other))}
    assert len(words) == len({one, other})
