"""Who has which seat by the history of a course's seats alone, and what was last said of it."""

from __future__ import annotations

from typing import NamedTuple

from bot.course.signups import SeatKey
from bot.store import seats
from bot.store.database import Connection


class Told(NamedTuple):
    """By the history: the holder, what staff said last ('' where they took it back), and the limits that they broke."""

    person: int
    outcome: str = ""
    broken: tuple[str, ...] = ()


def told(connection: Connection, course: str) -> dict[SeatKey, Told]:
    """Line by line. Nobody gets a seat that somebody has, and nobody loses one that they do not have."""
    found: dict[SeatKey, Told] = {}
    for line in seats.changes(connection, course):
        if line.change in seats.GAINED:
            assert line.key not in found, line
            found[line.key] = Told(line.person, broken=line.broken)
        elif line.change in seats.LOST:
            assert found.pop(line.key).person == line.person, line
        elif line.change == seats.OVER_LIMIT:
            found[line.key] = found[line.key]._replace(broken=line.broken)
        else:
            found[line.key] = found[line.key]._replace(outcome="" if line.change == "unmarked" else line.change)
    return found


def replayed(connection: Connection, course: str) -> dict[SeatKey, int]:
    """Who has what."""
    return {key: one.person for key, one in told(connection, course).items()}
