"""Which course and which seat a request about presenting means, and what its person may see of them.

It reads and composes the few answers for where there is nothing to see; what is shown is its callers' matter.
"""

from __future__ import annotations

from bot.conversation.commands import Run
from bot.conversation.reply import Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.course.signups import SeatKey
from bot.course.wording import listed
from bot.errors import Refused
from bot.services import seat_pages
from bot.services.seat_pages import Choose, View
from handlers.seat_words import decoded
from handlers.settling import OLD_BUTTON


def presenting(request: Request) -> list[Course]:
    """The courses in which there are seats."""
    return [course for course in request.courses if course.presenting.roles]


def nobody_presents(request: Request) -> Reply:
    titles = listed([course.title for course in request.courses[:3]])
    return Reply((paragraph(f"Nobody signs up to present in {titles}: its schedule has no such roles."),))


def of_student(request: Request) -> list[Course]:
    """Those in which the person takes seats, which only students do."""
    return [one for one in presenting(request) if request.role_in(one.id) is CourseRole.STUDENT]


def pressed(request: Request) -> tuple[Course, SeatKey]:
    """The seat that a button names. Raises Refused for one that was not made by this version."""
    key = decoded(request.arguments)
    if key is None or len(request.courses) != 1:
        raise Refused(OLD_BUTTON)
    return request.courses[0], key


async def look(request: Request, run: Run, course: Course, naming: Choose) -> View:
    """The course's seats as the person sees them, with the names of those who hold what `naming` chooses."""
    found: View = await run.read(seat_pages.view, course, request.someone.person, now=request.now, naming=naming)
    return found
