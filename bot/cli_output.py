"""How the command line writes: safe lines, tables for people, JSON for machines.

A terminal obeys what it is sent, so every text that came from a file passes `visible` first. It imports rich only where
a table is really drawn on a terminal; in a pipe a table is plain aligned text.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

import click

_JOINERS = "\u200c\u200d"
"""Format characters that emoji and several scripts are written with."""

_NARROW = 12
"""Places of a column that steps back where the terminal is too narrow for all."""


def visible(text: str) -> str:
    """The text with every character shown that a terminal would obey or hide: escapes, line breaks, direction marks."""
    return "".join(
        character
        if character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else f"\\u{ord(character):04x}"
        for character in text
    )


def say(line: str = "") -> None:
    """One line for people on standard output."""
    click.echo(visible(line))


def complain(text: str) -> None:
    """Errors: standard error, a line each."""
    sys.stdout.flush()
    for line in text.splitlines():
        click.echo(visible(line), err=True)


def for_machines(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, wide: int, quiet: frozenset[int] = frozenset()
) -> None:
    """A table; column `wide` keeps room on a narrow terminal, `quiet` names the rows that may step back."""
    shown = [[visible(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _drawn(heads, shown, wide, quiet)
    else:
        _aligned([list(heads), *shown])


def _aligned(rows: list[list[str]]) -> None:
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _cells(text: str) -> int:
    """How many places of a terminal the text takes: East Asian wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _drawn(heads: Sequence[str], rows: list[list[str]], wide: int, quiet: frozenset[int]) -> None:
    from rich import box  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    narrow = sum(max(map(_cells, column)) + 3 for column in zip(heads, *rows, strict=True)) > console.width
    drawn = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for position, head in enumerate(heads):
        drawn.add_column(
            head,
            no_wrap=position == 0,
            style="cyan" if position == 0 else "",
            overflow="fold",
            max_width=_NARROW if narrow and position not in (0, wide) else None,
        )
    for number, row in enumerate(rows):
        drawn.add_row(*(Text(cell) for cell in row), style="dim" if number in quiet else "")
    console.print(drawn)
