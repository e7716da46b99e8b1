"""How each paper of what was granted stands: by when it is due, or that it is in, or excused; also as text for the
ledger, since what is told later is worked out by others.

Pure: standings come in. It knows no sentence, and nothing of who they are of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from bot.course import calendar
from bot.course.model import Course
from bot.course.reviews import Standing, State, passed


class PaperTime(NamedTuple):
    """`late_by`: of a review that is in. `had`: the later time that they were told before. `presents`: none is needed,
    for they present in the class.
    """

    paper: str
    state: Literal["open", "in", "excused", "presents"]
    due: datetime | None = None
    closes: datetime | None = None
    late_by: timedelta | None = None
    had: datetime | None = None


def of(one: Standing, had: datetime | None = None) -> PaperTime:
    """`closes` only where something late is taken."""
    window = one.window
    let_off: Literal["presents", "excused"] = "presents" if one.presents else "excused"
    return PaperTime(
        paper=one.owed.paper,
        state="in" if one.done else let_off if one.state is State.EXCUSED else "open",
        due=window.due if window is not None else None,
        closes=window.closes_at if window is not None and window.takes_late() else None,
        late_by=one.late_by,
        had=had,
    )


def staying(
    course: Course, found: Iterable[Standing], longer_by: timedelta | None, now: datetime
) -> tuple[PaperTime, ...]:
    """What is ahead and due later than a length for everything says, since it was granted by name."""
    by = longer_by or timedelta(0)
    ahead = (one for one in found if not one.done and one.window is not None and not passed(one.window.due, now))
    return tuple(
        of(one)
        for one in ahead
        if one.window is not None
        and one.owed.review.due is not None
        and one.window.due > calendar.before(one.owed.review.due.until, -by, course.timezone)
    )


def encoded(found: Iterable[PaperTime]) -> str:
    def plain(value: object) -> object:
        if isinstance(value, datetime):
            return value.isoformat()
        return value.total_seconds() if isinstance(value, timedelta) else value

    return json.dumps(
        [{name: plain(value) for name, value in one._asdict().items() if value is not None} for one in found]
    )


def decoded(details: Mapping[str, str]) -> tuple[PaperTime, ...]:
    """The inverse, from `papers`."""
    return tuple(_read(one) for one in json.loads(details.get("papers") or "[]"))


def _read(plain: Mapping[str, Any]) -> PaperTime:
    def at(name: str) -> datetime | None:
        return datetime.fromisoformat(plain[name]) if name in plain else None

    late_by = timedelta(seconds=plain["late_by"]) if "late_by" in plain else None
    return PaperTime(plain["paper"], plain["state"], at("due"), at("closes"), late_by, at("had"))
