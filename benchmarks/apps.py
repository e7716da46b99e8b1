"""Apps in this process, and courses of any size and number, for what is measured without a chat platform's network.

It builds them and times what they do; which figures that gives is each benchmark's business.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.app import App, open_app
from bot.conversation.port import Member
from bot.conversation.reply import Action, Reply
from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.data import bundled
from bot.store import people
from handlers.allowance import Allowances
from tests.support.bot_process import go_live
from tests.support.staffroom import Channels

NOON = datetime(2022, 2, 2, 20, tzinfo=UTC)
"""A Wednesday in the shipped term at which nothing is due."""

WORKSPACE = "W"


def shipped(folder: Path, number: int) -> Path:
    """The shipped course under another name, with channels of its own."""
    text = bundled("schedule.yaml").read_text(encoding="utf-8")
    for old, new in (("id: cs294-sp22", f"id: course-{number}"), ('"#cs294', f'"#course-{number}')):
        assert old in text
        text = text.replace(old, new)
    path = folder / f"course-{number}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = """\
course:
  id: seminar
  title: Reading Seminar
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00, place: Soda 405}
  channels:
    slack: {announcements: "#seminar", staff: "#seminar-staff"}
reviews:
  owe: each required
  form: short
  due: at class start
sessions:
"""


def with_sessions(folder: Path, count: int) -> Path:
    """A class on so many days in a row, with a paper and a review due for each."""
    first = date(2022, 1, 24)
    entries = [
        f"  - id: class-{number}\n"
        f"    title: Class {number}\n"
        f"    date: {first + timedelta(days=number)}\n"
        "    readings:\n"
        f"      - {{id: paper-{number}, title: On paper {number}, url: https://example.org/{number}, tier: required}}\n"
        for number in range(count)
    ]
    path = folder / f"sessions-{count}.yaml"
    path.write_text(HEAD + "".join(entries), encoding="utf-8")
    return path


@asynccontextmanager
async def live_app(url: str, files: Iterable[Path], *, now: datetime = NOON) -> AsyncIterator[tuple[App, Channels]]:
    """The courses of the files, live, with nothing left to say at `now`. Nobody is ever refused for asking a lot."""
    channels = Channels()
    app = open_app(database_url=url, platforms=[channels], allowances=Allowances({}))
    try:
        for path in files:
            await app.take_in(path, now)
        await go_live(app, now)
        await app.tick(now)
        await app.homes.settle()
        yield app, channels
    finally:
        await app.close()


def members(count: int) -> tuple[Member, ...]:
    return tuple(Member(account=f"U{number:05}", name=f"Student {number}") for number in range(count))


async def enrol(app: App, course: str, account: str, role: CourseRole, *, now: datetime = NOON) -> None:
    def enter(connection: people.Connection) -> None:
        person = people.ensure_account(
            connection, platform="slack", workspace=WORKSPACE, user_id=account, name=account, now=now
        )
        people.set_membership(connection, course=course, person_id=person, role=role, now=now)

    await app.database.run(enter)


async def ask(app: App, what: str | Action, *, account: str = "U00000", channel: str = "") -> Reply:
    """What the bot answers. Raises AssertionError where it is no answer but a form."""
    inbound = Inbound(
        platform="slack", workspace=WORKSPACE, account=account, account_name=account, channel=channel, now=NOON
    )
    said = replace(inbound, text=what) if isinstance(what, str) else replace(inbound, action=what)
    answer = await app.answer(said)
    assert isinstance(answer, Reply)
    return answer


async def middle(
    work: Callable[[], Awaitable[object]], *, rounds: int, clock: Callable[[], float] = perf_counter
) -> float:
    """The median seconds of so many runs, one after the other, after one that warms up."""
    await work()
    taken: list[float] = []
    for _ in range(rounds):
        started = clock()
        await work()
        taken.append(clock() - started)
    return median(taken)
