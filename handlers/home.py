"""The bot's own page: the menu, the next class with its papers, and what is due next, course by course.

Dates are absolute and the lists short, so that a page stays right for as long as nothing has happened: it is shown
anew only where it says something else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.conversation.commands import Cost, Row, Run, Table
from bot.conversation.reply import Block, Bold, Button, Buttons, Heading, Reply, bullets, line, paragraph, small
from bot.conversation.request import Request
from bot.course import agenda
from bot.course.model import Course, Session, Tier
from bot.course.wording import counted
from bot.services.homes import VERB
from handlers import help as helping
from handlers.deadlines import brief_line
from handlers.readings import as_owed
from handlers.reviews import waiting_buttons
from handlers.sessions import owed_line, title_line, when_line
from handlers.wording import reading_line, readings_by_label

DUE_SHOWN = 5
PAPERS_SHOWN = 8
COURSES_SHOWN = 5


def row(table: Callable[[], Table]) -> Row:
    """The row of the page. `table` is asked when it is used, since the row is part of it."""

    async def home(request: Request, run: Run) -> Reply:
        return await page(request, run, table())

    # Free: the bot draws it by itself, whenever something changes.
    summary = "My page: what is next, and what is due"
    return Row(name=VERB, verb=VERB, summary=summary, function=home, cost=Cost.FREE, listed=False)


async def page(request: Request, run: Run, table: Table) -> Reply:
    """The menu, then each course."""
    menu = await helping.menu(request, run, table)
    several = len(request.courses) > 1
    blocks: list[Block] = [*menu.blocks]
    for course in request.courses[:COURSES_SHOWN]:
        mine = await waiting_buttons(request, run, course)
        blocks += _course(request, course, mine, label=f"{course.title}: " if several else "")
    return Reply(tuple(blocks))


def _course(request: Request, course: Course, reviews: tuple[Button, ...], *, label: str) -> list[Block]:
    now = request.now
    course = as_owed(course, request.someone)
    session = _next_class(course, now)
    blocks: list[Block] = []
    if session is not None:
        blocks += [Heading(f"{label}{'next' if label else 'Next'} class"), *_class(course, session, now)]
    due = agenda.dues(course, now).ahead
    if due:
        blocks.append(Heading(f"{label}{'due' if label else 'Due'} next"))
        blocks.append(bullets(*(brief_line(course, one) for one in due[:DUE_SHOWN])))
    if reviews:
        blocks += [Heading(f"{label}{'your' if label else 'Your'} reviews"), Buttons(reviews)]
    return blocks or [paragraph(f"{label}{'nothing' if label else 'Nothing'} is ahead on the schedule.")]


def _next_class(course: Course, now: datetime) -> Session | None:
    """The one that is on, or the first that follows."""
    up = agenda.upcoming(course, now)
    meeting = [session for session in up.sessions if session.kind.meets]
    return meeting[0] if meeting else up.later


def _class(course: Course, session: Session, now: datetime) -> list[Block]:
    blocks: list[Block] = [paragraph(Bold(title_line(session)), " · ", *when_line(course, session, now))]
    owed = owed_line(course, session, now)
    if owed:
        blocks.append(paragraph(*owed))
    needed = [reading for reading in session.readings if reading.tier in (Tier.REQUIRED, None)]
    for heading, group in readings_by_label(needed[:PAPERS_SHOWN]):
        blocks += [paragraph(Bold(heading)), bullets(*(reading_line(reading) for reading in group))]
    more = len(session.readings) - min(len(needed), PAPERS_SHOWN)
    if more:
        asking = f"/{course.command_prefix}readings"
        blocks.append(small(*line(f"And {counted(more, 'more paper')}: {asking} shows all.")))
    return blocks
