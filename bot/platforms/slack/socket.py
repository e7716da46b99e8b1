"""Socket Mode: WebSockets to Slack that are replaced before they end, and made anew whenever they drop.

It knows envelopes and connections and nothing of what is in them. A connection's address is a ticket that is good once:
it is asked for anew each time, and no log line and no error holds one.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.conversation.port import ShutOut
from bot.errors import CoursebotError, PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.outage import Outage
from bot.platforms.slack.tasks import Tasks

log = logging.getLogger(__name__)

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

CLOSING = aiohttp.ClientWSTimeout(ws_close=1.0)
"""Slack leaves the connection open after the closing handshake; nobody waits for it."""

OVER = frozenset(
    {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Seconds. `heartbeat`: between pings; a connection without an answer to one is lost after half as much again.

    `hello`: for a new connection's greeting. `linger`: how long a connection that is being replaced is still listened
    to. `steady`: a connection that held so long was a good one.
    """

    heartbeat: float = 10.0
    hello: float = 10.0
    linger: float = 30.0
    steady: float = 10.0


class Connection(AsyncBaseSocketModeClient):
    """One WebSocket. What comes in on it is acknowledged on it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.leaving = asyncio.Event()
        """It is lost, or Slack has said that it will close it."""

    async def is_connected(self) -> bool:
        return not self._socket.closed

    async def send_message(self, message: str) -> None:
        await self._socket.send_str(message)

    async def disconnect(self) -> None:
        await self._socket.close()

    async def is_greeted(self) -> bool:
        """Whether Slack says hello; where it does not, for as long as anybody waits, the connection is closed."""
        greeting = None
        try:
            greeting = await self.receive()
        finally:
            is_hello = greeting is not None and greeting.get("type") == "hello"
            if not is_hello:
                await self.disconnect()
        return is_hello

    async def receive(self) -> dict[str, Any] | None:
        """What Slack sends next; None: the connection is over."""
        while (frame := await self._socket.receive()).type not in OVER:
            if frame.type is aiohttp.WSMsgType.TEXT and isinstance(message := _read_json(frame.data), dict):
                return message
        return None


class Sockets:
    """Keeps one connection, or two while one replaces the other."""

    def __init__(
        self, api: Api, dispatch: Dispatch, *, tasks: Tasks, outage: Outage, rhythm: Rhythm | None = None
    ) -> None:
        self._api, self._dispatch, self._tasks, self._outage = api, dispatch, tasks, outage
        self._rhythm = rhythm or Rhythm()
        self._session: aiohttp.ClientSession | None = None
        self._own: set[asyncio.Task[None]] = set()
        self._held: set[Connection] = set()
        """Those on which Slack can reach the bot."""
        self._stopped = False

    @property
    def is_open(self) -> bool:
        return bool(self._held) and not self._stopped

    async def run(self) -> None:
        """Stay connected until cancelled; what is connected then stays so until `close`. Raises ShutOut."""
        loop = asyncio.get_running_loop()
        hasty = False
        while True:
            connection = await self._connected()
            since = loop.time()
            self._hold(self._read(connection))
            await connection.leaving.wait()
            if loop.time() - since >= self._rhythm.steady:
                self._outage.steady()
                hasty = False
            elif hasty:
                await self._outage.dropped()
            else:
                hasty = True

    async def stop(self) -> None:
        """Take nothing new: what comes in is not acknowledged any more, so that Slack gives it to somebody else."""
        self._stopped = True

    async def close(self) -> None:
        """Let go of all connections."""
        for task in self._own:
            task.cancel()
        await asyncio.gather(*self._own, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    # --- one connection ---------------------------------------------------------------------------------------------

    async def _connected(self) -> Connection:
        while True:
            try:
                connection = await self._open()
            except ShutOut:
                raise
            except CoursebotError as error:
                await self._outage.bear(error)
            else:
                self._outage.over()
                return connection

    async def _open(self) -> Connection:
        """A new connection with a ticket of its own, greeted by Slack. Raises ShutOut, PlatformDown and the like."""
        answer = await self._api.once("apps.connections.open")
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=True)
        try:
            async with asyncio.timeout(self._rhythm.hello):
                socket = await self._session.ws_connect(
                    str(answer["url"]), heartbeat=self._rhythm.heartbeat, timeout=CLOSING
                )
                connection = Connection(socket)
                if await connection.is_greeted():
                    return connection
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise PlatformDown(f"Slack did not take the connection ({type(error).__name__})") from None
        raise PlatformDown("Slack ended a new connection at once")

    async def _read(self, connection: Connection) -> None:
        self._held.add(connection)
        try:
            while (message := await connection.receive()) is not None:
                if message.get("type") == "disconnect":
                    self._leave(connection, str(message.get("reason") or ""))
                elif not self._stopped and _is_envelope(message):
                    self._tasks.start(self._answer(connection, message), action="envelope_failed")
        finally:
            self._held.discard(connection)
            connection.leaving.set()
            await connection.disconnect()
            log.info("action=slack_connection_over")

    def _leave(self, connection: Connection, reason: str) -> None:
        """Slack will close it soon: another one is opened, and until this one is closed it is listened to."""
        log.info("action=slack_connection_refresh reason=%s", reason)
        if not connection.leaving.is_set():
            connection.leaving.set()
            self._hold(self._close_later(connection))

    async def _close_later(self, connection: Connection) -> None:
        await asyncio.sleep(self._rhythm.linger)
        await connection.disconnect()

    async def _answer(self, connection: Connection, envelope: Mapping[str, Any]) -> None:
        """Acknowledge one envelope with what the app says to it."""
        kind = envelope.get("type")
        response = await self._dispatch(AsyncBoltRequest(mode="socket_mode", body=envelope["payload"]))
        if response.status != 200:
            log.warning("action=envelope_refused type=%s status=%d", kind, response.status)
            return
        payload = json.loads(response.body) if response.body else None
        try:
            await connection.send_socket_mode_response(SocketModeResponse(envelope["envelope_id"], payload))
        except (aiohttp.ClientError, OSError, RuntimeError):
            log.info("action=ack_lost type=%s", kind)

    def _hold(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._own.add(task)
        task.add_done_callback(self._own.discard)


def _is_envelope(message: Mapping[str, Any]) -> bool:
    return isinstance(message.get("envelope_id"), str) and isinstance(message.get("payload"), dict)


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
