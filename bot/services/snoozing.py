"""Putting a reminder off: a later row in the ledger, of the same thing. It knows no sentence."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.reminders import Part, reminders, snoozed_until, still
from bot.course.zones import zone_of
from bot.services import owing
from bot.services.personal_notices import entry_for
from bot.services.reminding import PARTS, SNOOZED
from bot.store import ledger, reminded
from bot.store.database import Connection
from bot.store.reminded import Pupil

CLOSE = timedelta(hours=1)
"""So soon before another reminder of the same nobody is told again."""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """`later`: at `at` it comes again. `already`: somebody has said so before. `anyway`: another reminder of it comes
    then. `nothing`: nothing is owed any more. `never`: there is no time left for one; it is over at `at`.
    """

    what: Literal["later", "already", "anyway", "nothing", "never"]
    at: datetime | None = None


def snooze(
    connection: Connection, course: Course, person: int, *, item: str, occurrence: str, now: datetime
) -> Snoozed:
    """Let the reminder that had these names come again later."""
    pupil = next(iter(reminded.pupils(connection, course.id, only=person)), None)
    if pupil is None:
        return Snoozed("nothing")
    zone = zone_of(pupil.timezone, course.timezone)
    duties = {duty.session.id: duty for duty in owing.duties_of(connection, course, person, now=now)}
    everything = reminders(duties.values(), zone)
    parts = [
        part
        for one in everything
        if (item, occurrence) in {(part.session, part.occurrence) for part in one.parts}
        for part in one.parts
        if still(duties[part.session], part, now)
    ]
    if not parts:
        return Snoozed("nothing")
    sessions = {part.session for part in parts}
    coming = [one.at for one in everything if one.at > now and _tells(one.for_setting(pupil.reminders), sessions)]
    if all(part.at > now for part in parts):  # the class has moved: what was said then is yet to come
        return Snoozed("anyway", min(coming)) if coming else Snoozed("nothing")
    rows = reminded.rows_of(connection, course.id, person, item)
    put_off = [row for row in rows if row.occurrence.startswith(SNOOZED)]
    waiting = [row.due_at for row in put_off if row.state in ("waiting", "claimed")]
    if waiting:
        return Snoozed("already", max(waiting))
    over = min(part.closes_at if part.late else part.due for part in parts)
    at = snoozed_until(now, over, zone, late=all(part.late for part in parts))
    if at is None and not any(one < over for one in coming):
        at = snoozed_until(now, over, zone, late=True)  # the morning is better than nothing
    if at is None or (coming and min(coming) <= at + CLOSE):
        return Snoozed("anyway", min(coming)) if coming and min(coming) < over else Snoozed("never", over)
    number = 1 + max((_number(row.occurrence) for row in put_off), default=0)
    names = dict.fromkeys([(item, occurrence), *((part.session, part.occurrence) for part in parts)])
    notice = Notice(
        course=course.id,
        kind=NoticeKind.REMINDER,
        item=item,
        occurrence=f"{SNOOZED}{number}",
        due_at=at,
        stale_after=over,
        title="A reminder, put off",
    )
    return _entered(connection, course, pupil, notice, details={PARTS: json.dumps(list(names))}, now=now)


def _tells(parts: Iterable[Part], sessions: Collection[str]) -> bool:
    return any(part.session in sessions for part in parts)


def _number(occurrence: str) -> int:
    number = occurrence.removeprefix(SNOOZED)
    return int(number) if number.isdecimal() else 0


def _entered(
    connection: Connection, course: Course, pupil: Pupil, notice: Notice, *, details: Mapping[str, str], now: datetime
) -> Snoozed:
    entry = entry_for(course, pupil, notice, details)
    if entry is None:
        return Snoozed("nothing")
    ledger.enqueue(connection, entry, now=now, look_at=min(notice.due_at, now + ledger.FARTHEST))
    return Snoozed("later", notice.due_at)
