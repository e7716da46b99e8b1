"""All rows of a database, carried between a server and an SQLite file of the same schema.

A backup of a server is such a file: it is read without a server, and a course moves from one kind to the other with it.
What the tables mean is never asked: the server says which there are and of which types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.columns import JSONDocument, SafeText, UTCDateTime
from bot.store.faults import Abandoned
from bot.store.location import Server, SqliteFile, engine, never
from bot.store.schema import MIGRATION_BUSY_TIMEOUT_MS, build

ROWS = 1000
"""Carried at a time."""

VERSION = "alembic_version"


def carry_out(server: Server, revision: str, file: SqliteFile, given_up: Callable[[], bool] = never) -> None:
    """Fill a new file with one state of the server's database, also while services write to it. Raises Abandoned, or
    what the driver raises, once it is given up.
    """
    build(file, revision)
    reading = engine(server, "read", busy_timeout=MIGRATION_BUSY_TIMEOUT_MS, given_up=given_up)
    writing = engine(file, "migrate")
    try:
        with reading.begin() as source, writing.begin() as target:
            source.exec_driver_sql("SET LOCAL statement_timeout = 0")
            for table in _tables(source):
                _carry(source, target, table, given_up)
    finally:
        reading.dispose()
        writing.dispose()


def carry_in(file: SqliteFile, target: Connection) -> None:
    """Replace all that the server's tables hold by what the file holds, in the transaction of the connection."""
    reading = engine(file, "read")
    try:
        with reading.begin() as source:
            tables = _tables(target)
            names = ", ".join(f'"{table.name}"' for table in tables)
            target.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
            for table in tables:
                _carry(source, target, table)
                _go_on_numbering(target, table)
    finally:
        reading.dispose()


def _tables(server: Connection) -> tuple[sa.TableClause, ...]:
    """Each after those that its rows point to."""
    found = sa.MetaData()
    found.reflect(server)
    return tuple(
        sa.table(table.name, *(sa.column(column.name, _type(column.type)) for column in table.columns))
        for table in found.sorted_tables
        if table.name != VERSION
    )


def _type(reflected: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """A type that says the same on both sides."""
    if isinstance(reflected, sa.DateTime):
        return UTCDateTime()
    if isinstance(reflected, sa.JSON):
        return JSONDocument()
    return SafeText() if isinstance(reflected, sa.String) else reflected


def _carry(source: Connection, target: Connection, table: sa.TableClause, given_up: Callable[[], bool] = never) -> None:
    rows = source.execution_options(yield_per=ROWS).execute(sa.select(*table.columns)).mappings()
    for some in rows.partitions(ROWS):
        if given_up():
            raise Abandoned
        target.execute(sa.insert(table), [dict(row) for row in some])


def _go_on_numbering(server: Connection, table: sa.TableClause) -> None:
    """The next row that the server numbers comes after those that were carried in."""
    if "id" in table.columns:
        last = server.scalar(sa.select(sa.func.max(table.columns["id"]))) or 0
        named = sa.func.pg_get_serial_sequence(table.name, "id")
        server.execute(sa.select(sa.func.setval(named, last + 1, False)))
