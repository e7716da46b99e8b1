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
            return {name: _table(look, name) for name in look.get_table_names()}
    finally:
        using.dispose()


def _table(look: sa.Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {
            one["name"]: (str(one["type"]), one["nullable"], str(one["default"])) for one in look.get_columns(name)
        },
        "primary key": look.get_pk_constraint(name)["constrained_columns"],
        "foreign keys": _sorted(look.get_foreign_keys(name)),
        "unique": _sorted(look.get_unique_constraints(name)),
        "checks": _sorted(look.get_check_constraints(name)),
        "indexes": _sorted(look.get_indexes(name)),
    }


def _sorted(parts: Any) -> list[str]:
    return sorted(str(sorted((key, _plain(value)) for key, value in part.items())) for part in parts)


def _plain(value: Any) -> str:
    """The condition of a partial index is an object that says only as text what it is."""
    if isinstance(value, dict):
        return str(sorted((key, str(part)) for key, part in value.items()))
    return str(value)
