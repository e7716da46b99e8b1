"""A Reply as plain text: the fallback of every platform, and what tests read.

Instants are written in the course's zone with its name, because plain text cannot know the reader's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.reply import (
    Block,
    Bold,
    Bullets,
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
from bot.course.wording import clock_words, day_words


def instant_text(instant: Instant, now: datetime | None = None) -> str:
    """The instant in its zone: `Mon 31 Jan, 1:00 PM PST`. `relative` needs `now`, else it is the full form."""
    local = instant.at.astimezone(ZoneInfo(instant.zone))
    if instant.form == "day":
        return day_words(local)
    if instant.form == "time":
        return f"{clock_words(local)} {local:%Z}"
    if instant.form == "relative" and now is not None:
        return distance(instant.at, now)
    return f"{day_words(local)}, {clock_words(local)} {local:%Z}"


def distance(at: datetime, now: datetime) -> str:
    """`in 2 d 3 h`, `in 20 min`, `3 h ago`."""
    minutes = round(abs((at - now).total_seconds()) / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        words = f"{days} d {hours} h" if hours else f"{days} d"
    elif hours:
        words = f"{hours} h {left} min" if left and hours < 6 else f"{hours} h"
    else:
        words = f"{left} min"
    return f"in {words}" if at >= now else f"{words} ago"


def span_text(span: Span) -> str:
    match span:
        case Plain(text) | Bold(text) | Code(text):
            return text
        case WebLink(text, url):
            return text if text == url else f"{text} ({url})"
        case Instant():
            return instant_text(span)
        case PersonName(name):
            return name


def line_text(spans: Line) -> str:
    return "".join(span_text(span) for span in spans)


def block_lines(block: Block) -> Iterable[str]:
    match block:
        case Heading(text):
            yield text
        case Paragraph(spans) | SmallPrint(spans):
            yield line_text(spans)
        case Bullets(items):
            for item in items:
                yield f"• {line_text(item)}"
        case Facts(rows):
            for label, spans in rows:
                yield f"{label}: {line_text(spans)}"
        case Buttons(buttons):
            yield " ".join(f"[{button.label}]" for button in buttons)
        case Choice(prompt, _, options):
            yield f"{prompt}: " + " / ".join(label for _, label in options)


def plain(reply: Reply) -> str:
    """The whole reply, a line per paragraph, bullet and fact."""
    return "\n".join(text for block in reply.blocks for text in block_lines(block))
