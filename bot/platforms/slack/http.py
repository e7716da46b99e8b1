"""HTTP mode: the door in the bot's own server that Slack sends everything to.

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

from bot.platforms.slack.credentials import EVENTS_PATH
from bot.platforms.slack.socket import Dispatch
from bot.web import WebServer

log = logging.getLogger(__name__)

TIME = re.compile(r"[0-9]{1,12}")
"""Seconds since 1970."""


class EventServer:
    """Takes requests while it runs; before and after, Slack is refused, and tries again or somewhere else. The port is
    the server's: whoever opened it closes it.
    """

    def __init__(self, dispatch: Dispatch, server: WebServer) -> None:
        self._dispatch, self._server = dispatch, server
        self.listening = asyncio.Event()
        server.door(EVENTS_PATH, self._answer)

    @property
    def is_open(self) -> bool:
        return self.listening.is_set()

    async def run(self) -> None:
        """Take requests until cancelled; they are still taken then, until `stop`."""
        self.listening.set()
        log.info("action=slack_listening host=%s port=%d", self._server.host, self._server.port)
        await asyncio.Event().wait()

    async def stop(self) -> None:
        """Take nothing new."""
        self.listening.clear()

    async def close(self) -> None:
        """Let go of it; what is under way is still answered, while the server is open."""
        self.listening.clear()

    async def _answer(self, request: web.Request) -> web.Response:
        if not self.is_open:
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
