"""What somebody chose, from the words in which they wrote it: `4`, `4 Weak accept`, `weak acept`, `[x] Weak accept`.

Pure; it knows one field at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    several: bool = False
    """Whether nothing was chosen because more was than can be."""


def chosen(field: FormField, written: str) -> Chosen:
    """What was chosen; whatever is no choice is the rest. Of a single choice the first line that is one counts, unless
    another one is a choice and nothing else: then it cannot be told which was meant.
    """
    lines = _lines(written)
    if field.kind == "choices":
        return _several(field, lines)
    found = [_one(field, line) for line in lines]
    number = next((number for number, (value, _) in enumerate(found) if value), None)
    if number is None:
        return Chosen("", "\n".join(lines))
    value, rest = found[number]
    if any(other != value and other and not more for other, more in found):
        return Chosen("", "\n".join(lines), several=True)
    return Chosen(value, "\n".join([*lines[:number], *([rest] if rest else []), *lines[number + 1 :]]))


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
        for part in _parts(field, line):
            value, more = _one(field, part)
            values |= {value} if value else set()
            rest += [more] if value and more else [] if value else [part]
    ordered = [value for value, _ in choices(field) if value in values]
    return Chosen(",".join(ordered), "\n".join(rest))


def _parts(field: FormField, line: str) -> Iterator[str]:
    """What stands between commas and the like, unless these are an option's own: that is one part, as its label."""
    parts = _BETWEEN.split(line)
    labels = {_joined(label): label for _, label in choices(field) if len(_BETWEEN.split(label)) > 1}
    most = max((len(_BETWEEN.split(label)) for label in labels.values()), default=1)
    at = 0
    while at < len(parts):
        for count in range(min(most, len(parts) - at), 1, -1):
            together = " ".join(parts[at : at + count])
            label = labels.get(_joined(together)) or labels.get(_joined(_NUMBER.sub("", together, count=1)))
            if label:
                yield label
                at += count
                break
        else:
            yield from filter(None, parts[at : at + 1])
            at += 1


def _joined(words: str) -> str:
    return " ".join(word for word in words_of(words) if word != "and")


def _one(field: FormField, line: str) -> tuple[str, str]:
    """The value that the line is, '' for none, and what else it says."""
    known = dict(choices(field))
    bare = line.strip().strip("*_`\"'“”‘’").strip()
    if field.kind == "yes_no":
        return _yes_or_no(bare)
    same = {label.casefold(): value for value, label in known.items()}.get(bare.casefold())
    if bare in known or same is not None:
        return bare if bare in known else same or "", ""
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
