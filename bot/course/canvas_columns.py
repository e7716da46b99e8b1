"""A gradebook of Canvas as it gives it out: who its lines are about, which column is called what, what its cells say.
Pure; it never knows a score of ours.

As Canvas's own importer and exporter read and write them (`lib/gradebook_importer.rb`, `lib/gradebook_exporter.rb` and
`Assignment.title_and_id` of its source): a column is found by the id in brackets at the end of its title, else by its
title; a title that it does not know becomes a new assignment; points stand in a row that begins `Points Possible`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from bot.errors import Misconfigured

IDENTITY = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
"""Who a line is about. These stand first, `Section` last of them, and are never changed."""

PLAIN = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
"""As Canvas writes it."""

_WITH_ID = re.compile(r"(.*)\s\((\d+)\)", re.DOTALL)
_TOTALS = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
"""In the title of a column that Canvas works out itself; its importer passes over them."""

_NUMBER = re.compile(r"-?[0-9.,]*[0-9][0-9.,]*%?")


class Line(NamedTuple):
    """A line of the list: whom it means, and its cells under the header. `person` is None for who is not ours."""

    person: int | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What Canvas gave out: header, the row of points (empty where there was none) and the students' lines."""

    header: tuple[str, ...]
    points: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def identity(self) -> int:
        """How many columns say who a line is about."""
        if "Section" in self.header:
            return self.header.index("Section") + 1
        return sum(1 for _ in _leading(self.header))


def _leading(header: Iterable[str]) -> Iterable[str]:
    for title in header:
        if title.removeprefix("\ufeff") not in IDENTITY:
            return
        yield title


# --- finding a column -----------------------------------------------------------------------------------------------


def find(book: Book, wanted: str) -> int | None:
    """Where the column stands that is called so, with its id or without. Raises Misconfigured where two are, and for
    one that Canvas works out itself.
    """
    exactly = [place for place in _columns(book) if book.header[place].strip() == wanted.strip()]
    found = exactly or [place for place in _columns(book) if bare(book.header[place]) == wanted.strip()]
    if len(found) > 1:
        names = " and ".join(f"“{book.header[place]}”" for place in found[:3])
        raise Misconfigured(f"Canvas has {len(found)} columns that are called “{wanted}”: write which, {names}")
    if found and _is_read_only(book, found[0]):
        raise Misconfigured(f"Canvas works out the column “{wanted}” itself, so no score can be written there")
    return found[0] if found else None


def no_such(book: Book, wanted: str, where: str) -> Misconfigured:
    """What to say of a column that is not there. `where`: the key that names it."""
    titles = [book.header[place] for place in _columns(book) if not _is_read_only(book, place)]
    known = {name.casefold(): title for title in reversed(titles) for name in (title, bare(title))}
    near = list(dict.fromkeys(known[name] for name in get_close_matches(wanted.casefold(), known, 3)))
    ways = _listed(near or titles)
    advice = f"did you mean {ways}?" if near else f"it has {ways}" if titles else "it has none at all"
    return Misconfigured(f"{where}: the list from Canvas has no column “{wanted}”; {advice}")


def _listed(titles: Sequence[str]) -> str:
    more = f" and {len(titles) - 5} more" if len(titles) > 5 else ""
    return ", ".join(f"“{one}”" for one in titles[:5]) + more


def bare(title: str) -> str:
    """The title without its id."""
    found = _WITH_ID.fullmatch(title.strip())
    return (found[1] if found else title).strip()


def has_id(title: str) -> bool:
    return _WITH_ID.fullmatch(title.strip()) is not None


def new_title(wanted: str) -> str:
    """The title for a new column, which Canvas must not take for another's id or for one of its totals."""
    said = " ".join(wanted.split())
    if found := _WITH_ID.fullmatch(said):
        said = f"{found[1]} [{found[2]}]"
    return _TOTALS.sub(lambda total: total[0].replace(" ", "-"), said)


def full_of(book: Book, place: int) -> Decimal | None:
    """The points that Canvas has for the column; None where it does not say."""
    return number(book.points[place]) if place < len(book.points) else None


def _columns(book: Book) -> range:
    return range(book.identity, len(book.header))


def _is_read_only(book: Book, place: int) -> bool:
    said = book.points[place] if place < len(book.points) else ""
    return "read only" in said or _TOTALS.search(book.header[place]) is not None


def number(cell: str) -> Decimal | None:
    """A number as Canvas reads it: the last comma or point is the decimal one, whatever the language."""
    said = cell.strip()
    if not _NUMBER.fullmatch(said):
        return None
    *whole, last = re.split("[,.]", said.rstrip("%"))
    return Decimal(f"{''.join(whole) or '0'}.{last or '0'}") if whole else Decimal(last)
