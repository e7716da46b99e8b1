"""`/review`: what I owe now and next, a line a paper with its buttons, and the way to a paper's form.

It only reads what the rules say of one person; what is written goes in by `review_saving`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation.commands import Answer, Audience, Group, Parameter, Row, Run
from bot.conversation.reply import Action, Block, Button, Buttons, Heading, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course import answers, reviews
from bot.course.answers import Lack
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty, Owed, Standing, State
from bot.course.wording import counted
from bot.services import owing, pleading
from bot.services.pleading import Said
from bot.services.reviewing import Opened
from handlers import digest_row, my_marks, peer_reading, review_form, review_saving, review_versions, templates
from handlers.papers import WRITE, button, choosing, find, title_span, which, which_course
from handlers.readings import as_owed
from handlers.review_lines import (
    Entry,
    View,
    asked_about,
    blocks_of,
    elsewhere,
    elsewhere_line,
    entries,
    now_and_next,
    paper_buttons,
    paper_line,
)
from handlers.review_outcomes import VERSIONS
from handlers.review_saving import opened_for, person
from handlers.wording import instant

MINE = "owed"
PAPERS = 8
"""Papers of one page."""

NEXT_SHOWN = 2
"""Sessions of which the bot's own page shows what is owed."""


# --- what I owe ---------------------------------------------------------------------------------------------------


async def mine(request: Request, run: Run) -> Reply:
    """What is owed now and next, course by course; words find one paper."""
    start = request.arguments[0] if request.arguments else ""
    number = int(start) if start.isascii() and start.isdigit() and len(start) <= 4 else 0
    if start and not (start.isascii() and start.isdigit()):
        return await _about_one(request, run)
    several = len(request.courses) > 1
    blocks: list[Block] = []
    for course in request.courses:
        blocks.append(Heading(f"{course.title}: your reviews" if several else "Your reviews"))
        blocks += await _of_course(request, run, course, number)
    return Reply(tuple(blocks))


async def _of_course(request: Request, run: Run, course: Course, start: int) -> list[Block]:
    now = request.now
    duties, owes = await _duties(request, run, course), _owes(request, course)
    current, following = now_and_next(duties, now)
    if not owes:
        current = [duty for duty in current if duty.to_do(now) or any(one.started for one in duty.standings)]
    listed = [*entries(current, now), *entries(following, now, brief=True)]
    start = start - start % PAPERS if start < len(listed) else 0
    shown = listed[start : start + PAPERS]
    begun = await _begun(request, run, course, shown)
    asked, marks = await _asked(request, run, course), await my_marks.labels(request, run, course)
    view = View(course=course, now=now, owes=owes, begun=begun, asked=asked, marks=marks)
    blocks: list[Block] = [] if owes else [paragraph(_not_owed(request, course))]
    now_shown = [entry for entry in shown if entry.duty in current]
    next_shown = [entry for entry in shown if entry.duty not in current]
    blocks += blocks_of(view, now_shown)
    if next_shown:
        blocks += [paragraph(_before_next(now_shown, current)), *blocks_of(view, next_shown)]
    others = elsewhere(as_owed(course, request.someone), now)
    blocks += [paragraph(*elsewhere_line(course, one)) for one in others]
    if not listed:
        blocks.append(paragraph(_nothing(duties, elsewhere_too=bool(others))))
    turns = [(start - PAPERS, "Previous"), (start + PAPERS, "Next")]
    buttons = [Button(label, Action(MINE, course.id, (str(at),))) for at, label in turns if 0 <= at < len(listed)]
    blocks += [Buttons(tuple(buttons))] if buttons else []
    return [*blocks, *_sum(course, duties, view)]


async def _duties(request: Request, run: Run, course: Course) -> tuple[Duty, ...]:
    """What a student owes; of everybody else what they could write."""
    found: tuple[Duty, ...]
    if _owes(request, course):
        found = await run.read(owing.duties_of, course, person(request), now=request.now)
        return found
    known = await run.read(owing.mine, course, person(request))
    return reviews.duties(course, known, request.now)


def _owes(request: Request, course: Course) -> bool:
    return request.role_in(course.id) is CourseRole.STUDENT


async def _begun(request: Request, run: Run, course: Course, shown: Sequence[Entry]) -> dict[str, tuple[Lack, ...]]:
    """Of the papers that are shown, those with a draft or something typed, and what it lacks."""
    found: dict[str, tuple[Lack, ...]] = {}
    for entry in shown:
        one = entry.standing
        if one is not None and not one.done and one.is_open(request.now):
            opened = await opened_for(request, run, course, one.owed.paper)
            if _has_text(opened):
                found[one.owed.paper] = answers.lacks(one.owed.review.form, opened.answers)
    return found


async def _asked(request: Request, run: Run, course: Course) -> Mapping[tuple[str, str], Said]:
    if not _owes(request, course):
        return {}
    found: Mapping[tuple[str, str], Said] = await run.read(pleading.said_last, course, person(request))
    return found


def _has_text(opened: Opened) -> bool:
    """An empty draft is none."""
    return not all(map(answers.is_blank, opened.answers.values()))


def _not_owed(request: Request, course: Course) -> str:
    if request.is_staff(course.id):
        return "You are staff, so you owe no reviews. You may write some all the same."
    return "You are not graded here, so you owe no reviews. You may write some all the same."


def _before_next(now_shown: Sequence[Entry], current: Sequence[Duty]) -> str:
    if now_shown:
        return "After that:"
    return "And the next one:" if current else "Nothing is due in the next 7 days. The next one:"


def _nothing(duties: Sequence[Duty], *, elsewhere_too: bool) -> str:
    """Where there is nothing to write about."""
    if duties:
        return "Nothing is owed any more: all the reviews of this course are behind you. Well done!"
    return "I collect no other reviews in this course." if elsewhere_too else "This course asks for no reviews here."


def _sum(course: Course, duties: Sequence[Duty], view: View) -> list[Block]:
    """`3 reviews done, 9 ahead: /mywork`."""
    done = sum(min(duty.done, duty.needed) for duty in duties)
    ahead = sum(min(duty.left, len(duty.to_do(view.now))) for duty in duties)
    if not view.owes or not (done or ahead):
        return []
    return [small(f"{counted(done, 'review')} done, {ahead} ahead: /{course.command_prefix}mywork")]


async def _about_one(request: Request, run: Run) -> Reply:
    """Where the review of one paper stands, by words."""
    chosen = _meant(request, request.words)
    if isinstance(chosen, Reply):
        return chosen
    course, one = chosen
    opened = await opened_for(request, run, course, one.paper)
    lacks = answers.lacks(one.review.form, opened.answers)
    begun = {one.paper: lacks} if _has_text(opened) and not opened.standing.done else {}
    asked, marks = await _asked(request, run, course), await my_marks.labels(request, run, course)
    view = View(course=course, now=request.now, owes=_owes(request, course), begun=begun, asked=asked, marks=marks)
    duties = await _duties(request, run, course)
    wanted = any(duty.left for duty in duties if duty.session.id == one.session.id)
    buttons = paper_buttons(view, opened.standing, cannot=wanted)
    if opened.base and opened.standing.is_open(request.now):
        buttons.append(Button("Earlier versions", Action(VERSIONS, course.id, (one.paper,))))
    about = (paragraph(*paper_line(view, opened.standing)), *asked_about(view, opened.standing))
    return Reply((*about, *([Buttons(tuple(buttons))] if buttons else [])))


async def waiting_buttons(request: Request, run: Run, course: Course) -> tuple[Button, ...]:
    """What a student still owes next, as buttons. They say the same for as long as nothing happens."""
    if not _owes(request, course):
        return ()
    duties = [duty for duty in await _duties(request, run, course) if duty.to_do(request.now)]
    waiting = [one for duty in duties[:NEXT_SHOWN] for one in duty.to_do(request.now)]
    found = [button(course, one.owed, lead="Continue: " if one.started else "Write: ") for one in waiting[:PAPERS]]
    return tuple(found)


# --- writing ------------------------------------------------------------------------------------------------------


async def write(request: Request, run: Run) -> Answer:
    """The form of one paper: of a button's, of the one that is meant, or of the only one that is owed."""
    pressed = request.inbound.action is not None
    words = (request.arguments[0] if request.arguments else "") if pressed else request.words
    if not words.strip():
        return await _only_one(request, run)
    chosen = _meant(request, words)
    if isinstance(chosen, Reply):
        return chosen
    course, one = chosen
    version = request.arguments[1] if pressed and len(request.arguments) > 1 else ""
    return await _open(request, run, course, one.paper, review_form.number(version.removeprefix("v")))


async def _only_one(request: Request, run: Run) -> Answer:
    """Without words: what is owed now if it is one thing, else the question which."""
    waiting: list[tuple[Course, Standing]] = []
    written: list[tuple[Course, Standing]] = []
    for course in request.courses:
        duties = await _duties(request, run, course)
        mine_here = [one for duty in duties for one in duty.standings]
        written += [(course, one) for one in mine_here if one.done and one.is_open(request.now)]
        current, following = now_and_next(duties, request.now)
        now = [one for duty in current for one in duty.to_do(request.now)]
        waiting += [(course, one) for one in now or [one for duty in following for one in duty.to_do(request.now)]]
    if not waiting:
        return await mine(replace(request, arguments=()), run)
    if len(waiting) == 1:
        course, only = waiting[0]
        return await _open(request, run, course, only.owed.paper, 0)
    return choosing("Which paper do you want to write about?", [*waiting, *written], request.now)


def _meant(request: Request, words: str) -> tuple[Course, Owed] | Reply:
    """The one paper that the words are about, in whichever course, or the question which."""
    found = [(course, find(course, words, reviews.owed(course))) for course in request.courses]
    sure = [(course, one) for course, here in found for one in here.sure]
    if len(sure) == 1:
        return sure[0]
    if len({course.id for course, _ in sure}) > 1:
        return which_course(sure)
    if not sure and not any(reviews.owed(course) for course in request.courses):
        return Reply((paragraph("I collect no reviews here, so there is nothing to write."),))
    shown = [one for one in found if one[1].sure] or [one for one in found if one[1].guesses] or found[:1]
    return Reply(tuple(block for course, here in shown for block in which(course, words, here).blocks))


async def _open(request: Request, run: Run, course: Course, paper: str, number: int) -> Answer:
    """The form, with the text of version `number` where one is named; once it is closed, what can still be done."""
    opened = await opened_for(request, run, course, paper)
    if not opened.standing.is_open(request.now):
        return _closed(request, course, opened)
    if number:
        opened = await review_versions.from_version(request, run, course, opened, number)
    place = review_form.fresh(opened)
    if number:
        await review_saving.remember_unseen(request, run, course, opened, place)
    return await review_saving.form(run, request, course, opened, place)


def _closed(request: Request, course: Course, opened: Opened) -> Reply:
    standing = opened.standing
    when = () if standing.window is None else (" ", instant(course, standing.window.closes_at))
    after = (
        ". If you have written more, send it to me as a file: I keep it as a draft, and once you submit it staff see "
        "it and can still accept it."
    )
    lead = paragraph("The review of ", title_span(opened.owed), " closed", *when, "." if standing.done else after)
    view = View(course=course, now=request.now, owes=_owes(request, course))
    says = {
        State.EXCUSED: "You are excused from it.",
        State.MISSED: "If something kept you from it, tell staff with the button.",
    }
    said = says.get(standing.state, "What you submitted is safe and counts.")
    if standing.presents and not standing.done:
        said = "You present in that class, so no review is needed."
    if standing.draft is not None and not standing.done:
        said = f"{said} Your draft is kept, and staff can accept it as it is."
    buttons = paper_buttons(view, standing)
    return Reply((lead, paragraph(said), *([Buttons(tuple(buttons))] if buttons else [])))


# --- the rows -----------------------------------------------------------------------------------------------------

WHAT = Parameter(name="paper", summary="Some words of its title", rest=True)

GROUP = Group(
    name="review",
    summary="Your reviews: what you owe, and writing them",
    default="mine",
    words=frozenset({"review", "reviews"}),
    rows=(
        Row(
            name="mine",
            verb=MINE,
            summary="What you owe now and next",
            function=mine,
            audience=Audience.STUDENT,
            parameters=(WHAT,),
        ),
        Row(
            name="write",
            verb=WRITE,
            summary="Write or change a review",
            function=write,
            audience=Audience.STUDENT,
            parameters=(WHAT,),
            submit=review_saving.submitted,
        ),
        *review_saving.ROWS,
        *review_versions.ROWS,
        *templates.ROWS,
        *peer_reading.ROWS,
        *digest_row.ROWS,
    ),
)
