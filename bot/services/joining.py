"""Looking at who is in the courses' channels: at the start, when somebody joins or leaves, after an edit, once a day.

Like the tick it is asynchronous, because it asks platforms between transactions. A look that fails changes nothing and
is made again. What it keeps in memory is a memo.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.conversation.port import Member, Platform, RateLimited, ShutOut
from bot.conversation.request import Event
from bot.course.calendar import instant
from bot.course.model import Course, StaffMember
from bot.errors import CoursebotError
from bot.services import rolls, roster_looks
from bot.services.attendance import SURE_AFTER, Doubts
from bot.services.destinations import STAFF
from bot.services.roster_looks import Look, Staff
from bot.store import marks
from bot.store.database import Connection, Runner

log = logging.getLogger(__name__)

PURPOSE = "announcements"
"""The channel whose members are the course."""

LOOK_AT = time(15)
"""When people are looked at each day, whatever events have told: an hour before staff hear who came and left."""

AGAIN = timedelta(minutes=5)
"""After a look that failed."""

STAFF_HOLDS = timedelta(minutes=10)
"""For so long whom the schedule's staff entries mean is not asked again because somebody joined or left: when a whole
class joins at once, a platform would refuse so many questions.
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom a platform showed for the staff entries that a schedule had."""

    entries: tuple[StaffMember, ...]
    at: datetime
    staff: Staff

    def accounts(self, entries: Collection[StaffMember]) -> frozenset[str]:
        """The accounts that were shown for these of the entries."""
        return frozenset(one.account for entry, members in self.staff if entry in entries for one in members)


@dataclass(kw_only=True)
class Joining:
    """Keeps the courses' people up to date. Nothing is looked at before `meet` was called once."""

    run: Runner
    courses: Callable[[], Awaitable[tuple[Course, ...]]]
    platforms: Mapping[str, Platform]
    _next: dict[str, datetime] = field(default_factory=dict)
    """Course → when it is to be looked at again."""
    _daily: dict[str, datetime] = field(default_factory=dict)
    """Course → the next daily hour, at which one of those who share the database looks for all."""
    _seen: dict[str, Hashable] = field(default_factory=dict)
    """Course → what its schedule said about staff and channels at the last look."""
    _told: dict[str, datetime] = field(default_factory=dict)
    """Course → the hour until which staff have been told the news."""
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)
    """Courses for which a look is about to begin: it will see what another one would."""
    _staff: dict[tuple[str, str], _Asked] = field(default_factory=dict)
    """Course and platform → whom the schedule's staff entries meant when it was last asked."""
    _doubts: dict[str, Doubts] = field(default_factory=dict)
    """Course → whose staff role another look is to confirm."""
    _begun: bool = False
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def meet(self, now: datetime) -> None:
        """Look at the people of every course. Raises nothing that a platform or the database does."""
        self._begun = True
        for course in await self.courses():
            await self._look(course, now)

    async def happened(self, event: Event) -> None:
        """Somebody joined or left a channel: where it is a course's, look who is in it."""
        for course in await self.courses():
            if course.channels.get(event.platform, {}).get(PURPOSE) == event.channel:
                await self._look(course, event.now, staff_too=False)

    async def tick(self, courses: Iterable[Course], now: datetime) -> bool:
        """Tell staff the day's news when its hour has come, and look again, beside whoever calls, where it is time.
        True where there is something to be said now. Raises nothing.
        """
        try:
            return await self._tick(courses, now)
        except CoursebotError as error:
            log.warning("action=roster_tick_failed error=%s", type(error).__name__)
        except Exception:
            log.exception("action=roster_tick_failed")
        return False

    async def _tick(self, courses: Iterable[Course], now: datetime) -> bool:
        told = False
        for course in courses:
            told = await self._tell_news(course, now) or told
            running = self._tasks.get(course.id)
            if self._begun and self._is_time(course, now) and (running is None or running.done()):
                looking = self._in_turn(course, now) if self._is_daily(course) else self._look(course, now)
                self._tasks[course.id] = asyncio.create_task(looking, name=f"people of {course.id}")
        return told

    def _is_daily(self, course: Course) -> bool:
        """Whether nothing but the daily hour calls for a look: no edit, no failure and no doubt of this process."""
        hour = self._daily.get(course.id)
        return self._seen.get(course.id) == _about_people(course) and hour is not None and hour == self._next[course.id]

    async def _in_turn(self, course: Course, now: datetime) -> None:
        """Look, unless somebody else who shares the database has done so for all."""
        try:
            mine = await self.run(takes_turn, course, now=now)
        except CoursebotError as error:
            log.warning("action=people_not_seen course=%s error=%s", course.id, type(error).__name__)
            self._next[course.id] = now + AGAIN
            return
        if mine:
            await self._look(course, now)
        else:
            self._next[course.id] = self._daily[course.id] = _next_day(course, now)

    async def settle(self) -> None:
        """Wait until the looks that are under way are over."""
        if self._tasks:
            await asyncio.wait(self._tasks.values())

    async def close(self) -> None:
        """Stop looking; the next start looks anew."""
        for task in self._tasks.values():
            task.cancel()
        await self.settle()

    async def _tell_news(self, course: Course, now: datetime) -> bool:
        hour = rolls.last_hour(course, now)
        if self._told.get(course.id) == hour:
            return False
        told = await self.run(rolls.tell_news, course, now=now)
        self._told[course.id] = hour
        return told

    def _is_time(self, course: Course, now: datetime) -> bool:
        return self._seen.get(course.id) != _about_people(course) or now >= self._next.get(course.id, now)

    async def _look(self, course: Course, now: datetime, *, staff_too: bool = True) -> None:
        """One look at a time for each course; whoever asks while one is about to begin shares it. `staff_too`: ask anew
        whom the staff entries mean.
        """
        if course.id in self._waiting:
            return
        self._waiting.add(course.id)
        async with self._locks.setdefault(course.id, asyncio.Lock()):
            self._waiting.discard(course.id)
            try:
                again = await self._looked(course, now, staff_too=staff_too)
            except CoursebotError as error:
                log.warning("action=people_not_seen course=%s error=%s", course.id, type(error).__name__)
                again = now + AGAIN
            except Exception:
                log.exception("action=people_not_seen course=%s", course.id)
                again = now + AGAIN
        self._next[course.id], self._daily[course.id] = again, _next_day(course, now)
        self._seen[course.id] = _about_people(course)

    async def _looked(self, course: Course, now: datetime, *, staff_too: bool) -> datetime:
        """Look, and take in what was seen; when to look again. A platform that fails is left out whole."""
        looks: list[Look] = []
        again = _next_day(course, now)
        for name, channels in course.channels.items():
            platform, channel = self.platforms.get(name), channels.get(PURPOSE)
            if platform is None or channel is None:
                continue
            try:
                people = await platform.people(channel)
                looks.append(await self._seen_by(platform, people, course, now, anew=staff_too))
            except ShutOut:
                log.warning("action=people_not_seen course=%s platform=%s error=ShutOut", course.id, name)
            except CoursebotError as error:
                wait = timedelta(seconds=error.retry_after) if isinstance(error, RateLimited) else AGAIN
                again = min(again, now + wait)
                kind = type(error).__name__
                log.warning("action=people_not_seen course=%s platform=%s error=%s", course.id, name, kind)
        taken = await self.run(roster_looks.take, course, looks, now=now, doubts=self._doubts.get(course.id))
        self._doubts[course.id] = taken.doubts
        if taken.changed:
            log.info("action=people_changed course=%s", course.id)
        for person in taken.doubts:
            log.warning("action=staff_not_seen course=%s person=%d", course.id, person)
        return min([again, *(since + SURE_AFTER for since in taken.doubts.values())])

    async def _seen_by(
        self, platform: Platform, people: tuple[Member, ...], course: Course, now: datetime, *, anew: bool
    ) -> Look:
        before = self._staff.get((course.id, platform.name))
        edited = before is not None and before.entries != course.staff
        asked = before
        if asked is None or anew or edited or not asked.at <= now < asked.at + STAFF_HOLDS:
            staff = tuple([(entry, await platform.staff(entry)) for entry in course.staff])
            asked = self._staff[course.id, platform.name] = _Asked(course.staff, now, staff)
        return Look(
            platform=platform.name,
            workspace=platform.workspace,
            people=people,
            staff=asked.staff,
            asked_at=asked.at,
            edited=edited,
            before=before.accounts(course.staff) if before is not None else frozenset(),
        )


def takes_turn(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Whether whoever asks is the first to look at the people since the last daily hour."""
    name, hour = f"people:{course.id}", _next_day(course, now - timedelta(days=1))
    taken = marks.marked(connection, name)
    if taken is not None and hour <= taken <= now:
        return False
    return marks.advance(connection, name, before=taken, to=now)


def _about_people(course: Course) -> Hashable:
    channels = tuple((name, purposes.get(PURPOSE), purposes.get(STAFF)) for name, purposes in course.channels.items())
    return (course.staff, channels)


def _next_day(course: Course, now: datetime) -> datetime:
    """The next time that the course's clock shows the daily hour."""
    day = course.local(now).date()
    hour = instant(day, LOOK_AT, course.timezone)
    return hour if now < hour else instant(day + timedelta(days=1), LOOK_AT, course.timezone)
