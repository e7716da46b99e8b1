"""The review form that a schedule names or spells out, with what its fields must have to be answerable."""

from __future__ import annotations

from bot.course.file_types import USUAL
from bot.course.model import FormField, ReviewForm
from bot.course.presets import FORMS
from bot.course.rules import FieldDoc, FormDoc
from bot.course.source import Path, Report, quote

CUSTOM = "custom"
"""The name of a form that a schedule spells out."""

BOX, WORDS_IN_A_BOX = 3000, 450
"""Characters of one text input, the smallest limit of all platforms, and the words of English that are sure to fit."""

_WITH_OPTIONS = ("scale", "choice", "choices")


def form(report: Report, path: Path, written: str | FormDoc) -> ReviewForm:
    if isinstance(written, str):
        return FORMS[written]
    seen: set[str] = set()
    labels: set[str] = set()
    for number, field in enumerate(written.fields):
        place: Path = (*path, "fields", number)
        if field.id in seen:
            report.error((*place, "id"), f"another field has the id {quote(field.id)}: choose a different one")
        seen.add(field.id)
        label = " ".join(field.label.casefold().split())
        if label in labels:
            message = f"another field is called {quote(field.label)} too: say what sets them apart"
            report.error((*place, "label"), message)
        labels.add(label)
        _check(report, place, field)
    if not any(field.required for field in written.fields):
        message = (
            "every question is optional, so a review in which nothing is written counts as submitted: "
            "leave out required: no of at least one"
        )
        report.warn((*path, "fields"), message)
    return ReviewForm(name=CUSTOM, fields=tuple(_field(field) for field in written.fields))


def _field(written: FieldDoc) -> FormField:
    types = written.types or (USUAL if written.kind == "file" else ())
    return FormField(**{**written.model_dump(), "types": types})


def _check(report: Report, path: Path, field: FieldDoc) -> None:
    if field.kind in _WITH_OPTIONS:
        if len(field.options) < 2:
            such_as = "[Reject, Accept], the lowest first" if field.kind == "scale" else "[Yes, No]"
            report.error(
                (*path, "options"), f"a field of kind {field.kind} needs at least two options: write options: {such_as}"
            )
        if len(set(field.options)) < len(field.options):
            report.error((*path, "options"), "the same option is listed twice: remove one", at_key=True)
    elif field.options:
        report.error(
            (*path, "options"),
            f"a field of kind {field.kind} has no options: remove them, or write kind: choice",
            at_key=True,
        )
    if field.types and field.kind != "file":
        report.error(
            (*path, "types"),
            f"a field of kind {field.kind} takes no files: remove types, or write kind: file",
            at_key=True,
        )
    if len(set(field.types)) < len(field.types):
        report.error((*path, "types"), "the same type is listed twice: remove one", at_key=True)
    _check_words(report, path, field)


def _check_words(report: Report, path: Path, field: FieldDoc) -> None:
    for key in ("min_words", "max_words") if field.kind != "text" else ():
        if getattr(field, key) is not None:
            message = f"a field of kind {field.kind} has no words to count: remove {key}, or write kind: text"
            report.error((*path, key), message, at_key=True)
    if field.min_words is not None and field.max_words is not None and field.min_words > field.max_words:
        report.error(
            (*path, "min_words"), f"at least {field.min_words} words and at most {field.max_words} cannot both be met"
        )
    elif field.kind == "text" and (field.min_words or 0) > WORDS_IN_A_BOX:
        message = (
            f"a box of the form takes {BOX:,} characters, about {WORDS_IN_A_BOX} words, so {field.min_words} words can "
            f"only be handed in as a file: if that is not meant, write {WORDS_IN_A_BOX} or fewer, or use several fields"
        )
        report.warn((*path, "min_words"), message)
