"""The end of a course: what is unfinished then, what ending it does, and how it is taken back.

One transaction ends it, however often a button is pressed and whichever replica hears it: nothing that waits is said
any more, and what everybody is to get is entered beside it. No sentence and no file is made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.course.calendar import moment
from bot.course.model import Course, Moment
from bot.course.notice import Notice, NoticeKind
from bot.course.seat_rules import may_have_begun
from bot.errors import Refused
from bot.services import review_marks, seating
from bot.services.personal_notices import USEFUL_FOR
from bot.store import audit, closings, ledger, people, recipients
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.ledger import FILES, PERSONAL, Delivery, Entry
from bot.store.records import CourseState

REVIEWS, ARCHIVE = "reviews", "archive"
"""What is given out at the end: to each writer their own reviews, to the one who ended it the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A session or a deadline that is still to come."""

    title: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is unfinished at this moment. `drafts`: name → papers begun and never handed in; `unmarked` and `unreleased`
    are numbers of reviews, `seats` of seats of classes that have begun; `writers`: people who get what they wrote.
    """

    state: CourseState
    drafts: Mapping[str, int]
    unmarked: int
    unreleased: int
    seats: int
    announcements: tuple[Delivery, ...]
    ahead: tuple[Ahead, ...]
    writers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """`fresh` is False where it had ended before, at `state.closed_at`. `unsaid`: what waited to be said;
    `keepsakes`: people who get what they wrote; `archive`: whether the archive goes to who ended it.
    """

    fresh: bool
    state: CourseState
    unsaid: int = 0
    keepsakes: int = 0
    archive: bool = False


def is_closed(connection: Connection, course_id: str) -> bool:
    """Whether the course has ended. Raises Refused where it was never entered."""
    return states.state(connection, course_id).closed


def state(connection: Connection, course_id: str) -> CourseState:
    """Since when it has ended, until when it is kept and whether it was erased."""
    return states.state(connection, course_id)


# --- before ---------------------------------------------------------------------------------------------------------


def preview(connection: Connection, course: Course, *, now: datetime) -> Preview:
    """What ending the course at `now` would leave unfinished, and what it would do."""
    drafts = closings.open_drafts(connection, course.id)
    names = people.names(connection, drafts)
    marks = review_marks.counts(connection, course, now=now)
    return Preview(
        state=states.state(connection, course.id),
        drafts={names[person]: number for person, number in sorted(drafts.items(), key=lambda one: names[one[0]])},
        unmarked=marks.unmarked,
        unreleased=marks.unreleased,
        seats=_unmarked_seats(connection, course, now),
        announcements=closings.asked_for_later(connection, course.id),
        ahead=ahead(course, now),
        writers=len(_reached(connection, course)),
    )


def _unmarked_seats(connection: Connection, course: Course, now: datetime) -> int:
    known = seating.signups(connection, course)
    begun = (
        one
        for one in known.held.values()
        if not one.outcome and one.key in known.seats and may_have_begun(course, known.seats[one.key].session, now)
    )
    return sum(1 for _ in begun)


def ahead(course: Course, now: datetime) -> tuple[Ahead, ...]:
    """Sessions and deadlines that are not over, the next first."""
    found = [
        Ahead(title=one.name, when=moment(one.meetings[-1].day, None, course.timezone))
        for one in course.sessions
        if one.meetings and one.kind.meets and one.over_at is not None and one.over_at > now
    ]
    found += [
        Ahead(title=one.title, when=one.due) for one in course.deadlines if one.due is not None and one.due.until > now
    ]
    return tuple(sorted(found, key=lambda one: one.when.until))


# --- the end --------------------------------------------------------------------------------------------------------


def close(connection: Connection, course: Course, *, now: datetime, by: int | None) -> Closed:
    """End the course: nothing is said any more but what is entered here. Once; a second time changes nothing."""
    if not closings.close(connection, course.id, now=now, by=by):
        return Closed(fresh=False, state=states.state(connection, course.id))
    times = closings.number_of_ends(connection, course.id) + 1
    unsaid = closings.end_waiting(connection, course.id)
    reached = _reached(connection, course)
    for person, (platform, account) in reached.items():
        _give(connection, course, REVIEWS, times, (person, platform, account), now=now)
    mine = None if by is None else _home(connection, course, by)
    if by is not None and mine is not None:
        _give(connection, course, ARCHIVE, times, (by, *mine), now=now)
    details = {"unsaid": unsaid, "keepsakes": len(reached)}
    audit.record(connection, course=course.id, person=by, action=closings.CLOSED, details=details, now=now)
    return Closed(
        fresh=True,
        state=states.state(connection, course.id),
        unsaid=unsaid,
        keepsakes=len(reached),
        archive=mine is not None,
    )


def reopen(connection: Connection, course: Course, *, now: datetime, by: int | None) -> bool:
    """Take an end back. What waited and is still of use waits again; what people were sent stays with them. False where
    the course runs already. Raises Refused once something of it was erased.
    """
    if states.state(connection, course.id).erased_at is not None:
        raise Refused("What people wrote in this course was erased, so it cannot be opened again.")
    if not closings.reopen(connection, course.id):
        return False
    waits = closings.wait_again(connection, course.id, now=now)
    audit.record(connection, course=course.id, person=by, action="reopened", details={"waits": waits}, now=now)
    return True


def _reached(connection: Connection, course: Course) -> Mapping[int, tuple[str, str]]:
    """Whoever has written anything and can be told: where."""
    found: dict[int, tuple[str, str]] = {}
    for person, accounts in closings.writers(connection, course.id).items():
        platform = next((one for one in course.channels if one in accounts), None)
        if platform is not None:
            found[person] = (platform, accounts[platform])
    return found


def _home(connection: Connection, course: Course, person: int) -> tuple[str, str] | None:
    homes = recipients.homes(connection, person)
    return next(((one.platform, one.account) for one in homes if one.platform in course.channels), None)


def _give(
    connection: Connection, course: Course, what: str, times: int, to: tuple[int, str, str], *, now: datetime
) -> None:
    person, platform, account = to
    notice = Notice(
        course=course.id,
        kind=NoticeKind.KEEPSAKE,
        item=what,
        occurrence="end" if times == 1 else f"end.{times}",
        due_at=now,
        stale_after=now + USEFUL_FOR,
        title=f"The {what} of {course.title}",
    )
    entry = Entry(
        notice=notice,
        destination=PERSONAL,
        platform=platform,
        channel=account,
        recipient=str(person),
        details={FILES: what},
    )
    ledger.enqueue(connection, entry, now=now)
