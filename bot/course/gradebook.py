"""What our scores change in a gradebook of Canvas, and the table that says so. Pure; it never knows how a score came
about.

By what Canvas's importer does with it (`lib/gradebook_importer.rb` and `ui/features/gradebook_uploads` of its source):
`EX` excuses, scores are compared to two places, and a blank cell under a column of the file takes away the score that
was there. So theirs is written again where we have none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, get_args

from bot.course.canvas_columns import POINTS, Book, number

EXCUSED = "EX"
NOT_TAKEN = ("N/A",)
"""Stands where an assignment is not for that student: Canvas takes no score there."""


class Score(NamedTuple):
    """What we say of one cell: points, or `EX`. `filler`: it only stands for what is missing, and no score of Canvas
    gives way to it.
    """

    points: Decimal | None = None
    excused: bool = False
    filler: bool = False

    @property
    def written(self) -> str:
        return EXCUSED if self.excused else "" if self.points is None else f"{self.points:.2f}"


class Target(NamedTuple):
    """A column that scores go to. `place`: where it stands in the book, None for a new one; `full`: its points."""

    key: str
    title: str
    full: float
    place: int | None = None


# --- what changes ---------------------------------------------------------------------------------------------------

Became = Literal["new", "raised", "lowered", "excused", "replaced"]
"""`excused`: a score gives way to EX; `replaced`: what stood there is no number."""
Why = Literal["blank", "filler", "let_off", "not_taken"]
"""Theirs stays: we have none; ours only stands for what is missing; they excused; Canvas takes none there."""


class Change(NamedTuple):
    """One cell that becomes another."""

    person: int
    column: str
    before: str
    after: str
    became: Became


class Kept(NamedTuple):
    """A cell of theirs that ours does not touch, and why."""

    person: int
    column: str
    theirs: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The file: only the columns that change, each line of the list. `points` is empty where none is written."""

    header: tuple[str, ...]
    points: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    same: int = 0

    @property
    def scores(self) -> int:
        return sum(one.after != EXCUSED for one in self.changes)

    @property
    def excused(self) -> int:
        return sum(one.after == EXCUSED for one in self.changes)


def fill(
    book: Book, targets: Sequence[Target], scores: Mapping[int, Mapping[str, Score]], *, all_columns: bool = False
) -> Filled:
    """`scores`: person → key of a target → score. Nothing else of the book changes."""
    changes: list[Change] = []
    kept: list[Kept] = []
    written: list[tuple[Target, list[str]]] = []
    same = 0
    for target in targets:
        column, before = [], len(changes)
        for line in book.lines:
            theirs = _cell(line.cells, target.place)
            ours = Score() if line.person is None else scores.get(line.person, {}).get(target.key, Score())
            became = _becomes(theirs.strip(), ours)
            column.append(ours.written if became in _CHANGES else theirs)
            if line.person is None or became is None:
                continue
            if became == "same":
                same += 1
            elif became in _CHANGES:
                changes.append(Change(line.person, target.title, theirs.strip(), ours.written, _CHANGES[became]))
            else:
                kept.append(Kept(line.person, target.title, theirs.strip(), _KEPT[became]))
        if all_columns or len(changes) > before:
            written.append((target, column))
    return replace(_table(book, written), changes=tuple(changes), kept=tuple(kept), same=same)


_CHANGES: Mapping[str | None, Became] = {one: one for one in get_args(Became)}
_KEPT: Mapping[str | None, Why] = {one: one for one in get_args(Why)}


def _becomes(theirs: str, ours: Score) -> Became | Why | Literal["same"] | None:
    """What happens to their cell; None where there is nothing to say."""
    nothing = theirs in ("", "-")
    if theirs in NOT_TAKEN:
        return "not_taken" if ours.written else None
    if not ours.written:
        return None if nothing else "blank"
    if nothing:
        return "new"
    if theirs.upper() == EXCUSED:
        return "same" if ours.excused else "let_off"
    if ours.excused:
        return "excused"
    return "filler" if ours.filler else _compared(number(theirs), ours.points or Decimal(0))


def _compared(theirs: Decimal | None, ours: Decimal) -> Became | Literal["same"]:
    if theirs is None:
        return "replaced"
    to_two_places = theirs.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return "same" if to_two_places == ours else "raised" if to_two_places < ours else "lowered"


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _table(book: Book, written: Sequence[tuple[Target, list[str]]]) -> Filled:
    who = book.identity
    header = (*book.header[:who], *(target.title for target, _ in written))
    rows = tuple(
        (*_padded(line.cells[:who], who), *(column[number] for _, column in written))
        for number, line in enumerate(book.lines)
    )
    points: tuple[str, ...] = ()
    if book.points or any(target.place is None for target, _ in written):
        first = book.points[0] if book.points and book.points[0].strip() else POINTS
        told = [
            f"{target.full:.2f}" if target.place is None else _cell(book.points, target.place) for target, _ in written
        ]
        points = (first, *_padded(book.points[1:who], who - 1), *told)
    return Filled(header=header, points=points, rows=rows)


def _padded(cells: Sequence[str], length: int) -> tuple[str, ...]:
    return (*cells, *[""] * (length - len(cells)))
