"""Databases for tests: real files, migrated once per worker and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Connection, Database, open_database
from bot.store.migrate import upgrade


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template. Copy it, do not open it."""
    path = tmp_path_factory.mktemp("migrated") / "coursebot.db"
    upgrade(path)
    return path


@pytest.fixture
def database_path(migrated_file: Path, tmp_path: Path) -> Path:
    """A migrated database of this test's own."""
    path = tmp_path / "coursebot.db"
    shutil.copyfile(migrated_file, path)
    return path


@pytest.fixture
def database_url(database_path: Path) -> str:
    return f"sqlite:///{database_path}"


@pytest.fixture
def database(database_path: Path) -> Iterator[Database]:
    """An open database; `await database.run(f, …)` executes a function in a transaction."""
    opened = open_database(database_path, run_id="test")
    yield opened
    opened.close_now()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A connection inside one write transaction, for functions `f(connection, …)` without an event loop.

    It holds the write lock: a test takes this or `database.run`, not both.
    """
    with database.write_engine.begin() as opened:
        yield opened
