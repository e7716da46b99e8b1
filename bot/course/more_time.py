"""More time for one person: from when a length is counted, so that it is never less than they have, nor over already.

Pure: what is owed and what was granted come in, a grant's time goes out. It never knows who is meant or why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.course import calendar, reviews
from bot.course.reviews import Grant, Owed

ROUND = timedelta(minutes=15)
"""What is counted from now ends at a full quarter of an hour."""

Since = Literal["due", "own", "now"]
"""The course's due time, the person's own later one, or now, where that is past."""


class More(NamedTuple):
    """`until` or `by` of a grant, and what was counted from."""

    until: datetime | None = None
    by: timedelta | None = None
    since: Since = "due"
    start: datetime | None = None


def longer(
    owed: Sequence[Owed], mine: Sequence[Grant], span: timedelta, *, zone: ZoneInfo, now: datetime, wanted: bool
) -> More:
    """How a person gets `span` more. It is counted from when it is due for them; from now where that is past and it is
    `wanted` still. It follows the course's due time as long as what they have already does.
    """
    windows = [(one, window) for one in owed if (window := reviews.window(one, mine, zone)) is not None]
    if not windows:
        known = [newest.by for one in owed if (newest := reviews.decisive(one, mine)) is not None and newest.by]
        return More(by=max(known, default=timedelta(0)) + span)
    one, window = max(windows, key=lambda pair: pair[1].due)
    start = window.due
    if wanted and start <= now:
        start = _rounded_up(now)
        return More(until=calendar.before(start, -span, zone), since="now", start=start)
    if not window.extended:
        return More(by=span, start=start)
    newest, due = reviews.decisive(one, mine), one.review.due
    by = None if newest is None else newest.by
    if by is not None and due is not None and calendar.before(due.until, -by, zone) == start:
        return More(by=by + span, since="own", start=start)
    return More(until=calendar.before(start, -span, zone), since="own", start=start)


def _rounded_up(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at + (ROUND - over) if over else at
