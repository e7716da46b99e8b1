"""How a course grades: the scale on which reviews are marked. Data, as the schedule says it."""

from __future__ import annotations

from dataclasses import dataclass


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
class Grading:
    """`marks`: the steps of the scale for reviews, the lowest first."""

    marks: tuple[MarkStep, ...] = CHECKS

    def step(self, mark: str) -> MarkStep | None:
        """The step of this id; None where the scale has it no more."""
        return next((one for one in self.marks if one.id == mark), None)
