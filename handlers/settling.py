"""The answers to what the bot asks staff: a post that waits for them, an id that vanished from the schedule.

Reached by buttons only. Pressing twice, or after a colleague, says what is the case already.
"""

from __future__ import annotations

from typing import get_args

from bot.conversation.commands import Answer, Cost, Row, Run
from bot.conversation.reply import Bold, Code, Line, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.wording import listed
from bot.errors import Refused
from bot.services import control
from bot.services.control import Explained, Fate
from bot.services.ids import PAPER, REVIEW, bare
from bot.store.ledger import Settlement
from handlers.command_line import is_id
from handlers.staff_course import behind_a_button, only_course
from handlers.staff_notices import HELD_VERB, VANISHED_VERB

FATES: tuple[Fate, ...] = get_args(Fate)
OLD_BUTTON = "That button is from an older message and no longer works."


async def settle_held(request: Request, run: Run) -> Answer:
    """Send, there or drop."""
    course = only_course(request)
    number, decision = (*request.arguments, "", "")[:2]
    if decision not in get_args(Settlement) or not is_id(number):
        raise Refused(OLD_BUTTON)
    settled = await run(
        control.settle_held,
        course=course,
        delivery_id=int(number),
        decision=decision,
        now=request.now,
        by=request.someone.person,
    )
    title = f"“{settled.delivery.title}”"
    if not settled.changed:
        return Reply((paragraph(f"That is settled already: {title} {_now(settled.delivery.state)}."),))
    done = {
        "send": f"{title} goes out now.",
        "there": f"Good: {title} counts as posted.",
        "drop": f"{title} is dropped and will not be posted.",
    }
    return Reply((paragraph(done[decision]),))


def _now(state: str) -> str:
    """What became of a post, after its name."""
    words = {
        "sent": "was posted",
        "skipped": "was dropped",
        "retracted": "was taken back",
        "retracting": "is being taken back",
        "failed": "could not be posted",
    }
    return words.get(state, "is on its way")


async def settle_vanished(request: Request, run: Run) -> Answer:
    """Renamed (to one of the new ids), removed, or keep the old version."""
    course = only_course(request)
    text_hash, item, fate, renamed_to = (*request.arguments, "", "", "", "")[:4]
    known: Fate | None = next((one for one in FATES if one == fate), None)
    if known is None or (known == "renamed") != bool(renamed_to):
        raise Refused(OLD_BUTTON)
    answer = control.Answer(text_hash=text_hash, item=item, fate=known, renamed_to=renamed_to)
    explained = await run(
        control.settle_vanished, course=course, answer=answer, now=request.now, by=request.someone.person
    )
    return _explained(explained, answer)


def _explained(explained: Explained, answer: control.Answer) -> Reply:
    match explained.outcome:
        case "gone":
            return Reply((paragraph("That question is settled already, or the file has changed since I asked."),))
        case "kept_old":
            return Reply((paragraph("The old version stays. I ask again when the file changes."),))
        case "waiting":
            still = listed([bare(one) for one in explained.left]) if explained.left else "the others"
            return Reply((paragraph(*_noted(answer)), paragraph(f"Still to be answered: {still}.")))
        case "applied":
            return Reply((paragraph(*_noted(answer)), paragraph(Bold("The new schedule is in force."))))


def _noted(answer: control.Answer) -> Line:
    name = Code(bare(answer.item))
    if answer.item.startswith(REVIEW):
        return line("Noted: no review of ", name, " is asked for any more.")
    what = line("the paper ", name) if answer.item.startswith(PAPER) else line(name)
    fate = f"renamed to {bare(answer.renamed_to)}" if answer.fate == "renamed" else "removed"
    return line("Noted: ", *what, f" was {fate}.")


ROWS: tuple[Row, ...] = (
    behind_a_button("held-post", HELD_VERB, "Decide about a post that waits", settle_held, cost=Cost.FREE),
    behind_a_button("vanished-id", VANISHED_VERB, "Say what became of an id that vanished", settle_vanished),
)
