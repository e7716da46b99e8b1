"""What students and staff will do about seats, decided from the seed: when, who, which seat, and how.

It knows no process and no clock, like all of the plan.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.torture.homework import KILLED, STUDENTS
from tests.torture.term import DAY, PC_MEETING, Session, Term

HOW = (
    *("take",) * 9, *("drop",) * 4, *("swap",) * 3, *("agree",) * 4, *("grab",) * 2, *("answer",) * 4, *("old",) * 3,
    "look",
)  # fmt: skip
"""What a student does about seats: how often, by how often it stands here."""

STAFF = (*("assign",) * 4, "unassign", *("mark",) * 2, "fill")
AFTER_CLASS = ("mark", "mark", "mark", "mark", "assign")
AT_FIRST = (*("take",) * 12, *HOW)
"""The same while most still have no seat."""

RACE = 0.25
"""How many of the windows see several at once press for one seat."""

SOON = 3
"""So many of the next classes most people look at."""

MARKING = timedelta(hours=30)
"""So long after a class staff mark its seats rather than do anything else."""


@dataclass(frozen=True)
class Sitting:
    """`at` in real seconds from the beginning of its window. `turn` chooses where there is a choice. `pages`: by the
    buttons of a page, not by words. Those of one `group` press at the same moment, `rivals` others with this one.
    `killed`: so many seconds after the last press the process that was given it is killed.
    """

    at: float
    student: int
    how: str
    session: str = ""
    role: str = ""
    turn: int = 0
    pages: bool = False
    group: int = 0
    rivals: int = 0
    killed: float | None = None


def instants(term: Term, much: float, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """When staff hear what a class lacks and presenters are reminded, and when class begins; only so many of them."""
    for session in presented(term.sessions):
        begins = session.begins
        assert begins is not None
        for at, what in ((begins - 2 * DAY, "before"), (begins, "class of")):
            if chance.random() < much:
                yield at, f"{what} {session.id}"


def sittings(
    at: datetime, term: Term, most: int, seconds: float, chance: random.Random, *, early: bool = False
) -> tuple[Sitting, ...]:
    """What is done around this instant."""
    ways = AT_FIRST if early else HOW
    ahead = [one for one in presented(term.sessions) if one.begins is not None and one.begins > at]
    found = (
        [_sitting(student, ahead, seconds, chance.choice(ways), chance) for student in _some(most, chance)]
        if ahead
        else []
    )
    if ahead and chance.random() < RACE:
        found += _race(ahead, seconds, chance)
    if chance.random() < 0.5:
        found.append(_of_staff(at, term, ahead, seconds, chance))
    return tuple(found)


def _some(most: int, chance: random.Random) -> list[int]:
    return chance.sample(range(STUDENTS), chance.randint(1, most))


def _sitting(student: int, ahead: Sequence[Session], seconds: float, how: str, chance: random.Random) -> Sitting:
    killed = chance.uniform(0.0, 0.06) if chance.random() < KILLED else None
    session, role = _seat(ahead, chance)
    at, pages = chance.uniform(0.0, seconds), chance.random() < 0.5
    return Sitting(at, student, how, session, role, chance.randrange(10**6), pages, killed=killed)


def _race(ahead: Sequence[Session], seconds: float, chance: random.Random) -> list[Sitting]:
    """Several want the same seat."""
    session, role = _seat(ahead, chance)
    at, group = chance.uniform(0.0, seconds / 2), chance.randrange(1, 10**9)
    who = chance.sample(range(STUDENTS), chance.randint(3, 5))
    killed = [chance.uniform(0.0, 0.03) if chance.random() < KILLED else None for _ in who]
    return [
        Sitting(at, student, "take", session, role, group=group, rivals=len(who) - 1, killed=kill)
        for student, kill in zip(who, killed, strict=True)
    ]


def _seat(ahead: Sequence[Session], chance: random.Random) -> tuple[str, str]:
    near = ahead[:SOON] if chance.random() < 0.75 else ahead
    return chance.choice(near).id, chance.choice(tuple(PC_MEETING))


def _of_staff(at: datetime, term: Term, ahead: Sequence[Session], seconds: float, chance: random.Random) -> Sitting:
    begun = [one for one in presented(term.sessions) if one.begins is not None and one.begins <= at]
    last = begun[-1].begins if begun else None
    just = last is not None and at - last < MARKING
    how = chance.choice(AFTER_CLASS if just or not ahead else STAFF)
    session, role = _seat(ahead, chance) if ahead else ("", "")
    if how == "mark" or not ahead:
        how, session = "mark", begun[-1].id if begun else ""
    return Sitting(
        chance.uniform(0.0, seconds), chance.randrange(STUDENTS), how, session, role, chance.randrange(10**6)
    )


def presented(sessions: Sequence[Session]) -> list[Session]:
    """Those that have seats."""
    return [one for one in sessions if one.presented]
