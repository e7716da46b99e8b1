"""What a reminder says, looked up at the moment at which it is put into words: what the person owes by then, and since
when and until when, by their own dates.

It knows no sentence and writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from bot.course.answers import lacks
from bot.course.model import Course
from bot.course.reminders import Part, quiet, reminders, still
from bot.course.reviews import Duty, Standing, passed
from bot.course.zones import zone_of
from bot.services import owing, reviewing
from bot.services.reminding import PARTS, SNOOZED
from bot.store import reminded
from bot.store.database import Connection
from bot.store.ledger import Delivery

DETAIL = "reminder"
"""The key of the details under which it stands, as JSON."""


class Missing(NamedTuple):
    """A `Lack` with the id of its field."""

    field: str
    why: str
    words: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is owed. `lacks`: of a draft, what is missing."""

    id: str
    draft: bool
    lacks: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is owed of one session: `left` of the papers. `late`: it was due then."""

    session: str
    due: datetime
    closes_at: datetime
    late: bool
    left: int
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A whole message. `zone` is the person's; `occurrence` is how it is put off."""

    zone: str
    occurrence: str
    abouts: tuple[About, ...]


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """All that it says, for `read`; None for who owes nothing of it any more, wants no reminders, or sleeps."""
    person = int(one.key.recipient) if one.key.recipient.isdecimal() else 0
    pupil = next(iter(reminded.pupils(connection, course.id, only=person)), None)
    if pupil is None:
        return None
    zone = zone_of(pupil.timezone, course.timezone)
    if quiet(now, zone):
        return None
    duties = {duty.session.id: duty for duty in owing.duties_of(connection, course, person, now=now)}
    put_off = one.key.occurrence.startswith(SNOOZED)
    said = [
        part
        for reminder in reminders(duties.values(), zone)
        for part in (reminder.parts if put_off else reminder.for_setting(pupil.reminders))
        if part.at <= now and (put_off or now < part.stale_after)
    ]
    names = _names(one)
    parts = [part for part in said if (part.session, part.occurrence) in names]
    books = _Books(connection, course, person, now)
    abouts = [about for part in parts if (about := books.about(duties[part.session], part)) is not None]
    if not abouts:
        return None
    unlike = {(about.session, about.due): about for about in abouts}
    told = {"zone": zone.key, "occurrence": names[0][1], "abouts": [asdict(about) for about in unlike.values()]}
    return {DETAIL: json.dumps(told, default=datetime.isoformat)}


def _names(one: Delivery) -> list[tuple[str, str]]:
    """What the row says, the first under the session's id of now."""
    stored: list[tuple[str, str]] = [(str(name[0]), str(name[1])) for name in json.loads(one.details.get(PARTS, "[]"))]
    if not stored:
        return [(one.key.item, one.key.occurrence)]
    return [(one.key.item, stored[0][1]), *stored[1:]]


@dataclass(frozen=True, slots=True)
class _Books:
    """One person's reviews, as they are now."""

    connection: Connection
    course: Course
    person: int
    now: datetime

    def about(self, duty: Duty, part: Part) -> About | None:
        waiting = still(duty, part, self.now)
        if not waiting:
            return None
        return About(
            session=part.session,
            due=part.due,
            closes_at=max(one.window.closes_at for one in waiting if one.window is not None),
            late=part.late,
            left=min(duty.left, len(waiting)),
            papers=tuple(self._paper(one) for one in waiting),
        )

    def whole(self, duty: Duty) -> About | None:
        """All that is still wanted and taken of it, whenever it was due."""
        windows = [(one, one.window) for one in duty.to_do(self.now) if one.window is not None]
        if not windows:
            return None
        due = max(window.due for _, window in windows)
        return About(
            session=duty.session.id,
            due=due,
            closes_at=max(window.closes_at for _, window in windows),
            late=passed(due, self.now),
            left=min(duty.left, len(windows)),
            papers=tuple(self._paper(one) for one, _ in windows),
        )

    def _paper(self, one: Standing) -> Paper:
        paper = one.owed.paper
        if one.draft is None:
            return Paper(paper, draft=False)
        opened = reviewing.open_review(self.connection, self.course, self.person, paper, now=self.now)
        missing = lacks(one.owed.review.form, opened.answers)
        found = tuple(Missing(lack.field.id, lack.why, lack.words, lack.wanted) for lack in missing)
        return Paper(paper, draft=True, lacks=found)


def of_duty(connection: Connection, course: Course, person: int, duty: Duty, *, now: datetime) -> About | None:
    """What one person still owes of a session; None where nothing is wanted of them, or taken, any more."""
    return _Books(connection, course, person, now).whole(duty)


def read(details: Mapping[str, str]) -> Told:
    """What `particulars` found."""
    said = json.loads(details[DETAIL])
    return Told(zone=said["zone"], occurrence=said["occurrence"], abouts=tuple(_read(said["abouts"])))


def _read(abouts: Iterable[Mapping[str, Any]]) -> Iterable[About]:
    for one in abouts:
        papers = tuple(
            Paper(paper["id"], paper["draft"], tuple(Missing(*lack) for lack in paper["lacks"]))
            for paper in one["papers"]
        )
        instants = {name: datetime.fromisoformat(one[name]) for name in ("due", "closes_at")}
        yield About(session=one["session"], late=one["late"], left=one["left"], papers=papers, **instants)
