"""What is said about who somebody is on the class list: the question to them, what staff are told, and the good news.

Pure. What somebody answered is data, and stands in the staff channel only. Everything a button needs is in the button.
"""

from __future__ import annotations

import json

from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Choice, Reply, paragraph, small
from bot.course.notice import Facts, Notice
from bot.services.linking import TAKEN
from handlers.roster_notices import LABEL_LIMIT

ASK_VERB = "clmask"

YES_VERB = "clmyes"
"""Arguments: the person's id, the id of the person of the line."""

NO_VERB = "clmno"
"""Arguments: the person's id."""


def question(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To somebody in the channel who is on no line."""
    course = facts.course
    lead = f"Hello {facts.details['name']}! I cannot find you on the class list of {course.title} under that name."
    how = " Please tell me who you are there, so that what you write counts for you."
    return Reply(
        (
            paragraph(lead, how),
            Buttons((Button("Tell who I am", Action(ASK_VERB, course.id), "primary"),)),
            small("If you are not enrolled, do nothing: I ask only this once."),
        ),
        private=False,
    )


def linked(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To somebody whom staff found on the list."""
    lead = f"Thank you! Staff found you on the class list of {facts.course.title}: "
    return Reply((paragraph(lead, Bold(facts.details["name"]), ". There is nothing else to do."),), private=False)


def claim(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To staff: what somebody said they are, or that a code was shown by another account."""
    if facts.details.get("what") == TAKEN:
        return _taken(facts)
    details = facts.details
    if "answer" not in details:
        return NOTHING
    course, person, answer = facts.course, details["person"], details["answer"]
    lead = paragraph(Bold(_with_account(details["name"], details["account"])), " says: ", Bold(answer), ".")
    if "entry" not in details:
        blocks: list[Block] = [lead, paragraph("That fits nobody on the class list.")]
        blocks.append(Buttons((Button("Let them stay as they are", Action(NO_VERB, course.id, (person,))),)))
        return Reply((*blocks, *_choice(facts, person)), private=False)
    line = f"{details['line']} ({details['email'] or details['student_id']})"
    if details.get("taken"):
        blocks = [lead, paragraph(f"That is {line} on the class list, who is linked to another account already.")]
        blocks.append(Buttons((Button("Let them stay as they are", Action(NO_VERB, course.id, (person,))),)))
        return Reply((*blocks, *_choice(facts, person)), private=False)
    yes = Button("Yes, link them", Action(YES_VERB, course.id, (person, details["entry"])), "primary")
    no = Button("No", Action(NO_VERB, course.id, (person,)))
    after = "With Yes they get the name of that line and keep all that they wrote; with No they stay as they are."
    return Reply(
        (lead, paragraph(f"That is {line} on the class list."), Buttons((yes, no)), small(after)), private=False
    )


def _with_account(name: str, account: str) -> str:
    """`Sam Lee (@sam)`."""
    return f"{name} (@{account})" if account and account != name else name


def _choice(facts: Facts, person: str) -> list[Block]:
    """The lines that nobody has claimed."""
    lines = json.loads(facts.details.get("lines", "[]"))
    if not lines:
        return []
    options = tuple(
        (str(entry), f"{name} ({email})"[:LABEL_LIMIT] if email else name[:LABEL_LIMIT]) for entry, name, email in lines
    )
    return [Choice("Or it is this line", Action(YES_VERB, facts.course.id, (person,)), options)]


def _taken(facts: Facts) -> Reply:
    details = facts.details
    if "line" not in details:
        return NOTHING
    who = _with_account(details["line"], details.get("account", ""))
    return Reply(
        (
            paragraph(Bold(details["name"]), f" showed the claim code of {who}, who uses another account here."),
            paragraph(
                "I changed nothing. If it is one person with two accounts, they just use the other one; else the "
                "code went to somebody whom it was not meant for."
            ),
        ),
        private=False,
    )
