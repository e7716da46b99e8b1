"""Column types that behave alike on every database: instants, text, JSON documents, ids.

Knows SQLAlchemy's dialects, never what a table means.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.course.wording import storable

BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""A key that the database numbers. SQLite numbers only what is declared plain INTEGER."""


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, UTC ones out; a naive one raises TypeError.

    SQLite keeps fixed-width text (`2022-01-31T21:00:00.000000Z`), so that instants sort and compare as text.
    """

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(27))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise TypeError(f"{value!r} has no time zone")
        instant = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return instant
        return instant.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        if value is None:
            return None
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        assert isinstance(found, datetime)  # noqa: S101  # what load_dialect_impl asked for
        return found.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text that somebody may have typed, with whatever their keyboard sent."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        return None if value is None else storable(value)


def _all_storable(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {_all_storable(key): _all_storable(one) for key, one in value.items()}
        case list() | tuple():
            return [_all_storable(one) for one in value]
    return value


class JSONDocument(TypeDecorator[Any]):
    """A JSON value; None is the SQL NULL. Keys stay ASCII: SQLite finds nothing by a path of other letters."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(sa.JSON(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        return _all_storable(value)
