"""More time and excuses for one person: granted, taken back, and what follows for what they owe.

A grant is a row and nothing else, so whoever reads what is owed reads it too. The person is told of each by a direct
message, which is put into words when it is sent. It knows no sentence that is sent, and never what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.reviews import EVERYTHING, Duty, State
from bot.errors import Refused
from bot.services import doubts, heard, owing, wishes
from bot.services.doubts import Doubt
from bot.services.heard import ALL
from bot.services.naming import Work
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.wishes import Change, Weighed, Wish, changes, standings, work_of
from bot.store import audit, grants, people
from bot.store.database import Connection
from bot.store.records import Plea, ReviewGrant


class Choice(NamedTuple):
    """Where an excuse is from one paper of a choice: how many remain, and how many of them are still to be written."""

    papers: int = 0
    needed: int = 0


NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What holds. `fresh` is False where just that held before. `changes`: the papers that it is for. `apart`: the
    grants for papers of it that had another time, each counted from its own.
    """

    id: int
    apart: tuple[int, ...] = ()
    fresh: bool
    name: str
    wish: Wish
    changes: tuple[Change, ...]
    told: bool = True
    """They hear of it from the bot."""
    changed: bool = True
    """Whether there is anything for them to hear."""
    choice: Choice = NO_CHOICE
    fewer: int = 0
    """So many fewer reviews are needed than before, of a choice."""

    @property
    def others(self) -> int:
        """The papers from which they can still choose, where an excuse is from one of a choice."""
        return self.choice.papers if self.choice.needed else 0


def consider(connection: Connection, course: Course, wish: Wish, *, now: datetime, by: int | None) -> Granted | Doubt:
    """As `grant`; but what staff hardly mean is asked about first."""
    seen = wishes.weighed(connection, course, wish, now=now)
    return doubts.doubt(connection, course, seen, now=now) or _enter(connection, course, seen, now=now, by=by)


def grant(connection: Connection, course: Course, wish: Wish, *, now: datetime, by: int | None) -> Granted:
    """Let it hold, tell the person, and take it for the answer to what they asked. Raises Refused where there is
    nothing to be granted.
    """
    return _enter(connection, course, wishes.weighed(connection, course, wish, now=now), now=now, by=by)


def _enter(connection: Connection, course: Course, seen: Weighed, *, now: datetime, by: int | None) -> Granted:
    wish, before = seen.wish, seen.before
    if seen.held:
        same = tuple(Change(one, one) for one in before)
        left = choice(seen.duties, wish.work)
        first, *apart = seen.held
        return Granted(id=first, apart=tuple(apart), fresh=False, name=seen.name, wish=wish, changes=same, choice=left)
    known = heard.of_all(connection, course, wish.person, before, now=now)
    given = [_add(connection, course, one, now=now, by=by) for one in seen.parts]
    _settle(connection, course, wish, given[0], now=now, by=by)
    after = owing.duties_of(connection, course, wish.person, now=now)
    found, left = changes(before, standings(after, wish.work)), choice(after, wish.work)
    changed = not (known and found and all(change.same for change in found))
    told = [
        changed and tell_person(connection, course, _telling(wish.person, part.work, f"grant.{one}", one), now=now)
        for part, one in zip(seen.parts, given, strict=True)
    ]
    return Granted(
        id=given[0],
        apart=tuple(given[1:]),
        fresh=True,
        name=seen.name,
        wish=wish,
        changes=found,
        told=any(told),
        changed=changed,
        choice=left,
        fewer=choice(seen.duties, wish.work).needed - left.needed,
    )


def _add(connection: Connection, course: Course, wish: Wish, *, now: datetime, by: int | None) -> int:
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
    given = grants.add(connection, row)
    _record(connection, course, f"grant_{wish.kind}", given, row, now=now, by=by)
    return given


def choice(duties: Iterable[Duty], work: Work) -> Choice:
    """What an excuse from one paper of a choice leaves; nothing where the work is no such paper."""
    for duty in duties:
        if work.paper and duty.review.choose is not None and work.paper in [one.owed.paper for one in duty.standings]:
            papers = [one for one in duty.standings if not one.done and one.state is not State.EXCUSED]
            return Choice(len(papers), duty.left)
    return NO_CHOICE


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


# --- taking back ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`fresh` is False where it was taken back before. `changes` is empty where the person owes none of it any more.
    `left`: so many reviews of it are still wanted. `standing`: by how much they have longer for everything still.
    `reopened`: what it had answered waits for an answer again. `known`: they had heard of it. `told`: it is put to
    them that it is no more, should they have heard of it.
    """

    fresh: bool
    name: str
    grant: ReviewGrant
    changes: tuple[Change, ...]
    left: int = 0
    standing: timedelta | None = None
    reopened: bool = False
    known: bool = True
    told: bool = True

    @property
    def work(self) -> Work:
        return work_of(self.grant)

    @property
    def changed(self) -> bool:
        """Whether it makes a difference to the person."""
        return any(not one.same for one in self.changes)


def undo(
    connection: Connection, course: Course, grant_id: int, *, now: datetime, by: int | None, apart: Iterable[int] = ()
) -> Undone:
    """Take a grant back, with those that were entered `apart` with it; a plea that it settled waits for staff again.
    Raises Refused where there is no such grant.
    """
    row = _get(connection, course, grant_id)
    name, work = people.get_person(connection, row.person).name, work_of(row)
    before = standings(owing.duties_of(connection, course, row.person, now=now), work)
    rows = [row, *(one for one in (_get(connection, course, other) for other in apart) if one.person == row.person)]
    gone = [one for one in rows if grants.revoke(connection, one.id, now=now, by=by)]
    if not gone:
        return Undone(fresh=False, name=name, grant=row, changes=tuple(Change(one, one) for one in before))
    for one in gone:
        _record(connection, course, "grant_revoked", one.id, one, now=now, by=by)
    reopened = [grants.reopen_pleas(connection, course.id, f"{one.kind}.{one.id}") > 0 for one in gone]
    duties = owing.duties_of(connection, course, row.person, now=now)
    found = changes(before, standings(duties, work))
    known = [one for one in gone if heard.of_one(connection, course, one, now)]
    # Of the first that they heard of: it says of each of its papers how that stands now.
    tell = [one for one in (known or gone) if work_of(one) == work][:1] or known or gone
    told = [
        any(not change.same for change in found)
        and tell_person(
            connection, course, _telling(one.person, work_of(one), f"grant.{one.id}{UNDO}", one.id), now=now
        )
        for one in tell
    ]
    return Undone(
        fresh=True,
        name=name,
        grant=row,
        changes=found,
        left=wanted(duties, work),
        standing=standing_of(connection, course, row.person),
        reopened=any(reopened),
        known=bool(known),
        told=any(told),
    )


def _get(connection: Connection, course: Course, grant_id: int) -> ReviewGrant:
    row = grants.get(connection, grant_id)
    if row is None or row.course != course.id:
        raise Refused("I do not know that extension.")
    return row


def wanted(duties: Iterable[Duty], work: Work) -> int:
    """How many reviews of it are still to be written."""
    found = 0
    for duty in duties:
        mine = [one for one in standings([duty], work) if not one.done and one.state is not State.EXCUSED]
        found += min(len(mine), duty.left)
    return found


def standing_of(connection: Connection, course: Course, person: int) -> timedelta | None:
    """By how much somebody has longer for everything."""
    stands = [one for one in grants.of_person(connection, course.id, person) if one.rule.stands]
    return stands[-1].offset if stands else None


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
