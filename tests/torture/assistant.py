"""A teaching assistant on Slack who answers pleas, and gives students more time or lets them off.

It does what a client lets it do and remembers what it was told.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.slack_server import Channel, Message, Person, SlackServer
from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.reading import NotThere
from tests.torture.homework import Deed
from tests.torture.students import PATIENCE
from tests.torture.watch import until
from tests.torture.work import Ordered

DONE = (" has until ", " has already until ", " is excused")


@dataclass
class Assistant:
    slack: SlackServer
    person: Person
    staff: Channel
    students: list[Person]
    now: Callable[[], datetime]
    ordered: list[Ordered] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)
    busy: bool = False

    async def do(self, deed: Deed) -> None:
        if self.busy or self.slack.down:
            return
        self.busy = True
        try:
            await (self._answer(deed) if deed.how == "answer" else self._order(deed))
        finally:
            self.busy = False

    async def _answer(self, deed: Deed) -> None:
        """The oldest line about somebody who cannot make it that was not answered; of each second by an excuse."""
        for message in self.person.sees(self.staff):
            key = _key(message)
            if "/cannot/" not in key or key in self.pressed:
                continue
            self.pressed.add(key)
            with suppress(NotAcknowledged, NotThere):
                await self.person.press(message, "Excuse" if deed.student % 2 else "+24 h")
            return

    async def _order(self, deed: Deed) -> None:
        student = self.students[deed.student]
        kind: Literal["extension", "excuse"] = "extension" if deed.how == "extend" else "excuse"
        one = Ordered(student.id, deed.session, kind, self.now())
        heard = len(self.slack.log)
        more = " +2d travels" if kind == "extension" else ""
        with suppress(NotAcknowledged):
            await self.person.slash(f"/course {deed.how} {student.name} {deed.session}{more}", self.staff)
        await until(lambda: self._told(student, heard), PATIENCE, step=0.05)
        one.told, one.until = self._told(student, heard), self.now()
        self.ordered.append(one)

    def _told(self, student: Person, heard: int) -> bool:
        new = [one for one in self.slack.log[heard:] if one.ephemeral_to == self.person.id]
        return any(student.name in one.plain and any(words in one.plain for words in DONE) for one in new)


def _key(message: Message) -> str:
    return str((message.metadata or {}).get("event_payload", {}).get("key", ""))
