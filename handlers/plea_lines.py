"""What is said about somebody who cannot make something: to staff, with what they can do about it, and to the person.

Pure. What the person wrote is data, and stands in the staff channel only.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.services import paper_times
from bot.services.asked_back import Asked
from bot.services.naming import Work
from bot.services.pleading import DECLINED, Said
from handlers.extension_notices import decided
from handlers.extension_times import Now, is_many, stands_now, work_words
from handlers.papers import at
from handlers.wording import instant

CANNOT = "cannot"
"""Arguments: a session's id and a paper's or '', one of the two alone, or none."""

PLEA = "plea"
"""Arguments: the plea's id; 24, 48 or excuse."""

ASK, ANSWER, DECLINE = "ask", "answer", "decline"
"""Arguments: the plea's id; of an answer also the question's token."""

REASONS = {"ill": "ill", "emergency": "an emergency", "other": "another reason"}


def asked(course: Course, said: Said, now: datetime) -> Line:
    """To the person, below what it is about: `You told staff that you can’t make this (Mon 24 Jan, 9:12 AM). They have
    not answered yet.`
    """
    plea = said.plea
    lead = line("You told staff that you can’t make this (", at(course, plea.made_at, now), "). ")
    if said.question is not None:
        return line(*lead, *your_turn(course, said.question))
    if plea.settled_at is None:
        return line(*lead, "They have not answered yet.")
    answer = "it stays due as it is" if plea.outcome == DECLINED else "you have more time"
    if plea.outcome.startswith("excuse"):
        answer = "you are excused"
    return line(*lead, "They answered (", at(course, plea.settled_at, now), f"): {answer}.")


def your_turn(course: Course, question: Asked) -> Line:
    """`Elena Rivera asked back on Mon 31 Jan, 9:12 AM, and waits for your answer: press Answer ….`"""
    by = question.by or "Staff"
    return line(f"{by} asked back on ", instant(course, question.at), " and waits for your answer: press Answer ….")


def answer_button(course: str, plea: int, question: Asked, about: str = "") -> Button:
    return Button(f"Answer{about} …", Action(ANSWER, course, (str(plea), question.token)), "primary")


def decision_buttons(course: str, plea: str) -> Buttons:
    """All that staff can do, in one row."""

    def does(verb: str, *more: str) -> Action:
        return Action(verb, course, (plea, *more))

    return Buttons(
        (
            Button("+24 h", does(PLEA, "24")),
            Button("+48 h", does(PLEA, "48"), "primary"),
            Button("Excuse", does(PLEA, "excuse")),
            Button("Ask …", does(ASK)),
            Button("Decline …", does(DECLINE)),
        )
    )


def cannot(_notice: Notice, facts: Facts) -> Reply:
    """`Ada Lovelace can’t make ‘ZeRO’: ill.`, and what is asked of staff."""
    details, course = facts.details, facts.course
    if "name" not in details:
        return NOTHING
    if details.get("at"):
        return _settled(facts)
    blocks: list[Block] = [paragraph(*_lead(facts)), *_note(facts)]
    blocks.append(paragraph(*_asked(course, facts)))
    if details.get("asked_at"):
        blocks.append(small(*asked_back(course, details["asked_by"], datetime.fromisoformat(details["asked_at"]))))
    return Reply((*blocks, decision_buttons(course.id, details["plea"])), private=False)


def asked_back(course: Course, by: str, at_: datetime) -> Line:
    """`Elena Rivera asked back on Mon 31 Jan, 9:12 AM.`"""
    return line(f"{by or 'Staff'} asked back on ", instant(course, at_), "; the answer comes here.")


def _settled(facts: Facts) -> Reply:
    """What stands in place of the question: `Ada, ‘ZeRO’: excused by Elena Rivera, Sun 30 Jan, 10:00 AM.`"""
    details, course = facts.details, facts.course
    due = details.get("due")
    how: Line = line("more time")
    if details["settled"] == "declined":
        how = line("no more time")
    elif details["settled"] == "excuse":
        how = line("excused")
    elif due:
        how = line("more time, until ", instant(course, datetime.fromisoformat(due)))
    by = f", by {details['by']}" if details.get("by") else ""
    lead = line(Bold(details["name"]), f", {_what(facts)}: ", *how, f"{by}, ")
    return Reply((paragraph(*lead, instant(course, datetime.fromisoformat(details["at"])), "."),), private=False)


def _asked(course: Course, facts: Facts) -> Line:
    """`More time for ‘ZeRO’? It is due Mon 31 Jan, 1:00 PM.`"""
    details, lead = facts.details, f"More time for {_what(facts)}?"
    work = Work(details.get("session", ""), details.get("paper", ""))
    subject = "They" if is_many(course, work) else "It"
    found = paper_times.decoded(details)
    are = f"{details['name']} is"
    seen = Now(work=work, found=found, left=int(details.get("left") or 0), subject=subject, are=are)
    said = stands_now(course, seen, facts.now)
    return line(lead, *((" ", *said, ".") if said else ()))


def _lead(facts: Facts) -> Line:
    details = facts.details
    reason = REASONS.get(details.get("reason", ""), "another reason")
    again = line(Bold("Still without an answer: ")) if details.get("again") else ()
    return line(*again, Bold(f"{details['name']} can’t make {_what(facts)}"), f": {reason}.")


def _note(facts: Facts) -> list[Block]:
    note, blocks = facts.details.get("note", ""), list[Block]()
    if note:
        blocks.append(paragraph("Note: ", note))
    if facts.details.get("started"):
        blocks.append(small("A draft is begun; it stays."))
    return blocks


def _what(facts: Facts) -> str:
    return work_words(facts.course, Work(facts.details.get("session", ""), facts.details.get("paper", "")))


def answered(_notice: Notice, facts: Facts) -> Reply:
    """To staff: what the person answered."""
    details = facts.details
    if "name" not in details:
        return NOTHING
    if details.get("at"):
        return _settled(facts)
    blocks: list[Block] = [
        paragraph(Bold(f"{details['name']} answers"), f" about {_what(facts)}:"),
        paragraph(details.get("answer", "")),
        small("You asked: ", details.get("question", "")),
    ]
    if not details.get("settled"):
        blocks.append(decision_buttons(facts.course.id, details["plea"]))
    return Reply(tuple(blocks), private=False)


def question(_notice: Notice, facts: Facts) -> Reply:
    """To the person: what staff want to know."""
    details = facts.details
    if "name" not in details:
        return NOTHING
    answer = Action(ANSWER, facts.course.id, (details["plea"], details.get("token", "")))
    return Reply(
        (
            paragraph(Bold(details.get("from") or "Staff"), f" asks you about {_what(facts)}:"),
            paragraph(details.get("question", "")),
            Buttons((Button("Answer …", answer, "primary"),)),
            small("Your answer goes to the staff and to nobody else."),
        ),
        private=False,
    )


def decision(notice: Notice, facts: Facts) -> Reply:
    """To the person: what staff decided."""
    return _declined(facts) if "plea" in facts.details else decided(notice, facts)


def _declined(facts: Facts) -> Reply:
    """To the person: no, in a kind way."""
    details, course = facts.details, facts.course
    if "name" not in details:
        return NOTHING
    it = "they stay" if is_many(course, Work(details.get("session", ""), details.get("paper", ""))) else "it stays"
    due = line(f": {it} due ", instant(course, datetime.fromisoformat(details["due"]))) if details.get("due") else ()
    blocks: list[Block] = [
        paragraph(Bold(f"Sorry, there is no more time for {_what(facts)}"), *due, "."),
    ]
    if details.get("word"):
        blocks.append(paragraph(Bold(details.get("from") or "Staff"), ": ", details["word"]))
    blocks.append(small("If you cannot make it like this, please speak to the staff yourself."))
    return Reply(tuple(blocks), private=False)
