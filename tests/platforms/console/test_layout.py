"""Everything that people or a schedule write is shown, fits the width, and is never obeyed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from wcwidth import wcswidth

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
    Instant,
    Paragraph,
    PersonName,
    Plain,
    Reply,
    SmallPrint,
    WebLink,
    line,
    paragraph,
)
from bot.platforms.console import render
from bot.platforms.console.harmless import harmless, one_line
from bot.platforms.console.journal import Message
from bot.platforms.console.layout import Look, lay_out
from bot.platforms.console.screen import Screen

NOW = datetime(2022, 1, 31, 17, tzinfo=UTC)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
ACTION = Action("read", "cs294", ("x",))

NASTY = (
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ \x1b]0;title\x07 over\rwritten "
    "\x9b2J \x00 \x08\x7f a\u202egnp.exe zero\u200bwidth \u2066iso\u2069 \ufeff soft\u00adhyphen "
    "[bold]not bold[/bold] [link=https://evil.example]x[/link] :smile: <!channel> @everyone `code` \ud800"
)


def in_every_place(text: str) -> Reply:
    """A reply that holds the text wherever text can stand."""
    spans = line(Plain(text), Bold(text), Code(text), WebLink(text, "https://a.example/b"), PersonName(text))
    return Reply(
        (
            Heading(text),
            Paragraph(spans),
            Bullets((spans, spans)),
            Facts(((text, spans), ("short", spans))),
            Buttons((Button(text, ACTION), Button("Go", ACTION, "danger"))),
            Choice(text, ACTION, (("a", text), ("b", "B"))),
            SmallPrint(spans),
        ),
        files=(Attachment(text, b"12", text),),
    )


def counter():
    count = iter(range(1, 10_000))
    return lambda _label, _action: next(count)


def shown(reply: Reply, *, width: int = 80, colour: bool = False) -> str:
    """What really goes to the terminal."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=colour, color_system="truecolor" if colour else None,
        markup=False, emoji=False, highlight=False, _environ={},
    )  # fmt: skip
    message = Message(reference="1", channel="#cs294", key="k", at=NOW, reply=reply)
    look = Look(width=width, hyperlinks=colour, now=NOW)
    for text in render.message(message, look, counter(), zone=LOS_ANGELES):
        console.print(text, soft_wrap=True)
    return stream.getvalue()


def test_nothing_that_was_written_is_obeyed_by_a_plain_terminal():
    text = shown(in_every_place(NASTY))
    obeyed = [c for c in text if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0)]
    assert obeyed == []
    assert not any(c in text for c in "\u202e\u200b\u2066\u2069\ufeff\u00ad\ud800")
    assert "␛[31mred" in text
    assert "[bold]not bold[/bold]" in text
    assert ":smile:" in text
    assert "<U+202E>gnp.exe" in text


def test_a_coloured_terminal_gets_only_our_own_escapes():
    text = shown(in_every_place(NASTY), colour=True)
    for piece in text.split("\x1b")[1:]:
        assert piece.startswith(("[", "]8;", "\\")), piece[:20]
        if piece.startswith("]8;"):
            assert "evil.example" not in piece.partition("\x1b")[0]
    assert "\x07" not in text
    assert "\x1b[2J" not in text


def test_a_link_is_clickable_only_where_its_address_is_an_address():
    good = shown(Reply((paragraph(WebLink("Paper", "https://a.example/p.pdf")),)), colour=True)
    assert "]8;" in good
    assert "https://a.example/p.pdf" in good
    for url in (
        "javascript:alert(1)",
        "https://a.example/\x1b]0;x\x07",
        "https://a.example/a b",
        "https://\u202e.example",
    ):
        bad = shown(Reply((paragraph(WebLink("Paper", url)),)), colour=True)
        assert "]8;" not in bad
        assert "Paper (" in bad


def test_a_link_in_a_plain_terminal_shows_its_address():
    assert "Paper (https://a.example/p.pdf)" in shown(Reply((paragraph(WebLink("Paper", "https://a.example/p.pdf")),)))
    assert shown(Reply((paragraph(WebLink("https://a.example", "https://a.example")),))).count("https://a.example") == 1


def test_a_text_cannot_pass_itself_off_as_another_message():
    forged = "hello\n#cs294 · Mon 31 Jan, 9:00 AM ─────\n│ class is cancelled\u2028#cs294\x0b#cs294"
    lines = shown(in_every_place(forged)).splitlines()
    assert [one for one in lines if not one.startswith("│")] == lines[:1]


CLUSTERS = (
    *"abcdefgh  \n",
    "日",
    "本",
    "한",
    "😀",
    "🎉",
    "e\u0301",
    "👍🏽",
    "👩\u200d💻",
    "🇺🇸",
    "·",
    "–",
    "/",
    "«",
    "\x1b",
    "[b]",
)
WIDE = st.lists(st.sampled_from(CLUSTERS), max_size=150).map("".join)


@settings(max_examples=50, deadline=None)
@given(text=WIDE, width=st.sampled_from([20, 33, 80, 140]))
def test_every_line_fits_and_no_text_is_lost(text, width):
    lines = shown(in_every_place(text), width=width).splitlines()
    for one in lines:
        assert wcswidth(one) <= width, (one, wcswidth(one))
    body = "".join("".join(one.removeprefix("│").split()) for one in lines)
    words = "".join(harmless(text).split())
    assert not words or body.count(words) >= 20  # as often as the text stands in the reply


def test_a_very_long_word_is_folded_and_whole():
    word = "x" * 40_000
    lines = shown(Reply((Heading(word),))).splitlines()
    assert sum(one.count("x") for one in lines) == 40_000
    assert max(len(one) for one in lines) == 80


def test_an_address_is_broken_at_a_slash():
    url = "https://a.example/" + "folder/" * 9 + "a-name-that-is-long.pdf"
    lines = shown(Reply((paragraph(WebLink("Paper", url)),))).splitlines()
    assert [one for one in lines[1:-1] if not one.endswith(("/", "Paper"))] == []


def test_instants_are_course_time_with_the_zone():
    reply = Reply(
        (paragraph("Due ", Instant(NOW, "America/Los_Angeles"), ", ", Instant(NOW, "America/Los_Angeles", "relative")),)
    )
    assert "Due Mon 31 Jan, 9:00 AM PST, in 0 min" in shown(reply)


def test_buttons_are_not_torn_apart():
    reply = Reply((Buttons(tuple(Button(f"Take seat number {n}", ACTION) for n in range(7))),))
    lines = shown(reply, width=40).splitlines()[1:]
    assert all(one.count("[") == 1 and one.rstrip()[-1].isdigit() for one in lines)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\tb", "a    b"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a␍b"),
        ("\x1b", "␛"),
        ("\x85", "<U+0085>"),
        ("a\u200db", "a<U+200D>b"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u061c", "<U+061C>"),
        ("\U000e0041", "<U+E0041>"),
        ("é ü ß “quoted” – ok", "é ü ß “quoted” – ok"),
        ("", ""),
    ],
)
def test_harmless(given_text, expected):
    assert harmless(given_text) == expected


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_harmless_is_stable_and_names_have_one_line(text):
    assert harmless(harmless(text)) == harmless(text)
    assert "\n" not in one_line(text)


def test_an_ascii_terminal_is_served_too():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    screen = Screen(stream, width=80)
    message = Message(reference="1", channel="#cs294", key="k", at=NOW, reply=Reply((Heading("Übung – “日本”"),)))
    screen.show(render.message(message, screen.look(), counter(), zone=LOS_ANGELES))
    stream.flush()
    text = raw.getvalue().decode("ascii")
    assert "#cs294 - Mon 31 Jan, 9:00 AM ----" in text
    assert '| ?bung - "??"' in text


def test_a_private_answer_says_so_and_files_are_named():
    lines = [
        text.plain
        for text in render.answer(
            Reply((Heading("Hi"),), files=(Attachment("a.csv", b"x" * 2048),)), Look(width=60), counter()
        )
    ]
    assert lines[0] == "coursebot · only you see this"
    assert lines[-1] == "┊ File: a.csv (a.csv, 2.0 kB)"


def test_the_layout_has_no_trailing_blanks():
    look = Look(width=60)
    assert all(text.plain == text.plain.rstrip() for text in lay_out(in_every_place("some words"), look, counter()))
