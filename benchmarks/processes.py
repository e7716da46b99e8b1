"""What is measured as a process of its own: the bot as a user starts it, or an empty Bolt app, each with its own Slack.

Slack is the tests' server on a loopback port. It knows how they are started, asked and weighed; what a figure means is
each benchmark's business.
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
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from benchmarks.empty_bolt import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.slack_server import Channel, Person, SlackServer
from tests.slack_server.payloads import slash_command

PATIENCE = 120.0
PEOPLE = 100
"""Who ask, in turn: nobody is told that it was a lot at once."""


@dataclass(kw_only=True)
class Subject:
    """A process that serves Slack's requests, with the Slack of its own that it is connected to."""

    slack: SlackServer
    people: list[Person]
    channel: Channel
    process: asyncio.subprocess.Process
    folder: Path
    is_bot: bool
    ready_after: float = 0.0
    _asked: int = field(default=0)

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def next_command(self, typed: str) -> dict[str, object]:
        """The payload of a command that the next of the people types."""
        self._asked += 1
        return slash_command(self.slack, self.people[self._asked % len(self.people)].account, self.channel, typed)

    def forget(self) -> None:
        """Slack's own records would grow, and slow it down."""
        slack = self.slack
        slack.log.clear()
        slack.calls.clear()
        slack.outgoing.attempts.clear()
        for channel in slack.channels.values():
            channel.messages[:] = [one for one in channel.messages if one.ephemeral_to is None]


@dataclass
class Times:
    """Seconds of each command: until its acknowledgement, and until its answer."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


@asynccontextmanager
async def running(
    kind: str,
    *,
    files: Sequence[Path] = (),
    channels: Sequence[str] = ("cs294",),
    database: str = "",
    port: int = 0,
    environment: Mapping[str, str] | None = None,
    workspace: SlackServer | None = None,
    crowd: int = PEOPLE,
) -> AsyncIterator[Subject]:
    """`bot` with the schedules of the files, or a kind of `empty_bolt`; in HTTP mode where there is a port.

    So many people are in the first of `channels`; for each there is a private one for staff. A `workspace` that is
    given may have another clock.
    """
    with tempfile.TemporaryDirectory(prefix="coursebot-bench-") as name:
        folder = Path(name)
        async with workspace or SlackServer(patience=PATIENCE) as slack:
            people = [slack.person(f"Student {number}") for number in range(crowd)]
            staff = slack.person("Elena Rivera")
            places = [slack.channel(one, members=[staff] if n else [*people, staff]) for n, one in enumerate(channels)]
            for one in channels:
                slack.channel(f"{one}-staff", private=True, members=[staff])
            started = time.perf_counter()
            tokens = {BOT_TOKEN: slack.bot_token, "SLACK_API_URL": slack.api_url, **(environment or {})}
            tokens |= {SIGNING_SECRET: slack.signing_secret} if port else {APP_TOKEN: slack.app_token}
            url = database or f"sqlite:///{folder / 'bench.db'}"
            process = await _started(_arguments(kind, slack.api_url, port, url, files), tokens, kind, port)
            try:
                await _ready(kind, slack, process, port)
                yield Subject(
                    slack=slack, people=people, channel=places[0], process=process, folder=folder, is_bot=kind == "bot",
                    ready_after=time.perf_counter() - started,
                )  # fmt: skip
            finally:
                if process.returncode is None:
                    process.kill()
                await process.wait()


def _arguments(kind: str, api_url: str, port: int, url: str, files: Sequence[Path]) -> list[str]:
    if kind == "bot":
        return ["-m", "bot", "run", *map(str, files), "--database", url]
    return ["-m", "benchmarks.empty_bolt", kind, api_url, str(port)]


async def _started(
    arguments: Sequence[str], tokens: Mapping[str, str], kind: str, port: int
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.DEVNULL if kind == "bot" else asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **tokens, **({"COURSEBOT_HTTP_PORT": str(port)} if port else {})},  # noqa: TID251 - a process of its own
    )


async def _ready(kind: str, slack: SlackServer, process: asyncio.subprocess.Process, port: int) -> None:
    if kind != "bot":
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        return
    waiting = asyncio.create_task(_taking(slack, port) if port else slack.connected())
    dead = asyncio.create_task(process.wait())
    await asyncio.wait({waiting, dead}, return_when=asyncio.FIRST_COMPLETED)
    dead.cancel()
    if not waiting.done():
        waiting.cancel()
        raise RuntimeError(f"the bot ended with exit code {process.returncode}")
    await waiting


async def _taking(slack: SlackServer, port: int) -> None:
    """Until it answers a signed request otherwise than with "not now"."""
    async with aiohttp.ClientSession() as session:
        while True:
            body = "ssl_check=1&token=x"
            try:
                async with session.post(_events(port), data=body, headers=signed(slack, body)) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.01)


def _events(port: int) -> str:
    return f"http://127.0.0.1:{port}/slack/events"


def signed(slack: SlackServer, body: str) -> dict[str, str]:
    """Slack's headers for a form."""
    stamp = str(int(time.time()))  # noqa: TID251 - what Slack signs
    digest = hmac.new(slack.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


async def enrolled(subject: Subject) -> None:
    """Until the bot has looked at who is in the channel."""
    end = time.perf_counter() + PATIENCE
    for person in cycle(reversed(subject.people)):  # in turn, since nobody may ask a hundred times at once
        await person.slash("/mywork")
        said = (await person.hears()).plain
        if not any(words in said for words in ("Sorry", "That was a lot at once")):
            break
        if time.perf_counter() > end:
            raise TimeoutError(said)
        await asyncio.sleep(0.1)
    subject.forget()


async def commands(subject: Subject, count: int, *, typed: str = "/readings", times: Times | None = None) -> Times:
    """So many commands one after the other, each waited for until its answer is there."""
    slack, times = subject.slack, times or Times()
    for _ in range(count):
        payload = subject.next_command(typed)
        before, started = slack.count("response_url"), time.perf_counter()
        await slack.outgoing.slash_command(payload)
        times.acknowledged.append(time.perf_counter() - started)
        await slack.called("response_url", before + 1)
        times.answered.append(time.perf_counter() - started)
        subject.forget()
    return times


async def burst(subject: Subject, port: int, count: int, *, clients: int) -> float:
    """Signed commands over HTTP, by so many clients at a time: seconds until all were acknowledged."""
    slack = subject.slack
    todo = iter([urlencode(subject.next_command("/readings")) for _ in range(count)])
    async with aiohttp.ClientSession() as session:

        async def client() -> None:
            for body in todo:
                async with session.post(_events(port), data=body, headers=signed(slack, body)) as answer:
                    assert answer.status == 200, await answer.text()

        started = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(client())
        return time.perf_counter() - started


async def answered(subject: Subject, count: int) -> None:
    """Wait until all answers of a burst are there, so that nobody is measured beside them."""
    await subject.slack.called("response_url", count)
    subject.forget()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
