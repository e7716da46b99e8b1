"""One input of a form as Slack's input block, and what a person left in it.

It knows the elements and their limits, never the view around them. Every input is optional for Slack, so that nothing
typed is ever refused by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.form import NO_FILE, CheckboxesInput, ChoiceInput, FileInput, Input, TextInput
from bot.platforms.slack.pressing import MENU_LIMIT, option, option_value, plain_text
from bot.platforms.slack.spans import cut

TYPED_LIMIT = 3000
CAPTION_LIMIT = 2000
RADIO_LIMIT = 5
"""More options than these are a menu: a list of ten makes a long page."""

CHECKBOXES_LIMIT = 10
FILES_LIMIT = 10

TOO_LONG = "Only the first 3,000 characters fit here."

NO_FILES = "I am not allowed to take files here yet."

TAKE_OUT = "Take it out again"
OUT = ".out"
"""Behind the id of an input for files, in the id of the box beside it; ids of inputs have no point."""

_ELEMENT = "input"
"""The action id of every input: its block has an id of its own."""

Options = tuple[tuple[str, str], ...]


REPORT = {"trigger_actions_on": ["on_character_entered"]}
"""Source: docs.slack.dev, "Dispatch action configuration object"; without it a text is reported on Enter alone."""


def block(one: Input, block_id: str, *, reports: bool = False) -> dict[str, Any]:
    """The input block, or the small print in its place where there is nothing to choose from. `reports`: Slack tells
    of each character and choice; of files it tells when the form is sent in.
    """
    label = cut(one.label, CAPTION_LIMIT) or "…"
    if isinstance(one, ChoiceInput | CheckboxesInput) and not one.options:
        nothing = plain_text(f"{label}: there is nothing to choose from.")
        return {"type": "context", "elements": [nothing]}
    made: dict[str, Any] = {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain_text(label),
        "element": {**_element(one), "action_id": _ELEMENT},
    }
    if reports and not isinstance(one, FileInput):
        made["dispatch_action"] = True
    if reports and isinstance(one, TextInput):
        made["element"]["dispatch_action_config"] = REPORT
    hint = cut(_hint(one), CAPTION_LIMIT)
    return {**made, "hint": plain_text(hint)} if hint else made


def take_out(one: FileInput, block_id: str) -> dict[str, Any]:
    """Beside an input for files: what was handed in there before is taken out again. Slack shows that as no file."""
    return {
        "type": "input",
        "block_id": f"{block_id}{OUT}",
        "optional": True,
        "label": plain_text(cut(f"{one.label}: what you handed in before", CAPTION_LIMIT)),
        "element": {"type": "checkboxes", "options": [option(NO_FILE, TAKE_OUT)], "action_id": _ELEMENT},
    }


def folded(values: Mapping[str, str]) -> dict[str, str]:
    """The values by the ids of inputs: a file that was chosen stands in place of the one that is taken out."""
    found = {name: value for name, value in values.items() if not name.endswith(OUT)}
    for name, value in values.items():
        file = name.removesuffix(OUT)
        if value and file != name and not found.get(file):
            found[file] = value
    return found


def unavailable(one: FileInput) -> dict[str, Any]:
    """What stands in place of an input for files where the bot may open none."""
    return {"type": "context", "elements": [plain_text(f"{cut(one.label, CAPTION_LIMIT)}: {NO_FILES}")]}


def _hint(one: Input) -> str:
    cut_off = isinstance(one, TextInput) and len(one.value) > TYPED_LIMIT
    return f"{TOO_LONG} {one.hint}" if cut_off else one.hint


def _element(one: Input) -> dict[str, Any]:
    match one:
        case TextInput():
            return _text_field(one)
        case ChoiceInput(options=options, value=value):
            return _choice(options, value)
        case CheckboxesInput(options=options, value=value):
            return _checkboxes(options, value.split(","))
        case FileInput():
            return {"type": "file_input", "max_files": FILES_LIMIT}


def _text_field(one: TextInput) -> dict[str, Any]:
    """A value that is longer than its limit stays whole, so that the bot can say what is wrong with it."""
    value = one.value[:TYPED_LIMIT]
    most = min(max(one.limit, len(value), 1), TYPED_LIMIT)
    element = {"type": "plain_text_input", "multiline": one.long, "max_length": most}
    return {**element, "initial_value": value} if value else element


def _choice(options: Options, value: str) -> dict[str, Any]:
    chosen = [option(key, label) for key, label in options if key == value][:1]
    initial = {"initial_option": chosen[0]} if chosen else {}
    if len(options) <= RADIO_LIMIT:
        return {"type": "radio_buttons", "options": [option(*one) for one in options], **initial}
    return {"type": "static_select", **_offered(options), **initial}


def _checkboxes(options: Options, values: list[str]) -> dict[str, Any]:
    chosen = [option(key, label) for key, label in options if key in values]
    initial = {"initial_options": chosen} if chosen else {}
    if len(options) <= CHECKBOXES_LIMIT:
        return {"type": "checkboxes", "options": [option(*one) for one in options], **initial}
    return {"type": "multi_static_select", **_offered(options), **initial}


def _offered(options: Options) -> dict[str, Any]:
    """The options of a menu; more than a hundred in groups, which Slack allows a hundred of."""
    made = [option(*one) for one in options]
    if len(made) <= MENU_LIMIT:
        return {"options": made}
    groups = [made[start : start + MENU_LIMIT] for start in range(0, len(made), MENU_LIMIT)]
    return {
        "option_groups": [
            {"label": plain_text(f"{number * MENU_LIMIT + 1} to {number * MENU_LIMIT + len(some)}"), "options": some}
            for number, some in enumerate(groups)
        ]
    }


# --- what a person left in it -------------------------------------------------------------------------------------


def entered(held: Mapping[str, Any]) -> str:
    """An element's `state`: the text, the chosen value, or several values or file ids joined by commas."""
    if held.get("files"):
        return ",".join(str(file["id"]) for file in held["files"])
    if held.get("selected_options"):
        return ",".join(option_value(one["value"]) for one in held["selected_options"])
    if held.get("selected_option"):
        return option_value(held["selected_option"]["value"])
    return str(held.get("value") or "")


def initial(block: Mapping[str, Any]) -> str:
    """What stood in the input before anybody touched it."""
    element = block["element"]
    return entered(
        {
            "value": element.get("initial_value"),
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options"),
        }
    )


def keep(block: dict[str, Any], held: Mapping[str, Any]) -> None:
    """Let the input block begin with what stands in it."""
    element = block["element"]
    for name, value in (
        ("initial_value", held.get("value")),
        ("initial_option", held.get("selected_option")),
        ("initial_options", held.get("selected_options")),
    ):
        element.pop(name, None)
        if value:
            element[name] = value
