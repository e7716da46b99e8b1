"""What is said unasked about swaps: the offer to those whom it fits, and that it was done, to its maker and to staff.

Pure: facts come in, words go out.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.course.notice import Facts, Notice
from bot.course.signups import seats_by_key
from bot.services.seat_tellings import keys_of
from bot.services.swapping import OTHER, SEATS, SWAP
from handlers import owed_again
from handlers.papers import short
from handlers.seat_words import about, day_of, encoded, seat_line, seat_of
from handlers.signup_lines import CALENDAR, my_seats_button
from handlers.wording import instant

AGREE, DECLINE = "swapok", "swapno"
"""Arguments: the offer's id, and for the first a seat of the reader."""


def swap_offer(_notice: Notice, facts: Facts) -> Reply:
    """`Ada would like to swap: Critic for ZeRO, for one of your seats.`"""
    course, seat, details = facts.course, seat_of(facts), facts.details
    known = seats_by_key(course)
    own = [known[key] for key in keys_of(details.get(SEATS, "[]")) if key in known]
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
    no = Button("No, thanks", Action(DECLINE, course.id, (details[SWAP],)))
    rest = small("You would have their seat, and they yours.", *_until(facts))
    return Reply((lead, *duties, Buttons((*buttons, no)), rest), private=False)


def _until(facts: Facts) -> Line:
    until = facts.details.get("until")
    if not until:
        return ()
    ends = instant(facts.course, datetime.fromisoformat(until))
    return line(" The offer stands until ", ends, ", unless somebody is quicker or it is withdrawn.")


def swapped(_notice: Notice, facts: Facts) -> Reply:
    """To whoever offered it."""
    course, seat, details = facts.course, seat_of(facts), facts.details
    before = seats_by_key(course).get(keys_of(details[OTHER])[0])
    if seat is None or before is None:
        return NOTHING
    name = details.get("other_name") or "Somebody"
    lead = paragraph(Bold(f"{name} has swapped with you: "), "you are now ", *seat_line(course, seat), ".")
    rest = paragraph(f"{name} is ", *seat_line(course, before), ". The staff know.")
    buttons = (
        Button("Calendar file", Action(CALENDAR, course.id, encoded(seat.key))),
        my_seats_button(course),
    )
    return Reply((lead, rest, *owed_again.told(course, details, facts.now), Buttons(buttons)), private=False)


def staff_swapped(_notice: Notice, facts: Facts) -> Reply:
    """`Ada and Ben have swapped: Ada is now Advocate for …, Ben Critic for …`"""
    course, seat, details = facts.course, seat_of(facts), facts.details
    other = seats_by_key(course).get(keys_of(details[OTHER])[0])
    if seat is None or other is None:
        return NOTHING
    one, two = details.get("person_name", "Somebody"), details.get("other_name", "somebody")
    lead: Line = line(Bold(f"{one} and {two} have swapped: "), f"{one} is now ", *seat_line(course, other))
    return Reply((paragraph(*lead, f", and {two} ", *seat_line(course, seat), "."),), private=False)
