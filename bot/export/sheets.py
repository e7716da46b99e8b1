"""A table on its way into a file: named, typed columns and rows that come one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

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


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself: the course by its id, and the zone (IANA name) in which its instants are."""

    id: str
    title: str
    term: str
    timezone: str


class Writable(Protocol):
    """Where a file goes: the open one on the disk, standard output, a file in a zip."""

    def write(self, data: bytes, /) -> object: ...


class OneWay:
    """What a zip is written to that cannot be gone back in, whatever the stream can: its bytes are the same. Once the
    stream has failed it takes everything and writes nothing: a zip tries to end itself also when it is forgotten.
    """

    def __init__(self, stream: Writable) -> None:
        self._stream = stream
        self._failed = False

    def write(self, data: Any, /) -> int:
        if not self._failed:
            try:
                self._stream.write(data)
            except BaseException:
                self._failed = True
                raise
        return len(data)

    def flush(self) -> None:
        """What was written is written."""

    def close(self) -> None:
        """The stream stays open."""
