"""What SQLAlchemy has compiled for one engine is kept for all of the process: each test opens engines of its own, and
compiling the same statements for each took as long as executing them.

It knows of SQLAlchemy that compiled statements are kept by dialect and by structure; those of one class are alike here,
since all of them speak to the same SQLite, or to the same PostgreSQL. Nothing that a statement gives is kept.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

MOST = 2000


def share_compiled() -> None:
    """From now on, for every engine of this process."""
    compiled: LRUCache[Any, Any] = LRUCache(MOST)
    create = sa.create_engine

    def created(*arguments: Any, **options: Any) -> sa.Engine:
        made = create(*arguments, **options)
        made._compiled_cache = compiled
        return made

    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = lambda one, other: type(one) is type(other)
        dialect.__hash__ = lambda one: hash(type(one))
    sa.create_engine = created
