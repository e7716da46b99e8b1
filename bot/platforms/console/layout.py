"""A Reply as lines of styled text that fit a width: wrapping, indents, numbers for buttons. Pure.

Everything that was written by people or a schedule goes through `harmless`, and nothing is ever read as markup.
It never decides who may see a message, and it never cuts text off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.style import Style
from rich.text import Text
from wcwidth import iter_graphemes, wcswidth

from bot.conversation.plain import instant_text
from bot.conversation.reply import (
    Action,
    Attachment,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Choice,
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
from bot.platforms.console.harmless import harmless, one_line

Number = Callable[[str, Action], int]
"""Gives a button or an option (label, action) the number that presses it."""

URL = re.compile(r"https?://[!-~]+")
"""The only addresses that become terminal hyperlinks: no blank, no control character, nothing beyond ASCII."""

NARROWEST = 20
FACT_LABEL = 24
"""Cells of the longest label that has its value beside it; a longer one stands above it."""

_BUTTON_STYLES = {"plain": "", "primary": "green", "danger": "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to write: cells a line, whether the terminal makes links clickable, the instant that is now."""

    width: int
    hyperlinks: bool = False
    now: datetime | None = None


def cells(text: str) -> int:
    """How many cells of a terminal the (harmless) text takes."""
    return max(wcswidth(text), 0)


def lay_out(reply: Reply, look: Look, number: Number) -> list[Text]:
    """The whole reply, files included, with a blank line where a reader takes breath."""
    lines: list[Text] = []
    previous: Block | None = None
    for block in reply.blocks:
        if previous is not None and _apart(previous, block):
            lines.append(Text())
        lines += _block(block, look, number)
        previous = block
    for file in reply.files:
        lines += wrap(_file(file), look.width)
    return lines


def _apart(previous: Block, block: Block) -> bool:
    match block:
        case Heading() | Buttons() | Choice():
            return True
        case Paragraph():
            return not isinstance(previous, Paragraph) or (_is_prose(previous) and _is_prose(block))
        case SmallPrint():
            return not isinstance(previous, SmallPrint)
        case _:
            return isinstance(previous, Heading | Buttons | Choice)


def _is_prose(paragraph: Paragraph) -> bool:
    """Plain text only, as people write it: such paragraphs stand apart from each other."""
    return all(isinstance(span, Plain) for span in paragraph.line)


def _block(block: Block, look: Look, number: Number) -> list[Text]:
    width = look.width
    match block:
        case Heading(heading):
            lines = wrap(Text(harmless(heading), "bold"), width)
        case Paragraph(spans):
            lines = wrap(styled(spans, look), width)
        case SmallPrint(spans):
            faint = styled(spans, look)
            faint.stylize_before("dim")
            lines = wrap(faint, width)
        case Bullets(items):
            lines = [line for item in items for line in hang("• ", styled(item, look), width)]
        case Facts(rows):
            lines = list(_facts(rows, look))
        case Buttons(buttons):
            lines = list(_buttons(buttons, width, number))
        case Choice():
            lines = _choice(block, width, number)
    return lines


# --- spans --------------------------------------------------------------------------------------------------------


def styled(spans: Line, look: Look) -> Text:
    """A line of spans as one text."""
    text = Text()
    for span in spans:
        _append(text, span, look)
    return text


def _append(text: Text, span: Span, look: Look) -> None:
    match span:
        case Plain(words):
            text.append(harmless(words))
        case Bold(words):
            text.append(harmless(words), "bold")
        case Code(words):
            text.append(harmless(words), "cyan")
        case WebLink(words, url):
            _append_link(text, words, url, look)
        case Instant():
            text.append(instant_text(span, look.now))
        case PersonName(name):
            text.append(one_line(name))


def _append_link(text: Text, words: str, url: str, look: Look) -> None:
    """Clickable where the terminal can; else the words with the address after them."""
    if look.hyperlinks and URL.fullmatch(url):
        text.append(harmless(words), Style(color="blue", underline=True, link=url))
        return
    text.append(harmless(words))
    if words != url:
        text.append(f" ({harmless(url)})")


# --- lines --------------------------------------------------------------------------------------------------------


def wrap(text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` cells, broken at spaces, inside a word only if it is wider than a line."""
    lines: list[Text] = []
    for paragraph in text.split("\n", allow_blank=True):
        lines += paragraph.divide(_breaks(paragraph.plain, max(width, 2)))
    for line in lines:
        line.rstrip()
    return lines or [Text()]


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where lines begin after the first. A break is never inside what is drawn as one character."""
    used = 0
    for match in re.finditer(r"\s*\S+\s*|\s+", text):
        word, start = match[0], match.start()
        bare = cells(word.rstrip())
        if used and used + bare > width:
            yield start
            used = 0
        while bare > width:
            cut = _cut(word, width)
            start, word = start + cut, word[cut:]
            bare = cells(word.rstrip())
            yield start
        used += cells(word)


def _cut(word: str, width: int) -> int:
    """How much of a word that is wider than a line stands on this one: up to a slash in its second half, else all."""
    full = used = 0
    for character in iter_graphemes(word):
        used += cells(character)
        if used > width and full:
            break
        full += len(character)
    slash = word.rfind("/", full // 2, full) + 1
    return slash or full


def hang(lead: str | Text, text: Text, width: int) -> list[Text]:
    """The text after `lead`, its further lines indented to the same column."""
    head = lead if isinstance(lead, Text) else Text(lead)
    blank = " " * cells(head.plain)
    return [
        Text.assemble(head if position == 0 else blank, line)
        for position, line in enumerate(wrap(text, width - cells(head.plain)))
    ]


def _facts(rows: Sequence[tuple[str, Line]], look: Look) -> Iterator[Text]:
    labels = [one_line(label) for label, _ in rows]
    fitting = [cells(label) for label in labels if cells(label) <= min(FACT_LABEL, look.width // 3)]
    column = max(fitting, default=0)
    for label, (_, spans) in zip(labels, rows, strict=True):
        value = styled(spans, look)
        if cells(label) > column:
            yield from wrap(Text(label, "dim"), look.width)
            yield from hang("  ", value, look.width)
        else:
            lead = Text(label + " " * (column - cells(label) + 2), "dim")
            yield from hang(lead, value, look.width)


def _numbered(label: str, number: int, style: str = "") -> Text:
    return Text.assemble((f"[{number}]", "bold green" if style != "red" else "bold red"), " ", (one_line(label), style))


def _buttons(buttons: Sequence[Button], width: int, number: Number) -> Iterator[Text]:
    """As many on a line as fit, none torn apart unless it is wider than a line."""
    line = Text()
    for button in buttons:
        label = _numbered(button.label, number(button.label, button.action), _BUTTON_STYLES[button.style])
        if line and cells(line.plain) + 3 + cells(label.plain) > width:
            yield from wrap(line, width)
            line = Text()
        line = Text.assemble(line, "   ", label) if line else label
    yield from wrap(line, width)


def _choice(choice: Choice, width: int, number: Number) -> list[Text]:
    lines = wrap(Text(harmless(choice.prompt)), width)
    for value, label in choice.options:
        action = Action(choice.action.verb, choice.action.course, (*choice.action.arguments, value))
        lead = Text(f"[{number(label, action)}] ", "bold green")
        lines += hang(lead, Text(one_line(label)), width)
    return lines


def _file(file: Attachment) -> Text:
    size = len(file.content)
    words = f"{size / 1000:,.1f} kB" if size >= 1000 else f"{size} bytes"
    return Text(f"File: {one_line(file.title or file.name)} ({one_line(file.name)}, {words})")
