"""`/course extend`, `/course excuse` and `/course extensions`: staff give somebody more time, or let them off.

What is unambiguous is done at once, said back whole, and can be undone; what is not is asked with buttons. Where it was
typed does not matter: the answer is private.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import ChoiceInput, Form, FormAnswer, Input, Invalid, Saved, TextInput
from bot.conversation.reply import Action, Reply, line
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import Owed
from bot.errors import Refused
from bot.services import extending, naming, rolls
from bot.services.doubts import Doubt
from bot.services.naming import Work
from bot.services.rolls import Roll
from bot.services.wishes import Kind, Wish
from handlers import granting, person_field
from handlers.command_line import is_id, readable
from handlers.extension_buttons import ALL, EXACT, EXCUSE, EXTEND, FOR, SURE, decoded, encoded
from handlers.extension_doubts import NO_TIME, Order, doubted, excused_until, unclear
from handlers.extension_lines import UNDO, granted, undone
from handlers.extension_times import work_words
from handlers.granting import When
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course
from handlers.when import doubt

REASON_LIMIT = 300
OPTIONS_LIMIT = 24
UNTIL_HINT = "For example “wed 17:00”, “3 feb 9:00”, or “+2d”, which is added to the time they have."


# --- typed ----------------------------------------------------------------------------------------------------------


async def extend(request: Request, run: Run) -> Answer:
    """More time, at once where nothing is ambiguous."""
    return await _asked(request, run, "extension")


async def excuse(request: Request, run: Run) -> Answer:
    """Nothing owed, at once where nothing is ambiguous."""
    return await _asked(request, run, "excuse")


async def _asked(request: Request, run: Run, kind: Kind) -> Answer:
    course = staff_course(request, EXCUSE if kind == "excuse" else EXTEND, request.arguments)
    if isinstance(course, Reply):
        return course
    if not request.arguments or request.arguments[0] == FOR:
        return await _form(request, run, course, kind)
    if request.arguments[0] in (EXACT, SURE):
        return await _do(request, run, course, _pressed(request, course, kind))
    ended = granting.marked_time(request.arguments, course, request.now) if kind == "excuse" else None
    if kind == "excuse":
        typed = ended or granting.read_excuse(request.arguments)
    else:
        typed = granting.read(request.arguments, course, request.now)
    sentence = await run.read(
        naming.read, course, typed.who_and_what, person_field.place(request), with_rest=kind == "excuse"
    )
    reason = readable(" ".join(filter(None, (granting.reason_of(sentence.rest), typed.reason))))
    order = Order(
        kind=kind,
        sentence=sentence,
        when=typed.when if kind == "extension" else None,
        time_words=typed.time_words,
        no_day=typed.no_day,
        doubt=doubt(typed.time_words, course, request.now),
        reason=reason,
    )
    wish = _wish(order)
    if ended is not None:
        clear = wish if ended.when is not None else None
        return excused_until(course, clear, ended.when or When(), " ".join(request.arguments))
    return await _do(request, run, course, wish) if wish is not None else unclear(course, order)


def _wish(order: Order) -> Wish | None:
    """What is to be granted; None while something of it is not clear."""
    who, work = order.sentence.named.one, order.sentence.meant.one
    if who is None or work is None or (order.kind == "extension" and order.when is None):
        return None
    when = order.when or When()
    return Wish(
        person=who.person,
        work=work,
        kind=order.kind,
        until=when.until,
        span=when.by,
        reason=order.reason[:REASON_LIMIT],
    )


def _pressed(request: Request, course: Course, kind: Kind) -> Wish:
    """What a button of this module carries. Raises Refused for one that was not made by this version."""
    mark, person, item, time, reason = (*request.arguments, "", "", "", "")[:5]
    work, when = decoded(course, item), When.decode(time)
    if not is_id(person) or work is None:
        raise Refused(OLD_BUTTON)
    if kind == "extension" and when is None:
        raise Refused(OLD_BUTTON)
    when = when or When()
    wish = Wish(person=int(person), work=work, kind=kind, until=when.until, span=when.by, reason=reason)
    return replace(wish, sure=mark == SURE)


async def _do(request: Request, run: Run, course: Course, wish: Wish) -> Reply:
    found = await run(extending.consider, course, wish, now=request.now, by=request.someone.person)
    return doubted(course, found) if isinstance(found, Doubt) else granted(course, found, request.now)


# --- the form -------------------------------------------------------------------------------------------------------


async def _form(request: Request, run: Run, course: Course, kind: Kind) -> Form:
    """The same without any grammar."""
    known: Roll = await run.read(rolls.roll, course)
    chosen = request.arguments[1] if len(request.arguments) > 1 else ""
    students = known.of(CourseRole.STUDENT)
    names = [one.name for one in students if str(one.person) == chosen]
    who = person_field.field(students, "Who?", chosen=chosen)
    inputs: tuple[Input, ...] = (who, *_what_inputs(request, course, kind))
    if kind == "extension":
        inputs += (TextInput(id="until", label="Until when?", hint=UNTIL_HINT, limit=60),)
    return Form(
        action=Action(EXCUSE if kind == "excuse" else EXTEND, course.id, ()),
        title="Excuse somebody" if kind == "excuse" else "Give somebody more time",
        intro=line(f"For {names[0]}.") if names else (),
        inputs=(*inputs, TextInput(id="why", label="Why (for other staff, optional)", limit=REASON_LIMIT)),
        submit="Excuse" if kind == "excuse" else "Extend",
    )


def _what_inputs(request: Request, course: Course, kind: Kind) -> tuple[Input, ...]:
    """A menu of what is nearest to now; where nothing is due there is a line for words."""
    dated = [(one, one.review.due.until) for one in reviews.owed(course) if one.review.due is not None]
    near = sorted(dated, key=lambda pair: abs(pair[1] - request.now))[:OPTIONS_LIMIT]
    works = list(dict.fromkeys(_offered(one) for one, _ in sorted(near, key=lambda pair: pair[1])))
    if not works:
        return (TextInput(id="what", label="What?", hint="Words of a title, week 3, or everything.", limit=200),)
    options = [(encoded(one), work_words(course, one)) for one in works]
    options += [(ALL, "Everything (only +2d and the like)")] if kind == "extension" else []
    following = next((one for one, due in near if due > request.now), None)
    value = encoded(_offered(following)) if following is not None else options[0][0]
    return (ChoiceInput(id="what", label="What?", options=tuple(options), value=value),)


def _offered(one: Owed) -> Work:
    """Where there is a choice it is the class: none of its papers has to be that one."""
    return Work(one.session.id, "" if one.review.choose is not None else one.paper)


async def extend_submitted(request: Request, run: Run) -> FormAnswer:
    """Do it, or say at the input what would be right."""
    return await _submitted(request, run, "extension")


async def excuse_submitted(request: Request, run: Run) -> FormAnswer:
    """Do it, or say at the input what would be right."""
    return await _submitted(request, run, "excuse")


async def _submitted(request: Request, run: Run, kind: Kind) -> FormAnswer:
    course, values = only_course(request), {name: value.strip() for name, value in request.values.items()}
    named = await person_field.meant(request, run, course, values)
    work = decoded(course, values.get("what", "")) or naming.work(course, values.get("what", "")).one
    typed = granting.read_time(values.get("until", "").split(), course, request.now)
    when = typed.when if kind == "extension" else When()
    errors: dict[str, str] = {}
    if named.one is None:
        errors[person_field.ID] = person_field.unclear(named) or "Say who it is for."
    if work is None:
        errors["what"] = "Say what it is for: words of a paper’s title, week 3, or everything."
    if when is None:
        said = f"There is no {typed.no_day}. Type another day." if typed.no_day else ""
        errors["until"] = said or doubt(values.get("until", ""), course, request.now) or NO_TIME
    if named.one is None or work is None or when is None:
        return Invalid(errors)
    reason = values.get("why", "")[:REASON_LIMIT]
    wish = Wish(person=named.one.person, work=work, kind=kind, until=when.until, span=when.by, reason=reason)
    try:
        return Saved(await _do(request, run, course, wish))
    except Refused as refusal:
        return Invalid({"until" if kind == "extension" else "what": str(refusal)})


# --- taking back ----------------------------------------------------------------------------------------------------


async def undo(request: Request, run: Run) -> Answer:
    """Take one back."""
    course, numbers = only_course(request), request.arguments or ("",)
    if not all(map(is_id, numbers)):
        raise Refused(OLD_BUTTON)
    first, *apart = [int(one) for one in numbers]
    found = await run(extending.undo, course, first, apart=apart, now=request.now, by=request.someone.person)
    return undone(course, found, request.now)


WORDS = (
    Parameter(name="who", summary="@name, a name or an e-mail address"),
    Parameter(name="what", summary="words of a paper or a class, week 3, or everything", rest=True),
)

ROWS: tuple[Row, ...] = (
    Row(
        name="extend",
        verb=EXTEND,
        summary="More time for one person: @ada ZeRO until wed 17:00, or +2d",
        function=extend,
        submit=extend_submitted,
        audience=Audience.TA,
        cost=Cost.FREE,
        parameters=WORDS,
    ),
    Row(
        name="excuse",
        verb=EXCUSE,
        summary="Let one person off a paper or a class: @ada ZeRO",
        function=excuse,
        submit=excuse_submitted,
        audience=Audience.TA,
        cost=Cost.FREE,
        parameters=WORDS,
    ),
    behind_a_button("undo-grant", UNDO, "Take more time or an excuse back", undo, cost=Cost.FREE),
)
