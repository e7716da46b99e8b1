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
from datetime import datetime

from bot.conversation import codec
from bot.conversation.port import HistoryUnreadable, OutcomeUnknown, Platform, PostRefused, RateLimited
from bot.errors import CoursebotError, PlatformDown
from bot.services import claiming, failures
from bot.services.claiming import NOT_NOW, Compose
from bot.services.courses import Shelf
from bot.services.outlook import Outlook
from bot.services.sweeping import CHECK_AFTER, Sweep, since
from bot.store import claims, ledger, schedules
from bot.store import courses as course_states
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery
from bot.store.records import CourseState, Version
from bot.store.wake import Wake, wake

log = logging.getLogger(__name__)

CLAIM_LIMIT = 5
"""Few at a time: it bounds what a frozen process can hold up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What one look at the database tells: all that an idle tick needs."""

    versions: tuple[Version, ...]
    states: Mapping[str, CourseState]
    wake: Wake


def look(connection: Connection) -> Situation:
    """One read transaction of a few indexed queries."""
    return Situation(
        versions=schedules.in_force(connection),
        states={state.course: state for state in course_states.states(connection)},
        wake=wake(connection),
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
    outlook: Outlook = field(default_factory=Outlook)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _limits: dict[tuple[str, str], tuple[datetime, datetime]] = field(default_factory=dict)
    """Channels that a platform asked to leave alone: since when, until when."""

    async def tick(self, now: datetime) -> datetime | None:
        """Say all that is due at `now`. Returns the next instant at which something will be, if any is known."""
        async with self._one_at_a_time:  # a claim that a tick finds is one that nobody is at work on
            return await self._tick(now)

    async def _tick(self, now: datetime) -> datetime | None:
        situation = await self.run.read(look)
        shelved = await self.shelf.at(situation.versions)
        self.outlook.update(shelved, situation.states)
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
                now=now,
            )
            await self._say_all(setting)
            await Sweep(run=self.run, setting=setting, patience=self.lease / 2).all()
            situation = await self.run.read(look)
        # What is due already and still open waits for something else than time: an earlier part, a pause, staff.
        coming = (situation.wake.at, self.outlook.next_due(now))
        return min((at for at in coming if at is not None and at > now), default=None)

    # --- saying -----------------------------------------------------------------------------------------------------

    async def _say_all(self, setting: claiming.Setting) -> None:
        """Round by round. A tick that has taken long ends, since what time it is has changed; the next one goes on."""
        tried: set[int] = set()
        begun: float | None = None
        while True:
            started = self.monotonic()
            begun = started if begun is None else begun
            if started - begun > self.lease / 2:
                return
            taken = await self.run(claiming.take, setting, tried=frozenset(tried), limit=CLAIM_LIMIT)
            if not taken.claimed:
                return
            tried |= taken.claimed
            queues: dict[tuple[str, str], list[Delivery]] = {}
            for one in taken.ready:
                queues.setdefault((one.platform, one.channel), []).append(one)
            # Nothing may go on posting once this returns: the next tick takes what it finds claimed for abandoned.
            await asyncio.gather(*(self._say_queue(queue, setting, started) for queue in queues.values()))

    async def _say_queue(self, queue: list[Delivery], setting: claiming.Setting, started: float) -> None:
        """One channel's rows, in order; other channels do not wait for it. Raises nothing."""
        for one in queue:
            try:
                if not await self._left_alone(one, setting.now):
                    await self._say(one, setting, started)
            except CoursebotError as error:
                log.warning("action=mark_failed delivery=%s error=%s", one.id, type(error).__name__)
            except Exception:
                log.exception("action=say_failed delivery=%s", one.id)
                await self._stumbled(one, setting)

    async def _stumbled(self, one: Delivery, setting: claiming.Setting) -> None:
        try:
            await self.run(failures.stumbled, one, setting)
        except Exception:
            log.exception("action=mark_failed delivery=%s", one.id)

    async def _left_alone(self, one: Delivery, now: datetime) -> bool:
        """Whether the channel's platform asked to wait; the row waits as long."""
        asked, until = self._limits.get((one.platform, one.channel), (now, now))
        if not asked <= now < until:
            return False
        await self._wait(one, until)
        return True

    async def _say(self, one: Delivery, setting: claiming.Setting, started: float) -> None:
        platform = self.platforms.get(one.platform)
        if platform is None:
            await self._wait(one, setting.now + NOT_NOW)
            return
        wanted: Delivery | None = one
        if one.unsure:
            wanted = await self._looked_for(platform, one, setting)
        if wanted is None or wanted.snapshot is None:
            return
        left = self.lease / 2 - (self.monotonic() - started)
        if left <= 0:
            log.warning("action=claim_given_up delivery=%s", one.id)
            await self._wait(one, setting.now)
            return
        await self._post(platform, wanted, setting, left=left)

    async def _post(self, platform: Platform, one: Delivery, setting: claiming.Setting, *, left: float) -> None:
        assert one.snapshot is not None  # noqa: S101 - what is ready has its text
        reply, now = codec.decode(one.snapshot), setting.now
        try:
            async with asyncio.timeout(left):
                say = platform.direct if one.key.destination == ledger.PERSONAL else platform.post
                reference = await say(one.channel, reply, one.posted_as)
        except RateLimited as limit:
            await self._limited(one, setting, limit)
        except PostRefused as refusal:
            await self.run(failures.refused, one, setting, sentence=str(refusal))
        except (OutcomeUnknown, TimeoutError) as error:
            await self.run(failures.unknown, one, setting, sentence=str(error) or "no answer in time")
        except PlatformDown as down:
            await self.run(failures.down, one, setting, sentence=str(down))
        else:
            check_at = now + CHECK_AFTER if one.unsure else None
            if await self.run(claims.mark_sent, one, self.owner, reference=reference, now=now, check_at=check_at):
                log.info("action=notice_sent key=%s", one.key)

    async def _limited(self, one: Delivery, setting: claiming.Setting, limit: RateLimited) -> None:
        until = failures.allowed_again(setting.now, limit.retry_after)
        self._limits[one.platform, one.channel] = (setting.now, until)
        await self.run(failures.rate_limited, one, setting, retry_after=limit.retry_after)

    async def _looked_for(self, platform: Platform, one: Delivery, setting: claiming.Setting) -> Delivery | None:
        """After an unknown outcome: the row as it is to be said, or None where nothing is to be done in this tick."""
        now = setting.now
        try:
            async with asyncio.timeout(self.lease / 2):
                found = await platform.find(one.channel, one.posted_as, since(one, now))
        except HistoryUnreadable as unreadable:
            await self.run(failures.unreadable, one, setting, sentence=str(unreadable))
            return None
        except RateLimited as limit:
            await self._limited(one, setting, limit)
            return None
        except (CoursebotError, TimeoutError) as error:
            await self.run(failures.unknown, one, setting, sentence=str(error) or "no answer in time")
            return None
        if found:
            await self.run(claims.mark_sent, one, self.owner, reference=found[0], now=now, check_at=now + CHECK_AFTER)
            log.info("action=notice_found key=%s", one.key)
            return None
        return await self.run(claiming.again, one, setting)

    async def _wait(self, one: Delivery, until: datetime) -> None:
        """What was unsure stays so: a late request may still arrive."""
        await self.run(claims.mark_waiting, one, self.owner, until=until, unsure=one.unsure)
