"""A seat as an entry of the reader's own calendar: a file that every calendar program can open.

Pure: seats and the time come in, a file goes out. It says what the schedule knows and invents no hour. An entry keeps
its UID for as long as the seat has its name, so that opening a newer file moves the entry instead of adding another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from bot.conversation.reply import Attachment
from bot.course.calendar import DAY
from bot.course.model import Course, DateForm, Reading, Session
from bot.course.signups import Seat, SeatKey
from bot.course.wording import day_words
from bot.export.calendars import CalendarEntry, calendar_file
from handlers.papers import short
from handlers.review_text import slug
from handlers.seat_words import about, papers_of, role_title, seat_text

SEVERAL = "presenting.ics"

TITLE = 60
"""Characters of what is presented, in an entry's title: a month's page of a calendar shows fewer."""

WEEK = timedelta(days=7)


def invitation(course: Course, seat: Seat, now: datetime) -> Attachment | None:
    """The seat as an .ics file; None where the class has no date yet."""
    found = invitations(course, (seat,), now)
    if found is None:
        return None
    name = f"{slug(f'{seat.role.title} {short(about(seat), 40)}')}.ics"
    return Attachment(name, found.content, f"For your calendar: {seat_text(seat)}")


def invitations(course: Course, seats: Iterable[Seat], now: datetime) -> Attachment | None:
    """All of the seats in one file, without those that have no date yet; None where none has one."""
    entries = [entry for seat in seats if (entry := seat_entry(course, seat)) is not None]
    return Attachment(SEVERAL, calendar_file(entries, now=now), "For your calendar") if entries else None


def uid(course: Course, key: SeatKey) -> str:
    """The same for a seat whatever becomes of its class."""
    return f"{'/'.join((course.id, key.session, key.paper, key.role, str(key.number)))}@coursebot"


def seat_entry(course: Course, seat: Seat) -> CalendarEntry | None:
    """None where the class has no date yet."""
    times = first_times(seat.session)
    if times is None:
        return None
    return CalendarEntry(
        uid=uid(course, seat.key),
        title=f"{role_title(seat)}: {short(about(seat), TITLE)}, {course.title}",
        begins=times[0],
        ends=times[1],
        place=seat.session.place or "",
        description="\n".join(_description(course, seat)),
    )


def first_times(session: Session) -> tuple[datetime, datetime | None] | tuple[date, date] | None:
    """When its first meeting begins and ends; whole days where no hour is known; None: it has no date yet."""
    first = session.first
    if first is None:
        return None
    if first.starts_at is not None:
        ends = first.ends_at if first.ends_at is not None and first.ends_at > first.starts_at else None
        return first.starts_at, ends
    return first.day, first.day + (WEEK if session.date_form is DateForm.WEEK_OF else DAY)


def _description(course: Course, seat: Seat) -> Iterator[str]:
    session = seat.session
    if session.date_form is DateForm.WEEK_OF:
        yield "The schedule knows the week and not yet the day."
    elif session.date_form is DateForm.DAYS and len(session.meetings) > 1:
        others = ", ".join(day_words(meeting.day) for meeting in session.meetings[1:])
        yield f"The class goes on: {others}."
    if seat.role.duties:
        yield seat.role.duties
    papers = papers_of(seat)
    if papers:
        yield ""
        yield "To read:"
        for paper in papers:
            yield from paper_lines(paper)
    yield ""
    yield f"If you cannot come, tell me in time: /{course.command_prefix}signup drop"


def paper_lines(reading: Reading) -> Iterator[str]:
    """Its title and place, and its link on a line of its own."""
    where = f", {reading.locator}" if reading.locator else ""
    yield f"{reading.title}{where}"
    if reading.url:
        yield reading.url
