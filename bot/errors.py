"""What can go wrong, by who can put it right. Knows no layer above it.

Each message is a sentence that may be shown to the person it is meant for.
"""

from __future__ import annotations

from dataclasses import dataclass


class CoursebotError(Exception):
    """Something a person can be told about in one sentence."""


class Refused(CoursebotError):
    """The person who asked can put it right: an unknown session, a seat that is taken."""


class Misconfigured(CoursebotError):
    """Staff, or whoever installed the bot, can put it right: a channel, a file, a setting."""


class Unreachable(CoursebotError):
    """A service that the bot needs does not answer; the same thing may work later."""


class PlatformDown(Unreachable):
    """A chat platform does not answer."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a schedule file. Lines and columns count from 1."""

    line: int
    column: int
    path: str
    message: str

    def located(self, file: str) -> str:
        """`FILE:LINE:COL: path: what is wrong, what would be right`."""
        path = f"{self.path}: " if self.path else ""
        return f"{file}:{self.line}:{self.column}: {path}{self.message}"


class BadSchedule(Misconfigured):
    """A schedule that cannot be used; carries every problem found in it, in file order."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.located(file) for problem in self.problems))
