"""`coursebot export …`: what the course holds as CSV, XLSX or JSON, into a file or to standard output.

It reads beside the running service and writes one line of the audit. What it says goes to standard error, where the
file itself goes to standard output.
"""

from __future__ import annotations

import asyncio
import codecs
import difflib
import importlib
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from bot.cli_course import Desk, at_desk, course_options
from bot.cli_file import out_option, pending, place, unwritable
from bot.cli_output import complain, say, visible
from bot.errors import Misconfigured

if TYPE_CHECKING:
    from bot.course.model import Course
    from bot.export.sheets import Writable
    from bot.export.writing import Format, Written
    from bot.services.exporting import Order
    from bot.store.database import Connection

WHAT = ("reviews", "signups", "status", "deliveries", "audit")
"""As `bot.services.exporting` has them; a test compares the two. `--help` imports no service."""

FORMATS = ("csv", "xlsx", "json")

ENDINGS = (".csv", ".xlsx", ".json", ".zip", ".txt", ".tsv", ".xls", ".ods", ".pdf", ".html")
"""Names that end so say what is in the file."""

OWN = {"gradebook": "bot.cli_gradebook:gradebook", "archive": "bot.cli_archive:archive"}
"""What has a command of its own, with options of its own."""

QUIET, EVERY = 5.0, 1.0
"""Seconds: a shorter export says nothing of how far it is where nobody watches a terminal; and the time between two
words of it.
"""


class Export(click.Command):
    """One command for all tables, and `gradebook`, which is another one."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args and args[0] in OWN:
            module, _, name = OWN[args[0]].partition(":")
            command: click.Command = getattr(importlib.import_module(module), name)
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=Export, no_args_is_help=True)
@click.argument("what", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Default: as FILE ends, else csv (xlsx for several)."
)
@out_option
@click.option("--versions", is_flag=True, help="reviews: a row a version, drafts too, instead of a row a review.")
@click.option("--session", metavar="ID", help="Only what belongs to this session.")
@click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, for spreadsheets that ask for one.")
@course_options
def export(
    what: tuple[str, ...],
    form: Format | None,
    out: Path | None,
    course_id: str | None,
    database_url: str | None,
    *,
    session: str | None,
    force: bool,
    versions: bool,
    bom: bool,
) -> None:
    """Write WHAT as a table: reviews, signups, status (students x papers), deliveries, audit; several of them, or all.

    Several as CSV are a zip with one file each. docs/export.md says what each column holds. The scores for Canvas are a
    command of their own: coursebot export gradebook --help.
    """
    kinds = _kinds(what)
    chosen = form or _by_ending(out) or ("csv" if len(kinds) == 1 else "xlsx")
    _check(chosen, out, several=len(kinds) > 1, bom=bom)

    async def work(desk: Desk) -> None:
        from bot.services.exporting import Options, Order  # noqa: PLC0415 - `--help` has no use for it

        options = Options(versions=versions, session=_session(desk.course, session))
        order = Order(kinds=kinds, form=chosen, options=options, bom=bom)
        if out is None:
            await _to_stdout(desk, order)
        else:
            await _to_file(desk, order, out, force=force)

    at_desk(database_url, course_id, work)


# --- what was asked -------------------------------------------------------------------------------------------------


def _kinds(what: tuple[str, ...]) -> tuple[str, ...]:
    """In the order of `WHAT`, each once. Raises UsageError."""
    words = {one.casefold() for one in what}
    for one in what:
        if one.casefold() not in (*WHAT, "all"):
            known = (*WHAT, *OWN, "all")
            near = difflib.get_close_matches(one.casefold(), known, n=1)
            alone = " It is exported alone." if one.casefold() in OWN else ""
            hint = alone or (f" Did you mean {near[0]}?" if near else f" There are {', '.join(known)}.")
            raise click.UsageError(f"{one!r} cannot be exported{' with others' if alone else ''}.{hint}")
    return WHAT if "all" in words else tuple(one for one in WHAT if one in words)


def _by_ending(out: Path | None) -> Format | None:
    if out is None:
        return None
    return {".csv": "csv", ".zip": "csv", ".xlsx": "xlsx", ".json": "json"}.get(out.suffix.casefold())  # type: ignore[return-value] # words of Format


def _check(form: str, out: Path | None, *, several: bool, bom: bool) -> None:
    if bom and form != "csv":
        raise click.UsageError(f"--bom is for CSV; {form.upper()} needs none.")
    right = ".zip" if form == "csv" and several else f".{form}"
    fitting = (right, ".txt") if right == ".csv" else (right,)
    if (
        out is not None
        and not out.is_dir()
        and out.suffix.casefold() in ENDINGS
        and out.suffix.casefold() not in fitting
    ):
        raise click.UsageError(f"{_made(form, several=several)}: call the file {out.with_suffix(right).name}.")
    if out is None and sys.stdout.isatty() and (form == "xlsx" or (form == "csv" and several)):
        kind = "A workbook" if form == "xlsx" else "A zip of several CSV files"
        raise click.UsageError(f"{kind} is nothing that a terminal can show: name a file with --out.")


def _made(form: str, *, several: bool) -> str:
    """What is in the file."""
    if form == "csv":
        return "Several as CSV are a zip" if several else "It is one table as CSV"
    return "It is a workbook" if form == "xlsx" else "It is JSON"


def _session(course: Course, wanted: str | None) -> str | None:
    """Raises Misconfigured for one that the course does not have."""
    if wanted is None or course.session(wanted) is not None:
        return wanted
    titles = {one.name.casefold(): one.id for one in course.sessions}
    if wanted.casefold() in titles:
        return titles[wanted.casefold()]
    near = difflib.get_close_matches(wanted, [one.id for one in course.sessions], n=1)
    hint = f"did you mean {near[0]}?" if near else "`coursebot show` lists them."
    raise Misconfigured(f"There is no session {wanted!r} in this course; {hint}")


# --- writing --------------------------------------------------------------------------------------------------------


class _Shown:
    """A terminal, which would obey what people wrote: every character is shown that it would."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def write(self, data: bytes, /) -> object:
        text = self._decoder.decode(data).replace("\r\n", "\n")
        return sys.stdout.write("\n".join(map(visible, text.split("\n"))))


class _Failed(Exception):
    """The stream could not be written to: not what a database's own failures are taken for."""


async def _to_file(desk: Desk, order: Order, out: Path, *, force: bool) -> None:
    from bot.services.exporting import file_name  # noqa: PLC0415 - heavy

    target = place(out, file_name(desk.course, order))
    with pending(target, force=force) as file:
        try:
            written = await _written(desk, order, file.stream, lambda: _emptied(file.stream))
        except _Failed as failed:
            raise unwritable(target, failed.__cause__) from None  # type: ignore[arg-type] # it is one of the disk's
        file.stream.flush()
        size = file.stream.tell()
        await _noted(desk, order, written)
        file.keep()
    said = ", ".join(f"{number:,} {_rows_of(name, number)}" for name, number in written.rows.items())
    say(f"Wrote {said} to {target} ({_size(size)}).")
    _remarks(written)


async def _to_stdout(desk: Desk, order: Order) -> None:
    stream: Writable = _Shown() if sys.stdout.isatty() else sys.stdout.buffer
    try:
        written = await _written(desk, order, stream, _too_late)
        sys.stdout.flush()
    except _Failed as failed:
        cause = failed.__cause__
        if isinstance(cause, BrokenPipeError):
            await _noted(desk, order, None)  # what was read of it was read
            raise cause from None
        raise unwritable("standard output", cause) from None  # type: ignore[arg-type] # it is one of the disk's
    await _noted(desk, order, written)
    _remarks(written)


def _emptied(stream: BinaryIO) -> None:
    stream.seek(0)
    stream.truncate()


def _too_late() -> None:
    raise Misconfigured("The database has to be read anew, and a part is written already: name a file with --out.")


async def _written(desk: Desk, order: Order, stream: Writable, anew: Callable[[], None]) -> Written:
    """Write it in a thread of the database's. Where this is cancelled the thread ends with the next rows. `anew`: what
    is to be done first where the database has it read once more.
    """
    from bot.services import exporting  # noqa: PLC0415 - heavy

    watch, begun = _Watch(), False

    def write(connection: Connection) -> Written:
        nonlocal begun
        if begun:
            anew()
        begun = True
        try:
            return exporting.write_out(connection, desk.course, order, stream, now=desk.now, progress=watch.progress)
        except OSError as error:
            raise _Failed from error

    try:
        return await desk.database.run.read(write)
    except asyncio.CancelledError:
        watch.stop.set()
        raise
    finally:
        watch.done()


async def _noted(desk: Desk, order: Order, written: Written | None) -> None:
    """In the audit. None: whoever read it stopped reading."""
    from bot.services import exporting  # noqa: PLC0415 - heavy

    rows = written.rows if written is not None else {}
    await desk.database.run(exporting.note, desk.course, order, rows, person=None, now=desk.now)


class _Watch:
    """Says how far a long export is, on standard error; and ends it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._terminal = sys.stderr.isatty()
        self._started = self._said = time.monotonic()
        self._shown = False

    def progress(self, name: str, number: int) -> None:
        if self.stop.is_set():
            raise Misconfigured("Stopped.")
        now = time.monotonic()
        if now - self._said < EVERY or (not self._terminal and now - self._started < QUIET):
            return
        self._said = now + (0 if self._terminal else QUIET)
        line = f"{name}: {number:,} rows so far"
        sys.stderr.write(f"\r{line}\x1b[K" if self._terminal else f"{line}\n")
        sys.stderr.flush()
        self._shown = True

    def done(self) -> None:
        if self._shown and self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _remarks(written: Written) -> None:
    for name, number in written.rows.items():
        if not number:
            complain(f"{name}: there are no rows yet, so it has its header only.")
    for note in written.notes:
        complain(note)


def _rows_of(name: str, number: int) -> str:
    return f"row of {name}" if number == 1 else f"rows of {name}"


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000):,} kB"
