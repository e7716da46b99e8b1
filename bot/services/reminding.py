"""Reminding those who still owe a review: who is to hear of what now, and what is true when it is put into words.

It enters rows into the ledger and nothing else; the ledger's key decides that each is said once. When it is looked is
known in `reminder_rounds`. It knows no sentence.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.course import reminders as rules
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.reminders import Part, Reminder, quiet, quiet_until, still
from bot.course.reviews import Duty
from bot.course.zones import zone_of
from bot.services import occasions, owing, tallying
from bot.services.personal_notices import entry_for
from bot.store import courses as course_states
from bot.store import grants, ledger, reminded
from bot.store.database import Connection
from bot.store.ledger import Entry
from bot.store.records import CourseState
from bot.store.reminded import Pupil, Row

PARTS, SNOOZED = "parts", "snooze."
"""In the details: the names of what a row says. Then how the occurrence of one that was put off begins."""


JUST_TOLD = timedelta(hours=1)
"""So long after somebody was given more time nothing reminds them of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A row to be entered; what is said along with it needs none of its own, `also` are the rows in its place."""

    entry: Entry
    also: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one look at a course tells. `instants`: when there is something to be entered later; None: as before.
    `tallies`: the sessions of which staff are to be told, with the hour of each.
    """

    print: Hashable
    instants: frozenset[datetime] | None = None
    due: tuple[Due, ...] = ()
    tallies: Mapping[str, datetime] = field(default_factory=dict)


def survey(connection: Connection, course: Course, *, before: Hashable, now: datetime) -> Survey:
    """What is to be entered now and when the next is, unless nothing that matters has changed since `before`."""
    state = course_states.state(connection, course.id)
    right = state.roster_right_at is not None
    who = (reminded.fingerprint(connection, course.id), owing.seats_mark(connection, course))
    mark = (who, state.live_at, state.paused(now), right)
    if mark == before:
        return Survey(print=mark)
    if state.live_at is None:
        return Survey(print=mark, instants=frozenset())
    hours = {session: at for session, at in tallying.hours(course).items() if at > state.live_at}
    tallies = {session: at for session, at in hours.items() if at <= now < at + tallying.USEFUL_FOR}
    instants = {at for at in hours.values() if at > now}
    due: tuple[Due, ...] = ()
    if state.paused(now):
        instants |= {state.paused_until} if state.paused_until is not None else set()
    elif right:
        due, coming = _of_students(connection, course, state, now)
        instants |= coming
    return Survey(print=mark, instants=frozenset(instants), due=due, tallies=tallies)


def _of_students(
    connection: Connection, course: Course, state: CourseState, now: datetime
) -> tuple[tuple[Due, ...], set[datetime]]:
    """The rows that are due and not entered, and when others will be."""
    owed = owing.still_taken(connection, course, now=now)
    granted = {one.id: one.granted_at for mine in grants.of_course(connection, course.id).values() for one in mine}
    planned = rules.Reminders()
    instants: set[datetime] = set()
    ready: list[tuple[Pupil, Reminder]] = []
    for pupil in reminded.pupils(connection, course.id):
        zone = zone_of(pupil.timezone, course.timezone)
        since = max(state.live_at or now, pupil.joined_at)
        for one in planned.of(_not_over(owed.get(pupil.person, ()), now), zone):
            if one.at > now:
                instants.add(one.at)
            elif since <= one.at and now < one.stale_after:
                ready.append((pupil, _due_then(one, granted)))
                instants.add(quiet_until(now, zone))  # what was kept from going out until a night began
    items = {part.session for _, one in ready for part in one.parts}
    rows = reminded.rows(connection, course.id, items) if items else {}
    found: list[Due] = []
    for pupil, one in ready:
        entered = {(row.item, row.occurrence): row for row in rows.get(pupil.person, ())}
        parts = _to_say(pupil, one, owed[pupil.person], entered, now)
        if parts and not quiet(now, zone_of(pupil.timezone, course.timezone)):
            again = (parts[0][0].session, parts[0][1]) in entered
            found += _rows(course, pupil, parts, due_at=now if again else one.at)
    return tuple(found), instants


def _due_then(reminder: Reminder, granted: Mapping[int, datetime]) -> Reminder:
    """Without what was granted after that instant or shortly before it: who has just heard of more time is not told of
    it again.
    """
    parts = (one for one in reminder.parts if one.grant is None or granted[one.grant] + JUST_TOLD <= reminder.at)
    return replace(reminder, parts=tuple(parts))


def _not_over(duties: Iterable[Duty], now: datetime) -> list[Duty]:
    windows = ((duty, [one.window for one in duty.untouched]) for duty in duties)
    return [duty for duty, mine in windows if any(one is not None and one.takes(now) for one in mine)]


def _to_say(
    pupil: Pupil, reminder: Reminder, duties: Iterable[Duty], entered: Mapping[tuple[str, str], Row], now: datetime
) -> list[tuple[Part, str]]:
    """What is left to say of it now, and under which name it is entered. `entered`: what the ledger has."""
    by_session = {duty.session.id: duty for duty in duties}
    return [
        (part, name)
        for part in reminder.for_setting(pupil.reminders)
        if now < part.stale_after
        and (name := _free_name(part, entered)) is not None
        and still(by_session[part.session], part, now)
    ]


def _free_name(part: Part, entered: Mapping[tuple[str, str], Row]) -> str | None:
    """None where it was said; a class that moved far is another deadline, and its reminders are told anew."""
    mine = {name: row for (session, name), row in entered.items() if session == part.session}
    told = {name: None if row.given_up else row.due_at for name, row in mine.items()}
    return occasions.free_name(part.occurrence, told, at=part.at)


def _rows(course: Course, pupil: Pupil, named: Sequence[tuple[Part, str]], *, due_at: datetime) -> list[Due]:
    """One row that says all of it, and those in the place of the others; none for who cannot be reached."""
    parts = [part for part, _ in named]
    stale = max(part.stale_after for part in parts)
    notices = [_notice(course, part.session, name, due_at=due_at, stale_after=stale) for part, name in named]
    entries = [entry for one in notices if (entry := entry_for(course, pupil, one)) is not None]
    if not entries:
        return []
    names = json.dumps([(part.session, part.occurrence) for part in parts])
    return [Due(entry=replace(entries[0], details={PARTS: names}), also=tuple(entries[1:]))]


def _notice(course: Course, session: str, occurrence: str, *, due_at: datetime, stale_after: datetime) -> Notice:
    return Notice(
        course=course.id,
        kind=NoticeKind.REMINDER,
        item=session,
        occurrence=occurrence,
        due_at=due_at,
        stale_after=stale_after,
        title="A reminder",
    )


def enter(connection: Connection, due: Iterable[Due], *, now: datetime) -> None:
    """Enter the rows; those that were entered meanwhile stay as they are."""
    for one in due:
        ledger.enqueue(connection, one.entry, now=now)
        for other in one.also:
            ledger.record_skipped(connection, other, reason=ledger.TOGETHER, now=now)
