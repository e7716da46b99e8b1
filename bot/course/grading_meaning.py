"""What a schedule's `grading:` means, in words: how reviews are marked, what each part is worth and what is dropped.

It must never know a file, a clock or a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.course.grading import COMPONENTS, Component, Grading
from bot.course.model import Course
from bot.course.wording import listed

UNMARKED = {
    "auto": "A review that nobody has marked counts in full until staff mark the first one, then once it is marked.",
    "full": "A review that nobody has marked counts in full.",
    "blank": "A review counts once it is marked.",
}
MOST_NAMED = 8


def grading_in_words(course: Course) -> Iterator[str]:
    """Nothing where the file says nothing of it."""
    rules = course.grading
    if rules == Grading():
        return
    parts = [_part(name, rules.component(name)) for name in COMPONENTS if rules.component(name).on]
    yield f"Grades: {'; '.join(parts)}." if parts else "Grades: nothing is graded."
    if rules.reviews.on:
        yield f"Reviews are marked {marks_in_words(rules)}. {UNMARKED[rules.unmarked]}"


def marks_in_words(rules: Grading) -> str:
    """`✓− (70 %), ✓ (85 %) and ✓+ (100 %)`; of a long scale its ends."""
    said = [f"{one.label} ({one.share * 100:.4g} %)" for one in rules.marks]
    return listed(said) if len(said) <= MOST_NAMED else f"{said[0]} to {said[-1]} in {len(said)} steps"


def _part(name: str, part: Component) -> str:
    worth = "as many points as Canvas says"
    if part.points is not None:
        worth = f"{part.points:g} point{'' if part.points == 1 else 's'}"
    dropped = f", the lowest {part.drop_lowest} dropped" if part.drop_lowest > 1 else ", the lowest dropped"
    column = f", in the column “{part.column}”" if part.column else ""
    return f"{name} {worth}{dropped if part.drop_lowest else ''}{column}"
