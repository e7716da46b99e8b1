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

from sqlalchemy.engine import Connection

from bot.conversation import codec
from bot.conversation.port import HistoryUnreadable, OutcomeUnknown, Platform, PostRefused, RateLimited
from bot.errors import CoursebotError, PlatformDown
from bot.services import claiming, settling
from bot.services.claiming import Compose
from bot.services.courses import Shelf
from bot.services.outlook import Outlook
from bot.store import courses as course_states
from bot.store import ledger, schedules
from bot.store.database import Runner
from bot.store.ledger import Delivery
from bot.store.records import CourseState, Version

log = logging.getLogger(__name__)

CLAIM_LIMIT = 5
"""Few at a time: it bounds what a frozen process can hold up."""

CHECK_AFTER = timedelta(minutes=2)
"""When to look for a double after an outcome that was once unknown: a late request has arrived by then."""

MISSING_PLATFORM_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What one look at the database tells: all that an idle tick needs."""

    versions: tuple[Version, ...]
    states: Mapping[str, CourseState]
    wake: ledger.Wake


def look(connection: Connection) -> Situation:
    """One read transaction of a few indexed queries."""
    return Situation(
        versions=schedules.in_force(connection),
        states={state.course: state for state in course_states.states(connection)},
        wake=ledger.wake(connection),
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

    async def tick(self, now: datetime) -> datetime | None:
        """Say all that is due at `now`. Returns the next instant at which something will be, if any is known."""
        situation = await self.run.read(look)
        courses = await self.shelf.at(situation.versions)
        self.outlook.update(courses, situation.versions, situation.states)
        due = self.outlook.due(now)
        if due:
            await self.run(claiming.enter, due, now=now)
            self.outlook.entered(now)
        if due or situation.wake.lapsed or (situation.wake.at is not None and situation.wake.at <= now):
            await self._say_all(
                claiming.Setting(
                    courses={course.id: course for course in courses},
                    platforms=self.platforms,
                    compose=self.compose,
                    owner=self.owner,
                    paused=frozenset(name for name, state in situation.states.items() if state.paused(now)),
                    now=now,
                )
            )
            await self._retract_all(now)
            await self._look_for_doubles(now)
            situation = await self.run.read(look)
        # What is due already and still open waits for something else than time: an earlier part, a pause, staff.
        coming = (situation.wake.at, self.outlook.next_due(now))
        return min((at for at in coming if at is not None and at > now), default=None)

    # --- saying -----------------------------------------------------------------------------------------------------

    async def _say_all(self, setting: claiming.Setting) -> None:
        tried: set[int] = set()
        while True:
            started = self.monotonic()
            taken = await self.run(claiming.take, setting, tried=frozenset(tried), limit=CLAIM_LIMIT)
            if not taken.claimed:
                return
            tried |= taken.claimed
            queues: dict[tuple[str, str], list[Delivery]] = {}
            for one in taken.ready:
                queues.setdefault((one.platform, one.channel), []).append(one)
            await asyncio.gather(*(self._say_queue(queue, setting, started) for queue in queues.values()))

    async def _say_queue(self, queue: list[Delivery], setting: claiming.Setting, started: float) -> None:
        """One channel's rows, in order; other channels do not wait for it."""
        for one in queue:
            try:
                await self._say(one, setting, started)
            except CoursebotError as error:
                log.warning("action=mark_failed delivery=%s error=%s", one.id, type(error).__name__)
            except Exception:
                log.exception("action=say_failed delivery=%s", one.id)
                await self.run(settling.broken, one, setting)

    async def _say(self, one: Delivery, setting: claiming.Setting, started: float) -> None:
        platform = self.platforms.get(one.platform)
        now = setting.now
        if platform is None or one.snapshot is None:
            await self._wait(one, now + MISSING_PLATFORM_PAUSE, unsure=one.unsure)
            return
        if one.unsure and await self._settled_by_looking(platform, one, setting):
            return
        left = self.lease / 2 - (self.monotonic() - started)
        if left <= 0:
            log.warning("action=claim_given_up delivery=%s", one.id)
            await self._wait(one, now, unsure=False)
            return
        try:
            async with asyncio.timeout(left):
                reference = await platform.post(one.channel, codec.decode(one.snapshot), str(one.key))
        except RateLimited as limit:
            await self.run(settling.rate_limited, one, setting, retry_after=limit.retry_after)
        except PostRefused as refusal:
            await self.run(settling.refused, one, setting, sentence=str(refusal))
        except (OutcomeUnknown, TimeoutError) as error:
            await self.run(settling.unknown, one, setting, sentence=str(error) or "no answer in time")
        except PlatformDown as down:
            await self.run(settling.down, one, setting, sentence=str(down))
        else:
            check_at = now + CHECK_AFTER if one.unsure else None
            await self.run(ledger.mark_sent, one, self.owner, reference=reference, now=now, check_at=check_at)
            log.info("action=notice_sent key=%s", one.key)

    async def _settled_by_looking(self, platform: Platform, one: Delivery, setting: claiming.Setting) -> bool:
        """After an unknown outcome: is it there? True where nothing more is to be done in this tick."""
        since = (one.first_claimed_at or setting.now) - timedelta(minutes=1)
        try:
            async with asyncio.timeout(self.lease / 2):
                found = await platform.find(one.channel, str(one.key), since)
        except HistoryUnreadable as unreadable:
            await self.run(settling.unreadable, one, setting, sentence=str(unreadable))
            return True
        except RateLimited as limit:
            await self.run(settling.rate_limited, one, setting, retry_after=limit.retry_after)
            return True
        except (CoursebotError, TimeoutError) as error:
            await self.run(settling.unknown, one, setting, sentence=str(error) or "no answer in time")
            return True
        if found:
            now = setting.now
            await self.run(ledger.mark_sent, one, self.owner, reference=found[0], now=now, check_at=now + CHECK_AFTER)
            log.info("action=notice_found key=%s", one.key)
            return True
        if setting.now >= one.stale_after:
            await self.run(ledger.mark_skipped, one, self.owner, reason="it was over before it could be said")
            return True
        return False

    async def _wait(self, one: Delivery, until: datetime, *, unsure: bool) -> None:
        await self.run(ledger.mark_waiting, one, self.owner, until=until, unsure=unsure)

    # --- afterwards -------------------------------------------------------------------------------------------------

    async def _retract_all(self, now: datetime) -> None:
        for one in await self.run.read(ledger.retracting, now=now):
            platform = self.platforms.get(one.platform)
            try:
                if platform is not None and one.reference is not None:
                    await platform.delete(one.channel, one.reference)
                await self.run(ledger.mark_retracted, one.id)
                log.info("action=notice_retracted key=%s", one.key)
            except CoursebotError as error:
                pause = now + timedelta(minutes=1)
                await self.run(ledger.retract_later, one.id, until=pause, failure=str(error))

    async def _look_for_doubles(self, now: datetime) -> None:
        """Exactly once, verified afterwards: of several posts with one key the later ones are deleted."""
        for one in await self.run.read(ledger.to_check, now=now):
            platform = self.platforms.get(one.platform)
            if platform is None:
                await self.run(ledger.clear_check, one.id, until=now + MISSING_PLATFORM_PAUSE)
                continue
            since = (one.first_claimed_at or now) - timedelta(minutes=1)
            try:
                for double in (await platform.find(one.channel, str(one.key), since))[1:]:
                    await platform.delete(one.channel, double)
                    log.warning("action=double_deleted key=%s", one.key)
                await self.run(ledger.clear_check, one.id)
            except HistoryUnreadable:
                await self.run(ledger.clear_check, one.id)
            except CoursebotError:
                await self.run(ledger.clear_check, one.id, until=now + CHECK_AFTER)
