"""How a course grades: the scale on which reviews are marked, and what each part of the grade is worth. Data, as the
schedule says it; what somebody's scores are is in `scores.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

USUAL_POINTS = 100.0
"""What a part of the grade is worth where neither the schedule nor Canvas says."""

ComponentName = Literal["reviews", "presenting", "participation"]
COMPONENTS: tuple[ComponentName, ...] = ("reviews", "presenting", "participation")
Unmarked = Literal["auto", "full", "blank"]
TITLES = {"reviews": "Paper reviews", "presenting": "Presenting", "participation": "Participation"}
"""How a new column of a part is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkStep:
    """One step of the scale. `id` (at most 8 characters) names it in buttons and in the database, `label` is what
    people read; `share` is the part of the full score that it is worth, 0 to 1.
    """

    id: str
    label: str
    share: float


CHECKS = (
    MarkStep(id="minus", label="✓−", share=0.7),
    MarkStep(id="check", label="✓", share=0.85),
    MarkStep(id="plus", label="✓+", share=1.0),
)
"""What many seminars mark with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of the grade. `points`: the full score; None is what Canvas says of its column, else `USUAL_POINTS`.
    `column`: the column of Canvas's gradebook that holds it, as its header says or without the id; "" for none.
    `drop_lowest`: so many of what makes it up do not count, the lowest ones.
    """

    on: bool = True
    points: float | None = None
    column: str = ""
    drop_lowest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """`marks`: the steps of the scale for reviews, the lowest first.

    `unmarked`: what a review that came in is worth while staff have not marked it: `full`, nothing yet (`blank`), or
    `auto`: in full as long as the course has marked none at all, else nothing yet. `points_each` and `columns` are of
    single reviews: the full score of one, and paper id → column (of a session with a choice, its id).
    """

    marks: tuple[MarkStep, ...] = CHECKS
    unmarked: Unmarked = "auto"
    reviews: Component = field(default_factory=Component)
    presenting: Component = field(default_factory=Component)
    participation: Component = field(default_factory=Component)
    points_each: float | None = None
    columns: tuple[tuple[str, str], ...] = ()

    def step(self, mark: str) -> MarkStep | None:
        """The step of this id; None where the scale has it no more."""
        return next((one for one in self.marks if one.id == mark), None)

    def component(self, name: ComponentName) -> Component:
        return {"reviews": self.reviews, "presenting": self.presenting, "participation": self.participation}[name]
