"""The board in the channel: the coming classes, who has which seat and what is free. One message, changed in place.

Pure. Everybody reads it, so it never says who still owes a seat. As many classes as one message holds are on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Heading,
    Line,
    Plain,
    Reply,
    Span,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.model import Course, Session
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import Bar, times
from bot.course.seat_sums import neutral_line
from bot.course.signups import Seat, Signups
from bot.course.wording import counted, listed
from bot.services import seat_board
from handlers.digest import Sheet
from handlers.papers import short
from handlers.seat_words import day_of
from handlers.signup_lines import MINE, PREFER
from handlers.wording import instant

TITLE, PAPER, NAME = 80, 50, 40
UNDATED = 4

CHARACTERS, SIZE = 3300, 7700
"""What the classes on it may take, as they are read and as they are sent: with what stands below them it is one message
on every platform.
"""


def board(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """The post."""
    course, now = facts.course, facts.now
    signups, names = seat_board.read(course, facts.details, now)
    coming = [
        (session, tuple(seats))
        for session, seats in groupby(signups.seats.values(), lambda seat: seat.session)
        if session.over_at is None or session.over_at > now
    ]
    if not coming:
        return Reply((Heading(_title(course)), paragraph("All classes with seats are over.")), private=False)
    sheet = Sheet(CHARACTERS, SIZE)
    sheet.put(Heading(_title(course)), *_lead(signups, [seat for _, seats in coming for seat in seats], now))
    undated = [session for session, seats in coming if session.first is None and not _any_held(signups, seats)]
    listed_ones = [(session, seats) for session, seats in coming if session not in undated]
    shown = 0
    for session, seats in listed_ones:
        if not sheet.takes(*_class(signups, session, seats, names, now)):
            break
        shown += 1
    return Reply((*sheet.blocks, *_foot(signups, len(listed_ones) - shown, undated)), private=False)


def _title(course: Course) -> str:
    return short(f"Who presents in {course.title}", 120)


def _lead(signups: Signups, coming: Sequence[Seat], now: datetime) -> Iterator[Block]:
    """How many are free, and how to get one."""
    course = signups.course
    yield paragraph(neutral_line(course))
    if signups.opening.collects_preferences:
        prefer = Code(f"/{course.command_prefix}signup prefer")
        yield paragraph(
            Bold("Seats are given by preference, not to who comes first. "),
            "Tell me which you would like with the button, or with ",
            prefer,
            ".",
        )
        return
    free = sum(_is_free(signups, seat, now) for seat in coming)
    if free:
        command = Code(f"/{course.command_prefix}signup")
        verb = "is" if free == 1 else "are"
        yield paragraph(
            Bold(f"{counted(free, 'seat')} {verb} free. "), "Take one with the button, or with ", command, "."
        )
    elif any(seat.key not in signups.held for seat in coming):
        yield paragraph(Bold("Sign-up is closed."))
    else:
        yield paragraph(Bold("All seats are taken."))


def _is_free(signups: Signups, seat: Seat, now: datetime) -> bool:
    return seat.key not in signups.held and times(signups, seat, now) is None


def _class(
    signups: Signups, session: Session, seats: Sequence[Seat], names: Mapping[int, str], now: datetime
) -> Iterator[Block]:
    """`Mon 7 Mar, 1:00 PM: ZeRO`, and its seats; of several papers each with its own."""
    yield paragraph(when(signups.course, session), ": ", Bold(short(session.name, TITLE)))
    lines: list[Line] = []
    for reading, of_paper in groupby(seats, lambda seat: seat.reading):
        paper = f"{short(reading.title, PAPER)}: " if reading is not None else ""
        lines.append(line(*([paper] if paper else []), *_seats(signups, tuple(of_paper), names, now)))
    yield bullets(*lines)


def when(course: Course, session: Session) -> Span:
    """When class begins; the day alone where no hour is known."""
    return line(day_of(session))[0] if session.starts_at is None else instant(course, session.starts_at)


def _seats(signups: Signups, seats: Sequence[Seat], names: Mapping[int, str], now: datetime) -> Line:
    """`Critic: Ada, Ben · Advocate: Cem · free: Neutral Presenter, 2 × Scribe`."""
    taken: list[str] = []
    left: list[str] = []
    for role, of_role in groupby(seats, lambda seat: seat.role):
        mine = tuple(of_role)
        held = [signups.held[seat.key] for seat in mine if seat.key in signups.held]
        if held:
            people = [short(names.get(one.person, "somebody"), NAME) for one in held]
            taken.append(f"{role.title}: {', '.join(people)}")
        empty = len(mine) - len(held)
        left += [role.title if empty == 1 else f"{empty} × {role.title}"] if empty else []
    if not left:
        return line(" · ".join(taken))
    word: Span = Bold("free:") if any(_is_open(signups, seat, now) for seat in seats) else Plain("empty:")
    return line(*([" · ".join(taken) + " · "] if taken else []), word, f" {', '.join(left)}")


def _any_held(signups: Signups, seats: Sequence[Seat]) -> bool:
    return any(seat.key in signups.held for seat in seats)


def _is_open(signups: Signups, seat: Seat, now: datetime) -> bool:
    """Whether somebody may have it yet: while preferences are collected too."""
    closed = times(signups, seat, now)
    return seat.key not in signups.held and (closed is None or closed.bar is Bar.PREFERENCES)


def _foot(signups: Signups, more: int, undated: Sequence[Session]) -> Iterator[Block]:
    course = signups.course
    if undated:
        names = [short(session.name, NAME) for session in undated[:UNDATED]]
        rest = [f"{len(undated) - UNDATED} more"] if len(undated) > UNDATED else []
        yield paragraph(
            Bold("No date yet: "), f"{listed([*names, *rest])}. Their seats can be taken once they have one."
        )
    if more:
        command = Code(f"/{course.command_prefix}signup board")
        yield paragraph(f"… and {counted(more, 'more class', 'more classes')}: ", command)
    if signups.opening.collects_preferences:
        yield Buttons((Button("Tell my preferences", Action(PREFER, course.id), "primary"),))
    else:
        yield Buttons((Button("Sign up", Action(MINE, course.id), "primary"),))
    yield small("I keep this message up to date.")
