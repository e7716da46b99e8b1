"""Letting students see their marks: which would be seen, the release itself, and taking it back.

Nothing is sent to anybody: a mark that is released stands in its writer's own pages from then on. It knows no sentence.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.course import reviews
from bot.course.model import Course
from bot.services import review_queue
from bot.services.review_queue import Item, Stage
from bot.store import audit
from bot.store import review_marks as stored
from bot.store.database import Connection


@dataclass(frozen=True, slots=True)
class OfSession:
    """So many marks of a session would be seen; so many of its reviews are not marked, or wait for their writers."""

    session: str
    marks: int
    unmarked: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`sessions` are those of which something came in, by when their reviews are due. `token` is another one once any
    of these marks is changed, or one more is given. `released`: so many are seen already.
    """

    sessions: tuple[OfSession, ...]
    released: int
    token: str

    @property
    def marks(self) -> int:
        return sum(one.marks for one in self.sessions)

    @property
    def unmarked(self) -> int:
        return sum(one.unmarked for one in self.sessions)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.sessions)


def preview(connection: Connection, course: Course, session: str, *, now: datetime) -> Preview:
    """Of one session, or of all ('')."""
    return _preview(_items(connection, course, session, now))


def _items(connection: Connection, course: Course, session: str, now: datetime) -> tuple[Item, ...]:
    return review_queue.items(connection, course, now=now, of={session} if session else None)


def _preview(found: tuple[Item, ...]) -> Preview:
    listed: list[OfSession] = []
    for session in dict.fromkeys(one.session for one in found):
        mine = [one for one in found if one.session == session]
        stages = [one.stage for one in mine]
        marks = sum(one.unreleased for one in mine)
        listed.append(OfSession(session, marks, stages.count(Stage.UNMARKED), stages.count(Stage.WAITING)))
    said = [f"{one.person}/{one.paper}/{one.mark.mark}" for one in found if one.unreleased and one.mark is not None]
    return Preview(
        sessions=tuple(listed),
        released=sum(one.mark is not None and one.mark.released for one in found),
        token=hashlib.sha256(" ".join(sorted(said)).encode()).hexdigest()[:8],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """`marks` are seen now. Where it is None nothing was done: the marks are not those of the preview."""

    seen: Preview
    marks: int | None = None


def release(
    connection: Connection, course: Course, session: str, *, token: str, now: datetime, by: int | None
) -> Released:
    """Let their writers see the marks that were previewed as `token`."""
    found = _items(connection, course, session, now)
    seen = _preview(found)
    if seen.token != token or not seen.marks:
        return Released(seen=seen)
    marks = stored.release(connection, course.id, [one.review for one in found if one.unreleased], now=now, by=by)
    _record(connection, course, session, {"marks": marks}, now=now, by=by)
    return Released(seen=seen, marks=marks)


def take_back(
    connection: Connection, course: Course, session: str, *, at: datetime, now: datetime, by: int | None
) -> int:
    """As before that release; how many marks are not seen any more."""
    papers = [one.paper for one in reviews.owed(course) if session in ("", one.session.id)]
    marks = stored.take_back(connection, course.id, papers, released_at=at)
    if marks:
        _record(connection, course, session, {"marks": marks, "undone": True}, now=now, by=by)
    return marks


def _record(
    connection: Connection, course: Course, session: str, details: dict[str, object], *, now: datetime, by: int | None
) -> None:
    audit.record(connection, course=course.id, person=by, action="released", item=session, details=details, now=now)
