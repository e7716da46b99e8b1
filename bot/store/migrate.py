"""Brings a database's schema up to date: a backup first, then all migrations in one transaction.

Knows Alembic, which is imported only where there is something to do. Never touches a database of a newer program.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Misconfigured
from bot.store.backup import copy_database
from bot.store.exclusion import one_at_a_time, without_service
from bot.store.faults import translated
from bot.store.location import Location, Server, locate
from bot.store.revision import newest_revision, refuse_newer, revision_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did. `before` is None for a new database; equal to `after` where there was nothing to do."""

    before: str | None
    after: str
    backup_path: Path | None = None


def is_new(database: str | Path) -> bool:
    """Whether nothing was ever kept there. Raises Misconfigured for another program's database."""
    location = locate(database)
    with translated(location):
        return revision_of(location) is None


def needs_upgrade(database: str | Path, *, migrations: Path | None = None) -> bool:
    """Whether `upgrade` has something to do. Raises Misconfigured for a file that is no coursebot database."""
    location = locate(database)
    with translated(location):
        revision, newest = revision_of(location), newest_revision(migrations)
    refuse_newer(location, revision, newest)
    return revision != newest


def upgrade(database: str | Path, *, backup: bool = True, migrations: Path | None = None) -> Upgraded:
    """Create the database or bring it up to date. A failed migration changes nothing.

    An existing database is copied first to `NAME.before-REVISION-N.db`, beside the file or, of a server, in the current
    folder. `migrations` is the folder to use in place of the program's own. Raises Misconfigured where a service is at
    work on the database, or it is newer.
    """
    location = locate(database)
    newest = newest_revision(migrations)
    if not needs_upgrade(database, migrations=migrations):
        return Upgraded(before=newest, after=newest)
    if not isinstance(location, Server) and location.read_only:
        raise Misconfigured(f"The database {location.path} can only be read: leave mode=ro out to bring it up to date.")
    with translated(location), one_at_a_time(location):
        before = revision_of(location)
        if before == newest:
            return Upgraded(before=newest, after=newest)
        refuse_newer(location, before, newest)
        with without_service(location):
            copy = _copy_aside(location, newest) if backup and before is not None else None
            _migrate(location, migrations, copy)
    return Upgraded(before=before, after=newest, backup_path=copy)


def _migrate(location: Location, migrations: Path | None, copy: Path | None) -> None:
    """The copy is of no use after a failure: nothing has changed, and the next attempt makes its own."""
    from bot.store.schema import build  # noqa: PLC0415  # Alembic: 0.2 s that a start without migrations need not spend

    try:
        build(location, migrations=migrations)
    except BaseException:
        if copy is not None:
            copy.unlink()
        raise


def _copy_aside(location: Location, newest: str) -> Path:
    path = free_name(beside(location), f"before-{newest}")
    try:
        copy_database(location, path)
    except Misconfigured as error:
        advice = "`coursebot db upgrade --no-backup` does without the copy"
        raise Misconfigured(f"No copy could be made before the upgrade: {error} ({advice}.)") from None
    return path


def beside(location: Location) -> Path:
    """The name beside which copies of a database stand: the file's, or one in the current folder for a server's."""
    return Path(f"{location.url.database}.db") if isinstance(location, Server) else location.path


def free_name(database: Path, word: str) -> Path:
    """`NAME.WORD-N.db` beside the database, the first N that is free."""
    numbered = (database.with_name(f"{database.stem}.{word}-{number}.db") for number in itertools.count(1))
    return next(path for path in numbered if not path.exists())
