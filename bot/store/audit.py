"""The record of what staff did: written beside the change itself, in its transaction, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.records import AuditEntry
from bot.store.tables import audit


def record(
    connection: Connection,
    *,
    now: datetime,
    course: str,
    action: str,
    person: int | None = None,
    item: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """`action` is one word of the program's own ("go-live"); `details` is JSON with ASCII keys."""
    connection.execute(
        audit.insert().values(
            at=now, course=course, person=person, action=action, item=item, details=dict(details or {})
        )
    )


def entries(connection: Connection, course: str, *, limit: int = 50) -> tuple[AuditEntry, ...]:
    """The newest first."""
    query = sa.select(audit).where(audit.c.course == course).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
    return tuple(AuditEntry(**row) for row in connection.execute(query).mappings())


def of_item(connection: Connection, course: str, action: str, item: str) -> tuple[AuditEntry, ...]:
    """What was done of that kind to one thing, the newest first."""
    mine = (audit.c.course == course, audit.c.action == action, audit.c.item == item)
    query = sa.select(audit).where(*mine).order_by(audit.c.at.desc(), audit.c.id.desc())
    return tuple(AuditEntry(**row) for row in connection.execute(query).mappings())


def since(connection: Connection, course: str, action: str, at: datetime) -> tuple[AuditEntry, ...]:
    """What was done of that kind after `at`, in order."""
    mine = (audit.c.course == course, audit.c.at > at, audit.c.action == action)
    query = sa.select(audit).where(*mine).order_by(audit.c.at, audit.c.id)
    return tuple(AuditEntry(**row) for row in connection.execute(query).mappings())
