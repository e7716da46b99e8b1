"""Whether a database has the tables that this program expects. Imports Alembic: only for `coursebot db check`."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.store.all_tables import metadata
from bot.store.location import Location, engine


def differences(location: Location) -> list[str]:
    """One sentence for each column, index or constraint that is missing, foreign or of another type."""
    using = engine(location, "read")
    try:
        with using.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            return [_sentence(found) for found in _flat(compare_metadata(context, metadata))]
    finally:
        using.dispose()


def _flat(found: object) -> list[tuple[object, ...]]:
    """Alembic gives tuples, and for one column lists of them."""
    if isinstance(found, tuple):
        return [found]
    if isinstance(found, list):
        return [one for group in found for one in _flat(group)]
    return []


def _sentence(found: tuple[object, ...]) -> str:
    action = str(found[0]).replace("_", " ")
    names = [getattr(part, "name", part) for part in found[1:]]
    about = ".".join(name for name in names if isinstance(name, str))
    return f"The tables are not as this coursebot expects them: it would {action} {about}."
