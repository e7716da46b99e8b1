"""Which version of a review counts, whether it was on time, and how one paper stands by it.

Pure: it never knows what a review says, who wrote it or where it is kept. By when it is due is in `windows.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.course.windows import MINUTE, Grant, Owed, Window, decisive, window


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
    `newest_late`: a late version that its writer may have counted instead. `late_by` is of what counts. `presents`: the
    person presents in that session, which excuses them by itself.
    """

    owed: Owed
    state: State
    window: Window | None = None
    counts: Version | None = None
    draft: Version | None = None
    newest_late: Version | None = None
    late_by: timedelta | None = None
    presents: bool = False

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
    one: Owed,
    versions: Sequence[Version],
    grants: Sequence[Grant],
    *,
    zone: ZoneInfo,
    now: datetime,
    presents: bool = False,
) -> Standing:
    """What the versions and the grants say of one paper at `now`. An excuse stands beside a review that came in."""
    unwritten = untouched(one, grants, zone=zone, now=now)
    return standing_of(versions, as_presenter(unwritten) if presents else unwritten)


def untouched(one: Owed, grants: Sequence[Grant], *, zone: ZoneInfo, now: datetime) -> Standing:
    """What is so while nothing was written."""
    limits, grant = window(one, grants, zone), decisive(one, grants)
    if grant is not None and grant.kind == "excuse":
        state = State.EXCUSED
    elif limits is not None and not limits.takes(now):
        state = State.MISSED
    else:
        state = State.NOT_STARTED
    return Standing(one, state, limits)


def as_presenter(unwritten: Standing) -> Standing:
    """The same of somebody who presents in the session: no review is needed, one that they write counts."""
    return unwritten._replace(state=State.EXCUSED, presents=True)


def standing_of(versions: Sequence[Version], unwritten: Standing) -> Standing:
    """As `standing`, from what is so while nothing was written."""
    if not versions:
        return unwritten
    one, state, limits, presents = *unwritten[:3], unwritten.presents
    if len(versions) > 1:
        versions = sorted(versions, key=attrgetter("number"))
    if versions[-1].blank and not versions[-1].whole:
        versions = _without_draft(versions)
        if not versions:
            return unwritten
    counts, late_by, newest_late = _counting(versions, limits)
    newest = versions[-1]
    if counts is not None:
        draft = None if newest.whole else newest
        state = State.SUBMITTED if late_by is None else State.LATE
        newest_late = newest_late if newest_late is not counts else None
        return Standing(one, state, limits, counts, draft, newest_late, late_by, presents)
    if state is State.NOT_STARTED:
        state = State.DRAFT
    return Standing(one, state, limits, None, newest, presents=presents)  # a draft, or whole and after the hard close


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


def is_done(versions: Iterable[Version], limits: Window | None) -> bool:
    for version in versions:
        if version.accepted:
            return True
        if version.complete and (
            version.late_then is not None or limits is None or version.received_at < limits.closed_from
        ):
            return True
    return False


def late_then(one: Owed, grants: Sequence[Grant], at: datetime, zone: ZoneInfo) -> int | None:
    """What is remembered of a version that comes at `at`: by how many minutes it is late, 0 on time, None where it is
    not taken any more.
    """
    limits = window(one, grants, zone)
    if limits is None or limits.is_on_time(at):
        return 0
    return limits.late_by(at) // MINUTE if limits.takes(at) else None


def _without_draft(versions: Sequence[Version]) -> Sequence[Version]:
    """Without a draft in which nothing stands: as it was before anything was begun that does not count yet."""
    last = max((place for place, one in enumerate(versions) if one.whole), default=-1)
    return versions[: last + 1]
