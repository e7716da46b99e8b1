"""What the bot posts, as staff see it coming, and what they take back: plan and retract; how they announce something
is in `announce`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph
from bot.conversation.request import Request
from bot.course import planner
from bot.course.model import Course
from bot.errors import Refused
from bot.services import announcing, control
from bot.services.announcing import Waiting
from bot.store.ledger import Delivery
from bot.store.records import CourseState
from handlers import announce
from handlers.announce import PLAN, RETRACT
from handlers.command_line import is_id, page_start
from handlers.going_live import RESUME, go_live_buttons, planned_line, until_words
from handlers.staff_course import staff_course
from handlers.wording import instant

LOOK_AHEAD = timedelta(days=14)
PAGE = 12


# --- plan ---------------------------------------------------------------------------------------------------------


async def plan(request: Request, run: Run) -> Answer:
    """What will be posted in the next 14 days, in pages."""
    course = staff_course(request, PLAN)
    if isinstance(course, Reply):
        return course
    state = await run(control.course_state, course.id)
    coming = planner.due(course, request.now, request.now + LOOK_AHEAD)
    pages = max(1, -(-len(coming) // PAGE))
    number = min(max(page_start(request.arguments[:1], usual=1), 1), pages)
    shown = coming[(number - 1) * PAGE : number * PAGE]
    blocks: list[Block] = [*_state_blocks(request, course, state)]
    if number == 1:
        waiting: tuple[Waiting, ...] = await run.read(announcing.waiting, course.id, now=request.now)
        blocks += announce.waiting_blocks(course, waiting)
    if shown:
        title = Bold("In the next 14 days")
        blocks += [paragraph(title, f" (page {number} of {pages})") if pages > 1 else paragraph(title)]
        blocks.append(bullets(*(planned_line(course, one) for one in shown)))
    else:
        blocks.append(paragraph(*_nothing_soon(course, request.now)))
    turns = [Button("Previous", Action(PLAN, course.id, (str(number - 1),)))] if number > 1 else []
    turns += [Button("Next", Action(PLAN, course.id, (str(number + 1),)))] if number < pages else []
    blocks += [Buttons(tuple(turns))] if turns else []
    return Reply(tuple(blocks))


def _state_blocks(request: Request, course: Course, state: CourseState) -> list[Block]:
    blocks: list[Block] = []
    if not state.live:
        until_then = "all this goes to the staff channel only, until an instructor goes live."
        blocks.append(paragraph(Bold("Rehearsal: "), until_then))
        blocks += go_live_buttons(request, course)
    if state.paused(request.now):
        until = until_words(course, state.paused_until)
        why = f" ({state.paused_reason})" if state.paused_reason else ""
        blocks.append(paragraph(Bold("Paused"), *until, f"{why}. What is still useful by then goes out afterwards."))
        blocks.append(Buttons((Button("Resume", Action(RESUME, course.id)),)))
    return blocks


def _nothing_soon(course: Course, now: datetime) -> Line:
    later = planner.next_due(course, now)
    if later is None:
        return line("Nothing more is planned for this course.")
    return line("Nothing is planned for the next 14 days. The next post is on ", instant(course, later), ".")


# --- retract ------------------------------------------------------------------------------------------------------


async def retract(request: Request, run: Run) -> Answer:
    """The last post with two buttons, and what they do."""
    course = staff_course(request, RETRACT)
    if isinstance(course, Reply):
        return course
    if request.inbound.action is not None and len(request.arguments) == 2:
        return await _decided(request, run, course)
    last = await run(announcing.last_post, course.id)
    if last is None:
        return Reply((paragraph("There is nothing to take back: no post of mine stands in the channel."),))
    return _last_post(course, last)


def _last_post(course: Course, last: Delivery) -> Reply:
    when: Line = line(", ", instant(course, last.sent_at)) if last.sent_at is not None else ()
    said = codec.decode(last.snapshot).blocks if last.snapshot is not None else (paragraph(last.title),)
    shown = tuple(block for block in said if not isinstance(block, Buttons))
    buttons = Buttons(
        (
            Button("Retract it", Action(RETRACT, course.id, (str(last.id), "yes")), "danger"),
            Button("Keep it", Action(RETRACT, course.id, (str(last.id), "no"))),
        )
    )
    return Reply((paragraph(Bold("The last post"), f" in {last.channel}", *when, ":"), *shown, buttons))


async def _decided(request: Request, run: Run, course: Course) -> Reply:
    number, answer = request.arguments
    if answer != "yes":
        return Reply((paragraph("It stays."),))
    if not is_id(number):
        raise Refused("I do not know that post.")
    started = await run(
        announcing.retract, course=course, delivery_id=int(number), now=request.now, by=request.someone.person
    )
    if not started:
        return Reply((paragraph("It is not there any more."),))
    return Reply((paragraph("I am taking it back; it is gone in a moment. It will not be posted again."),))


ROWS: tuple[Row, ...] = (
    *announce.ROWS,
    Row(
        name="plan",
        verb=PLAN,
        summary="What I will post in the next 14 days",
        function=plan,
        audience=Audience.TA,
        cost=Cost.HEAVY,
    ),
    Row(
        name="retract",
        verb=RETRACT,
        summary="Take the last post back",
        function=retract,
        audience=Audience.TA,
        cost=Cost.FREE,
    ),
)
