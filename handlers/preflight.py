"""What a class still lacks two days before it, to staff: one line where nothing is wrong.

Pure. It names who presents and counts reviews; whose are missing it does not say.
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
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.model import Course, Reading
from bot.course.notice import Facts, Notice
from bot.course.papers import required
from bot.course.wording import counted, listed
from bot.services import preflight
from bot.services.preflight import Place, Preflight
from handlers.assigning_lines import ASSIGN
from handlers.filling_lines import FILL
from handlers.papers import short
from handlers.seat_words import encoded, role_title, when
from handlers.wording import instant, joined, near

ASSIGNED = 8
"""Empty seats with a button of their own."""

NAME = 40


def ready(notice: Notice, facts: Facts) -> Reply:
    """The post in the staff channel."""
    course, session = facts.course, facts.course.session(notice.item)
    found = preflight.read(course, facts.details)
    if session is None or session.first is None or not found.places:
        return NOTHING
    soon = near(course, session.first.day, facts.now)
    title: Line = line(Bold(session.name), f", {soon}", when(course, session))
    missing = [one for one in required(session.readings) if not one.url]
    if not (found.empty or found.covered or missing):
        said = paragraph(
            Bold("All set: "), *title, ". ", *joined(list(_presenting(found)), "; "), ".", *_reviews(found)
        )
        return Reply((said,), private=False)
    lines = [*_empty(found), *_covered(course, found), *_links(missing)]
    taken = list(_presenting(found))
    lines += [line(Bold("Presenting: "), *joined(taken, "; "))] if taken else []
    blocks: list[Block] = [paragraph(Bold("Before class: "), *title), bullets(*lines)]
    if found.owing:
        blocks.append(paragraph(*_reviews(found)[1:]))
    return Reply((*blocks, *_buttons(course, found)), private=False)


def _presenting(found: Preflight) -> Iterator[Line]:
    """`Neutral Presenter: Ada · Critic: Ben`, of several papers each with its own."""
    held = [one for one in found.places if one.holder]
    for reading, places in groupby(held, lambda one: one.seat.reading):
        parts = [line(f"{role_title(one.seat)}: {short(one.holder, NAME)}") for one in places]
        yield line(f"‘{short(reading.title)}’: " if reading is not None else "", *joined(parts, " · "))


def _reviews(found: Preflight) -> Line:
    if not found.owing:
        return ()
    done = "all" if found.done == found.owing else f"{found.done} of {found.owing}"
    return line(" ", f"Reviews are in from {done} so far." if found.done else "No reviews are in yet.")


def _empty(found: Preflight) -> Iterator[Line]:
    if found.empty:
        titles = listed([_title(one) for one in found.empty])
        why = "" if found.opened else " (sign-up is not open)"
        yield line(Bold(f"{counted(len(found.empty), 'empty seat')}: "), f"{titles}{why}")


def _covered(course: Course, found: Preflight) -> Iterator[Line]:
    for one in found.covered:
        asked: Line = line("everybody who may was asked" if one.called else "nobody is asked yet")
        if one.asked:
            asked = line(f"{one.asked} is asked", *(line(", until ", instant(course, one.until)) if one.until else ()))
        yield line(Bold("Being covered: "), f"{_title(one)}, ", *asked)


def _links(missing: Sequence[Reading]) -> Iterator[Line]:
    if missing:
        yield line(Bold("No link: "), listed([f"‘{short(one.title)}’" for one in missing]))


def _title(one: Place) -> str:
    """`Critic`, with its paper where seats are per paper."""
    paper = f" for ‘{short(one.seat.reading.title, 30)}’" if one.seat.reading is not None else ""
    return f"{role_title(one.seat)}{paper}"


def _buttons(course: Course, found: Preflight) -> Iterator[Block]:
    lacking = (*found.empty, *found.unasked)
    if not lacking:
        return
    shown = lacking[:ASSIGNED]
    buttons = [Button(f"Assign: {_title(one)}", Action(ASSIGN, course.id, encoded(one.seat.key))) for one in shown]
    yield Buttons((*buttons, Button("Propose a fill", Action(FILL, course.id))))
    if len(lacking) > len(shown):
        yield small(f"The other {len(lacking) - len(shown)} with /{course.command_prefix}course {ASSIGN}.")
