"""A packet as a file that holds all of it: Markdown, which reads well as plain text too.

What people wrote stands behind `>`, and nothing of it is markup. Nobody's name is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.conversation.reply import Attachment
from bot.course import digest
from bot.course.model import Session
from bot.course.packet import Packet, PaperPacket
from bot.course.wording import counted
from handlers.digest_file import plain
from handlers.review_text import slug


def complete(session: Session, found: Packet, titles: Mapping[str, str], head: str) -> Attachment:
    """`head`: for whom it is, in a line."""
    text = "\n".join(_lines(session, found, titles, head)).rstrip() + "\n"
    name = f"packet-{slug(session.id)}.md"
    return Attachment(name, text.encode("utf-8", "replace"), f"Your packet: {session.name}")


def _lines(session: Session, found: Packet, titles: Mapping[str, str], head: str) -> Iterator[str]:
    yield f"# Your packet: {plain(session.name)}"
    yield ""
    yield plain(head)
    for one in found.papers:
        yield ""
        yield f"## {plain(titles.get(one.paper, one.paper))}"
        yield ""
        yield from _paper(one)


def _paper(one: PaperPacket) -> Iterator[str]:
    if one.waits:
        yield "Hand in your own review of it first."
        return
    yield f"{counted(one.reviews, 'review')}." if one.reviews else "No reviews yet."
    for scores in one.scores:
        yield ""
        yield f"{plain(scores.field.label)}:"
        yield ""
        for number, label, count in digest.best_first(scores):
            yield f"    {number:>3} {'█' * count}{' ' if count else ''}{count} {plain(label)}".rstrip()
    for group in one.answered:
        yield ""
        yield f"### {plain(group.label)}{' (an earlier form)' if group.earlier else ''}"
        for text in group.texts:
            yield ""
            for part in text.splitlines() or [""]:
                yield f"> {plain(part)}".rstrip()
