"""A whole term of the shipped course in a process of its own: its memory and its database before and after.

The clock leaps from one announcement to the next; in between its students ask, and open their pages.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.apps import live_app
from benchmarks.measure import Growth, Result
from benchmarks.processes import Subject, commands, running
from bot.course import planner
from bot.course.schedule import read
from bot.data import bundled
from bot.store.backup import backup
from bot.store.migrate import upgrade
from tests.slack_server import SlackServer
from tests.torture.steering import Steering

ASKED_EACH = 20
"""Commands after each announcement: a term has about a thousand."""

ASKED_THEN, SLICES = 500, 6
TYPED = ("/readings", "/deadlines", "/readings week 3", "/course help")
PAGES = 30
PATIENCE = 60.0


def measure() -> list[Result]:
    return asyncio.run(_measure())


async def _measure() -> list[Result]:
    file = bundled("schedule.yaml")
    dues = sorted({notice.due_at for notice in planner.term(read(file).course)})
    begin = dues[0] - timedelta(days=1)
    with tempfile.TemporaryDirectory(prefix="coursebot-bench-") as name:
        path = Path(name) / "term.db"
        url = f"sqlite:///{path}"
        upgrade(url)
        async with live_app(url, [file], now=begin):
            pass
        steering = Steering(Path(name) / "clock")
        steering.set(begin, rate=1)
        workspace = SlackServer(patience=PATIENCE)
        workspace.clock = steering.now
        clock = {"COURSEBOT_CLOCK": str(steering.path)}
        async with running("bot", files=[file], database=url, environment=clock, workspace=workspace) as subject:
            weights = await _weights(subject, steering, path, dues)
        return [*_memory(weights), *_database(path)]


async def _weights(subject: Subject, steering: Steering, path: Path, dues: list[datetime]) -> list[float]:
    """MB at rest, after the term, and after each slice of further commands."""
    await commands(subject, 10)
    weights = [subject.memory()]
    for person in subject.people[:PAGES]:
        await person.opens_home()
    for number, due in enumerate(dues, start=1):
        steering.set(due + timedelta(seconds=1), rate=1)
        await _said(path, number)
        for typed in TYPED:
            await commands(subject, ASKED_EACH // len(TYPED), typed=typed)
    weights.append(subject.memory())
    for _ in range(SLICES):
        steering.set(steering.now() + timedelta(minutes=10), rate=1)
        await commands(subject, ASKED_THEN)
        weights.append(subject.memory())
    return weights


async def _said(path: Path, instants: int) -> None:
    """Until what was due at so many instants has its rows, and none of them is open."""
    until = perf_counter() + PATIENCE
    with closing(sqlite3.connect(path)) as connection:
        while True:
            entered, still_open = connection.execute(
                "SELECT count(DISTINCT due_at), count(*) FILTER (WHERE state IN ('waiting', 'claimed')) "
                "FROM delivery WHERE destination = 'slack'"
            ).fetchone()
            if entered >= instants and not still_open:
                return
            if perf_counter() > until:
                raise TimeoutError(f"{entered} of {instants} announcements were entered, {still_open} are open")
            await asyncio.sleep(0.02)


def _memory(weights: list[float]) -> list[Result]:
    rest, after, *further = weights
    axis, line = "commands answered after the term", "memory of the process"
    return [
        Result("memory at rest", rest, unit="MB", name="term.rest"),
        Result("memory after the term", after, after / rest, "at rest", unit="MB", name="term.after"),
        *(
            Result(f"after {size:,} more commands", weight, weight / after, "after the term",
                   "<= 1.1 x" if number == SLICES else "", unit="MB", growth=Growth(axis, line, size))
            for number, weight in enumerate(further, start=1)
            for size in [number * ASKED_THEN]
        ),
    ]  # fmt: skip


def _database(path: Path) -> list[Result]:
    copy = path.with_name("copy.db")
    started = perf_counter()
    backup(path, copy)
    took = perf_counter() - started
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute("SELECT count(*) FROM delivery").fetchone()[0]
    return [
        Result("rows in the ledger after the term", rows, unit="", name="term.rows"),
        Result("the database after the term", copy.stat().st_size / 2**20, unit="MB", name="term.size"),
        Result("`db backup` of it", took, name="term.backup"),
    ]
