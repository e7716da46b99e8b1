"""What a Reply looks like on Slack: every kind of block, and text that nobody's client ever obeys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    bullets,
    line,
    paragraph,
    small,
)
from bot.platforms.slack import render, spans
from tests.slack_server.blocks import validate_message
from tests.slack_server.reading import Reader, plain

AT = datetime(2022, 1, 31, 21, tzinfo=UTC)
ZONE = "America/Los_Angeles"
NASTY = [
    "<!channel> <!here> <!everyone>",
    "@everyone @channel <@U0123ABC>",
    "<https://evil.example|click me>",
    "*bold* _italic_ ~gone~ `code` ```block```",
    "> quote\n>> more\n&gt; escaped",
    ":tada: &lt;!channel&gt;",
    "<!subteam^S123> <#C123|general>",
]


def shown(reply: Reply, reader: Reader | None = None) -> str:
    message = render.message(reply)
    assert validate_message({"text": message.text, "blocks": list(message.blocks)}) == []
    return plain({"blocks": list(message.blocks)}, reader=reader)


def inside(value: Any) -> list[dict[str, Any]]:
    """Every object in the blocks."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) else []
    return [*own, *(one for item in below for one in inside(item))]


def test_every_kind_of_block_reads_as_it_was_said() -> None:
    reply = Reply(
        (
            Heading("This week"),
            paragraph("Read ", Bold("both"), " or ask ", PersonName("Sam Whitfield", "U1"), "."),
            bullets(line(WebLink("The paper", "https://a.example/p")), line("type ", Code("/readings week 3"))),
            Facts((("Where", line("Soda 306")), ("Who", line()))),
            small("From the course staff"),
            Buttons((Button("What's next", Action("next", "cs294"), "primary"), Button("Help", Action("help")))),
            Choice("Which week?", Action("week", "cs294"), (("1", "Week 1"), ("2", "Week 2"))),
        )
    )
    assert shown(reply).split("\n") == [
        "This week",
        "Read both or ask Sam Whitfield.",
        "• The paper (https://a.example/p)",
        "• type /readings week 3",
        "Where: Soda 306",
        "Who:",
        "From the course staff",
        "[What's next] [Help]",
        "Which week?: Week 1 / Week 2",
    ]


def test_an_instant_is_read_on_the_readers_own_clock() -> None:
    reply = Reply((paragraph("Due ", Instant(AT, ZONE)), small("Asked ", Instant(AT, ZONE))))
    berlin = Reader(zone=ZoneInfo("Europe/Berlin"), now=datetime(2022, 1, 20, tzinfo=UTC))
    assert shown(reply, berlin) == (
        "Due Monday, January 31st, 2022 at 10:00 PM\nAsked Monday, January 31st, 2022 at 10:00 PM"
    )
    assert shown(reply) == "Due Mon 31 Jan, 1:00 PM PST\nAsked Mon 31 Jan, 1:00 PM PST"


@pytest.mark.parametrize(
    ("form", "words", "spare"),
    [
        ("full", "tomorrow at 10:00 PM", "Mon 31 Jan, 1:00 PM PST"),
        ("day", "tomorrow", "Mon 31 Jan"),
        ("time", "10:00 PM", "1:00 PM PST"),
        ("relative", "in 1 day", "Mon 31 Jan, 1:00 PM PST"),
    ],
)
def test_each_form_of_an_instant_has_its_words_and_a_spare_that_names_the_zone(
    form: Any, words: str, spare: str
) -> None:
    reply = Reply((paragraph(Instant(AT, ZONE, form)),))
    reader = Reader(zone=ZoneInfo("Europe/Berlin"), now=datetime(2022, 1, 30, 12, tzinfo=UTC))
    assert shown(reply, reader) == words
    assert shown(reply) == spare


@pytest.mark.parametrize("nasty", NASTY)
def test_what_somebody_wrote_is_shown_and_never_obeyed(nasty: str) -> None:
    reply = Reply(
        (
            Heading(nasty),
            Paragraph((Plain(nasty), Bold(nasty), Code(nasty), WebLink(nasty, "https://a.example/"))),
            Bullets(((PersonName(nasty),),)),
            Facts(((nasty, (Plain(nasty),)),)),
            SmallPrint((Plain(nasty),)),
            Buttons((Button(nasty, Action("x")),)),
            Choice(nasty, Action("x"), (("1", nasty),)),
        )
    )
    found = inside(render.blocks(reply))
    assert {one["type"] for one in found if "type" in one} <= {
        *("rich_text", "rich_text_section", "rich_text_list", "text", "link"),
        *("header", "context", "actions", "button", "static_select", "plain_text"),
    }
    assert shown(reply).count(nasty.split("\n", maxsplit=1)[0]) >= 8
    assert all(one["emoji"] is False for one in found if one.get("type") == "plain_text")


@pytest.mark.parametrize("nasty", NASTY)
def test_small_print_with_a_link_shows_what_somebody_wrote_and_obeys_nothing(nasty: str) -> None:
    link = WebLink(nasty, "https://a.example/?a=1&b=<2>|3")
    (block,) = render.blocks(Reply((SmallPrint((Plain(f"{nasty} "), Bold(nasty), Plain(" "), link)),)))
    (text,) = block["elements"]
    assert text["type"] == "mrkdwn"
    assert text["verbatim"] is True
    markup = text["text"]
    assert [one for one in markup.split("<")[1:] if not one.startswith("https://a.example/")] == []
    assert "https://a.example/?a=1&amp;b=%3C2%3E%7C3|" in markup
    without_bold = markup.replace(f"*{spans.harmless(nasty)}*", "")
    assert not set("*~`") & set(without_bold)
    assert not any(one.lstrip().startswith("&gt;") for one in markup.split("\n"))


def test_small_print_formats_only_what_stands_alone() -> None:
    said = line("Type ", Code("/mywork"), " in ", Bold("any_channel"), "; cs", Bold("294"), " see ", Instant(AT, ZONE))
    (block,) = render.blocks(Reply((SmallPrint(said),)))
    assert block["elements"][0]["text"] == (
        "Type `/mywork` in *any_channel*; cs294 see "
        "<!date^1643662800^{date_long_pretty} at {time}|Mon 31 Jan, 1:00 PM PST>"
    )


@given(st.lists(st.tuples(st.text("a&<>*_`\n ", max_size=300), st.integers(0, 3100)), min_size=1, max_size=12))
def test_small_print_that_grows_by_escaping_stays_within_the_limit(drawn: list[tuple[str, int]]) -> None:
    said = [WebLink(text * 9, "https://a.example/" + "&" * size) for text, size in drawn]
    blocks = render.blocks(Reply((SmallPrint(tuple(said)),)))
    assert [validate_message({"blocks": [block]}) for block in blocks] == [[]] * len(blocks)
    assert all(len(one["text"]) <= 3000 for block in blocks for one in block["elements"])


def test_a_name_never_notifies() -> None:
    found = inside(render.blocks(Reply((paragraph(PersonName("Maya", "U1")), small(PersonName("Maya", "U1"))))))
    assert not any(one.get("type") == "user" for one in found)
    assert "U1" not in str(found)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "https://a.example/x y", "https://a/" + "u" * 3000])
def test_an_address_that_slack_refuses_is_shown_as_text(url: str) -> None:
    reply = Reply((paragraph(WebLink("here", url)), small(WebLink("here", url))))
    assert not any(one.get("type") == "link" for one in inside(render.blocks(reply)))
    assert shown(reply).count(url[:50]) >= 2


def test_a_link_without_words_shows_its_address() -> None:
    reply = Reply(
        (paragraph(WebLink("", "https://a.example/x"), " ", WebLink("https://a.example/y", "https://a.example/y")),)
    )
    assert shown(reply) == "https://a.example/x https://a.example/y"


@pytest.mark.parametrize("empty", ["", " ", "\n\t "])
def test_empty_texts_never_make_a_block_that_slack_refuses(empty: str) -> None:
    nothing = line(Plain(empty), Bold(empty), Code(empty), PersonName(empty))
    silent = Reply(
        (
            Heading(empty),
            Paragraph(nothing),
            Paragraph(()),
            Bullets((nothing, ())),
            Bullets(()),
            Facts(((empty, nothing),)),
            SmallPrint(nothing),
            SmallPrint((Code(empty),)),
            Buttons(()),
            Choice(empty, Action("x"), ()),
        )
    )
    assert render.message(silent) == render.Message("…", ())
    said = Reply((Buttons((Button(empty, Action("x")),)), Choice(empty, Action("x"), ((empty, empty),))))
    assert shown(said) == "[…]\n…"


def test_prose_stands_apart_and_a_list_stands_under_its_sentence() -> None:
    blocks = render.blocks(
        Reply((paragraph("One."), paragraph("Two:"), bullets(line("a")), bullets(line("b")), paragraph("Three.")))
    )
    assert [[part["type"] for part in block["elements"]] for block in blocks] == [
        ["rich_text_section"],
        ["rich_text_section", "rich_text_list"],
        ["rich_text_section"],
    ]


def test_lines_that_are_more_than_prose_follow_each_other_closely() -> None:
    (block,) = render.blocks(Reply((paragraph(Bold("9:00"), " a"), paragraph(Bold("10:00"), " b"))))
    assert plain({"blocks": [block]}) == "9:00 a\n10:00 b"


def test_labels_are_cut_and_say_so() -> None:
    reply = Reply(
        (Buttons((Button("word " * 40, Action("x")),)), Choice("ask " * 50, Action("y"), (("1", "one " * 40),)))
    )
    first, asked, second = render.blocks(reply)
    assert len(first["elements"][0]["text"]["text"]) <= 75
    assert first["elements"][0]["text"]["text"].endswith("word…")
    assert plain({"blocks": [asked]}).split() == ["ask"] * 50
    assert second["elements"][0]["placeholder"]["text"].endswith("…")
    assert shown(reply)


def test_a_heading_that_is_too_long_is_a_bold_line() -> None:
    (block,) = render.blocks(Reply((Heading("h" * 151),)))
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "h" * 151, "style": {"bold": True}}]
    assert render.blocks(Reply((Heading("h" * 150),)))[0]["type"] == "header"


def test_more_buttons_than_a_block_holds_go_into_several() -> None:
    buttons = Buttons(tuple(Button(f"B{n}", Action("x", "c", (str(n),))) for n in range(60)))
    blocks = render.blocks(Reply((buttons, buttons)))
    assert [len(block["elements"]) for block in blocks] == [25, 25, 10] * 2
    ids = [one["action_id"] for block in blocks for one in block["elements"]]
    assert len(set(ids)) == 120


def test_buttons_wear_their_style() -> None:
    styles = ("plain", "primary", "danger")
    (block,) = render.blocks(Reply((Buttons(tuple(Button(one, Action("x"), one) for one in styles)),)))
    assert [one.get("style") for one in block["elements"]] == [None, "primary", "danger"]


def test_the_fallback_says_everything_in_escaped_text_without_the_buttons() -> None:
    reply = Reply(
        (
            Heading("R & D"),
            paragraph("see <!channel> ", WebLink("it", "https://a.example/"), " ", Instant(AT, ZONE)),
            Buttons((Button("Go", Action("x")),)),
        )
    )
    assert render.fallback(reply) == ("R &amp; D\nsee &lt;!channel&gt; it (https://a.example/) Mon 31 Jan, 1:00 PM PST")
    assert render.fallback(Reply((Buttons((Button("Go", Action("x")),)),))) == "[Go]"
    files = (Attachment("a.csv", b""), Attachment("b.csv", b"", "Reviews"))
    assert render.fallback(Reply((), files=files)) == "a.csv, Reviews"


@given(st.integers(3900, 4100), st.text("&<>;a", max_size=200))
def test_a_long_fallback_is_cut_between_characters(size: int, ending: str) -> None:
    text = render.fallback(Reply((paragraph("x" * size + ending),)))
    assert len(text) <= 4000
    assert text.count("&") == text.count("&amp;") + text.count("&lt;") + text.count("&gt;")


def test_a_picture_is_shown_by_its_file_id() -> None:
    block = render.image("F123", "A chart of who owes what", "Owed")
    assert (
        validate_message({"blocks": [block, render.image("F1", ""), render.image("F1", "a" * 3000, "t" * 3000)]}) == []
    )
    assert block["slack_file"] == {"id": "F123"}
    assert block["title"]["text"] == "Owed"
