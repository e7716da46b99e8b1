"""Where staff are among the reviews that they read: what the buttons of a review carry, and how it is read again.

Pure. A place is a scope, a person and a paper, never a number, so it stays the same review whatever comes in.
"""

from __future__ import annotations

from typing import get_args

from bot.conversation.reply import Action
from bot.conversation.request import Request
from bot.course import reviews as rules
from bot.course.model import Course
from bot.errors import Refused
from bot.services.review_reading import Scope, Step
from bot.store.review_marks import Review
from handlers.command_line import is_id
from handlers.settling import OLD_BUTTON
from handlers.staff_course import only_course

REVIEWS, MARK, UNMARK, FILE, RETURN, RELEASE = "reviews", "rmark", "rmkundo", "rmkfile", "rret", "release"
"""Of a button of REVIEWS: `=` with the scope's letter, the person, the paper and the step; the others have the scope's
letter, the person, the paper and the version first. MARK: then the mark that was shown, and the step of the scale;
UNMARK: the mark to be taken back, and the mark and the version that stood there before.
"""

SCOPES = {"s": "session", "p": "person", "u": "unmarked"}
STEPS: dict[str, Step] = {one[0]: one for one in get_args(Step)}


def place(course: Course, letter: str, person: str, paper: str) -> tuple[Scope, Review | None]:
    """What the first words of a button say. Raises Refused for one that this version did not make."""
    kind = SCOPES.get(letter)
    if kind is None or (person and not is_id(person)):
        raise Refused(OLD_BUTTON)
    at = (int(person), paper) if person and paper else None
    if kind == "person":
        return Scope("person", person=int(person or "0")), at
    if kind == "unmarked":
        return Scope("unmarked"), at
    owed = rules.find(course, paper)
    if owed is None:
        raise Refused("No review of that paper is asked for any more.")
    return Scope("session", session=owed.session.id), at


def turn(course: Course, scope: Scope, at: Review, step: Step) -> Action:
    person, paper = at
    return Action(REVIEWS, course.id, (f"={scope.kind[0]}", str(person), paper, step[0]))


def carried(request: Request) -> tuple[Scope, Review, int]:
    """Scope, review and version of a button."""
    letter, person, paper, version = (*request.arguments, "", "", "", "")[:4]
    scope, at = place(only_course(request), letter, person, paper)
    if at is None or not is_id(version):
        raise Refused(OLD_BUTTON)
    return scope, at, int(version)
