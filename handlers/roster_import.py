"""A class list that staff drop: what it would change, in private, and two buttons. Only what was shown is imported.

The file waits in the database, so a restart in between loses nothing; in a channel of others it is never looked into.
"""

from __future__ import annotations

import asyncio

from bot.conversation.commands import Answer, Row, Run
from bot.conversation.port import RateLimited
from bot.conversation.reply import Action, Block, Button, Buttons, Heading, Reply, bullets, line, paragraph
from bot.conversation.request import Request, SharedFile
from bot.course.class_list_text import LARGEST, BadClassList
from bot.course.file_types import type_of
from bot.course.model import Course
from bot.course.roster_file import ClassList, read
from bot.errors import CoursebotError, Refused, Unreachable
from bot.services import roster_import
from bot.services.roster_import import DIGEST, Imported, Preview, Standing, Waiting
from handlers.roster_import_lines import broken, done, file_name, previewed, source
from handlers.roster_notices import PAGE_VERB
from handlers.seat_numbers import after_a_change
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course
from handlers.wording import instant

IMPORT, CANCEL, WHICH, UNCLAIMED = "rostyes", "rostno", "rostfor", "rostwho"

TYPES = ("csv", "tsv", "xlsx", "xls", "ods", "numbers")
"""What staff mean as a class list; those that are no text are answered with how to make one of them."""

NAMES_SHOWN = 200


def lists(request: Request) -> tuple[SharedFile, ...]:
    """The files among those that came that are for the class list: staff give them, and nobody else reads along."""
    if request.place == "shared" or not _staffed(request):
        return ()
    return tuple(one for one in request.inbound.files if type_of(one.name) in TYPES)


def _staffed(request: Request) -> tuple[Course, ...]:
    return tuple(course for course in request.courses if request.is_staff(course.id))


async def received(request: Request, run: Run, file: SharedFile) -> Reply:
    """Look into it, keep it, and show what it would change; where staff have several courses, ask which."""
    name = file_name(file.name)
    content = await _content(request, file, name)
    if isinstance(content, str):
        return Reply((paragraph(content),))
    try:
        sheet = await asyncio.to_thread(read, content, name)
    except BadClassList as bad:
        return broken(bad)
    courses = _staffed(request)
    blob: str = await run(
        roster_import.keep, courses, request.someone.person, content=content, name=name, now=request.now
    )
    if len(courses) > 1:
        ask = f"“{name}” is a list of {len(sheet.lines)}. Of which course is it the class list?"
        buttons = tuple(Button(one.title, Action(WHICH, one.id, (blob,))) for one in courses)
        return Reply((paragraph(ask), Buttons((*buttons, Button("Cancel", Action(CANCEL, courses[0].id, (blob,)))))))
    return await _previewed(run, courses[0], sheet, blob)


async def _content(request: Request, file: SharedFile, name: str) -> bytes | str:
    """What is in the file, or why it cannot be had."""
    if file.size > LARGEST:
        return f"“{name}” is too large for a class list: at most {LARGEST // 1_000_000} MB. Nothing was changed."
    if request.inbound.fetch is None:
        return "I cannot get files here. `coursebot roster import` takes the file, too."
    try:
        return (await request.inbound.fetch(file.id, LARGEST)).content
    except (Unreachable, RateLimited):
        return f"I could not get “{name}” just now. Please send it again in a moment."
    except CoursebotError as refusal:
        return f"“{name}”: {refusal}"


async def _previewed(run: Run, course: Course, sheet: ClassList, blob: str, *lead: Block) -> Reply:
    found: Preview = await run.read(roster_import.preview, course, sheet)
    return Reply((*lead, *previewed(course, found), *_buttons(course, found, blob)))


def _buttons(course: Course, found: Preview, blob: str) -> tuple[Block, ...]:
    if found.changes_nothing:
        return ()
    go = Action(IMPORT, course.id, (blob, found.stamp, found.sheet.digest[:DIGEST]))
    return (Buttons((Button("Import", go, "primary"), Button("Cancel", Action(CANCEL, course.id, (blob,))))),)


# --- the buttons ------------------------------------------------------------------------------------------------------


async def which(request: Request, run: Run) -> Answer:
    """The file is the class list of this course."""
    course = only_course(request)
    kept = await _kept(request, run, course)
    if isinstance(kept, Reply):
        return kept
    return await _previewed(run, course, await asyncio.to_thread(read, kept.content, kept.name), kept.id)


async def import_it(request: Request, run: Run) -> Answer:
    """Do what was shown."""
    course = only_course(request)
    if len(request.arguments) < 3:
        raise Refused(OLD_BUTTON)
    kept = await _kept(request, run, course)
    if isinstance(kept, Reply):
        return kept
    sheet = await asyncio.to_thread(read, kept.content, kept.name)
    outcome: Imported = await run(
        roster_import.apply, course, sheet, stamp=request.arguments[1], now=request.now, by=request.someone.person
    )
    if not outcome.done and not outcome.preview.changes_nothing:
        anew = paragraph("Since you looked, people have changed, so nothing was imported. Here it is again.")
        return Reply((anew, *previewed(course, outcome.preview), *_buttons(course, outcome.preview, kept.id)))
    await run(roster_import.forget, course, kept.id, request.someone.person)
    if not outcome.done:
        return Reply(previewed(course, outcome.preview))
    standing: Standing = await run.read(roster_import.standing, course)
    see = Buttons((Button("Who is in the course", Action(PAGE_VERB, course.id)),))
    return Reply((*done(course, outcome, standing), *await after_a_change(run, course), see))


async def _kept(request: Request, run: Run, course: Course) -> Waiting | Reply:
    """The file, or what became of it."""
    blob, digest = request.arguments[:1], request.arguments[2:3]
    if not blob:
        raise Refused(OLD_BUTTON)
    kept: Waiting | None = await run.read(roster_import.waiting, course, blob[0], request.someone.person)
    if kept is not None:
        return kept
    before = await run.read(roster_import.imported, course, digest[0]) if digest else None
    if before is None:
        return Reply((paragraph("I do not have that file any more, and nothing was changed. Please send it again."),))
    words = f"“{before.name}” was imported already, on "
    return Reply((paragraph(words, instant(course, before.imported_at), "."),))


async def cancel(request: Request, run: Run) -> Answer:
    """Nothing happens."""
    course = only_course(request)
    if not request.arguments:
        raise Refused(OLD_BUTTON)
    gone: bool = await run(roster_import.forget, course, request.arguments[0], request.someone.person)
    if not gone:
        return Reply((paragraph("There is nothing to cancel any more."),))
    return Reply((paragraph("All right: nothing was changed, and I have forgotten the file."),))


async def unclaimed(request: Request, run: Run) -> Answer:
    """Who of the list has no account here."""
    course = only_course(request)
    standing: Standing | None = await run.read(roster_import.standing, course)
    if standing is None:
        return Reply((paragraph("There is no class list yet. Drop a CSV file here: I show you what it would change."),))
    names = standing.unclaimed
    blocks: list[Block] = [Heading(f"Unclaimed in {course.title}"), paragraph(*source(course, standing))]
    if names:
        blocks.append(bullets(*(line(name) for name in names[:NAMES_SHOWN])))
    if len(names) > NAMES_SHOWN:
        blocks.append(paragraph(f"And {len(names) - NAMES_SHOWN} more; `coursebot roster show` has everybody."))
    return Reply(tuple(blocks))


def list_lines(course: Course, standing: Standing | None) -> list[Block]:
    """Under the roster: where the list comes from, and who has not claimed their line."""
    if standing is None:
        return []
    ask = Buttons((Button("Who is unclaimed", Action(UNCLAIMED, course.id)),))
    return [paragraph(*source(course, standing)), *([ask] if standing.unclaimed else [])]


ROWS: tuple[Row, ...] = (
    behind_a_button("import-class-list", IMPORT, "Import a class list that was shown", import_it),
    behind_a_button("forget-class-list", CANCEL, "Do not import a class list", cancel),
    behind_a_button("class-list-of", WHICH, "Say of which course a class list is", which),
    behind_a_button("unclaimed", UNCLAIMED, "Who of the class list has no account here", unclaimed),
)
