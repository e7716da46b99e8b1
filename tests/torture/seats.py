"""What people did about seats, as they remember it, and what the database holds of them.

Plain data, all instants in the course's time; it judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

GAINED = frozenset({"taken", "assigned", "swapped", "covered", "filled", "promoted", "stood_in_for"})
LOST = frozenset({"dropped", "unassigned", "swapped_away", "stepped_in", "unfilled", "freed"})
OVER_LIMIT = "over_limit"
MARKED = frozenset({"presented", "no_show", "stood_in", "unmarked"})
"""How a line of the history says that somebody got a seat, lost it, or what staff said of it."""


class Place(NamedTuple):
    """A seat by its names."""

    session: str
    paper: str
    role: str
    number: int


@dataclass
class Signed:
    """Something that a student did about a seat. `seat`: session and role, where that was plain beforehand. `rivals`:
    how many others pressed for the same one at the same moment. `words`: what they were told. `killed`: with it the
    process that took it was killed.
    """

    account: str
    how: str
    at: datetime
    seat: tuple[str, str] = ("", "")
    until: datetime | None = None
    rivals: int = 0
    tries: int = 0
    killed: bool = False
    words: tuple[str, ...] = ()


@dataclass
class Decided:
    """Something that staff did about a seat, and the first words that they were told."""

    how: str
    at: datetime
    account: str = ""
    words: str = ""


# --- what the database holds ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A line of the history; `person` is whoever stood in, where somebody did."""

    id: int
    place: Place
    person: int
    change: str
    at: datetime
    by: int | None = None
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """A seat that is taken."""

    place: Place
    person: int
    taken_at: datetime
    broken: tuple[str, ...] = ()
    outcome: str = ""
    stand_in: int | None = None


@dataclass(frozen=True)
class Cover:
    """A seat that was given up late. `tried`: who was asked before, and what came of it."""

    id: int
    place: Place
    dropped_by: int
    opened_at: datetime
    state: str
    asked: int | None = None
    settled_at: datetime | None = None
    settled_by: int | None = None
    tried: tuple[tuple[int, str], ...] = ()

    def was(self, person: int | None) -> str:
        return next((how for one, how in reversed(self.tried) if one == person), "")


@dataclass(frozen=True)
class Swap:
    id: int
    place: Place
    person: int
    state: str
    settled_at: datetime | None = None
    settled_by: int | None = None


@dataclass(frozen=True)
class Fill:
    id: int
    state: str
    applied_at: datetime | None = None
    undone_at: datetime | None = None
