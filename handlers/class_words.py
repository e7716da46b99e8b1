"""Which class staff mean by the words that they type, or by a button: an id, words of its title, a week, a day, last.

It knows the classes to which people come and nothing that anybody did in them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.search import Hit, search
from bot.services import participating
from handlers.command_line import clean
from handlers.papers import short
from handlers.tally_sessions import by_time

GUESSES = 5
NOW = frozenset(("", "last", "now", "current", "today"))


def meant(course: Course, request: Request, verb: str) -> Session | Reply:
    """The class, or the question which one, whose buttons say `verb`. Without words the one that is on or was last."""
    listed = participating.classes(course)
    words = clean(request.words)
    if not listed:
        return Reply((paragraph("The schedule has no class with a date."),))
    exact = next((one for one in listed if request.arguments and one.id == request.arguments[0]), None)
    current = participating.current(course, request.now)
    if exact is not None or (words.casefold() in NOW and current is not None):
        return exact or current or listed[0]
    found = by_time(course, words.casefold().strip("?!.,"), listed, request.now)
    if found is None:
        hits = search(course, words)
        found = _classes(hits.hits, listed)
        if not found:
            return _which(course, _classes(hits.guesses, listed) or listed[:0], words, verb)
    return found[0] if len(found) == 1 else _which(course, found, words, verb)


def _classes(hits: Sequence[Hit], listed: Sequence[Session]) -> list[Session]:
    """By their own words, else by a paper of theirs."""
    own = [session for hit in hits if hit.reading is None for session in hit.sessions if session in listed]
    by_paper = [session for hit in hits if hit.reading is not None for session in hit.sessions if session in listed]
    return list({session.id: session for session in own or by_paper}.values())


def _which(course: Course, found: Sequence[Session], words: str, verb: str) -> Reply:
    if not found:
        return Reply(
            (paragraph(f"No class fits “{short(words)}”. Type words of its title, week 3, class 5 or a day."),)
        )
    shown = tuple(Button(short(one.name), Action(verb, course.id, (one.id,))) for one in found[:GUESSES])
    return Reply((paragraph("Which class do you mean?"), Buttons(shown)))


def beside(course: Course, session: Session) -> tuple[Session | None, Session | None]:
    """The class before it and the one after it."""
    listed = participating.classes(course)
    if session not in listed:
        return None, None
    at = listed.index(session)
    return listed[at - 1] if at else None, listed[at + 1] if at + 1 < len(listed) else None
