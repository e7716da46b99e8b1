"""`coursebot calendar`: the term as a calendar file, from the schedule alone: classes and what is due for everybody.

It opens no database. What one person owes, and their seats, they get from the bot.
"""

from __future__ import annotations

from pathlib import Path

import click

from bot import clock, settings
from bot.cli_file import out_option, put
from bot.cli_output import complain
from bot.course.wording import counted
from bot.errors import Misconfigured


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@out_option
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
    if not entries:  # RFC 5545, 3.6: a calendar holds at least one component
        raise Misconfigured(f"{course.title} has nothing with a date yet, so there is no calendar to write")
    now = clock.clock_from(settings.load().clock)()
    content = calendar_file(entries, now=now, title=f"{course.title}, {course.term}")
    put(content, out, force=force)
    if out is not None:
        complain(f"{out}: {counted(len(entries), 'entry', 'entries')} of {course.title}, {course.term}.")
