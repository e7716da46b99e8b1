"""Calendars as files by RFC 5545, for every program that reads them.

Entries come in, bytes go out: what an entry is about it never knows. Instants are written in UTC, which every calendar
shows on its reader's clock; where no hour is known an entry takes whole days and leaves the reader's time free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//coursebot//course calendar//EN"
MEDIA_TYPE = "text/calendar; charset=utf-8"

MINUTE = timedelta(minutes=1)

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
"""What no calendar's text may hold (RFC 5545, 3.3.11); ends of lines are made alike before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry. `uid` is the same in every later file, so that opening it moves the entry instead of adding another.

    `begins` and `ends` are both aware instants, or both days of which `ends` is the first that is free again. Without
    `ends` it is a point in time.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date | None = None
    place: str = ""
    description: str = ""
    cancelled: bool = False


def calendar_file(entries: Iterable[CalendarEntry], *, now: datetime, title: str = "") -> bytes:
    """The entries in one file. `title` is what a calendar program calls a calendar that it subscribed to."""
    from icalendar import Calendar, vText  # noqa: PLC0415 - it takes long to load, and few ask for a file

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if title:
        # of no standard, and what all of them read; a text as any other, which the library does not know
        calendar.add("x-wr-calname", vText(" ".join(_text(title).split())))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry, now: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", _sequence(now))
    event.add("summary", _text(entry.title))
    event.add("dtstart", _utc(entry.begins))
    if entry.ends is not None:
        event.add("dtend", _utc(entry.ends))
    if not isinstance(entry.begins, datetime):
        event.add("transp", "TRANSPARENT")
    if entry.cancelled:
        event.add("status", "CANCELLED")
    if entry.place:
        event.add("location", _text(entry.place))
    if entry.description:
        event.add("description", _text(entry.description))
    return event


def _utc(at: datetime | date) -> datetime | date:
    return at.astimezone(UTC) if isinstance(at, datetime) else at


def _sequence(now: datetime) -> int:
    """A file that was made later says what is true now: calendars keep what has the larger number."""
    return int((now - datetime(2020, 1, 1, tzinfo=UTC)) / MINUTE)


def _text(words: str) -> str:
    return _CONTROLS.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n")).strip()
