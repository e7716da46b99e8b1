"""A message that stands is kept up to date in place: every quarter of an hour until its matter begins, and once then.

Of several processes one takes each turn. What a turn found is marked after the platform has it, so that a turn that was
cut off is made good by the next one. A message that is gone stays gone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.port import Platform
from bot.conversation.reply import Reply, SmallPrint
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError
from bot.services.claiming import Compose
from bot.services.destinations import STAFF
from bot.services.digesting import OCCURRENCE, Hour, hours, particulars
from bot.services.in_place import LONGEST, Turn, begin, composed, put, turn_done
from bot.services.occasions import newest_name
from bot.store import courses as states
from bot.store import marks, standing
from bot.store.database import Connection, Runner

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)

LAST_TRIED_FOR = timedelta(hours=1)
"""How long after the start the last refresh is still tried."""

MARK = "refreshed:"


@dataclass(kw_only=True)
class Refreshing:
    """`lease`: seconds after which a turn that was not done is left to the next one; `monotonic`: what they are counted
    by.
    """

    run: Runner
    platforms: Mapping[str, Platform]
    compose: Compose
    lease: float = 60.0
    monotonic: Callable[[], float] = time.monotonic
    _turned: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """Course and session → this process's last look: a memo, the mark decides."""

    def next(self, courses: Iterable[Course], now: datetime) -> datetime | None:
        """When a matter begins or is over next, of those that are kept up to date; between them any tick will do."""
        standing_now = (hour for course in courses for hour in hours(course) if hour.at <= now)
        return min((at for hour in standing_now for at in (hour.begins, hour.until) if at > now), default=None)

    async def tick(self, courses: Iterable[Course], now: datetime) -> None:
        """Take the turns that are due. Raises nothing."""
        for course in courses:
            for hour in hours(course):
                if not self._may_be_due(course, hour, now):
                    continue
                try:
                    await self._turn(course, hour, now)
                except CoursebotError as error:
                    log.warning("action=refresh_failed course=%s error=%s", course.id, type(error).__name__)
                except Exception:
                    log.exception("action=refresh_failed course=%s", course.id)

    def _may_be_due(self, course: Course, hour: Hour, now: datetime) -> bool:
        if not hour.at <= now < hour.until + LAST_TRIED_FOR:
            return False
        return is_due(self._turned.get((course.id, hour.session.id), hour.at), hour, now)

    async def _turn(self, course: Course, hour: Hour, now: datetime) -> None:
        started = self.monotonic()
        last, turn = await self.run(take_turn, course, hour, compose=self.compose, now=now)
        self._turned[course.id, hour.session.id] = last
        platform = self.platforms.get(turn.row.platform) if turn is not None else None
        if turn is None or platform is None or turn.row.reference is None:
            return
        left = self.lease / 2 - (self.monotonic() - started)
        if left <= 0:
            log.warning("action=turn_given_up delivery=%s", turn.row.id)
            return
        if await put(platform, turn, seconds=min(left, LONGEST)):
            await self.run(turn_done, turn)


def is_due(last: datetime, hour: Hour, now: datetime) -> bool:
    """Whether a turn is due where the last one was at `last`: a quarter of an hour later, at the start, at the end,
    and after it only where the clock was set back.
    """
    if last > now:
        return True
    return now - last >= EVERY or any(last < at <= now for at in (hour.begins, hour.until))


def take_turn(
    connection: Connection, course: Course, hour: Hour, *, compose: Compose, now: datetime
) -> tuple[datetime, Turn | None]:
    """When the last turn was, and what this one has to put there: nothing where it is not its time yet, where somebody
    else takes it, or where the same stands there already.
    """
    names = (course.id, NoticeKind.DIGEST.value, hour.session.id)
    newest = newest_name(OCCURRENCE, standing.hours(connection, *names, destination=STAFF))
    row = standing.of(connection, *names, newest, destination=STAFF)
    if row is None or row.delivery.snapshot is None or states.state(connection, course.id).paused(now):
        return now, None
    name = f"{MARK}{row.delivery.id}"
    marked = marks.marked(connection, name)
    last = marked or row.delivery.sent_at or hour.at
    if not is_due(last, hour, now):
        return last, None
    if hour.until <= last <= now and not row.doubtful:
        return now, None  # the last one is done
    if not marks.advance(connection, name, before=marked, to=now):
        return now, None
    reply = composed(connection, course, row.delivery, particulars, compose=compose, now=now)
    if reply is None or (
        not row.doubtful and _same(reply, codec.decode(row.delivery.snapshot), final=now >= hour.until)
    ):
        return now, None
    return now, begin(connection, row.delivery, reply)


def _same(reply: Reply, stands: Reply, *, final: bool) -> bool:
    """The last time the end counts too, which says until when it is kept up to date."""
    return reply == stands if final else core(reply) == core(stands)


def core(reply: Reply) -> Reply:
    """The reply without the small print at its end, which says when it was made."""
    blocks = reply.blocks[:-1] if reply.blocks and isinstance(reply.blocks[-1], SmallPrint) else reply.blocks
    return replace(reply, blocks=blocks)
