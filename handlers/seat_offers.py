"""A free seat that is offered to one person, and waiting lists: what is said, and the buttons for it.

Taking an offered seat is what taking it from the board is. Nobody reads who gave it up, nor who else was asked.
"""

from __future__ import annotations

from bot.conversation.commands import Row, Run
from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.signups import Seat, Signups, seats_by_key
from bot.course.wording import counted
from bot.errors import Refused
from bot.services import offering, waiting
from bot.services.seat_tellings import WHAT
from bot.services.waiting import Waits
from handlers.seat_swap_lines import swap_offer
from handlers.seat_words import encoded, papers_of, seat_line, seat_of, why
from handlers.signup_asking import pressed, pressed_row
from handlers.signup_lines import BOARD, MINE, SIT, my_buttons, seat_action, take_button
from handlers.wording import reading_line

WAIT, UNWAIT = "wait", "unwait"
"""Arguments: a seat."""


def offer(notice: Notice, facts: Facts) -> Reply:
    """A free seat, or one for one of the reader's own."""
    if facts.details.get(WHAT) == offering.SWAP:
        return swap_offer(notice, facts)
    course, seat = facts.course, seat_of(facts)
    if seat is None:
        return NOTHING
    late = facts.details.get(WHAT) == offering.SHORT_NOTICE
    lead = "A seat is open at short notice: " if late else "A seat has become free: "
    blocks: list[Block] = [paragraph(Bold(lead), *seat_line(course, seat), ".")]
    blocks += [paragraph(seat.role.duties)] if seat.role.duties else []
    papers = papers_of(seat)
    blocks += [paragraph("To read: ", *reading_line(papers[0]))] if len(papers) == 1 else []
    left = int(facts.details.get("left") or 0)
    you = f"You may take it, and have {counted(left, 'seat')} still to take" if left else "You may take it"
    buttons = (
        Button("Take it", seat_action(SIT, course, seat), "primary"),
        Button("Other seats", Action(MINE, course.id)),
    )
    small_print = small(f"{you}. Others were asked too: whoever takes it first has it.")
    return Reply((*blocks, Buttons(buttons), small_print), private=False)


# --- waiting lists --------------------------------------------------------------------------------------------------


def wait_button(course: Course, seat: Seat) -> Button | None:
    """To put beside a seat that is taken; None where the course has no waiting lists."""
    if not course.presenting.waiting_list:
        return None
    return Button("Wait for it", Action(WAIT, course.id, encoded(seat.key)))


async def wait(request: Request, run: Run) -> Reply:
    """Onto the list."""
    course, key = pressed(request)
    if request.someone.person is None:
        raise Refused(waiting.NO_LISTS)
    found: Waits = await run(waiting.wait, course, key, request.someone.person, now=request.now)
    what = seat_line(course, found.seat)
    if found.closed is not None:
        words = why(Signups(course=course), found.closed, {})
        return Reply((paragraph("There is no use in waiting for ", *what, f": {words}."),))
    if found.free is not None:
        free = seats_by_key(course)[found.free]
        at_once = paragraph("You need not wait, it is free: ", *seat_line(course, free), ".")
        return Reply((at_once, Buttons((take_button(course, free, "Take it"),))))
    lead = "You wait for " if found.fresh else "You wait already for "
    return Reply(
        (
            paragraph(lead, *what, ". ", *_place(found.place)),
            paragraph("If it is given up in time it is yours at once. I tell you then, and you can give it back."),
            Buttons((_unwait_button(course, found.seat, "Stop waiting"),)),
        )
    )


def _place(place: int) -> tuple[Bold | str, ...]:
    return (Bold("You are first in line."),) if place == 1 else (Bold(f"{place - 1} before you."),)


def _unwait_button(course: Course, seat: Seat, label: str) -> Button:
    return Button(label, Action(UNWAIT, course.id, encoded(seat.key)))


async def unwait(request: Request, run: Run) -> Reply:
    """Off the list."""
    course, key = pressed(request)
    if request.someone.person is None:
        raise Refused(waiting.NO_LISTS)
    seat = seats_by_key(course).get(key)
    was = await run(waiting.unwait, course, key, request.someone.person)
    if seat is None:
        return Reply((paragraph("That seat is not in the schedule any more, so nobody waits for it."),))
    lead = "You no longer wait for " if was else "You did not wait for "
    buttons = Buttons((Button("All seats", Action(BOARD, course.id)),))
    return Reply((paragraph(lead, *seat_line(course, seat), "."), buttons))


def waits_blocks(course: Course, waits: tuple[tuple[Seat, int], ...]) -> list[Block]:
    """What somebody waits for, with their place, for the page of their own seats."""
    blocks: list[Block] = []
    for seat, place in waits:
        blocks.append(paragraph("You wait for ", *seat_line(course, seat), ". ", *_place(place)))
        blocks.append(Buttons((_unwait_button(course, seat, "Stop waiting"),)))
    return blocks


def promoted(_notice: Notice, facts: Facts) -> Reply:
    """To whoever waited for it."""
    course, seat = facts.course, seat_of(facts)
    if seat is None:
        return NOTHING
    lead = paragraph(Bold("The seat that you waited for is yours: "), *seat_line(course, seat), ".")
    duties: list[Block] = [paragraph(seat.role.duties)] if seat.role.duties else []
    rest = small("If it does not suit you any more, please give it back soon: others would like it.")
    return Reply((lead, *duties, Buttons(my_buttons(course, seat)), rest), private=False)


def taken_over(_notice: Notice, facts: Facts) -> Reply:
    """To whoever gave it up in time."""
    seat, name = seat_of(facts), facts.details.get("other_name") or "Somebody"
    if seat is None:
        return NOTHING
    lead = paragraph(Bold(f"{name} has taken the seat that you gave back: "), *seat_line(facts.course, seat), ".")
    return Reply((lead,), private=False)


def staff_dropped(_notice: Notice, facts: Facts) -> Reply:
    """To staff: somebody gave a seat up in time."""
    seat, details = seat_of(facts), facts.details
    if seat is None:
        return NOTHING
    number = int(details.get("offered") or 0)
    students = counted(number, "student")
    then = f"I have offered it to {students}." if number else "Nobody may take it as things are."
    if number and not details.get("speaks"):
        then = f"I offer it to {students} as soon as I may write to them."
    if details.get("other_name"):
        then = f"{details['other_name']}, who waited for it, has it now."
    lead = Bold(f"{details.get('person_name') or 'Somebody'} gave up ")
    return Reply((paragraph(lead, *seat_line(facts.course, seat), ", in time. ", then),), private=False)


def staff_taken_over(_notice: Notice, facts: Facts) -> Reply:
    """To staff: somebody else has it."""
    seat, details = seat_of(facts), facts.details
    if seat is None:
        return NOTHING
    lead = Bold(f"{details.get('person_name') or 'Somebody'} has taken ")
    rest = f", which {details.get('other_name') or 'somebody'} gave up."
    return Reply((paragraph(lead, *seat_line(facts.course, seat), rest),), private=False)


ROWS: tuple[Row, ...] = (
    pressed_row("wait", WAIT, "Wait for a seat that is taken", wait),
    pressed_row("unwait", UNWAIT, "Stop waiting for a seat", unwait),
)
