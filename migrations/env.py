"""How Alembic reaches the database. `bot.store.migrate` brings an engine; the command line of a checkout makes one."""

from typing import Any

from alembic import context

from bot.store.all_tables import metadata
from bot.store.database import Connection, StoreDefect
from bot.store.location import engine, locate


def run() -> None:
    """All migrations in one transaction, so that a failure changes nothing.

    The engine turned foreign keys off before BEGIN, because the rebuilding of a parent table would delete its
    children, and takes the write lock before the version is read, so that a second migrator waits and finds it done. On
    a server whoever brings the engine has locked out the others.
    """
    using = context.config.attributes.get("engine")
    if using is None:
        from bot.settings import database_url  # noqa: PLC0415  # the service brings its engine

        using = engine(locate(database_url()), "migrate")
    with using.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=using.dialect.name == "sqlite",
            compare_type=True,
            compare_server_default=True,
            transactional_ddl=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        orphans = sqlite_orphans(connection)
        if orphans:
            raise StoreDefect(f"the migration left rows without their parents: {orphans[:5]}")


def sqlite_orphans(connection: Connection) -> list[tuple[Any, ...]]:
    """Rows that name a parent which is not there. Other databases check this themselves."""
    if connection.dialect.name != "sqlite":
        return []
    return [tuple(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]


run()
