"""Messages as a person sees them in a terminal: who it is for and when, above; what is said, behind a bar.

The bar is on every line, so that no text can pass itself off as another message. The same lines serve colour, plain
terminals, pipes and transcripts. It never decides who may see what.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from bot.conversation.form import Form
from bot.conversation.reply import Reply
from bot.course.wording import clock_words, day_words
from bot.platforms.console.harmless import one_line
from bot.platforms.console.journal import Message
from bot.platforms.console.layout import Look, Number, cells, lay_out, styled, wrap

CHANNEL_BAR = "│ "
PRIVATE_BAR = "┊ "
ACCENT = "cyan"
STAFF_ACCENT = "magenta"
PRIVATE_ACCENT = "yellow"


def wall_time(at: datetime, zone: ZoneInfo) -> str:
    """`Mon 31 Jan, 9:00 AM`, as the course's wall clock shows it."""
    local = at.astimezone(zone)
    return f"{day_words(local)}, {clock_words(local)}"


def message(message: Message, look: Look, number: Number, *, zone: ZoneInfo, staff: bool = False) -> list[Text]:
    """A message in a channel, or one sent to a person."""
    where = one_line(message.channel) if message.channel else "Direct message to you"
    edited = ", edited" if message.edited else ""
    private = staff or not message.channel
    note = " (staff only)" if staff else ""
    accent = STAFF_ACCENT if staff else PRIVATE_ACCENT if private else ACCENT
    title = f"{where}{note} · {wall_time(message.at, zone)}{edited}"
    bar = PRIVATE_BAR if not message.channel else CHANNEL_BAR
    return [_ruled(title, accent, look.width), *_behind(bar, accent, message.reply, look, number)]


def answer(reply: Reply, look: Look, number: Number) -> list[Text]:
    """What the bot answers to the person who asked."""
    if reply.private:
        words = "coursebot · in your direct messages" if reply.direct else "coursebot · only you see this"
        title = Text(words, f"italic {PRIVATE_ACCENT}")
        return [title, *_behind(PRIVATE_BAR, PRIVATE_ACCENT, reply, look, number)]
    return [Text("coursebot", f"bold {ACCENT}"), *_behind(CHANNEL_BAR, ACCENT, reply, look, number)]


def form_page(form: Form, look: Look) -> list[Text]:
    """The head of a form: its title, its page, what it is about."""
    page = f" · page {form.page} of {form.pages}" if form.pages > 1 else ""
    lines = [_ruled(f"{one_line(form.title)}{page}", PRIVATE_ACCENT, look.width)]
    if form.intro:
        lines += framed(wrap(styled(form.intro, look), look.width - 2))
    return lines


def framed(lines: Sequence[Text], bar: str = PRIVATE_BAR, accent: str = PRIVATE_ACCENT) -> list[Text]:
    """The lines behind a bar."""
    found = [Text.assemble((bar, accent), line) for line in lines]
    for line in found:
        line.rstrip()
    return found


def _behind(bar: str, accent: str, reply: Reply, look: Look, number: Number) -> list[Text]:
    inner = Look(width=look.width - len(bar), hyperlinks=look.hyperlinks, now=look.now)
    return framed(lay_out(reply, inner, number), bar, accent)


def _ruled(title: str, accent: str, width: int) -> Text:
    """A title with a rule to the edge. A title that is too long gets lines of its own."""
    lines = wrap(Text(title, f"bold {accent}"), width)
    head = Text("\n").join(lines)
    left = width - cells(lines[-1].plain) - 1
    return head if left < 1 else Text.assemble(head, " ", ("─" * left, f"dim {accent}"))
