"""What staff read of a seat that was given up late: one line that is kept up to date, and a word of its own where they
may have to do something.

Pure: what came of it comes in as facts. These names stand in the staff channel only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.conversation.plain import distance
from bot.conversation.reply import Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.signups import Seat, begins_at
from bot.course.wording import counted
from handlers.seat_cover import NOTHING, seat_of
from handlers.seat_words import seat_line
from handlers.signup_lines import seat_action
from handlers.wording import instant

ASSIGN = "assign"
"""The verb by which staff give somebody a seat."""


def staff_line(_notice: Notice, facts: Facts) -> Reply:
    """All that came of it; kept up to date in place."""
    details, course, seat = facts.details, facts.course, seat_of(facts)
    if "dropper" not in details:
        return NOTHING
    steps = [*_tried(json.loads(details["tried"])), _stands(facts, seat)]
    if seat is None:
        lead = paragraph(
            Bold(f"{details['dropper']} gave up a seat late"), ": its class is not in the schedule any more."
        )
        return Reply((lead,), private=False)
    blocks: list[Block] = [paragraph(*_lead(facts, seat)), bullets(*steps)]
    return Reply((*blocks, *_assign(course, seat, details)), private=False)


TRIED: Mapping[str, str] = {
    "passed": "(backup) passed.",
    "silent": "(backup) did not answer.",
    "barred": "(backup) may not have it by the rules.",
    "assigned": "(backup) was put in, since class is near.",
}


def _tried(answers: Iterable[tuple[str, str]]) -> Iterator[Line]:
    """What came of each backup, in order."""
    before = ""
    for name, how in answers:
        after_all = how == "passed" and before == name
        yield line(f"{name} cannot." if after_all else f"{name} {TRIED[how]}")
        before = name if how == "assigned" else ""


def _lead(facts: Facts, seat: Seat) -> Line:
    details, opened = facts.details, datetime.fromisoformat(facts.details["opened"])
    begins = begins_at(facts.course, seat.session)
    before = f", {distance(begins, opened).removeprefix('in ')} before class" if begins is not None else ""
    what = seat_line(facts.course, seat)
    if details["how"] == "freed":
        return line(Bold(f"{details['dropper']} has left the course"), ", and had ", *what, ".")
    if details["how"] == "unassigned":
        return line(Bold(f"{details['dropper']} no longer has "), *what, f"{before}.")
    return line(Bold(f"{details['dropper']} gave up "), *what, f"{before}.")


def _stands(facts: Facts, seat: Seat | None) -> Line:
    """How it stands now."""
    details = facts.details
    match details["state"]:
        case "filled":
            return line(Bold(f"{details['has_it']} has {'taken it again' if details['again'] else 'the seat now'}."))
        case "over":
            began = seat is not None and seat.session.first is not None and details["free"]
            return line(Bold("It was still empty when class began.") if began else "It is not needed any more.")
        case "calling":
            return line(_called(details))
    if not details["asked"]:
        return line("I ask nobody while I am paused or rehearse, or the roster is not confirmed. Please find somebody.")
    until = instant(facts.course, datetime.fromisoformat(details["until"]))
    return line(f"I have asked {details['asked']} (backup), who has until ", until, " to answer.")


def _called(details: Mapping[str, str]) -> str:
    """`No backup is left. I have asked 12 people directly, and the channel, without naming anybody.`"""
    lead = "No backup is left." if json.loads(details["tried"]) else "There is no backup to ask."
    number = int(details["offered"])
    people = f"{counted(number, 'person', 'people')} directly, and " if number else ""
    return f"{lead} I have asked {people}the channel, without naming anybody."


def _assign(course: Course, seat: Seat, details: Mapping[str, str]) -> list[Block]:
    if details["state"] not in ("asking", "calling"):
        return []
    return [Buttons((Button("Assign somebody …", seat_action(ASSIGN, course, seat)),))]


def staff_called(_notice: Notice, facts: Facts) -> Reply:
    """A word of its own: staff may have to do something now."""
    seat, details = seat_of(facts), facts.details
    if seat is None or "state" not in details:
        return NOTHING
    if details["state"] != "calling":
        words = ("Nobody had stepped in at first as ", *seat_line(facts.course, seat), ". ", *_stands(facts, seat))
        return Reply((paragraph(*words),), private=False)
    lead = paragraph(Bold("Nobody has stepped in so far: "), *seat_line(facts.course, seat), ". ", _called(details))
    return Reply((lead, *_assign(facts.course, seat, details)), private=False)


def staff_passed(_notice: Notice, facts: Facts) -> Reply:
    """A backup who was put in says no."""
    seat, name = seat_of(facts), facts.details.get("person_name", "")
    if seat is None or not name:
        return NOTHING
    lead = paragraph(Bold(f"{name} (backup) cannot step in"), " as ", *seat_line(facts.course, seat), ".")
    return Reply((lead,), private=False)


def staff_filled(_notice: Notice, facts: Facts) -> Reply:
    """The end of a search of which staff were told that nobody was found."""
    seat, details = seat_of(facts), facts.details
    if seat is None or not details.get("has_it"):
        return NOTHING
    return Reply(
        (paragraph(Bold(f"{details['has_it']} has it now: "), *seat_line(facts.course, seat), "."),), private=False
    )
