"""Copies of a database: made while it is in use, verified, put in place whole or not at all; and its health.

A copy is an SQLite file, of a server's database too. Knows SQLite's own backup and check; never what the tables mean.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import Misconfigured
from bot.store.faults import Abandoned, translated, unreachable
from bot.store.location import Location, Server, SqliteFile, locate, never
from bot.store.revision import newest_revision, refuse_newer, revision_of

PROBLEMS_SHOWN = 100

PAGES = 1000
"""Of a file, copied between looks whether the copy is still wanted."""

STEPS = 100_000
"""Of SQLite's machine, between such looks while a copy is verified."""


def backup(database: str | Path, target: Path, *, given_up: Callable[[], bool] = never) -> None:
    """Copy a database, also while a service writes to it; the copy is one state of it, verified, in one file.

    Raises Misconfigured where the target exists, or where database or target cannot be used. Once it is `given_up` it
    raises Abandoned, or what an interrupted database does, and nothing is left of it.
    """
    location = locate(database)
    with translated(location):
        require_coursebot(location)
        copy_database(location, target, given_up)


def copy_database(location: Location, target: Path, given_up: Callable[[], bool] = never) -> None:
    """`backup` without asking whether it is a coursebot database. Raises what its driver raises."""
    if target.exists():
        raise Misconfigured(f"{target} exists already: name a new file for the copy.")
    with fresh_file(target) as temporary:
        copy_into(temporary, location, given_up)
        _put_new(temporary, target)


@contextmanager
def fresh_file(target: Path) -> Iterator[Path]:
    """A name beside the target for something that is not finished; nothing of it is left afterwards."""
    if not target.parent.is_dir() or target.is_dir():
        raise unreachable(target, OSError())
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        yield temporary
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{temporary}{suffix}").unlink(missing_ok=True)


def copy_into(temporary: Path, location: Location, given_up: Callable[[], bool] = never) -> None:
    """Fill a new file with one state of a database, verified and on the disk. Raises Misconfigured, and what the driver
    of the database raises; Abandoned where it is given up.
    """
    made = SqliteFile(temporary)
    if isinstance(location, Server):
        _carried_out(location, made, given_up)
    else:
        with closing(location.connect()) as source, translated(made), closing(made.connect(create=True)) as copy:
            _copied(source, copy, given_up)
    with translated(made), closing(made.connect()) as copy:
        copy.set_progress_handler(given_up, STEPS)
        copy.execute("PRAGMA journal_mode=DELETE")
        problems = _unsound(copy)
    if problems:
        raise Misconfigured(f"The copy of {location.name} is not sound, so it was not kept: {problems[0]}.")
    sync(temporary)


def _copied(source: sqlite3.Connection, copy: sqlite3.Connection, given_up: Callable[[], bool]) -> None:
    """In steps; all within one view of the source, or each write of the service would begin the copy anew."""

    def look(*_: int) -> None:
        if given_up():
            raise Abandoned

    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    source.backup(copy, pages=PAGES, progress=look)


def _carried_out(server: Server, file: SqliteFile, given_up: Callable[[], bool]) -> None:
    from bot.store.transfer import carry_out  # noqa: PLC0415  # Alembic; not needed to copy a file

    carry_out(server, require_coursebot(server), file, given_up)


def _put_new(temporary: Path, target: Path) -> None:
    """A hard link never takes the place of a file, as a rename would."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise Misconfigured(f"{target} exists already: name a new file for the copy.") from None
    except OSError:  # a file system without hard links
        temporary.rename(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def require_coursebot(location: Location) -> str:
    """The schema's revision. Raises Misconfigured where there is no database, or it is no coursebot's."""
    if not isinstance(location, Server) and not location.path.exists() and location.path.parent.is_dir():
        raise Misconfigured(f"There is no file {location.path}; `coursebot db upgrade` makes a new database.")
    revision = revision_of(location)
    if revision is None:
        advice = "; `coursebot db upgrade` makes them" if isinstance(location, Server) else ""
        raise Misconfigured(f"{location.name} has no tables: it is no coursebot database{advice}.")
    return revision


def check(database: str | Path) -> list[str]:
    """What is wrong with a database, one sentence each. Raises Misconfigured where it cannot be read at all."""
    from bot.store.drift import differences  # noqa: PLC0415  # Alembic; 0.2 s that a backup need not spend

    location = locate(database)
    with translated(location):
        revision, newest = require_coursebot(location), newest_revision()
        refuse_newer(location, revision, newest)
        problems = [] if isinstance(location, Server) else _damages(location)
        if revision != newest:
            problems.append(f"It has schema {revision}, this coursebot needs {newest}: run `coursebot db upgrade`.")
        elif not problems:
            problems += differences(location)
    return problems


def _damages(file: SqliteFile) -> list[str]:
    """Of a file only: a server sees to its own disks, and keeps what it was told of rows that belong together."""
    with closing(file.connect()) as connection:
        try:
            return _unsound(connection)
        except sqlite3.DatabaseError as error:
            return [f"The file is damaged: {error}."]


def _unsound(connection: sqlite3.Connection) -> list[str]:
    found = [str(line) for (line,) in connection.execute(f"PRAGMA integrity_check({PROBLEMS_SHOWN})")]
    problems = [] if found == ["ok"] else [f"The file is damaged: {line}" for line in found]
    if not problems:
        orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(PROBLEMS_SHOWN)
        problems = [
            f"A row of {table} (number {row}) names a {parent} that is gone" for table, row, parent, _ in orphans
        ]
    return problems
