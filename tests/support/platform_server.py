"""A chat platform over a loopback socket. Its record outlives the bot, and it misbehaves on demand.

One JSON line in, one JSON line out. A fault is queued for the next call of one operation.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Self

Fault = Literal[
    "kill_before", "kill_after", "drop_before", "drop_after", "never_answer", "late", "refuse", "limit", "error_after",
    "freeze_before", "freeze_after", "down",
]  # fmt: skip


@dataclass
class Post:
    reference: str
    channel: str
    key: str
    text: str
    at: datetime | None = None
    deleted: bool = False


@dataclass
class PlatformServer:
    """`posts` is what people can see, in the order in which it appeared. `late` posts appear when `arrive` is called."""

    posts: list[Post] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    on_the_way: list[Post] = field(default_factory=list)
    refused_channels: set[str] = field(default_factory=set)
    unreadable: bool = False
    down: bool = False
    clock: datetime | None = None
    """The platform's own time, if posts are to be found by it."""
    frozen_for: float = 1.0
    """Seconds for which a frozen process is stopped."""
    while_frozen: Callable[[], Awaitable[None]] | None = None
    port: int = 0
    _server: asyncio.Server | None = None
    _serial: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**22)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in tuple(self._open):
            writer.close()
        await self._server.wait_closed()

    def next(self, operation: str, *faults: Fault) -> None:
        """Queue faults for the next calls of an operation."""
        self.faults.setdefault(operation, []).extend(faults)

    def visible(self, channel: str | None = None) -> list[Post]:
        return [post for post in self.posts if not post.deleted and channel in (None, post.channel)]

    def keys(self, channel: str | None = None) -> list[str]:
        return [post.key for post in self.visible(channel)]

    def arrive(self) -> None:
        """Requests that were under way arrive now, long after their sender gave up."""
        self.posts += self.on_the_way
        self.on_the_way.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            line = await reader.readline()
            if line:
                await self._answer(json.loads(line), writer)
        except ConnectionError:
            pass
        finally:
            self._open.discard(writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, call: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        operation = call["op"]
        self.calls.append(operation)
        answer: dict[str, Any]
        queued = self.faults.get(operation)
        fault = queued.pop(0) if queued else None
        if fault == "kill_before":
            os.kill(call["pid"], signal.SIGKILL)
            return
        if fault == "freeze_before":
            await self._freeze(call["pid"])
        if fault == "drop_before":
            return
        if fault == "never_answer":
            await asyncio.Event().wait()
        if fault == "down" or self.down:
            answer = {"down": "the platform is being repaired"}
        elif fault == "limit":
            answer = {"limit": 7}
        elif fault == "refuse" or call.get("channel") in self.refused_channels:
            answer = {"refused": f"{call['channel']} is not a channel that the bot is in; invite it there"}
        else:
            answer = self._do(call, late=fault == "late")
        if fault == "kill_after":
            os.kill(call["pid"], signal.SIGKILL)
            return
        if fault == "freeze_after":
            await self._freeze(call["pid"])
        if fault in ("drop_after", "late"):
            return
        if fault == "error_after":
            answer = {"error": "internal error"}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()

    async def _freeze(self, process: int) -> None:
        os.kill(process, signal.SIGSTOP)
        await asyncio.sleep(self.frozen_for)
        if self.while_frozen is not None:
            await self.while_frozen()
        os.kill(process, signal.SIGCONT)

    def _do(self, call: dict[str, Any], *, late: bool) -> dict[str, Any]:
        if call["op"] == "post":
            self._serial += 1
            post = Post(str(self._serial), call["channel"], call["key"], call["text"], self.clock)
            (self.on_the_way if late else self.posts).append(post)
            return {"reference": post.reference}
        if call["op"] == "find":
            if self.unreadable:
                return {"unreadable": "the history of this channel cannot be read"}
            since = datetime.fromisoformat(call["since"])
            there = [post for post in self.visible(call["channel"]) if post.at is None or post.at >= since]
            found = [post.reference for post in there if post.key == call["key"]]
            return {"found": found}
        if call["op"] == "delete":
            for post in self.posts:
                if post.reference == call["reference"]:
                    post.deleted = True
        if call["op"] == "update":
            for post in self.posts:
                if post.reference == call["reference"]:
                    post.text = call["text"]
        return {}
