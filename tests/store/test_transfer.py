"""Backups of a server's database: an SQLite file with all that it holds, which either kind of database takes back."""

import asyncio
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import open_app
from bot.errors import Misconfigured
from bot.store import blobs, grants, restored, reviews
from bot.store.all_tables import metadata
from bot.store.backup import backup, check
from bot.store.database import Connection, Database, StoreUnreachable, open_database
from bot.store.location import SqliteFile
from bot.store.people import add_person, ensure_account
from bot.store.records import ReviewGrant, ReviewVersion
from bot.store.restore import restore
from bot.store.revision import newest_revision
from bot.store.schema import build
from bot.store.tables import audit

SHIPPED = Path(__file__).parents[2] / "schedule.yaml"
NOW = datetime(2022, 1, 20, 18, tzinfo=UTC)

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a server stands in the current folder."""
    monkeypatch.chdir(tmp_path)


def dump(url: str | Path) -> dict[str, list[Any]]:
    """Every row of every table, as the program reads it."""
    database = open_database(url, run_id="dump")
    try:
        with database.write_engine.connect() as connection:
            tables = [table for table in metadata.sorted_tables if table.name != "mark"]
            return {
                table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
                for table in tables
            }
    finally:
        database.close_now()


def listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def handed_in(connection: Connection) -> None:
    """A review with a file, and what was granted for it."""
    writer = add_person(connection, name="Writer", now=NOW)
    blob = blobs.put(connection, "cs294", writer, bytes(range(256)), file=("notes.pdf", "application/pdf"), now=NOW)
    reviews.keep_form(connection, "cs294", "f" * 64, {"name": "custom", "fields": []}, now=NOW)
    version = ReviewVersion(
        course="cs294", person=writer, paper="raft", number=1, session="first", complete=True, received_at=NOW,
        form="f" * 64, answers={"notes": blob, "summary": "é \U0001f389 \0"},
    )  # fmt: skip
    reviews.add_version(connection, version)
    grant = ReviewGrant(course="cs294", person=writer, kind="extension", offset=timedelta(days=2), granted_at=NOW)
    grants.add(connection, grant)


async def filled(url: str) -> None:
    """A course that has begun, and people with difficult names."""
    app = open_app(database_url=url, platforms=[], service=False)
    await app.take_in(SHIPPED, NOW)
    await app.tick(NOW)

    def people(connection: Connection) -> None:
        for number, name in enumerate(["Maya", "Zoë “Zo” D’Arcy", "李雷", "a\nb\t%s {} ';--"]):
            ensure_account(connection, platform="slack", workspace="T1", user_id=f"U{number}", name=name, now=NOW)
        details = {"text": "é\\u0000'\"", "list": [1, None, True], "none": None}
        connection.execute(audit.insert().values(at=NOW, course="cs294", action="test", details=details))
        handed_in(connection)

    await app.database.run(people)
    await app.close()


async def test_a_backup_holds_all_that_the_server_does(database_url: str, tmp_path: Path) -> None:
    await filled(database_url)
    backup(database_url, tmp_path / "copy.db")
    assert check(tmp_path / "copy.db") == []
    there = dump(database_url)
    assert dump(tmp_path / "copy.db") == there
    assert there["schedule_version"]
    assert there["review_version"]
    assert bytes(there["blob"][0][-1]) == bytes(range(256))
    assert len(there["account"]) == 4
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


async def test_what_is_restored_is_what_was_backed_up_and_numbers_go_on(database_url: str, tmp_path: Path) -> None:
    await filled(database_url)
    before = dump(database_url)
    backup(database_url, tmp_path / "copy.db")
    database = open_database(database_url, run_id="later")
    await database.run(add_person, name="Came later", now=NOW)
    await database.close()
    done = restore(database_url, tmp_path / "copy.db")
    assert dump(database_url) == before
    assert check(database_url) == []
    assert done.kept is not None
    assert "Came later" in {row[1] for row in dump(done.kept)["person"]}
    database = open_database(database_url, run_id="again")
    fresh = await database.run(add_person, name="New", now=NOW)
    await database.close()
    assert fresh > max(row[0] for row in before["person"])


async def test_a_course_moves_from_a_file_to_a_server_and_back(
    migrated_file: Path, empty_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "course.db"
    shutil.copyfile(migrated_file, file)
    await filled(f"sqlite:///{file}")
    backup(file, tmp_path / "copy.db")
    done = restore(empty_url, tmp_path / "copy.db")
    assert done.kept is None
    assert dump(empty_url) == dump(file)
    backup(empty_url, tmp_path / "back.db")
    restore(tmp_path / "moved.db", tmp_path / "back.db")
    assert dump(tmp_path / "moved.db") == dump(file)


async def test_a_backup_with_an_older_schema_is_brought_up_to_date(empty_url: str, tmp_path: Path) -> None:
    old = SqliteFile(tmp_path / "old.db")
    build(old, "0001")
    with closing(sqlite3.connect(old.path)) as connection:
        connection.execute("INSERT INTO person (name, created_at) VALUES ('Maya', '2022-01-20T18:00:00.000000Z')")
        connection.commit()
    assert restore(empty_url, old.path).revision == newest_revision()
    assert [row[1] for row in dump(empty_url)["person"]] == ["Maya"]
    with closing(sqlite3.connect(old.path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


async def test_of_text_that_a_server_cannot_hold_only_that_is_marked(empty_url: str, tmp_path: Path) -> None:
    build(SqliteFile(tmp_path / "odd.db"))
    with closing(sqlite3.connect(tmp_path / "odd.db")) as connection:
        connection.execute(
            "INSERT INTO person (name, created_at) VALUES (?, '2022-01-20T18:00:00.000000Z')", ["M\0aya"]
        )
        connection.commit()
    restore(empty_url, tmp_path / "odd.db")
    assert [row[1] for row in dump(empty_url)["person"]] == ["M\ufffdaya"]


async def test_nothing_is_restored_under_a_service(database: Database, database_url: str, tmp_path: Path) -> None:
    database.lock_service()
    backup(database_url, tmp_path / "copy.db")
    with pytest.raises(
        Misconfigured, match=r"A coursebot service is working on .*: stop it first\. Nothing was changed"
    ):
        restore(database_url, tmp_path / "copy.db")
    assert {path.name for path in os.scandir(tmp_path)} == {"copy.db"}


async def test_after_a_restore_the_bot_looks_before_it_says_what_was_due(database_url: str, tmp_path: Path) -> None:
    await filled(database_url)
    backup(database_url, tmp_path / "copy.db")
    restore(database_url, tmp_path / "copy.db")
    database = open_database(database_url, run_id="after")
    until = await database.run(restored.forgotten_until, now=NOW)
    assert until is not None
    assert until > NOW
    assert await database.run(restored.forgotten_until, now=NOW.replace(year=2023)) == until
    await database.close()


async def test_a_backup_that_is_given_up_ends_while_the_server_keeps_it_waiting(
    database_url: str, tmp_path: Path
) -> None:
    """Another one locks a table; nobody waits for that."""
    await filled(database_url)
    given_up, before = threading.Event(), listed(tmp_path)
    database = open_database(database_url, run_id="other")
    try:
        with database.write_engine.begin() as connection:
            connection.execute(sa.text("LOCK TABLE person IN ACCESS EXCLUSIVE MODE"))
            copying = asyncio.create_task(
                asyncio.to_thread(backup, database_url, tmp_path / "copy.db", given_up=given_up.is_set)
            )
            waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'person'::regclass")
            while not connection.scalar(waiting):  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
            given_up.set()
            with pytest.raises(StoreUnreachable):
                await copying
            assert connection.scalar(sa.text("SELECT 1")) == 1, "it still holds the table"
    finally:
        database.close_now()
    assert listed(tmp_path) == before
