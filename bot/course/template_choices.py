"""What somebody chose, from the words in which they wrote it: `4`, `4 Weak accept`, `weak acept`, `[x] Weak accept`.

Pure; it knows one field at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.course.duties import FormField
from bot.course.search import words_of
from bot.course.template import CLEARLY, LIKE, choices

YES = frozenset(("yes", "y", "true", "yep", "yeah"))
NO = frozenset(("no", "n", "false", "nope"))

_TASK = re.compile(r"\s*(?:[-*+]\s*)?\[([ xX✓])\]\s*(.*)")
_BULLET = re.compile(r"\s*(?:[-*+•]\s+)?(.*?)\s*")
_NUMBER = re.compile(r"(-?\d{1,4})(?=$|[\s:).,;/])(?!\.\d)\s*(?:/\s*\d+|of \d+|[:).,;/-])?\s*")
_BETWEEN = re.compile(r"\s*(?:[,;]|\band\b|&)\s*")


@dataclass(frozen=True, slots=True)
class Chosen:
    """`value` as answers hold it, '' where nothing that was written can be chosen; `rest`: what else was written."""

    value: str
    rest: str = ""


def chosen(field: FormField, written: str) -> Chosen:
    """What was chosen. Of a single choice the first line that is one counts; whatever is no choice is the rest."""
    lines = _lines(written)
    if field.kind == "choices":
        return _several(field, lines)
    for number, line in enumerate(lines):
        value, rest = _one(field, line)
        if value:
            others = [*lines[:number], *([rest] if rest else []), *lines[number + 1 :]]
            return Chosen(value, "\n".join(others))
    return Chosen("", "\n".join(lines))


def _lines(written: str) -> list[str]:
    """Of a list to be ticked the ticked lines; else all that hold something, without their bullets."""
    lines = [line for line in written.split("\n") if line.strip()]
    tasks = [match for match in map(_TASK.fullmatch, lines) if match]
    if tasks:
        return [match[2] for match in tasks if match[1] != " "]
    return [match[1] for match in map(_BULLET.fullmatch, lines) if match]


def _several(field: FormField, lines: list[str]) -> Chosen:
    values: set[str] = set()
    rest: list[str] = []
    for line in lines:
        value, more = _one(field, line)
        if value and not more:
            values.add(value)
            continue
        for part in filter(None, _BETWEEN.split(line)):
            value, more = _one(field, part)
            values |= {value} if value else set()
            rest += [more] if value and more else [] if value else [part]
    ordered = [value for value, _ in choices(field) if value in values]
    return Chosen(",".join(ordered), "\n".join(rest))


def _one(field: FormField, line: str) -> tuple[str, str]:
    """The value that the line is, '' for none, and what else it says."""
    known = dict(choices(field))
    bare = line.strip().strip("*_`\"'“”‘’").strip()
    if bare in known:
        return bare, ""
    if field.kind == "yes_no":
        return _yes_or_no(bare)
    words = {value: " ".join(words_of(label)) for value, label in known.items()}
    number = _NUMBER.match(bare)
    if number and number[1] in known:
        more = bare[number.end() :].strip()
        label = known[number[1]]
        if more.casefold().startswith(label.casefold()):
            more = more[len(label) :].lstrip(" ,.;:–—-")
        said = " ".join(words_of(more))
        return number[1], "" if fuzz.ratio(said, words[number[1]]) >= LIKE or not said else more
    said = " ".join(words_of(bare))
    exact = [value for value, own in words.items() if own and own == said]
    if exact:
        return exact[0], ""
    near = process.extract(said, words, scorer=fuzz.ratio, score_cutoff=LIKE, limit=2)
    if near and (len(near) == 1 or near[0][1] - near[1][1] >= CLEARLY):
        return near[0][2], ""
    return "", bare


def _yes_or_no(bare: str) -> tuple[str, str]:
    first, _, more = bare.partition(" ")
    word = first.lower().strip(".,:;!")
    value = "yes" if word in YES else "no" if word in NO else ""
    return (value, more.strip()) if value else ("", bare)
