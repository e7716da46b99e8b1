"""`/course overview`: the course at a glance for staff, session by session, with what waits and who falls behind.

Names and numbers go only to the member of staff who asked, in private. What it counts is worked out elsewhere; the
picture of it is drawn in `heat_map`, which is loaded where it is asked for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
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
from bot.conversation.request import Request
from bot.course import agenda
from bot.course.model import Course
from bot.course.wording import counted, day_words, listed
from bot.services import overview
from bot.services.overview import Column, NextClass, Overview
from bot.services.tallying import Lot
from handlers.command_line import page_start
from handlers.nudging import NUDGE
from handlers.papers import short
from handlers.review_places import RELEASE, REVIEWS
from handlers.roster_notices import PAGE_VERB as ROSTER
from handlers.seat_words import role_title, when
from handlers.staff_course import behind_a_button, staff_course
from handlers.tally_sessions import TALLY
from handlers.wording import instant

OVERVIEW, PICTURE = "overview", "ovpic"
"""Arguments of `overview`: the number of the first session of a page."""

ROWS_SHOWN = 30
AHEAD = 3
NAMES = 12
SPELLED_OUT = 60
TITLE = 28

COLUMNS: tuple[tuple[str, frozenset[Lot]], ...] = (
    ("in", frozenset((Lot.IN, Lot.LATE))),
    ("late", frozenset((Lot.LATE,))),
    ("miss", frozenset((Lot.MISSING,))),
    ("begun", frozenset((Lot.DRAFT, Lot.PARTLY))),
    ("more", frozenset((Lot.MORE_TIME,))),
    ("off", frozenset((Lot.EXCUSED, Lot.PRESENTING))),
)
ALWAYS = 3
"""So many columns are there even where they are all nought."""

LEGEND = {
    "late": "late ones are among those in",
    "begun": "begun: a draft, or some of several",
    "more": "more: they have more time",
    "off": "off: excused or presenting",
}


async def show(request: Request, run: Run) -> Answer:
    """The table and what is below it."""
    course = staff_course(request, OVERVIEW, [request.words])
    if isinstance(course, Reply):
        return course
    if request.words.casefold().startswith(("pic", "png", "image", "heat")):
        return await picture(request, run)
    found: Overview = await run.read(overview.look, course, now=request.now)
    over = [one for one in found.columns if one.over]
    start = page_start(request.arguments, usual=max(len(over) - ROWS_SHOWN, 0))
    page = over[start : start + ROWS_SHOWN]
    blocks: list[Block] = [
        Heading(f"Overview: {course.title}"),
        paragraph(f"{counted(len(found.students), 'student')}, as of ", instant(course, request.now), "."),
        *_table(course, found, page),
        *(_ahead(course, found) if page == over[-len(page) :] else []),
        *_behind(found),
        *_waiting(course, found),
    ]
    return Reply((*blocks, *_turns(course, start, len(over)), *_buttons(course, found)))


# --- the table ------------------------------------------------------------------------------------------------------


def _table(course: Course, found: Overview, page: Sequence[Column]) -> list[Block]:
    """A line a session, in letters of one width so that numbers stand below each other; 38 of them at most, which is
    what a phone shows.
    """
    if not page:
        return []
    counts = {one.session.id: _numbers(found.counts[one.session.id]) for one in page}
    used = [at for at in range(len(COLUMNS)) if at < ALWAYS or any(numbers[at] for numbers in counts.values())]
    heads = [COLUMNS[at][0] for at in used]
    widths = [max(len(head), 3) for head in heads]
    number, lines, before = _week_numbers(course), list[Block](), None
    lines.append(
        paragraph(
            Code(" ".join(["wk due   ", *(head.rjust(width) for head, width in zip(heads, widths, strict=True))]))
        )
    )
    for one in page:
        week = number.get(one.session.id)
        cells = [_cell(counts[one.session.id][at], width) for at, width in zip(used, widths, strict=True)]
        label = f"{week if week is not None and week != before else '':>2} {_day(course, one):<6}"
        lines.append(paragraph(Code(" ".join([label, *cells])), f" {short(one.session.name, TITLE)}"))
        before = week
    said = [LEGEND[head] for head in heads if head in LEGEND]
    return [*lines, small(f"{'; '.join(said)}.".capitalize())]


def _numbers(lots: Counter[Lot]) -> list[int]:
    return [sum(lots[lot] for lot in of) for _, of in COLUMNS]


def _cell(number: int, width: int) -> str:
    return (str(number) if number else "–").rjust(width)


def _day(course: Course, one: Column) -> str:
    """`31 Jan`."""
    return day_words(course.local(one.due).date()).partition(" ")[2] if one.due is not None else ""


def _week_numbers(course: Course) -> dict[str, int]:
    return {session.id: week.number for week in agenda.weeks(course) for session in week.sessions}


def _ahead(course: Course, found: Overview) -> list[Block]:
    """What is due next, and how much there is after that."""
    ahead = [one for one in found.columns if not one.over]
    if not ahead:
        return [] if found.columns else [paragraph("This course asks for no reviews that I collect.")]
    lines = [_due(course, found, one) for one in ahead[:AHEAD]]
    if len(ahead) > AHEAD:
        dated = [one.due for one in ahead if one.due is not None]
        until: Line = line(", the last due ", instant(course, dated[-1])) if len(dated) > AHEAD else ()
        lines.append(line(f"{len(ahead) - AHEAD} more after that", *until))
    return [paragraph(Bold("Ahead")), bullets(*lines)]


def _due(course: Course, found: Overview, one: Column) -> Line:
    """`Hardware: due Mon 7 Feb, 1:00 PM, 3 in already`."""
    already = _numbers(found.counts[one.session.id])[0]
    due: Line = line("no date yet") if one.due is None else line("due ", instant(course, one.due))
    return line(f"{short(one.session.name)}: ", *due, f", {already} in already" if already else "")


# --- below it -------------------------------------------------------------------------------------------------------


def _behind(found: Overview) -> list[Block]:
    """Who handed in nothing lately; those who miss most come first."""
    if not found.behind:
        return []
    lines = [line(f"{student.name} ({missing} missing)") for student, missing in found.behind[:NAMES]]
    if len(found.behind) > NAMES:
        lines.append(line(f"{len(found.behind) - NAMES} more, whom the picture shows"))
    head = f"Fallen behind: {counted(len(found.behind), 'student')}"
    return [
        paragraph(Bold(head), f" with nothing in for the last {overview.BEHIND} sessions that were due"),
        bullets(*lines),
    ]


def _waiting(course: Course, found: Overview) -> list[Block]:
    """What is for staff to do."""
    lines: list[Line] = []
    if found.unclaimed:
        has = "has" if len(found.unclaimed) == 1 else "have"
        lines.append(
            line(
                Bold(f"{len(found.unclaimed)} of {found.listed}"),
                f" on the class list {has} no account here yet: {listed(found.unclaimed, NAMES)}",
            )
        )
    if found.unmarked:
        verb = "waits" if found.unmarked == 1 else "wait"
        lines.append(line(Bold(counted(found.unmarked, "review")), f" {verb} for a mark"))
    if found.unreleased:
        lines.append(line(Bold(counted(found.unreleased, "mark")), " not released: students do not see them yet"))
    if found.next_class is not None:
        lines.append(_seats(course, found.next_class))
    return [paragraph(Bold("For you")), bullets(*lines)] if lines else []


def _seats(course: Course, found: NextClass) -> Line:
    """`2 open seats in the next class, ‘Hardware’, Mon 7 Feb, 1:00 PM: Critic, Scribe`."""
    where = line(f" in the next class, ‘{short(found.session.name)}’, ", when(course, found.session))
    if not found.free:
        return line(Bold("No open seat"), *where)
    roles = Counter(role_title(seat) for seat in found.free)
    said = ", ".join(title if number == 1 else f"{number} × {title}" for title, number in roles.items())
    return line(Bold(counted(len(found.free), "open seat")), *where, f": {said}")


def _turns(course: Course, start: int, number: int) -> list[Block]:
    turns = (
        ("Earlier sessions", max(start - ROWS_SHOWN, 0), start > 0),
        ("Later sessions", start + ROWS_SHOWN, start + ROWS_SHOWN < number),
    )
    buttons = tuple(Button(label, Action(OVERVIEW, course.id, (str(at),))) for label, at, there in turns if there)
    return [Buttons(buttons)] if buttons else []


def _buttons(course: Course, found: Overview) -> list[Block]:
    """To where something can be done about it."""
    buttons: list[Button] = []
    if found.last_due:
        session = found.last_due[-1].session
        lots = found.counts[session.id]
        buttons.append(Button("Who is missing", Action(TALLY, course.id, (session.id,))))
        if lots[Lot.MISSING] + lots[Lot.DRAFT] + lots[Lot.PARTLY]:
            buttons.append(Button("Nudge …", Action(NUDGE, course.id, (session.id,))))
    if found.unmarked:
        buttons.append(Button("Mark reviews", Action(REVIEWS, course.id, ("unmarked",))))
    if found.unreleased:
        buttons.append(Button("Release marks …", Action(RELEASE, course.id)))
    if found.unclaimed:
        buttons.append(Button("Class list", Action(ROSTER, course.id)))
    if found.students and found.columns:
        buttons.append(Button("As a picture", Action(PICTURE, course.id)))
    return [Buttons(tuple(buttons))] if buttons else []


# --- as a picture ---------------------------------------------------------------------------------------------------


async def picture(request: Request, run: Run) -> Answer:
    """The same of each student, as files for whoever asked."""
    course = staff_course(request, PICTURE)
    if isinstance(course, Reply):
        return course
    from handlers import heat_map  # noqa: PLC0415 - Pillow takes its time, and is needed for this alone

    found: Overview = await run.read(overview.look, course, now=request.now)
    if not found.students or not found.columns:
        nobody = "There is no student yet" if found.columns else "This course asks for no reviews that I collect"
        return Reply((paragraph(f"{nobody}, so there is nothing to draw."),))
    if not heat_map.drawn_columns(found):
        return Reply((paragraph("Nothing was due yet and nothing is in, so there is nothing to draw."),))
    sheets = await asyncio.to_thread(heat_map.draw, course, found, request.now)
    blocks: list[Block] = [paragraph(f"Reviews by student and session, {counted(len(sheets.files), 'picture')}.")]
    left = [(sheets.left_out, "student", ""), (sheets.sessions_left_out, "session", " of long ago")]
    said = [f"{counted(number, what)}{which}" for number, what, which in left if number]
    if said:
        blocks.append(small(f"{listed(said)} did not fit."))
    if sheets.unwritable:
        names = [f"{number} is {name}" for number, name in sheets.unwritable[:SPELLED_OUT]]
        more = f" and {len(sheets.unwritable) - SPELLED_OUT} more" if len(sheets.unwritable) > SPELLED_OUT else ""
        blocks.append(small(f"I cannot draw all letters. In the picture, {'; '.join(names)}{more}."))
    return Reply(tuple(blocks), files=sheets.files)


ROWS: tuple[Row, ...] = (
    Row(
        name="overview",
        verb=OVERVIEW,
        summary="The course at a glance: in, late, missing, who falls behind",
        function=show,
        audience=Audience.TA,
        parameters=(Parameter(name="picture", summary="The word picture: the same of each student, as an image"),),
    ),
    behind_a_button("overview-picture", PICTURE, "The overview as a picture", picture, cost=Cost.HEAVY),
)
