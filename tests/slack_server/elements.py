"""Block Kit's documented rules for composition objects and interactive elements, one value for each kind.

It knows Slack's documentation and nothing of who made the blocks. Each group of rules names its page at
https://docs.slack.dev/reference/. Where the documentation gives no limit there is none here, except where said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.slack_server.shapes import (
    Check,
    anything,
    breach,
    by_type,
    exactly_one,
    flag,
    many,
    number,
    one_of,
    shape,
    string,
)

NO_LIMIT = 10**9

# --- composition objects ------------------------------------------------------------------------------------------

# block-kit/composition-objects/text-object: 1 to 3000 characters; `emoji` for plain_text, `verbatim` for mrkdwn.


def plain(most: int) -> Check:
    return by_type({"plain_text": shape({"text": string(most)}, {"emoji": flag})})


def any_text(most: int) -> Check:
    mrkdwn = shape({"text": string(most)}, {"verbatim": flag})
    return by_type({"plain_text": shape({"text": string(most)}, {"emoji": flag}), "mrkdwn": mrkdwn})


# block-kit/composition-objects/confirmation-dialog-object
CONFIRM = shape(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
    typed=False,
)

# block-kit/composition-objects/slack-file-object
SLACK_FILE = shape({}, {"id": string(255), "url": string(3000)}, exactly_one("id", "url"), typed=False)


# block-kit/composition-objects/option-object: text 75, value 150, description 75; mrkdwn only in radio buttons and
# checkboxes, url only in overflow menus. option-group-object: label 75, 100 options.
def option(text: Check, **more: Check) -> Check:
    return shape({"text": text, "value": string(150)}, {"description": text, **more}, typed=False)


OPTION = option(plain(75))
TEXT_OPTION = option(any_text(75))
GROUP = shape({"label": plain(75), "options": many(OPTION, 100)}, typed=False)


def _all_options(element: Mapping[str, Any]) -> list[Any]:
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(one for group in groups for one in group.get("options", ()))]


def initial_is_offered(element: Any, at: str) -> Iterator[str]:
    """`initial_option` "exactly matches one of the options"; so does each of `initial_options`."""
    offered = _all_options(element)
    chosen = [element["initial_option"]] if "initial_option" in element else list(element.get("initial_options") or ())
    if any(one not in offered for one in chosen):
        yield breach("initial option must be one of the options", at)


# --- block elements -----------------------------------------------------------------------------------------------

ACTION_ID: Mapping[str, Check] = {"action_id": string(255)}
FOCUS: Mapping[str, Check] = {**ACTION_ID, "focus_on_load": flag}
MENU: Mapping[str, Check] = {**FOCUS, "placeholder": plain(150), "confirm": CONFIRM}
OFFERED: Mapping[str, Check] = {"options": many(OPTION, 100), "option_groups": many(GROUP, 100)}
SEVERAL: Mapping[str, Check] = {"max_selected_items": number(1, 100)}

# block-kit/block-elements/button-element
BUTTON = shape(
    {"text": plain(75)},
    {
        **ACTION_ID,
        "url": string(3000),
        "value": string(2000, least=0),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)


def _menus(prefix: str, initial: Mapping[str, Check]) -> dict[str, Check]:
    """block-kit/block-elements/select-menu-element, multi-select-menu-element: those filled by Slack itself."""
    return {
        f"{prefix}{kind}_select": shape({}, {**MENU, **initial, f"initial_{kind}": anything, "filter": anything})
        for kind in ("users", "channels", "conversations", "external")
    }


STATIC = shape({}, {**MENU, **OFFERED, "initial_option": OPTION}, exactly_one("options", "option_groups"), initial_is_offered)  # fmt: skip
MULTI_STATIC = shape(
    {},
    {**MENU, **OFFERED, **SEVERAL, "initial_options": many(OPTION, 100)},
    exactly_one("options", "option_groups"),
    initial_is_offered,
)

# block-kit/block-elements/radio-button-group-element, checkboxes-element: at most 10 options.
RADIO = shape(
    {"options": many(TEXT_OPTION, 10)},
    {**FOCUS, "initial_option": TEXT_OPTION, "confirm": CONFIRM},
    initial_is_offered,
)
CHECKBOXES = shape(
    {"options": many(TEXT_OPTION, 10)},
    {**FOCUS, "initial_options": many(TEXT_OPTION, 10), "confirm": CONFIRM},
    initial_is_offered,
)

# block-kit/block-elements/overflow-menu-element: at most 5 options.
OVERFLOW = shape({"options": many(option(plain(75), url=string(3000)), 5)}, {**ACTION_ID, "confirm": CONFIRM})

PICKERS: dict[str, Check] = {
    "datepicker": shape({}, {**MENU, "initial_date": string(10)}),
    "timepicker": shape({}, {**MENU, "initial_time": string(5), "timezone": string(255)}),
    "datetimepicker": shape({}, {**FOCUS, "initial_date_time": number(1, 10**10), "confirm": CONFIRM}),
}

# block-kit/block-elements/image-element and blocks/image-block: alt_text 2000, image_url 3000, title 2000.
IMAGE: Mapping[str, Check] = {"alt_text": string(2000)}
IMAGE_FROM: Mapping[str, Check] = {"image_url": string(3000), "slack_file": SLACK_FILE}
IMAGE_ELEMENT = shape(IMAGE, IMAGE_FROM, exactly_one("image_url", "slack_file"))


def _lengths_agree(element: Any, at: str) -> Iterator[str]:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least > most:
        yield breach("min_length must not be greater than max_length", at)
    if 3000 >= len(element.get("initial_value", "")) > most:
        yield breach("initial_value must not be longer than max_length", at)


# block-kit/block-elements/plain-text-input-element: min_length 0 to 3000, max_length 1 to 3000.
# block-kit/composition-objects/dispatch-action-configuration-object
DISPATCH = shape({}, {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)}, typed=False)
TYPED: Mapping[str, Check] = {**FOCUS, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
PLAIN_TEXT_INPUT = shape(
    {},
    {
        **TYPED,
        "initial_value": string(3000, least=0),
        "multiline": flag,
        "min_length": number(0, 3000),
        "max_length": number(1, 3000),
    },
    _lengths_agree,
)
SPECIAL_INPUTS: dict[str, Check] = {
    "email_text_input": shape({}, {**TYPED, "initial_value": string(3000)}),
    "url_text_input": shape({}, {**TYPED, "initial_value": string(3000)}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": string(3000), "min_value": string(255), "max_value": string(255)},
    ),
    "rich_text_input": shape({}, {**TYPED, "initial_value": anything}),
}

# block-kit/block-elements/file-input-element: max_files 1 to 10; only in an input block of a modal.
FILE_INPUT = shape({}, {**ACTION_ID, "filetypes": many(string(255), 1000), "max_files": number(1, 10)})

CHOOSERS: dict[str, Check] = {
    "static_select": STATIC,
    "multi_static_select": MULTI_STATIC,
    **_menus("", {"default_to_current_conversation": flag, "response_url_enabled": flag, "min_query_length": anything}),
    **_menus("multi_", {**SEVERAL, "default_to_current_conversation": flag, "min_query_length": anything}),
    "radio_buttons": RADIO,
    "checkboxes": CHECKBOXES,
    **PICKERS,
}
PRESSED: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **CHOOSERS}
