"""A course that has ended: which one somebody means, and the one thing that is said of it whatever they asked.

The bot's door asks it before it looks for anything else, so that no row needs to know of ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.commands import Audience, Run, may_use
from bot.conversation.form import Invalid, TextInput
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Reply, paragraph
from bot.conversation.request import Inbound, Request, Someone
from bot.course.keeping import YEAR
from bot.course.model import Course
from bot.course.wording import counted, listed, span_words
from bot.services import closing
from bot.services.courses import Shelved
from bot.store.records import CourseState
from handlers.wording import instant

ARCHIVE, REOPEN = "cloarc", "cloopen"

ID = "id"
"""The input of a form that asks for the course's id before what no button should do by accident."""


def meant(inbound: Inbound, someone: Someone, shelved: Shelved) -> tuple[Course, ...]:
    """The ended courses that it is about; none where it is about one that runs, or about none of the person's."""
    if not shelved.ended:
        return ()
    only = len(shelved.running) + len(shelved.ended) == 1
    here = tuple(course for course in shelved.ended if _is_here(course, inbound))
    mine = tuple(course for course in shelved.ended if course.id in someone.roles)
    wanted = inbound.action.course if inbound.action else ""
    if wanted:
        known = {course.id: course for course in (*here, *mine, *(shelved.ended if only else ()))}
        return (known[wanted],) if wanted in known else ()
    if any(_is_here(course, inbound) for course in shelved.running):
        return ()
    if here or any(course.id in someone.roles for course in shelved.running):
        return here
    return mine or (shelved.ended if only else ())


def _is_here(course: Course, inbound: Inbound) -> bool:
    return bool(inbound.channel) and inbound.channel in course.channels.get(inbound.platform, {}).values()


def name_of(course: Course) -> str:
    """`Machine Learning Systems (Spring 2022)`."""
    return f"{course.title} ({course.term})" if course.term else course.title


def length_words(length: timedelta) -> str:
    """`1 year`, `90 days`."""
    years, rest = divmod(length, YEAR)
    return span_words(length) if rest else counted(years, "year")


def sentence(courses: Sequence[Course]) -> str:
    """`… has ended.`"""
    return f"{listed([name_of(course) for course in courses])} {'has' if len(courses) == 1 else 'have'} ended."


def not_taken(courses: Sequence[Course]) -> str:
    """What is said above a form, in which everything that was typed stays."""
    return f"{sentence(courses)} This was not taken: copy what you wrote if you want to keep it. "


async def answer(request: Request, run: Run) -> Reply:
    """That it has ended; for its staff what there still is."""
    blocks: list[Block] = [paragraph(Bold(sentence(request.courses)))]
    for course in request.courses:
        if request.is_staff(course.id):
            known: CourseState = await run.read(closing.state, course.id)
            blocks += left_for_staff(request, course, known)
    return Reply(tuple(blocks))


def left_for_staff(request: Request, course: Course, known: CourseState) -> list[Block]:
    """The archive and the way back, as far as there is anything left."""
    if known.erased_at is not None:
        return [paragraph("What people wrote was erased ", instant(course, known.erased_at), ".")]
    found: list[Block] = []
    if known.closed_at is not None:
        found.append(paragraph("Since ", instant(course, known.closed_at), " nothing is posted any more."))
    return [*found, *buttons(request, course)]


def buttons(request: Request, course: Course) -> tuple[Buttons, ...]:
    """For instructors: the archive once more, and the way back."""
    if not may_use(Audience.INSTRUCTOR, request.role_in(course.id)):
        return ()
    again = Button("Give me the archive again", Action(ARCHIVE, course.id))
    return (Buttons((again, Button("Reopen …", Action(REOPEN, course.id)))),)


# --- the id, typed --------------------------------------------------------------------------------------------------


def id_asked(course: Course, deed: str, hint: str) -> TextInput:
    """`Type cs294-sp22 to close it`."""
    return TextInput(id=ID, label=f"Type {course.id} to {deed} it", hint=hint, limit=60)


def id_missing(request: Request, course: Course) -> Invalid | None:
    """What is said where something else was typed."""
    if request.values.get(ID, "").strip().casefold() == course.id.casefold():
        return None
    return Invalid({ID: "that is not the id of this course, so nothing has happened."})
