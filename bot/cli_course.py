"""What the commands share that work on the database: which database, which course of it, what time it is.

They may be used while the service runs. What they print and write is theirs.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from bot import clock, settings
from bot.course.model import Course
from bot.course.schedule import parse
from bot.errors import BadSchedule, Misconfigured, Refused
from bot.store.database import Connection, Database, open_database
from bot.store.location import SqliteFile, locate
from bot.store.schedules import in_force, version_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A course in force, the database that it is in, and the time."""

    database: Database
    course: Course
    now: datetime


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--database`, as `database_url`."""
    return click.option(
        "--database", "database_url", metavar="URL", help="Default: COURSEBOT_DATABASE_URL, else a file here."
    )(command)


def course_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--course` and `--database`, as `course_id` and `database_url`."""
    command = click.option("--course", "course_id", metavar="ID", help="Which course, where the database has several.")(
        command
    )
    return database_option(command)


def at_desk(database_url: str | None, course_id: str | None, work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open the database, find the course, do the work, and let go of the database.

    Raises Misconfigured where there is no database or no such course, and what the work raises.
    """

    async def at_course(database: Database, now: datetime) -> T:
        course = await database.run.read(course_in_force, course_id)
        return await work(Desk(database=database, course=course, now=now))

    return with_database(database_url, at_course)


def with_database(database_url: str | None, work: Callable[[Database, datetime], Awaitable[T]]) -> T:
    """Open the database, do the work, and let go of it. Raises as `at_desk` does."""
    chosen = settings.load()
    now = clock.clock_from(chosen.clock)()
    url = database_url or chosen.database_url
    _require_file(url)
    return asyncio.run(_with_database(url, now, work))


def _require_file(url: str) -> None:
    """Raises Misconfigured where a file is named that is not there: mostly the folder is another one."""
    location = locate(url)
    if isinstance(location, SqliteFile) and not location.path.exists() and location.path.parent.is_dir():
        folder = location.path.parent
        where = "this folder" if folder == Path() else f"the folder {folder}"
        raise Misconfigured(
            f"There is no {location.path.name} in {where}. Go to the course’s folder, or name it with --database."
        )


async def _with_database(url: str, now: datetime, work: Callable[[Database, datetime], Awaitable[T]]) -> T:
    database = open_database(url, run_id=secrets.token_hex(16))
    try:
        return await work(database, now)
    except Refused as refused:
        raise Misconfigured(str(refused)) from None
    finally:
        await database.close()


def course_in_force(connection: Connection, course_id: str | None) -> Course:
    """The course of this id, or the only one. Raises Misconfigured."""
    versions = in_force(connection)
    wanted = None if course_id is None else course_id.casefold()
    found = [one for one in versions if wanted in (None, one.course.casefold())]
    if len(found) == 1:
        text = version_text(connection, found[0].course, found[0].number)
        try:
            return parse(text, found[0].file).course
        except BadSchedule as bad:
            raise Misconfigured(f"The schedule of {found[0].course} in the database cannot be read: {bad}") from None
    known = ", ".join(one.course for one in versions)
    if not versions:
        raise Misconfigured("There is no course in this database yet: `coursebot run` puts a schedule in force.")
    if course_id is not None:
        raise Misconfigured(f"There is no course {course_id!r} in this database; it has {known}.")
    raise Misconfigured(f"There are several courses in this database ({known}); say which one with --course.")
