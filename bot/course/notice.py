"""A Notice: one thing that is to be said unasked, with the identity by which it is said once.

The identity never holds an instant or a text, so fixing a typo or moving a class does not say a thing again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.course.model import Course


class NoticeKind(StrEnum):
    """What a notice is about. The first six are computed by the planner; the rest is asked for, told to staff, or said
    to one person.
    """

    WEEKLY = "weekly"
    DAY_OF = "day-of"
    REVIEW_DUE = "review-due"
    DEADLINE = "deadline"
    OUT = "out"
    MATERIALS = "materials"

    ANNOUNCE = "announce"
    SHARED = "shared"
    HELD = "held"
    FAILED = "failed"
    SCHEDULE_BROKEN = "schedule-broken"
    SCHEDULE_APPLIED = "schedule-applied"
    SCHEDULE_HELD = "schedule-held"
    ROSTER = "roster"
    JOINED = "joined"
    STAFF_CHECK = "staff-check"
    AWAY = "away"
    BACKUP_FAILED = "backup-failed"

    WELCOME = "welcome"

    RECEIPT = "receipt"
    REMINDER = "reminder"
    EXTENSION = "extension"
    QUESTION = "question"

    CANNOT = "cannot"
    ANSWER = "answer"
    TOO_LATE = "too-late"
    TALLY = "tally"
    DIGEST = "digest"

    BOARD = "board"
    COVER_CALL = "cover-call"

    SEAT = "seat"
    OFFER = "offer"
    BACKUP = "backup"
    PRESENTER = "presenter"
    PACKET = "packet"

    SEATS = "seats"
    PREFLIGHT = "preflight"
    CLASS_START = "class-start"

    ROSTER_ASK = "roster-ask"
    LINKED = "linked"
    RETURNED = "returned"
    NUDGE = "nudge"
    KEEPSAKE = "keepsake"

    CLAIM = "claim"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`item` is a session or deadline id, or `week:<Monday>`; `occurrence` a stable word of that item.

    `due_at` and `stale_after` are UTC instants: it is useful from the one until the other. `channel` is a key of the
    course's `channels`. `title` says in a few words what it is, for lists that staff read.
    """

    course: str
    kind: NoticeKind
    item: str
    occurrence: str
    due_at: datetime
    stale_after: datetime
    channel: str = "announcements"
    title: str = ""

    @property
    def order(self) -> tuple[datetime, str, str, str]:
        """Sort key: by due instant, then by identity, so that equal instants have one order for ever."""
        return (self.due_at, self.kind.value, self.item, self.occurrence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What composing a notice may look at. `details` are facts of this one notice that the schedule does not hold."""

    course: Course
    now: datetime
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The identity under which a thing is said once: where (a platform, `person`, `staff` or `rehearsal`) and what."""

    course: str
    destination: str
    kind: str
    item: str
    occurrence: str
    recipient: str = ""
    part: str = ""

    def __str__(self) -> str:
        """One text; none of the parts holds a slash."""
        return "/".join(
            (self.course, self.destination, self.kind, self.item, self.occurrence, self.recipient, self.part)
        )


def key_of(notice: Notice, destination: str, recipient: str = "", part: str = "") -> Key:
    """The notice's identity at one destination."""
    return Key(
        course=notice.course,
        destination=destination,
        kind=notice.kind.value,
        item=notice.item,
        occurrence=notice.occurrence,
        recipient=recipient,
        part=part,
    )
