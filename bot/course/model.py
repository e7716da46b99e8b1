"""The course as the bot understands it: frozen records, aware instants, nothing optional left open.

Built by `schedule.py` from a file, read by everyone. It knows no file format, no clock and no database.
Instants are aware datetimes in UTC; what a person reads is converted with the course's zone at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo


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
class FormField:
    """One question of a review form. Completeness is the bot's rule, never the platform's."""

    id: str
    kind: Literal["text", "scale", "choice", "choices", "yes_no", "file"]
    label: str
    description: str | None = None
    visibility: Visibility = Visibility.PEERS
    required: bool = True
    long: bool = True
    min_words: int | None = None
    max_words: int | None = None
    options: tuple[str, ...] = ()
    start: int = 1
    high_is_good: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewForm:
    """The questions of a review. `name` is the preset's word, or `custom`."""

    name: str
    fields: tuple[FormField, ...]


class PeersRead(StrEnum):
    """When classmates may read each other's reviews (always without names)."""

    NEVER = "never"
    AFTER_DEADLINE = "after_deadline"
    AFTER_MINE_AND_DEADLINE = "after_mine_and_deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule:
    """What lateness costs, as gradebooks state it: percent off per started hour or day, never below `floor` percent."""

    percent: float
    per: Literal["hour", "day"]
    floor: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one session asks its students to write, with every date worked out.

    `papers` are the ids a review may be written about; `choose` is how many of them (None: each).
    `due` is None where the session's date is not known yet. `closes_at` is the hard close.
    `external_url` means: collected elsewhere, the bot only shows the link.
    """

    papers: tuple[str, ...]
    choose: int | None
    form: ReviewForm
    due: Moment | None
    grace: timedelta
    late_until: datetime | None
    closes_at: datetime | None
    digest_at: datetime | None
    peers_read: PeersRead
    remind: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=3))
    late_rule: LateRule | None = None
    external_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A presenting role. `seats` counts per session, or per paper where presenting is per paper.

    `sessions` limits the role to those session ids; empty means all that have presenting.
    """

    id: str
    title: str
    duties: str | None = None
    seats: int = 1
    backup: bool = False
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentingRules:
    """Limits on what one person takes. None means: no limit."""

    at_least: int | None = None
    distinct_roles: Literal["yes", "as_possible", "no"] = "no"
    at_most_per_week: int | None = None
    at_most_per_term: int | None = None
    once_per_paper: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenting:
    """Who presents: roles, rules, opening and closing. Empty `roles`: the course has no sign-ups."""

    per: Literal["session", "paper"] = "session"
    roles: tuple[Role, ...] = ()
    rules: PresentingRules = PresentingRules()
    opens: Moment | None = None
    closes: Moment | None = None
    closes_before: timedelta | None = None
    drop_until_before: timedelta = timedelta(hours=48)
    mode: Literal["auto", "first_come", "preferences"] = "auto"
    excused_from_review: bool = True
    waiting_list: bool = False
    remind: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=2))


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
    discord: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPattern:
    """When the class usually meets. Weekdays count from Monday = 0; the start may be unknown."""

    days: tuple[int, ...] = ()
    start: time | None = None
    end: time | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One kind of unasked post: whether, where (a key of `channels`), at what wall-clock time."""

    on: bool = True
    channel: str = "announcements"
    at: time = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyAnnouncement(Announcement):
    """The weekly post. With `weekday` (Monday = 0) it goes out on the last such day before the class week's first
    class; without, on the day after the previous class, or `before_review` days before the first review deadline
    that it names, whichever is earlier. The first one of the term goes out `first` days before the first session.
    """

    weekday: int | None = None
    before_review: int = 4
    first: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderAnnouncement(Announcement):
    """Posts some time before an instant. Whole days are wall-clock days, anything else is elapsed time."""

    before: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """Everything that is said unasked in the course's channels, with its defaults."""

    weekly: WeeklyAnnouncement = WeeklyAnnouncement()
    day_of: Announcement = Announcement()
    review_due: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=1),))
    materials: Announcement = Announcement()
    out: Announcement = Announcement()
    assignment: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=2), timedelta(hours=3)))
    project: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=7), timedelta(days=1)))
    exam: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=7), timedelta(days=1)))
    form: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=2), timedelta(hours=3)))

    def of(self, kind: DeadlineKind) -> ReminderAnnouncement:
        """The reminders of one kind of deadline."""
        reminders: dict[DeadlineKind, ReminderAnnouncement] = {
            DeadlineKind.ASSIGNMENT: self.assignment,
            DeadlineKind.PROJECT: self.project,
            DeadlineKind.EXAM: self.exam,
            DeadlineKind.FORM: self.form,
        }
        return reminders[kind]


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
