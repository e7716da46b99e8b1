"""Which course and which seat a request about presenting means, and what its person may see of them.

It reads and composes the few answers for where there is nothing to see; what is shown is its callers' matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.commands import Audience, Cost, Handler, Row, Run
from bot.conversation.reply import Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.course.seat_search import named_in, seats_meant
from bot.course.signups import Seat, SeatKey
from bot.course.wording import listed
from bot.errors import Refused
from bot.services import seat_pages
from bot.services.seat_pages import Choose, View
from bot.services.seating import NOT_A_STUDENT
from handlers.command_line import clean
from handlers.papers import short
from handlers.plain_words import OWN_WORDS
from handlers.seat_words import decoded, seat_text
from handlers.settling import OLD_BUTTON

LABEL = 75
ECHO = 60
"""Characters of what was typed that are said back."""


def said(request: Request, course: Course) -> str:
    """The words that say which seats are meant; of a whole sentence those that name something of the course."""
    if request.arguments[:1] == (OWN_WORDS,):
        return named_in(course, " ".join(request.arguments[1:]), request.now)
    return clean(request.words)


def echo(words: str) -> str:
    """Words as they are said back."""
    return f"“{short(clean(words), ECHO)}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """The person's own seats that are ahead: those that the words mean, or all where nothing was said. `unlike`: what
    was said fits none of them, and these are all.
    """

    seats: tuple[tuple[Course, Seat], ...]
    unlike: str = ""

    @property
    def one(self) -> tuple[Course, Seat] | None:
        """The one that is meant."""
        return self.seats[0] if len(self.seats) == 1 and not self.unlike else None

    def label(self, course: Course, seat: Seat) -> str:
        """A button's, with the course where they are of several."""
        several = len({one.id for one, _ in self.seats}) > 1
        return short(f"{course.title}: {seat_text(seat, 40)}" if several else seat_text(seat, 40), LABEL)

    def question(self, words: str) -> str:
        """It, after saying that the words fit none."""
        return f"You have no seat like {echo(self.unlike)}. {words}" if self.unlike else words


async def my_seats_meant(request: Request, run: Run) -> Mine:
    """Which of their own seats somebody means, in whichever course."""
    every: list[tuple[Course, Seat]] = []
    fitting: list[tuple[Course, Seat]] = []
    unlike = ""
    for course in presenting(request):
        view = await look(request, run, course, lambda _: ())
        ahead = [turn.seat for turn in view.ahead]
        every += [(course, seat) for seat in ahead]
        words = said(request, course)
        meant = seats_meant(course, words, among=ahead, now=request.now) if words else None
        if meant is not None and meant.fits:
            fitting += [(course, seat) for seat in meant.seats]
        unlike = unlike or words
    return Mine(seats=tuple(fitting or every), unlike="" if fitting else unlike)


def presenting(request: Request) -> list[Course]:
    """The courses in which there are seats."""
    return [course for course in request.courses if course.presenting.roles]


def nobody_presents(request: Request) -> Reply:
    titles = listed([course.title for course in request.courses[:3]])
    return Reply((paragraph(f"Nobody signs up to present in {titles}: its schedule has no such roles."),))


def of_student(request: Request) -> list[Course]:
    """Those in which the person takes seats, which only students do."""
    return [one for one in presenting(request) if request.role_in(one.id) is CourseRole.STUDENT]


def only(request: Request) -> Course:
    """The course that a button or a form names. Raises Refused for one that was not made by this version."""
    if len(request.courses) != 1:
        raise Refused(OLD_BUTTON)
    return request.courses[0]


def asking(request: Request) -> int:
    """Who asks. Raises Refused for somebody whom nobody has put into a course."""
    if request.someone.person is None:
        raise Refused(NOT_A_STUDENT)
    return request.someone.person


def pressed(request: Request) -> tuple[Course, SeatKey]:
    """The seat that a button names. Raises Refused for one that was not made by this version."""
    key = decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    return only(request), key


def pressed_row(name: str, verb: str, summary: str, function: Handler, *, cost: Cost = Cost.LIGHT) -> Row:
    """A row for students that nobody types."""
    return Row(
        name=name, verb=verb, summary=summary, function=function, audience=Audience.STUDENT, cost=cost, listed=False
    )


async def look(request: Request, run: Run, course: Course, naming: Choose) -> View:
    """The course's seats as the person sees them, with the names of those who hold what `naming` chooses."""
    found: View = await run.read(seat_pages.view, course, request.someone.person, now=request.now, naming=naming)
    return found
