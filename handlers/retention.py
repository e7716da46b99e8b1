"""What staff are told and can decide before what people wrote is erased: keep it for another year, or erase it now.

Erasing at once is confirmed by typing the course's id, since nothing brings it back.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.form import Form, FormAnswer, Saved
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.notice import Facts
from bot.course.wording import counted
from bot.errors import Refused
from bot.services import retention
from bot.services.retention import DUE, ERASED, PEOPLE, REVIEWS, Standing
from handlers.ended import ARCHIVE, id_asked, id_missing, name_of
from handlers.staff_course import only_course
from handlers.wording import instant

KEEP, ERASE = "keepyear", "keeperas"


def told(facts: Facts, occurrence: str) -> tuple[Block, ...]:
    """30 days before, with what staff can do; and once it is done, that it is."""
    course, details = facts.course, facts.details
    people = counted(int(details.get(PEOPLE, "0")), "person", "people")
    reviews = counted(int(details.get(REVIEWS, "0")), "version of a review", "versions of reviews")
    if occurrence == ERASED:
        lead = paragraph(Bold(f"What people wrote in {name_of(course)} is erased: "), f"{people}, {reviews}.")
        rest = "Ids, times and counts are left. Backups hold it until they are replaced."
        return (lead, small(rest))
    due = datetime.fromisoformat(details[DUE])
    lead = paragraph(
        Bold(f"What people wrote in {name_of(course)} is erased {_on(course, due)}: "),
        f"reviews, files, notes, messages and names, of {people} ({reviews}). Take the archive before that if you need "
        "it.",
    )
    return (lead, small("Unless you press something it is erased then."), _buttons(course, due))


def _on(course: Course, due: datetime) -> str:
    local = course.local(due)
    return f"on {local.day} {local:%B %Y}"


def _buttons(course: Course, due: datetime) -> Buttons:
    """Instructors may press them."""
    return Buttons(
        (
            Button("Keep it another year", Action(KEEP, course.id, (_stamp(due),)), "primary"),
            Button("Give me the archive again", Action(ARCHIVE, course.id)),
            Button("Erase it now …", Action(ERASE, course.id), "danger"),
        )
    )


def _stamp(due: datetime) -> str:
    """What a button carries of the instant: its seconds."""
    return f"{int(due.timestamp()):x}"


async def keep(request: Request, run: Run) -> Answer:
    """Put it off by a year, once however often the button is pressed."""
    course = only_course(request)
    known: Standing = await run.read(retention.standing, course)
    wanted = request.arguments[0] if request.arguments else ""
    if known.due is not None and _stamp(known.due) == wanted:
        known = await run(retention.keep, course, due=known.due, now=request.now, by=request.someone.person)
    return Reply((paragraph(*_kept(course, known)),))


def _kept(course: Course, known: Standing) -> Line:
    if known.state.erased_at is not None:
        return line("It was erased ", instant(course, known.state.erased_at), ".")
    if known.due is None:
        return line(f"What people wrote in {name_of(course)} is kept for good.")
    when = _on(course, known.due).removeprefix("on ")
    return line(Bold(f"Kept until {when}."), " I tell you again 30 days before.")


async def erase(request: Request, run: Run) -> Answer:
    """The form into which the id is typed."""
    course = only_course(request)
    known: Standing = await run.read(retention.standing, course)
    if known.state.erased_at is not None:
        return Reply((paragraph(*_kept(course, known)),))
    if not known.state.closed:
        raise Refused("The course runs, so nothing of it is erased.")
    people = counted(known.people, "person", "people")
    return Form(
        action=Action(ERASE, course.id),
        title="Erase what people wrote",
        intro=line(Bold(name_of(course)), f": all that {people} wrote, their files, and what I said to them."),
        inputs=(id_asked(course, "erase", "Nothing brings it back."),),
        submit="Erase it",
    )


async def erased(request: Request, run: Run) -> FormAnswer:
    """Begin, once."""
    course = only_course(request)
    if wrong := id_missing(request, course):
        return wrong
    begun = await run(retention.erase_now, course, now=request.now, by=request.someone.person)
    if not begun:
        known: Standing = await run.read(retention.standing, course)
        return Saved(Reply((paragraph(*_kept(course, known)),)))
    return Saved(Reply((paragraph(Bold("It is being erased."), " I say so in the staff channel when it is done."),)))


ROWS: tuple[Row, ...] = (
    Row(
        name="keep-another-year",
        verb=KEEP,
        summary="Keep what people wrote for another year",
        function=keep,
        audience=Audience.INSTRUCTOR,
        cost=Cost.FREE,
        listed=False,
        afterwards=True,
    ),
    Row(
        name="erase-now",
        verb=ERASE,
        summary="Erase what people wrote in a course that has ended",
        function=erase,
        submit=erased,
        audience=Audience.INSTRUCTOR,
        cost=Cost.FREE,
        listed=False,
        afterwards=True,
    ),
)
