"""Which schema a database has, and which one this program needs. Reads both without Alembic, so starting is fast.

Revisions are numbered `0001`, `0002`, …, and the file names in the migrations folder begin with them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from bot.errors import Misconfigured
from bot.store.location import BUSY_TIMEOUT_MS, Location, Server, SqliteFile, engine


def migrations_folder() -> Path:
    """Inside the installed package, else at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise Misconfigured("This installation has no migrations folder: install coursebot again.")


def newest_revision(folder: Path | None = None) -> str:
    """The revision that this program works with."""
    files = (folder or migrations_folder()).joinpath("versions").glob("[0-9][0-9][0-9][0-9]_*.py")
    return max(file.name.partition("_")[0] for file in files)


def revision_of(location: Location) -> str | None:
    """The revision of a database, None for one that is new or empty.

    Raises Misconfigured where it is some other program's; what the driver raises where it cannot be read.
    """
    return _of_server(location) if isinstance(location, Server) else _of_file(location)


def _of_file(file: SqliteFile) -> str | None:
    if not file.path.exists() and file.path.parent.is_dir():
        return None
    with closing(file.connect()) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        _require_ours(tables, file)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _of_server(server: Server) -> str | None:
    using = engine(server, "read", busy_timeout=BUSY_TIMEOUT_MS)
    try:
        with using.connect() as connection:
            tables = set(sa.inspect(connection).get_table_names())
            if not tables:
                return None
            _require_ours(tables, server)
            row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").one_or_none()
    finally:
        using.dispose()
    return None if row is None else str(row[0])


def _require_ours(tables: set[str], location: Location) -> None:
    if not {"alembic_version", "delivery"} <= tables:
        raise Misconfigured(f"{location.name} is a database of another program: give coursebot one of its own.")


def refuse_newer(location: Location, revision: str | None, newest: str) -> None:
    """An old program must not touch what a newer one wrote. Raises Misconfigured."""
    if revision is not None and revision > newest:
        raise Misconfigured(
            f"{location.name} was written by a newer coursebot (schema {revision}, this one knows {newest}): "
            "update coursebot, or restore an older backup."
        )


def require_current(location: Location) -> None:
    """Raises Misconfigured where the schema is not exactly the one that this program works with."""
    newest = newest_revision()
    revision = revision_of(location)
    refuse_newer(location, revision, newest)
    if revision != newest:
        state = "has no tables yet" if revision is None else f"has schema {revision}, this coursebot needs {newest}"
        raise Misconfigured(f"The database {location.name} {state}: run `coursebot db upgrade`.")
