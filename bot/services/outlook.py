"""What is coming: each course's planned notices in order, and how far they have been entered into the ledger.

A memo, computed from the schedule in force and from when the course went live; it is thrown away when either changes.
Entering a notice twice is harmless, the ledger's key decides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.course import planner
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.services.destinations import REHEARSAL, destinations, staff_destination
from bot.store.ledger import Entry
from bot.store.records import CourseState, Version

Names = tuple[NoticeKind, str, str]
"""Kind, item and occurrence: a notice's identity in its course."""

Planned = Mapping[Names, Notice]
"""All that the planner has for a course."""


def names_of(notice: Notice) -> Names:
    return (notice.kind, notice.item, notice.occurrence)


def planned(course: Course) -> Planned:
    """All notices of the term. A reminder is of use until the next one of the same thing, which says it better."""
    following: dict[tuple[NoticeKind, str], datetime] = {}
    found: list[Notice] = []
    for notice in reversed(planner.term(course)):
        if notice.kind in (NoticeKind.REVIEW_DUE, NoticeKind.DEADLINE):
            until = following.get((notice.kind, notice.item), notice.stale_after)
            following[notice.kind, notice.item] = notice.due_at
            notice = replace(notice, stale_after=min(notice.stale_after, until))  # noqa: PLW2901
        found.append(notice)
    return {names_of(notice): notice for notice in reversed(found)}


@dataclass(slots=True)
class _Plan:
    """`since`: what was due before is baseline. `notices` are in order; the first `done` of them are entered."""

    course: Course
    number: int
    live: bool
    since: datetime
    planned: Planned
    notices: tuple[Notice, ...]
    done: int = 0

    def ready(self, now: datetime) -> tuple[Notice, ...]:
        return self.notices[self.done : bisect_right(self.notices, now, key=lambda notice: notice.due_at)]


class Outlook:
    """The plans of all courses of this process."""

    def __init__(self) -> None:
        self._plans: dict[str, _Plan] = {}
        self._states: Mapping[str, CourseState] = {}
        self._entered: datetime | None = None
        self.version: Hashable = None
        """Another value once a schedule, or whether a course is live, paused or has its roster, has changed."""

    @property
    def planned(self) -> Mapping[str, Planned]:
        """By course: all that its schedule in force plans."""
        return {name: plan.planned for name, plan in self._plans.items()}

    def update(self, shelved: Iterable[tuple[Version, Course]], states: Mapping[str, CourseState]) -> None:
        """Take in what the database says; plan anew what has changed."""
        self._states = states
        plans: dict[str, _Plan] = {}
        for version, course in shelved:
            state = states[course.id]
            since = state.live_at or state.created_at
            old = self._plans.get(course.id)
            if old is not None and (old.number, old.since, old.live) == (version.number, since, state.live):
                plans[course.id] = old
                continue
            everything = planned(course)
            notices = tuple(notice for notice in everything.values() if since < notice.due_at)
            plans[course.id] = _Plan(course, version.number, state.live, since, everything, notices)
        self._plans = plans
        self.version = tuple((plan.number, states[name]) for name, plan in plans.items())

    def due(self, now: datetime) -> tuple[Entry, ...]:
        """What is to be entered at `now`; while a course is paused its notices wait here.

        After the clock was set back all is given anew: what was recorded as over may lie ahead again.
        """
        if self._entered is not None and now < self._entered:
            self._entered = now
            for plan in self._plans.values():
                plan.done = 0
        return tuple(
            entry
            for plan in self._plans.values()
            if not self._states[plan.course.id].paused(now)
            for notice in plan.ready(now)
            for entry in entries(plan.course, notice, live=plan.live)
        )

    def entered(self, now: datetime) -> None:
        """Everything that `due` gave for `now` is in the ledger."""
        self._entered = now
        for plan in self._plans.values():
            if not self._states[plan.course.id].paused(now):
                plan.done += len(plan.ready(now))

    def unentered_since(self, now: datetime) -> datetime | None:
        """When the oldest notice was due that no tick has entered yet, though it is still of use."""
        found = (
            notice.due_at
            for plan in self._plans.values()
            if not self._states[plan.course.id].paused(now)
            for notice in plan.ready(now)
            if now < notice.stale_after
        )
        return min(found, default=None)

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
    if live:
        return tuple(
            Entry(notice=notice, destination=place.platform, platform=place.platform, channel=place.channel)
            for place in destinations(course, notice.channel)
        )
    staff = staff_destination(course)
    if staff is None:
        return ()
    return (Entry(notice=notice, destination=REHEARSAL, platform=staff.platform, channel=staff.channel),)
