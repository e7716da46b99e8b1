"""Databases for tests: real ones, migrated once per worker and as good as new for each test.

A test takes `database_url`, which is SQLite; one marked `both_databases` is run on PostgreSQL too. With
COURSEBOT_TEST_ON=postgresql all are run there, but those that take `database_path`, since they are about the file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.store.database import Connection, Database, open_database
from bot.store.migrate import upgrade
from tests.support.memory import USED
from tests.support.postgres import Postgres
from tests.support.postgres_pool import PostgresPool

BOTH = ["sqlite", "postgresql"]

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
"""For what only the one can do, wherever the rest of the suite is run."""

NewUrl = Callable[[], str]


def default_kind() -> str:
    kind = os.environ.get("COURSEBOT_TEST_ON", "sqlite")
    assert kind in BOTH, f"COURSEBOT_TEST_ON must be one of {BOTH}"
    return kind


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "both_databases(postgresql=MARK): run on SQLite and, marked MARK where one is given, on PostgreSQL"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    test = metafunc.definition
    chosen = any("database_kind" in mark.args for mark in test.iter_markers("parametrize"))
    if "database_kind" in metafunc.fixturenames and test.get_closest_marker("both_databases") and not chosen:
        kinds = BOTH if default_kind() == "sqlite" else [default_kind()]
        marks = marks_of(test)
        values = [pytest.param(kind, marks=marks.get(kind, ())) for kind in kinds] if len(kinds) > 1 else kinds
        metafunc.parametrize("database_kind", values, indirect=True, scope="function")


def marks_of(test: pytest.Item) -> dict[str, pytest.MarkDecorator]:
    """What a test says of one of both databases: `both_databases(postgresql="torture")`."""
    marker = test.get_closest_marker("both_databases")
    return {kind: getattr(pytest.mark, name) for kind, name in (marker.kwargs if marker else {}).items()}


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    return str(getattr(request, "param", default_kind()))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template. Copy it, do not open it."""
    path = tmp_path_factory.mktemp("migrated") / "coursebot.db"
    upgrade(path)
    return path


@pytest.fixture(scope="session")
def postgres_pool() -> Iterator[PostgresPool]:
    """Begun by the first test of a worker that needs it: on the server that is named, else on one of its own."""
    with ExitStack() as stack:
        url = os.environ.get("COURSEBOT_TEST_DATABASE_URL")
        if not url:
            server = Postgres().start()
            stack.callback(server.stop)
            url = server.url()
        yield stack.enter_context(PostgresPool(url))


@pytest.fixture
def database_path(migrated_file: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file of this test's own, for tests that are about the file."""
    path = tmp_path / "coursebot.db"
    shutil.copyfile(migrated_file, path)
    return path


@pytest.fixture
def sqlite_url(database_path: Path) -> str:
    """The URL of `database_path`."""
    return f"sqlite:///{database_path}"


@pytest.fixture
def new_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[NewUrl]:
    """Makes another migrated database at each call."""
    if database_kind == "postgresql":
        with request.getfixturevalue("postgres_pool").lent() as give:
            yield give
        return
    folder: Path = request.getfixturevalue("tmp_path")
    request.node.stash[USED] = folder
    template: Path = request.getfixturevalue("migrated_file")

    def copy() -> str:
        number = len(list(folder.glob("coursebot*.db")))
        path = folder / f"coursebot{number or ''}.db"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    yield copy


@pytest.fixture
def database_url(new_url: NewUrl) -> str:
    """A migrated database of this test's own."""
    return new_url()


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without tables: on SQLite there is no file yet."""
    if database_kind == "postgresql":
        with request.getfixturevalue("postgres_pool").lent() as give:
            yield give(empty=True)
    else:
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'empty.db'}"


@pytest.fixture
def tcp_url() -> Iterator[str]:
    """A migrated database on a PostgreSQL of this test's own that is reached over TCP, with a password."""
    server = Postgres(tcp=True).start()
    try:
        upgrade(server.url(tcp=True))
        yield server.url(tcp=True)
    finally:
        server.stop()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database; `await database.run(f, …)` executes a function in a transaction."""
    opened = open_database(database_url, run_id="test")
    yield opened
    opened.close_now()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A connection inside one write transaction, for functions `f(connection, …)` without an event loop.

    It holds the write lock: a test takes this or `database.run`, not both.
    """
    with database.write_engine.begin() as opened:
        yield opened
