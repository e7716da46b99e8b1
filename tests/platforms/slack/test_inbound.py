"""Slack's payloads read into records: what was said in plain words, by whom, where, and how an answer gets back."""

from __future__ import annotations

import pytest

from bot.conversation.reply import Action
from bot.conversation.request import SharedFile
from bot.platforms.slack import inbound
from bot.platforms.slack.inbound import UNREADABLE, Happening
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.pressing import Asked
from bot.platforms.slack.written import words

BOT = "U0COURSEBT"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
        ("&amp;lt;", "&lt;"),
        ("<@U0MAYA00001> and <@U0NOAH00001|noah> <@x|y>", "<@U0MAYA00001> and <@U0NOAH00001|noah> @y"),
        ("<@U0NOAH00001|noah o> <@U0NOAH00001|>", "<@U0NOAH00001|noaho> <@U0NOAH00001>"),
        ("<#C0SEMINAR1|seminar> <#C0SECRET01|> <#C0SECRET01>", "#seminar C0SECRET01 C0SECRET01"),
        ("<!here> <!channel|channel> <!subteam^S012|@tas> <!date^1^{date}|today>", "@here channel @tas today"),
        ("<https://example.org/?a=1&amp;b=2|the paper>", "https://example.org/?a=1&b=2"),
        ("<mailto:ada@example.edu|ada@example.edu>", "ada@example.edu"),
        ("  week\n\t3  ", "week 3"),
        ("1 < 2 > 0 <b>", "1 < 2 > 0 <b>"),
        ("<", "<"),
        ("", ""),
    ],
)
def test_words_are_what_a_person_reads(written, read):
    assert words(written) == read


# --- commands ---------------------------------------------------------------------------------------------------------


def test_a_command_is_its_whole_line_without_the_slash():
    arrived = inbound.command(
        {
            "command": "/readings",
            "text": "week  3 &amp; <@U0NOAH00001|noah>",
            "user_id": "U0MAYA00001",
            "user_name": "maya",
            "channel_id": "C0SEMINAR1",
            "response_url": "https://hooks.example.org/secret",
            "trigger_id": "1.2.secret",
        }
    )
    assert arrived.asked == Asked(text="readings week 3 & <@U0NOAH00001|noah>")
    assert (arrived.origin, arrived.name) == (Origin("U0MAYA00001", "C0SEMINAR1"), "maya")
    assert "secret" not in repr(arrived)


def test_a_command_without_words_is_its_name():
    assert inbound.command({"command": "/readings", "user_id": "U0MAYA00001"}).asked == Asked(text="readings")


# --- buttons ----------------------------------------------------------------------------------------------------------


def pressed(action, **more):
    return inbound.press({"user": {"id": "U0MAYA00001", "username": "maya"}, "actions": [action], **more})


NEXT = {"action_id": "press|0000", "value": "read|seminar"}


@pytest.mark.parametrize(
    "where",
    [
        {"container": {"channel_id": "C0SEMINAR1", "thread_ts": "1.0", "is_ephemeral": True}},
        {"channel": {"id": "C0SEMINAR1"}, "message": {"ts": "2.0", "thread_ts": "1.0"}, "container": {}},
    ],
    ids=["an ephemeral message", "a message"],
)
def test_a_button_is_answered_in_the_thread_where_it_stands(where):
    arrived = pressed(NEXT, response_url="https://hooks.example.org", **where)
    assert arrived.origin == Origin("U0MAYA00001", "C0SEMINAR1", "1.0")
    assert arrived.asked == Asked(action=Action("read", "seminar"))
    assert (arrived.view, arrived.part) == ("", None)


def test_a_page_button_asks_the_same_for_another_part():
    arrived = pressed({"action_id": "turn|next", "value": '{"text":"readings","part":2}'})
    assert (arrived.asked, arrived.part) == (Asked(text="readings"), 2)


def test_a_button_in_a_view_says_in_which():
    assert pressed(NEXT, view={"type": "home", "id": "V1"}).view == "home"
    assert pressed(NEXT, view={"type": "modal", "id": "V1"}).view == "V1"


@pytest.mark.parametrize(
    "action",
    [
        {"action_id": "something.else", "value": "read"},
        {"action_id": "press|0000", "value": ""},
        {"action_id": "turn|next", "value": "not JSON"},
        {"action_id": "choose|0000|read", "selected_option": None},
        {},
    ],
)
def test_a_button_that_cannot_be_read_still_asks(action):
    assert pressed(action).asked == Asked(action=UNREADABLE)


# --- events -----------------------------------------------------------------------------------------------------------


def happened(**event):
    return inbound.event({"event": {"user": "U0MAYA00001", **event}}, BOT)


@pytest.mark.parametrize("subtype", ["", None, "file_share", "thread_broadcast"])
def test_a_direct_message_asks_in_its_thread(subtype):
    arrived = happened(
        type="message", channel_type="im", channel="D1", text="/readings", thread_ts="1.0", subtype=subtype
    )
    assert (arrived.origin, arrived.asked) == (Origin("U0MAYA00001", "", "1.0"), Asked(text="readings"))


def test_a_mention_asks_without_the_bots_name():
    for text in (f"<@{BOT}> readings", f"readings <@{BOT}|coursebot>"):
        arrived = happened(type="app_mention", channel="C0SEMINAR1", text=text)
        assert (arrived.origin, arrived.asked) == (Origin("U0MAYA00001", "C0SEMINAR1"), Asked(text="readings"))


TEMPLATE = "# Review\n\n<!-- paper: p1 -->\n\n## Strengths\n\n**Clear** & short, 1 < 2\n\n> quoted\n\n* one\n- two"


def test_a_direct_message_keeps_its_lines_and_its_signs():
    text = "/" + TEMPLATE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert happened(type="message", channel_type="im", text=text).asked == Asked(text=TEMPLATE)


def section(*elements):
    return {"type": "rich_text_section", "elements": [*elements]}


def said(text, **style):
    return {"type": "text", "text": text, **({"style": style} if style else {})}


RICH = {
    "type": "rich_text",
    "elements": [
        section({"type": "user", "user_id": BOT}, said("# Review\n\n"), said("Clear ", bold=True), said("& ")),
        section({"type": "user", "user_id": "U0NOAH00001"}, said(" says "), said("x", code=True, italic=True)),
        {"type": "rich_text_list", "style": "bullet", "elements": [section(said("one")), section(said("two"))]},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [section(said("first"))]},
        {"type": "rich_text_quote", "elements": [said("a\nb")]},
        {"type": "rich_text_preformatted", "elements": [said("1 < 2")]},
        section(
            {"type": "link", "url": "https://example.org", "text": "the paper"},
            said(" "),
            {"type": "link", "url": "https://example.org/a"},
            {"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fd"},
            {"type": "emoji", "name": "party_parrot"},
            {"type": "channel", "channel_id": "C0SEMINAR1"},
            {"type": "broadcast", "range": "here"},
        ),
    ],
}


def test_what_slacks_client_made_of_typed_signs_is_read_as_they_were_typed():
    arrived = happened(type="message", channel_type="im", text="• one", blocks=[RICH, {"type": "divider"}])
    assert arrived.asked.text.split("\n") == [
        "# Review", "", "**Clear** & ", "<@U0NOAH00001> says _`x`_", "- one", "- two", "  1. first", "> a", "> b",
        "```", "1 < 2", "```",
        "[the paper](https://example.org) https://example.org/a\U0001f44d\U0001f3fd:party_parrot:C0SEMINAR1@here",
    ]  # fmt: skip


def test_files_come_with_the_words_they_were_shared_with():
    told = {"id": "F1", "name": "review.md", "mimetype": "text/plain", "size": 12}
    arrived = happened(type="message", channel_type="im", subtype="file_share", text="", files=[told, {"id": "F2"}])
    assert arrived.files == (
        SharedFile(id="F1", name="review.md", media_type="text/plain", size=12),
        SharedFile(id="F2", name="F2"),
    )
    assert arrived.asked == Asked(text="")


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "channel_type": "im", "text": "x", "user": BOT},
        {"type": "message", "channel_type": "im", "text": "x", "bot_id": "B0OTHERBOT"},
        {"type": "message", "channel_type": "im", "text": "x", "user": None},
        {"type": "message", "channel_type": "im", "text": "x", "edited": {"ts": "1.0"}},
        {"type": "message", "channel_type": "im", "subtype": "message_changed"},
        {"type": "message", "channel_type": "im", "subtype": "message_deleted"},
        {"type": "message", "channel_type": "im", "text": "x", "subtype": "bot_message"},
        {"type": "message", "channel_type": "channel", "text": "x"},
        {"type": "app_mention", "channel": "C0SEMINAR1", "text": "x", "bot_id": "B0OTHERBOT"},
        {"type": "app_home_opened", "user": ""},
        {"type": "something_new"},
        {},
    ],
)
def test_what_nobody_said_just_now_is_nothing(event):
    assert happened(**event) is None


@pytest.mark.parametrize(
    ("event", "kind", "channel"),
    [
        ({"type": "app_home_opened", "tab": "home", "channel": "D1"}, "home", ""),
        ({"type": "app_home_opened", "tab": "messages", "channel": "D1"}, "opened", ""),
        ({"type": "member_joined_channel", "channel": "C0SEMINAR1"}, "joined", "C0SEMINAR1"),
        ({"type": "member_left_channel", "channel": "C0SEMINAR1"}, "left", "C0SEMINAR1"),
    ],
)
def test_what_happens_is_read_with_its_person(event, kind, channel):
    assert happened(**event) == Happening(kind=kind, account="U0MAYA00001", channel=channel)
