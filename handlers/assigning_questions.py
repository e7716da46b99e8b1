"""What staff are asked where their words do not say whom or which seat they mean: buttons for what it may be, and what
to type.

Pure. Nothing is done here; each button says whole what it does.
"""

from __future__ import annotations

from bot.conversation.reply import Block, Button, Buttons, Code, Reply, paragraph, small
from bot.course.model import Course
from bot.course.seat_search import one_each
from bot.course.signups import Seat, Signups
from bot.services.assigning import Order
from bot.services.naming import Candidate
from handlers.assigning_lines import ASSIGN, LABEL, UNASSIGN, give_button, take_button
from handlers.command_line import readable
from handlers.seat_words import day_of, seat_text

ECHO = 60
BUTTONS_LIMIT = 8


def unclear(course: Course, order: Order, *, reason: str, known: Signups, taking: bool) -> Reply:
    """What is missing, what to type, and buttons for what it may be. `taking`: a seat is to be taken from somebody."""
    verb = UNASSIGN if taking else ASSIGN
    buttons = _choices(course, order, reason=reason, known=known, taking=taking)
    who = order.named.candidates[0].name if order.named.one is not None else "@name"
    blocks: list[Block] = [paragraph(_question(course, order, taking=taking))]
    blocks += [Buttons(tuple(buttons[:BUTTONS_LIMIT]))] if buttons else []
    if len(buttons) > BUTTONS_LIMIT:
        blocks.append(small(f"{len(buttons) - BUTTONS_LIMIT} more fit: say more of it."))
    return Reply((*blocks, small("Like this: ", Code(f"/{course.command_prefix}course {verb} {who} {_like(known)}"))))


def _like(known: Signups) -> str:
    """`critic 7 feb`, of a seat that there is."""
    dated = [seat for seat in known.seats.values() if seat.session.first is not None]
    day = day_of(dated[-1].session).removeprefix("week of ").partition(" ")[2] if dated else ""
    return f"{dated[-1].role.title} {day}".lower() if dated else "role title"


def _question(course: Course, order: Order, *, taking: bool) -> str:
    named, meant = order.named, order.meant
    if taking and not order.person_words and not order.seat_words:
        return "Whose seat, and which?" if meant.seats else "Nobody has a seat that could be taken back."
    if not named.candidates and not order.alone:
        words = f" for {_echo(order.person_words)}" if order.person_words else ""
        roster = f"/{course.command_prefix}course roster shows who is in the course."
        return f"I find nobody{words}. Type @ and pick the person, a name or an e-mail address. {roster}"
    if taking and order.alone and not order.holders:
        return f"Nobody has a seat like {_echo(order.seat_words)}."
    if taking and named.one is not None and (meant.guessed or not meant.seats):
        name = named.one.name
        return f"{name} has no such seat, but:" if meant.seats else f"{name} has no seat that could be taken back."
    return _no_seat(order) if meant.unoffered or not meant.seats else _which(order)


def _which(order: Order) -> str:
    """Several persons, or several seats."""
    if order.named.candidates and not order.named.sure:
        return f"Whom do you mean by {_echo(order.person_words)}?"
    if order.meant.guessed:
        return f"No seat is quite like {_echo(order.seat_words)}. Did you mean:"
    words = _echo(order.seat_words)
    return f"Which seat do you mean by {words}?" if order.seat_words else "Which seat do you mean?"


def _no_seat(order: Order) -> str:
    advice = "Type a role with a date, week 3, or words of a title."
    if order.meant.unoffered:
        return f"‘{order.meant.unoffered}’ has no such seat. {advice}"
    return f"No seat is like {_echo(order.seat_words)}. {advice}"


def _choices(course: Course, order: Order, *, reason: str, known: Signups, taking: bool) -> list[Button]:
    found: list[Button] = []
    if taking:
        whom = {one.person for one in order.named.candidates}
        for seat in order.meant.seats:
            holder = known.held.get(seat.key)
            if holder is not None and (not whom or holder.person in whom):
                name = f"{order.holders.get(holder.person, '')}: " if order.named.one is None else ""
                found.append(take_button(course, holder.person, seat.key, f"{name}{seat_text(seat, LABEL - 30)}"))
        return found
    free = [seat for seat in one_each(order.meant.seats) if seat.key not in known.held]
    for who in order.named.candidates:
        for seat in free or one_each(order.meant.seats):
            label = _label(order, who, seat)
            found.append(give_button(course, who.person, seat.key, label, reason=reason))
    return found


def _label(order: Order, who: Candidate, seat: Seat) -> str:
    words = [f"{who.name} ({who.mark})" if who.mark else who.name] if order.named.one is None else []
    words += [seat_text(seat, LABEL - 30)] if order.meant.one is None else []
    return ": ".join(words)


def _echo(words: str) -> str:
    shown = readable(words)
    return f"“{shown}”" if len(shown) <= ECHO else f"“{shown[: ECHO - 1]}…”"
