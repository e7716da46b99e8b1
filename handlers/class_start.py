"""Who presents today, seat by seat, with what staff can say of each: as class begins, and whenever they ask.

Only staff read it. Composing is pure; what a press does is in `marking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.model import Course, Session
from bot.course.notice import Facts, Notice
from bot.course.signups import SETTLED_AFTER, begins_at
from bot.course.wording import counted
from bot.services import class_start
from bot.services.class_start import Marked
from handlers.papers import short
from handlers.seat_words import encoded, role_title
from handlers.wording import instant

PRESENTED, NO_SHOW, STOOD_IN, UNMARK = "presentd", "noshow", "stoodin", "unmark"
"""Arguments: a seat; of the first two also what stood there when it was pressed."""

MARKS = "marks"
"""Arguments: words that mean a class; or a session's id and the number of the first seat of a page."""

SHOWN = 12
"""Seats in one message, each with its buttons."""


def class_begins(notice: Notice, facts: Facts) -> Reply:
    """The post in the staff channel."""
    session = facts.course.session(notice.item)
    found = class_start.read(facts.course, facts.details)
    if session is None or not found:
        return NOTHING
    lead = "Today: " if facts.details.get(class_start.TODAY) else ""
    if class_start.is_settled(facts.course, session, facts.now):
        return Reply((*_settled(facts.course, session, found), _change(facts.course, session)), private=False)
    return Reply(tuple(words(facts.course, session, found, lead=lead)), private=False)


def _settled(course: Course, session: Session, found: Sequence[Marked]) -> Iterator[Block]:
    """What became of the seats, once nobody is asked any more."""
    yield paragraph(Bold(session.name), *_begins(course, session))
    for reading, seats in groupby(found[:SHOWN], lambda one: one.seat.reading):
        if reading is not None:
            yield paragraph(Bold(short(reading.title, 120)))
        yield bullets(*(state(one, settled=True) for one in seats))
    left = len(found) - SHOWN
    if left > 0:
        yield small(f"{counted(left, 'more seat')} of this class: press Change.")


def _change(course: Course, session: Session) -> Buttons:
    return Buttons((Button("Change …", Action(MARKS, course.id, (session.id, "0"))),))


def _begins(course: Course, session: Session) -> Line:
    begins = begins_at(course, session)
    return () if begins is None or session.starts_at is None else line(", ", instant(course, begins))


def words(
    course: Course,
    session: Session,
    found: Sequence[Marked],
    *,
    lead: str = "",
    start: int = 0,
    settled: bool = False,
) -> Iterator[Block]:
    """The class, its seats from `start` on, and what becomes of those that nobody marks; `settled`: they have counted
    as presented for a while.
    """
    begins = begins_at(course, session)
    yield paragraph(Bold(f"{lead}{session.name}"), *_begins(course, session))
    shown = found[start : start + SHOWN]
    for reading, seats in groupby(shown, lambda one: one.seat.reading):
        if reading is not None:
            yield Heading(short(reading.title, 120))
        for one in seats:
            yield paragraph(*state(one, settled=settled))
            yield Buttons(tuple(_buttons(course, one, settled=settled)))
    over = session.over_at or begins
    if not settled and over is not None and any(not one.outcome and one.holder for one in shown):
        until = instant(course, over + SETTLED_AFTER)
        yield small("Whoever is not marked by ", until, " counts as having presented.")
    left = len(found) - start - len(shown)
    if left and not start:
        yield small(f"{left} more seats of this class are on the next page.")
        yield Buttons((Button("The other seats", Action(MARKS, course.id, (session.id, str(SHOWN)))),))


def state(one: Marked, *, settled: bool = False) -> Line:
    """`Critic: Ada`, `Critic: Ben stood in for Ada (marked by Tess Moore)`; `settled`: what nobody marked counts."""
    role = f"{role_title(one.seat)}: "
    by = f" (marked by {one.by})" if one.by else ""
    if not one.holder:
        return line(role, Bold("EMPTY"))
    if one.was_empty:
        return line(role, Bold(one.holder), f" stood in, the seat was empty{by}")
    match one.outcome:
        case "presented":
            return line(role, Bold(one.holder), f" presented{by}")
        case "no_show":
            return line(role, Bold(one.holder), f" was not there{by}")
        case "stood_in":
            return line(role, Bold(one.stand_in), f" stood in for {one.holder}{by}")
        case _:
            return line(role, Bold(one.holder), ", counted as presented" if settled else "")


def _buttons(course: Course, one: Marked, *, settled: bool) -> Iterator[Button]:
    """What can be said of it; what is said or counts already is not offered again, and can be taken back."""
    seat = encoded(one.seat.key)
    seen = (one.outcome,) if one.outcome else ()
    if one.holder and not one.was_empty:
        if one.outcome != "presented" and (one.outcome or not settled):
            yield Button("Presented", Action(PRESENTED, course.id, (*seat, *seen)))
        if one.outcome != "no_show":
            yield Button("No-show", Action(NO_SHOW, course.id, (*seat, *seen)))
    yield Button(
        "Stood in: …" if not one.stand_in and not one.was_empty else "Somebody else: …",
        Action(STOOD_IN, course.id, seat),
    )
    if one.outcome:
        yield Button("Take back", Action(UNMARK, course.id, seat))
