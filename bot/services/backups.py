"""The nightly copy of the database: when one is due, which of the old ones go, and what staff hear when it fails.

Copies are made in a thread of their own while the bot goes on. It deletes nothing but its own copies, known by their
exact names; how a copy is made and verified is the store's knowledge.
"""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.course.calendar import instant
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError, Misconfigured
from bot.services.staff_notices import Telling, tell
from bot.store import marks
from bot.store.backup import backup
from bot.store.database import Connection, Runner
from bot.store.location import Server, locate, never
from bot.store.migrate import beside

log = logging.getLogger(__name__)

KEPT = 14
OFF = ("off", "no", "0", "false")
UNFINISHED = ".unfinished"

AT = time(3, 10)
"""On the clock of the first course: after the day's last deadline, before anybody works again."""

BACKED_UP = "backup"
"""The mark of the last copy that was made."""

BEGUN = "backup_begun"
"""The mark of the last attempt: of several processes one makes it."""

AGAIN = timedelta(hours=1)
"""After an attempt that failed, or whose process was killed."""

LOOK_EVERY = timedelta(minutes=10)
OLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the copies of one database are: `name` is the database's, `folder` need not be there yet."""

    folder: Path
    name: str

    def copy_of(self, day: date) -> Path:
        return self.folder / f"{self.name}.backup-{day.isoformat()}.db"

    def copies(self) -> tuple[Path, ...]:
        """Those that are there, the newest first."""
        ours = re.compile(rf"{re.escape(self.name)}\.backup-\d{{4}}-\d\d-\d\d\.db")
        found = (path for path in self.folder.iterdir() if ours.fullmatch(path.name) and path.is_file())
        return tuple(sorted(found, reverse=True))

    def unfinished(self) -> tuple[Path, ...]:
        """What is left of copies that were never finished."""
        ours = re.compile(rf"(\.)?{re.escape(self.name)}\.backup-\d{{4}}-\d\d-\d\d\.unfinished((?(1)\..+|))")
        return tuple(path for path in self.folder.iterdir() if ours.fullmatch(path.name))


def shelf_for(setting: str, database: str | Path) -> Shelf | None:
    """Where nightly copies go. `setting`: `off`, a folder, or '' for the usual: beside a file; a server's database is
    in the hands of those who run the server. Raises Misconfigured where the database's URL is none.
    """
    location = locate(database)
    where = beside(location)
    if setting.casefold() in OFF or (not setting and isinstance(location, Server)):
        return None
    name = where.name.removesuffix(".db")  # any other ending stays: course.sqlite3 is not course.db
    return Shelf(Path(setting).expanduser() if setting else where.parent, name)


def make_copy(database: str | Path, shelf: Shelf, day: date, *, given_up: Callable[[], bool] = never) -> Path:
    """Make the day's copy, in place of an earlier one of that day, and let go of those beyond the newest 14. Waits.
    Those of days to come were made while the clock was wrong: they stay until their day has passed, and count for
    nothing.

    Raises Misconfigured, StoreBusy or OSError, and anything once it is `given_up`; what was there before is then still
    there.
    """
    try:
        shelf.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"There can be no folder {shelf.folder} for backups: {error.strerror}.") from None
    target = shelf.copy_of(day)
    for left in shelf.unfinished():
        left.unlink(missing_ok=True)  # of a process that was killed at it
    unfinished = target.with_suffix(UNFINISHED)
    backup(database, unfinished, given_up=given_up)
    unfinished.replace(target)
    until_today = [copy for copy in shelf.copies() if copy.name <= target.name]
    for old in until_today[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def in_a_chat(sentence: str, shelf: Shelf) -> str:
    """An error's sentence without the server's folders, and without the name that a copy has while it is made."""
    named = re.sub(rf"\.?({re.escape(shelf.name)}\.backup-[\d-]+)\.unfinished(\.[0-9a-f]+)?", r"\1.db", sentence)
    return re.sub(r"(?<![\w.])/(?:[^\s/:]+/)+", "", named)


def last_hour(zone: ZoneInfo, now: datetime) -> datetime:
    """When a copy was last to be made, at `now` or before it."""
    day = now.astimezone(zone).date()
    hour = instant(day, AT, zone)
    return hour if hour <= now else instant(day - timedelta(days=1), AT, zone)


def due(made: datetime | None, zone: ZoneInfo, now: datetime) -> bool:
    """Whether a copy is to be made: at its hour; at any other where the last one is older than a day, or there is none.
    One that lies ahead was made before the clock was set back.
    """
    if made is None or made > now + AGAIN or made <= now - OLD:
        return True
    hour = last_hour(zone, now)
    return made < hour and now < hour + AGAIN


def wanted(connection: Connection, zone: ZoneInfo, *, now: datetime) -> bool:
    """Whether a copy is to be made now, and nobody is at it."""
    begun = marks.marked(connection, BEGUN)
    tried = begun is not None and begun - AGAIN < now < begun + AGAIN
    return due(marks.marked(connection, BACKED_UP), zone, now) and not tried


def begin(connection: Connection, zone: ZoneInfo, *, now: datetime) -> bool:
    """Whether whoever asks is to make a copy now; of several who ask one is."""
    before = marks.marked(connection, BEGUN)
    return wanted(connection, zone, now=now) and marks.advance(connection, BEGUN, before=before, to=now)


def made(connection: Connection, *, now: datetime) -> None:
    """A copy of this instant is there."""
    marks.set_mark(connection, BACKED_UP, now)


def tell_failure(connection: Connection, courses: Collection[Course], *, reason: str, now: datetime) -> bool:
    """Tell each course's staff, once a day. True where there is something to be said."""
    told = False
    for course in courses:
        last = marks.marked(connection, BACKED_UP)
        telling = Telling(
            kind=NoticeKind.BACKUP_FAILED,
            item="backup",
            occurrence=course.local(now).date().isoformat(),
            title="No backup could be made",
            details={"reason": reason, "last": last.isoformat() if last is not None else ""},
            useful_until=now + OLD,
        )
        told = tell(connection, course, telling, now=now) or told
    return told


@dataclass(kw_only=True)
class Backups:
    """Makes the copies. `shelf`: None where none are to be made. `poke` asks for a tick soon."""

    run: Runner
    database: str | Path
    shelf: Shelf | None
    _look_at: datetime | None = None
    """When it is looked next whether one is due."""
    _looked_at: datetime | None = None
    _making: asyncio.Task[None] | None = field(default=None)
    _given_up: threading.Event = field(default_factory=threading.Event)

    @property
    def on(self) -> bool:
        return self.shelf is not None

    async def tick(self, courses: Sequence[Course], now: datetime) -> None:
        """Begin a copy where it is time, beside whoever calls. Raises nothing."""
        if self.shelf is None or self._is_early(now) or (self._making is not None and not self._making.done()):
            return
        zone = courses[0].timezone if courses else ZoneInfo("UTC")
        try:
            begun = await self.run.read(wanted, zone, now=now) and await self.run(begin, zone, now=now)
        except CoursebotError as error:
            log.warning("action=backup_not_begun error=%s", type(error).__name__)
            return
        except Exception:
            log.exception("action=backup_not_begun")
            return
        coming = last_hour(zone, now + OLD)
        self._looked_at, self._look_at = now, min(now + LOOK_EVERY, coming if coming > now else now + LOOK_EVERY)
        if begun:
            day = now.astimezone(zone).date()
            self._making = asyncio.create_task(self._make(self.shelf, day, tuple(courses), now), name="backup")

    def _is_early(self, now: datetime) -> bool:
        looked, coming = self._looked_at, self._look_at
        return looked is not None and coming is not None and looked <= now < coming

    async def _make(self, shelf: Shelf, day: date, courses: Collection[Course], now: datetime) -> None:
        """Raises nothing."""
        try:
            copy = await asyncio.to_thread(make_copy, self.database, shelf, day, given_up=self._given_up.is_set)
            await self.run(made, now=now)
        except Exception as error:
            if self._given_up.is_set():
                log.info("action=backup_given_up")
            elif isinstance(error, CoursebotError | OSError):
                log.warning("action=backup_failed error=%s reason=%s", type(error).__name__, error)
                await self._failed(in_a_chat(str(error), shelf), courses, now)
            else:
                log.exception("action=backup_failed")
                await self._failed("The log has the details.", courses, now)
        else:
            log.info("action=backup_made file=%s", copy.name)

    async def _failed(self, reason: str, courses: Collection[Course], now: datetime) -> None:
        try:
            await self.run(tell_failure, courses, reason=reason, now=now)
        except Exception:
            log.exception("action=backup_failure_not_told")

    async def settle(self) -> None:
        """Wait until the copy that is being made is made."""
        if self._making is not None:
            await asyncio.wait({self._making})

    async def close(self, patience: float | None = None) -> None:
        """Give the copy up that is being made: nothing is left of it, and no failure is told. What it takes to stop is
        waited for so many seconds.
        """
        self._given_up.set()
        if self._making is not None:
            await asyncio.wait({self._making}, timeout=patience)
