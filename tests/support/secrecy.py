"""No secret is ever printed: all that a test and its child processes print, log or leave in files is searched for them.

It knows the secrets that tests use, by their values and by their shapes, and the ways in which a text can leave: log
records of every logger at every level, standard output and error, the commands' runner, children's pipes, files in the
test's folder, and the traceback of a failure. A test during which one is found fails; the report shows where, never
what. Register it as a plugin: `pytest_plugins`.
"""

from __future__ import annotations

import asyncio.subprocess
import logging
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import click.testing
import pytest

from bot.logs import redact

KNOWN = {
    "a bot's token": "xoxb-1-secret",
    "an app's token": "xapp-1-secret",
    "a signing secret": "8f742231b10e8888abcd99",
    "a verification token": "verification-token",
}
"""Those of the tests' Slack server; the program is told the first three of them, and hides them by value."""

TOLD = tuple(KNOWN.values())[:3]

SHAPES = {
    "a token": r"xox[abp]-[0-9]+-(?:secret|mistyped)|xapp-[0-9]+-(?:secret|mistyped)|xoxb-secret|xapp-wrong-secret",
    "a response URL": r"/(?:commands|actions)/T0\w+/hook0\d{4,}",
    "a socket's ticket": r"\bticket=ticket-\d+",
    "a request's signature": r"\bv0=[0-9a-f]{64}\b",
    "a database's password": r"postgres(?:ql)?(?:\+psycopg)?://[^\s:/@\"']+:(?!PASSWORD@|\*\*\*@|\[hidden\]@)[^\s@\"']+@",
    "a password among options": r"(?:[?&]|=[^\s,]+ )password=(?!PASSWORD|\*\*\*|\[hidden\])[^\s&\"']+",
}
MARKS = (*KNOWN.values(), "xox", "xapp-", "/hook0", "ticket=", "v0=", "postgres", "password=")
"""One of them stands in whatever the shapes find. A whole file is searched for these first, in no time."""

ANY = re.compile(
    "|".join([*(re.escape(value) for value in KNOWN.values()), *(f"(?:{shape})" for shape in SHAPES.values())])
)
ANY_BYTES = re.compile(ANY.pattern.encode())
MARKS_BYTES = tuple(mark.encode() for mark in MARKS)

OWN = ("bot", "handlers", "migrations", "__main__")
LIBRARIES_IN_OUR_NAME = ("bot.platforms.slack.sdk", "bot.platforms.slack.line.bolt")
"""Loggers that are lent to a library: what it writes there passes the program's net like its other lines."""

NOT_OURS = frozenset({".env", "env"})
"""Files in which secrets are at home."""

LARGEST = 20_000_000
AROUND = 60

_passed_on: dict[str, str] = {}


def remember(what: str, secret: str) -> None:
    """From now on this is a secret too: one that is made up anew in each run."""
    _passed_on[secret] = what


PROGRAM = b"\x7fELF"
"""How a program or a library begins: what stands in it was not written by a test."""


class Watch:
    """What was found during the test that runs."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def text(self, where: str, text: str) -> None:
        """Search a text that left the program."""
        for match in ANY.finditer(text):
            self._note(where, text, match.start(), match.end())
        for secret in _passed_on:
            if (at := text.find(secret)) >= 0:
                self._note(where, text, at, at + len(secret))

    def _note(self, where: str, text: str, start: int, end: int) -> None:
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        said = masked(f"{where}: …{before}[a secret]{after}…")
        if len(self.found) < 20 and said not in self.found:
            self.found.append(said)

    def file(self, path: Path) -> None:
        """Search a file that the test left behind, whatever is in it."""
        try:
            if path.name in NOT_OURS or not path.is_file() or path.stat().st_size > LARGEST:
                return
            content = path.read_bytes()
            if content.startswith(PROGRAM):
                return
        except OSError:
            return
        suspect = any(mark in content for mark in MARKS_BYTES)
        if (suspect and ANY_BYTES.search(content)) or any(secret.encode() in content for secret in _passed_on):
            self.text(f"the file {path.name}", content.decode("utf-8", "replace"))


watch = Watch()


def masked(text: str) -> str:
    """The text without the secrets in it, to be shown."""
    for secret in _passed_on:
        text = text.replace(secret, "[a secret]")
    return ANY.sub("[a secret]", text)


# --- log records ----------------------------------------------------------------------------------------------------


class Ear(logging.Handler):
    """Hears every record before any net. Our own are clean by themselves; a library's are as the program's net leaves
    them, since nothing that it writes reaches a handler otherwise.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            text = f"{record.msg} {record.args!r}"
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        text = "\n".join(filter(None, (text, record.exc_text, record.stack_info)))
        ours = record.name.startswith(OWN) and record.name not in LIBRARIES_IN_OUR_NAME
        watch.text(f"the log of {record.name}", text if ours else redact(text, TOLD))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Every logger that has no level of its own is heard at DEBUG; what `caplog` holds stays what it was."""
    root, ear = logging.getLogger(), Ear()
    level = root.level
    plugin: Any = item.config.pluginmanager.get_plugin("logging-plugin")
    for handler in (plugin.caplog_handler, plugin.report_handler) if plugin else ():
        handler.setLevel(level)
    root.setLevel(logging.DEBUG)
    root.handlers.insert(0, ear)
    watch.found.clear()
    try:
        return (yield)
    finally:
        root.removeHandler(ear)
        root.setLevel(level)


# --- what is printed ------------------------------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: Any = yield
    for name, text in report.sections if call.when == "teardown" or report.failed else ():
        watch.text(name.lower(), text)
    if report.failed:
        watch.text("the traceback of a failure", str(report.longrepr))
    if call.when == "teardown":
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        for path in sorted(folder.rglob("*")) if isinstance(folder, Path) and folder.is_dir() else ():
            watch.file(path)
    if watch.found:
        report.sections = [(name, masked(text)) for name, text in report.sections]
        if report.failed:
            report.longrepr = masked(str(report.longrepr))
    if watch.found and call.when == "teardown":
        listed = "\n".join(f"  {one}" for one in watch.found)
        before = f"{report.longrepr}\n" if report.failed else ""
        report.outcome, report.longrepr = "failed", f"{before}A secret was let out:\n{listed}"
    return report


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Listen at every other way out of this process. Once: a second plugin of the same name would listen twice."""
    _listen_to_runner()
    _listen_to_captures()
    _listen_to_children()


def _listen_to_runner() -> None:
    invoke = click.testing.CliRunner.invoke

    def heard(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = invoke(self, *args, **kwargs)
        watch.text("a command's output", result.output)
        if result.exception is not None:
            watch.text("a command's failure", repr(result.exception))
        return result

    click.testing.CliRunner.invoke = heard  # type: ignore[method-assign]


def _listen_to_captures() -> None:
    read = pytest.CaptureFixture.readouterr

    def heard(self: Any) -> Any:
        captured = read(self)
        for text in captured:
            watch.text("captured output", text if isinstance(text, str) else text.decode("utf-8", "replace"))
        return captured

    pytest.CaptureFixture.readouterr = heard  # type: ignore[method-assign]


# --- children -------------------------------------------------------------------------------------------------------


class Overheard:
    """A child's pipe: whoever reads from it, its text is searched, a line that comes in pieces too."""

    def __init__(self, pipe: Any, child: str) -> None:
        self._pipe, self._child, self._tail = pipe, child, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipe, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.readline, self.readline_end())

    def readline_end(self) -> Any:
        return "" if hasattr(self._pipe, "encoding") else b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()

    def read(self, *size: int) -> Any:
        return self._hear(self._pipe.read(*size))

    def readline(self, *size: int) -> Any:
        return self._hear(self._pipe.readline(*size))

    def readlines(self) -> Any:
        return list(self)

    def _hear(self, data: Any) -> Any:
        self._tail = overheard(self._child, self._tail, data)
        return data


def overheard(child: str, tail: str, data: str | bytes) -> str:
    """Search what came, together with the end of what came before; the new end."""
    text = tail + (data if isinstance(data, str) else data.decode("utf-8", "replace"))
    watch.text(f"the output of {child}", text)
    return text[-200:]


def _listen_to_children() -> None:
    begin, communicate = subprocess.Popen.__init__, subprocess.Popen.communicate
    receive = asyncio.subprocess.SubprocessStreamProtocol.pipe_data_received
    tails: dict[tuple[int, int], str] = {}

    def begun(self: Any, args: Any, *rest: Any, **named: Any) -> None:
        begin(self, args, *rest, **named)
        if self.stdout is not None:
            self.stdout = Overheard(self.stdout, "a child")
        if self.stderr is not None:
            self.stderr = Overheard(self.stderr, "a child")

    def communicated(self: Any, *args: Any, **kwargs: Any) -> Any:
        said = communicate(self, *args, **kwargs)
        for data in said:
            if data:
                overheard("a child", "", data)
        return said

    def received(self: Any, fd: int, data: bytes) -> None:
        tails[id(self), fd] = overheard("a child", tails.get((id(self), fd), ""), data)
        receive(self, fd, data)

    subprocess.Popen.__init__ = begun  # type: ignore[method-assign]
    subprocess.Popen.communicate = communicated  # type: ignore[method-assign]
    asyncio.subprocess.SubprocessStreamProtocol.pipe_data_received = received  # type: ignore[method-assign]
