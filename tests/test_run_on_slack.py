"""`coursebot run` and `coursebot doctor` as they are started: a process of their own, with Slack on a loopback port."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import shutil
import signal
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot import cli
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
MANUAL = Path(__file__).resolve().parent.parent / "docs" / "slack.md"
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
    migrated: Path
    """A database whose tables are made. A service that is started gets a copy, as if it had run before."""
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
async def town(tmp_path, migrated_file):
    (tmp_path / "schedule.yaml").write_text(SCHEDULE, encoding="utf-8")
    async with SlackServer(patience=20) as slack:
        slack.install(manifest(TABLE))
        ada = slack.person("Ada Rivera", email="ada@example.edu")
        maya = slack.person("Maya Lindqvist", email="maya@example.edu")
        channel = slack.channel("seminar", members=[ada, maya])
        staff = slack.channel("seminar-staff", private=True, members=[ada])
        yield Town(slack, tmp_path, ada, maya, channel, staff, migrated_file)


@dataclass
class Examined:
    code: int
    lines: list[str]

    def times(self, words: str) -> int:
        return sum(words in line for line in self.lines)


@pytest.fixture
def examined(town, monkeypatch, capsys):
    """`coursebot doctor` without a process of its own: what it wrote, and its exit code."""

    async def run(**changed) -> Examined:
        monkeypatch.chdir(town.folder)
        for name, value in town.environment(**changed).items():
            monkeypatch.setenv(name, value)
        code = await asyncio.to_thread(cli.run, ["doctor"])
        shown = capsys.readouterr()
        return Examined(code, [*shown.out.splitlines(), *shown.err.splitlines()])

    return run


@asynccontextmanager
async def started(town, *arguments, anew=False, **environment):
    """`anew`: without a database, which the service then makes."""
    if arguments[0] == "run" and not anew and not (town.folder / "coursebot.db").exists():
        shutil.copyfile(town.migrated, town.folder / "coursebot.db")
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
    async with started(town, "run", anew=True) as bot:
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


async def test_the_line_that_finishes_first_leaves_the_tick_its_connection(town, database_url, tmp_path):
    credentials = Credentials(
        bot_token=town.slack.bot_token, app_token=town.slack.app_token, api_url=town.slack.api_url
    )
    slack = Slack(credentials, tell=[].append)
    await slack.api.identity()
    session = slack.api.session
    async with taken_in(database_url, tmp_path, slack.platform, at=START, text=SCHEDULE) as (app, _):
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
        assert bot.times("Slack does not let the bot in (token_revoked)") == 1, bot.output
        assert bot.times("What is to be said on Slack waits in the database.") == 1, bot.output


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_that_slack_does_not_know_is_one_line_and_exit_code_1(town, name):
    wrong = {"SLACK_BOT_TOKEN": "xoxb-1-mistyped", "SLACK_APP_TOKEN": "xapp-1-mistyped"}[name]
    async with started(town, "run", **{name: wrong}) as bot:
        assert await bot.ended() == 1, bot.output
        assert bot.times(f"Slack does not let the bot in (invalid_auth): it does not know {name}; ") == 1, bot.output
        assert "no more" not in bot.output
        assert "waits in the database" not in bot.output, "nothing was ever said there"
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


async def test_what_lacks_is_said_at_the_start_without_anybodys_name(town, examined):
    town.staff.members.extend([town.maya.id, town.slack.person("Noor Aziz").id])
    found = await examined()
    assert found.code == 1
    assert found.times("Slack: Maya Lindqvist and Noor Aziz are in #seminar-staff") == 1
    async with started(town, "run") as bot:
        await bot.says("Slack: 2 people who are not staff are in #seminar-staff")
        await bot.says("action=people")
        assert await bot.end() == 0, bot.output
        assert not [name for name in ("Maya", "Lindqvist", "Noor", "Aziz", "Rivera") if name in bot.output]


@pytest.mark.parametrize(("ahead", "lines"), [(timedelta(minutes=5), 1), (timedelta(seconds=50), 0), (None, 0)])
async def test_a_clock_that_goes_wrong_is_told_at_the_start(town, database_url, tmp_path, ahead, lines):
    told = []
    slack = Slack(
        Credentials(bot_token=town.slack.bot_token, app_token=town.slack.app_token, api_url=town.slack.api_url),
        tell=told.append,
    )
    wall_clock = None if ahead is None else lambda: town.slack.clock() + ahead
    try:
        await slack.api.identity()
        async with taken_in(database_url, tmp_path, slack.platform, at=START, text=SCHEDULE) as (app, _):
            line = slack.line(app, lambda: START)
            await slack.begin(app, lambda: START, wall_clock=wall_clock)
            await line.finish(0.1)
    finally:
        await slack.close()
    skewed = [words for words in told if "clock" in words]
    assert len(skewed) == lines
    for words in skewed:
        assert words.startswith("Slack: this machine's clock is 5 minutes ahead of Slack's")


RUN_AND_LEAK = """
import logging, sys
from bot import cli
code = cli.run(["run"])
for secret in sys.argv[1:]:
    logging.getLogger("slack_sdk").warning("here is %s", secret)
sys.exit(code)
"""


async def test_the_log_of_the_service_hides_all_three_secrets(town):
    """None of the three looks like a secret as a whole: only who knows them can hide them."""
    leaked = {
        "SLACK_BOT_TOKEN": "xoxb-1-no~bottail", "SLACK_APP_TOKEN": "xapp-1-no~apptail",
        "SLACK_SIGNING_SECRET": "signingtail",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUN_AND_LEAK, *leaked.values(), cwd=town.folder, env=town.environment(**leaked),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(30):
        output = (await process.communicate())[0].decode()
    assert process.returncode == 1, output
    assert output.count("slack_sdk here is [hidden]\n") == 3, output
    assert "tail" not in output


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


async def test_the_doctor_finds_nothing_missing(town, examined):
    found = await examined()
    assert found.code == 0, found.lines
    assert found.times("Ada Rivera (instructor)") == 1
    assert "Nothing is missing" in found.lines[-1]


async def test_the_doctor_finds_the_tokens_of_the_systemd_unit_as_the_manual_says(town):
    (typed,) = re.findall(r"^\(set -a; .* doctor .*\)$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    environment = town.environment()
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL")
    written = "".join(f"{name}={environment.pop(name)}\n" for name in names)
    (town.folder / "env").write_text(written, encoding="utf-8")
    here = typed.replace("/opt/coursebot/bin/coursebot", f"{shlex.quote(sys.executable)} -m bot")
    here = here.replace("/etc/coursebot", str(town.folder)).replace("/var/lib/coursebot", str(town.folder))
    process = await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", here, cwd="/", env=environment,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(30):
        output = (await process.communicate())[0].decode()
    assert process.returncode == 0, output
    assert output.endswith("Nothing is missing. `coursebot run` starts the bot.\n")


async def test_the_doctor_says_all_that_lacks_and_exits_with_1(town):
    (town.folder / "schedule.yaml").write_text(SCHEDULE.replace("ada@", "nobody@"), encoding="utf-8")
    async with started(town, "doctor", SLACK_APP_TOKEN=None) as doctor:
        assert await doctor.ended() == 1
        assert "SLACK_APP_TOKEN is missing" in doctor.output
    async with started(town, "doctor") as doctor:
        assert await doctor.ended() == 1
        assert "nobody on Slack is nobody@example.edu" in doctor.output
        assert "Ada Rivera is in #seminar-staff" in doctor.output


async def test_the_doctor_says_how_long_slack_asks_to_wait(town, examined):
    town.slack.fault("auth.test", "ratelimited", retry_after=45)
    found = await examined()
    assert found.code == 3, found.lines
    assert found.lines[-1] == "Slack asks to wait 45 s; then try again"


async def test_the_doctor_that_is_asked_twice_in_a_minute_still_looks_at_the_rest(town, examined):
    town.slack.fault("apps.connections.open", "ratelimited", retry_after=60)
    found = await examined()
    assert found.code == 0, found.lines
    assert found.times("Slack wants a pause before the app's token is tried again") == 1
    assert found.times("Slack: the bot is in #seminar-staff") == 1


async def test_the_doctor_names_slack_once_where_it_does_not_take_the_token(town, examined):
    found = await examined(SLACK_BOT_TOKEN="xoxb-1-mistyped")
    assert found.code == 1
    assert found.times("Slack does not let the bot in (invalid_auth): it does not know SLACK_BOT_TOKEN") == 1
    assert found.times("Slack: Slack") == 0


async def test_the_doctor_cannot_reach_slack(town):
    town.slack.down = True
    async with started(town, "doctor") as doctor:
        assert await doctor.ended() == 3
        assert doctor.times("Slack cannot be reached") == 1
