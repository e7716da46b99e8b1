"""The Platform protocol: all that the bot asks of a chat platform when it speaks unasked, and how that can fail.

The failures say what is known about the effect, because the ledger decides by it: refused and rate-limited posts did
not happen, a down platform was never reached, and of an unknown outcome nothing is known until `find` has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversation.reply import Reply
from bot.errors import CoursebotError, Misconfigured, PlatformDown


class PostRefused(Misconfigured):
    """The platform will not take the post: no such channel, not a member of it, token revoked. Staff can act on it."""


class RateLimited(CoursebotError):
    """Refused for now; the post did not happen. `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the platform asks to wait {retry_after:g} s")
        self.retry_after = retry_after


class OutcomeUnknown(PlatformDown):
    """The request left and no clear answer came back (time-out, dropped connection, server error)."""


class HistoryUnreadable(PlatformDown):
    """The channel's history cannot be read, so nobody can say whether a post is there."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person as a platform lists them in a channel."""

    account: str
    name: str


class Platform(Protocol):
    """A chat platform as the bot's unasked side needs it. `key` identifies a post for ever and is stored with it."""

    @property
    def name(self) -> str:
        """`slack`, `discord` or `console`."""

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        """The reply cut so that each part fits one message of this platform. Pure; loses no text."""

    async def post(self, channel: str, reply: Reply, key: str) -> str:
        """Post and return the message's reference. Raises PostRefused, RateLimited, OutcomeUnknown, PlatformDown."""

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:
        """Replace a message. Raises like `post`."""

    async def delete(self, channel: str, reference: str) -> None:
        """Delete one of our messages; one that is gone already is fine. Raises like `post`."""

    async def direct(self, account: str, reply: Reply, key: str) -> str:
        """Post to one person. Raises like `post`."""

    async def find(self, channel: str, key: str, since: datetime) -> tuple[str, ...]:
        """References of our posts with this key, oldest first; empty: certainly not there.

        Raises HistoryUnreadable where the history since `since` cannot be read in full.
        """

    async def people(self, channel: str) -> tuple[Member, ...]:
        """Who is in the channel. Raises PlatformDown, PostRefused."""
