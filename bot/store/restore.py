"""Bringing a backup back in place of a database, a file or a server's. What was there is kept aside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Misconfigured
from bot.store import restored
from bot.store.backup import copy_database, copy_into, fresh_file, require_coursebot, sync
from bot.store.exclusion import one_at_a_time, without_service
from bot.store.faults import translated
from bot.store.location import BUSY_TIMEOUT_MS, Server, SqliteFile, engine, locate
from bot.store.migrate import beside, free_name
from bot.store.revision import newest_revision, refuse_newer, revision_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`kept`: where the database that was there is now, None where there was none. `revision`: of what is there now."""

    kept: Path | None
    revision: str


def restore(database: str | Path, source: Path, *, busy_timeout: int = BUSY_TIMEOUT_MS) -> Restored:
    """Put a verified copy of `source` in the database's place; the next start brings an older schema up to date.

    Raises Misconfigured while a service is at work, or where the source is damaged, newer or no coursebot database;
    StoreBusy while another program has the database open. Nothing has changed then.
    """
    location, origin = locate(database), SqliteFile(source, read_only=True)
    if not source.exists():
        raise Misconfigured(f"There is no backup {source}: `coursebot db backup FILE` writes one.")
    with _usable(origin):
        revision = require_coursebot(origin)
    refuse_newer(origin, revision, newest_revision())
    if isinstance(location, Server):
        return _into_server(location, origin)
    if location.read_only or (location.path.exists() and source.samefile(location.path)):
        raise Misconfigured(f"{location.path} cannot be replaced: it is the backup itself, or mode=ro forbids it.")
    with translated(location), one_at_a_time(location), without_service(location):
        kept = _replace(location, origin, busy_timeout)
    return Restored(kept=kept, revision=revision)


@contextmanager
def _usable(backup: SqliteFile) -> Iterator[None]:
    """What is wrong with the backup itself, said of the backup."""
    try:
        with translated(backup):
            yield
    except Misconfigured as error:
        raise Misconfigured(
            f"{backup.path} cannot be restored: it is damaged, or no backup of coursebot's. Nothing was changed; "
            "try an older copy."
        ) from error


def _replace(location: SqliteFile, origin: SqliteFile, busy_timeout: int) -> Path | None:
    with fresh_file(location.path) as temporary:
        with _usable(origin):
            copy_into(temporary, origin)
        _mark_restored(temporary)
        kept = _set_aside(location, busy_timeout)
        temporary.replace(location.path)
        sync(location.path.parent)
    return kept


def _into_server(server: Server, origin: SqliteFile) -> Restored:
    """All rows in one transaction, of a copy that has the newest schema; what was there is kept in a file."""
    from bot.store.schema import build  # noqa: PLC0415  # Alembic; not needed for a file
    from bot.store.transfer import carry_in  # noqa: PLC0415

    with translated(server), one_at_a_time(server), without_service(server), fresh_file(beside(server)) as temporary:
        before = revision_of(server)
        refuse_newer(server, before, newest_revision())
        with _usable(origin):
            copy_into(temporary, origin)
            build(SqliteFile(temporary))
        kept = None
        if before is not None:
            kept = free_name(beside(server), "replaced")
            copy_database(server, kept)
        build(server)
        using = engine(server, "migrate")
        try:
            with using.begin() as connection:
                carry_in(SqliteFile(temporary), connection)
                restored.mark_on_server(connection)
        finally:
            using.dispose()
    return Restored(kept=kept, revision=newest_revision())


def _mark_restored(copy: Path) -> None:
    with closing(SqliteFile(copy).connect()) as connection:
        restored.mark(connection)
    sync(copy)


def _set_aside(location: SqliteFile, busy_timeout: int) -> Path | None:
    """A second name for the old file; it keeps its first until the new one takes it."""
    if not location.path.exists():
        return None
    try:
        with closing(location.connect(busy_timeout=busy_timeout)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
    kept = free_name(location.path, "replaced")
    os.link(location.path, kept)
    for suffix in ("-wal", "-shm"):  # of a damaged file only; they belong to it and must not meet the new one
        leftover = Path(f"{location.path}{suffix}")
        if leftover.exists():
            leftover.rename(f"{kept}{suffix}")
    return kept
