"""What somebody chose for themselves, in all courses: which reminders they want, and on whose clock they live."""

from __future__ import annotations

from dataclasses import dataclass

from bot.course.model import Course
from bot.course.zones import zone_of
from bot.store import people
from bot.store.database import Connection
from bot.store.records import ReminderSetting


@dataclass(frozen=True, slots=True)
class Preferences:
    """`timezone` None: they live by each course's clock."""

    reminders: ReminderSetting
    timezone: str | None


def of(connection: Connection, person: int) -> Preferences:
    known = people.get_person(connection, person)
    return Preferences(known.reminders, known.timezone or None)


def zone_name(connection: Connection, course: Course, person: int) -> str:
    """The zone in which the person reads the course's dates."""
    return zone_of(people.get_person(connection, person).timezone, course.timezone).key


def set_reminders(connection: Connection, person: int, setting: ReminderSetting) -> Preferences:
    people.set_reminders(connection, person, setting)
    return of(connection, person)


def set_timezone(connection: Connection, person: int, timezone: str | None) -> Preferences:
    """None: the courses' clocks, whatever a platform says."""
    people.set_timezone(connection, person, timezone or "")
    return of(connection, person)
