"""What a workspace holds: accounts, channels, messages, files, user groups, and the order in which messages appeared.

Shapes are those of docs.slack.dev/reference/objects. It knows nothing of HTTP, tokens or who may do what.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from tests.slack_server.shown import plain

Json = dict[str, Any]

JOINS = frozenset({"channel_join", "channel_leave"})
"""Subtypes of messages that Slack itself writes; people see them small and grey, and read past them."""


@dataclass
class Account:
    id: str
    name: str
    team: str
    email: str = ""
    guest: Literal["multi", "single"] | None = None
    external: bool = False
    bot: bool = False
    tz: str = "America/Los_Angeles"
    deleted: bool = False

    def shape(self, *, email: bool) -> Json:
        """A user object; the e-mail needs its own scope, and is not told of people of other workspaces."""
        profile: Json = {"real_name": self.name, "display_name": self.name.split(maxsplit=1)[0], "team": self.team}
        if email and self.email and not self.external:
            profile["email"] = self.email
        handle = self.name.lower().replace(" ", ".")
        found: Json = {"id": self.id, "team_id": self.team, "name": handle, "deleted": self.deleted, "profile": profile}
        if self.deleted:
            return found | {"is_bot": self.bot}
        return found | {
            "real_name": self.name, "tz": self.tz, "tz_label": self.tz, "tz_offset": 0, "is_admin": False,
            "is_owner": False, "is_primary_owner": False, "is_restricted": self.guest is not None,
            "is_ultra_restricted": self.guest == "single", "is_bot": self.bot, "is_app_user": False, "updated": 1,
        } | ({"is_stranger": False} if self.external else {})  # fmt: skip


_TURNS = itertools.count()


@dataclass(eq=False)
class Message:
    """`ephemeral_to`: the one account that sees it. `revision` counts its changes; by `turn` messages are in the order
    in which they were posted, or changed last.
    """

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    team: str = ""
    subtype: str | None = None
    files: list[Json] = field(default_factory=list)
    broadcast: bool = False
    edited: str | None = None
    deleted: bool = False
    revision: int = 0
    turn: int = field(default_factory=lambda: next(_TURNS))
    renewals: int = 0
    """How often it was replaced by an answer to something pressed on it."""
    arguments: Json = field(default_factory=dict)
    """What the method that posted it was called with."""
    names: Callable[[str], str] | None = field(default=None, repr=False)

    def has_changed(self) -> None:
        self.revision += 1
        self.turn = next(_TURNS)

    @property
    def plain(self) -> str:
        """What a person reads. Without blocks Slack shows the text."""
        shown = plain(self.shape(), name=self.names)
        names = [f"[file {one['name']}]" for one in self.files]
        return "\n".join(part for part in (shown, *names) if part)

    @property
    def reply(self) -> bool:
        return self.thread_ts not in (None, self.ts)

    def shape(self, *, metadata: bool = False) -> Json:
        shape: Json = {"type": "message", "user": self.user, "ts": self.ts, "team": self.team, "text": self.text}
        if self.subtype:
            shape["subtype"] = self.subtype
        if self.bot_id:
            shape |= {"bot_id": self.bot_id, "app_id": self.app_id}
            shape["bot_profile"] = {"id": self.bot_id, "app_id": self.app_id, "name": "coursebot", "deleted": False}
        if self.blocks:
            shape["blocks"] = self.blocks
        if self.thread_ts:
            shape["thread_ts"] = self.thread_ts
        if self.files:
            shape["files"] = self.files
        if self.edited:
            shape["edited"] = {"user": self.user, "ts": self.edited}
        if metadata and self.metadata:
            shape["metadata"] = self.metadata
        return shape


@dataclass(eq=False)
class Channel:
    """A conversation. `direct`: the account whose direct messages with the bot these are. `shared`: with another
    organization; `offered`: one is invited.
    """

    id: str
    name: str
    private: bool = False
    members: list[str] = field(default_factory=list)
    direct: str | None = None
    archived: bool = False
    shared: bool = False
    offered: bool = False
    previous_names: list[str] = field(default_factory=list)
    created: int = 0
    messages: list[Message] = field(default_factory=list)
    pins: list[tuple[str, str, int]] = field(default_factory=list)
    """(ts, by whom, when) of each pinned message."""

    @property
    def kind(self) -> str:
        if self.direct:
            return "im"
        return "private_channel" if self.private else "public_channel"

    def shape(self, *, asks: str, counted: bool = False) -> Json:
        if self.direct:
            return {
                "id": self.id, "created": self.created, "is_archived": False, "is_im": True, "is_org_shared": False,
                "user": self.direct, "is_user_deleted": False, "priority": 0,
            }  # fmt: skip
        found: Json = {
            "id": self.id, "name": self.name, "name_normalized": self.name, "is_channel": not self.private,
            "is_group": self.private, "is_im": False, "is_mpim": False, "is_private": self.private,
            "created": self.created, "is_archived": self.archived, "is_general": False, "is_shared": self.shared,
            "is_ext_shared": self.shared, "is_org_shared": False, "is_member": asks in self.members,
            "is_pending_ext_shared": self.offered,
            "topic": {"value": "", "creator": "", "last_set": 0}, "creator": asks,
            "purpose": {"value": "", "creator": "", "last_set": 0}, "previous_names": self.previous_names,
        }  # fmt: skip
        return found | ({"num_members": len(self.members)} if counted else {})

    def rename(self, name: str) -> None:
        self.previous_names.insert(0, self.name)
        self.name = name

    def message(self, ts: str) -> Message | None:
        """A message that stands there; ephemeral ones cannot be named by their time."""
        return next((m for m in self.messages if m.ts == ts and not m.deleted and m.ephemeral_to is None), None)

    def standing(self) -> list[Message]:
        return [message for message in self.messages if not message.deleted]


@dataclass
class UserGroup:
    id: str
    handle: str
    users: list[str]
    deleted: bool = False


@dataclass
class File:
    """`content` is None until it was uploaded, `complete` until the upload was finished by a call."""

    id: str
    name: str
    length: int
    user: str
    permalink: str
    content: bytes | None = None
    complete: bool = False
    title: str = ""
    alt_text: str = ""
    shares: dict[str, list[str]] = field(default_factory=dict)
    """Channel id -> times of the messages that share it."""
    address: str = ""
    """Where its content is had, with a token."""
    external: bool = False
    """Kept somewhere else; Slack has no more than a link."""

    def shape(self) -> Json:
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else ""
        kinds = {
            "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
            "pdf": "application/pdf", "txt": "text/plain", "md": "text/plain",
        }  # fmt: skip
        private = self.address or f"{self.permalink}/download"
        return {
            "id": self.id, "name": self.name, "title": self.title or self.name, "filetype": kind, "user": self.user,
            "mimetype": kinds.get(kind, "application/octet-stream"), "size": self.length,
            "mode": "external" if self.external else "hosted", "is_external": self.external,
            "is_public": bool(self.shares), "permalink": self.permalink, "channels": sorted(self.shares),
            "url_private": private, "url_private_download": private, "file_access": "visible", "alt_txt": self.alt_text,
        }  # fmt: skip


class Workspace:
    """`clock` is Slack's own; message times follow it and never repeat."""

    def __init__(self) -> None:
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.team_id, self.team_name, self.domain = "T0COURSE01", "Seminar", "seminar"
        self.app_id, self.bot_id, self.bot_user_id = "A0COURSE01", "B0COURSE01", "U0COURSEBT"
        self.accounts: dict[str, Account] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.files: dict[str, File] = {}
        self.log: list[Message] = []
        self._serial = itertools.count(1)
        self._last = 0
        self._changed = asyncio.Event()
        self.accounts[self.bot_user_id] = Account(self.bot_user_id, "coursebot", self.team_id, bot=True)

    def new_id(self, kind: str) -> str:
        return f"{kind}0{next(self._serial):08d}"

    def new_ts(self) -> str:
        self._last = max(self._last + 1, int(self.clock().timestamp() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def seconds(self) -> int:
        return int(self.clock().timestamp())

    def changed(self) -> None:
        """Wake everybody who waits for something to be seen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, found: Callable[[], Any], patience: float, what: Callable[[], str]) -> Any:
        """Wait until `found` gives something true, and return it; after `patience` seconds say `what` is there."""
        try:
            async with asyncio.timeout(patience):
                while not (it := found()):
                    await self._changed.wait()
                return it
        except TimeoutError:
            raise AssertionError(what()) from None

    def name_of(self, account: str) -> str:
        return self.accounts[account].name if account in self.accounts else account

    def direct(self, account: str) -> Channel:
        """The direct messages of the bot with one account, opened where there are none yet."""
        for channel in self.channels.values():
            if channel.direct == account:
                return channel
        channel = Channel(
            self.new_id("D"), "directmessage", members=[account, self.bot_user_id], direct=account,
            created=self.seconds(),
        )  # fmt: skip
        self.channels[channel.id] = channel
        return channel

    def add(self, channel: Channel, message: Message) -> Message:
        message.names = self.name_of
        channel.messages.append(message)
        self.log.append(message)
        self.changed()
        return message

    def visible(self, channel: Channel, account: str) -> Iterator[Message]:
        if account not in channel.members and channel.private:
            return
        for message in channel.standing():
            if message.ephemeral_to in (None, account) and message.subtype not in JOINS:
                yield message
