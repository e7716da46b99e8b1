"""What the database costs on both kinds: a form that is saved, posts that are claimed, said and marked, a backup."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa

from benchmarks import databases
from benchmarks.apps import NOON, WORKSPACE, enrol, live_app, middle, shipped
from benchmarks.bench_tick import history
from benchmarks.databases import SQLITE
from benchmarks.measure import Result
from bot.app import App
from bot.conversation.form import Saved
from bot.conversation.reply import Action, Reply, paragraph
from bot.conversation.request import Inbound
from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.services import announcing
from bot.services.announcing import Wish
from bot.store import claims, marks
from bot.store.backup import backup
from bot.store.claims import Claimant
from bot.store.gate import Gate

FORMS, POSTS, CLAIMS = 100, 200, 40
ROWS = 100_000
COURSE = "course-1"


def measure() -> list[Result]:
    with databases.both() as given:
        taken = {name: asyncio.run(_taken(give())) for name, give in given.items()}
    found: list[Result] = []
    for what, _ in taken[SQLITE]:
        floor = dict(taken[SQLITE])[what].value
        for name, results in taken.items():
            one = dict(results)[what]
            ratio, beside = (None, "") if name == SQLITE else (one.value / floor, "SQLite's")
            called = f"{name.lower()}.{what}"
            found.append(Result(f"{name}: {one.what}", one.value, ratio, beside, unit=one.unit, name=called))
    return found


async def _taken(url: str) -> list[tuple[str, Result]]:
    with tempfile.TemporaryDirectory() as folder:
        async with live_app(url, [shipped(Path(folder), 1)]) as (app, _):
            await enrol(app, COURSE, "ta", CourseRole.TA)
            form = await middle(partial(_submit, app, count()), rounds=FORMS)
            writes = await middle(partial(app.database.run, _mark), rounds=FORMS)
            await app.tick(NOON)
            said = await _said(app)
            claim = await _claimed(app)
            await app.database.run(history, ROWS)
        _backed_up(url, Path(folder))
        started = perf_counter()
        size = _backed_up(url, Path(folder))
        saving = perf_counter() - started
    return [
        ("write", Result("a write transaction of one row", writes)),
        ("form", Result("a form's submission, checked and saved", form)),
        ("claim", Result("claiming 5 posts of many that wait", claim)),
        ("posts", Result("posts claimed, said to a platform that takes no time, and marked", said, unit="/s")),
        ("backup", Result(f"`db backup`, {ROWS:,} rows in the ledger", saving)),
        ("copy", Result("the size of that copy", size, unit="MB")),
    ]


def _mark(connection: sa.Connection) -> None:
    marks.set_mark(connection, "benchmark", NOON)


async def _submit(app: App, numbers: count[int]) -> None:
    """The last page of a staff member's announcement."""
    number = next(numbers)
    answer = await app.answer(
        Inbound(
            platform="slack", workspace=WORKSPACE, account="ta", account_name="ta", channel="", now=NOON,
            action=Action("announce", COURSE, ("2", f"opening-{number}")),
            values={"text": f"Number {number}: class is in Soda 306 this week.", "channel": "announcements"},
        )
    )  # fmt: skip
    assert isinstance(answer, Saved), answer


async def _said(app: App) -> float:
    """Posts a second."""
    await app.database.run(_wish, app.shelf.latest[0], range(POSTS))
    started = perf_counter()
    await app.tick(NOON)
    return POSTS / (perf_counter() - started)


def _wish(connection: sa.Connection, course: Course, numbers: range) -> None:
    for number in numbers:
        reply = Reply((paragraph(f"Announcement {number}."),))
        wish = Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=reply, token=f"wish-{number}")
        announcing.say(connection, wish, course=course, now=NOON, by=None)


async def _claimed(app: App) -> float:
    """Seconds of a claim, each of other rows."""
    await app.database.run(_wish, app.shelf.latest[0], range(POSTS, POSTS + 10 * CLAIMS))
    tried: set[int] = set()
    gate = Gate(paused=(), live=(COURSE,), roster_right=())
    later = NOON + timedelta(seconds=1)

    async def claim() -> None:
        taken = await app.database.run(
            claims.claim, Claimant(owner="benchmark", lease=60.0), now=later, gate=gate, tried=tuple(tried), limit=5
        )
        assert len(taken) == 5, taken
        tried.update(one.id for one in taken)

    return await middle(claim, rounds=CLAIMS)


def _backed_up(url: str, folder: Path) -> float:
    """Size of a copy in MB."""
    target = folder / "copy.db"
    target.unlink(missing_ok=True)
    backup(url, target)
    return target.stat().st_size / 2**20
