"""Slack on a loopback port, as its documentation says: the Web API's door, its faults, and what a test may ask of it.

Tokens and scopes are checked here, every call is kept in `calls`. Never imports the bot.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import socket
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import format_datetime
from typing import Any, Literal, Self

from aiohttp import web

from tests.slack_server import chat, conversations, files, people_api  # noqa: F401 - they register their methods
from tests.slack_server.delivery import SCOPE_OF_EVENT, Delivery
from tests.slack_server.faults import Faults, limited
from tests.slack_server.hooks import Hooks
from tests.slack_server.manifest import install
from tests.slack_server.people import Person
from tests.slack_server.rates import MESSAGES_A_MINUTE, Rates
from tests.slack_server.refusal import Arguments, Call, Refusal
from tests.slack_server.sockets import Sockets
from tests.slack_server.state import Account, Channel, Message, UserGroup, Workspace
from tests.slack_server.views import Screens
from tests.slack_server.web_api import METHODS, Method, check_scopes

Json = dict[str, Any]

SCOPES = frozenset({
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write",
    "groups:history", "groups:read", "im:history", "im:read", "im:write", "metadata.message:read", "pins:read",
    "pins:write", "team:read", "usergroups:read", "users:read", "users:read.email",
})  # fmt: skip
"""What the bot token is granted unless a test says otherwise."""


class SlackServer(Workspace):
    """`second` scales Slack's own times. `patience`: real seconds for which a person waits to see something.

    `page_size` makes pages shorter than asked for, which Slack may do at any time. `latency`: for so many of Slack's
    seconds an answer is on its way.
    """

    def __init__(self, *, second: float = 1.0, patience: float = 10.0) -> None:
        super().__init__()
        self.second, self.patience = second, patience
        self.bot_token, self.app_token, self.signing_secret = "xoxb-1-secret", "xapp-1-secret", "8f742231b10e8888abcd99"
        self.revoked: set[str] = set()
        self.scopes: set[str] = set(SCOPES)
        self.app_scopes: set[str] = {"connections:write"}
        self.events: set[str] = set(SCOPE_OF_EVENT)
        self.commands: set[str] | None = None
        self.page_size: int | None = None
        self.calls: list[Call] = []
        self.faults = Faults()
        self.rates: Rates | None = None
        self.latency = 0.0
        self.outgoing = Delivery(self)
        self.sockets = Sockets(self)
        self.hooks = Hooks(self)
        self.screens = Screens(self)
        self.port = 0
        self._passed = 0.0
        self._down = False
        self._listening: asyncio.Server | None = None
        self._reserved: socket.socket | None = None
        self._runner = web.AppRunner(self._application(), shutdown_timeout=0.05, access_log=None)

    # --- life -----------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self._listen(socket.create_server(("127.0.0.1", 0)))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.faults.held.set()
        await self.outgoing.close()
        self.sockets.drop()
        self._stop_listening()
        await self._runner.cleanup()

    async def _listen(self, listening: socket.socket) -> None:
        self.port = listening.getsockname()[1]
        assert self._runner.server is not None
        self._listening = await asyncio.get_running_loop().create_server(self._runner.server, sock=listening)

    def _stop_listening(self) -> None:
        for listening in (self._listening, self._reserved):
            if listening is not None:
                listening.close()
        self._listening = self._reserved = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def down(self) -> bool:
        """While true, connections are refused and those that were open are cut."""
        return self._down

    @down.setter
    def down(self, down: bool) -> None:
        if down == self._down:
            return
        self._down = down
        if down:
            self.sockets.drop()
            self._stop_listening()
            for connection in tuple(self._runner.server.connections if self._runner.server else ()):
                if connection.transport is not None:
                    connection.transport.abort()
            # A bound socket that does not listen keeps the port for us and refuses everybody.
            self._reserved = socket.socket()
            self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._reserved.bind(("127.0.0.1", self.port))
        else:
            listening, self._reserved = self._reserved, None
            assert listening is not None
            listening.listen()
            self.outgoing.behind(self._listen(listening))

    def now(self) -> float:
        """Seconds by which Slack's own deadlines are counted."""
        return asyncio.get_running_loop().time() + self._passed

    def pass_time(self, seconds: float) -> None:
        """Let what has a term grow older: addresses to respond to, triggers, rates."""
        self._passed += seconds

    # --- the Web API ----------------------------------------------------------------------------------------------

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=2**26)
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_get("/link/", self.sockets.serve)
        application.router.add_post("/{sort:actions|commands}/{team}/{key}", self.hooks.respond)
        application.router.add_post("/upload/v1/{file}", functools.partial(files.upload, self))
        application.router.add_get("/files-pri/{file}/download/{name}", functools.partial(files.download, self))
        application.router.add_get("/signin", files.sign_in)
        application.on_response_prepare.append(self._dated)
        return application

    async def _dated(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(self.clock().astimezone(UTC), usegmt=True)

    async def _api(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        given = await _arguments(request)
        authorization = request.headers.get("Authorization", "")
        token = authorization.removeprefix("Bearer ") or str(given.get("token", ""))
        given.pop("token", None)
        self.record(name, given)
        fault = self.faults.next(name)
        wait = fault.retry_after if fault and fault.kind == "ratelimited" else self._wait(name, given)
        if wait:
            await self._travel()
            return limited(wait)

        async def act() -> web.Response:
            answer = self._answer(name, token, Arguments(given), fault.kind if fault else "")
            await self._travel()
            return answer

        return await self.faults.around(fault, request, act)

    def _wait(self, name: str, given: Json) -> float:
        """Seconds after which the call may be made again; 0: now."""
        if self.rates is not None:
            channel = str(given.get("channel", ""))
            place = self.direct(channel).id if channel in self.accounts else channel
            return self.rates.refused_for(name, place, self.now() / self.second)
        return self.faults.wait(name, self.now())

    async def _travel(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency * self.second)

    def record(self, name: str, given: Json) -> None:
        self.calls.append(Call(name, given, self.clock()))
        self.changed()

    def _answer(self, name: str, token: str, arguments: Arguments, fault: str) -> web.Response:
        headers: dict[str, str] = {}
        try:
            called = self._method(name, token, fault)
            if called.token == "bot":
                headers["x-oauth-scopes"] = ",".join(sorted(self.scopes))
                headers["x-accepted-oauth-scopes"] = ",".join(called.any_of)
                check_scopes(self, called, arguments)
            answer = {"ok": True, **called.run(self, arguments)}
        except Refusal as refusal:
            answer = refusal.answer()
        return web.json_response(answer, headers=headers)

    def _method(self, name: str, token: str, fault: str) -> Method:
        """The method that is called, if this token may call it at all. Raises Refusal."""
        if name not in METHODS:
            raise Refusal("unknown_method")
        if fault == "revoked":
            self.revoked.add(token)
        self._check_token(token, METHODS[name].token)
        if fault.startswith("error:"):
            raise Refusal(fault.removeprefix("error:"))
        return METHODS[name]

    def _check_token(self, token: str, sort: Literal["bot", "app"]) -> None:
        if not token:
            raise Refusal("not_authed")
        if token in self.revoked:
            raise Refusal("token_revoked")
        if token not in (self.bot_token, self.app_token):
            raise Refusal("invalid_auth")
        if token != (self.bot_token if sort == "bot" else self.app_token):
            raise Refusal("not_allowed_token_type")
        if sort == "app" and "connections:write" not in self.app_scopes:
            raise Refusal("missing_scope", needed="connections:write", provided=",".join(self.app_scopes))

    # --- what a test sets up --------------------------------------------------------------------------------------

    def person(
        self, name: str, *, email: str = "", guest: Literal["multi", "single"] | None = None, external: bool = False,
        bot: bool = False, tz: str = "America/Los_Angeles",
    ) -> Person:  # fmt: skip
        team = "T0ELSEWHER" if external else self.team_id
        account = Account(self.new_id("U"), name, team, email, guest, external, bot, tz)
        self.accounts[account.id] = account
        return Person(self, account)

    def channel(
        self, name: str, *, private: bool = False, members: Iterable[Person | str] = (), bot: bool = True
    ) -> Channel:
        inside = [one if isinstance(one, str) else one.id for one in members]
        channel = Channel(self.new_id("C"), name, private, [*inside, *([self.bot_user_id] if bot else [])])
        channel.created = self.seconds()
        channel.shared = any(self.accounts[one].external for one in inside)
        self.channels[channel.id] = channel
        return channel

    def user_group(self, handle: str, people: Iterable[Person | str]) -> UserGroup:
        group = UserGroup(self.new_id("S"), handle, [one if isinstance(one, str) else one.id for one in people])
        self.groups[group.id] = group
        return group

    def install(self, manifest: Mapping[str, Any]) -> None:
        """Grant the scopes, events and commands of an app manifest, and no others."""
        install(self, manifest)

    def fault(self, method: str, kind: str, times: int = 1, retry_after: float = 1) -> None:
        """Let the next calls of a method go wrong. `upload` and `response_url` stand for those addresses."""
        self.faults.queue(method, kind, times, retry_after)

    def limit(self, method: str, per_minute: int) -> None:
        self.faults.limits[method] = per_minute

    def limit_as_documented(self, *, bursts: bool = True, messages_a_minute: int = MESSAGES_A_MINUTE) -> Rates:
        """From now on all methods have the limits that Slack documents, with or without its tolerance of bursts."""
        self.rates = Rates(bursts=bursts, messages_a_minute=messages_a_minute)
        return self.rates

    @property
    def victim(self) -> int | None:
        return self.faults.victim

    @victim.setter
    def victim(self, process: int | None) -> None:
        if process == os.getpid():
            raise AssertionError("the victim is the test itself")
        self.faults.victim = process

    def deliver_over_http(self, url: str | None) -> None:
        """None: through sockets again."""
        self.outgoing.url = url

    # --- what a test sees -----------------------------------------------------------------------------------------

    def count(self, method: str) -> int:
        return sum(call.method == method for call in self.calls)

    def seen(self, channel: Channel | Person | str) -> list[Message]:
        """The messages that stand in a channel, or in somebody's direct messages, without Slack's own lines."""
        if isinstance(channel, Person):
            channel = self.direct(channel.id)
        found = self.channels[channel] if isinstance(channel, str) else channel
        return [message for message in found.standing() if message.subtype not in ("channel_join", "channel_leave")]

    async def connected(self, n: int = 1) -> None:
        """Wait until n sockets have been greeted."""
        await self.until(
            lambda: len(self.sockets.open) >= n, self.patience, lambda: f"{len(self.sockets.open)} of {n} are connected"
        )

    async def called(self, method: str, times: int = 1) -> None:
        """Wait until a method was called this often."""
        await self.until(
            lambda: self.count(method) >= times,
            self.patience,
            lambda: f"{method} was called {self.count(method)} times",
        )

    async def drop_sockets(self) -> None:
        self.sockets.drop()

    async def refresh_sockets(self, reason: str = "refresh_requested", *, grace: float = 10.0) -> None:
        """Tell every connection to reconnect, and close it `grace` × `second` later."""
        await self.sockets.refresh(reason, grace)


async def _arguments(request: web.Request) -> Json:
    """From the query and from the body, which is a form or JSON."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        body = json.loads(text) if text else {}
        return given | {name: value for name, value in body.items() if value is not None}
    return given | dict(await request.post())
