"""`coursebot export archive`: a whole course as one zip, the same that an instructor gets as the course is closed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli_course import Desk, at_desk, course_options
from bot.cli_file import hand_out, out_option, pending, place
from bot.cli_output import complain
from bot.errors import Misconfigured
from bot.store.database import Connection


@click.command()
@course_options
@out_option
def archive(database_url: str | None, course_id: str | None, out: Path | None, *, force: bool) -> None:
    """Everything of a course: tables, files that were handed in, the schedule, and README.html to read it all.

    Of a course that was closed it is the archive of that moment, with the same bytes each time.
    """
    from bot.services import archiving  # noqa: PLC0415 - `--help` has no use for all this
    from handlers import course_book  # noqa: PLC0415

    async def work(desk: Desk) -> None:
        if out is None and sys.stdout.isatty():
            raise Misconfigured("A zip is nothing that a terminal can show: name a file with --out.")

        async def noting() -> None:
            await desk.database.run(archiving.note, desk.course, person=None, now=desk.now)

        if out is None:
            content: bytes = await desk.database.run.read(
                archiving.archive, desk.course, course_book.whole, now=desk.now
            )
            await hand_out(content, None, noting=noting)
            return
        target = place(out, archiving.name_of(desk.course))
        with pending(target, force=force) as file:
            stream = file.stream

            def write(connection: Connection) -> None:
                stream.seek(0)
                stream.truncate()  # a read may be begun again
                archiving.write_archive(connection, desk.course, course_book.whole, stream, now=desk.now)

            await desk.database.run.read(write)
            stream.flush()
            await noting()
            file.keep()
        complain(f"Wrote {target}.")

    at_desk(database_url, course_id, work)
