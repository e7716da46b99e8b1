"""`/signup board`: all seats, a line a class, in pages; and the seats that somebody means by words.

Who is in the course sees who holds a seat, never who still owes one. It only reads.
"""

from __future__ import annotations

from bot.conversation.commands import Run
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Heading, Line, Reply, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.course.seat_rules import is_over
from bot.course.seat_search import SeatsMeant, seats_meant
from bot.course.signups import seats
from bot.services.seat_pages import View, places
from handlers import signup_preferences
from handlers.plain_words import OWN_WORDS
from handlers.signup_asking import echo, look, nobody_presents, presenting, said
from handlers.signup_lines import BOARD, closed_line, heading, my_seats_button, owed_line, place_blocks, seats_of
from handlers.signup_taking import closed, concerned, confirmation

PAGE = 8
"""Classes (or papers) of one page."""


async def board(request: Request, run: Run) -> Reply:
    """All seats; or those that the words mean."""
    courses = presenting(request)
    if not courses:
        return nobody_presents(request)
    start = _turned(request)
    if start is None and any(said(request, course) for course in courses):
        return await asked(request, run, courses, offering=request.arguments[0] != OWN_WORDS)
    blocks: list[Block] = []
    for course in courses:
        blocks += await page(request, run, course, several=len(courses) > 1, start=start)
    return Reply(tuple(blocks))


def _turned(request: Request) -> int | None:
    """The place at which the page of a button begins."""
    word = request.arguments[0] if len(request.arguments) == 1 else ""
    pressed = request.inbound.action is not None and word.isascii() and word.isdecimal()
    return int(word[:6]) if pressed else None


async def page(request: Request, run: Run, course: Course, *, several: bool, start: int | None = None) -> list[Block]:
    """A page of the course's seats; unless `start` says otherwise, from the first class that is not over."""
    listed = places(seats(course))
    if start is None or start >= len(listed):
        start = next((at for at, one in enumerate(listed) if not is_over(course, one.session, request.now)), 0)
    shown = listed[start : start + PAGE]
    view = await look(request, run, course, lambda _: seats_of(shown))
    blocks: list[Block] = [Heading(heading(course, "All seats", several=several))]
    leads = (
        owed_line(view) if view.takes else _reader(request, course),
        closed_line(course, view.signups.opening, view.now),
    )
    blocks += [paragraph(*lead) for lead in leads if lead]
    for place in shown:
        blocks += place_blocks(view, place)
    if not listed:
        blocks.append(paragraph("The schedule has no class yet in which somebody presents."))
    return [*blocks, *_turns(view, start, len(listed))]


def _reader(request: Request, course: Course) -> Line:
    """What the page is to one who takes no seats."""
    if request.is_staff(course.id):
        shows = f"/{course.command_prefix}course signups shows how far everybody is."
        return line(f"You are staff, so you take no seats yourself. {shows}")
    return line("You are here to listen: seats are for students. If you would like to present, ask the staff.")


def _turns(view: View, start: int, number: int) -> list[Block]:
    course = view.course
    turns = (("Earlier", max(start - PAGE, 0), start > 0), ("Later", start + PAGE, start + PAGE < number))
    buttons = [Button(label, Action(BOARD, course.id, (str(at),))) for label, at, is_there in turns if is_there]
    said = [small(f"{start + 1} to {min(start + PAGE, number)} of {number}")] if buttons else []
    if view.takes:
        buttons += [signup_preferences.button(view)] * view.signups.opening.collects_preferences
        buttons.append(my_seats_button(course))
    return [*said, *([Buttons(tuple(buttons))] if buttons else [])]


# --- by words -------------------------------------------------------------------------------------------------------


async def asked(request: Request, run: Run, courses: list[Course], *, offering: bool = True) -> Reply:
    """The seats that the words mean, in whichever course; one that is free is asked about at once, unless they only
    ask who has it.
    """
    found = [(course, seats_meant(course, said(request, course), now=request.now)) for course in courses]
    fitting = [one for one in found if one[1].fits] or [one for one in found if one[1].seats] or found[:1]
    if len(fitting) == 1 and (only := fitting[0][1].one) is not None:
        view = await look(request, run, fitting[0][0], lambda view: concerned(view, only.key))
        seat = next((one for one in fitting[0][1].seats if view.may_take(one)), only)
        if view.takes and offering:
            refusal = view.closed[seat.key]
            return confirmation(view, seat) if refusal is None else await closed(run, view, seat, refusal)
    blocks: list[Block] = []
    for course, meant in fitting:
        blocks += await _meant(request, run, course, meant, several=len(fitting) > 1, offering=offering)
        if offering and meant.seats and request.role_in(course.id) is not CourseRole.STUDENT:
            blocks += _not_for_you(request, course, meant)
        blocks.append(Buttons((Button("All seats", Action(BOARD, course.id)),)))
    return Reply(tuple(blocks))


async def _meant(
    request: Request, run: Run, course: Course, meant: SeatsMeant, *, several: bool, offering: bool
) -> list[Block]:
    listed = places(meant.seats)
    shown = listed[:PAGE]
    view = await look(request, run, course, lambda _: seats_of(shown))
    blocks: list[Block] = [Heading(course.title)] if several else []
    lead = _lead(said(request, course), meant, offering=offering)
    blocks += [paragraph(lead)] if lead else []
    opens = closed_line(course, view.signups.opening, request.now) if shown and offering else ()
    blocks += [paragraph(*opens)] if opens else []
    for place in shown:
        blocks += place_blocks(view, place)
    if len(listed) > len(shown):
        blocks.append(small(f"{len(listed) - len(shown)} more fit. Another word would narrow it down."))
    return blocks


def _not_for_you(request: Request, course: Course, meant: SeatsMeant) -> list[Block]:
    """What the one seat asks for, and why there is no button that takes it."""
    only = meant.one
    role = only.role if only is not None and only.role.duties else None
    duties: list[Block] = [paragraph(Bold(role.title), f": {role.duties}")] if role is not None else []
    if request.is_staff(course.id):
        give = f"/{course.command_prefix}course assign gives one to somebody."
        return [*duties, small(f"You are staff, so you take no seats yourself: {give}")]
    return [*duties, small(*_reader(request, course))]


def _lead(words: str, meant: SeatsMeant, *, offering: bool) -> str:
    if meant.fits:
        return ""
    if meant.guessed:
        return f"No seat is quite like {echo(words)}. Did you mean:"
    if meant.unoffered:
        return f"“{meant.unoffered}” has no such seat." if offering else f"Nobody presents at “{meant.unoffered}”."
    return f"No seat is like {echo(words)}. Try a role, words of a title, a date or week 3."
