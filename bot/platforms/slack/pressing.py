"""Buttons and menus in a Slack message, and what pressing one means: everything it needs is in its own ids.

It knows the elements and their payloads, never what an action does. A button that was sent a month ago by another
process reads the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.reply import Action, Button
from bot.platforms.slack.spans import cut

LABEL_LIMIT = 75
PLACEHOLDER_LIMIT = 150
MENU_LIMIT = 100
"""Options in one menu. Source: docs.slack.dev, "Select menu element"."""

TURNING_LIMIT = 1000
"""Characters of JSON that the page buttons may take beside a full part of an answer (`parting.JSON_LIMIT`). It also
keeps a value far below Slack's 2000.
"""

VALUE_LIMIT = 2000
"""Characters of a button's value. Source: docs.slack.dev, "Button element"."""

_PRESS = "press"
_CHOOSE = "choose"
_TURN = "turn"
_EMPTY = "="
"""Stands for an empty value, which Slack does not take in an option."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and is asked again for another page of its answer: exactly one of `text` and `action`."""

    text: str | None = None
    action: Action | None = None

    @property
    def fits(self) -> bool:
        """Whether page buttons can carry it; a very long command line cannot be asked again."""
        if self.action is not None and not self.action.fits:
            return False
        return len(json.dumps(page_buttons(self, 1000, 1002))) <= TURNING_LIMIT

    @property
    def can_be_asked_again(self) -> bool:
        """Whether one button can carry it."""
        if self.action is not None and not self.action.fits:
            return False
        return len(_turn_value(self, 0)) <= VALUE_LIMIT


@dataclass(frozen=True, slots=True)
class Turn:
    """A page button was pressed: show `part` (counted from 0) of the answer to `request`."""

    request: Asked
    part: int


Pressed = Action | Turn


def button(pressed: Button, number: int) -> dict[str, Any]:
    """A button element. `number` tells it from the message's others."""
    element = _button(pressed.label, action_id=f"{_PRESS}|{number:04}", value=pressed.action.encode())
    return element if pressed.style == "plain" else {**element, "style": pressed.style}


def menu(prompt: str, action: Action, options: tuple[tuple[str, str], ...], number: int) -> dict[str, Any]:
    """A menu element of 1 to 100 options (value, label)."""
    element: dict[str, Any] = {
        "type": "static_select",
        "action_id": f"{_CHOOSE}|{number:04}|{action.encode()}",
        "options": [option(value, label) for value, label in options],
    }
    placeholder = cut(prompt, PLACEHOLDER_LIMIT)
    return {**element, "placeholder": plain_text(placeholder)} if placeholder else element


def page_buttons(asked: Asked, part: int, count: int) -> dict[str, Any]:
    """The block that turns the pages of a long answer; `part` is counted from 0, `count` is at least 2."""
    pages = [(part - 1, "Previous page"), (part + 1, "Next page")]
    return {
        "type": "actions",
        "elements": [
            _button(label, action_id=f"{_TURN}|{label.partition(' ')[0].lower()}", value=_turn_value(asked, to))
            for to, label in pages
            if 0 <= to < count
        ],
    }


def ask_again(asked: Asked, label: str) -> dict[str, Any]:
    """The block whose button asks the same once more; its answer takes the place of the message."""
    return {
        "type": "actions",
        "elements": [_button(label, action_id=f"{_TURN}|again", value=_turn_value(asked, 0))],
    }


def page_line(part: int, count: int) -> dict[str, Any]:
    """The small print above the page buttons: `Page 2 of 5`."""
    return {"type": "context", "elements": [plain_text(f"Page {part + 1} of {count}")]}


def pressed(action_payload: Mapping[str, Any]) -> Pressed:
    """What an element of a `block_actions` payload asks for. Raises ValueError where no message of ours holds it."""
    kind, _, rest = str(action_payload.get("action_id", "")).partition("|")
    match kind:
        case "press":
            return Action.decode(_text(action_payload.get("value")))
        case "choose":
            _, _, encoded = rest.partition("|")
            action = Action.decode(encoded)
            chosen = _text((action_payload.get("selected_option") or {}).get("value"))
            return Action(action.verb, action.course, (*action.arguments, option_value(chosen)))
        case "turn":
            return _turn(_text(action_payload.get("value")))
    raise ValueError("a button or menu that this bot never sent")


def option(value: str, label: str) -> dict[str, Any]:
    """An option of a menu, a radio group or checkboxes."""
    return {"text": plain_text(cut(label, LABEL_LIMIT) or "…"), "value": value or _EMPTY}


def option_value(chosen: str) -> str:
    """The value that `option` was made with."""
    return "" if chosen == _EMPTY else chosen


def plain_text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words, "emoji": False}


def _button(label: str, *, action_id: str, value: str) -> dict[str, Any]:
    text = plain_text(cut(label, LABEL_LIMIT) or "…")
    return {"type": "button", "text": text, "action_id": action_id, "value": value}


def _turn_value(asked: Asked, part: int) -> str:
    request = {"text": asked.text} if asked.action is None else {"action": asked.action.encode()}
    return json.dumps({**request, "part": part}, ensure_ascii=False, separators=(",", ":"))


def _turn(value: str) -> Turn:
    held = json.loads(value)
    if not isinstance(held, dict) or not isinstance(held.get("part"), int):
        raise ValueError("a page button that this bot never sent")  # noqa: TRY004 - the text is wrong, not its type
    if "action" in held:
        return Turn(Asked(action=Action.decode(_text(held["action"]))), held["part"])
    return Turn(Asked(text=_text(held.get("text"))), held["part"])


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a button or menu that this bot never sent")
    return value
