"""The course laid out for reading: the exact structure of `show --json`, and the rows of the term as a table.

It knows what each key holds and that every key is always there; it must never know how a table is drawn.
Instants are ISO 8601 on the course's wall clock with its offset; a bare date where only the day is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from bot.course.model import Course, DateForm, Deadline, Moment, Reading, Review, Session, Tier
from bot.course.wording import clock_words, counted, day_words, moment_words


class CourseListing(TypedDict):
    id: str
    title: str
    term: str
    timezone: str


class SpeakerListing(TypedDict):
    name: str
    affiliation: str | None
    url: str | None


class ReadingListing(TypedDict):
    id: str
    title: str
    url: str | None
    tier: str | None
    locator: str | None


class MaterialListing(TypedDict):
    kind: str
    title: str
    url: str


class ReviewListing(TypedDict):
    due_at: str | None
    owed: list[str]
    choose: int | None
    form: str


class SessionListing(TypedDict):
    id: str
    title: str | None
    kind: str
    dates: list[str]
    starts_at: str | None
    ends_at: str | None
    week: str | None
    unit: str | None
    speakers: list[SpeakerListing]
    readings: list[ReadingListing]
    materials: list[MaterialListing]
    review: ReviewListing | None


class DeadlineListing(TypedDict):
    id: str
    kind: str
    title: str
    out_at: str | None
    due_at: str | None


class RoleListing(TypedDict):
    id: str
    title: str
    seats: int


class Listing(TypedDict):
    course: CourseListing
    sessions: list[SessionListing]
    deadlines: list[DeadlineListing]
    roles: list[RoleListing]


def listing(course: Course) -> Listing:
    """The course as the bot understands it."""
    return {
        "course": {"id": course.id, "title": course.title, "term": course.term, "timezone": course.timezone.key},
        "sessions": [_session(course, session) for session in course.sessions],
        "deadlines": [_deadline(course, deadline) for deadline in course.deadlines],
        "roles": [{"id": role.id, "title": role.title, "seats": role.seats} for role in course.presenting.roles],
    }


def iso(course: Course, at: datetime) -> str:
    """`2022-01-31T13:00:00-08:00`."""
    return course.local(at).isoformat(timespec="seconds")


def _moment(course: Course, moment: Moment | None) -> str | None:
    if moment is None:
        return None
    return moment.day.isoformat() if moment.at is None else iso(course, moment.at)


def _session(course: Course, session: Session) -> SessionListing:
    return {
        "id": session.id,
        "title": session.title,
        "kind": session.kind.value,
        "dates": [meeting.day.isoformat() for meeting in session.meetings],
        "starts_at": _start(course, session),
        "ends_at": iso(course, session.ends_at) if session.ends_at else None,
        "week": session.week,
        "unit": session.unit,
        "speakers": [
            {"name": speaker.name, "affiliation": speaker.affiliation, "url": speaker.url}
            for speaker in session.speakers
        ],
        "readings": [_reading(reading) for reading in session.readings],
        "materials": [
            {"kind": material.kind.value, "title": material.title, "url": material.url}
            for material in session.materials
        ],
        "review": _review(course, session.review),
    }


def _start(course: Course, session: Session) -> str | None:
    """A week-of session has a Monday in `dates`, but no day of its own."""
    if session.starts_at:
        return iso(course, session.starts_at)
    if session.first and session.date_form is not DateForm.WEEK_OF:
        return session.first.day.isoformat()
    return None


def _reading(reading: Reading) -> ReadingListing:
    return {
        "id": reading.id,
        "title": reading.title,
        "url": reading.url,
        "tier": reading.tier.value if reading.tier else None,
        "locator": reading.locator,
    }


def _review(course: Course, review: Review | None) -> ReviewListing | None:
    if review is None:
        return None
    return {
        "due_at": _moment(course, review.due),
        "owed": list(review.papers),
        "choose": review.choose,
        "form": review.form.name,
    }


def _deadline(course: Course, deadline: Deadline) -> DeadlineListing:
    return {
        "id": deadline.id,
        "kind": deadline.kind.value,
        "title": deadline.title,
        "out_at": _moment(course, deadline.out),
        "due_at": _moment(course, deadline.due),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """One line of the term: a session, or a deadline on its own day. `quiet` lines have no class and ask nothing."""

    when: str
    what: str
    readings: str
    due: str
    quiet: bool


def term(course: Course) -> tuple[TermRow, ...]:
    """Sessions and deadlines by day; what has no day yet comes last, in the file's order."""
    dated = [*_session_rows(course), *_deadline_rows(course)]
    dated.sort(key=lambda entry: entry[0] or date.max)
    return tuple(row for _, row in dated)


def _session_rows(course: Course) -> Iterator[tuple[date | None, TermRow]]:
    for session in course.sessions:
        row = TermRow(
            when=session_when(course, session),
            what=_what(session),
            readings=_reading_counts(session.readings),
            due=_review_words(course, session),
            quiet=not session.kind.meets,
        )
        yield session.first.day if session.first else None, row


def _deadline_rows(course: Course) -> Iterator[tuple[date | None, TermRow]]:
    for deadline in course.deadlines:
        when = moment_words(course, deadline.due) if deadline.due else "TBD"
        due = "due" if deadline.due else "no due date yet"
        row = TermRow(when=when, what=deadline.title, readings="", due=due, quiet=False)
        yield deadline.due.day if deadline.due else None, row


def session_when(course: Course, session: Session) -> str:
    """`Mon 31 Jan, 1:00 PM`, `Tue 2 Mar, Thu 4 Mar`, `Mon 1 – Fri 5 Mar`, `week of Mon 1 Mar`, `TBD`."""
    if not session.first:
        return "TBD"
    days = [meeting.day for meeting in session.meetings]
    if session.date_form is DateForm.WEEK_OF:
        return f"week of {day_words(days[0])}"
    if session.date_form is DateForm.RANGE and len(days) > 1:
        return f"{day_words(days[0])} – {day_words(days[-1])}"
    words = ", ".join(day_words(day) for day in days)
    return f"{words}, {clock_words(course.local(session.starts_at))}" if session.starts_at else words


def _what(session: Session) -> str:
    speakers = [
        f"{speaker.name}, {speaker.affiliation}" if speaker.affiliation else speaker.name
        for speaker in session.speakers
    ]
    return f"{session.name} ({'; '.join(speakers)})" if speakers else session.name


def _reading_counts(readings: tuple[Reading, ...]) -> str:
    """`3 required, 2 optional`; unmarked ones are counted without a word."""
    marked = [(tier, sum(reading.tier is tier for reading in readings)) for tier in Tier]
    parts = [f"{number} {tier.value}" for tier, number in marked if number]
    unmarked = sum(reading.tier is None for reading in readings)
    if unmarked:
        parts.append(counted(unmarked, "reading") if not parts else f"{unmarked} more")
    return ", ".join(parts)


def _review_words(course: Course, session: Session) -> str:
    """`1 review by 1:00 PM`; with the day where that is another one than the session's first."""
    review = session.review
    if review is None:
        return ""
    what = counted(review_count(review), "review")
    if review.due is None:
        return f"{what}, day open"
    same_day = session.first is not None and session.first.day == review.due.day
    if same_day and review.due.at:
        return f"{what} by {clock_words(course.local(review.due.at))}"
    return f"{what} by {moment_words(course, review.due)}"


def review_count(review: Review) -> int:
    """How many reviews each student writes for it."""
    return len(review.papers) if review.choose is None else review.choose
