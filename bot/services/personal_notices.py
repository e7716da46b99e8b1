"""Telling one person: rows in the ledger whose destination is that person, each said once like everything else.

It knows where a person can be reached and what is told, as facts; the sentences are the handlers'.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.store import ledger, recipients
from bot.store.database import Connection
from bot.store.ledger import PERSONAL, Entry
from bot.store.reminded import Pupil

log = logging.getLogger(__name__)

USEFUL_FOR = timedelta(days=14)
"""How long somebody should still be told of what was decided about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTelling:
    """One thing to tell one person because somebody has just done something. `item` and `occurrence` are its
    identity. `look_at`: it is not said before, so that it can still be put otherwise.
    """

    person: int
    kind: NoticeKind
    item: str
    occurrence: str
    title: str
    details: Mapping[str, str]
    look_at: datetime | None = None


def entry_for(
    course: Course, pupil: Pupil, notice: Notice, details: Mapping[str, str] = MappingProxyType({})
) -> Entry | None:
    """The row that says it to somebody whose accounts are known; None for who has none where the course is."""
    platform = next((one for one in course.channels if one in pupil.accounts), None)
    if platform is None:
        return None
    return Entry(
        notice=notice,
        destination=PERSONAL,
        platform=platform,
        channel=pupil.accounts[platform],
        recipient=str(pupil.person),
        details=details,
    )


def tell_person(connection: Connection, course: Course, telling: PersonTelling, *, now: datetime) -> bool:
    """Enter it. False where it was entered before, or the person has no account where the course is."""
    homes = recipients.homes(connection, telling.person)
    where = next((one for one in homes if one.platform in course.channels), None)
    if where is None:
        log.warning("action=person_not_told course=%s kind=%s person=%s", course.id, telling.kind.value, telling.person)
        return False
    notice = Notice(
        course=course.id,
        kind=telling.kind,
        item=telling.item,
        occurrence=telling.occurrence,
        due_at=now,
        stale_after=now + USEFUL_FOR,
        title=telling.title,
    )
    entry = Entry(
        notice=notice,
        destination=PERSONAL,
        platform=where.platform,
        channel=where.account,
        recipient=str(telling.person),
        details=telling.details,
    )
    return ledger.enqueue(connection, entry, now=now, look_at=telling.look_at)
