"""Writes explicit ids into a schedule: what was said under an id made from a title stays said when the title changes.

It adds words to the text and touches nothing else: comments, order and layout stay as they are, and the course that the
file describes stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.course.model import Course
from bot.course.schedule import parse, tree
from bot.course.source import Lines, Node
from bot.course.tree import decoded
from bot.errors import BadSchedule, Refused

_READ_AS_SOMETHING_ELSE = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_NOTHING = re.compile(r"~|null|Null|NULL")
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class WithIds:
    """A schedule in which every entry says its id. `added` holds what the entry is and its new id."""

    text: str
    added: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry that goes by an id."""

    node: Node
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class _Insertion:
    """Words that are written at a place, over what stood there."""

    item: _Item
    start: int
    end: int
    words: str


def with_ids(text: str, file: str) -> WithIds:
    """Raises BadSchedule for a file with problems, Refused for one that is written too unusually to add to."""
    course = parse(text, file).course
    written = decoded(text)
    lines = Lines(written)
    found = (_insertion(item, written, lines) for item in _items(tree(text), course))
    # An anchored entry that is used twice is written once.
    insertions = sorted({place.start: place for place in found if place}.values(), key=lambda place: place.start)
    newline = "\r\n" if "\r\n" in written else "\n"
    changed = written
    for place in reversed(insertions):
        changed = changed[: place.start] + place.words.replace("\n", newline) + changed[place.end :]
    if insertions and not _means(course, changed, file):
        raise Refused(f"{file}: the ids cannot be added without changing what the file means: write them by hand")
    mark = _MARK if text.startswith(_MARK) else ""
    return WithIds(mark + changed, tuple((place.item.name, place.item.id) for place in insertions))


def _means(course: Course, text: str, file: str) -> bool:
    try:
        return parse(text, file).course == course
    except BadSchedule:
        return False


def _items(root: Node, course: Course) -> Iterator[_Item]:
    for number, session in enumerate(course.sessions):
        entry = _at(root, "sessions", number)
        if entry is None:
            continue
        yield _Item(entry, session.id, f"session '{session.name}'")
        for place, reading in enumerate(session.readings):
            if listed := _at(entry, "readings", place):
                yield _Item(listed, reading.id, f"reading '{reading.title}'")
    for number, deadline in enumerate(course.deadlines):
        if entry := _at(root, "deadlines", number):
            yield _Item(entry, deadline.id, f"deadline '{deadline.title}'")


def _at(node: Node, key: str, number: int) -> Node | None:
    entries = node.child(key)
    return entries.child(number) if entries else None


def _insertion(item: _Item, text: str, lines: Lines) -> _Insertion | None:
    """None where an id is given. It comes before the first key, on a line of its own unless the entry is in braces.

    An `id:` with nothing behind it gets its word.
    """
    node = item.node
    given = node.child("id")
    word = f'"{item.id}"' if item.id in _READ_AS_SOMETHING_ELSE or not item.id[0].isalpha() else item.id
    if given is None:
        line_and_indent = f"id: {word}\n{' ' * (lines.at(node.first_key)[1] - 1)}"
        return _Insertion(item, node.first_key, node.first_key, f"id: {word}, " if node.flow else line_and_indent)
    if given.value is not None:
        return None
    nothing = _NOTHING.match(text, given.start)
    space = "" if text[given.start - 1 : given.start] == " " else " "
    return _Insertion(item, given.start, nothing.end() if nothing else given.start, space + word)
