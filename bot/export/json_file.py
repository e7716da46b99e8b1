"""Sheets as one JSON object: what the course is, then each sheet as a list of objects, a row each on a line of its own.

Its schema is made from the sheets' columns; `docs/export.schema.json` is that of all that can be exported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.export.sheets import About, Cell, Column, Sheet, Writable

AT_ONCE = 1 << 16
"""Bytes that are gathered before they are written."""

TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "instant": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "yes_no": {"type": "boolean"},
}
"""What a cell of a column's kind is; null where it is empty."""


def write(sheets: Iterable[tuple[Sheet, Iterable[Sequence[Cell]]]], stream: Writable, about: About) -> None:
    """Each sheet with its rows; the stream stays open."""
    gathered = bytearray()
    for piece in _pieces(sheets, about):
        gathered += piece.encode("utf-8", "replace")
        if len(gathered) >= AT_ONCE:
            stream.write(bytes(gathered))
            gathered = bytearray()
    stream.write(bytes(gathered))


def _pieces(sheets: Iterable[tuple[Sheet, Iterable[Sequence[Cell]]]], about: About) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_said).encode
    yield f'{{\n"course": {encode(asdict(about))}'
    for sheet, rows in sheets:
        names = [column.name for column in sheet.columns]
        yield f",\n{encode(sheet.name)}: ["
        between = "\n"
        for row in rows:
            yield between + encode(dict(zip(names, row, strict=True)))
            between = ",\n"
        yield "\n]" if between != "\n" else "]"
    yield "\n}\n"


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no cell")


def schema(sheets: Mapping[str, tuple[Sequence[Column], str]], *, more: Mapping[str, str]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a file with any of these sheets: by name its columns and what it holds. `more`: what
    further keys of a sheet's rows hold.
    """
    about = {name: {"type": "string"} for name in About.__dataclass_fields__}
    properties: dict[str, Any] = {"course": _object(about)}
    for name, (columns, what) in sheets.items():
        row = _object({column.name: _or_null(column) for column in columns})
        if name in more:
            further = {"type": ["string", "integer", "boolean", "null"], "description": more[name]}
            row["additionalProperties"] = further
        properties[name] = {"description": what, "type": "array", "items": row}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What coursebot exports as JSON",
        "type": "object",
        "required": ["course"],
        "additionalProperties": False,
        "properties": properties,
    }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": dict(properties),
    }


def _or_null(column: Column) -> dict[str, Any]:
    known = dict(TYPES[column.kind])
    return {**known, "type": [known["type"], "null"]}
