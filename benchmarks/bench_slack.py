"""The bot on Slack against the least that slack-bolt can be: acknowledging, answering, HTTP mode, start and memory.

Slack is the tests' server on a loopback port; the bot and the empty apps are processes of their own, in turns.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import aiohttp

from benchmarks.empty_bolt import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from benchmarks.measure import Result
from bot.data import bundled
from tests.slack_server import Channel, Person, SlackServer
from tests.slack_server.payloads import slash_command

ROUNDS, COMMANDS = 3, 100
CLIENTS, REQUESTS, BURSTS = 32, 640, 7
STARTS = 3


def measure() -> list[Result]:
    return asyncio.run(_measure())


async def _measure() -> list[Result]:
    return [*await _socket_mode(), *await _http_mode(), *await _start_and_memory()]


# --- the processes ------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Subject:
    """A process that serves Slack's requests, with the Slack of its own that it is connected to."""

    slack: SlackServer
    maya: Person
    channel: Channel
    process: asyncio.subprocess.Process
    ready_after: float = 0.0

    def memory(self) -> int:
        """Resident memory in kB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1])


@asynccontextmanager
async def _subject(kind: str, *, port: int = 0) -> AsyncIterator[Subject]:
    """`bot`, or a kind of `empty_bolt`; in HTTP mode where there is a port."""
    with tempfile.TemporaryDirectory(prefix="coursebot-bench-") as folder:
        async with SlackServer(patience=60) as slack:
            maya = slack.person("Maya Lindqvist")
            rivera = slack.person("Elena Rivera")
            channel = slack.channel("cs294", members=[maya, rivera])
            slack.channel("cs294-staff", private=True, members=[rivera])
            started = time.perf_counter()
            process = await _started(kind, slack, Path(folder), port)
            try:
                if kind == "bot" and not port:
                    await slack.connected()
                elif kind == "bot":
                    await _listening(port)
                else:
                    assert process.stdout is not None
                    assert await process.stdout.readline() == b"ready\n"
                yield Subject(
                    slack=slack, maya=maya, channel=channel, process=process,
                    ready_after=time.perf_counter() - started,
                )  # fmt: skip
            finally:
                process.kill()
                await process.wait()


async def _started(kind: str, slack: SlackServer, folder: Path, port: int) -> asyncio.subprocess.Process:
    tokens = {BOT_TOKEN: slack.bot_token, "SLACK_API_URL": slack.api_url}
    tokens |= {SIGNING_SECRET: slack.signing_secret} if port else {APP_TOKEN: slack.app_token}
    if kind == "bot":
        tokens |= {"COURSEBOT_HTTP_PORT": str(port)} if port else {}
        arguments = ["-m", "bot", "run", str(bundled("schedule.yaml"))]
        arguments += ["--database", f"sqlite:///{folder / 'bench.db'}"]
    else:
        arguments = ["-m", "benchmarks.empty_bolt", kind, slack.api_url, str(port)]
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE if kind != "bot" else asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **tokens},  # noqa: TID251 - a process of its own
    )


async def _listening(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return


# --- Socket Mode --------------------------------------------------------------------------------------------------


@dataclass
class Times:
    """Seconds of each command: until its acknowledgement, and until its answer."""

    acknowledged: list[float]
    answered: list[float]

    def p99(self) -> float:
        return quantiles(self.acknowledged, n=100)[98]


async def _socket_mode() -> list[Result]:
    empty, bot = Times([], []), Times([], [])
    async with _subject("default") as plain, _subject("bot") as full:
        for subject in (plain, full):
            await _commands(subject, Times([], []), 20)
        for _ in range(ROUNDS):
            await _commands(plain, empty, COMMANDS)
            await _commands(full, bot, COMMANDS)
    return [
        Result("empty Bolt app: /readings sent -> ack, p50", median(empty.acknowledged)),
        _beside_bolt(
            "coursebot on Slack: the same, p50", median(bot.acknowledged), median(empty.acknowledged), "<= 0.25 x"
        ),
        _beside_bolt("coursebot on Slack: the same, p99", bot.p99(), empty.p99(), "<= 0.5 x"),
        Result("empty Bolt app: /readings sent -> fixed answer", median(empty.answered)),
        _beside_bolt(
            "coursebot on Slack: the same, real answer", median(bot.answered), median(empty.answered), "<= 1.5 x"
        ),
    ]


def _beside_bolt(what: str, seconds: float, floor: float, goal: str) -> Result:
    return Result(what, seconds, seconds / floor, "the empty Bolt app", goal)


async def _commands(subject: Subject, times: Times, count: int) -> None:
    """So many commands one after the other, each waited for until its answer is there."""
    slack = subject.slack
    for _ in range(count):
        payload = slash_command(slack, subject.maya.account, subject.channel, "/readings")
        before, started = slack.count("response_url"), time.perf_counter()
        await slack.outgoing.slash_command(payload)
        times.acknowledged.append(time.perf_counter() - started)
        await slack.called("response_url", before + 1)
        times.answered.append(time.perf_counter() - started)
        slack.log.clear()
        slack.calls.clear()


# --- HTTP mode ----------------------------------------------------------------------------------------------------


async def _http_mode() -> list[Result]:
    plain: list[float] = []
    full: list[float] = []
    ports = _free_port(), _free_port()
    async with _subject("http", port=ports[0]) as empty, _subject("bot", port=ports[1]) as bot:
        await _requests(empty, ports[0], REQUESTS // 10)
        await _requests(bot, ports[1], REQUESTS // 10)
        await _answered(bot, REQUESTS // 10)
        for _ in range(BURSTS):
            plain.append(await _requests(empty, ports[0], REQUESTS))
            full.append(await _requests(bot, ports[1], REQUESTS))
            await _answered(bot, REQUESTS)
    return [
        Result(f"empty Bolt app, HTTP, {CLIENTS} clients: one request", median(plain) / REQUESTS),
        Result(
            "coursebot on Slack: the same, requests a second",
            median(full) / REQUESTS,
            median(plain) / median(full),
            "the empty Bolt app's",
            ">= 0.7 x",
        ),
    ]


async def _answered(subject: Subject, count: int) -> None:
    """Wait until all answers of a round are there, so that nobody is measured beside them."""
    await subject.slack.called("response_url", count)
    subject.slack.log.clear()
    subject.slack.calls.clear()


async def _requests(subject: Subject, port: int, count: int) -> float:
    """Seconds until so many signed commands of 32 clients were acknowledged."""
    slack = subject.slack
    todo = iter(
        [urlencode(slash_command(slack, subject.maya.account, subject.channel, "/readings")) for _ in range(count)]
    )
    url = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.ClientSession() as session:

        async def client() -> None:
            for body in todo:
                stamp = str(int(time.time()))  # noqa: TID251 - what Slack signs
                signed = f"v0:{stamp}:{body}".encode()
                digest = hmac.new(slack.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
                headers = {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Slack-Request-Timestamp": stamp,
                    "X-Slack-Signature": f"v0={digest}",
                }
                async with session.post(url, data=body, headers=headers) as answer:
                    assert answer.status == 200, await answer.text()

        started = time.perf_counter()
        async with asyncio.TaskGroup() as clients:
            for _ in range(CLIENTS):
                clients.create_task(client())
        return time.perf_counter() - started


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


# --- start and memory ---------------------------------------------------------------------------------------------


async def _start_and_memory() -> list[Result]:
    took: dict[str, list[float]] = {"imports": [], "bot": []}
    memory: dict[str, list[int]] = {"imports": [], "bot": []}
    for _ in range(STARTS):
        for kind, times in took.items():
            async with _subject(kind) as subject:
                times.append(subject.ready_after)
                if kind == "bot":
                    await _commands(subject, Times([], []), 5)
                memory[kind].append(subject.memory())
    imports, ready = median(took["imports"]), median(took["bot"])
    beside = "those imports"
    rss = median(memory["bot"]) / median(memory["imports"])
    return [
        Result("importing what a service on Slack needs", imports),
        Result("coursebot run, until Slack greets it", ready, ready / imports, beside, "<= 1.3 x"),
        Result(f"its memory at rest: {median(memory['bot']) / 1024:.0f} MB", 0.0, rss, beside, "<= 1.5 x"),
    ]
