"""The service: the tick's waker, the watch on the schedule files, and a clean end on a signal.

It owns the order of starting and stopping, and nothing else.
"""

from __future__ import annotations

import asyncio
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

LOOKS_BEFORE_AGAIN = 15
"""After so many looks an edit that could not be taken in is tried again."""

PATIENCE = 20.0
"""Seconds that the running tick is given to finish at the end."""


async def serve(
    app: App,
    clock: Clock,
    *,
    session: Callable[[], Awaitable[None]] | None = None,
    every: float = EVERY,
    look_every: float = LOOK_EVERY,
    patience: float = PATIENCE,
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
        await asyncio.gather(*tasks, return_exceptions=True)
        await waker.stop(patience)
        await app.close()


async def _spoken(session: Callable[[], Awaitable[None]]) -> None:
    await session()


async def _watch_files(app: App, watch: FileWatch, clock: Clock, look_every: float) -> None:
    """Take in what was edited. The first look takes in all files: one may have been edited since the start read it."""
    looks = 0
    untaken = set(app.files)
    while True:
        await asyncio.sleep(look_every)
        edited = set(watch.edited())
        again = untaken if looks % LOOKS_BEFORE_AGAIN == 0 else set()
        looks += 1
        for path in sorted(edited | again):
            taken = await _take_in(app, path, clock)
            untaken = untaken - {path} if taken else untaken | {path}
            app.poke()


async def _take_in(app: App, path: Path, clock: Clock) -> bool:
    """An edit that cannot be taken in now is logged and tried again; the version in force stays."""
    try:
        await app.take_in(path, clock())
    except CoursebotError as error:
        log.warning("action=edit_not_taken file=%s reason=%s", path.name, error)
        return False
    except Exception:
        log.exception("action=edit_not_taken file=%s", path.name)
        return False
    return True
