"""Questions about the calendar that anyone may ask: what is next, week 3, a day, what is due.

Pure: a course and `now` in, records of the course out. It reads the schedule and nothing else, so it never knows who
asks, what was handed in or how an answer is worded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.course.calendar import instant, midnight_after, moment, moment_at, monday_of
from bot.course.model import Course, DateForm, Deadline, DeadlineKind, Moment, Session, SessionKind

WEEK = timedelta(days=7)
LABEL = re.compile(r"(?:\s*(?:week|wk|w)\W*)?0*(\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """`sessions` are not over and begin soon; `later` is the first one after them, `undated` have no date yet.

    The term is over when all three are empty and the course has sessions at all; `last` is the one that ended it.
    """

    sessions: tuple[Session, ...]
    later: Session | None
    undated: tuple[Session, ...]
    last: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something with a date to keep: a session's review, a deadline, or a session that is an exam.

    Exactly one of `session` and `deadline` is given. `when` is None where no date is known yet.
    """

    when: Moment | None
    session: Session | None = None
    deadline: Deadline | None = None

    @property
    def is_review(self) -> bool:
        return self.session is not None and self.session.kind is not SessionKind.EXAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """All that is due in a course: still ahead (the next first), without a date, and past (the latest first)."""

    ahead: tuple[Due, ...]
    undated: tuple[Due, ...]
    past: tuple[Due, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of a course: its sessions, and its Monday where the week was counted by the calendar."""

    number: int
    sessions: tuple[Session, ...]
    monday: date | None = None


def begins_at(course: Course, session: Session) -> datetime | None:
    """When it begins: the first start, or the first midnight of a day whose hour is unknown. None: no date yet."""
    first = session.first
    if first is None:
        return None
    return first.starts_at or instant(first.day, time(0), course.timezone)


def dated(course: Course) -> tuple[Session, ...]:
    """The sessions that have a date, in the order in which they begin."""
    known = [(at, session) for session in course.sessions if (at := begins_at(course, session)) is not None]
    return tuple(session for _, session in sorted(known, key=lambda one: one[0]))


def upcoming(course: Course, now: datetime, ahead: timedelta = WEEK) -> Upcoming:
    """What is next: not over yet and begun within `ahead` of `now`."""
    known = dated(course)
    left = [session for session in known if session.over_at is not None and session.over_at > now]
    soon = tuple(session for session in left if _begins_by(course, session, now + ahead))
    near, open_yet = {session.id for session in soon}, {session.id for session in left}
    rest = [session for session in left if session.id not in near and session.kind.meets]
    past = [session for session in known if session.id not in open_yet and session.kind.meets]
    return Upcoming(
        sessions=soon,
        later=rest[0] if rest else None,
        undated=tuple(session for session in course.sessions if not session.meetings),
        last=past[-1] if past else None,
    )


def _begins_by(course: Course, session: Session, limit: datetime) -> bool:
    at = begins_at(course, session)
    return at is not None and at <= limit


def days(session: Session) -> tuple[date, ...]:
    """Every day that the session takes, those of a week-of included."""
    if session.date_form is DateForm.WEEK_OF and session.first is not None:
        monday = monday_of(session.first.day)
        return tuple(monday + timedelta(days=number) for number in range(7))
    return tuple(meeting.day for meeting in session.meetings)


def between(course: Course, first: date, last: date) -> tuple[Session, ...]:
    """The sessions with a day from `first` to `last`, both included."""
    return tuple(session for session in dated(course) if any(first <= day <= last for day in days(session)))


def in_week_of(course: Course, day: date) -> tuple[Session, ...]:
    """The sessions of the calendar week, Monday to Sunday, that holds the day."""
    monday = monday_of(day)
    return between(course, monday, monday + timedelta(days=6))


def first_from(course: Course, day: date) -> Session | None:
    """The first session that meets on the day or later."""
    meets = (session for session in dated(course) if session.kind.meets)
    return next((session for session in meets if any(one >= day for one in days(session))), None)


def label_number(label: str | None) -> int | None:
    """The number of a week's label: 3 for `Week 3`; None where it has none."""
    found = LABEL.match(label) if label else None
    return int(found[1]) if found else None


def weeks(course: Course) -> tuple[Week, ...]:
    """The weeks of a course: as its labels number them, else the calendar weeks since its first session."""
    labelled: dict[int, list[Session]] = {}
    for session in course.sessions:
        number = label_number(session.week)
        if number is not None:
            labelled.setdefault(number, []).append(session)
    if labelled:
        return tuple(Week(number=number, sessions=tuple(labelled[number])) for number in sorted(labelled))
    taken = [day for session in dated(course) for day in days(session)]
    if not taken:
        return ()
    start = monday_of(min(taken))
    number_of_weeks = (max(taken) - start).days // 7 + 1
    mondays = [start + number * WEEK for number in range(number_of_weeks)]
    return tuple(
        Week(number=number, sessions=in_week_of(course, monday), monday=monday)
        for number, monday in enumerate(mondays, start=1)
    )


def dues(course: Course, now: datetime) -> Dues:
    """All reviews, deadlines and exams of a course, by their dates."""
    found = [*_reviews(course), *_deadlines(course), *_exams(course)]
    known = sorted(((one.when.until, one) for one in found if one.when is not None), key=lambda entry: entry[0])
    return Dues(
        ahead=tuple(one for until, one in known if until > now),
        undated=tuple(one for one in found if one.when is None),
        past=tuple(one for until, one in reversed(known) if until <= now),
    )


def _reviews(course: Course) -> list[Due]:
    return [
        Due(when=session.review.due, session=session)
        for session in course.sessions
        if session.review is not None and session.kind is not SessionKind.EXAM
    ]


def _deadlines(course: Course) -> list[Due]:
    return [Due(when=deadline.due, deadline=deadline) for deadline in course.deadlines]


def _exams(course: Course) -> list[Due]:
    """Exams that stand in the calendar only: a deadline of kind exam on the same day already tells."""
    told = {
        deadline.due.day
        for deadline in course.deadlines
        if deadline.kind is DeadlineKind.EXAM and deadline.due is not None
    }
    return [
        Due(when=_first_moment(course, session), session=session)
        for session in course.sessions
        if session.kind is SessionKind.EXAM and not told.intersection(days(session))
    ]


def _first_moment(course: Course, session: Session) -> Moment | None:
    first = session.first
    if first is None:
        return None
    if session.date_form is DateForm.WEEK_OF:
        return Moment(first.day, None, midnight_after(days(session)[-1], course.timezone))
    if first.starts_at is None:
        return moment(first.day, None, course.timezone)
    return moment_at(first.starts_at, course.timezone)
