"""What may be said to the demo's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.platforms.console.travel import target

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2022, 3, 12, 10, 0, tzinfo=ZONE)
"""The day before the clocks go forward."""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("+2d", "2022-03-14T10:00-07:00"),
        ("+24h", "2022-03-13T11:00-07:00"),
        ("+90m", "2022-03-12T11:30-08:00"),
        ("+1w", "2022-03-19T10:00-07:00"),
        ("1d 2h", "2022-03-13T12:00-07:00"),
        ("2022-03-14 12:59", "2022-03-14T12:59-07:00"),
        ("2022-03-14T12:59", "2022-03-14T12:59-07:00"),
        ("2022-03-13 2:30", "2022-03-13T03:00-07:00"),
        ("2022-03-14", "2022-03-14T00:00-07:00"),
        ("12:59", "2022-03-12T12:59-08:00"),
        ("12:59 PM", "2022-03-12T12:59-08:00"),
        ("9:00", "2022-03-13T09:00-07:00"),
        ("12:00 am", "2022-03-13T00:00-08:00"),
        ("10:00", "2022-03-12T10:00-08:00"),
    ],
)
def test_understood(words, expected):
    assert target(words, NOW.astimezone(UTC), ZONE) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("-1d", "only goes forward"),
        ("2022-03-12 9:59", "only goes forward"),
        ("1999-01-01", "only goes forward"),
        ("+999999w", "too far|no such day"),
        ("9999-12-31", "too far"),
        ("2022-02-30", "no such day"),
        ("25:00", "no such day"),
        ("13:00 pm", "no such day"),
        ("soon", "Say how far"),
        ("", "Say how far"),
        ("+", "Say how far"),
        ("+0", "Say how far"),
    ],
)
def test_refused_with_a_sentence(words, sentence):
    with pytest.raises(Refused, match=sentence):
        target(words, NOW.astimezone(UTC), ZONE)


@given(st.text(max_size=30) | st.from_regex(r"[+-]?[0-9]{1,8}[wdhm:][0-9 ]*", fullmatch=True))
@settings(max_examples=50, deadline=None)
def test_whatever_is_typed_the_clock_never_goes_back(words):
    try:
        assert target(words, NOW, ZONE) >= NOW
    except Refused:
        pass
