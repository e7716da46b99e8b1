"""How many reviews of a session are in: the line to staff at the deadline, and the list for the one who asks.

Names go only to the member of staff who pressed or typed, in private. Composing is pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.commands import Answer, Audience, Parameter, Row, Run
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
from bot.conversation.request import Request
from bot.course.duties import LateRule
from bot.course.model import Course, Session
from bot.course.notice import Facts, Notice
from bot.course.reviews import State, passed
from bot.course.wording import counted, listed
from bot.services import nudging, tallying
from bot.services.nudging import Earlier
from bot.services.tallying import Counted, Draft, Lot
from handlers.late_words import how_late
from handlers.nudging import tally_lines
from handlers.papers import short
from handlers.review_outcomes import SHOW
from handlers.review_versions import ACCEPT
from handlers.staff_course import staff_course
from handlers.tally_sessions import TALLY, meant
from handlers.wording import instant

PAGE = 40
ACCEPTED = 20
"""Buttons to show or accept a draft on a page, two each."""

HEADS = {
    Lot.MISSING: "Missing",
    Lot.PARTLY: "Some are in",
    Lot.DRAFT: "Drafts, not submitted",
    Lot.MORE_TIME: "More time",
    Lot.EXCUSED: "Excused",
    Lot.PRESENTING: "Presenting, so they owe none",
    Lot.LATE: "In, late",
    Lot.IN: "In",
}
"""The lots in the order in which they matter."""


# --- the line -----------------------------------------------------------------------------------------------------


def tally(notice: Notice, facts: Facts) -> Reply:
    """`Reviews for Big Data Systems, due 1:00 PM: 18 in, 2 drafts, 3 missing, 1 excused (2 have more time).`"""
    session = facts.course.session(notice.item)
    if session is None or session.review is None or session.review.due is None:
        return NOTHING
    due = instant(facts.course, session.review.due.until, "time")
    words = numbers(tallying.read(facts.details), over=passed(session.review.due.until, facts.now))
    lead = paragraph("Reviews for ", Bold(session.name), ", due ", due, f": {words}.")
    show = Button("Show who", Action(TALLY, facts.course.id, (session.id,)))
    return Reply((lead, Buttons((show,))), private=False)


def numbers(lots: Mapping[Lot, int], *, over: bool) -> str:
    """`18 in, 2 drafts, 3 missing, 1 excused, 3 presenting (2 have more time)`; of the rest what there is none of is
    left out. `over`: they were due; before, nobody is missing.
    """
    late = lots.get(Lot.LATE, 0)
    parts = [f"{lots.get(Lot.IN, 0) + late} in{f' ({late} late)' if late else ''}"]
    parts += [f"{number} in part" for number in (lots.get(Lot.PARTLY, 0),) if number]
    parts += [counted(number, "draft") for number in (lots.get(Lot.DRAFT, 0),) if number]
    parts += [f"{number} {'missing' if over else 'not begun'}" for number in (lots.get(Lot.MISSING, 0),) if number]
    parts += [f"{number} excused" for number in (lots.get(Lot.EXCUSED, 0),) if number]
    parts += [f"{number} presenting" for number in (lots.get(Lot.PRESENTING, 0),) if number]
    more = lots.get(Lot.MORE_TIME, 0)
    return ", ".join(parts) + (f" ({more} {'has' if more == 1 else 'have'} more time)" if more else "")


# --- the list -----------------------------------------------------------------------------------------------------


async def show(request: Request, run: Run) -> Answer:
    """Who is in which lot."""
    course = staff_course(request, TALLY, [request.words])
    if isinstance(course, Reply):
        return course
    words = list(request.arguments)
    turned = request.inbound.action is not None and len(words) > 1 and words[-1].isascii() and words[-1].isdecimal()
    start = int(words.pop()[:6]) if turned else 0
    session = meant(course, " ".join(words), request.now)
    if isinstance(session, Reply):
        return session
    found: Sequence[Counted] = await run.read(tallying.count, course, session.id, now=request.now)
    blocks: list[Block] = [Heading(f"Reviews for {session.name}"), paragraph(*_due_line(course, session, request.now))]
    if not found:
        return Reply((*blocks, paragraph("No student owes one."), *_others(course, session)))
    owing = any(nudging.owes(one, request.now) for one in found)
    nudged: Earlier | None = await run.read(nudging.last, course, session.id)
    order = list(HEADS)
    ordered = sorted(found, key=lambda one: order.index(one.lot))
    start = start if start < len(ordered) else 0
    page = ordered[start : start + PAGE]
    due = session.review.due if session.review is not None else None
    over = due is not None and passed(due.until, request.now)
    blocks.append(paragraph(f"{numbers(_by_lot(found), over=over)}."))
    for lot, head in (HEADS if over else HEADS | {Lot.MISSING: "Not begun"}).items():
        mine = [one for one in page if one.lot is lot]
        if mine:
            blocks += [paragraph(Bold(head)), bullets(*(_person(course, one, request.now) for one in mine))]
    acceptable = [(one.person, standing.owed.paper) for one in page for standing in one.acceptable(request.now)]
    which = acceptable[: ACCEPTED // 2]
    drafts: Mapping[tuple[int, str], Draft] = await run.read(tallying.drafts, course, which, now=request.now)
    return Reply(
        (
            *blocks,
            *_accept(course, page, drafts, request.now),
            *tally_lines(course, session.id, nudged, owing=owing, now=request.now),
            *_turns(course, session, start, len(ordered)),
            *_others(course, session),
        )
    )


def _by_lot(found: Sequence[Counted]) -> Mapping[Lot, int]:
    return {lot: sum(one.lot is lot for one in found) for lot in Lot}


def _due_line(course: Course, session: Session, now: datetime) -> Line:
    review = session.review
    if review is None or review.due is None:
        return line("No date is known yet.")
    due = instant(course, review.due.until)
    if not passed(review.due.until, now):
        return line("Due ", due, ".")
    closes = review.closes_at
    if closes is None or closes <= review.due.until + review.grace:
        return line("Was due ", due, ".")
    taken = "Late ones were taken until " if passed(closes, now) else "Late ones are taken until "
    return line("Was due ", due, ". ", taken, instant(course, closes), ".")


def _person(course: Course, one: Counted, now: datetime) -> Line:
    """`Maya Lindqvist (2 of 3)`; of several papers those that are begun."""
    extra: list[str] = []
    if one.lot is Lot.PARTLY:
        extra.append(f"{one.duty.done} of {one.duty.needed}")
    drafts = [one.owed.reading.title for one in one.duty.standings if one.draft is not None and not one.done]
    if drafts and (one.lot is not Lot.DRAFT or len(one.duty.standings) > 1):
        extra.append(f"draft of {listed([f'‘{short(title)}’' for title in drafts])}")
    extra += _late_ones(one) + _excused_from(one)
    until = line(", until ", instant(course, one.until)) if one.until is not None and not passed(one.until, now) else ()
    return line(one.name, f" ({', '.join(extra)})" if extra else "", *until)


def _excused_from(one: Counted) -> list[str]:
    """`excused`, `excused from ‘ZeRO’`, `presents`: why no review, or fewer, would do, also where one is in."""
    if one.duty.presents:
        return [] if one.lot is Lot.PRESENTING else ["presents"]
    excused = [mine.owed.reading.title for mine in one.duty.untouched if mine.state is State.EXCUSED]
    if one.lot is Lot.EXCUSED or not excused:
        return []
    if len(excused) == len(one.duty.untouched):
        return ["excused"]
    return [f"excused from {listed([f'‘{short(title)}’' for title in excused])}"]


def _late_ones(one: Counted) -> list[str]:
    """`late by 3 h 12 min (−20 %)`, with the paper where there are several; nothing of one more than is needed."""
    if one.lot is Lot.IN:
        return []
    several = len(one.duty.standings) > 1
    return [
        f"{f'‘{short(mine.owed.reading.title)}’ ' if several else ''}late by {how_late(one.duty.review.late_rule, by)}"
        for mine in one.duty.standings
        if (by := mine.late_by) is not None
    ]


def _accept(
    course: Course, page: Sequence[Counted], drafts: Mapping[tuple[int, str], Draft], now: datetime
) -> list[Block]:
    """A line and buttons for each draft that can no longer be submitted."""
    found: list[Button] = []
    said: list[Line] = []
    several = sum(len(one.duty.standings) > 1 for one in page)
    for one in page:
        for standing in one.acceptable(now):
            draft = drafts.get((one.person, standing.owed.paper))
            if standing.draft is not None and draft is not None:
                paper = f", ‘{short(standing.owed.reading.title, 30)}’" if several else ""
                arguments = (standing.owed.paper, str(one.person), str(standing.draft.number))
                said.append(line(f"{one.name}{paper}: ", *_what_it_is(course, draft, standing.owed.review.late_rule)))
                found.append(Button(f"Show: {one.name}{paper}", Action(SHOW, course.id, arguments)))
                found.append(Button(f"Accept as it is: {one.name}{paper}", Action(ACCEPT, course.id, arguments)))
    if not found:
        return []
    return [
        paragraph("These can no longer be submitted. You can let one count as it is:"),
        bullets(*said),
        Buttons(tuple(found)),
    ]


def _what_it_is(course: Course, draft: Draft, rule: LateRule | None) -> Line:
    """`complete, saved Mon 31 Jan, 12:50 PM and never submitted; accepted it counts as on time`."""
    at = instant(course, draft.saved_at)
    what = "unfinished" if draft.lacking else "complete"
    how = (", sent ", at, " after the close") if draft.sent else (", saved ", at, " and never submitted")
    counts = "on time" if draft.late_by is None else f"late by {how_late(rule, draft.late_by)}"
    return line(what, *how, f"; accepted it counts as {counts}.")


def _turns(course: Course, session: Session, start: int, number: int) -> list[Block]:
    if number <= PAGE:
        return []
    buttons = [
        Button(label, Action(TALLY, course.id, (session.id, str(other))))
        for label, other in (("Previous", start - PAGE), ("Next", start + PAGE))
        if 0 <= other < number
    ]
    return [small(f"{start + 1} to {min(start + PAGE, number)} of {number}"), Buttons(tuple(buttons))]


def _others(course: Course, session: Session) -> list[Block]:
    """What was due before it and is due after it."""
    buttons = [
        Button(label, Action(TALLY, course.id, (other.id,)))
        for label, other in zip(("Previous session", "Next session"), tallying.beside(course, session.id), strict=True)
        if other is not None
    ]
    return [Buttons(tuple(buttons))] if buttons else []


ROWS: tuple[Row, ...] = (
    Row(
        name="missing",
        verb=TALLY,
        summary="Who has handed in their reviews, and who has not",
        function=show,
        audience=Audience.TA,
        parameters=(
            Parameter(
                name="session", summary="Words of its title, week 3 or a day; else the one that is due", rest=True
            ),
        ),
    ),
)
