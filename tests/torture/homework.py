"""What students and staff will do about reviews, decided from the seed: when, who, which paper, and how.

It knows no process and no clock, like all of the plan.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.torture.owed import GRACE, LATE, MINUTE, reviewed
from tests.torture.term import DAY, Session, Term

HOURS = timedelta(hours=1)
STUDENTS = 8

HOW = (
    *("whole",) * 6, *("part",) * 3, *("draft",) * 2, *("draft, whole",) * 3, *("twice",) * 2, *("two windows",) * 2,
    "cannot",
)  # fmt: skip
"""What a student does with the form of a paper: how often, by how often it stands here."""

AT_THE_LIMIT = (*("whole",) * 4, "part", "twice", "draft, whole")
STAFF = ("answer", "answer", "answer", "extend", "excuse")
ABROAD = "Europe/Berlin"
"""Where two of the students are."""

BY_BUTTON = 0.3
"""How many take the button of a reminder or a weekly post."""

KILLED = 0.08
"""How many submissions cost the process that takes them its life: before it has saved them, or after."""

AHEAD = timedelta(days=4)
"""So long before a review is due it is written at the earliest."""


@dataclass(frozen=True)
class Deed:
    """`at` in real seconds from the beginning of its window; the form stands open for `pause` before it is sent off.
    `paper` is the number of one of the session's; whoever `presses` takes the one of a button. `killed`: so many
    seconds after it is sent off, the process that was given it is killed.
    """

    at: float
    student: int
    how: str
    session: str
    paper: int = 0
    pause: float = 0.0
    presses: bool = False
    killed: float | None = None


def instants(term: Term, much: float, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """When reminders, the digest and the limits of a review are; of those that are no limit only so many."""
    for session in reviewed(term.sessions):
        assert session.begins is not None
        due = session.begins
        beside = {
            due - DAY - timedelta(minutes=40): "reminders abroad",
            due - 3 * HOURS: "reminders",
            due - 2 * HOURS: "digest",
            due + LATE + MINUTE: "close",
        }
        for at, what in beside.items():
            if chance.random() < much:
                yield at, f"{what} of {session.id}"
        yield due + GRACE + MINUTE, f"limit of {session.id}"


def deeds(at: datetime, term: Term, most: int, seconds: float, chance: random.Random) -> tuple[Deed, ...]:
    """What is done around this instant."""
    session = _current(term, at)
    if session is None:
        return ()
    begins = session.begins
    assert begins is not None
    limit = any(abs(at - one) < 5 * MINUTE for one in (begins + GRACE + MINUTE, begins + LATE + MINUTE))
    students = chance.sample(range(STUDENTS), chance.randint(1, most) + limit)
    found = [_deed(one, session, seconds, chance, limit=limit) for one in students]
    if chance.random() < 0.3:
        who, how = chance.randrange(STUDENTS), chance.choice(STAFF)
        found.append(Deed(chance.uniform(0.0, seconds), who, how, session.id))
    return tuple(found)


def _deed(student: int, session: Session, seconds: float, chance: random.Random, *, limit: bool) -> Deed:
    how = chance.choice(AT_THE_LIMIT if limit else HOW)
    pause = chance.choice((0.0, 0.2, 0.8)) if limit else chance.choice((0.0, 0.0, 0.0, 0.3))
    begin = chance.uniform(0.0, 0.2 if limit else seconds)
    paper, presses = chance.randrange(len(session.papers)), chance.random() < BY_BUTTON
    killed = chance.uniform(0.0, 0.06) if chance.random() < KILLED else None
    return Deed(begin, student, how, session.id, paper, pause, presses, killed)


def _current(term: Term, at: datetime) -> Session | None:
    """What is due next, or was due and is still taken."""
    for session in reviewed(term.sessions):
        assert session.begins is not None
        if session.begins - AHEAD <= at <= session.begins + LATE + 5 * MINUTE:
            return session
    return None
