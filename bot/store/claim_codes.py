"""Claim codes as they are kept: by their hashes, with whose line of the class list each is for.

It never sees a code. Functions take `now`; they never ask the time and never commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import claim_code


class ClaimCode(NamedTuple):
    """`person`: whose line it is for."""

    course: str
    person: int
    used_at: datetime | None


def put(
    connection: Connection, course: str, hashes: Iterable[tuple[str, int]], *, now: datetime, by: int | None = None
) -> None:
    """Enter codes: the hash and the person of each."""
    rows = [{"hash": one, "course": course, "person": person, "made_at": now, "made_by": by} for one, person in hashes]
    if rows:
        connection.execute(claim_code.insert(), rows)


def find(connection: Connection, code_hash: str) -> ClaimCode | None:
    query = sa.select(claim_code.c.course, claim_code.c.person, claim_code.c.used_at)
    row = connection.execute(query.where(claim_code.c.hash == code_hash)).one_or_none()
    return None if row is None else ClaimCode(*row)


def use(connection: Connection, code_hash: str, *, now: datetime) -> bool:
    """False where it was used before."""
    unused = (claim_code.c.hash == code_hash, claim_code.c.used_at.is_(None))
    return connection.execute(claim_code.update().where(*unused).values(used_at=now)).rowcount == 1
