"""Reviews that staff give back to be edited: with a note for the writer alone, and a new due time if they want.

The time is an extension like any other, so that the rules of lateness stay one; without it nothing about them changes.
It knows no sentence that is sent, and puts the note nowhere but into its own row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.course import reviews
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.reviews import Grant, Standing, Window
from bot.errors import Refused
from bot.services import doubts, extending, heard, review_queue, wishes
from bot.services.doubts import Doubt
from bot.services.naming import Work
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.review_queue import Item
from bot.services.wishes import Wish
from bot.store import audit, grants, people
from bot.store import review_marks as stored
from bot.store import reviews as versions
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.review_marks import Review, ReviewReturn

GONE = "That review does not count any more, so there is nothing to return."
REASON = "returned for an edit"
UNDO = ".undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What giving a review back would mean. `after`: where it would stand with the new due time; None: without one.
    `last`: the return that stands already, and `by` whom it is. `newer`: another version counts by now. `doubt`: the
    time is less than there is.
    """

    item: Item
    after: Standing | None = None
    last: ReviewReturn | None = None
    by: str = ""
    newer: bool = False
    doubt: Doubt | None = None

    @property
    def window(self) -> Window | None:
        """In which a new version would come."""
        return (self.after or self.item.standing).window


def prospect(
    connection: Connection, course: Course, review: Review, version: int, until: datetime | None, *, now: datetime
) -> Prospect:
    """Raises Refused where it cannot be: the review is gone, or the time makes no sense."""
    person, paper = review
    found = review_queue.items(connection, course, now=now, person=person, papers={paper})
    if not found or found[0].standing.counts is None:
        raise Refused(GONE)
    item = found[0]
    by = item.returned.returned_by if item.returned is not None else None
    seen = Prospect(
        item=item,
        last=item.returned,
        by="" if by is None else people.get_person(connection, by).name,
        newer=item.standing.counts is None or item.standing.counts.number != version,
    )
    if until is None:
        return seen
    weighed = wishes.weighed(connection, course, _wish(item, until), now=now)
    mine = [one.rule for one in grants.of_person(connection, course.id, person)]
    more = Grant(
        id=max([0, *(one.id for one in mine)]) + 1, kind="extension", session=item.session, paper=paper, until=until
    )
    rules = [one.rule for one in versions.of_review(connection, course.id, person, paper)]
    after = reviews.standing(item.owed, rules, [*mine, more], zone=course.timezone, now=now)
    return replace(seen, after=after, doubt=doubts.doubt(connection, course, weighed, now=now))


def _wish(item: Item, until: datetime) -> Wish:
    work = Work(item.session, item.paper)
    return Wish(person=item.person, work=work, kind="extension", until=until, reason=REASON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What is to be given back. `last`: the id of the return that whoever does it saw there, 0 for none."""

    review: Review
    version: int
    note: str = field(repr=False)
    until: datetime | None
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What became of it. `told`: its writer hears of it from the bot. `fresh` is False where nothing was done: what was
    `seen` has changed since, and staff look again.
    """

    seen: Prospect
    fresh: bool = True
    id: int = 0
    told: bool = False


def give_back(connection: Connection, course: Course, back: Back, *, now: datetime, by: int | None) -> GivenBack:
    """Give it back and tell its writer; once, however often it is sent in. Raises Refused as `prospect` does."""
    person, paper = back.review
    last = stored.returns(connection, course.id, person).get(back.review)
    seen = prospect(connection, course, back.review, back.version, back.until, now=now)
    if last is not None and (last.version, last.note, last.until, last.returned_by) == (
        back.version,
        back.note,
        back.until,
        by,
    ):
        return GivenBack(seen=seen, id=last.id, told=True)
    if seen.newer or seen.doubt is not None or back.last != (last.id if last is not None else 0):
        return GivenBack(seen=seen, fresh=False)
    row = ReviewReturn(
        course=course.id,
        person=person,
        paper=paper,
        version=back.version,
        returned_at=now,
        returned_by=by,
        until=back.until,
        note=back.note,
    )
    row = replace(row, id=stored.add_return(connection, row))
    if back.until is not None:
        extending.grant(connection, course, _wish(seen.item, back.until), now=now, by=by)
    _record(connection, row, now=now, by=by)
    return GivenBack(seen=seen, id=row.id, told=tell_person(connection, course, _telling(row), now=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`fresh` is False where it was taken back before. `known`: its writer had heard of it, and is told."""

    row: ReviewReturn
    name: str
    fresh: bool = True
    known: bool = False


def undo(connection: Connection, course: Course, return_id: int, *, now: datetime, by: int | None) -> Undone:
    """Take it back, with the time that came with it. Raises Refused where there is no such return."""
    row = stored.get_return(connection, return_id)
    if row is None or row.course != course.id:
        raise Refused("I do not know what that was about any more.")
    name = people.get_person(connection, row.person).name
    known = heard.of_return(connection, row, now)
    if not stored.undo_return(connection, return_id, now=now):
        return Undone(row=row, name=name, fresh=False)
    for one in grants.of_person(connection, course.id, row.person):
        if (one.paper, one.granted_at, one.until) == (row.paper, row.returned_at, row.until):
            extending.undo(connection, course, one.id, now=now, by=by)
    _record(connection, row, now=now, by=by, undone=True)
    if known:
        tell_person(connection, course, _telling(row, UNDO), now=now)
    return Undone(row=row, name=name, known=known)


def _record(connection: Connection, row: ReviewReturn, *, now: datetime, by: int | None, undone: bool = False) -> None:
    details = {
        "return": row.id,
        "paper": row.paper,
        "version": row.version,
        "until": row.until.isoformat() if row.until is not None else "",
        "undone": undone,
    }
    audit.record(
        connection, course=row.course, person=by, action="returned", item=str(row.person), details=details, now=now
    )


# --- what its writer sees -------------------------------------------------------------------------------------------


def waiting(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[Item, ...]:
    """The person's reviews that were given back, of which no new version has come and one still counts."""
    found = review_queue.items(connection, course, now=now, person=person)
    return tuple(one for one in found if one.stage is review_queue.Stage.WAITING)


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What the writer is told; None where that was taken back before they heard of it."""
    row = stored.get_return(connection, int(one.details.get("return", "0")))
    undone = one.key.occurrence.endswith(UNDO)
    if row is None or undone != (row.undone_at is not None):
        return None
    known = {"paper": row.paper, "undone": "yes" if undone else ""}
    if undone:
        return known
    found = review_queue.items(connection, course, now=now, person=row.person, papers={row.paper})
    window = found[0].standing.window if found else None
    until = found[0].until if found else None
    by = people.get_person(connection, row.returned_by).name if row.returned_by is not None else ""
    late = found[0].standing.late_by if found else None
    return {
        **known,
        "note": row.note,
        "by": by,
        "until": until.isoformat() if until is not None else "",
        "due": window.due.isoformat() if window is not None else "",
        "closes": window.closes_at.isoformat() if window is not None else "",
        "late": "yes" if late is not None else "",
        "asked": "yes" if found else "",
    }


def _telling(row: ReviewReturn, end: str = "") -> PersonTelling:
    return PersonTelling(
        person=row.person,
        kind=NoticeKind.RETURNED,
        item=row.paper,
        occurrence=f"{heard.RETURN}{row.id}{end}",
        title="A review was returned",
        details={"return": str(row.id)},
    )
