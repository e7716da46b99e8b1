"""`/signup`: my seats, how many I still owe, and the next classes in which one is open to me; or the seats that words
mean. The group of all that students do with seats.

It only reads; what is taken goes in by `signup_taking`. Only the person who asks sees it.
"""

from __future__ import annotations

from bot.conversation.commands import Audience, Cost, Group, Parameter, Row, Run
from bot.conversation.reply import Action, Block, Button, Buttons, Heading, Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.services import waiting
from bot.services.seat_pages import View
from handlers import signup_board, signup_dropping, signup_preferences, signup_taking
from handlers.seat_offers import waits_blocks
from handlers.signup_asking import look, nobody_presents, presenting, pressed_row, said
from handlers.signup_lines import (
    BOARD,
    CALENDAR,
    DROP,
    DROP_IT,
    MINE,
    PREFER,
    SEAT,
    SIT,
    closed_line,
    heading,
    my_seats,
    next_places,
    owed_line,
    place_blocks,
    seats_of,
)

WAITING = frozenset({"wait", "waiting"})
"""Words that mean the page itself, which shows for what somebody waits."""

NEXT = 4
"""Classes of which the free seats are shown; half as many to who needs no more."""


async def mine(request: Request, run: Run) -> Reply:
    """My seats and the next ones, course by course; words find seats."""
    courses = presenting(request)
    if not courses:
        return nobody_presents(request)
    if request.words.casefold() not in WAITING and any(said(request, course) for course in courses):
        return await signup_board.asked(request, run, courses)
    several = len(courses) > 1
    blocks: list[Block] = []
    for course in courses:
        if request.role_in(course.id) is CourseRole.STUDENT:
            seen = await look(request, run, course, lambda view: seats_of(next_places(view, NEXT)))
            blocks += [Heading(heading(course, "Your seats", several=several)), *my_seats(seen)]
            blocks += await _waits(request, run, course)
            blocks += [paragraph(*owed_line(seen)), *_next(seen)]
        else:
            seen = await look(request, run, course, lambda _: ())
            own = my_seats(seen)  # staff can give a seat to whoever is in the course
            blocks += [Heading(heading(course, "Your seats", several=several)), *own] if own else []
            blocks += await signup_board.page(request, run, course, several=several)
    return Reply(tuple(blocks))


async def _waits(request: Request, run: Run, course: Course) -> list[Block]:
    """What the person waits for, where there are lists for that."""
    if not course.presenting.waiting_list:
        return []
    return waits_blocks(course, await run.read(waiting.of_person, course, request.someone.person, now=request.now))


def _next(view: View) -> list[Block]:
    """What can be done next: take a seat, say what one would like, or wait."""
    closed, see_all = (
        closed_line(view.course, view.signups.opening, view.now),
        Button("All seats", Action(BOARD, view.course.id)),
    )
    if view.signups.opening.collects_preferences:
        return [
            paragraph(*closed),
            *signup_preferences.chosen(view),
            Buttons((signup_preferences.button(view), see_all)),
        ]
    if closed:
        return [paragraph(*closed), Buttons((see_all,))]
    enough = bool(view.progress.needed and not view.progress.left)
    shown = next_places(view, NEXT // 2 if enough else NEXT)
    lead = "If you would like another one:" if enough else "The next ones that are open to you:"
    blocks: list[Block] = [paragraph(lead if shown else _none_open(enough=enough))]
    for place in shown:
        blocks += place_blocks(view, place, brief=True)
    return [*blocks, Buttons((see_all,))]


def _none_open(*, enough: bool) -> str:
    if enough:
        return "No other seat is open to you."
    return "No seat is open to you just now. All seats shows why each is closed; staff can help where none comes free."


WORDS = Parameter(name="seat", summary="A role, words of a title, a date or week 3", rest=True)


GROUP = Group(
    name="signup",
    summary="Signing up to present: your seats, and those that are free",
    default="mine",
    words=frozenset({"signup", "signups", "seat", "seats"}),
    rows=(
        Row(
            name="mine",
            verb=MINE,
            summary="Your seats, and the next ones that you may take",
            function=mine,
            audience=Audience.STUDENT,
            parameters=(WORDS,),
        ),
        Row(
            name="board",
            verb=BOARD,
            summary="All seats: who has them, which are free",
            function=signup_board.board,
            audience=Audience.STUDENT,
            parameters=(WORDS,),
        ),
        Row(
            name="drop",
            verb=DROP,
            summary="Give a seat of yours back",
            function=signup_dropping.drop,
            audience=Audience.STUDENT,
            parameters=(WORDS,),
        ),
        Row(
            name="prefer",
            verb=PREFER,
            summary="What you would like to present, where seats are given by preference",
            function=signup_preferences.prefer,
            submit=signup_preferences.submitted,
            audience=Audience.STUDENT,
        ),
        pressed_row("seat", SEAT, "Take a seat: what it asks for", signup_taking.ask),
        pressed_row("sit", SIT, "Take the seat", signup_taking.take),
        pressed_row("drop-it", DROP_IT, "Give the seat back", signup_dropping.confirmed, cost=Cost.HEAVY),
        pressed_row("calendar", CALENDAR, "Your seats for your own calendar", signup_taking.calendar),
    ),
)
