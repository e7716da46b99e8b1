"""What is said unasked in the course's channels: whether, where and when, with the defaults of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from bot.course.vocabulary import DeadlineKind


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
class ReviewDueAnnouncement(ReminderAnnouncement):
    """With `elsewhere_only` nothing is posted of a review that the bot collects: of that it reminds each student
    personally, and in the channel the same would come a second time.
    """

    elsewhere_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """Something that is said to one person when they first meet the bot: whether, and nothing else."""

    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCheck(Announcement):
    """The weekly line to staff, on `weekday` (Monday = 0) in their channel. That it is missing is the alarm."""

    channel: str = "staff"
    at: time = time(16)
    weekday: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """Everything that is said unasked, with its defaults. `welcome` is said to one person, `staff_check` to staff, the
    rest in channels.
    """

    weekly: WeeklyAnnouncement = WeeklyAnnouncement()
    day_of: Announcement = Announcement()
    review_due: ReviewDueAnnouncement = ReviewDueAnnouncement(before=(timedelta(days=1),), elsewhere_only=True)
    materials: Announcement = Announcement()
    out: Announcement = Announcement()
    assignment: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=2), timedelta(hours=3)))
    project: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=7), timedelta(days=1)))
    exam: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=7), timedelta(days=1)))
    form: ReminderAnnouncement = ReminderAnnouncement(before=(timedelta(days=2), timedelta(hours=3)))
    welcome: Greeting = Greeting()
    staff_check: StaffCheck = StaffCheck()

    def of(self, kind: DeadlineKind) -> ReminderAnnouncement:
        """The reminders of one kind of deadline."""
        reminders: dict[DeadlineKind, ReminderAnnouncement] = {
            DeadlineKind.ASSIGNMENT: self.assignment,
            DeadlineKind.PROJECT: self.project,
            DeadlineKind.EXAM: self.exam,
            DeadlineKind.FORM: self.form,
        }
        return reminders[kind]
