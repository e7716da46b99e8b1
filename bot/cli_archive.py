"""`coursebot export archive`: a whole course as one zip, the same that an instructor gets as the course is closed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli_course import Desk, at_desk, course_options
from bot.cli_file import pending
from bot.cli_output import complain
from bot.errors import Misconfigured


@click.command()
@course_options
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; default: standard output.")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def archive(database_url: str | None, course_id: str | None, out: Path | None, *, force: bool) -> None:
    """Everything of a course: tables, files that were handed in, the schedule, and README.html to read it all.

    Of a course that was closed it is the archive of that moment, with the same bytes each time.
    """
    from bot.services import archiving  # noqa: PLC0415 - `--help` has no use for all this
    from bot.services.archiving import Asked  # noqa: PLC0415
    from handlers import course_book  # noqa: PLC0415

    into_folder = out is not None and out.is_dir()

    async def work(desk: Desk) -> None:
        if out is None and sys.stdout.isatty():
            raise Misconfigured("a zip is nothing that a terminal can show: name a file with --out")
        if out is None:
            content: bytes = await desk.database.run.read(
                archiving.archive, desk.course, course_book.whole, now=desk.now
            )
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            target = out / archiving.name_of(desk.course) if into_folder else out
            with pending(target, force=force) as file:
                write, stream = archiving.write_archive, file.stream
                await desk.database.run.read(write, desk.course, course_book.whole, stream, now=desk.now)
                file.keep()
            complain(f"Wrote {target}.")
        await desk.database.run(archiving.note, desk.course, Asked(person=None, now=desk.now))

    at_desk(database_url, course_id, work)
