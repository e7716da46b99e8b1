"""What the tables of a database are, whatever kind of database it is and by whichever steps it came to them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.store.location import engine, locate


def execute(url: str, statement: str, **values: Any) -> Any:
    """One statement in a transaction of its own; its first column of its first row, if it gives any."""
    using = engine(locate(url), "migrate")
    try:
        with using.begin() as connection:
            result = connection.execute(sa.text(statement), values)
            return result.scalar() if result.returns_rows else None
    finally:
        using.dispose()


def schema(url: str) -> dict[str, Any]:
    """Table → its columns, keys, rules and indexes. The order of columns tells nothing."""
    using = engine(locate(url), "migrate")
    try:
        with using.connect() as connection:
            look = sa.inspect(connection)
            return _tables(look)
    finally:
        using.dispose()


def _tables(look: sa.Inspector) -> dict[str, Any]:
    """One question for each part of all tables: a server is slow to answer one for each table."""
    columns, keys = look.get_multi_columns(), look.get_multi_pk_constraint()
    others = {
        "foreign keys": look.get_multi_foreign_keys(),
        "unique": look.get_multi_unique_constraints(),
        "checks": look.get_multi_check_constraints(),
        "indexes": look.get_multi_indexes(),
    }
    assert {name for _, name in columns} == set(look.get_table_names())
    return {
        of[1]: {
            "columns": {one["name"]: (str(one["type"]), one["nullable"], str(one["default"])) for one in columns[of]},
            "primary key": keys[of]["constrained_columns"],
            **{part: _sorted(found[of]) for part, found in others.items()},
        }
        for of in columns
    }


def _sorted(parts: Any) -> list[str]:
    return sorted(str(sorted((key, _plain(value)) for key, value in part.items())) for part in parts)


def _plain(value: Any) -> str:
    """The condition of a partial index is an object that says only as text what it is."""
    if isinstance(value, dict):
        return str(sorted((key, str(part)) for key, part in value.items()))
    return str(value)
