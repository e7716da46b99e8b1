"""`/mywork link CODE`: somebody shows a claim code, and is whoever the class list says from then on.

It is there for everybody, also for an account that the bot has never seen. A code is a secret and is never repeated;
nothing that is said here tells anybody a name but their own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.reply import Block, Bold, Code, Reply, paragraph, small
from bot.conversation.request import Request, Someone
from bot.course import claim_code
from bot.course.model import Course, CourseRole
from bot.services import linking, people
from bot.services.joining import PURPOSE
from bot.services.linking import Claimant, Claimed
from handlers import mywork
from handlers.wording import channel_words

VERB = "link"

REFUSALS = {
    "unknown": "I do not know that code. Please copy it once more from the message that it came in; if it still does "
    "not work, your staff can give you a new one.",
    "gone": "That code is not valid any more, because the class list has changed. Please ask your staff.",
    "taken": "That code belongs to somebody who uses another account here, so I changed nothing, and I have told the "
    "staff. If the other account is yours too, just use that one.",
    "used": "That code was used already, so I changed nothing. Your staff can give you a new one.",
    "other-line": "You are on the class list already, and that code is for somebody else’s line. I changed nothing. If "
    "both lines are yours, please ask your staff.",
}


async def link(request: Request, run: Run) -> Answer:
    """Take the code, and show who they are now."""
    letters = claim_code.read(request.words)
    if letters is None:
        return _not_a_code(request)
    inbound, courses = request.inbound, {course.id: course for course in request.courses}
    who = Claimant(
        platform=inbound.platform, workspace=inbound.workspace, account=inbound.account, name=inbound.account_name
    )
    claimed: Claimed = await run(linking.claim, courses, claim_code.hashed(letters), who, now=request.now)
    course = courses.get(claimed.course)
    if course is None or claimed.outcome not in ("linked", "already"):
        return Reply((paragraph(_refusal(claimed, course)),))
    lead = "Welcome, " if claimed.outcome == "linked" else "That is done already: you are "
    where = f" You are a student in {course.title} ({course.term})."
    blocks: list[Block] = [paragraph(Bold(f"{lead}{claimed.name}."), where if claimed.outcome == "linked" else "")]
    return await _with_work(request, run, course, blocks)


def _not_a_code(request: Request) -> Reply:
    prefix = request.courses[0].command_prefix if request.courses else ""
    how = Code(f"/{prefix}mywork link ABCD-EFGH-JKMN-PQRS")
    if not request.arguments:
        return Reply((paragraph("Which code? Your staff send you one, and you type it like this: ", how),))
    return Reply((paragraph("That is not a whole code: it has 16 letters and digits. You type it like this: ", how),))


def _refusal(claimed: Claimed, course: Course | None) -> str:
    if claimed.outcome == "ended":
        what = f"{course.title} ({course.term})" if course is not None else "The course of that code"
        return f"{what} has ended, so there is nothing to link any more."
    if claimed.outcome == "staff":
        where = course.title if course is not None else "that course"
        return f"You are staff of {where}, and that code is for one of the students. I left it unused."
    return REFUSALS[claimed.outcome]


async def _with_work(request: Request, run: Run, course: Course, blocks: list[Block]) -> Reply:
    """Who they are, then what they owe, as `/mywork` shows it."""
    inbound = request.inbound
    ask = partial(people.who, platform=inbound.platform, workspace=inbound.workspace, account=inbound.account)
    someone: Someone = await run.read(ask, name=inbound.account_name)
    if someone.roles.get(course.id) is not CourseRole.STUDENT:
        return Reply(tuple(blocks))
    mine = await mywork.mine(replace(request, someone=someone, courses=(course,), arguments=()), run)
    where = small(f"What is posted for everybody stands in {channel_words(course, PURPOSE)}.")
    return replace(mine, blocks=(*blocks, *mine.blocks, where))


ROWS: tuple[Row, ...] = (
    Row(
        name="link",
        verb=VERB,
        summary="Say who you are on the class list, with the code that staff sent you",
        function=link,
        audience=Audience.EVERYONE,
        cost=Cost.GUESS,
        parameters=(Parameter(name="code", summary="The code that staff sent you", required=True, rest=True),),
        anywhere=True,
    ),
)
