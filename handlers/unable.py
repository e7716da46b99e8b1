"""Somebody says in their own words that they are ill, need more time or cannot make it: what they owe, each with the
button to tell staff, and the seats that they may have to give up.

It tells nobody anything by itself. It never asks, and never says back, what somebody wrote of their health.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.commands import Audience, Row, Run
from bot.conversation.reply import Action, Block, Button, Buttons, Code, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty, State
from bot.course.signups import Signups, begins_at
from bot.services import owing, pleading, seating
from handlers.papers import short
from handlers.plain_words import UNABLE
from handlers.plea_lines import CANNOT
from handlers.seat_words import day_of, encoded
from handlers.signup_lines import DROP

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
    seats = [] if "time" in request.arguments else await _seats(request, run, mine)
    if not any(reviews.owed(course) for course in mine) and not seats:
        return Reply((paragraph(f"{lead} I collect no reviews here, so please write to them yourself."),))
    owed: list[tuple[Course, Sequence[Duty]]] = []
    for course in mine:
        duties: tuple[Duty, ...] = await run.read(owing.duties_of, course, request.someone.person, now=request.now)
        if open_yet := pleading.pleadable(duties, request.now):
            owed.append((course, open_yet))
    if not owed and seats:
        return Reply((paragraph(f"{lead} What is it about?"), Buttons(tuple(seats))))
    if not owed:
        nothing = "I collect your reviews, and you owe none just now; for anything else please write to them yourself."
        return Reply((paragraph(f"{lead} {nothing}"),))
    blocks: list[Block] = [
        paragraph(f"{lead} What is it about?"),
        Buttons((*_buttons(owed, request, led=len(mine) > 1), *seats)),
        small("You can add a word before anything is sent. If you miss a class too, please tell them yourself."),
    ]
    return Reply(tuple(blocks))


async def _seats(request: Request, run: Run, courses: Sequence[Course]) -> list[Button]:
    """The seats in classes of the next days, to be dropped."""
    found: list[Button] = []
    person = request.someone.person
    for course in courses if person is not None else ():
        known: Signups = await run.read(seating.signups, course)
        for turn in known.turns(person or 0, request.now):
            begins = begins_at(course, turn.seat.session)
            if not turn.stood_in and begins is not None and request.now < begins <= request.now + SOON:
                label = f"I can’t present: {turn.seat.role.title}, {day_of(turn.seat.session)}"
                found.append(Button(label, Action(DROP, course.id, encoded(turn.seat.key))))
    return found[:SHOWN]


def _buttons(owed: Sequence[tuple[Course, Sequence[Duty]]], request: Request, *, led: bool) -> list[Button]:
    """Of each course what is due soon, or else what is next; and one for what is not among them."""
    soon = [_soon(duties, request) for _, duties in owed]
    things = [[thing for duty in near for thing in _things(duty)] for near in soon]
    found: list[Button] = []
    for (course, duties), near, here, shown in zip(owed, soon, things, _dealt([*map(len, things)]), strict=True):
        lead = f"{short(course.title, COURSE)}: " if led else ""
        found += [
            Button(
                f"{lead}I can’t make ‘{short(title, TITLE - len(lead))}’", Action(CANNOT, course.id, (session, paper))
            )
            for title, session, paper in here[:shown]
        ]
        if len(duties) > len(near) or len(here) > shown:
            found.append(Button(f"{lead}Something else …", Action(CANNOT, course.id)))
    return found


def _soon(duties: Sequence[Duty], request: Request) -> Sequence[Duty]:
    return [duty for duty in duties if duty.due is not None and duty.due <= request.now + SOON] or duties[:1]


def _dealt(numbers: Sequence[int]) -> list[int]:
    """How many of each are shown, one of each in turn, so that no course has all the room."""
    shown = [0] * len(numbers)
    for turn in range(SHOWN):
        for which, number in enumerate(numbers):
            if turn < number and sum(shown) < SHOWN:
                shown[which] += 1
    return shown


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
            paragraph(Code(f"{command} extend @name TITLE +2d"), " or ", Code(f"{command} excuse @name TITLE")),
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
