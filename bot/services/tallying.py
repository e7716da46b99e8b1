"""The tally of a session's reviews: who has handed in, who has not, counted when it is put into words.

It goes to staff once, when the reviews are due, and to whoever of them asks. It knows no sentence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.course.answers import lacks
from bot.course.model import Course, Session
from bot.course.notice import NoticeKind
from bot.course.reviews import Duty, Standing, State, passed
from bot.services import occasions, owing
from bot.services.destinations import STAFF
from bot.services.kept_review import kept_review
from bot.services.staff_notices import Telling, tell
from bot.store import people, standing
from bot.store.database import Connection
from bot.store.ledger import Delivery

USEFUL_FOR = timedelta(days=2)
"""How long after the deadline staff should still be told."""

LATELY = timedelta(days=3)
"""So long after the deadline it is still what staff ask about."""

LAST_MINUTE = timedelta(minutes=1)
"""The minute in which a review is still on time."""

OCCURRENCE = "due"
DETAIL = "tally"


class Lot(StrEnum):
    """What has become of one person's reviews of a session. `partly`: some of several are in. `presenting`: they owe
    none, for they present there.
    """

    IN = "in"
    LATE = "late"
    PARTLY = "partly"
    DRAFT = "draft"
    MISSING = "missing"
    EXCUSED = "excused"
    PRESENTING = "presenting"
    MORE_TIME = "more_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One student and their lot. `until`: who has more time has it until then."""

    person: int
    name: str
    lot: Lot
    duty: Duty
    until: datetime | None = None

    def acceptable(self, now: datetime) -> tuple[Standing, ...]:
        """The drafts that staff may let count as they are: those that can no longer be submitted."""
        return tuple(
            one for one in self.duty.standings if one.draft is not None and not one.done and not one.is_open(now)
        )


def hours(course: Course) -> Mapping[str, datetime]:
    """Session → when staff are told of its reviews; of those that the bot collects."""
    return {
        session.id: session.review.due.until + session.review.grace + LAST_MINUTE
        for session in course.sessions
        if session.review is not None
        and session.review.papers
        and session.review.external_url is None
        and session.review.due is not None
    }


def count(connection: Connection, course: Course, session: str, *, now: datetime) -> tuple[Counted, ...]:
    """Each student who owes or owed a review of the session, by name; namesakes with what tells them apart."""
    members = people.members(connection, course.id)
    marks = people.namesakes(connection, members)
    names = {one.person: f"{one.name} ({marks[one.person]})" if marks.get(one.person) else one.name for one in members}
    found: list[Counted] = []
    for person, duties in owing.everyone(connection, course, of={session}, now=now).items():
        duty = next((one for one in duties if one.session.id == session), None)
        if duty is not None and person in names:
            lot = lot_of(duty, now)
            until = duty.due if lot is Lot.MORE_TIME else None
            found.append(Counted(person=person, name=names[person], lot=lot, duty=duty, until=until))
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.person)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What staff may let count. `sent`: its writer submitted it, after the close. `lacking`: it is not complete.
    `late_by`: how late it would count, None for on time.
    """

    saved_at: datetime
    sent: bool
    lacking: bool
    late_by: timedelta | None


def drafts(
    connection: Connection, course: Course, which: Iterable[tuple[int, str]], *, now: datetime
) -> Mapping[tuple[int, str], Draft]:
    """Of each person and paper, what their draft is and what accepting it would make of it."""
    found: dict[tuple[int, str], Draft] = {}
    for person, paper in which:
        mine = kept_review(connection, course, person, paper)
        newest = mine.newest
        if newest is None:
            continue
        after = replace(mine, versions=(*mine.versions[:-1], replace(newest, accepted_at=now))).standing(now)
        lacking = bool(lacks(mine.form, mine.answers(newest)))
        found[person, paper] = Draft(
            saved_at=newest.received_at, sent=newest.complete, lacking=lacking, late_by=after.late_by
        )
    return found


def lot_of(duty: Duty, now: datetime) -> Lot:
    """What has become of it. Who has more time is neither in nor missing."""
    if duty.left == 0:
        if duty.done == 0:
            return Lot.PRESENTING if duty.presents else Lot.EXCUSED
        return Lot.IN if _on_time(duty) else Lot.LATE
    if any(one.window is not None and one.window.extended and one.window.is_on_time(now) for one in duty.to_do(now)):
        return Lot.MORE_TIME
    if duty.done:
        return Lot.PARTLY
    return Lot.DRAFT if any(one.draft is not None for one in duty.standings) else Lot.MISSING


def _on_time(duty: Duty) -> bool:
    """Whether so many came in time as were needed: one more than that, or one of a paper that staff excused, may be
    late.
    """
    asked = sum(one.state is not State.EXCUSED for one in duty.untouched)
    in_time = sum(one.state is State.SUBMITTED for one in duty.standings)
    return in_time >= min(duty.needed, duty.done, asked)


# --- what staff are told ------------------------------------------------------------------------------------------


def enter(connection: Connection, course: Course, sessions: Iterable[str], *, now: datetime) -> None:
    """Enter the line about each session whose hour has come; each is said once, however often this is called, and anew
    where the session has moved far since.
    """
    for session in sessions:
        due = hours(course)[session]
        told = standing.hours(connection, course.id, NoticeKind.TALLY.value, session, destination=STAFF)
        name = occasions.free_name(OCCURRENCE, told, at=due)
        if name is None:
            continue
        telling = Telling(
            kind=NoticeKind.TALLY,
            item=session,
            occurrence=name,
            title="Reviews that are in",
            details={},
            due_at=due,
            useful_until=due + USEFUL_FOR,
        )
        tell(connection, course, telling, now=now)


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """The numbers, for `read`; None where nobody owes a review of the session."""
    session = course.session(one.key.item)
    counted = count(connection, course, one.key.item, now=now) if session is not None else ()
    return {DETAIL: json.dumps(Counter(one.lot.value for one in counted))} if counted else None


def read(details: Mapping[str, str]) -> Mapping[Lot, int]:
    """What `particulars` found."""
    return {Lot(lot): number for lot, number in json.loads(details[DETAIL]).items()}


def by_due(course: Course) -> list[tuple[datetime, Session]]:
    """The sessions that ask for reviews with when these are due, the earliest first."""
    collected = hours(course)
    asking = [
        (one.review.due.until, one) for one in course.sessions if one.id in collected and one.review and one.review.due
    ]
    return sorted(asking, key=lambda pair: (pair[0], pair[1].id))


def current(course: Course, now: datetime) -> Session | None:
    """The session whose reviews staff mean when they name none: the one that was due last while that is not long ago
    or it goes on, else the next that is due, else the last of all.
    """
    asking = by_due(course)
    past = [(due, session) for due, session in asking if passed(due, now)]
    ahead = [session for due, session in asking if not passed(due, now)]
    if past and (not ahead or now - past[-1][0] <= LATELY or _goes_on(past[-1][1], now)):
        return past[-1][1]
    return ahead[0] if ahead else None


def beside(course: Course, session: str) -> tuple[Session | None, Session | None]:
    """The sessions whose reviews are due before it and after it."""
    dues = hours(course)
    asking = sorted((one for one in course.sessions if one.id in dues), key=lambda one: (dues[one.id], one.id))
    at = next((number for number, one in enumerate(asking) if one.id == session), None)
    if at is None:
        return None, None
    return asking[at - 1] if at else None, asking[at + 1] if at + 1 < len(asking) else None


def _goes_on(session: Session, now: datetime) -> bool:
    closes = session.review.closes_at if session.review is not None else None
    return any(at is not None and now < at for at in (session.over_at, closes))
