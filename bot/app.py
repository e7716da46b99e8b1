"""The composition root: the only place where the store, the platforms, the handlers and the tick meet.

Everything is built from arguments, so a test builds an app instead of patching one.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.conversation.form import Form, FormAnswer
from bot.conversation.port import Platform, Use
from bot.conversation.reply import Reply
from bot.conversation.request import Event, Inbound
from bot.course.model import Course
from bot.export.calendars import calendar_file
from bot.intake import Intake
from bot.recording import Recorder
from bot.services import calendars, class_start, figures, preflight, welcoming
from bot.services.absence import Absence
from bot.services.backups import Backups
from bot.services.backups import Shelf as BackupShelf
from bot.services.checkup import Checkups
from bot.services.courses import Shelf, at_rest
from bot.services.cover_lines import CoverLines
from bot.services.cover_rounds import CoverRounds
from bot.services.delivery import Announcer
from bot.services.destinations import fitted, uses
from bot.services.digesting import Digests
from bot.services.figures import Figures
from bot.services.homes import HomePages, in_order
from bot.services.joining import Joining
from bot.services.kept_posts import KeptPosts
from bot.services.opening import Openings
from bot.services.particulars import PARTICULARS
from bot.services.presenter_rounds import Presenters
from bot.services.refreshing import Refreshing
from bot.services.reminder_rounds import Reminding
from bot.services.retention import Retention
from bot.services.schedules import Outcome
from bot.services.seat_hours import SeatHours
from bot.services.seat_rounds import SeatRounds
from bot.services.settled_lines import SettledLines
from bot.services.unanswered_pleas import UnansweredPleas
from bot.store.database import Database, open_database
from bot.store.figures import is_current
from bot.store.scrubbing import scrub
from handlers.allowance import Allowances
from handlers.announcements import compose
from handlers.calendar_entries import of_person
from handlers.dispatch import Dispatcher
from handlers.keepsakes import files as files_of
from handlers.table import TABLE

log = logging.getLogger(__name__)

GREETED_FOR = timedelta(minutes=1)
"""Whether somebody is to be welcomed is looked up so often at most."""

GREETED_LIMIT = 10_000


@dataclass(kw_only=True)
class App:
    """One running bot. `tick`, `answer` and the rest take the time as data; nothing in here asks for it."""

    database: Database
    shelf: Shelf
    intake: Intake
    announcer: Announcer
    dispatcher: Dispatcher
    joining: Joining
    homes: HomePages
    absence: Absence
    checkups: Checkups
    digests: Digests
    refreshing: Refreshing
    settled: SettledLines
    reminding: Reminding
    unanswered: UnansweredPleas
    seats: SeatRounds
    backups: Backups
    retention: Retention
    _greeted: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    """Accounts for whose welcome was looked a moment ago."""

    recorder: Recorder | None = None

    poke: Callable[[], None] = lambda: None
    """Asks for a tick soon; the waker puts itself here."""

    async def answer(self, inbound: Inbound) -> Reply | Form | FormAnswer:
        """What the bot says to something typed, pressed or submitted."""
        before, begun = self.database.run.writes, time.perf_counter()
        answer, outcome = await self.dispatcher.answered(inbound)
        self._poke_if_written(before)
        if self.recorder is not None:
            record = self.recorder.answered if inbound.values is None else self.recorder.submitted
            record(self.dispatcher.verb(inbound), outcome, time.perf_counter() - begun)
        return answer

    def _poke_if_written(self, before: int) -> None:
        """Most questions only read, and need no tick after them."""
        if self.database.run.writes != before:
            self.poke()

    def opens_form(self, inbound: Inbound) -> bool:
        """Whether the answer may be a form."""
        return self.dispatcher.opens_form(inbound)

    async def meet(self, now: datetime) -> None:
        """Look at who is in the courses' channels, once the platforms can be reached; from then on it is kept up to
        date. A platform that fails changes nothing and is asked again.
        """
        await self.joining.meet(now)
        self.poke()

    async def happened(self, event: Event) -> None:
        """Take note of something that nobody asked about."""
        before = self.database.run.writes
        match event.kind:
            case "joined" | "left":
                await self.joining.happened(event)
            case "met":
                await self._welcome(event)
            case "home":
                await self._welcome(event)
                await self.homes.open(event)
        self._poke_if_written(before)

    async def _welcome(self, event: Event) -> None:
        """Most who deal with the bot were welcomed long ago, so this looks before it writes, and not at each click."""
        account = (event.platform, event.workspace, event.account)
        if event.now - GREETED_FOR < self._greeted.get(account, event.now - GREETED_FOR) <= event.now:
            return
        if len(self._greeted) >= GREETED_LIMIT:
            self._greeted.clear()
        self._greeted[account] = event.now
        courses = self.shelf.latest or await self.courses()  # it comes beside answers, so it asks as little as it can
        for course in await self.database.run.read(welcoming.due_from, courses, event):
            await self.database.run(welcoming.met, course, event)

    async def channels(self, platform: str) -> Mapping[str, frozenset[Use]]:
        """The channels that the courses name on the platform, as they spell them, with what each is for; also of those
        that have ended, where people may still ask.
        """
        running = self.shelf.latest or await self.courses()
        return uses((*running, *self.shelf.ended), platform)

    async def tick(self, now: datetime) -> datetime | None:
        """Say all that is due at `now`; the next instant at which something will be, also to staff, if known."""
        await self.absence.begin(now)
        coming = await self.announcer.tick(now)
        courses = self.shelf.latest
        await self.backups.tick(courses, now)
        told = await self.joining.tick(courses, now)
        told = await self.absence.tick(courses, now) or told
        told = await self.digests.tick(courses, now) or told
        told = await self.reminding.tick(courses, now) or told
        told = await self.unanswered.tick(courses, now) or told
        told = await self.seats.tick(courses, now) or told
        told = await self.retention.tick(self.shelf.ended, now) or told
        if await self.checkups.tick(courses, now) or told:
            coming = await self.announcer.tick(now)
        await self.refreshing.tick(courses, now)
        await self.settled.tick(courses, now)
        await self.homes.refresh(now)
        with_hours = (self.checkups, self.digests, self.reminding, self.unanswered, self.seats, self.refreshing)
        hours = (coming, self.retention.coming, *(one.next(courses, now) for one in with_hours))
        return min((at for at in hours if at is not None), default=None)

    async def take_in(self, path: Path, now: datetime, *, edited: bool = True) -> Outcome:
        """Propose what a schedule file says now, as `Intake.take_in` does. Raises Misconfigured."""
        return await self.intake.take_in(path, now, edited=edited)

    @property
    def files(self) -> Mapping[Path, str]:
        """Schedule file → the id of the course that it was found to hold: the courses that this process runs."""
        return self.intake.files

    async def courses(self) -> tuple[Course, ...]:
        """The courses in force that this process runs."""
        return await self.shelf.courses()

    async def refuse_contested_channels(self) -> None:
        """Raises Misconfigured where two courses in force claim one channel."""
        await self.intake.refuse_contested_channels()

    async def ended(self) -> tuple[Course, ...]:
        """The courses in the database that have ended."""
        return (await self.shelf.all()).ended

    async def at_rest(self) -> tuple[str, ...]:
        """Ids of the other courses in the database that have not ended: their file was not named."""
        return await self.database.run.read(at_rest, self.files.values())

    async def figures(self, now: datetime) -> Figures:
        """How the courses of this process stand, for whoever watches it."""
        return await self.database.run.read(figures.count, [course.id for course in self.shelf.latest], now=now)

    async def calendar(self, secret: str, now: datetime) -> bytes | None:
        """The calendar at a secret address; None where there is none, or not any more."""
        courses = await self.courses()
        found = await self.database.run.read(calendars.behind, secret, courses, now=now)
        if found is None:
            return None
        title = ", ".join(mine.course.title for mine in found)
        return await asyncio.to_thread(calendar_file, of_person(found), now=now, title=title)

    async def is_current(self) -> bool:
        """Whether the database answers, with the schema that this program works with."""
        return await self.database.run.read(is_current)

    def unentered_since(self, now: datetime) -> datetime | None:
        """When the oldest notice was due that no tick has come to yet."""
        return self.announcer.outlook.unentered_since(now)

    async def close(self, patience: float | None = None) -> None:
        """Finish what the database is doing and let go of it; a copy that is being made is given up. `patience`:
        seconds after which a database that does not answer is left, else it is waited for.
        """
        loop = asyncio.get_running_loop()
        giving_up = None if patience is None else loop.call_later(patience, self.database.give_up)
        half = {} if patience is None else {"patience": patience / 2}  # the rest is for writing down what became of it
        try:
            await asyncio.gather(self.backups.close(patience), self.announcer.close(**half))
            await self.joining.close()
            await self.homes.close()
            await self.database.close()
        finally:
            if giving_up is not None:
                giving_up.cancel()


def open_app(
    *,
    database_url: str,
    platforms: Sequence[Platform],
    lease: float = 60.0,
    service: bool = True,
    allowances: Allowances | None = None,
    away_after: timedelta | None = None,
    backups: BackupShelf | None = None,
    recorder: Recorder | None = None,
    public_url: str = "",
) -> App:
    """Build the bot on a migrated database. `lease` is in seconds. `service`: refuse a second one on the same file.
    `allowances`: how much one person may ask for, unless it is the usual. `away_after`: staff are told of a longer gap
    between ticks; `backups`: where the nightly ones go. Both are left out where the time is not the real one.
    `public_url`: where people reach the bot's pages.

    Raises Misconfigured where the database cannot be used or another service runs on it.
    """
    run_id = uuid.uuid4().hex
    database = open_database(database_url, run_id=run_id)
    if service:
        database.lock_service()
    by_name: Mapping[str, Platform] = {platform.name: platform for platform in platforms}
    adapt = partial(fitted, platforms=frozenset(by_name))
    files: dict[Path, str] = {}
    shelf = Shelf(database.run, adapt, files.values())
    announcer = Announcer(
        run=database.run,
        shelf=shelf,
        platforms=by_name,
        compose=compose,
        owner=run_id,
        lease=lease,
        particulars=PARTICULARS,
        files=files_of,
    )
    if recorder is not None:
        database.run.observe, announcer.observe = recorder.store_failed, recorder.said
    dispatcher = Dispatcher(
        run=database.run, table=TABLE, courses=shelf.beside, allowances=allowances, public_url=public_url
    )
    return App(
        database=database,
        shelf=shelf,
        intake=Intake(database=database, shelf=shelf, adapt=adapt, files=files),
        announcer=announcer,
        dispatcher=dispatcher,
        joining=Joining(run=database.run, courses=shelf.courses, platforms=by_name),
        homes=HomePages(
            run=database.run,
            platforms=by_name,
            page=dispatcher.answer,
            version=lambda: announcer.outlook.version,
            arrange=random.shuffle if database.is_shared else in_order,
        ),
        absence=Absence(run=database.run, away_after=away_after),
        checkups=Checkups(run=database.run, makes_backups=backups is not None),
        digests=Digests(run=database.run),
        unanswered=UnansweredPleas(run=database.run),
        seats=SeatRounds(
            parts=(
                Openings(run=database.run),
                Presenters(run=database.run),
                SeatHours(run=database.run, occasion=preflight.OCCASION),
                SeatHours(run=database.run, occasion=class_start.OCCASION),
                CoverRounds(run=database.run),
                CoverLines(run=database.run, platforms=by_name, compose=compose),
                KeptPosts(run=database.run, platforms=by_name, compose=compose),
            )
        ),
        reminding=Reminding(run=database.run, version=lambda: announcer.outlook.version),
        refreshing=Refreshing(run=database.run, platforms=by_name, compose=compose, lease=lease),
        settled=SettledLines(run=database.run, platforms=by_name, compose=compose),
        backups=Backups(run=database.run, database=database_url, shelf=backups),
        retention=Retention(run=database.run, scrub=partial(scrub, database.location)),
        recorder=recorder,
    )
