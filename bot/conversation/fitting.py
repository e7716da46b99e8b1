"""Cutting a Reply into blocks that every platform can take one by one, without losing a character.

It knows the smallest limits of all platforms, never how one of them spells anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.conversation.plain import line_text
from bot.conversation.reply import (
    Block,
    Bold,
    Bullets,
    Code,
    Facts,
    Heading,
    Instant,
    Line,
    Paragraph,
    PersonName,
    Plain,
    Reply,
    SmallPrint,
    Span,
    WebLink,
)

BLOCK_LIMIT = 3000
"""Characters of one paragraph, bullet or fact: what every platform takes in one block."""

HEADING_LIMIT = 150
"""Slack's header block."""


def fit(reply: Reply) -> Reply:
    """The same reply in blocks that every platform can take one by one; no text is lost."""
    blocks = tuple(small for block in reply.blocks for small in _fit_block(block))
    return replace(reply, blocks=blocks)


def _fit_block(block: Block) -> Iterable[Block]:
    match block:
        case Heading(text) if len(text) > HEADING_LIMIT:
            yield from (Paragraph(one) for one in split_line((Bold(text),)))
        case Paragraph(spans):
            yield from (Paragraph(one) for one in split_line(spans))
        case SmallPrint(spans):
            yield from (SmallPrint(one) for one in split_line(spans))
        case Bullets(items):
            yield Bullets(tuple(one for item in items for one in split_line(item)))
        case Facts(rows):
            yield Facts(tuple((label, one) for label, spans in rows for one in split_line(spans)))
        case _:
            yield block


def split_line(spans: Line, limit: int = BLOCK_LIMIT) -> tuple[Line, ...]:
    """The line, or as many lines as it takes to keep each within the limit (addresses of links count)."""
    if len(line_text(spans)) <= limit:
        return (spans,)
    lines: list[Line] = []
    current: list[Span] = []
    for span in (piece for whole in spans for piece in _pieces(whole, limit)):
        if current and len(line_text((*current, span))) > limit:
            lines.append(tuple(current))
            current = []
        current.append(span)
    return (*lines, tuple(current))


def _pieces(span: Span, limit: int) -> Iterable[Span]:
    """The span in pieces within the limit. A link keeps its address on each piece; one that is too long is text."""
    match span:
        case WebLink(text, url) if len(url) + 3 < limit // 2:
            yield from (WebLink(piece, url) for piece in _cut(text, limit - len(url) - 3))
        case WebLink(text, url):
            yield from (Plain(piece) for piece in _cut(f"{text} ({url})", limit))
        case Plain(text):
            yield from (Plain(piece) for piece in _cut(text, limit))
        case Bold(text):
            yield from (Bold(piece) for piece in _cut(text, limit))
        case Code(text):
            yield from (Code(piece) for piece in _cut(text, limit))
        case PersonName(name, account):
            yield from (PersonName(piece, account) for piece in _cut(name, limit))
        case Instant():
            yield span


def _cut(text: str, width: int) -> Iterable[str]:
    yield from (text[start : start + width] for start in range(0, max(len(text), 1), width))
