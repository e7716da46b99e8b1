"""Whether the service lives and is ready, and its three pages: `/healthz`, `/readyz`, `/metrics`.

Each page answers within seconds whatever the database does, and says what is wrong in sentences of its own: no error's
text, no address and no name ever gets onto one.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.app import App
from bot.clock import Clock
from bot.metrics import CONTENT_TYPE, Metrics, Moment
from bot.web import Page, WebServer

log = logging.getLogger(__name__)

T = TypeVar("T")

FROZEN_AFTER = 300.0
"""Seconds without a tick that begins or ends. A tick that waits for a platform in every way it may ends before."""

PATIENCE = 2.0
"""Seconds that a page waits for the database; whoever asks for it waits longer."""

UNAVAILABLE = 503


class Reachable(Protocol):
    """What stands between the bot and a platform."""

    @property
    def name(self) -> str: ...

    @property
    def is_connected(self) -> bool:
        """Whether the platform has let the bot in and can reach it."""


class Question(Generic[T]):
    """Something that the database is asked. While it has not answered it is not asked again: a database that stands
    still must not find hundreds of readers when it goes on.
    """

    def __init__(self, ask: Callable[[], Awaitable[T]]) -> None:
        self._ask = ask
        self._asked: asyncio.Task[T] | None = None

    async def answer(self, patience: float) -> T:
        """Raises TimeoutError, and what the question raises."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._once())
            self._asked.add_done_callback(_looked_at)
        return await asyncio.wait_for(asyncio.shield(self._asked), patience)

    async def _once(self) -> T:
        return await self._ask()

    def cancel(self) -> None:
        if self._asked is not None:
            self._asked.cancel()


def _looked_at(task: asyncio.Task[T]) -> None:
    """Its error belongs to who asked, if they still wait."""
    if not task.cancelled():
        task.exception()


@dataclass(kw_only=True)
class Health:
    """The pages of one service. `platforms` are those that it speaks on, `frozen_after` and `patience` are in seconds.

    The pages are put up on the server, which opens with them and closes with them.
    """

    server: WebServer
    metrics: Metrics
    app: App
    clock: Clock
    platforms: Sequence[Reachable] = ()
    frozen_after: float = FROZEN_AFTER
    patience: float = PATIENCE
    monotonic: Callable[[], float] = time.monotonic
    is_stopping: bool = False
    _moved: float = field(init=False)
    """When a tick last began or ended."""

    def __post_init__(self) -> None:
        self._moved = self.monotonic()
        self._is_current = Question(self.app.is_current)
        self._figures = Question(lambda: self.app.figures(self.clock()))
        self.server.page("/healthz", self.healthz)
        self.server.page("/readyz", self.readyz)
        self.server.page("/metrics", self.measures)

    async def open(self) -> None:
        """Show the pages. Raises Misconfigured where the port cannot be had."""
        self._moved = self.monotonic()
        await self.server.open()

    async def close(self) -> None:
        """Show them no more."""
        self._is_current.cancel()
        self._figures.cancel()
        await self.server.close()

    async def beat(self, tick: Callable[[datetime], Awaitable[datetime | None]], now: datetime) -> datetime | None:
        """The tick, watched."""
        begun = self._moved = self.monotonic()
        ended_well = False
        try:
            coming = await tick(now)
            ended_well = True
        finally:
            self._moved = self.monotonic()
            self.metrics.ticked(self._moved - begun, ended_well=ended_well)
        return coming

    # --- the pages --------------------------------------------------------------------------------------------------

    async def healthz(self) -> Page:
        """Whether it is worth keeping alive: that the loop runs is seen by the answer."""
        still = self.monotonic() - self._moved
        if still > self.frozen_after:
            return Page(text=f"The tick has not moved for {still:.0f} s.\n", status=UNAVAILABLE)
        return Page(text="ok\n")

    async def readyz(self) -> Page:
        """Whether what people ask, and what is due, is seen to now."""
        if self.is_stopping:
            return Page(text="The bot is stopping.\n", status=UNAVAILABLE)
        lacks = [f"There is no connection to {one.name}." for one in self.platforms if not one.is_connected]
        lacks += await self._database_lacks()
        return Page(text="\n".join([*lacks, ""]), status=UNAVAILABLE) if lacks else Page(text="ready\n")

    async def _database_lacks(self) -> list[str]:
        try:
            is_current = await self._is_current.answer(self.patience)
        except TimeoutError:
            return [f"The database has not answered for {self.patience:g} s."]
        except Exception as error:  # noqa: BLE001 - the door: whatever it is, it is not ready, and the text may tell too much
            log.warning("action=not_ready error=%s", type(error).__name__)
            return ["The database cannot be read; the log says why."]
        return [] if is_current else ["The database has another schema than this program: run `coursebot db upgrade`."]

    async def measures(self) -> Page:
        """What Prometheus reads. Where the database does not answer, what would be read from it is left out."""
        now, figures = self.clock(), None
        try:
            figures = await self._figures.answer(self.patience)
        except Exception as error:  # noqa: BLE001 - the door: the page says that it lacks
            log.warning("action=not_counted error=%s", type(error).__name__)
        known = (figures.due_since if figures is not None else None, self.app.unentered_since(now))
        moment = Moment(
            now=now,
            tick_age=self.monotonic() - self._moved,
            figures=figures,
            due_since=min((at for at in known if at is not None), default=None),
        )
        return Page(text=await asyncio.to_thread(self.metrics.page, moment), content_type=CONTENT_TYPE)
