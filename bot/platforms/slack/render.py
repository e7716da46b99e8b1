"""A Reply as Block Kit blocks and a readable fallback text.

It knows how each kind of block looks on Slack and Slack's limits for a block; never what is said, nor where it goes.
How many messages a long Reply takes is decided in `parting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.fitting import BLOCK_LIMIT, HEADING_LIMIT
from bot.conversation.plain import block_lines, line_text
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Bullets,
    Button,
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
from bot.platforms.slack import pressing, spans
from bot.platforms.slack.pressing import plain_text

TEXT_LIMIT = 4000
"""Characters of a message's `text` that Slack advises; far longer ones are cut by Slack."""

ACTIONS_LIMIT = 25
CAPTION_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: the blocks, and the text for notifications and screen readers."""

    text: str
    blocks: tuple[dict[str, Any], ...]


def message(reply: Reply) -> Message:
    """One message. Its blocks are within Slack's limits for a message where the reply is a part made by `parting`."""
    return Message(fallback(reply), tuple(blocks(reply)))


def blocks(reply: Reply) -> list[dict[str, Any]]:
    """The reply's blocks, each within Slack's limits for a block; files are not among them."""
    sheet = _Sheet()
    previous: Block | None = None
    for block in reply.blocks:
        if previous is not None and _apart(previous, block):
            sheet.end_text()
        _put(sheet, block)
        previous = block
    sheet.end_text()
    return sheet.blocks


def image(file_id: str, alt: str, title: str = "") -> dict[str, Any]:
    """The block that shows an uploaded picture."""
    block = {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": spans.cut(alt, CAPTION_LIMIT) or "A picture",
    }
    caption = spans.cut(title, CAPTION_LIMIT)
    return {**block, "title": plain_text(caption)} if caption else block


def fallback(reply: Reply) -> str:
    """What the reply says, as escaped text; its buttons only where there is nothing else."""
    words = _words(block for block in reply.blocks if not isinstance(block, Buttons | Choice))
    words = words or _words(reply.blocks) or ", ".join(file.title or file.name for file in reply.files) or "…"
    text = spans.escaped(words)
    if len(text) <= TEXT_LIMIT:
        return text
    kept = text[: TEXT_LIMIT - 1]
    if kept.rfind("&") > kept.rfind(";"):
        kept = kept[: kept.rfind("&")]  # an escape sequence is kept whole or not at all
    return f"{kept}…"


def _words(found: Iterator[Block] | Sequence[Block]) -> str:
    return "\n".join(text for block in found for text in block_lines(block) if text.strip("•:[] \n\t")).strip()


# --- what stands together -----------------------------------------------------------------------------------------


def _apart(previous: Block, block: Block) -> bool:
    """Whether a reader takes breath between two blocks: between paragraphs of prose, and after a list."""
    if not isinstance(block, Paragraph):
        return False
    return not isinstance(previous, Paragraph) or (_is_prose(previous) and _is_prose(block))


def _is_prose(paragraph: Paragraph) -> bool:
    return all(isinstance(span, Plain) for span in paragraph.line)


@dataclass(slots=True)
class _Sheet:
    """The blocks so far; lines of text that belong together share a `rich_text` block."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    _parts: list[dict[str, Any]] = field(default_factory=list)
    _size: int = 0
    _numbers: int = 0

    def put(self, block: dict[str, Any]) -> None:
        self.end_text()
        self.blocks.append(block)

    def number(self) -> int:
        """A number for the next button or menu, unlike the others'."""
        self._numbers += 1
        return self._numbers

    def line(self, elements: list[dict[str, Any]], size: int) -> None:
        if not elements:
            return
        self._make_room(size + 1)
        last = self._last("rich_text_section")
        if last is None:
            self._parts.append({"type": "rich_text_section", "elements": [*elements]})
        else:
            last += [spans.text("\n"), *elements]

    def item(self, elements: list[dict[str, Any]], size: int) -> None:
        if not elements:
            return
        self._make_room(size + 2)
        section = {"type": "rich_text_section", "elements": elements}
        last = self._last("rich_text_list")
        if last is None:
            self._parts.append({"type": "rich_text_list", "style": "bullet", "elements": [section]})
        else:
            last.append(section)

    def end_text(self) -> None:
        if self._parts:
            self.blocks.append({"type": "rich_text", "elements": self._parts})
        self._parts, self._size = [], 0

    def _make_room(self, size: int) -> None:
        if self._size + size > BLOCK_LIMIT:
            self.end_text()
        self._size += size

    def _last(self, kind: str) -> list[dict[str, Any]] | None:
        if self._parts and self._parts[-1]["type"] == kind:
            elements: list[dict[str, Any]] = self._parts[-1]["elements"]
            return elements
        return None


# --- one block ----------------------------------------------------------------------------------------------------


def _put(sheet: _Sheet, block: Block) -> None:
    match block:
        case Heading(text):
            _put_heading(sheet, text)
        case Paragraph(line):
            _put_line(sheet, line)
        case Bullets(items):
            _put_bullets(sheet, items)
        case Facts(rows):
            for label, value in rows:
                _put_line(sheet, _fact(label, value))
        case SmallPrint(line):
            for context in _small_print(line):
                sheet.put(context)
        case Buttons(buttons):
            _put_buttons(sheet, buttons)
        case Choice(prompt, action, options):
            _put_menu(sheet, prompt, action, options)


def _put_heading(sheet: _Sheet, text: str) -> None:
    if len(text) > HEADING_LIMIT:
        _put_line(sheet, (Bold(text),))
    elif text.strip():
        sheet.put({"type": "header", "text": plain_text(spans.cut(text, HEADING_LIMIT))})


def _put_bullets(sheet: _Sheet, items: tuple[Line, ...]) -> None:
    for item in (some for whole in items for some in spans.lines(whole)):
        sheet.item(spans.elements(item), len(line_text(item)))


def _put_line(sheet: _Sheet, line: Line) -> None:
    for some in spans.lines(line):
        sheet.line(spans.elements(some), len(line_text(some)))


def _fact(label: str, value: Line) -> Line:
    if not label.strip():
        return value
    return (Bold(f"{label}:"), *((Plain(" "), *value) if line_text(value).strip() else ()))


def _small_print(line: Line) -> list[dict[str, Any]]:
    """Context blocks: one, or as many as it takes where escaping makes the markup longer than Slack takes."""
    if not line_text(line).strip():
        return []
    if spans.is_plain(line):
        made = (line_text(some) for some in spans.lines(line))
        return [_context(plain_text(text)) for text in made if text.strip()]
    limit = BLOCK_LIMIT
    while True:
        marked = [spans.marked_up(one) for one in spans.lines(line, limit)]
        if limit < 100 or all(len(text) <= BLOCK_LIMIT for text in marked):
            return [_context({"type": "mrkdwn", "text": text, "verbatim": True}) for text in marked if text.strip()]
        limit //= 2


def _context(text: dict[str, Any]) -> dict[str, Any]:
    return {"type": "context", "elements": [text]}


def _put_buttons(sheet: _Sheet, buttons: tuple[Button, ...]) -> None:
    elements = [pressing.button(one, sheet.number()) for one in buttons]
    for start in range(0, len(elements), ACTIONS_LIMIT):
        sheet.put({"type": "actions", "elements": elements[start : start + ACTIONS_LIMIT]})


def _put_menu(sheet: _Sheet, prompt: str, action: Action, options: tuple[tuple[str, str], ...]) -> None:
    if len(prompt) > pressing.PLACEHOLDER_LIMIT or not options:
        _put_line(sheet, (Plain(prompt),))
    for start in range(0, len(options), pressing.MENU_LIMIT):
        some = options[start : start + pressing.MENU_LIMIT]
        sheet.put({"type": "actions", "elements": [pressing.menu(prompt, action, some, sheet.number())]})
