"""From a schedule file to the course in force: reading it, whose course it is, and whether it can be taken as it is.

It knows files and courses; what an edit changes is decided in `bot/services/schedules.py`. Nothing is posted here.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.course.tree import LONGEST_FILE
from bot.errors import Misconfigured
from bot.services import schedules
from bot.services.courses import Adapt, Shelf
from bot.services.destinations import contested, unusable
from bot.services.proposals import Proposal, read_proposal
from bot.services.schedules import Outcome
from bot.store.database import Database

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Intake:
    """Takes in the schedule files of one process."""

    database: Database
    shelf: Shelf
    adapt: Adapt
    files: dict[Path, str]
    """Schedule file → the id of the course that it was found to hold: the courses that this process runs."""

    async def take_in(self, path: Path, now: datetime, *, edited: bool = True) -> Outcome:
        """Propose what a schedule file says now. `edited`: somebody has just saved it; otherwise it is read at a start,
        and where others share the database theirs may be newer.

        Raises Misconfigured where it is missing, cannot be read or is broken, and no earlier version is in force.
        """
        proposal = await asyncio.to_thread(self._read, path)
        known = self.files.get(path)
        if proposal.course is not None and known != proposal.course.id and await self._has_ended(known):
            known = None  # the file of a term that is over holds the next one now
            del self.files[path]
        if known is None and proposal.course is None:
            known = await self.database.run.read(schedules.course_of_file, str(path))
        if known is None and proposal.course is not None and proposal.course.id in self.files.values():
            other = next(file for file, course in self.files.items() if course == proposal.course.id)
            raise Misconfigured(f"{path}: course.id: {proposal.course.id} is the id of the course in {other} too")
        found = known or (proposal.course.id if proposal.course is not None else None)
        proposal = await self._usable(proposal)
        if proposal.course is None:
            known = found
        edited = edited or not self.database.is_shared
        outcome = await self.database.run(
            schedules.propose, proposal, course_id=known, adapt=self.adapt, now=now, edited=edited
        )
        if found is not None:
            self.files.setdefault(path, found)
        log.info("action=schedule_%s file=%s", outcome.value, path.name)
        return outcome

    async def _has_ended(self, course: str | None) -> bool:
        return course is not None and course in {one.id for one in (await self.shelf.all()).ended}

    def _read(self, path: Path) -> Proposal:
        """A file that is gone or cannot be read proposes nothing, and that is a problem like others."""
        try:
            with path.open("rb") as stream:
                content = stream.read(LONGEST_FILE + 1)
        except FileNotFoundError:
            problem = f"{path}: there is no such file: put it back, or name the right one"
        except OSError as error:
            problem = f"{path}: it cannot be read ({error.strerror}): let the bot's user read it"
        else:
            return read_proposal(content, str(path), self.adapt)
        return Proposal(file=str(path), text=problem, course=None, problems=(problem,))

    async def _usable(self, proposal: Proposal) -> Proposal:
        """An edit that takes another course's channel, or tells everybody what is for staff, has a problem."""
        course, others = proposal.course, await self.shelf.courses()
        if course is None:
            return proposal
        running = any(one.id == course.id for one in others)
        problems = unusable(course)
        if running:
            problems += contested([*(one for one in others if one.id != course.id), course])
        if not problems:
            return proposal
        located = tuple(f"{proposal.file}: course.channels: {problem}" for problem in problems)
        return replace(proposal, course=None, problems=located)

    async def refuse_contested_channels(self) -> None:
        """Raises Misconfigured where two courses in force claim one channel."""
        problems = contested(await self.shelf.courses())
        if problems:
            raise Misconfigured("\n".join(problems))
