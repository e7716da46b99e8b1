"""The rules that the Slack test server holds messages and views to: each finds its breach and lets its limit pass."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.slack_server.blocks import MESSAGE_BLOCKS_JSON, validate_message, validate_view
from tests.slack_server.reading import NotThere, Reader, chosen, filled, labels, missing, plain, pressed, with_ids


def words(text="x"):
    return {"type": "plain_text", "text": text}


def offered(count, text="x", value="v"):
    return [{"text": words(text), "value": f"{value}{number}"} for number in range(count)]


def text_section(text="x"):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def rich(*spans):
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(spans)}]}


def said(text, **more):
    return {"type": "text", "text": text, **more}


def press(**more):
    return {"type": "button", "text": words(), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def select(**more):
    return {"type": "static_select", **({"options": offered(1)} | more)}


def field(**element):
    return {"type": "input", "label": words("Name"), "element": {"type": "plain_text_input", **element}}


def modal(*blocks, **more):
    return {"type": "modal", "title": words("Title"), "submit": words("Send"), "blocks": list(blocks), **more}


def date(**more):
    return {"type": "date", "timestamp": 1642701600, "format": "{date_short}, {time}", "fallback": "Thu 20 Jan", **more}


def in_message(*blocks):
    return validate_message({"blocks": list(blocks)})


def confirmation(title="x", text="x", confirm="x", deny="x"):
    return {"title": words(title), "text": words(text), "confirm": words(confirm), "deny": words(deny)}


def in_modal(*blocks, **more):
    return validate_view(modal(*blocks, **more))


LIMITS = {
    "blocks of a message": (50, lambda n: in_message(*[text_section()] * n)),
    "blocks of a modal": (100, lambda n: in_modal(*[text_section()] * n)),
    "blocks of a home tab": (100, lambda n: validate_view({"type": "home", "blocks": [text_section()] * n})),
    "section text": (3000, lambda n: in_message(text_section("x" * n))),
    "section fields": (10, lambda n: in_message({"type": "section", "fields": [words()] * n})),
    "a section field": (2000, lambda n: in_message({"type": "section", "fields": [words("x" * n)]})),
    "header": (150, lambda n: in_message({"type": "header", "text": words("x" * n)})),
    "context elements": (10, lambda n: in_message({"type": "context", "elements": [words()] * n})),
    "actions elements": (25, lambda n: in_message(actions(*[press()] * n))),
    "button text": (75, lambda n: in_message(actions({"type": "button", "text": words("x" * n)}))),
    "button value": (2000, lambda n: in_message(actions(press(value="x" * n)))),
    "button url": (3000, lambda n: in_message(actions(press(url="x" * n)))),
    "action_id": (255, lambda n: in_message(actions(press(action_id="x" * n)))),
    "block_id": (255, lambda n: in_message({"type": "divider", "block_id": "x" * n})),
    "options": (100, lambda n: in_message(actions(select(options=offered(n))))),
    "option text": (75, lambda n: in_message(actions(select(options=offered(1, text="x" * n))))),
    "option value": (150, lambda n: in_message(actions(select(options=offered(1, value="v" * (n - 1)))))),
    "option groups": (
        100,
        lambda n: in_modal(actions({"type": "static_select", "option_groups": [{"label": words(), "options": offered(1)}] * n})),
    ),
    "placeholder": (150, lambda n: in_message(actions(select(placeholder=words("x" * n))))),
    "overflow options": (5, lambda n: in_message(actions({"type": "overflow", "options": offered(n)}))),
    "radio buttons": (10, lambda n: in_message(actions({"type": "radio_buttons", "options": offered(n)}))),
    "checkboxes": (10, lambda n: in_message(actions({"type": "checkboxes", "options": offered(n)}))),
    "confirm title": (100, lambda n: in_message(actions(press(confirm=confirmation(title="x" * n))))),
    "confirm text": (300, lambda n: in_message(actions(press(confirm=confirmation(text="x" * n))))),
    "confirm deny": (30, lambda n: in_message(actions(press(confirm=confirmation(deny="x" * n))))),
    "image alt_text": (2000, lambda n: in_message({"type": "image", "image_url": "https://x", "alt_text": "x" * n})),
    "view title": (24, lambda n: in_modal(text_section(), title=words("x" * n))),
    "view submit": (24, lambda n: in_modal(text_section(), submit=words("x" * n))),
    "view close": (24, lambda n: in_modal(text_section(), close=words("x" * n))),
    "private_metadata": (3000, lambda n: in_modal(text_section(), private_metadata="x" * n)),
    "callback_id": (255, lambda n: in_modal(text_section(), callback_id="x" * n)),
    "input label": (2000, lambda n: in_modal({**field(), "label": words("x" * n)})),
    "input hint": (2000, lambda n: in_modal({**field(), "hint": words("x" * n)})),
    "max_length": (3000, lambda n: in_modal(field(max_length=n))),
    "initial_value": (3000, lambda n: in_modal(field(initial_value="x" * n))),
    "files": (10, lambda n: in_modal({**field(), "element": {"type": "file_input", "max_files": n}})),
    "list indent": (
        8,
        lambda n: in_message(
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "indent": n,
                        "elements": [{"type": "rich_text_section", "elements": [said("x")]}],
                    }
                ],
            }
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_itself_is_fine_and_one_more_is_a_breach(name):
    limit, validate = LIMITS[name]
    assert validate(limit) == []
    assert len(validate(limit + 1)) == 1


BREACHES = {
    "unsupported type: video_call": in_message({"type": "video_call"}),
    "missing required field: type": in_message({"text": "x"}),
    "invalid additional property: color": in_message({"type": "divider", "color": "red"}),
    "unsupported type: mrkdwn": in_message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
    "must define either: text, fields": in_message({"type": "section"}),
    "no fewer than 1 items allowed": in_message(actions()),
    "block_id 'a' already exists": in_message({"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}),
    "action_id 'a' already exists": in_message(actions(press(action_id="a"), press(action_id="a"))),
    "must be one of: primary, danger": in_message(actions(press(style="plain"))),
    "initial option must be one of the options": in_message(actions(select(initial_option=offered(2)[1]))),
    "must define exactly one of: options, option_groups": in_message(actions({"type": "static_select"})),
    "must define exactly one of: image_url, slack_file": in_message({"type": "image", "alt_text": "x"}),
    "unsupported type: plain_text_input": in_message(actions({"type": "plain_text_input"})),
    "unsupported type: rich_text_input_block": in_modal({"type": "rich_text_input_block"}),
    "unsupported type: markdown": in_modal({"type": "markdown", "text": "x"}),
    "unsupported type: file_input": in_message({**field(), "element": {"type": "file_input"}}),
    "missing required field: submit": validate_view(
        {name: value for name, value in modal(field()).items() if name != "submit"}
    ),
    "missing required field: title": validate_view({"type": "modal", "blocks": [text_section()]}),
    "invalid additional property: title": validate_view({"type": "home", "title": words(), "blocks": [text_section()]}),
    "min_length must not be greater": in_modal(field(min_length=5, max_length=4)),
    "must be more than 0 characters": in_message(rich(said(""))),
    "invalid additional property: blink": in_message(rich(said("x", style={"blink": True}))),
    "missing required field: url": in_message(rich({"type": "link", "text": "x"})),
    "unsupported type: mrkdwn in rich text": in_message(rich({"type": "mrkdwn", "text": "x"})),
    "missing required field: timestamp": in_message(rich({"type": "date", "format": "{time}", "fallback": "x"})),
    "format must hold documented tokens": in_message(rich(date(format="{weekday}"))),
    "unsupported type: text": in_message({"type": "rich_text", "elements": [said("x")]}),
    "only one element may have focus_on_load": in_modal(field(focus_on_load=True), field(focus_on_load=True)),
    "must be a boolean": in_modal({**field(), "optional": "yes"}),
}  # fmt: skip


@pytest.mark.parametrize("sentence", BREACHES)
def test_a_breach_is_told_in_the_words_of_slack(sentence):
    found = BREACHES[sentence]
    assert len(found) == 1
    assert sentence.removesuffix(" in rich text") in found[0]
    assert "[json-pointer:/" in found[0]


def test_a_message_whose_blocks_are_too_long_together_is_an_error_of_its_own():
    around = len(json.dumps([text_section()] * 6, separators=(",", ":"))) - 6
    rest = MESSAGE_BLOCKS_JSON - around - 5 * 2500
    assert in_message(*[text_section("x" * 2500)] * 5, text_section("x" * rest)) == []
    found = in_message(*[text_section("x" * 2500)] * 5, text_section("x" * (rest + 1)))
    assert [one.partition(":")[0] for one in found] == ["msg_blocks_too_long"]


MESSAGE = {
    "blocks": with_ids(
        [
            {"type": "header", "text": words("Week 3")},
            rich(said("Due "), date(), said(" by "), {"type": "user", "user_id": "U1"}, said("\nand more")),
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [
                            {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.b", "text": "Paper"}]},
                            {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.b"}]},
                        ],
                    }
                ],
            },
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "a &amp; b <https://c.d|there>"}]},
            actions(press(text=words("Next week"), value="n"), press(text=words("Past week"), value="p")),
            text_section("Which role?"),
            actions(select(options=offered(1, "Author", "a") + offered(1, "Critic", "c"), placeholder=words("Choose"))),
        ],
        iter("abcdefghijkl").__next__,
    )
}  # fmt: skip


def test_a_message_reads_as_a_person_sees_it():
    assert plain(MESSAGE, name={"U1": "Maya Lindqvist"}.__getitem__) == (
        "Week 3\nDue Thu 20 Jan by @Maya Lindqvist\nand more\n• Paper (https://a.b)\n• https://a.b\n"
        "a & b there (https://c.d)\n[Next week] [Past week]\nWhich role?\nChoose: Author / Critic"
    )
    assert labels(MESSAGE) == ["Next week", "Past week", "Author", "Critic"]


def test_a_date_is_on_the_clock_of_the_reader():
    berlin = Reader(zone=ZoneInfo("Europe/Berlin"), now=datetime(2022, 1, 19, 12, tzinfo=UTC))
    assert plain({"blocks": [rich(date())]}, reader=berlin) == "Jan 20, 2022, 7:00 PM"
    near = rich(date(format="{date_short_pretty} at {time}"), said(", "), date(format="{ago}"))
    assert plain({"blocks": [near]}, reader=berlin) == "tomorrow at 7:00 PM, in 1 day"


def test_a_press_and_a_choice_carry_what_a_client_sends():
    found = pressed(MESSAGE, "Past")
    assert (found["type"], found["value"], found["text"]["text"]) == ("button", "p", "Past week")
    for prompt in ("Choose", "Which role?", ""):
        assert chosen(MESSAGE, prompt, "Critic")["selected_option"]["value"] == "c0"
    assert {"action_id", "block_id", "action_ts"} <= found.keys()


def test_what_is_not_on_the_screen_cannot_be_touched():
    with pytest.raises(NotThere, match="no button is called 'Delete'; there are: 'Next week', 'Past week'"):
        pressed(MESSAGE, "Delete")
    with pytest.raises(NotThere, match="2 buttons begin with ''"):
        pressed(MESSAGE, "")
    with pytest.raises(NotThere, match="no option is called 'Editor'"):
        chosen(MESSAGE, "Choose", "Editor")


def an_input(label, kind, **element):
    return {"type": "input", "label": words(label), "element": {"type": kind, **element}}


def test_a_filled_form_has_the_state_that_slack_sends():
    two = offered(2, "Yes")
    two[1]["text"] = words("No")
    view = modal(
        *with_ids(
            [
                an_input("Title", "plain_text_input"),
                {**an_input("Notes", "plain_text_input", initial_value="as it was"), "optional": True},
                an_input("One", "static_select", options=two),
                an_input("Kept", "radio_buttons", options=two, initial_option=two[0]),
                an_input("Some", "checkboxes", options=two),
                an_input("Many", "multi_static_select", options=two),
                an_input("Paper", "file_input"),
            ],
            iter("abcdefghijklmnopq").__next__,
        )
    )
    state = filled(view, {"Title": "T", "One": "No", "Some": ["Yes", "No"], "Paper": [{"id": "F1"}]})
    entries = [entry for block in state["values"].values() for entry in block.values()]
    assert entries == [
        {"type": "plain_text_input", "value": "T"},
        {"type": "plain_text_input", "value": "as it was"},
        {"type": "static_select", "selected_option": two[1]},
        {"type": "radio_buttons", "selected_option": two[0]},
        {"type": "checkboxes", "selected_options": two},
        {"type": "multi_static_select", "selected_options": []},
        {"type": "file_input", "files": [{"id": "F1"}]},
    ]
    assert missing(view, state) == ["Many"]
    assert plain(view).split("\n")[:3] == ["Title", "Title:", "Notes: as it was"]
