"""Taking a seat: one question that names the duties, the day and the papers, and one answer that brings a file for the
calendar. What may be taken is settled by the rules at that moment, whatever the button's message said.
"""

from __future__ import annotations

from datetime import date

from bot.conversation.commands import Run
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Facts,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.calendar import before
from bot.course.model import Course
from bot.course.papers import required
from bot.course.seat_rules import Bar, Refusal, drop_is_late, limits, times
from bot.course.signups import Holding, Seat, SeatKey, Signups, begins_from
from bot.course.wording import day_words, listed, span_words
from bot.errors import Refused
from bot.services import seat_pages, seating, waiting
from bot.services.seat_pages import View, places
from bot.services.seating import Seated
from handlers import signup_preferences
from handlers.invitation import invitation, invitations
from handlers.seat_offers import wait_button, waits_blocks
from handlers.seat_words import about, decoded, seat_line, when, why
from handlers.settling import OLD_BUTTON
from handlers.signup_asking import look, pressed
from handlers.signup_lines import (
    BOARD,
    MINE,
    SIT,
    day_mark,
    made_line,
    my_buttons,
    next_places,
    open_roles,
    open_to,
    place_blocks,
    seat_action,
    seats_of,
)
from handlers.wording import instant, reading_line

INSTEAD = 2
"""Classes that are offered in the place of one that is closed."""


async def ask(request: Request, run: Run) -> Reply:
    """What the seat asks for, and whether it is to be taken."""
    course, key = pressed(request)
    view = await look(request, run, course, lambda view: concerned(view, key))
    seat = view.signups.seats.get(key)
    if seat is None:
        return _gone(view)
    refusal = view.closed[key]
    if not view.takes:
        raise Refused(seating.NOT_A_STUDENT)
    if refusal is not None:
        return await closed(run, view, seat, refusal)
    return confirmation(view, seat, _moved(request, seat))


def concerned(view: View, key: SeatKey) -> list[Seat]:
    """Of whom an answer about the seat speaks: who else presents there, and who has what is offered instead."""
    there = [seat for seat in view.signups.seats.values() if seat.key.session == key.session]
    return [*there, *seats_of(next_places(view, INSTEAD))]


def _moved(request: Request, seat: Seat) -> str:
    """`Mon 7 Mar`, where the button was made when class was on another day."""
    mark = request.arguments[4] if len(request.arguments) > 4 else ""
    if mark == day_mark(seat.session) or not (mark.isascii() and mark.isdigit() and len(mark) == 8):
        return ""
    try:
        return day_words(date.fromisoformat(mark))
    except ValueError:
        return ""


def confirmation(view: View, seat: Seat, moved: str = "") -> Reply:
    """What the seat asks for, with the button that takes it. `moved`: the day on which class was, as they read it."""
    course, session = view.course, seat.session
    blocks: list[Block] = []
    if moved:
        blocks.append(paragraph(f"This class has moved: it was on {moved}."))
    blocks.append(paragraph("Do you want to be ", Bold(seat.role.title), " for ", Bold(about(seat)), "?"))
    rows: list[tuple[str, Line]] = [("When", (when(course, session),))]
    rows += [("Where", line(session.place))] if session.place else []
    rows += [("Duties", line(seat.role.duties))] if seat.role.duties else []
    papers = (seat.reading,) if seat.reading is not None else required(session.readings)
    rows += [("Paper", reading_line(papers[0]))] if len(papers) == 1 else []
    others = _others(view, seat)
    rows += [("With you", line(others))] if others else []
    blocks.append(Facts(tuple(rows)))
    if len(papers) > 1:
        blocks += [paragraph("Papers"), bullets(*(reading_line(one) for one in papers))]
    blocks.append(Buttons((Button("Take it", seat_action(SIT, course, seat), "primary"), _others_button(course))))
    return Reply((*blocks, small(*_until(view, seat))))


def _others(view: View, seat: Seat) -> str:
    """`Ada Lovelace (Critic)`: who else presents the same."""
    found = [
        f"{view.names.get(holding.person, 'somebody')} ({other.role.title})"
        for other, holding in view.signups.of_session(seat.key.session)
        if holding is not None and other.key.paper == seat.key.paper
    ]
    return listed(found)


def _others_button(course: Course) -> Button:
    return Button("Other seats", Action(MINE, course.id))


def _until(view: View, seat: Seat) -> Line:
    """How long it can be given back without trouble."""
    course, begins = view.course, begins_from(view.course, seat.session)
    if begins is None or drop_is_late(course, seat.session, view.now):
        return line("Class is near, so please take it only if you can really come.")
    until = before(begins, course.presenting.drop_until_before, course.timezone)
    return line("If your plans change, please give it back before ", instant(course, until), ".")


# --- taking it ------------------------------------------------------------------------------------------------------


async def take(request: Request, run: Run) -> Reply:
    """Take the seat: the rules and the database decide now."""
    course, key = pressed(request)
    person = request.someone.person
    if person is None:
        raise Refused(seating.NOT_A_STUDENT)
    offered = Signups(course=course).seats.get(key)
    if offered is not None and _moved(request, offered):
        return await ask(request, run)
    if offered is None:
        return _gone(await look(request, run, course, lambda view: concerned(view, key)))
    came, view = await run(
        seat_pages.take, course, key, person, now=request.now, naming=lambda view: concerned(view, key)
    )
    return await closed(run, view, offered, came, late=True) if isinstance(came, Refusal) else taken(view, came)


def taken(view: View, came: Seated) -> Reply:
    """What the person has now, and what follows from it."""
    course, seat = view.course, came.seat
    place = f", in {seat.session.place}" if seat.session.place else ""
    lead = "You are " if came.fresh else "You have it already: you are "
    blocks: list[Block] = [paragraph(lead, *seat_line(course, seat), f"{place}.")]
    blocks += [paragraph(*_left(view))]
    follows = [*_no_review(course, seat), *_reminders(view, seat)]
    blocks += [paragraph(" ".join(follows))] if follows else []
    file = invitation(course, seat, view.now)
    more = Button("More seats", Action(MINE, course.id))
    buttons = (*(one for one in my_buttons(course, seat) if one.label != "Calendar file"), more)
    return Reply((*blocks, Buttons(buttons)), files=() if file is None else (file,), files_follow=True)


def _left(view: View) -> Line:
    """`That makes 2 of 3. Still open to you: Advocate.`"""
    done = view.progress
    if not done.needed:
        return line("Thank you!")
    if not done.left:
        beyond = done.presented + done.ahead > done.needed
        return line(*made_line(done), "." if beyond else ": you need no more. Well done!")
    titles = ", ".join(open_roles(view))
    more = f" Still open to you: {titles}." if titles else ""
    return line(*made_line(done), f".{more}")


def _no_review(course: Course, seat: Seat) -> list[str]:
    review = seat.session.review
    if review is None or review.external_url or not course.presenting.excused_from_review:
        return []
    return ["You owe no review for that class, because you present."]


def _reminders(view: View, seat: Seat) -> list[str]:
    begins = begins_from(view.course, seat.session)
    if begins is None:
        return []
    ahead = sorted((span for span in view.course.presenting.remind if begins - span > view.now), reverse=True)
    return [f"I will remind you {listed([span_words(span) for span in ahead])} before."] if ahead else []


# --- closed ---------------------------------------------------------------------------------------------------------


async def closed(run: Run, view: View, seat: Seat, refusal: Refusal, *, late: bool = False) -> Reply:
    """The same of a seat for which the person may be waiting."""
    place = 0
    if refusal.bar is Bar.TAKEN and view.course.presenting.waiting_list:
        place = await run.read(waiting.place, view.course, seat.key, view.person)
    return refused(view, seat, refusal, late=late, place=place)


def refused(view: View, seat: Seat, refusal: Refusal, *, late: bool = False, place: int = 0) -> Reply:
    """Which rule stands in the way, and what is open instead: there, and in the next classes. `late`: they meant to
    take it just now. `place`: in the line of those who wait for it; 0: they do not.
    """
    course = view.course
    if refusal.bar is Bar.MINE:
        held = paragraph("That seat is yours already: ", *seat_line(course, seat), ".")
        return Reply((held, Buttons(my_buttons(course, seat))))
    if refusal.bar is Bar.PREFERENCES:
        lead = paragraph("Seats are given out by preference here, so nobody takes one by themselves yet.")
        return Reply((lead, Buttons((signup_preferences.button(view), Button("All seats", Action(BOARD, course.id))))))
    was_first = late and refusal.bar is Bar.TAKEN
    words = _first(view, refusal.other) if was_first else why(view.signups, refusal, view.names)
    lead = paragraph(*seat_line(course, seat), " is not open to you: ", f"{words}.")
    wait = wait_button(course, seat) if refusal.bar is Bar.TAKEN and _could_have(view, seat) else None
    waits = waits_blocks(course, ((seat, place),)) if place else [Buttons((wait,))] if wait is not None else []
    return Reply((lead, *waits, *_instead(view, seat)))


def _could_have(view: View, seat: Seat) -> bool:
    """Whether nothing but its holder stands in the way, so that waiting is of use."""
    known, now = view.signups, view.now
    return times(known, seat, now) is None and not limits(known, seat, view.person, now)


def _first(view: View, other: Holding | None) -> str:
    name = view.names.get(other.person, "") if other is not None else ""
    return f"{name} was first" if name else "somebody else was first"


def _gone(view: View) -> Reply:
    return Reply(
        (paragraph("The schedule has no such seat any more: the class was cancelled or changed."), *_instead(view))
    )


def _instead(view: View, seat: Seat | None = None) -> list[Block]:
    if not view.takes:
        return []
    every = places(view.signups.seats.values())
    same = [one for one in every if seat is not None and one.session == seat.session and open_to(view, one)]
    others = [one for one in next_places(view, INSTEAD) if one not in same]
    shown = [*same, *others][:INSTEAD]
    blocks: list[Block] = [paragraph("Open to you instead:")] if shown else []
    for place in shown:
        blocks += place_blocks(view, place)
    return [*blocks, Buttons((Button("All seats", Action(BOARD, view.course.id)),))]


# --- for the calendar -----------------------------------------------------------------------------------------------


async def calendar(request: Request, run: Run) -> Reply:
    """A file of the person's seats, or of the one of a button."""
    key = decoded(request.arguments)
    if len(request.courses) != 1:
        raise Refused(OLD_BUTTON)
    course = request.courses[0]
    view = await look(request, run, course, lambda _: ())
    mine = [turn.seat for turn in view.ahead if key in (None, turn.seat.key)]
    if not mine:
        raise Refused("That seat is not yours any more." if key else "You have no seat ahead.")
    file = invitation(course, mine[0], request.now) if key else invitations(course, mine, request.now)
    if file is None:
        raise Refused("That class has no date yet. I will have the file as soon as it has one.")
    return Reply((paragraph("Here it is. Open it, and your calendar takes it in."),), files=(file,))
