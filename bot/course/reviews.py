"""Reviews as rules: which version of a review counts, whether it was on time, and what one person owes.

Pure: versions and what staff granted come in, standings come out. It never knows what a review says, who wrote it or
where it is kept. What is owed by when is in `windows.py`, whose names are known here too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.course.duties import Review
from bot.course.model import Course, Session
from bot.course.windows import (
    EVERYTHING,
    MINUTE,
    Grant,
    Owed,
    Window,
    asking,
    decisive,
    find,
    of_session,
    owed,
    passed,
    window,
)

__all__ = [
    "EVERYTHING",
    "MINUTE",
    "Asked",
    "Asking",
    "Duty",
    "Grant",
    "Mine",
    "Owed",
    "Standing",
    "State",
    "Version",
    "Window",
    "decisive",
    "duties",
    "find",
    "late_then",
    "owed",
    "passed",
    "standing",
    "window",
]

# --- what counts --------------------------------------------------------------------------------------------------


class Version(NamedTuple):
    """One version of a review, of which only this matters here. `accepted`: an incomplete or doubtful one that is to
    count as it is, by a word of staff or of its writer. `picked`: its writer wants it to count although it is late.
    `blank`: nothing can be seen in it. `late_then`: what `late_then` said of it when it came.
    """

    received_at: datetime
    number: int
    complete: bool
    accepted: bool = False
    picked: bool = False
    blank: bool = False
    late_then: int | None = None

    @property
    def whole(self) -> bool:
        return self.complete or self.accepted


class State(StrEnum):
    """Where one person's review of one paper stands."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    LATE = "late"
    EXCUSED = "excused"
    MISSED = "missed"


class Standing(NamedTuple):
    """`counts`: the version that grade and digest use. `draft`: the newest version, where it is none that could count.
    `newest_late`: a late version that its writer may have counted instead. `late_by` is of what counts.
    """

    owed: Owed
    state: State
    window: Window | None = None
    counts: Version | None = None
    draft: Version | None = None
    newest_late: Version | None = None
    late_by: timedelta | None = None

    @property
    def done(self) -> bool:
        return self.counts is not None

    @property
    def started(self) -> bool:
        return self.counts is not None or self.draft is not None

    def is_open(self, now: datetime) -> bool:
        """Whether a review would be taken now."""
        return self.window is None or self.window.takes(now)


def standing(
    one: Owed, versions: Sequence[Version], grants: Sequence[Grant], *, zone: ZoneInfo, now: datetime
) -> Standing:
    """What the versions and the grants say of one paper at `now`. An excuse stands beside a review that came in."""
    return _standing(versions, _untouched(one, grants, zone=zone, now=now))


def _untouched(one: Owed, grants: Sequence[Grant], *, zone: ZoneInfo, now: datetime) -> Standing:
    """What is so while nothing was written."""
    limits, grant = window(one, grants, zone), decisive(one, grants)
    if grant is not None and grant.kind == "excuse":
        state = State.EXCUSED
    elif limits is not None and not limits.takes(now):
        state = State.MISSED
    else:
        state = State.NOT_STARTED
    return Standing(one, state, limits)


def _standing(versions: Sequence[Version], untouched: Standing) -> Standing:
    if not versions:
        return untouched
    one, state, limits = untouched[:3]
    if len(versions) > 1:
        versions = sorted(versions, key=attrgetter("number"))
    if versions[-1].blank and not versions[-1].whole:
        versions = _without_draft(versions)
        if not versions:
            return untouched
    counts, late_by, newest_late = _counting(versions, limits)
    newest = versions[-1]
    if counts is not None:
        draft = None if newest.complete or newest.accepted else newest
        state = State.SUBMITTED if late_by is None else State.LATE
        return Standing(one, state, limits, counts, draft, newest_late if newest_late is not counts else None, late_by)
    if state is State.NOT_STARTED:
        state = State.DRAFT
    return Standing(one, state, limits, None, newest)  # a draft, or whole and after the hard close


def _counting(
    versions: Sequence[Version], limits: Window | None
) -> tuple[Version | None, timedelta | None, Version | None]:
    """The version that counts, how late it makes the review, and the newest late one that could count.

    On time: the newest that was; unless its writer picked a late one, which is late by its own time. Else the newest
    before the hard close, late by the time of the first. What staff accept counts also after it. A schedule that is
    edited later takes nothing from what was on time or taken when it came. Oldest first.
    """
    on_time = first_late = newest_late = picked = None
    for version in versions:
        if not (version.complete or version.accepted):
            continue
        if limits is None or version.late_then == 0 or version.received_at < limits.late_from:
            on_time = version
        elif version.accepted or version.late_then or version.received_at < limits.closed_from:
            first_late, newest_late = first_late or version, version
            picked = version if version.picked else picked
    if limits is None or first_late is None or newest_late is None:
        return on_time, None, None
    if on_time is None:
        return newest_late, _late_by(first_late, limits), newest_late
    if picked is None:
        return on_time, None, newest_late
    return picked, _late_by(picked, limits), newest_late


def _late_by(version: Version, limits: Window) -> timedelta:
    """As the schedule says, and never more than it said when the version came."""
    by = limits.late_by(version.received_at)
    return min(by, version.late_then * MINUTE) if version.late_then else by


def late_then(one: Owed, at: datetime, zone: ZoneInfo) -> int | None:
    """What is remembered of a version that comes at `at`: by how many minutes it is late for somebody without an
    extension, 0 on time, None where it is not taken any more.
    """
    limits = window(one, (), zone)
    if limits is None or limits.is_on_time(at):
        return 0
    return limits.late_by(at) // MINUTE if limits.takes(at) else None


def _without_draft(versions: Sequence[Version]) -> Sequence[Version]:
    """Without a draft in which nothing stands: as it was before anything was begun that does not count yet."""
    last = max((place for place, one in enumerate(versions) if one.whole), default=-1)
    return versions[: last + 1]


# --- what one person owes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What the rules need to know of one person: their versions by paper, their grants, and since when they owe.

    What is due before `counts_from` is not owed by somebody who joined (`joined_at`) while the course ran.
    """

    versions: Mapping[str, Sequence[Version]] = field(default_factory=dict)
    grants: Sequence[Grant] = ()
    joined_at: datetime | None = None
    counts_from: datetime | None = None


class Duty(NamedTuple):
    """What one person owes for one session. `needed` is how many reviews of it: all, or the N of `choose`.

    Its standings are worked out when they are asked for, from `untouched`, those of somebody who wrote nothing, and all
    versions of the person: of hundreds of people only a few are looked at.
    """

    session: Session
    review: Review
    needed: int
    untouched: tuple[Standing, ...]
    versions: Mapping[str, Sequence[Version]]

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(_standing(self.versions.get(one.owed.paper, ()), one) for one in self.untouched)

    @property
    def done(self) -> int:
        return sum(_is_done(self.versions.get(one.owed.paper, ()), one.window) for one in self.untouched)

    @property
    def excused(self) -> int:
        """How many of those needed staff let the person off: of a choice, those for which no paper remains."""
        return max(0, self.needed - self.done - self.left)

    @property
    def left(self) -> int:
        """How many more are wanted, were they still taken. An excuse from a paper takes it out of the choice: less is
        needed only where too few papers remain.
        """
        needed, waiting = self.needed, 0
        for one in self.untouched:  # of hundreds of people at once, so nothing is called that need not be
            mine = self.versions.get(one.owed.reading.id)
            if mine and _is_done(mine, one.window):
                needed -= 1
            elif one.state is not State.EXCUSED:
                waiting += 1
        return max(0, min(needed, waiting))

    @property
    def due(self) -> datetime | None:
        """By when what is left is due: the latest of its papers' times."""
        return max((one.window.due for one in self._waiting if one.window is not None), default=None)

    @property
    def _waiting(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if not one.done and one.state is not State.EXCUSED)

    def to_do(self, now: datetime) -> tuple[Standing, ...]:
        """The papers of which a review is still wanted and taken; with `choose` all that may be chosen, those that are
        begun first.
        """
        if not self.left:
            return ()
        taken = [one for one in self._waiting if one.is_open(now)]
        return tuple(sorted(taken, key=lambda one: not one.started)) if len(taken) > 1 else tuple(taken)


def _is_done(versions: Iterable[Version], limits: Window | None) -> bool:
    for version in versions:
        if version.accepted:
            return True
        if version.complete and (
            version.late_then is not None or limits is None or version.received_at < limits.closed_from
        ):
            return True
    return False


def duties(course: Course, mine: Mine, now: datetime) -> tuple[Duty, ...]:
    """All that a person owes or owed, session by session in the order in which it is due."""
    return Asking(course, now).duties(mine)


class Asked(NamedTuple):
    """What a course asks for in one session, in the order of `Duty`."""

    session: Session
    review: Review
    needed: int
    untouched: tuple[Standing, ...]


class Asking:
    """What a course asks for at `now`, worked out once for many people: only grants and versions are their own. `of`:
    the ids of the sessions that matter, None for all.
    """

    def __init__(self, course: Course, now: datetime, of: Container[str] | None = None) -> None:
        self._zone, self._now = course.timezone, now
        self._asked: list[Asked] = []
        for session in asking(course):
            review = session.review
            if of is not None and session.id not in of:
                continue
            items = tuple(_untouched(one, (), zone=self._zone, now=now) for one in of_session(session))
            if review is not None and items:
                self._asked.append(Asked(session, review, min(review.choose or len(items), len(items)), items))

    @property
    def papers(self) -> frozenset[str]:
        return frozenset(one.owed.paper for asked in self._asked for one in asked.untouched)

    def still_taken(self, grants: Sequence[Grant]) -> frozenset[str]:
        """The sessions of which a review may still come in of somebody with these grants."""
        return frozenset(
            asked.session.id for asked in self._of(grants) if any(one.is_open(self._now) for one in asked.untouched)
        )

    def duties(self, mine: Mine) -> tuple[Duty, ...]:
        asked = self._of(mine.grants)
        if mine.counts_from is not None:
            asked = (one for one in asked if not _came_after(one.review, mine))
        return tuple([Duty(*one, mine.versions) for one in asked])

    def _of(self, grants: Sequence[Grant]) -> Iterable[Asked]:
        if not grants:
            return self._asked
        return (asked._replace(untouched=self._granted(asked.untouched, grants)) for asked in self._asked)

    def _granted(self, items: Sequence[Standing], grants: Sequence[Grant]) -> tuple[Standing, ...]:
        return tuple(
            _untouched(one.owed, grants, zone=self._zone, now=self._now)
            if any(grant.covers(one.owed) for grant in grants)
            else one
            for one in items
        )


def _came_after(review: Review, mine: Mine) -> bool:
    """Whether it was as good as due when the person came."""
    if review.due is None or mine.counts_from is None or mine.joined_at is None:
        return False
    return review.due.until < mine.counts_from and mine.joined_at < mine.counts_from
