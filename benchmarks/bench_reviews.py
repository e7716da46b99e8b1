"""Reviews on Slack against the least that slack-bolt can be: the form opening and its submission, many at once, and who
owes what.

The bot and the empty app are processes of their own and take turns; a term of Slack's people write in the bot's time.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from benchmarks import databases
from benchmarks.apps import NOON, live_app, members, middle, with_sessions
from benchmarks.databases import POSTGRESQL, SQLITE
from benchmarks.empty_bolt import FORM
from benchmarks.measure import Result, percentiles
from benchmarks.processes import Subject, enrolled, running
from bot.course.model import Course, CourseRole
from bot.data import bundled
from bot.services import owing
from bot.store import people
from bot.store.tables import review_version
from tests.slack_server import Person

ROUNDS, FORMS = 3, 40
BOLT = "the empty Bolt app"
SHIPPED = (bundled("schedule.yaml"),)
CLOCK = {"COURSEBOT_CLOCK": "2022-01-30T12:00:00-08:00@1"}
"""The day before the first review of the shipped term is due."""

PAPERS = ("unified architecture", "lakehouse")
"""Words for two papers whose reviews are open then."""

MANY, AT_ONCE, WRITERS = 1_000, 32, 500
STUDENTS, TERM_PAPERS = 500, 40
SETTLED = 0.05
"""Seconds in which the tick that sent a receipt comes to its end."""

TEXT = "It measures what others only claim, and says what it could not do. " * 8
REVIEW = {"Strengths": TEXT, "Weaknesses": TEXT, "Questions": TEXT}
SCALES = {"Overall merit": "4 Weak accept", "Your expertise": "3 Knowledgeable"}


def measure() -> list[Result]:
    return [*asyncio.run(_forms()), *asyncio.run(_many()), *asyncio.run(_owing())]


# --- one form after the other ----------------------------------------------------------------------------------------


@dataclass
class Times:
    """Seconds of each form: until it stood on the screen, and from its submission until that was acknowledged."""

    visible: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)


async def _forms() -> list[Result]:
    names = ("empty", SQLITE, POSTGRESQL)
    taken = {name: Times() for name in names}
    with databases.postgresql() as give:
        async with (
            running("default") as plain,
            running("bot", files=SHIPPED, environment=CLOCK) as on_sqlite,
            running("bot", files=SHIPPED, environment=CLOCK, database=give()) as on_postgresql,
        ):
            subjects = dict(zip(names, (plain, on_sqlite, on_postgresql), strict=True))
            for name in (SQLITE, POSTGRESQL):
                await enrolled(subjects[name])
            for number in range(ROUNDS + 1):
                for name, subject in subjects.items():
                    await _written(subject, FORMS if number else 5, Times() if number == 0 else taken[name])
    empty = taken["empty"]
    seen, acknowledged = median(empty.visible), median(empty.acknowledged)
    found = [
        Result("empty Bolt app: command until its form is visible", seen, spread=percentiles(empty.visible)),
        Result("empty Bolt app: submission to acknowledgement", acknowledged, spread=percentiles(empty.acknowledged)),
    ]
    for name in (SQLITE, POSTGRESQL):
        mine = taken[name]
        visible, saved = median(mine.visible), median(mine.acknowledged)
        found += [
            Result(
                f"{name}: `/review write …` until the form is visible", visible, visible / seen, BOLT, "<= 1.5 x",
                spread=percentiles(mine.visible), name=f"{name.lower()}.form",
            ),
            Result(
                f"{name}: submission to acknowledgement, saved", saved, saved / acknowledged, BOLT, "<= 0.5 x",
                spread=percentiles(mine.acknowledged), name=f"{name.lower()}.submission",
            ),
        ]  # fmt: skip
    return found


async def _written(subject: Subject, count: int, times: Times) -> None:
    """So many reviews one after the other, each opened, filled in and submitted as a person does."""
    for number in range(count):
        person = subject.people[number % len(subject.people)]
        first = "Summary" if subject.is_bot else FORM
        started = perf_counter()
        await person.slash(f"/review write {PAPERS[0]}")
        await person.sees_view(text=first)
        times.visible.append(perf_counter() - started)
        person.types({first: f"{TEXT} {perf_counter()}", **REVIEW, **(SCALES if subject.is_bot else {})})
        started = perf_counter()
        await person.submit()
        times.acknowledged.append(perf_counter() - started)
        await person.sees_no_view()
        if subject.is_bot:
            await subject.slack.called("chat.postMessage")  # the receipt, so that the next is not measured beside it
            await asyncio.sleep(SETTLED)
        subject.forget()


# --- many at once ----------------------------------------------------------------------------------------------------


async def _many() -> list[Result]:
    """Two reviews each by as many people, so many of them at a time."""
    found: list[Result] = []
    with databases.both() as given:
        for name, give in given.items():
            url = give()
            async with running("bot", files=SHIPPED, environment=CLOCK, database=url, crowd=WRITERS) as subject:
                await enrolled(subject)
                waits: list[float] = []
                started = perf_counter()
                await _at_once(subject.people, waits)
                took = perf_counter() - started
                kept = _kept(url)
            slow = max(waits)
            found += [
                Result(f"{name}: {MANY:,} reviews by {WRITERS} people, {AT_ONCE} at a time", took, goal="< 60 s"),
                Result(f"{name}: those that were not kept", MANY - kept, unit="", goal="<= 0"),
                Result(f"{name}: those whose writer was asked to press Submit again", len(waits) - MANY, unit=""),
                Result(f"{name}: the longest wait for an acknowledgement", slow, goal="< 3 s"),
            ]
    return found


async def _at_once(people: Iterable[Person], waits: list[float]) -> None:
    todo = iter([(person, paper) for paper in PAPERS for person in people])

    async def writer() -> None:
        for person, paper in todo:
            await person.slash(f"/review write {paper}")
            await person.sees_view(text="Summary")
            person.types({"Summary": TEXT, **REVIEW, **SCALES})
            answer = {"response_action": "errors"}
            while answer.get("response_action") == "errors":  # "Not saved yet, press Submit again": as a person does
                started = perf_counter()
                answer = await person.submit()
                waits.append(perf_counter() - started)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(writer())


def _kept(url: str) -> int:
    """How many reviews are in the database, by who wrote them and of what."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            mine = sa.select(review_version.c.person, review_version.c.paper).where(review_version.c.complete)
            return connection.scalar(sa.select(sa.func.count()).select_from(mine.distinct().subquery())) or 0
    finally:
        engine.dispose()


# --- who owes what ---------------------------------------------------------------------------------------------------


async def _owing() -> list[Result]:
    """A whole course, of which each student has written most: versions, of which some are drafts and some late."""
    found: list[Result] = []
    with databases.both() as given, tempfile.TemporaryDirectory() as folder:
        for name, give in given.items():
            async with live_app(give(), [with_sessions(Path(folder), TERM_PAPERS)]) as (app, _):
                await app.database.run(_filled)
                (course,) = await app.courses()
                now = NOON + timedelta(days=TERM_PAPERS // 2)

                taken = await middle(partial(app.database.run.read, _owed, course, now), rounds=25)
            what = f"{name}: who owes what, {STUDENTS} students x {TERM_PAPERS} papers"
            found.append(Result(what, taken, goal="< 50 ms", name=f"{name.lower()}.owing"))
    return found


def _owed(connection: people.Connection, course: Course, now: datetime) -> dict[int, list[str]]:
    """The papers that each still owes."""
    return {
        person: [one.owed.paper for duty in duties for one in duty.to_do(now)]
        for person, duties in owing.still_taken(connection, course, now=now).items()
    }


def _filled(connection: people.Connection) -> None:
    for member in members(STUDENTS):
        person = people.ensure_account(
            connection, platform="slack", workspace="W", user_id=member.account, name=member.name, now=NOON
        )
        people.set_membership(connection, course="seminar", person_id=person, role=CourseRole.STUDENT, now=NOON)
        rows = [
            {
                "course": "seminar", "person": person, "paper": f"paper-{paper}", "number": 1,
                "session": f"class-{paper}", "complete": (person + paper) % 7 > 0, "form": "f", "answers": {},
                "received_at": NOON + timedelta(days=paper - 9, hours=(person + paper) % 31),
            }
            for paper in range(TERM_PAPERS)
        ]  # fmt: skip
        connection.execute(review_version.insert(), rows)
