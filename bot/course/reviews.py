"""Reviews as rules: what one person owes, from the versions of their reviews and what staff granted.

Pure: versions and grants come in, duties come out. It never knows what a review says, who wrote it or where it is kept.
What is owed by when is in `windows.py`, which version counts in `versions.py`; their names are known here too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.course.duties import Review
from bot.course.model import Course, Session
from bot.course.versions import (
    Standing,
    State,
    Version,
    as_presenter,
    is_done,
    late_then,
    standing,
    standing_of,
    untouched,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What the rules need to know of one person: their versions by paper, their grants, and since when they owe.

    What is due before `counts_from` is not owed by somebody who joined (`joined_at`) while the course ran. `presents`:
    the sessions in which they present, and of which they need not write.
    """

    versions: Mapping[str, Sequence[Version]] = field(default_factory=dict)
    grants: Sequence[Grant] = ()
    joined_at: datetime | None = None
    counts_from: datetime | None = None
    presents: Container[str] = frozenset()


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
        return tuple(standing_of(self.versions.get(one.owed.paper, ()), one) for one in self.untouched)

    @property
    def done(self) -> int:
        return sum(is_done(self.versions.get(one.owed.paper, ()), one.window) for one in self.untouched)

    @property
    def presents(self) -> bool:
        """Whether the person presents in the session, and so is excused from all of it."""
        return any(one.presents for one in self.untouched)

    @property
    def excused(self) -> int:
        """How many of those needed the person is let off: of a choice, those for which no paper remains."""
        return max(0, self.needed - self.done - self.left)

    @property
    def left(self) -> int:
        """How many more are wanted, were they still taken. An excuse from a paper takes it out of the choice: less is
        needed only where too few papers remain.
        """
        needed, waiting = self.needed, 0
        for one in self.untouched:  # of hundreds of people at once, so nothing is called that need not be
            mine = self.versions.get(one.owed.reading.id)
            if mine and is_done(mine, one.window):
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
        self._of_presenters: dict[str, Asked] = {}
        for session in asking(course):
            review = session.review
            if of is not None and session.id not in of:
                continue
            items = tuple(untouched(one, (), zone=self._zone, now=now) for one in of_session(session))
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
        if mine.counts_from is not None and mine.joined_at is not None and mine.joined_at < mine.counts_from:
            asked = (one for one in asked if not _came_after(one.review, mine))
        if mine.presents:
            asked = (self._presented(one, mine) if one.session.id in mine.presents else one for one in asked)
        return tuple([Duty(*one, mine.versions) for one in asked])

    def _of(self, grants: Sequence[Grant]) -> Iterable[Asked]:
        if not grants:
            return self._asked
        return (asked._replace(untouched=self._granted(asked.untouched, grants)) for asked in self._asked)

    def _presented(self, asked: Asked, mine: Mine) -> Asked:
        """Of who presents there. All who were granted nothing share one: who looks at hundreds knows them by it."""
        known = None if mine.grants else self._of_presenters.get(asked.session.id)
        if known is not None:
            return known
        found = asked._replace(untouched=tuple(as_presenter(one) for one in asked.untouched))
        if not mine.grants:
            self._of_presenters[asked.session.id] = found
        return found

    def _granted(self, items: Sequence[Standing], grants: Sequence[Grant]) -> tuple[Standing, ...]:
        return tuple(
            untouched(one.owed, grants, zone=self._zone, now=self._now)
            if any(grant.covers(one.owed) for grant in grants)
            else one
            for one in items
        )


def _came_after(review: Review, mine: Mine) -> bool:
    """Whether it was as good as due when the person came, who joined while the course ran."""
    return review.due is not None and mine.counts_from is not None and review.due.until < mine.counts_from
