"""The course as the bot understands it: frozen records, aware instants, nothing optional left open.

Built by `schedule.py` from a file, read by everyone. It knows no file format, no clock and no database.
Instants are aware datetimes in UTC; what a person reads is converted with the course's zone at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from bot.course.announced import (
    Announcement,
    Announcements,
    Greeting,
    ReminderAnnouncement,
    ReviewDueAnnouncement,
    StaffCheck,
    WeeklyAnnouncement,
)
from bot.course.duties import FormField, LateRule, Presenting, PresentingRules, Review, ReviewForm, Role
from bot.course.grading import Grading
from bot.course.vocabulary import (
    TIERS,
    CourseRole,
    DateForm,
    DeadlineKind,
    MaterialKind,
    Medium,
    Moment,
    PeersRead,
    SessionKind,
    Tier,
    Visibility,
)

__all__ = [
    "TIERS",
    "Announcement",
    "Announcements",
    "Course",
    "CourseRole",
    "DateForm",
    "Deadline",
    "DeadlineKind",
    "FormField",
    "Greeting",
    "LateRule",
    "Link",
    "Material",
    "MaterialKind",
    "Medium",
    "Meeting",
    "MeetingPattern",
    "Moment",
    "PeersRead",
    "Presenting",
    "PresentingRules",
    "Reading",
    "ReminderAnnouncement",
    "Review",
    "ReviewDueAnnouncement",
    "ReviewForm",
    "Role",
    "Session",
    "SessionKind",
    "Speaker",
    "StaffCheck",
    "StaffMember",
    "Tier",
    "Visibility",
    "WeeklyAnnouncement",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A titled web address (http or https)."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A guest, or whoever leads a session."""

    name: str
    affiliation: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One paper (chapter, video …) as one session lists it. The id names the paper course-wide."""

    id: str
    title: str
    url: str | None = None
    tier: Tier | None = None
    locator: str | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    choose_one: str | None = None
    medium: Medium = Medium.PAPER


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Slides, a recording, scribe notes … of one session."""

    kind: MaterialKind
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One day of a session. The start may be unknown; only the first of several days carries one for sure."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One entry of the course calendar.

    `meetings` holds each listed day, each day of a range, the Monday of a week-of, nothing for TBD.
    `over_at` is when the last of it is past (None for TBD): the end, else the start, else the end of the day;
    for a week-of the end of that week.
    """

    id: str
    title: str | None
    kind: SessionKind = SessionKind.LECTURE
    date_form: DateForm
    meetings: tuple[Meeting, ...]
    over_at: datetime | None
    place: str | None = None
    week: str | None = None
    unit: str | None = None
    speakers: tuple[Speaker, ...] = ()
    note: str | None = None
    readings: tuple[Reading, ...] = ()
    materials: tuple[Material, ...] = ()
    review: Review | None = None
    presenting: bool = False

    @property
    def name(self) -> str:
        """What to call it: its title, or TBD."""
        return self.title or "TBD"

    @property
    def first(self) -> Meeting | None:
        return self.meetings[0] if self.meetings else None

    @property
    def starts_at(self) -> datetime | None:
        return self.meetings[0].starts_at if self.meetings else None

    @property
    def ends_at(self) -> datetime | None:
        return self.meetings[0].ends_at if self.meetings else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something to hand in that the bot does not collect: it tells, it never says "missing"."""

    id: str
    kind: DeadlineKind
    title: str
    out: Moment | None = None
    due: Moment | None = None
    submit_to: str | None = None
    details: str | None = None
    points: float | None = None
    place: str | None = None
    per: Literal["person", "team"] = "person"
    links: tuple[Link, ...] = ()
    remind: tuple[timedelta, ...] | None = None
    """Own reminders before `due`; None: those of its kind; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Someone who runs the course, with the ids by which platforms know them."""

    name: str
    role: Literal["instructor", "ta"] = "instructor"
    email: str | None = None
    url: str | None = None
    slack: str | None = None
    slack_group: str | None = None
    """A Slack user group (handle or id) whose members all have this role."""
    discord: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPattern:
    """When the class usually meets. Weekdays count from Monday = 0; the start may be unknown."""

    days: tuple[int, ...] = ()
    start: time | None = None
    end: time | None = None
    place: str | None = None


@dataclass(frozen=True)
class Course:
    """A whole course. `channels` maps platform → purpose (`announcements`, `staff`, …) → channel name or id."""

    id: str
    title: str
    term: str
    timezone: ZoneInfo
    meets: MeetingPattern = field(default_factory=MeetingPattern)
    staff: tuple[StaffMember, ...] = ()
    links: tuple[Link, ...] = ()
    channels: dict[str, dict[str, str]] = field(default_factory=dict)
    command_prefix: str = ""
    announcements: Announcements = field(default_factory=Announcements)
    presenting: Presenting = field(default_factory=Presenting)
    grading: Grading = field(default_factory=Grading)
    retention: timedelta | None = timedelta(days=365)
    """How long after the course has ended what people wrote is kept; None: for ever."""
    sessions: tuple[Session, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    def session(self, session_id: str) -> Session | None:
        return self.sessions_by_id.get(session_id)

    def deadline(self, deadline_id: str) -> Deadline | None:
        return next((deadline for deadline in self.deadlines if deadline.id == deadline_id), None)

    @cached_property
    def sessions_by_id(self) -> dict[str, Session]:
        return {session.id: session for session in self.sessions}

    @cached_property
    def item_ids(self) -> frozenset[str]:
        """Ids that announcements hang on: those of sessions and of deadlines (one name space)."""
        return frozenset(self.sessions_by_id) | {deadline.id for deadline in self.deadlines}

    def readings(self) -> Iterator[tuple[Session, Reading]]:
        """Each reading with each session that lists it, in the schedule's order."""
        for session in self.sessions:
            for reading in session.readings:
                yield session, reading

    def local(self, instant: datetime) -> datetime:
        """The instant as the course's wall clock shows it."""
        return instant.astimezone(self.timezone)
