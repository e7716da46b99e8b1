"""Growth with courses: 1, 10 and 100 copies of the shipped course in one process, and what it starts and weighs."""

from __future__ import annotations

import asyncio
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import databases
from benchmarks.apps import NOON, ask, enrol, live_app, middle, shipped
from benchmarks.measure import Result, Unit, grown
from benchmarks.processes import commands, running
from bot.course.model import CourseRole

COURSES = (1, 10, 100)
AXIS = "courses in one process"
ROUNDS = 60
COMMANDS = 60

TICK, START, ANSWER, MEMORY = "idle tick", "start, until Slack greets it", "/readings to its visible answer", "memory"
NAMES = {f"SQLite: {TICK}": "courses.tick", START: "courses.start", ANSWER: "courses.answer", MEMORY: "courses.memory"}
"""What texts call them, with the number of courses behind it."""


def measure() -> list[Result]:
    taken: dict[str, dict[int, float]] = {}
    with tempfile.TemporaryDirectory() as folder, databases.both() as given:
        files = [shipped(Path(folder), number) for number in range(max(COURSES))]
        for size in COURSES:
            for name, give in given.items():
                for what, value in asyncio.run(_inside(give(), files[:size])).items():
                    taken.setdefault(f"{name}: {what}", {})[size] = value
            for what, value in asyncio.run(_process(files[:size])).items():
                taken.setdefault(what, {})[size] = value
    return [result for what, by_size in taken.items() for result in _grown(what, by_size)]


def _grown(what: str, by_size: dict[int, float]) -> list[Result]:
    unit: Unit = "MB" if what == MEMORY else "s"
    name = NAMES.get(what, "")
    return grown(f"{what}, {{size}} courses", by_size, axis=AXIS, line=what, unit=unit, name=name)


async def _inside(url: str, files: list[Path]) -> dict[str, float]:
    """Asked by a student of one course, so that what is more is what the others cost."""
    async with live_app(url, files) as (app, _):
        await enrol(app, "course-0", "student", CourseRole.STUDENT)
        asking = partial(ask, app, account="student")
        return {
            TICK: await middle(partial(app.tick, NOON), rounds=ROUNDS),
            "/readings": await middle(partial(asking, "readings"), rounds=ROUNDS),
        }


async def _process(files: list[Path]) -> dict[str, float]:
    """SQLite."""
    channels = [f"course-{number}" for number in range(len(files))]
    async with running("bot", files=files, channels=channels) as subject:
        await commands(subject, 10)
        times = await commands(subject, COMMANDS)
        return {
            START: subject.ready_after,
            "command to acknowledgement": median(times.acknowledged),
            ANSWER: median(times.answered),
            MEMORY: subject.memory(),
        }
