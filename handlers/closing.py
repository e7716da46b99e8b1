"""`/course close`: what is unfinished, the end of a course, the archive once more, and the way back.

An end is confirmed by typing the course's id, since no button does that by accident.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation import codec
from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.form import Form, FormAnswer, Saved
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.wording import counted, listed
from bot.errors import Refused
from bot.services import archiving, closing
from bot.services.closing import Ahead, Closed, Preview
from handlers import ended, keepsakes
from handlers.announce_form import signed_by
from handlers.ended import ARCHIVE, REOPEN, name_of
from handlers.staff_course import only_course, staff_course
from handlers.wording import instant, moment_span

CLOSE, NOT_YET, CONFIRM = "close", "clonot", "cloend"
NAMED = 8
"""People, posts and dates that are listed by name; of more their number is said."""

INTRO = (
    "I stop posting and answering for it. Everybody who wrote gets their own reviews, and you get the archive. "
    "Until something is erased you can open it again."
)


async def close(request: Request, run: Run) -> Answer:
    """What is unfinished, with the button that asks for the course's id."""
    course = staff_course(request, CLOSE)
    if isinstance(course, Reply):
        return course
    preview: Preview = await run.read(closing.preview, course, now=request.now)
    return Reply(_previewed(course, preview))


def _previewed(course: Course, preview: Preview) -> tuple[Block, ...]:
    undone = _unfinished(course, preview)
    blocks: list[Block] = [paragraph(Bold(f"Close {name_of(course)}?"))]
    if undone:
        blocks += [paragraph("Not finished yet:"), bullets(*undone)]
    else:
        blocks.append(paragraph("Nothing is unfinished: no open drafts, nothing unmarked, nothing to come."))
    get = f"{counted(preview.writers, 'person', 'people')} who wrote reviews get{'s' * (preview.writers == 1)} them"
    gives = f"{get} in a direct message. " if preview.writers else ""
    blocks.append(
        paragraph(f"{gives}You get the archive. After that I post nothing and answer only that it has ended.")
    )
    blocks.append(small(*_kept(course)))
    confirm = Button("Close the course …", Action(CONFIRM, course.id), "danger")
    return (*blocks, Buttons((confirm, Button("Not yet", Action(NOT_YET, course.id)))))


def _kept(course: Course) -> Line:
    if course.retention is None:
        return line("What people wrote is kept for good: the schedule says so.")
    length = ended.length_words(course.retention)
    return line(f"What people wrote is kept for {length} from then on. I tell staff 30 days before it is erased.")


def _unfinished(course: Course, preview: Preview) -> list[Line]:
    found: list[Line] = []
    if preview.drafts:
        number = sum(preview.drafts.values())
        found.append(line(Bold(counted(number, "open draft")), f": {_names(preview.drafts)}"))
    if preview.unmarked:
        found.append(line(Bold(counted(preview.unmarked, "unmarked review"))))
    if preview.unreleased:
        found.append(line(Bold(counted(preview.unreleased, "mark")), " not released: their writers never see them"))
    if preview.seats:
        what = counted(preview.seats, "seat")
        found.append(line(Bold(what), " without a word on whether they presented"))
    found += [_announced(course, preview)] if preview.announcements else []
    found += [_ahead(course, preview.ahead)] if preview.ahead else []
    return found


def _names(drafts: Mapping[str, int]) -> str:
    return listed([name if number == 1 else f"{name} ({number})" for name, number in drafts.items()], NAMED)


def _announced(course: Course, preview: Preview) -> Line:
    posts = preview.announcements
    first = posts[0]
    what = counted(len(posts), "announcement")
    more = f" and {len(posts) - 1} more" if len(posts) > 1 else ""
    name = signed_by(codec.decode(first.details["reply"])) if "reply" in first.details else ""
    post = f"“{first.title}”{f', from {name},' if name else ''}"
    return line(Bold(f"{what} to come"), f", which I will not post: {post} on ", instant(course, first.due_at), more)


def _ahead(course: Course, ahead: Sequence[Ahead]) -> Line:
    first = ahead[0]
    more = f" and {len(ahead) - 1} more" if len(ahead) > 1 else ""
    what = counted(len(ahead), "date")
    return line(Bold(f"{what} still ahead"), f": {first.title}, ", moment_span(course, first.when), more)


async def not_yet(request: Request, run: Run) -> Reply:  # noqa: ARG001 - every row has this shape
    """Nothing happened, and that is what is said."""
    return Reply((paragraph("All right, the course goes on."),))


# --- the end --------------------------------------------------------------------------------------------------------


async def confirm(request: Request, run: Run) -> Answer:
    """The form into which the id is typed; the button of an old message says how it stands."""
    course = only_course(request)
    if await run.read(closing.is_closed, course.id):
        return await ended.answer(request, run)
    return _form(course)


def _form(course: Course) -> Form:
    return Form(
        action=Action(CONFIRM, course.id),
        title="Close the course",
        intro=line(Bold(name_of(course)), f" ends now. {INTRO}"),
        inputs=(ended.id_asked(course, "close", "It is the id of the course."),),
        submit="Close it",
    )


async def confirmed(request: Request, run: Run) -> FormAnswer:
    """Close it, once."""
    course = only_course(request)
    if wrong := ended.id_missing(request, course):
        return wrong
    outcome: Closed = await run(closing.close, course, now=request.now, by=request.someone.person)
    return Saved(Reply(_closed(request, course, outcome)))


def _closed(request: Request, course: Course, outcome: Closed) -> tuple[Block, ...]:
    if not outcome.fresh:
        lead = paragraph(Bold(ended.sentence((course,))))
        return (lead, *ended.left_for_staff(request, course, outcome.state))
    blocks: list[Block] = [paragraph(Bold(ended.sentence((course,))), " I post nothing any more.")]
    gets: list[str] = []
    if outcome.archive:
        gets.append("the archive is on its way to you in a direct message")
    if outcome.keepsakes:
        people = counted(outcome.keepsakes, "person", "people")
        gets.append(f"{people} get{'s' * (outcome.keepsakes == 1)} what they wrote")
    if gets:
        words = listed(gets)
        blocks.append(paragraph(f"{words[0].upper()}{words[1:]}."))
    if outcome.unsaid:
        blocks.append(small(f"{counted(outcome.unsaid, 'message')} that waited will not be sent."))
    return (*blocks, *ended.buttons(request, course))


# --- afterwards -----------------------------------------------------------------------------------------------------


async def archive(request: Request, run: Run) -> Answer:
    """The archive once more, as a file."""
    course = only_course(request)
    state = await run.read(closing.state, course.id)
    if not state.closed:
        raise Refused("The course runs again. Its archive is made when it is closed.")
    file = await keepsakes.archive(run, course, request.now)
    await run(archiving.note, course, person=request.someone.person, now=request.now)
    return Reply(
        (paragraph(Bold(f"The archive of {name_of(course)}. "), "Begin with README.html in it."),), files=(file,)
    )


async def reopen(request: Request, run: Run) -> Answer:
    """First what it does, then, pressed again, the way back."""
    course = only_course(request)
    if request.arguments != ("yes",):
        again = Button("Reopen the course", Action(REOPEN, course.id, ("yes",)), "primary")
        words = (
            "I answer and post for it again. What I did not post meanwhile and is still of use goes out now; "
            "who got their reviews keeps them, and gets them anew at the next end."
        )
        return Reply((paragraph(Bold(f"Open {name_of(course)} again? "), words), Buttons((again,))))
    opened = await run(closing.reopen, course, now=request.now, by=request.someone.person)
    if not opened:
        return Reply((paragraph(f"{name_of(course)} runs already."),))
    return Reply((paragraph(Bold(f"{name_of(course)} runs again.")),))


ROWS: tuple[Row, ...] = (
    Row(
        name="close",
        verb=CLOSE,
        summary="End the course: an archive for staff, their reviews for students, then silence",
        function=close,
        audience=Audience.INSTRUCTOR,
        cost=Cost.HEAVY,
    ),
    Row(
        name="close-form",
        verb=CONFIRM,
        summary="Confirm the end of a course",
        function=confirm,
        submit=confirmed,
        audience=Audience.INSTRUCTOR,
        cost=Cost.FREE,
        listed=False,
        afterwards=True,
    ),
    Row(
        name="close-not-yet",
        verb=NOT_YET,
        summary="Close nothing",
        function=not_yet,
        audience=Audience.INSTRUCTOR,
        listed=False,
    ),
    Row(
        name="close-archive",
        verb=ARCHIVE,
        summary="The archive of a course that has ended",
        function=archive,
        audience=Audience.INSTRUCTOR,
        cost=Cost.HEAVY,
        listed=False,
        afterwards=True,
    ),
    Row(
        name="reopen",
        verb=REOPEN,
        summary="Take the end of a course back",
        function=reopen,
        audience=Audience.INSTRUCTOR,
        cost=Cost.HEAVY,
        listed=False,
        afterwards=True,
    ),
)
