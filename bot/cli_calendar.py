"""`coursebot calendar`: the term as a calendar file, from the schedule alone: classes and what is due for everybody.

It opens no database. What one person owes, and their seats, they get from the bot.
"""

from __future__ import annotations

from pathlib import Path

import click

from bot import clock, settings
from bot.cli_output import complain
from bot.course.wording import counted
from bot.errors import Misconfigured


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; default: standard output.")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def calendar(file: Path | None, out: Path | None, *, force: bool) -> None:
    """The term as a calendar file (.ics): classes, deadlines, when reviews are due.

    FILE is a schedule. Without one: COURSEBOT_SCHEDULE, else ./schedule.yaml. Put the file on the course's page, or
    open it with a calendar program. In the chat, `/mywork calendar` gives people their own.
    """
    from bot.cli_offline import one_file  # noqa: PLC0415 - `--help` has no use for all this
    from bot.course.schedule import read  # noqa: PLC0415
    from bot.export.calendars import calendar_file  # noqa: PLC0415
    from handlers.calendar_entries import of_everyone  # noqa: PLC0415

    course = read(one_file(file, shipped=True)).course
    entries = of_everyone(course)
    now = clock.clock_from(settings.load().clock)()
    content = calendar_file(entries, now=now, title=f"{course.title}, {course.term}")
    if out is None:
        click.echo(content, nl=False)
        return
    _written(out, content, force=force)
    complain(f"{out}: {counted(len(entries), 'entry', 'entries')} of {course.title}, {course.term}.")


def _written(out: Path, content: bytes, *, force: bool) -> None:
    try:
        with out.open("wb" if force else "xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise Misconfigured(f"{out} is there already; nothing was changed. --force replaces it") from None
    except OSError as error:
        raise Misconfigured(f"{out} cannot be written: {error.strerror or error}") from None
