"""HTTP mode: a small server of the bot's own that Slack sends everything to.

It knows requests and answers of HTTP. Whether a request is really Slack's, and not older than five minutes, Bolt
decides by its signature; here it is only seen to that a stranger's request cannot make it fail.
"""

from __future__ import annotations

import asyncio
import logging
import re

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import Misconfigured
from bot.platforms.slack.credentials import EVENTS_PATH
from bot.platforms.slack.socket import Dispatch

log = logging.getLogger(__name__)

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of a request; Slack's largest are views, of at most 250 kB, with what was typed into them."""

TIME = re.compile(r"[0-9]{1,12}")
"""Seconds since 1970."""

SHUTDOWN = 1.0
"""Seconds for the last answers to leave: what they wait for is over by then."""


class EventServer:
    """Listens on one port of this machine; `port` 0: any that is free."""

    def __init__(self, dispatch: Dispatch, *, host: str, port: int) -> None:
        self._dispatch, self._host = dispatch, host
        self.port = port
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._stopped = False
        self.listening = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled; requests are still answered then, until `close`. Raises Misconfigured."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post(EVENTS_PATH, self._answer)
        app.router.add_route("*", "/{path:.*}", _nothing)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        try:
            await site.start()
        except OSError as error:
            raise Misconfigured(
                f"the bot cannot listen on {self._host}:{self.port} ({error.strerror}); "
                "set COURSEBOT_HTTP_PORT to a free port"
            ) from None
        self._site = site
        self.port = int(self._runner.addresses[0][1])
        self.listening.set()
        log.info("action=slack_listening host=%s port=%d", self._host, self.port)
        await asyncio.Event().wait()

    async def stop(self) -> None:
        """Take nothing new: Slack is refused, and tries again or somewhere else."""
        self._stopped = True
        site, self._site = self._site, None
        if site is not None:
            await site.stop()

    async def close(self) -> None:
        """Let go of the port and of all connections."""
        runner, self._runner, self._site = self._runner, None, None
        if runner is not None:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        if self._stopped:
            raise web.HTTPServiceUnavailable
        if not _could_be_signed(request):
            raise web.HTTPUnauthorized
        try:
            asked = AsyncBoltRequest(
                body=await request.text(),
                query=request.query_string,
                headers={name.lower(): value for name, value in request.headers.items()},
            )
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - the door: Bolt reads a request before it looks who sent it
            raise web.HTTPBadRequest from None
        return await to_aiohttp_response(await self._dispatch(asked))


def _could_be_signed(request: web.Request) -> bool:
    """Whether Bolt can read what is to prove that it is Slack's; what lacks altogether it refuses itself."""
    signature = request.headers.get("X-Slack-Signature", "")
    return signature.isascii() and TIME.fullmatch(request.headers.get("X-Slack-Request-Timestamp", "0")) is not None


async def _nothing(_: web.Request) -> web.Response:
    raise web.HTTPNotFound
