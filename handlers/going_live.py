"""Go live, pause and resume: whether the bot speaks in the course's channels.

Each shows what it will do before it does it, and a second press says what is the case already.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run, may_use
from bot.conversation.form import Form, FormAnswer, Invalid, Next, Saved, TextInput
from bot.conversation.plain import distance
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph, small
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.model import Course
from bot.course.notice import Notice
from bot.course.until import read_instant
from bot.course.wording import instant_words
from bot.services import control
from bot.services.control import LivePreview
from bot.services.destinations import STAFF
from bot.store.records import CourseState
from handlers.command_line import readable
from handlers.staff_course import only_course, staff_course
from handlers.when import doubt
from handlers.wording import channel_words, instant

GO_LIVE, PAUSE, RESUME = "golive", "pause", "resume"
UNTIL_HINT = "For example “friday 9:00” or “in 3 days”. Empty: until somebody resumes."
NOT_READABLE = "I cannot read that as one time. Try “tomorrow at 9”, “friday 5 PM”, “in 3 days” or “2022-03-14 09:00”."


PERSONALLY = (
    "from now on I also remind people in direct messages of the reviews they owe, and staff get a line at each "
    "deadline and the digest before class."
)
ONLY_STAFF = "We are still in rehearsal, so only staff see it."


def go_live_buttons(request: Request, course: Course) -> tuple[Buttons, ...]:
    """For those who may press it."""
    if not may_use(Audience.INSTRUCTOR, request.role_in(course.id)):
        return ()
    return (Buttons((Button("Go live …", Action(GO_LIVE, course.id)),)),)


def rehearsed(request: Request, course: Course, channel: str) -> tuple[Block, ...]:
    """What became of a post that staff asked for before Go live."""
    where = f" It goes to {channel_words(course, STAFF)}. Go live first to post in {channel} for real."
    return (paragraph(Bold(ONLY_STAFF), where), *go_live_buttons(request, course))


def worth_offering(verb: str, state: CourseState, now: datetime) -> bool:
    """Whether a row has something to do in this state; it can be typed all the same."""
    paused = state.paused(now)
    return {GO_LIVE: not state.live, PAUSE: not paused, RESUME: paused}.get(verb, True)


# --- Go live ------------------------------------------------------------------------------------------------------


async def go_live(request: Request, run: Run) -> Answer:
    """A preview with a button, and what the button does."""
    course = staff_course(request, GO_LIVE)
    if isinstance(course, Reply):
        return course
    if request.inbound.action is not None and request.arguments == ("yes",):
        went = await run(control.go_live, course=course, now=request.now, by=request.someone.person)
        if went.already is not None:
            return _already_live(course, went.already)
        now_words = f"The weekly post goes to {channel_words(course, went.first.channel)} now. " if went.first else ""
        return Reply(
            (
                paragraph(Bold(f"{course.title} is live.")),
                paragraph(f"{now_words}From here on I post by myself what is due, each thing once."),
                _plan_button(course),
            )
        )
    preview = await run(control.preview_live, course=course, now=request.now)
    return _preview(course, preview)


def _already_live(course: Course, since: datetime) -> Reply:
    return Reply((paragraph("Already live since ", instant(course, since), "."), _plan_button(course)))


def _plan_button(course: Course) -> Buttons:
    return Buttons((Button("What comes next", Action("plan", course.id)),))


def _preview(course: Course, preview: LivePreview) -> Reply:
    if preview.already is not None:
        return _already_live(course, preview.already)
    blocks: list[Block] = [
        paragraph(
            Bold(f"Go live with {course.title}?"),
            " So far everything went to the staff channel only. From then on I post in ",
            f"{channel_words(course, 'announcements')}.",
        )
    ]
    if preview.first is not None:
        blocks.append(paragraph(Bold("At once: "), preview.first.title, "."))
    else:
        blocks.append(paragraph(Bold("At once: "), "nothing."))
    if preview.coming:
        blocks += [paragraph(Bold("Next")), bullets(*(planned_line(course, one) for one in preview.coming))]
    if reviews.owed(course):
        blocks.append(paragraph(Bold("Besides: "), PERSONALLY))
    blocks.append(small(*_baseline_words(preview.baseline)))
    blocks.append(Buttons((Button("Go live", Action(GO_LIVE, course.id, ("yes",)), "primary"),)))
    return Reply(tuple(blocks))


def _baseline_words(baseline: int) -> Line:
    """What was there before is not news."""
    if not baseline:
        return line("Whatever was due before this moment is not posted any more.")
    return line("Not posted: whatever was due before, and the slides, recordings and notes that are there already.")


def planned_line(course: Course, notice: Notice) -> Line:
    """When, what and where."""
    return line(
        instant(course, notice.due_at), ": ", Bold(notice.title), f", in {channel_words(course, notice.channel)}"
    )


# --- pause --------------------------------------------------------------------------------------------------------


async def pause(request: Request, run: Run) -> Answer:  # noqa: ARG001 - every row has this shape
    """The first page: until when, and why."""
    course = staff_course(request, PAUSE, [request.words])
    if isinstance(course, Reply):
        return course
    return Form(
        action=Action(PAUSE, course.id, ("1",)),
        title="Pause announcements",
        intro=line("I will post nothing by myself until then. What is still useful goes out afterwards."),
        inputs=_pause_inputs(readable(request.words), ""),
        page=1,
        pages=2,
        submit="Continue",
    )


def _pause_inputs(until: str, why: str) -> tuple[TextInput, TextInput]:
    return (
        TextInput(id="until", label="Until when", value=until, hint=UNTIL_HINT, limit=60),
        TextInput(id="why", label="Why (for other staff)", value=why, limit=200),
    )


async def pause_submitted(request: Request, run: Run) -> FormAnswer:
    """Page 1 leads to page 2, which says the whole instant back; page 2, unchanged, pauses."""
    course = only_course(request)
    typed, why = request.values.get("until", "").strip(), request.values.get("why", "").strip()
    until = read_instant(typed, course, request.now) if typed else None
    if typed and until is None:
        return Invalid({"until": doubt(typed, course, request.now) or NOT_READABLE})
    if until is not None and until <= request.now:
        return Invalid({"until": f"That is {instant_words(course, until)}, which is past. Which time to come is it?"})
    confirmed = request.arguments[1] if len(request.arguments) > 1 else None
    if confirmed is None or confirmed != _stamp(until):
        return Next(_confirm_pause(course, until, why, request.now))
    await run(control.pause, course.id, until=until, reason=why, now=request.now, by=request.someone.person)
    silent = f". I post nothing by myself in {course.title}."
    blocks: list[Block] = [paragraph(Bold("Paused"), *until_words(course, until), silent)]
    if why:
        blocks.append(small(f"Why: {why}"))
    blocks.append(Buttons((Button("Resume", Action(RESUME, course.id)),)))
    return Saved(Reply(tuple(blocks)))


def _stamp(until: datetime | None) -> str:
    """The instant as the button of page 2 carries it; `never` for a pause without an end."""
    return "never" if until is None else f"{until:%Y%m%dT%H%M}"


def _confirm_pause(course: Course, until: datetime | None, why: str, now: datetime) -> Form:
    if until is None:
        intro = line("There is no end: I stay silent until somebody resumes.")
    else:
        year = course.local(until).year
        other_year = f" {year}" if year != course.local(now).year else ""
        intro = line("I stay silent until ", instant(course, until), f"{other_year} ({distance(until, now)}). Right?")
    return Form(
        action=Action(PAUSE, course.id, ("2", _stamp(until))),
        title="Pause announcements",
        intro=intro,
        inputs=_pause_inputs("" if until is None else _echo(course, until), why),
        page=2,
        pages=2,
        submit="Pause",
    )


def _echo(course: Course, until: datetime) -> str:
    """The instant so that reading it again gives the same one."""
    return f"{course.local(until):%Y-%m-%d %H:%M}"


def until_words(course: Course, until: datetime | None) -> Line:
    return line(" until ", instant(course, until)) if until is not None else line(" until somebody resumes")


# --- resume -------------------------------------------------------------------------------------------------------


async def resume(request: Request, run: Run) -> Answer:
    """Speak again at once."""
    course = staff_course(request, RESUME)
    if isinstance(course, Reply):
        return course
    resumed = await run(control.resume, course.id, now=request.now, by=request.someone.person)
    if not resumed:
        return Reply((paragraph("Nothing is paused."), _plan_button(course)))
    return Reply((paragraph(Bold("Resumed."), " What waited and is still useful goes out now."), _plan_button(course)))


ROWS: tuple[Row, ...] = (
    Row(
        name="go-live",
        verb=GO_LIVE,
        summary="End the rehearsal: from then on I post in the course’s channels",
        function=go_live,
        audience=Audience.INSTRUCTOR,
        cost=Cost.HEAVY,
    ),
    Row(
        name="pause",
        verb=PAUSE,
        summary="Stop all posts that nobody asked for, for a while",
        function=pause,
        submit=pause_submitted,
        audience=Audience.TA,
        cost=Cost.FREE,
        parameters=(Parameter(name="until", summary="friday 9:00, in 3 days …", rest=True),),
    ),
    Row(name="resume", verb=RESUME, summary="End a pause", function=resume, audience=Audience.TA, cost=Cost.FREE),
)
