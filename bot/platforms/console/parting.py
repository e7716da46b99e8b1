"""Cuts a Reply into messages that a terminal holds: at most `LIMIT` characters of plain text each, no text lost.

Cuts fall between blocks where they can, else between a block's items, else at a space. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.plain import block_lines, line_text, span_text
from bot.conversation.reply import (
    Block,
    Bold,
    Bullets,
    Buttons,
    Choice,
    Code,
    Facts,
    Heading,
    Line,
    Paragraph,
    Plain,
    Reply,
    SmallPrint,
    Span,
)

LIMIT = 4000
"""Characters of plain text in one message, line ends included."""


def parts(reply: Reply, limit: int = LIMIT) -> tuple[Reply, ...]:
    """The reply as messages of at most `limit` characters. Files go with the last one."""
    messages: list[list[Block]] = [[]]
    left = limit
    for block in reply.blocks:
        pieces = [block] if _size(block) <= limit else list(_cut(block, limit))
        for piece in pieces:
            if _size(piece) > left:
                messages.append(_orphaned_heading(messages[-1]))
                left = limit - sum(_size(one) for one in messages[-1])
            if _size(piece) > left:
                messages.append([])
                left = limit
            left -= _size(piece)
            messages[-1].append(piece)
    last = len(messages) - 1
    return tuple(
        replace(reply, blocks=tuple(blocks), files=reply.files if number == last else ())
        for number, blocks in enumerate(messages)
    )


def _orphaned_heading(blocks: list[Block]) -> list[Block]:
    """A heading goes with what it heads."""
    return [blocks.pop()] if len(blocks) > 1 and isinstance(blocks[-1], Heading) else []


def _size(block: Block) -> int:
    return sum(len(text) + 1 for text in block_lines(block))


def _cut(block: Block, limit: int) -> Iterator[Block]:
    """One block as several of its kind, each small enough."""
    room = limit - 3  # a bullet and the line end
    match block:
        case Heading(text):
            yield from (Heading(piece) for piece in _chunks(text, room))
        case Paragraph(spans):
            yield from (Paragraph(line) for line in _cut_line(spans, room))
        case SmallPrint(spans):
            yield from (SmallPrint(line) for line in _cut_line(spans, room))
        case Bullets(items):
            yield from (Bullets((line,)) for item in items for line in _cut_line(item, room))
        case Facts(rows):
            yield from _cut_facts(rows, room)
        case Buttons(buttons):
            yield from (Buttons((button,)) for button in buttons)
        case Choice(_, _, options):
            yield from (replace(block, options=(option,)) for option in options)


def _cut_facts(rows: tuple[tuple[str, Line], ...], room: int) -> Iterator[Block]:
    for label, spans in rows:
        if len(label) > room // 2:
            yield from (Paragraph(line) for line in _cut_line((Plain(f"{label}: "), *spans), room))
            continue
        for line in _cut_line(spans, room - len(label) - 2):
            yield Facts(((label, line),))


def _cut_line(spans: Line, room: int) -> Iterator[Line]:
    """The line in pieces, cut between spans where possible."""
    current: list[Span] = []
    for span in spans:
        small = [span] if len(span_text(span)) <= room else list(_cut_span(span, room))
        for piece in small:
            if len(line_text(tuple(current))) + len(span_text(piece)) > room:
                yield tuple(current)
                current = []
            current.append(piece)
    if current:
        yield tuple(current)


def _cut_span(span: Span, room: int) -> Iterator[Span]:
    """A span too long for one message. A link that long is written out."""
    match span:
        case Plain(text) | Bold(text) | Code(text):
            yield from (type(span)(piece) for piece in _chunks(text, room))
        case _:
            yield from (Plain(piece) for piece in _chunks(span_text(span), room))


def _chunks(text: str, room: int) -> Iterator[str]:
    """Pieces of at most `room` characters that joined give the text; cut after a line end or a space where one is."""
    while len(text) > room:
        cut = max(text.rfind("\n", 0, room), text.rfind(" ", room // 2, room)) + 1 or room
        yield text[:cut]
        text = text[cut:]
    yield text
