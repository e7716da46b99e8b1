"""Socket Mode: single-use addresses, hello, envelopes and their acknowledgements, disconnect.

Source: docs.slack.dev/apis/events-api/using-socket-mode. Knows nothing of what an envelope holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.slack_server.delivery import ACK, Kind, NotAcknowledged
from tests.slack_server.refusal import Arguments, Refusal
from tests.slack_server.web_api import method

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]
MOST = 10
"""Connections that an app may have at once."""


class Connection:
    """One socket. `leaving`: told to reconnect; it is used only where there is no other. `took`: what was sent there."""

    def __init__(self, number: int, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.number, self.socket, self.request = number, socket, request
        self.leaving = False
        self.sent: list[str] = []
        self.took: list[Json] = []
        self.waiting: dict[str, asyncio.Future[Json]] = {}

    def heard(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        waiting = self.waiting.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    def gone(self) -> None:
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_exception(NotAcknowledged("the connection closed"))

    def cut(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.tickets: set[str] = set()
        self.open: list[Connection] = []
        self._serial = itertools.count(1)
        self._turn = itertools.count()

    def ticket(self) -> str:
        ticket = f"ticket-{next(self._serial)}"
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=408, text="this address was used before or never given")
        if len(self.open) >= MOST:
            return web.Response(status=429, text="too many connections")
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(next(self._serial), socket, request)
        self.open.append(connection)
        await socket.send_json({
            "type": "hello", "num_connections": len(self.open), "connection_info": {"app_id": self.slack.app_id},
            "debug_info": {"host": "applink", "build_number": 10, "approximate_connection_time": 18060},
        })  # fmt: skip
        self.slack.changed()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    connection.heard(message.data)
        finally:
            self._forget(connection)
        return socket

    def _forget(self, connection: Connection) -> None:
        if connection in self.open:
            self.open.remove(connection)
        connection.gone()
        self.slack.changed()

    async def send(self, kind: Kind, payload: Json, number: int, reason: str) -> Json:
        """Through one connection, in turn. Raises NotAcknowledged."""
        able = [one for one in self.open if not one.leaving] or self.open
        if not able:
            raise NotAcknowledged("no connection is open")
        connection = able[next(self._turn) % len(able)]
        envelope_id = self.slack.new_id("envelope-")
        envelope: Json = {
            "envelope_id": envelope_id, "payload": payload, "type": kind,
            "accepts_response_payload": kind == "slash_commands" or payload.get("type") == "view_submission",
        }  # fmt: skip
        if kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        waiting = connection.waiting[envelope_id] = asyncio.get_running_loop().create_future()
        connection.sent.append(kind)
        connection.took.append(payload)
        try:
            async with asyncio.timeout(ACK * self.slack.second):
                await connection.socket.send_json(envelope)
                return await waiting
        except TimeoutError:
            raise NotAcknowledged("timeout") from None
        except ConnectionError:
            raise NotAcknowledged("the connection closed") from None
        finally:
            del connection.waiting[envelope_id]

    def drop(self) -> None:
        for connection in tuple(self.open):
            connection.cut()
            self._forget(connection)

    async def refresh(self, reason: str, grace: float) -> None:
        for connection in tuple(self.open):
            connection.leaving = True
            with contextlib.suppress(ConnectionError):
                await connection.socket.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}}
                )
            self.slack.outgoing.behind(self._later(connection, grace))

    async def _later(self, connection: Connection, grace: float) -> None:
        await asyncio.sleep(grace * self.slack.second)
        await connection.socket.close()


@method("apps.connections.open", "connections:write", token="app")
def opened(slack: SlackServer, _arguments: Arguments) -> Json:
    if slack.outgoing.url is not None:
        raise Refusal("socket_mode_not_enabled")
    return {"url": f"{slack.url.replace('http', 'ws', 1)}/link/?ticket={slack.sockets.ticket()}&app_id={slack.app_id}"}
