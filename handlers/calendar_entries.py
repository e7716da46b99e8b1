"""A course as entries of a calendar: classes, what is due, and one person's own seats.

Pure: a course and facts about one person come in. It says what the schedule knows and invents no hour: where only the
day is known an entry takes the day. What somebody owes stands in their own calendar alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.course.calendar import DAY
from bot.course.model import Course, DateForm, Deadline, Meeting, Moment, Session, SessionKind
from bot.course.wording import listed
from bot.export.calendars import CalendarEntry
from bot.services.calendars import MyCourse
from handlers.invitation import TITLE, WEEK, paper_lines, seat_entry
from handlers.papers import short
from handlers.wording import review_papers

BREAK_UP = {SessionKind.HOLIDAY: "No class", SessionKind.CANCELLED: "Cancelled"}


def of_everyone(course: Course) -> list[CalendarEntry]:
    """What everybody may know: the classes and the deadlines, with those of reviews as the schedule has them."""
    return [*_classes(course), *_reviews(course, None), *_deadlines(course)]


def of_person(found: Iterable[MyCourse]) -> list[CalendarEntry]:
    """What stands in one person's calendar."""
    entries: list[CalendarEntry] = []
    for mine in found:
        seats = (seat_entry(mine.course, seat) for seat in mine.seats)
        entries += [*_classes(mine.course), *_reviews(mine.course, mine.due), *_deadlines(mine.course)]
        entries += [entry for entry in seats if entry is not None]
    return entries


# --- classes --------------------------------------------------------------------------------------------------------


def _classes(course: Course) -> Iterator[CalendarEntry]:
    for session in course.sessions:
        if session.date_form is DateForm.RANGE and session.meetings:
            yield _class(course, session, session.meetings[0], last=session.meetings[-1])
        else:
            for number, meeting in enumerate(session.meetings, 1):
                yield _class(course, session, meeting, number=number)


def _class(
    course: Course, session: Session, meeting: Meeting, *, number: int = 1, last: Meeting | None = None
) -> CalendarEntry:
    suffix = f"/{number}" if number > 1 else ""
    words = BREAK_UP.get(session.kind)
    of_many = f" (day {number} of {len(session.meetings)})" if len(session.meetings) > 1 and last is None else ""
    name = short(session.name, TITLE)
    begins: datetime | None = meeting.starts_at if session.kind.meets and last is None else None
    ends = meeting.ends_at if begins is not None and meeting.ends_at is not None and meeting.ends_at > begins else None
    until = (last or meeting).day + (WEEK if session.date_form is DateForm.WEEK_OF else DAY)
    return CalendarEntry(
        uid=f"{course.id}/{session.id}{suffix}@coursebot",
        title=f"{words}: {name}, {course.title}" if words else f"{course.title}: {name}{of_many}",
        begins=begins or meeting.day,
        ends=ends if begins is not None else until,
        place=session.place or "",
        description="\n".join(_about(session)),
        cancelled=session.kind is SessionKind.CANCELLED,
    )


def _about(session: Session) -> Iterator[str]:
    if session.date_form is DateForm.WEEK_OF:
        yield "The schedule knows the week and not yet the day."
    if session.speakers:
        yield f"With {listed([speaker.name for speaker in session.speakers])}."
    if session.note:
        yield session.note
    if session.readings:
        yield ""
        yield "To read:"
        for reading in session.readings:
            yield from paper_lines(reading)


# --- what is due ----------------------------------------------------------------------------------------------------


def _reviews(course: Course, due: Mapping[str, datetime] | None) -> Iterator[CalendarEntry]:
    """With `due` by when one person owes theirs, of the sessions for which they do; those that are collected elsewhere
    are due for everybody.
    """
    for session in course.sessions:
        review = session.review
        if review is None or review.due is None or not (review.papers or review.external_url):
            continue
        when = review.due
        if due is not None and review.external_url is None:
            if session.id not in due:
                continue
            when = Moment(course.local(due[session.id]).date(), due[session.id], due[session.id])
        about = [line for paper in review_papers(session, review) for line in paper_lines(paper)]
        if review.external_url:
            about += ["", f"Submit it here: {review.external_url}"]
        uid = f"{course.id}/{session.id}/review@coursebot"
        yield _due(uid, f"Review due: {short(session.name, TITLE)}, {course.title}", when, about)


def _deadlines(course: Course) -> Iterator[CalendarEntry]:
    for deadline in course.deadlines:
        if deadline.due is not None:
            title = f"Due: {short(deadline.title, TITLE)}, {course.title}"
            entry_id = f"{course.id}/{deadline.id}@coursebot"
            yield _due(entry_id, title, deadline.due, list(_deadline_lines(deadline)), place=deadline.place or "")


def _deadline_lines(deadline: Deadline) -> Iterator[str]:
    if deadline.details:
        yield deadline.details
    if deadline.submit_to:
        yield f"Submit it here: {deadline.submit_to}"
    for link in deadline.links:
        yield f"{link.title}: {link.url}"


def _due(uid: str, title: str, when: Moment, about: list[str], *, place: str = "") -> CalendarEntry:
    whole_day = when.at is None
    return CalendarEntry(
        uid=uid,
        title=title,
        begins=when.day if when.at is None else when.at,
        ends=when.day + DAY if whole_day else None,
        place=place,
        description="\n".join(about),
    )
