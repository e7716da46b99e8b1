"""The words of a course: its closed sets, and points of course time. Knows nothing that is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of course time, known to the minute or only to the day.

    `at` is None where only the day is known; `until` is when it is over: `at` itself, or the midnight
    (course time) that ends the day.
    """

    day: date
    at: datetime | None
    until: datetime


class SessionKind(StrEnum):
    """What happens on the day."""

    LECTURE = "lecture"
    GUEST = "guest"
    DISCUSSION = "discussion"
    PRESENTATIONS = "presentations"
    EXAM = "exam"
    PROJECT = "project"
    HOLIDAY = "holiday"
    CANCELLED = "cancelled"
    EVENT = "event"

    @property
    def meets(self) -> bool:
        """Whether people come together: holidays and cancelled classes are silent."""
        return self not in (SessionKind.HOLIDAY, SessionKind.CANCELLED)


class DateForm(StrEnum):
    """How the schedule gives the date of a session."""

    DAY = "day"
    DAYS = "days"
    RANGE = "range"
    WEEK_OF = "week_of"
    TBD = "tbd"


class Tier(StrEnum):
    """How much a reading matters. An unmarked reading has none."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    BACKGROUND = "background"


TIERS = (Tier.REQUIRED, None, Tier.OPTIONAL, Tier.BACKGROUND)
"""From what matters most; unmarked readings are the second."""


class Medium(StrEnum):
    """What kind of thing is read, watched or heard."""

    PAPER = "paper"
    CHAPTER = "chapter"
    VIDEO = "video"
    PODCAST = "podcast"
    SITE = "site"


class MaterialKind(StrEnum):
    """Things that are added to a session later; each kind is announced once a session."""

    SLIDES = "slides"
    RECORDING = "recording"
    SCRIBE_NOTES = "scribe_notes"
    NOTES = "notes"
    OTHER = "other"


class DeadlineKind(StrEnum):
    """What is due; it decides the default reminders."""

    ASSIGNMENT = "assignment"
    PROJECT = "project"
    EXAM = "exam"
    FORM = "form"


class Visibility(StrEnum):
    """Who may read one field of a review, the widest first: each also shows it to those after it."""

    PEERS = "peers"
    PRESENTERS = "presenters"
    STAFF = "staff"


class CourseRole(StrEnum):
    """What a person is in the course."""

    STUDENT = "student"
    AUDITOR = "auditor"
    TA = "ta"
    INSTRUCTOR = "instructor"
    GUEST = "guest"

    @property
    def is_staff(self) -> bool:
        return self in (CourseRole.TA, CourseRole.INSTRUCTOR)


class PeersRead(StrEnum):
    """When classmates may read each other's reviews (always without names)."""

    NEVER = "never"
    AFTER_DEADLINE = "after_deadline"
    AFTER_MINE_AND_DEADLINE = "after_mine_and_deadline"
