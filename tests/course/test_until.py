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
        ("in 3 days", "2022-03-13 10:00"),
        ("in 2 hours", "2022-03-10 12:00"),
        ("2022-04-01 17:30", "2022-04-01 17:30"),
        ("4 apr", "2022-04-04 00:00"),
        ("2022-03-13 02:30", "2022-03-13 03:00"),
    ],
)
def test_words_become_an_instant_of_the_courses_wall_clock(words: str, wall: str) -> None:
    of = course()
    found = read_instant(words, of, NOW)
    assert found is not None
    assert f"{of.local(found):%Y-%m-%d %H:%M}" == wall


@pytest.mark.parametrize("words", ["", "   ", "soon", "31 feb", "@everyone", "x" * 5000, "in 99999999999 years"])
def test_words_that_are_none(words: str) -> None:
    assert read_instant(words, course(), NOW) is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_an_instant_or_none(words: str) -> None:
    found = read_instant(words, course(), NOW)
    assert found is None or found.tzinfo is not None
