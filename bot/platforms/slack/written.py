"""What a person wrote on Slack, as plain text with its line breaks: from Slack's markup, and from its rich text where
the client has turned signs that were typed into formatting.

It knows markup and nothing of what is meant. A mention of a person stays a token with the account's id, `<@U123>` or
`<@U123|maya>`, since a name may be anybody's. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MARKED = re.compile(r"<([@#!][^<>]*|[a-zA-Z][a-zA-Z0-9+.-]*:[^<>]*)>")
"""A mention or an address. In a command line, signs that were typed need not be escaped, and mean themselves."""

ACCOUNT = re.compile(r"[UW][A-Z0-9]+")

FORMATTED = frozenset({"rich_text_list", "rich_text_quote", "rich_text_preformatted"})


def words(text: str) -> str:
    """One line: names for channels, bare addresses, plain characters."""
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    """From Slack's markup, with line breaks."""
    shown = MARKED.sub(lambda found: _shown(found[1]), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def message(said: Mapping[str, Any], bot_user: str) -> str:
    """What a message says, without mentions of the bot itself.

    Slack's `text` shows a list with bullets of its own and marks what is bold by single stars. Where there is any of
    that, the rich text is written down as Markdown, which is what was typed or pasted.
    """
    rich = [
        part for block in said.get("blocks") or () if block.get("type") == "rich_text" for part in block["elements"]
    ]
    if any(_is_formatted(part) for part in rich):
        text = "\n".join(_part(part, bot_user) for part in rich)
    else:
        text = plain(re.sub(rf"<@{re.escape(bot_user)}(\|[^>]*)?>", " ", str(said.get("text") or "")))
    return text.strip()


def _shown(marked: str) -> str:
    """Source: docs.slack.dev, "Formatting message text", on the parts in angle brackets."""
    target, _, label = marked.partition("|")
    sign, rest = target[:1], target[1:]
    if sign == "@" and ACCOUNT.fullmatch(rest):
        label = "".join(label.split())
        return f"&lt;@{rest}|{label}&gt;" if label else f"&lt;@{rest}&gt;"
    if sign in {"@", "#"}:
        return f"{sign}{label.removeprefix(sign)}" if label else rest
    if sign == "!":
        return label or f"@{rest.partition('^')[0]}"
    return target.removeprefix("mailto:")


# --- rich text ----------------------------------------------------------------------------------------------------


def _is_formatted(part: Mapping[str, Any]) -> bool:
    """Whether `text` says it otherwise than it was typed."""
    return part["type"] in FORMATTED or any(one.get("style") for one in part.get("elements") or ())


def _part(part: Mapping[str, Any], bot_user: str) -> str:
    """One part of a rich text block. Source: docs.slack.dev, "Rich text block"."""
    elements = part.get("elements") or ()
    match part["type"]:
        case "rich_text_list":
            return "\n".join(_items(part, bot_user))
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in _spans(elements, bot_user).split("\n"))
        case "rich_text_preformatted":
            return f"```\n{_spans(elements, bot_user)}\n```"
        case _:
            return _spans(elements, bot_user).removesuffix("\n")


def _items(part: Mapping[str, Any], bot_user: str) -> Iterator[str]:
    indent = "  " * int(part.get("indent") or 0)
    first = int(part.get("offset") or 0) + 1
    for number, item in enumerate(part.get("elements") or (), start=first):
        mark = f"{number}." if part.get("style") == "ordered" else "-"
        yield f"{indent}{mark} {_spans(item.get('elements') or (), bot_user)}"


def _spans(elements: Sequence[Mapping[str, Any]], bot_user: str) -> str:
    return "".join(_styled(_span(one, bot_user), one.get("style") or {}) for one in elements)


def _span(one: Mapping[str, Any], bot_user: str) -> str:
    match one.get("type"):
        case "user":
            shown = "" if one["user_id"] == bot_user else f"<@{one['user_id']}>"
        case "link":
            text, url = str(one.get("text") or ""), str(one["url"]).removeprefix("mailto:")
            shown = url if text in ("", url) else f"[{text}]({url})"
        case "emoji":
            shown = _emoji(one)
        case "channel":
            shown = str(one["channel_id"])
        case "usergroup" | "broadcast":
            shown = f"@{one.get('usergroup_id') or one.get('range')}"
        case _:
            shown = str(one.get("text") or one.get("fallback") or "")
    return shown


def _emoji(one: Mapping[str, Any]) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in str(one["unicode"]).split("-"))
    except (KeyError, ValueError, OverflowError):
        return f":{one.get('name', '')}:"


def _styled(words: str, style: Mapping[str, Any]) -> str:
    """With Markdown's signs around it; blanks and line breaks at its ends stay outside of them."""
    inner = words.strip()
    if not inner:
        return words
    begin = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    for name, mark in (("code", "`"), ("strike", "~~"), ("italic", "_"), ("bold", "**")):
        if style.get(name):
            inner = f"{mark}{inner}{mark}"
    return f"{begin}{inner}{end}"
