"""`/signup drop`: which of my seats, a confirmation that says what then happens, and what did happen.

Who is asked instead, and how, is `bot.services.dropping`'s matter; here are the sentences to the one who gives it up.
"""

from __future__ import annotations

from bot.conversation.commands import Run
from bot.conversation.plain import distance
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.reviews import Duty
from bot.course.seat_search import seats_meant
from bot.course.signups import Seat, SeatKey, begins_at
from bot.errors import Refused
from bot.services import dropping, seat_pages
from bot.services.dropping import Dropped, Dropping
from bot.services.seating import NOT_A_STUDENT
from handlers.papers import short
from handlers.seat_words import decoded, encoded, seat_line, seat_text
from handlers.settling import OLD_BUTTON
from handlers.signup_asking import look, nobody_presents, presenting
from handlers.signup_lines import DROP, DROP_IT, MINE, SWAP, count_words, seat_action
from handlers.wording import instant

LABEL = 75


async def drop(request: Request, run: Run) -> Reply:
    """Which of my seats; where it is clear, what giving it back means."""
    if not presenting(request):
        return nobody_presents(request)
    key = decoded(request.arguments) if request.inbound.action is not None else None
    if key is not None:
        return await _confirm(request, run, _only(request), key)
    found: list[tuple[Course, Seat]] = []
    for course in presenting(request):
        view = await look(request, run, course, lambda _: ())
        mine = [turn.seat for turn in view.ahead]
        meant = seats_meant(course, request.words, among=mine, now=request.now) if request.words else None
        found += [(course, seat) for seat in (meant.seats if meant is not None and meant.fits else mine)]
    if not found:
        raise Refused("You have no seat ahead that you could give back.")
    if len(found) == 1:
        return await _confirm(request, run, found[0][0], found[0][1].key)
    buttons = tuple(
        Button(short(seat_text(seat, 40), LABEL), seat_action(DROP, course, seat)) for course, seat in found
    )
    return Reply((paragraph("Which of your seats do you want to give back?"), Buttons(buttons)))


def _only(request: Request) -> Course:
    if len(request.courses) != 1:
        raise Refused(OLD_BUTTON)
    return request.courses[0]


async def _confirm(request: Request, run: Run, course: Course, key: SeatKey) -> Reply:
    person = request.someone.person
    if person is None:
        raise Refused(NOT_A_STUDENT)
    coming: Dropping = await run.read(dropping.consider, course, key, person, now=request.now)
    owes = await run.read(seat_pages.owes_without, course, key, person, now=request.now)
    return confirmation(request, course, coming, owes=owes)


def confirmation(request: Request, course: Course, coming: Dropping, *, owes: bool) -> Reply:
    """What would come of it, with the button that does it."""
    seat = coming.seat
    blocks: list[Block] = [paragraph("Do you want to give back ", *seat_line(course, seat), "?")]
    blocks.append(paragraph(_what_happens(request, course, coming)))
    if owes:
        blocks.append(paragraph(*_review(course, seat)))
    buttons = (
        Button("Give it back", seat_action(DROP_IT, course, seat), "danger"),
        Button("Swap it instead", Action(SWAP, course.id, encoded(seat.key))),
        Button("Keep it", Action(MINE, course.id)),
    )
    return Reply((*blocks, Buttons(buttons)))


def _what_happens(request: Request, course: Course, coming: Dropping) -> str:
    if not coming.late:
        if coming.waits:
            return "Somebody waits for it, so it goes to them at once."
        if coming.offers:
            return "It is free at once, and I offer it to others who may take it."
        return "It is free at once."
    begins = begins_at(course, coming.seat.session)
    left = f"Class is {distance(begins, request.now)}, so this is late. " if begins is not None else ""
    if coming.assigns:
        return f"{left}The backup will have to step in. I tell them and the staff at once."
    if coming.backup:
        return f"{left}I ask the backup to step in, and tell the staff at once."
    return f"{left}No backup can step in, so I ask everybody who may take it, without your name, and tell the staff."


def _review(course: Course, seat: Seat) -> Line:
    review = seat.session.review
    due = () if review is None or review.due is None else (", due ", instant(course, review.due.until))
    return line("You then owe the review for that class", *due, ": only who presents is excused from it.")


# --- done -----------------------------------------------------------------------------------------------------------


async def confirmed(request: Request, run: Run) -> Reply:
    """Give it back."""
    key, person = decoded(request.arguments), request.someone.person
    if key is None:
        raise Refused(OLD_BUTTON)
    if person is None:
        raise Refused(NOT_A_STUDENT)
    course = _only(request)
    done: Dropped = await run(dropping.drop, course, key, person, now=request.now)
    return dropped(course, done)


def dropped(course: Course, done: Dropped) -> Reply:
    """What became of it, and what is left to do."""
    blocks: list[Block] = [paragraph("You gave back ", *seat_line(course, done.seat), ". ", _became(done))]
    if done.owes is not None:
        blocks.append(paragraph(*_owes(course, done.owes)))
    progress = done.progress
    if progress.needed and progress.left:
        blocks.append(paragraph("You have ", Bold(count_words(progress)), " seats now."))
    return Reply((*blocks, Buttons((Button("My seats", Action(MINE, course.id)),))))


def _became(done: Dropped) -> str:
    if done.promoted:
        return "Somebody who waited for it has it now."
    if done.assigned:
        return "The backup steps in, and the staff know."
    if done.asks_backup:
        return "I am asking the backup to step in, and the staff know."
    if done.called:
        return "I am asking everybody who may take it, and the staff know."
    if done.late:
        return "I am looking for somebody to step in, and the staff know."
    return "I have offered it to others who may take it." if done.offered else "It is free for others now."


def _owes(course: Course, duty: Duty) -> Line:
    review = duty.session.review
    due = () if review is None or review.due is None else (", due ", instant(course, review.due.until))
    return line("You owe the review of ", Bold(duty.session.name), " now", *due, f": /{course.command_prefix}review")
