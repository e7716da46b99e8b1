"""A file with a class list, read: Canvas's gradebook as it exports it, or any table with a heading over each column.

Pure: bytes in, lines of the list out, or everything that is wrong with the file, each with its line. Whom a line means
it never knows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.course.class_list_columns import Part, columns, is_canvas, known_headings, right_way_round, twice
from bot.course.class_list_text import MOST_FAULTS, BadClassList, Fault, Row, table
from bot.course.wording import counted, listed

NAME_LIMIT = 200
KEY_LIMIT = 254
"""Characters of an address, an id, a section."""

POINTS = "points possible"
TEST_STUDENTS = ("student, test", "test student")
"""What Canvas calls the student that it makes up."""

KEYS: Mapping[Part, str] = {
    "email": "e-mail address",
    "student_id": "id",
    "canvas_id": "Canvas id",
    "login": "login",
}
"""What each person has of their own."""

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_AS_FLOAT = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One student. What the file does not say is ''. `cells`: all of the row, under the header."""

    line: int
    name: str
    email: str = ""
    student_id: str = ""
    canvas_id: str = ""
    login: str = ""
    section: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassList:
    """A file that was read. `digest`: of its bytes. `parts`: what it has columns for. `points`: Canvas's row of that
    name, empty where there is none. `guessed`: its letters were read as Latin-1. `left_out`: lines that mean nobody.
    """

    file: str
    digest: str
    kind: Literal["canvas", "plain"]
    header: tuple[str, ...]
    points: tuple[str, ...]
    parts: frozenset[Part]
    lines: tuple[ListLine, ...]
    guessed: bool = False
    left_out: tuple[tuple[int, str], ...] = ()


def read(content: bytes, file: str) -> ClassList:
    """Raises BadClassList with every fault that it has."""
    found = table(content, file, known_headings)
    head, rows = found.rows[0], list(found.rows[1:])
    header = _trimmed(head.cells)
    at = columns(header)
    faults = list(_header_faults(head.line, header, at))
    if faults:
        raise BadClassList(file, [*found.faults, *faults])
    faults += found.faults
    canvas = is_canvas(header)
    points: tuple[str, ...] = ()
    while canvas and rows and (_is_points(rows[0], at) or _is_posting(rows[0], at)):
        row = rows.pop(0)
        points = _fitted(row.cells, len(header)) if _is_points(row, at) else points
    left_out = [row for row in rows if canvas and _is_test_student(row, at)]
    lines: list[ListLine] = []
    for row in rows:
        if row not in left_out:
            line, wrong = _line(row, header, at)
            lines.append(line)
            faults += wrong
    faults += _said_twice(lines)
    if not lines and not faults:
        faults.append(Fault(head.line, "there is no student below the headings."))
    if faults:
        raise BadClassList(file, sorted(faults)[:MOST_FAULTS])
    return ClassList(
        file=file,
        digest=hashlib.sha256(content).hexdigest(),
        kind="canvas" if canvas else "plain",
        header=header,
        points=points,
        parts=frozenset(at),
        lines=tuple(lines),
        guessed=found.guessed,
        left_out=tuple((row.line, row.cells[at["name"]].strip()) for row in left_out),
    )


# --- the header -------------------------------------------------------------------------------------------------------


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Without the empty cells that a spreadsheet leaves at the end."""
    last = max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return tuple(cells[:last])


def _header_faults(line: int, header: Sequence[str], at: Mapping[Part, int]) -> Iterator[Fault]:
    if not at:
        yield Fault(
            line,
            f"these are no headings that I know: {_some(header)}. Put a first row over the columns, "
            "such as Name, Email, Student ID.",
        )
        return
    if "name" not in at and not {"first", "last"} <= at.keys():
        yield Fault(line, f"no column is called Name (or First name and Last name). It has: {_some(header)}.")
    if at.keys().isdisjoint(KEYS):
        yield Fault(
            line,
            "no column is called Email, Student ID or Login. By names alone people cannot be told apart: add one. "
            f"It has: {_some(header)}.",
        )
    for heading, numbers in twice(header, at):
        which = listed([str(number) for number in numbers])
        yield Fault(line, f"“{heading}” stands over columns {which}. Rename all but one.")


def _some(header: Sequence[str]) -> str:
    shown = [" ".join(cell.split())[:30] for cell in header if cell.strip()][:6]
    return ", ".join(f"“{one}”" for one in shown) + (" …" if len(header) > len(shown) else "")


# --- what Canvas writes beside students -------------------------------------------------------------------------------


def _is_points(row: Row, at: Mapping[Part, int]) -> bool:
    return any(cell.strip().casefold() == POINTS for cell in row.cells[: at["canvas_id"]])


def _is_posting(row: Row, at: Mapping[Part, int]) -> bool:
    """The row that says which grades are posted by hand: it names nobody."""
    return not any(_cell(row, at, part) for part in at)


def _is_test_student(row: Row, at: Mapping[Part, int]) -> bool:
    return _cell(row, at, "name").casefold() in TEST_STUDENTS and not _cell(row, at, "student_id")


# --- a line -----------------------------------------------------------------------------------------------------------


def _line(row: Row, header: Sequence[str], at: Mapping[Part, int]) -> tuple[ListLine, list[Fault]]:
    faults: list[Fault] = []
    if len(_trimmed(row.cells)) > len(header) or len(row.cells) < len(header):
        faults.append(
            Fault(
                row.line,
                f"it has {counted(len(row.cells), 'cell')}, the headings are {len(header)}. Is a comma or a "
                "quotation mark missing or too many?",
            )
        )
    if "name" in at:
        name = right_way_round(_cell(row, at, "name"))
    else:
        name = " ".join(filter(None, (_cell(row, at, "first"), _cell(row, at, "last"))))
    email = _cell(row, at, "email") or (_cell(row, at, "login") if "@" in _cell(row, at, "login") else "")
    line = ListLine(
        line=row.line,
        name=name,
        email=email,
        student_id=_key(row, at, "student_id"),
        canvas_id=_key(row, at, "canvas_id"),
        login=_cell(row, at, "login"),
        section=_cell(row, at, "section"),
        cells=_fitted(row.cells, len(header)),
    )
    if not faults:  # in a ragged row nothing stands where it should
        faults = [Fault(row.line, message) for message in _wrong(line)]
    return line, faults


def _cell(row: Row, at: Mapping[Part, int], part: Part) -> str:
    """In one line, without the quotation by which Canvas keeps a spreadsheet from computing a name."""
    number = at.get(part)
    found = "" if number is None or number >= len(row.cells) else " ".join(row.cells[number].split())
    return found[2:-1] if found.startswith('="') and found.endswith('"') else found


def _key(row: Row, at: Mapping[Part, int], part: Part) -> str:
    """An id, without the `.0` that some programs put behind whole numbers."""
    found = _cell(row, at, part)
    whole = _AS_FLOAT.fullmatch(found)
    return whole.group(1) if whole else found


def _wrong(line: ListLine) -> Iterator[str]:
    who = line.name[:60] or "the name"
    if not line.name:
        yield "there is no name. Fill it in, or remove the line."
    if len(line.name) > NAME_LIMIT:
        yield f"the name has {len(line.name)} characters; at most {NAME_LIMIT}."
    if line.email and not _ADDRESS.fullmatch(line.email):
        yield f"“{line.email[:80]}” is no e-mail address ({who}). Correct it, or leave it empty."
    if not any(_of(line, part) for part in KEYS):
        yield f"{who} has neither an e-mail address nor an id. Fill in one, so that I can tell who it is."
    for part, words in (*KEYS.items(), ("section", "section")):
        if len(_of(line, part)) > KEY_LIMIT:
            yield f"the {words} has {len(_of(line, part))} characters; at most {KEY_LIMIT}."
    if _SHORTENED.fullmatch(line.student_id):
        yield (
            f"the id “{line.student_id}” was shortened by a spreadsheet ({who}). "
            "Set the column to Text there, enter the ids once more, and save."
        )


def _of(line: ListLine, part: str) -> str:
    return str(getattr(line, part))


def _fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _said_twice(lines: Sequence[ListLine]) -> Iterator[Fault]:
    """One fault a line after the first that has the same address or id."""
    for part, words in KEYS.items():
        first: dict[str, ListLine] = {}
        for line in lines:
            key = _of(line, part).casefold()
            other = first.setdefault(key, line) if key else line
            if other is not line and not (part == "login" and _of(line, "email").casefold() == key):
                yield Fault(
                    line.line,
                    f"{line.name[:60] or 'this line'} has the {words} of line {other.line} "
                    f"({other.name[:60] or 'no name'}): {_of(line, part)[:80]}. Remove one, or correct it.",
                )
