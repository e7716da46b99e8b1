"""`/course extensions`: who waits for an answer, and all that was granted and holds, in pages with [Undo].

It lists what the database holds; what it means for what is owed is shown where that is asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Heading,
    Line,
    Reply,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.wording import span_words
from bot.services import granted
from bot.services.granted import Extension, Listing
from bot.services.naming import Work
from bot.store.records import Plea
from handlers.command_line import page_start
from handlers.extension_lines import undo_button
from handlers.extension_times import part_words, work_words
from handlers.papers import short
from handlers.plea_lines import REASONS, decision_buttons
from handlers.staff_course import staff_course
from handlers.wording import instant

GRANTS = "grants"
"""Arguments: the number of the first on the page."""

PAGE = 6
LABEL_LIMIT = 75


async def show(request: Request, run: Run) -> Answer:
    """A page: those who wait come first."""
    course = staff_course(request, GRANTS)
    if isinstance(course, Reply):
        return course
    found: Listing = await run.read(granted.listing, course)
    entries: list[Plea | Extension] = [*found.pleas, *found.extensions]
    start = page_start(request.arguments)
    start = start - start % PAGE if start < len(entries) else 0
    blocks: list[Block] = [Heading("More time and excuses")]
    if not entries:
        example = Code(f"/{course.command_prefix}course extend @name paper until wed 17:00")
        return Reply((*blocks, paragraph("Nobody has any, and nobody has asked. To give some: ", example)))
    for one in entries[start : start + PAGE]:
        blocks += _plea(course, one, found.names) if isinstance(one, Plea) else _extension(course, one, found.names)
    turns = (("Previous", start - PAGE), ("Next", start + PAGE))
    buttons = [Button(word, Action(GRANTS, course.id, (str(at),))) for word, at in turns if 0 <= at < len(entries)]
    if len(entries) > PAGE:
        blocks.append(small(f"{start + 1} to {min(start + PAGE, len(entries))} of {len(entries)}"))
        blocks.append(Buttons(tuple(buttons)))
    return Reply(tuple(blocks))


def _plea(course: Course, plea: Plea, names: Mapping[int, str]) -> list[Block]:
    what = work_words(course, Work(plea.session, plea.paper))
    lead = paragraph(
        Bold(f"Waits for you: {names.get(plea.person, '?')} can’t make {what}"),
        f" ({REASONS[plea.reason]}, ",
        instant(course, plea.made_at),
        ").",
    )
    note: list[Block] = [paragraph("Note: ", plea.note)] if plea.note else []
    return [lead, *note, decision_buttons(course.id, str(plea.id))]


def _extension(course: Course, one: Extension, names: Mapping[int, str]) -> list[Block]:
    grant = one.grant
    by = names.get(grant.granted_by, "") if grant.granted_by is not None else ""
    words: Line = line(Bold(names.get(grant.person, "?")), *_holds(course, one))
    given = line(
        f"By {by}, " if by else "", instant(course, grant.granted_at), *((": ", grant.reason) if grant.reason else ())
    )
    label = short(f"Undo: {names.get(grant.person, '?')}, {held_words(course, one)}", LABEL_LIMIT)
    return [paragraph(*words), small(*given), Buttons((undo_button(course, grant.id, label=label),))]


def held_words(course: Course, one: Extension) -> str:
    """What it is for; of a class the papers over which no other word decides."""
    return part_words(course, one.work, [owed.paper for owed in one.owed])


def _holds(course: Course, one: Extension) -> Line:
    what = held_words(course, one)
    if one.grant.kind == "excuse":
        return line(f" is excused from {what}")
    if one.due is not None:
        return line(" has until ", instant(course, one.due), f" for {what}")
    return line(
        f" has {span_words(one.grant.offset)} longer for {what}" if one.grant.offset is not None else f": {what}"
    )


ROWS: tuple[Row, ...] = (
    Row(
        name="extensions",
        verb=GRANTS,
        summary="Who has more time or is excused, and who waits for an answer",
        function=show,
        audience=Audience.TA,
        cost=Cost.FREE,
    ),
)
