"""The tick: enter what has become due, claim it, say it, and record what became of it.

Transaction 1 claims a few rows and freezes their text; the platform posts with no transaction open; transaction 2
records the reference, only while the claim is still this run's own. The ledger is the only retry engine. What this
object keeps in memory is a memo: everything can be computed again from the database and the schedule.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.port import Platform
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError
from bot.services import claiming, failures
from bot.services.claiming import Compose, Particulars
from bot.services.courses import Shelf
from bot.services.fan_out import FanOut
from bot.services.outlook import Outlook
from bot.services.pace import Pace
from bot.services.sweeping import Sweep
from bot.services.voice import Asked, Files, Voice, no_files
from bot.store import claims, endings, schedules
from bot.store import courses as course_states
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery
from bot.store.records import CourseState, Version
from bot.store.wake import Wake, wake

log = logging.getLogger(__name__)

CLAIM_LIMIT = 5
"""Few at a time: it bounds what a frozen process can hold up."""

LANES_TURN = 1.0
"""Seconds for which a tick waits for direct messages; more of them go on while the next ticks come."""

LANES_END = 2.0
"""Seconds that what is on its way is given at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What one look at the database tells: all that an idle tick needs."""

    versions: tuple[Version, ...]
    states: Mapping[str, CourseState]
    wake: Wake


def look(connection: Connection, owner: str) -> Situation:
    """One read transaction of a few indexed queries."""
    return Situation(
        versions=schedules.in_force(connection),
        states={state.course: state for state in course_states.states(connection)},
        wake=wake(connection, owner),
    )


@dataclass(kw_only=True)
class Announcer:
    """Says what is due. `lease` is in seconds: a post may begin only within the first half of it after its claim."""

    run: Runner
    shelf: Shelf
    platforms: Mapping[str, Platform]
    compose: Compose
    owner: str
    lease: float = 60.0
    monotonic: Callable[[], float] = time.monotonic
    observe: Callable[[str, timedelta], None] = lambda destination, late: None  # noqa: ARG005
    """Told of each post that was said: its destination, and how long after it was due."""
    pace: Callable[[], Pace] = Pace
    """What the lanes of direct messages begin with."""
    particulars: Mapping[NoticeKind, Particulars] = field(default_factory=dict)
    files: Files = no_files
    outlook: Outlook = field(default_factory=Outlook)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _limits: dict[tuple[str, str], tuple[datetime, datetime]] = field(default_factory=dict)
    """Channels that a platform asked to leave alone: since when, until when."""
    _lanes: dict[str, FanOut] = field(default_factory=dict)
    """By platform."""

    async def tick(self, now: datetime) -> datetime | None:
        """Say all that is due at `now`. Returns the next instant at which something will be, if any is known; `now`
        itself where many direct messages are still on their way, beside which the next tick may come.
        """
        async with self._one_at_a_time:  # a claim that a tick finds is one that nobody is at work on
            return await self._tick(now)

    async def _tick(self, now: datetime) -> datetime | None:
        situation = await self.run.read(look, self.owner)
        shelved = await self.shelf.at(situation.versions)
        self.outlook.update([one for one in shelved if not one[0].ended], situation.states)
        due = self.outlook.due(now)
        if due:
            await self.run(claiming.enter, due, now=now)
            self.outlook.entered(now)
        if due or situation.wake.wanted(now):
            setting = claiming.Setting(
                courses={course.id: course for _, course in shelved},
                planned=self.outlook.planned,
                platforms=self.platforms,
                compose=self.compose,
                owner=self.owner,
                lease=self.lease,
                now=now,
                particulars=self.particulars,
            )
            voice = Voice(
                run=self.run,
                owner=self.owner,
                lease=self.lease,
                monotonic=self.monotonic,
                observe=self.observe,
                files=self.files,
            )
            tried: set[int] = set()
            await self._say_all(setting, voice, tried)
            unfinished = await self._fan_out(setting, voice)
            situation = await self.run.read(look, self.owner)
            if situation.wake.wanted(now):
                await self._say_all(setting, voice, tried)  # what staff are told of direct messages
                await Sweep(run=self.run, setting=setting, patience=self.lease / 2).all()
                situation = await self.run.read(look, self.owner)
            if unfinished:
                return now
        # What is due already and still open waits for something else than time: an earlier part, a pause, staff.
        coming = (situation.wake.at, self.outlook.next_due(now), *(lane.held() for lane in self._lanes.values()))
        return min((at for at in coming if at is not None and at > now), default=None)

    async def close(self, patience: float = LANES_END) -> None:
        """Begin nothing more; what is on its way in the lanes is given a moment, so many seconds at most."""
        await asyncio.gather(*(lane.close(min(LANES_END, patience)) for lane in self._lanes.values()))

    # --- saying -----------------------------------------------------------------------------------------------------

    async def _say_all(self, setting: claiming.Setting, voice: Voice, tried: set[int]) -> None:
        """Round by round. A tick that has taken long ends, since what time it is has changed; the next one goes on."""
        begun: float | None = None
        share = claims.Share(tuple(setting.platforms), direct=False)
        while True:
            started = self.monotonic()
            begun = started if begun is None else begun
            if started - begun > self.lease / 2:
                return
            taken = await self.run(claiming.take, setting, tried=frozenset(tried), limit=CLAIM_LIMIT, share=share)
            if not taken.claimed:
                return
            tried |= taken.claimed
            queues: dict[tuple[str, str], list[Delivery]] = {}
            for one in taken.ready:
                queues.setdefault((one.platform, one.channel), []).append(one)
            # Nothing may go on posting once this returns: the next tick takes what it finds claimed for abandoned.
            await asyncio.gather(*(self._say_queue(queue, setting, voice, started) for queue in queues.values()))

    async def _say_queue(self, queue: list[Delivery], setting: claiming.Setting, voice: Voice, started: float) -> None:
        """One channel's rows, in order; other channels do not wait for it. Raises nothing."""
        for one in queue:
            try:
                if await self._left_alone(one, setting.now):
                    continue
                if one.platform in self._lanes:
                    await self._lanes[one.platform].give_way()
                said = await voice.say(one, setting, started)
                if isinstance(said, Asked):
                    await self._limited(one, setting, said.seconds)
            except Exception as error:  # noqa: BLE001 - it stays claimed, and the next tick finds it
                log.warning("action=mark_failed delivery=%s error=%s", one.id, type(error).__name__)

    async def _left_alone(self, one: Delivery, now: datetime) -> bool:
        """Whether the channel's platform asked to wait; the row waits as long."""
        asked, until = self._limits.get((one.platform, one.channel), (now, now))
        if not asked <= now < until:
            return False
        await self.run(endings.mark_waiting, one, self.owner, until=until, unsure=one.unsure)
        return True

    async def _limited(self, one: Delivery, setting: claiming.Setting, seconds: float) -> None:
        until = failures.allowed_again(setting.now, seconds)
        self._limits[one.platform, one.channel] = (setting.now, until)
        await self.run(failures.rate_limited, one, setting, retry_after=seconds)

    def _lane(self, platform: str) -> FanOut:
        if platform not in self._lanes:
            self._lanes[platform] = FanOut(platform=platform, pace=self.pace())
        return self._lanes[platform]

    async def _fan_out(self, setting: claiming.Setting, voice: Voice) -> bool:
        """Let the lanes go on, and wait for them a little. Whether one still runs. One that fails ends alone: its rows
        are found by its next run, and the rest of the tick is done.
        """
        for name in setting.platforms:
            self._lane(name).go(voice, setting)
        until = asyncio.get_running_loop().time() + LANES_TURN
        running = False
        for lane in self._lanes.values():
            left = until - asyncio.get_running_loop().time()
            try:
                running |= await lane.turn(max(left, 0.0))
            except CoursebotError as error:
                log.warning("action=lane_failed platform=%s error=%s", lane.platform, type(error).__name__)
            except Exception:
                log.exception("action=lane_failed platform=%s", lane.platform)
        return running
