"""`/course release`: staff let students see their marks, once they have seen which.

Nothing is sent to anybody and nothing is said in a channel: marks stand in students' own pages from then on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, bullets, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.wording import counted
from bot.errors import Refused
from bot.services import mark_releases
from bot.services.mark_releases import OfSession, Preview, Released
from handlers import tally_sessions
from handlers.command_line import clean, is_id
from handlers.papers import short
from handlers.review_places import RELEASE, REVIEWS
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course

DO, BACK = "reldo", "relundo"
"""Arguments: the session's id or '', then the preview's token, or the instant of the release in microseconds."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

SHOWN = 20
"""Sessions of a preview."""

EVERYTHING = frozenset(("", "all", "everything"))


async def release(request: Request, run: Run) -> Answer:
    """What would be seen, and the button for it."""
    course = staff_course(request, RELEASE, request.arguments)
    if isinstance(course, Reply):
        return course
    typed = clean(request.words)
    if typed.casefold() in EVERYTHING:
        return await _preview(request, run, course, "")
    session = tally_sessions.meant(course, typed, request.now, verb=RELEASE, command="release")
    return await _preview(request, run, course, session.id) if isinstance(session, Session) else session


async def _preview(request: Request, run: Run, course: Course, session: str) -> Reply:
    found: Preview = await run.read(mark_releases.preview, course, session, now=request.now)
    return _previewed(course, session, found)


def _previewed(course: Course, session: str, found: Preview, *lead: Block) -> Reply:
    if not found.marks:
        return Reply((*lead, *_nothing(course, session, found)))
    what = counted(found.marks, "mark")
    of = [one for one in found.sessions if one.marks]
    whom = ", to its writer alone:" if found.marks == 1 else ", each to its writer alone:"
    blocks: list[Block] = [*lead, paragraph(Bold(f"{what} would be shown"), whom)]
    blocks.append(bullets(*(_of_session(course, one) for one in of[:SHOWN])))
    if len(of) > SHOWN:
        blocks.append(small(f"and {len(of) - SHOWN} more sessions"))
    blocks += [paragraph(said) for said in (_left(found),) if said]
    blocks.append(
        small(
            f"They see them in /{course.command_prefix}mywork and beside their reviews. I write to nobody about it. "
            "A mark that you change later is seen at once."
        )
    )
    buttons = [Button(f"Release {what}", Action(DO, course.id, (session, found.token)), "primary")]
    buttons += [_read(course, session)] if found.unmarked else []
    return Reply((*blocks, Buttons(tuple(buttons))))


def _of_session(course: Course, one: OfSession) -> Line:
    """`Big Data Systems: 12, 3 not marked`."""
    left = f", {one.unmarked} not marked" if one.unmarked else ""
    waiting = f", {one.waiting} returned and waiting" if one.waiting else ""
    return line(f"{_name(course, one.session)}: {one.marks}{left}{waiting}")


def _left(found: Preview) -> str:
    """`5 reviews are not marked yet (2 of other sessions); 1 was returned and waits for its writer.`"""
    said = []
    if found.unmarked:
        said.append(f"{counted(found.unmarked, 'review')} {_are(found.unmarked)} not marked yet")
    if found.waiting:
        was = (
            "was returned and waits for its writer"
            if found.waiting == 1
            else "were returned and wait for their writers"
        )
        said.append(f"{found.waiting} {was}")
    return f"{'; '.join(said)}. Release again once they are marked." if said else ""


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _name(course: Course, session: str) -> str:
    found = course.session(session)
    return short(found.name if found is not None else session)


def _read(course: Course, session: str) -> Button:
    return Button("Read what is not marked", Action(REVIEWS, course.id, (session,) if session else ("unmarked",)))


def _nothing(course: Course, session: str, found: Preview) -> list[Block]:
    of = f" for ‘{_name(course, session)}’" if session else ""
    if found.released:
        said = f"Nothing new to release{of}: students see {counted(found.released, 'mark')} already."
    else:
        said = f"There are no marks{of} yet."
    left = f" {counted(found.unmarked, 'review')} {_are(found.unmarked)} not marked." if found.unmarked else ""
    buttons = [Buttons((_read(course, session),))] if found.unmarked else []
    return [paragraph(f"{said}{left}"), *buttons]


async def do(request: Request, run: Run) -> Answer:
    """Let them be seen, if they still are those of the preview."""
    course = only_course(request)
    if len(request.arguments) != 2:
        raise Refused(OLD_BUTTON)
    session, token = request.arguments
    said: Released = await run(
        mark_releases.release, course, session, token=token, now=request.now, by=request.someone.person
    )
    if said.marks is None:
        lead = (
            (paragraph("The marks have changed since you saw this, so nothing was released."),)
            if said.seen.marks
            else ()
        )
        return _previewed(course, session, said.seen, *lead)
    at = str((request.now - EPOCH) // MICROSECOND)
    what = paragraph(Bold(f"Released: {counted(said.marks, 'mark')}."), " Students see them now, each their own.")
    return Reply((what, Buttons((Button("Take back", Action(BACK, course.id, (session, at))),))))


async def back(request: Request, run: Run) -> Answer:
    """As before the release."""
    course = only_course(request)
    if len(request.arguments) != 2 or not is_id(request.arguments[1]):
        raise Refused(OLD_BUTTON)
    session, at = request.arguments
    released_at = EPOCH + int(at) * MICROSECOND
    marks: int = await run(
        mark_releases.take_back, course, session, at=released_at, now=request.now, by=request.someone.person
    )
    if not marks:
        return Reply((paragraph("That was taken back already."),))
    again = Button("Release …", Action(RELEASE, course.id, (session,) if session else ()))
    said = f"{counted(marks, 'mark')}: students do not see {'it' if marks == 1 else 'them'} any more."
    return Reply((paragraph(Bold("Taken back. "), said), Buttons((again,))))


ROWS: tuple[Row, ...] = (
    Row(
        name="release",
        verb=RELEASE,
        summary="Let students see their marks",
        function=release,
        audience=Audience.TA,
        parameters=(Parameter(name="session", summary="Words of its title; else all that is marked", rest=True),),
    ),
    behind_a_button("do-release", DO, "Let students see their marks, once you have seen which", do, cost=Cost.FREE),
    behind_a_button("take-back-marks", BACK, "Take released marks back", back, cost=Cost.FREE),
)
