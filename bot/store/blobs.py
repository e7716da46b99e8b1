"""Files that people handed in, each kept once a person and name. It never looks into them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.wording import storable
from bot.store.records import Blob
from bot.store.tables import blob, insert_ignoring

_DESCRIPTION = [column for column in blob.c if column.name not in ("content", "sha256")]


def put(
    connection: Connection, course: str, person: int, content: bytes, *, file: tuple[str, str], now: datetime
) -> str:
    """Keep a file; its id as text. `file` is its name and its media type. The same content of the same person under the
    same name is one.
    """
    name, media_type = storable(file[0]), file[1]
    sha256 = hashlib.sha256(content).hexdigest()
    values = {"course": course, "person": person, "sha256": sha256, "name": name}
    connection.execute(
        insert_ignoring(connection, blob).values(
            **values, media_type=media_type, size=len(content), received_at=now, content=content
        )
    )
    same = [blob.c[column] == value for column, value in values.items()]
    return str(connection.scalars(sa.select(blob.c.id).where(*same)).one())


def describe(connection: Connection, course: str, ids: Collection[str]) -> Mapping[str, Blob]:
    """What is known of these files, by id; nothing of those that are not there."""
    query = sa.select(*_DESCRIPTION).where(blob.c.course == course, blob.c.id.in_(_numbers(ids)))
    rows = connection.execute(query).mappings()
    return {str(row["id"]): Blob(**{**row, "id": str(row["id"])}) for row in rows}


def get(connection: Connection, course: str, blob_id: str) -> tuple[Blob, bytes] | None:
    """A file with its content."""
    known = describe(connection, course, (blob_id,)).get(blob_id)
    if known is None:
        return None
    content = connection.scalars(sa.select(blob.c.content).where(blob.c.id == int(blob_id))).one()
    return known, bytes(content)


def forget(connection: Connection, blob_id: str) -> bool:
    """False where it is gone already."""
    return connection.execute(blob.delete().where(blob.c.id.in_(_numbers((blob_id,))))).rowcount > 0


def forget_all(connection: Connection, person: int, media_type: str) -> None:
    """All files of this type that a person handed in."""
    connection.execute(blob.delete().where(blob.c.person == person, blob.c.media_type == media_type))


def _numbers(ids: Collection[str]) -> list[int]:
    """What could be an id: anything else is a file's id on a platform, or nothing at all."""
    return [int(one) for one in ids if one.isascii() and one.isdigit() and len(one) < 18]
