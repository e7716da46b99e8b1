"""Block Kit's documented rules: every breach that a message or a view commits, in the words of Slack's errors.

It knows the blocks and the surfaces; what stands inside a block is in `elements`. It never knows who made the blocks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.slack_server.elements import (
    CHOOSERS,
    FILE_INPUT,
    IMAGE,
    IMAGE_ELEMENT,
    IMAGE_FROM,
    NO_LIMIT,
    PLAIN_TEXT_INPUT,
    PRESSED,
    SPECIAL_INPUTS,
    any_text,
    plain,
)
from tests.slack_server.shapes import (
    Check,
    at_least_one,
    breach,
    by_type,
    exactly_one,
    flag,
    many,
    number,
    once,
    one_of,
    shape,
    string,
)

MESSAGE_BLOCKS_JSON = 13_200
"""Characters of JSON at which real workspaces answer `msg_blocks_too_long`; no page documents it."""

VIEW_JSON = 250_000
"""`view_too_large`: "Larger than 250kb" (methods/views.open)."""

MARKDOWN = 12_000

# --- rich text ----------------------------------------------------------------------------------------------------

# block-kit/blocks/rich-text-block and the element pages beside it. An empty `text` is refused ("must be more than 0
# characters"), though no page says so.
STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "unlink"), flag), typed=False)
MENTION_STYLE = shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "code", "underline"), flag),
    typed=False,
)
SPANS: dict[str, Check] = {
    "text": shape({"text": string(NO_LIMIT)}, {"style": STYLE}),
    "link": shape({"url": string(3000)}, {"text": string(NO_LIMIT), "unsafe": flag, "style": STYLE}),
    "user": shape({"user_id": string(255)}, {"style": MENTION_STYLE}),
    "usergroup": shape({"usergroup_id": string(255)}, {"style": MENTION_STYLE}),
    "channel": shape({"channel_id": string(255)}, {"style": MENTION_STYLE}),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, {"style": MENTION_STYLE}),
    "emoji": shape(
        {"name": string(255)},
        {"unicode": string(255), "url": string(3000), "skin_tone": number(1, 6), "style": MENTION_STYLE},
    ),
    "color": shape({"value": string(255)}, {"style": STYLE}),
    # block-kit/block-elements/date-element: timestamp in seconds, a template with tokens in braces.
    "date": shape(
        {"timestamp": number(0, 10**10), "format": string(3000)},
        {"fallback": string(3000), "url": string(3000), "timezone": string(255), "style": MENTION_STYLE},
    ),
}
DATE_TOKENS = frozenset(
    [
        "day_divider_pretty",
        "date_num",
        "date_slash",
        "date_long",
        "date_long_full",
        "date_long_pretty",
        "date",
        "date_pretty",
        "date_short",
        "date_short_pretty",
        "time",
        "time_secs",
        "ago",
    ]
)

SPAN = by_type(SPANS)
PREFORMATTED_SPAN = by_type({kind: SPANS[kind] for kind in ("text", "link")})
SECTION_OF_TEXT = shape({"elements": many(SPAN, NO_LIMIT, least=0)})
RICH_TEXT_PART = by_type(
    {
        "rich_text_section": SECTION_OF_TEXT,
        "rich_text_list": shape(
            {"style": one_of("bullet", "ordered"), "elements": many(by_type({"rich_text_section": SECTION_OF_TEXT}), NO_LIMIT)},
            {"indent": number(0, 8), "offset": number(0, 10**6), "border": number(0, 1)},
        ),
        "rich_text_quote": shape({"elements": many(SPAN, NO_LIMIT, least=0)}, {"border": number(0, 1)}),
        "rich_text_preformatted": shape(
            {"elements": many(PREFORMATTED_SPAN, NO_LIMIT)}, {"border": number(0, 1), "language": string(255)}
        ),
    }
)  # fmt: skip

# --- blocks -------------------------------------------------------------------------------------------------------

BLOCK: Mapping[str, Check] = {"block_id": string(255)}


def _one_action_id_each(block: Any, at: str) -> Iterator[str]:
    """action_id: "should be unique among all other action_ids in the containing block"."""
    elements = [one for one in block.get("elements") or () if isinstance(one, dict)]
    yield from once(((one["action_id"], at) for one in elements if "action_id" in one), "action_id")


# blocks/section-block: text 3000 or up to 10 fields of 2000.
SECTION = shape(
    {},
    {
        **BLOCK,
        "text": any_text(3000),
        "fields": many(any_text(2000), 10),
        "accessory": by_type({**PRESSED, "image": IMAGE_ELEMENT}),
        "expand": flag,
    },
    at_least_one("text", "fields"),
)

BLOCKS: dict[str, Check] = {
    "section": SECTION,
    "divider": shape({}, BLOCK),
    # blocks/header-block: plain_text, 150 characters.
    "header": shape({"text": plain(150)}, BLOCK),
    # blocks/context-block: 10 elements, images and texts.
    "context": shape(
        {
            "elements": many(
                by_type(
                    {
                        "image": IMAGE_ELEMENT,
                        "plain_text": plain(3000),
                        "mrkdwn": any_text(3000),
                    }
                ),
                10,
            )
        },
        BLOCK,
    ),
    # blocks/actions-block: 25 elements.
    "actions": shape(
        {"elements": many(by_type({**PRESSED, "rich_text_input": SPECIAL_INPUTS["rich_text_input"]}), 25)},
        BLOCK,
        _one_action_id_each,
    ),
    "image": shape(IMAGE, {**BLOCK, **IMAGE_FROM, "title": plain(2000)}, exactly_one("image_url", "slack_file")),
    "rich_text": shape({"elements": many(RICH_TEXT_PART, NO_LIMIT)}, BLOCK),
    # blocks/markdown-block: messages only; 12,000 characters over all of a message.
    "markdown": shape({"text": string(MARKDOWN)}, BLOCK),
}


def input_block(elements: Mapping[str, Check]) -> Check:
    """blocks/input-block: label and hint plain_text of 2000."""
    return shape(
        {"label": plain(2000), "element": by_type(elements)},
        {**BLOCK, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    )


# Each block's page lists the surfaces it is available in; an input block stands in all three, a file input in modals.
FIELDS: dict[str, Check] = {**CHOOSERS, "plain_text_input": PLAIN_TEXT_INPUT, **SPECIAL_INPUTS}
SHOWN = {kind: check for kind, check in BLOCKS.items() if kind != "markdown"}
IN_MESSAGE = by_type({**BLOCKS, "input": input_block(FIELDS)})
IN_HOME = by_type({**SHOWN, "input": input_block(FIELDS)})
IN_MODAL = by_type({**SHOWN, "input": input_block({**FIELDS, "file_input": FILE_INPUT})})

# reference/views/modal-views, reference/views/home-tab-views
COMMON_TO_VIEWS: Mapping[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
MODAL = shape(
    {"title": plain(24), "blocks": many(IN_MODAL, 100)},
    {
        **COMMON_TO_VIEWS,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
HOME = shape({"blocks": many(IN_HOME, 100)}, COMMON_TO_VIEWS)
VIEW = by_type({"modal": MODAL, "home": HOME})


# --- the doors ----------------------------------------------------------------------------------------------------


def validate_message(payload: Mapping[str, Any]) -> list[str]:
    """Every breach in a message's `blocks`. One that begins with `msg_blocks_too_long` is an error code of its own."""
    blocks = payload.get("blocks") or []
    found = [*many(IN_MESSAGE, 50, least=0)(blocks, "/blocks"), *_over_all(blocks, "/blocks")]
    if isinstance(blocks, list):
        marked = sum(len(str(one.get("text", ""))) for one in _dicts(blocks) if one.get("type") == "markdown")
        if marked > MARKDOWN:
            found.append(breach(f"markdown blocks hold {MARKDOWN} characters together", "/blocks"))
    if _json_length(blocks) > MESSAGE_BLOCKS_JSON:
        found.append(f"msg_blocks_too_long: {_json_length(blocks)} characters of JSON")
    return found


def validate_view(view: Mapping[str, Any]) -> list[str]:
    """Every breach in a view. One that begins with `view_too_large` is an error code of its own."""
    blocks = view.get("blocks") or []
    found = [*VIEW(view, "/view"), *_over_all(blocks, "/view/blocks")]
    needs_submit = view.get("type") == "modal" and any(one.get("type") == "input" for one in _dicts(blocks))
    if needs_submit and "submit" not in view:
        found.append(breach("missing required field: submit, because an input block is among the blocks", "/view"))
    if _json_length(view) > VIEW_JSON:
        found.append(f"view_too_large: {_json_length(view)} characters of JSON")
    return found


def _over_all(blocks: Any, at: str) -> Iterator[str]:
    """Rules about all blocks of a message or view together."""
    found = _dicts(blocks)
    yield from once(((one["block_id"], at) for one in found if "block_id" in one), "block_id")
    focused = [one for one in _inside(blocks) if one.get("focus_on_load") is True]
    if len(focused) > 1:
        yield breach("only one element may have focus_on_load", at)
    for one in _inside(blocks):
        if one.get("type") == "date":
            yield from _date(one, at)


def _date(element: Mapping[str, Any], at: str) -> Iterator[str]:
    template = str(element.get("format", ""))
    tokens = [part.partition("}")[0] for part in template.split("{")[1:]]
    if not tokens or any(token not in DATE_TOKENS for token in tokens):
        yield breach(f"format must hold documented tokens: {template}", at)


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _inside(item)


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _json_length(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
