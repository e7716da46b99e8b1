"""What staff asked back of somebody who cannot make something: who asked last, and when, so that nobody asks twice.

It reads what was entered in the ledger and never writes. It knows no sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.store import ledger, standing
from bot.store.database import Connection
from bot.store.ledger import PERSONAL, STAFF
from bot.store.records import Plea


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The last question about one request; `token` names it."""

    by: str
    at: datetime
    token: str
    words: str

    @property
    def details(self) -> Mapping[str, str]:
        return {"asked_by": self.by, "asked_at": self.at.isoformat()}


def last(connection: Connection, course: Course, plea: Plea) -> Asked | None:
    """None where nobody asked."""
    kind, about = NoticeKind.QUESTION, f"plea.{plea.id}."
    entered = standing.hours(
        connection, course.id, kind.value, plea.session, destination=PERSONAL, recipient=str(plea.person)
    )
    said = sorted((at, name) for name, at in entered.items() if name.startswith(about) and at is not None)
    if not said:
        return None
    at, name = said[-1]
    notice = Notice(course=course.id, kind=kind, item=plea.session, occurrence=name, due_at=at, stale_after=at)
    details = ledger.asked_for(connection, notice, rehearsal=False)[0].details
    return Asked(by=details.get("from", ""), at=at, token=name.removeprefix(about), words=details.get("question", ""))


def unanswered(connection: Connection, course: Course, plea: Plea) -> Asked | None:
    """The last question, while it is the person's turn: staff have not decided, and no answer to it was entered."""
    asked = last(connection, course, plea) if plea.settled_at is None else None
    if asked is None:
        return None
    answers = standing.hours(connection, course.id, NoticeKind.ANSWER.value, plea.session, destination=STAFF)
    return None if any(name.startswith(f"plea.{plea.id}.{asked.token}.") for name in answers) else asked
