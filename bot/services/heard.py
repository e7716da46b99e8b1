"""Whether somebody has heard of what was granted them: of each grant that holds, by the ledger.

What was not sent yet is not said any more once a newer grant decides, so that the newer one has to be said. It reads
and never writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.course import reviews
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.reviews import Standing
from bot.store import grants, ledger
from bot.store.database import Connection
from bot.store.records import ReviewGrant

ALL = "everything"
"""The item of what is told about no session of its own."""


def of_all(connection: Connection, course: Course, person: int, before: Iterable[Standing], *, now: datetime) -> bool:
    """Whether the person was told of all that holds for these papers."""
    rules = [one.rule for one in grants.of_person(connection, course.id, person)]
    holding = set[int]()
    for one in before:
        newest = reviews.decisive(one.owed, rules)
        longer_by = one.window.grant if one.window is not None else None
        holding |= {longer_by} if longer_by is not None else {newest.id} if newest is not None else set()
    rows = [grants.get(connection, one) for one in holding]
    return all(of_one(connection, course, row, now) for row in rows if row is not None)


def of_one(connection: Connection, course: Course, row: ReviewGrant, now: datetime) -> bool:
    """Whether the person was told of this grant."""
    notice = Notice(
        course=course.id,
        kind=NoticeKind.EXTENSION,
        item=row.session or ALL,
        occurrence=f"grant.{row.id}",
        due_at=now,
        stale_after=now,
    )
    return any(one.state == "sent" for one in ledger.asked_for(connection, notice, rehearsal=False))
