"""Seats: the board of a large course, taking a seat on Slack against the least that slack-bolt can be, and a filling.

The bot and the empty app are processes of their own and take turns; the board and the filling are made in this one.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import cycle, islice, product
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from benchmarks import databases
from benchmarks.apps import ask, live_app, members, middle
from benchmarks.databases import POSTGRESQL, SQLITE
from benchmarks.measure import Result, percentiles
from benchmarks.processes import Subject, enrolled, running
from bot.conversation.reply import Action
from bot.course.filling import fill
from bot.course.model import Course, CourseRole
from bot.course.schedule import read
from bot.course.seat_preferences import Preference
from bot.course.signups import Mode, Opening, Signups, seats
from bot.platforms.slack import render
from bot.store import people
from bot.store.database import Connection
from bot.store.seats import Gain, gain, open_signup

BOLT = "the empty Bolt app"
STUDENTS, SESSIONS, ROLES, EACH = 500, 40, 4, 3
LIMITS = ", distinct_roles: yes, at_most_per_week: 1"
TITLES = ("Chair", "Advocate", "Critic", "Scribe")
ROUNDS, SEATS = 3, 60
FILLS, FILLINGS, ASKED, THREE_EACH = 5, ((100, 20), (200, 40), (400, 80)), (200, 40), (50, 40)
NOON = datetime(2022, 2, 2, 20, tzinfo=UTC)
OPENED = datetime(2022, 1, 28, 20, tzinfo=UTC)
CLOCK = {"COURSEBOT_CLOCK": "2022-01-30T12:00:00-08:00@1"}

HEAD = """\
course:
  id: seminar
  title: Reading Seminar
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {{days: [mon], start: 13:00, end: 16:00, place: Soda 405}}
  channels:
    slack: {{announcements: "#seminar", staff: "#seminar-staff"}}
presenting:
  mode: first come
  rules: {{at_least: {least}{limits}}}
  roles:
{roles}
sessions:
"""


def course_file(folder: Path, *, sessions: int, roles: int, seats_each: int, least: int = 1, limits: str = "") -> Path:
    """A class on so many days in a row from 7 February on, each with so many roles of so many seats, of which everybody
    takes at least so many.
    """
    listed = "".join(f"    - {{id: {one.lower()}, title: {one}, seats: {seats_each}}}\n" for one in TITLES[:roles])
    first = date(2022, 2, 7)
    entries = [
        f"  - id: class-{number}\n"
        f"    title: Class {number}\n"
        f"    date: {first + timedelta(days=number)}\n"
        "    readings:\n"
        f"      - {{id: paper-{number}, title: On paper {number}, url: https://example.org/{number}, tier: required}}\n"
        for number in range(sessions)
    ]
    path = folder / f"seats-{sessions}-{roles}-{seats_each}-{least}.yaml"
    path.write_text(
        HEAD.format(roles=listed.rstrip("\n"), least=least, limits=limits) + "".join(entries), encoding="utf-8"
    )
    return path


def measure() -> list[Result]:
    return [*asyncio.run(_boards()), *asyncio.run(_taking()), *_filling()]


# --- the board ------------------------------------------------------------------------------------------------------


async def _boards() -> list[Result]:
    """Each page from the question to the blocks that Slack is sent, where every student has seats."""
    found: list[Result] = []
    with databases.both() as given, tempfile.TemporaryDirectory() as name:
        each = -(-STUDENTS * EACH // (SESSIONS * ROLES))
        path = course_file(Path(name), sessions=SESSIONS, roles=ROLES, seats_each=each)
        for kind, give in given.items():
            async with live_app(give(), [path], now=NOON) as (app, _):
                (course,) = await app.courses()
                await app.database.run(_taken, course)
                pages = [await middle(partial(_page, app, start), rounds=15) for start in range(0, SESSIONS, 8)]
            found.append(
                Result(
                    f"{kind}: the slowest page of the board, {STUDENTS} x {SESSIONS} x {ROLES}",
                    max(pages), goal="< 50 ms", name=f"{kind.lower()}.board",
                )
            )  # fmt: skip
    return found


async def _page(app: object, start: int) -> None:
    reply = await ask(app, Action("board", "seminar", (str(start),)))  # type: ignore[arg-type] # an App
    assert TITLES[0] in render.fallback(reply)
    render.blocks(reply)


def _taken(connection: Connection, course: Course) -> None:
    """Every student has so many seats."""
    open_signup(connection, course.id, Mode.FIRST_COME, at=NOON, by=None)
    free = iter(seats(course))
    for member in members(STUDENTS):
        person = people.ensure_account(
            connection, platform="slack", workspace="W", user_id=member.account, name=member.name, now=NOON
        )
        people.set_membership(connection, course=course.id, person_id=person, role=CourseRole.STUDENT, now=NOON)
        for seat in islice(free, EACH):
            gain(connection, course.id, Gain(key=seat.key, person=person, how="taken", at=NOON))


# --- taking a seat --------------------------------------------------------------------------------------------------


async def _taking() -> list[Result]:
    names = ("empty", SQLITE, POSTGRESQL)
    taken: dict[str, list[float]] = {name: [] for name in names}
    with databases.both() as given, tempfile.TemporaryDirectory() as name:
        urls = {kind: give() for kind, give in given.items()}
        path = course_file(Path(name), sessions=SESSIONS, roles=ROLES, seats_each=2)
        bot = partial(running, "bot", files=(path,), environment=CLOCK, channels=("seminar",))
        async with (
            running("default") as plain,
            bot(database=urls[SQLITE]) as on_sqlite,
            bot(database=urls[POSTGRESQL]) as on_postgresql,
        ):
            subjects = dict(zip(names, (plain, on_sqlite, on_postgresql), strict=True))
            for kind, url in urls.items():
                await enrolled(subjects[kind])
                _opened(url)
            classes = {kind: _classes() for kind in names}
            for number in range(ROUNDS + 1):
                for kind, subject in subjects.items():
                    times = await _sat(subject, SEATS if number else 5, classes[kind])
                    taken[kind] += times if number else []
    floor = median(taken["empty"])
    found = [Result("empty Bolt app: command to its fixed text", floor, spread=percentiles(taken["empty"]))]
    for kind in (SQLITE, POSTGRESQL):
        middle_one = median(taken[kind])
        found.append(
            Result(
                f"{kind}: “Take it” to the visible answer, saved", middle_one, middle_one / floor, BOLT, "<= 1.5 x",
                spread=percentiles(taken[kind]), name=f"{kind.lower()}.seat",
            )
        )  # fmt: skip
    return found


def _opened(url: str) -> None:
    """As staff do it with a button, which is not what is measured."""
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            open_signup(connection, "seminar", Mode.FIRST_COME, at=OPENED, by=None)
    finally:
        engine.dispose()


def _classes() -> Iterator[tuple[int, str]]:
    """Class and role of one seat after the other, of which there are enough for all."""
    return cycle(product(range(SESSIONS), TITLES))


async def _sat(subject: Subject, count: int, classes: Iterator[tuple[int, str]]) -> list[float]:
    """So many seats one after the other, each found, confirmed and taken as a person does."""
    times: list[float] = []
    for number in range(count):
        person = subject.people[number % len(subject.people)]
        if not subject.is_bot:
            started = perf_counter()
            await person.slash("/readings", subject.channel)
            await person.sees_text("What to read next", subject.channel)
        else:
            session, role = next(classes)
            await person.slash(f"/signup {role} class-{session}", subject.channel)
            asked = await person.sees_text("Do you want to be", subject.channel)
            started = perf_counter()
            await person.press(asked, "Take it")
            await person.sees_text("You are ", subject.channel)
        times.append(perf_counter() - started)
        subject.forget()
        await asyncio.sleep(SETTLED)
    return times


SETTLED = 0.15
"""Seconds in which what follows an answer (its file, a tick) comes to its end, so that the next is not measured beside
it.
"""


# --- a filling ------------------------------------------------------------------------------------------------------


def _filling() -> list[Result]:
    """From who holds nothing and what people prefer to the proposal, with the libraries loaded."""
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        before: tuple[str, float] | None = None
        for students, sessions in FILLINGS:
            size = f"{students} students x {sessions * ROLES} seats"
            taken = _filled(
                course_file(Path(name), sessions=sessions, roles=ROLES, seats_each=1, limits=LIMITS), students
            )
            ratio = {} if before is None else {"ratio": taken / before[1], "beside": before[0]}
            goal = "< 2 s" if (students, sessions) == ASKED else ""
            found.append(Result(f"filling, one each: {size}", taken, goal=goal, name=f"fill.{students}", **ratio))  # type: ignore[arg-type]
            before = (size, taken)
        students, sessions = THREE_EACH
        three = course_file(Path(name), sessions=sessions, roles=ROLES, seats_each=1, least=3, limits=LIMITS)
        what = f"filling, three different roles each: {students} students x {sessions * ROLES} seats"
        found.append(Result(what, _filled(three, students), goal="< 2 s", name="fill.three"))
    return found


def _filled(path: Path, students: int) -> float:
    course = read(path).course
    assert course is not None
    listed = [session.id for session in course.sessions]
    prefers = {
        person: Preference(
            sessions=tuple((listed[(person * step) % len(listed)], "") for step in (3, 5, 7)),
            roles=frozenset({course.presenting.roles[person % ROLES].id}),
            cannot=frozenset({listed[(person * 11) % len(listed)]}),
        )
        for person in range(1, students + 1)
    }
    opening = Opening(opened_at=OPENED, mode=Mode.PREFERENCES)
    signups = Signups(course=course, opening=opening)
    times: list[float] = []
    for number in range(FILLS + 1):
        started = perf_counter()
        filling = fill(signups, prefers, prefers, OPENED)
        times += [perf_counter() - started] if number else []  # the first one loads the libraries
        assert filling.given
    return median(times)
