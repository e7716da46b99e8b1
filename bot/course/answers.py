"""What a person wrote into a review form: whether it is complete, what it says in words, and how it is carried along.

Pure. Answers are text by field id, as forms carry them: of a scale its number (`start` and up), of a choice the number
of the option from 1 on, of several choices such numbers joined by commas, of a yes/no field `yes` or `no`, of a file
the ids under which it was stored, joined by commas.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any, Literal

from bot.course.duties import FormField, ReviewForm
from bot.course.vocabulary import Visibility
from bot.course.word_count import BLANK_LETTERS, words_in

__all__ = [
    "YES_NO", "Answers", "Lack", "carried", "digest", "document", "form_of", "is_blank", "kept", "lacks", "options",
    "score", "shown", "words_in",
]  # fmt: skip

Answers = Mapping[str, str]

YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What keeps a review from being complete. `words`: how many there are of `wanted` (at least or at most)."""

    field: FormField
    why: Literal["empty", "too_short", "too_long", "no_option"]
    words: int = 0
    wanted: int = 0


def lacks(form: ReviewForm, answers: Answers) -> tuple[Lack, ...]:
    """All that is missing, in the form's order; nothing: the review is complete. Blanks alone are nothing."""
    found = (_lack(field, answers.get(field.id, "")) for field in form.fields)
    return tuple(one for one in found if one is not None)


def _lack(field: FormField, value: str) -> Lack | None:
    if is_blank(value) or (field.kind in ("choices", "file") and not _listed(value)):
        return Lack(field=field, why="empty") if field.required else None
    if field.kind == "text":
        return _wrong_length(field, value)
    if field.kind == "file":
        fits = all(one.isascii() and one.isdigit() for one in _listed(value))
    else:
        chosen = _listed(value) if field.kind == "choices" else (value,)
        fits = set(chosen) <= {one for one, _ in options(field)}
    return None if fits else Lack(field=field, why="no_option")


def _wrong_length(field: FormField, value: str) -> Lack | None:
    if field.min_words is None and field.max_words is None:
        return None
    words = words_in(value)
    if field.min_words is not None and words < field.min_words:
        return Lack(field=field, why="too_short", words=words, wanted=field.min_words)
    if field.max_words is not None and words > field.max_words:
        return Lack(field=field, why="too_long", words=words, wanted=field.max_words)
    return None


def is_blank(text: str) -> bool:
    """Whether nobody would see anything of it: spaces, control characters, what has no width."""
    return not any(map(_shows, text))


def _shows(letter: str) -> bool:
    if "!" <= letter <= "~":
        return True
    if letter.isspace() or letter in BLANK_LETTERS or "\ufe00" <= letter <= "\ufe0f":
        return False
    return unicodedata.category(letter) not in ("Cc", "Cf", "Zs", "Zl", "Zp")


def _listed(value: str) -> tuple[str, ...]:
    return tuple(one for one in (part.strip() for part in value.split(",")) if one)


def options(field: FormField) -> tuple[tuple[str, str], ...]:
    """What can be chosen, as (value, label): of a scale `("4", "4 Weak accept")`; nothing where there is no choice."""
    match field.kind:
        case "scale":
            numbered = enumerate(field.options, field.start)
            return tuple((str(number), f"{number} {label}") for number, label in numbered)
        case "choice" | "choices":
            return tuple((str(number), label) for number, label in enumerate(field.options, 1))
        case "yes_no":
            return YES_NO
        case _:
            return ()


def shown(field: FormField, value: str) -> str:
    """The answer as a person reads it, '' where there is none. Of a file the ids: who stored it knows its name."""
    if is_blank(value):
        return ""
    if field.kind in ("text", "file"):
        return value
    labels = dict(options(field))
    chosen = _listed(value) if field.kind == "choices" else (value,)
    return ", ".join(labels[one] for one in chosen if one in labels)


def score(field: FormField, value: str) -> int | None:
    """The number chosen on a scale."""
    return int(value) if field.kind == "scale" and value in dict(options(field)) else None


def kept(form: ReviewForm, answers: Answers) -> dict[str, str]:
    """The answers to the form's fields, and no others."""
    return {field.id: answers[field.id] for field in form.fields if field.id in answers}


def carried(before: ReviewForm, after: ReviewForm, answers: Answers) -> dict[str, str]:
    """Answers to an earlier form as answers to another: by field id and, of what was chosen, by the option's words."""
    if before == after:
        return kept(after, answers)
    earlier = {field.id: field for field in before.fields}
    found: dict[str, str] = {}
    for field in after.fields:
        was = earlier.get(field.id)
        if was is not None and field.id in answers:
            value = _carried(was, field, answers[field.id])
            if value or not answers[field.id]:
                found[field.id] = value
    return found


def _carried(was: FormField, field: FormField, value: str) -> str:
    """'' where the answer means nothing to the new field."""
    if was.kind in ("text", "file") or field.kind == "file":
        return value if was.kind == field.kind else ""
    words = _chosen_words(was, value)
    if field.kind == "text":
        return ", ".join(words)
    values = {label: one for one, label in _by_words(field)}
    new = [values[one] for one in words if one in values]
    return ",".join(new) if field.kind == "choices" else new[0] if len(new) == len(words) == 1 else ""


def _chosen_words(field: FormField, value: str) -> list[str]:
    labels = dict(_by_words(field))
    chosen = _listed(value) if field.kind == "choices" else (value,)
    return [labels[one] for one in chosen if one in labels]


def _by_words(field: FormField) -> tuple[tuple[str, str], ...]:
    """As `options`, without the numbers of a scale."""
    if field.kind != "scale":
        return options(field)
    return tuple((value, label) for (value, _), label in zip(options(field), field.options, strict=True))


def document(form: ReviewForm) -> dict[str, Any]:
    """The form as JSON can hold it, with ASCII keys."""
    listed = [asdict(field) | {"visibility": field.visibility.value} for field in form.fields]
    listed = [one | {"options": list(one["options"]), "types": list(one["types"])} for one in listed]
    return {"name": form.name, "fields": listed}


def form_of(stored: Mapping[str, Any]) -> ReviewForm:
    """The inverse of `document`."""
    known = {one.name for one in fields(FormField)}
    listed = [{name: value for name, value in one.items() if name in known} for one in stored["fields"]]
    return ReviewForm(
        name=stored["name"],
        fields=tuple(
            FormField(
                **one
                | {
                    "options": tuple(one["options"]),
                    "types": tuple(one.get("types", ())),
                    "visibility": Visibility(one["visibility"]),
                }
            )
            for one in listed
        ),
    )


@lru_cache(maxsize=64)
def digest(form: ReviewForm) -> str:
    """SHA-256 of what the form says, hexadecimal: two forms alike have one."""
    return hashlib.sha256(json.dumps(document(form), sort_keys=True).encode()).hexdigest()
