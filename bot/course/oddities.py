"""What is allowed in a schedule and yet probably not meant: a year off, two classes at once, a class on a holiday.

It looks at the finished course and only ever warns. What is wrong is reported where the course is put together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.course.announced import Announcement
from bot.course.drafts import Draft
from bot.course.meetings import spoken
from bot.course.model import Course, DateForm, Session, SessionKind, Tier
from bot.course.source import Path, Report

FAR_SESSION, FAR_DEADLINE = timedelta(days=60), timedelta(days=90)
FAR = "is far from the other dates: is the year right?"
Numbered = list[tuple[int, Session]]


def warn(report: Report, written: Draft, course: Course) -> None:
    """Sessions of the course stand in the order of the draft, which knows their numbers in the file."""
    sessions = [(number, session) for (number, _doc), session in zip(written.sessions, course.sessions, strict=True)]
    days = _far_sessions(report, sessions)
    _far_deadlines(report, written, days)
    _at_once(report, sessions)
    _on_holidays(report, sessions)
    _silent_platforms(report, course)
    _nothing_owed(report, written, course)
    _curly_quotes(report, written)


def _where(report: Report, number: int) -> Path:
    for key in ("date", "dates", "range", "week_of"):
        sessions = report.root.child("sessions")
        entry = sessions.child(number) if sessions else None
        if entry and (node := entry.child(key)) and node.value is not None:
            return ("sessions", number, key)
    return ("sessions", number)


def _far_sessions(report: Report, sessions: Numbered) -> list[date]:
    """Warns of the few that lie apart from the most; returns the days of the others.

    Years are often mistaken several at a time, after New Year: so groups are compared, not single sessions.
    """
    placed = sorted((meeting.day, number) for number, session in sessions for meeting in session.meetings)
    groups: list[list[tuple[date, int]]] = []
    for day, number in placed:
        if not groups or day - groups[-1][-1][0] > FAR_SESSION:
            groups.append([])
        groups[-1].append((day, number))
    most = max(groups, key=len, default=[])
    kept: list[date] = []
    warned: set[int] = set()
    for group in groups:
        if len(group) * 2 > len(most):
            kept += [day for day, _number in group]
            continue
        for day, number in group:
            if number not in warned:
                warned.add(number)
                report.warn(_where(report, number), f"{spoken(day)} {FAR}")
    return kept


def _far_deadlines(report: Report, written: Draft, days: list[date]) -> None:
    if not days:
        return
    for number, doc in written.deadlines:
        for key in ("out", "due"):
            day = getattr(getattr(doc, key), "day", None)
            if day and not min(days) - FAR_DEADLINE <= day <= max(days) + FAR_DEADLINE:
                report.warn(("deadlines", number, key), f"{spoken(day)} {FAR}")


def _at_once(report: Report, sessions: Numbered) -> None:
    first: dict[datetime, int] = {}
    for number, session in sessions:
        for meeting in session.meetings if session.kind.meets else ():
            if meeting.starts_at is None:
                continue
            other = first.setdefault(meeting.starts_at, number)
            if other != number:
                line, _column = report.position(_where(report, other))
                message = f"the session on line {line} begins at the same hour on {spoken(meeting.day)}: is that meant?"
                report.warn(_where(report, number), message)


def _on_holidays(report: Report, sessions: Numbered) -> None:
    free = {
        meeting.day: number
        for number, session in sessions
        if session.kind is SessionKind.HOLIDAY and session.date_form is not DateForm.WEEK_OF
        for meeting in session.meetings
    }
    for number, session in sessions:
        if not session.kind.meets or session.date_form not in (DateForm.DAY, DateForm.DAYS):
            continue
        for meeting in session.meetings:
            if meeting.day in free:
                line, _column = report.position(_where(report, free[meeting.day]))
                message = f"{spoken(meeting.day)} is in the holiday on line {line}: does this class take place?"
                report.warn(_where(report, number), message)


def _silent_platforms(report: Report, course: Course) -> None:
    every = [getattr(course.announcements, name) for name in type(course.announcements).__dataclass_fields__]
    said = [kind for kind in every if isinstance(kind, Announcement)]
    if not any(kind.on and kind.channel == "announcements" for kind in said):
        return
    for platform, channels in course.channels.items():
        if "announcements" not in channels:
            message = f'nothing will be announced on {platform}: write announcements: "#channel" beside the others'
            report.warn(("course", "channels", platform), message)


def _nothing_owed(report: Report, written: Draft, course: Course) -> None:
    if written.reviews is None or written.reviews.owe == "none" or not course.sessions:
        return
    if any(reading.tier is Tier.REQUIRED for session in course.sessions for reading in session.readings):
        return
    report.warn(("reviews", "owe"), "no session asks for a review, because no reading is marked tier: required")


def _curly_quotes(report: Report, written: Draft) -> None:
    for path, title in _titles(written):
        if len(title) > 1 and title[0] in "“„”" and title[-1] in "”“":
            report.warn(path, "the curly quotes are part of the title: use straight ones")


def _titles(written: Draft) -> Iterator[tuple[Path, str]]:
    yield ("course", "title"), written.course.title
    for number, session in written.sessions:
        path: Path = ("sessions", number)
        yield (*path, "title"), session.title or ""
        for place, reading in enumerate(session.readings):
            yield (*path, "readings", place, "title"), reading.title or ""
        for place, material in enumerate(session.materials):
            yield (*path, "materials", place, "title"), material.title
    for number, deadline in written.deadlines:
        yield ("deadlines", number, "title"), deadline.title
