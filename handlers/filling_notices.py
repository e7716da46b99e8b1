"""What a person reads of the seats that a filling gives or takes, all in one message, and what staff read of it.

Pure: notices and facts in, structure out. A person is told of their own seats alone.
"""

from __future__ import annotations

from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.signups import Seat, seats_by_key
from bot.course.wording import counted
from bot.services.fill_tellings import FILL as NUMBER
from bot.services.fill_tellings import PEOPLE, SEATS, keys
from handlers import owed_again
from handlers.filling_lines import FILL, LIST, UNDO
from handlers.invitation import invitations
from handlers.seat_words import seat_line
from handlers.signup_lines import BOARD, my_seats_button


def _seats(course: Course, facts: Facts) -> list[Seat]:
    offered = seats_by_key(course)
    return [offered[key] for key in keys(facts.details) if key in offered]


def filled(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """Their seats, what each asks for, and a file for the calendar."""
    course = facts.course
    mine = _seats(course, facts)
    if not mine:
        return NOTHING
    what = "a seat" if len(mine) == 1 else f"{len(mine)} seats"
    blocks: list[Block] = [
        paragraph(f"Staff have filled the free seats, and you have {what} to present in {course.title}:")
    ]
    blocks.append(bullets(*(line(*seat_line(course, seat)) for seat in mine)))
    duties = {seat.role.title: seat.role.duties for seat in mine if seat.role.duties}
    blocks += [small(Bold(title), f": {words}") for title, words in duties.items()]
    swap, drop = (Code(f"/{course.command_prefix}signup {word}") for word in ("swap", "drop"))
    blocks.append(paragraph("If one does not suit you: ", swap, " offers it for another one, ", drop, " gives it up."))
    blocks.append(Buttons((my_seats_button(course),)))
    file = invitations(course, mine, facts.now)
    return Reply(tuple(blocks), private=False, files=() if file is None else (file,))


def unfilled(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - as above
    """Seats that are not theirs any more."""
    course = facts.course
    mine = _seats(course, facts)
    if not mine:
        return NOTHING
    this, is_ = ("This seat", "is") if len(mine) == 1 else ("These seats", "are")
    blocks: list[Block] = [
        paragraph(f"The staff have undone the filling of the seats of {course.title}. {this} {is_} no longer yours:"),
        bullets(*(line(*seat_line(course, seat)) for seat in mine)),
        *owed_again.told(course, facts.details, facts.now),
        small("If you put the calendar file into your calendar, please delete what it added."),
        Buttons((my_seats_button(course),)),
    ]
    return Reply(tuple(blocks), private=False)


def fill_applied(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - as above
    """To staff: who applied it, and how it is undone."""
    course, number = facts.course, facts.details[NUMBER]
    seats, people = int(facts.details[SEATS]), int(facts.details[PEOPLE])
    who = facts.details.get("by_name") or "Somebody of the staff"
    said = f" has filled {counted(seats, 'seat')}, for {counted(people, 'student')}."
    buttons = (
        Button("Who has what", Action(FILL, course.id, (LIST, number, "0"))),
        Button("Board", Action(BOARD, course.id)),
        Button("Undo", Action(UNDO, course.id, (number,))),
    )
    return Reply((paragraph(Bold(who), said), Buttons(buttons)), private=False)


def fill_undone(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - as above
    """To staff: who undid it."""
    seats, people = int(facts.details[SEATS]), int(facts.details[PEOPLE])
    who, free = (
        facts.details.get("by_name") or "Somebody of the staff",
        "is free again" if seats == 1 else "are free again",
    )
    said = f" has undone the filling: {counted(seats, 'seat')} of {counted(people, 'student')} {free}."
    return Reply((paragraph(Bold(who), said),), private=False)
