"""`coursebot run` in processes of their own on one PostgreSQL, with a clock that a test steers: to be killed and frozen."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.replicas.town import SCHEDULE, Town
from tests.torture.steering import Steering


@dataclass(eq=False)
class Service:
    """A process. `lines` is what it has written so far."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        return "".join(self.lines)

    async def read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.lines.append(line.decode())

    async def died(self) -> None:
        async with asyncio.timeout(30):
            await self.process.wait()
        assert self.process.returncode == -signal.SIGKILL, self.output

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)


@dataclass
class Fleet:
    """Starts services of one course on one database. `lease` is in seconds."""

    town: Town
    url: str
    folder: Path
    clock: Steering
    lease: float
    services: list[Service] = field(default_factory=list)
    _reading: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> Service:
        slack = self.town.slack
        ours = {
            "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url,
            "COURSEBOT_CLOCK": str(self.clock.path), "COURSEBOT_LEASE": str(self.lease), "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "schedule.yaml", "--database", self.url,
            cwd=self.folder, env={**os.environ, **ours}, limit=2**20,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        service = Service(process)
        self.services.append(service)
        self._reading.append(asyncio.create_task(service.read()))
        return service

    async def connected(self, number: int) -> None:
        """Wait until so many of them have a socket."""
        try:
            await self.town.slack.connected(number)
        except AssertionError as missing:
            raise AssertionError(
                "\n".join(
                    [str(missing), *(f"{service.process.returncode}: {service.output}" for service in self.services)]
                )
            ) from None

    async def until(self, found: Callable[[], object], trouble: str) -> None:
        """Wait for something that can only be asked for."""
        try:
            async with asyncio.timeout(60):
                while not found():  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError("\n".join([trouble, *(service.output for service in self.services)])) from None

    async def end(self) -> None:
        """Stop those that are alive, as a service manager does. Nobody may have stumbled."""
        alive = [service for service in self.services if service.process.returncode is None]
        for service in alive:
            service.thaw()
            service.process.terminate()
        async with asyncio.timeout(30):
            await asyncio.gather(*(service.process.wait() for service in alive))
        await asyncio.gather(*self._reading)
        for service in self.services:
            assert "Traceback" not in service.output, service.output
        assert [service.process.returncode for service in alive] == [0] * len(alive)

    async def kill(self) -> None:
        for service in self.services:
            if service.process.returncode is None:
                service.process.kill()
                await service.process.wait()
        await asyncio.gather(*self._reading)


@asynccontextmanager
async def fleet(
    town: Town, url: str, folder: Path, *, at: datetime, lease: float = 3.0, text: str = SCHEDULE
) -> AsyncIterator[Fleet]:
    """The clock begins at `at` and runs as real time does."""
    (folder / "schedule.yaml").write_text(text, encoding="utf-8")
    clock = Steering(folder / "clock")
    clock.set(at, rate=1)
    made = Fleet(town, url, folder, clock, lease)
    try:
        yield made
        await made.end()
    finally:
        await made.kill()
