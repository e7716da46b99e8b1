"""Seats as lines and buttons: one line a class (or paper), what is free there, who has the rest, why some is closed.

Pure composition over what a page shows one person. It never says who still owes a seat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Paragraph, Span, line
from bot.course.model import Course, Role, Session
from bot.course.seat_rules import Bar, is_over, opens_at
from bot.course.signups import Holding, Opening, Progress, Seat, Stage, Turn
from bot.course.wording import counted, listed
from bot.services.seat_pages import Place, View, places
from handlers.papers import short
from handlers.seat_words import about, encoded, seat_line, when, why
from handlers.wording import instant

MINE, BOARD, SEAT, SIT = "signup", "board", "seat", "sit"
DROP, DROP_IT, SWAP, CALENDAR, PREFER = "drop", "dropit", "swap", "seatics", "prefer"
"""Verbs of the buttons."""

TITLE = 60
"""Characters of what is presented, in a line of several."""

SAME_ROLE = Bar.SAME_ROLE.value

SAID_ABOVE = frozenset({Bar.UNOPENED, Bar.PREFERENCES})
"""What holds for all seats alike is said once, at the head of the page (`closed_line`)."""


def place_blocks(view: View, place: Place, *, brief: bool = False) -> list[Block]:
    """The line of a class (or paper), and a button for each role in which a seat is open to the reader there."""
    buttons = [take_button(view.course, seat) for seat in open_to(view, place)]
    return [Paragraph(place_line(view, place, brief=brief)), *([Buttons(tuple(buttons))] if buttons else [])]


def place_line(view: View, place: Place, *, brief: bool = False) -> Line:
    """`ZeRO · Mon 7 Mar, 1:00 PM PST · free: Advocate · Critic: Ada Lovelace · closed: Lead (you were already Lead)`.
    `brief`: without what is said once for all classes.
    """
    course = view.course
    within = f" ({short(place.session.name, TITLE)})" if place.reading is not None else ""
    parts: list[Line] = [line(Bold(short(about(place.seats[0]), TITLE)), within), (when(course, place.session),)]
    untaken = [seat for seat in place.seats if seat.key not in view.signups.held]
    above = [seat for seat in untaken if _is_said_above(view, seat)]
    if is_over(course, place.session, view.now):
        parts += [*_taken(view, place), *(line(f"{title}: nobody") for title in _roles(untaken))]
    else:
        free = [seat for seat in untaken if view.closed[seat.key] is None]
        all_free = len(free) == len(place.seats) > 1
        parts += [line("all free" if all_free else f"free: {listed(_roles(free))}")] * bool(free)
        parts += [line(listed(_roles(above)))] * bool(above)
        closed = [seat for seat in untaken if seat not in above]
        parts += [*_taken(view, place), *_closed(view, closed, len(place.seats), brief=brief)]
    return _dotted(parts)


def _is_said_above(view: View, seat: Seat) -> bool:
    refusal = view.closed[seat.key]
    return refusal is not None and refusal.bar in SAID_ABOVE


def open_to(view: View, place: Place) -> list[Seat]:
    """A seat of each role there that the reader may take."""
    found: dict[str, Seat] = {}
    for seat in place.seats:
        if view.may_take(seat):
            found.setdefault(seat.role.id, seat)
    return list(found.values())


def _roles(seats: Iterable[Seat]) -> list[str]:
    """`Critic`, `Hacker (2)`: each role once, with how many of its seats where they are several."""
    found: dict[str, list[Seat]] = {}
    for seat in seats:
        found.setdefault(seat.role.id, []).append(seat)
    return [f"{of[0].role.title} ({len(of)})" if len(of) > 1 else of[0].role.title for of in found.values()]


def _taken(view: View, place: Place) -> Iterator[Line]:
    """`Critic: Ada Lovelace`; mine is `Critic: you`."""
    found: dict[str, tuple[Role, list[str]]] = {}
    for seat in place.seats:
        holding = view.signups.held.get(seat.key)
        if holding is not None:
            found.setdefault(seat.role.id, (seat.role, []))[1].append(_who(view, holding))
    for role, names in found.values():
        yield line(f"{role.title}: {listed(names)}")


def _who(view: View, holding: Holding) -> str:
    person = holding.person if holding.stand_in is None else holding.stand_in
    return "you" if person == view.person else view.names.get(person, "taken")


def _closed(view: View, untaken: Sequence[Seat], number: int, *, brief: bool) -> Iterator[Line]:
    """`closed: Critic (you were already Critic)`, what has one reason together; `number`: of seats there in all."""
    reasons: dict[str, list[Seat]] = {}
    for seat in untaken:
        refusal = view.closed[seat.key]
        if refusal is not None and not (brief and refusal.bar is Bar.SAME_ROLE):
            same_role = refusal.bar is Bar.SAME_ROLE
            reasons.setdefault(SAME_ROLE if same_role else why(view.signups, refusal, view.names), []).append(seat)
    for reason, seats in reasons.items():
        words = _had(view, seats) if reason == SAME_ROLE else reason
        which = listed(_roles(seats))
        if len(seats) == len(untaken) > 1:
            which = "all" if len(untaken) == number else "the rest"
        yield line(f"closed: {which} ({words})")


def _had(view: View, seats: Sequence[Seat]) -> str:
    """`you were already Critic`; of several roles once."""
    number = len({seat.role.id for seat in seats})
    refusal = view.closed[seats[0].key]
    if number == 1 and refusal is not None:
        return why(view.signups, refusal, view.names)
    return f"you were already {'both' if number == 2 else 'each of them'}"


def _dotted(parts: Sequence[Line]) -> Line:
    spans: list[Span] = []
    for part in parts:
        spans += [*line(" · "), *part] if spans else part
    return tuple(spans)


def next_places(view: View, most: int) -> list[Place]:
    """The next classes (or papers) in which a seat is open to the reader."""
    found = (one for one in places(view.signups.seats.values()) if open_to(view, one))
    return list(islice(found, most))


def seats_of(shown: Iterable[Place]) -> list[Seat]:
    """All seats of these."""
    return [seat for place in shown for seat in place.seats]


# --- buttons --------------------------------------------------------------------------------------------------------


def day_mark(session: Session) -> str:
    """The day for which a button was made, so that who presses it later is told when class has moved."""
    return f"{session.first.day:%Y%m%d}" if session.first else ""


def seat_action(verb: str, course: Course, seat: Seat) -> Action:
    """What a button about the seat does."""
    return Action(verb, course.id, (*encoded(seat.key), day_mark(seat.session)))


def take_button(course: Course, seat: Seat, label: str = "") -> Button:
    """The way to take the seat: it asks before anything is done."""
    return Button(label or seat.role.title, seat_action(SEAT, course, seat))


# --- my own ---------------------------------------------------------------------------------------------------------


def my_seats(view: View) -> list[Block]:
    """Each seat that is ahead with its buttons, then what is behind."""
    blocks: list[Block] = []
    ahead = view.ahead
    for turn in ahead:
        blocks.append(Paragraph(seat_line(view.course, turn.seat)))
        blocks.append(Buttons(my_buttons(view.course, turn.seat)))
    past = [_past(view.course, turn) for turn in view.turns if turn not in ahead]
    return [*blocks, *(Paragraph(one) for one in past)]


def my_buttons(course: Course, seat: Seat) -> tuple[Button, ...]:
    """What one may do with a seat of one's own."""
    return (
        Button("Drop", seat_action(DROP, course, seat)),
        Button("Swap", Action(SWAP, course.id, encoded(seat.key))),
        *([Button("Calendar file", Action(CALENDAR, course.id, encoded(seat.key)))] if seat.session.first else []),
    )


def my_seats_button(course: Course) -> Button:
    """The way back to all of them."""
    return Button("My seats", Action(MINE, course.id))


def _past(course: Course, turn: Turn) -> Line:
    """`Presented: Critic for ZeRO, Mon 7 Mar`."""
    what = seat_line(course, turn.seat)
    match turn.stage:
        case Stage.NO_SHOW:
            return line("Missed, so it does not count: ", *what)
        case Stage.REPLACED:
            return line("Somebody stood in for you: ", *what)
        case Stage.PRESENTED if turn.stood_in:
            return line("You stood in: ", *what)
        case Stage.PRESENTED:
            return line("Presented: ", *what)
    return line("Class has begun: ", *what)


def made_line(done: Progress) -> Line:
    """How far a seat more has brought somebody: `That makes 1 of 3`, without a full stop; beyond what is needed how
    many they are.
    """
    have = done.presented + done.ahead
    if have <= done.needed:
        return line("That makes ", Bold(count_words(done)))
    return line("You have ", Bold(counted(have, "seat")), f" now; {needed_words(done)}")


def needed_words(done: Progress) -> str:
    """`2 are needed`."""
    return f"{done.needed} {'is' if done.needed == 1 else 'are'} needed"


def count_words(done: Progress) -> str:
    """`1 of 3`."""
    return f"{min(done.presented + done.ahead, done.needed)} of {done.needed}"


def owed_line(view: View) -> Line:
    """`You have 2 of 3 seats that you need: 1 presented, 1 ahead. Open to you: Advocate. You were already Critic.`"""
    done = view.progress
    have = done.presented + done.ahead
    parts = [f"{done.presented} presented"] + [f"{done.ahead} ahead"] * bool(done.ahead)
    made_of = f": {', '.join(parts)}." if done.presented else "."
    if not done.needed:
        return line(f"You have {counted(have, 'seat')}{made_of}" if have else "You have no seat yet.", *_open(view))
    if have > done.needed:
        return line("You have ", Bold(counted(have, "seat")), f"; {needed_words(done)}{made_of}")
    if not done.left:
        return line("You have all the seats that you need, ", Bold(count_words(done)), made_of)
    return line("You have ", Bold(count_words(done)), f" seats that you need{made_of}", *_open(view))


def _open(view: View) -> Line:
    titles = open_roles(view)
    if len(titles) == len(view.course.presenting.roles) > 1:
        return line(" All roles are open to you.")
    had = dict.fromkeys(
        refusal.other.key.role
        for refusal in view.closed.values()
        if refusal is not None and refusal.bar is Bar.SAME_ROLE and refusal.other is not None
    )
    already = [role.title for role in view.course.presenting.roles if role.id in had]
    return line(
        f" Open to you: {', '.join(titles)}." if titles else "",
        f" You were already {listed(already)}." if already and titles else "",
    )


def open_roles(view: View) -> list[str]:
    """The roles in which some seat is open to the reader."""
    found = {seat.role.id for seat in view.signups.seats.values() if view.may_take(seat)}
    return [role.title for role in view.course.presenting.roles if role.id in found]


def closed_line(course: Course, opening: Opening, now: datetime) -> Line:
    """Where nobody takes seats yet, when they may: `Sign-up opens Mon 24 Jan, 9:00 AM PST.` Else nothing."""
    if opening.opened_at is None or opening.opened_at > now:
        opens = opens_at(course)
        if opens is None:
            return line("Sign-up is not open yet: the staff will open it.")
        return line("Sign-up opens ", instant(course, opens), ".") if opens > now else line("Sign-up is not open yet.")
    if opening.collects_preferences:
        return line(
            "Nobody has to be first here: tell me what you would like, and then staff share out the seats fairly."
        )
    return ()


def heading(course: Course, title: str, *, several: bool) -> str:
    """The title, with the course before it where there are several."""
    return f"{course.title}: {title[0].lower()}{title[1:]}" if several else title
