"""`coursebot roster …`: the class list from a file, with a preview and a question first, and as a table.

The words are those that the bot says to staff; what is wrong with a file goes to standard error, a line each.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli_course import at_desk, course_options
from bot.cli_output import complain, say, table
from bot.cli_roster_codes import codes
from bot.errors import Misconfigured

if TYPE_CHECKING:
    from bot.cli_course import Desk
    from bot.conversation.reply import Block
    from bot.course.roster_file import ClassList
    from bot.services.roster_import import Imported, Preview


@click.group()
def roster() -> None:
    """The class list: import it, see who is on it, write claim codes."""


roster.add_command(codes)


@roster.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Import it without asking.")
@course_options
def import_list(file: Path, course_id: str | None, database_url: str | None, *, yes: bool) -> None:
    """Make FILE the class list: Canvas's gradebook as it exports it, or any CSV with names and e-mails or ids.

    First it shows who is new, who is off the list, and who is here without being on it. Nothing changes before you
    say yes. Whoever leaves the list keeps their work.
    """
    sheet = _read(file)
    at_desk(database_url, course_id, lambda desk: _import(desk, sheet, yes=yes))


def _read(file: Path) -> ClassList:
    """Raises Misconfigured, BadClassList."""
    from bot.course.class_list_text import LARGEST  # noqa: PLC0415 - `--help` does without it
    from bot.course.roster_file import read  # noqa: PLC0415

    try:
        with file.open("rb") as source:
            content = source.read(LARGEST + 1)
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror or error}.") from None
    return read(content, file.name)


async def _import(desk: Desk, sheet: ClassList, *, yes: bool) -> None:
    from bot.services import roster_import  # noqa: PLC0415 - as above

    run, course = desk.database.run, desk.course
    shown: Preview = await run.read(roster_import.preview, course, sheet)
    while True:
        _show_preview(desk, shown)
        if shown.changes_nothing or not _agreed(yes=yes):
            return
        outcome: Imported = await run(roster_import.apply, course, sheet, stamp=shown.stamp, now=desk.now, by=None)
        if outcome.done or outcome.preview.changes_nothing:
            break
        complain("Who is in the course has changed meanwhile, so nothing was imported. Here it is again.")
        shown = outcome.preview
    await _say_done(desk, outcome)


def _agreed(*, yes: bool) -> bool:
    if yes:
        return True
    if not at_a_terminal():
        complain("Nothing was changed. To import it: the same with --yes.")
        return False
    if click.confirm("Import it?", default=False, err=True):
        return True
    complain("Nothing was changed.")
    return False


def at_a_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


def _show_preview(desk: Desk, shown: Preview) -> None:
    from handlers.roster_import_lines import previewed  # noqa: PLC0415 - as above

    _show(previewed(desk.course, shown))


async def _say_done(desk: Desk, outcome: Imported) -> None:
    from bot.services import roster_import  # noqa: PLC0415 - as above
    from handlers.roster_import_lines import done  # noqa: PLC0415

    if standing := await desk.database.run.read(roster_import.standing, desk.course):
        _show(done(desk.course, outcome, standing))


def _show(blocks: tuple[Block, ...]) -> None:
    from bot.conversation.plain import plain  # noqa: PLC0415 - as above
    from bot.conversation.reply import Reply  # noqa: PLC0415

    for line in plain(Reply(blocks)).split("\n"):
        say(line)


@roster.command()
@course_options
def show(course_id: str | None, database_url: str | None) -> None:
    """Who is on the class list, and who has claimed their line by an account."""
    at_desk(database_url, course_id, _listed)


async def _listed(desk: Desk) -> None:
    from bot.store import roster_lines  # noqa: PLC0415 - as above

    course = desk.course
    listed = await desk.database.run.read(roster_lines.current, course.id)
    if not listed:
        raise Misconfigured(f"{course.title} has no class list yet: `coursebot roster import FILE` brings one")
    rows = [
        (
            one.name,
            one.email,
            one.student_id or one.canvas_id or one.login,
            one.section,
            "yes" if one.claimed else "no",
        )
        for one in sorted(listed, key=lambda one: one.name.casefold())
    ]
    table(("Name", "E-mail", "Id", "Section", "Account"), rows, wide=0)
    missing = sum(not one.claimed for one in listed)
    complain(f"{len(rows)} on the list, {missing} without an account.")
