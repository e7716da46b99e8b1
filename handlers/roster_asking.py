"""Who somebody is who stands in the channel and not on the class list: the form that asks them, and what staff press.

The person never learns whether the list has what they say. Pressing twice, or after a colleague, says what is the case.
"""

from __future__ import annotations

from bot.conversation.commands import Answer, Audience, Row, Run
from bot.conversation.form import Form, FormAnswer, Invalid, Saved, TextInput
from bot.conversation.reply import Action, Bold, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.model import Course
from bot.errors import Refused
from bot.services import roster_asking
from bot.services.roster_asking import Answered, Settled
from bot.store.roster_questions import RosterQuestion
from handlers.command_line import is_id
from handlers.roster_asking_lines import ASK_VERB, NO_VERB, YES_VERB
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course

LIMIT = 200


async def ask(request: Request, run: Run) -> Answer:
    """The form, or what was said already."""
    course, person = _mine(request)
    question: RosterQuestion = await run.read(roster_asking.question_to, course, person)
    if question.answered_at is not None or question.settled_at is not None:
        return _said(course, question)
    return Form(
        action=Action(ASK_VERB, course.id),
        title="Who are you?",
        intro=line(f"Only the staff of {course.title} read it."),
        inputs=(
            TextInput(
                id="who",
                label="Your student id or university e-mail",
                hint="As your university has it, for example 30012345 or sam@example.edu.",
                limit=LIMIT,
            ),
        ),
        submit="Tell the staff",
    )


async def answered(request: Request, run: Run) -> FormAnswer:
    """Keep it, and tell staff once."""
    course, person = _mine(request)
    words = " ".join(request.values.get("who", "").split())
    if not words:
        return Invalid({"who": "Please type your student id, or the e-mail address that your university has."})
    if len(words) > LIMIT:
        return Invalid({"who": "That is too long: just your student id, or your e-mail address."})
    taken: Answered = await run(roster_asking.answer, course, person, words, now=request.now)
    if not taken.fresh:
        return Saved(_said(course, taken.question))
    if not taken.told:
        return Saved(
            Reply((paragraph("Thanks, I have kept it. Please tell your staff too: I cannot reach them here."),))
        )
    return Saved(Reply((paragraph("Thanks, staff will confirm it."),)))


def _mine(request: Request) -> tuple[Course, int]:
    person = request.someone.person
    if person is None or len(request.courses) != 1:
        raise Refused(OLD_BUTTON)
    return request.courses[0], person


def _said(course: Course, question: RosterQuestion) -> Reply:
    if question.outcome == "linked":
        return Reply((paragraph(f"That is settled: you are on the class list of {course.title}."),))
    if question.outcome == "declined":
        return Reply((paragraph("Thanks, that is settled: there is nothing for you to do."),))
    wrong = "If that is wrong, please tell your staff yourself."
    return Reply((paragraph("You told me already: ", Bold(question.answer), f". Staff will confirm it. {wrong}"),))


# --- what staff press -----------------------------------------------------------------------------------------------


async def confirm(request: Request, run: Run) -> Answer:
    """It is this line."""
    course = only_course(request)
    person, entry = _ids(request, 2)
    settled: Settled = await run(
        roster_asking.confirm, course, person, entry, now=request.now, by=request.someone.person
    )
    if not settled.changed:
        return _settled_before(settled)
    who = (
        f"{settled.was} is {settled.name} on the class list now"
        if settled.was != settled.name
        else (f"{settled.name} is on the class list now")
    )
    return Reply((paragraph(Bold(f"Done: {who}."), " Everything that they wrote stays theirs. I tell them."),))


async def decline(request: Request, run: Run) -> Answer:
    """They stay as they are."""
    course = only_course(request)
    (person,) = _ids(request, 1)
    settled: Settled = await run(roster_asking.decline, course, person, now=request.now, by=request.someone.person)
    if not settled.changed:
        return _settled_before(settled)
    return Reply((paragraph(f"Noted: {settled.name} stays as they are, and I do not ask them again."),))


def _settled_before(settled: Settled) -> Reply:
    by = f" by {settled.by}" if settled.by else ""
    if settled.outcome == "linked":
        return Reply((paragraph(f"That is settled already{by}: {settled.name} is on the class list."),))
    return Reply((paragraph(f"That is settled already{by}: {settled.name} stays as they are."),))


def _ids(request: Request, number: int) -> list[int]:
    """Raises Refused for a button that was not made by this version."""
    words = request.arguments[:number]
    if len(words) != number or not all(is_id(word) for word in words):
        raise Refused(OLD_BUTTON)
    return [int(word) for word in words]


ROWS: tuple[Row, ...] = (
    Row(
        name="who-am-i",
        verb=ASK_VERB,
        summary="Tell the staff who you are on the class list",
        function=ask,
        submit=answered,
        audience=Audience.STUDENT,
        listed=False,
    ),
)

STAFF_ROWS: tuple[Row, ...] = (
    behind_a_button("link-line", YES_VERB, "Say which line of the class list somebody is", confirm),
    behind_a_button("no-line", NO_VERB, "Let somebody stay as they are, on no line", decline),
)
