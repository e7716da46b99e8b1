"""Databases on one PostgreSQL for tests, migrated once and emptied between tests.

Knows how a database is made as good as new, which takes milliseconds where making one takes a tenth of a second. Never
knows where the server came from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

import psycopg
import sqlalchemy as sa
from psycopg import sql

from bot.store.all_tables import metadata
from bot.store.migrate import upgrade

TRUNCATE_EVERY = 50
"""Deleting rows is twenty times as fast as truncating tables, but leaves the files to grow."""


class PostgresPool:
    """`with` it: its databases are dropped at the end. One process uses it, for one test at a time."""

    def __init__(self, server: str) -> None:
        """`server` is a URL of any database on it, of a user who may make databases."""
        self._server = sa.make_url(server)
        self._prefix = f"coursebot_test_{secrets.token_hex(4)}"
        self._made = 0
        self._clean: list[str] = []
        self._admin = psycopg.connect(plain(self._server), autocommit=True)
        self._template: str | None = None
        self._schema = ""
        self._uses = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in range(self._made):
            self._drop(f"{self._prefix}_{number}")
        self._admin.close()

    @contextmanager
    def lent(self) -> Iterator[Callable[..., str]]:
        """For one test: gives the URL of another database at each call, migrated and without rows, or with `empty`
        without tables.
        """
        lent: list[tuple[str, bool]] = []

        def give(*, empty: bool = False) -> str:
            name = self._create() if empty else self._clean.pop() if self._clean else self._create(self._migrated())
            lent.append((name, empty))
            return str(self._server.set(database=name).render_as_string(hide_password=False))

        try:
            yield give
        finally:
            for name, empty in reversed(lent):
                if not empty and self._emptied(name):
                    self._clean.append(name)
                else:
                    self._drop(name)

    def _create(self, template: str | None = None) -> str:
        name = f"{self._prefix}_{self._made}"
        self._made += 1
        copied = (
            sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL(" TEMPLATE template0")
        )
        self._admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
        return name

    def _migrated(self) -> str:
        if self._template is None:
            name = self._create()
            upgrade(self._server.set(database=name).render_as_string(hide_password=False))
            self._template = name
            with psycopg.connect(plain(self._server.set(database=name))) as connection:
                self._schema = schema(connection)
        return self._template

    def _drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _emptied(self, name: str) -> bool:
        """Whether it is as good as new: not where a test has changed the tables themselves.

        What a killed process has left open is ended first, since its locks would be waited for.
        """
        self._admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        self._uses += 1
        with psycopg.connect(plain(self._server.set(database=name)), autocommit=True) as connection:
            if schema(connection) != self._schema:
                return False
            connection.execute(cleaning(truncate=self._uses % TRUNCATE_EVERY == 0))
        return True


def plain(url: sa.URL) -> str:
    """As psycopg itself writes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def cleaning(*, truncate: bool) -> sql.Composed:
    tables = [sql.Identifier(table.name) for table in reversed(metadata.sorted_tables)]
    if truncate:
        return sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(tables))
    delete = [sql.SQL("DELETE FROM {};").format(table) for table in tables]
    restart = sql.SQL(
        "SELECT setval(s.oid::regclass, 1, false) FROM pg_class s WHERE s.relkind = 'S' "
        "AND s.relnamespace = 'public'::regnamespace"
    )
    return sql.Composed([*delete, restart])


def schema(connection: psycopg.Connection[tuple[str]]) -> str:
    """Everything that a test could change about the tables, in one word."""
    found = connection.execute(
        """
        SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
            SELECT concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull, a.attnum) AS part
            FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            WHERE c.relnamespace = 'public'::regnamespace
            UNION ALL SELECT version_num FROM alembic_version
            UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ) AS parts
        """
    ).fetchone()
    return found[0] if found else ""
