"""A process that has imported the bot, and forks itself into each program of ours that tests start: a second is saved
every time. What runs is what `python -m MODULE …` would run, with its own arguments, environment, folder and pipes.

`route_programs` is called once in a test process. It never touches other programs, nor commands that end by themselves:
those are started as a person starts them.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import inspect
import json
import os
import runpy
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parents[2]

IMPORTED = (
    "bot.cli", "bot.cli_doctor", "bot.cli_service", "bot.slack", "bot.service", "bot.app", "bot.health", "bot.metrics",
    "bot.terminal", "bot.store.migrate", "bot.store.schema", "bot.platforms.console.platform", "bot.services.absence",
    "bot.store.silence", "alembic.command", "apscheduler.executors.asyncio", "apscheduler.triggers.date",
    "encodings.idna", "logging.handlers", "pydantic.plugin._loader", "slack_bolt.listener_matcher.async_builtins",
    "sqlalchemy.dialects.postgresql.psycopg", "tests.support.loopback",
)  # fmt: skip

PIPES = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
"""As `Popen._execute_child` calls both ends of the three."""

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: orphans below this process become its children (prctl(2))."""


def is_ours(arguments: Any) -> bool:
    """`python -m bot run …` (or `doctor`) and the programs in `tests/support`."""
    if not isinstance(arguments, list | tuple) or len(arguments) < 3 or arguments[0] != sys.executable:
        return False
    _, flag, module, *rest = map(str, arguments)
    return flag == "-m" and (
        module.startswith("tests.support.") or [module, *rest[:1]] in (["bot", "run"], ["bot", "doctor"])
    )


class Zygote:
    """Started at the first program that is asked for; it ends with the process that asks."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._line: socket.socket | None = None

    def fork(self, request: dict[str, Any], pipes: list[int]) -> int:
        """The id of a new process, which is a child of this one."""
        with self._one_at_a_time:
            line = self._line = self._line or begun()
            adopt(orphans=True)
            try:
                socket.send_fds(line, [json.dumps(request).encode()], pipes)
                return int(line.recv(32))
            finally:
                adopt(orphans=False)


def begun() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-m", "tests.support.zygote", str(theirs.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours


def adopt(*, orphans: bool) -> None:
    ctypes.CDLL(None).prctl(SUBREAPER, int(orphans), 0, 0, 0)


def route_programs() -> None:
    """From now on this process's programs of ours come from a zygote, where the system can do it."""
    if sys.platform != "linux":
        return
    zygote, begin = Zygote(), subprocess.Popen._execute_child  # type: ignore[attr-defined]
    signature = inspect.signature(begin)

    def begun(self: Any, *rest: Any) -> None:
        given = signature.bind(self, *rest).arguments
        if not is_ours(given["args"]) or given["preexec_fn"] or given["pass_fds"] or given["shell"]:
            begin(self, *rest)
            return
        request = {
            "arguments": [str(argument) for argument in given["args"][2:]],
            "folder": str(given["cwd"] or Path.cwd()),
            "environment": dict(os.environ if given["env"] is None else given["env"]),
        }
        wanted = [given["p2cread"], given["c2pwrite"], given["errwrite"]]
        self.pid = zygote.fork(request, [number if pipe == -1 else pipe for number, pipe in enumerate(wanted)])
        self._child_created = True
        self._close_pipe_fds(*(given[name] for name in PIPES))

    subprocess.Popen._execute_child = begun  # type: ignore[attr-defined]


# --- in the zygote ----------------------------------------------------------------------------------------------------


def main(number: int) -> None:
    """Fork for each request, until whoever asks is gone. In the new process it returns what to run."""
    for name in IMPORTED:
        importlib.import_module(name)
    read = importlib.import_module("bot.course.schedule").read
    read(ROOT / "schedule.yaml")  # what is built at its first use, built once for all
    gc.collect()
    gc.freeze()
    line = socket.socket(fileno=number)
    while True:
        asked, pipes, _, _ = socket.recv_fds(line, 1 << 20, 3)
        if not asked:
            return
        told, tell = os.pipe()
        middle = os.fork()
        if middle == 0:
            child = os.fork()
            if child:
                os.write(tell, str(child).encode())
                os._exit(0)
            for one in (told, tell):
                os.close(one)
            line.close()
            become(json.loads(asked), pipes)
        os.waitpid(middle, 0)
        line.send(os.read(told, 32))
        for one in (told, tell, *pipes):
            os.close(one)


def become(request: dict[str, Any], pipes: list[int]) -> None:
    """Be the program that was asked for. Ends this process."""
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)
    for pipe in {*pipes} - {0, 1, 2}:
        os.close(pipe)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.stdin, sys.stdout, sys.stderr = text(0, "r"), text(1, "w"), text(2, "w")
    module, *arguments = request["arguments"]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit(0)


def text(number: int, mode: str) -> TextIO:
    """A stream as Python makes it for a new process."""
    at_once = number == 2 or bool(os.environ.get("PYTHONUNBUFFERED"))
    return open(
        number, mode, encoding="utf-8", errors="backslashreplace", buffering=1 if at_once else -1, closefd=False
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
