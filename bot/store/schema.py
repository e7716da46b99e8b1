"""Runs Alembic: builds the tables, or brings them to a revision. Imported only where there is something to do.

Never decides whether it may, and makes no copy: that is `migrate`'s.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.store.location import Location, engine
from bot.store.revision import migrations_folder

MIGRATION_BUSY_TIMEOUT_MS = 30_000


def config(using: sa.Engine, migrations: Path | None = None) -> Config:
    """Alembic's configuration for a database, made in code: the installed package has no ini file."""
    made = Config()
    made.set_main_option("script_location", str(migrations or migrations_folder()).replace("%", "%%"))
    made.attributes["engine"] = using
    return made


def build(location: Location, revision: str = "head", *, migrations: Path | None = None) -> None:
    """All migrations up to a revision, in one transaction: a failure changes nothing."""
    using = engine(location, "migrate", busy_timeout=MIGRATION_BUSY_TIMEOUT_MS)
    try:
        command.upgrade(config(using, migrations), revision)
    finally:
        using.dispose()
