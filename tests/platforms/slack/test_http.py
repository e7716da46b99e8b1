"""HTTP mode: only what Slack has signed just now is taken, all of it at one address, and each thing once."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from bot.conversation.port import ShutOut
from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.platforms.slack.credentials import EVENTS_PATH
from bot.platforms.slack.line import SlackLine
from bot.web import BODY_LIMIT, WebServer
from tests.slack_server import Channel, NotAcknowledged, Person, SlackServer
from tests.slack_server.delivery import encoded
from tests.slack_server.payloads import slash_command
from tests.support.slack_bots import SlackBot, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
PAPER = "Resilient Distributed Datasets"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    return slack.person("Maya Lindqvist")


@pytest.fixture
def seminar(slack: SlackServer, maya: Person) -> Channel:
    slack.channel("seminar-staff", private=True, members=[maya])
    return slack.channel("seminar", members=[maya])


@pytest.fixture
async def bot(
    database_url: str, tmp_path: Path, slack: SlackServer, seminar: Channel, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[SlackBot]:
    caplog.set_level(logging.DEBUG)
    async with slack_bot(database_url, tmp_path, slack, at=AT, http=True) as running:
        yield running
    assert slack.signing_secret not in caplog.text
    assert slack.bot_token not in caplog.text


class Stranger:
    """Sends whatever a test wants to the bot's port. `signed`: with Slack's secret, by the wall clock."""

    def __init__(self, slack: SlackServer, session: aiohttp.ClientSession, port: int) -> None:
        self.slack, self.session, self.url = slack, session, f"http://127.0.0.1:{port}"

    async def sends(
        self, body: bytes, *, signed: Mapping[str, str] | None = None, content_type: str = "application/json",
        path: str = EVENTS_PATH, method: str = "POST",
    ) -> tuple[int, str]:  # fmt: skip
        headers = {"Content-Type": content_type, **(self.slack.outgoing.signature(body) if signed is None else signed)}
        async with self.session.request(method, self.url + path, data=BytesIO(body), headers=headers) as response:
            return response.status, await response.text()


@pytest.fixture
async def stranger(bot: SlackBot) -> AsyncIterator[Stranger]:
    assert bot.server is not None
    async with aiohttp.ClientSession() as session:
        yield Stranger(bot.slack, session, bot.server.port)


@pytest.fixture
async def command(slack: SlackServer, maya: Person, seminar: Channel) -> tuple[bytes, str]:
    """`/readings` as Slack sends it: the body and its type."""
    return encoded("slash_commands", slash_command(slack, maya.account, seminar, "/readings"))


# --- what is taken --------------------------------------------------------------------------------------------------


async def test_commands_events_presses_and_forms_all_come_in_at_one_address(
    bot: SlackBot, maya: Person, seminar: Channel
) -> None:
    await bot.enter(maya, CourseRole.TA)
    await maya.slash("/readings", seminar)
    assert PAPER in (await maya.hears(seminar)).plain
    await maya.says("hello")
    menu = await maya.hears(maya.direct)
    await maya.press(menu, "Deadlines")
    assert "Project proposal" in (await maya.hears(maya.direct)).plain
    await maya.slash("/course announce", seminar)
    view = await maya.sees_view("Post an announcement")
    assert list((await maya.submit({"Text": ""}))["errors"])
    assert view.errors == {"Text": "Write what I should post."}
    assert (await maya.submit({"Text": "Bring laptops."}))["response_action"] == "update"
    assert await maya.submit() == {"response_action": "clear"}
    assert bot.slack.sockets.open == []


async def test_an_event_that_slack_sends_again_is_answered_once(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    await maya.says("readings")
    body = slack.outgoing.attempts[-1][1]
    for number in (1, 2, 3):
        await slack.outgoing._attempt("events_api", body, number, "http_timeout")
    await maya.says("deadlines")
    await bot.line.idle()
    assert sorted(PAPER in one.plain for one in maya.unheard()) == [False, True]


async def test_slack_checks_the_address(stranger: Stranger) -> None:
    asked = json.dumps({"type": "url_verification", "token": "verification-token", "challenge": "3eZbrw1aBm2"})
    status, said = await stranger.sends(asked.encode())
    assert (status, json.loads(said)) == (200, {"challenge": "3eZbrw1aBm2"})
    assert (await stranger.sends(b"ssl_check=1&token=verification-token", content_type=FORM))[0] == 200


# --- what is not ----------------------------------------------------------------------------------------------------


async def test_a_request_that_slack_signed_just_now_is_taken(
    bot: SlackBot, stranger: Stranger, command: tuple[bytes, str]
) -> None:
    body, sort = command
    for age in (0, 290):
        signed = bot.slack.outgoing.signature(body, time.time() - age)
        assert (await stranger.sends(body, signed=signed, content_type=sort))[0] == 200
    await bot.line.idle()
    assert len(bot.ears.asked) == 2


async def test_a_request_that_is_not_slacks_or_too_old_is_refused(
    bot: SlackBot, stranger: Stranger, command: tuple[bytes, str], caplog: pytest.LogCaptureFixture
) -> None:
    body, sort = command
    sign, now = bot.slack.outgoing.signature, time.time()
    fresh, other = sign(body, now), sign(body + b"&text=week+9", now)
    for signed in (
        {},
        other,
        sign(body, now - 310),
        sign(body, now + 310),
        {**fresh, "X-Slack-Request-Timestamp": str(int(now) - 1)},
        {**fresh, "X-Slack-Request-Timestamp": "yesterday"},
        {**fresh, "X-Slack-Request-Timestamp": "9" * 5000},
        {**fresh, "X-Slack-Request-Timestamp": ""},
        {**fresh, "X-Slack-Signature": "v0=é"},
        {**fresh, "X-Slack-Signature": ""},
        {**fresh, "X-Slack-Signature": fresh["X-Slack-Signature"].removeprefix("v0=")},
        {"X-Slack-Request-Timestamp": fresh["X-Slack-Request-Timestamp"]},
        {"X-Slack-Signature": fresh["X-Slack-Signature"]},
    ):
        status, said = await stranger.sends(body, signed=signed, content_type=sort)
        assert 400 <= status < 500, signed
        assert PAPER not in said
    await bot.line.idle()
    assert bot.ears.asked == []
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("body", "sort", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"team": 5}', JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"{}", f"{JSON}; charset=klingon", 400),
        (b"payload=%7B", FORM, 400),
        (b"payload=null", FORM, 400),
        (b" " * (BODY_LIMIT + 1), JSON, 413),
    ],
)
@pytest.mark.parametrize("signed", [None, {}])
async def test_what_nobody_can_read_is_refused(
    stranger: Stranger, *, body: bytes, sort: str, status: int, signed: dict[str, str] | None,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    assert (await stranger.sends(body, content_type=sort, signed=signed))[0] == status
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", EVENTS_PATH), ("PUT", EVENTS_PATH), ("POST", "/"), ("GET", "/"), ("POST", f"{EVENTS_PATH}/more")],
)
async def test_there_is_nothing_else(stranger: Stranger, command: tuple[bytes, str], method: str, path: str) -> None:
    body, sort = command
    status, said = await stranger.sends(body, content_type=sort, method=method, path=path)
    assert status in (404, 405)
    assert "Traceback" not in said


# --- the beginning and the end --------------------------------------------------------------------------------------


async def test_slack_is_refused_until_the_bot_knows_who_it_is(bot: SlackBot, command: tuple[bytes, str]) -> None:
    body, sort = command
    server = WebServer("127.0.0.1", 0)
    line = SlackLine(
        bot.credentials, bot.api, directory=bot.directory, bot=bot.ears, clock=lambda: AT, server=server
    )  # fmt: skip
    await server.open()
    async with aiohttp.ClientSession() as session:
        early = Stranger(bot.slack, session, server.port)
        assert (await early.sends(body, content_type=sort))[0] == 503
        assert not line.is_connected
        running = asyncio.create_task(line.run())
        await line.door.listening.wait()
        assert line.is_connected
        assert (await early.sends(body, content_type=sort))[0] == 200
        running.cancel()
        await asyncio.wait({running})
        await line.finish(5.0)
        assert not line.is_connected
        assert (await early.sends(body, content_type=sort))[0] == 503
    await server.close()


async def test_at_the_end_nothing_new_is_taken_and_what_was_taken_is_acknowledged(
    bot: SlackBot, maya: Person, seminar: Channel, stranger: Stranger
) -> None:
    await bot.enter(maya, CourseRole.TA)
    await maya.slash("/course announce", seminar)
    await maya.sees_view("Post an announcement")
    assert (await stranger.sends(b"{"))[0] == 400
    reached, opened = asyncio.Event(), asyncio.Event()

    async def waits(_: Inbound) -> None:
        reached.set()
        await opened.wait()

    bot.ears.answering = waits
    submitting = asyncio.create_task(maya.submit({"Text": "Bring laptops."}))
    await reached.wait()
    finishing = asyncio.create_task(bot.finish())
    assert bot.running is not None
    await asyncio.wait({bot.running})
    with pytest.raises(NotAcknowledged):
        await maya.slash("/readings", seminar)
    assert (await stranger.sends(b"{"))[0] == 503
    opened.set()
    assert (await submitting)["response_action"] == "update"
    await finishing
    with pytest.raises(NotAcknowledged, match="connection_failed"):
        await maya.slash("/readings", seminar)


async def test_with_a_revoked_token_slack_is_refused(bot: SlackBot, slack: SlackServer, maya: Person) -> None:
    slack.fault("chat.postMessage", "revoked")
    await maya.says("readings")
    assert bot.running is not None
    with pytest.raises(ShutOut, match="SLACK_BOT_TOKEN was revoked"):
        await bot.running
    await bot.line.idle()
    calls = len(slack.calls)
    with pytest.raises(NotAcknowledged):
        await maya.slash("/readings")
    assert len(slack.calls) == calls
