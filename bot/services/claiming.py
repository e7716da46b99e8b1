"""Transaction 1 of the tick: what is entered, what is claimed, and what becomes of a claim before anything is posted.

It decides by the rules of lateness, floods and pauses, and freezes the text of what will be said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.conversation import codec
from bot.conversation.port import Platform
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import Facts, Notice, NoticeKind
from bot.services.destinations import REHEARSAL
from bot.services.staff_notices import Telling, tell
from bot.store import ledger
from bot.store.ledger import Delivery, Entry

log = logging.getLogger(__name__)

Compose = Callable[[Notice, Facts], Reply]
"""What a notice says; an empty Reply: nothing any more. Rehearsal lines have `rehearsal` in their details."""

OVER = "it was over before it could be said"
GONE = "it is no longer in the schedule"
FLOOD = "more than 3 posts in 10 minutes in this channel"

_OF_AN_ITEM = (NoticeKind.DAY_OF, NoticeKind.REVIEW_DUE, NoticeKind.DEADLINE, NoticeKind.OUT, NoticeKind.MATERIALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a tick works with. `paused` are course ids."""

    courses: Mapping[str, Course]
    platforms: Mapping[str, Platform]
    compose: Compose
    owner: str
    paused: frozenset[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """The ids of all rows that were claimed, and those rows that are ready to be said."""

    claimed: frozenset[int]
    ready: tuple[Delivery, ...]


def enter(connection: Connection, due: Iterable[Entry], *, now: datetime) -> None:
    """Enter what has become due. What is no longer useful is recorded as skipped."""
    for entry in due:
        if now >= entry.notice.stale_after:
            ledger.record_skipped(connection, entry, reason=OVER, now=now)
        else:
            ledger.enqueue(connection, entry, now=now)


def take(connection: Connection, setting: Setting, *, tried: frozenset[int], limit: int) -> Taken:
    """Claim up to `limit` rows and make them ready."""
    claimed = ledger.claim(
        connection, owner=setting.owner, now=setting.now, paused=setting.paused, tried=tried, limit=limit
    )
    ready = tuple(one for row in claimed if (one := _made_ready(connection, row, setting)) is not None)
    return Taken(frozenset(row.id for row in claimed), ready)


def _made_ready(connection: Connection, one: Delivery, setting: Setting) -> Delivery | None:
    """The row with its text, or None where it is not to be said (now)."""
    if one.snapshot is not None and one.unsure:
        return one
    course = setting.courses.get(one.key.course)
    reason = _not_to_be_said(one, course, setting.now)
    if reason is not None or course is None:
        ledger.mark_skipped(connection, one, setting.owner, reason=reason or GONE)
        return None
    if ledger.flooded(connection, one, now=setting.now):
        hold(connection, one, setting, reason=FLOOD, question="flood")
        return None
    if one.snapshot is not None:
        return one
    try:
        return _composed(connection, one, course, setting)
    except Exception:
        log.exception("action=compose_failed delivery=%s", one.id)
        reason = "the bot could not put it into words; the log has the details"
        ledger.mark_failed(connection, one, setting.owner, reason=reason)
        report_failure(connection, one, setting, reason=reason)
        return None


def _not_to_be_said(one: Delivery, course: Course | None, now: datetime) -> str | None:
    if now >= one.stale_after:
        return OVER
    if course is None:
        return GONE
    if one.notice.kind in _OF_AN_ITEM and one.key.item not in course.item_ids:
        return GONE
    return None


def _composed(connection: Connection, one: Delivery, course: Course, setting: Setting) -> Delivery | None:
    """The row with its text frozen; None, and skipped, where there is nothing left to say."""
    details = dict(one.details)
    if one.key.destination == REHEARSAL:
        details["rehearsal"] = "yes"
    reply = setting.compose(one.notice, Facts(course=course, now=setting.now, details=details))
    if not reply.blocks:
        ledger.mark_skipped(connection, one, setting.owner, reason=OVER)
        return None
    platform = setting.platforms.get(one.platform)
    parts = platform.parts(reply) if platform is not None else (reply,)
    snapshots = tuple(codec.encode(part) for part in parts)
    ledger.store_parts(connection, one, snapshots, now=setting.now)
    return replace(one, snapshot=snapshots[0], unsure=False)


def hold(connection: Connection, one: Delivery, setting: Setting, *, reason: str, question: str) -> None:
    """Keep a row until staff decide, and ask them. `question`: `flood` or `unsure`."""
    ledger.mark_held(connection, one, setting.owner, reason=reason)
    _tell(connection, one, setting, kind=NoticeKind.HELD, occurrence=question, reason=reason)


def report_failure(connection: Connection, one: Delivery, setting: Setting, *, reason: str, final: bool = True) -> None:
    """Tell staff what could not be posted and why; at the first refusal (`final` False), and when it is given up."""
    _tell(
        connection, one, setting, kind=NoticeKind.FAILED, occurrence="given-up" if final else "refused", reason=reason
    )


def _tell(
    connection: Connection, one: Delivery, setting: Setting, *, kind: NoticeKind, occurrence: str, reason: str
) -> None:
    """What concerns staff notices themselves is only logged: telling of a telling would never end."""
    course = setting.courses.get(one.key.course)
    if course is None or one.key.destination in ledger.UNASKED_DESTINATIONS_FREE_OF_FLOOD:
        log.warning("action=%s delivery=%s kind=%s", kind.value, one.id, one.key.kind)
        return
    details = {
        "delivery": str(one.id),
        "title": one.title,
        "channel": one.channel,
        "platform": one.platform,
        "reason": reason,
        "question": occurrence,
        "stale_after": one.stale_after.isoformat(),
    }
    telling = Telling(kind=kind, item=str(one.id), occurrence=occurrence, title=one.title, details=details)
    tell(connection, course, telling, now=setting.now)
