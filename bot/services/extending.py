"""More time and excuses for one person: granted, taken back, and what follows for what they owe.

A grant is a row and nothing else, so whoever reads what is owed reads it too. The person is told of each by a direct
message, which is put into words when it is sent. It knows no sentence that is sent, and never what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.course import calendar, reviews
from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.course.reviews import EVERYTHING, Duty, Grant, Owed, Standing, State
from bot.course.wording import instant_words
from bot.errors import Refused
from bot.services import heard, owing
from bot.services.heard import ALL
from bot.services.naming import Work
from bot.services.personal_notices import PersonTelling, tell_person
from bot.store import audit, grants, people
from bot.store.database import Connection
from bot.store.records import Membership, Plea, ReviewGrant

Kind = Literal["extension", "excuse"]

FARTHEST = timedelta(days=200)
"""Nobody extends a review for longer: it is a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What staff want to grant. An extension has `until`, or `by`, a length after the course's due time."""

    person: int
    work: Work
    kind: Kind
    until: datetime | None = None
    by: timedelta | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Where one paper stood before and stands now."""

    before: Standing
    after: Standing

    @property
    def on_time_now(self) -> bool:
        """Whether a review that was late, or had come after the hard close, counts as on time by it."""
        return self.after.state is State.SUBMITTED and self.before.state is not State.SUBMITTED

    @property
    def same(self) -> bool:
        """Whether it is all one to the person; of what has no date yet that cannot be said."""
        before, after = self.before, self.after
        if after.window is None:
            return before.state is after.state is State.EXCUSED
        limits = [(one.due, one.closes_at) for one in (before.window, after.window) if one is not None]
        return before.state is after.state and len(set(limits)) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What holds. `fresh` is False where just that held before. `changes`: the papers that it is for."""

    id: int
    fresh: bool
    name: str
    wish: Wish
    changes: tuple[Change, ...]
    told: bool = True
    """They hear of it from the bot."""
    changed: bool = True
    """Whether there is anything for them to hear."""
    others: int = 0
    """The papers from which they can still choose, where an excuse is from one of a choice."""


def grant(connection: Connection, course: Course, wish: Wish, *, now: datetime, by: int | None) -> Granted:
    """Let it hold, tell the person, and take it for the answer to what they asked. Raises Refused where there is
    nothing to be granted.
    """
    member = student(connection, course, wish.person)
    before = standings(owing.duties_of(connection, course, wish.person, now=now), wish.work)
    _refuse_nonsense(course, wish, member, before)
    held = _held(connection, course, wish)
    if held is not None:
        changes = tuple(Change(one, one) for one in before)
        left = others(owing.duties_of(connection, course, wish.person, now=now), wish.work)
        return Granted(id=held, fresh=False, name=member.name, wish=wish, changes=changes, others=left)
    row = ReviewGrant(
        course=course.id,
        person=wish.person,
        kind=wish.kind,
        session=wish.work.session,
        paper=wish.work.paper,
        until=wish.until,
        offset=wish.by,
        granted_at=now,
        granted_by=by,
        reason=wish.reason,
    )
    known = heard.of_all(connection, course, wish.person, before, now=now)
    given = grants.add(connection, row)
    _record(connection, course, f"grant_{wish.kind}", given, row, now=now, by=by)
    _settle(connection, course, wish, given, now=now, by=by)
    changes = _changes(connection, course, wish, before, now=now)
    changed = not (known and changes and all(change.same for change in changes))
    telling = _telling(wish.person, wish.work, f"grant.{given}", given)
    return Granted(
        id=given,
        fresh=True,
        name=member.name,
        wish=wish,
        changes=changes,
        told=changed and tell_person(connection, course, telling, now=now),
        changed=changed,
        others=others(owing.duties_of(connection, course, wish.person, now=now), wish.work),
    )


def student(connection: Connection, course: Course, person: int) -> Membership:
    """Raises Refused for somebody who owes nothing here."""
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active:
        raise Refused("That person is not in the course any more, so nothing is owed.")
    if member.role is not CourseRole.STUDENT:
        raise Refused(f"{member.name} is no student of the course and owes no reviews, so there is nothing to do.")
    return member


def standings(duties: Iterable[Duty], work: Work) -> tuple[Standing, ...]:
    found = (one for duty in duties for one in duty.standings)
    covering = Grant(id=0, kind="excuse", session=work.session, paper=work.paper)
    return tuple(one for one in found if covering.covers(one.owed))


def others(duties: Iterable[Duty], work: Work) -> int:
    """From how many papers a person can still choose once one of a choice is excused; 0 where none is wanted."""
    for duty in duties:
        if work.paper and duty.review.choose is not None and duty.left:
            papers = [one for one in duty.standings if not one.done and one.state is not State.EXCUSED]
            if any(one.owed.paper == work.paper for one in duty.standings):
                return len(papers)
    return 0


def _refuse_nonsense(course: Course, wish: Wish, member: Membership, owed: Sequence[Standing]) -> None:
    if wish.work.everything:
        if wish.kind == "excuse":
            raise Refused(
                "An excuse is for one paper or one class. Somebody who owes nothing at all is an auditor: "
                f"/{course.command_prefix}course roster has a button for that."
            )
        if wish.by is None:
            raise Refused("For everything say how much longer, such as +2d: one date cannot be right for all of it.")
    elif not owed:
        raise Refused(f"{member.name} does not owe that: it was due before they joined, or no review of it is asked.")
    if wish.by is not None and wish.by > FARTHEST:
        raise Refused(f"That is more than {FARTHEST.days} days. Say a shorter time, such as +2d.")
    if wish.until is not None:
        _refuse_date(course, wish.until, owed)


def _refuse_date(course: Course, until: datetime, owed: Sequence[Standing]) -> None:
    dues = [one.owed.review.due.until for one in owed if one.owed.review.due is not None]
    if not dues:
        raise Refused("That has no due date yet, so say how much longer instead, such as +2d.")
    if until <= max(dues):
        raise Refused(
            f"It is due {instant_words(course, max(dues))} for everybody, and {instant_words(course, until)} is not "
            "later than that. Say a later time, or +2d."
        )
    if until - max(dues) > FARTHEST:
        shown = f"{instant_words(course, until)} {course.local(until).year}"
        raise Refused(f"{shown} is more than {FARTHEST.days} days after it is due. Say an earlier time.")


def _held(connection: Connection, course: Course, wish: Wish) -> int | None:
    """The grant by which just that holds already, where a double press or a colleague was first."""
    mine = [one for one in grants.of_person(connection, course.id, wish.person) if work_of(one) == wish.work]
    if not mine:
        return None
    newest = mine[-1]
    same = (newest.kind, newest.until, newest.offset) == (wish.kind, wish.until, wish.by)
    return newest.id if same and not _outdone(connection, course, newest) else None


def _outdone(connection: Connection, course: Course, one: ReviewGrant) -> bool:
    """Whether a newer one names some of the same work."""
    others = grants.of_person(connection, course.id, one.person)
    return any(other.id > one.id and other.session == one.session for other in others)


def work_of(one: ReviewGrant) -> Work:
    return Work(one.session, one.paper)


def _changes(
    connection: Connection, course: Course, wish: Wish, before: Sequence[Standing], *, now: datetime
) -> tuple[Change, ...]:
    after = {
        one.owed.paper: one for one in standings(owing.duties_of(connection, course, wish.person, now=now), wish.work)
    }
    return tuple(Change(one, after[one.owed.paper]) for one in before if one.owed.paper in after)


def _settle(connection: Connection, course: Course, wish: Wish, given: int, *, now: datetime, by: int | None) -> None:
    for plea in grants.pleas_of(connection, course.id, wish.person):
        if plea.settled_at is None and _answers(wish.work, plea):
            grants.settle_plea(connection, plea.id, outcome=f"{wish.kind}.{given}", now=now, by=by)


def _answers(work: Work, plea: Plea) -> bool:
    return work.session == plea.session and work.paper in (EVERYTHING, plea.paper)


def _record(
    connection: Connection, course: Course, action: str, given: int, row: ReviewGrant, *, now: datetime, by: int | None
) -> None:
    details = {
        "grant": given,
        "session": row.session,
        "paper": row.paper,
        "until": row.until.isoformat() if row.until is not None else "",
        "seconds": int(row.offset.total_seconds()) if row.offset is not None else 0,
    }
    audit.record(connection, course=course.id, person=by, action=action, item=str(row.person), details=details, now=now)


class More(NamedTuple):
    """`until` or `by` of a Wish."""

    until: datetime | None = None
    by: timedelta | None = None


def longer(course: Course, owed: Sequence[Owed], mine: Sequence[Grant], span: timedelta) -> More:
    """How a person gets `span` after the time at which it is due for them. It follows the course's due time as long as
    what they have already does.
    """
    windows = [(one, reviews.window(one, mine, course.timezone)) for one in owed]
    extended = [(one, window.due) for one, window in windows if window is not None and window.extended]
    if not extended:
        return More(by=span)
    one, due = max(extended, key=lambda pair: pair[1])
    newest = reviews.decisive(one, mine)
    start = one.review.due.until if one.review.due is not None else due
    if newest is not None and newest.by is not None and calendar.before(start, -newest.by, course.timezone) == due:
        return More(by=newest.by + span)
    return More(until=calendar.before(due, -span, course.timezone))


# --- taking back ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`fresh` is False where it was taken back before. `changes` is empty where the person owes none of it any more.
    `reopened`: what it had answered waits for an answer again.
    """

    fresh: bool
    name: str
    grant: ReviewGrant
    changes: tuple[Change, ...]
    reopened: bool = False

    @property
    def work(self) -> Work:
        return work_of(self.grant)


def undo(connection: Connection, course: Course, grant_id: int, *, now: datetime, by: int | None) -> Undone:
    """Take a grant back; a plea that it settled waits for staff again. Raises Refused where there is no such grant."""
    row = grants.get(connection, grant_id)
    if row is None or row.course != course.id:
        raise Refused("I do not know that extension.")
    name, work = people.get_person(connection, row.person).name, work_of(row)
    before = standings(owing.duties_of(connection, course, row.person, now=now), work)
    if not grants.revoke(connection, grant_id, now=now, by=by):
        return Undone(fresh=False, name=name, grant=row, changes=tuple(Change(one, one) for one in before))
    _record(connection, course, "grant_revoked", grant_id, row, now=now, by=by)
    reopened = grants.reopen_pleas(connection, course.id, f"{row.kind}.{grant_id}") > 0
    tell_person(connection, course, _telling(row.person, work, f"grant.{grant_id}{UNDO}", grant_id), now=now)
    wish = Wish(person=row.person, work=work, kind=row.kind)
    changes = _changes(connection, course, wish, before, now=now)
    return Undone(fresh=True, name=name, grant=row, changes=changes, reopened=reopened)


# --- telling the person ---------------------------------------------------------------------------------------------

UNDO = ".undo"
"""The end of the occurrence of what is told of a grant that was taken back."""


def _telling(person: int, work: Work, occurrence: str, given: int) -> PersonTelling:
    return PersonTelling(
        person=person,
        kind=NoticeKind.EXTENSION,
        item=work.session or ALL,
        occurrence=occurrence,
        title="What staff decided",
        details={"grant": str(given)},
    )
