"""Instants as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.until import read_instant
from tests.support.courses import course

NOW = datetime(2022, 3, 10, 18, tzinfo=UTC)
"""Thu 10 Mar 2022, 10:00 AM in Los Angeles; the clocks change on Sun 13 Mar."""


@pytest.mark.parametrize(
    ("words", "wall"),
    [
        ("friday", "2022-03-11 00:00"),
        ("until friday 9:00", "2022-03-11 09:00"),
        ("monday 9am", "2022-03-14 09:00"),
        ("9 am monday", "2022-03-14 09:00"),
        ("friday, 5 pm", "2022-03-11 17:00"),
        ("friday 5pm", "2022-03-11 17:00"),
        ("friday at 17:00", "2022-03-11 17:00"),
        ("friday 9.30", "2022-03-11 09:30"),
        ("monday", "2022-03-14 00:00"),
        ("next monday", "2022-03-14 00:00"),
        ("tuesday next week", "2022-03-15 00:00"),
        ("next week", "2022-03-14 00:00"),
        ("thursday", "2022-03-17 00:00"),
        ("thursday 11:00", "2022-03-10 11:00"),
        ("thursday 9:00", "2022-03-17 09:00"),
        ("today 17:00", "2022-03-10 17:00"),
        ("tomorrow", "2022-03-11 00:00"),
        ("tomorrow at 9", "2022-03-11 09:00"),
        ("tomorrow 9", "2022-03-11 09:00"),
        ("tomorrow at noon", "2022-03-11 12:00"),
        ("the day after tomorrow", "2022-03-12 00:00"),
        ("noon", "2022-03-10 12:00"),
        ("midnight", "2022-03-11 00:00"),
        ("friday midnight", "2022-03-12 00:00"),
        ("12am", "2022-03-11 00:00"),
        ("9:00", "2022-03-11 09:00"),
        ("17:00", "2022-03-10 17:00"),
        ("in 3 days", "2022-03-13 10:00"),
        ("in 3 days at 9:00", "2022-03-13 09:00"),
        ("in 2 hours", "2022-03-10 12:00"),
        ("+2d", "2022-03-12 10:00"),
        ("+2d 3h", "2022-03-12 13:00"),
        ("in an hour", "2022-03-10 11:00"),
        ("2 weeks", "2022-03-24 10:00"),
        ("90 min", "2022-03-10 11:30"),
        ("2022-04-01 17:30", "2022-04-01 17:30"),
        ("2022-04-01T17:30", "2022-04-01 17:30"),
        ("2022-04-01T17:30Z", "2022-04-01 10:30"),
        ("4 apr", "2022-04-04 00:00"),
        ("April 4th", "2022-04-04 00:00"),
        ("4.4. 9:00", "2022-04-04 09:00"),
        ("14.3.2022", "2022-03-14 00:00"),
        ("3/14 9:00", "2022-03-14 09:00"),
        ("14/3", "2022-03-14 00:00"),
        ("Mon 14 Mar, 1:00 PM", "2022-03-14 13:00"),
        ("Mon 14 Mar, 1:00 PM PDT", "2022-03-14 13:00"),
        ("2022-03-13 02:30", "2022-03-13 03:00"),
    ],
)
def test_words_become_an_instant_of_the_courses_wall_clock(words: str, wall: str) -> None:
    of = course()
    found = read_instant(words, of, NOW)
    assert found is not None
    assert f"{of.local(found):%Y-%m-%d %H:%M}" == wall


@pytest.mark.parametrize(
    ("words", "wall"),
    [
        ("31 jan 9:00", "2022-01-31 09:00"),
        ("31.1. 9:00", "2022-01-31 09:00"),
        ("1 jan", "2023-01-01 00:00"),
        ("1 dec", "2022-12-01 00:00"),
        ("today", "2022-03-10 00:00"),
        ("10 march 9:00", "2022-03-10 09:00"),
    ],
)
def test_a_day_without_a_year_that_was_lately_is_past_and_not_next_year(words: str, wall: str) -> None:
    of = course()
    found = read_instant(words, of, NOW)
    assert found is not None
    assert f"{of.local(found):%Y-%m-%d %H:%M}" == wall


@pytest.mark.parametrize("words", ["", "   ", "soon", "31 feb", "@everyone", "x" * 5000, "in 99999999999 years"])
def test_words_that_are_none(words: str) -> None:
    assert read_instant(words, course(), NOW) is None


@pytest.mark.parametrize(
    "words",
    [
        "at 5",
        "friday at 5",
        "5",
        "12",
        "march",
        "2022",
        "tonight",
        "next friday",
        "tomorrow at 99",
        "monday 25:00",
        "tomorrow morning",
        "9 jan 10",
        "Tue 14 Mar",
        "friday 9:00 KST",
        "Mon 14 Mar, 1:00 PM PST",
        "2 days ago",
        "-2d",
        "friday or monday",
        "9999-12-31 24:00",
    ],
)
def test_words_that_can_mean_two_instants_or_are_known_in_part_only_are_none(words: str) -> None:
    assert read_instant(words, course(), NOW) is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_an_instant_or_none(words: str) -> None:
    found = read_instant(words, course(), NOW)
    assert found is None or found.tzinfo is not None
