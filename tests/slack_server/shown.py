"""What a person sees of a message or a view, as plain text.

It reads Block Kit as a Slack client does, from the documentation alone, and never asks who made the blocks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

Json = dict[str, Any]
Thing = Mapping[str, Any]
"""A message or a view: what has `blocks`."""

MENUS = ("static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How one person's client shows things: real names by user id, the zone of their clock.

    Without `zone`, or where `now` would be needed and is missing, dates are their fallbacks.
    """

    name: Callable[[str], str] = field(default=lambda account: account)
    zone: tzinfo | None = None
    now: datetime | None = None


def plain(thing: Thing, *, name: Callable[[str], str] | None = None, reader: Reader | None = None) -> str:
    """A line for each line of a block: `• ` for bullets, `text (url)` for links, `[Label]` for buttons."""
    look = reader or Reader(**({"name": name} if name is not None else {}))
    lines: list[str] = []
    if thing.get("type") == "modal":
        lines.append(thing["title"]["text"])
    blocks = thing.get("blocks") or []
    if not blocks and thing.get("text"):
        lines += mrkdwn(str(thing["text"]), look).split("\n")
    for block in blocks:
        lines += block_lines(block, look)
    ends = [f"[{thing[name]['text']}]" for name in ("submit", "close") if thing.get(name)]
    return "\n".join([*lines, *([" ".join(ends)] if ends else [])])


def options(element: Json) -> list[Json]:
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(one for group in groups for one in group["options"])]


def label(option: Json) -> str:
    return str(option["text"]["text"])


# --- what is shown ------------------------------------------------------------------------------------------------


def block_lines(block: Json, look: Reader) -> list[str]:
    """The lines of one block; of a kind that is not known here, its name."""
    show = _BLOCKS.get(block["type"])
    return show(block, look) if show is not None else [f"({block['type']})"]


def _section(block: Json, look: Reader) -> list[str]:
    texts = [block["text"]] if "text" in block else []
    lines = [part for one in (*texts, *block.get("fields", ())) for part in _text(one, look).split("\n")]
    accessory = block.get("accessory")
    return [*lines, _element(accessory)] if accessory else lines


def _input(block: Json, _: Reader) -> list[str]:
    hint = [block["hint"]["text"]] if "hint" in block else []
    return [f"{block['label']['text']}: {_element(block['element'], bare=True)}".rstrip(), *hint]


_BLOCKS: dict[str, Callable[[Json, Reader], list[str]]] = {
    "header": lambda block, _: [block["text"]["text"]],
    "section": _section,
    "context": lambda block, look: [" ".join(_text(one, look) for one in block["elements"])],
    "actions": lambda block, _: [" ".join(_element(one) for one in block["elements"])],
    "rich_text": lambda block, look: [line for part in block["elements"] for line in _part(part, look)],
    "divider": lambda *_: ["———"],
    "image": lambda block, _: [f"(image: {block['alt_text']})"],
    "input": _input,
    "markdown": lambda block, _: str(block["text"]).split("\n"),
}


def _text(one: Json, look: Reader) -> str:
    if one["type"] == "image":
        return f"(image: {one['alt_text']})"
    return mrkdwn(one["text"], look) if one["type"] == "mrkdwn" else str(one["text"])


def _element(one: Json, *, bare: bool = False) -> str:
    """`[Label]`, or `Prompt: a / b`; a field shows what stands in it. `bare`: its label stands before it already."""
    if one["type"] == "button":
        return f"[{one['text']['text']}]"
    if one["type"] == "image":
        return f"(image: {one['alt_text']})"
    if one["type"] in MENUS:
        offered = " / ".join(label(each) for each in options(one))
        prompt = one.get("placeholder", {}).get("text", "")
        return offered if bare or not prompt else f"{prompt}: {offered}"
    return str(one.get("initial_value", ""))


def _part(part: Json, look: Reader) -> Iterator[str]:
    match part["type"]:
        case "rich_text_list":
            for number, item in enumerate(part["elements"], 1 + part.get("offset", 0)):
                lead = f"{number}. " if part["style"] == "ordered" else "• "
                first, *rest = _spans(item["elements"], look).split("\n")
                yield "  " * part.get("indent", 0) + lead + first
                yield from rest
        case "rich_text_quote":
            yield from (f"> {line}" for line in _spans(part["elements"], look).split("\n"))
        case _:
            yield from _spans(part["elements"], look).removesuffix("\n").split("\n")


def _spans(spans: Sequence[Json], look: Reader) -> str:
    return "".join(span_text(span, look) for span in spans)


def span_text(span: Json, look: Reader) -> str:
    """One element of rich text as it is read."""
    return _SPANS[span["type"]](span, look)


_SPANS: dict[str, Callable[[Json, Reader], str]] = {
    "text": lambda span, _: span["text"],
    "link": lambda span, _: _link(span.get("text", ""), span["url"]),
    "user": lambda span, look: f"@{look.name(span['user_id'])}",
    "channel": lambda span, _: f"#{span['channel_id']}",
    "usergroup": lambda span, _: f"@{span['usergroup_id']}",
    "broadcast": lambda span, _: f"@{span['range']}",
    "emoji": lambda span, _: f":{span['name']}:",
    "color": lambda span, _: span["value"],
    "date": lambda span, look: date_text(span["timestamp"], span["format"], span.get("fallback", ""), look),
}


def _link(text: str, url: str) -> str:
    return f"{text} ({url})" if text and text != url else url


_ANGLE = re.compile(r"<([^<>]*)>")


def mrkdwn(text: str, look: Reader | None = None) -> str:
    """What `mrkdwn` looks like: links, mentions and dates written out, escapes undone; emphasis marks stay as typed."""
    shown = look or Reader()

    def written(match: re.Match[str]) -> str:
        inner, _, said = match[1].partition("|")
        if inner.startswith("@"):
            return f"@{shown.name(inner[1:])}"
        if inner.startswith("#"):
            return f"#{said or inner[1:]}"
        if inner.startswith("!date^"):
            _, at, template, *_ = inner.split("^")
            return date_text(int(at), template, said, shown)
        if inner.startswith("!"):
            return said or f"@{inner[1:]}"
        return _link(said, inner)

    return html.unescape(_ANGLE.sub(written, text))


# https://docs.slack.dev/reference/block-kit/block-elements/date-element lists the tokens.
_TOKENS: dict[str, Callable[[datetime], str]] = {
    "date_num": lambda at: f"{at:%Y-%m-%d}",
    "date_slash": lambda at: f"{at:%d/%m/%Y}",
    "date_long": lambda at: f"{at:%A, %B} {_ordinal(at.day)}, {at.year}",
    "date_long_full": lambda at: f"{at:%B} {at.day}, {at.year}",
    "date": lambda at: f"{at:%B} {_ordinal(at.day)}",
    "date_short": lambda at: f"{at:%b} {at.day}, {at.year}",
    "time": lambda at: f"{at.hour % 12 or 12}:{at:%M %p}",
    "time_secs": lambda at: f"{at.hour % 12 or 12}:{at:%M:%S %p}",
}


def date_text(timestamp: int, template: str, fallback: str, look: Reader) -> str:
    """A date on the reader's own clock; the fallback where their clock is not known."""
    if look.zone is None:
        return fallback
    at = datetime.fromtimestamp(timestamp, UTC).astimezone(look.zone)
    if look.now is None and re.search(r"\{(\w+_pretty|ago)\}", template):
        return fallback
    return re.sub(r"\{(\w+)\}", lambda match: _token(match[1], at, look), template)


def _token(token: str, at: datetime, look: Reader) -> str:
    if token.endswith("_pretty") and look.now is not None:
        days = (at.date() - look.now.astimezone(look.zone).date()).days
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
        if days in near:
            return near[days]
        token = "date_long" if token == "day_divider_pretty" else token.removesuffix("_pretty")
    if token == "ago" and look.now is not None:
        return _ago(look.now - at)
    return _TOKENS[token](at)


def _ago(since: timedelta) -> str:
    minutes = abs(int(since.total_seconds())) // 60
    size, unit = (minutes // 1440, "day") if minutes >= 1440 else (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")  # fmt: skip
    words = f"{size} {unit}{'' if size == 1 else 's'}"
    return f"{words} ago" if since >= timedelta() else f"in {words}"


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in (11, 12, 13) else "th"
    return f"{day}{ending}"
