"""Where the database is, as its URL says, and how a connection to it is made.

Knows URLs and which kind of database stands behind them; how each is spoken to stands in `sqlite` and `server`. Never
knows the tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from bot.errors import Misconfigured
from bot.store import server, sqlite
from bot.store.server import Server, never
from bot.store.sqlite import BUSY_TIMEOUT_MS, SqliteFile

__all__ = ["BUSY_TIMEOUT_MS", "Location", "Server", "SqliteFile", "Use", "engine", "locate", "never"]

Location = SqliteFile | Server

Use = Literal["write", "read", "migrate"]

EXAMPLE = "sqlite:///coursebot.db (or sqlite:////srv/course/coursebot.db for an absolute path)"
EXAMPLE_OF_SERVER = "postgresql://coursebot:PASSWORD@db.example.edu/coursebot"

_PLAIN = re.compile(r"[^:@?]+\.(?:db|sqlite|sqlite3)", re.DOTALL)
"""A path, which is no URL that lacks its beginning: that may hold a password."""


def locate(database: str | Path) -> Location:
    """The database that a URL or a path names: `sqlite:///path` (also `?mode=ro` or `file:path?mode=ro&uri=true`), or
    `postgresql://user:password@host/name`; or, plainly, a file such as `course.db`.

    Raises Misconfigured for any other database and for a URL that names none; the URL itself is never repeated, since
    it may hold a password.
    """
    if isinstance(database, Path):
        return SqliteFile(database)
    if _PLAIN.fullmatch(database):
        return SqliteFile(Path(database).expanduser())
    try:
        url = sa.make_url(database)
    except (sa.exc.ArgumentError, ValueError):  # a port that is no number is told with its text
        raise Misconfigured(f"That is no database URL. One looks like {EXAMPLE}, or {EXAMPLE_OF_SERVER}.") from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        return _file(url)
    if kind in ("postgresql", "postgres"):
        return _server(url)
    raise Misconfigured(
        f"coursebot keeps its data in SQLite or PostgreSQL, not in {kind}; its URL looks like {EXAMPLE}, "
        f"or {EXAMPLE_OF_SERVER}."
    )


def _file(url: sa.URL) -> SqliteFile:
    if url.host:
        raise Misconfigured(f"A database URL has three slashes before the path: it looks like {EXAMPLE}.")
    query = {name: value for name, value in url.query.items() if name != "uri"}
    mode = query.pop("mode", "rw")
    if query or mode not in ("ro", "rw", "rwc"):
        raise Misconfigured("A database URL takes one option, mode=ro (read only).")
    name = (url.database or "").removeprefix("file:")
    if name in ("", ":memory:"):
        raise Misconfigured(f"The database URL must name a file, such as {EXAMPLE}.")
    return SqliteFile(Path(name).expanduser(), read_only=mode == "ro")


def _server(url: sa.URL) -> Server:
    """`postgres://` is how many hosts write it."""
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise Misconfigured(f"coursebot brings its own PostgreSQL driver: the URL looks like {EXAMPLE_OF_SERVER}.")
    if "@" in f"{url.host or ''}{url.database or ''}":  # part of a password, which no message may name
        raise Misconfigured(
            f"The database URL holds two @: in a password, @ is written %40, : %3A and / %2F ({EXAMPLE_OF_SERVER})."
        )
    if not url.database:
        raise Misconfigured(f"The database URL must name a database at its end: it looks like {EXAMPLE_OF_SERVER}.")
    return Server(url.set(drivername="postgresql+psycopg"))


def engine(
    location: Location,
    use: Use,
    *,
    threads: int = 1,
    busy_timeout: int = BUSY_TIMEOUT_MS,
    given_up: Callable[[], bool] = never,
) -> sa.Engine:
    """Connections for one use, as many as there are threads. `busy_timeout` in milliseconds: how long a lock of
    somebody else is waited for. `given_up`: nobody waits for a server's answers any longer.
    """
    if isinstance(location, Server):
        return server.engine(location, use, threads=threads, busy_timeout=busy_timeout, given_up=given_up)
    return sqlite.engine(location, use, threads=threads, busy_timeout=busy_timeout)
