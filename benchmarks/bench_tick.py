"""An idle tick: nothing is due, with an empty ledger and with 100,000 rows of a long history."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from benchmarks.measure import Result
from bot.app import App, open_app
from bot.data import bundled
from bot.store.migrate import upgrade
from bot.store.tables import delivery
from tests.support.bot_process import go_live
from tests.support.loopback import LoopbackPlatform

ROWS = 100_000
START = datetime(2022, 1, 20, 18, tzinfo=UTC)
IDLE = datetime(2022, 2, 1, 18, tzinfo=UTC)
ROUNDS = 300


def measure() -> list[Result]:
    return asyncio.run(_measure())


async def _measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        upgrade(path)
        app = open_app(database_url=f"sqlite:///{path}", platforms=[LoopbackPlatform(port=1)])
        try:
            await app.take_in(bundled("schedule.yaml"), IDLE)
            await go_live(app, IDLE)
            await app.database.run(_history, 10)
            few = await _idle_tick(app)
            await app.database.run(_history, ROWS)
            many = await _idle_tick(app)
            floor = await _floor(app)
        finally:
            await app.close()
    return [
        Result("an empty transaction of the runner", floor),
        Result("idle tick, a young ledger", few, few / floor, "an empty transaction", "< 1 ms"),
        Result(f"idle tick, {ROWS:,} rows in the ledger", many, many / floor, "an empty transaction", "< 1 ms"),
    ]


def _history(connection: sa.Connection, rows: int) -> None:
    """So many posts that were sent, and nothing that is open."""
    connection.execute(delivery.delete())
    fixed = {
        "course": "cs294-sp22", "destination": "person", "kind": "deadline", "occurrence": "P1D", "part": "",
        "platform": "console", "channel": "", "purpose": "announcements", "due_at": START,
        "stale_after": START + timedelta(days=1), "title": "", "state": "sent", "details": {}, "batch": "",
        "recipient": "", "created_at": START, "sent_at": START, "first_claimed_at": START,
    }  # fmt: skip
    connection.execute(delivery.insert(), [{**fixed, "item": f"item-{number}"} for number in range(rows)])


async def _idle_tick(app: App) -> float:
    await app.tick(IDLE)
    taken: list[float] = []
    for _ in range(ROUNDS):
        started = perf_counter()
        await app.tick(IDLE)
        taken.append(perf_counter() - started)
    return median(taken)


async def _floor(app: App) -> float:
    taken: list[float] = []
    for _ in range(ROUNDS):
        started = perf_counter()
        await app.database.run.read(lambda connection: connection.exec_driver_sql("select 1").scalar())
        taken.append(perf_counter() - started)
    return median(taken)
