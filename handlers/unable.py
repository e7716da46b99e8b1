"""Somebody says in their own words that they are ill, need more time or cannot make it: what they owe, each with the
button to tell staff.

It tells nobody anything by itself. It never asks, and never says back, what somebody wrote of their health.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.commands import Audience, Row, Run
from bot.conversation.reply import Action, Block, Button, Buttons, Code, Reply, line, paragraph, small
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty, State
from bot.services import owing, pleading
from handlers.papers import short
from handlers.plain_words import UNABLE
from handlers.plea_lines import CANNOT

SOON = timedelta(days=7)
"""What is due within this time is offered by itself."""

SHOWN = 6
TITLE = 44
COURSE = 14

LEADS = {
    "ill": "I’m sorry to hear that, take care of yourself. The staff can give you more time or excuse you.",
    "time": "The staff can give you more time, and I ask them for you.",
    "cannot": "That happens. The staff can give you more time or excuse you.",
}


async def offered(request: Request, run: Run) -> Reply:
    """What is owed, with buttons."""
    lead = LEADS.get((*request.arguments, "")[0], LEADS["cannot"])
    mine = [course for course in request.courses if request.role_in(course.id) is CourseRole.STUDENT]
    if not mine:
        return _for_others(request)
    if not any(reviews.owed(course) for course in mine):
        return Reply((paragraph(f"{lead} I collect no reviews here, so please write to them yourself."),))
    buttons: list[Button] = []
    for course in mine:
        duties: tuple[Duty, ...] = await run.read(owing.duties_of, course, request.someone.person, now=request.now)
        buttons += _buttons(course, pleading.pleadable(duties, request.now), request, led=len(mine) > 1)
    if not buttons:
        nothing = "I collect your reviews, and you owe none just now; for anything else please write to them yourself."
        return Reply((paragraph(f"{lead} {nothing}"),))
    blocks: list[Block] = [
        paragraph(f"{lead} What is it about?"),
        Buttons(tuple(buttons[: SHOWN + len(mine)])),
        small("You can add a word before anything is sent. If you miss a class too, please tell them yourself."),
    ]
    return Reply(tuple(blocks))


def _buttons(course: Course, duties: Sequence[Duty], request: Request, *, led: bool) -> list[Button]:
    """Each thing that is due soon, or else the next; and one for what is not among them."""
    soon = [duty for duty in duties if duty.due is not None and duty.due <= request.now + SOON] or list(duties[:1])
    things = [thing for duty in soon for thing in _things(duty)]
    lead = f"{short(course.title, COURSE)}: " if led else ""
    found = [
        Button(f"{lead}I can’t make ‘{short(title, TITLE - len(lead))}’", Action(CANNOT, course.id, (session, paper)))
        for title, session, paper in things[:SHOWN]
    ]
    if len(duties) > len(soon) or len(things) > SHOWN:
        found.append(Button(f"{lead}Something else …", Action(CANNOT, course.id)))
    return found


def _things(duty: Duty) -> list[tuple[str, str, str]]:
    """Title, session and paper; of a choice it is about the session and no paper."""
    session = duty.session.id
    if duty.review.choose is not None:
        return [(duty.session.name, session, "")]
    waiting = [one for one in duty.standings if not one.done and one.state is not State.EXCUSED]
    return [(one.owed.reading.title, session, one.owed.paper) for one in waiting]


def _for_others(request: Request) -> Reply:
    """Staff who have a student's message in hand, and those who are not graded."""
    staffed = next((course for course in request.courses if request.is_staff(course.id)), None)
    if staffed is None:
        return Reply((paragraph("You owe no reviews here, so there is nothing to be excused from."),))
    command = f"/{staffed.command_prefix}course"
    return Reply(
        (
            paragraph("You are staff, so you owe no reviews. For a student:"),
            paragraph(*line(Code(f"{command} extend @name TITLE +2d"), " or ", Code(f"{command} excuse @name TITLE"))),
        )
    )


ROW = Row(
    name="unable",
    verb=UNABLE,
    summary="What you owe, with the way to tell staff that you can’t make it",
    function=offered,
    audience=Audience.STUDENT,
    listed=False,
)
