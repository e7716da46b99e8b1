"""Text to Course, or every problem at once, each with its line and column.

The text becomes a tree of words (`tree.py`). What the words mean is settled by `document.py` (one entry by itself) and
`resolve.py` (all of them together).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.course.document import one_entry_lists
from bot.course.model import Course
from bot.course.resolve import resolve
from bot.course.source import Lines, Node, Report
from bot.course.tree import LONGEST_FILE, TOO_LARGE, Misplaced, Unreadable, decoded, grow
from bot.errors import BadSchedule, Misconfigured, Problem

MOST_PROBLEMS = 500
"""Nobody reads more; with aliases a short file could have a hundred thousand."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A course, and what is odd about its file without being wrong."""

    course: Course
    warnings: tuple[Problem, ...] = ()


def read(path: Path) -> Parsed:
    """The course in a file. Raises Misconfigured where there is no such file, BadSchedule where it is wrong."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
    except FileNotFoundError:
        raise Misconfigured(f"{path}: there is no such file; `coursebot init` writes a first schedule.yaml") from None
    except IsADirectoryError:
        raise Misconfigured(
            f"{path} is a folder: name the schedule file in it, such as {path / 'schedule.yaml'}"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise Misconfigured(f"{path} cannot be read: {reason}") from None
    return parse(data, str(path))


def parse(text: str | bytes, file: str) -> Parsed:
    """The course in a text. `file` is its name in messages. Raises BadSchedule with all problems, in file order."""
    if len(text) > LONGEST_FILE:  # bytes too: what was read of a longer file is no schedule
        raise BadSchedule(file, [Problem(1, 1, "", TOO_LARGE)])
    written = decoded(text)
    lines = Lines(written)
    try:
        root, misplaced = grow(written, lines)
    except Unreadable as unreadable:
        raise BadSchedule(file, _problems(lines, unreadable.misplaced)) from None
    one_entry_lists(root)
    report = Report(root, lines)
    report.problems.update(_problems(lines, misplaced))
    course = resolve(report)
    if course is None or report.problems:
        raise BadSchedule(file, sorted(report.problems)[:MOST_PROBLEMS])
    return Parsed(course, tuple(sorted(report.warnings)))


def tree(text: str) -> Node:
    """The words of a text that `parse` has taken. Places count without a byte order mark."""
    written = decoded(text)
    root, _misplaced = grow(written, Lines(written))
    one_entry_lists(root)
    return root


def _problems(lines: Lines, misplaced: Sequence[Misplaced]) -> list[Problem]:
    return [Problem(*lines.at(offset), "", message) for offset, message in misplaced]
