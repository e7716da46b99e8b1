"""A reply as plain text: every word is there, nothing in it is obeyed, and the same after it was cut to size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.conversation.fitting import BLOCK_LIMIT, HEADING_LIMIT, fit
from bot.conversation.plain import distance, instant_text, line_text, plain
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Choice,
    Code,
    Facts,
    Heading,
    Instant,
    Line,
    Paragraph,
    PersonName,
    Plain,
    Reply,
    SmallPrint,
    Span,
    WebLink,
)

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)
PRESS = Action("show", "cs1")
HOSTILE = (
    "<!channel>",
    "<@U0123>",
    "@everyone",
    "`code` ```",
    "\x1b[31m",
    "\u202eevil\u202c",
    "👩\u200d💻",
    "漢字",
    "a\nb",
    "",
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.integers(100, 9000).map("x".__mul__))
SPANS: st.SearchStrategy[Span] = st.one_of(
    WORDS.map(Plain),
    WORDS.map(Bold),
    WORDS.map(Code),
    WORDS.map(PersonName),
    st.tuples(WORDS, st.integers(0, 4000)).map(lambda drawn: WebLink(drawn[0], "https://" + "u" * drawn[1])),
    st.just(Instant(NOW, "America/Los_Angeles")),
)
LINES: st.SearchStrategy[Line] = st.lists(SPANS, max_size=5).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    WORDS.map(Heading),
    LINES.map(Paragraph),
    LINES.map(SmallPrint),
    st.lists(LINES, max_size=3).map(lambda items: Bullets(tuple(items))),
    st.lists(st.tuples(st.sampled_from(HOSTILE), LINES), max_size=3).map(lambda rows: Facts(tuple(rows))),
    st.sampled_from(HOSTILE).map(lambda label: Buttons((Button(label, PRESS),))),
    st.sampled_from(HOSTILE).map(lambda label: Choice(label, PRESS, (("one", label),))),
)
LONG: Line = (Plain("p" * 9000), WebLink("t" * 9000, "https://site.example"), Code("c" * 9000))
LONG_BLOCKS = (Heading("h" * 9000), Paragraph(LONG), SmallPrint(LONG), Bullets((LONG,)), Facts((("label", LONG),)))
REPLIES = st.lists(BLOCKS, max_size=5).map(lambda blocks: Reply(tuple(blocks)))


def texts(reply: Reply) -> list[str]:
    """All that a reader must see, in order: written apart from what is tested."""
    found: list[str] = []
    for block in reply.blocks:
        match block:
            case Heading(text):
                found.append(text)
            case Paragraph(spans) | SmallPrint(spans):
                found += map(seen, spans)
            case Bullets(items):
                found += [seen(span) for item in items for span in item]
            case Facts(rows):
                found += [text for label, spans in rows for text in (label, *map(seen, spans))]
            case Buttons(buttons):
                found += [button.label for button in buttons]
            case Choice(prompt, _, options):
                found += [prompt, *(label for _, label in options)]
    return found


def seen(span: Span) -> str:
    match span:
        case WebLink(text, url):
            return text if text == url else f"{text} ({url})"
        case Instant():
            return "Mon 31 Jan, 1:00 PM PST"
        case PersonName(name):
            return name
        case Plain(text) | Bold(text) | Code(text):
            return text


@settings(max_examples=50, deadline=None)
@given(reply=REPLIES)
def test_every_text_is_there_in_its_order_as_it_was_typed(reply: Reply) -> None:
    whole, at = plain(reply), 0
    for text in texts(reply):
        found = whole.find(text, at)
        assert found >= 0, text[:80]
        at = found + len(text)


@settings(max_examples=50, deadline=None)
@given(reply=REPLIES)
@example(reply=Reply(LONG_BLOCKS))
def test_cut_to_size_every_block_fits_and_no_letter_is_lost(reply: Reply) -> None:
    fitted = fit(reply)
    for block in fitted.blocks:
        match block:
            case Heading(text):
                assert len(text) <= HEADING_LIMIT
            case Paragraph(spans) | SmallPrint(spans):
                assert len(line_text(spans)) <= BLOCK_LIMIT
            case Bullets(items):
                assert all(len(line_text(item)) <= BLOCK_LIMIT for item in items)
            case Facts(rows):
                assert all(len(line_text(spans)) <= BLOCK_LIMIT for _, spans in rows)
            case Buttons() | Choice():
                pass
    assert in_order("".join(texts(reply)), "".join(texts(fitted)))


def in_order(letters: str, text: str) -> bool:
    """Whether the letters stand in the text in their order; a link's address may be there more often."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("full", "Mon 31 Jan, 1:00 PM PST"),
        ("day", "Mon 31 Jan"),
        ("time", "1:00 PM PST"),
        ("relative", "in 2 h 30 min"),
    ],
)
def test_an_instant_is_course_time_and_names_the_zone(form, text):
    assert instant_text(Instant(NOW, "America/Los_Angeles", form), NOW - timedelta(hours=2, minutes=30)) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(0), "in 0 min"),
        (timedelta(minutes=20), "in 20 min"),
        (timedelta(hours=6, minutes=5), "in 6 h"),
        (timedelta(days=2), "in 2 d"),
        (timedelta(days=2, hours=3), "in 2 d 3 h"),
        (-timedelta(hours=3), "3 h ago"),
    ],
)
def test_how_far_away(span, text):
    assert distance(NOW + span, NOW) == text
