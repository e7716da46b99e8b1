"""The buttons that carry a whole extension or excuse: who, what, how long and why.

Pure. It knows how that is written down in a button, and nothing of what it means for anybody.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.reply import Action, Button
from bot.course import reviews
from bot.course.model import Course
from bot.services.naming import Work
from bot.services.wishes import Wish
from handlers.granting import When

EXTEND, EXCUSE = "extend", "excuse"
"""Arguments of a button: `=` or `==`, the person's id, the work, the time, the reason; of a form the same without."""

EXACT, SURE = "=", "=="
"""The first argument of a button, which words that somebody typed are not; `==`: they were asked already."""

FOR = "=for"
"""The first argument of a button that opens the form for one person, whose id follows."""

ALL = "*"


def encoded(work: Work) -> str:
    return ALL if work.everything else f"p:{work.paper}" if work.paper else f"s:{work.session}"


def decoded(course: Course, item: str) -> Work | None:
    if item == ALL:
        return Work()
    mark, _, name = item.partition(":")
    for one in reviews.owed(course):
        if mark == "p" and one.paper == name:
            return Work(one.session.id, one.paper)
        if mark == "s" and one.session.id == name:
            return Work(one.session.id)
    return None


def exact_button(course: Course, wish: Wish, label: str, *, sure: bool = False) -> Button:
    """A button that grants just that. A reason that it cannot carry is left out of it."""
    when = When(by=wish.span) if wish.span is not None else When(until=wish.until)
    verb = EXCUSE if wish.kind == "excuse" else EXTEND
    start = (SURE if sure else EXACT, str(wish.person), encoded(wish.work), when.encode())
    action = Action(verb, course.id, (*start, wish.reason))
    return Button(label, action if action.fits else replace(action, arguments=(*start, "")))
