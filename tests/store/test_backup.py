"""Copies: whole while the bot writes, never over another file, and brought back without losing what was there."""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.store import courses
from bot.store.backup import backup, check
from bot.store.database import Connection, Database, StoreBusy, open_database
from bot.store.faults import Abandoned
from bot.store.restore import restore
from tests.support.databases import on_sqlite

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)


def enter(path: Path, course: str) -> None:
    database = open_database(path, run_id="test")
    with database.write_engine.begin() as connection:
        courses.ensure_course(connection, course, now=NOW)
    database.close_now()


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "copy-" in path.name)


def entered(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT course FROM course_state ORDER BY course")]


@on_sqlite
async def test_a_copy_made_while_the_bot_writes_is_one_state_of_it(database: Database, tmp_path: Path) -> None:
    def pair(connection: Connection, number: int) -> None:
        courses.ensure_course(connection, f"{number:03}-a", now=NOW)
        courses.ensure_course(connection, f"{number:03}-b", now=NOW)

    database.lock_service()
    targets = [tmp_path / f"copy-{number}.db" for number in range(3)]
    writes = [asyncio.ensure_future(database.run(pair, number)) for number in range(200)]
    for target in targets:
        await asyncio.to_thread(backup, database.path, target)
    await asyncio.gather(*writes)
    for target in targets:
        assert check(target) == []
        assert len(entered(target)) % 2 == 0
    assert len(entered(database.path)) == 400
    assert leftovers(tmp_path) == [target.name for target in targets]


def test_a_copy_never_takes_the_place_of_a_file(database_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious.db"
    target.write_text("precious")
    with pytest.raises(Misconfigured, match="exists already"):
        backup(database_path, target)
    assert target.read_text() == "precious"
    with pytest.raises(Misconfigured, match="no folder"):
        backup(database_path, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(Misconfigured, match="There is no file"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")


def test_restoring_brings_the_copy_back_and_keeps_what_was_there(database_path: Path, tmp_path: Path) -> None:
    enter(database_path, "old")
    backup(database_path, tmp_path / "copy.db")
    enter(database_path, "new")
    for number in (1, 2):
        done = restore(f"sqlite:///{database_path}", tmp_path / "copy.db")
        assert done.kept == tmp_path / f"coursebot.replaced-{number}.db"
    assert entered(tmp_path / "coursebot.replaced-1.db") == ["new", "old"]
    assert entered(database_path) == ["old"]
    assert check(database_path) == []
    enter(database_path, "again")
    assert entered(tmp_path / "copy.db") == ["old"]


def test_restoring_where_nothing_is_or_something_damaged(database_path: Path, tmp_path: Path) -> None:
    enter(database_path, "old")
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"not a database at all" * 100)
    assert restore(tmp_path / "fresh.db", database_path).kept is None
    assert restore(damaged, database_path).kept == tmp_path / "damaged.replaced-1.db"
    assert entered(damaged) == entered(tmp_path / "fresh.db") == ["old"]


@on_sqlite
def test_nothing_is_restored_while_a_service_runs_or_another_program_looks(database: Database, tmp_path: Path) -> None:
    backup(database.path, tmp_path / "copy.db")
    database.lock_service()
    with pytest.raises(Misconfigured, match=r"A coursebot service .*: stop it first\. Nothing was changed\.$"):
        restore(database.path, tmp_path / "copy.db")
    database.close_now()
    enter(database.path, "new")
    onlooker = open_database(database.path, run_id="onlooker", busy_timeout=10)
    with pytest.raises(StoreBusy):
        restore(database.path, tmp_path / "copy.db", busy_timeout=10)
    onlooker.close_now()
    assert entered(database.path) == ["new"]


DAMAGED = r"source\.db cannot be restored: it is damaged, or no backup of coursebot's\. Nothing was changed"


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", DAMAGED), (b"x" * 5000, DAMAGED), (None, "There is no backup")]
)
def test_a_source_that_is_no_copy_of_ours(
    database_path: Path, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    enter(database_path, "old")
    source = tmp_path / "source.db"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(Misconfigured, match=sentence):
        restore(database_path, source)
    assert entered(database_path) == ["old"]
    assert list(tmp_path.glob("*.replaced-*")) == []


def test_a_source_of_a_newer_program_or_the_database_itself(database_path: Path, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="the backup itself"):
        restore(database_path, database_path)
    backup(database_path, tmp_path / "newer.db")
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Misconfigured, match="newer coursebot"):
        restore(database_path, tmp_path / "newer.db")


def test_the_check_finds_lost_links_and_foreign_columns(database_path: Path) -> None:
    with closing(sqlite3.connect(database_path)) as connection, connection:
        connection.execute("ALTER TABLE person ADD COLUMN shoe_size INTEGER")
    assert any("shoe_size" in problem for problem in check(database_path))
    with closing(sqlite3.connect(database_path)) as connection, connection:
        connection.execute(
            "INSERT INTO membership (course, person, role, joined_at, counts_from) "
            "VALUES ('c', 99, 'ta', '2022-01-01T00:00:00.000000Z', '2022-01-01T00:00:00.000000Z')"
        )
    assert any("membership" in problem and "gone" in problem for problem in check(database_path))


@pytest.mark.parametrize("look", [1, 2, 3])
def test_a_copy_that_is_given_up_leaves_nothing(
    database_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: int
) -> None:
    monkeypatch.setattr("bot.store.backup.PAGES", 5)
    looks = iter([False] * (look - 1))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Abandoned):
        backup(database_path, tmp_path / "copy.db", given_up=lambda: next(looks, True))
    assert sorted(tmp_path.iterdir()) == before


@on_sqlite
async def test_writes_between_the_steps_of_a_copy_do_not_begin_it_anew(
    database: Database, database_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.backup.PAGES", 5)
    left = iter(range(100))

    def look() -> bool:
        number = next(left, None)
        assert number is not None, "it began anew and anew"
        with database.write_engine.begin() as connection:
            courses.ensure_course(connection, f"course{number}", now=NOW)
        return False

    await asyncio.to_thread(backup, database_path, tmp_path / "copy.db", given_up=look)
    assert check(tmp_path / "copy.db") == []
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT course FROM course_state").fetchall() == []


def test_what_root_restores_belongs_to_whom_the_folder_belongs(database_path: Path, tmp_path: Path) -> None:
    """Anybody else can make files for themselves only."""
    owner = 65534 if os.geteuid() == 0 else os.geteuid()
    folder = tmp_path / "service"
    folder.mkdir()
    os.chown(folder, owner, -1)
    restore(folder / "coursebot.db", database_path)
    assert {path.name: path.stat().st_uid for path in folder.iterdir()} == {
        "coursebot.db": owner, "coursebot.db.lock": owner, "coursebot.db.upgrade-lock": owner,
    }  # fmt: skip
