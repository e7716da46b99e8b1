"""A seat as an entry of the reader's own calendar: a file that every calendar program can open.

Pure: seats and the time come in, a file goes out. It says what the schedule knows and invents no hour. An entry keeps
its UID for as long as the seat has its name, so that opening a newer file moves the entry instead of adding another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.conversation.reply import Attachment
from bot.course.calendar import DAY
from bot.course.model import Course, DateForm, Reading, Session
from bot.course.signups import Seat, SeatKey
from bot.course.wording import day_words
from handlers.papers import short
from handlers.review_text import slug
from handlers.seat_words import about, papers_of, role_title, seat_text

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//coursebot//presenting//EN"
SEVERAL = "presenting.ics"

TITLE = 60
"""Characters of what is presented, in an entry's title: a month's page of a calendar shows fewer."""

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
"""What no calendar's text may hold (RFC 5545, 3.3.11); ends of lines are made alike before."""


def invitation(course: Course, seat: Seat, now: datetime) -> Attachment | None:
    """The seat as an .ics file; None where the class has no date yet."""
    found = invitations(course, (seat,), now)
    if found is None:
        return None
    name = f"{slug(f'{seat.role.title} {short(about(seat), 40)}')}.ics"
    return Attachment(name, found.content, f"For your calendar: {seat_text(seat)}")


def invitations(course: Course, seats: Iterable[Seat], now: datetime) -> Attachment | None:
    """All of the seats in one file, without those that have no date yet; None where none has one."""
    from icalendar import Calendar  # noqa: PLC0415 - it takes long to load, and few ask for a file

    dated = [seat for seat in seats if seat.session.first is not None]
    if not dated:
        return None
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for seat in dated:
        calendar.add_component(_event(course, seat, now))
    return Attachment(SEVERAL, calendar.to_ical(), "For your calendar")


def uid(course: Course, key: SeatKey) -> str:
    """The same for a seat whatever becomes of its class."""
    return f"{'/'.join((course.id, key.session, key.paper, key.role, str(key.number)))}@coursebot"


def _event(course: Course, seat: Seat, now: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 - as above

    session, event = seat.session, Event()
    event.add("uid", uid(course, seat.key))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", _sequence(now))
    event.add("summary", _text(f"{role_title(seat)}: {short(about(seat), TITLE)}, {course.title}"))
    _put_times(event, session)
    if session.place:
        event.add("location", _text(session.place))
    event.add("description", _text("\n".join(_description(course, seat))))
    return event


def _sequence(now: datetime) -> int:
    """A file that was made later says what is true now: calendars keep what has the larger number."""
    return int((now - datetime(2020, 1, 1, tzinfo=UTC)) / MINUTE)


def _put_times(event: Event, session: Session) -> None:
    """In UTC, which every calendar shows on its reader's clock; whole days where no hour is known, which leave the
    reader's time free.
    """
    first = session.first
    if first is None:
        return
    if first.starts_at is not None:
        event.add("dtstart", first.starts_at.astimezone(UTC))
        if first.ends_at is not None and first.ends_at > first.starts_at:
            event.add("dtend", first.ends_at.astimezone(UTC))
        return
    event.add("dtstart", first.day)
    event.add("dtend", first.day + (WEEK if session.date_form is DateForm.WEEK_OF else DAY))
    event.add("transp", "TRANSPARENT")


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
            yield from _paper(paper)
    yield ""
    yield f"If you cannot come, tell me in time: /{course.command_prefix}signup drop"


def _paper(reading: Reading) -> Iterator[str]:
    where = f", {reading.locator}" if reading.locator else ""
    yield f"{reading.title}{where}"
    if reading.url:
        yield reading.url


def _text(words: str) -> str:
    return _CONTROLS.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n")).strip()
