"""Words are counted fast, and as if letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.word_count import words_in, words_slowly

ODD = "ab1 -—“”\n\t.,é中あ \u00a0\u2003\u3164\ufffd🎉\x1c\x85_α\u0301\u200b"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It works – at last, so-called “fast”.", 6),
        ("— … • 🎉", 1),
        ("naïve\u00a0café\u2003日本", 4),
        ("\x1c\x1d one\x1ftwo \u3164", 2),
        ("", 0),
    ],
)
def test_words_are_what_somebody_counts_who_reads(text, number):
    assert words_in(text) == words_slowly(text) == number


@given(st.text(st.sampled_from(ODD), max_size=12) | st.text(max_size=12))
def test_both_ways_to_count_agree(text):
    assert words_in(text) == words_slowly(text)
