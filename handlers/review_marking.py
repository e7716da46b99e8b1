"""`/course reviews`: staff read the reviews that came in, one at a time and with names, and mark them.

Every button carries the person and the paper, so that two who mark at the same time do not step on each other, and what
comes in meanwhile moves nobody's place. It is for staff, in private.
"""

from __future__ import annotations

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.reply import (
    Action,
    Attachment,
    Block,
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
from bot.errors import Refused
from bot.services import review_marks, review_reading
from bot.services.review_marks import Former, Pressed, label
from bot.services.review_reading import Page, Scope
from handlers.command_line import clean, is_id, without_of
from handlers.papers import short, title_of
from handlers.review_marks_meant import meant
from handlers.review_marks_words import ago, review_of
from handlers.review_pages import shown
from handlers.review_places import FILE, MARK, REVIEWS, STEPS, UNMARK, carried, place, turn
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course

# --- asking ---------------------------------------------------------------------------------------------------------


async def reviews(request: Request, run: Run) -> Answer:
    """One review with its buttons: of a session, of a person, or the first that is not marked."""
    course = staff_course(request, REVIEWS, request.arguments)
    if isinstance(course, Reply):
        return course
    first = request.arguments[0] if request.arguments else ""
    if request.inbound.action is not None and first[:1] == "=":
        return await _turned(request, run, course)
    asked = await _scope(request, run, course, without_of(clean(request.words)))
    if isinstance(asked, Reply):
        return asked
    page: Page = await run.read(review_reading.page, course, asked, None, "here", now=request.now)
    return shown(request, course, page)


async def _scope(request: Request, run: Run, course: Course, typed: str) -> Scope | Reply:
    if typed:
        return await meant(request, run, course, typed)
    session: str | None = await run.read(review_reading.current, course, now=request.now)
    return Scope("unmarked") if session is None else Scope("session", session=session)


async def _turned(request: Request, run: Run, course: Course) -> Reply:
    letter, person, paper, step = (*request.arguments, "", "", "")[:4]
    scope, at = place(course, letter[1:], person, paper)
    page: Page = await run.read(review_reading.page, course, scope, at, STEPS.get(step, "here"), now=request.now)
    return shown(request, course, page)


# --- marking --------------------------------------------------------------------------------------------------------


async def mark(request: Request, run: Run) -> Answer:
    """Save a mark and go on."""
    course, (scope, at, version), rest = only_course(request), carried(request), request.arguments[4:]
    if len(rest) != 2:
        raise Refused(OLD_BUTTON)
    seen, step = rest
    said: Pressed = await run(
        review_marks.mark, course, at, step, version=version, seen=seen, now=request.now, by=request.someone.person
    )
    title = title_of(course, at[1])
    if said.kind == "other" and said.mark is not None:
        return _asked_first(request, course, said, step)
    if said.kind == "newer":
        newer = paragraph(
            f"{said.name} has sent a new version since you opened this one, so nothing was marked. Here it is:"
        )
        page: Page = await run.read(review_reading.page, course, scope, at, "here", now=request.now)
        return shown(request, course, page, newer)
    done: Line = line(Bold(label(course, step)), f" for {review_of(said.name, title)}")
    lead: list[Block] = [paragraph(*done, ".")]
    if said.kind == "marked":
        former = (said.before.mark, str(said.before.version)) if said.before is not None else ("", "0")
        back = Action(UNMARK, course.id, (*request.arguments[:4], step, *former))
        lead.append(Buttons((Button("Undo", back),)))
    page = await run.read(review_reading.page, course, scope, at, "unmarked", now=request.now)
    return shown(request, course, page, *lead)


def _asked_first(request: Request, course: Course, said: Pressed, step: str) -> Reply:
    """`Chris marked it ✓ a minute ago`: it is changed only by another press."""
    if said.mark is None:
        raise Refused(OLD_BUTTON)
    scope, at, _ = carried(request)
    stands, when = said.mark, ago(course, said.mark.marked_at, request.now)
    who = "You" if stands.marked_by == request.someone.person else said.by or "Somebody"
    lead = line(Bold(f"{who} marked it {label(course, stands.mark)} "), *when)
    what = review_of(said.name, title_of(course, stands.paper))
    change = Action(MARK, course.id, (*request.arguments[:4], stands.mark, step))
    buttons = [Button(f"Change it to {label(course, step)}", change)]
    buttons.append(Button("Leave it, next", turn(course, scope, at, "unmarked"), "primary"))
    return Reply((paragraph(*lead, f", while you had {what} open. Nothing was changed."), Buttons(tuple(buttons))))


async def unmark(request: Request, run: Run) -> Answer:
    """Take a mark back, and show the review again."""
    course, (scope, at, version), rest = only_course(request), carried(request), request.arguments[4:]
    if len(rest) != 3 or not is_id(rest[2]):
        raise Refused(OLD_BUTTON)
    former = Former(rest[1], int(rest[2]))
    said: Pressed = await run(
        review_marks.unmark,
        course,
        at,
        rest[0],
        version=version,
        former=former,
        now=request.now,
        by=request.someone.person,
    )
    what = review_of(said.name, title_of(course, at[1]))
    if said.kind == "other" and said.mark is not None:
        lead = paragraph(
            f"{said.by or 'Somebody'} has marked {what} {label(course, said.mark.mark)} since; that stays."
        )
    elif said.kind == "same":
        lead = paragraph(f"There is no mark on {what}.")
    else:
        stands = f"it is {label(course, said.mark.mark)} again" if said.mark is not None else "it is not marked"
        lead = paragraph(Bold("Taken back"), f": {what}, {stands}.")
    page: Page = await run.read(review_reading.page, course, scope, at, "here", now=request.now)
    return shown(request, course, page, lead)


async def file(request: Request, run: Run) -> Answer:
    """A file that was handed in with the review."""
    course, (_, at, version), rest = only_course(request), carried(request), request.arguments[4:]
    if len(rest) != 1 or not is_id(rest[0]):
        raise Refused(OLD_BUTTON)
    name, content = await run.read(review_reading.file, course, at, version, int(rest[0]))
    return Reply(
        (paragraph(f"{name}, handed in with a review of ‘{short(title_of(course, at[1]))}’."),),
        files=(Attachment(name, content),),
    )


ROWS: tuple[Row, ...] = (
    Row(
        name="reviews",
        verb=REVIEWS,
        summary="Read and mark the reviews that came in, one at a time",
        function=reviews,
        audience=Audience.TA,
        parameters=(
            Parameter(
                name="which", summary="Words of a session’s title, @name, or unmarked; else what is on", rest=True
            ),
        ),
    ),
    behind_a_button("mark", MARK, "Mark a review", mark, cost=Cost.FREE),
    behind_a_button("undo-mark", UNMARK, "Take a mark back", unmark, cost=Cost.FREE),
    behind_a_button("review-file", FILE, "Get a file of a review", file),
)
