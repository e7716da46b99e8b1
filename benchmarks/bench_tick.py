"""An idle tick on both databases: nothing is due, with a young ledger and with the rows of a long history."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from benchmarks import databases
from benchmarks.apps import NOON, live_app, middle, shipped
from benchmarks.measure import Result, grown
from bot.store.tables import delivery

ROWS = (10, 1_000, 100_000)
SENT = datetime(2022, 1, 20, 18, tzinfo=UTC)
ROUNDS = 300
AT_ONCE = 5_000


def measure() -> list[Result]:
    with databases.both() as given:
        return [result for name, give in given.items() for result in asyncio.run(_idle(name, give()))]


async def _idle(database: str, url: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        async with live_app(url, [shipped(Path(folder), 1)]) as (app, _):
            tick = partial(app.tick, NOON)
            floor = await middle(partial(app.database.run.read, _nothing), rounds=ROUNDS)
            taken: dict[int, float] = {}
            for rows in ROWS:
                await app.database.run(history, rows)
                taken[rows] = await middle(tick, rounds=ROUNDS)
    few, many = taken[ROWS[0]], taken[ROWS[-1]]
    by_rows = grown(
        f"{database}: idle tick, {{size}} rows in the ledger", taken, axis="rows in the ledger",
        line=f"idle tick, {database}",
    )  # fmt: skip
    beside, goal = "an empty transaction", "< 1 ms" if database == databases.SQLITE else ""
    named = f"{database.lower()}.tick"
    points = [one.growth for one in by_rows]
    return [
        Result(f"{database}: an empty transaction of the runner", floor),
        Result(f"{database}: idle tick, a young ledger", few, few / floor, beside, goal, name=named, growth=points[0]),
        *by_rows[1:-1],
        Result(
            f"{database}: idle tick, {ROWS[-1]:,} rows", many, many / floor, beside, goal, name=f"{named}.full",
            growth=points[-1],
        ),
    ]  # fmt: skip


def _nothing(connection: sa.Connection) -> object:
    return connection.exec_driver_sql("select 1").scalar()


def history(connection: sa.Connection, rows: int) -> None:
    """So many posts that were sent, and nothing that is open."""
    connection.execute(delivery.delete())
    fixed = {
        "course": "course-1", "destination": "person", "kind": "deadline", "occurrence": "P1D", "part": "",
        "platform": "slack", "channel": "", "purpose": "announcements", "due_at": SENT,
        "stale_after": SENT + timedelta(days=1), "title": "", "state": "sent", "details": {}, "batch": "",
        "recipient": "", "created_at": SENT, "sent_at": SENT, "first_claimed_at": SENT,
    }  # fmt: skip
    for start in range(0, rows, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, rows))
        connection.execute(delivery.insert(), [{**fixed, "item": f"item-{number}"} for number in numbers])
