"""What does not fit the document models, said in sentences for the person who wrote the file.

It turns validation errors into problems at their places. No sentence of the validation library reaches a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.course.fields import found
from bot.course.scalars import nearest
from bot.course.source import SHOWN, Path, Report, quote, visible

OWE_ADVICE = "it must be said what students owe: write owe: each required, owe: {choose: 1} or owe: none"
_MISSING = {
    "owe": OWE_ADVICE,
    "timezone": "it is missing: write the course's time zone, such as America/Los_Angeles",
    "course": "the section is missing: a schedule begins with course: and its id, title, term and timezone",
    "url": "the link is missing: write url: https://…",
    "title": "it is missing: write a title",
    "term": "it is missing: write the term, such as Spring 2022",
    "from": "the first day is missing: write range: {from: 2022-03-21, to: 2022-03-25}",
    "to": "the last day is missing: write range: {from: 2022-03-21, to: 2022-03-25}",
}


MOST_ERRORS = 500
"""More than anybody reads; a file that is something else altogether has no end of them."""


def explain(report: Report, errors: Sequence[Mapping[str, Any]], known: Mapping[str, frozenset[str]]) -> None:
    """Reports each validation error. `known` maps a pattern of a path (`sessions[]`) to the keys allowed there."""
    for error in errors[:MOST_ERRORS]:
        path = _path_in(report, error["loc"])
        kind = str(error["type"])
        if kind == "missing":
            key = str(error["loc"][-1])
            report.error((*path, key), _MISSING.get(key, f"{key} is missing: write {key}: and its value"), at_key=True)
        elif kind == "extra_forbidden":
            report.error(path, _unknown_key(path, known), at_key=True)
        elif kind != "too_short" or not error["input"]:  # a list whose entries are all wrong counts as short, too
            report.error(path, _named_only(path, error["input"], kind) or _sentence(kind, path, error))


def _path_in(report: Report, loc: Sequence[str | int]) -> Path:
    """The part of pydantic's location that is in the document: it also names union members and dict keys."""
    path: Path = ()
    node = report.root
    for part in loc:
        child = node.child(part)
        if child is None:
            continue
        node = child
        path = (*path, part)
    return path


def _unknown_key(path: Path, known: Mapping[str, frozenset[str]]) -> str:
    key = str(path[-1])
    here = known.get(pattern(path[:-1]), frozenset())
    if near := nearest(key, here):
        return f"unknown key, did you mean {near}?"
    elsewhere = sorted(place for place, keys in known.items() if key in keys)
    if elsewhere:
        places = ", ".join(place or "the top of the file" for place in elsewhere[:3])
        return f"this key does not belong here: it is one of {places}"
    return f"unknown key: known here are {', '.join(sorted(here))}" if here else "unknown key"


def pattern(path: Path) -> str:
    """A path without its numbers: `sessions[].readings[]`."""
    text = ""
    for part in path:
        text += "[]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


_ONLY_NAMED = {
    "staff": "{{name: {0}}}",
    "speakers": "{{name: {0}}}",
    "readings": "{{title: {0}}}",
    "links": "{{title: {0}, url: https://…}}",
    "fields": "{{id: summary, label: {0}}}",
    "materials": "{{kind: slides, title: {0}, url: https://…}}",
}
_SUCH_AS = {
    "late_rule": "{percent: 10, per: day}",
    "form": "systems, six-questions, short, summary or {fields: [{id: summary, label: What is it about?}]}",
    "reviews": "{owe: each required} or {owe: {choose: 1}}",
    "range": "{from: 2022-03-21, to: 2022-03-25}",
    "meets": "{days: [mon, wed], start: 13:00}",
    "rules": "{at_least: 1}",
    "grading": "{marks: checks, reviews: {points: 60, drop_lowest: 2}}",
}
"""What stands at a key that takes keys and values."""
_PLAIN = re.compile(r"[A-Za-z](?:[\w .'()/-]*[\w.)])?")


def _named_only(path: Path, written: object, kind: str) -> str | None:
    """The entry that was meant where only its name, or its address, is written."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if not isinstance(written, str) or not kind.endswith("_type") or key not in _ONLY_NAMED or len(written) > SHOWN:
        return None
    if written.startswith("https://") and key == "links":
        entry = f"{{title: Home page, url: {visible(written)}}}"
    else:
        entry = _ONLY_NAMED[key].format(written if _PLAIN.fullmatch(written) else quote(written))
    return f"keys and values are wanted here, not {quote(written)}: write [{entry}]"


def _sentence(kind: str, path: Path, error: Mapping[str, Any]) -> str:
    value, context = error.get("input"), error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        such_as = None if path[:1] == ("announcements",) else _SUCH_AS.get(str(path[-1])) if path else None
        return f"keys and values are wanted here, not {found(value)}{f': write {such_as}' if such_as else ''}"
    if kind in ("tuple_type", "list_type"):
        return f"a list is wanted here (lines that begin with a hyphen), not {found(value)}"
    if kind == "too_long":
        return f"{context['actual_length']} entries are too many, at most {context['max_length']} are allowed"
    if kind == "too_short":
        return "the list is empty: write at least one entry"
    return f"{quote(str(value))} does not fit here" if isinstance(value, str) else "what stands here does not fit"
