"""`/signup drop`: which of my seats, a confirmation that says what then happens, and what did happen.

Who is asked instead, and how, is `bot.services.dropping`'s matter; here are the sentences to the one who gives it up.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Run
from bot.conversation.plain import distance
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.reviews import Duty
from bot.course.signups import SeatKey, begins_on_its_day
from bot.errors import Refused
from bot.services import dropping, seat_pages
from bot.services.dropping import Dropped, Dropping
from handlers.owed_again import owes_now, would_owe
from handlers.seat_words import decoded, encoded, seat_line
from handlers.signup_asking import asking, my_seats_meant, nobody_presents, only, presenting, pressed
from handlers.signup_lines import DROP, DROP_IT, MINE, SWAP, count_words, my_seats_button, seat_action


async def drop(request: Request, run: Run) -> Reply:
    """Which of my seats; where it is clear, what giving it back means."""
    if not presenting(request):
        return nobody_presents(request)
    key = decoded(request.arguments) if request.inbound.action is not None else None
    if key is not None:
        return await _confirm(request, run, only(request), key)
    mine = await my_seats_meant(request, run)
    if not mine.seats:
        raise Refused("You have no seat ahead that you could give back.")
    if mine.one is not None:
        course, seat = mine.one
        return await _confirm(request, run, course, seat.key)
    buttons = tuple(Button(mine.label(course, seat), seat_action(DROP, course, seat)) for course, seat in mine.seats)
    return Reply((paragraph(mine.question("Which of your seats do you want to give back?")), Buttons(buttons)))


async def _confirm(request: Request, run: Run, course: Course, key: SeatKey) -> Reply:
    person = asking(request)
    coming: Dropping = await run.read(dropping.consider, course, key, person, now=request.now)
    owes = await run.read(seat_pages.owes_without, course, key, person, now=request.now)
    return confirmation(request, course, coming, owes=owes)


def confirmation(request: Request, course: Course, coming: Dropping, *, owes: Duty | None) -> Reply:
    """What would come of it, with the button that does it."""
    seat = coming.seat
    blocks: list[Block] = [paragraph("Do you want to give back ", *seat_line(course, seat), "?")]
    blocks.append(paragraph(_what_happens(request, course, coming)))
    if owes is not None:
        blocks.append(paragraph(*would_owe(course, owes, request.now)))
    buttons = (
        Button("Give it back", seat_action(DROP_IT, course, seat), "danger"),
        Button("Swap it instead", Action(SWAP, course.id, encoded(seat.key))),
        Button("Keep it", Action(MINE, course.id)),
    )
    return Reply((*blocks, Buttons(buttons)))


def _what_happens(request: Request, course: Course, coming: Dropping) -> str:
    if coming.late:
        begins = begins_on_its_day(course, coming.seat.session)
        left = f"Class is {distance(begins, request.now)}, so this is late. " if begins is not None else ""
        return f"{left}{_late(coming)}"
    if coming.waits:
        return "Somebody waits for it, so it goes to them at once."
    if not coming.offers:
        return "It is free at once. As things are nobody else may take it."
    when = "" if coming.speaks else ", as soon as I may write to them"
    return f"It is free at once, and I offer it to others who may take it{when}."


def _late(coming: Dropping) -> str:
    if not coming.speaks:
        return "I tell the staff at once, who have to find somebody."
    if coming.assigns:
        return "The backup will have to step in. I tell them and the staff at once."
    if coming.backup:
        return "I ask the backup to step in, and tell the staff at once."
    return "No backup can step in, so I ask everybody who may take it, without your name, and tell the staff."


# --- done -----------------------------------------------------------------------------------------------------------


async def confirmed(request: Request, run: Run) -> Reply:
    """Give it back."""
    course, key = pressed(request)
    done: Dropped = await run(dropping.drop, course, key, asking(request), now=request.now)
    return dropped(course, done, request.now)


def dropped(course: Course, done: Dropped, now: datetime) -> Reply:
    """What became of it, and what is left to do."""
    blocks: list[Block] = [paragraph("You gave back ", *seat_line(course, done.seat), ". ", _became(done))]
    if done.owes is not None:
        blocks += owes_now(course, done.owes, now)
    progress = done.progress
    if progress.needed and progress.left:
        blocks.append(paragraph("You have ", Bold(count_words(progress)), " seats now."))
    return Reply((*blocks, Buttons((my_seats_button(course),))))


def _became(done: Dropped) -> str:
    if done.late:
        return _covered(done)
    if done.promoted:
        return "Somebody who waited for it has it now."
    if not done.offered:
        return "It is free now. As things are nobody else may take it, so I have offered it to nobody."
    if not done.speaks:
        return "I offer it to others who may take it, as soon as I may write to them."
    return "I have offered it to others who may take it."


def _covered(done: Dropped) -> str:
    if done.assigned:
        return "The backup steps in, and the staff know."
    if done.asks_backup:
        return "I am asking the backup to step in, and the staff know."
    if done.called and done.speaks:
        return "I am asking everybody who may take it, and the staff know."
    return "The staff know, and have to find somebody."
