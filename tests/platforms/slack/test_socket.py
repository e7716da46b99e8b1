"""Socket Mode: what comes in is answered once, whatever becomes of the connections, and no ticket is ever told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.conversation.port import ShutOut
from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.platforms.slack.line import Times
from tests.slack_server import Channel, NotAcknowledged, Person, SlackServer, sockets
from tests.support.databases import NewUrl
from tests.support.slack_bots import QUICK, SlackBot, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
PAPER = "Resilient Distributed Datasets"


class Log(logging.Handler):
    """All that anybody logs, with tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.more = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        self.more.set()

    def count(self, words: str) -> int:
        return sum(words in line for line in self.lines)

    async def says(self, words: str, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while self.count(words) < times:
                self.more.clear()
                await self.more.wait()


class Tickets(set[str]):
    """Keeps what anybody tried to come in with."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[object] = []

    def __contains__(self, ticket: object) -> bool:
        self.shown.append(ticket)
        return super().__contains__(ticket)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.sockets.tickets = Tickets()
        yield server


@pytest.fixture(autouse=True)
async def log(slack: SlackServer) -> AsyncIterator[Log]:
    """Whatever happened: no ticket was used twice, and neither a ticket nor a token was told to anybody."""
    handler, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)
    for secret in ("ticket", slack.bot_token, slack.app_token):
        assert not [line for line in handler.lines if secret in line]
    assert isinstance(slack.sockets.tickets, Tickets)
    shown = slack.sockets.tickets.shown
    assert len(shown) == len(set(shown))


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    return slack.person("Maya Lindqvist")


@pytest.fixture
def seminar(slack: SlackServer, maya: Person) -> Channel:
    slack.channel("seminar-staff", private=True, members=[maya])
    return slack.channel("seminar", members=[maya])


class Starter:
    """Starts a bot when the test has set up what it is to meet."""

    def __init__(self, database_url: str, folder: Path, slack: SlackServer) -> None:
        self.database_url, self.folder, self.slack = database_url, folder, slack

    def __call__(self, times: Times = QUICK, *, start: bool = True, database_url: str | None = None) -> Any:
        return slack_bot(database_url or self.database_url, self.folder, self.slack, at=AT, times=times, start=start)


@pytest.fixture
def started(database_url: str, tmp_path: Path, slack: SlackServer, seminar: Channel) -> Starter:
    return Starter(database_url, tmp_path, slack)


@pytest.fixture
async def bot(started: Starter) -> AsyncIterator[SlackBot]:
    async with started() as running:
        yield running


async def answered(bot: SlackBot, maya: Person, seminar: Channel) -> None:
    """The bot can be reached."""
    await bot.slack.connected()
    await maya.slash("/readings", seminar)
    assert PAPER in (await maya.hears(seminar)).plain


async def attempts(bot: SlackBot, least: int = 3) -> None:
    """Wait until it was tried so often; a Slack that is away hears of none."""
    while bot.line._outage._attempts < least:  # noqa: ASYNC110
        await asyncio.sleep(0)


class Gate:
    def __init__(self) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()

    async def __call__(self, _: Inbound) -> None:
        self.reached.set()
        await self.opened.wait()


# --- one connection after another -----------------------------------------------------------------------------------


async def test_what_is_under_way_while_slack_refreshes_is_acknowledged_where_it_came_in(
    bot: SlackBot, slack: SlackServer, maya: Person, seminar: Channel
) -> None:
    await bot.enter(maya, CourseRole.TA)
    await maya.slash("/course announce", seminar)
    await maya.sees_view("Post an announcement")
    bot.ears.answering = gate = Gate()
    submitting = asyncio.create_task(maya.submit({"Text": "Bring laptops."}))
    await gate.reached.wait()
    await slack.refresh_sockets()
    await slack.connected(2)
    gate.opened.set()
    assert (await submitting)["response_action"] == "update"


@pytest.mark.parametrize("reasons", [["refresh_requested"], ["warning", "refresh_requested"], ["link_disabled"]])
async def test_a_refresh_loses_nothing_and_answers_nothing_twice(
    bot: SlackBot, slack: SlackServer, maya: Person, seminar: Channel, reasons: list[str]
) -> None:
    asking = [asyncio.create_task(maya.slash("/readings", seminar)) for _ in range(3)]
    for reason in reasons:
        await slack.refresh_sockets(reason, grace=60)
        asking += [asyncio.create_task(maya.slash("/readings", seminar)) for _ in range(3)]
    await slack.until(lambda: not all(one.leaving for one in slack.sockets.open), 5, lambda: "no new connection")
    for old in [one for one in slack.sockets.open if one.leaving]:
        asking += [asyncio.create_task(maya.slash("/readings", seminar)) for _ in range(3)]
        await asyncio.gather(*asking, old.socket.close())
    await maya.slash("/readings", seminar)
    await bot.line.idle()
    commands = [attempt for attempt in slack.outgoing.attempts if attempt[0] == "slash_commands"]
    assert len(commands) == len(asking) + 1
    assert len(maya.unheard()) == len(commands)


async def test_a_connection_that_slack_forgets_to_close_is_let_go(started: Starter, slack: SlackServer) -> None:
    async with started(replace(QUICK, rhythm=replace(QUICK.rhythm, linger=0.05))):
        (before,) = slack.sockets.open
        await slack.refresh_sockets(grace=60)
        await slack.connected(2)
        await slack.until(lambda: before not in slack.sockets.open, 5, lambda: "still open")
        assert len(slack.sockets.open) == 1


async def test_a_dropped_connection_is_made_anew_at_once(
    started: Starter, slack: SlackServer, maya: Person, seminar: Channel
) -> None:
    """Whoever waited would wait for an hour."""
    async with started(replace(QUICK, pauses=(3600.0,))) as bot:
        for _ in range(3):
            await slack.drop_sockets()
            await answered(bot, maya, seminar)


async def test_connections_that_never_hold_are_made_anew_after_pauses(started: Starter, slack: SlackServer) -> None:
    async with started(replace(QUICK, rhythm=replace(QUICK.rhythm, steady=3600.0))) as bot:
        for _ in range(4):
            await slack.drop_sockets()
            await slack.connected()
        assert bot.line._outage._attempts == 3


async def test_a_connection_that_falls_silent_is_replaced(
    started: Starter, slack: SlackServer, maya: Person, seminar: Channel
) -> None:
    async with started(replace(QUICK, rhythm=replace(QUICK.rhythm, heartbeat=0.1))) as bot:
        (silent,) = slack.sockets.open
        assert silent.request.transport is not None
        silent.request.transport.pause_reading()  # no pong leaves any more
        await slack.connected(2)
        silent.cut()
        await slack.until(lambda: silent not in slack.sockets.open, 5, lambda: "still open")
        await answered(bot, maya, seminar)


@pytest.mark.parametrize("greeting", [None, {"type": "disconnect", "reason": "too_many_websockets"}])
async def test_a_connection_that_is_not_greeted_is_given_up(
    started: Starter, slack: SlackServer, *, maya: Person, seminar: Channel, monkeypatch: pytest.MonkeyPatch,
    greeting: dict[str, str] | None,
) -> None:  # fmt: skip
    real, greeted = web.WebSocketResponse.send_json, 0

    async def send(self: web.WebSocketResponse, data: Any, *arguments: Any, **more: Any) -> None:
        nonlocal greeted
        greeted += data.get("type") == "hello"
        if data.get("type") != "hello" or greeted > 1:
            await real(self, data, *arguments, **more)
        elif greeting is not None:
            await real(self, greeting)

    monkeypatch.setattr(web.WebSocketResponse, "send_json", send)
    async with started(replace(QUICK, rhythm=replace(QUICK.rhythm, hello=0.1)), start=False) as bot:
        await slack.until(lambda: greeted > 1 and len(slack.sockets.open) == 1, 5, lambda: f"greeted {greeted} times")
        await answered(bot, maya, seminar)


async def test_two_bots_in_one_workspace_answer_each_command_once(
    started: Starter, slack: SlackServer, *, maya: Person, seminar: Channel, new_url: NewUrl
) -> None:
    async with started() as one, started(start=False, database_url=new_url()) as two:
        await slack.connected(2)
        await asyncio.gather(*(maya.slash("/readings", seminar) for _ in range(6)))
        await one.line.idle()
        await two.line.idle()
        assert (len(one.ears.asked), len(two.ears.asked)) == (3, 3)
        assert len(maya.unheard()) == 6


# --- what is not an envelope ----------------------------------------------------------------------------------------


async def test_what_is_no_envelope_is_passed_over(
    bot: SlackBot, slack: SlackServer, maya: Person, seminar: Channel, log: Log
) -> None:
    (connection,) = slack.sockets.open
    for text in (
        "", "not json", "[]", "null", '{"type": "hello"}', '{"type": "tomorrow"}',
        '{"type": "events_api", "envelope_id": "1", "payload": null}',
        '{"type": "events_api", "envelope_id": "2", "payload": []}',
        '{"type": "events_api", "envelope_id": "7", "payload": {"team": 5}}',
        '{"type": "tomorrow", "envelope_id": "3", "payload": {}}',
        '{"type": "slash_commands", "envelope_id": "4", "payload": {"command": "/readings"}}',
        '{"type": "interactive", "envelope_id": "5", "payload": {"type": "view_submission", "view": {}}}',
        '{"type": "interactive", "envelope_id": "6", "payload": {"type": "block_actions", "actions": []}}',
    ):  # fmt: skip
        await connection.socket.send_str(text)
    await connection.socket.send_bytes(b"\x00\xff")
    await answered(bot, maya, seminar)
    assert slack.sockets.open == [connection]
    unread = [log.count(f"action={one}_failed") for one in ("envelope", "request")]
    assert unread == [1, 2]  # what looks like an envelope and cannot be read: by Bolt, or by the line


# --- Slack is away --------------------------------------------------------------------------------------------------


async def test_slack_down_at_the_start_is_said_once_and_so_is_its_end(
    started: Starter, slack: SlackServer, maya: Person, seminar: Channel, log: Log
) -> None:
    slack.down = True
    async with started(start=False) as bot:
        await attempts(bot)
        assert log.count("action=slack_away") == 1
        slack.down = False
        await answered(bot, maya, seminar)
    assert (log.count("action=slack_away"), log.count("action=slack_back")) == (1, 1)


async def test_slack_down_for_a_while_is_said_once_and_so_is_its_end(
    bot: SlackBot, slack: SlackServer, maya: Person, seminar: Channel, log: Log
) -> None:
    for times in (1, 2):
        slack.down = True
        await log.says("action=slack_away", times)
        slack.down = False
        await answered(bot, maya, seminar)
        assert (log.count("action=slack_away"), log.count("action=slack_back")) == (times, times)


@pytest.mark.parametrize("fault", ["error_before", "ratelimited", "drop_before", "error:internal_error"])
async def test_a_connection_that_slack_does_not_give_is_asked_for_again(
    started: Starter, slack: SlackServer, *, maya: Person, seminar: Channel, log: Log, fault: str
) -> None:
    slack.fault("apps.connections.open", fault, times=2, retry_after=0.01)
    async with started() as bot:
        await answered(bot, maya, seminar)
    assert slack.count("apps.connections.open") == 3
    assert (log.count("action=slack_away"), log.count("action=slack_back")) == (1, 1)


async def test_a_ticket_that_did_not_let_in_is_not_shown_again(
    started: Starter, slack: SlackServer, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST", 0)
    async with started(start=False) as bot:
        await attempts(bot)
        monkeypatch.setattr(sockets, "MOST", 10)
        await slack.connected()
    assert isinstance(slack.sockets.tickets, Tickets)
    assert len(slack.sockets.tickets.shown) >= 4  # the log's fixture sees that all are different
    assert log.count("Slack did not take the connection (WSServerHandshakeError)") == 1


async def test_a_connection_in_vain_leaves_none_behind(started: Starter, slack: SlackServer) -> None:
    """A ticket that is good, and nobody behind it."""
    async with started() as bot:
        (before,) = slack.sockets.open
        slack.fault("apps.connections.open", "drop_after")
        await slack.drop_sockets()
        await slack.connected()
        assert len(slack.sockets.open) == 1
        assert before not in slack.sockets.open
        await bot.finish()
        await slack.until(lambda: not slack.sockets.open, 5, lambda: "still open")


# --- shut out -------------------------------------------------------------------------------------------------------


async def test_an_app_token_that_slack_does_not_know_ends_the_line(started: Starter, slack: SlackServer) -> None:
    slack.revoked.add(slack.app_token)
    async with started(start=False) as bot:
        with pytest.raises(ShutOut, match=r"token_revoked.*SLACK_APP_TOKEN was revoked"):
            await bot.running


async def test_an_app_token_without_its_scope_ends_the_line(started: Starter, slack: SlackServer) -> None:
    slack.app_scopes.clear()
    async with started(start=False) as bot:
        with pytest.raises(ShutOut, match="SLACK_APP_TOKEN lacks the scope connections:write"):
            await bot.running


async def test_a_token_that_is_revoked_while_running_ends_the_line_and_nothing_more_is_sent(
    bot: SlackBot, slack: SlackServer, maya: Person, seminar: Channel
) -> None:
    slack.fault("chat.postMessage", "revoked")
    await maya.slash("/readings")
    with pytest.raises(ShutOut, match="SLACK_BOT_TOKEN was revoked"):
        await bot.running
    await bot.line.idle()
    calls = len(slack.calls)
    for place in (None, seminar):
        with pytest.raises(NotAcknowledged):
            await maya.slash("/readings", place)
    await bot.tick()
    assert len(slack.calls) == calls
    assert maya.unheard() == []


# --- the end --------------------------------------------------------------------------------------------------------


async def test_at_the_end_nothing_new_is_taken_and_what_was_taken_is_answered(
    bot: SlackBot, slack: SlackServer, maya: Person, seminar: Channel
) -> None:
    bot.ears.answering = gate = Gate()
    await maya.slash("/readings", seminar)
    await gate.reached.wait()
    finishing = asyncio.create_task(bot.finish())
    await asyncio.wait({bot.running})
    slack.second = 0.01
    with pytest.raises(NotAcknowledged, match="timeout"):
        await maya.slash("/deadlines", seminar)
    gate.opened.set()
    await finishing
    assert [PAPER in one.plain for one in maya.unheard()] == [True]
    await slack.until(lambda: not slack.sockets.open, 5, lambda: "still open")
