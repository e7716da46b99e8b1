"""`/course participation`: who took part in a class, ticked on a list and said back as a number.

Staff alone see who is ticked; a student reads of their own classes only (`/mywork`). What two of staff tick at the same
time is kept of both.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import Form, FormAnswer, Next, Saved
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.wording import counted, day_words, listed
from bot.errors import Refused
from bot.services import participating
from bot.services.participating import Page, Sheet
from handlers import tick_list
from handlers.class_words import beside, meant
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course
from handlers.tick_list import EVERYBODY, PAGE, PRESENTERS, Place
from handlers.wording import instant

TICK, FILL, UNDO = "partic", "partfill", "partundo"

NAMES = 12
"""So many who were not there are named."""

FILLED = "Everybody is ticked: take out who was not there, then save."
CHANGED = "Somebody joined or left meanwhile, so nothing of this page was saved. Here it is as it is now:"


# --- the form -------------------------------------------------------------------------------------------------------


async def tick(request: Request, run: Run) -> Answer:
    """The list of a class: of the one that words mean, else of the one that is on or was last."""
    course = staff_course(request, TICK, [request.words])
    if isinstance(course, Reply):
        return course
    session = meant(course, request, TICK)
    if isinstance(session, Reply):
        return session
    if not participating.has_begun(course, session, request.now):
        return _ahead(course, session)
    sheet: Sheet = await run.read(participating.sheet, course, session.id)
    if not sheet.pupils:
        return Reply((paragraph("No student is in the course yet, so there is nobody to tick."),))
    return _page(course, session, sheet, tick_list.at(tick_list.opened(request, session.id), sheet, 0))


def _ahead(course: Course, session: Session) -> Reply:
    when = _day(course, session)
    lead = paragraph(Bold(session.name), " is on ", *when, ": who took part can be ticked from then on.")
    return Reply((lead, *_turns(course, session)))


def _day(course: Course, session: Session) -> Line:
    if session.starts_at is not None:
        return line(instant(course, session.starts_at))
    return line(day_words(session.first.day) if session.first is not None else "a day that is not known yet")


def _page(
    course: Course, session: Session, sheet: Sheet, place: Place, *, ticks: frozenset[int] | None = None, lead: str = ""
) -> Form:
    """`ticks`: who is ticked by hand; otherwise those who were as the page was opened."""
    mine = tick_list.lines(sheet, place.start)
    by_hand = tick_list.before(place, mine) if ticks is None else ticks
    presenting = any(one.person in sheet.presenting for one in mine)
    fills = [Button("Everybody", Action(FILL, course.id, place.filled(EVERYBODY).encode()))]
    if presenting:
        fills.append(Button("Who presented", Action(FILL, course.id, place.filled(PRESENTERS).encode())))
    last = place.start + PAGE >= len(sheet.pupils)
    return Form(
        action=Action(TICK, course.id, place.encode()),
        title="Who took part?",
        intro=_intro(course, session, sheet, lead),
        inputs=tick_list.boxes(mine, tick_list.shown(place, sheet, mine, by_hand)),
        page=place.start // PAGE + 1,
        pages=-(-len(sheet.pupils) // PAGE),
        submit="Save" if last else "Save and next",
        buttons=tuple(fills),
        whole=True,
    )


def _intro(course: Course, session: Session, sheet: Sheet, lead: str) -> Line:
    said = line(f"{lead} ") if lead else ()
    said += line("Tick who took part in ", Bold(session.name), ", ", *_day(course, session), ".")
    if sheet.noted_at is not None:
        by = f" by {sheet.noted_name}" if sheet.noted_name else ""
        said += line(f" So far {_counted(sheet)} (ticked{by} ", instant(course, sheet.noted_at), ").")
    return said


def _counted(sheet: Sheet) -> str:
    """`17 of 23 took part`; of whom nobody was asked is not among them."""
    if not sheet.asked:
        return "nobody is ticked"
    return f"{sheet.there} of {sheet.asked} took part"


# --- sent -----------------------------------------------------------------------------------------------------------


async def filled(request: Request, run: Run) -> FormAnswer:
    """Everybody, or who presented: ticked on the page that is open, and saved by nobody yet."""
    course, place, session = _meant(request)
    sheet: Sheet = await run.read(participating.sheet, course, session.id)
    mine = tick_list.lines(sheet, place.start)
    if tick_list.people(mine) != place.people:
        return Next(_page(course, session, sheet, tick_list.at(place, sheet, place.start), lead=CHANGED))
    ticks = _ticked(request.values, sheet, place)
    lead = FILLED if place.fill[:1] == EVERYBODY and tick_list.shown(place, sheet, mine, ticks) else ""
    return Next(_page(course, session, sheet, place, ticks=ticks, lead=lead))


async def ticked(request: Request, run: Run) -> FormAnswer:
    """Keep the page; then the next one, or what it comes to."""
    course, place, session = _meant(request)
    sheet: Sheet = await run.read(participating.sheet, course, session.id)
    mine = tick_list.lines(sheet, place.start)
    if tick_list.people(mine) != place.people:
        return Next(_page(course, session, sheet, tick_list.at(place, sheet, place.start), lead=CHANGED))
    page = Page(
        persons=[one.person for one in mine],
        ticked=_ticked(request.values, sheet, place),
        before=tick_list.before(place, mine),
        opening=place.opening,
    )
    saved: Sheet = await run(participating.note, course, session.id, page, now=request.now, by=request.someone.person)
    following = place.start + PAGE
    if following < len(saved.pupils):
        return Next(_page(course, session, saved, tick_list.following(place, saved, following)))
    return Saved(_kept(course, session, saved, place.opening))


def _meant(request: Request) -> tuple[Course, Place, Session]:
    course, place = only_course(request), Place.of(request.arguments)
    session = course.session(place.session)
    if session is None or not participating.has_begun(course, session, request.now):
        raise Refused(OLD_BUTTON)
    return course, place, session


def _ticked(values: Mapping[str, str], sheet: Sheet, place: Place) -> frozenset[int]:
    return tick_list.ticked(values.values(), tick_list.lines(sheet, place.start))


async def undo(request: Request, run: Run) -> Answer:
    """As it was before that opening of the form."""
    course = only_course(request)
    session = course.session(request.arguments[0]) if len(request.arguments) == 2 else None
    if session is None:
        raise Refused(OLD_BUTTON)
    number, sheet = await run(
        participating.undo, course, session.id, request.arguments[1], now=request.now, by=request.someone.person
    )
    if not number:
        return Reply((paragraph("That is taken back already, or was ticked otherwise since."), *_more(course, session)))
    lead = paragraph(f"Taken back for {counted(number, 'person', 'people')}. Now {_counted(sheet)}.")
    return Reply((lead, *_more(course, session)))


# --- what it comes to -----------------------------------------------------------------------------------------------


def _kept(course: Course, session: Session, sheet: Sheet, opening: str) -> Reply:
    blocks: list[Block] = [paragraph(Bold(session.name), ", ", *_day(course, session), f": {_counted(sheet)}.")]
    missing = [tick_list.named(one) for one in sheet.pupils if one.present is False]
    if missing:
        blocks.append(paragraph(f"Not there: {listed(missing, NAMES)}."))
    later = sum(one.present is None for one in sheet.pupils)
    if later:
        blocks.append(small(f"{counted(later, 'person', 'people')} not asked about: they joined after it."))
    back = Button("Undo", Action(UNDO, course.id, (session.id, opening)))
    return Reply((*blocks, *_more(course, session, back)))


def _more(course: Course, session: Session, *first: Button) -> list[Block]:
    change = Button("Change", Action(TICK, course.id, (session.id,)))
    return [Buttons((change, *first)), *_turns(course, session)]


def _turns(course: Course, session: Session) -> list[Block]:
    """The class before it and the one after it."""
    buttons = [
        Button(label, Action(TICK, course.id, (other.id,)))
        for label, other in zip(("Previous class", "Next class"), beside(course, session), strict=True)
        if other is not None
    ]
    return [Buttons(tuple(buttons))] if buttons else []


def own_line(taken: Mapping[str, bool]) -> list[Block]:
    """`Classes in which you took part, as staff noted it: 6 of 8.`, once they have ticked one with the person in it."""
    if not taken:
        return []
    there = f"{sum(taken.values())} of {len(taken)}"
    return [paragraph(f"Classes in which you took part, as staff noted it: {there}.")]


async def _no_list(request: Request, run: Run) -> Answer:  # noqa: ARG001 - every row has this shape
    raise Refused(OLD_BUTTON)


ROWS: tuple[Row, ...] = (
    Row(
        name="participation",
        verb=TICK,
        summary="Tick who took part in a class",
        function=tick,
        submit=ticked,
        audience=Audience.TA,
        parameters=(
            Parameter(name="session", summary="Words of its title, week 3 or a day; else the last class", rest=True),
        ),
    ),
    Row(
        name="tick-all",
        verb=FILL,
        summary="Tick everybody, or who presented",
        function=_no_list,
        submit=filled,
        audience=Audience.TA,
        cost=Cost.FREE,
        listed=False,
    ),
    behind_a_button("untick", UNDO, "Take back what was ticked", undo, cost=Cost.FREE),
)
