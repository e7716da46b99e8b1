"""Posts about seats are kept up to date in place: the board in the channel, and what staff were told as class began.

A burst of changes is one change of the post. What stands is compared with what would be said, so nothing need be
remembered: whoever looks next makes good what was cut off, and of several processes one takes each turn. While nobody
changes anything nothing is asked of the database but once a minute, for what another process did.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.port import Platform, PostRefused, RateLimited
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_rules import closes_at
from bot.course.signups import begins_at, seats
from bot.errors import CoursebotError
from bot.services import class_start, seat_board
from bot.services.claiming import Compose, Particulars
from bot.services.destinations import STAFF, destinations
from bot.services.in_place import LONGEST, Turn, begin, composed, put, turn_done
from bot.store import courses as states
from bot.store import marks, standing
from bot.store import seats as stored
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery

log = logging.getLogger(__name__)

QUIET = timedelta(seconds=5)
"""So long after the last change of a burst the post is changed,"""

PATIENCE = timedelta(seconds=30)
"""and so long after the first one at the latest."""

BETWEEN = timedelta(seconds=5)
"""Two changes of one post are so far apart; platforms limit how many there may be."""

LOOK = timedelta(minutes=1)
"""So often it is looked whether another process wrote something."""

COMPARE = timedelta(minutes=15)
"""So often everything is compared, for names and whatever else may have changed unseen."""

FOR_GOOD = timedelta(seconds=30)
"""A change of which nobody wrote down what became of it is left to whoever makes it for so long,"""

LONGEST_WAIT = timedelta(hours=1)
"""and what the platform refuses is tried ever more seldom, down to this."""

MARK, PINNED = "kept:", "pinned:"

KEPT: Mapping[NoticeKind, Particulars] = {
    NoticeKind.BOARD: seat_board.particulars,
    NoticeKind.CLASS_START: class_start.particulars,
}
"""What is kept up to date, and where it is looked up what it would say now."""

KINDS = tuple(kind.value for kind in KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What tells cheaply that something may have changed. `missing`: the board is to be posted."""

    change: int
    others: Hashable
    missing: bool
    unpinned: tuple[Delivery, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is to be put in place of what stands, and when to look again for what has to wait. `known`: the last line of
    the history of seats by then.
    """

    changes: tuple[tuple[Delivery, Reply], ...] = ()
    again: datetime | None = None
    known: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`waits`: by row, how long a change that failed is not tried again. `known`: what was told as class began is
    looked at only where the history of its seats goes on after that line; None: in any case.
    """

    compose: Compose
    waits: Mapping[int, timedelta]
    known: int | None


@dataclass(slots=True, kw_only=True)
class _Watch:
    """What this process knows of a course: a memo. `turns`: its `turning_points`, in order."""

    course: Course
    turns: Sequence[datetime]
    writes: int = -1
    looked: datetime | None = None
    seen: Look | None = None
    compared: datetime | None = None
    known: int | None = None
    first: datetime | None = None
    last: datetime | None = None
    again: datetime | None = None
    waits: dict[int, timedelta] = field(default_factory=dict)
    """How long a change is not tried again, by the row, where it failed."""

    def due(self, now: datetime) -> datetime | None:
        """When something that is known of changes a post next."""
        if self.compared is None or self.compared > now:
            return now
        found = [self.again] if self.again is not None else []
        found += self._turns_after(self.compared)[:1]
        if self.first is not None and self.last is not None:
            found.append(min(self.last + QUIET, self.first + PATIENCE))
        return min(found, default=None)

    def _turns_after(self, at: datetime) -> Sequence[datetime]:
        return self.turns[bisect_right(self.turns, at) :]

    def turned(self, now: datetime) -> bool:
        """Whether a turning point has passed since posts were compared last."""
        return self.compared is not None and any(at <= now for at in self._turns_after(self.compared)[:1])

    def is_old(self, now: datetime) -> bool:
        """Whether everything is to be compared; no tick comes for that alone."""
        return self.compared is None or now >= self.compared + COMPARE

    def changed(self, now: datetime) -> None:
        self.first = self.first if self.first is not None and self.first <= now else now
        self.last = now


@dataclass(kw_only=True)
class KeptPosts:
    """One of the rounds about seats."""

    run: Runner
    platforms: Mapping[str, Platform]
    compose: Compose
    _watches: dict[str, _Watch] = field(default_factory=dict)

    def next(self, course: Course, now: datetime) -> datetime | None:
        """When a post is to be changed next."""
        watch = self._watches.get(course.id)
        return None if watch is None else watch.due(now)

    async def tick(self, course: Course, now: datetime) -> bool:
        """Look whether something has changed, and once it is time change what stands. True where the board is to be
        posted.
        """
        watch = self._watches.get(course.id)
        if watch is None or watch.course is not course:
            watch = self._watches[course.id] = _Watch(course=course, turns=turning_points(course))
        told = await self._look(watch, now) if self._should_look(watch, now) else False
        due = watch.due(now)
        if (due is not None and due <= now) or watch.is_old(now):
            await self._compare(watch, now)
        return told

    def _should_look(self, watch: _Watch, now: datetime) -> bool:
        if watch.looked is None or watch.writes != self.run.writes:
            return True
        return not watch.looked <= now < watch.looked + LOOK

    async def _look(self, watch: _Watch, now: datetime) -> bool:
        watch.writes, watch.looked = self.run.writes, now
        seen: Look = await self.run.read(look, watch.course, now=now)
        if seen != watch.seen:
            watch.changed(now)
        watch.seen = seen
        for row in seen.unpinned:
            await self._pin(row, now)
        return seen.missing and await self.run(seat_board.announce, watch.course, now=now)

    async def _compare(self, watch: _Watch, now: datetime) -> None:
        known = None if watch.is_old(now) or watch.turned(now) else watch.known
        asking = Asking(compose=self.compose, waits=watch.waits, known=known)
        found: Difference = await self.run.read(differing, watch.course, asking, now=now)
        watch.known = found.known if found.again is None else watch.known
        watch.compared, watch.first, watch.last, watch.again = now, None, None, found.again
        if not found.changes:
            return
        for turn in await self.run(take, watch.course, asking, now=now):
            if await self._put(watch, turn):
                watch.waits.pop(turn.row.id, None)
                await self.run(turn_done, turn)
                continue
            again = now + watch.waits[turn.row.id]
            watch.again = again if watch.again is None else min(watch.again, again)

    async def _put(self, watch: _Watch, turn: Turn) -> bool:
        """Whether the platform has it; otherwise how long to wait is in the memo."""
        platform = self.platforms.get(turn.row.platform)
        before = watch.waits.get(turn.row.id)
        wait = FOR_GOOD if before is None else min(before * 2, LONGEST_WAIT)
        try:
            if platform is not None and await put(platform, turn, seconds=LONGEST):
                return True
        except RateLimited as limited:
            wait = min(max(timedelta(seconds=limited.retry_after), FOR_GOOD), LONGEST_WAIT)
            log.info("action=refresh_limited delivery=%s seconds=%g", turn.row.id, limited.retry_after)
        except CoursebotError as error:
            wait = FOR_GOOD
            log.warning("action=refresh_failed delivery=%s error=%s", turn.row.id, type(error).__name__)
        watch.waits[turn.row.id] = wait
        return False

    async def _pin(self, row: Delivery, now: datetime) -> None:
        """Pinned or refused, it is tried once; while the platform is away, at the next look."""
        platform = self.platforms.get(row.platform)
        if platform is None or row.reference is None:
            return
        try:
            await platform.pin(row.channel, row.reference)
        except PostRefused as refusal:
            log.info("action=not_pinned delivery=%s reason=%s", row.id, refusal)
        except CoursebotError as error:
            log.warning("action=pin_failed delivery=%s error=%s", row.id, type(error).__name__)
            return
        await self.run(marks.set_mark, f"{PINNED}{row.id}", now)


def turning_points(course: Course) -> Sequence[datetime]:
    """When a seat's class begins, is over, is closed for who signs up, or nobody is asked any more who presented."""
    found: set[datetime | None] = set()
    for session in {seat.session.id: seat.session for seat in seats(course)}.values():
        begins = begins_at(course, session)
        found |= {begins, session.over_at, closes_at(course, begins) if begins is not None else None}
        asked = class_start.hour(course, session)
        found |= {asked.until if asked is not None else None}
    return sorted(at for at in found if at is not None)


def look(connection: Connection, course: Course, *, now: datetime) -> Look:
    """A few indexed questions."""
    state = states.state(connection, course.id)
    sent = standing.sent(connection, course.id, KINDS, destinations=_destinations(course))
    return Look(
        change=stored.number_of_changes(connection, course.id),
        others=(stored.opening(connection, course.id), state.paused(now), state.live, sent),
        missing=not state.paused(now) and seat_board.is_missing(connection, course, now=now),
        unpinned=_unpinned(connection, course) if sent else (),
    )


def _unpinned(connection: Connection, course: Course) -> tuple[Delivery, ...]:
    boards = standing.newest(
        connection, course.id, [NoticeKind.BOARD.value], destinations=_destinations(course, staff=False)
    )
    return tuple(one.delivery for one in boards if marks.marked(connection, f"{PINNED}{one.delivery.id}") is None)


def _destinations(course: Course, *, staff: bool = True) -> Collection[str]:
    there = {place.platform for place in destinations(course, seat_board.PURPOSE)}
    return there | {STAFF} if staff else there


def differing(connection: Connection, course: Course, asking: Asking, *, now: datetime) -> Difference:
    """Of each post what should stand there, where that is something else, or nobody knows; a paused course's posts
    stay as they are.
    """
    if states.state(connection, course.id).paused(now):
        return Difference(known=asking.known)
    last = stored.last_change(connection, course.id)
    known = asking.known
    touched = None if known is None else {one.key.session for one in stored.changes(connection, course.id, after=known)}
    again: list[datetime] = []
    changes: list[tuple[Delivery, Reply]] = []
    for row in standing.newest(connection, course.id, KINDS, destinations=_destinations(course)):
        one = row.delivery
        board = one.notice.kind is NoticeKind.BOARD
        if not (board or row.doubtful or touched is None or one.key.item in touched):
            continue
        reply = composed(connection, course, one, KEPT[one.notice.kind], compose=asking.compose, now=now)
        if reply is None or (not row.doubtful and codec.encode(reply) == one.snapshot):
            continue
        taken = marks.marked(connection, f"{MARK}{one.id}")
        wait = asking.waits.get(one.id, FOR_GOOD) if row.doubtful else BETWEEN
        if taken is not None and taken <= now < taken + wait:
            again.append(taken + wait)
        else:
            changes.append((one, reply))
    return Difference(changes=tuple(changes), again=min(again, default=None), known=last)


def take(connection: Connection, course: Course, asking: Asking, *, now: datetime) -> tuple[Turn, ...]:
    """What `differing` finds, as turns of whoever is first."""
    turns: list[Turn] = []
    for row, reply in differing(connection, course, asking, now=now).changes:
        name = f"{MARK}{row.id}"
        if marks.advance(connection, name, before=marks.marked(connection, name), to=now):
            turns.append(begin(connection, row, reply))
    return tuple(turns)
