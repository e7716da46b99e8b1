"""What is typed into forms while they are open: saved every few seconds at most, the newest of each view, and the last.

It knows views by their ids and times as Slack writes them; what is saved, and how, it never knows. Whatever is in here
is lost with the process: the person still has it before them.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.platforms.slack.tasks import Tasks, guarded

EVERY = 4.0
"""Seconds between two savings of one view: what a client that ends suddenly loses at most."""

REMEMBERED = 2000
"""Views of which it is known how far they are saved; what comes of others is taken for new."""

Write = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class _Page:
    """One view. `at` is when the newest that is known was typed, `write` saves it unless that was done, `over` is the
    revision that was submitted: nothing more is typed into that one.
    """

    at: float = 0.0
    write: Write | None = None
    over: str = ""
    running: bool = False
    writing: asyncio.Task[None] | None = None


class Keystrokes:
    """`every` is in seconds."""

    def __init__(self, tasks: Tasks, *, every: float = EVERY) -> None:
        self._tasks, self._every = tasks, every
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._hurry = asyncio.Event()

    def typed(self, view: Mapping[str, Any], at: float, write: Write) -> None:
        """Save it soon, unless something newer of the view is known: over two connections it may come in first."""
        page = self._page(view)
        if at < page.at or page.over == _revision(view):
            return
        page.at, page.write = at, write
        if not page.running:
            page.running = True
            self._tasks.hold(self._saving(page))

    async def saved(self, view: Mapping[str, Any], at: float) -> None:
        """All of the view is about to be saved in another way: let go of what is older, once it disturbs nothing."""
        page = self._page(view)
        if at >= page.at:
            page.at, page.write = at, None
        if page.writing is not None:
            await asyncio.wait({page.writing})

    async def over(self, view: Mapping[str, Any]) -> None:
        """The view was submitted: what waits to be saved is part of that, and what comes in late is older."""
        page = self._page(view)
        page.over, page.write = _revision(view), None
        if page.writing is not None:
            await asyncio.wait({page.writing})

    def still_open(self, view: Mapping[str, Any]) -> None:
        """The submission was not taken: the same revision is typed into again."""
        self._page(view).over = ""

    def is_over(self, view: Mapping[str, Any]) -> bool:
        """Whether this revision of the view was submitted here."""
        return self._page(view).over == _revision(view)

    def hurry(self) -> None:
        """The program ends: save at once what waits."""
        self._hurry.set()

    async def _saving(self, page: _Page) -> None:
        try:
            while page.write is not None:
                await self._pause()
                write, page.write = page.write, None
                if write is not None:
                    page.writing = self._tasks.hold(guarded(write(), action="typed_not_saved"))
                    await asyncio.wait({page.writing})
                    page.writing = None
        finally:
            page.running = False

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._every):
                await self._hurry.wait()
        except TimeoutError:
            return

    def _page(self, view: Mapping[str, Any]) -> _Page:
        page = self._pages.setdefault(str(view.get("id")), _Page())
        self._pages.move_to_end(str(view.get("id")))
        while len(self._pages) > REMEMBERED:
            self._pages.popitem(last=False)
        return page


def _revision(view: Mapping[str, Any]) -> str:
    """Slack gives a view another hash with each update."""
    return str(view.get("hash") or "?")
