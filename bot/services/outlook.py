"""What is coming: each course's planned notices in order, and how far they have been entered into the ledger.

A memo, computed from the schedule in force and from when the course went live; it is thrown away when either changes.
Entering a notice twice is harmless, the ledger's key decides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.course import planner
from bot.course.model import Course
from bot.course.notice import Notice
from bot.services.destinations import REHEARSAL, destinations, staff_destination
from bot.store.ledger import Entry
from bot.store.records import CourseState, Version

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Plan:
    """`since`: what was due before is baseline. `notices` are in order; the first `done` of them are entered."""

    course: Course
    number: int
    live: bool
    since: datetime
    notices: tuple[Notice, ...]
    paused: bool = False
    done: int = 0

    def ready(self, now: datetime) -> tuple[Notice, ...]:
        return self.notices[self.done : bisect_right(self.notices, now, key=lambda notice: notice.due_at)]


class Outlook:
    """The plans of all courses of this process."""

    def __init__(self) -> None:
        self._plans: dict[str, _Plan] = {}
        self._states: Mapping[str, CourseState] = {}

    def update(self, courses: Iterable[Course], versions: Iterable[Version], states: Mapping[str, CourseState]) -> None:
        """Take in what the database says; plan anew what has changed."""
        self._states = states
        plans: dict[str, _Plan] = {}
        for course, version in zip(courses, versions, strict=True):
            state = states[course.id]
            since, live = state.live_at or state.created_at, state.live_at is not None
            old = self._plans.get(course.id)
            if old is not None and (old.number, old.since, old.live) == (version.number, since, live):
                plans[course.id] = old
                continue
            notices = planner.due(course, since, END_OF_TIME)
            plans[course.id] = _Plan(course, version.number, live, since, notices)
        self._plans = plans

    def due(self, now: datetime) -> tuple[Entry, ...]:
        """What is to be entered at `now`; while a course is paused its notices wait here."""
        return tuple(
            entry
            for plan in self._plans.values()
            if not self._states[plan.course.id].paused(now)
            for notice in plan.ready(now)
            for entry in entries(plan.course, notice, live=plan.live)
        )

    def entered(self, now: datetime) -> None:
        """Everything that `due` gave for `now` is in the ledger."""
        for plan in self._plans.values():
            if not self._states[plan.course.id].paused(now):
                plan.done += len(plan.ready(now))

    def next_due(self, now: datetime) -> datetime | None:
        """When the next notice wants to be entered; for a paused course, when its pause ends."""
        found: list[datetime] = []
        for plan in self._plans.values():
            state = self._states[plan.course.id]
            if state.paused(now):
                found += [state.paused_until] if state.paused_until is not None else []
            elif plan.done < len(plan.notices):
                found.append(plan.notices[plan.done].due_at)
        return min(found, default=None)


def entries(course: Course, notice: Notice, *, live: bool) -> tuple[Entry, ...]:
    """Where a notice goes: to its channel on each platform, or as a rehearsal line to staff."""
    places = destinations(course, notice.channel)
    if live:
        return tuple(
            Entry(notice=notice, destination=place.platform, platform=place.platform, channel=place.channel)
            for place in places
        )
    staff = staff_destination(course)
    if staff is None:
        return ()
    where = ", ".join(place.channel for place in places)
    return (
        Entry(
            notice=notice,
            destination=REHEARSAL,
            platform=staff.platform,
            channel=staff.channel,
            details={"where": where},
        ),
    )
