"""What reviews say, as cells: a column for each question that a form of the course has, or had when it was answered.

Forms differ from session to session and change over a term: a column belongs to the id of a question. It knows forms
and answers, and not whose they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.course import answers
from bot.course.answers import Answers
from bot.course.duties import FormField, ReviewForm
from bot.course.word_count import words_in
from bot.export.sheets import Cell

BETWEEN = "; "
"""Stands between several choices, and between several files."""

Says = Callable[[str], Cell]


@dataclass(frozen=True, slots=True)
class Asked:
    """A form's questions: of each the id, the place of its column, and how an answer becomes a cell."""

    questions: tuple[tuple[str, int, Says], ...]
    texts: tuple[str, ...]
    files: tuple[tuple[str, int], ...]


class Questions:
    """The columns for all questions of these forms (by hash), and what stands in them. No head is one of `taken`."""

    def __init__(self, forms: Mapping[str, ReviewForm], taken: Iterable[str]) -> None:
        self.heads = _heads(forms.values(), set(taken))
        places = {field: place for place, field in enumerate(self.heads)}
        self._asked = {digest: _asked(form, places) for digest, form in forms.items()}
        self._nothing: list[Cell] = [None] * len(places)

    def cells(self, form: str, said: Answers) -> list[Cell]:
        """The answers, each in its column. Files are their ids until `name_files`."""
        found = self._nothing.copy()
        for field, place, says in self._asked[form].questions:
            value = said.get(field)
            if value:
                found[place] = says(value)
        return found

    def words(self, form: str, said: Answers) -> int:
        """How many words its texts have."""
        return sum([words_in(said[field]) for field in self._asked[form].texts if field in said])

    def files(self, form: str, said: Answers) -> list[str]:
        """The ids of the files that were handed in."""
        return [one for field, _ in self._asked[form].files for one in _listed(said.get(field, ""))]

    def name_files(self, cells: list[Cell], form: str, said: Answers, names: Mapping[str, str]) -> None:
        """Put the names of files in place of their ids."""
        for field, place in self._asked[form].files:
            if said.get(field):
                cells[place] = BETWEEN.join(names.get(one, one) for one in _listed(said[field]))

    @property
    def any_files(self) -> bool:
        return any(one.files for one in self._asked.values())


def _heads(forms: Iterable[ReviewForm], taken: set[str]) -> dict[str, str]:
    """Field id → the head of its column: the id, with `field_` before it where another column is called so."""
    found: dict[str, str] = {}
    for form in forms:
        for field in form.fields:
            if field.id not in found:
                head = field.id
                while head in taken:
                    head = f"field_{head}"
                taken.add(head)
                found[field.id] = head
    return found


def _asked(form: ReviewForm, places: Mapping[str, int]) -> Asked:
    return Asked(
        questions=tuple((field.id, places[field.id], _says(field)) for field in form.fields),
        texts=tuple(field.id for field in form.fields if field.kind == "text"),
        files=tuple((field.id, places[field.id]) for field in form.fields if field.kind == "file"),
    )


def _says(field: FormField) -> Says:
    """Text as it was written, of a scale the number, of a choice the words. What means nothing to the field stays."""
    labels = dict(answers.options(field))
    match field.kind:
        case "scale":
            return lambda value: int(value) if value in labels else value
        case "yes_no":
            return lambda value: value == "yes" if value in labels else value
        case "choice":
            return lambda value: labels.get(value, value)
        case "choices":
            return lambda value: BETWEEN.join(labels.get(one, one) for one in _listed(value))
        case _:
            return _as_it_is


def _as_it_is(value: str) -> Cell:
    return value


def _listed(value: str) -> list[str]:
    return [one for one in (part.strip() for part in value.split(",")) if one]
