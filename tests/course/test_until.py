"""Instants as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.until import meanings, read_instant
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
        ("fri. 5 p.m.", "2022-03-11 17:00"),
        ("at fri 5pm", "2022-03-11 17:00"),
        ("by friday 5pm", "2022-03-11 17:00"),
        ("coming friday 5pm", "2022-03-11 17:00"),
        ("tmrw 9am", "2022-03-11 09:00"),
        ("tonight at 20:00", "2022-03-10 20:00"),
        ("tonight 8pm", "2022-03-10 20:00"),
        ("next week monday 9am", "2022-03-14 09:00"),
        ("next tue 17:00", "2022-03-15 17:00"),
        ("the 14th at 5pm", "2022-03-14 17:00"),
        ("9th", "2022-04-09 00:00"),
        ("in two days", "2022-03-12 10:00"),
        ("in half an hour", "2022-03-10 10:30"),
        ("in an hour and a half", "2022-03-10 11:30"),
        ("in 1h30", "2022-03-10 11:30"),
        ("2h", "2022-03-10 12:00"),
        ("a week from now", "2022-03-17 10:00"),
        ("friday 5pm PT", "2022-03-11 17:00"),
        ("fri 11/3 5pm", "2022-03-11 17:00"),
        ("3/3 5pm", "2022-03-03 17:00"),
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
        "3/4 5pm",
        "3/4/22",
        "4 apr 3",
        "tonight at 8",
        "fri eod",
        "friday 5pm ET",
        "in 1.5 hours",
    ],
)
def test_words_that_can_mean_two_instants_or_are_known_in_part_only_are_none(words: str) -> None:
    assert read_instant(words, course(), NOW) is None


@pytest.mark.parametrize(
    ("words", "walls"),
    [
        ("3/4 5pm", ["2022-03-04 17:00", "2022-04-03 17:00"]),
        ("fri at 5", ["2022-03-11 05:00", "2022-03-11 17:00"]),
        ("next friday 9:00", ["2022-03-11 09:00", "2022-03-18 09:00"]),
        ("fri 5pm", ["2022-03-11 17:00"]),
        ("soon", []),
    ],
)
def test_what_words_can_mean_is_known_where_it_is_several(words: str, walls: list[str]) -> None:
    of = course()
    assert [f"{of.local(one.at):%Y-%m-%d %H:%M}" for one in meanings(words, of, NOW)] == walls


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("sun 2:30am", "gap"),
        ("sun 3:00", ""),
        ("6 nov 2022 1:30 am", "fold"),
        ("6 nov 2022 2:30 am", ""),
        ("in 3 days", ""),
        ("fri 5pm", ""),
    ],
)
def test_what_the_clocks_leave_out_or_show_twice_is_known(words: str, odd: str) -> None:
    (read,) = meanings(words, course(), NOW)
    assert read.odd(course()) == odd


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_an_instant_or_none(words: str) -> None:
    found = read_instant(words, course(), NOW)
    assert found is None or found.tzinfo is not None
