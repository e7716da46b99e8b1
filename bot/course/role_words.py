"""How well words name a role of a course: by its title or its id, whole or in part, with typing errors.

Pure. It knows one role at a time; which of several is meant, or whether none is, is `seat_search`'s matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.course.model import Role
from bot.course.search import words_of

NEAR = 76.0
"""It may be what was meant: good enough to ask (0 to 100)."""

CERTAIN, PREFIX = 100.0, 95.0
SHORT = 3
"""A word of so few letters is like too many others."""


def likeness(role: Role, typed: Sequence[str], least: float = NEAR) -> float:
    """How well the words name the role (0 to 100, 101: its whole title or id); 0 where it is less than `least`."""
    said, title = words_of(" ".join(typed)), words_of(role.title)
    if not said:
        return 0.0
    if said == title or "".join(said) in (role.id.replace("-", ""), "".join(title)):
        return CERTAIN + 1
    whole = max(_alike(said[0], role.id), _alike(said[0], "".join(title))) if len(said) == 1 else 0.0
    left, scores = list(title), list[float]()
    for word in said:
        score, fitting = max(((_alike(word, one), one) for one in left), default=(0.0, ""))
        if score < least:
            return whole if whole >= least else 0.0
        left.remove(fitting)
        scores.append(score)
    return max(whole, sum(scores) / len(scores))


def _alike(word: str, other: str) -> float:
    """Letters that are exchanged count as one error."""
    if word == other:
        return CERTAIN
    if len(word) >= SHORT and other.startswith(word):
        return PREFIX
    return max(fuzz.ratio(word, other), CERTAIN * OSA.normalized_similarity(word, other)) if len(word) > SHORT else 0.0
