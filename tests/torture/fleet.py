"""The bot's processes, started as a user starts them: kept alive, killed, frozen, and asked for what they wrote.

It knows pids, exit codes and logs; it never looks into a process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.torture.watch import until

RESTART = 0.1
"""Real seconds until a process that was killed is started again, unless the blow says otherwise."""

PATIENCE = 90.0
"""Real seconds within which a process must have connected."""


@dataclass(eq=False)
class Life:
    """One process from its start to its end; times of the monotonic clock. `frozen`: until when."""

    slot: int
    process: subprocess.Popen[bytes]
    log: Path
    began: float
    ended: float | None = None
    greeted: float | None = None
    """When Slack had greeted it: only then it takes part."""
    killed: bool = False
    frozen_until: float = 0.0

    @property
    def pid(self) -> int:
        return self.process.pid


@dataclass
class Fleet:
    """`slots` processes. `told(what, life, begin, end)` hears of each disturbance when it is over."""

    command: list[str]
    environment: Mapping[str, str]
    folder: Path
    slots: int
    told: Callable[[str, Life, float, float], None]
    greeted: Callable[[int], bool]
    """Whether the process with this pid has a connection."""

    lives: list[Life] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    away: bool = False
    closing: bool = False
    recovering: int = 0
    """Disturbances that are not over yet."""

    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _pauses: dict[int, float] = field(default_factory=dict)

    # --- looking --------------------------------------------------------------------------------------------------

    @property
    def alive(self) -> list[Life]:
        return [life for life in self.lives if life.ended is None and not life.killed]

    def pids(self) -> list[int]:
        return [life.pid for life in self.alive]

    def all_up(self) -> bool:
        """Whether every process is there and awake, has been connected, and all that befell them has been told."""
        if self.recovering:
            return False
        now = time.monotonic()
        up = [life for life in self.alive if life.greeted is not None and life.frozen_until <= now]
        return len(up) == self.slots

    async def up(self) -> bool:
        """Wait until all are; False: after a long time they are not."""
        if not await until(self.all_up, PATIENCE):
            behind = [life.log.name for life in self.alive if not self.greeted(life.pid)]
            self.strange.append(f"a process did not connect within {PATIENCE:.0f} s: {', '.join(behind)}")
            return False
        return True

    # --- doing ----------------------------------------------------------------------------------------------------

    def start_all(self) -> None:
        self.away = False
        for slot in range(self.slots):
            if not any(life.slot == slot for life in self.alive):
                self._start(slot)

    def _start(self, slot: int) -> None:
        log = self.folder / f"process-{slot}-{len(self.lives):03}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command, cwd=self.folder, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        life = Life(slot, process, log, time.monotonic())
        self.lives.append(life)
        self._do(self._watch(life))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, life: Life) -> None:
        """Note when it is greeted and when it ends; start the next one in its place."""
        while life.process.poll() is None:
            if life.greeted is None and self.greeted(life.pid):
                life.greeted = time.monotonic()
            await asyncio.sleep(0.02)
        life.ended = time.monotonic()
        if not life.killed and not self.closing:
            self.strange.append(f"{life.log.name} ended by itself with exit code {life.process.returncode}")
        if life.killed and not self.away and not self.closing:
            await asyncio.sleep(self._pauses.pop(life.pid, RESTART))
            if not self.away and not self.closing:
                self._start(life.slot)
                await self._until_up(life)
        if life.killed:
            self.told("kill", life, life.ended, time.monotonic())
            self.recovering -= 1

    async def _until_up(self, before: Life) -> None:
        await until(lambda: self.closing or self._is_back(before.slot), PATIENCE)

    def _is_back(self, slot: int) -> bool:
        return any(life.slot == slot and life.greeted is not None for life in self.alive)

    def kill(self, pid: int, pause: float = RESTART) -> None:
        for life in self.alive:
            if life.pid == pid:
                life.killed = True
                self.recovering += 1
                self._pauses[pid] = pause
                os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """They stay dead until `start_all`."""
        self.away = True
        for life in self.alive:
            self.kill(life.pid)

    def freeze(self, pid: int, seconds: float) -> None:
        for life in self.alive:
            if life.pid == pid and life.frozen_until <= time.monotonic():
                life.frozen_until = time.monotonic() + seconds
                self.recovering += 1
                os.kill(pid, signal.SIGSTOP)
                self._do(self._thaw(life, seconds))

    async def _thaw(self, life: Life, seconds: float) -> None:
        begun = time.monotonic()
        await asyncio.sleep(seconds)
        if life.ended is None:
            os.kill(life.pid, signal.SIGCONT)
        self.told("freeze", life, begun, time.monotonic())
        self.recovering -= 1

    def in_slot(self, slot: int) -> int:
        """The pid of what is alive there; 0 for nothing."""
        return next((life.pid for life in self.alive if life.slot == slot), 0)

    async def close(self) -> None:
        """Ask them to stop, as a user does; whoever does not is killed, and that is noted."""
        self.closing = True
        for life in self.alive:
            os.kill(life.pid, signal.SIGCONT)
            os.kill(life.pid, signal.SIGTERM)
        if not await until(lambda: all(life.process.poll() is not None for life in self.lives), 20):
            for life in self.lives:
                if life.process.poll() is None:
                    self.strange.append(f"{life.log.name} did not stop within 20 s")
                    life.process.kill()
                    life.process.wait()
        for life in self.lives:
            if not life.killed and life.process.poll() not in (0, None) and life.ended is None:
                self.strange.append(f"{life.log.name} was told to stop: exit code {life.process.returncode}")
        await asyncio.gather(*self._tasks, return_exceptions=True)
