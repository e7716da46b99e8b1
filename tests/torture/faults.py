"""The fate of each call, as the plan has decided it: the test server's faults, and some that it does not have.

A call can be slow, and the process that makes it can be killed or frozen at that very moment. It finds out whose call
it is by asking the system which process holds the other end of the connection.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from tests.slack_server import faults as of_the_server
from tests.torture.plan import Fault

TELLS = Path("/proc/net/tcp").exists()
"""Whether this system tells which process has a connection."""

Happened = Callable[[str, Fault, int], None]


def holder(port: int, pids: Collection[int]) -> int:
    """Which of the processes holds the connection that comes from a port of this machine; 0 where nobody can tell."""
    inode = _inode(port)
    return next((pid for pid in pids if inode and f"socket:[{inode}]" in _open_files(pid)), 0)


def _open_files(pid: int) -> set[str]:
    """Files come and go while they are listed."""
    found: set[str] = set()
    try:
        for file in list(Path(f"/proc/{pid}/fd").iterdir()):
            with contextlib.suppress(OSError):
                found.add(str(file.readlink()))
    except OSError:
        pass
    return found


def _inode(port: int) -> str:
    try:
        lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return ""
    ending = f":{port:04X}"
    return next((one.split()[9] for one in lines if one.split()[1].endswith(ending)), "")


def caller(request: web.BaseRequest, pids: Collection[int]) -> int:
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    return holder(peer[1], pids) if peer else 0


@dataclass
class Fated(of_the_server.Faults):
    """`fates`: method → number of the call → what happens to it. Nothing happens unless `armed`."""

    fates: dict[str, dict[int, Fault]] = field(default_factory=dict)
    pids: Callable[[], Collection[int]] = lambda: ()
    kill_process: Callable[[int], None] = lambda _: None
    freeze_process: Callable[[int, float], None] = lambda _, __: None
    happened: Happened = lambda *_: None
    armed: bool = False
    calls: dict[str, int] = field(default_factory=dict)

    def next(self, method: str) -> of_the_server.Fault | None:
        if not self.armed:
            return None
        number = self.calls[method] = self.calls.get(method, 0) + 1
        fate = self.fates.get(method, {}).get(number)
        if fate is None:
            return None
        self.happened(method, fate, 0)
        return Fateful(fate.kind, fate.lasts, fate)

    async def around(
        self, fault: of_the_server.Fault | None, request: web.Request, act: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        if not isinstance(fault, Fateful) or fault.fate is None:
            return await super().around(fault, request, act)
        what, _, when = fault.kind.partition("_")
        if what == "slow":
            await asyncio.sleep(fault.fate.lasts)
            return await act()
        if what not in ("kill", "freeze"):
            return await super().around(fault, request, act)
        pid = caller(request, self.pids()) if TELLS else next(iter(self.pids()), 0)
        answer = await act() if when == "after" else None
        if pid and what == "kill":
            self.kill_process(pid)
        elif pid:
            self.freeze_process(pid, fault.fate.lasts)
        if what == "kill":
            return of_the_server.dropped(request)
        return answer or await act()


@dataclass(frozen=True)
class Fateful(of_the_server.Fault):
    fate: Fault | None = None
