"""The seats of somebody who has left the course, or only listens from now on, in words: to staff, in the answer to what
they said or by itself, and to the person who stays.

Pure: facts come in, words go out.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.reply import NOTHING, Block, Bold, Code, Line, Reply, bullets, line, paragraph, small
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.signups import Seat, seats_by_key
from bot.course.wording import counted
from bot.services import seat_leaving
from bot.services.seat_leaving import Freed
from handlers.seat_words import seat_line

# --- to staff ---------------------------------------------------------------------------------------------------------


def freed_lines(course: Course, found: Sequence[Freed]) -> list[Block]:
    """The seats that are free again with what is done about each; nothing where there is none."""
    lines = _lines(course, found)
    if not lines:
        return []
    back = "Should they come back, the seats do not come back by themselves."
    return [paragraph(Bold(_are_free(len(lines)))), bullets(*lines), small(back)]


def _are_free(number: int) -> str:
    return "A seat of theirs is free again:" if number == 1 else "Their seats are free again:"


def _lines(course: Course, found: Sequence[Freed]) -> list[Line]:
    offered = seats_by_key(course)
    there = [(offered[one.key], one) for one in found if one.key in offered]
    return [line(*seat_line(course, seat), f": {_fate(one)}") for seat, one in there]


def _fate(one: Freed) -> str:
    match one.fate:
        case "promoted":
            return "the first who waited for it has it now"
        case "offered":
            return f"offered to {counted(one.offered, 'student')}" if one.offered else "nobody may take it just now"
        case "asked":
            return "class is near, so the backup is asked; you hear what comes of it"
        case "assigned":
            return "class is near, so the backup steps in"
        case "called":
            return "class is near and no backup can step in, so all who may take it are asked"
        case "waiting":
            return "class is near, and I ask nobody while I am not live or paused, or the roster is not right yet"


def earlier_lines(course: Course, found: Sequence[Seat]) -> list[Block]:
    """That who comes back does not have the seats that they had."""
    if not found:
        return []
    lead = "A seat that they had before is free, and not theirs by this:"
    lead = lead if len(found) == 1 else "Seats that they had before are free, and not theirs by this:"
    give = Code(f"/{course.command_prefix}course assign")
    return [paragraph(lead), bullets(*(seat_line(course, seat) for seat in found)), small(give, " gives one back.")]


def freed_for_staff(_notice: Notice, facts: Facts) -> Reply:
    """What happened without anybody of them asking."""
    blocks = freed_lines(facts.course, seat_leaving.decoded(facts.details))
    if not blocks:
        return NOTHING
    lead = paragraph(Bold(f"{facts.details.get('person_name', '')} is not in the course any more."))
    return Reply((lead, *blocks), private=False)


# --- to the person ----------------------------------------------------------------------------------------------------


def freed(_notice: Notice, facts: Facts) -> Reply:
    """`You are an auditor now, so your seat is free for others: Critic for …`"""
    course, offered = facts.course, seats_by_key(facts.course)
    found = [offered[one.key] for one in seat_leaving.decoded(facts.details) if one.key in offered]
    if not found:
        return NOTHING
    which = "seat is" if len(found) == 1 else "seats are"
    lead = f"Staff say that you only listen in {course.title} from now on, so your {which} free for others:"
    after = "If that is not right, please tell them."
    return Reply((paragraph(lead), bullets(*(seat_line(course, seat) for seat in found)), small(after)), private=False)
