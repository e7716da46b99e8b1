"""Telling staff: rows in the ledger whose destination is the staff channel, each said once like everything else.

It knows what is told, as facts; the sentences are the handlers'.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.services.destinations import STAFF, staff_destination
from bot.store import ledger
from bot.store.database import Connection

log = logging.getLogger(__name__)

USEFUL_FOR = timedelta(days=7)
"""How long staff should still be told of a thing that the platform would not take at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing to tell. `item` and `occurrence` are its identity: the same telling is told once.

    `due_at` and `useful_until` are for what has an hour of its own; other things are due when they happen. `look_at`:
    it is not said before, so that it can still be put otherwise.
    """

    kind: NoticeKind
    item: str
    occurrence: str
    title: str
    details: Mapping[str, str]
    due_at: datetime | None = None
    useful_until: datetime | None = None
    look_at: datetime | None = None


def tell(connection: Connection, course: Course, telling: Telling, *, now: datetime) -> bool:
    """Enter a staff notice. False where it was told before, or where the course has no staff channel here."""
    where = staff_destination(course)
    if where is None:
        log.warning("action=staff_not_told course=%s kind=%s item=%s", course.id, telling.kind.value, telling.item)
        return False
    notice = Notice(
        course=course.id,
        kind=telling.kind,
        item=telling.item,
        occurrence=telling.occurrence,
        due_at=telling.due_at or now,
        stale_after=telling.useful_until or now + USEFUL_FOR,
        channel=STAFF,
        title=telling.title,
    )
    entry = ledger.Entry(
        notice=notice, destination=STAFF, platform=where.platform, channel=where.channel, details=telling.details
    )
    return ledger.enqueue(connection, entry, now=now, look_at=telling.look_at)
