"""Posts that people ask for: an announcement that staff write, an answer that they share, a post that they take back.

Each is entered into the ledger under a token of the form or button that asked for it, so a double click posts once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.conversation import codec
from bot.conversation.plain import plain
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.errors import Misconfigured
from bot.services.control import live_entries
from bot.store import audit, ledger, verdicts
from bot.store.ledger import Delivery

USEFUL_FOR = timedelta(days=1)
"""How long it is tried to post what somebody asked for."""

TITLE_LENGTH = 60


def announce(
    connection: Connection,
    *,
    course: Course,
    purpose: str,
    reply: Reply,
    token: str,
    now: datetime,
    by: int | None,
) -> bool:
    """Post what staff wrote. False where this very form was sent before. Raises Misconfigured without a channel."""
    return _post(
        connection, NoticeKind.ANNOUNCE, course=course, purpose=purpose, reply=reply, token=token, now=now, by=by
    )


def share(
    connection: Connection,
    *,
    course: Course,
    purpose: str,
    reply: Reply,
    token: str,
    now: datetime,
    by: int | None,
) -> bool:
    """Post an answer that staff share. False where it was shared with this very button before."""
    return _post(
        connection, NoticeKind.SHARED, course=course, purpose=purpose, reply=reply, token=token, now=now, by=by
    )


def _post(
    connection: Connection,
    kind: NoticeKind,
    *,
    course: Course,
    purpose: str,
    reply: Reply,
    token: str,
    now: datetime,
    by: int | None,
) -> bool:
    notice = Notice(
        course=course.id,
        kind=kind,
        item=token,
        occurrence="",
        due_at=now,
        stale_after=now + USEFUL_FOR,
        channel=purpose,
        title=title_of(reply),
    )
    found = live_entries(course, notice)
    if not found:
        raise Misconfigured(
            f"The schedule names no channel for “{purpose}”. Add one to `channels` in the schedule file."
        )
    details = {"reply": codec.encode(reply)}
    entered = [ledger.enqueue(connection, replace(entry, details=details), now=now) for entry in found]
    if any(entered):
        audit.record(connection, course=course.id, person=by, action=kind.value, item=token, now=now)
    return any(entered)


def title_of(reply: Reply) -> str:
    """The first words, for lists that staff read."""
    text = " ".join(plain(reply).split())
    return text if len(text) <= TITLE_LENGTH else f"{text[: TITLE_LENGTH - 1]}…"


def last_post(connection: Connection, course_id: str) -> Delivery | None:
    """The newest post in a channel of the course."""
    return ledger.last_sent(connection, course_id)


def retract(connection: Connection, *, course: Course, delivery_id: int, now: datetime, by: int | None) -> bool:
    """Take a post back, all its parts. False where it is not there (any more)."""
    sent = ledger.get(connection, delivery_id)
    if sent is None or sent.key.course != course.id:
        return False
    started = verdicts.start_retract(connection, delivery_id, now=now)
    if started:
        audit.record(connection, course=course.id, person=by, action="retract", item=str(sent.key), now=now)
    return started
