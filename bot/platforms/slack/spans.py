"""Spans of a Reply as Slack's rich text elements, and as its older markup for the places that take nothing else.

Text stays data: in rich text nothing is parsed, and in markup every character that Slack would obey is escaped or
replaced by a look-alike. It knows one line at a time, never blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.conversation.fitting import BLOCK_LIMIT, split_line
from bot.conversation.plain import instant_text, line_text, span_text
from bot.conversation.reply import Bold, Code, Instant, Line, PersonName, Plain, Span, WebLink

DATES = {
    "full": "{date_long_pretty} at {time}",
    "day": "{date_long_pretty}",
    "time": "{time}",
    "relative": "{ago}",
}
"""How an Instant's forms are written in the reader's zone; the long day names the weekday.

Source: docs.slack.dev, "Date element", "Date format strings".
"""

URL_LIMIT = 3000
_URL = re.compile(r"https?://[^\s/][^\s]*")
_LATEST = 10**10
"""Seconds since 1970 that Slack's clients still show as a date."""

_LOOK_ALIKES = {"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"}
_MARKS = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])")
"""Characters that may begin or end formatting; an underscore inside a word does neither."""


def elements(line: Line) -> list[dict[str, Any]]:
    """The line as elements of a rich text section; empty where it holds nothing to read."""
    if not line_text(line).strip():
        return []
    return [element for span in line for element in _element(span)]


def text(words: str, **style: bool) -> dict[str, Any]:
    """A text element. `words` is never empty."""
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def _element(span: Span) -> Iterator[dict[str, Any]]:
    match span:
        case Bold(words) if words:
            yield text(words, bold=True)
        case Code(words) if words:
            yield text(words, code=True)
        case WebLink(words, url) if is_address(url):
            yield {"type": "link", "url": url, **({"text": words} if words not in ("", url) else {})}
        case Instant() if is_datable(span):
            yield {
                "type": "date",
                "timestamp": int(span.at.timestamp()),
                "format": DATES[span.form],
                "fallback": instant_text(span),
            }
        case _ if span_text(span):
            yield text(span_text(span))
        case _:
            pass


def lines(line: Line, limit: int = BLOCK_LIMIT) -> tuple[Line, ...]:
    """The line as lines within the limit, cut between words where there are any. No text is lost."""
    if len(line_text(line)) <= limit:
        return (line,)
    return split_line(tuple(piece for span in line for piece in _at_spaces(span, max(limit // 4, 1))), limit)


def _at_spaces(span: Span, width: int) -> Iterator[Span]:
    """A long text in pieces that end after a space; what has none within `width` is cut later, by the letter."""
    match span:
        case Plain(words) | Bold(words) | Code(words) if len(words) > width:
            while len(words) > width:
                end = max(words.rfind(" ", 0, width), words.rfind("\n", 0, width)) + 1 or width
                yield type(span)(words[:end])
                words = words[end:]
            yield type(span)(words)
        case _:
            yield span


def is_address(url: str) -> bool:
    """Whether Slack takes it as a link; anything else is shown as text."""
    return len(url) <= URL_LIMIT and _URL.fullmatch(url) is not None


def is_datable(instant: Instant) -> bool:
    return 0 < instant.at.timestamp() < _LATEST


def is_plain(line: Line) -> bool:
    """Whether plain text shows all that the line says."""
    return all(isinstance(span, Plain | PersonName) for span in line)


def escaped(words: str) -> str:
    """Source: docs.slack.dev, "Formatting message text", "Escaping text"."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked_up(line: Line) -> str:
    """The line in Slack's markup, for small print that holds links, instants or something to type."""
    shown = [span_text(span) for span in line]
    found: list[str] = []
    for number, span in enumerate(line):
        before = "".join(shown[:number])[-1:]
        after = "".join(shown[number + 1 :])[:1]
        found.append(_markup(span, alone=not (before.isalnum() or after.isalnum())))
    return "".join(found)


def _markup(span: Span, *, alone: bool) -> str:
    """`alone`: no letter touches it, as Slack wants it around formatted words."""
    match span:
        case WebLink(words, url) if is_address(url):
            label = " ".join(words.split())
            return f"<{_in_markup(url)}|{harmless(label)}>" if label not in ("", url) else f"<{_in_markup(url)}>"
        case Instant() if is_datable(span):
            return f"<!date^{int(span.at.timestamp())}^{DATES[span.form]}|{escaped(instant_text(span))}>"
        case Bold(words) if alone and _is_one_run(words):
            return f"*{harmless(words)}*"
        case Code(words) if alone and _is_one_run(words):
            return f"`{escaped(words.replace('`', _LOOK_ALIKES['`']))}`"
        case _:
            return harmless(span_text(span))


def harmless(words: str) -> str:
    """Markup that shows these words as they are."""
    plain = _MARKS.sub(lambda match: _LOOK_ALIKES[match[0]], words)
    # A ">" that begins a line quotes it, escaped or not; a word joiner before it takes the beginning.
    return re.sub(r"(?m)^(\s*)&gt;", "\\1\u2060&gt;", escaped(plain))


def _is_one_run(words: str) -> bool:
    return bool(words) and words == words.strip() and "\n" not in words


def _in_markup(url: str) -> str:
    return escaped(url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E"))


def cut(words: str, limit: int) -> str:
    """One line of at most `limit` characters, for labels and titles; `…` says that there was more."""
    whole = " ".join(words.split())
    return whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"
