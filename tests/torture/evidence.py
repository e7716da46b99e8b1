"""What a run leaves for the auditor: what people saw, what they asked, what the database holds, what was disturbed when.

Plain data, all instants in the course's time; it judges nothing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.torture.seats import Change, Cover, Decided, Fill, Held, Signed, Swap
from tests.torture.staff_work import EntryRow, Listed, MarkRow, PresenceRow, ReturnRow, Worked
from tests.torture.term import Expected, Session
from tests.torture.work import Grant, Handed, Ordered, Plea, Pleaded, Version


@dataclass(frozen=True)
class Seen:
    """A message as it stood at the end. `to`: the one account that sees it, if not everybody in `channel` does.

    `key` is the bot's hidden mark, '' where there is none.
    """

    channel: str
    ts: str
    at: datetime
    text: str
    by_bot: bool
    key: str = ""
    to: str = ""
    deleted: bool = False


@dataclass(frozen=True)
class Row:
    """A row of the ledger. `account`: of the person whom it is for, where it is for one."""

    key: str
    part: str
    destination: str
    channel: str
    state: str
    reference: str
    account: str
    due: datetime
    stale: datetime
    next_attempt: datetime | None
    failure: str = ""

    @property
    def kind(self) -> str:
        return self.key.split("/")[2]


@dataclass
class Asked:
    """Something that a person did. `expects`: words that stand in the right answer; '' for what has none (`shown`: the
    page was). `refused`: Slack told the person that the app did not respond. `takers`: the processes that Slack gave
    it to. `tries`: how often Slack sent it.
    """

    account: str
    what: str
    expects: str
    at: datetime
    until: datetime | None = None
    place: str = ""
    refused: str = ""
    shown: bool = True
    takers: tuple[int, ...] = ()
    tries: int = 1


@dataclass(frozen=True)
class Disturbed:
    """`grace` is counted in: the time in which the bot may still be catching up. `pid`: whose, 0 for everybody's."""

    what: str
    begin: datetime
    end: datetime
    pid: int = 0


@dataclass
class Evidence:
    """`up`: stretches in which at least one process was alive. `patience`: how late is not late yet."""

    announcements: str
    staff: str
    bot: str
    people: dict[str, str]
    """Account → name, of everybody who is not the bot."""
    directs: dict[str, str]
    """Channel of direct messages → account."""
    secrets: tuple[str, ...]
    live_at: datetime
    end_at: datetime
    patience: timedelta
    expected: list[Expected] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    disturbed: list[Disturbed] = field(default_factory=list)
    up: list[tuple[datetime, datetime]] = field(default_factory=list)
    leaps: list[tuple[datetime, datetime]] = field(default_factory=list)
    """What the clock leapt over: in it nobody could do anything."""
    sessions: tuple[Session, ...] = ()
    """Of the schedule, with what is owed for them."""

    students: dict[str, str] = field(default_factory=dict)
    """Account → the name of the person's zone."""

    persons: dict[int, str] = field(default_factory=dict)
    """The database's id of a person → account."""

    course: str = ""
    zone: str = "UTC"
    handed: list[Handed] = field(default_factory=list)
    pleaded: list[Pleaded] = field(default_factory=list)
    ordered: list[Ordered] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    pleas: list[Plea] = field(default_factory=list)
    opened_at: datetime | None = None
    """Since when people may sign up; what they then did, and what the database holds of it."""

    by_itself: bool = False
    signed: list[Signed] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    worked: list[Worked] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    """The class list that was imported last."""

    marks: list[MarkRow] = field(default_factory=list)
    returned: list[ReturnRow] = field(default_factory=list)
    presences: list[PresenceRow] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    """Processes that ended though nobody ended them, or did not come up."""
    logged: list[str] = field(default_factory=list)
    """Lines of their logs that tell of a bug or of a secret."""

    def save(self, folder: Path) -> None:
        text = json.dumps(dataclasses.asdict(self), default=_plain, indent=1, ensure_ascii=False)
        (folder / "evidence.json").write_text(text, encoding="utf-8")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


Span = tuple[datetime, datetime]


def merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def within(spans: Iterable[Span], begin: datetime, end: datetime) -> timedelta:
    """How much of begin … end lies in the spans."""
    total = timedelta()
    for one, other in merged(spans):
        total += max(min(other, end) - max(one, begin), timedelta())
    return total
