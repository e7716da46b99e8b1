"""The terminal as a Platform: posts go to the journal and to whoever listens, which is the screen.

It knows channels and who is in them, never a course, a rule or how a message looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.conversation.port import Member, PostRefused
from bot.conversation.reply import Reply
from bot.course.model import StaffMember
from bot.platforms.console import parting
from bot.platforms.console.journal import Journal, Message

NAME = "console"
WORKSPACE = "terminal"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a message, told after it is on the disk. A deleted one is given as it last stood."""

    what: Literal["posted", "updated", "deleted"]
    message: Message


Listener = Callable[[Change], None]


class ConsolePlatform:
    """`clock` stamps messages. `members` maps each channel to who is in it; None: every channel exists, nobody is
    listed. Without a `journal` path nothing outlives the process.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        journal: Path | None = None,
        members: Mapping[str, tuple[Member, ...]] | None = None,
    ) -> None:
        self._clock = clock
        self._journal = Journal(journal)
        self._members = members
        self._listener: Listener | None = None
        self._unheard: list[Change] = []

    @property
    def name(self) -> str:
        return NAME

    @property
    def workspace(self) -> str:
        return WORKSPACE

    def listen(self, listener: Listener | None) -> None:
        """From now on tell this one of each change, and first of those that nobody has heard of yet."""
        self._listener = listener
        if listener is not None:
            unheard, self._unheard = self._unheard, []
            for change in unheard:
                listener(change)

    def close(self) -> None:
        self._journal.close()

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        return parting.parts(reply)

    async def post(self, channel: str, reply: Reply, key: str) -> str:
        if self._members is not None and channel not in self._members:
            raise PostRefused(f"the terminal has no channel {channel}; its channels are {', '.join(self._members)}")
        return self._said(channel=channel, account="", key=key, reply=reply)

    async def direct(self, account: str, reply: Reply, key: str) -> str:
        return self._said(channel="", account=account, key=key, reply=reply)

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:  # noqa: ARG002 - the port's
        message = self._journal.message(reference)
        if message is None or channel not in (message.channel, message.account):
            raise PostRefused(f"the terminal has no message {reference} in {channel}; it was deleted")
        self._tell("updated", self._journal.update(reference, at=self._clock(), reply=reply))

    async def delete(self, channel: str, reference: str) -> None:
        message = self._journal.message(reference)
        if message is not None and channel in (message.channel, message.account):
            self._journal.delete(reference, at=self._clock())
            self._tell("deleted", message)

    async def pin(self, channel: str, reference: str) -> None:
        """A terminal has no such place."""

    async def find(self, channel: str, key: str, since: datetime) -> tuple[str, ...]:  # noqa: ARG002 - see below
        """The journal is whole and cheap to search, so a clock that was set back cannot hide a post: `since` is
        not needed.
        """
        return self._journal.find(channel, key)

    async def people(self, channel: str) -> tuple[Member, ...]:
        if self._members is None:
            return ()
        if channel not in self._members:
            raise PostRefused(f"the terminal has no channel {channel}")
        return self._members[channel]

    async def staff(self, entry: StaffMember) -> tuple[Member, ...]:  # noqa: ARG002 - the port's
        """Nobody: who is staff in a terminal is said by whoever starts it."""
        return ()

    async def show_home(self, account: str, reply: Reply) -> None:
        """A terminal has no such page."""

    def everything(self) -> Iterator[Message]:
        """All that stands anywhere, oldest first. Who may see which of it is for the caller to decide."""
        return self._journal.messages()

    def history(self, *, channel: str = "", account: str = "") -> Iterator[Message]:
        """What stands in a channel, or was said to one person, oldest first."""
        for message in self._journal.messages():
            if message.channel == channel and message.account == account:
                yield message

    def _said(self, *, channel: str, account: str, key: str, reply: Reply) -> str:
        message = self._journal.post(channel=channel, account=account, key=key, at=self._clock(), reply=reply)
        self._tell("posted", message)
        return message.reference

    def _tell(self, what: Literal["posted", "updated", "deleted"], message: Message) -> None:
        change = Change(what, message)
        if self._listener is not None:
            self._listener(change)
        else:
            self._unheard.append(change)
