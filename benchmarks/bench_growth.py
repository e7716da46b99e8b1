"""Growth of one course: sessions of its schedule, students who are looked at, listed and shown their pages.

In processor time of all threads: a long run of a busy machine waits for others more often than a short one.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks import databases
from benchmarks.apps import NOON, ask, enrol, live_app, members, middle, shipped, with_sessions
from benchmarks.databases import Give
from benchmarks.measure import Result, grown, seconds
from bot.app import App
from bot.conversation.port import Member
from bot.conversation.reply import Action
from bot.conversation.request import Event
from bot.course.model import CourseRole
from bot.course.schedule import read
from bot.services.homes import VERB
from bot.services.outlook import planned

SESSIONS = (10, 100, 1_000)
STUDENTS = (10, 100, 1_000)
ROUNDS = 40
COURSE = "course-1"

FIRST_LOOK, LOOK, PAGES = (
    "a first look at the people",
    "a look at which nothing changed",
    "all pages looked over, nothing new",
)
NAMES = {FIRST_LOOK: "students.first", LOOK: "students.look", PAGES: "students.pages"}
"""What texts call them, with the number of students behind it."""


def measure() -> list[Result]:
    with databases.sqlite() as give, tempfile.TemporaryDirectory() as folder:
        return [*_sessions(give, Path(folder)), *_students(give, Path(folder))]


# --- sessions -----------------------------------------------------------------------------------------------------


def _sessions(give: Give, folder: Path) -> list[Result]:
    axis = "sessions in a course"
    taken: dict[str, dict[int, float]] = {}
    for size in SESSIONS:
        path = with_sessions(folder, size)
        rounds = max(3, 200 // size)
        figures = {
            "reading and checking the file": seconds(partial(read, path), rounds=rounds, clock=process_time),
            "planning the term": seconds(partial(planned, read(path).course), rounds=rounds, clock=process_time),
            **asyncio.run(_with_sessions(give(), path)),
        }
        for what, value in figures.items():
            taken.setdefault(what, {})[size] = value
    return [
        result
        for what, by_size in taken.items()
        for result in grown(f"{what}, {{size}} sessions", by_size, axis=axis, line=what)
    ]


async def _with_sessions(url: str, path: Path) -> dict[str, float]:
    async with live_app(url, [path]) as (app, _):
        return {
            "idle tick": await middle(partial(app.tick, NOON), rounds=ROUNDS, clock=process_time),
            "/readings": await middle(
                partial(ask, app, "readings", channel="#seminar"), rounds=ROUNDS, clock=process_time
            ),
            "/deadlines": await middle(
                partial(ask, app, "deadlines", channel="#seminar"), rounds=ROUNDS, clock=process_time
            ),
            "the page of one person": await middle(
                partial(ask, app, Action(VERB), channel="#seminar"), rounds=ROUNDS, clock=process_time
            ),
        }


# --- students -----------------------------------------------------------------------------------------------------


def _students(give: Give, folder: Path) -> list[Result]:
    axis = "students in a course"
    taken: dict[str, dict[int, float]] = {}
    for size in STUDENTS:
        for what, value in asyncio.run(_with_students(give(), shipped(folder, 1), size)).items():
            taken.setdefault(what, {})[size] = value
    return [
        result
        for what, by_size in taken.items()
        for result in grown(f"{what}, {{size}} students", by_size, axis=axis, line=what, name=NAMES.get(what, ""))
    ]


async def _with_students(url: str, path: Path, size: int) -> dict[str, float]:
    async with live_app(url, [path]) as (app, channels):
        everybody = members(size)
        channels.members["#course-1"] = everybody
        first = await _look(app)
        again = median([await _look(app) for _ in range(5)])
        await enrol(app, COURSE, "staff", CourseRole.INSTRUCTOR)
        roster = partial(ask, app, "course roster", account="staff", channel="#course-1-staff")
        assert "Student 1" in str(await roster())
        opening = await _pages_opened(app, everybody)
        return {
            FIRST_LOOK: first,
            LOOK: again,
            "/course roster": await middle(roster, rounds=ROUNDS, clock=process_time),
            "all pages opened": opening,
            PAGES: await _pages_looked_over(app),
            "idle tick": await middle(partial(app.tick, NOON), rounds=ROUNDS, clock=process_time),
        }


async def _look(app: App) -> float:
    started = process_time()
    await app.meet(NOON)
    return process_time() - started


async def _pages_opened(app: App, everybody: tuple[Member, ...]) -> float:
    started = process_time()
    for one in everybody:
        event = Event(
            platform="slack", workspace="W", account=one.account, account_name=one.name, channel="", now=NOON,
            kind="home",
        )  # fmt: skip
        await app.homes.open(event)
    return process_time() - started


async def _pages_looked_over(app: App) -> float:
    taken: list[float] = []
    for number in range(1, 4):
        started = process_time()
        await app.homes.refresh(NOON + timedelta(minutes=6) * number)
        await app.homes.settle()
        taken.append(process_time() - started)
    return median(taken)
