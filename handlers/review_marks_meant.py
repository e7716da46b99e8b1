"""Which reviews staff mean when they want to mark: those of a session, of a person, or whatever is not marked.

What can be either is asked. It knows names of sessions and of people, and never what anybody wrote.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Run
from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.services import naming
from bot.services.naming import Candidate, Named
from bot.services.review_reading import Scope
from handlers import person_field, tally_sessions
from handlers.command_line import MENTION, readable
from handlers.papers import short

VERB = "reviews"
UNMARKED = frozenset(("unmarked", "not marked", "all", "everything", "left", "open"))


async def meant(request: Request, run: Run, course: Course, words: str) -> Scope | Reply:
    """The scope, or the question which."""
    if words.casefold().strip(".!?") in UNMARKED:
        return Scope("unmarked")
    named: Named = await run.read(naming.person, course, words, person_field.place(request))
    if MENTION.fullmatch(words) or "@" in words:
        return Scope("person", person=named.one.person) if named.one is not None else _who(course, words, named)
    return _person_or_session(course, words, named, request.now)


def _person_or_session(course: Course, words: str, named: Named, now: datetime) -> Scope | Reply:
    session = tally_sessions.meant(course, words, now, verb=VERB, command="reviews")
    work = naming.work(course, words)
    if isinstance(session, Session) and not (named.one is not None and not work.sure):
        if named.one is not None and words.casefold() in named.one.name.casefold():
            return _either(course, words, session, named.one)
        return Scope("session", session=session.id)
    if named.one is not None:
        return Scope("person", person=named.one.person)
    if named.candidates and not work.works:
        return _who(course, words, named)
    return session if isinstance(session, Reply) else Scope("session", session=session.id)


def of_person(course: Course, one: Candidate) -> Button:
    label = f"{one.name} ({one.mark})" if one.mark else one.name
    return Button(label, Action(VERB, course.id, ("=p", str(one.person))))


def _who(course: Course, words: str, named: Named) -> Reply:
    if not named.candidates:
        roster = f"/{course.command_prefix}course roster shows who is in the course."
        return Reply((paragraph(f"I find nobody for “{short(readable(words))}”. {roster}"),))
    lead = f"Whom do you mean by “{short(readable(words))}”?"
    return Reply((paragraph(lead), Buttons(tuple(of_person(course, one) for one in named.candidates))))


def _either(course: Course, words: str, session: Session, one: Candidate) -> Reply:
    of_session = Button(f"Reviews for {short(session.name, 50)}", Action(VERB, course.id, (session.id,)))
    lead = f"“{short(readable(words))}” may be a person or a class. Which one do you mean?"
    return Reply((paragraph(lead), Buttons((of_person(course, one), of_session))))
