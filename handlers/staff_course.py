"""What all staff commands share: which course one is about (the channel's, the button's, or the one that staff choose),
and the rows that are reached by their buttons alone.

It knows roles only as the request carries them; who may use a command is decided before it is reached.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.commands import Audience, Cost, Handler, Row
from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course
from bot.errors import Refused
from handlers.command_line import TOKEN

SHOWN = 20


def staff_course(request: Request, verb: str, words: Sequence[str] = ()) -> Course | Reply:
    """The course, or the question which one, whose buttons say `verb` again, with the words that were typed as far as
    a button can carry them. Raises Refused for staff of none.
    """
    found = [course for course in request.courses if request.is_staff(course.id)]
    if not found:
        raise Refused("That is for the staff of a course.")
    if len(found) == 1:
        return found[0]
    typed = tuple(
        TOKEN.sub(r"<@\1>", word) for word in words if word
    )  # the account is enough, and a `|` is none of a button's
    again = [(Action(verb, course.id, typed), Action(verb, course.id)) for course in found[:SHOWN]]
    buttons = tuple(
        Button(course.title, whole if whole.fits else bare) for course, (whole, bare) in zip(found, again, strict=False)
    )
    return Reply((paragraph("You are staff of several courses. Which one do you mean?"), Buttons(buttons)))


def only_course(request: Request) -> Course:
    """The one course that a button or a form names."""
    found = [course for course in request.courses if request.is_staff(course.id)]
    if len(found) != 1:
        raise Refused("I cannot tell which course that is about. Please ask again.")
    return found[0]


def behind_a_button(name: str, verb: str, summary: str, function: Handler, *, cost: Cost = Cost.LIGHT) -> Row:
    """A row for staff that nobody types."""
    return Row(name=name, verb=verb, summary=summary, function=function, audience=Audience.TA, cost=cost, listed=False)
