"""The service: the tick's waker, the watch on the schedule files, the lines to the platforms, and a clean end.

It owns the order of starting and stopping, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.app import App
from bot.clock import Clock
from bot.conversation.port import Line, ShutOut
from bot.errors import CoursebotError
from bot.waker import EVERY, Waker
from bot.watch import FileWatch

if TYPE_CHECKING:
    from bot.health import Health  # with Prometheus' library, which only a service with a port needs

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks at the schedule files."""

LOOKS_BEFORE_AGAIN = 15
"""After so many looks an edit that could not be taken in is tried again."""

PATIENCE = 8.0
"""Seconds that the answers under way and the running tick are given together."""

AFTERWARDS = 1.5
"""Seconds more for all else that is to be closed: a database that is silent even then is left. So the end comes within
10 s.
"""

SHARE = 0.6
"""What part of the patience the answers may use up, so that the tick keeps some."""


AGAIN = 5.0
"""Seconds before a line is taken up again that failed as no line should."""


def _quietly(_: str) -> None:
    """Nobody is told."""


async def serve(
    app: App,
    clock: Clock,
    *,
    session: Callable[[], Awaitable[None]] | None = None,
    lines: Sequence[Line] = (),
    beside: Sequence[Callable[[], Awaitable[None]]] = (),
    tell: Callable[[str], None] = _quietly,
    every: float = EVERY,
    look_every: float = LOOK_EVERY,
    patience: float = PATIENCE,
    health: Health | None = None,
) -> bool:
    """Run until SIGTERM, SIGINT, the end of `session`, or until no line is left; then finish what is under way and let
    go of the database. `beside` is done at the same time and may end. False: Slack and the like shut the bot out.

    The pages of `health` are shown until all but the database is at its end. Raises Misconfigured where they cannot be.
    """
    if health is not None:
        await _shown(health, app)
    watch = FileWatch(tuple(app.files))
    waker = Waker(app.tick if health is None else partial(health.beat, app.tick), clock, every=every)
    app.poke = waker.poke
    stopping = _signalled()
    waker.start()
    ends = [asyncio.create_task(stopping.wait()), asyncio.create_task(_watch_files(app, watch, clock, look_every))]
    if session is not None:
        ends.append(asyncio.create_task(_spoken(session)))
    held = [asyncio.create_task(_hold(line, tell)) for line in lines]
    others = [asyncio.create_task(_unharmed(job)) for job in beside]
    try:
        return await _until_one_ends(ends, held)
    finally:
        until = time.monotonic() + patience
        if health is not None:
            health.is_stopping = True
        await _let_go(ends + others + held)
        await asyncio.gather(*(_finish(line, patience * SHARE) for line in lines))
        await waker.stop(max(until - time.monotonic(), 0.0))
        if health is not None:
            await health.close()
        await app.close(patience=max(until + AFTERWARDS - time.monotonic(), 0.0))


async def _shown(health: Health, app: App) -> None:
    """Before anything else is begun. Raises Misconfigured where the port cannot be had."""
    try:
        await health.open()
    except BaseException:
        await app.close()
        raise


async def _until_one_ends(ends: Sequence[asyncio.Task[Any]], held: Sequence[asyncio.Task[None]]) -> bool:
    """Whether one of the `ends` came; False: before that, the last line was let go. Raises what a task raises."""
    waiting: set[asyncio.Task[Any]] = {*ends, *held}
    while True:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if not done.isdisjoint(ends):
            return True
        if waiting.isdisjoint(held):
            return False


def _signalled() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set. The handlers stay until the end, so that nothing interrupts it."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _let_go(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _spoken(session: Callable[[], Awaitable[None]]) -> None:
    await session()


# --- the lines --------------------------------------------------------------------------------------------------------


async def _hold(line: Line, tell: Callable[[str], None]) -> None:
    """Hold a line until the platform shuts the bot out, which is told once; the others go on. Raises Misconfigured."""
    while True:
        try:
            await line.run()
        except ShutOut as shut_out:
            log.info("action=shut_out platform=%s", line.name)
            tell(f"{shut_out}.")
            return
        except CoursebotError:
            raise
        except Exception:
            log.exception("action=line_failed platform=%s", line.name)
        await asyncio.sleep(AGAIN)


async def _finish(line: Line, patience: float) -> None:
    """A line that fails at its end must not keep the others, the tick and the database from theirs."""
    try:
        async with asyncio.timeout(patience + 0.5):
            await line.finish(patience)
    except Exception:
        log.exception("action=line_not_finished platform=%s", line.name)


async def _unharmed(job: Callable[[], Awaitable[None]]) -> None:
    """A job beside the service never ends it."""
    try:
        await job()
    except CoursebotError as error:
        log.warning("action=job_failed reason=%s", error)
    except Exception:
        log.exception("action=job_failed")


# --- the schedule files -----------------------------------------------------------------------------------------------


async def _watch_files(app: App, watch: FileWatch, clock: Clock, look_every: float) -> None:
    """Take in what was edited. The first look takes in all files: one may have been edited since the start read it."""
    looks = 0
    untaken, at_start = set(app.files), set(app.files)
    while True:
        await asyncio.sleep(look_every)
        edited = set(watch.edited())
        again = untaken if looks % LOOKS_BEFORE_AGAIN == 0 else set()
        looks += 1
        for path in sorted(edited | again):
            at_start -= edited
            taken = await _take_in(app, path, clock, edited=path not in at_start)
            untaken = untaken - {path} if taken else untaken | {path}
            app.poke()


async def _take_in(app: App, path: Path, clock: Clock, *, edited: bool) -> bool:
    """An edit that cannot be taken in now is logged and tried again; the version in force stays."""
    try:
        await app.take_in(path, clock(), edited=edited)
    except CoursebotError as error:
        log.warning("action=edit_not_taken file=%s reason=%s", path.name, error)
        return False
    except Exception:
        log.exception("action=edit_not_taken file=%s", path.name)
        return False
    return True
