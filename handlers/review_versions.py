"""Versions of a review that were sent in before: which there are, each whole again, and staff's word that one counts.

Its writer may see all of them; staff see what was handed in, and drafts once the review is closed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.conversation.commands import Audience, Cost, Row, Run
from bot.conversation.reply import (
    Action,
    Attachment,
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
from bot.course import answers, reviews
from bot.course.answers import is_blank
from bot.course.model import Course
from bot.course.reviews import Standing, Version
from bot.errors import Refused
from bot.services import reviewing, too_late
from bot.services.reviewing import Opened, Outcome, Written
from handlers import my_marks
from handlers.late_words import how_late
from handlers.papers import WRITE, title_of, title_span
from handlers.review_form import number
from handlers.review_outcomes import SHOW, VERSIONS
from handlers.review_saving import file_names, only_course, person
from handlers.review_text import told
from handlers.staff_course import behind_a_button
from handlers.wording import instant

ACCEPT = "racc"
"""Arguments: the paper, the writer's person id, the version's number."""

PAGE = 10


# --- the list -----------------------------------------------------------------------------------------------------


async def listed(request: Request, run: Run) -> Reply:
    """All versions of one review, the newest first."""
    course = only_course(request)
    paper, whom, at = _arguments(request)
    whose = _whose(request, course, number(whom))
    versions, standing = await _versions(request, run, course, whose, paper)
    seen = [one for one in reversed(versions) if _may_see(request, standing, one, whose)]
    start = number(at) if number(at) < len(seen) else 0
    shown = seen[start : start + PAGE]
    blocks: list[Block] = [Heading(f"Versions: {title_of(course, paper)}")]
    blocks.append(bullets(*(_version_line(course, standing, one) for one in shown)))
    buttons = [Button(f"Show version {one.version.number}", show(course, paper, whose, one.version)) for one in shown]
    turns = ((start - PAGE, "Newer"), (start + PAGE, "Older"))
    buttons += [
        Button(label, Action(VERSIONS, course.id, (paper, str(whose), str(other))))
        for other, label in turns
        if 0 <= other < len(seen)
    ]
    mark = (await my_marks.labels(request, run, course)).get(paper) if whose == person(request) else None
    said = [paragraph("Mark: ", Bold(mark))] if mark is not None else []
    return Reply((*blocks, *said, Buttons(tuple(buttons))))


def show(course: Course, paper: str, whose: int, version: Version) -> Action:
    return Action(SHOW, course.id, (paper, str(whose), str(version.number)))


def _version_line(course: Course, standing: Standing | None, one: Written) -> Line:
    """`Version 3 · Sun 30 Jan, 2:02 PM · submitted · this one counts`."""
    version = one.version
    counts = standing is not None and standing.counts is not None and standing.counts.number == version.number
    return line(
        Bold(f"Version {version.number}"),
        " · ",
        instant(course, version.received_at),
        f" · {kind_of(standing, one)}",
        " · this one counts" if counts else "",
    )


def kind_of(standing: Standing | None, one: Written) -> str:
    """`submitted`, `submitted, late by 3 h 12 min (−20 %)`, `draft`."""
    version = one.version
    if not version.whole:
        return "an empty draft" if all(map(is_blank, one.answers.values())) else "draft"
    limits = standing.window if standing is not None else None
    late = limits is not None and not limits.is_on_time(version.received_at)
    how = ""
    if late and limits is not None and standing is not None:
        how = f", late by {how_late(standing.owed.review.late_rule, limits.late_by(version.received_at))}"
    return f"accepted as it is{how}" if one.by_staff else f"submitted{how}"


# --- one of them, whole -------------------------------------------------------------------------------------------


async def shown(request: Request, run: Run) -> Reply:
    """A version with all that it says, in the form that it was written with; `3.4` shows both."""
    course = only_course(request)
    paper, whom, which = _arguments(request)
    whose = _whose(request, course, number(whom))
    versions, standing = await _versions(request, run, course, whose, paper)
    wanted = [number(one) for one in which.split(".")[:2]]
    found = [one for one in versions if one.version.number in wanted and _may_see(request, standing, one, whose)]
    if not found:
        raise Refused("There is no such version, or it is a draft that its writer can still change.")
    mine = whose == person(request)
    name = "" if mine else await run.read(too_late.name_of, whose)
    blocks: list[Block] = []
    files: list[Attachment] = []
    for one in found:
        head = _head(course, paper, standing, one, name)
        text = told(
            one.form,
            one.answers,
            title=f"{title_of(course, paper)}, version {one.version.number}",
            names=await file_names(run, course, one.form, one.answers),
        )
        blocks += [head, *text.blocks]
        files += text.files
    buttons = _below(request, course, standing, found, whose)
    return Reply((*blocks, *([Buttons(buttons)] if buttons else [])), files=tuple(files))


def _head(course: Course, paper: str, standing: Standing | None, one: Written, name: str) -> Block:
    whose = f"{name}: version" if name else "Version"
    when = instant(course, one.version.received_at)
    what = kind_of(standing, one)
    return paragraph(Bold(f"{whose} {one.version.number} of {title_of(course, paper)}"), ", ", when, f", {what}.")


def _below(
    request: Request, course: Course, standing: Standing | None, found: list[Written], whose: int
) -> tuple[Button, ...]:
    """Its writer can go on from it while it is open; staff can accept what is no whole version."""
    if standing is None:
        return ()
    paper, mine = standing.owed.paper, whose == person(request)
    buttons: list[Button] = []
    for one in found:
        which = f" version {one.version.number}" if len(found) > 1 else ""
        if mine and standing.is_open(request.now):
            action = Action(WRITE, course.id, (paper, f"v{one.version.number}"))
            buttons.append(Button(f"Go on with{which or ' this one'}", action))
        elif not mine and not one.version.whole and not standing.done:
            buttons.append(accept_button(course, paper, whose, one.version.number))
    if mine:
        buttons.append(Button("All versions", Action(VERSIONS, course.id, (paper,))))
    return tuple(buttons)


def accept_button(course: Course, paper: str, whose: int, which: int) -> Button:
    return Button("Accept as it is", Action(ACCEPT, course.id, (paper, str(whose), str(which))))


async def from_version(request: Request, run: Run, course: Course, opened: Opened, which: int) -> Opened:
    """The form with the text of an earlier version, as answers to the form in force."""
    versions, _ = await _versions(request, run, course, person(request), opened.owed.paper)
    one = next((one for one in versions if one.version.number == which), None)
    if one is None:
        raise Refused(f"There is no version {which} of that review.")
    carried = answers.carried(one.form, opened.owed.review.form, one.answers)
    source: Literal["version", "earlier"] = "version" if which == opened.base else "earlier"
    return replace(opened, answers=carried, source=source, source_at=one.version.received_at)


# --- staff accept one -----------------------------------------------------------------------------------------------


async def accepted(request: Request, run: Run) -> Reply:
    """Let somebody's draft count as it is, and tell them."""
    course = only_course(request)
    paper, whom, which = _arguments(request)
    whose = number(whom)
    standing = await _standing(request, run, course, whose, paper)
    if standing is None or not whose:
        raise Refused("No review of that paper is asked for here (any more).")
    if standing.is_open(request.now):
        raise Refused("That review is still open, so its writer can submit it. It can be accepted once it is closed.")
    me = person(request)
    if whose == me:
        raise Refused("Your own review has to be accepted by somebody else of the staff.")
    outcome: Outcome = await run(reviewing.use, course, whose, paper, number(which), by=me, now=request.now)
    name = await run.read(too_late.name_of, whose)
    stands = outcome.standing
    late = f", late by {how_late(stands.owed.review.late_rule, stands.late_by)}" if stands.late_by is not None else ""
    again = "It was accepted before" if outcome.kind == "unchanged" else "Accepted"
    lead = paragraph(Bold(again), f": version {outcome.number} of {name}’s review of ", title_span(stands.owed), ".")
    counts = stands.counts is not None and stands.counts.number == outcome.number
    what = f"It counts now{late}." if counts else "Another version of it counts, though."
    return Reply((lead, paragraph(what), small("Its writer gets a receipt that says so.")))


# --- what all of them need ----------------------------------------------------------------------------------------


def _arguments(request: Request) -> tuple[str, str, str]:
    """The paper, the writer's person id ('': whoever asks), and the version or where the list begins."""
    paper, whom, which = (*request.arguments, "", "", "")[:3]
    return paper, whom, which


def _whose(request: Request, course: Course, whom: int) -> int:
    """Whose review it is: one's own, or for staff anybody's. Raises Refused."""
    me = person(request)
    if not whom or whom == me:
        return me
    if not request.is_staff(course.id):
        raise Refused("That is somebody else’s review.")
    return whom


def _may_see(request: Request, standing: Standing | None, one: Written, whose: int) -> bool:
    """A draft that can still be handed in is its writer's alone."""
    if whose == person(request) or one.version.whole:
        return True
    return standing is None or not standing.is_open(request.now)


async def _versions(
    request: Request, run: Run, course: Course, whose: int, paper: str
) -> tuple[tuple[Written, ...], Standing | None]:
    """All versions with where the review stands; None where no review of the paper is asked for any more."""
    versions: tuple[Written, ...] = await run.read(reviewing.written, course, whose, paper)
    if not versions:
        raise Refused("Nothing of that review was ever sent to me.")
    return versions, await _standing(request, run, course, whose, paper)


async def _standing(request: Request, run: Run, course: Course, whose: int, paper: str) -> Standing | None:
    if reviews.find(course, paper) is None:
        return None
    opened: Opened = await run.read(reviewing.open_review, course, whose, paper, now=request.now)
    return opened.standing


ROWS = (
    Row(
        name="versions",
        verb=VERSIONS,
        summary="Earlier versions of your review",
        function=listed,
        audience=Audience.STUDENT,
        listed=False,
    ),
    Row(
        name="show",
        verb=SHOW,
        summary="One version of a review, whole",
        function=shown,
        audience=Audience.STUDENT,
        listed=False,
    ),
    behind_a_button("accept", ACCEPT, "Let a review count as it is", accepted, cost=Cost.FREE),
)
