"""The Platform protocol against `platform_server`, as the console's namesake: same channels, a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation.plain import plain
from bot.conversation.port import HistoryUnreadable, Member, OutcomeUnknown, PostRefused, RateLimited
from bot.conversation.reply import Reply
from bot.course.model import StaffMember
from bot.errors import PlatformDown


@dataclass(frozen=True)
class LoopbackPlatform:
    """`blocks` is how many blocks one message holds. `announce_parts`: tell the server when a text is being frozen."""

    port: int
    name: str = "console"
    blocks: int = 1000
    timeout: float = 5.0
    announce_parts: bool = False
    workspace: str = "W"

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        if self.announce_parts:
            with socket.create_connection(("127.0.0.1", self.port)) as connection:
                connection.sendall(json.dumps({"op": "parts", "pid": os.getpid()}).encode() + b"\n")
                connection.recv(1024)
        return tuple(Reply(tuple(chunk), private=reply.private) for chunk in _chunks(reply.blocks, self.blocks))

    async def post(self, channel: str, reply: Reply, key: str) -> str:
        answer = await self._call("post", channel=channel, key=key, text=plain(reply))
        return str(answer["reference"])

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:
        await self._call("update", channel=channel, reference=reference, key=key, text=plain(reply))

    async def delete(self, channel: str, reference: str) -> None:
        await self._call("delete", channel=channel, reference=reference)

    async def pin(self, channel: str, reference: str) -> None:
        await self._call("pin", channel=channel, reference=reference)

    async def direct(self, account: str, reply: Reply, key: str) -> str:
        return await self.post(account, reply, key)

    async def find(self, channel: str, key: str, since: datetime) -> tuple[str, ...]:
        answer = await self._call("find", channel=channel, key=key, since=since.isoformat())
        if "unreadable" in answer:
            raise HistoryUnreadable(answer["unreadable"])
        return tuple(answer["found"])

    async def people(self, channel: str) -> tuple[Member, ...]:
        return ()

    async def staff(self, entry: StaffMember) -> tuple[Member, ...]:
        return ()

    async def show_home(self, account: str, reply: Reply) -> None:
        await self._call("home", channel=account, text=plain(reply))

    async def _call(self, operation: str, **call: Any) -> dict[str, Any]:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        except OSError as error:
            raise PlatformDown("the platform does not answer") from error
        try:
            writer.write(json.dumps({"op": operation, "pid": os.getpid(), **call}).encode() + b"\n")
            async with asyncio.timeout(self.timeout):
                await writer.drain()
                line = await reader.readline()
        except (TimeoutError, ConnectionError) as error:
            raise OutcomeUnknown("the platform gave no answer") from error
        finally:
            writer.close()
        if not line:
            raise OutcomeUnknown("the platform dropped the connection")
        answer: dict[str, Any] = json.loads(line)
        if "down" in answer:
            raise PlatformDown(answer["down"])
        if "refused" in answer:
            raise PostRefused(answer["refused"])
        if "limit" in answer:
            raise RateLimited(answer["limit"])
        if "error" in answer:
            raise OutcomeUnknown(answer["error"])
        return answer


def _chunks(blocks: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [blocks[start : start + size] for start in range(0, len(blocks), size)] or [()]
