"""A small app of Slack for the tests of the server itself: on a socket or over HTTP it keeps what it gets.

Its fixtures are a workspace with two people and a channel. Nothing of the bot is used here.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from tests.slack_server.people import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.state import Channel

Json = dict[str, Any]
Answer = Callable[[Json], Awaitable[Json | None]]

METADATA = {"event_type": "notice", "event_payload": {"key": "k1"}}


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def with_button(words: str, label: str = "More") -> list[Json]:
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": words}},
        {"type": "actions", "elements": [{"type": "button", "action_id": "more", "value": "2", "text": text(label)}]},
    ]


def modal(title: str = "Review", **more: Any) -> Json:
    field = {"type": "plain_text_input", "action_id": "words"}
    block = {"type": "input", "block_id": "summary", "optional": True, "label": text("Summary"), "element": field}
    return {"type": "modal", "title": text(title), "submit": text("Submit"), "blocks": [block], **more}


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(patience=5) as server:
        yield server


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    return slack.person("Maya Lindqvist", email="maya@example.edu")


@pytest.fixture
def ben(slack: SlackServer) -> Person:
    return slack.person("Ben Okafor", email="ben@example.edu")


@pytest.fixture
def course(slack: SlackServer, maya: Person, ben: Person) -> Channel:
    return slack.channel("cs294", members=[maya, ben])


@pytest.fixture
def api(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


async def refused(call: Awaitable[Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


class App:
    """An app on Socket Mode that keeps what it gets and acknowledges it as a test says."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.got: list[Json] = []
        self.hook: Callable[[], None] = lambda: None
        self.answer: Answer | None = None
        self.acknowledges = True
        self.ticket = ""
        self.socket: aiohttp.ClientWebSocketResponse | None = None

    async def connect(self, session: aiohttp.ClientSession) -> None:
        api = AsyncWebClient(self.slack.app_token, base_url=self.slack.api_url, retry_handlers=[])
        opened = await api.apps_connections_open(app_token=self.slack.app_token)
        self.ticket = URL(opened["url"]).query["ticket"]
        self.socket = await session.ws_connect(opened["url"])

    async def run(self) -> None:
        assert self.socket is not None
        async for message in self.socket:
            envelope = json.loads(message.data)
            self.got.append(envelope)
            if "envelope_id" in envelope:
                self.hook()
            if "envelope_id" in envelope and self.acknowledges:
                said = await self.answer(envelope["payload"]) if self.answer else None
                await self.socket.send_json(
                    {"envelope_id": envelope["envelope_id"], **({"payload": said} if said else {})}
                )

    def payloads(self) -> list[Json]:
        return [envelope["payload"] for envelope in self.got if "envelope_id" in envelope]


@contextlib.asynccontextmanager
async def connected(slack: SlackServer, count: int = 1) -> AsyncIterator[list[App]]:
    apps = [App(slack) for _ in range(count)]
    async with aiohttp.ClientSession() as session:
        for app in apps:
            await app.connect(session)
        tasks = [asyncio.create_task(app.run()) for app in apps]
        await slack.connected(count)
        yield apps
        for app in apps:
            assert app.socket is not None
            await app.socket.close()
        await asyncio.gather(*tasks)


@pytest.fixture
async def app(slack: SlackServer) -> AsyncIterator[App]:
    async with connected(slack) as apps:
        yield apps[0]


class Received(list[web.Request]):
    """What an app on HTTP got, and what it answers."""

    status = 200
    headers: Mapping[str, str] = {}


@pytest.fixture
async def over_http(slack: SlackServer) -> AsyncIterator[Received]:
    got = Received()

    async def take(request: web.Request) -> web.Response:
        await request.read()
        got.append(request)
        return web.Response(status=got.status, headers=got.headers)

    application = web.Application()
    application.router.add_post("/slack/events", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.deliver_over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield got
    await runner.cleanup()
