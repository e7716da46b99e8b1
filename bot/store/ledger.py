"""The ledger: one row per part of each thing said unasked, and the states through which it is said exactly once.

A row waits, is claimed by one process, and ends as sent, failed, held, skipped or retracted. Here rows are entered and
looked at; `claims` says what becomes of them in a tick, `verdicts` what staff decide. Functions take `now`; they never
ask the time, never post and never commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.course.notice import Key, Notice, NoticeKind, key_of
from bot.store.tables import DELIVERY_KEY, OPEN_DELIVERIES, delivery, insert_ignoring

OPEN = sa.text(OPEN_DELIVERIES)

STAFF, REHEARSAL = "staff", "rehearsal"
STAFF_ONLY = (STAFF, REHEARSAL)
"""Destinations that only staff see: what they are told, and a rehearsal. No flood and no pause stops it."""

PERSONAL = "person"
"""The destination of what is said to one person; the recipient is then the person's id as text."""

ANSWERING_KINDS = (
    NoticeKind.RECEIPT.value,
    NoticeKind.EXTENSION.value,
    NoticeKind.QUESTION.value,
    NoticeKind.SEAT.value,
    NoticeKind.RETURNED.value,
    NoticeKind.KEEPSAKE.value,
    NoticeKind.LINKED.value,
)
"""What is said to one person because somebody has just done something: a receipt, what staff granted or ask, what
became of a seat of theirs, what they wrote as the course ends. A pause, a rehearsal and a roster that nobody looked at
do not stop it.
"""

NOT_ABOUT_WORK = (NoticeKind.WELCOME.value, NoticeKind.ROSTER_ASK.value, *ANSWERING_KINDS)
"""What may be said to one person before staff have said that the roster is right. Whatever is not named here waits for
it, so that nobody who is not in the course is ever told that they owe something.
"""

AFTER_THE_END = (NoticeKind.KEEPSAKE.value, NoticeKind.RETENTION.value)
"""What is said of a course that has ended: to each person what they wrote, to staff when it is to be erased."""

ASKED_KINDS = (NoticeKind.ANNOUNCE.value, NoticeKind.SHARED.value, NoticeKind.NUDGE.value, *ANSWERING_KINDS)
"""Posts that somebody asked for: a pause or a flood does not stop them."""

FARTHEST = timedelta(hours=1)
"""Nobody puts an attempt off for longer. One that lies farther ahead was written before the clock was set back."""

Settlement = Literal["send", "there", "drop"]
"""What staff answer on a post that waits for them."""

OVER = "it was over before it could be said"
GONE = "it is no longer in the schedule"
TOGETHER = "it was said together with another"
LATER = "it was moved to a later time"
NOTHING = "there was nothing left to say"
ENDED = "the course has ended"
"""Why the bot itself skipped a row. Each can turn out to be wrong by a later edit, or by a clock that is set right."""


NOW: sa.BindParameter[datetime] = sa.bindparam("of_now", type_=delivery.c.due_at.type)
_FARTHEST: sa.BindParameter[datetime] = sa.bindparam("of_farthest", type_=delivery.c.due_at.type)
"""What statements that are built once are asked with: building one takes longer than the database takes to answer."""


def at(now: datetime) -> dict[str, Any]:
    """What a statement with `NOW` or `is_due` in it is to be executed with."""
    return {"of_now": now, "of_farthest": now + FARTHEST}


def is_due(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether an attempt put off until `column` is to be made at `NOW`."""
    return sa.or_(column <= NOW, column > _FARTHEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row. `snapshot` is the encoded Reply of this part once it has been composed."""

    id: int
    key: Key
    platform: str
    channel: str
    purpose: str
    due_at: datetime
    stale_after: datetime
    title: str
    state: str
    epoch: int
    attempts: int
    unsure: bool
    first_claimed_at: datetime | None
    next_attempt_at: datetime | None
    reference: str | None
    sent_at: datetime | None
    snapshot: str | None
    details: Mapping[str, str]
    batch: str
    failure: str | None

    @property
    def posted_as(self) -> str:
        """The key that the platform was given. A later rename of the item does not change what stands there."""
        return self.details.get(POSTED_AS) or str(self.key)

    @property
    def asked_at(self) -> datetime:
        """When it was asked for: as it became due, unless it was asked for ahead of that."""
        asked = self.details.get(ASKED_AT)
        return datetime.fromisoformat(asked) if asked else self.due_at

    @property
    def notice(self) -> Notice:
        """What the row is about, as the planner would say it."""
        return Notice(
            course=self.key.course,
            kind=NoticeKind(self.key.kind),
            item=self.key.item,
            occurrence=self.key.occurrence,
            due_at=self.due_at,
            stale_after=self.stale_after,
            channel=self.purpose,
            title=self.title,
        )


ONCE = "once"
"""The occurrence of what is said to a person once in a lifetime; its item is ''."""

POSTED_AS = "posted_as"
RELEASED = "released"
ALONG = "along"
FILES = "files"
ASKED_AT = "asked_at"
"""In `details`: the key before a rename; staff said that it should go out whatever else does; the ids of the rows of
other courses that are said in the same message; which files go along, which are made as it is posted and kept nowhere;
when staff asked for what is said at a later time.
"""


def as_delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        key=Key(
            course=row.course,
            destination=row.destination,
            kind=row.kind,
            item=row.item,
            occurrence=row.occurrence,
            recipient=row.recipient,
            part=row.part,
        ),
        **{name: getattr(row, name) for name in Delivery.__dataclass_fields__ if name not in ("id", "key")},
    )


# --- entering -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A notice at one destination, to be entered. Entries of one `batch` count as one post for the flood rule."""

    notice: Notice
    destination: str
    platform: str
    channel: str
    details: Mapping[str, str] | None = None
    batch: str = ""
    recipient: str = ""
    """The person's id where the destination is PERSONAL."""

    @property
    def key(self) -> Key:
        return key_of(self.notice, self.destination, self.recipient)


def enqueue(connection: Connection, entry: Entry, *, now: datetime, look_at: datetime | None = None) -> bool:
    """Enter a notice to be said as soon as possible, or not before `look_at` (FARTHEST at most). False where it was
    entered before: nothing changes then, unless the bot gave it up unsaid for a reason that no longer holds.
    """
    entered = _enter(connection, entry, now=now, state="waiting", next_attempt_at=look_at or now, failure=None)
    return entered or _revived(connection, entry, now=now)


def record_skipped(connection: Connection, entry: Entry, *, reason: str, now: datetime) -> bool:
    """Enter a notice that is never to be said: it was over, or filled in, before the bot could say it."""
    return _enter(connection, entry, now=now, state="skipped", next_attempt_at=None, failure=reason)


def plan_values(notice: Notice, *, platform: str, channel: str) -> dict[str, Any]:
    """The columns that say what a row is about by the schedule: where, when, for how long."""
    return {
        "platform": platform,
        "channel": channel,
        "purpose": notice.channel,
        "due_at": notice.due_at,
        "stale_after": notice.stale_after,
        "title": notice.title,
    }


def _enter(
    connection: Connection,
    entry: Entry,
    *,
    now: datetime,
    state: str,
    next_attempt_at: datetime | None,
    failure: str | None,
) -> bool:
    key = entry.key
    values = {
        **{name: getattr(key, name) for name in DELIVERY_KEY},
        **plan_values(entry.notice, platform=entry.platform, channel=entry.channel),
        "state": state,
        "next_attempt_at": next_attempt_at,
        "details": dict(entry.details or {}),
        "batch": entry.batch or str(key),
        "failure": failure,
        "created_at": now,
    }
    return connection.execute(insert_ignoring(connection, delivery), values).rowcount == 1


def _revived(connection: Connection, entry: Entry, *, now: datetime) -> bool:
    """A class that was skipped as over, or taken out, may have been moved or put back: then it waits again."""
    key, notice = entry.key, entry.notice
    same = [delivery.c[name] == getattr(key, name) for name in DELIVERY_KEY]
    row = connection.execute(sa.select(delivery).where(*same)).one()
    moved_later = notice.due_at > row.due_at
    again = {
        ("skipped", OVER): True,
        ("skipped", GONE): True,
        ("skipped", LATER): True,
        ("skipped", ENDED): True,
        ("skipped", NOTHING): moved_later,
    }
    gave_up = row.state == "failed" and moved_later and not row.unsure
    if now >= notice.stale_after or not (gave_up or again.get((row.state, row.failure), False)):
        return False
    values = {
        **plan_values(notice, platform=entry.platform, channel=entry.channel),
        "state": "waiting",
        "next_attempt_at": now,
        "details": dict(entry.details or {}),
        "batch": entry.batch or str(key),
        "failure": None,
    }
    connection.execute(delivery.update().where(delivery.c.id == row.id).values(**values))
    return True


# --- looking --------------------------------------------------------------------------------------------------------


def get(connection: Connection, delivery_id: int) -> Delivery | None:
    row = connection.execute(sa.select(delivery).where(delivery.c.id == delivery_id)).one_or_none()
    return None if row is None else as_delivery(row)


def first_part(connection: Connection, one: Delivery) -> Delivery:
    """The row that stands for the whole post of which this is a part."""
    row = connection.execute(sa.select(delivery).where(*same_post(one), delivery.c.part == "")).one()
    return as_delivery(row)


def asked_for(connection: Connection, notice: Notice, *, rehearsal: bool) -> tuple[Delivery, ...]:
    """What was entered before under the names of a post that staff ask for: its first part on each platform, or its
    rehearsal.
    """
    names = {"course": notice.course, "kind": notice.kind, "item": notice.item, "occurrence": notice.occurrence}
    same = [delivery.c[name] == value for name, value in names.items()]
    place = delivery.c.destination == REHEARSAL if rehearsal else delivery.c.destination != REHEARSAL
    query = sa.select(delivery).where(*same, place, delivery.c.part == "").order_by(delivery.c.id)
    return tuple(as_delivery(row) for row in connection.execute(query))


def last_sent(connection: Connection, course: str) -> Delivery | None:
    """The newest post of the course in a channel (its first part); not what staff were told."""
    query = (
        sa.select(delivery)
        .where(
            delivery.c.course == course,
            delivery.c.state == "sent",
            delivery.c.part == "",
            delivery.c.destination.not_in((*STAFF_ONLY, PERSONAL)),
        )
        .order_by(delivery.c.sent_at.desc(), delivery.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else as_delivery(row)


_TO_CHECK = (
    sa.select(delivery).where(delivery.c.check_at.is_not(None), is_due(delivery.c.check_at)).order_by(delivery.c.id)
)
_RETRACTING = (
    sa.select(delivery)
    .where(OPEN, delivery.c.state == "retracting", is_due(delivery.c.next_attempt_at))
    .order_by(delivery.c.next_attempt_at, delivery.c.id)
)


def to_check(connection: Connection, *, now: datetime) -> tuple[Delivery, ...]:
    """Sent posts whose outcome was once unknown and that are due for a look for doubles."""
    return tuple(as_delivery(row) for row in connection.execute(_TO_CHECK, at(now)))


def retracting(connection: Connection, *, now: datetime) -> tuple[Delivery, ...]:
    """Posts that are to be deleted now."""
    return tuple(as_delivery(row) for row in connection.execute(_RETRACTING, at(now)))


def same_post(one: Delivery) -> list[sa.ColumnElement[bool]]:
    """All parts of the post that this row is a part of."""
    return [delivery.c[name] == getattr(one.key, name) for name in DELIVERY_KEY if name != "part"]


def clear_check(connection: Connection, delivery_id: int, *, until: datetime | None = None) -> None:
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(check_at=until))


def set_reference(connection: Connection, delivery_id: int, reference: str) -> None:
    """Of two posts with one key this one stayed."""
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(reference=reference))
