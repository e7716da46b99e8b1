"""`coursebot privacy`: all that is known of one person, as a file, or erased."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli_course import database_option, with_database
from bot.cli_file import pending, put
from bot.course.wording import counted
from bot.errors import Misconfigured, Refused

if TYPE_CHECKING:
    from bot.course.model import Course
    from bot.services.privacy import Counts, Erased, Found
    from bot.store.database import Connection, Database

WHO = "PERSON is an e-mail, a student id, an account id or a name; id:12 is the bot’s own number of somebody."
READABLE = {
    "account": ("account", ""),
    "audit": ("line in the record", "lines in the record"),
    "blob": ("file", ""),
    "calendar_link": ("calendar address", "calendar addresses"),
    "claim_code": ("claim code", ""),
    "course_state": ("decision on a course", "decisions on courses"),
    "delivery": ("message", ""),
    "membership": ("course", ""),
    "participation": ("note of taking part", "notes of taking part"),
    "person": ("name", ""),
    "review_form": ("form of questions", "forms of questions"),
    "review_grant": ("extension or excuse", "extensions or excuses"),
    "review_hidden": ("review hidden from classmates", "reviews hidden from classmates"),
    "review_mark": ("mark", ""),
    "review_plea": ("request for more time", "requests for more time"),
    "review_return": ("review given back", "reviews given back"),
    "review_typing": ("draft in an open form", "drafts in open forms"),
    "review_version": ("version of a review", "versions of reviews"),
    "roster_entry": ("line of the class list", "lines of the class list"),
    "roster_question": ("question about the class list", "questions about the class list"),
    "roster_sheet": ("class list", ""),
    "schedule_decision": ("decision on the schedule", "decisions on the schedule"),
    "schedule_proposal": ("proposed schedule", ""),
    "schedule_version": ("version of the schedule", "versions of the schedule"),
    "seat": ("seat", ""),
    "seat_change": ("change of a seat", "changes of seats"),
    "seat_cover": ("search for a stand-in", "searches for a stand-in"),
    "seat_fill": ("filling of seats", "fillings of seats"),
    "seat_preference": ("wish for seats", "wishes for seats"),
    "seat_swap": ("swap of seats", "swaps of seats"),
    "seat_waiting": ("place on a waiting list", "places on waiting lists"),
    "signup": ("opening of sign-ups", "openings of sign-ups"),
}
"""What tables hold, one and several of it, in the words of those who ask."""


@click.group()
def privacy() -> None:
    """One person's data: all of it as a file, or erased."""


_whose = click.argument("person", metavar="PERSON")


@privacy.command(name="export", epilog=WHO)
@_whose
@database_option
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; - is standard output.")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def export_(person: str, database_url: str | None, out: Path | None, *, force: bool) -> int:
    """Write all that is known of one person into a zip, of all courses.

    In it are data.json with every row, what they wrote as pages to read, and the files that they handed in.
    """

    async def work(database: Database, now: datetime) -> None:
        who = await _found(database, person, "export")
        target = out or Path(f"person-{who}.zip")
        if str(target) == "-" and sys.stdout.isatty():
            raise Misconfigured("A zip is nothing that a terminal can show: name a file with --out.")
        if str(target) == "-":
            content, rows = await database.run(_exported, who, now=now)
            put(content, None)
        else:
            with pending(target, force=force) as file:  # before it is on record that somebody has it
                content, rows = await database.run(_exported, who, now=now)
                file.stream.write(content)
                file.keep()
        held = ", ".join(_counted(name, number) for name, number in rows.items())
        click.echo(f"{target}: {held}", err=str(target) == "-")

    with_database(database_url, work)
    return 0


@privacy.command(epilog=WHO)
@_whose
@database_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(person: str, database_url: str | None, *, yes: bool) -> int:
    """Erase one person everywhere: names, accounts, what they wrote, and what was said to and about them.

    Ids, times and counts stay, so that totals are as before. Nothing brings it back; backups hold it until they are
    replaced. The service may run meanwhile.
    """

    async def work(database: Database, now: datetime) -> None:
        from bot.services import privacy as services  # noqa: PLC0415 - heavy
        from bot.store.scrubbing import scrub  # noqa: PLC0415

        who = await _found(database, person, "erase")
        before: Counts = await database.run.read(services.counts, who)
        _preview(before)
        if yes and any(one.alone for one in before.leads):
            raise Misconfigured(
                "Nothing was erased. Close the course, or make somebody else its instructor, and type it again; or "
                "leave --yes away, and I ask."
            )
        if not yes and not click.confirm("Erase all of it?", err=True):
            raise Refused("Nothing was erased.")
        done: Erased = await database.run(services.erase, who, now=now)
        click.echo(
            f"Erased. Emptied are {counted(done.messages, 'message')} to them, {counted(done.told_of, 'message')} that "
            f"named or may have quoted them, and {_counted('audit', done.noted)}. Who it was is called “Erased person "
            f"{who}” from now on."
        )
        if not await asyncio.to_thread(scrub, database.location):
            click.echo(
                "Others kept the database busy, so its file still has to be written anew. Later, or once the service "
                f"is stopped, type: coursebot privacy erase id:{who}",
                err=True,
            )

    with_database(database_url, work)
    return 0


async def _found(database: Database, words: str, command: str) -> int:
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
        raise Misconfigured(f"Nobody here is known as {words!r}: try their e-mail or their student id.")
    if len(found.candidates) == 1:
        (one,) = found.candidates
        known = f"{one.name}{f', {one.email}' if one.email else ''} ({', '.join(one.courses) or 'no course'})"
        raise Misconfigured(f"Do you mean {known}? Then: coursebot privacy {command} id:{one.person}")
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


def _preview(before: Counts) -> None:
    who = before.who
    click.echo(f"{who.name} (id:{who.person}){f', {who.email}' if who.email else ''}")
    if before.erased:
        click.echo("  was erased before")
    for name, number in before.own.items():
        if number:
            click.echo(f"  {_counted(name, number)}")
    for one in before.leads:
        the = "the only" if one.alone else "an"
        click.echo(f"Look twice: {who.name} is {the} instructor of {one.course}, which is running.")


def _counted(table: str, number: int) -> str:
    return counted(number, *READABLE[table])
