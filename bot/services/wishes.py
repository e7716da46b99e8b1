"""What staff want to grant one person, before it is granted: worked out, refused where it makes no sense, and doubted
where they hardly mean it.

It reads and never writes. It knows no sentence but those of refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.course import more_time, reviews
from bot.course.model import Course, CourseRole
from bot.course.more_time import Since
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is asked before it is done: it would take time away, or it is over already and nothing came in by then.
    `had` and `due`: the latest times before and after; of a wish for everything `had_by` is what stands.
    """

    name: str
    wish: Wish
    why: Literal["shorter", "past"]
    had: datetime | None = None
    due: datetime | None = None
    had_by: timedelta | None = None


class Weighed(NamedTuple):
    """A wish with its length worked out, and how things are before it. `held`: the grant by which it holds already."""

    wish: Wish
    name: str
    duties: Sequence[Duty]
    before: tuple[Standing, ...]
    held: int | None


def weighed(connection: Connection, course: Course, wish: Wish, *, now: datetime) -> Weighed:
    """Raises Refused where there is nothing to be granted."""
    member = student(connection, course, wish.person)
    duties = owing.duties_of(connection, course, wish.person, now=now)
    before = standings(duties, wish.work)
    rows = grants.of_person(connection, course.id, wish.person)
    repeated = _repeated(course, wish, duties, rows, now=now)
    counted = repeated or _counted(course, wish, duties, rows, now=now)
    _refuse_nonsense(course, counted, member, before)
    return Weighed(counted, member.name, duties, before, _held(counted, rows))


# --- from when a length is counted ------------------------------------------------------------------------------------


def _counted(course: Course, wish: Wish, duties: Sequence[Duty], rows: Sequence[ReviewGrant], *, now: datetime) -> Wish:
    """The wish with `until` or `by` worked out of its `span`; of everything it is one standing length."""
    if wish.span is None:
        return wish
    if wish.work.everything:
        return replace(wish, by=wish.span)
    before = standings(duties, wish.work)
    more = more_time.longer(
        [one.owed for one in before],
        [one.rule for one in rows],
        wish.span,
        zone=course.timezone,
        now=now,
        wanted=_wanted(duties, before),
    )
    return replace(wish, until=more.until, by=more.by, since=more.since, start=more.start)


def _repeated(
    course: Course, wish: Wish, duties: Sequence[Duty], rows: Sequence[ReviewGrant], *, now: datetime
) -> Wish | None:
    """The wish as it was granted a moment ago; None where it is no repetition."""
    last = next((one for one in reversed(rows) if work_of(one) == wish.work), None)
    if wish.span is None or wish.sure or last is None or now - last.granted_at >= REPEATED:
        return None
    others = [one for one in rows if one.id != last.id]
    found = _counted(course, wish, duties, others, now=last.granted_at)
    return found if (found.kind, found.until, found.by) == (last.kind, last.until, last.offset) else None


def _wanted(duties: Iterable[Duty], before: Sequence[Standing]) -> bool:
    """Whether something of it is still to be written. What is in, but late, is judged by when it came."""
    left = {duty.session.id for duty in duties if duty.left}
    waiting = [one for one in before if not one.done and (one.owed.session.id in left or one.state is State.EXCUSED)]
    return bool(waiting) or all(one.late_by is None for one in before)


def _held(wish: Wish, rows: Sequence[ReviewGrant]) -> int | None:
    """The grant by which just that holds already, where a double press or a colleague was first."""
    newest = next((one for one in reversed(rows) if work_of(one) == wish.work), None)
    if newest is None or (newest.kind, newest.until, newest.offset) != (wish.kind, wish.until, wish.by):
        return None
    outdone = any(other.id > newest.id and other.session == newest.session for other in rows)
    return None if outdone else newest.id


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


# --- what is asked before it is done ----------------------------------------------------------------------------------


def doubt(connection: Connection, course: Course, seen: Weighed, *, now: datetime) -> Doubt | None:
    """Why staff hardly mean it, if so."""
    wish = seen.wish
    if wish.sure or wish.kind == "excuse" or seen.held is not None:
        return None
    mine = owing.mine(connection, course, wish.person)
    if wish.work.everything:
        stands = [one.by for one in mine.grants if one.stands and one.by is not None]
        shorter = bool(stands) and wish.by is not None and wish.by < stands[-1]
        return Doubt(name=seen.name, wish=wish, why="shorter", had_by=stands[-1]) if shorter else None
    following = Grant(
        id=1 + max((one.id for one in mine.grants), default=0),
        kind=wish.kind,
        session=wish.work.session,
        paper=wish.work.paper,
        until=wish.until,
        by=wish.by,
    )
    after = reviews.duties(course, replace(mine, grants=(*mine.grants, following)), now)
    return _doubt(seen, changes(seen.before, standings(after, wish.work)), now)


def _doubt(seen: Weighed, found: Sequence[Change], now: datetime) -> Doubt | None:
    had, due = latest_due(one.before for one in found), latest_due(one.after for one in found)
    if had is None or due is None:
        return None
    if any(_takes_away(one) for one in found):
        return Doubt(name=seen.name, wish=seen.wish, why="shorter", had=had, due=due)
    if reviews.passed(due, now) and not any(one.helps for one in found):
        return Doubt(name=seen.name, wish=seen.wish, why="past", had=had, due=due)
    return None


def _takes_away(one: Change) -> bool:
    before, after = one.before.window, one.after.window
    excused = one.before.state is State.EXCUSED
    return before is not None and after is not None and not excused and after.due < before.due


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
