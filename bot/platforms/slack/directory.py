"""Where things are on Slack: channels as the schedule spells them ↔ ids, direct messages, and who is there.

What it remembers it forgets after ten minutes, and at once where Slack contradicts. It posts nothing and reads no text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.port import Member, PostRefused
from bot.platforms.slack.api import Api
from bot.platforms.slack.people import People, is_account
from bot.platforms.slack.refusals import Refusal

REMEMBERED = 600.0

STAFF = "staff"
"""The purpose whose channel must be private."""

Named = Callable[[], Awaitable[Mapping[str, frozenset[str]]]]
"""The channels that the courses in force name, as they spell them, with their purposes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that the bot can see."""

    id: str
    name: str
    private: bool


def is_channel_id(written: str) -> bool:
    """`C…`, `G…` (older private ones) or `D…` (direct messages)."""
    return re.fullmatch(r"[CGD][A-Z0-9]{6,20}", written) is not None


class Directory:
    """`named` tells what the schedules name. `monotonic` is in seconds."""

    def __init__(self, api: Api, named: Named, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._api, self._named, self._monotonic = api, named, monotonic
        self.users = People(api, monotonic=monotonic)
        self._places: dict[str, tuple[float, Place | None]] = {}
        """By id; None: Slack does not show it to the bot."""
        self._direct: dict[str, str] = {}

    # --- channels ---------------------------------------------------------------------------------------------------

    async def id_of(self, spelled: str) -> str:
        """The id of `#cs294`, `cs294` or `C0123ABCD`; of an account the id of its direct messages.

        Raises Refusal where the bot is in no such channel, and PlatformDown, RateLimited.
        """
        if is_account(spelled):
            return await self.direct(spelled)
        if is_channel_id(spelled):
            return spelled
        place = await self._by_name(_bare(spelled))
        if place is None:
            raise Refusal("not_in_channel").about(spelled, await self.mention())
        return place.id

    async def spelled(self, channel_id: str) -> str:
        """The schedule's spelling where it names the channel, else the id. Raises PlatformDown, RateLimited."""
        named = await self._named()
        if channel_id in named or channel_id.startswith("D"):
            return channel_id
        place = await self.place(channel_id)
        if place is None:
            return channel_id
        return next((spelled for spelled in named if _bare(spelled) == place.name), channel_id)

    async def purposes(self, channel: str) -> frozenset[str]:
        """What the courses use a channel for, however it is spelled here."""
        named = await self._named()
        found = set(named.get(channel, frozenset()))
        channel_id = await self.id_of(channel)
        for spelled, purposes in named.items():
            if _bare(spelled) == _bare(channel) or spelled == channel_id:
                found |= purposes
        if is_channel_id(channel) and not channel.startswith("D"):
            found |= named.get(await self.spelled(channel), frozenset())
        return frozenset(found)

    async def place(self, channel_id: str) -> Place | None:
        """A channel by its id; None where the bot cannot see it."""
        known, place = self._remembered(channel_id)
        if known:
            return place
        try:
            place = _place((await self._api.call("conversations.info", channel=channel_id))["channel"])
        except Refusal as refusal:
            if refusal.code == "missing_scope":
                raise
            place = None
        self._remember(channel_id, place)
        return place

    async def refuse_public_staff(self, channel: str) -> None:
        """Raises PostRefused where everybody could read what is for staff."""
        if is_account(channel) or STAFF not in await self.purposes(channel):
            return
        place = await self.place(await self.id_of(channel))
        if place is None:
            raise Refusal("not_in_channel").about(channel, await self.mention())
        if not place.private:
            raise PostRefused(
                f"{channel} is a public channel, and what is for staff would be read by everybody: make it private "
                "(channel settings), or name a private channel in the schedule (course: channels: slack: staff)"
            )

    async def mention(self) -> str:
        """How people write the bot's name."""
        return f"@{(await self._api.me()).name or 'coursebot'}"

    def forget(self, channel_id: str = "") -> None:
        """A channel is not what it was; without an id: none is (the bot was invited somewhere, or removed)."""
        if channel_id:
            self._places.pop(channel_id, None)
        else:
            self._places.clear()

    # --- people -----------------------------------------------------------------------------------------------------

    async def direct(self, account: str) -> str:
        """The id of the direct messages with one person. Raises like `id_of`."""
        if account not in self._direct:
            answer = await self._api.call("conversations.open", users=account)  # opening twice is opening once
            self._direct[account] = str(answer["channel"]["id"])
        return self._direct[account]

    async def members(self, channel: str) -> tuple[Member, ...]:
        """Who is in a channel, the bot itself left out. Raises Refusal, PlatformDown, RateLimited."""
        channel_id = await self.id_of(channel)
        accounts: list[str] = []
        async for page in self._api.pages("conversations.members", channel=channel_id):
            accounts += page.get("members") or []
        return await self.users.members(accounts)

    async def name_of(self, account: str) -> str:
        """A person's full name; the id where Slack knows nobody."""
        return await self.users.name_of(account)

    # --- the memo ---------------------------------------------------------------------------------------------------

    def _remembered(self, channel_id: str) -> tuple[bool, Place | None]:
        until, place = self._places.get(channel_id, (0.0, None))
        return self._monotonic() < until, place

    def _remember(self, channel_id: str, place: Place | None) -> None:
        self._places[channel_id] = (self._monotonic() + REMEMBERED, place)

    async def _by_name(self, name: str) -> Place | None:
        """Of the channels that the bot is in: a workspace may have ten thousand others."""
        for until, place in self._places.values():
            if place is not None and place.name == name and self._monotonic() < until:
                return place
        found: Place | None = None
        kinds = "public_channel,private_channel"
        async for page in self._api.pages("users.conversations", types=kinds, exclude_archived=True):
            for channel in page.get("channels") or []:
                place = _place(channel)
                self._remember(place.id, place)
                found = place if place.name == name else found
        return found


def _bare(spelled: str) -> str:
    return spelled.removeprefix("#")


def _place(channel: Mapping[str, Any]) -> Place:
    return Place(id=str(channel["id"]), name=str(channel.get("name") or ""), private=bool(channel.get("is_private")))
