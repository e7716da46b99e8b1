"""Staff ask those who have not said yet what they would like to present: one direct message to each, at a press.

Who is asked is settled in `preferring`; staff read how many they were, never who.
"""

from __future__ import annotations

from bot.conversation.commands import Answer, Cost, Row, Run
from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.conversation.request import Request
from bot.course.notice import Facts, Notice
from bot.course.wording import counted
from bot.services import preferring
from handlers.signup_lines import PREFER
from handlers.staff_course import behind_a_button, only_course

ASK = "askpref"


def ask_button(course: str, silent: int) -> Button:
    """`Ask the other 12`."""
    return Button(f"Ask the other {silent}" if silent > 1 else "Ask the other one", Action(ASK, course))


async def ask(request: Request, run: Run) -> Answer:
    """Ask them, once a day."""
    course = only_course(request)
    asked: int = await run(preferring.ask_others, course, now=request.now, by=request.someone.person)
    if not asked:
        return Reply((paragraph("There is nobody to ask: all have said theirs, or were asked today."),))
    return Reply((paragraph(f"I have asked {counted(asked, 'student')} by direct message."),))


def asked(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To who has not said anything."""
    course = facts.course
    lead = f"Seats to present in {course.title} are given by preference, and I don’t know yours yet. "
    until = "You can tell me until staff give them out. If anything is fine with you, you need do nothing."
    button = Button("Tell my preferences", Action(PREFER, course.id), "primary")
    return Reply((paragraph(lead, until), Buttons((button,))), private=False)


ROWS: tuple[Row, ...] = (
    behind_a_button("ask-preferences", ASK, "Ask those who have not said what they prefer", ask, cost=Cost.HEAVY),
)
