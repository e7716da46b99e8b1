"""Brings a database's schema up to date: a backup first, then all migrations in one transaction.

Knows Alembic, which is imported only where there is something to do. Never touches a file of a newer program.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Misconfigured
from bot.store.backup import copy_database
from bot.store.database import in_use
from bot.store.faults import translated
from bot.store.location import Location, engine, locate
from bot.store.lock import FileLock, service_lock, upgrade_lock
from bot.store.revision import migrations_folder, newest_revision, refuse_newer, revision_of

if TYPE_CHECKING:
    import sqlalchemy as sa
    from alembic.config import Config

MIGRATION_BUSY_TIMEOUT_MS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did. `before` is None for a new database; equal to `after` where there was nothing to do."""

    before: str | None
    after: str
    backup_path: Path | None = None


def needs_upgrade(database: str | Path, *, migrations: Path | None = None) -> bool:
    """Whether `upgrade` has something to do. Raises Misconfigured for a file that is no coursebot database."""
    location = locate(database)
    with translated(location.path):
        revision, newest = revision_of(location), newest_revision(migrations)
    refuse_newer(location, revision, newest)
    return revision != newest


def upgrade(database: str | Path, *, backup: bool = True, migrations: Path | None = None) -> Upgraded:
    """Create the database or bring it up to date. A failed migration changes nothing.

    An existing database is copied first to `NAME.before-REVISION-N.db` beside it. `migrations` is the folder to use
    in place of the program's own. Raises Misconfigured where a service is at work on the database, or it is newer.
    """
    location = locate(database)
    newest = newest_revision(migrations)
    if not needs_upgrade(database, migrations=migrations):
        return Upgraded(before=newest, after=newest)
    if location.read_only:
        raise Misconfigured(f"The database {location.path} can only be read: leave mode=ro out to bring it up to date.")
    with translated(location.path), upgrade_lock(location.path).held():
        before = revision_of(location)
        if before == newest:
            return Upgraded(before=newest, after=newest)
        refuse_newer(location, before, newest)
        alone = without_service(location)
        try:
            copy = _copy_aside(location, newest) if backup and before is not None else None
            _migrate(location, migrations, copy)
        finally:
            alone.release()
    return Upgraded(before=before, after=newest, backup_path=copy)


def without_service(location: Location) -> FileLock:
    """The service lock, taken. Raises Misconfigured where a service holds it."""
    lock = service_lock(location.path)
    if not lock.take():
        raise Misconfigured(in_use(location.path, lock.holder()))
    return lock


def config(using: sa.Engine, migrations: Path | None = None) -> Config:
    """Alembic's configuration for a database, made in code: the installed package has no ini file."""
    from alembic.config import Config  # noqa: PLC0415  # 0.2 s that a start without migrations need not spend

    made = Config()
    made.set_main_option("script_location", str(migrations or migrations_folder()).replace("%", "%%"))
    made.attributes["engine"] = using
    return made


def _migrate(location: Location, migrations: Path | None, copy: Path | None) -> None:
    """The copy is of no use after a failure: nothing has changed, and the next attempt makes its own."""
    from alembic import command  # noqa: PLC0415  # see config

    using = engine(location, "migrate", busy_timeout=MIGRATION_BUSY_TIMEOUT_MS)
    try:
        command.upgrade(config(using, migrations), "head")
    except BaseException:
        if copy is not None:
            copy.unlink()
        raise
    finally:
        using.dispose()


def _copy_aside(location: Location, newest: str) -> Path:
    path = free_name(location.path, f"before-{newest}")
    copy_database(location, path)
    return path


def free_name(database: Path, word: str) -> Path:
    """`NAME.WORD-N.db` beside the database, the first N that is free."""
    numbered = (database.with_name(f"{database.stem}.{word}-{number}.db") for number in itertools.count(1))
    return next(path for path in numbered if not path.exists())
