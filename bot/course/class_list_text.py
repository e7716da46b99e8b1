"""A table file's bytes as rows of cells with the lines that they stand on, or every reason why they are none.

It knows encodings, quotation marks and limits; what the columns mean it never knows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bot.course.file_types import text_in
from bot.course.wording import counted
from bot.errors import Refused

LARGEST = 5_000_000
"""Bytes of a file."""

MOST_ROWS = 20_000
MOST_LINES = 5 * MOST_ROWS
"""A row may take several, and some are blank."""

MOST_COLUMNS = 1000
LONGEST_LINE = 200_000
"""Characters: a line of that length is no row of a class list, and nothing takes it apart."""

LONGEST_CELL = 4000
MOST_FAULTS = 500
ENDLESS = "field limit"
"""What the csv module says of a cell that goes on and on."""

DELIMITERS = (",", ";", "\t", "|")
NOTHING = ' \r\n"' + "".join(DELIMITERS)

KINDS = (
    (b"PK\x03\x04", "a spreadsheet (.xlsx) or an archive"),
    (b"\xd0\xcf\x11\xe0", "an Excel file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "an archive"),
)
"""First bytes, and what begins with them."""

SAVE = "Open it in your spreadsheet program, save it as CSV (UTF-8), and give me that."

_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SEP_LINE = re.compile(r"sep=(.)\r?\n?\Z")
"""The first line by which Excel is told the delimiter."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong on a line and what to do about it; lines count from 1, 0 is the file as a whole."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message


class BadClassList(Refused):
    """A file that cannot be used; carries all that is wrong with it, in the order of its lines."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file = file
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(f"{file}: {fault}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """`line`: where it begins."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows that are not blank, and what is wrong with others. `guessed`: the file was in no Unicode encoding, so
    Latin-1 it was.
    """

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    guessed: bool


def table(content: bytes, file: str, fits: Callable[[Sequence[str]], int]) -> Table:
    """The file's rows. `fits` says how many of a row's cells are headings that it knows: by it the delimiter is told.
    Raises BadClassList for a file that is no table at all.
    """
    text, guessed = _text(content, file)
    _within_limits(text, file)
    lines = io.StringIO(text, newline="")
    first = _SEP_LINE.match(lines.readline())
    skipped = 1 if first else 0
    if not first:
        lines.seek(0)
    delimiter = first.group(1) if first and first.group(1) in DELIMITERS else _delimiter(text, skipped, fits)
    rows, faults = _rows(lines, delimiter, skipped)
    if not rows:
        raise BadClassList(file, faults or [Fault(0, "the file is empty.")])
    return Table(rows=rows, faults=faults, guessed=guessed)


# --- bytes ------------------------------------------------------------------------------------------------------------


def _text(content: bytes, file: str) -> tuple[str, bool]:
    if len(content) > LARGEST:
        _refuse(file, f"it is larger than {LARGEST // 1_000_000} MB: that is no class list. Nothing of it was read.")
    kind = next((words for start, words in KINDS if content.startswith(start)), None)
    if kind is not None:
        _refuse(file, f"this is {kind}, whatever its name says. {SAVE}")
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        _refuse(file, "this is a web page, perhaps one that asks you to sign in. Download the file once more.")
    found = text_in(content)
    if found is not None and not found[0].strip(NOTHING):
        _refuse(file, "the file is empty.")
    if found is None:
        hint = " If it is UTF-16, save it as UTF-8." if b"\0" in content else ""
        _refuse(file, f"this is no text.{hint} {SAVE}")
    if found[1]:
        _not_mixed(content, file)
    return found


def _not_mixed(content: bytes, file: str) -> None:
    """Letters of two bytes beside letters of one: nobody can tell which of them to believe. Raises BadClassList."""
    if not _MANY_BYTES.search(content):
        return
    faults = []
    for number, line in enumerate(content.splitlines(), 1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            byte = f"{error.object[error.start]:#04x}"
            faults.append(Fault(number, f"a letter here is no UTF-8 (byte {byte}), others in the file are. {SAVE}"))
    raise BadClassList(file, faults[:MOST_FAULTS])


def _refuse(file: str, message: str) -> NoReturn:
    raise BadClassList(file, [Fault(0, message)])


def _within_limits(text: str, file: str) -> None:
    """Before anything is taken apart. Raises BadClassList."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > LONGEST_LINE:
            message = f"it has {len(line):,} characters; a line of a class list has at most {LONGEST_LINE:,}."
            raise BadClassList(file, [Fault(number, message)])
        if number > MOST_LINES:
            _refuse(file, f"it has more than {MOST_LINES:,} lines: that is no class list.")


# --- rows -------------------------------------------------------------------------------------------------------------


def _delimiter(text: str, skipped: int, fits: Callable[[Sequence[str]], int]) -> str:
    """The one by which the most headings of the first row are known, else the one that makes the most of it."""

    def first_row(delimiter: str) -> tuple[str, ...]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for number, cells in enumerate(reader):
                if number >= skipped and any(cell.strip() for cell in cells):
                    return tuple(cells)
        except csv.Error:
            pass
        return ()

    found = {one: first_row(one) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: (fits(found[one]), len(found[one])))


def _rows(lines: Iterable[str], delimiter: str, skipped: int) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for one in _parsed(lines, delimiter, skipped):
        if isinstance(one, Fault):
            faults.append(one)
        elif not one.is_blank:
            rows.append(one)
            faults += _beyond_limits(one)
        if len(rows) > MOST_ROWS:
            return (), (Fault(one.line, f"a class list has at most {MOST_ROWS:,} rows; I stopped reading here."),)
        if len(faults) >= MOST_FAULTS:
            break
    return tuple(rows), tuple(faults)


def _parsed(lines: Iterable[str], delimiter: str, skipped: int) -> Iterator[Row | Fault]:
    """Row by row; after one that cannot be read it goes on with the next line, unless that stands in the same cell."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begins = skipped + reader.line_num + 1
        try:
            yield Row(begins, tuple(next(reader)))
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(begins, _quotes(str(error), skipped + reader.line_num, begins))
            if ENDLESS in str(error):
                return


def _quotes(error: str, ends: int, begins: int) -> str:
    if "unexpected end" in error:
        return 'a quotation mark (") is opened here and never closed. Close it, or remove it.'
    if ENDLESS in error:
        until = f", up to line {ends}" if ends > begins else ""
        return f'a cell here does not end{until}: is a quotation mark (") not closed?'
    return 'a quotation mark (") stands in the middle of a cell. Write it twice ("") and put the whole cell in quotes.'


def _beyond_limits(row: Row) -> list[Fault]:
    if len(row.cells) > MOST_COLUMNS:
        return [Fault(row.line, f"it has {len(row.cells):,} columns; at most {MOST_COLUMNS:,} are read.")]
    return [
        Fault(row.line, f"the cell in column {number} has {counted(len(cell), 'character')}; at most {LONGEST_CELL}.")
        for number, cell in enumerate(row.cells, 1)
        if len(cell) > LONGEST_CELL
    ]
