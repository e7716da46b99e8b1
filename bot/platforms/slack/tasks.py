"""What is under way for people on Slack: every task is held until it is over, and its failure is told in one place.

It knows nothing of Slack. Whatever fails unexpectedly gets an incident id, which the log has with the traceback and
the person with a sentence.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from bot.conversation.port import ShutOut
from bot.errors import CoursebotError

log = logging.getLogger(__name__)

Result = TypeVar("Result")

Tell = Callable[[str], Awaitable[None]]
"""Says one sentence to the person who is concerned."""


class Tasks:
    """Running tasks, by strong references: the event loop alone would let them be collected."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def hold(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Start it and hold it; whoever awaits it deals with its failure."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def start(self, work: Coroutine[Any, Any, None], *, action: str, tell: Tell | None = None) -> None:
        """Start it; nobody waits for it. Its failure is logged and told."""
        self.hold(guarded(work, action=action, tell=tell))

    async def idle(self) -> None:
        """Wait until all are over, those that they start included."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def drain(self, patience: float) -> int:
        """Wait until all are over, those that they start included; the number that had to be given up."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while self._running and loop.time() < until:
            await asyncio.wait(set(self._running), timeout=until - loop.time())
        left = set(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)


async def guarded(work: Awaitable[None], *, action: str, tell: Tell | None = None) -> None:
    """The error hook: nothing that fails in here gets out."""
    try:
        await work
    except ShutOut:
        return  # the line stops and says why
    except Exception as error:  # noqa: BLE001 - the door: whatever it is, the person hears of it
        sentence, incident = report(action, error)
        if tell is None:
            return
        try:
            await tell(sentence)
        except Exception as untold:  # noqa: BLE001 - the log is all that is left
            log.warning("action=incident_untold incident=%s reason=%s", incident, type(untold).__name__)


def report(action: str, error: Exception) -> tuple[str, str]:
    """Log what failed; the sentence that a person is told, and the incident id in it."""
    incident = secrets.token_hex(3)
    if isinstance(error, CoursebotError):
        log.warning("action=%s incident=%s reason=%s", action, incident, error)
    else:
        log.error("action=%s incident=%s", action, incident, exc_info=error)
    return f"Sorry, something went wrong on my side. If it keeps happening, tell staff this code: {incident}", incident
