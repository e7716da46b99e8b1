"""What reached the line, as the bot is asked it: with names, and with channels as the schedule spells them.

It knows how Slack's ids become the bot's words, and nothing of how an answer gets back. What Slack does not tell just
now costs nobody an answer: then an id stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.conversation.request import Event, Inbound
from bot.errors import CoursebotError
from bot.platforms.slack.api import Api
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.handed import Handed
from bot.platforms.slack.inbound import Arrived, Happening
from bot.platforms.slack.platform import NAME
from bot.platforms.slack.pressing import Asked

KINDS: Mapping[str, Literal["met", "home", "joined", "left"]] = {
    "opened": "met",
    "home": "home",
    "joined": "joined",
    "left": "left",
}


def question(arrived: Arrived, received: datetime, *, values: Mapping[str, str] | None = None) -> Inbound:
    """As far as the payload tells it: enough to say whether the answer may be a form."""
    asked = arrived.asked or Asked()
    return Inbound(
        platform=NAME,
        workspace="",
        account=arrived.account,
        account_name=arrived.name,
        channel="",
        now=received,
        text=asked.text,
        action=asked.action,
        values=values,
        files=arrived.files,
    )


def met(asked: Inbound) -> Event:
    """Who asks has dealt with the bot."""
    return Event(
        kind="met",
        platform=NAME,
        workspace=asked.workspace,
        account=asked.account,
        account_name=asked.account_name,
        now=asked.now,
    )


class Questions:
    """Completes what the payloads leave out."""

    def __init__(self, api: Api, directory: Directory) -> None:
        self._api, self._directory = api, directory
        self._handed = Handed(api)

    async def placed(self, arrived: Arrived) -> Arrived:
        """The same, where the channel is '' in the person's direct messages with the bot. Two people's own direct
        messages, in which a command can be typed too, are a channel like others.
        """
        channel = arrived.origin.channel
        if channel.startswith("D"):
            try:
                channel = "" if channel == await self._directory.direct(arrived.account) else channel
            except CoursebotError:
                channel = ""  # an answer in direct messages with the bot is private in any case
        return replace(arrived, origin=replace(arrived.origin, channel=channel))

    async def complete(self, asked: Inbound, arrived: Arrived) -> Inbound:
        """With what Slack knows of the person and the channel; `arrived` is placed."""
        return replace(
            asked,
            workspace=(await self._api.me()).team_id,
            account_name=arrived.name or await self._name(arrived.account),
            channel=await self._spelled(arrived.origin.channel),
            fetch=self._handed.fetch,
        )

    async def event(self, found: Happening, received: datetime) -> Event:
        """Something that nobody asked."""
        return Event(
            kind=KINDS[found.kind],
            platform=NAME,
            workspace=(await self._api.me()).team_id,
            account=found.account,
            account_name=await self._name(found.account),
            now=received,
            channel=await self._spelled(found.channel),
        )

    async def _name(self, account: str) -> str:
        try:
            return await self._directory.name_of(account)
        except CoursebotError:
            return account

    async def _spelled(self, channel: str) -> str:
        try:
            return await self._directory.spelled(channel) if channel else ""
        except CoursebotError:
            return channel
