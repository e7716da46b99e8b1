"""Students who sign up to present on Slack: they take seats, give them back, swap, step in, and press what is old.

They do what their client lets them do and remember what they were told; the auditor judges it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from tests.slack_server import Message, Person, SlackServer, reading
from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.reading import NotThere
from tests.slack_server.shown import Json
from tests.torture.evidence import Asked
from tests.torture.seating import Sitting
from tests.torture.seats import Signed
from tests.torture.students import PATIENCE, UNSENT, Students, accounts_in, is_answer
from tests.torture.term import PC_MEETING
from tests.torture.watch import until

TRIES = 3
AGAIN = 0.4
"""Real seconds until somebody presses again what nobody answered."""

TOGETHER = 1.5
"""Real seconds for which somebody waits for the others who want the same seat."""

SIGN_UP, WENT_WRONG = "Sign up", "Sorry, something went wrong"
TAKE, DROP, OFFER = "Take it", "Give it back", "Offer it"
OF_SEATS = (
    TAKE, DROP, OFFER, "Drop", "Swap", "Accept", "Pass", "I cannot", "Calendar file", "More seats", "My seats",
    "All seats", "Other seats", "Withdraw the offer", *PC_MEETING.values(),
)  # fmt: skip
"""How buttons begin that are about seats."""


@dataclass
class Presenters:
    """`kill` kills a process."""

    slack: SlackServer
    students: Students
    now: Callable[[], datetime]
    kill: Callable[[int], None]
    signed: list[Signed] = field(default_factory=list)
    ready: Counter[int] = field(default_factory=Counter)
    """Of each group, how many are about to press."""

    async def do(self, deed: Sitting) -> None:
        """Who is busy with something else does nothing."""
        busy = self.students.busy
        if deed.student in busy or self.slack.down:
            self.ready[deed.group] += 1
            return
        busy.add(deed.student)
        try:
            await self._do(self.students.people[deed.student], deed)
        finally:
            busy.discard(deed.student)

    async def _do(self, person: Person, deed: Sitting) -> None:
        self.slack.screens.stack(person.id).clear()
        one = Signed(person.id, deed.how, self.now())
        ways = {
            "take": self._take, "drop": self._drop, "swap": self._swap, "agree": self._agree, "grab": self._grab,
            "answer": self._answer, "old": self._old, "look": self._look,
        }  # fmt: skip
        with suppress(NotThere):
            if not await ways[deed.how](person, deed, one) and deed.how not in ("take", "look", "old"):
                one.how = "take"  # there was nothing to give back, to swap or to answer
                await self._take(person, deed, one)
        one.until = self.now()
        self.signed.append(one)
        if person.view is not None:
            with suppress(NotAcknowledged):
                await person.closes(person.view)

    # --- what they do -------------------------------------------------------------------------------------------------

    async def _look(self, person: Person, deed: Sitting, one: Signed) -> Message | None:
        board = next((message for message in person.sees(self.students.channel) if has(message, SIGN_UP)), None)
        if board is not None and deed.turn % 3 == 0:
            return await self._presses(person, one, board, SIGN_UP, times=TRIES)
        return await self._types(person, one, "/signup board" if deed.turn % 2 else "/signup")

    async def _take(self, person: Person, deed: Sitting, one: Signed) -> bool:
        """Find it, by words or on a page; read what it asks for; take it, at the same moment as the others."""
        session = self.students.term.session(deed.session)
        if deed.pages:
            page = await self._look(person, deed, one)
            open_to_me = [] if page is None else [button for title, button in beside(page) if title == session.title]
            named = [button for button in open_to_me if label(button) == PC_MEETING[deed.role]]
            if page is None or not open_to_me:
                return False
            chosen = (named or open_to_me)[0]
            shown = await self._presses(person, one, page, chosen)
            one.seat = (session.id, next(role for role, title in PC_MEETING.items() if title == label(chosen)))
        else:
            one.seat = (session.id, deed.role)
            words = f"/signup {PC_MEETING[deed.role].lower()} {session.day.day} {session.day:%b}"
            shown = await self._types(person, one, words)
        self.ready[deed.group] += 1
        if shown is None or not has(shown, TAKE):
            return False
        if deed.group:
            await until(lambda: self.ready[deed.group] > deed.rivals, TOGETHER, step=0.01)
            one.rivals = deed.rivals
        await self._presses(person, one, shown, TAKE, killed=deed.killed, times=TRIES)
        return True

    async def _drop(self, person: Person, deed: Sitting, one: Signed) -> bool:
        shown = await self._chosen(person, deed, one, "/signup drop", "Which of your seats do you want to give back?")
        if shown is None or not has(shown, DROP):
            return False
        await self._presses(person, one, shown, DROP, killed=deed.killed, times=TRIES)
        return True

    async def _chosen(self, person: Person, deed: Sitting, one: Signed, words: str, which: str) -> Message | None:
        """A command of which one seat has to be chosen where there are several: every other time the next one."""
        shown = await self._types(person, one, words)
        if shown is None or which not in shown.plain:
            return shown
        choices = [button for _, button in reading.elements(shown.shape()) if " for ‘" in label(button)]
        if not choices:
            return None
        wanted = choices[deed.turn % len(choices) if deed.turn // 10 % 2 else 0]
        return await self._presses(person, one, shown, wanted, times=TRIES)

    async def _swap(self, person: Person, deed: Sitting, one: Signed) -> bool:
        """Any role and any class will do; the form says so already."""
        await self._chosen(person, deed, one, "/signup swap", "Which of your seats do you want to swap?")
        view, heard = person.view, len(self.slack.log)
        if view is None or not view.title.startswith("Swap a seat"):
            return False
        with suppress(NotAcknowledged, AssertionError):
            await person.submit(view=view)
        await until(lambda: bool(self._told(person, heard)), PATIENCE, step=0.03)
        for message in self._told(person, heard):
            if has(message, OFFER):
                await self._presses(person, one, message, OFFER, killed=deed.killed, times=TRIES)
        return True

    async def _agree(self, person: Person, deed: Sitting, one: Signed) -> bool:
        """Swap with whoever offered something last."""
        return await self._newest(person, deed, one, "Swap my ")

    async def _grab(self, person: Person, deed: Sitting, one: Signed) -> bool:
        """Take the seat that was offered last: to them, or to everybody."""
        calls = [message for message in person.sees(self.students.channel) if has(message, TAKE) and message.metadata]
        if calls and deed.turn % 2:
            shown = await self._presses(person, one, calls[-1], TAKE, times=TRIES)
            if shown is not None and has(shown, TAKE):
                await self._presses(person, one, shown, TAKE, killed=deed.killed, times=TRIES)
            return True
        return await self._newest(person, deed, one, TAKE)

    async def _answer(self, person: Person, deed: Sitting, one: Signed) -> bool:
        """A backup who is asked, or was told, to step in."""
        return await self._newest(person, deed, one, ("Accept", "Pass", "I cannot", "Accept")[deed.turn % 4], "Accept")

    async def _newest(self, person: Person, deed: Sitting, one: Signed, *labels: str) -> bool:
        """The button of the newest message that was said unasked and has one."""
        for message in reversed(person.sees()):
            if is_answer(message):
                continue
            for words in labels:
                found = [button for _, button in reading.elements(message.shape()) if label(button).startswith(words)]
                if found:
                    chosen = found[deed.turn % len(found)]
                    await self._presses(person, one, message, chosen, killed=deed.killed, times=TRIES)
                    return True
        return False

    async def _old(self, person: Person, deed: Sitting, one: Signed) -> bool:
        """A button of any message about seats that there ever was."""
        places = [message for message in person.sees() if message.bot_id == self.slack.bot_id]
        found = [(message, button) for message in places for button in about_seats(message)]
        if found:
            older = found[: max(1, len(found) * 2 // 3)]
            message, chosen = older[deed.turn % len(older)]
            await self._presses(person, one, message, chosen, killed=deed.killed)
        return bool(found)

    # --- pressing and being told ----------------------------------------------------------------------------------------

    async def _types(self, person: Person, one: Signed, words: str) -> Message | None:
        return await self._insists(person, one, lambda: person.slash(words), times=TRIES)

    async def _presses(
        self,
        person: Person,
        one: Signed,
        message: Message,
        button: str | Json,
        *,
        killed: float | None = None,
        times: int = 1,
    ) -> Message | None:
        press = lambda: person.press(message, button)  # type: ignore[arg-type] # noqa: E731 - where two say the same: this one
        return await self._insists(person, one, press, killed=killed, times=times)

    async def _insists(
        self,
        person: Person,
        one: Signed,
        do: Callable[[], Awaitable[None]],
        *,
        killed: float | None = None,
        times: int = 1,
    ) -> Message | None:
        """Until it is answered, but no more than so many times; then only the first costs a process its life."""
        told: Message | None = None
        for _ in range(times):
            told = await self._asks(person, one, do, killed=killed)
            if (told is not None and WENT_WRONG not in told.plain) or person.view is not None:
                break
            killed = None
            await asyncio.sleep(AGAIN)
            await until(lambda: bool(self.slack.sockets.open), PATIENCE)
        return told

    async def _asks(
        self, person: Person, one: Signed, do: Callable[[], Awaitable[None]], *, killed: float | None = None
    ) -> Message | None:
        """The first that is said to it; None where it is a form, or nothing."""
        asked = Asked(person.id, "seat", "", self.now(), place="direct")
        self.students.asked.append(asked)
        before, heard, one.tries = len(self.slack.outgoing.attempts), len(self.slack.log), one.tries + 1
        killing = asyncio.create_task(self._kills(person, one, killed, before))
        try:
            await do()
        except NotAcknowledged as failure:
            asked.refused = failure.reason
        except NotThere:
            self.students.asked.remove(asked)
            killing.cancel()
            raise
        unsent = asked.refused == UNSENT  # Slack sends a command and a press once only
        shown = not unsent and await until(
            lambda: person.view is not None or bool(self._told(person, heard)),
            PATIENCE if not killed else 3.0,
            step=0.03,
        )
        await killing
        asked.shown = shown
        mine = [payload for _, payload, _ in self.slack.outgoing.attempts[before:] if person.id in accounts_in(payload)]
        asked.tries, asked.takers = len(mine), self.students.takers(mine)
        asked.until = self.now()
        told = self._told(person, heard)
        one.words = (*one.words, *(message.plain.partition("\n")[0] for message in told[:1]))
        return told[0] if told else None

    async def _kills(self, person: Person, one: Signed, after: float | None, before: int) -> None:
        """The process that is given what is pressed next, so many seconds later."""

        def takers() -> tuple[int, ...]:
            attempts = self.slack.outgoing.attempts[before:]
            return self.students.takers([payload for _, payload, _ in attempts if person.id in accounts_in(payload)])

        if after is None or not await until(lambda: any(takers()), 1.0, step=0.001):
            return
        await asyncio.sleep(after)
        for pid in takers():
            one.killed = True
            self.kill(pid)

    def _told(self, person: Person, heard: int) -> list[Message]:
        """What the bot said since, because it was asked."""
        return [
            one
            for one in self.slack.log[heard:]
            if one.bot_id == self.slack.bot_id
            and (one.ephemeral_to == person.id or (one.channel == person.direct.id and one.ephemeral_to is None))
            and is_answer(one)
            and one.plain
        ]


def label(button: Json) -> str:
    return str(button["text"]["text"]) if button["type"] == "button" else ""


def has(message: Message, words: str) -> bool:
    return any(label(button) == words for _, button in reading.elements(message.shape()))


def about_seats(message: Message) -> Iterator[Json]:
    for _, button in reading.elements(message.shape()):
        if label(button).startswith(OF_SEATS):
            yield button


def beside(message: Message) -> Iterator[tuple[str, Json]]:
    """The title of a class on a page of seats, and each of the buttons below it."""
    title = ""
    for block in message.shape().get("blocks") or ():
        if block["type"] == "actions":
            yield from ((title, button) for button in block["elements"] if label(button) in PC_MEETING.values())
        else:
            words = reading.plain({"blocks": [block]})
            title = words.partition(" · ")[0].strip()
