"""What is to be said unasked, and when: a pure function of the course and an instant.

It knows when each announcement goes out, how long it is of use and by what name it is said once. It must never know
what has been said already, nor ask what time it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from bot.course import calendar, weekly
from bot.course.calendar import duration_word, instant, midnight_after
from bot.course.model import (
    Announcement,
    Course,
    DateForm,
    Deadline,
    DeadlineKind,
    MaterialKind,
    Meeting,
    Moment,
    ReminderAnnouncement,
    Session,
    SessionKind,
)
from bot.course.notice import Notice, NoticeKind
from bot.course.weekly import Coverage, coverage, listed_under

__all__ = ["Coverage", "appeared", "coverage", "due", "listed_under", "next_due", "term", "weekly_useful"]

HOUR = timedelta(hours=1)
MATERIALS_USEFUL = timedelta(days=3)
OUT_USEFUL = timedelta(days=7)
"""For how long it is news that something without a due date is out."""

MATERIAL_NAMES = {
    MaterialKind.SLIDES: "Slides",
    MaterialKind.RECORDING: "Recording",
    MaterialKind.SCRIBE_NOTES: "Scribe notes",
    MaterialKind.NOTES: "Notes",
    MaterialKind.OTHER: "Material",
}


def due(course: Course, since: datetime, until: datetime) -> tuple[Notice, ...]:
    """Every notice with `since` < due_at <= `until`, in order; adjacent windows neither miss one nor say it twice.

    Without what newly appears in a schedule: `appeared` tells that.
    """
    return tuple(notice for notice in term(course) if since < notice.due_at <= until)


def term(course: Course) -> tuple[Notice, ...]:
    """Every notice of the whole term, in order."""
    return _ordered(_of_term(course))


def next_due(course: Course, after: datetime) -> datetime | None:
    """The first instant after `after` at which something is due."""
    return min((notice.due_at for notice in _of_term(course) if notice.due_at > after), default=None)


def weekly_useful(course: Course, now: datetime) -> Notice | None:
    """The weekly post that is due and still of use; there is never more than one."""
    return next((notice for notice in _weekly(course) if notice.due_at <= now < notice.stale_after), None)


def appeared(before: Course | None, after: Course, at: datetime) -> tuple[Notice, ...]:
    """The kinds of material that `after` has and `before` had not, session by session. Of a first version nothing is
    new.
    """
    rule = after.announcements.materials
    if before is None or not rule.on:
        return ()
    known = {(session.id, material.kind) for session in before.sessions for material in session.materials}
    new = {
        (session.id, material.kind): session
        for session in after.sessions
        for material in session.materials
        if (session.id, material.kind) not in known
    }
    return _ordered(
        Notice(
            course=after.id,
            kind=NoticeKind.MATERIALS,
            item=session.id,
            occurrence=kind.value,
            due_at=at,
            stale_after=at + MATERIALS_USEFUL,
            channel=rule.channel,
            title=f"{MATERIAL_NAMES[kind]}: {session.name}",
        )
        for (_, kind), session in new.items()
    )


def _ordered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=lambda notice: notice.order))


def _of_term(course: Course) -> Iterator[Notice]:
    found = chain(
        _weekly(course), _days_of(course), _reviews(course), _deadlines(course), _exams(course), _outs(course)
    )
    return (notice for notice in found if notice.due_at < notice.stale_after)


def _weekly(course: Course) -> Iterator[Notice]:
    rule = course.announcements.weekly
    for post in weekly.posts(course) if rule.on else ():
        monday = post.week.monday
        yield Notice(
            course=course.id,
            kind=NoticeKind.WEEKLY,
            item=post.item,
            occurrence="post",
            due_at=post.due_at,
            stale_after=post.stale_after,
            channel=rule.channel,
            title=f"Readings for the week of {monday.day} {monday:%b}",
        )


def _days_of(course: Course) -> Iterator[Notice]:
    rule = course.announcements.day_of
    for session in course.sessions if rule.on else ():
        for number, meeting in enumerate(_class_days(session), start=1):
            yield Notice(
                course=course.id,
                kind=NoticeKind.DAY_OF,
                item=session.id,
                occurrence="start" if number == 1 else f"start.{number}",
                due_at=_day_of_instant(course, rule, meeting),
                stale_after=meeting.starts_at or midnight_after(meeting.day, course.timezone),
                channel=rule.channel,
                title=f"Today: {session.name}",
            )


def _class_days(session: Session) -> tuple[Meeting, ...]:
    """The days of which it is sure that people meet: of a range only the first is, of a week-of none."""
    if not session.kind.meets or session.date_form in (DateForm.WEEK_OF, DateForm.TBD):
        return ()
    return session.meetings[:1] if session.date_form is DateForm.RANGE else session.meetings


def _day_of_instant(course: Course, rule: Announcement, meeting: Meeting) -> datetime:
    """At the usual time of the day, or an hour before a class that begins too early for that."""
    usual = instant(meeting.day, rule.at, course.timezone)
    return usual if meeting.starts_at is None else min(usual, meeting.starts_at - HOUR)


@dataclass(frozen=True, slots=True)
class _About:
    """What is reminded of: nothing is said once `when` is over."""

    kind: NoticeKind
    item: str
    title: str
    when: Moment


def _reminders(
    course: Course, rule: ReminderAnnouncement, about: _About, spans: tuple[timedelta, ...]
) -> Iterator[Notice]:
    """One for each span; of those that fall on one instant only that of the longest."""
    said: set[datetime] = set()
    for span in sorted(spans, reverse=True) if rule.on else ():
        due_at = _reminder_instant(course, rule, about.when, span)
        if due_at in said:
            continue
        said.add(due_at)
        yield Notice(
            course=course.id,
            kind=about.kind,
            item=about.item,
            occurrence=duration_word(span),
            due_at=due_at,
            stale_after=about.when.until,
            channel=rule.channel,
            title=about.title,
        )


def _reminder_instant(course: Course, rule: ReminderAnnouncement, when: Moment, span: timedelta) -> datetime:
    """Where only the day is known, whole days count from it at the usual time; the hours of a span cannot count."""
    if when.at is not None:
        return calendar.before(when.at, span, course.timezone)
    return instant(when.day - timedelta(days=span.days), rule.at, course.timezone)


def _reviews(course: Course) -> Iterator[Notice]:
    rule = course.announcements.review_due
    for session in course.sessions:
        review = session.review
        if review is None or review.due is None or (rule.elsewhere_only and not review.external_url):
            continue
        about = _About(NoticeKind.REVIEW_DUE, session.id, f"Review due: {session.name}", review.due)
        yield from _reminders(course, rule, about, rule.before)


def _deadlines(course: Course) -> Iterator[Notice]:
    for deadline in course.deadlines:
        if deadline.due is not None:
            rule = course.announcements.of(deadline.kind)
            spans = rule.before if deadline.remind is None else deadline.remind
            about = _About(NoticeKind.DEADLINE, deadline.id, _deadline_title(deadline), deadline.due)
            yield from _reminders(course, rule, about, spans)


def _deadline_title(deadline: Deadline) -> str:
    return f"Exam: {deadline.title}" if deadline.kind is DeadlineKind.EXAM else f"{deadline.title} due"


def _exams(course: Course) -> Iterator[Notice]:
    """A session of kind exam is announced like a deadline; not if only its week is known."""
    rule = course.announcements.exam
    for session in course.sessions:
        if session.kind is SessionKind.EXAM and (days := _class_days(session)):
            first = days[0]
            over = first.starts_at or midnight_after(first.day, course.timezone)
            when = Moment(first.day, first.starts_at, over)
            about = _About(NoticeKind.DEADLINE, session.id, f"Exam: {session.name}", when)
            yield from _reminders(course, rule, about, rule.before)


def _outs(course: Course) -> Iterator[Notice]:
    rule = course.announcements.out
    for deadline in course.deadlines if rule.on else ():
        if deadline.out is None:
            continue
        due_at = deadline.out.at or instant(deadline.out.day, rule.at, course.timezone)
        yield Notice(
            course=course.id,
            kind=NoticeKind.OUT,
            item=deadline.id,
            occurrence="out",
            due_at=due_at,
            stale_after=deadline.due.until if deadline.due is not None else due_at + OUT_USEFUL,
            channel=rule.channel,
            title=f"{deadline.title} out",
        )
