"""What a terminal session needs to know of the bot: whom it may be, which channels there are, how to ask.

All of it is handed in, so that the same session serves the demo, a running service and a test.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.form import Form, FormAnswer
from bot.conversation.reply import Reply
from bot.conversation.request import Inbound
from bot.platforms.console.platform import WORKSPACE, ConsolePlatform

__all__ = ["WORKSPACE", "Stage", "Viewer", "Vocabulary", "World"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who sits at the terminal. `role` is a word for people: `a student`, `an instructor`."""

    account: str
    name: str
    called: str
    role: str
    is_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What can be completed: command → (subcommand → summary), and the words that may follow, with what they mean."""

    commands: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The demo's powers over the world. `advance` says everything due on the way; `next_due` is None where nothing
    is planned; `rehearsal` opens a fresh world that is not live, for the `instructor` to see.
    """

    cast: tuple[Viewer, ...]
    instructor: Viewer
    advance: Callable[[datetime], Awaitable[None]]
    next_due: Callable[[], Awaitable[datetime | None]]
    rehearsal: Callable[[], Awaitable[World]]
    close: Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Nothing is left to be done."""


@dataclass(frozen=True, kw_only=True)
class World:
    """A bot to talk to. `staff_channels` are seen by staff alone. `settle` lets what an answer set going happen.
    `rehearsing` says what a rehearsal is and how to end it, '' where there was none at the beginning.
    """

    platform: ConsolePlatform
    title: str
    zone: ZoneInfo
    channels: tuple[str, ...]
    staff_channels: frozenset[str]
    now: Callable[[], datetime]
    answer: Callable[[Inbound], Awaitable[Reply | Form | FormAnswer]]
    vocabulary: Callable[[Viewer], Vocabulary]
    settle: Callable[[], Awaitable[None]] = nothing
    stage: Stage | None = None
    rehearsing: str = ""

    def visible_channels(self, viewer: Viewer) -> tuple[str, ...]:
        return tuple(one for one in self.channels if viewer.is_staff or one not in self.staff_channels)
