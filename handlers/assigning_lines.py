"""What staff read when they give somebody a seat or take it from them, and what that person reads.

Pure. A rule that is broken is named, in the third person; the reason for it is for staff only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import Bar, Refusal, is_over
from bot.course.signups import Progress, Seat, SeatKey, Signups, seats_by_key
from bot.course.wording import counted, listed
from bot.services.assigning import Considered, Given, Taken
from bot.services.dropping import Freed
from handlers import owed_again
from handlers.class_start import MARKS
from handlers.invitation import invitation
from handlers.papers import short
from handlers.seat_words import encoded, on_day, seat_line, seat_of
from handlers.signup_lines import my_buttons, my_seats_button, needed_words

ASSIGN, ASSIGN_IT, UNASSIGN = "assign", "assignit", "unassign"
"""Arguments of `assignit`: the person's id, the seat's four names, how, and the reason where it was said already: `` to
do it, `a` to be asked why a rule may be broken, with `r` and an id: in place of that person. Of `unassign`: `=`, the
person's id, the seat, how: `` to do it unless class is near, `s` surely, `f` and find somebody.
"""

EXACT = "="
"""The first argument of a button, which words that somebody typed are not."""

ANYWAY, REPLACE, SURELY, FIND = "a", "r", "s", "f"

LABEL = 70

DELETE_ENTRY = "If you put the calendar file into your calendar, please delete what it added."


# --- buttons --------------------------------------------------------------------------------------------------------


def give_button(course: Course, person: int, key: SeatKey, label: str, *, how: str = "", reason: str = "") -> Button:
    """A button that gives the seat. A reason that it cannot carry is left out of it."""
    action = Action(ASSIGN_IT, course.id, (str(person), *encoded(key), how))
    with_reason = replace(action, arguments=(*action.arguments, reason))
    return Button(label, with_reason if reason and with_reason.fits else action)


def take_button(course: Course, person: int, key: SeatKey, label: str, *, how: str = "") -> Button:
    return Button(label, Action(UNASSIGN, course.id, (EXACT, str(person), *encoded(key), how)))


def in_place_of(person: int | None, *, anyway: bool = False) -> str:
    """The last argument of `assignit`."""
    return (ANYWAY if anyway else "") + (f"{REPLACE}{person}" if person is not None else "")


# --- given ----------------------------------------------------------------------------------------------------------


def given(course: Course, found: Given) -> Reply:
    """What now holds, with [Undo]; or why nothing was done, and what can be."""
    if found.done:
        return _done(course, found)
    return _breaks(course, found) if found.breaks else _is_taken(course, found)


def _done(course: Course, found: Given) -> Reply:
    wish, seat = found.wish, found.seat
    if not found.fresh:
        said = paragraph(Bold(found.name), " has that seat already: ", *seat_line(course, seat), ".")
        return Reply((said, Buttons((take_button(course, wish.person, seat.key, "Take them off"),))))
    instead = f", in place of {found.names.get(found.replaced, '')}" if found.replaced is not None else ""
    blocks: list[Block] = [paragraph(Bold(found.name), " is signed up as ", *seat_line(course, seat), f"{instead}.")]
    if found.breaks:
        broken = listed(broken_rules(found.known, found.breaks, found.name, but=wish.key))
        blocks.append(small(f"It breaks a rule: {broken}. Noted, for staff only: “{wish.reason}”."))
    elif wish.reason:
        blocks.append(small(f"Noted as the reason, for staff only: “{wish.reason}”."))
    if found.progress is not None and found.progress.needed:
        blocks.append(small(_makes(found, found.progress)))
    both = f"{found.name} and {found.names.get(found.replaced, '')} hear" if found.replaced is not None else ""
    blocks.append(
        small(
            f"{both or f'{found.name} hears'} of it from me in a direct message." if found.told else _untold(found.name)
        )
    )
    if found.replaced is not None:
        back = give_button(course, found.replaced, seat.key, "Undo", how=in_place_of(wish.person))
    else:
        back = take_button(course, wish.person, seat.key, "Undo", how=SURELY)
    return Reply((*blocks, Buttons((back,))))


def _makes(found: Given, done: Progress) -> str:
    """How far that brings the person."""
    have = done.presented + done.ahead
    if _counts_not(found):
        return f"{_not_counting(found)} {found.name} has {have} of {counted(done.needed, 'seat')} as before."
    if have > done.needed:
        return f"{found.name} has {counted(have, 'seat')} now; {needed_words(done)}."
    return f"That makes {have} of {counted(done.needed, 'seat')} for {found.name}."


def _counts_not(found: Given) -> bool:
    """Whether it adds nothing to the minimum, for which a role counts once."""
    of_role = any(one.bar is Bar.SAME_ROLE for one in found.breaks)
    return of_role and found.known.course.presenting.rules.distinct_roles == "yes"


def _not_counting(found: Given) -> str:
    role = found.seat.role.title
    return f"A second time as {role} does not count towards the minimum, for which roles have to be different."


def _untold(name: str) -> str:
    return f"{name} has no account where I am: please tell them."


def _breaks(course: Course, found: Given) -> Reply:
    wish, seat = found.wish, found.seat
    rules = broken_rules(found.known, found.breaks, found.name)
    several = "a rule" if len(rules) == 1 else "rules"
    lead = paragraph(Bold(f"That would break {several}: "), f"{listed(rules)}.")
    said = paragraph(f"{found.name} would be ", *seat_line(course, seat), ".")
    how = in_place_of(wish.replacing, anyway=True)
    button = give_button(course, wish.person, seat.key, "Assign anyway …", how=how, reason=wish.reason)
    needed = found.progress is not None and found.progress.needed
    counts = [small(_not_counting(found))] if needed and _counts_not(found) else []
    why = "the reason is the one that you gave" if wish.reason else "say why"
    asks = small(f"Nothing is changed yet. If you assign it anyway, {why}.")
    return Reply((lead, said, *counts, asks, Buttons((button,))))


def _is_taken(course: Course, found: Given) -> Reply:
    wish, seat = found.wish, found.seat
    if found.holder is None:
        raise ValueError(seat.key)
    name = found.names.get(found.holder.person, "Somebody")
    said = paragraph(Bold(f"{name} has that seat: "), *seat_line(course, seat), ".")
    label = f"Replace {name}"[:LABEL]
    how = in_place_of(found.holder.person)
    button = give_button(course, wish.person, seat.key, label, how=how, reason=wish.reason)
    asks = small(f"Nothing is changed yet. Replacing takes {name} off, and signs {found.name} up.")
    return Reply((said, asks, Buttons((button,))))


def broken_rules(known: Signups, breaks: Sequence[Refusal], name: str, *, but: SeatKey | None = None) -> list[str]:
    """`Ada was already Critic on Mon 7 Mar`, one for each rule. `but`: a seat that is no reason for itself."""
    return [_broken(known, one, name) for one in breaks if one.other is None or one.other.key != but]


def _broken(known: Signups, one: Refusal, name: str) -> str:
    other = known.seats.get(one.other.key) if one.other is not None else None
    what = f"{other.role.title} {on_day(other.session)}" if other is not None else "signed up"
    match one.bar:
        case Bar.SAME_ROLE:
            return f"{name} was already {what}" if other is not None else f"{name} had this role already"
        case Bar.SAME_PAPER:
            of = "paper" if known.course.presenting.per == "paper" else "class"
            return f"{name} is {what}, for the same {of}"
        case Bar.WEEK:
            return f"{name} is {what}, and {_most(one.most)} a week is the most"
        case Bar.TERM:
            return f"{name} has {_most(one.most)} already, the most in a term"
    return "it is closed"


def _most(number: int | None) -> str:
    return "one seat" if number == 1 else f"{number} seats"


# --- taken ----------------------------------------------------------------------------------------------------------


def begun(course: Course, key: SeatKey, now: datetime) -> Reply | None:
    """Once class has begun staff say what became of a seat; None before."""
    seat = seats_by_key(course).get(key)
    if seat is None or not is_over(course, seat.session, now):
        return None
    label = f"Seats of {short(seat.session.name, LABEL - 10)}"
    marks = Button(label, Action(MARKS, course.id, (seat.key.session, "0")))
    return Reply((paragraph(Bold("Class has begun."), " Say who presented there:"), Buttons((marks,))))


def nobody_has_it(course: Course, seat: Seat) -> Reply:
    return Reply((paragraph("Nobody has that seat (any more): ", *seat_line(course, seat), "."),))


def near(course: Course, found: Considered) -> Reply:
    """Class is near: whether somebody is to be found."""
    if found.holder is None:
        return nobody_has_it(course, found.seat)
    lead = paragraph(Bold(f"Take {found.name} off?"), " ", *seat_line(course, found.seat), ".")
    said = small("Class is near. I can look for somebody: the backup first, then all who may take it.")
    key = found.seat.key
    buttons = (
        take_button(course, found.holder, key, "Take off, find somebody", how=FIND),
        take_button(course, found.holder, key, "Only take off", how=SURELY),
    )
    return Reply((lead, said, Buttons(buttons)))


def taken(course: Course, found: Taken) -> Reply:
    """Who is off, what becomes of the seat, and [Undo]."""
    if not found.done:
        return nobody_has_it(course, found.seat)
    blocks: list[Block] = [paragraph(Bold(found.name), " is off: ", *seat_line(course, found.seat), ".")]
    if found.freed is not None:
        blocks.append(paragraph(_freed(found.freed)))
    blocks.append(
        small(f"{found.name} hears of it from me in a direct message." if found.told else _untold(found.name))
    )
    buttons = [give_button(course, found.person, found.seat.key, "Undo")]
    return Reply((*blocks, *([] if _has_gone(found.freed) else [Buttons(tuple(buttons))])))


def _has_gone(freed: Freed | None) -> bool:
    """Whether somebody else has it already."""
    return freed is not None and (freed.promoted or (freed.cover is not None and freed.cover.state == "filled"))


def _freed(freed: Freed) -> str:
    if freed.promoted:
        return "It went to the first who waited for it."
    if freed.cover is not None:
        if freed.cover.state == "asking" and freed.cover.asked is not None:
            return "The backup is asked now. You hear what comes of it."
        if freed.cover.state == "filled":
            return "The backup steps in, and hears of it from me."
        if freed.cover.state == "asking":
            return "Nobody is asked yet: I am not live or paused, or nobody has said that the roster is right."
        return "No backup can step in, so all who may take it are asked. You hear what comes of it."
    return f"It is offered to {counted(freed.offered, 'student')}."


# --- to the person --------------------------------------------------------------------------------------------------


def told_assigned(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To who was given a seat: what it asks for, and an entry for their calendar."""
    course, seat = facts.course, seat_of(facts)
    if seat is None:
        return NOTHING
    blocks: list[Block] = [paragraph("Staff signed you up as ", *seat_line(course, seat), ".")]
    blocks += [paragraph(seat.role.duties)] if seat.role.duties else []
    blocks.append(small("If it does not suit you: Swap offers it for another one, Drop gives it up."))
    file = invitation(course, seat, facts.now)
    mine = (*(one for one in my_buttons(course, seat) if one.label != "Calendar file"), my_seats_button(course))
    return Reply((*blocks, Buttons(mine)), private=False, files=(file,) if file is not None else ())


def told_unassigned(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To who had a seat."""
    course, seat = facts.course, seat_of(facts)
    if seat is None:
        return NOTHING
    said: Line = line("Staff took you off ", *seat_line(course, seat), ". You need not present it.")
    owed = owed_again.told(course, facts.details, facts.now)
    return Reply((paragraph(*said), *owed, small(DELETE_ENTRY), Buttons((my_seats_button(course),))), private=False)
