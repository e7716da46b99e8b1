"""Who owes which review at an instant, when that person is to be reminded, and whether a review is late: worked out anew.

It shares no code with the bot: the rules are those of the manual, for what the shipped course uses. Reviews are due at
class start, ten minutes later they still count as on time, and for a day they are taken as late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.torture.evidence import Evidence, Span
from tests.torture.presented import History
from tests.torture.term import DAY, MORNING, Session
from tests.torture.work import Grant, Version

GRACE = timedelta(minutes=10)
LATE = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
NIGHT, DAWN = time(22), time(8)
BEFORE = {"P1D": DAY, "PT3H": timedelta(hours=3)}
"""How reminders before the deadline are called."""

EVENING = timedelta(minutes=30)
"""So long before the night begins a reminder may come that would fall into it."""


@dataclass(frozen=True)
class Limits:
    """The first instants that are late, and at which nothing is taken any more: the last minutes count whole."""

    due: datetime

    @property
    def late_from(self) -> datetime:
        return self.due + GRACE + MINUTE

    @property
    def closed_from(self) -> datetime:
        return self.due + LATE + MINUTE


@dataclass(frozen=True)
class Reminder:
    """`due` is when it is to be said at the latest; from `stale` on it is of no use."""

    occurrence: str
    due: datetime
    stale: datetime


class Work:
    """One person's reviews as the database holds them, asked about any instant."""

    def __init__(self, evidence: Evidence, person: int) -> None:
        self.person, self.account = person, evidence.persons[person]
        self.seats = History(evidence.changes)
        self.versions = [one for one in evidence.versions if one.person == person]
        self.grants = [one for one in evidence.grants if one.person == person]
        self.zone = ZoneInfo(evidence.students[self.account])
        self.course_zone = ZoneInfo(evidence.zone)

    # --- by when ----------------------------------------------------------------------------------------------------

    def _deciding(self, session: Session, paper: str, at: datetime) -> Grant | None:
        """The newest grant that is about the paper."""
        mine = [
            one
            for one in self.grants
            if (one.paper == paper or (not one.paper and one.session == session.id))
            and one.granted_at <= at
            and (one.revoked_at is None or one.revoked_at > at)
        ]
        return max(mine, key=lambda one: one.id, default=None)

    def limits(self, session: Session, paper: str, at: datetime) -> Limits:
        assert session.begins is not None
        due, grant = session.begins, self._deciding(session, paper, at)
        if grant is None or grant.kind != "extension":
            return Limits(due)
        until = grant.until
        if until is None:
            until = due.astimezone(self.course_zone) + (grant.by or timedelta())
        return Limits(max(due, until))

    def is_excused(self, session: Session, paper: str, at: datetime) -> bool:
        grant = self._deciding(session, paper, at)
        return grant is not None and grant.kind == "excuse"

    def presents(self, session: Session, at: datetime) -> bool:
        """Whoever presents in a class owes no review for it."""
        return self.seats.presents(self.person, session.id, at)

    def ever_presents(self, session: str) -> bool:
        return any(one.place.session == session for one in self.seats.spells if self.person in one.persons)

    def is_plain(self, session: Session) -> bool:
        """Whether staff never granted anything about it."""
        return not any(one.session == session.id or one.paper in session.papers for one in self.grants)

    # --- what is done -------------------------------------------------------------------------------------------------

    def of(self, paper: str) -> list[Version]:
        return sorted((one for one in self.versions if one.paper == paper), key=lambda one: one.number)

    def is_done(self, session: Session, paper: str, at: datetime) -> bool:
        closed = self.limits(session, paper, at).closed_from
        return any(
            (one.accepted_at is not None and one.accepted_at <= at) or (one.complete and one.received_at < closed)
            for one in self.of(paper)
            if one.received_at <= at
        )

    def owes(self, session: Session, at: datetime) -> bool:
        """Whether more is wanted, and something of it still taken."""
        if self.presents(session, at):
            return False
        done = {paper for paper in session.papers if self.is_done(session, paper, at)}
        excused = {paper for paper in session.papers if self.is_excused(session, paper, at)} - done
        rest = [paper for paper in session.papers if paper not in done | excused]
        taken = any(at < self.limits(session, paper, at).closed_from for paper in rest)
        return taken and len(done) < session.needed

    def changes(self) -> list[datetime]:
        """When what is owed may have become another thing."""
        revoked = (one.revoked_at for one in self.grants if one.revoked_at is not None)
        accepted = (one.accepted_at for one in self.versions if one.accepted_at is not None)
        received = (one.received_at for one in self.versions)
        granted = (one.granted_at for one in self.grants)
        return sorted([*received, *accepted, *granted, *revoked, *self.seats.turns(self.person)])

    def owes_until(self, session: Session, at: datetime, end: datetime) -> datetime:
        """For how long after `at` it is owed without a break."""
        moments = [one for one in self.changes() if at < one < end]
        return next((one for one in moments if not self.owes(session, one)), end)

    # --- reminders ----------------------------------------------------------------------------------------------------

    def reminders(self, session: Session) -> Iterator[Reminder]:
        """All for somebody who writes nothing and was granted nothing."""
        assert session.begins is not None
        assert session.ends is not None
        due = session.begins
        day, hours = (self.awake(self._earlier(due, length)) for length in BEFORE.values())
        yield Reminder("P1D", day, hours)
        yield Reminder("PT3H", hours, due)
        over = max(session.ends, due + GRACE).astimezone(self.zone)
        morning = datetime.combine(over.date() + (DAY if over.time() >= MORNING else timedelta()), MORNING, self.zone)
        if morning < due + LATE:
            yield Reminder("late", morning, due + LATE)

    def _earlier(self, due: datetime, length: timedelta) -> datetime:
        """A day is one of the calendar."""
        if length >= DAY:
            return due.astimezone(self.zone) - length
        return due - length

    def is_night(self, at: datetime) -> bool:
        wall = at.astimezone(self.zone).time()
        return wall >= NIGHT or wall < DAWN

    def awake(self, at: datetime) -> datetime:
        """The same, or the begin of the night that it lies in."""
        if not self.is_night(at):
            return at
        wall = at.astimezone(self.zone)
        day = wall.date() if wall.time() >= NIGHT else wall.date() - DAY
        return datetime.combine(day, NIGHT, self.zone)

    def nights(self, begin: datetime, end: datetime) -> list[Span]:
        first, last = begin.astimezone(self.zone).date() - DAY, end.astimezone(self.zone).date()
        return [
            (datetime.combine(day, NIGHT, self.zone), datetime.combine(day + DAY, DAWN, self.zone))
            for day in _days(first, last)
        ]


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def reviewed(sessions: Iterable[Session]) -> list[Session]:
    """Those whose reviews the bot collects."""
    return [one for one in sessions if one.needed and one.papers]
