"""`coursebot run` and `coursebot doctor` as they are started: a process of their own, with Slack on a loopback port."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.manifest import manifest
from bot.slack import Slack
from handlers.table import TABLE
from tests.services.test_delivery import START
from tests.slack_server import SlackServer
from tests.support.seminar import THREE_CLASSES, taken_in

STAFF = "  staff: [{name: Ada Rivera, email: ada@example.edu}]\n"
SCHEDULE = THREE_CLASSES.replace("  channels:\n", f"{STAFF}  channels:\n", 1)
CLOCK = "2022-01-24T10:00:00-08:00@1"
POSTED = "action=notice_sent key=seminar/rehearsal/weekly"
"""What there was to say at the start has been said."""


@dataclass
class Town:
    """A workspace with a course in it, and a folder to run the bot in."""

    slack: SlackServer
    folder: object
    ada: object
    maya: object
    channel: object
    staff: object
    secrets: set[str] = field(default_factory=set)

    def environment(self, **changed):
        ours = {
            "SLACK_BOT_TOKEN": self.slack.bot_token, "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url, "COURSEBOT_CLOCK": CLOCK, "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        everything = {**os.environ, **ours, **changed}
        return {name: value for name, value in everything.items() if value is not None}


@dataclass
class Service:
    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    @property
    def output(self) -> str:
        return "".join(self.lines)

    async def read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.lines.append(line.decode())

    async def says(self, words: str) -> None:
        """Wait until it has written these words."""
        async with asyncio.timeout(30):
            while words not in self.output:
                assert self.process.returncode is None, self.output
                await asyncio.sleep(0.02)

    async def ended(self, within: float = 30) -> int:
        async with asyncio.timeout(within):
            await self.process.wait()
            await self.reading
        return self.process.returncode

    async def end(self, number=signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return await self.ended(10)

    def times(self, words: str) -> int:
        return sum(words in line for line in self.lines)


@pytest.fixture
async def town(tmp_path):
    (tmp_path / "schedule.yaml").write_text(SCHEDULE, encoding="utf-8")
    async with SlackServer(patience=20) as slack:
        slack.install(manifest(TABLE))
        ada = slack.person("Ada Rivera", email="ada@example.edu")
        maya = slack.person("Maya Lindqvist", email="maya@example.edu")
        channel = slack.channel("seminar", members=[ada, maya])
        staff = slack.channel("seminar-staff", private=True, members=[ada])
        yield Town(slack, tmp_path, ada, maya, channel, staff)


@asynccontextmanager
async def started(town, *arguments, **environment):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=town.folder, env=town.environment(**environment),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=2**20,
    )  # fmt: skip
    service = Service(process)
    service.reading = asyncio.create_task(service.read())
    try:
        yield service
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await service.reading
        secrets = (town.slack.bot_token, town.slack.app_token, town.slack.signing_secret, "ticket-")
        assert not [secret for secret in secrets if secret in service.output]
        assert "Traceback" not in service.output, service.output


async def test_it_comes_up_answers_and_stops_when_told_to(town):
    async with started(town, "run") as bot:
        await town.slack.connected()
        await town.maya.slash("/readings", town.channel)
        assert "Resilient Distributed Datasets" in (await town.maya.hears(town.channel)).plain
        await bot.says("The bot is @coursebot")
        assert await bot.end() == 0, bot.output
        assert bot.times("Slack: ") == 0, bot.output


async def test_an_answer_in_flight_is_delivered_before_it_stops(town):
    async with started(town, "run") as bot:
        await town.slack.connected()
        await bot.says(POSTED)
        before = town.slack.count("chat.postMessage")
        town.slack.fault("chat.postMessage", "ratelimited", retry_after=1)
        await town.maya.slash("/readings")
        await town.slack.called("chat.postMessage", before + 1)  # refused: in a second it tries again
        assert await bot.end() == 0, bot.output
        assert "Resilient Distributed Datasets" in (await town.maya.hears()).plain


async def test_the_line_that_finishes_first_leaves_the_tick_its_connection(town, database_path, tmp_path):
    credentials = Credentials(
        bot_token=town.slack.bot_token, app_token=town.slack.app_token, api_url=town.slack.api_url
    )
    slack = Slack(credentials, tell=[].append)
    await slack.api.identity()
    session = slack.api.session
    async with taken_in(database_path, tmp_path, slack.platform, at=START, text=SCHEDULE) as (app, _):
        await slack.line(app, lambda: START).finish(0.1)
    assert not session.closed
    await slack.close()
    assert session.closed


async def test_it_stops_in_time_though_slack_never_answers(town):
    async with started(town, "run") as bot:
        await town.slack.connected()
        await bot.says(POSTED)
        before = town.slack.count("chat.postMessage")
        town.slack.fault("chat.postMessage", "never_answer", times=50)
        await town.maya.slash("/readings")
        await town.slack.called("chat.postMessage", before + 1)
        assert await bot.end() == 0, bot.output
        assert "action=slack_answers_given_up" in bot.output


async def test_in_http_mode_it_answers_what_slack_has_signed(town):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    there = f"http://127.0.0.1:{port}/slack/events"
    town.slack.install(manifest(TABLE, url="https://bot.example.edu"))
    town.slack.deliver_over_http(there)
    http = {
        "SLACK_APP_TOKEN": None,
        "SLACK_SIGNING_SECRET": town.slack.signing_secret,
        "COURSEBOT_HTTP_PORT": str(port),
    }
    async with started(town, "run", **http) as bot:
        await bot.says("action=slack_listening")
        await town.maya.slash("/readings", town.channel)
        assert "Resilient Distributed Datasets" in (await town.maya.hears(town.channel)).plain
        assert town.slack.count("apps.connections.open") == 0
        assert await bot.end() == 0, bot.output
    async with started(town, "doctor", **http) as doctor:
        assert await doctor.ended() == 0, doctor.output


async def test_a_port_that_is_taken_is_one_line(town):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        http = {"SLACK_APP_TOKEN": None, "SLACK_SIGNING_SECRET": "0123456789abcdef", "COURSEBOT_HTTP_PORT": port}
        async with started(town, "run", **http) as bot:
            assert await bot.ended() == 1, bot.output
            assert bot.times("the bot cannot listen on") == 1


async def test_a_token_revoked_while_it_runs_is_one_line_and_exit_code_3(town):
    async with started(town, "run") as bot:
        await town.slack.connected()
        await bot.says("action=people")
        town.slack.revoked.add(town.slack.bot_token)
        town.slack.revoked.add(town.slack.app_token)
        await town.maya.slash("/readings", town.channel)
        await town.slack.drop_sockets()
        assert await bot.ended() == 3, bot.output
        assert bot.times("Slack lets the bot in no more") == 1, bot.output


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_that_slack_does_not_know_is_one_line_and_exit_code_1(town, name):
    wrong = {"SLACK_BOT_TOKEN": "xoxb-1-mistyped", "SLACK_APP_TOKEN": "xapp-1-mistyped"}[name]
    async with started(town, "run", **{name: wrong}) as bot:
        assert await bot.ended() == 1, bot.output
        assert bot.times("Slack lets the bot in no more (invalid_auth)") == 1, bot.output
        assert name in bot.output
        assert wrong not in bot.output


async def test_slack_down_at_the_start_is_said_once_and_then_it_works(town):
    town.slack.down = True
    async with started(town, "run") as bot:
        await bot.says("action=slack_away")
        town.slack.down = False
        await town.slack.connected()
        await town.maya.slash("/deadlines", town.channel)
        await town.maya.hears(town.channel)
        assert await bot.end() == 0, bot.output
        assert bot.times("cannot be reached") == 1, bot.output


async def test_what_lacks_is_said_at_the_start_and_the_bot_runs(town):
    town.channel.members.remove(town.slack.bot_user_id)
    town.slack.scopes.discard("usergroups:read")
    async with started(town, "run") as bot:
        await bot.says("Slack: the bot is in no channel #seminar")
        await bot.says("Slack: the scope usergroups:read is missing")
        await town.maya.slash("/readings")
        await town.maya.hears()
        assert await bot.end(signal.SIGINT) == 0, bot.output


async def test_the_console_says_that_slack_is_not_used(town):
    async with started(town, "run", "--console") as bot:
        await bot.says("Slack's tokens are set, but not used")
        await bot.says("coursebot serves")
        assert await bot.end() == 0
    assert town.slack.calls == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SLACK_BOT_TOKEN": None, "SLACK_APP_TOKEN": None}, "SLACK_BOT_TOKEN and SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": None}, "SLACK_APP_TOKEN is missing"),
        ({"SLACK_API_URL": None}, "COURSEBOT_CLOCK is set"),
    ],
)
async def test_what_is_wrong_with_the_settings_is_one_line(town, changed, words):
    async with started(town, "run", **changed) as bot:
        assert await bot.ended() == 1
        assert len(bot.lines) == 1
        assert words in bot.output


# --- doctor -----------------------------------------------------------------------------------------------------------


async def test_the_doctor_finds_nothing_missing(town):
    async with started(town, "doctor") as doctor:
        assert await doctor.ended() == 0, doctor.output
        assert "Ada Rivera (instructor)" in doctor.output
        assert "Nothing is missing" in doctor.lines[-1]


async def test_the_doctor_says_all_that_lacks_and_exits_with_1(town):
    (town.folder / "schedule.yaml").write_text(SCHEDULE.replace("ada@", "nobody@"), encoding="utf-8")
    async with started(town, "doctor", SLACK_APP_TOKEN=None) as doctor:
        assert await doctor.ended() == 1
        assert "SLACK_APP_TOKEN is missing" in doctor.output
    async with started(town, "doctor") as doctor:
        assert await doctor.ended() == 1
        assert "nobody on Slack is nobody@example.edu" in doctor.output
        assert "Ada Rivera is in #seminar-staff" in doctor.output


async def test_the_doctor_cannot_reach_slack(town):
    town.slack.down = True
    async with started(town, "doctor") as doctor:
        assert await doctor.ended() == 3
        assert doctor.times("Slack cannot be reached") == 1
