"""What the store hands out: frozen records. Instants are aware and in UTC, persons are ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from bot.course import reviews
from bot.course.model import CourseRole

ProposalState = Literal["broken", "held", "kept_old", "applied"]
DecisionWord = Literal["renamed", "removed"]
Source = Literal["schedule", "channel", "staff"]
"""Who says what somebody is in a course: the schedule's staff list, being in the channel, or staff by hand."""
ReminderSetting = Literal["normal", "last", "off"]
"""All reminders, only the one shortly before what is due, or none."""
PleaReason = Literal["ill", "emergency", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseState:
    """Without `live_at` the course is in rehearsal."""

    course: str
    created_at: datetime
    live_at: datetime | None = None
    live_by: int | None = None
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    paused_reason: str = ""
    paused_by: int | None = None
    roster_right_at: datetime | None = None
    """Since when staff have said that the roster is right; before, nobody hears of missing work."""
    roster_right_by: int | None = None
    closed_at: datetime | None = None
    """Since when the course has ended: nothing is posted any more."""
    closed_by: int | None = None
    keep_until: datetime | None = None
    """When what people wrote is to be erased, where staff put it off."""
    erasure_told_at: datetime | None = None
    erased_at: datetime | None = None
    """Since when what people wrote is being erased, or is."""
    erased_to: int | None = None
    """While it is being erased: the person up to whom it is; None before and after."""

    @property
    def closed(self) -> bool:
        return self.closed_at is not None

    @property
    def live(self) -> bool:
        return self.live_at is not None

    def paused(self, now: datetime) -> bool:
        """Whether unasked messages wait. A pause without an end lasts until it is cleared."""
        return self.paused_at is not None and (self.paused_until is None or now < self.paused_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A schedule that was put in force. The newest number of a course counts. Its text is read on its own. `ended`: the
    course has, as far as that was asked for.
    """

    course: str
    number: int
    hash: str
    file: str
    applied_at: datetime
    applied_by: int | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a file said, and what became of it. `vanished`: the ids that staff are to explain."""

    course: str
    hash: str
    text: str
    file: str
    state: ProposalState
    vanished: tuple[str, ...] = ()
    problems: str = ""
    proposed_at: datetime
    settled_at: datetime | None = None
    settled_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What staff said became of an id that a proposal lacks. `renamed_to` is '' where it was removed."""

    course: str
    hash: str
    item: str
    decision: DecisionWord
    renamed_to: str = ""
    decided_by: int | None = None
    decided_at: datetime


class Known(NamedTuple):
    """A person who has an account. The mappings are by course id, for active memberships only."""

    person: int
    name: str
    roles: Mapping[str, CourseRole]
    joined_at: Mapping[str, datetime]
    counts_from: Mapping[str, datetime]


class AccountName(NamedTuple):
    """Whose an account is, and what it is called on its platform."""

    person: int
    name: str


class RosterLook(NamedTuple):
    """When the people of a course were looked at on a platform, first and last. `unfound`: names of the schedule's
    staff entries that mean nobody there.
    """

    platform: str
    first_at: datetime
    last_at: datetime
    unfound: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    name: str
    email: str | None = None
    timezone: str | None = None
    reminders: ReminderSetting = "normal"
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person in a course, with the person's name as the roster has it."""

    course: str
    person: int
    name: str
    role: CourseRole
    active: bool
    joined_at: datetime
    source: Source
    counts_from: datetime
    """What is due from then on is owed; what was due before is not."""
    in_channel: bool
    """Whether they were in the course's channel when it was last looked at."""
    new_at: datetime | None = None
    """When they came, for the daily line to staff; None for those who were there at the first look."""
    left_at: datetime | None = None
    """When they left the channel, until they return or staff say that they are still in the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to what. `person` is None where the bot itself did it."""

    id: int
    at: datetime
    course: str
    person: int | None
    action: str
    item: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewVersion:
    """One version of a review, as it came in. `base`: the newest version that its window was opened with. `form` is the
    hash of the form that it was written with. `blank` and `late_then` as of `reviews.Version`.
    """

    course: str
    person: int
    paper: str
    number: int
    session: str
    base: int = 0
    window: str = ""
    complete: bool
    blank: bool = False
    received_at: datetime
    late_then: int | None = None
    accepted_at: datetime | None = None
    accepted_by: int | None = None
    picked_at: datetime | None = None
    form: str
    answers: Mapping[str, str] = field(repr=False)

    @property
    def rule(self) -> reviews.Version:
        """What the rules need of it."""
        return reviews.Version(
            number=self.number,
            complete=self.complete,
            received_at=self.received_at,
            accepted=self.accepted_at is not None,
            picked=self.picked_at is not None,
            blank=self.blank,
            late_then=self.late_then,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTyping:
    """What stood in an open form at an instant."""

    course: str
    person: int
    paper: str
    window: str
    base: int
    at: datetime
    form: str
    answers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGrant:
    """What staff granted a person. An extension has `until` or `offset`, a length after the course's due time; an
    excuse has neither. Without a paper it is for a whole session, without a session for everything. Before it is
    entered its id is 0.
    """

    id: int = 0
    course: str
    person: int
    kind: Literal["extension", "excuse"]
    session: str = reviews.EVERYTHING
    paper: str = reviews.EVERYTHING
    until: datetime | None = None
    offset: timedelta | None = None
    granted_at: datetime
    granted_by: int | None = None
    revoked_at: datetime | None = None
    revoked_by: int | None = None
    reason: str = field(default="", repr=False)

    @property
    def rule(self) -> reviews.Grant:
        """What the rules make of it."""
        return reviews.Grant(
            id=self.id, kind=self.kind, session=self.session, paper=self.paper, until=self.until, by=self.offset
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plea:
    """Somebody said that they cannot make it. Until it is settled staff have yet to answer; `outcome` is one word of
    the program's own. Before it is entered its id is 0.
    """

    id: int = 0
    course: str
    person: int
    session: str
    paper: str = reviews.EVERYTHING
    reason: PleaReason
    note: str = field(default="", repr=False)
    made_at: datetime
    settled_at: datetime | None = None
    settled_by: int | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A file that a person handed in, without its content; `size` in bytes."""

    id: str
    course: str
    person: int
    name: str
    media_type: str
    size: int
    received_at: datetime
