"""What is said unasked about swaps: the offer to those whom it fits, and that it was done, to its maker and to staff.

Pure: facts come in, words go out.
"""

from __future__ import annotations

import json

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.course.notice import Facts, Notice
from bot.course.signups import SeatKey, Signups
from bot.services.swapping import OTHER, SWAP, key_of
from handlers.papers import short
from handlers.seat_cover import NOTHING, seat_of
from handlers.seat_words import about, day_of, encoded, seat_line
from handlers.signup_lines import CALENDAR, MINE

AGREE = "swapok"
"""Arguments: the offer's id and a seat of the reader."""


def swap_offer(_notice: Notice, facts: Facts) -> Reply:
    """`Ada would like to swap: Critic for ZeRO, for one of your seats.`"""
    course, seat, details = facts.course, seat_of(facts), facts.details
    known = Signups(course=course).seats
    own = [known[key] for key in (SeatKey(*one) for one in json.loads(details.get("seats", "[]"))) if key in known]
    if seat is None or not own:
        return NOTHING
    lead = paragraph(
        Bold(f"{details['person_name']} would like to swap"), " with you, and offers ", *seat_line(course, seat), "."
    )
    duties: list[Block] = [paragraph(seat.role.duties)] if seat.role.duties else []
    buttons = tuple(
        Button(
            f"Swap my {one.role.title}, {day_of(one.session)}: {short(about(one), 30)}",
            Action(AGREE, course.id, (details[SWAP], *encoded(one.key))),
        )
        for one in own
    )
    rest = small("You would have their seat, and they yours. If that does not suit you, do nothing.")
    return Reply((lead, *duties, Buttons(buttons), rest), private=False)


def swapped(_notice: Notice, facts: Facts) -> Reply:
    """To whoever offered it."""
    course, seat, details = facts.course, seat_of(facts), facts.details
    before = Signups(course=course).seats.get(key_of(details[OTHER]))
    if seat is None or before is None:
        return NOTHING
    name = details.get("other_name") or "Somebody"
    lead = paragraph(Bold(f"{name} has swapped with you: "), "you are now ", *seat_line(course, seat), ".")
    rest = paragraph(f"{name} is ", *seat_line(course, before), ". The staff know.")
    buttons = (
        Button("Calendar file", Action(CALENDAR, course.id, encoded(seat.key))),
        Button("My seats", Action(MINE, course.id)),
    )
    return Reply((lead, rest, Buttons(buttons)), private=False)


def staff_swapped(_notice: Notice, facts: Facts) -> Reply:
    """`Ada and Ben have swapped: Ada is now Advocate for …, Ben Critic for …`"""
    course, seat, details = facts.course, seat_of(facts), facts.details
    other = Signups(course=course).seats.get(key_of(details[OTHER]))
    if seat is None or other is None:
        return NOTHING
    one, two = details.get("person_name", "Somebody"), details.get("other_name", "somebody")
    lead: Line = line(Bold(f"{one} and {two} have swapped: "), f"{one} is now ", *seat_line(course, other))
    return Reply((paragraph(*lead, f", and {two} ", *seat_line(course, seat), "."),), private=False)
