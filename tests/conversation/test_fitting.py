"""Blocks that every platform can take, with nothing lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.fitting import BLOCK_LIMIT, HEADING_LIMIT, fit, split_line
from bot.conversation.plain import line_text, plain
from bot.conversation.reply import (
    Bold,
    Bullets,
    Code,
    Facts,
    Heading,
    Paragraph,
    Plain,
    Reply,
    Span,
    WebLink,
    paragraph,
)

SIZES = st.integers(0, 9000)
SPANS: st.SearchStrategy[Span] = st.one_of(
    SIZES.map(lambda size: Plain("p" * size)),
    SIZES.map(lambda size: Bold("b" * size)),
    SIZES.map(lambda size: Code("c" * size)),
    st.tuples(SIZES, st.integers(0, 4000)).map(lambda sizes: WebLink("t" * sizes[0], "https://" + "u" * sizes[1])),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(SPANS, max_size=6))
def test_every_piece_fits_and_no_letter_is_lost(spans: list[Span]) -> None:
    lines = split_line(tuple(spans))
    assert max((len(line_text(line)) for line in lines), default=0) <= BLOCK_LIMIT
    whole, pieces = line_text(tuple(spans)), "".join(line_text(line) for line in lines)
    assert all(pieces.count(letter) >= whole.count(letter) for letter in "pbc")
    assert sum(len(span.text) for line in lines for span in line if isinstance(span, WebLink | Plain)) >= sum(
        len(span.text) for span in spans if isinstance(span, WebLink | Plain)
    )


def test_a_short_reply_stays_as_it_is() -> None:
    reply = Reply((Heading("This week"), paragraph("a"), Bullets(((Plain("b"),),)), Facts((("c", (Plain("d"),)),))))
    assert fit(reply) == reply


def test_a_heading_that_is_too_long_becomes_a_bold_paragraph() -> None:
    (block,) = fit(Reply((Heading("h" * (HEADING_LIMIT + 1)),))).blocks
    assert block == Paragraph((Bold("h" * (HEADING_LIMIT + 1)),))
    assert plain(Reply((block,))) == "h" * (HEADING_LIMIT + 1)
