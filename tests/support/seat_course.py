"""A small course in which students present, without a database: its schedule, its times, and who holds what in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.course.calendar import instant
from bot.course.model import Course, CourseRole
from bot.course.schedule import parse
from bot.course.signups import Holding, Mode, Opening, SeatKey, Signups
from tests.support.courses import LOS_ANGELES

HEAD = """\
course:
  id: seminar
  title: Reading Seminar
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon, wed], start: 13:00, end: 16:00, place: Soda 405}
  channels:
    slack: {announcements: "#seminar", staff: "#seminar-staff"}
announcements: {weekly: off, day_of: off, staff_check: off, welcome: off}
"""
PRESENTING = {"preset": "pc-meeting", "rules": "{at_least: 3, distinct_roles: yes}"}
"""Neutral Presenter, Advocate, Critic and Backup/Scribe, a seat of each for a class."""

SESSIONS = """\
sessions:
  - {id: raft, title: Consensus, date: 2022-01-31, readings: [{id: raft-paper, title: Raft, tier: required}]}
  - {id: rdd, title: Big Data, date: 2022-02-07, readings: [{id: rdd-paper, title: RDD, tier: required}]}
  - {id: zero, title: Training, date: 2022-02-14, readings: [{id: zero-paper, title: ZeRO, tier: required}]}
  - id: serving
    title: Serving
    date: 2022-02-16
    readings:
      - {id: orca, title: Orca, tier: required}
      - {id: zero-paper, tier: required}
      - {id: triton, title: Triton, tier: optional}
  - {id: eyeriss, title: Hardware, date: 2022-02-21, readings: [{id: eyeriss-paper, title: Eyeriss, tier: required}]}
  - {id: dst, title: Clocks, date: 2022-03-14, readings: [{id: spanner, title: Spanner, tier: required}]}
  - {id: break, title: Spring Break, date: 2022-03-21, kind: holiday}
  - {id: agents, title: Agents, date: TBD, readings: [{id: react, title: ReAct, tier: required}]}
"""
"""Mondays at one, but `serving` on the Wednesday after `zero`, with the same paper and another; clocks go forward on
the day before `dst`; `agents` has no date yet.
"""

DATED = ("raft", "rdd", "zero", "serving", "eyeriss", "dst")
ROLES = ("neutral", "advocate", "critic", "backup")
STUDENTS = ("ada", "bob", "cem", "dee", "eli", "fay")
OTHERS = {
    "aud": CourseRole.AUDITOR,
    "tess": CourseRole.TA,
    "ines": CourseRole.INSTRUCTOR,
    "gus": CourseRole.GUEST,
}
CHANNEL, STAFF = "#seminar", "#seminar-staff"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def la(day: int, hour: int = 0, minute: int = 0, *, month: int = 1) -> datetime:
    """A time of the course's clock in 2022."""
    return instant(date(2022, month, day), time(hour, minute), LOS_ANGELES).astimezone(UTC)


START = la(25, 12)
"""Six days before the first class."""


REVIEWS = "reviews: {owe: each required, form: short, due: at class start}\n"


def text(sessions: str = SESSIONS, *, also: str = "", **presenting: str) -> str:
    """The schedule file. `presenting`: what stands in that section, as YAML, above what `PRESENTING` says; '' leaves a
    key out. `text(per="paper")` is the variant with seats for each paper. `also`: further sections, such as `REVIEWS`.
    """
    said = {key: value for key, value in {**PRESENTING, **presenting}.items() if value}
    section = "presenting:\n" + "".join(f"  {key}: {value}\n" for key, value in said.items())
    return HEAD + also + section + sessions


def small(sessions: str = SESSIONS, *, also: str = "", **presenting: str) -> Course:
    """The course of `text`."""
    return parse(text(sessions, also=also, **presenting), "schedule.yaml").course


def key(session: str, role: str, number: int = 1, *, paper: str = "") -> SeatKey:
    return SeatKey(session, paper, role, number)


def holding(seat: SeatKey, person: int, *, at: datetime = START, **more: Any) -> Holding:
    return Holding(key=seat, person=person, taken_at=at, **more)


def taken(course: Course, *held: Holding, opened: bool = True, mode: Mode = Mode.FIRST_COME, **opening: Any) -> Signups:
    """Who holds what, without a database; sign-up has been open since `START` unless `opened` is False."""
    since = Opening(opened_at=START, mode=mode, **opening) if opened else Opening()
    return Signups(course=course, held={one.key: one for one in held}, opening=since)
