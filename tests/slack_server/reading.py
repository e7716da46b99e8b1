"""What a person finds on the screen by what is written on it, and what their client sends when they touch it.

It reads Block Kit as a Slack client does, from the documentation alone, and never asks who made the blocks: nobody at a
keyboard knows an `action_id`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.slack_server.shown import MENUS, Json, Reader, Thing, block_lines, label, mrkdwn, options, plain
from tests.slack_server.state import File

__all__ = [
    "NotThere",
    "Reader",
    "button",
    "chosen",
    "elements",
    "filled",
    "inputs",
    "labels",
    "menu",
    "missing",
    "plain",
    "pressed",
    "reported",
    "with_ids",
]

FIELDS = (*MENUS, "plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input")


class NotThere(LookupError):
    """Nothing on the screen is written like that. The sentence lists what there is."""


# --- what is found ------------------------------------------------------------------------------------------------


def labels(thing: Thing) -> list[str]:
    """What is written on its buttons, in order, and on the options of its menus."""
    return [
        text
        for _, element in elements(thing)
        for text in ([element["text"]["text"]] if element["type"] == "button" else [label(one) for one in options(element)])
    ]  # fmt: skip


def elements(thing: Thing) -> Iterator[tuple[Json, Json]]:
    """(block, element) of everything that can be pressed or chosen outside of input blocks."""
    for block in thing.get("blocks") or ():
        held = block.get("elements", ()) if block["type"] == "actions" else (block.get("accessory"),)
        for element in held:
            if element is not None and element["type"] in ("button", *MENUS):
                yield block, element


def button(thing: Thing, wanted: str | Json) -> tuple[Json, Json]:
    """(block, element) of the button with this label, or the only one that begins with it. Raises NotThere.

    Where two say the same, a finger points at one of them: `wanted` is then the element itself.
    """
    found = [(block, one) for block, one in elements(thing) if one["type"] == "button"]
    if isinstance(wanted, dict):
        return _pointed_at(found, wanted)
    return _only(found, wanted, lambda pair: str(pair[1]["text"]["text"]), "button")


def menu(thing: Thing, prompt: str | Json) -> tuple[Json, Json]:
    """(block, element) of the menu with this prompt: on it, beside it or in the line above. Raises NotThere.

    An empty prompt means the only menu there is; the element itself is pointed at.
    """
    found = [(block, one) for block, one in elements(thing) if one["type"] in MENUS]
    if isinstance(prompt, dict):
        return _pointed_at(found, prompt)
    if not prompt and len(found) == 1:
        return found[0]
    asked = [(pair, text) for pair in found for text in _prompts(thing, *pair)]
    return _only(asked, prompt, lambda one: one[1], "menu")[0]


def _pointed_at(found: Sequence[tuple[Json, Json]], wanted: Json) -> tuple[Json, Json]:
    near = [pair for pair in found if pair[1] == wanted]
    if len(near) != 1:
        raise NotThere(f"{len(near)} elements are {wanted}")
    return near[0]


def _prompts(thing: Thing, block: Json, element: Json) -> list[str]:
    blocks = list(thing["blocks"])
    position = next(number for number, one in enumerate(blocks) if one is block)
    above = block_lines(blocks[position - 1], Reader())[-1:] if position else []
    beside = [mrkdwn(block["text"]["text"])] if "text" in block else []
    # Each prompt once: the same words on the menu and above it are one menu.
    return list(dict.fromkeys([element.get("placeholder", {}).get("text", ""), *beside, *above]))


def _only(found: Sequence[Any], wanted: str, text: Callable[[Any], str], what: str) -> Any:
    exact = [one for one in found if text(one).strip() == wanted.strip()]
    near = exact or [one for one in found if text(one).strip().startswith(wanted.strip())]
    if len(near) != 1 and not exact:
        problem = f"{len(near)} {what}s begin with" if near else f"no {what} is called"
        raise NotThere(f"{problem} {wanted!r}; there are: {', '.join(repr(text(one)) for one in found) or 'none'}")
    return near[0]


# --- what is sent -------------------------------------------------------------------------------------------------


def with_ids(blocks: Sequence[Json], new_id: Callable[[], str]) -> list[Json]:
    """A copy in which every block has a `block_id` and every interactive element an `action_id`, as Slack gives them."""
    completed = copy.deepcopy(list(blocks))
    for block in completed:
        block.setdefault("block_id", new_id())
        held = [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]
        for element in held:
            if isinstance(element, dict) and element.get("type") in ("button", *FIELDS):
                element.setdefault("action_id", new_id())
    return completed


def pressed(thing: Thing, wanted: str | Json, *, action_ts: str = "1.000000") -> Json:
    """An item of `actions` in a block_actions payload: this button. Raises NotThere.

    Source: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    block, element = button(thing, wanted)
    carried = {name: element[name] for name in ("text", "value", "style", "url", "confirm") if name in element}
    return {"type": "button", **_addressed(block, element, action_ts), **carried}


def chosen(thing: Thing, prompt: str | Json, wanted: str | Sequence[str], *, action_ts: str = "1.000000") -> Json:
    """An item of `actions`: an option (of `multi_static_select` and `checkboxes`: options) of this menu."""
    block, element = menu(thing, prompt)
    kept = {name: element[name] for name in ("placeholder", "confirm", "initial_option") if name in element}
    return {"type": element["type"], **_addressed(block, element, action_ts), **kept, **_selection(element, wanted)}


def _addressed(block: Json, element: Json, action_ts: str) -> Json:
    return {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": action_ts}


def _selection(element: Json, wanted: str | Sequence[str]) -> Json:
    words = [wanted] if isinstance(wanted, str) else list(wanted)
    found = [_only(options(element), one, label, "option") for one in words]
    if element["type"] in ("checkboxes", "multi_static_select"):
        return {"selected_options": found}
    return {"selected_option": found[0] if found else None}


def inputs(view: Thing) -> dict[str, Json]:
    """Label → input block, in order."""
    return {one["label"]["text"]: one for one in view.get("blocks") or () if one["type"] == "input"}


def filled(view: Thing, values: Mapping[str, Any] | None = None) -> Json:
    """`state` of a view whose inputs hold these values by label, and elsewhere what stood in them from the beginning.

    A value is the text typed, the option's label, a list of options' labels, or a list of file objects; None or ''
    empties. Raises NotThere. Source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    """
    fields = inputs(view)
    typed = {_only(list(fields), wanted, str, "input"): value for wanted, value in (values or {}).items()}
    state: dict[str, Json] = {}
    for written, block in fields.items():
        element = block["element"]
        held = _entered(element, typed[written]) if written in typed else _standing(element)
        state.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **held}
    return {"values": state}


def _entered(element: Json, value: Any) -> Json:
    kind = element["type"]
    if kind == "file_input":
        return {"files": [one.shape() if isinstance(one, File) else one for one in value or ()]}
    if kind in ("checkboxes", "multi_static_select"):
        return _selection(element, [value] if isinstance(value, str) and value else list(value or ()))
    if kind in MENUS:
        return _selection(element, value) if value else {"selected_option": None}
    return {"value": value or None}


def _standing(element: Json) -> Json:
    kind = element["type"]
    if kind == "file_input":
        return {"files": []}
    if kind in ("checkboxes", "multi_static_select"):
        return {"selected_options": list(element.get("initial_options", ()))}
    if kind in MENUS:
        return {"selected_option": element.get("initial_option")}
    return {"value": element.get("initial_value") or None}


def reported(view: Thing, written: str, entry: Json, *, action_ts: str) -> Json | None:
    """An item of `actions`: what a client sends when something is typed or chosen in an input; None: nothing.

    Source: docs.slack.dev/reference/block-kit/blocks/input-block on `dispatch_action`, and "Dispatch action
    configuration object": a text is reported on Enter unless it says otherwise.
    """
    block = inputs(view)[written]
    element = block["element"]
    if not block.get("dispatch_action"):
        return None
    if "dispatch_action_config" not in element and element["type"] not in MENUS:
        return None
    wants = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_character_entered"])
    if "on_character_entered" not in wants:
        return None
    held = {name: value for name, value in entry.items() if name != "type"}
    return {"type": element["type"], **_addressed(block, element, action_ts), **held}


def missing(view: Thing, state: Json) -> list[str]:
    """Labels of inputs that are not optional and empty: with those the client does not submit at all."""
    empty: list[str] = []
    for written, block in inputs(view).items():
        entry = state["values"][block["block_id"]][block["element"]["action_id"]]
        if not block.get("optional") and not any(value for name, value in entry.items() if name != "type"):
            empty.append(written)
    return empty
