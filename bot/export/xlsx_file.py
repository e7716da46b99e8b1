"""Sheets as a workbook: a worksheet each, a bold header that stays, dates as dates, and every text typed as text.

XlsxWriter writes a row at a time into files of its own, which are thrown away with the folder that they are in. What a
cell cannot hold is cut and said. It knows nothing of what the rows mean.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.errors import Refused
from bot.export.sheets import About, Cell, Column, OneWay, Sheet, Writable

CELL = 32_767
"""UTF-16 units that a cell of a workbook holds."""

ROWS = 1_048_576
"""Rows of a worksheet, the header's with them."""

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""When a workbook says that it was made: a fixed instant, so that the same rows give the same bytes."""

CUT = "… [cut here: {length:,} characters; the CSV and the JSON export hold all of them]"

WIDTHS = {"text": 24, "whole": 10, "number": 10, "instant": 17, "day": 11, "yes_no": 8}
LONGEST_HEAD = 40

INSTANT, DAY = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"

_ILLEGAL = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
"""No XML document can hold these, and XlsxWriter lets them through."""

NAMED = 5
"""So many cut cells are named."""


def write(sheets: Iterable[tuple[Sheet, Iterable[Sequence[Cell]]]], stream: Writable, about: About) -> tuple[str, ...]:
    """Write the workbook; sentences on what was cut. The stream need not be able to seek, and stays open."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy, and only a workbook needs it
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    cut: list[str] = []
    with tempfile.TemporaryDirectory(prefix="coursebot-export-") as folder:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": folder,
        }
        book = Workbook(OneWay(stream), options)
        book.use_zip64()
        book.set_properties(
            {
                "title": f"{about.title}, {about.term}",
                "comments": f"Times are in {about.timezone}.",
                "created": MADE,
            }
        )
        try:
            writer = _Writer(book, cut)
            for sheet, rows in sheets:
                writer.add(sheet, rows)
            book.close()
        except FileCreateError as error:
            raise _cause(error) from error
        finally:
            book.fileclosed = True
            for sheet_file in book.worksheets():
                sheet_file._opt_close()  # noqa: SLF001 - after an error nothing else closes its file
    return _notes(cut)


class _Writer:
    """Puts rows into a workbook, cell by cell, by what each is."""

    def __init__(self, book: Any, cut: list[str]) -> None:
        self._book, self._cut = book, cut
        self._bold = book.add_format({"bold": True})
        self._instant = book.add_format({"num_format": INSTANT})
        self._day = book.add_format({"num_format": DAY})

    def add(self, sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> None:
        page = self._book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, _width(column))
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.name, self._bold)
        number = 0
        for number, row in enumerate(rows, 1):
            if number >= ROWS:
                raise Refused(
                    f"{sheet.name} has more rows than a worksheet holds ({ROWS - 1:,}): take it as CSV or as JSON."
                )
            for place, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._put(page, number, place, cell, sheet)
        if sheet.columns:
            page.autofilter(0, 0, number, len(sheet.columns) - 1)

    def _put(self, page: Any, row: int, place: int, cell: Cell, sheet: Sheet) -> None:
        match cell:
            case str():
                if len(cell) > CELL // 2:
                    cell = self._fitting(cell, f"{sheet.name}, row {row + 1}, {sheet.columns[place].name}")
                page.write_string(row, place, cell.translate(_ILLEGAL) if not cell.isascii() else cell)
            case bool():
                page.write_boolean(row, place, cell)
            case int() | float():
                page.write_number(row, place, cell)
            case datetime():
                page.write_datetime(row, place, cell.replace(tzinfo=None), self._instant)
            case date():
                page.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), self._day)  # noqa: DTZ001 - a day

    def _fitting(self, text: str, where: str) -> str:
        """As much as a cell holds, and how much there was."""
        if _units(text) <= CELL:
            return text
        self._cut.append(where)
        said = CUT.format(length=len(text))
        return text.encode("utf-16-le")[: 2 * (CELL - len(said))].decode("utf-16-le", "ignore") + said


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def _width(column: Column) -> int:
    return max(WIDTHS[column.kind], min(len(column.name) + 4, LONGEST_HEAD))


def _notes(cut: Sequence[str]) -> tuple[str, ...]:
    if not cut:
        return ()
    named = "; ".join(cut[:NAMED]) + (f"; and {len(cut) - NAMED:,} more" if len(cut) > NAMED else "")
    what = "One cell is" if len(cut) == 1 else f"{len(cut):,} cells are"
    return (f"{what} longer than a workbook's cell can be and cut there ({named}). CSV and JSON hold all of it.",)


def _cause(error: Exception) -> Exception:
    """The failure of the disk that XlsxWriter wrapped."""
    found = error.args[0] if error.args else None
    return found if isinstance(found, OSError) else OSError(str(error))
