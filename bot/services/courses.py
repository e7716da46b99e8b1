"""The courses in force: the newest version of each, parsed once and kept by course and number.

What it keeps is only a memo of the database: any process may forget it at any time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple, TypeVar

from bot.course.model import Course
from bot.course.schedule import parse
from bot.errors import BadSchedule
from bot.store import schedules
from bot.store.database import Connection, Runner
from bot.store.records import Version

log = logging.getLogger(__name__)

T = TypeVar("T")

Adapt = Callable[[Course], Course]
"""Fits a course as written to this process (`destinations.fitted`)."""


class Shelved(NamedTuple):
    """The courses of this process, by id: those that run, and those that have ended."""

    running: tuple[Course, ...]
    ended: tuple[Course, ...] = ()


class Shelf:
    """Courses by version. `served` are the ids of the courses that this process runs; the others are at rest. Those
    that have ended need no file: what is left to do about them is done by whoever is there.

    A course that has ended is none that runs: whoever asks for courses, and whoever is called with them in a tick, has
    nothing to do with it. Those who deal with what is left of it ask for it by name.
    """

    def __init__(self, run: Runner, adapt: Adapt, served: Collection[str]) -> None:
        self._run = run
        self._adapt = adapt
        self._served = served
        self._parsed: dict[tuple[str, int], Course | None] = {}
        self.latest: tuple[Course, ...] = ()
        self.ended: tuple[Course, ...] = ()
        """Those that run and those that have ended, as the last look found them: good for what a moment's delay does no
        harm to, since each tick looks.
        """

    async def courses(self) -> tuple[Course, ...]:
        """The courses in force that are served and run, by id."""
        return (await self.all()).running

    async def all(self) -> Shelved:
        """The courses in force that are served, also those that have ended."""
        return _shelved(await self.at(await self._run.read(schedules.in_force)))

    async def beside(self, look: Callable[[Connection], T]) -> tuple[Shelved, T]:
        """The courses in force, and what a look at the database found that was taken with it, in one transaction."""
        versions, found = await self._run.read(_in_force_beside, look)
        return _shelved(await self.at(versions)), found

    async def at(self, versions: Iterable[Version]) -> tuple[tuple[Version, Course], ...]:
        """The versions with their courses, also of those that have ended; parses those that are new to this process,
        beside the event loop.

        One that this program cannot read any more is left out, so that it holds up no other course.
        """
        found: list[tuple[Version, Course]] = []
        for version in versions:
            if version.course not in self._served and not version.ended:
                continue
            name = (version.course, version.number)
            course = self._parsed.get(name)
            if course is None and name not in self._parsed:
                course = await self._read(version)
                self._forget_before(version)
                self._parsed[name] = course
            if course is not None:
                found.append((version, course))
        self.latest, self.ended = _shelved(found)
        return tuple(found)

    async def _read(self, version: Version) -> Course | None:
        text = await self._run.read(schedules.version_text, version.course, version.number)
        try:
            return self._adapt((await asyncio.to_thread(parse, text, version.file)).course)
        except BadSchedule:
            log.exception("action=version_unreadable course=%s version=%s", version.course, version.number)
            return None

    def _forget_before(self, version: Version) -> None:
        for course, number in tuple(self._parsed):
            if course == version.course and number < version.number - 1:
                del self._parsed[course, number]


def _shelved(found: Iterable[tuple[Version, Course]]) -> Shelved:
    sides: tuple[list[Course], list[Course]] = ([], [])
    for version, course in found:
        sides[version.ended].append(course)
    return Shelved(*map(tuple, sides))


def _in_force_beside(connection: Connection, look: Callable[[Connection], T]) -> tuple[tuple[Version, ...], T]:
    return schedules.in_force(connection), look(connection)


def at_rest(connection: Connection, served: Collection[str]) -> tuple[str, ...]:
    """Ids of the courses in this database that run and are not served: their file was not named."""
    found = (version for version in schedules.in_force(connection) if not version.ended)
    return tuple(version.course for version in found if version.course not in served)


def version_in_force(connection: Connection, course: str) -> Version | None:
    """The newest version of one course."""
    return next((version for version in schedules.in_force(connection) if version.course == course), None)
