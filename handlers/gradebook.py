"""`/course export gradebook`: what the file for Canvas would change, in words, and then the file.

Names and scores go only to the member of staff who asked, in private.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Answer, Cost, Row, Run
from bot.conversation.reply import (
    Action,
    Attachment,
    Block,
    Bold,
    Button,
    Buttons,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course
from bot.errors import Misconfigured, Refused
from bot.export import canvas
from bot.services import gradebook
from bot.services.gradebook import Gradebook
from bot.services.graded_work import Wanted
from bot.store.database import Connection
from handlers import gradebook_words as words
from handlers.staff_course import behind_a_button, staff_course

BOOK, FILE = "gbook", "gbfile"

SHOWN = 12


async def show(request: Request, run: Run) -> Answer:
    """What would change, and the buttons."""
    course = staff_course(request, BOOK)
    if isinstance(course, Reply):
        return course
    return await preview(course, request, run, flags="".join(request.arguments)[:9])


async def preview(course: Course, request: Request, run: Run, *, flags: str = "") -> Reply:
    """The same of a course that is known. `flags`: what a button carries: `c` for new columns, `f` for missing as 0,
    `p` for a column for each review.
    """
    made = await _made(course, request, run, flags)
    blocks: list[Block] = [paragraph(Bold("Gradebook: "), f"{words.headline(made)}.")]
    said = list(words.remarks(made))
    if said:
        blocks.append(bullets(*(line(one) for one in said)))
    raised = words.changes(made, SHOWN)
    if raised and made.sheet is not None:
        blocks += [paragraph(Bold("Changes")), bullets(*(line(one) for one in raised))]
    blocks.append(small(words.source(course, made)))
    return Reply((*blocks, *_buttons(course, made, flags)))


def _buttons(course: Course, made: Gradebook, flags: str) -> tuple[Block, ...]:
    found: list[Button] = []
    if made.filled.changes or made.sheet is None:
        found.append(Button("Give me the file", Action(FILE, course.id, (flags or "-",)), "primary"))
    ways = (
        ("f", "With missing as 0", "With missing as blank", True),
        ("c", "With new columns", "Without new columns", bool(made.homeless) or made.wanted.create),
        ("p", "A column for each review", "One total of the reviews", True),
    )
    for letter, on, off, offered in ways:
        if offered and (letter != "c" or made.sheet is not None):
            changed = flags.replace(letter, "") if letter in flags else flags + letter
            found.append(Button(off if letter in flags else on, Action(BOOK, course.id, (changed or "-",))))
    return (Buttons(tuple(found)),)


async def give(request: Request, run: Run) -> Answer:
    """The file, as the preview said it, made anew: it says again how much is in it."""
    course = staff_course(request, FILE)
    if isinstance(course, Reply):
        return course
    flags = "".join(request.arguments)[:9]
    made = await _made(course, request, run, flags, taken_by=request.someone.person)
    if made.sheet is not None and not made.filled.changes:
        raise Refused("Canvas has all of this already: there is nothing to import.")
    how = "In Canvas: Grades, Import, and choose this file. It shows what changes before it does." if made.sheet else ""
    return Reply(
        (paragraph(Bold("Your gradebook: "), f"{words.headline(made)}. {how}".rstrip()),),
        files=(Attachment(gradebook.file_name(course), content(made), "Gradebook"),),
    )


async def _made(course: Course, request: Request, run: Run, flags: str, *, taken_by: int | None = None) -> Gradebook:
    wanted = Wanted(create="c" in flags, final="f" in flags, per_review="p" in flags)
    try:
        if taken_by is None:
            return await run.read(gradebook.gradebook, course, wanted, now=request.now)  # type: ignore[no-any-return] # what it gives
        return await run(_taken, course, wanted, now=request.now, person=taken_by)  # type: ignore[no-any-return] # the same
    except Misconfigured as wrong:
        raise Refused(str(wrong) if str(wrong).endswith("?") else f"{wrong}.") from None


def _taken(connection: Connection, course: Course, wanted: Wanted, *, now: datetime, person: int) -> Gradebook:
    made = gradebook.gradebook(connection, course, wanted, now=now)
    gradebook.note(connection, course, made, person=person, now=now)
    return made


def content(made: Gradebook) -> bytes:
    return canvas.content(made.filled, as_it_stood=made.sheet is not None)


ROWS: tuple[Row, ...] = (
    behind_a_button("gradebook", BOOK, "What the gradebook for Canvas would change", show, cost=Cost.HEAVY),
    behind_a_button("gradebook-file", FILE, "The gradebook for Canvas as a file", give, cost=Cost.HEAVY),
)
