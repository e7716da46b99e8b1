"""Cuts a Reply into parts that are one Slack message each: few enough blocks, short enough JSON, no text lost.

Cuts fall before a heading where they can, else between blocks, else between a block's items, else at a space. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.conversation.fitting import BLOCK_LIMIT
from bot.conversation.plain import line_text
from bot.conversation.reply import (
    Block,
    Bold,
    Bullets,
    Buttons,
    Choice,
    Facts,
    Heading,
    Line,
    Paragraph,
    Plain,
    Reply,
    SmallPrint,
)
from bot.platforms.slack import render
from bot.platforms.slack.pressing import PLACEHOLDER_LIMIT
from bot.platforms.slack.spans import cut, lines

Item = TypeVar("Item")

BLOCKS_LIMIT = 47
"""Of Slack's 50 blocks a message; the rest is for page buttons and what is said around them."""

JSON_LIMIT = 12_000
"""Characters of the blocks' JSON as it is sent. Slack answers `msg_blocks_too_long` at about 13,200, documented
nowhere.
"""


def parts(reply: Reply) -> tuple[Reply, ...]:
    """The reply as messages that Slack takes. Files go with the last one."""
    if _fits([_Piece.of(Reply(reply.blocks))]):
        return (reply,)
    messages: list[list[_Piece]] = [[]]
    for section in _sections(piece for block in reply.blocks for piece in _pieces(block)):
        if _begins_a_message(messages[-1], section):
            messages.append([])
        for piece in section:
            if not _fits([*messages[-1], piece]):
                messages.append(_carried(messages[-1], piece))
            messages[-1].append(piece)
    last = len(messages) - 1
    return tuple(
        replace(reply, blocks=_blocks(pieces), files=reply.files if number == last else ())
        for number, pieces in enumerate(messages)
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """Blocks and how much of a message they take by themselves; beside others they never take more."""

    blocks: tuple[Block, ...]
    count: int
    length: int

    @classmethod
    def of(cls, reply: Reply) -> _Piece:
        rendered = render.blocks(reply)
        return cls(reply.blocks, len(rendered), len(json.dumps(rendered)))


def _blocks(pieces: Sequence[_Piece]) -> tuple[Block, ...]:
    return tuple(block for piece in pieces for block in piece.blocks)


def _fits(pieces: Sequence[_Piece]) -> bool:
    return sum(piece.length for piece in pieces) <= JSON_LIMIT and _count(pieces) <= BLOCKS_LIMIT


def _count(pieces: Sequence[_Piece]) -> int:
    """Blocks of the message; lines that share one are looked at only where it matters."""
    most = sum(piece.count for piece in pieces)
    return most if most <= BLOCKS_LIMIT else len(render.blocks(Reply(_blocks(pieces))))


# --- where a message ends -----------------------------------------------------------------------------------------


def _sections(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """The pieces, a new list at each heading."""
    sections: list[list[_Piece]] = [[]]
    for piece in pieces:
        if _is(piece, Heading) and sections[-1]:
            sections.append([])
        sections[-1].append(piece)
    return sections


def _is(piece: _Piece, *kinds: type[Block]) -> bool:
    return isinstance(piece.blocks[0], kinds)


def _begins_a_message(current: list[_Piece], section: list[_Piece]) -> bool:
    """Whether a section that does not fit into this message is worth one of its own: it fits there whole, and this
    one is at least half full.
    """
    if not current or _fits([*current, *section]) or not _fits(section):
        return False
    return sum(piece.length for piece in current) > JSON_LIMIT // 2 or _count(current) > BLOCKS_LIMIT // 2


def _carried(pieces: list[_Piece], piece: _Piece) -> list[_Piece]:
    """Takes from the end of a full message what goes with the next piece: buttons stay with what is before them, and
    a heading goes with what it heads.
    """
    start = len(pieces)
    if _is(piece, Buttons, Choice):
        while start and _is(pieces[start - 1], Buttons, Choice):
            start -= 1
        start -= 1
    while start > 0 and _is(pieces[start - 1], Heading):
        start -= 1
    if start <= 0 or not _fits([*pieces[start:], piece]):
        return []
    carried = pieces[start:]
    del pieces[start:]
    return carried


# --- what is too long for any message -----------------------------------------------------------------------------


def _pieces(block: Block) -> Iterator[_Piece]:
    """The block, or as many as it takes to fit each into a message."""
    piece = _Piece.of(Reply((block,)))
    if _fits([piece]):
        yield piece
        return
    for smaller in _smaller(block):
        yield from _pieces(smaller)


def _smaller(block: Block) -> Iterable[Block]:
    """A block that no message takes, in several that say the same."""
    match block:
        case Bullets(items) if len(items) > 1:
            return map(Bullets, _halves(items))
        case Facts(rows) if len(rows) > 1:
            return map(Facts, _halves(rows))
        case Buttons(buttons):
            return map(Buttons, _halves(buttons))
        case Choice(prompt=prompt, options=options) if len(prompt) <= PLACEHOLDER_LIMIT:
            return (replace(block, options=some) for some in _halves(options))
        case Choice(prompt=prompt):
            return Paragraph((Plain(prompt),)), replace(block, prompt=cut(prompt, PLACEHOLDER_LIMIT))
        case _:
            return _shorter(block)


def _shorter(block: Block) -> Iterable[Block]:
    """A block of one line, as blocks of shorter ones."""
    match block:
        case Bullets((item,)):
            return (Bullets((some,)) for some in _shorter_lines(item))
        case SmallPrint(line):
            return map(SmallPrint, _shorter_lines(line))
        case Facts(((label, value),)):
            return map(Paragraph, _shorter_lines((Bold(f"{label}:"), Plain(" "), *value)))
        case Heading(text):
            return map(Paragraph, _shorter_lines((Bold(text),)))
        case Paragraph(line):
            return map(Paragraph, _shorter_lines(line))
        case _:
            return ()  # without items there was nothing to cut


def _halves(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    middle = len(items) // 2
    return items[:middle], items[middle:]


def _shorter_lines(line: Line) -> tuple[Line, ...]:
    return lines(line, min(max(len(line_text(line)) // 2, 1), BLOCK_LIMIT))
