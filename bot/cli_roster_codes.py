"""`coursebot roster codes`: a claim code for each student, as a table from which letters or e-mails are merged.

The table is the only place where the codes stand: the database keeps their hashes. A file of them is for its owner
alone and never replaces another one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli_course import at_desk, course_options
from bot.cli_output import complain
from bot.course.wording import counted
from bot.errors import Misconfigured

if TYPE_CHECKING:
    from bot.cli_course import Desk
    from bot.services.claim_codes import MadeCodes

COLUMNS = ("name", "email", "student_id", "code", "type_this")


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="A new file. Default: standard output.")
@click.option("--all", "everybody", is_flag=True, help="Also for those who have an account already.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, by which Excel knows that it is UTF-8.")
@course_options
def codes(out: Path | None, course_id: str | None, database_url: str | None, *, everybody: bool, bom: bool) -> None:
    """Write a claim code for each student on the class list who has no account yet: a CSV to mail-merge.

    A student who sends the bot the line of the last column is linked to their line of the class list. Codes that were
    made before stay good. Whoever reads a code can use it: send each student their own line only, and delete the file.
    """
    with _opened(out) as stream:
        at_desk(database_url, course_id, lambda desk: _write(desk, stream, everybody=everybody, bom=bom))


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    """The new file, which goes again where it could not be filled. Raises Misconfigured."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        number = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Misconfigured(f"{out} is there already, and I never write over it. Choose another name.") from None
    except OSError as error:
        raise Misconfigured(f"{out} cannot be written: {error.strerror or error}.") from None
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
    except BaseException:
        out.unlink(missing_ok=True)
        raise


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
