"""`/course student @ada`: one page about one person, for staff who are to decide something or write to them.

It is for staff alone and in private; what stands on it is put into words in `student_lines`.
"""

from __future__ import annotations

from bot.conversation.commands import Answer, Audience, Parameter, Row, Run
from bot.conversation.form import Form, FormAnswer, Invalid, Saved
from bot.conversation.reply import Action, Block, Button, Buttons, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.services import naming, rolls, student_page
from bot.services.naming import Named
from bot.services.rolls import Roll
from bot.services.student_page import StudentPage
from handlers import person_field, student_lines
from handlers.command_line import clean, is_id, readable, without_of
from handlers.extension_buttons import EXCUSE, EXTEND, FOR
from handlers.papers import short
from handlers.review_places import REVIEWS
from handlers.staff_course import only_course, staff_course
from handlers.student_lines import PAGE

STUDENT, AUDIT = "student", "audit"
"""Arguments of `student`: `#` and a person's id, and the number of the first session of a page."""


async def show(request: Request, run: Run) -> Answer:
    """The page, or the question whose."""
    course = staff_course(request, STUDENT, request.arguments)
    if isinstance(course, Reply):
        return course
    if not request.arguments:
        known: Roll = await run.read(rolls.roll, course)
        who = person_field.field(known.of(CourseRole.STUDENT), "Who?")
        return Form(action=Action(STUDENT, course.id), title="A student’s page", inputs=(who,), submit="Show")
    mark, start = (*request.arguments, "")[:2]
    if request.inbound.action is not None and mark[:1] == "#" and is_id(mark[1:]):
        first = int(start) if is_id(start) and len(start) < 6 else None
        return await _page(request, run, course, int(mark[1:]), first)
    words = without_of(clean(request.words))
    named: Named = await run.read(naming.person, course, words, person_field.place(request))
    return (
        await _page(request, run, course, named.one.person) if named.one is not None else _which(course, words, named)
    )


async def chosen(request: Request, run: Run) -> FormAnswer:
    """Of whom they chose in the form."""
    course = only_course(request)
    named = await person_field.meant(request, run, course, request.values)
    if named.one is None:
        return Invalid({person_field.ID: person_field.unclear(named) or "Type a name or an e-mail address."})
    return Saved(await _page(request, run, course, named.one.person))


async def _page(request: Request, run: Run, course: Course, person: int, start: int | None = None) -> Reply:
    page: StudentPage = await run.read(student_page.look, course, person, now=request.now)
    number = len(student_lines.sessions(page, request.now))
    first = max(number - PAGE, 0) if start is None else start
    blocks: list[Block] = [
        *student_lines.who(course, page),
        *student_lines.reviews(course, page, first, request.now),
        *_turns(course, person, first, number),
        *student_lines.rest(course, page),
    ]
    return Reply((*blocks, _buttons(course, page)))


def _turns(course: Course, person: int, first: int, number: int) -> list[Block]:
    turns = (
        ("Earlier sessions", max(first - PAGE, 0), first > 0),
        ("Later sessions", first + PAGE, first + PAGE < number),
    )
    buttons = [
        Button(label, Action(STUDENT, course.id, (f"#{person}", str(at)))) for label, at, is_there in turns if is_there
    ]
    return (
        [small(f"{first + 1} to {min(first + PAGE, number)} of {number}"), Buttons(tuple(buttons))] if buttons else []
    )


def _buttons(course: Course, page: StudentPage) -> Buttons:
    """What can be done about them."""
    person = str(page.person.id)
    buttons: list[Button] = []
    if page.member.role is CourseRole.STUDENT:
        buttons.append(Button("Read their reviews", Action(REVIEWS, course.id, ("=p", person))))
        if page.member.active:
            buttons.append(Button("Extend …", Action(EXTEND, course.id, (FOR, person))))
            buttons.append(Button("Excuse …", Action(EXCUSE, course.id, (FOR, person))))
    buttons.append(Button("What changed", Action(AUDIT, course.id, (f"#{person}", "0"))))
    return Buttons(tuple(buttons))


def _which(course: Course, words: str, named: Named) -> Reply:
    typed = short(readable(words))
    if not named.candidates:
        roster = f"/{course.command_prefix}course roster shows who is in the course."
        advice = f"Type @ and pick the person, a name or an e-mail address. {roster}"
        return Reply((paragraph(f"I find nobody for “{typed}”. {advice}"),))
    buttons = tuple(
        Button(f"{one.name} ({one.mark})" if one.mark else one.name, Action(STUDENT, course.id, (f"#{one.person}",)))
        for one in named.candidates
    )
    return Reply((paragraph(f"Whom do you mean by “{typed}”?"), Buttons(buttons)))


ROWS: tuple[Row, ...] = (
    Row(
        name="student",
        verb=STUDENT,
        summary="One page about one student: reviews, marks, seats, extensions",
        function=show,
        submit=chosen,
        audience=Audience.TA,
        parameters=(Parameter(name="who", summary="@name, a name, an e-mail address or a student id", rest=True),),
    ),
)
