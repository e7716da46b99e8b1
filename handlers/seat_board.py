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
    Reply,
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
from handlers.seat_words import when
from handlers.signup_lines import MINE, PREFER
from handlers.wording import joined

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


def presenting_today(notice: Notice, facts: Facts) -> list[Block]:
    """Who presents in the class that the notice is about, where anybody has signed up for it."""
    if seat_board.DETAIL not in facts.details:
        return []
    signups, names = seat_board.read(facts.course, facts.details, facts.now)
    mine = [seat for seat in signups.seats.values() if seat.key.session == notice.item]
    if not _any_held(signups, mine):
        return []
    lines = list(_papers(signups, mine, names, facts.now))
    if len(lines) == 1:
        return [paragraph(Bold("Presenting: "), *lines[0])]
    return [paragraph(Bold("Presenting")), bullets(*lines)]


def _title(course: Course) -> str:
    return short(f"Who presents in {course.title}", 120)


def _lead(signups: Signups, coming: Sequence[Seat], now: datetime) -> Iterator[Block]:
    """How many are free, and how to get one."""
    course = signups.course
    if signups.opening.collects_preferences:
        prefer = Code(f"/{course.command_prefix}signup prefer")
        yield paragraph(neutral_line(course))
        yield paragraph(
            Bold("Seats are given by preference, not to who comes first. "),
            "Until staff give them out, tell me which you would like with the button, or with ",
            prefer,
            ".",
        )
        return
    free = sum(_is_free(signups, seat, now) for seat in coming)
    if free:
        command = Code(f"/{course.command_prefix}signup")
        yield paragraph(Bold(neutral_line(course, free)), " Take one with the button, or with ", command, ".")
        return
    closed = any(seat.key not in signups.held for seat in coming)
    yield paragraph(Bold("Sign-up is closed. " if closed else "All seats are taken. "), neutral_line(course))


def _is_free(signups: Signups, seat: Seat, now: datetime) -> bool:
    return seat.key not in signups.held and times(signups, seat, now) is None


def _class(
    signups: Signups, session: Session, seats: Sequence[Seat], names: Mapping[int, str], now: datetime
) -> Iterator[Block]:
    """`Mon 7 Mar, 1:00 PM: ZeRO`, and its seats; of several papers each with its own."""
    title: Line = line(when(signups.course, session), ": ", Bold(short(session.name, TITLE)))
    if not _any_held(signups, seats):
        yield paragraph(*title, f", {_untouched(signups, seats, now)}")
        return
    yield paragraph(*title)
    yield bullets(*_papers(signups, seats, names, now))


def _papers(signups: Signups, seats: Sequence[Seat], names: Mapping[int, str], now: datetime) -> Iterator[Line]:
    """Of several papers each with its name."""
    for reading, of_paper in groupby(seats, lambda seat: seat.reading):
        paper = [f"{short(reading.title, PAPER)}: "] if reading is not None else []
        yield line(*paper, *_seats(signups, tuple(of_paper), names, now))


def _seats(signups: Signups, seats: Sequence[Seat], names: Mapping[int, str], now: datetime) -> Line:
    """`Critic: Ada, Ben · Advocate: Cem · free: Neutral Presenter, 2 × Scribe`; where nobody has any, `all free`."""
    if not _any_held(signups, seats):
        return line(_untouched(signups, seats, now))
    taken: list[str] = []
    free: list[str] = []
    empty: list[str] = []
    for role, of_role in groupby(seats, lambda seat: seat.role):
        mine = tuple(of_role)
        held = [signups.held[seat.key] for seat in mine if seat.key in signups.held]
        if held:
            people = [short(names.get(one.person, "somebody"), NAME) for one in held]
            taken.append(f"{role.title}: {', '.join(people)}")
        left = [_is_open(signups, seat, now) for seat in mine if seat.key not in signups.held]
        free += _times(left.count(True), role.title)
        empty += _times(left.count(False), role.title)
    parts = [line(" · ".join(taken))]
    parts += [line(Bold("free:"), f" {', '.join(free)}")] if free else []
    parts += [line(f"empty: {', '.join(empty)}")] if empty else []
    return joined(parts, " · ")


def _times(number: int, title: str) -> list[str]:
    """`Critic`, `2 × Scribe`, or nothing."""
    return [title if number == 1 else f"{number} × {title}"] if number else []


def _untouched(signups: Signups, seats: Sequence[Seat], now: datetime) -> str:
    """Of seats of which nobody has any."""
    word = "free" if any(_is_open(signups, seat, now) for seat in seats) else "empty"
    return f"all {word}" if len(seats) > 1 else word


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
