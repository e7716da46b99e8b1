"""Staff ask somebody who cannot make something, and the answer comes back to them.

The question goes to that person alone, the answer to the staff channel alone.
"""

from __future__ import annotations

import hashlib

from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.form import Form, FormAnswer, Invalid, Saved, TextInput
from bot.conversation.reply import Action, Bold, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.model import Course
from bot.errors import Refused
from bot.services import asked_back, pleading
from bot.services.asked_back import Asked
from bot.services.naming import Work
from bot.store.records import Plea
from handlers.extension_times import work_words
from handlers.plea_lines import ANSWER, ASK
from handlers.plea_lines import asked_back as said_back
from handlers.pleas import plea_number, plea_of
from handlers.settling import OLD_BUTTON
from handlers.staff_course import only_course

WORDS_LIMIT = 2000


async def ask(request: Request, run: Run) -> Answer:
    """The form for a question to the person."""
    course, plea = only_course(request), await plea_of(request, run)
    what = work_words(course, Work(plea.session, plea.paper))
    before: Asked | None = await run.read(asked_back.last, course, plea)
    so_far = () if before is None else (" ", *said_back(course, before.by, before.at), f" The question: {before.words}")
    return Form(
        action=Action(ASK, course.id, (str(plea.id), _token(request))),
        title="Ask",
        intro=line(
            f"I send it as a direct message about {what}, with your name. The answer comes to the staff channel.",
            *so_far,
        ),
        inputs=(TextInput(id="question", label="Your question", long=True, limit=WORDS_LIMIT),),
        submit="Ask",
    )


def _token(request: Request) -> str:
    """One opening of a form: submitting it twice says it once."""
    inbound = request.inbound
    text = f"{inbound.platform}/{inbound.workspace}/{inbound.account}/{inbound.now.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:8]


async def asked(request: Request, run: Run) -> FormAnswer:
    """Send it."""
    course, words = only_course(request), request.values.get("question", "").strip()
    token = (*request.arguments, "", "")[1]
    if not words:
        return Invalid({"question": "Write what you would like to know."})
    if not token.isalnum():
        raise Refused(OLD_BUTTON)
    fresh = await run(
        pleading.ask, course, plea_number(request), words, token=token, now=request.now, by_name=request.someone.name
    )
    return Saved(Reply((paragraph("I send it now." if fresh else "That was sent already."),)))


async def answer(request: Request, run: Run) -> Answer:
    """The form for what the person answers, under the question."""
    course, plea, token = await _question(request, run)
    question = await run.read(pleading.question, course, plea, token, now=request.now)
    return Form(
        action=Action(ANSWER, course.id, (str(plea.id), token, _token(request))),
        title="Answer",
        intro=line(Bold(question.get("from") or "Staff"), " asked: ", question["question"]),
        inputs=(
            TextInput(
                id="answer",
                label="Your answer to the staff",
                hint="Say nothing about your health.",
                long=True,
                limit=WORDS_LIMIT,
            ),
        ),
        submit="Send",
    )


async def _question(request: Request, run: Run) -> tuple[Course, Plea, str]:
    """The course, what the person said, and which question. Raises Refused for anybody else."""
    if len(request.courses) != 1:
        raise Refused("I cannot tell which course that is about.")
    course, token = request.courses[0], (*request.arguments, "", "")[1]
    plea: Plea = await run.read(pleading.get, course, plea_number(request))
    if plea.person != request.someone.person or not token.isalnum():
        raise Refused("That question was for somebody else.")
    return course, plea, token


async def answer_submitted(request: Request, run: Run) -> FormAnswer:
    """Tell staff."""
    course, plea, asked_with = await _question(request, run)
    words, token = request.values.get("answer", "").strip(), (*request.arguments, "", "", "")[2]
    if not words:
        return Invalid({"answer": "Write your answer, or close this form."})
    if not token.isalnum():
        raise Refused(OLD_BUTTON)
    fresh = await run(pleading.answer, course, plea, words, asked=asked_with, token=token, now=request.now)
    return Saved(
        Reply((paragraph("I told the staff. Nobody else sees it." if fresh else "The staff have that already."),))
    )


ROWS: tuple[Row, ...] = (
    Row(
        name="answer-staff",
        verb=ANSWER,
        summary="Answer what staff asked you",
        function=answer,
        submit=answer_submitted,
        audience=Audience.STUDENT,
        listed=False,
    ),
    Row(
        name="ask-student",
        verb=ASK,
        summary="Ask somebody who can’t make something",
        function=ask,
        submit=asked,
        audience=Audience.TA,
        cost=Cost.FREE,
        listed=False,
    ),
)
