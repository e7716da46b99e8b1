"""`/review digest`: the digest of a session's reviews for staff, whenever they ask, and in private."""

from __future__ import annotations

from bot.conversation.commands import Audience, Cost, Parameter, Row, Run
from bot.conversation.reply import Action, Choice, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.model import Course, Session
from bot.services import digesting, naming
from handlers.command_line import clean
from handlers.digest import words as digest_words
from handlers.papers import find, short
from handlers.staff_course import staff_course
from handlers.wording import instant

DIGEST = "rdigest"
MENU = 25


async def ask(request: Request, run: Run) -> Reply:
    """Of the session that is meant; without words the one whose digest came last, else the next."""
    course = staff_course(request, DIGEST, [request.words])
    if isinstance(course, Reply):
        return course
    session = _meant(course, request)
    if session is None:
        return _which(course, clean(request.words))
    found = await run.read(digesting.of_session, course, session, now=request.now)
    if found is None:
        return _which(course, clean(request.words))
    reply = digest_words(course, found)
    more = Choice("Another session", Action(DIGEST, course.id), _options(course, besides=session))
    as_of = small("As of ", instant(course, request.now), ".")
    return Reply((*reply.blocks, as_of, *((more,) if more.options else ())), files=reply.files)


def _meant(course: Course, request: Request) -> Session | None:
    asking = list(dict.fromkeys(one.session.id for one in reviews.owed(course)))
    typed = clean(request.words)
    if not typed:
        hours = list(digesting.hours(course))
        over = [hour for hour in hours if hour.at <= request.now]
        ahead = [hour for hour in hours if hour.at > request.now]
        if over:
            return max(over, key=lambda hour: hour.at).session
        return min(ahead, key=lambda hour: hour.at).session if ahead else None
    if typed in asking:
        return course.session(typed)
    sessions = list(dict.fromkeys(one.session.id for one in find(course, typed, reviews.owed(course)).sure))
    work = naming.work(course, typed).one
    if work is not None and work.session in asking:
        return course.session(work.session)
    return course.session(sessions[0]) if len(sessions) == 1 else None


def _which(course: Course, typed: str) -> Reply:
    options = _options(course)
    if not options:
        return Reply((paragraph("I collect no reviews in this course, so there is no digest."),))
    lead = f"“{short(typed)}” is not one session that has reviews." if typed else "Which session?"
    return Reply((paragraph(lead), Choice("Session", Action(DIGEST, course.id), options)))


def _options(course: Course, besides: Session | None = None) -> tuple[tuple[str, str], ...]:
    """The sessions that ask for reviews, in their order."""
    asking = dict.fromkeys(one.session.id for one in reviews.owed(course))
    listed = [one for one in course.sessions if one.id in asking and one is not besides]
    return tuple((one.id, short(one.name, 70)) for one in listed[:MENU])


ROWS: tuple[Row, ...] = (
    Row(
        name="digest",
        verb=DIGEST,
        summary="All reviews of a session: scores and what was written",
        function=ask,
        audience=Audience.TA,
        cost=Cost.HEAVY,
        parameters=(Parameter(name="session", summary="Some words of its title, or of a paper", rest=True),),
    ),
)
