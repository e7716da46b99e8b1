"""What staff read of a seat that was given up late: one line that is kept up to date, and a word of its own where they
may have to do something.

Pure: what came of it comes in as facts. These names stand in the staff channel only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from bot.conversation.plain import distance
from bot.conversation.reply import NOTHING, Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import Bar, Refusal, is_over
from bot.course.signups import Holding, Seat, SeatKey, Signups, begins_on_its_day
from bot.course.wording import counted, listed
from handlers.assigning_lines import ASSIGN, broken_rules, give_button, in_place_of
from handlers.papers import short
from handlers.seat_words import seat_line, seat_of
from handlers.signup_lines import seat_action
from handlers.wording import instant

NAME = 30


def staff_line(_notice: Notice, facts: Facts) -> Reply:
    """All that came of it; kept up to date in place."""
    details, course, seat = facts.details, facts.course, seat_of(facts)
    if "dropper" not in details:
        return NOTHING
    steps = [*_tried(course, details), _stands(facts, seat)]
    if seat is None:
        lead = paragraph(
            Bold(f"{details['dropper']} gave up a seat late"), ": its class is cancelled, or off the schedule."
        )
        return Reply((lead,), private=False)
    blocks: list[Block] = [paragraph(*_lead(facts, seat)), bullets(*steps)]
    return Reply((*blocks, *_assign(course, seat, details)), private=False)


TRIED: Mapping[str, str] = {
    "passed": "(backup) passed.",
    "silent": "(backup) did not answer.",
    "barred": "(backup) may not have it by the rules",
    "gone": "is not the backup any more.",
    "assigned": "(backup) was put in, since class is near.",
}


def _tried(course: Course, details: Mapping[str, str]) -> Iterator[Line]:
    """What came of each backup, in order."""
    before, bars = "", json.loads(details["bars"])
    for name, how in json.loads(details["tried"]):
        after_all = how == "passed" and before == name
        rules = f": {listed(_rules(course, name, bars.get(name, [])))}." if how == "barred" and bars.get(name) else ""
        end = rules or ("." if how == "barred" else "")
        yield line(f"{name} cannot." if after_all else f"{name} {TRIED[how]}{end}")
        before = name if how == "assigned" else ""


def _rules(course: Course, name: str, bars: Iterable[tuple[str, tuple[str, str, str, int], int]]) -> list[str]:
    """`Jonas was already Critic on Mon 7 Mar`."""
    long_ago = datetime.fromtimestamp(0, UTC)  # only whose seat it is matters here
    found = [
        Refusal(
            bar=Bar(word),
            other=Holding(key=SeatKey(*key), person=0, taken_at=long_ago) if key else None,
            most=most or None,
        )
        for word, key, most in bars
    ]
    return broken_rules(Signups(course=course), found, name)


def _lead(facts: Facts, seat: Seat) -> Line:
    details, opened = facts.details, datetime.fromisoformat(facts.details["opened"])
    begins = begins_on_its_day(facts.course, seat.session)
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
            return _over(facts, seat)
        case "calling":
            return line(_called(details))
    if not details["asked"]:
        return line("I ask nobody while I am paused or rehearse, or the roster is not confirmed. Please find somebody.")
    until = instant(facts.course, datetime.fromisoformat(details["until"]))
    return line(f"I have asked {details['asked']} (backup), who has until ", until, " to answer.")


def _over(facts: Facts, seat: Seat | None) -> Line:
    if seat is None or seat.session.first is None or not facts.details["free"]:
        return line("It is not needed any more.")
    if not is_over(facts.course, seat.session, facts.now):
        return line("Class has moved, so there is time again: it is free as other seats are.")
    return line(Bold("It was still empty when class began."))


def _called(details: Mapping[str, str]) -> str:
    """`No backup is left. I have asked 12 people directly, and the channel, without naming anybody.`"""
    lead = "No backup is left." if json.loads(details["tried"]) else "There is no backup to ask."
    number = int(details["offered"])
    if details["shut"] and not number:
        return f"{lead} Nobody may take seats yet, so I have asked nobody: please find somebody."
    people = f"{counted(number, 'person', 'people')} directly, and " if number else ""
    return f"{lead} I have asked {people}the channel, without naming anybody."


def _assign(course: Course, seat: Seat, details: Mapping[str, str]) -> list[Block]:
    if details["state"] not in ("asking", "calling"):
        return []
    buttons = [Button("Assign somebody …", seat_action(ASSIGN, course, seat))]
    if details.get("barred"):
        label = f"Assign {short(details['barred_name'], NAME)} anyway …"
        buttons.append(give_button(course, int(details["barred"]), seat.key, label, how=in_place_of(None, anyway=True)))
    return [Buttons(tuple(buttons))]


def staff_called(_notice: Notice, facts: Facts) -> Reply:
    """A word of its own: class is near, and staff may have to do something now."""
    seat, details = seat_of(facts), facts.details
    if seat is None or "state" not in details:
        return NOTHING
    what = seat_line(facts.course, seat)
    if details["state"] not in ("asking", "calling"):
        return Reply((paragraph(*what, ": ", *_stands(facts, seat)),), private=False)
    begins = begins_on_its_day(facts.course, seat.session)
    when = f" Class is {distance(begins, facts.now)}." if begins is not None else ""
    lead = paragraph(Bold("Nobody has stepped in so far: "), *what, f".{when} ", *_stands(facts, seat))
    steps = [*_tried(facts.course, details)]
    listing = [bullets(*steps)] if steps else []
    return Reply((lead, *listing, *_assign(facts.course, seat, details)), private=False)


def staff_passed(_notice: Notice, facts: Facts) -> Reply:
    """A backup who was put in says no."""
    seat, name = seat_of(facts), facts.details.get("person_name", "")
    if seat is None or not name:
        return NOTHING
    lead = paragraph(Bold(f"{name} (backup) cannot step in"), " as ", *seat_line(facts.course, seat), ".")
    return Reply((lead,), private=False)
