"""`/course fill`: a proposal for all that is open, shown with how fair it is before anything is done; then Apply, Undo.

Answers are private wherever it was asked. What a proposal says is in `filling_lines`; who gets which seat is worked out
off the event loop, for it takes a moment.
"""

from __future__ import annotations

import asyncio

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.reply import Reply, paragraph
from bot.conversation.request import Request
from bot.course.filling import Scope, scope_for
from bot.course.model import Course
from bot.course.signups import seats
from bot.errors import Refused
from bot.services import filling
from bot.services.filling import Applied, Kept, Situation, Undone
from handlers import filling_lines, filling_outcomes
from handlers.command_line import is_id
from handlers.filling_lines import ANYWAY, APPLY, FILL, LIST, UNDO
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course

NO_SUCH = "I have no such proposal any more. Please ask for a new one with /{prefix}course fill."

ALL_WORDS = frozenset({"all", "everything", "every"})
MINIMUM_WORDS = frozenset({"minimum", "min", "least", "owed"})


async def propose(request: Request, run: Run) -> Answer:
    """A proposal with its figures; with the arguments of a button a page of who gets what."""
    course = staff_course(request, FILL, request.arguments)
    if isinstance(course, Reply):
        return course
    if request.arguments[:1] == (LIST,):
        return await _page(request, run, course)
    if not seats(course):
        return Reply((paragraph(f"{course.title} has no seats to fill: its schedule has nobody present."),))
    scope = _scope(request, course)
    if scope is Scope.MINIMUM and not course.presenting.rules.at_least:
        return Reply((paragraph("The schedule asks for no minimum, so there is only “all”."),))
    found: Situation = await run.read(filling.situation, course)
    made = await asyncio.to_thread(found.filling, request.now, scope)
    if not made.given:
        return filling_lines.nothing(course, found, made)
    by = request.someone.person
    number: int = await run(filling.keep, course, found, made, now=request.now, by=by)
    return filling_lines.proposal(course, found, made, number)


def _scope(request: Request, course: Course) -> Scope:
    words = {word.lower() for word in request.arguments}
    if words & ALL_WORDS:
        return Scope.ALL
    if words & MINIMUM_WORDS:
        return Scope.MINIMUM
    if words:
        raise Refused(
            f"I know “/{course.command_prefix}course fill minimum” and “/{course.command_prefix}course fill all”."
        )
    return scope_for(course)


async def _page(request: Request, run: Run, course: Course) -> Reply:
    number, start = _number(request.arguments[1:2]), _number(request.arguments[2:3] or ("0",))
    kept: Kept | None = await run.read(filling.find, course, number)
    if kept is None:
        raise Refused(NO_SUCH.format(prefix=course.command_prefix))
    return filling_outcomes.page(course, kept, start)


async def apply(request: Request, run: Run) -> Answer:
    """Give the seats. A second press, or a colleague's, says that it is done."""
    course = only_course(request)
    anyway = request.arguments[1:2] == (ANYWAY,)
    number, by = _number(request.arguments[:1]), request.someone.person
    came: Applied | None = await run(filling.apply, course, number, now=request.now, by=by, anyway=anyway)
    if came is None:
        raise Refused(NO_SUCH.format(prefix=course.command_prefix))
    return filling_outcomes.applied(course, came)


async def undo(request: Request, run: Run) -> Answer:
    """Free what is still as it was given."""
    course = only_course(request)
    number, by = _number(request.arguments[:1]), request.someone.person
    came: Undone | None = await run(filling.undo, course, number, now=request.now, by=by)
    if came is None:
        raise Refused(NO_SUCH.format(prefix=course.command_prefix))
    return filling_outcomes.undone(course, came)


def _number(arguments: tuple[str, ...]) -> int:
    """Raises Refused where a button of this module would have carried a number and this one does not."""
    text = arguments[0] if arguments else ""
    if not is_id(text):
        raise Refused(OLD_BUTTON)
    return int(text)


ROWS: tuple[Row, ...] = (
    Row(
        name="fill",
        verb=FILL,
        summary="A fair proposal for all free seats, shown before anything is done",
        function=propose,
        subcommand=False,
        audience=Audience.TA,
        cost=Cost.HEAVY,
        parameters=(
            Parameter(
                name="seats", summary="minimum: only what people still owe; all: every seat", choices=("minimum", "all")
            ),
        ),
    ),
    behind_a_button("fill-apply", APPLY, "Apply a proposal for the free seats", apply, cost=Cost.HEAVY),
    behind_a_button("fill-undo", UNDO, "Take back a proposal that was applied", undo, cost=Cost.FREE),
)
