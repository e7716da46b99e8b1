"""A button says all that it does: what was put into it comes back out of Slack's payload."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reply import ACTION_LIMIT, Action, Button, Buttons, Choice, Reply, paragraph
from bot.platforms.slack import parting, pressing, render
from bot.platforms.slack.pressing import Asked, Turn
from tests.slack_server import reading
from tests.slack_server.blocks import validate_message

WORD = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1, max_size=20)
ACTIONS = st.builds(
    Action, st.text("abcdefgh", min_size=1, max_size=8), WORD, st.lists(WORD, max_size=2).map(tuple)
).filter(lambda action: len(action.encode()) <= ACTION_LIMIT)


def message(*blocks: Buttons | Choice) -> dict[str, object]:
    made = {"blocks": reading.with_ids(render.blocks(Reply(blocks)), lambda: "id")}
    assert validate_message({"blocks": render.blocks(Reply(blocks))}) == []
    return made


@given(st.lists(ACTIONS, min_size=1, max_size=5))
def test_a_button_asks_for_its_own_action(actions: list[Action]) -> None:
    shown = message(Buttons(tuple(Button(f"Button {n}", action) for n, action in enumerate(actions))))
    for number, action in enumerate(actions):
        assert pressing.pressed(reading.pressed(shown, f"Button {number}")) == action


@given(ACTIONS, st.lists(st.text("abc|=0 ", max_size=20), min_size=1, max_size=25, unique=True))
def test_a_menus_chosen_value_is_its_actions_last_argument(action: Action, values: list[str]) -> None:
    shown = message(Choice("Which?", action, tuple((value, f"Option {n}") for n, value in enumerate(values))))
    for number, value in enumerate(values):
        if value == pressing._EMPTY:
            continue
        wanted = Action(action.verb, action.course, (*action.arguments, value))
        assert pressing.pressed(reading.chosen(shown, "Which?", f"Option {number}")) == wanted


def test_two_menus_for_one_action_are_told_apart() -> None:
    choice = Choice("Which?", Action("week", "cs294"), (("1", "One"),))
    blocks = render.blocks(Reply((choice, choice)))
    assert len({block["elements"][0]["action_id"] for block in blocks}) == 2


@pytest.mark.parametrize("asked", [Asked(text="readings week 3"), Asked(action=Action("week", "cs294", ("3", "")))])
def test_a_page_button_asks_the_same_again_for_the_page_before_or_after(asked: Asked) -> None:
    shown = {"blocks": [pressing.page_line(1, 3), pressing.page_buttons(asked, 1, 3)]}
    assert validate_message(shown) == []
    assert reading.plain(shown) == "Page 2 of 3\n[Previous page] [Next page]"
    with_ids = {"blocks": reading.with_ids(shown["blocks"], lambda: "id")}
    assert pressing.pressed(reading.pressed(with_ids, "Previous")) == Turn(asked, 0)
    assert pressing.pressed(reading.pressed(with_ids, "Next")) == Turn(asked, 2)


def test_a_button_asks_the_same_again_from_the_first_page_on() -> None:
    asked = Asked(text="course announce")
    blocks = [pressing.ask_again(asked, "Open the form")]
    assert validate_message({"blocks": blocks}) == []
    with_ids = {"blocks": reading.with_ids(blocks, lambda: "id")}
    assert pressing.pressed(reading.pressed(with_ids, "Open the form")) == Turn(asked, 0)


def test_the_first_and_the_last_page_turn_one_way_only() -> None:
    asked = Asked(text="deadlines")
    assert reading.labels({"blocks": [pressing.page_buttons(asked, 0, 2)]}) == ["Next page"]
    assert reading.labels({"blocks": [pressing.page_buttons(asked, 1, 2)]}) == ["Previous page"]


FULL = parting.parts(Reply((paragraph("word " * 50),) * 100))[0]


@given(st.integers(0, 500), st.sampled_from(['"', "a", "\\", "ß", "😀"]))
def test_a_full_part_of_an_answer_has_room_for_page_buttons_that_fit(size: int, letter: str) -> None:
    asked = Asked(text=letter * size)
    turning = [pressing.page_line(99, 101), pressing.page_buttons(asked, 99, 101)]
    blocks = [*render.blocks(FULL), *turning]
    assert len(json.dumps(render.blocks(FULL))) > 11_500
    assert not asked.fits or validate_message({"blocks": blocks}) == []


def test_what_is_too_long_to_be_asked_again_is_known_before() -> None:
    assert Asked(action=Action("a" * 8, "c" * 12, ("x" * 78,))).fits
    assert Asked(text="readings " + "a" * 250).fits
    assert not Asked(text="readings " + "a" * 500).fits
    assert not Asked(action=Action("week", "cs294", ("a|b",))).fits
    assert not Asked(action=Action("week", "cs294", ("a" * 100,))).fits


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"action_id": "other", "value": "x"},
        {"action_id": "press|0001"},
        {"action_id": "press|0001", "value": ""},
        {"action_id": "choose|0001|week|cs294", "selected_option": None},
        {"action_id": "turn|next", "value": "no json"},
        {"action_id": "turn|next", "value": "[1]"},
        {"action_id": "turn|next", "value": '{"part": "1", "text": "a"}'},
        {"action_id": "turn|next", "value": '{"part": 1}'},
    ],
)
def test_an_element_that_was_never_sent_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        pressing.pressed(payload)
