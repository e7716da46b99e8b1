"""The databases that are measured: SQLite in a folder, and a PostgreSQL that keeps what it acknowledges, as in service.

It knows how they are made and thrown away, and nothing of what is measured.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.store.migrate import upgrade
from tests.support.postgres import Postgres
from tests.support.postgres_pool import PostgresPool

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"

AS_IN_SERVICE: Mapping[str, str] = {
    "autovacuum": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "shared_buffers": "128MB",
    "synchronous_commit": "on",
}
"""PostgreSQL's own defaults, where the tests' server is set for speed."""

Give = Callable[[], str]
"""The URL of another database at each call, migrated and empty."""


@contextmanager
def sqlite() -> Iterator[Give]:
    with tempfile.TemporaryDirectory(prefix="coursebot-bench-") as folder:
        made: list[str] = []

        def give() -> str:
            made.append(f"sqlite:///{Path(folder) / f'bench-{len(made)}.db'}")
            upgrade(made[-1])
            return made[-1]

        yield give


@contextmanager
def postgresql() -> Iterator[Give]:
    """A server of its own on this machine, reached through its socket."""
    server = Postgres(**AS_IN_SERVICE).start()
    try:
        with PostgresPool(server.url()) as pool, pool.lent() as give:
            yield give
    finally:
        server.stop()


@contextmanager
def both() -> Iterator[Mapping[str, Give]]:
    """By name."""
    with sqlite() as on_a_file, postgresql() as on_a_server:
        yield {SQLITE: on_a_file, POSTGRESQL: on_a_server}
