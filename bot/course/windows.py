"""What is to be reviewed by when: the papers that are owed, what staff granted, and the window in which one is taken.

Pure: it knows no version of a review and nobody's name. An instant counts by its minute: what a clock shows as 1:00 PM
is in by 1:00 PM.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from bot.course import calendar
from bot.course.duties import Review
from bot.course.model import Course, Reading, Session

EVERYTHING = ""
"""In place of a session: a grant that stands for all that a person owes; in place of a paper: all of a session."""

MINUTE = timedelta(minutes=1)

# --- what is owed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One paper to be reviewed, with the session that asks for it: the earliest that requires it."""

    session: Session
    reading: Reading
    review: Review

    @property
    def paper(self) -> str:
        return self.reading.id


def owed(course: Course) -> tuple[Owed, ...]:
    """All papers that the bot collects reviews of, by when they are due; those without a date come last."""
    return tuple(one for session in asking(course) for one in of_session(session))


def find(course: Course, paper: str) -> Owed | None:
    """The paper as it is owed; None where no review of it is asked for (any more)."""
    asked = (session for session in asking(course) if session.review and paper in session.review.papers)
    return next((one for session in asked for one in of_session(session) if one.paper == paper), None)


def asking(course: Course) -> list[Session]:
    """The sessions that want reviews, by when these are due; those without a date come last."""
    found = [session for session in course.sessions if session.review and not session.review.external_url]
    return sorted(found, key=lambda session: (session.review.due is None, _due_key(session)))  # type: ignore[union-attr] # those that ask have one


def _due_key(session: Session) -> float:
    due = session.review.due if session.review is not None else None
    return due.until.timestamp() if due is not None else 0.0


def of_session(session: Session) -> Iterable[Owed]:
    review = session.review
    for reading in session.readings:
        if review is not None and reading.id in review.papers:
            yield Owed(session=session, reading=reading, review=review)


# --- by when ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What staff granted one person: more time, or an excuse. The newest that names a paper or a session decides over
    it; one that stands for everything decides where none does, and its time is never less than that.

    `until` is an instant, `by` a length after the course's due time; of an excuse both are None.
    """

    id: int
    kind: Literal["extension", "excuse"]
    session: str = EVERYTHING
    paper: str = EVERYTHING
    until: datetime | None = None
    by: timedelta | None = None

    def covers(self, one: Owed) -> bool:
        """A paper is meant wherever it is asked for: an edit may let another session ask for it."""
        if self.paper != EVERYTHING:
            return self.paper == one.paper
        return self.session in (EVERYTHING, one.session.id)

    @property
    def stands(self) -> bool:
        """Whether it is for everything that the person owes."""
        return self.session == EVERYTHING and self.paper == EVERYTHING


@dataclass(frozen=True, kw_only=True)
class Window:
    """By when one person's review of one paper is due. `due` is what people are told, `on_time_until` has the silent
    grace in it, after `closes_at` nothing is taken. The last minutes count whole. `grant`: the id of what extended it.
    """

    due: datetime
    on_time_until: datetime
    closes_at: datetime
    extended: bool = False
    grant: int | None = None

    def is_on_time(self, at: datetime) -> bool:
        return at < self.late_from

    def takes(self, at: datetime) -> bool:
        return at < self.closed_from

    @cached_property
    def late_from(self) -> datetime:
        """The first instant that is not on time."""
        return _minute(self.on_time_until) + MINUTE

    @cached_property
    def closed_from(self) -> datetime:
        return _minute(self.closes_at) + MINUTE

    def takes_late(self) -> bool:
        return self.closes_at > self.on_time_until

    def late_by(self, at: datetime) -> timedelta:
        """How long after the due time, in whole minutes."""
        return _minute(at) - _minute(self.due)


def passed(limit: datetime, now: datetime) -> bool:
    """Whether it is over: its last minute counts whole, as that of a window does."""
    return now >= _minute(limit) + MINUTE


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def decisive(one: Owed, grants: Iterable[Grant]) -> Grant | None:
    """The grant that decides over the paper, if any."""
    mine = sorted((grant for grant in grants if grant.covers(one)), key=lambda grant: grant.id)
    named = [grant for grant in mine if not grant.stands]
    return (named or mine)[-1] if mine else None


def window(one: Owed, grants: Sequence[Grant], zone: ZoneInfo) -> Window | None:
    """None where no date is known yet. More time moves the late window and the hard close along with the due time."""
    review = one.review
    if review.due is None:
        return None
    due = review.due.until
    mine, grant = _granted_until(one, grants, due, zone)
    closes = review.closes_at or due + review.grace
    if mine is None or mine <= due:
        return Window(due=due, on_time_until=due + review.grace, closes_at=max(closes, due + review.grace))
    on_time, closes = mine + review.grace, _as_long_after(mine, due, closes, zone)
    return Window(due=mine, on_time_until=on_time, closes_at=max(on_time, closes), extended=True, grant=grant)


def _as_long_after(mine: datetime, due: datetime, closes: datetime, zone: ZoneInfo) -> datetime:
    """As long after `mine` as `closes` is after `due`: whole days by the clock on the wall, as the schedule counts."""
    by_the_wall = closes.astimezone(zone).replace(tzinfo=None) - due.astimezone(zone).replace(tzinfo=None)
    return mine + (closes - due) if by_the_wall % calendar.DAY else calendar.before(mine, -by_the_wall, zone)


def _granted_until(
    one: Owed, grants: Sequence[Grant], due: datetime, zone: ZoneInfo
) -> tuple[datetime | None, int | None]:
    """The latest instant that was granted, and the grant's id."""
    newest = decisive(one, grants)
    standing = max((grant for grant in grants if grant.stands), key=lambda grant: grant.id, default=None)
    given = [grant for grant in (newest, standing) if grant is not None and grant.kind == "extension"]
    instants = [(grant.until or calendar.before(due, -(grant.by or timedelta(0)), zone), grant.id) for grant in given]
    return max(instants, default=(None, None))
