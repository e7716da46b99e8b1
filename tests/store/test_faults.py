"""Every way in which a database cannot be used is told in one sentence to who can put it right."""

import os
import sqlite3
import tempfile
import traceback
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import Misconfigured
from bot.store import courses
from bot.store.backup import check
from bot.store.database import Connection, Database, StoreBusy, StoreDefect, open_database
from bot.store.location import locate
from bot.store.migrate import upgrade
from tests.support.databases import on_sqlite
from tests.support.processes import outcome, start

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)


def refusal(url: str | Path) -> str:
    """The one sentence with which opening and upgrading refuse alike."""
    with pytest.raises(Misconfigured) as opened:
        open_database(url, run_id="test")
    with pytest.raises(Misconfigured) as upgraded:
        upgrade(url)
    assert str(opened.value) == str(upgraded.value)
    assert "\n" not in str(opened.value)
    return str(opened.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql+pymysql://db/course", "keeps its data in SQLite or PostgreSQL, not in mysql"),
        ("postgresql+asyncpg://ada:secret@db.example/course", "brings its own PostgreSQL driver"),
        ("postgresql://ada:secret@db.example", "must name a database"),
        ("nonsense", "That is no database URL"),
        ("user:password@host/course.db", "That is no database URL"),
        ("password@host/course.db", "That is no database URL"),
        ("", "That is no database URL"),
        ("sqlite://course.db", "three slashes"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///course.db?cache=shared", "takes one option"),
        ("sqlite:///course.db?mode=memory", "takes one option"),
    ],
)
def test_a_url_that_names_no_database_of_ours(url: str, sentence: str) -> None:
    told = refusal(url)
    assert sentence in told
    assert "sqlite:///" in told or "mode=ro" in told or "postgresql://coursebot:PASSWORD@" in told
    assert "secret" not in told


def test_a_missing_folder(tmp_path: Path) -> None:
    assert f"There is no folder {tmp_path / 'nowhere'}" in refusal(tmp_path / "nowhere" / "course.db")


def test_a_plain_path_is_a_file() -> None:
    assert locate("terms/course.db") == locate("sqlite:///terms/course.db")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Remember the milk. " * 100)
    assert "is not an SQLite database" in refusal(path)
    assert path.read_text().startswith("Remember the milk.")


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photo (id INTEGER)")
    assert "another program" in refusal(path)


def test_a_database_of_a_newer_program(database_path: Path) -> None:
    with closing(sqlite3.connect(database_path)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer coursebot (schema 9999" in refusal(database_path)
    with pytest.raises(Misconfigured, match="newer coursebot"):
        check(database_path)


def test_a_database_that_was_never_set_up_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="run `coursebot db upgrade`"):
        open_database(tmp_path / "new.db", run_id="test")
    assert not (tmp_path / "new.db").exists()


async def test_a_locked_database_is_busy_and_works_again_afterwards(database_path: Path) -> None:
    database = open_database(database_path, run_id="test", busy_timeout=20)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="Try again in a moment"):
            await database.run(courses.ensure_course, "c", now=NOW)
        assert await database.run.read(courses.states) == ()
        other.execute("ROLLBACK")
    assert await database.run(courses.ensure_course, "c", now=NOW)
    await database.close()


@pytest.mark.parametrize("form", ["sqlite:///{}?mode=ro", "sqlite:///file:{}?mode=ro&uri=true"])
async def test_a_read_only_database_reads_and_says_why_it_does_not_write(database_path: Path, form: str) -> None:
    url = form.format(database_path)
    database = open_database(url, run_id="test")
    assert await database.run.read(courses.states) == ()
    with pytest.raises(Misconfigured, match="can only be read"):
        await database.run(courses.ensure_course, "c", now=NOW)
    await database.close()
    with closing(sqlite3.connect(database_path)) as old, old:
        old.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(Misconfigured, match="can only be read"):
        upgrade(url)


WRITE_AS_NOBODY = """
import asyncio, os, sys
from datetime import UTC, datetime
from bot.errors import Misconfigured
from bot.store import courses
from bot.store.database import open_database
async def enter(path):
    database = open_database("sqlite:///" + path, run_id="nobody")
    try:
        await database.run(courses.ensure_course, "c", now=datetime(2022, 1, 1, tzinfo=UTC))
    finally:
        await database.close()
asyncio.run(enter(sys.argv[1]))  # imports all that nobody may not be able to read
os.chmod(sys.argv[2], int(sys.argv[3]))
if os.getuid() == 0:
    os.setuid(65534)
try:
    asyncio.run(enter(sys.argv[2]))
except Misconfigured as told:
    print(told)
"""


@pytest.mark.parametrize(("mode", "sentence"), [(0o444, "can only be read"), (0o000, "may not open")])
def test_a_file_that_this_user_may_not_write(database_path: Path, mode: int, sentence: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "course.db"
        path.write_bytes(database_path.read_bytes())
        with start(WRITE_AS_NOBODY, database_path, path, str(mode)) as process:
            assert sentence in outcome(process)


@on_sqlite
async def test_a_full_disk_keeps_what_was_saved_and_takes_more_once_there_is_room(database: Database) -> None:
    def limit_pages(connection: Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    long = "x" * 100_000
    await database.run(courses.ensure_course, "c", now=NOW)
    await database.run(limit_pages, 1)
    with pytest.raises(Misconfigured, match="no room left"):
        await database.run(courses.set_paused, "c", now=NOW, by=None, reason=long)
    state = await database.run.read(courses.state, "c")
    assert state.paused_reason == ""
    await database.run(limit_pages, 1_000_000)
    await database.run(courses.set_paused, "c", now=NOW, by=None, reason=long)
    assert (await database.run.read(courses.state, "c")).paused_reason == long


def test_a_damaged_file_is_named_as_damaged(database_path: Path) -> None:
    content = bytearray(database_path.read_bytes())
    content[8192:16384] = os.urandom(8192)
    database_path.write_bytes(content)
    problems = check(database_path)
    assert problems
    assert all("damaged" in problem for problem in problems)


@pytest.mark.both_databases
async def test_what_somebody_wrote_is_in_no_error(database):
    written = "".join(reversed("etavirp ni etorw ayaM"))  # so that the line itself does not hold it

    def broken(connection: Connection) -> None:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:text)"), {"text": written})

    with pytest.raises(StoreDefect) as failure:
        await database.run(broken)
    assert written not in "".join(traceback.format_exception(failure.value))
