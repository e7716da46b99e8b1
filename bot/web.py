"""The bot's own port: one small HTTP server, to which pages to read and doors to write to are added before it opens.

It knows addresses, methods and how a port is taken and let go. What a page says, and what a door takes in, it must
never know.
"""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.errors import Misconfigured

log = logging.getLogger(__name__)

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of a request; Slack's largest are views, of at most 250 kB, with what was typed into them."""

SHUTDOWN = 1.0
"""Seconds for the last answers to leave: what they wait for is over by then."""

PLAIN = "text/plain; charset=utf-8"

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Of every page: what it says holds for this moment only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is to be read at an address now."""

    text: str
    status: int = 200
    content_type: str = PLAIN


class WebServer:
    """Listens on one port of this machine from `open` to `close`; port 0: on any that is free."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._app = web.Application(client_max_size=BODY_LIMIT)
        self._runner: web.AppRunner | None = None

    def page(self, path: str, page: Callable[[], Awaitable[Page]]) -> None:
        """Something to read, by GET and HEAD."""

        async def read(_: web.Request) -> web.Response:
            return _response(await page())

        self._app.router.add_get(path, read)

    def page_of(self, path: str, page: Callable[[str], Awaitable[Page]]) -> None:
        """The same of many addresses: `{name}` in the path stands for what the page is asked with."""

        async def read(request: web.Request) -> web.Response:
            (asked,) = request.match_info.values()
            return _response(await page(asked))

        self._app.router.add_get(path, read)

    def door(self, path: str, take: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> None:
        """Something to send to, by POST."""
        self._app.router.add_post(path, take)

    async def open(self) -> None:
        """Listen. Raises Misconfigured where the port cannot be had."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=SHUTDOWN)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
        except OSError as error:
            await runner.cleanup()
            raise Misconfigured(f"the bot cannot listen on {self.host}:{self.port}{_advice(error)}") from None
        self._runner = runner
        self.port = int(runner.addresses[0][1])
        log.info("action=web_listening host=%s port=%d", self.host, self.port)

    async def close(self) -> None:
        """Let go of the port and of all connections."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


def _response(found: Page) -> web.Response:
    headers = {**HEADERS, "Content-Type": found.content_type}
    return web.Response(body=found.text.encode(), status=found.status, headers=headers)


def _advice(error: OSError) -> str:
    """What to change, by why the system would not have it."""
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return ": that is no address of this machine; set COURSEBOT_HTTP_HOST to one that is"
    if error.errno == errno.EADDRINUSE:
        return ": another program listens there; set COURSEBOT_HTTP_PORT to a free port"
    return f" ({error.strerror}); set COURSEBOT_HTTP_PORT to a free port"
