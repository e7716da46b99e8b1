"""A sheet as CSV by RFC 4180: commas, CRLF, quotes doubled, UTF-8. No cell of it is run by a spreadsheet as a formula.

It knows rows and cells, and nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from bot.export.sheets import Cell, Sheet, Writable

BOM = b"\xef\xbb\xbf"

RUN = frozenset("=+-@\t\r\n＝＋－＠")
"""What a text begins with that a spreadsheet takes for a formula."""

MARK = "'"
"""Stands before such a text; spreadsheets know it as the mark of a text."""

SUSPICIOUS = RUN | {MARK}

END = "\r\n"

AT_ONCE = 200
"""Rows that are gathered before they are written."""


def harmless(text: str) -> str:
    """The text, marked where a spreadsheet would run it. A text that looks marked already gets one more, so that
    `as_written` finds each text again.
    """
    first = text[:1]
    if first in RUN or (first == MARK and text.lstrip(MARK)[:1] in RUN):
        return MARK + text
    return text


def as_written(cell: str) -> str:
    """The inverse of `harmless`."""
    return cell[1:] if cell[:1] == MARK and cell.lstrip(MARK)[:1] in RUN else cell


def _text(text: str) -> str:
    if text[:1] in SUSPICIOUS:
        text = harmless(text)
    return '"' + text.replace('"', '""') + '"'


_SAID: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    int: repr,
    float: repr,
    bool: lambda value: "yes" if value else "no",
    datetime: lambda value: value.isoformat(timespec="seconds"),
    date: date.isoformat,
    type(None): lambda _: "",
}


def _line(row: Sequence[Cell]) -> str:
    return ",".join([_SAID[cell.__class__](cell) for cell in row])


def write(sheet: Sheet, rows: Iterable[Sequence[Cell]], stream: Writable, *, bom: bool = False) -> None:
    """The header and the rows; the stream stays open. Texts are in quotes, all else and what is empty is not: Python's
    own writer, which would quote less, goes through them letter by letter.
    """
    head = ",".join(_text(column.name) for column in sheet.columns) + END
    stream.write((BOM if bom else b"") + head.encode())
    coming = iter(rows)
    while lines := [_line(row) for row in islice(coming, AT_ONCE)]:
        stream.write((END.join(lines) + END).encode("utf-8", "replace"))
