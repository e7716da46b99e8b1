"""What goes wrong on demand: faults queued for the next calls of a method, and limits by rate.

A fault is about one call; whether its effect took place is in its name.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

KINDS = frozenset({
    "drop_before", "drop_after", "error_before", "error_after", "never_answer", "never_answer_after", "ratelimited",
    "revoked", "kill_before", "kill_after",
})  # fmt: skip
"""Besides `error:CODE`, which refuses with that code."""


@dataclass(frozen=True)
class Fault:
    kind: str
    retry_after: float = 1


@dataclass
class Faults:
    """`victim` is the process that the `kill_…` faults kill. `held` is set when calls that are never answered may end."""

    queued: dict[str, deque[Fault]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    victim: int | None = None
    held: asyncio.Event = field(default_factory=asyncio.Event)
    recent: dict[str, deque[float]] = field(default_factory=dict)

    def queue(self, method: str, kind: str, times: int, retry_after: float) -> None:
        if kind not in KINDS and not kind.startswith(("error:", "redirect:")):
            there = f"{', '.join(sorted(KINDS))}, error:CODE and (of a download) redirect:ADDRESS"
            raise ValueError(f"no fault is called {kind!r}; there are {there}")
        self.queued.setdefault(method, deque()).extend([Fault(kind, retry_after)] * times)

    def next(self, method: str) -> Fault | None:
        waiting = self.queued.get(method)
        return waiting.popleft() if waiting else None

    def wait(self, method: str, now: float) -> float:
        """Seconds to wait before this method may be called again; 0 lets the call through and counts it."""
        most = self.limits.get(method)
        if most is None:
            return 0
        recent = self.recent.setdefault(method, deque())
        while recent and recent[0] <= now - 60:
            recent.popleft()
        if len(recent) >= most:
            return max(1, round(recent[0] + 60 - now))
        recent.append(now)
        return 0

    def kill(self) -> None:
        if self.victim is None:
            raise AssertionError("a process is to be killed, but `slack.victim` does not say which")
        os.kill(self.victim, signal.SIGKILL)

    async def around(
        self, fault: Fault | None, request: web.Request, act: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        """Carry out a call with what goes wrong before and after it."""
        kind = fault.kind if fault else ""
        if kind == "kill_before":
            self.kill()
        if kind in ("drop_before", "kill_before"):
            return dropped(request)
        if kind == "error_before":
            return broken()
        if kind == "never_answer":
            await self.held.wait()
            return dropped(request)
        answer = await act()
        if kind == "kill_after":
            self.kill()
        if kind == "never_answer_after":
            await self.held.wait()
        if kind in ("drop_after", "kill_after", "never_answer_after"):
            return dropped(request)
        return broken() if kind == "error_after" else answer


def dropped(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)


def broken() -> web.Response:
    return web.Response(status=500, text="Internal Server Error")


def limited(retry_after: float) -> web.Response:
    """docs.slack.dev/apis/web-api/rate-limits"""
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": f"{retry_after:g}"}
    )
