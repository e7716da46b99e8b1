"""A review as a file, on its way out and back in: the questions with what was written so far, and the button that hands
in a version as it is kept.

What a file says when it comes back is read in `dropped.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.commands import Audience, Parameter, Row, Run
from bot.conversation.form import FormAnswer, Invalid, Kept
from bot.conversation.reply import Action, Attachment, Button, Reply, line, paragraph, small
from bot.conversation.request import Request
from bot.course import answers, reviews, template
from bot.course.model import Course
from bot.course.reviews import Standing
from bot.errors import Refused
from bot.services import handing_in, owing, reviewing
from bot.services.reviewing import Opened, Outcome, Sent
from handlers import review_outcomes
from handlers.papers import WRITE, choosing, meant, several_buttons, title_span, which_course
from handlers.review_form import TEMPLATE, Place, number
from handlers.review_saving import file_names, only_course, opened_for, person, save_page, version, writer
from handlers.review_text import slug

SEND = "rsend"
MENU = 8
"""Papers of the question which one."""

HOW = "Write below each question, then send me the file here, or paste its text: I show you what I read, to submit it."


# --- on its way out -----------------------------------------------------------------------------------------------


async def asked(request: Request, run: Run) -> Reply:
    """The file of one paper: of a button's, of the one that is meant, or of the only one that is owed."""
    pressed = request.inbound.action is not None
    words = (request.arguments[0] if request.arguments else "") if pressed else request.words
    if not words.strip():
        waiting, written = await to_do(request, run), await _submitted(request, run)
        if len(waiting) == 1:
            course, only = waiting[0]
            return await _file(request, run, course, only.owed.paper)
        if not waiting:
            return Reply((paragraph("You owe no review just now. To get the file of another paper, say which."),))
        ask = "Of which paper do you want the questions as a file?"
        return choosing(ask, [*waiting, *written], request.now, verb=TEMPLATE)
    found = [(course, meant(course, words, reviews.owed(course), verb=TEMPLATE)) for course in request.courses]
    sure = [(course, one) for course, one in found if not isinstance(one, Reply)]
    if len(sure) == 1:
        return await _file(request, run, sure[0][0], sure[0][1].paper)
    if sure:
        return which_course(sure, verb=TEMPLATE)
    return next(one for _, one in found if isinstance(one, Reply))


async def _file(request: Request, run: Run, course: Course, paper: str) -> Reply:
    return await reply(request, run, course, await opened_for(request, run, course, paper))


async def reply(request: Request, run: Run, course: Course, opened: Opened) -> Reply:
    """The file with a word on what to do with it. Its form is remembered, since it may have changed when it is back."""
    one, window = opened.owed, opened.standing.window
    await run(handing_in.remember_form, course, one.review.form, now=request.now)
    text = template.text(
        course,
        one,
        one.review.form,
        opened.answers,
        due=None if window is None else window.due,
        base=opened.base,
    )
    title = f"Review: {one.reading.title}"
    file = Attachment(f"{slug(one.reading.title)}.md", text.encode(), title)
    written = "." if opened.source == "nothing" else ", with what you wrote."
    lead = line("The questions for ", title_span(one), f" as a file{written}")
    closed = small("It is closed by now, so what you send does not count by itself.")
    is_open = opened.standing.is_open(request.now)
    return Reply((paragraph(*lead), paragraph(HOW), *(() if is_open else (closed,))), files=(file,))


async def in_form(request: Request, run: Run) -> FormAnswer:
    """The button of an open form: what stands there is kept first, so that it is in the file."""
    course, place = only_course(request), Place.of(request)
    if any(value.strip() for value in request.values.values()):
        outcome = await save_page(request, run, course, place, submit=False)
        if isinstance(outcome, Invalid):
            return outcome
    said = await reply(request, run, course, await opened_for(request, run, course, place.paper))
    note = line("I sent you the questions with what you wrote as a file, by direct message. This form stays open.")
    return Kept(note, said)


# --- handed in as it is kept --------------------------------------------------------------------------------------


async def sent(request: Request, run: Run) -> Reply:
    """Submit what a file held, as it was kept when it came."""
    course, me = only_course(request), person(request)
    paper, which = (*request.arguments, "", "")[:2]
    found = await version(run, course, me, paper, number(which))
    if found is None:
        raise Refused("That version is not there (any more). Please send me the file again.")
    opened = await opened_for(request, run, course, paper)
    inbound = request.inbound
    handed = Sent(
        person=me,
        paper=paper,
        window=found.window,
        base=found.version.number,
        answers=answers.carried(found.form, opened.owed.review.form, found.answers),
        submit=True,
        platform=inbound.platform,
        account=inbound.account,
    )
    outcome: Outcome = await run(reviewing.save, course, handed, now=request.now)
    written = await version(run, course, me, paper, outcome.number) if outcome.kind == "too_late" else None
    names = await file_names(run, course, written.form, written.answers) if written is not None else None
    return review_outcomes.answer(writer(request, course), outcome, written, names)


# --- which papers -------------------------------------------------------------------------------------------------


async def to_do(request: Request, run: Run) -> list[tuple[Course, Standing]]:
    """What the person still has to write, in all of the courses; what is begun comes first in each session."""
    found: list[tuple[Course, Standing]] = []
    for course in request.courses:
        duties = await run.read(owing.duties_of, course, person(request), now=request.now)
        found += [(course, one) for duty in duties for one in duty.to_do(request.now)]
    return found


async def _submitted(request: Request, run: Run) -> list[tuple[Course, Standing]]:
    """What the person has written and can still change."""
    found: list[tuple[Course, Standing]] = []
    for course in request.courses:
        duties = await run.read(owing.duties_of, course, person(request), now=request.now)
        standings = [one for duty in duties for one in duty.standings]
        found += [(course, one) for one in standings if one.done and one.is_open(request.now)]
    return found


def paper_buttons(waiting: Sequence[tuple[Course, Standing]], verb: str = WRITE) -> tuple[Button, ...]:
    return several_buttons([(course, one.owed) for course, one in waiting[:MENU]], verb)


def submit_button(course: Course, paper: str, which: int) -> Button:
    return Button("Submit", Action(SEND, course.id, (paper, str(which))), "primary")


ROWS = (
    Row(
        name="template",
        verb=TEMPLATE,
        summary="The questions of a review as a file, to write it elsewhere",
        function=asked,
        submit=in_form,
        audience=Audience.STUDENT,
        parameters=(Parameter(name="paper", summary="Some words of its title", rest=True),),
    ),
    Row(
        name="send",
        verb=SEND,
        summary="Submit a version as it is kept",
        function=sent,
        audience=Audience.STUDENT,
        listed=False,
    ),
)
