"""Posts that people ask for, at once or at a time to come: an announcement that staff write, an answer that they share,
a post that they take back.

Each is entered into the ledger under a token of the form or button that asked for it, so a double click posts once.
Another text under the same token is a correction: it takes the place of what was not said yet, and of nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.plain import plain
from bot.conversation.reply import Reply, SmallPrint
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.errors import Misconfigured
from bot.services.destinations import STAFF, destinations
from bot.services.outlook import entries
from bot.store import audit, courses, ledger, scheduled, verdicts
from bot.store.database import Connection
from bot.store.ledger import Delivery

USEFUL_FOR = timedelta(days=1)
"""How long it is tried to post what somebody asked for."""

TITLE_LENGTH = 60

CANCELLED = "announce_cancelled"
"""The word of the audit."""

AT, TEXT = "at", "text"
"""In the details of what is said at a time to come: when, and what staff typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What staff want said, and for which purpose's channel. `kind`: they wrote it, or share an answer (ASKED_KINDS).

    `token` names the form or the button that asked for it. `at`: when, None for at once. `text`: what they typed, to be
    edited until then.
    """

    kind: NoticeKind
    purpose: str
    reply: Reply
    token: str
    at: datetime | None = None
    text: str = ""


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
    live = courses.state(connection, course.id).live
    due_at = max(wish.at or now, now) if live else now
    notice = _notice(course, wish, due_at=due_at)
    needed = (wish.purpose,) if live else (wish.purpose, STAFF)
    missing = next((purpose for purpose in needed if not destinations(course, purpose)), None)
    if missing is not None:
        raise Misconfigured(
            f"The schedule names no channel for “{missing}”. Add one to `channels` in the schedule file."
        )
    details = {"reply": codec.encode(wish.reply), **_later(wish, now)}
    earlier = ledger.asked_for(connection, notice, rehearsal=not live)
    corrects = any(
        one.purpose != wish.purpose or any(one.details.get(name) != details.get(name) for name in ("reply", AT))
        for one in earlier
    )
    if corrects and (standing := verdicts.withdraw(connection, earlier, asked_at=now)) is not None:
        return Granted(fresh=False, live=live, earlier=standing)
    asked = (replace(entry, details=details) for entry in entries(course, notice, live=live))
    look_at = min(due_at, now + ledger.FARTHEST)
    entered = [ledger.enqueue(connection, entry, now=now, look_at=look_at) for entry in asked]
    if any(entered):
        action = wish.kind.value if live else f"{wish.kind.value}_rehearsed"
        said = {"at": details[AT]} if AT in details else {}
        said |= {"purpose": wish.purpose, "title": notice.title}
        audit.record(connection, course=course.id, person=by, action=action, item=wish.token, details=said, now=now)
    return Granted(fresh=any(entered), live=live, corrects=corrects)


def _notice(course: Course, wish: Wish, *, due_at: datetime) -> Notice:
    return Notice(
        course=course.id,
        kind=wish.kind,
        item=wish.token,
        occurrence="",
        due_at=due_at,
        stale_after=due_at + USEFUL_FOR,
        channel=wish.purpose,
        title=title_of(wish.reply),
    )


def _later(wish: Wish, now: datetime) -> dict[str, str]:
    """What is kept of a wish for a time to come."""
    if wish.at is None:
        return {}
    return {AT: wish.at.isoformat(), ledger.ASKED_AT: now.isoformat(), TEXT: wish.text}


# --- what waits for its time ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An announcement that waits for its time. `text` is what staff typed."""

    token: str
    at: datetime
    purpose: str
    title: str
    text: str


def waiting(connection: Connection, course_id: str, *, now: datetime) -> tuple[Waiting, ...]:
    """All of a course, the earliest first; what goes to several platforms once."""
    found: dict[str, Waiting] = {}
    for one in scheduled.ahead(connection, course_id, now=now):
        found.setdefault(one.key.item, _waiting(one))
    return tuple(found.values())


def find_waiting(connection: Connection, course_id: str, token: str, *, now: datetime) -> Waiting | None:
    """None where it does not wait (any more)."""
    return next((_waiting(one) for one in scheduled.ahead(connection, course_id, now=now, item=token)), None)


def _waiting(one: Delivery) -> Waiting:
    text = one.details.get(TEXT, "")
    title = shortened(text) or one.title
    return Waiting(token=one.key.item, at=one.due_at, purpose=one.purpose, title=title, text=text)


def cancel(connection: Connection, course: Course, token: str, *, now: datetime, by: int | None) -> Waiting | None:
    """Never say what waits for its time. None where it does not wait any more: it is said, or about to be."""
    rows = scheduled.ahead(connection, course.id, now=now, item=token)
    if not rows or any(one.state != "waiting" for one in rows):
        return None
    if verdicts.withdraw(connection, rows, asked_at=now) is not None:
        return None
    found = _waiting(rows[0])
    said = {"at": found.at.isoformat(), "purpose": found.purpose, "title": rows[0].title}
    audit.record(connection, course=course.id, person=by, action=CANCELLED, item=token, details=said, now=now)
    return found


def cancelled_by(connection: Connection, course_id: str, token: str) -> tuple[int | None] | None:
    """Who cancelled it, where that was the last that was done about it; None where it was not cancelled."""
    cancelled = audit.of_item(connection, course_id, CANCELLED, token)
    entered = audit.of_item(connection, course_id, NoticeKind.ANNOUNCE.value, token)
    if not cancelled or (entered and (entered[0].at, entered[0].id) > (cancelled[0].at, cancelled[0].id)):
        return None
    return (cancelled[0].person,)


# --- what was said --------------------------------------------------------------------------------------------------


def title_of(reply: Reply) -> str:
    """The first words, for lists that staff read; without small print such as who signed it."""
    own = tuple(one for one in reply.blocks if not isinstance(one, SmallPrint))
    return shortened(plain(Reply(own or reply.blocks)))


def shortened(words: str) -> str:
    """As much of it as a list has room for, on one line."""
    text = " ".join(words.split())
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
