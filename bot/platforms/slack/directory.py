"""Where things are on Slack: channels as the schedule spells them ↔ ids, direct messages, and who is there.

What it remembers it forgets after ten minutes, and at once where Slack contradicts; who could read what is for staff it
asks each time. It posts nothing and reads no text.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.port import Member, PostRefused, Use
from bot.platforms.slack.api import Api
from bot.platforms.slack.people import People, is_account
from bot.platforms.slack.refusals import Refusal

REMEMBERED = 600.0

STAFF = "staff"
"""The purpose whose channel is read by the staff of one course and nobody else."""

ANOTHER_ONE = "name a private channel of the staff's own in the schedule (course: channels: slack: staff)"

Named = Callable[[], Awaitable[Mapping[str, frozenset[Use]]]]
"""The channels that the courses in force name, as they spell them, with what each is for."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that the bot can see. `former`: names that it had. `outside`: people of another organization read it
    too, or are invited to.
    """

    id: str
    name: str
    private: bool
    outside: bool = False
    former: frozenset[str] = frozenset()


def is_channel_id(written: str) -> bool:
    """`C…`, `G…` (older private ones) or `D…` (direct messages)."""
    return re.fullmatch(r"[CGD][A-Z0-9]{6,20}", written) is not None


class Directory:
    """`named` tells what the schedules name. `monotonic` is in seconds."""

    def __init__(self, api: Api, named: Named, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._api, self._named, self._monotonic = api, named, monotonic
        self.users = People(api, monotonic=monotonic)
        self._places: dict[str, tuple[float, Place | None]] = {}
        """By id, with the time when Slack said so; None: Slack does not show it to the bot."""
        self._direct: dict[str, str] = {}
        self._called: dict[str, set[str]] = {}
        """Name → the ids of all channels that were seen with it, now or earlier."""

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
        """The schedule's spelling where it names the channel, else the id. Of several that of a class channel: what is
        said there must not be taken for said among staff. Raises PlatformDown, RateLimited.
        """
        if channel_id.startswith("D"):
            return channel_id
        spellings = await self._spellings(channel_id)
        shared = (spelled for spelled, uses in spellings.items() if any(use.purpose != STAFF for use in uses))
        return next(shared, next(iter(spellings), channel_id))

    async def _spellings(self, channel_id: str) -> dict[str, frozenset[Use]]:
        """All ways in which the schedules name one channel, with what each is for."""
        named, place = await self._named(), await self.place(channel_id)
        name = _bare(place.name) if place is not None else None
        return {spelled: uses for spelled, uses in named.items() if spelled == channel_id or _bare(spelled) == name}

    async def ids_of(self, spelled: str) -> tuple[str, ...]:
        """The ids of all channels that the bot is in and that have or had the name. Raises like `id_of`."""
        if is_account(spelled) or is_channel_id(spelled):
            return (await self.id_of(spelled),)
        there = await self._listed()
        found = tuple(place.id for place in there if place.id in self._called.get(_bare(spelled), ()))
        if not found:
            raise Refusal("not_in_channel").about(spelled, await self.mention())
        return found

    async def place(self, channel_id: str, *, anew: bool = False) -> Place | None:
        """A channel by its id; None where the bot cannot see it. `anew`: as it is now, whatever is remembered."""
        since, place = self._places.get(channel_id, (-math.inf, None))
        if not anew and self._monotonic() < since + REMEMBERED:
            return place
        try:
            place = _place((await self._api.call("conversations.info", channel=channel_id))["channel"])
        except Refusal as refusal:
            if refusal.code == "missing_scope":
                raise
            place = None
        self._remember(channel_id, place)
        return place

    async def refuse_open_staff(self, channel: str) -> None:
        """Raises PostRefused where what is said in the channel is for staff, and others could read it."""
        if is_account(channel):
            return
        meant = (await self._named()).get(channel)  # what a course names by this very word it says by this word
        if meant is not None and not _for_staff(meant):
            return
        channel_id = await self.id_of(channel)
        if meant is None and not _for_staff(await self._uses(channel_id)):
            return
        place = await self.place(channel_id, anew=True)  # Slack tells the bot nothing of a channel that is made public
        if place is None:
            raise Refusal("not_in_channel").about(channel, await self.mention())
        if not place.private:
            raise PostRefused(
                f"{channel} is a public channel, and what is for staff would be read by everybody: make it private "
                f"(channel settings), or {ANOTHER_ONE}"
            )
        if place.outside:
            raise PostRefused(
                f"{channel} is shared with another organization, or offered to one, which would read what is for "
                f"staff: end that (channel settings), or {ANOTHER_ONE}"
            )
        await self._refuse_a_class_channel(channel, channel_id)

    async def _refuse_a_class_channel(self, channel: str, channel_id: str) -> None:
        uses = await self._uses(channel_id)
        if len(uses) > 1:
            places = sorted(f"{purpose} of {course}" for course, purpose in uses)
            raise PostRefused(
                f"{channel} is one channel for {' and '.join(places)}, and others would read what is for staff: "
                f"{ANOTHER_ONE}"
            )

    async def _uses(self, channel_id: str) -> frozenset[Use]:
        """What all courses use a channel for, however they spell it."""
        return frozenset().union(*(await self._spellings(channel_id)).values())

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

    def _remember(self, channel_id: str, place: Place | None) -> None:
        self._places[channel_id] = (self._monotonic(), place)
        for name in (place.name, *place.former) if place is not None else ():
            self._called.setdefault(_bare(name), set()).add(channel_id)

    async def _by_name(self, name: str) -> Place | None:
        for since, place in self._places.values():
            if place is not None and _bare(place.name) == name and self._monotonic() < since + REMEMBERED:
                return place
        return next((place for place in await self._listed() if _bare(place.name) == name), None)

    async def _listed(self) -> list[Place]:
        """The channels that the bot is in: a workspace may have ten thousand others."""
        found: list[Place] = []
        kinds = "public_channel,private_channel"
        async for page in self._api.pages("users.conversations", types=kinds, exclude_archived=True):
            found += [_place(channel) for channel in page.get("channels") or []]
        for place in found:
            self._remember(place.id, place)
        return found


def _for_staff(uses: Collection[Use]) -> bool:
    return any(use.purpose == STAFF for use in uses)


def _bare(spelled: str) -> str:
    """The name in `#cs294`, `cs294` and `#CS294`; Slack's have no capitals."""
    return spelled.strip().removeprefix("#").casefold()


def _place(channel: Mapping[str, Any]) -> Place:
    among_others = channel.get("is_shared") and not channel.get("is_org_shared")  # org: workspaces of one organization
    return Place(
        id=str(channel["id"]),
        name=str(channel.get("name") or ""),
        private=bool(channel.get("is_private")),
        outside=bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") or among_others),
        former=frozenset(str(name) for name in channel.get("previous_names") or []),
    )
