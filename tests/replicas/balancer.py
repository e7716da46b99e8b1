"""A plain load balancer: each request goes to the next server, as it came, and the answer goes back.

It knows nothing of what a request is about, keeps nobody with one server, and never asks another one again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import aiohttp
from aiohttp import web


@dataclass(eq=False)
class Balancer:
    """`servers` gives their ports on this machine."""

    servers: Callable[[], Sequence[int]]
    session: aiohttp.ClientSession
    port: int = 0
    _turn: Callable[[], int] = field(default_factory=lambda: count().__next__)

    async def pass_on(self, request: web.Request) -> web.Response:
        ports = self.servers()
        url = f"http://127.0.0.1:{ports[self._turn() % len(ports)]}{request.path_qs}"
        headers = {name: value for name, value in request.headers.items() if name not in ("Host", "Content-Length")}
        try:
            async with self.session.request(
                request.method, url, data=await request.read(), headers=headers
            ) as answered:
                body = await answered.read()
        except aiohttp.ClientError:
            raise web.HTTPBadGateway from None
        return web.Response(body=body, status=answered.status, content_type=answered.content_type)


@asynccontextmanager
async def balancer(servers: Callable[[], Sequence[int]]) -> AsyncIterator[Balancer]:
    async with aiohttp.ClientSession() as session:
        made = Balancer(servers, session)
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", made.pass_on)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            made.port = int(runner.addresses[0][1])
            yield made
        finally:
            await runner.cleanup()
