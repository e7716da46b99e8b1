"""How the service stands, in one look at the database: what is due and unsaid, what became of the rest, the backup.

It counts what others did and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.services.backups import BACKED_UP
from bot.store import courses as course_states
from bot.store import figures, marks
from bot.store.database import Connection
from bot.store.gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`deliveries` are numbers by course and state. `due_since`: when the oldest announcement was due that is not said
    yet, though nothing but the bot keeps it back.
    """

    courses: int
    deliveries: Mapping[tuple[str, str], int]
    queue: int
    due_since: datetime | None
    backed_up_at: datetime | None


def count(connection: Connection, courses: Collection[str], *, now: datetime) -> Figures:
    """The figures of these courses at `now`."""
    states = course_states.states(connection)
    gate = Gate(
        paused=[state.course for state in states if state.paused(now)],
        live=[state.course for state in states if state.live],
        roster_right=[state.course for state in states if state.roster_right_at is not None],
    )
    found = figures.by_state(connection, courses)
    waiting = figures.queue(connection, courses, gate=gate, now=now)
    return Figures(
        courses=len(courses),
        deliveries={
            (course, state): found.get((course, state), 0) for course in courses for state in figures.DELIVERY_STATES
        },
        queue=waiting.length,
        due_since=waiting.since,
        backed_up_at=marks.marked(connection, BACKED_UP),
    )
