"""`coursebot roster codes`: a claim code for each student, as a table from which letters or e-mails are merged.

The table is the only place where the codes stand: the database keeps their hashes. A file of them is for its owner
alone and never replaces another one.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli_course import at_desk, course_options
from bot.cli_file import pending, put
from bot.cli_output import complain
from bot.course.wording import counted

if TYPE_CHECKING:
    from bot.cli_course import Desk
    from bot.services.claim_codes import MadeCodes

COLUMNS = ("name", "email", "student_id", "code", "type_this")


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="A new file. Without it the codes are printed here."
)
@click.option("--all", "everybody", is_flag=True, help="Also for those who have an account already.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, by which Excel knows that it is UTF-8.")
@course_options
def codes(out: Path | None, course_id: str | None, database_url: str | None, *, everybody: bool, bom: bool) -> None:
    """Write a claim code for each student on the class list who has no account yet: a CSV to mail-merge.

    A student who sends the bot the line of the last column is linked to their line of the class list. Codes that were
    made before stay good. Whoever reads a code can use it: send each student their own line only, and delete the file.
    """

    def fill(stream: BinaryIO) -> None:
        at_desk(database_url, course_id, lambda desk: _write(desk, stream, everybody=everybody, bom=bom))

    _filled(out, fill)


def _filled(out: Path | None, fill: Callable[[BinaryIO], None]) -> None:
    if out is None:
        whole = io.BytesIO()
        fill(whole)
        put(whole.getvalue(), None)
        return
    with pending(out, advice="Choose another name.") as file:
        fill(file.stream)
        file.keep()


async def _write(desk: Desk, stream: BinaryIO, *, everybody: bool, bom: bool) -> None:
    from bot.export import csv_file  # noqa: PLC0415 - `--help` does without it
    from bot.export.sheets import Column, Sheet  # noqa: PLC0415
    from bot.services import claim_codes  # noqa: PLC0415

    made: MadeCodes = await desk.database.run(claim_codes.make, desk.course, everybody=everybody, now=desk.now)
    prefix = desk.course.command_prefix
    rows = [(*one, f"/{prefix}mywork link {one.code}") for one in made.codes]
    sheet = Sheet(name="codes", columns=tuple(Column(name) for name in COLUMNS), rows=rows)
    csv_file.write(sheet, rows, stream, bom=bom)
    if rows:
        complain(f"{counted(len(rows), 'code')} made. Send each student only their own line.")
    elif made.claimed:
        complain(
            "Everybody on the class list has an account already, so no code was made. --all makes them all the same."
        )
    else:
        complain("Nobody is on the class list, so no code was made.")
