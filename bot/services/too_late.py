"""A review that came after the hard close, as staff are told of it: whose it is, how late, and whether it counts now.

It is looked up when staff are told, so that what was accepted meanwhile is asked about no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.course.model import Course
from bot.course.reviews import find, standing
from bot.store import grants, people, reviews
from bot.store.database import Connection
from bot.store.ledger import Delivery


def name_of(connection: Connection, person: int) -> str:
    """A person's name."""
    return people.get_person(connection, person).name


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """`name`, and `minutes` after the due time; None where there is nothing to decide (any more): it was accepted, or
    a version that was on time counts.
    """
    person, _, number = one.key.occurrence.partition(".")
    asked = find(course, one.key.item)
    if asked is None or not (person.isdecimal() and number.isdecimal()):
        return None
    versions = reviews.of_review(connection, course.id, int(person), asked.paper)
    version = next((known for known in versions if known.number == int(number)), None)
    granted = [known.rule for known in grants.of_person(connection, course.id, int(person))]
    rules = [known.rule for known in versions]
    stands = standing(asked, rules, granted, zone=course.timezone, now=now)
    if version is None or version.rule.accepted or stands.window is None or (stands.done and stands.late_by is None):
        return None
    minutes = int(stands.window.late_by(version.received_at).total_seconds() // 60)
    return {"name": name_of(connection, int(person)), "minutes": str(minutes)}
