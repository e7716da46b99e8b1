"""Sheets into a file of one format, whatever they hold: each row is written as it comes, so none is kept in memory.

Which cells a spreadsheet would run, and what a cell can hold, is known by each format's own module. The same sheets
give the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.export import csv_file, json_file, xlsx_file
from bot.export.sheets import About, Cell, OneWay, Sheet, Writable

Format = Literal["csv", "xlsx", "json"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "json")

EPOCH = (1980, 1, 1, 0, 0, 0)
"""When every file in a zip says that it was made."""

Progress = Callable[[str, int], None]
"""Told the name of the sheet that is being written and how many of its rows are, every `EVERY` rows and at its end.
What it raises ends the writing.
"""

EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is in a file: how many rows each sheet has; `notes`: sentences on what could not be written as it is."""

    rows: Mapping[str, int]
    notes: tuple[str, ...] = field(default=())


def ending(form: Format, sheets: int) -> str:
    """How the file's name ends: several sheets as CSV are a zip with a file each."""
    return "zip" if form == "csv" and sheets > 1 else form


def write(
    sheets: Sequence[Sheet],
    form: Format,
    stream: Writable,
    *,
    about: About,
    bom: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write the sheets; the rows of each are read once, in order. The stream need not be able to seek, and stays open.

    `bom`: CSV begins with a byte order mark, by which some spreadsheets know that it is UTF-8.
    """
    rows: dict[str, int] = {}
    passing = [(sheet, _counted(sheet, progress, rows)) for sheet in sheets]
    notes: tuple[str, ...] = ()
    match form:
        case "xlsx":
            notes = xlsx_file.write(passing, stream, about)
        case "json":
            json_file.write(passing, stream, about)
        case "csv" if len(sheets) == 1:
            csv_file.write(*passing[0], stream, bom=bom)
        case "csv":
            _zipped(passing, stream, bom=bom)
    return Written(rows=rows, notes=notes)


def _counted(sheet: Sheet, progress: Progress | None, rows: dict[str, int]) -> Iterator[Sequence[Cell]]:
    """The sheet's rows, counted as they go by."""
    number = 0
    for row in sheet.rows:
        yield row
        number += 1
        if progress is not None and not number % EVERY:
            progress(sheet.name, number)
    rows[sheet.name] = number
    if progress is not None:
        progress(sheet.name, number)


def _zipped(sheets: Iterable[tuple[Sheet, Iterable[Sequence[Cell]]]], stream: Writable, *, bom: bool) -> None:
    with zipfile.ZipFile(OneWay(stream), "w") as folder:
        for sheet, rows in sheets:
            entry = zipfile.ZipInfo(f"{sheet.name}.csv", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with folder.open(entry, "w", force_zip64=True) as file:
                csv_file.write(sheet, rows, file, bom=bom)
