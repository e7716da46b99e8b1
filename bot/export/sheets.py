"""A table on its way into a file: named, typed columns and rows that come one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Cell = str | int | float | bool | datetime | date | None
"""None is an empty cell. A datetime is aware, with the offset in which it is to be read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` says what its cells hold; `text` is never read as anything else by a spreadsheet."""

    name: str
    kind: Literal["text", "whole", "number", "instant", "day", "yes_no"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`name`: lower case, a sheet of a workbook and a key of a JSON object. `rows` are read once, as they are written:
    they may be made one by one.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
