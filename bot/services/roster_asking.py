"""People in the course's channel who are on no line of the class list: asked once who they are, in private.

Staff settle it with one press. Whoever answers never learns whether the list has what they say. It knows no sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.errors import Refused
from bot.services import linking
from bot.services.linking import TAKEN
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.rolls import ITEM
from bot.services.staff_notices import Telling, tell
from bot.store import audit, people, roster_lines, roster_questions
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.records import Membership
from bot.store.roster_lines import RosterLine
from bot.store.roster_questions import AskedOutcome, RosterQuestion

WHO = "who"
ANSWER = "answer"
"""What staff are told of (`what` in the details): what somebody answered."""

OFFERED = 25
"""Lines that staff choose from, those first whose names are most like the person's."""


# --- asking ---------------------------------------------------------------------------------------------------------


def ask_unmatched(connection: Connection, course: Course, *, now: datetime) -> tuple[int, ...]:
    """Ask every student in the channel who was never on the list and never asked. Whom it asks now; nobody before the
    course is live, after its end, or where there is no class list.
    """
    state = states.state(connection, course.id)
    if not state.live or state.closed or not roster_lines.imported(connection, course.id):
        return ()
    known = roster_questions.asked(connection, course.id) | roster_lines.ever(connection, course.id)
    found: list[int] = []
    for member in people.members(connection, course.id):
        if member.person in known or not _studies(member):
            continue
        roster_questions.ask(connection, course.id, member.person, now=now)
        telling = PersonTelling(
            person=member.person,
            kind=NoticeKind.ROSTER_ASK,
            item=ITEM,
            occurrence=WHO,
            title="Who are you on the class list?",
            details={},
        )
        tell_person(connection, course, telling, now=now)
        found.append(member.person)
    return tuple(found)


def _studies(member: Membership) -> bool:
    return member.active and member.in_channel and member.role is CourseRole.STUDENT


def asks(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:  # noqa: ARG001 - as every look-up is asked
    """What the question says; None where it is answered by itself meanwhile."""
    person = int(one.key.recipient)
    question = roster_questions.of_person(connection, course.id, person)
    member = people.get_member(connection, course.id, person)
    if question is None or question.settled_at is not None or member is None or not _studies(member):
        return None
    return {"name": member.name} if roster_lines.of_person(connection, course.id, person) is None else None


# --- answering ------------------------------------------------------------------------------------------------------


class Answered(NamedTuple):
    """`fresh` is False where they had answered before; `told`: staff hear of it."""

    question: RosterQuestion
    fresh: bool
    told: bool = True


def question_to(connection: Connection, course: Course, person: int) -> RosterQuestion:
    """Raises Refused for somebody who was not asked."""
    found = roster_questions.of_person(connection, course.id, person)
    if found is None:
        raise Refused("I have not asked you who you are, so there is nothing to answer.")
    return found


def answer(connection: Connection, course: Course, person: int, words: str, *, now: datetime) -> Answered:
    """Keep what somebody says they are, and tell staff. It is taken once, and not of somebody who is on the list."""
    question_to(connection, course, person)
    if roster_lines.is_on_list(connection, course.id, person):
        roster_questions.settle(connection, course.id, person, "linked", now=now, by=None)
    fitting = roster_lines.fitting(connection, course.id, words)
    entry = fitting[0].person if len(fitting) == 1 else None
    fresh = roster_questions.answer(connection, course.id, person, words, entry=entry, now=now)
    if not fresh:
        return Answered(question_to(connection, course, person), fresh=False)
    telling = Telling(
        kind=NoticeKind.CLAIM,
        item=ITEM,
        occurrence=f"{ANSWER}.{person}",
        title="Who somebody is on the class list",
        details={"what": ANSWER, "person": str(person)},
    )
    told = tell(connection, course, telling, now=now)
    return Answered(question_to(connection, course, person), fresh=True, told=told)


# --- what staff answer ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is the case about somebody who was asked. `changed` is False where it was so before; `by`: who settled it,
    '' where nobody had to. `name` is what they are called now, `was` what they were called before.
    """

    outcome: AskedOutcome
    changed: bool
    name: str
    was: str = ""
    by: str = ""


def confirm(
    connection: Connection, course: Course, person: int, entry: int, *, now: datetime, by: int | None
) -> Settled:
    """Staff say that somebody stands in this line. Raises Refused where that cannot be (any more)."""
    question = question_about(connection, course, person)
    if question.settled_at is not None:
        return settled(connection, person, question)
    member = _member(connection, course, person)
    if member.role.is_staff:
        raise Refused(f"{member.name} is staff here, so I left the class list as it is.")
    line = roster_lines.of_person(connection, course.id, entry)
    if line is None or line.gone_at is not None:
        raise Refused("That line is not on the newest class list any more. Please choose another one.")
    if linking.shares_a_platform(connection, person, entry):
        raise Refused(f"{line.name} is linked to another account already, so I changed nothing.")
    linking.link(connection, course, person, line, how="staff", by=by, now=now)
    telling = PersonTelling(
        person=person,
        kind=NoticeKind.LINKED,
        item=ITEM,
        occurrence=WHO,
        title="You are on the class list",
        details={"name": line.name},
    )
    tell_person(connection, course, telling, now=now)
    return Settled(outcome="linked", changed=True, name=line.name, was=member.name)


def decline(connection: Connection, course: Course, person: int, *, now: datetime, by: int | None) -> Settled:
    """Staff let somebody stay as they are, on no line. They are not asked again."""
    question = question_about(connection, course, person)
    if not roster_questions.settle(connection, course.id, person, "declined", now=now, by=by):
        return settled(connection, person, question)
    audit.record(connection, course=course.id, person=by, action="claim_declined", item=str(person), now=now)
    return Settled(outcome="declined", changed=True, name=people.get_person(connection, person).name)


def question_about(connection: Connection, course: Course, person: int) -> RosterQuestion:
    """Raises Refused where staff cannot have been told of it."""
    found = roster_questions.of_person(connection, course.id, person)
    if found is None:
        raise Refused("I do not know any more whom that was about.")
    return found


def settled(connection: Connection, person: int, question: RosterQuestion) -> Settled:
    by = people.get_person(connection, question.settled_by).name if question.settled_by not in (None, person) else ""
    return Settled(outcome=question.outcome, changed=False, name=people.get_person(connection, person).name, by=by)


def _member(connection: Connection, course: Course, person: int) -> Membership:
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active:
        raise Refused("That person is not in the course any more.")
    return member


# --- what staff are told --------------------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:  # noqa: ARG001 - as every look-up is asked
    """Who it is about and which line fits; None: it is settled."""
    if one.details.get("what") == TAKEN:
        return _taken(connection, course, one)
    person = int(one.details.get("person", "0"))
    question = roster_questions.of_person(connection, course.id, person)
    member = people.get_member(connection, course.id, person)
    if question is None or question.settled_at is not None or member is None or not member.active:
        return None
    found = {"name": member.name, "account": people.account_name(connection, person), "answer": question.answer}
    line = None if question.entry is None else roster_lines.of_person(connection, course.id, question.entry)
    if line is not None and line.gone_at is None:
        found |= {"entry": str(line.person), "line": line.name, "email": line.email, "student_id": line.student_id}
        found |= {"taken": "yes" if linking.shares_a_platform(connection, person, line.person) else ""}
    return found | {
        "lines": json.dumps([(line.person, line.name, line.email) for line in _alike(connection, course, member.name)])
    }


def _alike(connection: Connection, course: Course, name: str) -> list[RosterLine]:
    """Lines that nobody has claimed, those first whose names are most like this one; then by name."""
    lines = linking.unclaimed(connection, course)
    best = sorted(lines, key=lambda line: -fuzz.token_sort_ratio(line.name.casefold(), name.casefold()))[:OFFERED]
    return best if len(lines) > OFFERED else list(lines)


def _taken(connection: Connection, course: Course, one: Delivery) -> Mapping[str, str] | None:
    entry = int(one.details.get("entry", "0"))
    line = roster_lines.of_person(connection, course.id, entry)
    return None if line is None else {"line": line.name, "account": people.account_name(connection, entry)}
