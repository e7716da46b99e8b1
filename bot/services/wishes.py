"""What staff want to grant one person, before it is granted: worked out, and refused where it makes no sense.

It reads and never writes. It knows no sentence but those of refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.course import calendar, more_time, reviews
from bot.course.model import Course, CourseRole
from bot.course.more_time import More, Since
from bot.course.reviews import Duty, Grant, Standing, State
from bot.course.wording import instant_words
from bot.errors import Refused
from bot.services import owing
from bot.services.naming import Work
from bot.store import grants, people
from bot.store.database import Connection
from bot.store.records import Membership, ReviewGrant

Kind = Literal["extension", "excuse"]

FARTHEST = timedelta(days=200)
"""Nobody extends a review for longer: it is a slip."""

REPEATED = timedelta(minutes=10)
"""Who asks for the same length again within this time has pressed or typed it twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An extension has `until`; or `span`, so much longer than the person has now; or `by`, a length after the course's
    due time. `sure`: whoever wants it was asked already, or cannot have pressed twice. `since`, `start`: what `span`
    was counted from, once that is worked out.
    """

    person: int
    work: Work
    kind: Kind
    until: datetime | None = None
    by: timedelta | None = None
    span: timedelta | None = None
    reason: str = ""
    sure: bool = False
    since: Since = "due"
    start: datetime | None = None


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
    def helps(self) -> bool:
        """Whether a review that is in counts otherwise: on time, or as less late."""
        return (self.before.counts, self.before.late_by) != (self.after.counts, self.after.late_by)

    @property
    def same(self) -> bool:
        """Whether it is all one to the person; of what has no date yet that cannot be said."""
        before, after = self.before, self.after
        if after.window is None:
            return before.state is after.state is State.EXCUSED
        limits = [(one.due, one.closes_at) for one in (before.window, after.window) if one is not None]
        return before.state is after.state and len(set(limits)) == 1


class Weighed(NamedTuple):
    """A wish with its length worked out, and how things are before it. `apart`: papers of it that have another time
    already, each counted from its own. `held`: the grants by which all of it holds already.
    """

    wish: Wish
    apart: tuple[Wish, ...]
    name: str
    duties: Sequence[Duty]
    before: tuple[Standing, ...]
    held: tuple[int, ...]

    @property
    def parts(self) -> tuple[Wish, ...]:
        return (self.wish, *self.apart)


def weighed(connection: Connection, course: Course, wish: Wish, *, now: datetime) -> Weighed:
    """Raises Refused where there is nothing to be granted."""
    member = student(connection, course, wish.person)
    duties = owing.duties_of(connection, course, wish.person, now=now)
    before = standings(duties, wish.work)
    rows = grants.of_person(connection, course.id, wish.person)
    parts = _repeated(connection, course, wish, rows, now=now) or _counted(course, wish, duties, rows, now=now)
    for one in parts:
        _refuse_nonsense(course, one, member, standings(duties, one.work))
    return Weighed(parts[0], parts[1:], member.name, duties, before, _held(parts, rows))


# --- from when a length is counted ------------------------------------------------------------------------------------


def _counted(
    course: Course, wish: Wish, duties: Sequence[Duty], rows: Sequence[ReviewGrant], *, now: datetime
) -> tuple[Wish, ...]:
    """The wish with `until` or `by` worked out of its `span`; of everything it is one standing length. Of a class it is
    counted from what is due first; a paper with more time than that has its own wish, so that none gets less.
    """
    if wish.span is None:
        return (wish,)
    if wish.work.everything:
        return (replace(wish, by=wish.span),)
    before, rules, span = standings(duties, wish.work), [one.rule for one in rows], wish.span
    wanted = _wanted(duties, before)

    def longer(asked: Sequence[Standing]) -> More:
        owed = [one.owed for one in asked]
        return more_time.longer(owed, rules, span, zone=course.timezone, now=now, wanted=wanted)

    if _has_one_time(duties, wish.work):
        return (_with(wish, longer(before)),)
    each = [(one, longer([one])) for one in before]
    first = min(each, key=lambda pair: _order(*pair), default=(None, longer(())))[1]
    apart = [(one.owed, more) for one, more in each if _is_apart(course, one, more, first)]
    mine = [replace(_with(wish, more), work=Work(owed.session.id, owed.paper)) for owed, more in apart]
    return (_with(wish, first), *mine)


def _has_one_time(duties: Iterable[Duty], work: Work) -> bool:
    """Whether all that is wanted of a choice can be of papers with the latest time: that is what the person has."""
    for duty in duties:
        if not work.paper and work.session == duty.session.id and duty.review.choose is not None:
            waiting = [one for one in duty.standings if not one.done and one.state is not State.EXCUSED]
            dues = [one.window.due for one in waiting if one.window is not None]
            return bool(dues) and dues.count(max(dues)) >= duty.left
    return False


def _with(wish: Wish, more: More) -> Wish:
    return replace(wish, until=more.until, by=more.by, since=more.since, start=more.start)


def _order(one: Standing, more: More) -> tuple[bool, float]:
    """What is to be written still comes first, then what is due first."""
    if one.window is not None:
        return one.done, one.window.due.timestamp()
    return one.done, more.by.total_seconds() if more.by is not None else 0


def _is_apart(course: Course, one: Standing, more: More, first: More) -> bool:
    """Whether this paper gets something else than the others. One that is in takes theirs while it loses nothing."""
    if (more.until, more.by) == (first.until, first.by):
        return False
    if not one.done or one.window is None or one.owed.review.due is None:
        return True
    due = one.owed.review.due.until
    return (first.until or calendar.before(due, -(first.by or timedelta(0)), course.timezone)) < one.window.due


def _repeated(
    connection: Connection, course: Course, wish: Wish, rows: Sequence[ReviewGrant], *, now: datetime
) -> tuple[Wish, ...]:
    """The wish as it was granted a moment ago, worked out from what was so then; nothing where it is no repetition."""
    place = max((at for at, one in enumerate(rows) if work_of(one) == wish.work), default=None)
    if wish.span is None or wish.sure or place is None or now - rows[place].granted_at >= REPEATED:
        return ()
    then = rows[place].granted_at
    last = [one for one in rows[place:] if (one.session, one.granted_at) == (wish.work.session, then)]
    others = [one for one in rows if one not in last]
    mine = owing.mine(connection, course, wish.person)
    known = {paper: [one for one in mine.versions[paper] if one.received_at <= then] for paper in mine.versions}
    before = replace(mine, versions=known, grants=[one.rule for one in others])
    found = _counted(course, wish, reviews.duties(course, before, then), others, now=then)
    is_same = [_is_by(one, row) for one, row in zip(found, last, strict=False)]
    return found if all(is_same) and len(found) == len(last) else ()


def _wanted(duties: Iterable[Duty], before: Sequence[Standing]) -> bool:
    """Whether something of it is still to be written. What is in, but late, is judged by when it came."""
    left = {duty.session.id for duty in duties if duty.left}
    waiting = [one for one in before if not one.done and (one.owed.session.id in left or one.state is State.EXCUSED)]
    return bool(waiting) or all(one.late_by is None for one in before)


def _held(parts: Sequence[Wish], rows: Sequence[ReviewGrant]) -> tuple[int, ...]:
    """The grants by which just that holds already, where a double press or a colleague was first."""
    newest = [next((row for row in reversed(rows) if work_of(row) == one.work), None) for one in parts]
    found = [row.id for one, row in zip(parts, newest, strict=True) if row is not None and _is_by(one, row)]
    if len(found) < len(parts):
        return ()
    outdone = any(row.id > found[0] and row.id not in found and row.session == parts[0].work.session for row in rows)
    return () if outdone else tuple(found)


def _is_by(wish: Wish, row: ReviewGrant) -> bool:
    """Whether the grant is what is wished."""
    wished = (wish.work, wish.kind, wish.until, wish.by)
    return wished == (work_of(row), row.kind, row.until, row.offset)


# --- what is refused --------------------------------------------------------------------------------------------------


def student(connection: Connection, course: Course, person: int) -> Membership:
    """Raises Refused for somebody who owes nothing here."""
    member = people.get_member(connection, course.id, person)
    if member is None or not member.active:
        raise Refused("That person is not in the course any more, so nothing is owed.")
    if member.role is not CourseRole.STUDENT:
        raise Refused(f"{member.name} is no student of the course and owes no reviews, so there is nothing to do.")
    return member


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


# --- what it is about -------------------------------------------------------------------------------------------------


def work_of(one: ReviewGrant) -> Work:
    return Work(one.session, one.paper)


def standings(duties: Iterable[Duty], work: Work) -> tuple[Standing, ...]:
    found = (one for duty in duties for one in duty.standings)
    covering = Grant(id=0, kind="excuse", session=work.session, paper=work.paper)
    return tuple(one for one in found if covering.covers(one.owed))


def changes(before: Iterable[Standing], after: Iterable[Standing]) -> tuple[Change, ...]:
    """Of each paper that was and is owed."""
    now = {one.owed.paper: one for one in after}
    return tuple(Change(one, now[one.owed.paper]) for one in before if one.owed.paper in now)


def latest_due(found: Iterable[Standing]) -> datetime | None:
    return max((one.window.due for one in found if one.window is not None), default=None)
