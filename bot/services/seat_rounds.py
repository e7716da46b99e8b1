"""The rounds in which it is looked whether something about presenting has become due, course by course.

A list of parts and their order; what each looks for is known where its matter is. Courses in which nobody presents
cost nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.course.model import Course
from bot.course.signups import seats
from bot.errors import CoursebotError

log = logging.getLogger(__name__)


class Round(Protocol):
    """One thing that is looked for. A look at which nothing is due asks the database nothing, or as little as it can:
    `tick` comes every few seconds, for each course.
    """

    async def tick(self, course: Course, now: datetime) -> bool:
        """True where something was entered that is to be said now."""

    def next(self, course: Course, now: datetime) -> datetime | None:
        """When there is something to be done next, if known; between such instants any tick will do."""


@dataclass(kw_only=True)
class SeatRounds:
    """All of them."""

    parts: Sequence[Round] = ()

    def next(self, courses: Iterable[Course], now: datetime) -> datetime | None:
        """When there is something to be done next."""
        found = [part.next(course, now) for course in courses if seats(course) for part in self.parts]
        return min((at for at in found if at is not None), default=None)

    async def tick(self, courses: Iterable[Course], now: datetime) -> bool:
        """True where there is something to be said now. Raises nothing: one's trouble is not another's."""
        told = False
        for course in courses:
            for part in self.parts if seats(course) else ():
                try:
                    told = await part.tick(course, now) or told
                except CoursebotError as error:
                    log.warning("action=seat_round_failed course=%s error=%s", course.id, type(error).__name__)
                except Exception:
                    log.exception("action=seat_round_failed course=%s", course.id)
        return told
