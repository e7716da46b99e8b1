"""Marks of reviews: who has which, how many are still to be given, and what a press of a mark does.

A mark is of the version that was read; once another version counts, the review waits for staff again. It knows no
sentence, and never what a review says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.course.model import Course
from bot.errors import Refused
from bot.services import review_queue
from bot.services.review_queue import Item, Stage
from bot.store import audit, people
from bot.store import review_marks as stored
from bot.store.database import Connection
from bot.store.review_marks import Mark, Review

GONE = "That review does not count any more, so there is nothing to mark."
NO_STEP = "That step is not on the scale any more. Please look again."

# --- what others ask ------------------------------------------------------------------------------------------------


def released(connection: Connection, course: Course, person: int) -> Mapping[str, Mark]:
    """Paper → the mark that its writer may see."""
    return stored.released(connection, course.id, person)


def label(course: Course, mark: str) -> str:
    """The step as people read it; of one that the scale has no more its id."""
    step = course.grading.step(mark)
    return mark if step is None else step.label


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the reviews that came in and count, of students who are in the course. `reviews` is `marked` + `unmarked` +
    `waiting`; `waiting` were given back and can still be edited. `unreleased` of the `marked` are not seen yet.
    """

    reviews: int = 0
    marked: int = 0
    unmarked: int = 0
    waiting: int = 0
    unreleased: int = 0


def counts(connection: Connection, course: Course, *, now: datetime) -> Counts:
    """Of all sessions."""
    items = review_queue.items(connection, course, now=now)
    stages = Counter(one.stage for one in items)
    unreleased = sum(one.unreleased for one in items)
    marked, unmarked, waiting = (stages[one] for one in (Stage.MARKED, Stage.UNMARKED, Stage.WAITING))
    return Counts(marked + unmarked + waiting, marked, unmarked, waiting, unreleased)


# --- a press --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What became of it. `marked`: it holds now. `same`: that mark stood there already. `other`: somebody marked it
    otherwise since it was shown, so that nothing was changed. `newer`: another version counts by now; nothing either.
    `name`: the writer's; `mark` is the one that stands, `by` who gave it; `before` the one that stood there.
    """

    kind: Literal["marked", "same", "other", "newer"]
    name: str
    mark: Mark | None = None
    before: Mark | None = None
    by: str = ""


def mark(
    connection: Connection,
    course: Course,
    review: Review,
    step: str,
    *,
    version: int,
    seen: str,
    now: datetime,
    by: int | None,
) -> Pressed:
    """Mark the version that was read. `seen`: the mark of it that was shown there, '' for none: where another stands
    by now, it is changed only once that was seen. Raises Refused for what is no review that counts.
    """
    if course.grading.step(step) is None:
        raise Refused(NO_STEP)
    found = _find(connection, course, review, now=now)
    counting = found.standing.counts
    if counting is None:
        raise Refused(GONE)
    if counting.number != version:
        return Pressed(kind="newer", name=found.name, mark=found.mark)
    standing = found.mark if found.mark is not None and found.mark.version == version else None
    if standing is not None and standing.mark != seen:
        kind: Literal["same", "other"] = "same" if standing.mark == step else "other"
        return Pressed(kind=kind, name=found.name, mark=standing, by=_name(connection, standing.marked_by))
    if standing is not None and standing.mark == step and found.stage is Stage.MARKED:
        return Pressed(kind="same", name=found.name, mark=standing, by=_name(connection, standing.marked_by))
    person, paper = review
    given = Mark(course=course.id, person=person, paper=paper, version=version, mark=step, marked_at=now, marked_by=by)
    stored.put(connection, given)
    _record(connection, given, before=found.mark, now=now, by=by)
    return Pressed(kind="marked", name=found.name, mark=given, before=found.mark)


@dataclass(frozen=True, slots=True)
class Former:
    """What stood there before a mark was given; '' is nothing."""

    mark: str = ""
    version: int = 0


def unmark(
    connection: Connection,
    course: Course,
    review: Review,
    step: str,
    *,
    version: int,
    former: Former,
    now: datetime,
    by: int | None,
) -> Pressed:
    """Take a mark back, so that what stood before stands again. `other`: it was marked anew since, nothing changed.
    Raises Refused for somebody who never was in the course.
    """
    person, paper = review
    writer = people.get_member(connection, course.id, person)
    if writer is None:
        raise Refused(GONE)
    name = writer.name
    standing = stored.mark_of(connection, course.id, person, paper)
    if standing is None or (standing.mark, standing.version) != (step, version):
        by_whom = _name(connection, standing.marked_by) if standing is not None else ""
        return Pressed(kind="other" if standing is not None else "same", name=name, mark=standing, by=by_whom)
    after = None
    if former.mark and course.grading.step(former.mark) is not None:
        after = replace(standing, mark=former.mark, version=former.version, marked_at=now, marked_by=by)
        stored.put(connection, after)
    else:
        stored.remove(connection, course.id, person, paper)
    _record(connection, after or replace(standing, mark=""), before=standing, now=now, by=by)
    return Pressed(kind="marked", name=name, mark=after, before=standing)


def _find(connection: Connection, course: Course, review: Review, *, now: datetime) -> Item:
    person, paper = review
    found = review_queue.items(connection, course, now=now, person=person, papers={paper})
    if not found:
        raise Refused(GONE)
    return found[0]


def _record(connection: Connection, given: Mark, *, before: Mark | None, now: datetime, by: int | None) -> None:
    details = {
        "paper": given.paper,
        "version": given.version,
        "mark": given.mark,
        "before": "" if before is None else before.mark,
    }
    audit.record(
        connection, course=given.course, person=by, action="marked", item=str(given.person), details=details, now=now
    )


def _name(connection: Connection, person: int | None) -> str:
    return "" if person is None else people.get_person(connection, person).name
