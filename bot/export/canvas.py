"""The gradebook as CSV, as Canvas's importer takes it: commas, CRLF, UTF-8 without a mark at its beginning.

What stood in Canvas's own list is written as it stood: Canvas finds a student by the cells of their line, and marks by
itself the names that a spreadsheet would run (`student_name` of its `lib/gradebook_exporter.rb`). A plain table has
names that anybody may have typed, so those are made harmless as in every other file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO, Protocol

from bot.export.csv_file import BOM, harmless


class Filled(Protocol):
    """What stands in the file. `points` is empty where it has no such row."""

    @property
    def header(self) -> Sequence[str]: ...

    @property
    def points(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Sequence[Sequence[str]]: ...


def write(filled: Filled, stream: BinaryIO, *, as_it_stood: bool, bom: bool = False) -> None:
    """The stream stays open. `as_it_stood`: the lines are Canvas's own."""
    if bom:
        stream.write(BOM)
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="")
    try:
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(filled.header)
        if filled.points:
            lines.writerow(filled.points)
        for row in filled.rows:
            lines.writerow(row if as_it_stood else [harmless(cell) for cell in row])
        text.flush()
    finally:
        text.detach()


def content(filled: Filled, *, as_it_stood: bool, bom: bool = False) -> bytes:
    """The whole file."""
    stream = io.BytesIO()
    write(filled, stream, as_it_stood=as_it_stood, bom=bom)
    return stream.getvalue()
