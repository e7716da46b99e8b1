"""`coursebot privacy`: all that is known of one person, as a file, or erased."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot import clock, settings
from bot.errors import Misconfigured, Refused

if TYPE_CHECKING:
    from bot.course.model import Course
    from bot.services.privacy import Counts, Erased, Found
    from bot.store.database import Connection, Database

T = TypeVar("T")

WHO = "PERSON is an e-mail, a student id, an account id or a name; id:12 is the bot’s own number of somebody."
READABLE = {
    "account": "account",
    "audit": "line in the record",
    "blob": "file",
    "delivery": "message",
    "membership": "course",
    "review_mark": "mark",
    "review_typing": "draft in an open form",
    "review_version": "version of a review",
    "seat": "seat",
}
"""What tables hold, in the words of those who ask; others are called by their names."""


@click.group()
def privacy() -> None:
    """One person's data: all of it as a file, or erased."""


_whose = click.argument("person", metavar="PERSON")
_where = click.option(
    "--database", "database_url", metavar="URL", help="Default: COURSEBOT_DATABASE_URL, else a file here."
)


@privacy.command(name="export", epilog=WHO)
@_whose
@_where
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; - is standard output.")
def export_(person: str, database_url: str | None, out: Path | None) -> int:
    """Write all that is known of one person into a zip, of all courses.

    In it are data.json with every row, what they wrote as pages to read, and the files that they handed in.
    """

    async def work(database: Database, now: datetime) -> None:
        who = await _found(database, person)
        target = out or Path(f"person-{who}.zip")
        content, rows = await database.run(_exported, who, now=now)
        if str(target) == "-":
            sys.stdout.buffer.write(content)
        else:
            _save(target, content)
        held = ", ".join(_counted(name, number) for name, number in rows.items())
        click.echo(f"{target}: {held}", err=str(target) == "-")

    _at(database_url, work)
    return 0


@privacy.command(epilog=WHO)
@_whose
@_where
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(person: str, database_url: str | None, *, yes: bool) -> int:
    """Erase one person everywhere: names, accounts, what they wrote, and what was said to and about them.

    Ids, times and counts stay, so that totals are as before. Nothing brings it back; backups hold it until they are
    replaced. The service may run meanwhile.
    """

    async def work(database: Database, now: datetime) -> None:
        from bot.services import privacy as services  # noqa: PLC0415 - heavy
        from bot.store.scrubbing import scrub  # noqa: PLC0415

        who = await _found(database, person)
        before: Counts = await database.run.read(services.counts, who)
        _preview(before)
        if not yes and not click.confirm("Erase all of it?", err=True):
            raise Refused("Nothing was erased.")
        done: Erased = await database.run(services.erase, who, now=now)
        click.echo(
            f"Erased. {done.messages} messages to them and {done.told_of} that named or may have quoted them are "
            f"emptied, {done.noted} lines in the record. Who it was is called “Erased person {who}” from now on."
        )
        if not await asyncio.to_thread(scrub, database.location):
            click.echo(
                "Others kept the database busy, so its file still has to be written anew: run this again later, or "
                "stop the service first.",
                err=True,
            )

    _at(database_url, work)
    return 0


def _at(database_url: str | None, work: Callable[[Database, datetime], Awaitable[T]]) -> T:
    chosen = settings.load()
    now = clock.clock_from(chosen.clock)()
    return asyncio.run(_opened(database_url or chosen.database_url, now, work))


async def _opened(url: str, now: datetime, work: Callable[[Database, datetime], Awaitable[T]]) -> T:
    from bot.store.database import open_database  # noqa: PLC0415 - heavy

    database = open_database(url, run_id=secrets.token_hex(16))
    try:
        return await work(database, now)
    except Refused as refused:
        raise Misconfigured(str(refused)) from None
    finally:
        await database.close()


async def _found(database: Database, words: str) -> int:
    """The number of whoever is meant. Raises Misconfigured where it is nobody, or cannot be told."""
    from bot.services import privacy as services  # noqa: PLC0415 - heavy

    found: Found = await database.run.read(services.find, words)
    if found.one is not None:
        return found.one.person
    listed = "\n".join(
        f"  id:{one.person}  {one.name}  {one.email or '(no e-mail)'}  {', '.join(one.courses) or '(no course)'}"
        for one in found.candidates
    )
    if not found.candidates:
        raise Misconfigured(f"nobody here is known as {words!r}: try their e-mail or their student id")
    raise Misconfigured(f"{words!r} can be several people; say which one by what stands in front:\n{listed}")


def _exported(connection: Connection, person: int, *, now: datetime) -> tuple[bytes, Mapping[str, int]]:
    import io  # noqa: PLC0415 - with the rest

    from bot.services import privacy as services  # noqa: PLC0415 - heavy
    from handlers import course_book  # noqa: PLC0415

    stream = io.BytesIO()
    page = lambda course, mine: "".join(course_book.own(course, mine))  # noqa: E731
    rows = services.write_export(connection, person, _courses(connection), page, stream, now=now)
    return stream.getvalue(), rows


def _courses(connection: Connection) -> tuple[Course, ...]:
    """All that can be read."""
    from bot.course.schedule import parse  # noqa: PLC0415 - heavy
    from bot.errors import BadSchedule  # noqa: PLC0415
    from bot.store.schedules import in_force, version_text  # noqa: PLC0415

    found: list[Course] = []
    for one in in_force(connection):
        try:
            found.append(parse(version_text(connection, one.course, one.number), one.file).course)
        except BadSchedule:
            continue
    return tuple(found)


def _save(target: Path, content: bytes) -> None:
    """For its owner alone. Raises Misconfigured."""
    try:
        target.touch(mode=0o600)
        target.write_bytes(content)
    except OSError as error:
        raise Misconfigured(f"{target}: it cannot be written: {error.strerror}") from None


def _preview(before: Counts) -> None:
    who = before.who
    click.echo(f"{who.name} (id:{who.person}){f', {who.email}' if who.email else ''}")
    if before.erased:
        click.echo("  was erased before")
    for name, number in before.own.items():
        if number:
            click.echo(f"  {_counted(name, number)}")


def _counted(table: str, number: int) -> str:
    noun = READABLE.get(table)
    if noun is None:
        return f"{number} × {table}"
    head, _, rest = noun.partition(" ")
    return f"{number} {head}{'' if number == 1 else 's'}{f' {rest}' if rest else ''}"
