"""Somebody of staff on Slack who opens sign-up, gives and takes seats, says who presented, and fills what is free.

It does what a client lets it do and remembers what it was told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from tests.slack_server import Channel, Message, Person, SlackServer, reading
from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.reading import NotThere
from tests.slack_server.shown import Json
from tests.torture.presenters import label
from tests.torture.seating import Sitting
from tests.torture.seats import Decided
from tests.torture.students import PATIENCE
from tests.torture.term import PC_MEETING, Term
from tests.torture.watch import until

REASON = "They asked for it, and nobody else can come."
OUTCOMES = ("Presented", "No-show", "Stood in", "Somebody else", "Take back")
FILLS = 2
"""More would leave nothing for anybody to take."""


@dataclass
class Chair:
    slack: SlackServer
    person: Person
    staff: Channel
    students: list[Person]
    term: Term
    now: Callable[[], datetime]
    decided: list[Decided] = field(default_factory=list)
    fills: int = 0
    busy: bool = False

    async def opens(self) -> None:
        """Before anything else is done."""
        await self.person.slash("/course signups", self.staff)
        panel = await self.person.sees_text("Not open yet.", self.staff)
        await self.person.press(panel, "Open …")
        asked = await self.person.sees_text("Open sign-up in", self.staff)
        await self.person.press(asked, "Open sign-up")
        await self.person.sees_text("Sign-up is open.", self.staff)

    async def do(self, deed: Sitting) -> None:
        if self.busy or self.slack.down:
            return
        self.busy = True
        self.slack.screens.stack(self.person.id).clear()
        one = Decided(deed.how, self.now(), self.students[deed.student].id)
        ways = {"assign": self._assign, "unassign": self._unassign, "mark": self._mark, "fill": self._fill}
        try:
            with suppress(NotThere, NotAcknowledged):
                await ways[deed.how](deed, one)
        finally:
            self.decided.append(one)
            self.busy = False

    # --- giving and taking ----------------------------------------------------------------------------------------------

    async def _assign(self, deed: Sitting, one: Decided) -> None:
        """Against a rule with a reason; in place of somebody else every other time."""
        student, session = self.students[deed.student], self.term.session(deed.session)
        words = f"/course assign {student.name} {PC_MEETING[deed.role].lower()} {session.day.day} {session.day:%b}"
        said = await self._asks(one, lambda: self.person.slash(words, self.staff))
        if said is not None and deed.turn % 2 and _button(said, "Replace ") is not None:
            said = await self._presses(one, said, "Replace ")
        if said is None or _button(said, "Assign anyway") is None or deed.turn % 3 == 0:
            return
        await self._presses(one, said, "Assign anyway")
        if self.person.view is not None:
            heard = len(self.slack.log)
            await self.person.submit({"Why?": REASON})
            await until(lambda: self._told(heard) is not None, PATIENCE, step=0.05)

    async def _unassign(self, deed: Sitting, one: Decided) -> None:
        """One of their seats; somebody else is found every other time."""
        said = await self._asks(
            one, lambda: self.person.slash(f"/course unassign {self.students[deed.student].name}", self.staff)
        )
        near = ("Take off, find somebody", "Only take off")
        for _ in range(2):
            choices = [] if said is None else [one for _, one in reading.elements(said.shape())]
            wanted = [button for button in choices if label(button) == near[deed.turn % 2]]
            named = wanted or [button for button in choices if " for ‘" in label(button)]
            if said is None or not named:
                return
            said = await self._presses(one, said, named[deed.turn % len(named)])

    async def _mark(self, deed: Sitting, one: Decided) -> None:
        """With the buttons of what was said as class began: this class, or one a month ago."""
        lines = [message for message in self.person.sees(self.staff) if "/class-start/" in _key(message)]
        mine = [message for message in lines if f"/{deed.session}/" in _key(message)]
        if not lines:
            return
        message = mine[-1] if mine and deed.turn % 5 else lines[deed.turn % len(lines)]
        buttons = [button for _, button in reading.elements(message.shape())]
        chosen = buttons[deed.turn // 7 % len(buttons)]
        said = await self._presses(one, message, chosen)
        if label(chosen).startswith("Change") and said is not None:  # of a class long ago they stand on a page
            of_seats = [button for _, button in reading.elements(said.shape()) if label(button).startswith(OUTCOMES)]
            if of_seats:
                await self._presses(one, said, of_seats[deed.turn // 7 % len(of_seats)])
        if self.person.view is not None:
            heard = len(self.slack.log)
            await self.person.submit({"Who presented?": self.students[deed.student].name})
            await until(lambda: self._told(heard) is not None, PATIENCE, step=0.05)

    async def _fill(self, deed: Sitting, one: Decided) -> None:
        """All that is owed; and back again every other time."""
        if self.fills >= FILLS:
            return
        self.fills += 1
        said = await self._asks(one, lambda: self.person.slash("/course fill minimum", self.staff))
        if said is None or _button(said, "Apply") is None:
            return
        said = await self._presses(one, said, "Apply")
        if said is not None and _button(said, "Undo") is not None and (deed.turn % 2 or self.fills > 1):
            await self._presses(one, said, "Undo")

    # --- pressing and being told ------------------------------------------------------------------------------------------

    async def _presses(self, one: Decided, message: Message, button: str | Json) -> Message | None:
        wanted = _button(message, button) if isinstance(button, str) else button
        if wanted is None:
            return None
        return await self._asks(one, lambda: self.person.press(message, wanted))  # type: ignore[arg-type] # where two say the same: this one

    async def _asks(self, one: Decided, do: Callable[[], Awaitable[None]]) -> Message | None:
        heard = len(self.slack.log)
        with suppress(NotAcknowledged):
            await do()
        await until(lambda: self.person.view is not None or self._told(heard) is not None, PATIENCE, step=0.05)
        said = self._told(heard)
        one.words = one.words or (said.plain.partition("\n")[0] if said is not None else "")
        return said

    def _told(self, heard: int) -> Message | None:
        return next((one for one in self.slack.log[heard:] if one.ephemeral_to == self.person.id), None)


def _button(message: Message, words: str) -> Json | None:
    found = (button for _, button in reading.elements(message.shape()) if label(button).startswith(words))
    return next(found, None)


def _key(message: Message) -> str:
    return str((message.metadata or {}).get("event_payload", {}).get("key", ""))
