"""Posts that people ask for: an announcement that staff write, an answer that they share, a post that they take back.

Each is entered into the ledger under a token of the form or button that asked for it, so a double click posts once.
Another text under the same token is a correction: it takes the place of what was not said yet, and of nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.plain import plain
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.errors import Misconfigured
from bot.services.destinations import STAFF, destinations
from bot.services.outlook import entries
from bot.store import audit, courses, ledger, verdicts
from bot.store.database import Connection
from bot.store.ledger import Delivery

USEFUL_FOR = timedelta(days=1)
"""How long it is tried to post what somebody asked for."""

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What staff want said, and for which purpose's channel. `kind`: they wrote it, or share an answer (ASKED_KINDS).

    `token` names the form or the button that asked for it.
    """

    kind: NoticeKind
    purpose: str
    reply: Reply
    token: str


@dataclass(frozen=True, slots=True)
class Granted:
    """`fresh` is False where this very wish was entered before. Without `live` only staff see it, as a rehearsal.

    `corrects`: it takes the place of an earlier text, or of the same for another channel, which is never said.
    `earlier`: that one was said already, or is about to be; nothing was entered then.
    """

    fresh: bool
    live: bool
    corrects: bool = False
    earlier: Delivery | None = None


def say(connection: Connection, wish: Wish, *, course: Course, now: datetime, by: int | None) -> Granted:
    """Enter what staff want said: for its channel, or before Go live for the staff channel.

    Raises Misconfigured where the schedule names no such channel.
    """
    notice = Notice(
        course=course.id,
        kind=wish.kind,
        item=wish.token,
        occurrence="",
        due_at=now,
        stale_after=now + USEFUL_FOR,
        channel=wish.purpose,
        title=title_of(wish.reply),
    )
    live = courses.state(connection, course.id).live
    needed = (wish.purpose,) if live else (wish.purpose, STAFF)
    missing = next((purpose for purpose in needed if not destinations(course, purpose)), None)
    if missing is not None:
        raise Misconfigured(
            f"The schedule names no channel for “{missing}”. Add one to `channels` in the schedule file."
        )
    details = {"reply": codec.encode(wish.reply)}
    earlier = ledger.asked_for(connection, notice, rehearsal=not live)
    corrects = any(one.purpose != wish.purpose or one.details.get("reply") != details["reply"] for one in earlier)
    if corrects and (standing := verdicts.withdraw(connection, earlier, asked_at=now)) is not None:
        return Granted(fresh=False, live=live, earlier=standing)
    asked = (replace(entry, details=details) for entry in entries(course, notice, live=live))
    entered = [ledger.enqueue(connection, entry, now=now) for entry in asked]
    if any(entered):
        action = wish.kind.value if live else f"{wish.kind.value}_rehearsed"
        audit.record(connection, course=course.id, person=by, action=action, item=wish.token, now=now)
    return Granted(fresh=any(entered), live=live, corrects=corrects)


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
