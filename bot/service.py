"""The service: the tick's waker, the watch on the schedule files, and a clean end on a signal.

It owns the order of starting and stopping, and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.errors import CoursebotError
from bot.waker import EVERY, Waker
from bot.watch import FileWatch

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks at the schedule files."""


async def serve(
    app: App,
    clock: Clock,
    *,
    session: Callable[[], Awaitable[None]] | None = None,
    every: float = EVERY,
    look_every: float = LOOK_EVERY,
) -> None:
    """Run until SIGTERM, SIGINT or the end of `session`; then finish what is under way and let go of the database."""
    watch = FileWatch(tuple(app.files))
    waker = Waker(app.tick, clock, every=every)
    app.poke = waker.poke
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    waker.start()
    tasks = [asyncio.create_task(stopping.wait()), asyncio.create_task(_watch_files(app, watch, clock, look_every))]
    if session is not None:
        tasks.append(asyncio.create_task(_spoken(session)))
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await waker.stop()
        await app.close()


async def _spoken(session: Callable[[], Awaitable[None]]) -> None:
    await session()


async def _watch_files(app: App, watch: FileWatch, clock: Clock, look_every: float) -> None:
    while True:
        await asyncio.sleep(look_every)
        for path in watch.edited():
            await _take_in(app, path, clock)
            app.poke()


async def _take_in(app: App, path: Path, clock: Clock) -> None:
    """An edit that cannot be taken in is logged; the version in force stays."""
    try:
        await app.take_in(path, clock())
    except CoursebotError as error:
        log.warning("action=edit_not_taken file=%s reason=%s", path.name, error)
