"""An event loop whose time leaps: where everybody only waits for a moment to come, it has come.

Sockets and threads are the real ones and take no time; what sleeps takes exactly as long as it said. So minutes of
pauses pass in moments, and each run of a test sees the same times.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

T = TypeVar("T")

ON_ITS_WAY = 0.0005
"""Real seconds in which what was written to a socket has arrived at its other end."""


class LeapingSelector(selectors.DefaultSelector):
    """`now` is the time of the loop that asks it, `working` how many of its threads are at work."""

    now = 0.0
    working = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self.working:
            return super().select(None)  # a thread will report, or a socket
        events = super().select(ON_ITS_WAY)
        if not events:
            self.now += timeout
        return events


class LeapingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leaping = LeapingSelector()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.now

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        self._leaping.working += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _: object) -> None:
        self._leaping.working -= 1


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end in a loop of its own."""
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(main)
