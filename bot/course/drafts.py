"""The document of a schedule file, complete or as far as it can be read, entry by entry.

One broken entry must not hide what is wrong in the others: what fits its model is kept with its number in the file, the
rest is named in `unread`, so that no rule blames an entry for what another one failed to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.course.document import AnnouncementsDoc, CourseDoc, DeadlineDoc, Document, SessionDoc, known_keys
from bot.course.explain import explain
from bot.course.grading_rules import GradingDoc
from bot.course.rules import PresentingDoc, ReviewsDoc
from bot.course.source import Report
from bot.course.words import Entry

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What could be read. Sessions and deadlines stand with their numbers in the file."""

    course: CourseDoc
    announcements: AnnouncementsDoc
    reviews: ReviewsDoc | None
    presenting: PresentingDoc | None
    grading: GradingDoc | None
    sessions: tuple[tuple[int, SessionDoc], ...]
    deadlines: tuple[tuple[int, DeadlineDoc], ...]
    unread: frozenset[str] = field(default_factory=frozenset)

    def readable(self, *sections: str) -> bool:
        return self.unread.isdisjoint(sections)


def draft(report: Report) -> Draft:
    """Reports everything that does not fit the models."""
    data = report.root.plain()
    try:
        whole = Document.model_validate(data)
    except ValidationError as error:
        explain(report, error.errors(include_url=False), known_keys())
        return _salvaged(data)
    return Draft(
        course=whole.course,
        announcements=whole.announcements,
        reviews=whole.reviews,
        presenting=whole.presenting,
        grading=whole.grading,
        sessions=tuple(enumerate(whole.sessions)),
        deadlines=tuple(enumerate(whole.deadlines)),
    )


def _salvaged(data: Mapping[str, Any]) -> Draft:
    unread: set[str] = set()

    def section(name: str, model: type[E]) -> E | None:
        if data.get(name) is None:
            return None
        try:
            return model.model_validate(data[name])
        except ValidationError:
            unread.add(name)
            return None

    def entries(name: str, model: type[E]) -> tuple[tuple[int, E], ...]:
        written = data.get(name)
        if written is not None and not isinstance(written, list):
            unread.add(name)
        kept: list[tuple[int, E]] = []
        for number, entry in enumerate(written if isinstance(written, list) else ()):
            try:
                kept.append((number, model.model_validate(entry)))
            except ValidationError:
                unread.add(name)
        return tuple(kept)

    course = section("course", CourseDoc)
    if course is None:
        unread.add("course")
        course = CourseDoc.model_construct(id="course", title="Course", term="Term", timezone=ZoneInfo("UTC"))
    return Draft(
        course=course,
        announcements=section("announcements", AnnouncementsDoc) or AnnouncementsDoc(),
        reviews=section("reviews", ReviewsDoc),
        presenting=section("presenting", PresentingDoc),
        grading=section("grading", GradingDoc),
        sessions=entries("sessions", SessionDoc),
        deadlines=entries("deadlines", DeadlineDoc),
        unread=frozenset(unread),
    )
