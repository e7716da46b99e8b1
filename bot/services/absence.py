"""That the bot was away: a gap in which no process of the service ticked, told to staff of each live course once.

A mark that is set once a minute tells when the service was last there; each gap is a mark of its own until it has been
told, so that neither kill -9 nor another process loses it or tells it twice. The sentences are the handlers'.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError
from bot.services.staff_notices import Telling, tell
from bot.store import courses as states
from bot.store import marks, outcomes, restored
from bot.store.database import Connection, Runner

log = logging.getLogger(__name__)

TICKED = "ticked"
"""The mark of the last tick; it is up to a minute old while a service runs."""

AWAY_AFTER = timedelta(minutes=15)
"""A shorter gap is a restart, of which nobody needs to hear."""

EVERY = timedelta(minutes=1)

PATIENCE = timedelta(minutes=10)
"""So long it is waited for what came due in the gap to be said, before staff are told of it."""

_GAP = "away:"
"""Begins the name of a gap's mark; its start follows, its instant is the gap's end."""


class Gap(NamedTuple):
    """From when until when no process ticked."""

    since: datetime
    until: datetime

    @property
    def word(self) -> str:
        """Its identity: two gaps never begin at one instant."""
        return self.since.astimezone(UTC).replace(tzinfo=None).isoformat()

    @property
    def nobody_from(self) -> datetime:
        """A tick up to a minute after the mark leaves it as it is; what was begun on later was begun on after the gap,
        also where its process read its clock before the one that noted the gap's end.
        """
        return self.since + EVERY


class Pulse(NamedTuple):
    """When the service last ticked, and the gaps that staff have not been told of."""

    ticked: datetime | None
    gaps: tuple[Gap, ...]


def pulse(connection: Connection) -> Pulse:
    """What the marks say."""
    gaps = (
        Gap(datetime.fromisoformat(name.removeprefix(_GAP)).replace(tzinfo=UTC), at)
        for name, at in marks.starting(connection, _GAP).items()
    )
    return Pulse(marks.marked(connection, TICKED), tuple(gaps))


def fresh(ticked: datetime | None, now: datetime) -> bool:
    """Whether the mark may stay as it is. One that lies ahead was set before the clock was set back."""
    return ticked is not None and ticked - EVERY < now < ticked + EVERY


def beat(connection: Connection, *, now: datetime, away_after: timedelta) -> Pulse:
    """Set the mark, and note a gap that ends here. Of several processes that come at once one does. Before the database
    was restored from a copy nothing is known of who ticked.
    """
    ticked = marks.marked(connection, TICKED)
    if not fresh(ticked, now) and marks.advance(connection, TICKED, before=ticked, to=now):
        known_since = restored.forgotten_until(connection, now=now)
        if ticked is not None and now - max(ticked, known_since or ticked) > away_after:
            gap = Gap(ticked, now)
            marks.set_mark(connection, f"{_GAP}{gap.word}", now)
            log.info("action=was_away since=%s until=%s", gap.since.isoformat(), now.isoformat())
    return pulse(connection)


class Told(NamedTuple):
    """`settled`: nothing about the gap is left to do. `said`: something was entered that can be said now."""

    settled: bool
    said: bool


def tell_gap(
    connection: Connection, gap: Gap, courses: Collection[Course], *, away_after: timedelta, now: datetime
) -> Told:
    """Tell the staff of each course that was live in it, once what came due in the gap is said or over, or after
    PATIENCE. A gap that lies ahead was noted by a clock that has been set back: nobody is told of it.
    """
    settled, said = True, False
    for course in courses if now + PATIENCE > gap.until else ():
        live_at = states.state(connection, course.id).live_at
        since = gap.since if live_at is None else max(gap.since, live_at)
        if live_at is None or gap.until - since <= away_after:
            continue
        found = outcomes.came_due(connection, course.id, since=since, until=gap.until, begun_from=gap.nobody_from)
        if found.open and now < gap.until + PATIENCE:
            settled = False
            continue
        numbers = {name: str(number) for name, number in asdict(found).items()}
        telling = Telling(
            kind=NoticeKind.AWAY,
            item="service",
            occurrence=gap.word,
            title="I was away",
            details={"since": since.isoformat(), "until": gap.until.isoformat(), **numbers},
        )
        said = tell(connection, course, telling, now=now) or said
    if settled:
        marks.clear(connection, f"{_GAP}{gap.word}")
    return Told(settled, said)


@dataclass(kw_only=True)
class Absence:
    """Keeps the mark and has gaps told. `away_after`: a longer gap is one; None: the clock is simulated, so that no gap
    says anything.
    """

    run: Runner
    away_after: timedelta | None = None
    _beat: datetime | None = None
    """As the mark was when it was last looked at."""
    _gaps: tuple[Gap, ...] = field(default=())

    async def begin(self, now: datetime) -> None:
        """At the begin of a tick: the service is there. Most ticks look at nothing. Raises nothing."""
        if self.away_after is None or fresh(self._beat, now):
            return
        try:
            known = await self.run.read(pulse)
            if not fresh(known.ticked, now):
                known = await self.run(beat, now=now, away_after=self.away_after)
        except CoursebotError:
            pass  # what follows in the tick meets the same trouble, and it is logged there
        except Exception:
            log.exception("action=beat_failed")
        else:
            self._beat, self._gaps = known

    async def tick(self, courses: Collection[Course], now: datetime) -> bool:
        """After what is due was said. True where there is something to be said now. Raises nothing."""
        said, longer = False, self.away_after
        for gap in self._gaps if longer is not None else ():
            try:
                told = await self.run(tell_gap, gap, courses, away_after=longer or timedelta(0), now=now)
            except CoursebotError as error:
                log.warning("action=absence_not_told since=%s error=%s", gap.since.isoformat(), type(error).__name__)
                continue
            except Exception:
                log.exception("action=absence_not_told since=%s", gap.since.isoformat())
                continue
            said = told.said or said
            if told.settled:
                self._gaps = tuple(one for one in self._gaps if one != gap)
        return said
