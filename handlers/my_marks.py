"""What staff think of somebody's reviews, for the writer alone: marks that were released, and what is to be edited.

Before a mark is released nothing here tells that there is one.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.commands import Run
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Instant, Line, bullets, line, paragraph
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.model import Course
from bot.course.versions import Version
from bot.services import owing, review_marks, review_returns
from bot.services.review_marks import label
from bot.services.review_queue import Item
from bot.store.review_marks import Mark
from handlers.papers import WRITE, short

SHOWN = 40
"""Marks of one answer, the newest papers."""

EDITS = 5

NOTE = 300
"""Characters of a note; all of it is in the message that its writer had."""


async def released(request: Request, run: Run, course: Course) -> Mapping[str, Mark]:
    """Paper → the mark that whoever asks may see."""
    person = request.someone.person
    if person is None:
        return {}
    found: Mapping[str, Mark] = await run.read(review_marks.released, course, person)
    return found


async def labels(request: Request, run: Run, course: Course) -> Mapping[str, str]:
    """The same as people read them; where another version counts by now, that it is of the earlier one."""
    marks = await released(request, run, course)
    person = request.someone.person
    if not marks or person is None:
        return {}
    duties = reviews.duties(course, await run.read(owing.mine, course, person), request.now)
    counts = {one.owed.paper: one.counts for duty in duties for one in duty.standings}
    return {paper: _said(course, mark, counts.get(paper)) for paper, mark in marks.items()}


def _said(course: Course, mark: Mark, counts: Version | None) -> str:
    """`✓−`, `✓− (for version 1; the new one is not marked yet)`."""
    said = label(course, mark.mark)
    if counts is None or counts.number <= mark.version:
        return said
    return f"{said} (for version {mark.version}; the new one is not marked yet)"


async def blocks(request: Request, run: Run, course: Course, zone: str) -> list[Block]:
    """The marks, a line a review, below what waits for an edit."""
    person = request.someone.person
    if person is None:
        return []
    waiting: tuple[Item, ...] = await run.read(review_returns.waiting, course, person, now=request.now)
    marks = await labels(request, run, course)
    marked = [one for one in reviews.owed(course) if one.paper in marks]
    lines = [line(f"‘{short(one.reading.title)}’: ", Bold(marks[one.paper])) for one in marked[-SHOWN:]]
    found: list[Block] = []
    if waiting:
        found.append(bullets(*(_returned(one, zone) for one in waiting[:EDITS])))
        found.append(Buttons(tuple(_edit(course, one, several=len(waiting) > 1) for one in waiting[:EDITS])))
    if lines:
        found += [paragraph(Bold("Marks")), bullets(*lines)]
    return found


def _returned(one: Item, zone: str) -> Line:
    """`Staff returned ‘RDD’ for an edit, on time until Wed 2 Feb, 5:00 PM; their note is in a message to you`."""
    title, window = f"‘{short(one.owed.reading.title)}’", one.standing.window
    when: Line = ()
    if one.until is not None:
        when = line(", until ", Instant(one.until, zone))
    elif window is not None:
        when = line(", taken until ", Instant(window.closes_at, zone))
    note = short(" ".join(one.returned.note.split()), NOTE) if one.returned is not None else ""
    return line(f"Staff returned {title} for an edit", *when, f": “{note}”" if note else "")


def _edit(course: Course, one: Item, *, several: bool) -> Button:
    what = f" ‘{short(one.owed.reading.title, 40)}’" if several else " my review"
    return Button(f"Edit{what}", Action(WRITE, course.id, (one.paper,)))
