"""What a file proposes: its text, with the course or the problems that the parser found in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.course.model import Course
from bot.course.schedule import parse
from bot.course.wording import storable
from bot.errors import BadSchedule
from bot.services.courses import Adapt


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The text of a file, with what the parser made of it: a course (as this process uses it), or its problems."""

    file: str
    text: str
    course: Course | None
    problems: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return digest(self.text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def read_proposal(content: bytes, file: str, adapt: Adapt) -> Proposal:
    """Parse a file's content; its problems are part of what is proposed."""
    text = storable(content.decode("utf-8", "replace"))
    try:
        return Proposal(file=file, text=text, course=adapt(parse(content, file).course))
    except BadSchedule as bad:
        problems = tuple(problem.located(file) for problem in bad.problems)
        return Proposal(file=file, text=text, course=None, problems=problems)
