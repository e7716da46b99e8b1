"""Seats in words: what one is called, what it asks for, and why it is closed to somebody.

The small phrases that every message about presenting is made of. It knows no command and no button's verb.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.conversation.plain import span_text
from bot.conversation.reply import Bold, Line, Plain, Span, line
from bot.course.model import Course, Reading, Session
from bot.course.notice import Facts
from bot.course.papers import required
from bot.course.seat_rules import Bar, Refusal
from bot.course.signups import Seat, SeatKey, Signups, in_some_week, seats_by_key
from bot.course.wording import day_words
from bot.services import seat_tellings
from handlers.papers import short
from handlers.wording import instant

PAPER = 60
"""Characters of a paper's title in a reason."""


def day_of(session: Session) -> str:
    """`Mon 7 Mar`, `week of Mon 7 Mar`; of a class without a date `no date yet`."""
    if session.first is None:
        return "no date yet"
    return f"{'week of ' if in_some_week(session) else ''}{day_words(session.first.day)}"


def on_day(session: Session) -> str:
    """`on Mon 7 Mar`, `in the week of Mon 7 Mar`."""
    return f"{'in the' if in_some_week(session) else 'on'} {day_of(session)}"


def when(course: Course, session: Session) -> Span:
    """When class begins, to its readers; the day alone where no hour is known."""
    if session.starts_at is None or in_some_week(session):
        return Plain(day_of(session))
    return instant(course, session.starts_at)


def about(seat: Seat) -> str:
    """What is presented: the paper where seats are per paper, else the class."""
    return seat.reading.title if seat.reading is not None else seat.session.name


def papers_of(seat: Seat) -> tuple[Reading, ...]:
    """What whoever has it is to have read."""
    return (seat.reading,) if seat.reading is not None else tuple(required(seat.session.readings))


def role_title(seat: Seat) -> str:
    """`Critic`, `Critic 2` where the role has several seats there."""
    return f"{seat.role.title} {seat.key.number}" if seat.role.seats > 1 else seat.role.title


def seat_text(seat: Seat, length: int = 60) -> str:
    """`Critic for ‘ZeRO’, Mon 7 Mar`, for places that are plain text."""
    return f"{seat.role.title} for ‘{short(about(seat), length)}’, {day_of(seat.session)}"


def seat_line(course: Course, seat: Seat) -> Line:
    """`Critic for ZeRO, Mon 7 Mar, 1:00 PM`."""
    return line(Bold(seat.role.title), " for ", Bold(about(seat)), ", ", when(course, seat.session))


def why(signups: Signups, refusal: Refusal, names: Mapping[int, str]) -> str:
    """The rule's own sentence, without its full stop: `you are Critic on Mon 7 Mar`, `opens Mon 9:00`, `full`."""
    sentences = {
        Bar.MINE: "this is your seat",
        Bar.TAKEN: _taken(refusal, names),
        **_of_times(signups.course, refusal),
        **_of_limits(signups, refusal),
    }
    return sentences[refusal.bar]


def _taken(refusal: Refusal, names: Mapping[int, str]) -> str:
    who = names.get(refusal.other.person, "") if refusal.other is not None else ""
    return f"{who} has it" if who else "full"


def _of_times(course: Course, refusal: Refusal) -> dict[Bar, str]:
    at = span_text(instant(course, refusal.at)) if refusal.at is not None else ""
    return {
        Bar.OVER: "class has begun",
        Bar.UNDATED: "the class has no date yet",
        Bar.UNOPENED: f"opens {at}" if at else "staff have not opened sign-up yet",
        Bar.PREFERENCES: f"seats are given by preference: tell me yours with /{course.command_prefix}signup prefer",
        Bar.CLOSED: _closed(course, refusal.at) if refusal.at is not None else "closed",
    }


def _closed(course: Course, at: datetime) -> str:
    """`closed Mon 7 Feb, 9:00 AM PST`; at midnight the day that was the last one."""
    here = course.local(at)
    if here.time() == time.min:
        return f"closed after {day_words(here.date() - timedelta(days=1))}"
    return f"closed {span_text(instant(course, at))}"


def _of_limits(signups: Signups, refusal: Refusal) -> dict[Bar, str]:
    other = signups.seats.get(refusal.other.key) if refusal.other is not None else None
    of_paper = f"{other.role.title} for ‘{short(about(other), PAPER)}’" if other and other.reading else ""
    role = other.role.title if other is not None else ""
    held = f"{role} {on_day(other.session)}" if other is not None else "signed up already"
    most = _most(refusal.most)
    return {
        Bar.SAME_PAPER: f"you are {of_paper or held}",
        Bar.SAME_ROLE: f"you were already {role}" if role else "you had this role already",
        Bar.WEEK: f"you are {held}, and {most} a week is the most",
        Bar.TERM: f"{most} a term is the most, and you have them",
    }


def _most(number: int | None) -> str:
    return "one seat" if number == 1 else f"{number} seats"


def seat_of(facts: Facts) -> Seat | None:
    """The seat that a notice is about; None where the schedule offers it no more."""
    return seats_by_key(facts.course).get(seat_tellings.decoded(facts.details))


def encoded(key: SeatKey) -> tuple[str, str, str, str]:
    """The seat as arguments of a button."""
    return (key.session, key.paper, key.role, str(key.number))


def decoded(arguments: tuple[str, ...]) -> SeatKey | None:
    """The inverse of `encoded`, of the first four arguments; None for a button that was not made by this version."""
    if len(arguments) < 4 or not (arguments[3].isascii() and arguments[3].isdigit() and len(arguments[3]) < 4):
        return None
    return SeatKey(arguments[0], arguments[1], arguments[2], int(arguments[3]))
