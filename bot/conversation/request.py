"""A Request: what a person typed, pressed or submitted, with who they are. Built at a platform's door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.conversation.reply import Action
from bot.course.model import Course, CourseRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    """A file that a person gave the bot, as the platform tells of it: `id` is what it is fetched by, `size` in bytes,
    `media_type` such as `application/pdf`, '' where the platform does not say.
    """

    id: str
    name: str
    media_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's content, with what the platform says of it."""

    file: SharedFile
    content: bytes


Fetch = Callable[[str, int], Awaitable[Fetched]]
"""File id, most bytes → the file. Raises Refused where it is larger or not to be had, PlatformDown, RateLimited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """What reached the bot, before it knows who it is from. Exactly one of `text` and `action` is given.

    `text` is a whole command line without the slash ("readings week 3"), or any words said to the bot, with the line
    breaks that they have where the platform keeps them. `values` are a submitted form page's inputs by id; of a file
    input the ids of the files, joined by commas. `channel` is the platform's id of where it was said, '' in a direct
    message. `files` came with the words.
    """

    platform: str
    workspace: str
    account: str
    account_name: str
    channel: str
    now: datetime
    text: str | None = None
    action: Action | None = None
    values: Mapping[str, str] | None = None
    files: tuple[SharedFile, ...] = ()
    fetch: Fetch | None = field(default=None, repr=False, compare=False)
    """How the files of `files` and `values` are had, where the platform has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a platform and asks for no answer.

    `met`: the account has dealt with the bot in some way (typed, pressed, opened its page). `home`: it opened the bot's
    page. `joined` and `left`: a channel, as the schedule spells it, has one person more or less.
    """

    kind: Literal["met", "home", "joined", "left"]
    platform: str
    workspace: str
    account: str
    account_name: str
    now: datetime
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Who asks. `roles` maps course id → role, for active memberships only. `person` is None for a stranger.

    What is due from `counts_from` on is owed; that is later than `joined_at` for those who came while the course ran.
    """

    person: int | None
    name: str
    roles: Mapping[str, CourseRole] = field(default_factory=dict)
    joined_at: Mapping[str, datetime] = field(default_factory=dict)
    counts_from: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A permitted request for one row of the command table.

    `courses` are the courses that it is about: the channel's, or in a direct message all of the person's.
    `place` is `shared` for every channel but the staff channel. `arguments` are the words after the subcommand or the
    action's arguments. `values` are the inputs of a submitted form page.
    """

    inbound: Inbound
    someone: Someone
    courses: tuple[Course, ...]
    place: Literal["direct", "staff", "shared"]
    arguments: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    verb: str = ""
    """The row that is asked for, for buttons that ask it again."""
    public_url: str = ""
    """Where people reach the bot's own pages, without a slash at its end; '': nowhere."""

    @property
    def now(self) -> datetime:
        return self.inbound.now

    @property
    def words(self) -> str:
        """The arguments as they were typed."""
        return " ".join(self.arguments)

    def role_in(self, course: str) -> CourseRole | None:
        return self.someone.roles.get(course)

    def is_staff(self, course: str) -> bool:
        role = self.role_in(course)
        return role is not None and role.is_staff
