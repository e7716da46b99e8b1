"""What staff were told of somebody who cannot make something is changed in place once it is settled: how and by whom,
in place of the buttons and of what the person wrote; and back where that is taken back. Before that it comes to say who
of them asked back, and when.

It knows no sentence. What stands is compared with what would be said, so that a change that was cut off is made good at
the next look.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import codec
from bot.conversation.port import Platform
from bot.conversation.reply import Buttons, Instant, SmallPrint
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError
from bot.services import asked_back
from bot.services.asked_back import Asked
from bot.services.claiming import Compose
from bot.services.destinations import STAFF
from bot.services.in_place import composed
from bot.services.pleading import standing_particulars
from bot.services.standing_lines import LATELY, Change, StandingLines, is_taken_up
from bot.store import courses as states
from bot.store import grants, standing
from bot.store.database import Connection, Runner
from bot.store.records import Plea
from bot.store.standing import Standing

log = logging.getLogger(__name__)

MARK = "settled:"


@dataclass(kw_only=True)
class SettledLines:
    """Of all courses; one's trouble is not another's."""

    run: Runner
    platforms: Mapping[str, Platform]
    compose: Compose

    def __post_init__(self) -> None:
        self._lines = StandingLines(run=self.run, platforms=self.platforms, compose=self.compose, changes=changes)

    async def tick(self, courses: Iterable[Course], now: datetime) -> None:
        """Change what has to be changed. Raises nothing."""
        for course in courses:
            try:
                await self._lines.look(course, now)
            except CoursebotError as error:
                log.warning("action=settling_failed course=%s error=%s", course.id, type(error).__name__)
            except Exception:
                log.exception("action=settling_failed course=%s", course.id)


def changes(connection: Connection, course: Course, *, compose: Compose, now: datetime) -> tuple[Change, ...]:
    """Of each line about a request that waits or was settled lately, what should stand there, where that is another and
    nobody has taken it up; with the mark of whoever takes it up.
    """
    if states.state(connection, course.id).paused(now):
        return ()
    found: list[Change] = []
    for plea in grants.pleas_since(connection, course.id, now - LATELY):
        for row in _lines(connection, plea):
            asked = asked_back.last(connection, course, plea) if _waits(row, plea) else None
            mark = f"{MARK}{row.delivery.id}:{plea.outcome or 'waits'}{asked.token if asked is not None else ''}"
            if is_taken_up(connection, mark, now) or not _is_old(row, plea, asked):
                continue
            reply = composed(connection, course, row.delivery, standing_particulars, compose=compose, now=now)
            if reply is not None:
                found.append((row.delivery, reply, mark))
    return tuple(found)


def _waits(row: Standing, plea: Plea) -> bool:
    return plea.settled_at is None and row.delivery.notice.kind is NoticeKind.CANNOT


def _is_old(row: Standing, plea: Plea, asked: Asked | None) -> bool:
    """Whether something else stands there: buttons while it waits, with when staff asked back; none once it is
    settled.
    """
    blocks = codec.decode(row.delivery.snapshot).blocks if row.delivery.snapshot is not None else ()
    asks = any(isinstance(one, Buttons) for one in blocks)
    if row.doubtful or asks is not (plea.settled_at is None):
        return True
    said = [span for one in blocks if isinstance(one, SmallPrint) for span in one.line]
    return asked is not None and not any(isinstance(span, Instant) and span.at == asked.at for span in said)


def _lines(connection: Connection, plea: Plea) -> Iterable[Standing]:
    """The first word, the second one, and each answer, as they stand there."""
    for kind in (NoticeKind.CANNOT.value, NoticeKind.ANSWER.value):
        for name in standing.hours(connection, plea.course, kind, plea.session, destination=STAFF):
            if f"{name}.".startswith(f"plea.{plea.id}."):
                row = standing.of(connection, plea.course, kind, plea.session, name, destination=STAFF)
                if row is not None:
                    yield row
