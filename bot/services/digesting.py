"""The digest of a session's reviews for staff: entered when its hour comes, read at the moment at which it is said.

It knows what is in the digest, never its words. How it is kept up to date is in `refreshing`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.course import digest
from bot.course.calendar import midnight_after
from bot.course.digest import Entry, PaperDigest, SessionDigest
from bot.course.late_cost import taken_off
from bot.course.model import Course, CourseRole, Review, Session
from bot.course.notice import NoticeKind
from bot.course.reviews import Duty, Owed, State
from bot.errors import CoursebotError
from bot.services import counting, occasions, owing
from bot.services.counting import Counting
from bot.services.destinations import STAFF
from bot.services.staff_notices import Telling, tell
from bot.store import blobs, standing
from bot.store import courses as states
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery

log = logging.getLogger(__name__)

OCCURRENCE = "digest"

DETAIL = "digest"
"""The detail of a notice that holds a `SessionDigest`."""

LAST_MINUTE = timedelta(minutes=1)
"""The minute in which a review is still on time."""

AS_OF = "as_of"
"""The detail that says when it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """When a session's digest is due, and until when it is of use: class start, or the end of the day where no start
    is known; and no earlier than what is on time is in, with the silent grace.
    """

    session: Session
    review: Review
    at: datetime
    until: datetime
    begins: datetime
    """Without the grace: so long it is said at all, and what is shown in class should be new."""


def hours(course: Course) -> Iterator[Hour]:
    """Of all sessions whose reviews the bot collects."""
    for session in course.sessions:
        review = session.review
        if review is None or review.external_url or review.digest_at is None:
            continue
        end = session.starts_at
        if end is None or end <= review.digest_at:
            day = course.local(review.digest_at).date()
            end = midnight_after(max(day, session.first.day) if session.first else day, course.timezone)
        until = end if review.due is None else max(end, review.due.until + review.grace + LAST_MINUTE)
        yield Hour(session=session, review=review, at=review.digest_at, until=until, begins=end)


# --- what is in it --------------------------------------------------------------------------------------------------


def of_session(connection: Connection, course: Course, session: Session, *, now: datetime) -> SessionDigest | None:
    """None where the session asks for no reviews here."""
    review = session.review
    if review is None or review.external_url:
        return None
    duties = [
        duty
        for mine in owing.everyone(connection, course, of={session.id}, now=now).values()
        for duty in mine
        if duty.session.id == session.id
    ]
    asked = [reading for reading in session.readings if reading.id in review.papers]
    papers = [
        _paper(connection, course, Owed(session=session, reading=reading, review=review), duties, now=now)
        for reading in {reading.id: reading for reading in asked}.values()
    ]
    return SessionDigest(
        session=session.id,
        form=review.form,
        papers=tuple(papers),
        done=sum(duty.done for duty in duties),
        expected=sum(max(duty.needed - duty.excused, duty.done) for duty in duties),
        writers=sum(duty.done > 0 for duty in duties),
        students=sum(duty.done + duty.left > 0 for duty in duties),
        missing=sum(duty.left for duty in duties if not _has_more_time(duty, now)),
        more_time=sum(duty.left for duty in duties if _has_more_time(duty, now)),
        presenting=sum(duty.presents and not duty.done for duty in duties),
        picture=review.digest_picture,
    )


def _has_more_time(duty: Duty, now: datetime) -> bool:
    """Whether staff gave it for something that is still to do."""
    return any(one.window is not None and one.window.extended for one in duty.to_do(now))


def _paper(connection: Connection, course: Course, one: Owed, duties: Iterable[Duty], *, now: datetime) -> PaperDigest:
    standings = [standing for duty in duties for standing in duty.standings if standing.owed.paper == one.paper]
    owed = sum(standing.done or standing.state is not State.EXCUSED for standing in standings)
    return PaperDigest(
        paper=one.paper,
        entries=tuple(
            _entry(connection, course, found) for found in counting.of_paper(connection, course, one, now=now)
        ),
        expected=None if one.review.choose is not None else owed,
    )


def _entry(connection: Connection, course: Course, one: Counting) -> Entry:
    return Entry(
        writer=one.name,
        role=one.role,
        form=one.form,
        answers=with_file_names(connection, course, one),
        late_by=one.standing.late_by,
        late_cost=_late_cost(one),
    )


def _late_cost(one: Counting) -> float | None:
    """Of those alone whose reviews are graded."""
    late_by, rule = one.standing.late_by, one.standing.owed.review.late_rule
    return None if late_by is None or rule is None or one.role is not CourseRole.STUDENT else taken_off(rule, late_by)


def with_file_names(connection: Connection, course: Course, one: Counting) -> Mapping[str, str]:
    """The answers, of each file its name and size in place of its id."""
    found = dict(one.answers)
    for asked in one.form.fields:
        ids = counting.file_ids(found.get(asked.id, "")) if asked.kind == "file" else ()
        if ids:
            known = blobs.describe(connection, course.id, ids)
            found[asked.id] = ", ".join(f"{known[i].name} ({size(known[i].size)})" for i in ids if i in known)
    return found


def size(number: int) -> str:
    """`120 kB`, of a number of bytes."""
    for unit in ("B", "kB"):
        if number < 1000:
            return f"{number} {unit}"
        number = round(number / 1000)
    return f"{number} MB"


# --- saying it ------------------------------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, delivery: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What is to be known of the session of a row when it is put into words; None where nobody owes anything and nobody
    wrote anything.
    """
    hour = next((one for one in hours(course) if one.session.id == delivery.key.item), None)
    found = of_session(connection, course, hour.session, now=now) if hour is not None else None
    if hour is None or found is None or (not found.expected and not found.reviewed):
        return None
    return {DETAIL: digest.encode(replace(found, until=hour.until)), AS_OF: now.isoformat()}


def tell_digest(connection: Connection, course: Course, hour: Hour, *, now: datetime) -> bool:
    """Enter the digest whose hour has come, where the bot knew the course by then; another one where there is one of
    an hour long before.
    """
    if not hour.at <= now < hour.begins or states.state(connection, course.id).created_at > hour.at:
        return False
    told = standing.hours(connection, course.id, NoticeKind.DIGEST.value, hour.session.id, destination=STAFF)
    name = occasions.free_name(OCCURRENCE, told, at=hour.at)
    if name is None:
        return False
    telling = Telling(
        kind=NoticeKind.DIGEST,
        item=hour.session.id,
        occurrence=name,
        title=f"Reviews: {hour.session.name}",
        details={},
        due_at=hour.at,
        useful_until=hour.begins,
    )
    return tell(connection, course, telling, now=now)


@dataclass(kw_only=True)
class Digests:
    """Has the digest of each session entered when its hour comes."""

    run: Runner
    _told: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """Course and session → the hour whose digest is entered: a memo, the ledger's key decides."""

    def next(self, courses: Iterable[Course], now: datetime) -> datetime | None:
        """When the next digest is due."""
        return min((hour.at for course in courses for hour in hours(course) if hour.at > now), default=None)

    async def tick(self, courses: Iterable[Course], now: datetime) -> bool:
        """True where there is something to be said now. Raises nothing."""
        told = False
        for course in courses:
            for hour in hours(course):
                name = (course.id, hour.session.id)
                if not hour.at <= now < hour.begins or self._told.get(name) == hour.at:
                    continue
                try:
                    told = await self.run(tell_digest, course, hour, now=now) or told
                except CoursebotError as error:
                    log.warning("action=digest_failed course=%s error=%s", course.id, type(error).__name__)
                except Exception:
                    log.exception("action=digest_failed course=%s", course.id)
                else:
                    self._told[name] = hour.at
        return told
