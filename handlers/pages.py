"""A long answer in pages. Its buttons carry what was asked and where the page begins, so nothing is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.reply import Action, Block, Bullets, Button, Buttons, Heading, small
from bot.course.model import Course
from handlers.command_line import clean

VERB = "read"
"""The row that every page is asked from."""

PAGE = 45
"""Lines of one page: about three screens of a phone."""

FROM = "from:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer for one course before it is cut into pages. `again` is the shortest way to ask for it once more.

    `nothing`: the words found nothing here, which is worth saying only where no other course has anything.
    """

    heading: str
    intro: tuple[Block, ...] = ()
    pieces: tuple[tuple[Block, ...], ...] = ()
    outro: tuple[Block, ...] = ()
    again: str = ""
    nothing: bool = False


def page_of(arguments: Sequence[str]) -> tuple[str, int]:
    """The words, and the piece at which the page begins."""
    last = arguments[-1] if arguments else ""
    if last.startswith(FROM) and last.removeprefix(FROM).isdecimal() and len(last) < 12:
        return clean(" ".join(arguments[:-1])), int(last.removeprefix(FROM))
    return clean(" ".join(arguments)), 0


def page(course: Course, found: Found, start: int) -> list[Block]:
    """The pieces from `start` that fit one page, with buttons to the pages around it."""
    pages = _page_starts(found.pieces)
    number = max((index for index, first in enumerate(pages) if first <= start), default=0)
    if len(pages) <= 1:
        return [*found.intro, *(block for piece in found.pieces for block in piece), *found.outro]
    ends = [*pages[1:], len(found.pieces)]
    blocks = [block for piece in found.pieces[pages[number] : ends[number]] for block in piece]
    if number == 0:
        blocks = [*found.intro, *blocks]
    if number == len(pages) - 1:
        blocks += found.outro
    blocks.append(small(f"Page {number + 1} of {len(pages)}"))
    turns = [(number - 1, "Previous"), (number + 1, "Next")]
    buttons = tuple(
        Button(label, Action(VERB, course.id, (*([found.again] if found.again else []), f"{FROM}{pages[other]}")))
        for other, label in turns
        if 0 <= other < len(pages)
    )
    return [*blocks, Buttons(buttons)]


def _page_starts(pieces: Sequence[tuple[Block, ...]]) -> list[int]:
    starts, room = [0], PAGE
    for index, piece in enumerate(pieces):
        height = sum(_height(block) for block in piece)
        if height > room and index > starts[-1]:
            starts.append(index)
            room = PAGE
        room -= height
    return starts


def _height(block: Block) -> int:
    match block:
        case Bullets(items):
            return len(items)
        case Heading():
            return 2
        case _:
            return 1
