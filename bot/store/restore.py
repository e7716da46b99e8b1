"""Bringing a backup back in place of a database. What was there is kept aside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Misconfigured
from bot.store import restored
from bot.store.backup import copy_into, fresh_file, require_coursebot, sync
from bot.store.faults import translated
from bot.store.location import BUSY_TIMEOUT_MS, Location, locate
from bot.store.lock import FileLock, service_lock, upgrade_lock
from bot.store.migrate import free_name
from bot.store.revision import newest_revision, refuse_newer


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
    location, origin = locate(database), Location(source, read_only=True)
    if not source.exists():
        raise Misconfigured(f"There is no backup {source}: `coursebot db backup FILE` writes one.")
    with translated(source):
        revision = require_coursebot(origin)
    refuse_newer(origin, revision, newest_revision())
    if location.read_only or (location.path.exists() and source.samefile(location.path)):
        raise Misconfigured(f"{location.path} cannot be replaced: it is the backup itself, or mode=ro forbids it.")
    with translated(location.path), upgrade_lock(location.path).held():
        alone = _without_service(location)
        try:
            with fresh_file(location.path) as temporary:
                with translated(source):
                    copy_into(temporary, origin)
                _mark_restored(temporary)
                kept = _set_aside(location, busy_timeout)
                temporary.replace(location.path)
                sync(location.path.parent)
        finally:
            alone.release()
    return Restored(kept=kept, revision=revision)


def _mark_restored(copy: Path) -> None:
    with closing(Location(copy).connect()) as connection:
        restored.mark(connection)
    sync(copy)


def _without_service(location: Location) -> FileLock:
    """The service lock, taken. Raises Misconfigured where a service holds it."""
    lock = service_lock(location.path)
    if not lock.take():
        process = f" (process {holder})" if (holder := lock.holder()) else ""
        raise Misconfigured(
            f"A coursebot service{process} is working on {location.path}: stop it first. Nothing was changed."
        )
    return lock


def _set_aside(location: Location, busy_timeout: int) -> Path | None:
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
