"""What the reviews of a session come to, paper by paper: how many of how many, how their scores are spread, what was
written under each question.

Pure: reviews that count come in, figures come out. It never decides which reviews count or who may read what, and
says nothing in sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, pstdev
from typing import Any

from bot.course import answers
from bot.course.answers import Answers
from bot.course.duties import FormField, ReviewForm
from bot.course.model import CourseRole

ENOUGH = 2
"""Scores from which on there can be disagreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One review that counts, as it was written with `form`. Of a file field the answer is what is said of the files.
    `late_by` is None where it was on time, `late_cost` the percent that it costs where the course has a rule.
    """

    writer: str
    role: CourseRole = CourseRole.STUDENT
    form: ReviewForm = field(repr=False)
    answers: Answers = field(repr=False)
    late_by: timedelta | None = None
    late_cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How often each score of a scale was given, from its lowest number up. `earlier`: the form does not ask it so any
    more.
    """

    field: FormField
    counts: tuple[int, ...]
    earlier: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        given = [score for score, count in enumerate(self.counts, self.field.start) for _ in range(count)]
        return fmean(given) if given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was written under one question, writer by writer. `earlier`: the form does not ask it so any more."""

    field: FormField
    entries: tuple[tuple[Entry, str], ...]
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDigest:
    """`expected`: how many are owed a review of it; None where students choose their papers."""

    paper: str
    entries: tuple[Entry, ...]
    expected: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDigest:
    """`done` of `expected` reviews that students owe are in, of `writers` of `students` who owe any; who writes without
    owing one is not among them. `missing`: so many more are owed, and `more_time` by people who have more time.
    `presenting`: so many owe none, for they present there, and wrote none. `until`: how long it is kept up to date,
    None where it is not.
    """

    session: str
    form: ReviewForm
    papers: tuple[PaperDigest, ...]
    done: int
    expected: int
    writers: int = 0
    students: int = 0
    missing: int = 0
    more_time: int = 0
    presenting: int = 0
    until: datetime | None = None
    picture: bool = False

    @property
    def reviewed(self) -> tuple[PaperDigest, ...]:
        """The papers with reviews, those first over which their readers disagree most."""
        found = [one for one in self.papers if one.entries]
        spreads = {one.paper: spread(one.entries, self.form) for one in found}
        return tuple(sorted(found, key=lambda one: (spreads[one.paper] is None, -(spreads[one.paper] or 0.0))))

    @property
    def unreviewed(self) -> tuple[PaperDigest, ...]:
        return tuple(one for one in self.papers if not one.entries)

    @property
    def late(self) -> int:
        """How many of those that are owed came late."""
        owed = [entry for one in self.papers for entry in one.entries if entry.role is CourseRole.STUDENT]
        return sum(entry.late_by is not None for entry in owed)


# --- scores ---------------------------------------------------------------------------------------------------------


def main_scale(form: ReviewForm) -> FormField | None:
    """The scale by which disagreement is measured: the form's first."""
    return next((one for one in form.fields if one.kind == "scale"), None)


def scores(entries: Iterable[Entry], form: ReviewForm) -> tuple[Scores, ...]:
    """The distribution of each scale: those of `form` in its order, then scales of earlier forms as they were."""
    scales = {_scale(one): one for one in form.fields if one.kind == "scale"}
    current = len(scales)
    counts: dict[tuple[Any, ...], list[int]] = {name: [0] * len(one.options) for name, one in scales.items()}
    for entry in entries:
        for one in entry.form.fields:
            score = answers.score(one, entry.answers.get(one.id, ""))
            if score is not None:
                scales.setdefault(_scale(one), one)
                counts.setdefault(_scale(one), [0] * len(one.options))[score - one.start] += 1
    return tuple(
        Scores(field=one, counts=tuple(counts[name]), earlier=number >= current)
        for number, (name, one) in enumerate(scales.items())
    )


def _scale(one: FormField) -> tuple[Any, ...]:
    """Two fields of one name are one distribution: same question, same options, same numbers, same direction."""
    return (one.id, one.label, one.options, one.start, one.high_is_good)


def spread(entries: Iterable[Entry], form: ReviewForm) -> float | None:
    """How far readers disagree: the standard deviation of the main score, in points of the form's scale. None where
    fewer than two gave one. Scores on the scale of an earlier form count by where they stand on it.
    """
    scale = main_scale(form)
    if scale is None or len(scale.options) < ENOUGH:
        return None
    found = [place for entry in entries if (place := _place(entry, scale)) is not None]
    return pstdev(found) * (len(scale.options) - 1) if len(found) >= ENOUGH else None


def _place(entry: Entry, scale: FormField) -> float | None:
    """From 0, the worst score there was, to 1, the best."""
    own = next((one for one in entry.form.fields if one.id == scale.id and one.kind == "scale"), None)
    score = answers.score(own, entry.answers.get(own.id, "")) if own is not None else None
    if own is None or score is None or len(own.options) < ENOUGH:
        return None
    place = (score - own.start) / (len(own.options) - 1)
    return place if own.high_is_good else 1 - place


def best_first(scale: Scores) -> tuple[tuple[int, str, int], ...]:
    """(score, label, how often), the best score first."""
    rows = [(number, label, count) for number, (label, count) in _numbered(scale)]
    return tuple(reversed(rows) if scale.field.high_is_good else rows)


def _numbered(scale: Scores) -> Iterable[tuple[int, tuple[str, int]]]:
    return enumerate(zip(scale.field.options, scale.counts, strict=True), scale.field.start)


def bars(counts: Sequence[int], width: int) -> tuple[int, ...]:
    """How long the bar of each count is: as many marks as it counts, or, where one is longer than `width`, in
    proportion to the longest. What was given at all can be seen.
    """
    most = max(counts, default=0)
    if most <= width:
        return tuple(counts)
    return tuple(max(round(count * width / most), 1) if count else 0 for count in counts)


# --- words ----------------------------------------------------------------------------------------------------------


def said(entries: Sequence[Entry], form: ReviewForm, *, scales: bool = False) -> tuple[Said, ...]:
    """What was answered, question by question: those of `form` in its order, then what earlier forms asked in other
    words. Scales only where they are wanted.
    """
    questions = {_question(one): one for one in form.fields if scales or one.kind != "scale"}
    current = len(questions)
    found: dict[tuple[Any, ...], list[tuple[Entry, str]]] = {name: [] for name in questions}
    for entry in entries:
        for one in entry.form.fields:
            text = answers.shown(one, entry.answers.get(one.id, ""))
            if text and (scales or one.kind != "scale"):
                questions.setdefault(_question(one), one)
                found.setdefault(_question(one), []).append((entry, text))
    return tuple(
        Said(field=one, entries=tuple(found[name]), earlier=number >= current)
        for number, (name, one) in enumerate(questions.items())
        if found[name]
    )


def _question(one: FormField) -> tuple[str, str, str]:
    return (one.id, one.kind, one.label)


# --- as text --------------------------------------------------------------------------------------------------------


def encode(found: SessionDigest) -> str:
    """As the details of a notice hold it; forms are written down once."""
    forms = {found.form: 0}
    for paper in found.papers:
        for entry in paper.entries:
            forms.setdefault(entry.form, len(forms))
    papers = [
        {
            "paper": paper.paper,
            "expected": paper.expected,
            "entries": [_entry(entry, forms[entry.form]) for entry in paper.entries],
        }
        for paper in found.papers
    ]
    until = found.until.isoformat() if found.until is not None else None
    known = {
        "session": found.session,
        "done": found.done,
        "expected": found.expected,
        "writers": found.writers,
        "students": found.students,
        "missing": found.missing,
        "more_time": found.more_time,
        "presenting": found.presenting,
        "until": until,
        "picture": found.picture,
        "papers": papers,
        "forms": [answers.document(form) for form in forms],
    }
    return json.dumps(known, ensure_ascii=False)


def _entry(entry: Entry, form: int) -> dict[str, Any]:
    late = None if entry.late_by is None else entry.late_by.total_seconds()
    return {
        "writer": entry.writer,
        "role": entry.role.value,
        "form": form,
        "answers": dict(entry.answers),
        "late_by": late,
        "late_cost": entry.late_cost,
    }


def decode(text: str) -> SessionDigest:
    """The inverse of `encode`."""
    known = json.loads(text)
    forms = [answers.form_of(one) for one in known.pop("forms")]
    until = known.pop("until")
    papers = tuple(
        PaperDigest(
            paper=one["paper"],
            expected=one["expected"],
            entries=tuple(_entry_of(entry, forms) for entry in one["entries"]),
        )
        for one in known.pop("papers")
    )
    return SessionDigest(
        **known, form=forms[0], papers=papers, until=None if until is None else datetime.fromisoformat(until)
    )


def _entry_of(read: Mapping[str, Any], forms: Sequence[ReviewForm]) -> Entry:
    late = read["late_by"]
    return Entry(
        writer=read["writer"],
        role=CourseRole(read["role"]),
        form=forms[read["form"]],
        answers=read["answers"],
        late_by=None if late is None else timedelta(seconds=late),
        late_cost=read.get("late_cost"),
    )
