"""The nightly copy of the database beside it: made while the bot works, 14 kept, nothing else touched."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App, open_app
from bot.errors import Misconfigured
from bot.services import backups
from bot.services.backups import BACKED_UP, Shelf, due, make_copy, shelf_for
from bot.store import marks
from bot.store.backup import check
from tests.support.bot_process import go_live
from tests.support.courses import LOS_ANGELES
from tests.support.databases import NewUrl
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import Channels

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STAFF = "#seminar-staff"


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """In Los Angeles, as UTC."""
    return datetime(2022, month, day, hour, minute, tzinfo=LOS_ANGELES).astimezone(UTC)


NOON = at(1, 25, 12)


class Service:
    """A bot with backups, and what there is of them."""

    def __init__(self, app: App, channels: Channels, folder: Path) -> None:
        self.app, self.channels, self.folder = app, channels, folder

    async def ticks(self, *instants: datetime) -> None:
        for now in instants:
            await self.app.tick(now)
            await self.app.backups.settle()

    @property
    def copies(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("coursebot.backup-*"))

    async def made_at(self) -> datetime | None:
        return await self.app.database.run.read(marks.marked, BACKED_UP)

    @property
    def told(self) -> list[str]:
        return [text for text in self.channels.texts(STAFF) if "backup" in text]


@pytest.fixture
async def service(database_path: Path, tmp_path: Path):
    url = f"sqlite:///{database_path}"
    async with asyncio.timeout(60):
        opened = await _opened(url, tmp_path, shelf_for("", url))
        yield opened
        await opened.app.close()


async def _opened(url: str, folder: Path, shelf: Shelf | None) -> Service:
    channels = Channels()
    app = open_app(database_url=url, platforms=[channels], backups=shelf, service=not url.startswith("sqlite"))
    file = folder / "schedule.yaml"
    file.write_text(TWO_CLASSES, encoding="utf-8")
    await app.take_in(file, NOON)
    await go_live(app, NOON)
    return Service(app, channels, folder)


async def test_a_copy_is_made_each_night_at_ten_past_three_on_the_courses_clock(service: Service) -> None:
    await service.ticks(NOON)
    assert service.copies == ["coursebot.backup-2022-01-25.db"], "there was none yet"
    await service.ticks(NOON + MINUTE, NOON + 11 * HOUR, at(1, 26, 3, 9))
    assert len(service.copies) == 1
    await service.ticks(at(1, 26, 3, 10), at(1, 26, 3, 11), at(1, 26, 12))
    assert service.copies == ["coursebot.backup-2022-01-25.db", "coursebot.backup-2022-01-26.db"]
    assert await service.made_at() == at(1, 26, 3, 10)
    copy = service.folder / service.copies[-1]
    assert check(copy) == []
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(path.name for path in service.folder.iterdir() if "backup" in path.name) == service.copies
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT course FROM course_state").fetchall() == [("seminar",)]


async def test_after_nights_of_being_down_it_is_made_at_the_next_occasion(service: Service) -> None:
    await service.ticks(NOON, at(1, 28, 7, 30), at(1, 28, 8))
    assert service.copies == ["coursebot.backup-2022-01-25.db", "coursebot.backup-2022-01-28.db"]
    await service.ticks(at(1, 29, 3, 10))
    assert service.copies[-1] == "coursebot.backup-2022-01-29.db"


@pytest.mark.parametrize(
    ("made", "now", "wanted"),
    [
        (None, at(1, 25, 12), True),
        (at(1, 24, 3, 10), at(1, 25, 3, 9), False),
        (at(1, 24, 3, 10), at(1, 25, 3, 10), True),
        (at(1, 25, 2), at(1, 25, 3, 10), True),
        (at(1, 25, 3, 10), at(1, 25, 3, 20), False),
        (at(1, 24, 20), at(1, 25, 9), False),
        (at(1, 24, 20), at(1, 25, 20), True),
        (at(3, 12, 3, 10), at(3, 13, 3, 10), True),
        (at(3, 13, 3, 10), at(3, 13, 3, 30), False),
        (at(11, 6, 1), at(11, 6, 3, 10), True),
        (at(2, 25, 12), at(1, 25, 12), True),
    ],
    ids=[
        "none yet",
        "before its hour",
        "at its hour",
        "an hour ago",
        "just made",
        "down at its hour",
        "older than a day",
        "a night of 23 hours",
        "after it",
        "a night of 25 hours",
        "before the clock was set back",
    ],
)
def test_when_a_copy_is_due(made: datetime | None, now: datetime, *, wanted: bool) -> None:
    assert due(made, LOS_ANGELES, now) is wanted


def test_where_the_clocks_leave_out_ten_past_three_it_is_due_when_they_go_on() -> None:
    athens = ZoneInfo("Europe/Athens")
    four = datetime(2022, 3, 27, 4, tzinfo=athens).astimezone(UTC)
    assert backups.last_hour(athens, four) == four


def test_the_newest_14_of_exactly_this_name_are_kept_and_nothing_else_is_touched(
    database_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    others = [
        "coursebot.db",
        "coursebot.backup-2020-01-01.db.gz",
        "coursebot.backup-2020-1-01.db",
        "coursebot.backup-2020-01-011.db",
        "coursebot.backup-mine.db",
        "my-coursebot.backup-2020-01-01.db",
        "coursebot2.backup-2020-01-01.db",
        "coursebotxbackup-2020-01-01.db",
        "coursebot.before-0002-1.db",
        "x.coursebot.backup-2020-01-01.unfinished.ab",
    ]
    for name in others:
        (folder / name).write_text("mine")
    (folder / "coursebot.backup-2020-01-02.db").mkdir()
    ours = [f"coursebot.backup-2022-01-{day:02}.db" for day in range(1, 20)]
    for name in ours:
        (folder / name).write_text("old")
    left = ["coursebot.backup-2022-01-03.unfinished", ".coursebot.backup-2022-01-03.unfinished.ab12cd34-wal"]
    for name in left:
        (folder / name).write_text("half")
    made = make_copy(database_path, Shelf(folder, "coursebot"), datetime(2022, 1, 20, tzinfo=UTC).date())
    kept = {path.name for path in folder.iterdir()}
    assert kept == {*others, "coursebot.backup-2020-01-02.db", *ours[6:], made.name}
    assert all((folder / name).read_text() == "mine" for name in others)


def test_copies_dated_ahead_while_the_clock_was_wrong_push_nothing_out(database_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    ahead = [f"coursebot.backup-2023-05-{day:02}.db" for day in range(1, 17)]
    before = [f"coursebot.backup-2022-01-{day:02}.db" for day in range(5, 20)]
    for name in ahead + before:
        (folder / name).write_text("old")
    made = make_copy(database_path, Shelf(folder, "coursebot"), datetime(2022, 1, 20, tzinfo=UTC).date())
    assert check(made) == []
    assert {path.name for path in folder.iterdir()} == {made.name, *ahead, *before[2:]}


def test_a_second_copy_of_a_day_takes_the_place_of_the_first(database_path: Path, tmp_path: Path) -> None:
    shelf, day = Shelf(tmp_path / "new" / "folder", "coursebot"), datetime(2022, 1, 20, tzinfo=UTC).date()
    first = make_copy(database_path, shelf, day)
    inode = first.stat().st_ino
    assert make_copy(database_path, shelf, day) == first
    assert first.stat().st_ino != inode
    assert check(first) == []
    assert [path.name for path in shelf.folder.iterdir()] == [first.name]


def test_a_copy_that_fails_leaves_the_earlier_one_of_the_day(database_path: Path, tmp_path: Path) -> None:
    shelf, day = Shelf(tmp_path, "coursebot"), datetime(2022, 1, 20, tzinfo=UTC).date()
    shelf.copy_of(day).write_text("earlier")
    with pytest.raises(Misconfigured):
        make_copy(tmp_path / "missing.db", shelf, day)
    assert shelf.copy_of(day).read_text() == "earlier"


async def test_the_bot_goes_on_and_writes_while_a_copy_is_made(service: Service) -> None:
    await service.app.tick(NOON)
    for number in range(50):
        await service.app.database.run(marks.set_mark, f"m{number}", NOON)
    await service.app.backups.settle()
    assert check(service.folder / service.copies[0]) == []


async def test_a_failure_is_told_once_a_day_and_tried_again_each_hour(service: Service) -> None:
    shelf = service.app.backups.shelf
    assert shelf is not None
    service.app.backups.shelf = Shelf(service.folder / "schedule.yaml", "coursebot")
    await service.ticks(NOON, NOON + MINUTE, NOON + HOUR, NOON + 2 * HOUR)
    (sentence,) = service.told
    assert sentence == (
        "I could not make the nightly backup. There can be no folder schedule.yaml for backups: File exists. "
        "Everything else goes on; I try again every hour."
    )
    assert await service.made_at() is None
    await service.ticks(NOON + DAY, NOON + DAY + MINUTE)
    assert len(service.told) == 2
    service.app.backups.shelf = shelf
    await service.ticks(NOON + DAY + 30 * MINUTE)
    assert service.copies == []
    await service.ticks(NOON + DAY + HOUR)
    assert service.copies == ["coursebot.backup-2022-01-26.db"]
    await service.ticks(at(1, 27, 3, 10))
    assert len(service.told) == 2


def test_what_staff_read_of_a_failure_names_no_folder_of_the_server(tmp_path: Path) -> None:
    shelf = Shelf(Path("/srv/bots/ai"), "coursebot")
    said = "There is no room left for the database /srv/bots/ai/.coursebot.backup-2022-03-04.unfinished.ab12cd34: free."
    assert (
        backups.in_a_chat(said, shelf) == "There is no room left for the database coursebot.backup-2022-03-04.db: free."
    )


async def test_turned_off_none_is_made(database_path: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{database_path}"
    service = await _opened(url, tmp_path, shelf_for("off", url))
    await service.ticks(NOON, NOON + DAY)
    assert service.copies == []
    assert await service.made_at() is None
    await service.app.close()


def test_copies_are_on_beside_a_file_off_for_a_server_and_anywhere_if_told_so() -> None:
    file, server = "sqlite:////srv/ai/course.db", "postgresql://bot:pw@db.example.edu/courses"
    assert shelf_for("", file) == Shelf(Path("/srv/ai"), "course")
    assert shelf_for("", server) is None
    assert shelf_for("/backups", file) == Shelf(Path("/backups"), "course")
    assert shelf_for("/backups", server) == Shelf(Path("/backups"), "courses")
    other = shelf_for("", "sqlite:////srv/ai/course.sqlite3")
    assert other == Shelf(Path("/srv/ai"), "course.sqlite3"), "beside a course.db"
    assert [shelf_for(word, file) for word in ("off", "Off", "no", "0")] == [None] * 4


@pytest.mark.both_databases
async def test_of_several_processes_one_makes_it(new_url: NewUrl, tmp_path: Path) -> None:
    url, shelf = new_url(), Shelf(tmp_path / "copies", "courses")
    services = [await _opened(url, tmp_path, shelf) for _ in range(2)]
    try:
        begun = await asyncio.gather(*(one.app.database.run(backups.begin, LOS_ANGELES, now=NOON) for one in services))
        assert sorted(begun) == [False, True]
        for now in (NOON, NOON + HOUR):
            await asyncio.gather(*(one.ticks(now) for one in services))
        assert [path.name for path in shelf.folder.iterdir()] == ["courses.backup-2022-01-25.db"]
        assert await services[0].made_at() == NOON + HOUR
        assert check(shelf.folder / "courses.backup-2022-01-25.db") == []
    finally:
        for one in services:
            await one.app.close()


async def test_a_process_that_was_killed_at_it_is_followed_by_another_an_hour_later(service: Service) -> None:
    assert await service.app.database.run(backups.begin, LOS_ANGELES, now=NOON)
    (service.folder / ".coursebot.backup-2022-01-25.unfinished.ab12cd34").write_text("half")
    await service.ticks(NOON + 59 * MINUTE)
    assert service.copies == []
    await service.ticks(NOON + HOUR + 10 * MINUTE)
    assert service.copies == ["coursebot.backup-2022-01-25.db"]
    assert [path for path in service.folder.iterdir() if "unfinished" in path.name] == []
