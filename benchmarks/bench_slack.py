"""The bot on Slack against the least that slack-bolt can be: acknowledging, answering, HTTP mode, start and memory.

Both databases; the bot and the empty apps are processes of their own, and take turns.
"""

from __future__ import annotations

import asyncio
from statistics import median
from time import perf_counter

from benchmarks import databases
from benchmarks.databases import POSTGRESQL, SQLITE
from benchmarks.measure import Result, percentiles
from benchmarks.processes import Subject, Times, answered, burst, commands, free_port, running
from bot.data import bundled

ROUNDS, COMMANDS = 3, 100
CLIENTS, REQUESTS, BURSTS = 32, 640, 7
STARTS = 3
SHIPPED = (bundled("schedule.yaml"),)
BOLT = "the empty Bolt app"


def measure() -> list[Result]:
    return asyncio.run(_measure())


async def _measure() -> list[Result]:
    return [*await _socket_mode(), *await _http_mode(), *await _start_and_memory()]


# --- Socket Mode --------------------------------------------------------------------------------------------------


async def _socket_mode() -> list[Result]:
    names = ("empty", SQLITE, POSTGRESQL)
    taken = {name: Times() for name in names}
    with databases.postgresql() as give:
        async with (
            running("default") as plain,
            running("bot", files=SHIPPED) as on_sqlite,
            running("bot", files=SHIPPED, database=give()) as on_postgresql,
        ):
            subjects = dict(zip(names, (plain, on_sqlite, on_postgresql), strict=True))
            for subject in subjects.values():
                await commands(subject, 40)
            for _ in range(ROUNDS):
                for name, subject in subjects.items():
                    await commands(subject, COMMANDS, times=taken[name])
    return _latencies(taken)


def _latencies(taken: dict[str, Times]) -> list[Result]:
    empty = taken["empty"]
    floor = {"p50": median(empty.acknowledged), "p99": percentiles(empty.acknowledged)[98]}
    visible = median(empty.answered)
    found = [
        Result("empty Bolt app: command to acknowledgement, p50", floor["p50"], spread=percentiles(empty.acknowledged)),
        Result("empty Bolt app: command to acknowledgement, p99", floor["p99"]),
        Result("empty Bolt app: command to its fixed answer", visible, spread=percentiles(empty.answered)),
    ]
    for name in (SQLITE, POSTGRESQL):
        times = taken[name]
        spread = percentiles(times.acknowledged)
        middle, slow, seen = median(times.acknowledged), spread[98], median(times.answered)
        found += [
            Result(
                f"{name}: command to acknowledgement, p50", middle, middle / floor["p50"], BOLT, "<= 0.25 x",
                spread=spread,
            ),
            Result(f"{name}: command to acknowledgement, p99", slow, slow / floor["p99"], BOLT, "<= 0.5 x"),
            Result(
                f"{name}: /readings to its visible answer", seen, seen / visible, BOLT, "<= 1.5 x",
                spread=percentiles(times.answered), name=f"{name.lower()}.answer",
            ),
        ]  # fmt: skip
    return found


# --- HTTP mode ----------------------------------------------------------------------------------------------------


async def _http_mode() -> list[Result]:
    """Until all of a burst are acknowledged, and, for the bot, until all are answered."""
    names = ("empty", SQLITE, POSTGRESQL)
    ports = {name: free_port() for name in names}
    quick: dict[str, list[float]] = {name: [] for name in names}
    done: dict[str, list[float]] = {name: [] for name in names}
    with databases.postgresql() as give:
        async with (
            running("http", port=ports["empty"]) as empty,
            running("bot", files=SHIPPED, port=ports[SQLITE]) as on_sqlite,
            running("bot", files=SHIPPED, port=ports[POSTGRESQL], database=give()) as on_postgresql,
        ):
            subjects = dict(zip(names, (empty, on_sqlite, on_postgresql), strict=True))
            for number in range(BURSTS + 1):
                for name, subject in subjects.items():
                    taken = await _burst(subject, ports[name], REQUESTS if number else REQUESTS // 10)
                    if number:
                        quick[name].append(taken[0])
                        done[name].append(taken[1])
    floor = median(quick["empty"])
    found = [Result(f"empty Bolt app, HTTP, {CLIENTS} clients: acknowledged", REQUESTS / floor, unit="/s")]
    for name in (SQLITE, POSTGRESQL):
        mine = median(quick[name])
        found += [
            Result(
                f"{name}, HTTP, {CLIENTS} clients: acknowledged", REQUESTS / mine, floor / mine, f"{BOLT}'s",
                ">= 0.7 x", unit="/s", name=f"{name.lower()}.acknowledged",
            ),
            Result(
                f"{name}, HTTP, {CLIENTS} clients: answered", REQUESTS / median(done[name]), unit="/s",
                name=f"{name.lower()}.answered",
            ),
        ]  # fmt: skip
    return found


async def _burst(subject: Subject, port: int, count: int) -> tuple[float, float]:
    """The empty app answers nothing. What is not answered yet is waited for, so that nobody is measured beside it."""
    started = perf_counter()
    acknowledged = await burst(subject, port, count, clients=CLIENTS)
    if subject.is_bot:
        await answered(subject, count)
    return acknowledged, perf_counter() - started


# --- start and memory ---------------------------------------------------------------------------------------------


async def _start_and_memory() -> list[Result]:
    took: dict[str, list[float]] = {"imports": [], "bot": []}
    memory: dict[str, list[float]] = {"imports": [], "bot": []}
    for _ in range(STARTS):
        for kind, times in took.items():
            async with running(kind, files=SHIPPED) as subject:
                times.append(subject.ready_after)
                if kind == "bot":
                    await commands(subject, 5)
                memory[kind].append(subject.memory())
    imports, ready = median(took["imports"]), median(took["bot"])
    beside = "those imports"
    rss, floor = median(memory["bot"]), median(memory["imports"])
    return [
        Result("importing what a service on Slack needs", imports),
        Result("coursebot run, until Slack greets it", ready, ready / imports, beside, "<= 1.3 x", name="start"),
        Result("memory of a process that only imports", floor, unit="MB"),
        Result("memory at rest", rss, rss / floor, beside, "<= 1.5 x", unit="MB", name="memory"),
    ]
