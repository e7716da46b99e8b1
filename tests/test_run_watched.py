"""`coursebot run` with a port and a log for machines, as it is started: a process of its own, read from outside."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket

import aiohttp
import pytest

from bot.platforms.slack.manifest import manifest
from handlers.table import TABLE
from tests.support.pages import reading, value
from tests.test_run_on_slack import started, town

__all__ = ["town"]


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


async def until(reader, path, text):
    """Read a page until it says this."""
    async with asyncio.timeout(30):
        while (await reader.get(path)).text != text:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.02)


async def test_in_socket_mode_the_pages_answer_and_count_until_it_stops(town, port):
    town.slack.down = True
    async with started(town, "run", COURSEBOT_HTTP_PORT=str(port)) as bot, reading(port) as reader:
        await bot.says("action=slack_away")
        assert (await reader.get("/readyz")).text == "There is no connection to slack.\n"
        assert (await reader.get("/healthz")).text == "ok\n"
        town.slack.down = False
        await town.slack.connected()
        await until(reader, "/readyz", "ready\n")
        assert (await reader.get("/slack/events", "POST")).status == 404, "that is for HTTP mode"
        await town.maya.slash("/readings", town.channel)
        await town.maya.hears(town.channel)
        await bot.says("action=notice_sent")
        got = await reader.samples()
        verb = TABLE.group("readings").row("show").verb
        assert value(got, "coursebot_commands_total", verb=verb, outcome="answered") == 1
        assert value(got, "coursebot_platform_errors_total", platform="slack", kind="rate_limited") is None
        assert value(got, "coursebot_courses") == 1
        assert value(got, "coursebot_database_up") == 1
        before = town.slack.count("chat.postMessage")
        town.slack.fault("chat.postMessage", "ratelimited", retry_after=1)
        await town.maya.slash("/readings")
        await town.slack.called("chat.postMessage", before + 1)  # refused: in a second it tries again
        bot.process.send_signal(signal.SIGTERM)
        await until(reader, "/readyz", "The bot is stopping.\n")
        assert (await reader.get("/healthz")).status == 200
        got = await reader.samples()
        assert value(got, "coursebot_platform_errors_total", platform="slack", kind="rate_limited") == 1
        assert await bot.ended(15) == 0, bot.output
        with pytest.raises(aiohttp.ClientConnectorError):
            await reader.get("/healthz")
        assert "Resilient Distributed Datasets" in (await town.maya.hears()).plain


async def test_in_http_mode_the_pages_stand_beside_slacks_door(town, port):
    town.slack.install(manifest(TABLE, url="https://bot.example.edu"))
    town.slack.deliver_over_http(f"http://127.0.0.1:{port}/slack/events")
    http = {
        "SLACK_APP_TOKEN": None, "SLACK_SIGNING_SECRET": town.slack.signing_secret, "COURSEBOT_HTTP_PORT": str(port),
    }  # fmt: skip
    async with started(town, "run", **http) as bot, reading(port) as reader:
        await bot.says("action=slack_listening")
        await town.maya.slash("/readings", town.channel)
        await town.maya.hears(town.channel)
        await until(reader, "/readyz", "ready\n")
        assert sum(n for (name, _), n in (await reader.samples()).items() if name == "coursebot_commands_total") == 1
        assert await bot.end() == 0, bot.output


async def test_in_the_terminal_the_pages_are_shown_too(town, port):
    none = {"SLACK_BOT_TOKEN": None, "SLACK_APP_TOKEN": None, "SLACK_API_URL": None}
    async with started(town, "run", "--console", COURSEBOT_HTTP_PORT=str(port), **none) as bot, reading(port) as reader:
        await bot.says("coursebot serves")
        await until(reader, "/readyz", "ready\n")
        assert "Slack" not in bot.output
        assert await bot.end() == 0, bot.output
    async with started(town, "run", "--console", COURSEBOT_HTTP_PORT="http", **none) as bot:
        assert await bot.ended() == 1
        assert bot.lines == ["COURSEBOT_HTTP_PORT is no port; write a number from 1 to 65535\n"]


async def test_with_a_log_for_machines_every_line_is_one_object(town):
    async with started(town, "run", "--log", "json") as bot:
        await town.slack.connected()
        await bot.says("notice_sent")
        await bot.says("The bot is @coursebot")
        await town.maya.slash("/readings", town.channel)
        await town.maya.hears(town.channel)
        assert await bot.end() == 0, bot.output
    said = [json.loads(line) for line in bot.lines]
    assert {"told", "notice_sent", "schedule_applied"} <= {line.get("action") for line in said}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]) for line in said)
    keys = [line["key"] for line in said if line.get("action") == "notice_sent"]
    assert [key for key in keys if key.startswith("seminar/rehearsal/weekly")]


async def test_what_it_ends_with_is_an_object_too(town):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken_port = str(taken.getsockname()[1])
        async with started(town, "run", COURSEBOT_LOG="json", COURSEBOT_HTTP_PORT=taken_port) as bot:
            assert await bot.ended() == 1, bot.output
    last = json.loads(bot.lines[-1])
    assert (last["action"], last["level"]) == ("told", "ERROR")
    assert last["words"].startswith("the bot cannot listen on")
    assert [json.loads(line) for line in bot.lines]


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "words"),
    [
        (("--log", "xml"), {}, 2, "Invalid value for '--log': 'xml' is not one of 'text', 'json'"),
        ((), {"COURSEBOT_LOG": "xml"}, 1, "COURSEBOT_LOG is 'xml'; write text or json"),
    ],
)
async def test_another_word_for_the_log_is_one_clear_line(town, arguments, environment, code, words):
    async with started(town, "run", *arguments, **environment) as bot:
        assert await bot.ended() == code
        assert len(bot.lines) == 1
        assert words in bot.output
