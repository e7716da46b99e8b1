"""Files that belong to a review: kept under their writer's name, once each.

It keeps what it is given; whether a file may be handed in was decided before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.request import Fetched
from bot.course.model import Course
from bot.store import blobs
from bot.store.database import Connection


def hand_in(
    connection: Connection, course: Course, person: int, files: Mapping[str, Sequence[Fetched]], *, now: datetime
) -> dict[str, str]:
    """Field id → the ids under which its files are kept now, as answers hold them."""
    return {
        name: ",".join(_kept(connection, course, person, one, now=now) for one in several)
        for name, several in files.items()
    }


def _kept(connection: Connection, course: Course, person: int, one: Fetched, *, now: datetime) -> str:
    described = (one.file.name, one.file.media_type)
    return blobs.put(connection, course.id, person, one.content, file=described, now=now)
