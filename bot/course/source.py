"""A schedule file as a tree of words with positions, and the list of what is wrong with it.

It knows where everything stands in the text. It knows neither YAML nor what a course is: `tree.py` builds the tree,
the modules beside it read it and report problems by path.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.errors import Problem

Path = tuple[str | int, ...]
_BREAK = re.compile(r"\r\n?|\n")
_ID = re.compile(r"[a-z0-9-]{1,24}")
_NAMED: dict[str | int, str] = {"sessions": "session", "deadlines": "deadline"}
SHOWN = 40


@dataclass(slots=True)
class Node:
    """One value. `start` is its offset in the text; `keys` holds where each key of a mapping stands.

    A scalar is always a string, or None where nothing is written: what a word means is decided by the field it is for.
    `size` counts all values in it, with aliases expanded. `flow`: it is written in brackets. `first_key` is where the
    first key of its own stands, merged ones left aside.
    """

    start: int
    value: str | dict[str, Node] | list[Node] | None
    keys: dict[str, int] = field(default_factory=dict)
    size: int = 1
    flow: bool = False
    first_key: int = -1

    def plain(self) -> Any:
        """The values alone: strings, lists, dicts and None."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, part: str | int) -> Node | None:
        """What stands under a key, or at a place of a list."""
        if isinstance(self.value, dict):
            return self.value.get(part) if isinstance(part, str) else None
        if isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            return self.value[part]
        return None


class Lines:
    """Turns offsets in a text into lines and columns, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        """Worked out when the first line is asked for: a file without fault never asks."""
        return [0, *(found.end() for found in _BREAK.finditer(self._text) if found.end() < len(self._text))]

    def at(self, offset: int) -> tuple[int, int]:
        """The end of the file counts as the end of its last line."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def quote(text: str) -> str:
    """What somebody wrote, short and harmless enough to stand in a message."""
    shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return '"' + visible(shown) + '"'


def visible(text: str) -> str:
    """Invisible and control characters spelled out, so that no message can carry one to a terminal."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def path_text(path: Path) -> str:
    """`sessions[3].readings[0].url`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            word = visible(part if len(part) <= SHOWN else part[: SHOWN - 1] + "…")
            text += f".{word}" if text else word
    return text


@dataclass
class Report:
    """Collects what is wrong (`problems`) and what is odd (`warnings`), each at its place in the text."""

    root: Node
    lines: Lines
    problems: set[Problem] = field(default_factory=set)
    warnings: set[Problem] = field(default_factory=set)

    def error(self, path: Path, message: str, *, at_key: bool = False) -> None:
        self.problems.add(self._problem(path, message, at_key=at_key))

    def warn(self, path: Path, message: str) -> None:
        self.warnings.add(self._problem(path, message, at_key=False))

    def position(self, path: Path) -> tuple[int, int]:
        return self.lines.at(self._offset(path, at_key=False))

    def _problem(self, path: Path, message: str, *, at_key: bool) -> Problem:
        line, column = self.lines.at(self._offset(path, at_key=at_key))
        return Problem(line, column, path_text(path), message + self._named(path))

    def _named(self, path: Path) -> str:
        """Which session or deadline it is, where that has an id: nobody counts to sessions[13]."""
        if len(path) < 2 or path[0] not in _NAMED or path[2:] == ("id",):
            return ""
        node: Node | None = self.root
        for part in (*path[:2], "id"):
            node = node.child(part) if node else None
        item = node.value if node else None
        return f" ({_NAMED[path[0]]} {item})" if isinstance(item, str) and _ID.fullmatch(item) else ""

    def _offset(self, path: Path, *, at_key: bool) -> int:
        """The place of a value; of the nearest thing around it where it is not written.

        A mapping that belongs to a key is shown at that key, an empty value too: both are what a person looks for.
        """
        node, offset = self.root, self.root.start
        for depth, part in enumerate(path, start=1):
            child = node.child(part)
            if child is None:
                break
            at_value = isinstance(part, int) or (depth == len(path) and not at_key and isinstance(child.value, str))
            offset = child.start if at_value else node.keys[str(part)]
            node = child
        return offset
