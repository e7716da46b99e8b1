"""People who drop files to the bot at its door."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.conversation.reply import Action, Reply
from bot.conversation.request import Fetch, Fetched, Inbound, SharedFile
from bot.errors import Refused
from tests.support.asking import PLATFORM, WORKSPACE, Door, buttons, reply_of


@dataclass
class Dropper:
    """One person at the door, in one place. `reply` is what was said last."""

    door: Door
    who: str
    channel: str = ""
    reply: Reply = Reply(())  # noqa: RUF009 - it is frozen

    async def drops(self, text: str = "", **files: bytes | Exception) -> Reply:
        """Files by their names (`__` stands for the dot), with words."""
        given = {name.replace("__", "."): content for name, content in files.items()}
        shared = tuple(
            SharedFile(id=f"F-{name}", name=name, size=len(content) if isinstance(content, bytes) else 0)
            for name, content in given.items()
        )
        inbound = Inbound(
            platform=PLATFORM, workspace=WORKSPACE, account=self.who, account_name=self.who, channel=self.channel,
            now=self.door.now, text=text, files=shared, fetch=_fetch(given),
        )  # fmt: skip
        self.reply = reply_of(await self.door.dispatcher.answer(inbound))
        return self.reply

    def action(self, label: str) -> Action:
        found = next(one for one in buttons(self.reply) if one.label == label)
        return Action.decode(found.action.encode())

    async def presses(self, what: str | Action) -> Reply:
        action = self.action(what) if isinstance(what, str) else what
        self.reply = reply_of(await self.door.answer(self.who, action, self.channel))
        return self.reply


def _fetch(given: dict[str, bytes | Exception]) -> Fetch:
    async def fetch(file: str, most: int) -> Fetched:
        content = given[file.removeprefix("F-")]
        await asyncio.sleep(0)
        if isinstance(content, Exception):
            raise content
        if len(content) > most:
            raise Refused("It is too large.")
        return Fetched(SharedFile(id=file, name=file.removeprefix("F-"), size=len(content)), content)

    return fetch
