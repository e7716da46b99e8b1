"""A scale of marks, as it is written in a schedule: a word, a range of numbers, or names and what each is worth.

Each step gets an id that stays the same when other steps come and go: marks that were given hang on it. It knows
nothing of reviews or people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from bot.course.fields import found
from bot.course.grading import CHECKS, MarkStep
from bot.course.scalars import slug, text
from bot.course.source import quote

STEP_ID, MOST_STEPS, LABEL_LIMIT = 8, 25, 30
"""Of a step's id, of a scale, and of a step's name."""

ADVICE = "write checks, a range such as 0 to 10, or names with what each is worth: {poor: 0.5, fine: 0.8, excellent: 1}"
_CHECKED = {**{one.label: one.id for one in CHECKS}, "✓-": "minus"}
_RANGE = re.compile(r"(\d{1,3})\s*(?:to|-|–|\.\.)\s*(\d{1,3})")
_label = text(LABEL_LIMIT)


def scale(written: Any) -> tuple[MarkStep, ...]:
    """The steps, the lowest first. Raises ValueError."""
    if isinstance(written, dict):
        return _named(written)
    if isinstance(written, list):
        first = next((one for one in written if isinstance(one, str)), "fine")
        message = f"say what each mark is worth: write {{{first}: 0.8, …}} instead of a list"
        raise ValueError(message)  # noqa: TRY004 - what pydantic turns into a problem at its place
    word = written.strip().casefold() if isinstance(written, str) else ""
    if word == "checks":
        return CHECKS
    if between := _RANGE.fullmatch(word):
        return _numbers(int(between[1]), int(between[2]))
    raise ValueError(f"{found(written)} is no scale of marks: {ADVICE}")


def step_id(label: str) -> str:
    """At most 8 of `a-z`, `0-9`, `-`: the name itself where it is that already, else a digest of it."""
    if label in _CHECKED:
        return _CHECKED[label]
    plain = slug(label, STEP_ID)
    if plain == label.casefold():
        return plain
    return "m" + hashlib.sha256(label.casefold().encode()).hexdigest()[: STEP_ID - 1]


def _numbers(low: int, high: int) -> tuple[MarkStep, ...]:
    """Each is worth its part of the highest."""
    if not low < high:
        raise ValueError("a scale goes from the lowest to the highest number, such as 0 to 10")
    if high - low >= MOST_STEPS:
        raise ValueError(f"{low} to {high} are {high - low + 1} marks, at most {MOST_STEPS} can be offered: {ADVICE}")
    return tuple(MarkStep(id=str(one), label=str(one), share=one / high) for one in range(low, high + 1))


def _named(written: Mapping[str, Any]) -> tuple[MarkStep, ...]:
    if not 2 <= len(written) <= MOST_STEPS:
        raise ValueError(f"a scale has 2 to {MOST_STEPS} marks, here are {len(written)}: {ADVICE}")
    steps: dict[str, MarkStep] = {}
    for label, worth in written.items():
        try:
            step = MarkStep(id=step_id(_label(label)), label=label, share=_share(worth))
        except ValueError as wrong:
            raise ValueError(f"{quote(label)}: {wrong}") from None
        if step.id in steps:
            raise ValueError(f"{quote(steps[step.id].label)} and {quote(label)} are the same mark: leave one out")
        steps[step.id] = step
    return tuple(sorted(steps.values(), key=lambda one: one.share))


def _share(worth: Any) -> float:
    said = worth.strip() if isinstance(worth, str) else ""
    if re.fullmatch(r"(?:0|1|[01]?\.\d{1,6}|1\.0{1,6})", said) and float(said) <= 1:
        return float(said)
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?\s*%", said) and float(said.rstrip("% ")) <= 100:
        return round(float(said.rstrip("% ")) / 100, 6)
    advice = f", such as {said}%" if re.fullmatch(r"[2-9]|[1-9]\d|100", said) else ", such as 0.8 or 80%"
    raise ValueError(f"{found(worth)} is not the part of the full score that it is worth: write 0 to 1{advice}")
