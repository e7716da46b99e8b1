"""What people drop into their direct messages: a review as a file or as pasted text, or a file that is something else.

A review is kept as a draft before anything is said of it; then its writer sees what was read, question by question.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.commands import Run
from bot.conversation.port import RateLimited
from bot.conversation.reply import Block, Buttons, Heading, Reply, paragraph
from bot.conversation.request import Request, SharedFile
from bot.course.file_types import text_in, type_of
from bot.course.model import Course
from bot.course.template_reading import Read, documents, looks_like, made_of, read
from bot.errors import CoursebotError, Refused, Unreachable
from bot.services import handing_in, reviewing
from bot.services.reviewing import Opened, Outcome, Sent, Written
from handlers import dropped_lines, roster_import
from handlers.dropped_lines import Taken
from handlers.papers import several_buttons
from handlers.review_form import TEMPLATE
from handlers.review_saving import file_names, opened_for, person, version
from handlers.templates import MENU, paper_buttons, to_do

LARGEST = 200_000
"""Bytes of a file with a review in it."""

MOST = 5
"""Files, and reviews, that are looked at at a time."""

STRAY = 0.1
"""The part of a text that may be control characters by accident: they are kept as those of a form are."""

SHORT = 2000
"""Characters of a text that is looked at at once; a longer one is looked at beside what else there is to do."""

TEXT_TYPES = ("md", "txt", "")
OFFICE = ("doc", "docx", "odt", "rtf", "pages", "pdf", "html")

NOT_HERE = "Here others could read it, so I have not looked into it: please send it to me in a direct message."


async def is_something(request: Request, *, is_command: bool) -> bool:
    """Whether it is a file, or a text that is a review. In a channel a file beside a command is none of my business."""
    if request.inbound.files and (request.place == "direct" or not is_command):
        return True
    return await _is_review(request.inbound.text or "", request.courses)


async def _is_review(text: str, courses: Sequence[Course]) -> bool:
    if len(text) < SHORT:
        return looks_like(text, courses)
    return await asyncio.to_thread(looks_like, text, courses)


async def received(request: Request, run: Run) -> Reply:
    """Take in all that came, and say of each thing what became of it."""
    lists = roster_import.lists(request)
    blocks: list[Block] = []
    if lists:
        blocks += (await roster_import.received(request, run, lists[0])).blocks
    if len(lists) > 1:
        blocks.append(paragraph("I took the first file for the class list and did not look into the others."))
    files = tuple(file for file in request.inbound.files if file not in lists)
    if request.place != "direct":
        return Reply(tuple(blocks or [paragraph(NOT_HERE)]))
    said = request.inbound.text or ""
    if await _is_review(said, request.courses):
        blocks += await _text(request, run, _Document(text=said))
    for file in files[:MOST]:
        blocks += await _file(request, run, file, "" if blocks else said)
    if len(files) > MOST:
        blocks.append(paragraph(f"I looked at the first {MOST} files. Please send the others by themselves."))
    return Reply(tuple(blocks))


# --- a file -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A text with where it came from: `name` of the file, '' where it was pasted, and the words beside it."""

    text: str
    name: str = ""
    said: str = ""
    guessed: bool = False
    """Whether its letters had to be guessed."""


async def _file(request: Request, run: Run, file: SharedFile, said: str) -> list[Block]:
    name, kind = _shown(file.name), type_of(file.name)
    if kind not in TEXT_TYPES:
        return await _no_text(request, run, name, kind)
    content = await _content(request, file, name)
    if isinstance(content, str):
        return [paragraph(content)]
    found = text_in(content, stray=STRAY)
    if found is None:
        return await _no_text(request, run, name, kind)
    document = _Document(text=found[0], name=name, said=said, guessed=found[1])
    if not await _is_review(document.text, request.courses):
        return await _no_review(request, run, document)
    return await _text(request, run, document)


async def _content(request: Request, file: SharedFile, name: str) -> bytes | str:
    """What is in the file, or why it cannot be had."""
    if file.size > LARGEST:
        return f"“{name}” is too large for a review: at most {LARGEST // 1000} kB."
    if request.inbound.fetch is None:
        return "I cannot get files here. Please paste the text to me."
    try:
        content = (await request.inbound.fetch(file.id, LARGEST)).content
    except (Unreachable, RateLimited):
        return f"I could not get “{name}” just now. Please send it again in a moment."
    except CoursebotError as refusal:
        return f"“{name}”: {refusal}"
    return content if content.strip() else f"“{name}” is empty."


async def _no_text(request: Request, run: Run, name: str, kind: str) -> list[Block]:
    if kind in OFFICE:
        advice = "Save it as plain text (.txt or .md), or paste its text to me."
    else:
        advice = "A file that belongs to a review is added in its form."
    lead = paragraph(f"I can read a review in a .md or .txt file; “{name}” is none. {advice}")
    waiting = await to_do(request, run)
    return [lead, *([Buttons(paper_buttons(waiting))] if waiting else [])]


async def _no_review(request: Request, run: Run, document: _Document) -> list[Block]:
    """A text without the questions of any form. It is still where it was."""
    lead = f"“{document.name}” has none of a review’s questions as headings, so I kept nothing of it. "
    waiting = await to_do(request, run)
    if not waiting:
        return [paragraph(lead, "You owe no review just now.")]
    ask = "Which paper is it about? I send you its questions as a file, to put your text in:"
    return [paragraph(lead, ask), Buttons(paper_buttons(waiting, TEMPLATE))]


def _shown(name: str) -> str:
    words = " ".join(name.split())
    return words if len(words) <= 60 else f"{words[:40]}…{words[-18:]}"


# --- a review -----------------------------------------------------------------------------------------------------


async def _text(request: Request, run: Run, document: _Document) -> list[Block]:
    parts = await asyncio.to_thread(documents, document.text)
    blocks: list[Block] = []
    for part in parts[:MOST]:
        blocks += await _review(request, run, document, part)
    if len(parts) > MOST:
        blocks.append(paragraph(f"Of {len(parts)} reviews I took the first {MOST}: please send the others again."))
    if document.guessed:
        blocks.append(paragraph("The file is in no Unicode encoding: please look whether all letters are right."))
    return blocks


async def _review(request: Request, run: Run, document: _Document, text: str) -> list[Block]:
    waiting = await to_do(request, run)
    found: list[tuple[Course, Read]] = []
    made = made_of(text)
    for course in request.courses:
        form = None
        if made is not None and made.course == course.id:
            form = await run.read(handing_in.form_of_file, course, person(request), made)
        mine = [one.owed for of, one in waiting if of.id == course.id]
        likely = [one.paper for one in mine if one.session == mine[0].session]
        back = await asyncio.to_thread(read, text, course, likely=likely, said=document.said, form=form)
        found.append((course, back))
    sure = [(course, back) for course, back in found if back.owed is not None]
    if len(sure) == 1:
        return await _kept(request, run, sure[0][0], text, sure[0][1])
    if sure:
        found = [(course, Read(owed=None, likely=(back.owed,))) for course, back in sure if back.owed is not None]
    return _which(found)


def _which(found: Sequence[tuple[Course, Read]]) -> list[Block]:
    """It cannot be told what the text is about, so nothing is kept; it is still where it was sent."""
    here = [(course, back) for course, back in found if not back.elsewhere]
    if not here:
        return [paragraph("That review belongs to a course that you are not in here. I kept nothing of it.")]
    named = next((back.named for _, back in here if back.named), "")
    buttons = several_buttons([(course, one) for course, back in here for one in back.likely][:MENU])
    if named:
        lead = f"No review of “{_shown(named)}” is asked for, so I kept nothing of it."
    else:
        lead = "I cannot tell which paper that is a review of, so I kept nothing of it yet."
    titles = [one.reading.title for _, back in here for one in back.likely]
    how = "Write its title in the first line and send it again"
    if not titles:
        return [paragraph(f"{lead} /{here[0][0].command_prefix}review shows what you owe.")]
    example = f"{how}, such as “# Review: {_shown(titles[0])}”. Or write it in the form:"
    return [paragraph(f"{lead} {example}"), Buttons(buttons)]


async def _kept(request: Request, run: Run, course: Course, text: str, back: Read) -> list[Block]:
    """Keep it as a draft, then show what was read."""
    if back.owed is None:
        raise Refused("No review of that paper is asked for here (any more).")
    opened = await opened_for(request, run, course, back.owed.paper)
    if not back.answers:
        return dropped_lines.nothing_written(course, back)
    inbound = request.inbound
    sent = Sent(
        person=person(request),
        paper=back.owed.paper,
        window=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6],
        base=opened.base,
        answers={name: _with_old(opened, back, name) for name in back.answers},
        submit=False,
        platform=inbound.platform,
        account=inbound.account,
    )
    outcome: Outcome = await run(reviewing.save, course, sent, now=request.now)
    written: Written | None = await version(run, course, sent.person, sent.paper, outcome.number)
    if written is None:
        raise Refused("That version is not there (any more). Please send it again.")
    names = await file_names(run, course, written.form, written.answers)
    taken = Taken(
        course=course, now=request.now, whose=sent.person, back=back, before=opened, outcome=outcome, written=written
    )
    heading = Heading(f"Review: {back.owed.reading.title}")
    return [heading, *dropped_lines.told(taken, names)]


def _with_old(opened: Opened, back: Read, name: str) -> str:
    """The answer as it is to be kept: what stood elsewhere in the file takes nothing away."""
    value, old = back.answers[name], opened.answers.get(name, "")
    if name not in back.added or not old.strip():
        return value
    return old if value in old else f"{old.rstrip()}\n\n{value}"
