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
from bot.store import grants, ledger, review_marks
from bot.store.database import Connection
from bot.store.records import ReviewGrant
from bot.store.review_marks import ReviewReturn

ALL = "everything"
"""The item of what is told about no session of its own."""

RETURN = "r"
"""Begins the occurrence of what is told of a review that was returned; the id of the return follows."""


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
    """Whether the person was told of this grant, by itself or with the review that was returned to them."""
    if _is_said(connection, course.id, NoticeKind.EXTENSION, (row.session or ALL, f"grant.{row.id}"), now):
        return True
    returned = review_marks.returned_with(connection, row)
    return returned is not None and of_return(connection, returned, now)


def of_return(connection: Connection, row: ReviewReturn, now: datetime) -> bool:
    """Whether the person was told that a review of theirs was returned."""
    return _is_said(connection, row.course, NoticeKind.RETURNED, (row.paper, f"{RETURN}{row.id}"), now)


def _is_said(connection: Connection, course: str, kind: NoticeKind, about: tuple[str, str], now: datetime) -> bool:
    item, occurrence = about
    notice = Notice(course=course, kind=kind, item=item, occurrence=occurrence, due_at=now, stale_after=now)
    return any(one.state == "sent" for one in ledger.asked_for(connection, notice, rehearsal=False))
