"""What staff will do about marks, nudges, announcements and who took part, and when students look at their marks: decided
from the seed.

It knows no process and no clock, like all of the plan.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.torture.homework import AHEAD, STUDENTS
from tests.torture.owed import LATE, reviewed
from tests.torture.term import Session, Term

HOW = (*("mark",) * 6, *("return",) * 3, *("release",) * 2, *("nudge",) * 3, *("announce",) * 3, "cancel", "tick")
LOOKS = 0.5
"""In how many windows a student looks at their own work."""

WHOLE = 12
"""So many windows have time for a class list."""

WHEN = ("in 3 minutes", "in 3 minutes", "in 12 minutes", "in 5 hours", "in 2 days")


@dataclass(frozen=True)
class Staffing:
    """`at` in real seconds from the beginning of its window. `turn` chooses where there is a choice. `look`: the student
    does it; `list` and `link` are about the class list.
    """

    at: float
    how: str
    session: str = ""
    student: int = 0
    turn: int = 0


def staffings(at: datetime, term: Term, seconds: float, chance: random.Random) -> tuple[Staffing, ...]:
    """What is done around this instant."""
    session = _current(term.sessions, at)
    found = [
        Staffing(chance.uniform(0.0, seconds), chance.choice(HOW), session.id if session else "", turn=_turn(chance))
        for _ in range(chance.randint(1, 3))
    ]
    if chance.random() < LOOKS:
        found.append(Staffing(chance.uniform(0.0, seconds), "look", student=chance.randrange(STUDENTS)))
    return tuple(found)


def of_the_list(number: int, windows: int) -> tuple[Staffing, ...]:
    """The class list comes in the first window, somebody links soon, and then it changes. Not in a few weeks: a
    command takes its time.
    """
    if windows < WHOLE:
        return ()
    steps = {0: "list", 2: "link", 4: "list"}
    return (Staffing(0.0, steps[number]),) if number in steps else ()


def _turn(chance: random.Random) -> int:
    return chance.randrange(10**6)


def _current(sessions: Sequence[Session], at: datetime) -> Session | None:
    """What is due next, or was due and is still taken."""
    for session in reviewed(sessions):
        assert session.begins is not None
        if session.begins - AHEAD <= at <= session.begins + LATE:
            return session
    return None
