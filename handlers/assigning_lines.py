"""What staff read when they give somebody a seat or take it from them, and what that person reads.

Pure. A rule that is broken is named, in the third person; the reason for it is for staff only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Code, Line, Reply, line, paragraph, small
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import Bar, Refusal
from bot.course.signups import Seat, SeatKey, Signups
from bot.course.wording import counted, listed
from bot.services.assigning import Considered, Given, Order, Taken
from bot.services.dropping import Freed
from bot.services.naming import Candidate
from bot.services.seat_tellings import decoded as seat_of
from handlers.command_line import readable
from handlers.invitation import invitation
from handlers.seat_words import day_of, encoded, seat_line, seat_text
from handlers.signup_lines import MINE

ASSIGN, ASSIGN_IT, UNASSIGN = "assign", "assignit", "unassign"
"""Arguments of `assignit`: the person's id, the seat's four names, how, and the reason where it was said already: `` to
do it, `a` to be asked why a rule may be broken, with `r` and an id: in place of that person. Of `unassign`: `=`, the
person's id, the seat, how: `` to do it unless class is near, `s` surely, `f` and find somebody.
"""

EXACT = "="
"""The first argument of a button, which words that somebody typed are not."""

ANYWAY, REPLACE, SURELY, FIND = "a", "r", "s", "f"

ECHO = 60
BUTTONS_LIMIT = 8
LABEL = 70


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
        have = found.progress.presented + found.progress.ahead
        blocks.append(small(f"That makes {have} of {counted(found.progress.needed, 'seat')} for {found.name}."))
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
    return Reply((lead, said, small("Nothing is changed yet. If you assign it anyway, say why."), Buttons((button,))))


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
    what = f"{other.role.title} on {day_of(other.session)}" if other is not None else "signed up"
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


# --- unclear --------------------------------------------------------------------------------------------------------


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
    return f"{dated[-1].role.title} {day_of(dated[-1].session).partition(' ')[2]}".lower() if dated else "role title"


def _question(course: Course, order: Order, *, taking: bool) -> str:
    named, meant = order.named, order.meant
    if taking and not order.person_words and not order.seat_words:
        return "Whose seat, and which?" if meant.seats else "Nobody has a seat that could be taken back."
    if not named.candidates and not order.alone:
        words = f" for {_echo(order.person_words)}" if order.person_words else ""
        roster = f"/{course.command_prefix}course roster shows who is in the course."
        return f"I find nobody{words}. Type @ and pick the person, a name or an e-mail address. {roster}"
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
    free = [seat for seat in _one_each(order.meant.seats) if seat.key not in known.held]
    for who in order.named.candidates:
        for seat in free or _one_each(order.meant.seats):
            label = _label(order, who, seat)
            found.append(give_button(course, who.person, seat.key, label, reason=reason))
    return found


def _one_each(seats: Sequence[Seat]) -> list[Seat]:
    """One of each role beside each other."""
    found: dict[SeatKey, Seat] = {}
    for seat in seats:
        found.setdefault(seat.key._replace(number=0), seat)
    return list(found.values())


def _label(order: Order, who: Candidate, seat: Seat) -> str:
    words = [f"{who.name} ({who.mark})" if who.mark else who.name] if order.named.one is None else []
    words += [seat_text(seat, LABEL - 30)] if order.meant.one is None else []
    return ": ".join(words)


def _echo(words: str) -> str:
    shown = readable(words)
    return f"“{shown}”" if len(shown) <= ECHO else f"“{shown[: ECHO - 1]}…”"


# --- to the person --------------------------------------------------------------------------------------------------


def told_assigned(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To who was given a seat: what it asks for, and an entry for their calendar."""
    course, seat = facts.course, Signups(course=facts.course).seats.get(seat_of(facts.details))
    if seat is None:
        return Reply((), private=False)
    blocks: list[Block] = [paragraph("Staff signed you up as ", *seat_line(course, seat), ".")]
    blocks += [paragraph(seat.role.duties)] if seat.role.duties else []
    blocks.append(small("If that does not work for you, please tell the staff."))
    file = invitation(course, seat, facts.now)
    mine = Buttons((Button("My seats", Action(MINE, course.id)),))
    return Reply((*blocks, mine), private=False, files=(file,) if file is not None else ())


def told_unassigned(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To who had a seat."""
    course, seat = facts.course, Signups(course=facts.course).seats.get(seat_of(facts.details))
    if seat is None:
        return Reply((), private=False)
    said: Line = line("Staff took you off ", *seat_line(course, seat), ". You need not present it.")
    return Reply((paragraph(*said), Buttons((Button("My seats", Action(MINE, course.id)),))), private=False)
