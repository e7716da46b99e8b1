"""“I was away”: a gap in which no process ticked is told to staff of each live course, once."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.services import control
from bot.services.absence import AWAY_AFTER, TICKED
from bot.store import marks
from tests.support.bot_process import go_live
from tests.support.courses import LOS_ANGELES
from tests.support.databases import on_sqlite
from tests.support.loopback import LoopbackPlatform
from tests.support.platform_server import PlatformServer
from tests.support.seminar import THREE_CLASSES

STAFF, SHARED = "#seminar-staff", "#seminar"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def at(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """In Los Angeles, as UTC."""
    return datetime(2022, month, day, hour, minute, second, tzinfo=LOS_ANGELES).astimezone(UTC)


START = at(1, 25, 12)
SUNDAY, MONDAY = at(1, 30, 22, 10), at(1, 31, 9, 30)
"""Between them the class of the day falls due, at 9:00 on Monday."""

AWAY = "I was away Sun 22:10–Mon 09:30; sent late: 1; skipped: 0"


class Bots:
    """Services on one database, and what people see of them."""

    def __init__(self, url: str, folder: Path, server: PlatformServer, stack: AsyncExitStack) -> None:
        self.url, self.folder, self.server = url, folder, server
        self._stack = stack

    async def start(
        self, now: datetime, *, live: bool = True, text: str = THREE_CLASSES, away_after: timedelta | None = AWAY_AFTER
    ) -> App:
        """Another process's worth of a bot."""
        file = self.folder / "schedule.yaml"
        file.write_text(text, encoding="utf-8")
        app = open_app(
            database_url=self.url,
            platforms=[LoopbackPlatform(self.server.port)],
            service=not self.url.startswith("sqlite"),
            away_after=away_after,
        )
        self._stack.push_async_callback(app.close)
        await app.take_in(file, now)
        if live:
            await go_live(app, now)
        return app

    @property
    def told(self) -> list[str]:
        return [post.text for post in self.server.visible(STAFF) if post.text.startswith("I was away")]


@pytest.fixture
async def bots(database_url: str, tmp_path: Path) -> AsyncIterator[Bots]:
    async with opened(database_url, tmp_path) as found:
        yield found


@asynccontextmanager
async def opened(url: str, folder: Path) -> AsyncIterator[Bots]:
    async with PlatformServer() as server, AsyncExitStack() as stack:
        yield Bots(url, folder, server, stack)


async def until_sunday(bots: Bots) -> App:
    """A service that ticked on Sunday evening, when all that had come due was said; it is the first one to keep time."""
    quiet = await bots.start(START, away_after=None)
    for now in (START, at(1, 30, 13)):
        await quiet.tick(now)
    app = await bots.start(SUNDAY)
    await app.tick(SUNDAY)
    return app


async def test_after_a_gap_staff_hear_once_when_and_what_was_late(bots: Bots) -> None:
    await until_sunday(bots)
    bots.server.posts.clear()
    for _ in range(2):
        again = await bots.start(MONDAY)
        for now in (MONDAY, MONDAY + 15 * SECOND, MONDAY + 5 * MINUTE):
            await again.tick(now)
    assert [post.key.split("/")[2] for post in bots.server.visible(SHARED)] == ["day-of"]
    assert bots.told == [AWAY]
    assert [post.key.split("/")[2] for post in bots.server.posts] == ["day-of", "away"], "after what was late"


async def test_a_first_start_and_a_restart_are_no_absence(bots: Bots) -> None:
    app = await bots.start(START)
    await app.tick(START)
    await app.tick(START + 15 * MINUTE)
    await (await bots.start(START)).tick(START + 30 * MINUTE)
    assert bots.told == []
    await app.tick(START + 45 * MINUTE + SECOND)
    assert bots.told == ["I was away Tue 12:30–12:45; sent late: 0; skipped: 0"]


async def test_what_was_over_by_the_end_is_counted_as_skipped(bots: Bots) -> None:
    await until_sunday(bots)
    await (await bots.start(MONDAY)).tick(at(2, 2, 8))
    assert bots.told == ["I was away Sun 22:10–Wed 08:00; sent late: 1; skipped: 1"], "the class; the weekly post"


async def test_it_waits_for_what_is_still_to_be_said_but_not_for_ever(bots: Bots) -> None:
    app = await until_sunday(bots)
    bots.server.refused_channels.add(SHARED)
    for minutes in range(10):
        await app.tick(MONDAY + minutes * MINUTE)
    assert bots.told == []
    await app.tick(MONDAY + 10 * MINUTE)
    assert bots.told == ["I was away Sun 22:10–Mon 09:30; sent late: 0; skipped: 0; still to come: 1"]


async def test_it_counts_what_took_a_few_attempts(bots: Bots) -> None:
    app = await until_sunday(bots)
    bots.server.next("post", "down", "limit")
    for seconds in range(0, 180, 15):
        await app.tick(MONDAY + seconds * SECOND)
    assert bots.told == [AWAY]


async def test_what_went_out_in_time_after_the_mark_was_set_is_not_late(bots: Bots) -> None:
    await until_sunday(bots)
    app = await bots.start(SUNDAY, away_after=None)
    await app.tick(at(1, 31, 8, 59))
    app = await bots.start(SUNDAY)
    await app.database.run(marks.set_mark, TICKED, at(1, 31, 8, 59, 30))
    await app.tick(at(1, 31, 9))
    await app.tick(at(1, 31, 9, 30))
    assert bots.told == ["I was away Mon 08:59–09:30; sent late: 0; skipped: 0"]


async def test_a_rehearsal_and_the_time_before_go_live_are_not_spoken_of(bots: Bots) -> None:
    app = await bots.start(START, live=False)
    await app.tick(START)
    await app.tick(START + DAY)
    assert bots.told == []
    await go_live(app, START + DAY + 30 * SECOND)
    await app.tick(START + DAY + 90 * MINUTE)
    assert bots.told == ["I was away Wed 12:00–13:30; sent late: 0; skipped: 0"]
    assert [one.key for one in bots.server.visible(STAFF) if one.text in bots.told] == [
        f"seminar/staff/away/service/{(START + DAY).replace(tzinfo=None).isoformat()}//"
    ]


async def test_going_live_from_elsewhere_in_the_gap_begins_it(bots: Bots) -> None:
    app = await bots.start(START, live=False)
    await app.tick(START)
    await go_live(app, START + DAY)
    await app.tick(START + DAY + 10 * MINUTE)
    assert bots.told == [], "it was live for ten minutes of the gap"


async def test_a_paused_course_is_told_too(bots: Bots) -> None:
    app = await until_sunday(bots)
    await app.database.run(control.pause, "seminar", until=None, reason="", now=SUNDAY, by=None)
    await app.tick(MONDAY)
    assert bots.told == ["I was away Sun 22:10–Mon 09:30; sent late: 0; skipped: 0"]


async def test_under_a_simulated_clock_nothing_is_said_and_nothing_is_kept(bots: Bots) -> None:
    app = await bots.start(START, away_after=None)
    for now in (START, START + DAY, MONDAY):
        await app.tick(now)
    assert bots.told == []
    assert await app.database.run.read(marks.marked, TICKED) is None


async def test_the_mark_costs_a_write_a_minute(bots: Bots) -> None:
    app, other = await bots.start(START), await bots.start(START)
    for one in (app, other):
        await one.tick(START)
    before = app.database.run.writes, other.database.run.writes
    for seconds in range(0, 600, 15):
        for one in (app, other):
            await one.tick(START + MINUTE + seconds * SECOND)
    written = app.database.run.writes - before[0], other.database.run.writes - before[1]
    assert sum(written) == 10
    assert await app.database.run.read(marks.marked, TICKED) == START + 10 * MINUTE


# --- clocks ---------------------------------------------------------------------------------------------------------


async def test_after_the_clock_was_set_back_the_service_is_there_from_then_on(bots: Bots) -> None:
    app = await bots.start(START)
    await app.tick(START + DAY)
    await app.tick(START)
    assert await app.database.run.read(marks.marked, TICKED) == START
    await (await bots.start(START)).tick(START + 20 * MINUTE)
    assert bots.told == ["I was away Tue 12:00–12:20; sent late: 0; skipped: 0"]


async def test_nothing_is_said_of_a_time_that_lies_ahead(bots: Bots) -> None:
    """The clock was far ahead for a moment, and the platform was down."""
    app = await until_sunday(bots)
    bots.server.down = True
    await app.tick(MONDAY)
    bots.server.down = False
    again = await bots.start(SUNDAY)
    for minutes in (1, 2, 30):
        await again.tick(SUNDAY + minutes * MINUTE)
    assert not any("Mon 09:30" in told for told in bots.told)
    assert await again.database.run.read(marks.starting, "away:") == {}


# --- several processes, and kill -9 -----------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_of_several_processes_one_tells_it(bots: Bots) -> None:
    first, second = await until_sunday(bots), await bots.start(START)
    await second.tick(SUNDAY + 30 * SECOND)
    both = [first, await bots.start(MONDAY), second]
    for seconds in (0, 15, 30, 60, 700):
        await asyncio.gather(*(one.tick(MONDAY + seconds * SECOND) for one in both))
    assert bots.told == [AWAY]


@pytest.mark.both_databases
async def test_what_a_process_says_late_counts_though_its_clock_was_read_before_the_gap_was_noted(bots: Bots) -> None:
    await until_sunday(bots)
    noting, saying = await bots.start(MONDAY), await bots.start(MONDAY)
    await noting.absence.begin(MONDAY)
    await saying.tick(MONDAY - timedelta(milliseconds=5))
    assert [post.key.split("/")[2] for post in bots.server.visible(SHARED)][-1] == "day-of"
    for seconds in (1, 15, 660):
        await noting.tick(MONDAY + seconds * SECOND)
    assert bots.told == [AWAY]


async def test_while_one_of_several_ticks_nobody_was_away(bots: Bots) -> None:
    first, second = await bots.start(START), await bots.start(START)
    await first.tick(START)
    for minutes in range(0, 60, 10):
        await second.tick(START + minutes * MINUTE)
    await first.tick(START + 60 * MINUTE)
    assert bots.told == []


async def test_a_process_that_dies_before_it_told_leaves_it_to_another_that_runs(bots: Bots) -> None:
    first, second = await until_sunday(bots), await bots.start(START)
    await second.tick(SUNDAY)
    await first.absence.begin(MONDAY)
    for seconds in (15, 90):
        await second.tick(MONDAY + seconds * SECOND)
    assert bots.told == [AWAY]


POINTS = {
    "before what is late is posted": ["kill_before"],
    "after what is late is posted": ["kill_after"],
    "before the line is posted": [None, "kill_before"],
    "after the line is posted": [None, "kill_after"],
    "again and again": ["kill_before", "kill_after", "kill_before", "kill_after"],
}


@pytest.mark.parametrize(
    "point", [pytest.param(one, marks=pytest.mark.torture if len(POINTS[one]) > 2 else ()) for one in POINTS]
)
@on_sqlite
async def test_killed_anywhere_it_is_told_once(point: str, database_url: str, tmp_path: Path) -> None:
    async with opened(database_url, tmp_path) as bots:
        await until_sunday(bots)
        bots.server.faults["post"] = list(POINTS[point])
        instants = [MONDAY + minutes * MINUTE for minutes in (0, 1, 5, 11)]
        while await _run(bots, instants) == -signal.SIGKILL:
            instants = instants[1:] or instants
        (told,) = bots.told
        assert told.startswith("I was away Sun 22:10–Mon 09:3")
        assert [post.key.split("/")[2] for post in bots.server.visible(SHARED)].count("day-of") == 1


async def _run(bots: Bots, instants: list[datetime]) -> int:
    arguments = [str(bots.server.port), bots.url, str(bots.folder / "schedule.yaml")]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.service_process",
        *arguments,
        *(instant.isoformat() for instant in instants),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == -signal.SIGKILL or out.strip() == b"done", err.decode()
    return int(process.returncode or 0)
