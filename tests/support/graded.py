"""A course that is graded: reviews of three papers, presenters, ticks, and the list of its students from Canvas.

Times are those of Los Angeles in 2022; the classes are on the Mondays 31 Jan, 7 Feb and 14 Feb at one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.course.model import Course, CourseRole
from bot.course.roster_file import read
from bot.course.schedule import parse
from bot.services import roster_import
from bot.store import class_list, courses, participations, people, review_marks, reviews, schedules
from bot.store.database import Connection, Database
from bot.store.records import ReviewVersion
from bot.store.review_marks import Mark
from tests.support.courses import LOS_ANGELES
from tests.support.seminar import FIRST, HEAD, SECOND, THIRD

LATE = "  late_rule: {percent: 10, per: day, floor: 20}\n  hard_close: 7d\n  late: 7d\n"
TEXT = HEAD.replace("  form: short\n", "  form: short\n" + LATE) + FIRST + SECOND + THIRD.partition("deadlines:")[0]
GRADING = """\
grading:
  reviews: {column: Paper reviews (4711), drop_lowest: 1}
  participation: {points: 5, column: Participation}
"""

HEADER = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4700),Paper reviews (4711),Participation (4712),"
    "Reviews Current Score,Reviews Final Score,Current Score,Final Score"
)
CANVAS = f'''\
{HEADER}
,,,,,Manual Posting,,,,,,
    Points Possible,,,,,20.00,50.00,5.00,(read only),(read only),(read only),(read only)
"Lovelace, Ada",101,s001,ada@example.edu,"CS294-LEC-001, Disc 2",18.00,,,,,90.00,90.00
"Turing, Alan",102,s002,alan@example.edu,CS294-LEC-001,19.50,40.00,EX,,,97.50,97.50
"=""=cmd""",103,s003,eve@example.edu,CS294-LEC-001,,50.00,N/A,,,,
"Hopper, Grace",104,s004,grace@example.edu,CS294-LEC-001,,12.00,,,,,
"Student, Test",999,,,CS294-LEC-001,,,,,,,
'''
CLASSES = {"rdd": date(2022, 1, 31), "eyeriss": date(2022, 2, 7), "tvm": date(2022, 2, 14)}
SESSIONS = {"rdd": "first", "eyeriss": "second", "tvm": "third"}
START = datetime(2022, 1, 20, 12, tzinfo=LOS_ANGELES).astimezone(UTC)
TERM_ENDS = datetime(2022, 3, 1, 12, tzinfo=LOS_ANGELES).astimezone(UTC)


def due(paper: str) -> datetime:
    return datetime.combine(CLASSES[paper], time(13), LOS_ANGELES).astimezone(UTC)


@dataclass
class Graded:
    """The course in one transaction. People are named by their account, or by the first of their names."""

    connection: Connection
    course: Course

    def person(self, name: str) -> int:
        found = {
            one.name.split()[0].lower(): one.person for one in class_list.listings(self.connection, self.course.id)
        }
        members = people.members(self.connection, self.course.id)
        return found.get(name) or next(one.person for one in members if one.name.split()[0].lower() == name)

    def imports(self, text: str = CANVAS, file: str = "2022-01-20T1200_Grades-CS294.csv") -> None:
        roster_import.apply(self.connection, self.course, read(text.encode(), file), stamp=None, now=START, by=None)

    def joins(self, name: str) -> int:
        person = people.ensure_account(
            self.connection, platform="slack", workspace="W", user_id=name, name=name.title(), now=START
        )
        people.set_membership(
            self.connection, course=self.course.id, person_id=person, role=CourseRole.STUDENT, now=START
        )
        return person

    def hands_in(self, name: str, paper: str, late: timedelta = timedelta(hours=-1), number: int = 1) -> None:
        version = ReviewVersion(
            course=self.course.id, person=self.person(name), paper=paper, number=number, session=SESSIONS[paper],
            window=f"w{number}", complete=True, received_at=due(paper) + late, form="f", answers={"summary": "It works."},
        )  # fmt: skip
        reviews.add_version(self.connection, version)

    def marks(self, name: str, paper: str, mark: str, version: int = 1) -> None:
        marked = Mark(
            course=self.course.id,
            person=self.person(name),
            paper=paper,
            version=version,
            mark=mark,
            marked_at=TERM_ENDS,
        )
        review_marks.put(self.connection, marked)

    def ticks(self, session: str, said: Mapping[str, bool]) -> None:
        noted = {self.person(name): there for name, there in said.items()}
        participations.note(self.connection, self.course.id, session, noted, at=TERM_ENDS, by=None)


def graded(connection: Connection, text: str = TEXT + GRADING) -> Graded:
    """In force, nobody in it."""
    course = parse(text, "schedule.yaml").course
    schedules.apply_version(connection, course=course.id, text=text, hash="h" * 8, file="schedule.yaml", now=START)
    courses.ensure_course(connection, course.id, now=START)
    reviews.keep_form(connection, course.id, "f", {"name": "short", "fields": []}, now=START)
    return Graded(connection, course)


def one_term(connection: Connection, text: str = TEXT + GRADING) -> Graded:
    """Ada wrote all, the second a day and a half late; Alan wrote one; Grace, whom nobody has seen, and Eve none. Rita
    is in the channel and on no list.
    """
    it = graded(connection, text)
    it.imports()
    it.joins("rita")
    it.hands_in("ada", "rdd")
    it.hands_in("ada", "eyeriss", timedelta(hours=36))
    it.hands_in("ada", "tvm")
    it.hands_in("alan", "rdd")
    it.ticks("first", {"ada": True, "alan": True, "grace": False})
    it.ticks("second", {"ada": False, "alan": True})
    return it


def opened(database: Database, text: str = TEXT + GRADING) -> Course:
    """The same, written down."""
    with database.write_engine.begin() as connection:
        return one_term(connection, text).course
