"""What staff did about marks, returns, nudges, announcements, who took part and the class list, as they remember it, and
what the database holds of it.

Plain data, all instants in the course's time; it judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

NOTE, BULLETIN = "noted-", "bulletin-"
"""How the words begin that stand in one note of a return, and in one announcement, and nowhere else."""


@dataclass
class Worked:
    """Something that staff did. `words`: the first line of what they were told; '' where they were told nothing.

    Of a mark `account`, `paper` and `mark`; of a return `account`, `paper` and `token`, and `undone`; of a nudge
    `session` and the `names` that it was sent to; of an announcement `token`, `due` as it was said back, and `undone`
    once it was said to be cancelled, `tried` where that was asked for; of who took part `session` and `number`.
    """

    how: str
    at: datetime
    until: datetime | None = None
    words: str = ""
    account: str = ""
    session: str = ""
    paper: str = ""
    mark: str = ""
    token: str = ""
    due: datetime | None = None
    names: tuple[str, ...] = ()
    number: int = 0
    tried: bool = False
    undone: bool = False


@dataclass(frozen=True)
class Listed:
    """A line of the class list that was imported last: the account whom it means, '' for one whom nobody has. `code`:
    they link by a code, `linked`: and were told that they are.
    """

    name: str
    account: str
    code: bool = False
    linked: bool = False


# --- what the database holds ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MarkRow:
    person: int
    paper: str
    version: int
    mark: str
    marked_at: datetime
    released_at: datetime | None


@dataclass(frozen=True)
class ReturnRow:
    id: int
    person: int
    paper: str
    version: int
    returned_at: datetime
    until: datetime | None
    undone_at: datetime | None
    note: str


@dataclass(frozen=True)
class PresenceRow:
    session: str
    person: int
    present: bool


@dataclass(frozen=True)
class EntryRow:
    """A line of the class list."""

    person: int
    name: str
    gone_at: datetime | None
