"""Return for edit: staff give a review back with a note for its writer alone, and a new due time if they want.

What was typed as a time is said back whole, with what it means for the writer, before anything is done. What the writer
reads is worded here too.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.form import Form, FormAnswer, Invalid, Next, Saved, TextInput
from bot.conversation.plain import span_text
from bot.conversation.reply import (
    Action,
    Bold,
    Button,
    Buttons,
    Line,
    Reply,
    line,
    paragraph,
)
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.reviews import passed
from bot.course.until import read_limit
from bot.errors import Refused
from bot.services import review_reading, review_returns
from bot.services.review_reading import Page
from bot.services.review_returns import Back, GivenBack, Prospect, Undone
from handlers import granting
from handlers.command_line import is_id
from handlers.papers import title_of
from handlers.review_marks_words import ago, review_of
from handlers.review_pages import shown
from handlers.review_places import RETURN, carried, turn
from handlers.review_return_words import echo, meaning
from handlers.staff_course import behind_a_button, only_course
from handlers.when import doubt
from handlers.wording import instant

UNDO = "rretundo"
"""Arguments: as of RETURN, with the return's id in place of the version."""

NOTE_LIMIT = 2000
UNTIL_HINT = "Optional, in course time: “fri 5pm”, “3 feb 9:00”, “+2d” from now. Empty: the times stay as they are."
NO_TIME = "I cannot read a time in that. Try “fri 5pm”, “3 feb 9:00” or “+2d”, or leave it empty."
NO_NOTE = "Say what should change: the note is all that its writer gets."


# --- the form -------------------------------------------------------------------------------------------------------


async def opened(request: Request, run: Run) -> Answer:
    """The form."""
    course, (_, review, version) = only_course(request), carried(request)
    seen: Prospect = await run.read(review_returns.prospect, course, review, version, None, now=request.now)
    if seen.newer:
        raise Refused(f"{seen.item.name} has sent a new version since. Please look at that one first.")
    return _form(request, course, seen)


def _form(request: Request, course: Course, seen: Prospect) -> Form:
    what = review_of(seen.item.name, seen.item.owed.reading.title)
    last = seen.last
    already: Line = ()
    if last is not None and last.version == _number(seen):
        already = line(f" {seen.by or 'Somebody'} returned it ", *ago(course, last.returned_at, request.now), ".")
    return Form(
        action=Action(RETURN, course.id, (*request.arguments[:4], "", str(last.id if last is not None else 0))),
        title="Return for edit",
        intro=line(f"{what}. The note goes to its writer alone, in a direct message with your name.", *already),
        inputs=(
            TextInput(id="note", label="What should change?", long=True, limit=NOTE_LIMIT),
            TextInput(id="until", label="New due time", hint=UNTIL_HINT, limit=60),
        ),
        pages=2,
        submit="Preview",
    )


def _number(seen: Prospect) -> int:
    counts = seen.item.standing.counts
    return counts.number if counts is not None else 0


async def submitted(request: Request, run: Run) -> FormAnswer:
    """First what it would mean; once the same was seen, do it."""
    course, (_, review, version) = only_course(request), carried(request)
    previewed, last = (*request.arguments[4:], "", "")[:2]
    note, until = request.values.get("note", "").strip(), _until(request, course, previewed)
    if not note or isinstance(until, str):
        return Invalid(({} if note else {"note": NO_NOTE}) | ({"until": until} if isinstance(until, str) else {}))
    try:
        seen: Prospect = await run.read(review_returns.prospect, course, review, version, until, now=request.now)
    except Refused as refusal:
        return Invalid({"until" if until is not None else "note": str(refusal)})
    errors = _errors(course, seen)
    if errors:
        return Invalid(errors)
    if previewed != _encoded(until) or not is_id(last):
        return Next(_second(request, course, seen, until, note))
    back = Back(review=review, version=version, note=note, until=until, last=int(last))
    given: GivenBack = await run(review_returns.give_back, course, back, now=request.now, by=request.someone.person)
    if not given.fresh:
        return Next(_second(request, course, given.seen, until, note))
    return Saved(await _done(request, run, course, given, until))


def _until(request: Request, course: Course, previewed: str) -> datetime | str | None:
    """The new due time; what is wrong with the words for it; None for none."""
    words = request.values.get("until", "").strip()
    if not words:
        return None
    until = _previewed(course, previewed, words) or read_limit(words, course, request.now)
    return _wrong(course, words, until, request.now) or until


def _errors(course: Course, seen: Prospect) -> dict[str, str]:
    if seen.newer:
        return {"note": f"{seen.item.name} has sent a new version meanwhile. Close this and look at that one."}
    if seen.doubt is not None and seen.doubt.had is not None:
        had = span_text(instant(course, seen.doubt.had))
        return {"until": f"They have until {had} already. Say a later time, or leave it empty."}
    return {}


def _encoded(until: datetime | None) -> str:
    return "-" if until is None else str(int(until.timestamp()))


def _previewed(course: Course, previewed: str, words: str) -> datetime | None:
    """The time that was said back, where it still stands there as it was."""
    if not is_id(previewed):
        return None
    until = datetime.fromtimestamp(int(previewed), UTC)
    return until if words == echo(course, until) else None


def _wrong(course: Course, words: str, until: datetime | None, now: datetime) -> str:
    missing = granting.no_day(words.split(), course, now)
    if missing:
        return f"There is no {missing}. Type another day."
    if until is None:
        return doubt(words, course, now) or NO_TIME
    return f"{echo(course, until)} is past. Say a time that is still to come." if passed(until, now) else ""


# --- what it would mean -----------------------------------------------------------------------------------------------


def _second(request: Request, course: Course, seen: Prospect, until: datetime | None, note: str) -> Form:
    last = str(seen.last.id if seen.last is not None else 0)
    again: Line = ()
    if seen.last is not None and last != (*request.arguments[4:], "", "")[1]:
        again = line(f"{seen.by or 'Somebody'} returned it ", *ago(course, seen.last.returned_at, request.now), ". ")
    return Form(
        action=Action(RETURN, course.id, (*request.arguments[:4], _encoded(until), last)),
        title="Return for edit",
        intro=line(*again, *meaning(course, seen, until, request.now)),
        inputs=(
            TextInput(id="note", label=f"Note to {seen.item.name}", value=note, long=True, limit=NOTE_LIMIT),
            TextInput(
                id="until",
                label="New due time",
                hint="Another time is shown once more before it counts.",
                value="" if until is None else echo(course, until),
                limit=60,
            ),
        ),
        page=2,
        pages=2,
        submit="Return it",
    )


# --- done -------------------------------------------------------------------------------------------------------------


async def _done(request: Request, run: Run, course: Course, given: GivenBack, until: datetime | None) -> Reply:
    scope, review, _ = carried(request)
    item = given.seen.item
    told = "They hear of it from me now." if given.told else "They have no account where I am: please tell them."
    due: Line = line(", due ", instant(course, until)) if until is not None else ()
    what = review_of(item.name, item.owed.reading.title)
    lead = paragraph(Bold("Returned"), f": {what}", *due, f". {told}")
    back = Action(UNDO, course.id, (*request.arguments[:3], str(given.id)))
    page: Page = await run.read(review_reading.page, course, scope, review, "unmarked", now=request.now)
    return shown(request, course, page, lead, Buttons((Button("Undo", back),)))


async def undo(request: Request, run: Run) -> Answer:
    """Take it back."""
    course, (scope, _, made) = only_course(request), carried(request)
    said: Undone = await run(review_returns.undo, course, made, now=request.now, by=request.someone.person)
    what = review_of(said.name, title_of(course, said.row.paper))
    if not said.fresh:
        return Reply((paragraph(f"That was taken back already: {what}."),))
    review = (said.row.person, said.row.paper)
    known = f"I tell {said.name}." if said.known else f"{said.name} had not heard of it yet."
    look = Button("Back to the review", turn(course, scope, review, "here"))
    return Reply((paragraph(Bold("Taken back"), f": {what} is not returned any more. {known}"), Buttons((look,))))


ROWS: tuple[Row, ...] = (
    Row(
        name="return",
        verb=RETURN,
        summary="Give a review back to be edited",
        function=opened,
        submit=submitted,
        audience=Audience.TA,
        cost=Cost.FREE,
        listed=False,
    ),
    behind_a_button("undo-return", UNDO, "Take a return back", undo, cost=Cost.FREE),
)
