"""Students who write reviews on Slack: they open the form, fill it in, save and submit, and try again where it failed.

They do what their client lets them do and remember what they sent and what they were told; the auditor judges it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from tests.slack_server import Person, SlackServer, View, reading
from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.reading import NotThere
from tests.slack_server.shown import Json, label, options
from tests.torture.evidence import Asked
from tests.torture.homework import Deed
from tests.torture.looking import OF_REVIEWS
from tests.torture.students import PATIENCE, Students, accounts_in
from tests.torture.term import Session
from tests.torture.watch import until
from tests.torture.work import MARK, Handed, Pleaded

TRIES = 5
AGAIN = 0.6
"""Real seconds until somebody presses again what did not work."""

SAVED = ("Draft saved", "This is what you submitted")
FAILED = ("Not saved", "Slack sent me another page")
OPTIONAL = "Comment to staff"
TEXT = "It measures what it claims, twice, and the second time without the authors: {}."
LEFT_OUT = "Strengths"


@dataclass
class Writers:
    """`token` makes a word that stands nowhere else; `kill` kills a process."""

    slack: SlackServer
    students: Students
    token: Callable[[], str]
    now: Callable[[], datetime]
    kill: Callable[[int], None]
    handed: list[Handed] = field(default_factory=list)
    pleaded: list[Pleaded] = field(default_factory=list)

    async def do(self, deed: Deed) -> None:
        """Who is busy with something else does nothing."""
        busy = self.students.busy
        if deed.student in busy or self.slack.down:
            return
        busy.add(deed.student)
        try:
            await self._do(self.students.people[deed.student], deed)
        finally:
            busy.discard(deed.student)

    async def _do(self, person: Person, deed: Deed) -> None:
        session = self.students.term.session(deed.session)
        if deed.how == "cannot":
            await self._cannot(person, session)
            return
        paper = session.papers[deed.paper]
        view = await self._pressed(person, session) if deed.presses else await self._opened(person, paper)
        if view is None:
            return
        shown = [paper for paper, title in zip(session.papers, session.titles, strict=True) if title in view.plain]
        if len(shown) != 1:
            return
        (paper,) = shown
        if deed.pause:
            await asyncio.sleep(deed.pause)
        if deed.how == "two windows":
            await self._two_windows(person, session.id, paper, view)
            return
        if deed.how.startswith("draft"):
            await self._drafts(person, session.id, paper, view)
        if deed.how != "draft" and person.view is view:
            one = self._filled(person, session.id, paper, view, part=deed.how == "part")
            submitting = self._submits(person, one, view, times=2 if deed.how == "twice" else 1)
            killing = self._kills(person, deed.killed, len(self.slack.outgoing.attempts))
            await asyncio.gather(submitting, killing)
        await self._leaves(person, view)

    async def _kills(self, person: Person, after: float | None, before: int) -> None:
        """The process that takes what is submitted next, so many seconds after it was sent there."""
        if after is None or not await until(lambda: any(self._tries(person, before)[1]), 1.0, step=0.001):
            return
        await asyncio.sleep(after)
        for pid in self._tries(person, before)[1]:
            self.kill(pid)

    # --- opening ------------------------------------------------------------------------------------------------------

    async def _opened(self, person: Person, paper: str) -> View | None:
        """The form of the paper; None where there is none for this person, or something went wrong."""
        self.slack.screens.stack(person.id).clear()
        await self._looks(person, f"write {paper}")
        return _form(person)

    async def _pressed(self, person: Person, session: Session) -> View | None:
        """The same by the button of the newest message that has one: a reminder, or the weekly post."""
        self.slack.screens.stack(person.id).clear()
        seen = [*person.sees(self.students.channel), *person.sees()]
        for message in sorted(seen, key=lambda one: one.ts, reverse=True):
            buttons = [one for _, one in reading.elements(message.shape()) if _is_write(one)]
            if buttons and message.metadata:
                await self._asks(person, lambda one=message, button=buttons[0]: person.press(one, button))
                return _form(person)
        return await self._opened(person, session.papers[0])

    async def _looks(self, person: Person, words: str = "") -> None:
        await self._asks(person, lambda: person.slash(f"/review {words}".strip()))

    async def _asks(self, person: Person, do: Callable[[], Awaitable[None]]) -> None:
        """What is owed, or a form, or a word on why there is none."""
        asked = Asked(person.id, "form", "", self.now(), place="direct")
        self.students.asked.append(asked)
        before, heard = len(self.slack.outgoing.attempts), len(self.slack.log)
        try:
            await do()
        except NotAcknowledged as failure:
            asked.refused = failure.reason
        await until(lambda: _form(person) is not None or bool(self._told(person, heard)), PATIENCE, step=0.03)
        asked.shown = _form(person) is not None or bool(self._told(person, heard))
        asked.tries, asked.takers = self._tries(person, before)
        asked.until = self.now()

    def _tries(self, person: Person, before: int) -> tuple[int, tuple[int, ...]]:
        attempts = self.slack.outgoing.attempts[before:]
        mine = [payload for _, payload, _ in attempts if person.id in accounts_in(payload)]
        return len(mine), self.students.takers(mine)

    def _told(self, person: Person, heard: int) -> list[str]:
        """What the bot said since to what was done about reviews."""
        return [
            one.plain
            for one in self.slack.log[heard:]
            if one.bot_id == self.slack.bot_id
            and one.plain.startswith(OF_REVIEWS)
            and (one.ephemeral_to == person.id or (one.channel == person.direct.id and not one.metadata))
        ]

    async def _leaves(self, person: Person, view: View) -> None:
        if person.view is view:
            with suppress(NotAcknowledged):
                await person.closes(view)

    # --- writing ------------------------------------------------------------------------------------------------------

    def _filled(self, person: Person, session: str, paper: str, view: View, *, part: bool = False) -> Handed:
        """Everything has an answer; with `part` one question has none."""
        token = self.token()
        fields = {label: block["element"] for label, block in reading.inputs(view.given).items()}
        person.types(
            {
                label: TEXT.format(token) if one["type"] == "plain_text_input" else _last(one)
                for label, one in fields.items()
                if not label.startswith(OPTIONAL)
            }
        )
        if part:
            person.types({LEFT_OUT: ""})
        return Handed(person.id, session, paper, token, "submit", whole=not part, at=self.now())

    async def _drafts(self, person: Person, session: str, paper: str, view: View) -> None:
        """Save draft, until the form says that it is saved."""
        token = self.token()
        with suppress(NotAcknowledged):
            await person.enters("Summary", TEXT.format(token))
        one = Handed(person.id, session, paper, token, "draft", whole=False, at=self.now())
        before = len(self.slack.outgoing.attempts)
        for _ in range(TRIES):
            one.tries += 1
            if person.view is not view:
                break
            with suppress(NotAcknowledged):
                await person.press(view, "Save draft")
                await until(lambda: any(words in view.plain for words in (*SAVED, *FAILED)), PATIENCE, step=0.03)
            if any(words in view.plain for words in SAVED):
                one.confirmed = True
                break
            await self._pause()
        self._remember(person, one, view, before, len(self.slack.log))

    async def _submits(self, person: Person, one: Handed, view: View, *, times: int = 1) -> None:
        """Submit, until the form closes; then wait for what is said to it."""
        before, heard = len(self.slack.outgoing.attempts), len(self.slack.log)
        while one.tries < TRIES and not one.confirmed and person.view is view:
            one.tries += times
            answers = await asyncio.gather(*(_submit(person, view) for _ in range(times)))
            times = 1
            one.confirmed = "clear" in answers
            if not one.confirmed:
                await self._pause()
        if one.confirmed:
            await until(lambda: bool(self._told(person, heard)), PATIENCE, step=0.03)
        self._remember(person, one, view, before, heard)

    async def _pause(self) -> None:
        await asyncio.sleep(AGAIN)
        await until(lambda: bool(self.slack.sockets.open), PATIENCE)

    def _remember(self, person: Person, one: Handed, view: View, before: int, heard: int) -> None:
        one.words = tuple(self._told(person, heard))
        one.kept = person.view is view and any(one.token in value for value in view.values.values())
        _, one.takers = self._tries(person, before)
        one.until = self.now()
        self.handed.append(one)

    async def _two_windows(self, person: Person, session: str, paper: str, first: View) -> None:
        """The same form on two devices: what is written in the second is sent first."""
        stack = self.slack.screens.stack(person.id)
        second = await self._opened(person, paper)
        if second is None or second is first:
            return
        earlier = self._filled(person, session, paper, second, part=True)
        await self._submits(person, earlier, second)
        stack[:] = [first]
        later = self._filled(person, session, paper, first)
        later.after = earlier.confirmed
        if earlier.confirmed:
            await self._submits(person, later, first)
        await self._leaves(person, first)

    # --- saying that one cannot -----------------------------------------------------------------------------------------

    async def _cannot(self, person: Person, session: Session) -> None:
        """With the button below what is owed."""
        one = Pleaded(person.id, session.id, self.now())
        before, heard = len(self.slack.outgoing.attempts), len(self.slack.log)
        self.slack.screens.stack(person.id).clear()
        await self._looks(person)
        for message in reversed(person.sees()):
            buttons = [element for _, element in reading.elements(message.shape()) if _is_cannot(element)]
            if not buttons or message.bot_id != self.slack.bot_id:
                continue
            with suppress(NotAcknowledged, NotThere):
                await person.press(message, buttons[0])  # type: ignore[arg-type] # where two say the same: this one
                await until(lambda: person.view is not None, PATIENCE, step=0.03)
            break
        if person.view is not None and "Why?" in person.view.places():
            heard = len(self.slack.log)
            for _ in range(TRIES):
                if await _submit(person, person.view, {"Why?": "Ill"}) == "clear":
                    await until(lambda: bool(self._told(person, heard)), PATIENCE, step=0.03)
                    break
                await self._pause()
            one.told = any(words.startswith("I told the staff") for words in self._told(person, heard))
        if person.view is not None:
            await self._leaves(person, person.view)
        _, one.takers = self._tries(person, before)
        one.until = self.now()
        self.pleaded.append(one)


async def _submit(person: Person, view: View | None, values: dict[str, str] | None = None) -> str:
    """What the app said with its acknowledgement; '' where there was none."""
    try:
        answer = await person.submit(values, view)
    except NotAcknowledged:
        return ""
    return str(answer.get("response_action", ""))


def _form(person: Person) -> View | None:
    """The form of a review, where one stands on the screen."""
    view = person.view
    return view if view is not None and view.title.startswith("Review: ") else None


def _last(element: Json) -> str:
    return label(options(element)[-1])


def _is_write(element: Json) -> bool:
    return element["type"] == "button" and str(element["text"]["text"]).startswith(("Write", "Continue"))


def _is_cannot(element: Json) -> bool:
    return element["type"] == "button" and str(element["text"]["text"]).startswith("I can’t make this")


def tokens(hexes: Sequence[str]) -> Callable[[], str]:
    """Words that stand nowhere else, one after another."""
    left = iter(hexes)
    return lambda: f"{MARK}{next(left)}"
