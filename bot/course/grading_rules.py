"""What can be written about grades: the scale of marks, and what each part of the grade is worth, drops and is called.

Models of single entries like those in `rules.py`, and the `Grading` that they make together. It knows no person and no
score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from bot.course import scalars
from bot.course.fields import OrWord, Reads, choice
from bot.course.grading import COMPONENTS, Component, Grading, MarkStep, Unmarked
from bot.course.mark_scales import MOST_STEPS, scale
from bot.course.model import Session
from bot.course.scalars import nearest
from bot.course.source import Path, Report, quote
from bot.course.words import Entry, Title


class _ReadsScale(Reads):
    """A word, or names with what each is worth."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(scale)


_SCALE_SCHEMA = {
    "type": ["string", "object"],
    "examples": ["checks", "0 to 10", {"poor": 0.5, "fine": 0.8, "excellent": 1}],
    "additionalProperties": {"type": ["number", "string"]},
    "maxProperties": MOST_STEPS,
}
Points = Annotated[float, Reads(scalars.number(100_000), {"type": "number", "minimum": 0})]
Dropped = Annotated[int, Reads(scalars.whole(0, 100), {"type": "integer", "minimum": 0, "maximum": 100})]


class ComponentDoc(Entry):
    points: Points | None = None
    column: Title | None = None


class ParticipationDoc(ComponentDoc):
    drop_lowest: Dropped = 0


class GradedReviewsDoc(ParticipationDoc):
    points_each: Points | None = None
    columns: Annotated[dict[str, Title], Field(max_length=1000)] = Field(default_factory=dict)


def _or_off(model: type[Entry]) -> OrWord:
    return OrWord(model, dict.fromkeys(("off", "none", "no", "false"), "off"), "off, or keys such as points:", ("off",))


class GradingDoc(Entry):
    marks: Annotated[tuple[MarkStep, ...], _ReadsScale(str, _SCALE_SCHEMA)] | None = None
    unmarked: Annotated[Unmarked, choice({word: word for word in get_args(Unmarked)})] = "auto"
    reviews: Annotated[GradedReviewsDoc | Literal["off"], _or_off(GradedReviewsDoc)] = Field(
        default_factory=GradedReviewsDoc
    )
    presenting: Annotated[ComponentDoc | Literal["off"], _or_off(ComponentDoc)] = Field(default_factory=ComponentDoc)
    participation: Annotated[ParticipationDoc | Literal["off"], _or_off(ParticipationDoc)] = Field(
        default_factory=ParticipationDoc
    )


def grading(report: Report, written: GradingDoc | None, sessions: Sequence[Session], *, complete: bool) -> Grading:
    """What the section says. `complete`: all sessions could be read, so that a paper that none has is a slip."""
    if written is None:
        return Grading()
    usual, reviews = Grading(), written.reviews
    single = reviews if isinstance(reviews, GradedReviewsDoc) else GradedReviewsDoc()
    _name_columns_once(report, written, single)
    if complete:
        _know_reviews(report, single, sessions)
    return Grading(
        marks=written.marks or usual.marks,
        unmarked=written.unmarked,
        reviews=_component(written.reviews),
        presenting=_component(written.presenting),
        participation=_component(written.participation),
        points_each=single.points_each,
        columns=tuple(single.columns.items()),
    )


def _component(doc: ComponentDoc | Literal["off"]) -> Component:
    if doc == "off":
        return Component(on=False)
    dropped = doc.drop_lowest if isinstance(doc, ParticipationDoc) else 0
    return Component(points=doc.points, column=doc.column or "", drop_lowest=dropped)


def _name_columns_once(report: Report, written: GradingDoc, single: GradedReviewsDoc) -> None:
    """Two things in one column would overwrite each other."""
    named: list[tuple[Path, str]] = []
    for name in COMPONENTS:
        doc = getattr(written, name)
        if doc != "off" and doc.column:
            named.append((("grading", name, "column"), doc.column))
    named += [(("grading", "reviews", "columns", key), column) for key, column in single.columns.items()]
    first: dict[str, Path] = {}
    for path, column in named:
        other = first.setdefault(column, path)
        if other is not path:
            line, _column = report.position(other)
            report.error(path, f"the column {quote(column)} is taken on line {line}: a column holds one thing")


def reviewed(sessions: Sequence[Session]) -> Iterator[str]:
    """What a review is graded by: its paper; where students choose among papers, the session."""
    for session in sessions:
        if session.review and not session.review.external_url:
            yield from (session.id,) if session.review.choose else session.review.papers


def _know_reviews(report: Report, single: GradedReviewsDoc, sessions: Sequence[Session]) -> None:
    known = sorted(set(reviewed(sessions)))
    for key in single.columns:
        if key not in known:
            near = nearest(key, known)
            advice = (
                f"did you mean {near}?" if near else "write the id of a paper; where students choose, of the session"
            )
            message = f"no review is asked for {quote(key)}: {advice}"
            report.error(("grading", "reviews", "columns", key), message, at_key=True)
