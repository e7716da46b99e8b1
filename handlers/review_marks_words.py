"""A review as staff read it, in words: whose it is, when it came, what was said of it before, and all that it says.

Pure, for staff alone, and in private. What a person wrote is data in spans and whole, however long.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.reply import Attachment, Block, Bold, Heading, Line, line, paragraph, small
from bot.course.file_types import sized
from bot.course.model import Course, CourseRole
from bot.course.reviews import Version
from bot.course.wording import counted
from bot.services.review_marks import label
from bot.services.review_queue import Item, Stage
from bot.services.review_reading import Page, Text
from bot.store.review_marks import Mark, ReviewReturn
from handlers.late_words import how_late
from handlers.papers import short
from handlers.review_text import told
from handlers.wording import instant

TITLE = 100


def review_of(name: str, title: str) -> str:
    """`Ada’s review of ‘RDD’`."""
    return f"{name}’s review of ‘{short(title)}’"


def ago(course: Course, at: datetime, now: datetime) -> Line:
    """`just now`, `a minute ago`, `12 minutes ago`, else the day and hour."""
    minutes = int((now - at).total_seconds() // 60)
    if not 0 <= minutes < 60:
        return line("on ", instant(course, at))
    return line({0: "just now", 1: "a minute ago"}.get(minutes, f"{minutes} minutes ago"))


def words(course: Course, page: Page, now: datetime) -> tuple[list[Block], tuple[Attachment, ...]]:
    """All of it but its buttons, and a file where it is too long for a message."""
    item, text = page.item, page.text
    if item is None or text is None:
        return [], ()
    role = "" if page.role is CourseRole.STUDENT else f" ({page.role.value if page.role else 'not in the course now'})"
    said = told(
        text.form,
        text.answers,
        title=f"{item.name}, {item.owed.reading.title}",
        names={one: sized(blob.name, blob.size) for one, blob in text.files.items()},
    )
    head: list[Block] = [
        Heading(f"{item.name}{role}: {short(item.owed.reading.title, TITLE)}"),
        small(*_came(course, page, item, text)),
        *_returned(course, page, item),
        *_marked(course, page, item, now),
    ]
    return [*head, *said.blocks], said.files


def _came(course: Course, page: Page, item: Item, text: Text) -> Line:
    """`Big Data Systems · came Sun 30 Jan, 2:02 PM PST · on time · version 2 · 143 words`."""
    standing, version = item.standing, text.version
    if item.stage is Stage.DRAFT:
        how = "after the close, does not count" if too_late(item, item.standing.draft) else "a draft, never submitted"
    elif standing.late_by is not None:
        how = f"late by {how_late(standing.owed.review.late_rule, standing.late_by)}"
    else:
        how = "on time"
    if standing.window is not None and standing.window.extended:
        how += ", with more time"
    notes = ["excused, wrote it all the same"] if page.excused else []
    notes += ["presents in that class"] if page.presents else []
    notes += ["accepted as it is"] if version.accepted_at is not None else []
    rest = " · ".join([how, *notes, f"version {version.number}", counted(text.words, "word")])
    return line(f"{short(item.owed.session.name)} · came ", instant(course, version.received_at), f" · {rest}")


def _marked(course: Course, page: Page, item: Item, now: datetime) -> list[Block]:
    """`Marked ✓ by Chris Park 5 minutes ago; not released yet.`"""
    mark, counts = item.mark, item.standing.counts
    if mark is None:
        return []
    by = page.names.get(mark.marked_by or 0, "")
    earlier = "" if counts is not None and mark.version == counts.number else f"Version {mark.version} was marked "
    lead = line(earlier or "Marked ", Bold(label(course, mark.mark)), f" by {by} " if by else " ")
    seen = f"; {'its writer sees that' if earlier else 'released'}" if mark.released else "; not released yet"
    return [paragraph(*lead, *ago(course, mark.marked_at, now), f"{seen}.")]


def _returned(course: Course, page: Page, item: Item) -> list[Block]:
    """`Returned on Mon 31 Jan, 2:00 PM by Sam, until Wed 2 Feb, 5:00 PM, with: “…” A new version came since.`"""
    given = item.returned
    blocks = [] if given is None else [paragraph(*_returned_line(course, page, item, given), f" {_since(item)}")]
    other, counts = beside(item), item.standing.counts
    if other is not None and counts is not None:
        came = line(f"Version {other.number} came ", instant(course, other.received_at))
        blocks.append(paragraph(*came, f", too late to count by itself: version {counts.number} counts."))
    return list(blocks)


def beside(item: Item) -> Version | None:
    """What was sent in after the version that counts, and does not count: it was late, or after the close."""
    counts, newest, draft = item.standing.counts, item.newest, item.standing.draft
    if counts is None:
        return None
    if too_late(item, draft):
        return draft
    return newest if newest is not None and newest.number > counts.number else None


def too_late(item: Item, version: Version | None) -> bool:
    """Whether it came when nothing was taken any more."""
    window = item.standing.window
    return version is not None and window is not None and not window.takes(version.received_at)


def _returned_line(course: Course, page: Page, item: Item, given: ReviewReturn) -> Line:
    by = page.names.get(given.returned_by or 0, "")
    until = (", until ", instant(course, item.until)) if item.until is not None else ()
    note = f", with: “{given.note}”" if given.note else "."
    lead = line(Bold("Returned"), " on ", instant(course, given.returned_at), f" by {by}" if by else "")
    return line(*lead, *until, note)


def _since(item: Item) -> str:
    if item.edited:
        return "A new version came since."
    return "No new version yet." if item.stage is Stage.WAITING else "No new version came."


def standing_mark(item: Item) -> Mark | None:
    """The mark of the version that counts."""
    counts, mark = item.standing.counts, item.mark
    return mark if counts is not None and mark is not None and mark.version == counts.number else None
