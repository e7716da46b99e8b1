"""Staff say who presented: the buttons under each seat as class begins, and `/course marks` at any time after it.

Answers are private. What a colleague has said already is shown and changed only when it is pressed once more; the line
in the staff channel follows by itself.
"""

from __future__ import annotations

from typing import Literal

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import Form, FormAnswer, Invalid, Saved
from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole, Session
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import Bar, may_have_begun
from bot.course.seat_search import seats_meant
from bot.course.signups import Seat, begins_from, classes, seats
from bot.errors import Refused
from bot.services import class_start, marking, rolls, seating
from bot.services.class_start import Marked as Shown
from bot.services.marking import Marked
from bot.services.rolls import Roll
from handlers import person_field
from handlers.class_start import MARKS, NO_SHOW, PRESENTED, SHOWN, STOOD_IN, UNMARK, state, words
from handlers.command_line import clean
from handlers.papers import short
from handlers.seat_words import decoded, encoded, seat_line, seat_of, seat_text
from handlers.settling import OLD_BUTTON
from handlers.signups_staff import no_seats
from handlers.staff_course import behind_a_button, only_course, staff_course
from handlers.wording import instant, number_word

MENU = 5

Outcome = Literal["presented", "no_show"]


# --- presented, or not ----------------------------------------------------------------------------------------------


async def presented(request: Request, run: Run) -> Answer:
    """The holder presented."""
    return await _mark(request, run, "presented")


async def no_show(request: Request, run: Run) -> Answer:
    """The holder was not there."""
    return await _mark(request, run, "no_show")


async def _mark(request: Request, run: Run, outcome: Outcome) -> Reply:
    course = only_course(request)
    key = decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    instead_of = request.arguments[4] if len(request.arguments) > 4 else None
    said: Marked = await run(
        marking.mark, course, key, outcome, instead_of=instead_of, now=request.now, by=request.someone.person
    )
    if said.done or not said.fresh:
        return _answer(course, said)
    verb, label = (PRESENTED, "Presented") if outcome == "presented" else (NO_SHOW, "No-show")
    change = Button(f"Change it to: {label}", Action(verb, course.id, (*encoded(key), said.outcome)))
    lead = paragraph(*_who_marked(said), *_what(said), ". Nothing was changed.")
    return Reply((lead, Buttons((change, *_more(course, said.seat)))))


async def take_back(request: Request, run: Run) -> Answer:
    """As if nobody had said anything."""
    course = only_course(request)
    key = decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    said: Marked = await run(marking.unmark, course, key, now=request.now, by=request.someone.person)
    if not said.done:
        return Reply((paragraph("Nobody has marked that seat."), Buttons(tuple(_more(course, said.seat)))))
    lead = paragraph("Taken back: ", *seat_line(course, said.seat), ".")
    return Reply((lead, *_over(course, said), Buttons(tuple(_more(course, said.seat)))))


def _answer(course: Course, said: Marked) -> Reply:
    lead: Line = line("Written down: ") if said.done else line("That is written down already: ")
    back = Button("Take back", Action(UNMARK, course.id, encoded(said.seat.key)))
    buttons = Buttons((back, *_more(course, said.seat)))
    return Reply((paragraph(*lead, *_what(said), "."), *_over(course, said), buttons))


def _over(course: Course, said: Marked) -> list[Block]:
    """`With that Ada is over a limit: Critic for ZeRO, Mon 7 Mar, is more than a term allows.`"""
    rules = course.presenting.rules
    week, term = (number_word(most or 1) for most in (rules.at_most_per_week, rules.at_most_per_term))
    limits = {
        Bar.SAME_PAPER: "a second seat for the same",
        Bar.SAME_ROLE: "the same role again",
        Bar.WEEK: f"{week} a week is the most",
        Bar.TERM: f"{term} a term is the most",
    }
    over = [line(Bold(one.who), f": {seat_text(one.seat)} ({limits[one.bar]})") for one in said.over]
    return [paragraph("With that somebody is over a limit:"), bullets(*over)] if over else []


def _who_marked(said: Marked) -> Line:
    return line(f"{said.by} has marked this seat already: " if said.by else "This seat is marked already: ")


def _what(said: Marked) -> Line:
    """`Ada Okafor presented, as Critic for ‘ZeRO’, Mon 7 Mar`."""
    verb = {"presented": " presented", "no_show": " was not there", "stood_in": " stood in"}.get(said.outcome, "")
    return line(Bold(said.who), f"{verb}, as {seat_text(said.seat)}")


def _more(course: Course, seat: Seat) -> list[Button]:
    return [Button("All seats of the class", Action(MARKS, course.id, (seat.key.session, "0")))]


# --- somebody stood in ----------------------------------------------------------------------------------------------


async def stood_in(request: Request, run: Run) -> Answer:
    """Ask who."""
    course = only_course(request)
    key = decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    seat = seating.find(course, key)
    if not may_have_begun(course, seat.session, request.now):
        raise Refused(marking.EARLY)
    known: Roll = await run.read(rolls.roll, course)
    others = known.of(CourseRole.AUDITOR, CourseRole.TA, CourseRole.INSTRUCTOR)
    return Form(
        action=Action(STOOD_IN, course.id, encoded(key)),
        title="Who stood in?",
        intro=line(f"{seat_text(seat)}. It counts for whoever did it, in this role."),
        inputs=(person_field.field((*known.of(CourseRole.STUDENT), *others), "Who presented?"),),
        submit="Write it down",
    )


async def stood_in_submitted(request: Request, run: Run) -> FormAnswer:
    """Write it down, or say at the input who may be meant."""
    course = only_course(request)
    key = decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    named = await person_field.meant(request, run, course, request.values)
    if named.one is None:
        return Invalid({person_field.ID: person_field.unclear(named) or "Say who presented: somebody of the course."})
    try:
        said = await run(marking.stood_in, course, key, named.one.person, now=request.now, by=request.someone.person)
    except Refused as refusal:
        return Invalid({person_field.ID: str(refusal)})
    return Saved(_answer(course, said))


# --- the page -------------------------------------------------------------------------------------------------------


async def marks(request: Request, run: Run) -> Answer:
    """The seats of a class with what was said of them; without words of the one that began last."""
    course = staff_course(request, MARKS, request.arguments)
    if isinstance(course, Reply):
        return course
    if not seats(course):
        return no_seats(course)
    session = _meant(course, request)
    if isinstance(session, Reply):
        return session
    found: tuple[Shown, ...] = await run.read(class_start.of_session, course, session.id)
    last = request.arguments[-1] if len(request.arguments) == 2 else "0"
    start = int(last) if last.isascii() and last.isdecimal() and len(last) < 5 else 0
    if not may_have_begun(course, session, request.now):
        return Reply((*_ahead(course, session, found), *_turns(course, session)))
    pages = [
        Button(label, Action(MARKS, course.id, (session.id, str(at))))
        for label, at in (("Previous seats", start - SHOWN), ("More seats", start + SHOWN))
        if 0 <= at < len(found) and (start or at)
    ]
    settled = class_start.is_settled(course, session, request.now)
    body = words(course, session, found, start=start, settled=settled)
    return Reply((*body, *([Buttons(tuple(pages))] if pages and start else []), *_turns(course, session)))


def _ahead(course: Course, session: Session, found: tuple[Shown, ...]) -> list[Block]:
    """Before class nothing can be said of it."""
    begins = begins_from(course, session)
    when: Line = line("It has no date yet") if begins is None else line("Class begins ", instant(course, begins))
    return [
        paragraph(Bold(session.name)),
        *(paragraph(*state(one)) for one in found),
        small(*when, "; who presented can be said from then on."),
    ]


def _meant(course: Course, request: Request) -> Session | Reply:
    listed = classes(course)
    typed = clean(request.words)
    if request.arguments and any(one.id == request.arguments[0] for one in listed):
        return next(one for one in listed if one.id == request.arguments[0])
    if not typed:
        begun = [one for one in listed if may_have_begun(course, one, request.now)]
        return begun[-1] if begun else listed[0]
    meant = seats_meant(course, typed)
    found = list({seat.session.id: seat.session for seat in meant.seats}.values())
    if len(found) == 1 and meant.fits:
        return found[0]
    lead = (
        "Which class do you mean?" if found else f"No class with seats fits “{short(typed)}”. Type words of its title."
    )
    shown = (found or listed)[:MENU]
    choices = tuple(Button(short(one.name), Action(MARKS, course.id, (one.id, "0"))) for one in shown)
    return Reply((paragraph(lead), Buttons(choices)))


def _turns(course: Course, session: Session) -> list[Block]:
    """The class before it and the one after it."""
    listed = classes(course)
    at = listed.index(session)
    beside = (("Previous class", at - 1), ("Next class", at + 1))
    buttons = [
        Button(label, Action(MARKS, course.id, (listed[other].id, "0")))
        for label, other in beside
        if 0 <= other < len(listed)
    ]
    return [Buttons(tuple(buttons))] if buttons else []


# --- what people are told -------------------------------------------------------------------------------------------


def told_no_show(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To whoever was not there; nobody else in the class reads it."""
    return _told(facts, "Staff marked you as not there for ", ". If that is wrong, tell them: they can change it.")


def told_no_show_undone(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """It does not count against them any more."""
    return _told(facts, "Staff changed what they had written down: you count again for ", ".")


def told_stood_in(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To whoever stepped in."""
    return _told(facts, "Thank you for standing in. Staff wrote you down as ", ", and it counts for you.")


def told_replaced(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To whose seat it was."""
    return _told(
        facts,
        "Staff wrote down that somebody stood in for you as ",
        ", so that seat does not count for you. If that is wrong, tell them: they can change it.",
    )


def _told(facts: Facts, before: str, after: str) -> Reply:
    seat = seat_of(facts)
    if seat is None:
        return NOTHING
    return Reply((paragraph(before, *seat_line(facts.course, seat), after),), private=False)


ROWS: tuple[Row, ...] = (
    Row(
        name="marks",
        verb=MARKS,
        summary="Say who presented in a class, and who did not",
        function=marks,
        subcommand=False,
        audience=Audience.TA,
        parameters=(Parameter(name="class", summary="Words of its title, or a day; else the last one", rest=True),),
    ),
    behind_a_button("presented", PRESENTED, "Somebody presented", presented, cost=Cost.FREE),
    behind_a_button("no-show", NO_SHOW, "Somebody was not there", no_show, cost=Cost.FREE),
    Row(
        name="stood-in",
        verb=STOOD_IN,
        summary="Somebody stood in",
        function=stood_in,
        submit=stood_in_submitted,
        audience=Audience.TA,
        cost=Cost.FREE,
        listed=False,
    ),
    behind_a_button("unmark", UNMARK, "Take back what was marked", take_back, cost=Cost.FREE),
)
