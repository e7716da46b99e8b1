"""The weekly posts of a term: for which class weeks there is one, when each goes out, and what it covers.

A class week is an ISO week, in the course's zone, in which people meet. It never asks what time it is now and writes
no sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.course.calendar import DAY, instant, last_weekday_before, midnight_after, moment, monday_of
from bot.course.model import TIERS, Course, DateForm, Deadline, Meeting, Moment, Session
from bot.course.notice import Notice

SUNDAY = timedelta(days=6)
FRIDAY = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """`last_start` is when its last class begins, or the end of that day where the hour is unknown."""

    monday: date
    first_day: date
    last_day: date
    last_start: datetime


@dataclass(frozen=True, slots=True)
class WeeklyPost:
    """It is useful from `due_at` until `stale_after`, and tells what lies ahead until `ends`."""

    week: ClassWeek
    due_at: datetime
    stale_after: datetime
    ends: datetime

    @property
    def item(self) -> str:
        return f"week:{self.week.monday.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a weekly post tells, each in the order in which it comes.

    `sessions` lie ahead of the post, also those without class. `reviews` are the sessions whose review is due before
    its window ends, though they may come later themselves.
    """

    sessions: tuple[Session, ...]
    reviews: tuple[Session, ...]
    deadlines: tuple[Deadline, ...]


def posts(course: Course) -> tuple[WeeklyPost, ...]:
    """One for each class week, in order; at any instant at most one of them is useful.

    A week has none where it would come too late to be of use, because all its classes have begun or the next post is
    out: then the posts around it cover what it would have told.
    """
    weeks = class_weeks(course)
    found: list[WeeklyPost] = []
    following: datetime | None = None
    for week, due_at in zip(reversed(weeks), reversed(_due_instants(course, weeks)), strict=True):
        stale_after = week.last_start if following is None else min(week.last_start, following)
        if due_at < stale_after:
            end_of_week = midnight_after(week.monday + SUNDAY, course.timezone)
            ends = max(end_of_week, _end_of_term(course) if following is None else following)
            found.append(WeeklyPost(week, due_at, stale_after, ends))
            following = due_at
    return tuple(reversed(found))


def class_weeks(course: Course) -> list[ClassWeek]:
    """In order. A week-of counts as its Friday, since nobody knows the day, and lasts all week."""
    days: defaultdict[date, list[tuple[date, date, datetime]]] = defaultdict(list)
    for session in course.sessions:
        if not session.kind.meets:
            continue
        for meeting in session.meetings:
            monday = monday_of(meeting.day)
            if session.date_form is DateForm.WEEK_OF:
                days[monday].append((monday, monday + FRIDAY, midnight_after(monday + SUNDAY, course.timezone)))
            else:
                start = meeting.starts_at or midnight_after(meeting.day, course.timezone)
                days[monday].append((meeting.day, meeting.day, start))
    return [
        ClassWeek(
            monday,
            first_day=min(first for first, _, _ in listed),
            last_day=max(last for _, last, _ in listed),
            last_start=max(start for _, _, start in listed),
        )
        for monday, listed in sorted(days.items())
    ]


def _due_instants(course: Course, weeks: list[ClassWeek]) -> list[datetime]:
    rule = course.announcements.weekly
    if rule.weekday is not None:
        days = [last_weekday_before(week.first_day, rule.weekday) for week in weeks]
    else:
        reviews, lead = _first_review_days(course, weeks), timedelta(days=rule.before_review)
        usual = [week.first_day - timedelta(days=rule.first) for week in weeks[:1]]
        usual += [week.last_day + DAY for week in weeks[:-1]]
        days = [min(day, reviews[index] - lead) if index in reviews else day for index, day in enumerate(usual)]
    return [instant(day, rule.at, course.timezone) for day in days]


def _first_review_days(course: Course, weeks: list[ClassWeek]) -> dict[int, date]:
    """Index of a class week → the first day on which a review is due that no post before its own has named.

    A session between two class weeks belongs to the later one, one after the last class week to the last.
    """
    mondays = [week.monday for week in weeks]
    found: dict[int, date] = {}
    for session in course.sessions:
        if not mondays or session.first is None or session.review is None or session.review.due is None:
            continue
        index = min(bisect_left(mondays, monday_of(session.first.day)), len(mondays) - 1)
        day = session.review.due.day
        found[index] = min(day, found.get(index, day))
    return found


def _end_of_term(course: Course) -> datetime:
    """When everything that has a date is over: the last post tells all that remains."""
    overs = [session.over_at for session in course.sessions if session.over_at is not None]
    dues = [deadline.due.until for deadline in course.deadlines if deadline.due is not None]
    reviews = [one.review.due.until for one in course.sessions if one.review is not None and one.review.due is not None]
    return max(overs + dues + reviews)


def coverage(course: Course, notice: Notice) -> Coverage:
    """What the weekly post `notice` tells, by the schedule as it is now: it may have changed since it was planned."""
    window = _Window(course.timezone, notice.due_at, _ends(course, notice))
    found = {session.id: when for session in course.sessions if (when := window.first_of(session)) is not None}
    sessions = sorted((session for session in course.sessions if session.id in found), key=lambda one: found[one.id])
    reviews = [
        (session.review.due.until, session)
        for session in course.sessions
        if session.review is not None and session.review.due is not None and window.holds(session.review.due)
    ]
    deadlines = [
        (deadline.due.until, deadline)
        for deadline in course.deadlines
        if deadline.due is not None and window.holds(deadline.due)
    ]
    return Coverage(
        sessions=tuple(sessions),
        reviews=tuple(session for _, session in sorted(reviews, key=lambda one: one[0])),
        deadlines=tuple(deadline for _, deadline in sorted(deadlines, key=lambda one: one[0])),
    )


def _ends(course: Course, notice: Notice) -> datetime:
    for post in posts(course):
        if post.item == notice.item:
            return post.ends
    monday = date.fromisoformat(notice.item.removeprefix("week:"))
    return midnight_after(monday + SUNDAY, course.timezone)


@dataclass(frozen=True, slots=True)
class _Window:
    """What lies ahead of `starts` and comes no later than `ends`."""

    zone: ZoneInfo
    starts: datetime
    ends: datetime

    def holds(self, when: Moment) -> bool:
        if when.until <= self.starts:
            return False
        if when.at is not None:
            return when.at <= self.ends
        # A day that a zone left out (Apia, 30 Dec 2011) begins and ends at one instant.
        return instant(when.day, time(0), self.zone) < self.ends or when.until <= self.ends

    def first_of(self, session: Session) -> tuple[date, datetime] | None:
        """Sort key by the first of the session's meetings in the window; None where none is."""
        if session.over_at is None or session.over_at <= self.starts:
            return None
        for meeting in session.meetings:
            if self.holds(self._when(session, meeting)):
                return (meeting.day, meeting.starts_at or datetime.min.replace(tzinfo=UTC))
        return None

    def _when(self, session: Session, meeting: Meeting) -> Moment:
        """A class that has begun lies ahead no more."""
        if session.date_form is DateForm.WEEK_OF:
            return Moment(meeting.day, None, midnight_after(monday_of(meeting.day) + SUNDAY, self.zone))
        if meeting.starts_at is None:
            return moment(meeting.day, None, self.zone)
        return Moment(meeting.day, meeting.starts_at, meeting.starts_at)


def listed_under(sessions: Iterable[Session]) -> dict[str, Session]:
    """Paper id → the session under which it is listed: the first of those that ask most for it."""
    best: dict[str, tuple[int, Session]] = {}
    for session in sessions:
        for reading in session.readings:
            rank = TIERS.index(reading.tier)
            if reading.id not in best or rank < best[reading.id][0]:
                best[reading.id] = (rank, session)
    return {paper: session for paper, (_, session) in best.items()}
