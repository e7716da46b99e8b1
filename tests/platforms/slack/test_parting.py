"""A long Reply becomes several Slack messages, each valid by Block Kit's rules, with every word in its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.plain import plain
from bot.conversation.reply import (
    Action,
    Attachment,
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
    Paragraph,
    PersonName,
    Plain,
    Reply,
    SmallPrint,
    WebLink,
    bullets,
    line,
    paragraph,
    small,
)
from bot.platforms.slack import render
from bot.platforms.slack.parting import BLOCKS_LIMIT, JSON_LIMIT, parts
from tests.slack_server import reading
from tests.slack_server.blocks import validate_message

ALPHABET = "aбß漢😀&<>*_~`@#|{}\\\"'\n \t\u200b\u202e"
INSTANT = datetime(2022, 1, 31, 21, tzinfo=UTC)
ACTION = Action("read", "cs294", ("intro",))


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Short ones of anything, long ones of words: what people write is never drawn letter by letter."""
    word = st.text(ALPHABET, min_size=1, max_size=12)
    repeated = st.tuples(word, st.integers(1, most)).map(lambda drawn: ((drawn[0] + " ") * drawn[1])[:most])
    return st.one_of(st.text(min_size=least, max_size=min(most, 40)), repeated)


SPANS = st.one_of(
    texts(9000).map(Plain),
    texts(400).map(Bold),
    texts(400).map(Code),
    st.tuples(texts(400), st.integers(0, 4000)).map(lambda drawn: WebLink(drawn[0], "https://a.example/" + "u" * drawn[1])),
    texts(60).map(PersonName),
    st.tuples(st.integers(-400, 4000), st.sampled_from(["full", "day", "time", "relative"])).map(
        lambda drawn: Instant(INSTANT + timedelta(hours=drawn[0]), "America/Los_Angeles", drawn[1])
    ),
)  # fmt: skip
LINES = st.lists(SPANS, max_size=4).map(tuple)
BUTTON = st.builds(Button, texts(90), st.just(ACTION), st.sampled_from(["plain", "primary", "danger"]))
OPTIONS = st.lists(st.tuples(st.sampled_from(["", "1", "intro", "x" * 24]), texts(90)), max_size=130).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    texts(400).map(Heading),
    LINES.map(Paragraph),
    LINES.map(SmallPrint),
    st.lists(LINES, max_size=12).map(lambda items: Bullets(tuple(items))),
    st.lists(st.tuples(texts(5000), LINES), max_size=6).map(lambda rows: Facts(tuple(rows))),
    st.lists(BUTTON, max_size=60).map(lambda buttons: Buttons(tuple(buttons))),
    st.builds(Choice, texts(4000), st.just(ACTION), OPTIONS),
)
SAID = st.lists(BLOCKS, max_size=10)


@settings(max_examples=50, deadline=None)
@given(SAID)
def test_every_part_is_a_message_that_slack_takes(said: list[Block]) -> None:
    found = parts(Reply(tuple(said), private=False, files=(Attachment("a", b""),)))
    for part in found:
        message = render.message(part)
        assert validate_message({"text": message.text, "blocks": list(message.blocks)}) == []
        assert len(message.blocks) <= BLOCKS_LIMIT
        assert len(json.dumps(message.blocks)) <= JSON_LIMIT
        assert 1 <= len(message.text) <= render.TEXT_LIMIT
        assert not part.private
    assert [len(part.files) for part in found] == [0] * (len(found) - 1) + [1]


WORDS = st.one_of(texts(9000).map(Plain), texts(400).map(Bold), texts(400).map(Code), texts(60).map(PersonName))
SPOKEN_LINES = st.lists(WORDS, max_size=4).map(tuple)
SPOKEN = st.one_of(
    texts(9000).map(Heading),
    SPOKEN_LINES.map(Paragraph),
    st.lists(SPOKEN_LINES, max_size=12).map(lambda items: Bullets(tuple(items))),
    st.lists(st.tuples(texts(5000, least=1).filter(str.strip), SPOKEN_LINES), max_size=6).map(
        lambda rows: Facts(tuple(rows))
    ),
    st.lists(WORDS.filter(lambda span: isinstance(span, Plain)), max_size=4).map(tuple).map(SmallPrint),
)


def letters(text: str) -> str:
    return "".join(text.replace("•", "").split())


def on_screen(reply: Reply) -> str:
    return "\n".join(reading.plain({"blocks": list(render.message(part).blocks)}) for part in parts(reply))


@settings(max_examples=50, deadline=None)
@given(st.lists(SPOKEN, max_size=8))
def test_all_that_is_said_stands_on_the_screen_in_order(said: list[Block]) -> None:
    reply = Reply(tuple(said))
    assert letters(on_screen(reply)) == letters(plain(reply))


@settings(max_examples=50, deadline=None)
@given(st.lists(LINES.map(Paragraph), max_size=6))
def test_a_long_link_keeps_its_address_and_its_words(said: list[Block]) -> None:
    reply = Reply(tuple(said))
    shown = letters(on_screen(reply))
    for block in said:
        for span in block.line:
            if isinstance(span, WebLink):
                assert letters(span.url) in shown
                assert all(word in shown for word in span.text.split())


def test_a_short_reply_is_one_message() -> None:
    reply = Reply((Heading("Hi"), paragraph("there")), files=(Attachment("a", b""),))
    assert parts(reply) == (reply,)
    assert parts(Reply(())) == (Reply(()),)


def sessions(count: int, letters: int, *more: Block) -> Reply:
    prose = paragraph("word " * (letters // 5))
    return Reply(tuple(block for n in range(count) for block in (Heading(f"Session {n}"), prose, *more)))


def test_a_message_ends_before_a_heading_where_that_leaves_it_half_full() -> None:
    found = parts(sessions(6, 4500))
    assert [[block.text for block in part.blocks if isinstance(block, Heading)] for part in found] == [
        ["Session 0", "Session 1"],
        ["Session 2", "Session 3"],
        ["Session 4", "Session 5"],
    ]
    assert all(isinstance(part.blocks[-1], Paragraph) for part in found)


def test_a_heading_never_ends_a_message() -> None:
    for letters_before in range(2000, 14000, 1000):
        reply = Reply((paragraph("word " * (letters_before // 5)), Heading("Next"), paragraph("word " * 2300)))
        assert not any(isinstance(part.blocks[-1], Heading) for part in parts(reply))


def test_buttons_stay_with_what_precedes_them() -> None:
    buttons = Buttons(tuple(Button(f"Button {n}", ACTION) for n in range(5)))
    menu = Choice("Which?", ACTION, (("1", "One"),))
    seen = 0
    for size in range(100, 800, 10):
        item = bullets(line("word " * (size // 5)))
        found = parts(Reply((item, buttons, menu) * 15))
        seen += len(found) > 1
        for part in found:
            kinds = [type(block) for block in part.blocks]
            assert kinds == [Bullets, Buttons, Choice] * (len(kinds) // 3)
    assert seen == 70


def test_a_message_has_room_left_for_page_buttons() -> None:
    many = Reply(tuple(block for n in range(90) for block in (Heading(f"Session {n}"), paragraph("Read."))))
    assert [len(render.blocks(part)) for part in parts(many)] == [46, 46, 46, 42]
    long = Reply((paragraph("word " * 20_000),))
    assert all(len(json.dumps(render.blocks(part))) <= 12_000 for part in parts(long))


def test_a_word_is_cut_only_where_it_is_too_long_for_any_message() -> None:
    text = " ".join(f"word{n}" for n in range(5000))
    found = parts(Reply((paragraph(text), small(text), bullets(line(text)))))
    assert len(found) > 3
    shown = [word for part in found for word in on_screen(part).replace("•", "").split()]
    assert shown == text.split() * 3


def test_many_short_lines_share_blocks_and_a_message() -> None:
    reply = Reply(tuple(Paragraph((Bold(f"{n}"), Plain(" done"))) for n in range(80)))
    (part,) = parts(reply)
    assert len(render.blocks(part)) == 1


def test_a_prompt_of_any_length_is_said_once() -> None:
    prompt = " ".join(f"word{n}" for n in range(3000))
    choice = Choice(prompt, ACTION, tuple((str(n), f"Option {n}") for n in range(90)))
    shown = "\n".join(on_screen(part) for part in parts(Reply((choice,))))
    assert shown.count("word2999") == 1
    assert all(f"Option {n}" in shown for n in range(90))
