"""What the bot says unasked, on Slack: posts with their key, looked for before anything is said again.

Every failure says whether the post happened; what comes before a post has no effect, so it is never an unknown outcome.
It decides nothing about when and what, and it keeps no record: the ledger does both.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.conversation.port import HistoryUnreadable, Member, PostRefused
from bot.conversation.reply import Reply
from bot.course.model import StaffMember
from bot.platforms.slack import history, parting, render, views
from bot.platforms.slack.api import Api
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.files import attached, uploaded
from bot.platforms.slack.refusals import Refusal

NAME = "slack"

SETTLING = (0.5, 1.0, 2.0)
"""Pauses in seconds while Slack looks at a picture that was just uploaded; until then it refuses to show it."""

LOST = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""Refusals after which a channel is looked up anew."""


class SlackPlatform:
    """Implements `Platform`. A channel is `#cs294`, `C0123ABCD`, or an account for that person's direct messages; the
    reference of a post is `C0123ABCD/ts`, of an older one `ts`.
    """

    name = NAME

    def __init__(self, api: Api, directory: Directory, *, settling: Sequence[float] = SETTLING) -> None:
        self.api, self.directory = api, directory
        self._settling = settling

    @property
    def workspace(self) -> str:
        return self.api.known.team_id if self.api.known is not None else ""

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        return parting.parts(reply)

    async def post(self, channel: str, reply: Reply, key: str) -> str:
        async with self._explained(channel):
            await self.directory.refuse_open_staff(channel)
            channel_id = await self.directory.id_of(channel)
            answer = await self._send("chat.postMessage", reply, key, channel=channel_id)
            return history.reference(str(answer.get("channel") or channel_id), str(answer["ts"]))

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:
        async with self._explained(channel):
            channel_id, ts = history.stands_at(reference)
            channel_id = channel_id or await self.directory.id_of(channel)
            await self._send("chat.update", reply, key, channel=channel_id, ts=ts)

    async def delete(self, channel: str, reference: str) -> None:
        async with self._explained(channel):
            channel_id, ts = history.stands_at(reference)
            if channel_id:
                await self._deleted(channel_id, ts)  # if it is not there it is gone
                return
            for one in await self.directory.ids_of(channel):
                if await self._deleted(one, ts):
                    return
            raise PostRefused(
                f"the message is not in {channel}: it is gone, or the channel was another one then; "
                "if it still stands somewhere, delete it by hand"
            )

    async def _deleted(self, channel_id: str, ts: str) -> bool:
        """False: it is not there."""
        try:
            await self.api.once("chat.delete", channel=channel_id, ts=ts)
        except Refusal as refusal:
            if refusal.code != "message_not_found":
                raise
            return False
        return True

    async def pin(self, channel: str, reference: str) -> None:
        async with self._explained(channel):
            channel_id, ts = history.stands_at(reference)
            channel_id = channel_id or await self.directory.id_of(channel)
            try:
                await self.api.once("pins.add", channel=channel_id, timestamp=ts)
            except Refusal as refusal:
                if refusal.code != "already_pinned":
                    raise

    async def direct(self, account: str, reply: Reply, key: str) -> str:
        """Slack takes an account for a channel here; to open it first is allowed 50 times a minute only."""
        async with self._explained(account):
            answer = await self._send("chat.postMessage", reply, key, channel=account)
            return history.reference(str(answer["channel"]), str(answer["ts"]))

    async def find(self, channel: str, key: str, since: datetime) -> tuple[str, ...]:
        found: list[str] = []
        try:
            async with self._explained(channel):
                for channel_id in await self.directory.ids_of(channel):
                    found += await history.find(self.api, channel_id, key, since)
        except Refusal as refusal:
            raise HistoryUnreadable(str(refusal)) from None
        return tuple(sorted(found, key=lambda one: history.moment(history.stands_at(one)[1])))

    async def people(self, channel: str) -> tuple[Member, ...]:
        async with self._explained(channel):
            members = await self.directory.members(channel)
        return tuple(member for member in members if member.kind != "bot")

    async def staff(self, entry: StaffMember) -> tuple[Member, ...]:
        return await self.directory.users.staff(entry)

    async def show_home(self, account: str, reply: Reply) -> None:
        await self.api.once("views.publish", user_id=account, view=views.home(reply))

    # --- sending ----------------------------------------------------------------------------------------------------

    async def _send(self, method: str, reply: Reply, key: str, **where: str) -> dict[str, Any]:
        files = await uploaded(self.api, reply.files)
        message = render.message(reply)
        pauses = self._settling if any(file.picture for file in files) else ()
        for pause in pauses:
            try:
                return await self._once(method, attached(message, files), key, linked=bool(files), **where)
            except Refusal as refusal:
                if refusal.code != "invalid_blocks":
                    raise
            await asyncio.sleep(pause)
        return await self._once(method, attached(message, files, shown=False), key, linked=bool(files), **where)

    async def _once(
        self, method: str, message: render.Message, key: str, *, linked: bool, **where: str
    ) -> dict[str, Any]:
        """`linked`: a file that is linked is shown only where its link may unfold. `chat.update` never unfolds."""
        unfolding = {} if method == "chat.update" or linked else {"unfurl_links": False, "unfurl_media": False}
        return await self.api.once(
            method,
            text=message.text,
            blocks=list(message.blocks),
            metadata=history.metadata(key),
            parse="none",
            link_names=False,
            **unfolding,
            **where,
        )

    @asynccontextmanager
    async def _explained(self, channel: str) -> AsyncIterator[None]:
        """Refusals name the channel as people know it."""
        try:
            yield
        except Refusal as refusal:
            if refusal.code in LOST:
                self.directory.forget()
            raise refusal.about(channel, await self.directory.mention()) from None
