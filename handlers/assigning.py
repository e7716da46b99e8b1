"""`/course assign` and `/course unassign`: staff give somebody a seat, or take it from them.

What is unambiguous is done at once, said back whole, and can be undone; what is not is asked with buttons. Where it was
typed does not matter: the answer is private.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import ChoiceInput, Form, FormAnswer, Input, Invalid, Saved, TextInput
from bot.conversation.reply import Action, Reply, line
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.course.seat_search import SeatsMeant
from bot.course.signups import Seat, SeatKey, Signups, seats
from bot.errors import Refused
from bot.services import assigning, rolls, seating
from bot.services.assigning import Considered, Order, Wish
from bot.services.rolls import Roll
from handlers import granting, person_field
from handlers.assigning_lines import (
    ANYWAY,
    ASSIGN,
    ASSIGN_IT,
    EXACT,
    FIND,
    LABEL,
    REPLACE,
    UNASSIGN,
    begun,
    given,
    near,
    nobody_has_it,
    taken,
)
from handlers.assigning_questions import unclear
from handlers.command_line import is_id, readable
from handlers.seat_words import decoded, seat_text
from handlers.settling import OLD_BUTTON
from handlers.signups_staff import no_seats
from handlers.staff_course import behind_a_button, only_course, staff_course

REASON_LIMIT = 300
NOBODY = "I cannot tell who that is. Type the whole name or the e-mail address."
SEAT_HINT = "For example “critic 7 mar”, “backup week 5”, or a role and words of a title."


# --- giving ---------------------------------------------------------------------------------------------------------


async def assign(request: Request, run: Run) -> Answer:
    """Give somebody a seat, at once where nothing is ambiguous."""
    course = staff_course(request, ASSIGN, request.arguments)
    if isinstance(course, Reply):
        return course
    if not seats(course):
        return no_seats(course)
    if not request.arguments:
        return await _form(request, run, course)
    return await _asked(request, run, course, request.arguments)


async def _asked(request: Request, run: Run, course: Course, words: tuple[str, ...]) -> Reply:
    typed = granting.read_excuse(words)
    reason = readable(typed.reason)[:REASON_LIMIT]
    order: Order = await run.read(
        assigning.read, course, typed.who_and_what, person_field.place(request), now=request.now
    )
    who, seat = order.named.one, order.meant.one
    if who is None or seat is None:
        known: Signups = await run.read(seating.signups, course)
        return unclear(course, order, reason=reason, known=known, taking=False)
    return await _give(request, run, course, Wish(key=seat.key, person=who.person, reason=reason))


async def _give(request: Request, run: Run, course: Course, wish: Wish) -> Reply:
    over = begun(course, wish.key, request.now)
    if over is not None:
        return over
    found = await run(assigning.give, course, wish, now=request.now, by=request.someone.person)
    return given(course, found)


async def assign_it(request: Request, run: Run) -> Answer:
    """What a button says: do it, or ask why a rule may be broken."""
    course = only_course(request)
    wish, reason = _pressed(request)
    return _why(course, request, reason) if wish.anyway else await _give(request, run, course, wish)


def _pressed(request: Request) -> tuple[Wish, str]:
    """Raises Refused for a button that was not made by this version."""
    person, *rest = request.arguments or ("",)
    key = decoded(tuple(rest))
    how, reason = (*rest[4:], "", "")[:2]
    _, replaces, holder = how.partition(REPLACE)
    if key is None or not is_id(person) or (replaces and not is_id(holder)):
        raise Refused(OLD_BUTTON)
    replacing = int(holder) if replaces else None
    anyway = how.startswith(ANYWAY)
    wish = Wish(key=key, person=int(person), reason="" if anyway else reason, anyway=anyway, replacing=replacing)
    return wish, reason


def _why(course: Course, request: Request, reason: str) -> Form:
    return Form(
        action=Action(ASSIGN_IT, course.id, request.arguments[:6]),
        title="Assign anyway",
        intro=line("A rule of the course is broken by it. Why it may be is for staff only."),
        inputs=(TextInput(id="why", label="Why?", value=reason, limit=REASON_LIMIT),),
        submit="Assign",
    )


async def assign_anyway(request: Request, run: Run) -> FormAnswer:
    """With the reason, which it has to have."""
    course = only_course(request)
    wish, _ = _pressed(request)
    reason = " ".join(request.values.get("why", "").split())[:REASON_LIMIT]
    if not reason:
        return Invalid({"why": "Say why in a few words: it is noted beside the seat."})
    because = Wish(key=wish.key, person=wish.person, reason=reason, anyway=True, replacing=wish.replacing)
    try:
        return Saved(await _give(request, run, course, because))
    except Refused as refusal:
        return Invalid({"why": str(refusal)})


# --- the form -------------------------------------------------------------------------------------------------------


async def _form(request: Request, run: Run, course: Course) -> Form:
    """The same without any grammar."""
    roll: Roll = await run.read(rolls.roll, course)
    who = person_field.field(roll.of(CourseRole.STUDENT), "Who?")
    free: tuple[Seat, ...] = await run.read(assigning.offered, course, now=request.now)
    seat: Input = TextInput(id="seat", label="Which seat?", hint=SEAT_HINT, limit=200)
    if 0 < len(free) <= person_field.OPTIONS_LIMIT:
        seat = ChoiceInput(
            id="seat", label="Which seat?", options=tuple((_option(one.key), _text(one)) for one in free)
        )
    why = TextInput(id="why", label="Why (for other staff, optional)", limit=REASON_LIMIT)
    action = Action(ASSIGN, course.id, ())
    return Form(action=action, title="Give somebody a seat", inputs=(who, seat, why), submit="Assign")


def _text(seat: Seat) -> str:
    return seat_text(seat, LABEL - 35)


def _option(key: SeatKey) -> str:
    return "#" + " ".join((key.session, key.paper or "-", key.role, str(key.number)))


def _key_of(option: str) -> SeatKey | None:
    names = option.removeprefix("#").split()
    if not option.startswith("#") or len(names) != 4:
        return None
    session, paper, role, number = names
    return decoded((session, "" if paper == "-" else paper, role, number))


async def assign_submitted(request: Request, run: Run) -> FormAnswer:
    """Do it, or say at the input what would be right."""
    course, values = only_course(request), {name: value.strip() for name, value in request.values.items()}
    named = await person_field.meant(request, run, course, values)
    key = _key_of(values.get("seat", "")) or await _key(request, run, course, values.get("seat", ""))
    errors: dict[str, str] = {}
    if named.one is None:
        errors[person_field.ID] = person_field.unclear(named) or NOBODY
    if key is None:
        errors["seat"] = f"I cannot tell which seat that is. {SEAT_HINT}"
    if named.one is None or key is None:
        return Invalid(errors)
    reason = " ".join(values.get("why", "").split())[:REASON_LIMIT]
    try:
        return Saved(await _give(request, run, course, Wish(key=key, person=named.one.person, reason=reason)))
    except Refused as refusal:
        return Invalid({"seat": str(refusal)})


async def _key(request: Request, run: Run, course: Course, words: str) -> SeatKey | None:
    found: SeatsMeant = await run.read(assigning.meant, course, words, now=request.now)
    return found.one.key if words and found.one is not None else None


# --- taking ---------------------------------------------------------------------------------------------------------


async def unassign(request: Request, run: Run) -> Answer:
    """Take a seat from somebody: at once, unless class is near."""
    course = staff_course(request, UNASSIGN, request.arguments)
    if isinstance(course, Reply):
        return course
    if not seats(course):
        return no_seats(course)
    if request.arguments[:1] == (EXACT,):
        return await _exactly(request, run, course)
    order: Order = await run.read(
        assigning.read_held, course, request.arguments, person_field.place(request), now=request.now
    )
    known: Signups = await run.read(seating.signups, course)
    seat = order.meant.one
    holder = known.held.get(seat.key) if seat is not None and (order.named.sure or order.alone) else None
    if seat is None or holder is None:
        return unclear(course, order, reason="", known=known, taking=True)
    return await _take(request, run, course, seat.key, holder.person)


async def _exactly(request: Request, run: Run, course: Course) -> Reply:
    _, person, *rest = (*request.arguments, "", "")
    key, how = decoded(tuple(rest)), (*rest[4:], "")[0]
    if key is None or not is_id(person):
        raise Refused(OLD_BUTTON)
    return await _take(request, run, course, key, int(person), how=how)


async def _take(request: Request, run: Run, course: Course, key: SeatKey, person: int, *, how: str = "") -> Reply:
    over = begun(course, key, request.now)
    if over is not None:
        return over
    if not how:
        found: Considered = await run.read(assigning.consider, course, key, now=request.now)
        if found.holder is None:
            return nobody_has_it(course, found.seat)
        if found.late and found.holder == person:
            return near(course, found)
    by = request.someone.person
    return taken(course, await run(assigning.take, course, key, person, now=request.now, by=by, find=how == FIND))


WHO = Parameter(name="who", summary="@name, a name or an e-mail address")

ROWS: tuple[Row, ...] = (
    Row(
        name="assign",
        verb=ASSIGN,
        summary="Give somebody a seat: @ada critic 7 mar",
        function=assign,
        submit=assign_submitted,
        subcommand=False,
        audience=Audience.TA,
        cost=Cost.FREE,
        parameters=(WHO, Parameter(name="seat", summary="a role, and a date or words of a title", rest=True)),
    ),
    Row(
        name="unassign",
        verb=UNASSIGN,
        summary="Take a seat from somebody: @ada critic 7 mar",
        function=unassign,
        subcommand=False,
        audience=Audience.TA,
        cost=Cost.FREE,
        parameters=(WHO, Parameter(name="seat", summary="which, where they have several", rest=True)),
    ),
    replace(
        behind_a_button("assign-it", ASSIGN_IT, "Give somebody just that seat", assign_it, cost=Cost.FREE),
        submit=assign_anyway,
    ),
)
