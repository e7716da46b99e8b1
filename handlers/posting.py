"""What staff have the bot post, see coming, and take back: announce, plan, retract.

A preview comes before every post, and nothing that was typed is lost on the way to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.form import ChoiceInput, Form, FormAnswer, Invalid, Next, Saved, TextInput
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph, small
from bot.conversation.request import Request
from bot.course import planner
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import Refused
from bot.services import announcing, control
from bot.services.announcing import Granted, Wish
from bot.services.destinations import REHEARSAL, STAFF
from bot.store.ledger import Delivery
from bot.store.records import CourseState
from handlers.command_line import is_id, readable
from handlers.going_live import ONLY_STAFF, RESUME, go_live_buttons, planned_line, rehearsed, until_words
from handlers.staff_course import only_course, staff_course
from handlers.wording import channel_words, instant

ANNOUNCE, PLAN, RETRACT = "announce", "plan", "retract"
LOOK_AHEAD = timedelta(days=14)
PAGE = 12
OPTIONS_LIMIT = 25


# --- announce -----------------------------------------------------------------------------------------------------


async def announce(request: Request, run: Run) -> Answer:  # noqa: ARG001 - every row has this shape
    """The first page: the text and the channel, of whichever course: a button that asks for it first could not carry a
    long text.
    """
    courses = [course for course in request.courses if request.is_staff(course.id)]
    places = _places(courses)
    if not places:
        raise Refused("The schedule names no channel to post in. Add one under `channels` in the schedule file.")
    text = readable(request.words)
    (course, *others) = courses
    return Form(
        action=Action(ANNOUNCE, "" if others else course.id, ("1", _token(request))),
        title="Post an announcement",
        inputs=(_text_input(text), _place_input(places)) if others else _announce_inputs(course, text, ""),
        page=1,
        pages=2,
        submit="Preview",
    )


def _token(request: Request) -> str:
    """One opening of the form: pressing its button twice posts once."""
    inbound = request.inbound
    text = f"{inbound.platform}/{inbound.workspace}/{inbound.account}/{inbound.now.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _purposes(course: Course) -> list[str]:
    """Where staff may post: the announcements channel first, the staff channel last."""
    found = {purpose for channels in course.channels.values() for purpose in channels}
    return sorted(found, key=lambda purpose: (purpose != "announcements", purpose == "staff", purpose))[:OPTIONS_LIMIT]


def _places(courses: Sequence[Course]) -> tuple[tuple[str, str], ...]:
    """The same in each of several courses, as options."""
    return tuple(
        (f"{course.id}/{purpose}", f"{course.title}: {channel_words(course, purpose)}")
        for course in courses
        for purpose in _purposes(course)
    )[:OPTIONS_LIMIT]


def _text_input(text: str) -> TextInput:
    return TextInput(id="text", label="Text", value=text, hint="An empty line begins a new paragraph.", long=True)


def _place_input(places: tuple[tuple[str, str], ...]) -> ChoiceInput:
    """None is chosen yet: what is meant for one course is not to stand in the other by an oversight."""
    return ChoiceInput(id="channel", label="Channel", options=places)


def _announce_inputs(course: Course, text: str, purpose: str) -> tuple[TextInput, ChoiceInput]:
    options = tuple((one, channel_words(course, one)) for one in _purposes(course))
    return (
        _text_input(text),
        ChoiceInput(id="channel", label="Channel", options=options, value=purpose or options[0][0]),
    )


def _chosen(request: Request) -> tuple[Course, str] | None:
    """The course and what the channel is for; None where one of several courses is still to be chosen."""
    wanted = request.values.get("channel", "")
    if request.inbound.action is not None and request.inbound.action.course:
        course = only_course(request)
        return course, wanted or next(iter(_purposes(course)), "")
    found = (one for one in request.courses if request.is_staff(one.id))
    return next(
        ((one, purpose) for one in found for purpose in _purposes(one) if wanted == f"{one.id}/{purpose}"), None
    )


async def announce_submitted(request: Request, run: Run) -> FormAnswer:
    """Page 1 leads to the preview; the preview posts what it holds. What its form has said already is not corrected any
    more: another text is shown once more, and then posted too.
    """
    text, chosen = request.values.get("text", "").strip(), _chosen(request)
    if not text:
        return Invalid({"text": "Write what I should post."})
    if chosen is None:
        return Invalid({"channel": "Choose the course and the channel that it is for."})
    course, purpose = chosen
    if purpose not in _purposes(course):
        return Invalid({"channel": f"Choose one of the course’s channels: {', '.join(_purposes(course))}."})
    page, token = (*request.arguments, "", "")[:2]
    if page != "2":
        state = await run.read(control.course_state, course.id)
        intro = _preview_intro(channel_words(course, purpose), live=state.live)
        return Next(_announce_preview(course, text, purpose, token=token, intro=intro))
    wish = Wish(kind=NoticeKind.ANNOUNCE, purpose=purpose, reply=as_reply(text, request.someone.name), token=token)
    granted = await run(announcing.say, wish, course=course, now=request.now, by=request.someone.person)
    where = channel_words(course, purpose)
    if granted.earlier is not None:
        intro = line(_earlier_words(course, granted.earlier), " Post this one too? ")
        intro += _preview_intro(where, live=granted.live)
        return Next(_another_preview(course, text, purpose, token=token, intro=intro))
    return Saved(Reply(_granted(request, course, where, granted)))


def _granted(request: Request, course: Course, where: str, granted: Granted) -> tuple[Block, ...]:
    if not granted.live:
        return rehearsed(request, course, where)
    if not granted.fresh:
        return (paragraph("I have this announcement already, so I post it only once."),)
    instead = " The earlier text is not posted." if granted.corrects else ""
    take_back = Buttons((Button("Take it back …", Action(RETRACT, course.id)),))
    return (paragraph(f"It goes to {where} now.{instead}"), take_back)


def _preview_intro(where: str, *, live: bool) -> Line:
    if not live:
        return line(Bold(ONLY_STAFF), " In ", Bold(where), " everybody would read this, with your name under it:")
    return line("This is what everybody in ", Bold(where), " will read, with your name under it:")


def _another_preview(course: Course, text: str, purpose: str, *, token: str, intro: Line) -> Form:
    """Another text from a form whose first text is said already: confirmed, it is a post of its own."""
    own = hashlib.sha256(f"{token}/{purpose}/{text}".encode()).hexdigest()[:12]
    return replace(_announce_preview(course, text, purpose, token=own, intro=intro), submit="Post this one too")


def _earlier_words(course: Course, earlier: Delivery) -> str:
    where = channel_words(course, STAFF if earlier.key.destination == REHEARSAL else earlier.purpose)
    if earlier.state == "sent":
        return f"The earlier text is in {where} already."
    if earlier.state in ("retracting", "retracted"):
        return f"The earlier text was taken back from {where}."
    return f"The earlier text is on its way to {where}, or there already."


def _announce_preview(course: Course, text: str, purpose: str, *, token: str, intro: Line) -> Form:
    """The last look: the text as it will stand, still to be changed."""
    return Form(
        action=Action(ANNOUNCE, course.id, ("2", token)),
        title="Preview",
        intro=intro,
        inputs=_announce_inputs(course, text, purpose),
        page=2,
        pages=2,
        submit="Post it",
    )


def as_reply(text: str, name: str) -> Reply:
    """What staff wrote, a paragraph where they left an empty line, with who wrote it."""
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Reply((*(paragraph(part) for part in paragraphs), small(f"From {name}")), private=False)


# --- plan ---------------------------------------------------------------------------------------------------------


async def plan(request: Request, run: Run) -> Answer:
    """What will be posted in the next 14 days, in pages."""
    course = staff_course(request, PLAN)
    if isinstance(course, Reply):
        return course
    state = await run(control.course_state, course.id)
    coming = planner.due(course, request.now, request.now + LOOK_AHEAD)
    pages = max(1, -(-len(coming) // PAGE))
    number = min(max(_number(request.arguments[:1]), 1), pages)
    shown = coming[(number - 1) * PAGE : number * PAGE]
    blocks: list[Block] = [*_state_blocks(request, course, state)]
    if shown:
        title = Bold("In the next 14 days")
        blocks += [paragraph(title, f" (page {number} of {pages})") if pages > 1 else paragraph(title)]
        blocks.append(bullets(*(planned_line(course, one) for one in shown)))
    else:
        blocks.append(paragraph(*_nothing_soon(course, request.now)))
    turns = [Button("Previous", Action(PLAN, course.id, (str(number - 1),)))] if number > 1 else []
    turns += [Button("Next", Action(PLAN, course.id, (str(number + 1),)))] if number < pages else []
    blocks += [Buttons(tuple(turns))] if turns else []
    return Reply(tuple(blocks))


def _number(words: tuple[str, ...]) -> int:
    return int(words[0]) if words and words[0].isascii() and words[0].isdigit() and len(words[0]) < 4 else 1


def _state_blocks(request: Request, course: Course, state: CourseState) -> list[Block]:
    blocks: list[Block] = []
    if not state.live:
        until_then = "all this goes to the staff channel only, until an instructor goes live."
        blocks.append(paragraph(Bold("Rehearsal: "), until_then))
        blocks += go_live_buttons(request, course)
    if state.paused(request.now):
        until = until_words(course, state.paused_until)
        why = f" ({state.paused_reason})" if state.paused_reason else ""
        blocks.append(paragraph(Bold("Paused"), *until, f"{why}. What is still useful by then goes out afterwards."))
        blocks.append(Buttons((Button("Resume", Action(RESUME, course.id)),)))
    return blocks


def _nothing_soon(course: Course, now: datetime) -> Line:
    later = planner.next_due(course, now)
    if later is None:
        return line("Nothing more is planned for this course.")
    return line("Nothing is planned for the next 14 days. The next post is on ", instant(course, later), ".")


# --- retract ------------------------------------------------------------------------------------------------------


async def retract(request: Request, run: Run) -> Answer:
    """The last post with two buttons, and what they do."""
    course = staff_course(request, RETRACT)
    if isinstance(course, Reply):
        return course
    if request.inbound.action is not None and len(request.arguments) == 2:
        return await _decided(request, run, course)
    last = await run(announcing.last_post, course.id)
    if last is None:
        return Reply((paragraph("There is nothing to take back: no post of mine stands in the channel."),))
    return _last_post(course, last)


def _last_post(course: Course, last: Delivery) -> Reply:
    when: Line = line(", ", instant(course, last.sent_at)) if last.sent_at is not None else ()
    said = codec.decode(last.snapshot).blocks if last.snapshot is not None else (paragraph(last.title),)
    shown = tuple(block for block in said if not isinstance(block, Buttons))
    buttons = Buttons(
        (
            Button("Retract it", Action(RETRACT, course.id, (str(last.id), "yes")), "danger"),
            Button("Keep it", Action(RETRACT, course.id, (str(last.id), "no"))),
        )
    )
    return Reply((paragraph(Bold("The last post"), f" in {last.channel}", *when, ":"), *shown, buttons))


async def _decided(request: Request, run: Run, course: Course) -> Reply:
    number, answer = request.arguments
    if answer != "yes":
        return Reply((paragraph("It stays."),))
    if not is_id(number):
        raise Refused("I do not know that post.")
    started = await run(
        announcing.retract, course=course, delivery_id=int(number), now=request.now, by=request.someone.person
    )
    if not started:
        return Reply((paragraph("It is not there any more."),))
    return Reply((paragraph("I am taking it back; it is gone in a moment. It will not be posted again."),))


ROWS: tuple[Row, ...] = (
    Row(
        name="announce",
        verb=ANNOUNCE,
        summary="Have me post something, with a preview first",
        function=announce,
        submit=announce_submitted,
        audience=Audience.TA,
        cost=Cost.HEAVY,
    ),
    Row(
        name="plan",
        verb=PLAN,
        summary="What I will post in the next 14 days",
        function=plan,
        audience=Audience.TA,
        cost=Cost.HEAVY,
    ),
    Row(
        name="retract",
        verb=RETRACT,
        summary="Take the last post back",
        function=retract,
        audience=Audience.TA,
        cost=Cost.FREE,
    ),
)
