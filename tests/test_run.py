"""`coursebot run --console` as its user starts it: a process, a terminal, a database and a journal beside it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from tests.support.databases import on_sqlite
from tests.support.seminar import THREE_CLASSES

CLOCK = "2022-01-24T08:59:58-08:00@1"
WEEKLY_KEY = "seminar/console/weekly/week:2022-01-31/post//"


def steered(folder, at="2022-01-24T08:59:58-08:00"):
    """A clock in a file, which stands: by such a clock the service looks at its files twenty times a second."""
    fresh, file = folder / "clock.new", folder / "clock"
    fresh.write_text(f"{at} 0 {time.monotonic()}", encoding="ascii")
    fresh.replace(file)
    return str(file)


@dataclass
class Service:
    process: asyncio.subprocess.Process
    printed: list[str] = field(default_factory=list)

    async def until(self, words: str) -> None:
        """Read on until a line has these words."""
        assert self.process.stdout is not None
        async with asyncio.timeout(30):
            while True:
                line = (await self.process.stdout.readline()).decode()
                self.printed.append(line)
                assert line, f"it ended before it said {words!r}:\n{''.join(self.printed)}"
                if words in line:
                    return

    async def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        async with asyncio.timeout(30):
            await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def service(folder, *arguments, clock=CLOCK, stdin=asyncio.subprocess.PIPE):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", *arguments,
        cwd=folder, env={**os.environ, "COURSEBOT_CLOCK": clock, "PYTHONUNBUFFERED": "1"},
        stdin=stdin, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, limit=2**20,
    )  # fmt: skip
    try:
        yield Service(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
def new_folder(tmp_path, database_kind, request, monkeypatch):
    """On SQLite the service makes its file by itself."""
    if database_kind == "postgresql":
        monkeypatch.setenv("COURSEBOT_DATABASE_URL", request.getfixturevalue("empty_url"))
    (tmp_path / "schedule.yaml").write_text(THREE_CLASSES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def folder(new_folder, database_kind, migrated_file):
    """The same, where on SQLite the tables are made already."""
    if database_kind == "sqlite":
        shutil.copyfile(migrated_file, new_folder / "coursebot.db")
    return new_folder


def posted(folder):
    (journal,) = folder.glob("*.journal")
    lines = journal.read_text(encoding="utf-8").splitlines()
    return [record["key"] for record in map(json.loads, lines) if record["do"] == "post"]


async def go_live(running):
    await running.until("coursebot serves")
    await running.type("course go-live")
    await running.until("] Go live")
    number = re.search(r"\[(\d+)\] Go live", running.printed[-1])[1]  # posts that came meanwhile have buttons too
    await running.type(number)


@pytest.mark.both_databases
async def test_it_goes_live_announces_on_time_and_survives_kill_9(new_folder):
    folder = new_folder
    async with service(folder, "--console") as running:
        await go_live(running)
        await running.until("#seminar · Mon 24 Jan, 9:00 AM")
        assert await running.end(signal.SIGKILL) == -signal.SIGKILL
    assert posted(folder).count(WEEKLY_KEY) == 1
    async with service(folder, "--console", clock="2022-01-24T09:05:00-08:00@1") as running:
        await running.until("coursebot serves")
        await running.type("course")
        await running.until("[1]")
        assert await running.end(signal.SIGTERM) == 0
    assert posted(folder).count(WEEKLY_KEY) == 1


async def test_an_edited_file_is_taken_in_while_it_runs(folder):
    async with service(folder, "--console", clock=steered(folder)) as running:
        await go_live(running)
        await running.until("Reading Seminar is live.")
        steered(folder, "2022-01-24T09:00:00-08:00")
        await running.until("#seminar · Mon 24 Jan, 9:00 AM")
        file = folder / "schedule.yaml"
        file.write_text(THREE_CLASSES.replace("title: Hardware", "titel: Hardware"), encoding="utf-8")
        await running.until("schedule.yaml:23:5:")
        file.write_text(THREE_CLASSES.replace("title: Hardware", "title: Hardware for ML"), encoding="utf-8")
        await running.until("The new schedule is in force")
        assert await running.end(signal.SIGINT) == 0


@on_sqlite
async def test_a_second_service_on_the_same_database_is_refused(folder):
    async with service(folder, "--console") as running:
        await running.until("coursebot serves")
        async with service(folder, "--console") as second:
            _, err = await second.process.communicate()
            assert second.process.returncode == 1
            assert b"Another coursebot service" in err
            assert b"Traceback" not in err


async def test_without_any_input_it_goes_on_announcing(folder):
    async with service(folder, "--console", stdin=asyncio.subprocess.DEVNULL) as running:
        await running.until("Rehearsal: would post in #seminar")
        assert await running.end(signal.SIGTERM) == 0


@pytest.mark.parametrize(
    ("arguments", "file", "words"),
    [
        ((), THREE_CLASSES, "SLACK_BOT_TOKEN"),
        (("--console",), "course: [", "schedule.yaml:1:"),
        (("--console", "missing.yaml"), THREE_CLASSES, "missing.yaml: there is no such file"),
        (("--console", "--database", "mysql://x/y"), THREE_CLASSES, "SQLite"),
        (("--console", "--database", "sqlite:///no/such/folder/x.db"), THREE_CLASSES, "folder"),
    ],
)
async def test_what_it_cannot_run_is_one_clear_line(folder, arguments, file, words):
    (folder / "schedule.yaml").write_text(file, encoding="utf-8")
    async with service(folder, *arguments) as refused:
        _, err = await refused.process.communicate()
        assert refused.process.returncode == 1
        assert words in err.decode()
        assert "Traceback" not in err.decode()
        assert len(err.decode().splitlines()) == 1


async def test_a_file_broken_since_the_last_run_keeps_the_course_running_and_says_so(folder):
    async with service(folder, "--console") as running:
        await running.until("coursebot serves")
        assert await running.end(signal.SIGTERM) == 0
    (folder / "schedule.yaml").write_text("course: [", encoding="utf-8")
    async with service(folder, "--console") as running:
        await running.until("coursebot serves")
        running.process.send_signal(signal.SIGTERM)
        _, err = await running.process.communicate()
        assert "the version before stays in force" in err.decode()


async def test_a_file_that_is_gone_keeps_the_course_running_and_staff_hear_of_it(folder):
    async with service(folder, "--console", clock=steered(folder)) as running:
        await running.until("coursebot serves")
        (folder / "schedule.yaml").unlink()
        await running.until("there is no such file: put it back")
        assert await running.end(signal.SIGKILL) == -signal.SIGKILL
    async with service(folder, "--console") as running:
        await running.until("coursebot serves")
        assert await running.end(signal.SIGTERM) == 0
