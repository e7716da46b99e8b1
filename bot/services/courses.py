"""The courses in force: the newest version of each, parsed once and kept by course and number.

What it keeps is only a memo of the database: any process may forget it at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.engine import Connection

from bot.course.model import Course
from bot.course.schedule import parse
from bot.store import schedules
from bot.store.database import Runner
from bot.store.records import Version

Adapt = Callable[[Course], Course]
"""Fits a course as written to this process (`destinations.fitted`)."""


class Shelf:
    """Courses by version."""

    def __init__(self, run: Runner, adapt: Adapt) -> None:
        self._run = run
        self._adapt = adapt
        self._parsed: dict[str, tuple[int, Course]] = {}

    async def courses(self) -> tuple[Course, ...]:
        """All courses in force, by id."""
        return await self.at(await self._run.read(schedules.in_force))

    async def at(self, versions: Iterable[Version]) -> tuple[Course, ...]:
        """The courses of these versions; parses those that are new to this process."""
        wanted = tuple(versions)
        for version in wanted:
            if self._parsed.get(version.course, (0,))[0] != version.number:
                text = await self._run.read(schedules.version_text, version.course, version.number)
                self._parsed[version.course] = (version.number, self._adapt(parse(text, version.file).course))
        return tuple(self._parsed[version.course][1] for version in wanted)


def version_in_force(connection: Connection, course: str) -> Version | None:
    """The newest version of one course."""
    return next((version for version in schedules.in_force(connection) if version.course == course), None)
