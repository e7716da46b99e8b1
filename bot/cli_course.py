"""What the commands share that work on a course in the database: which database, which course, what time it is.

They may be used while the service runs. What they print and write is theirs.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import click

from bot import clock, settings
from bot.course.model import Course
from bot.course.schedule import parse
from bot.errors import BadSchedule, Misconfigured, Refused
from bot.store.database import Connection, Database, open_database
from bot.store.schedules import in_force, version_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A course in force, the database that it is in, and the time."""

    database: Database
    course: Course
    now: datetime


def course_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--course` and `--database`, as `course_id` and `database_url`."""
    command = click.option("--course", "course_id", metavar="ID", help="Which course, where the database has several.")(
        command
    )
    return click.option(
        "--database", "database_url", metavar="URL", help="Default: COURSEBOT_DATABASE_URL, else a file here."
    )(command)


def at_desk(database_url: str | None, course_id: str | None, work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open the database, find the course, do the work, and let go of the database.

    Raises Misconfigured where there is no database or no such course, and what the work raises.
    """
    chosen = settings.load()
    now = clock.clock_from(chosen.clock)()
    return asyncio.run(_at_desk(database_url or chosen.database_url, course_id, now, work))


async def _at_desk(url: str, course_id: str | None, now: datetime, work: Callable[[Desk], Awaitable[T]]) -> T:
    database = open_database(url, run_id=secrets.token_hex(16))
    try:
        course = await database.run.read(course_in_force, course_id)
        return await work(Desk(database=database, course=course, now=now))
    except Refused as refused:
        raise Misconfigured(str(refused)) from None
    finally:
        await database.close()


def course_in_force(connection: Connection, course_id: str | None) -> Course:
    """The course of this id, or the only one. Raises Misconfigured."""
    versions = in_force(connection)
    found = [one for one in versions if course_id in (None, one.course)]
    if len(found) == 1:
        text = version_text(connection, found[0].course, found[0].number)
        try:
            return parse(text, found[0].file).course
        except BadSchedule as bad:
            raise Misconfigured(f"the schedule of {found[0].course} in the database cannot be read: {bad}") from None
    known = ", ".join(one.course for one in versions)
    if not versions:
        raise Misconfigured("there is no course in this database yet: `coursebot run` puts a schedule in force")
    if course_id is not None:
        raise Misconfigured(f"there is no course {course_id!r} in this database; it has {known}")
    raise Misconfigured(f"there are several courses in this database ({known}); say which one with --course")
