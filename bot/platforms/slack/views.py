"""Slack's modals and Home: a Form as a modal, what was typed into one, and a Reply as a page that is only shown.

It knows views and their limits, never what a form is for. All that a submission needs is in the view itself, so that
any process can take it.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.form import FileInput, Form, Input
from bot.conversation.reply import Action, Block, Button, Buttons, Line, Reply, paragraph, small
from bot.platforms.slack import inputs, render
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.pressing import plain_text
from bot.platforms.slack.spans import cut, elements, lines

FORM = "form"
LOADING = "loading"
TOLD = "told"
"""Callback ids: what kind of view it is."""

TITLE_LIMIT = 24
BLOCKS_LIMIT = 100
JSON_LIMIT = 200_000
"""Slack refuses views beyond 250 kB. Source: docs.slack.dev, "views.open", `view_too_large`."""

MORE_AT_HOME = "There is more than fits here. Send me a direct message and I show you the rest."
MORE = "There is more than fits here."
NOTHING = "There is nothing to show yet."

_NOTE = "note"
_BUTTONS = "!"
"""In the block id of a form's buttons; those of inputs have a point."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form as it was sent in: `values` has every input of the page, '' where it is empty."""

    action: Action
    origin: Origin
    values: dict[str, str]
    typing: Action | None = None
    """What is to be asked of what is typed meanwhile, if the form wants to know."""


# --- what is shown ------------------------------------------------------------------------------------------------


def modal(form: Form, origin: Origin, *, files: bool = True) -> dict[str, Any]:
    """The form's page. `files` False: Slack would refuse a form that asks for one, so it does without."""
    page = _page_id(form)
    about: list[Block] = [paragraph(*form.intro)]
    if form.pages > 1:
        about.append(small(f"Page {form.page} of {form.pages}"))
    reports = form.typing is not None
    blocks = [
        *render.blocks(Reply(tuple(about))),
        *(block for one in form.inputs for block in _asked(one, f"{page}.{one.id}", reports=reports, files=files)),
        *_buttons(form.buttons, page),
    ]
    return {
        **_view(FORM, form.title, origin, blocks),
        "submit": plain_text(cut(form.submit, TITLE_LIMIT) or "Submit"),
        "close": plain_text("Cancel"),
        "private_metadata": _metadata(origin, form.action, form.typing),
    }


def _asked(one: Input, block_id: str, *, reports: bool, files: bool) -> Iterable[dict[str, Any]]:
    if isinstance(one, FileInput) and one.handed_in:
        yield inputs.take_out(one, block_id)
    if isinstance(one, FileInput) and not files:
        yield inputs.unavailable(one)
    else:
        yield inputs.block(one, block_id, reports=reports)


def loading(title: str, origin: Origin) -> dict[str, Any]:
    """What stands there while a form is being made."""
    blocks = render.blocks(Reply((paragraph("Loading …"),)))
    return {**_view(LOADING, title, origin, blocks), "close": plain_text("Cancel")}


def told(reply: Reply, title: str) -> dict[str, Any]:
    """A modal that only shows something."""
    view = _view(TOLD, title, None, _within_limits(render.blocks(reply), MORE))
    return {**view, "close": plain_text("Close")}


def home(reply: Reply) -> dict[str, Any]:
    """A person's Home."""
    return {"type": "home", "blocks": _within_limits(render.blocks(reply), MORE_AT_HOME)}


def again(view: Mapping[str, Any], note: Line) -> dict[str, Any]:
    """The view once more, with everything that was typed and a note where the eyes are: above the form's buttons, else
    above it all.

    Ids stay, so that Slack's client keeps what stands in the inputs and looks at no initial value: what is typed while
    this is under way stays too. Initial values are what stood there, for whoever reads them in place of a state that
    Slack left out.
    """
    state = _state(view)
    blocks = [copy.deepcopy(block) for block in view.get("blocks", ()) if block.get("block_id") != _NOTE]
    for block in blocks:
        if block["type"] == "input" and block["block_id"] in state:
            inputs.keep(block, state[block["block_id"]])
    place = next((number for number, block in enumerate(blocks) if _is_buttons(block)), 0)
    kept = ("type", "title", "submit", "close", "callback_id", "private_metadata")
    return {
        **{name: view[name] for name in kept if view.get(name)},
        "blocks": [*blocks[:place], *_note(note), *blocks[place:]],
    }


# --- what comes back ----------------------------------------------------------------------------------------------


def is_form(view: Mapping[str, Any]) -> bool:
    """Whether the view was made by `modal`."""
    return view.get("callback_id") == FORM


def read(view: Mapping[str, Any]) -> Submitted:
    """What a submitted form holds. Raises ValueError where the view is no form of ours."""
    if not is_form(view):
        raise ValueError("a view that this bot never opened")
    held = json.loads(view["private_metadata"])
    return Submitted(
        action=_action(held["action"]),
        origin=origin(view),
        values=inputs.folded({_input_id(block): _value(block, _state(view)) for block in _inputs(view)}),
        typing=_action(held["typing"]) if held.get("typing") else None,
    )


def is_outdated(view: Mapping[str, Any]) -> bool:
    """Whether Slack sent the values of an earlier page with this one, as it did to some (slackapi/bolt-js#625)."""
    here = {block["block_id"] for block in _inputs(view)}
    return bool(here) and bool(_state(view)) and here.isdisjoint(_state(view))


def is_typed(view: Mapping[str, Any], pressed: Mapping[str, Any]) -> bool:
    """Whether an item of a payload's `actions` is about an input, which was typed or chosen in, and no button."""
    return any(block["block_id"] == pressed.get("block_id") for block in _inputs(view))


def texts(view: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(Label, text) of every text input that holds something."""
    state = _state(view)
    return [
        (str(block["label"]["text"]), text)
        for block in _inputs(view)
        if block["element"]["type"] == "plain_text_input" and (text := _value(block, state))
    ]


def origin(view: Mapping[str, Any]) -> Origin:
    """Where it was asked for: of a form and of one that is loading."""
    held = json.loads(view["private_metadata"])
    return Origin(held["account"], held["channel"], held["thread"])


def errors(view: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, Any]:
    """The answer to a submission that says what is wrong, each sentence at its input (id → sentence).

    A sentence about an input that is not on this page stands at the first; on a page without any, above it.
    """
    blocks = {_input_id(block): str(block["block_id"]) for block in _inputs(view)}
    if not blocks or not found:
        sentences = " ".join(found.values()) or "Something on this page is not right yet."
        return {"response_action": "update", "view": again(view, paragraph(sentences).line)}
    first = next(iter(blocks.values()))
    at: dict[str, list[str]] = {}
    for name, sentence in found.items():
        at.setdefault(blocks.get(name, first), []).append(sentence)
    return {"response_action": "errors", "errors": {block: " ".join(said) for block, said in at.items()}}


def _inputs(view: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (block for block in view.get("blocks") or () if block["type"] == "input")


def _input_id(block: Mapping[str, Any]) -> str:
    _, _, name = str(block["block_id"]).partition(".")
    return name


def _state(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Block id → what stands in its element."""
    values = (view.get("state") or {}).get("values") or {}
    return {block: next(iter(held.values())) for block, held in values.items() if held}


def _value(block: Mapping[str, Any], state: Mapping[str, Mapping[str, Any]]) -> str:
    """What was typed or chosen. In a view that was updated Slack may leave out an input that nobody touched: then what
    stood there from the beginning (slackapi/bolt-js, issue 1258).
    """
    held = state.get(block["block_id"])
    return inputs.initial(block) if held is None else inputs.entered(held)


# --- the frame ----------------------------------------------------------------------------------------------------


def _view(kind: str, title: str, asked_at: Origin | None, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    view = {
        "type": "modal",
        "callback_id": kind,
        "title": plain_text(cut(title, TITLE_LIMIT) or "…"),
        "blocks": blocks or _nothing(),
    }
    return view if asked_at is None else {**view, "private_metadata": _metadata(asked_at)}


def _metadata(asked_at: Origin, action: Action | None = None, typing: Action | None = None) -> str:
    held: dict[str, Any] = {"account": asked_at.account, "channel": asked_at.channel, "thread": asked_at.thread}
    for name, one in (("action", action), ("typing", typing)):
        if one is not None:
            held[name] = [one.verb, one.course, *one.arguments]
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def _action(held: Sequence[str]) -> Action:
    verb, course, *arguments = held
    return Action(verb, course, tuple(arguments))


def _buttons(buttons: tuple[Button, ...], page: str) -> list[dict[str, Any]]:
    """The form's own buttons, with an id that tells them from those of another page."""
    made = render.blocks(Reply((Buttons(buttons),))) if buttons else []
    return [{**block, "block_id": f"{page}{_BUTTONS}{number}"} for number, block in enumerate(made)]


def _is_buttons(block: Mapping[str, Any]) -> bool:
    return block["type"] == "actions" and _BUTTONS in str(block.get("block_id"))


def _page_id(form: Form) -> str:
    """Slack keeps what was typed where block ids stay the same: the same page shown again has the same ids, another
    page (of this form or another) has others, so that nothing typed there turns up here.
    """
    action = form.action
    text = json.dumps([form.page, action.verb, action.course, *action.arguments])
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _note(note: Line) -> list[dict[str, Any]]:
    sections = [{"type": "rich_text_section", "elements": found} for one in lines(note) if (found := elements(one))]
    return [{"type": "rich_text", "block_id": _NOTE, "elements": sections}] if sections else []


def _within_limits(blocks: list[dict[str, Any]], more: str) -> list[dict[str, Any]]:
    """The blocks that fit into a view; where some do not, `more` says so."""
    if not blocks:
        return _nothing()
    if len(blocks) <= BLOCKS_LIMIT and len(json.dumps(blocks)) <= JSON_LIMIT:
        return blocks
    kept = blocks[: BLOCKS_LIMIT - 1]
    while kept and (len(json.dumps(kept)) > JSON_LIMIT or kept[-1]["type"] == "header"):
        kept.pop()
    return [*kept, *render.blocks(Reply((small(more),)))]


def _nothing() -> list[dict[str, Any]]:
    """A view holds at least one block."""
    return render.blocks(Reply((paragraph(NOTHING),)))
