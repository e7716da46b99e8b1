"""The gradebook: what everybody's work comes to, and what that changes in the gradebook of Canvas that staff imported.

It only reads. It knows no sentence and no file format; how a score is worked out is in `bot.course.scores`, what
Canvas takes in `bot.course.gradebook`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.course import scores
from bot.course.canvas_columns import PLAIN, Book, Line, bare, find, full_of, has_id, new_title, no_such
from bot.course.gradebook import Filled, Score, Target, fill
from bot.course.grading import COMPONENTS, TITLES, USUAL_POINTS
from bot.course.model import Course
from bot.course.scores import Total
from bot.course.signups import seats
from bot.errors import Misconfigured
from bot.export.sheets import Cell, Column, Sheet
from bot.services import exporting, graded_work
from bot.services.graded_work import REVIEW, Pending, Wanted, Work
from bot.store import class_list, people
from bot.store.class_list import ImportedSheet, Listing
from bot.store.database import Connection

ITEM = "gradebook"
"""What the audit says was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """The table, and all that is said of it first. `sheet` is the list from Canvas that it was made from, None where it
    is a plain table. `unmatched`: students who are not on that list; `homeless`: what has no column there. `ahead`:
    classes to come, of which `final` says that nobody presents in them.
    """

    wanted: Wanted
    sheet: ImportedSheet | None
    filled: Filled
    targets: tuple[Target, ...]
    names: Mapping[int, str]
    pending: Pending = field(default_factory=Pending)
    unmatched: tuple[str, ...] = ()
    homeless: tuple[str, ...] = ()
    ahead: int = 0

    @property
    def created(self) -> tuple[str, ...]:
        """New columns that are in the file."""
        fresh = {target.title for target in self.targets if target.place is None}
        return tuple(title for title in self.filled.header if title in fresh) if self.sheet else ()


def gradebook(connection: Connection, course: Course, wanted: Wanted, *, now: datetime) -> Gradebook:
    """Raises Misconfigured where a column that the schedule names is not in Canvas's list, or counts other points."""
    sheet = class_list.newest_sheet(connection, course.id, "canvas")
    listed = class_list.listings(connection, course.id)
    worth = graded_work.everybody(connection, course, wanted, now=now)
    names = {**people.names(connection, list(worth)), **{one.person: one.name for one in listed}}
    book = _plain_book(listed, worth, names) if sheet is None else _book(sheet, listed)
    matched = {line.person for line in book.lines}
    unmatched = tuple(sorted((names[one] for one in worth if one not in matched), key=str.casefold))
    targets, homeless = _targets(
        course, wanted, book, graded_work.keys(connection, course, wanted), plain=sheet is None
    )
    filled = fill(book, targets, _scores(worth, targets), all_columns=sheet is None)
    return Gradebook(
        wanted=wanted,
        sheet=sheet,
        filled=filled,
        targets=targets,
        names=names,
        pending=sum((work.pending for person, work in worth.items() if person in matched), Pending()),
        unmatched=unmatched,
        homeless=homeless,
        ahead=_ahead(course, now) if wanted.final and any(one.key == "presenting" for one in targets) else 0,
    )


def _ahead(course: Course, now: datetime) -> int:
    """Classes with seats that are not over."""
    found = {seat.session.id: seat.session.over_at for seat in seats(course)}
    return sum(over_at is not None and over_at > now for over_at in found.values())


def file_name(course: Course) -> str:
    """`gradebook-cs294-sp22.csv`."""
    return f"{ITEM}-{course.id}.csv"


def note(connection: Connection, course: Course, made: Gradebook, *, person: int | None, now: datetime) -> None:
    """Who took it, and how much is in it."""
    details = {
        "rows": {ITEM: len(made.filled.rows)},
        "format": "csv",
        "scores": made.filled.scores,
        "excused": made.filled.excused,
        "final": made.wanted.final,
    }
    exporting.note_taken(connection, course, ITEM, details, person=person, now=now)


def everything(connection: Connection, course: Course, *, now: datetime) -> Sheet:
    """All students with the points of each part of the grade as they stand, for other tables than that of Canvas."""
    wanted = Wanted(create=True)
    listed = {one.person: one for one in class_list.listings(connection, course.id)}
    worth = graded_work.everybody(connection, course, wanted, now=now)
    names = {**people.names(connection, list(worth)), **{one.person: one.name for one in listed.values()}}
    targets = _as_in_canvas(connection, course, wanted)
    scored = _scores(worth, targets)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for person in sorted(worth, key=lambda one: (names[one].casefold(), one)):
            line = listed.get(person)
            ids = (line.email, line.student_id, line.canvas_id, line.login, line.section) if line else ("",) * 5
            yield (names[person], *ids, *(_cell(scored[person][target.key]) for target in targets))

    columns = [Column(name) for name in ("student", "email", "student_id", "canvas_id", "login", "section")]
    columns += [Column(target.key, "number") for target in targets]
    return Sheet(name=ITEM, columns=tuple(columns), rows=rows())


def _as_in_canvas(connection: Connection, course: Course, wanted: Wanted) -> tuple[Target, ...]:
    """The columns with the points that Canvas has for them; where they do not fit together, as the schedule says."""
    found = graded_work.keys(connection, course, wanted)
    sheet = class_list.newest_sheet(connection, course.id, "canvas")
    if sheet is not None:
        with suppress(Misconfigured):
            return _targets(course, wanted, _book(sheet, ()), found, plain=False)[0]
    return _targets(course, wanted, Book(header=PLAIN), found, plain=True)[0]


def _cell(score: Score) -> Cell:
    return (score.written or None) if score.points is None else float(score.points)


# --- where it goes --------------------------------------------------------------------------------------------------


def _book(sheet: ImportedSheet, listed: Sequence[Listing]) -> Book:
    """The newest list from Canvas. Of who is not on it nobody knows what Canvas has for them, so they are left out."""
    lines = (Line(one.person, one.cells) for one in listed if one.sheet == sheet.id)
    return Book(header=sheet.header, points=sheet.points, lines=tuple(lines))


def _identity(one: Listing) -> tuple[str, ...]:
    """Under `PLAIN`."""
    return (one.name, one.canvas_id, one.student_id, one.login or one.email, one.section)


def _plain_book(listed: Sequence[Listing], worth: Mapping[int, Work], names: Mapping[int, str]) -> Book:
    """Everybody, in the order of the list, and after it who is on none."""
    known = {one.person: one for one in listed}
    others = sorted((one for one in worth if one not in known), key=lambda one: names[one].casefold())
    lines = [Line(one.person, _identity(one)) for one in listed]
    lines += [Line(one, (names[one], *[""] * (len(PLAIN) - 1))) for one in others]
    return Book(header=PLAIN, lines=tuple(lines))


def _targets(
    course: Course, wanted: Wanted, book: Book, found: Sequence[str], *, plain: bool
) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """The columns, and what has none."""
    targets: list[Target] = []
    homeless: list[str] = []
    for key in found:
        named, where, points = _asked(course, key)
        title = new_title(bare(named) or _title(course, key))
        place = None if plain else find(book, named or title) if named or wanted.create else None
        if place is None and not plain:
            if not wanted.create and not named:
                homeless.append(key)
                continue
            if named and (not wanted.create or has_id(named)):
                raise no_such(book, named, where)
        targets.append(_target(book, key, title, place, points=points))
    return tuple(targets), tuple(homeless)


def _asked(course: Course, key: str) -> tuple[str, str, float | None]:
    """What the schedule says of it: the column, the key that names that, and the points."""
    rules = course.grading
    if key.startswith(REVIEW):
        name = key.removeprefix(REVIEW)
        return dict(rules.columns).get(name, ""), f"grading.reviews.columns.{name}", rules.points_each
    part = next(rules.component(one) for one in COMPONENTS if one == key)
    return part.column, f"grading.{key}.column", part.points


def _title(course: Course, key: str) -> str:
    if not key.startswith(REVIEW):
        return TITLES[key]
    name = key.removeprefix(REVIEW)
    session = course.session(name)
    titles = (reading.title for _, reading in course.readings() if reading.id == name)
    return f"Review: {session.name if session else next(titles, name)}"


def _target(book: Book, key: str, title: str, place: int | None, *, points: float | None) -> Target:
    theirs = None if place is None else full_of(book, place)
    if place is None or not theirs:
        return Target(key, title if place is None else book.header[place], points or USUAL_POINTS, place)
    if points is not None and scores.exact(points) != scores.exact(float(theirs)):
        said = "grading.reviews.points_each" if key.startswith(REVIEW) else f"grading.{key}.points"
        raise Misconfigured(
            f"“{book.header[place]}” counts {float(theirs):g} points in Canvas and {points:g} by {said}: make them "
            "equal, or leave the points out of the schedule, then those of Canvas count"
        )
    return Target(key, book.header[place], float(theirs), place)


def _scores(worth: Mapping[int, Work], targets: Sequence[Target]) -> Mapping[int, Mapping[str, Score]]:
    found: dict[int, dict[str, Score]] = {}
    for person, work in worth.items():
        mine = found[person] = {}
        for target in targets:
            total = work.totals.get(target.key, Total())
            points = None if total.share is None else scores.points(total.share, target.full)
            mine[target.key] = Score(points, total.excused, total.bare)
    return found
