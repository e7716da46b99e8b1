"""A long post becomes several messages of at most 4000 characters, cut at block borders; no text is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.plain import plain
from bot.conversation.reply import (
    Action,
    Attachment,
    Bold,
    Bullets,
    Button,
    Buttons,
    Choice,
    Code,
    Facts,
    Heading,
    Paragraph,
    Plain,
    Reply,
    SmallPrint,
    WebLink,
    bullets,
    line,
    paragraph,
)  # fmt: skip
from bot.platforms.console.parting import LIMIT, parts

SPANS = st.one_of(
    st.text(max_size=6000).map(Plain),
    st.text(max_size=200).map(Bold),
    st.text(max_size=200).map(Code),
    st.text(min_size=1, max_size=5000).map(lambda text: WebLink(text, "https://a.example/x")),
)
LINES = st.lists(SPANS, min_size=1, max_size=4).map(tuple)
LABELS = st.text(min_size=1, max_size=75)
ACTION = Action("read", "cs294")
BLOCKS = st.one_of(
    st.text(min_size=1, max_size=5000).map(Heading),
    LINES.map(Paragraph),
    LINES.map(SmallPrint),
    st.lists(LINES, min_size=1, max_size=4).map(lambda items: Bullets(tuple(items))),
    st.lists(st.tuples(st.text(min_size=1, max_size=5000), LINES), min_size=1, max_size=3).map(
        lambda rows: Facts(tuple(rows))
    ),
    st.lists(LABELS, min_size=1, max_size=5).map(lambda labels: Buttons(tuple(Button(one, ACTION) for one in labels))),
    st.lists(LABELS, min_size=1, max_size=25).map(
        lambda labels: Choice("Pick", ACTION, tuple((str(n), one) for n, one in enumerate(labels)))
    ),
)


def letters(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=50, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_every_part_fits_and_all_words_are_there_in_order(blocks):
    reply = Reply(tuple(blocks), private=False)
    found = parts(reply)
    assert all(len(plain(part)) <= LIMIT for part in found)
    assert all(not part.private for part in found)
    if not any(isinstance(block, Facts | Bullets | Choice | Buttons) for block in blocks):
        assert letters("".join(plain(part) for part in found)) == letters(plain(reply))


@given(st.lists(st.text(alphabet="abc \n", min_size=1, max_size=9000), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_no_character_of_a_bullet_or_a_fact_is_lost(texts):
    reply = Reply((bullets(*(line(text) for text in texts)), Facts(tuple(("L", line(text)) for text in texts))))
    said = "".join(plain(part) for part in parts(reply)).replace("•", "").replace("L:", "")
    assert letters(said) == letters("".join(texts)) * 2


def test_a_short_reply_is_one_message():
    reply = Reply((Heading("Hi"), paragraph("there")))
    assert parts(reply) == (reply,)
    assert parts(Reply(())) == (Reply(()),)


def test_cuts_fall_between_blocks_and_a_heading_stays_with_what_it_heads():
    sessions = [block for n in range(6) for block in (Heading(f"Session {n}"), paragraph("word " * 250))]
    found = parts(Reply(tuple(sessions), files=(Attachment("a", b""),)))
    assert len(found) == 2
    assert all(isinstance(part.blocks[0], Heading) and isinstance(part.blocks[-1], Paragraph) for part in found)
    assert [len(part.files) for part in found] == [0, 1]
