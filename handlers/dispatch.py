"""The one door: everything that is typed, pressed or submitted comes in here and leaves as an answer.

It finds out who asks, which course they mean and which row of the table, asks `permission.py` whether they may and
`allowance.py` whether it is not too much, and calls the row.
Every answer is private. Nothing that goes wrong inside reaches a person as more than one sentence.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Literal

from bot.conversation.commands import Answer, Audience, Cost, Outcome, Row, Run, Table
from bot.conversation.fitting import fit
from bot.conversation.form import Form, FormAnswer, Invalid, Kept, Saved
from bot.conversation.reply import Action, Code, Reply, paragraph
from bot.conversation.request import Inbound, Request, Someone
from bot.course.model import Course
from bot.course.wording import storable
from bot.errors import CoursebotError, Refused, Unreachable
from bot.services import people
from bot.services.courses import Shelved
from bot.store.faults import StoreBusy
from handlers import dropped, ended, sharing
from handlers import help as helping
from handlers.allowance import Allowances
from handlers.command_line import Command, Greeting, Unknown, understand
from handlers.permission import permitted
from handlers.review_form import TEMPLATE, TYPED

log = logging.getLogger(__name__)

Courses = Callable[[Callable[..., Someone]], Awaitable[tuple[Shelved, Someone]]]
"""The courses in force, and who asks, by a function of `bot.services.people`: one look at the database for both."""

Place = Literal["direct", "staff", "shared"]

FOR_STAFF = (Audience.TA, Audience.INSTRUCTOR)

UNKNOWN, GREETED = "unknown", "greeting"
"""In place of a verb: of words that ask for nothing that there is, and of words that ask for nothing."""

AWAY = "Sorry, my database does not answer just now. Try again in a moment."
NOT_SAVED = "Not saved yet: my database does not answer just now. Press Submit again in a moment."
"""What it is called and where it is, is for the log."""


def new_incident() -> str:
    """Six characters that a person can read out and a log can be searched for."""
    return secrets.token_hex(3)


class Dispatcher:
    """Answers one inbound thing at a time; keeps nothing that it could not ask for again, but for how much each person
    asked lately.
    """

    def __init__(
        self,
        *,
        run: Run,
        table: Table,
        courses: Courses,
        incident: Callable[[], str] = new_incident,
        allowances: Allowances | None = None,
        public_url: str = "",
    ) -> None:
        self._run = run
        self._table = table
        self._courses = courses
        self._incident = incident
        self._allowances = Allowances() if allowances is None else allowances
        self._public_url = public_url
        self._prefixes: frozenset[str] = frozenset()
        """Of the courses that were in force at the last answer: a memo, for `opens_form` only."""

    async def answer(self, inbound: Inbound) -> Answer | FormAnswer:
        """What the bot says to it. Never raises."""
        answer, _ = await self.answered(inbound)
        return answer

    async def answered(self, inbound: Inbound) -> tuple[Answer | FormAnswer, Outcome]:
        """The same, with how it went."""
        try:
            answer = await self._answer(_storable(inbound))
        except Exception as trouble:  # noqa: BLE001 - a door; what it was is logged
            if isinstance(trouble, Refused) or not _is_typing(inbound):
                return self._failed(inbound, trouble)
            log.info("action=typing_not_kept platform=%s reason=%s", inbound.platform, type(trouble).__name__)
            return Kept(), "answered"
        return answer, "refused" if isinstance(answer, Invalid) else "answered"

    def _failed(self, inbound: Inbound, trouble: Exception) -> tuple[Reply | FormAnswer, Outcome]:
        """What is said of it, and whose fault it is."""
        if isinstance(trouble, Unreachable | StoreBusy):
            log.warning("action=answer_failed platform=%s reason=%s", inbound.platform, trouble)
            return _failure(inbound, AWAY if inbound.values is None else NOT_SAVED), "failed"
        if isinstance(trouble, CoursebotError):
            return _failure(inbound, str(trouble)), "refused" if isinstance(trouble, Refused) else "failed"
        incident = self._incident()
        verb = inbound.action.verb if inbound.action else "typed"
        where = "action=answer_failed incident=%s verb=%s platform=%s"
        log.error(where, incident, verb, inbound.platform, exc_info=trouble)
        advice = "Nothing was saved: please press Submit again. " if inbound.values is not None else ""
        return _failure(inbound, f"Sorry, something went wrong on my side. {advice}", incident), "failed"

    def verb(self, inbound: Inbound) -> str:
        """The row that it asks for, `unknown` where it asks for none. For counting, once it was answered."""
        if inbound.action is not None:
            row = self._table.by_verb(inbound.action.verb)
            return row.verb if row is not None else UNKNOWN
        meant = understand(inbound.text or "", self._table, self._prefixes)
        if isinstance(meant, Command):
            return meant.row.verb
        if inbound.files:
            return TEMPLATE
        return UNKNOWN if isinstance(meant, Unknown) else GREETED

    def opens_form(self, inbound: Inbound) -> bool:
        """Whether the answer may be a form. Asks nobody, so that it can be known at once."""
        if inbound.values is not None:
            return False
        if inbound.action is not None:
            row = self._table.by_verb(inbound.action.verb)
            return row is not None and _opens_form(row)
        meant = understand(inbound.text or "", self._table, self._prefixes)
        return isinstance(meant, Command) and _opens_form(meant.row)

    async def _answer(self, inbound: Inbound) -> Answer | FormAnswer:
        asks = partial(
            people.who,
            platform=inbound.platform,
            workspace=inbound.workspace,
            account=inbound.account,
            name=inbound.account_name,
        )
        shelved, someone = await self._courses(asks)
        courses = shelved.running
        self._prefixes = frozenset(course.command_prefix for course in (*courses, *shelved.ended))
        meant = understand(inbound.text, self._table, self._prefixes) if inbound.text is not None else None
        if isinstance(meant, Command) and meant.row.anywhere:
            every = (*courses, *shelved.ended)
            request = Request(inbound=inbound, someone=someone, courses=every, place=_place(inbound, every))
            return await self._ask(meant.row, replace(request, arguments=meant.arguments))
        over = ended.meant(inbound, someone, shelved)
        if over:
            return await self._afterwards(inbound, someone, over)
        scope = _scope(inbound, someone, courses)
        request = Request(inbound=inbound, someone=someone, courses=scope, place=_place(inbound, scope))
        request = replace(request, public_url=self._public_url)
        if inbound.action is not None:
            return await self._pressed(request, inbound.action)
        return await self._said(request, meant or understand("", self._table, self._prefixes))

    async def _said(self, request: Request, meant: Command | Unknown | Greeting) -> Answer:
        """Words, files, or nothing at all."""
        if await dropped.is_something(request, is_command=isinstance(meant, Command)):
            return await self._dropped(request)
        if isinstance(meant, Command):
            return await self._ask(meant.row, replace(request, arguments=meant.arguments))
        self._spend(request, Cost.LIGHT)
        if isinstance(meant, Unknown):
            return helping.unknown(meant, request)
        return await helping.menu(request, self._run, self._table)

    async def _afterwards(self, inbound: Inbound, someone: Someone, over: tuple[Course, ...]) -> Answer | FormAnswer:
        """What there still is of courses that have ended: rows that are for that, else that they have."""
        request = Request(inbound=inbound, someone=someone, courses=over, place=_place(inbound, over))
        row = self._table.by_verb(inbound.action.verb) if inbound.action is not None else None
        if inbound.action is not None and row is not None and row.afterwards:
            return await self._pressed(request, inbound.action)
        if inbound.values is not None:
            raise Refused(ended.not_taken(over))
        self._spend(request, Cost.LIGHT)
        return _private(await ended.answer(request, self._run), None, request)

    async def _pressed(self, request: Request, action: Action) -> Answer | FormAnswer:
        row = self._table.by_verb(action.verb)
        if row is None:
            raise Refused("That button is from an older version of me and no longer works. Please ask again.")
        values = request.inbound.values
        if values is None:
            return await self._ask(row, replace(request, arguments=action.arguments))
        if row.submit is None:
            raise Refused("That form is from an older version of me and no longer works. Please open it again.")
        request = replace(request, arguments=action.arguments, values=values)
        answer = await row.submit(_permitted(row, request), self._run)
        match answer:
            case Saved(reply):
                return Saved(_private(reply, row, request))
            case Kept(note, Reply() as reply):
                return Kept(note, _private(reply, row, request))
        return answer

    async def _dropped(self, request: Request) -> Reply:
        """Files, and texts that are reviews: they are for the row that gives such files out."""
        row = self._table.by_verb(TEMPLATE)
        if row is None:
            raise Refused("I can do nothing with a file here.")
        self._spend(request, row.cost)
        return _private(await dropped.received(_permitted(row, request), self._run), row, request)

    async def _ask(self, row: Row, request: Request) -> Answer:
        self._spend(request, row.cost)
        request = _permitted(row, request)
        answer = await row.function(request, self._run)
        if isinstance(answer, Form):
            return answer
        return sharing.with_share_button(_private(answer, row, request), row, request)

    def _spend(self, request: Request, cost: Cost) -> None:
        """Of what the person may ask for, in all courses together and by all their accounts. Raises Refused."""
        inbound, person = request.inbound, request.someone.person
        account = (inbound.platform, inbound.workspace, inbound.account)
        self._allowances.spend(account if person is None else person, cost, request.now)


def _opens_form(row: Row) -> bool:
    """Not so a template: what is sent in of it stands in a form that was opened before."""
    return row.submit is not None and row.verb != TEMPLATE


def _is_typing(inbound: Inbound) -> bool:
    """What stands in an open form meanwhile: nobody asked for anything, so nobody is told when it is not kept."""
    return inbound.action is not None and inbound.action.verb == TYPED and inbound.values is not None


def _storable(inbound: Inbound) -> Inbound:
    """The same, of characters alone that can be stored: whatever follows may write down any part of it."""
    action, values = inbound.action, inbound.values
    if action is not None:
        action = Action(storable(action.verb), storable(action.course), tuple(map(storable, action.arguments)))
    return replace(
        inbound,
        account=storable(inbound.account),
        account_name=storable(inbound.account_name),
        channel=storable(inbound.channel),
        text=None if inbound.text is None else storable(inbound.text),
        action=action,
        values=None if values is None else {name: storable(value) for name, value in values.items()},
    )


def _permitted(row: Row, request: Request) -> Request:
    return replace(request, verb=row.verb, courses=permitted(row, request.someone, request.courses))


def _private(reply: Reply, row: Row | None, request: Request) -> Reply:
    """Only who asks sees it; what is for staff does not even stand in a channel of others."""
    for_staff = reply.direct or (row is not None and row.audience in FOR_STAFF and not row.stays)
    return fit(replace(reply, private=True, direct=for_staff and request.place == "shared"))


def _scope(inbound: Inbound, someone: Someone, courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """The courses that it is about. Raises Refused where there is none.

    A button names its course. A channel stands for the course that owns it; anywhere else it is all of the person's.
    A stranger there is answered only where the bot runs one course, so that nobody learns of a second one.
    """
    if not courses:
        raise Refused("No course is set up here yet.")
    owners = tuple(course for course in courses if inbound.channel in _channels(course, inbound))
    mine = tuple(course for course in courses if course.id in someone.roles)
    wanted = inbound.action.course if inbound.action else ""
    if wanted:
        known = (*owners, *mine, *(courses if len(courses) == 1 else ()))
        chosen = tuple(dict.fromkeys(course.id for course in known if course.id == wanted))
        if not chosen:
            raise Refused("That belongs to a course that you are not in, or that is no longer here.")
        return tuple(course for course in courses if course.id in chosen)
    found = owners or mine or (courses if len(courses) == 1 else ())
    if not found:
        raise Refused("I do not know you yet. Please ask in your course’s channel, or ask its staff to add you.")
    return found


def _channels(course: Course, inbound: Inbound) -> tuple[str, ...]:
    return tuple(course.channels.get(inbound.platform, {}).values()) if inbound.channel else ()


def _place(inbound: Inbound, scope: tuple[Course, ...]) -> Place:
    if not inbound.channel:
        return "direct"
    staff = {course.channels.get(inbound.platform, {}).get("staff") for course in scope}
    return "staff" if staff == {inbound.channel} else "shared"


def _failure(inbound: Inbound, sentence: str, incident: str = "") -> Reply | FormAnswer:
    """One sentence. A form stays open with it at its first input, so that nothing typed is lost."""
    if inbound.values:
        shown = f"{sentence}If it keeps happening, tell staff this code: {incident}" if incident else sentence
        return Invalid({next(iter(inbound.values)): shown})
    if incident:
        words = paragraph(sentence, "If it keeps happening, tell staff this code: ", Code(incident))
    else:
        words = paragraph(sentence)
    reply = fit(Reply((words,)))
    return reply if inbound.values is None else Saved(reply)
