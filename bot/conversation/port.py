"""The Platform protocol: all that the bot asks of a chat platform when it speaks unasked, and how that can fail.

The failures say what is known about the effect, because the ledger decides by it: refused and rate-limited posts did
not happen, a down platform was never reached, and of an unknown outcome nothing is known until `find` has looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from bot.conversation.form import Form, FormAnswer
from bot.conversation.reply import Reply
from bot.conversation.request import Event, Inbound
from bot.course.model import StaffMember
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


class ShutOut(PlatformDown):
    """The platform will never again answer with these credentials: the token was revoked, the bot was removed. What was
    to be said did not happen, and waits.
    """


@dataclass(frozen=True, slots=True)
class Member:
    """Someone as a platform lists them in a channel. `name` is the full name, `email` '' where it is not known.

    `guest`: a restricted account of the workspace. `external`: from another workspace, through a shared channel.
    `timezone` is where the platform believes them to be, as an IANA name, '' where it says nothing of use.
    """

    account: str
    name: str
    email: str = ""
    kind: Literal["member", "guest", "external", "bot"] = "member"
    timezone: str = ""


class Use(NamedTuple):
    """What a channel is for: a purpose ("staff") of one course, by the course's id."""

    course: str
    purpose: str


class Platform(Protocol):
    """A chat platform as the bot's unasked side needs it. `key` identifies a post for ever and is stored with it."""

    @property
    def name(self) -> str:
        """`slack`, `discord` or `console`."""

    @property
    def workspace(self) -> str:
        """The workspace or server in which its accounts live; '' until it was reached once."""

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        """The reply cut so that each part fits one message of this platform. Pure; loses no text."""

    async def post(self, channel: str, reply: Reply, key: str) -> str:
        """Post and return the message's reference. Raises PostRefused, RateLimited, OutcomeUnknown, PlatformDown."""

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:
        """Replace a message. Raises like `post`."""

    async def delete(self, channel: str, reference: str) -> None:
        """Delete one of our messages; one that is gone already is fine. Raises like `post`."""

    async def pin(self, channel: str, reference: str) -> None:
        """Keep one of our messages at hand in its channel, where the platform can; one that is pinned already is fine.
        Raises like `post`.
        """

    async def direct(self, account: str, reply: Reply, key: str) -> str:
        """Post to one person. Raises like `post`."""

    async def find(self, channel: str, key: str, since: datetime) -> tuple[str, ...]:
        """References of our posts with this key, oldest first; empty: certainly not there.

        Raises HistoryUnreadable where the history since `since` cannot be read in full.
        """

    async def people(self, channel: str) -> tuple[Member, ...]:
        """Who is in the channel, the bot itself left out. Raises PlatformDown, PostRefused, RateLimited."""

    async def staff(self, entry: StaffMember) -> tuple[Member, ...]:
        """Whom an entry of the schedule's staff means here: by id, e-mail or user group; none: nobody is found.

        Raises PlatformDown, PostRefused, RateLimited.
        """

    async def show_home(self, account: str, reply: Reply) -> None:
        """Show a person their page about the bot; nothing happens on platforms that have none. Raises like `post`."""


class Bot(Protocol):
    """The bot as a platform's inbound side sees it: what to do about what reached it. `App` is one."""

    async def answer(self, inbound: Inbound) -> Reply | Form | FormAnswer:
        """What the bot says to something typed, pressed or submitted. Never raises for what a person did."""

    def opens_form(self, inbound: Inbound) -> bool:
        """Whether the answer may be a Form, so that one is opened in time. Pure and quick."""

    async def happened(self, event: Event) -> None:
        """Take note of something that nobody asked about."""

    async def channels(self, platform: str) -> Mapping[str, frozenset[Use]]:
        """The channels that the courses in force name on the platform, as they spell them, with what each is for. One
        channel may be there twice, by its name and by its id.
        """


class Line(Protocol):
    """The connection to a platform through which requests come in, as the service runs it."""

    @property
    def name(self) -> str:
        """The platform's name."""

    async def run(self) -> None:
        """Connect and stay connected until cancelled, through every outage. Raises ShutOut."""

    async def finish(self, patience: float) -> None:
        """Take nothing new, finish within `patience` seconds what was acknowledged, and let go of everything."""
