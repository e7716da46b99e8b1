"""What an export holds: each review with how it stands by the rules, everybody on it, and nobody of another course."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.course import answers
from bot.course.model import Course, CourseRole, FormField, Presenting, ReviewForm
from bot.course.presets import PRESENTING
from bot.course.signups import SeatKey
from bot.services import export_schema, exporting, exporting_reviews
from bot.services.exporting import KINDS, Options, Order
from bot.store import audit, blobs, exports, grants, people, review_marks, reviews, seats
from bot.store.database import Connection, Database
from bot.store.records import ReviewGrant, ReviewVersion
from bot.store.review_marks import Mark
from bot.store.seats import Gain
from bot.store.staff_tables import roster_entry, roster_sheet
from bot.store.tables import delivery
from tests.support.courses import LOS_ANGELES, course, reading, review, session

pytestmark = pytest.mark.both_databases

FORM = ReviewForm(
    name="custom",
    fields=(
        FormField(id="summary", kind="text", label="Summary"),
        FormField(id="merit", kind="scale", label="Merit", options=("Reject", "Accept"), start=0),
        FormField(id="kind", kind="choice", label="Kind", options=("Theory", "Systems; big")),
        FormField(id="tags", kind="choices", label="Tags", options=("Fast", "Safe", "Odd")),
        FormField(id="again", kind="yes_no", label="Read it again?"),
        FormField(id="sketch", kind="file", label="Sketch"),
        FormField(id="status", kind="text", label="Status of the field"),
    ),
)
LATER = ReviewForm(
    name="custom",
    fields=(
        FormField(id="summary", kind="text", label="In short"),
        FormField(id="doubts", kind="text", label="Doubts"),
    ),
)
DAY, NEXT = date(2022, 1, 31), date(2022, 2, 7)


def taught() -> Course:
    first = session(
        "first",
        DAY,
        start=time(13),
        title="Consensus",
        readings=(reading("raft", title="Raft", url="https://example.org/raft"), reading("paxos", title="Paxos")),
        presenting=True,
    )
    second = session("second", NEXT, start=time(13), title="Clocks", readings=(reading("spanner", title="Spanner"),))
    return course(
        replace(first, review=review(first, (DAY, time(13)), form=FORM)),
        replace(second, review=review(second, (NEXT, time(13)), form=LATER, choose=1)),
        presenting=Presenting(roles=PRESENTING["pc-meeting"]),
    )  # fmt: skip


COURSE = taught()
DUE = datetime(2022, 1, 31, 13, tzinfo=LOS_ANGELES).astimezone(UTC)
NOW = DUE + timedelta(days=3)
BEFORE = DUE - timedelta(days=30)
HOUR = timedelta(hours=1)


class School:
    """A course in the database, with people who write."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.persons: dict[str, int] = {}
        for form in (FORM, LATER):
            reviews.keep_form(connection, "seminar", answers.digest(form), answers.document(form), now=BEFORE)

    def person(self, name: str, role: CourseRole | None = CourseRole.STUDENT, *, active: bool = True) -> int:
        who = people.add_person(
            self.connection, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.edu", now=BEFORE
        )
        self.persons[name] = who
        if role is not None:
            people.set_membership(
                self.connection, course="seminar", person_id=who, role=role, now=BEFORE, active=active
            )
        return who

    def writes(
        self,
        name: str,
        paper: str = "raft",
        number: int = 1,
        *,
        at: timedelta = -HOUR,
        course: str = "seminar",
        form: ReviewForm = FORM,
        **what: Any,
    ) -> None:
        usual = {
            "complete": True,
            "session": "second" if paper == "spanner" else "first",
            "late_then": 0 if at <= timedelta(0) else None,
            "answers": {"summary": f"{name} on {paper}"},
        }
        reviews.add_version(self.connection, ReviewVersion(course=course, person=self.persons[name], paper=paper, number=number, received_at=DUE + at, form=answers.digest(form), **{**usual, **what}))  # fmt: skip

    def rows(self, kind: str = "reviews", *, now: datetime = NOW, **options: Any) -> list[dict[str, Any]]:
        (sheet,) = KINDS[kind](self.connection, COURSE, Options(**options), now)
        names = [column.name for column in sheet.columns]
        assert len(set(names)) == len(names)
        return [dict(zip(names, row, strict=True)) for row in sheet.rows]


@pytest.fixture
def school(connection: Connection) -> School:
    return School(connection)


def said(rows: Sequence[Mapping[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


# --- reviews --------------------------------------------------------------------------------------------------------


def test_a_review_is_a_row_with_all_that_is_known_of_it(school: School, connection: Connection) -> None:
    maya = school.person("Maya Lindqvist")
    sheet = connection.execute(roster_sheet.insert().values(course="seminar", kind="canvas", name="g.csv", imported_at=BEFORE, header=[]).returning(roster_sheet.c.id)).scalar_one()  # fmt: skip
    connection.execute(roster_entry.insert().values(course="seminar", person=maya, sheet=sheet, line=3, name="Maya", email="ml@berkeley.edu", student_id="0031", canvas_id="9", login="mayal", section="LEC 001"))  # fmt: skip
    file = blobs.put(connection, "seminar", maya, b"x", file=("sketch, final.pdf", "application/pdf"), now=BEFORE)
    written = {"summary": "=It works – at last", "merit": "1", "kind": "2", "tags": "1, 3", "again": "yes", "sketch": file, "status": "Open"}  # fmt: skip
    school.writes("Maya Lindqvist", answers=written)
    review_marks.put(
        connection, Mark(course="seminar", person=maya, paper="raft", version=1, mark="plus", marked_at=NOW)
    )
    (row,) = school.rows()
    assert row == {
        "course": "seminar", "session": "first", "session_title": "Consensus", "session_date": DAY, "paper": "raft",
        "paper_title": "Raft", "paper_url": "https://example.org/raft", "student": "Maya Lindqvist",
        "email": "ml@berkeley.edu", "student_id": "0031", "canvas_id": "9", "login": "mayal", "section": "LEC 001",
        "role": "student", "active": True, "submitted_at": DUE - HOUR, "status": "on time", "minutes_late": 0,
        "version": 1, "counts": True, "words": 5, "mark": "✓+", "summary": "=It works – at last", "merit": 1,
        "kind": "Systems; big", "tags": "Fast; Odd", "again": True, "sketch": "sketch, final.pdf",
        "field_status": "Open", "doubts": None,
    }  # fmt: skip
    assert row["submitted_at"].isoformat() == "2022-01-31T12:00:00-08:00"


def test_the_version_that_counts_is_the_row_and_each_version_is_one_on_request(
    school: School, connection: Connection
) -> None:
    maya = school.person("Maya")
    for number, at in ((1, -3 * HOUR), (2, -2 * HOUR)):
        school.writes("Maya", number=number, at=at)
    school.writes("Maya", number=3, at=-HOUR, complete=False)
    school.writes("Maya", number=4, at=2 * HOUR, late_then=120)
    review_marks.put(
        connection, Mark(course="seminar", person=maya, paper="raft", version=1, mark="plus", marked_at=NOW)
    )
    assert said(school.rows(), "version", "status", "counts", "mark") == [(2, "on time", True, None)]
    assert said(school.rows(versions=True), "version", "status", "minutes_late", "counts", "mark") == [
        (1, "on time", 0, False, "✓+"),
        (2, "on time", 0, True, None),
        (3, "draft", None, False, None),
        (4, "late", 120, False, None),
    ]


def test_late_after_the_close_and_drafts(school: School, connection: Connection) -> None:
    for name in ("Late", "Later", "Closed", "Draft", "Accepted", "More"):
        school.person(name)
    school.writes("Late", at=3 * HOUR + timedelta(minutes=12, seconds=40), late_then=192)
    school.writes("Later", at=20 * HOUR, late_then=60)
    school.writes("Closed", at=30 * HOUR)
    school.writes("Draft", complete=False)
    school.writes("Accepted", at=30 * HOUR, complete=False, accepted_at=NOW)
    school.writes("More", at=30 * HOUR, late_then=0)
    grants.add(connection, ReviewGrant(course="seminar", person=school.persons["More"], kind="extension", paper="raft", until=DUE + 40 * HOUR, granted_at=DUE))  # fmt: skip
    assert said(school.rows(), "student", "status", "minutes_late", "counts") == [
        ("Accepted", "late", 1800, True),
        ("Closed", "after the close", 1800, False),
        ("Late", "late", 192, True),
        ("Later", "late", 60, True),
        ("More", "on time", 0, True),
    ]
    assert ("Draft", "draft", None, False) in said(
        school.rows(versions=True), "student", "status", "minutes_late", "counts"
    )


def test_who_left_and_who_was_never_in_it_are_there_and_marked_and_other_courses_are_not(school: School) -> None:
    school.person("Zed", active=False)
    school.person("anna", CourseRole.AUDITOR)
    school.person("Ira", CourseRole.INSTRUCTOR)
    school.person("Nobody", None)
    for name in ("Zed", "anna", "Ira", "Nobody"):
        school.writes(name)
        school.writes(name, course="other")
    assert said(school.rows(), "student", "role", "active") == [
        ("anna", "auditor", True),
        ("Ira", "instructor", True),
        ("Nobody", None, False),
        ("Zed", "student", False),
    ]


def test_rows_stand_by_student_and_then_by_when_they_were_due_also_of_papers_that_are_gone(school: School) -> None:
    for name in ("Bo", "Al"):
        school.person(name)
        school.writes(name, "spanner", form=LATER, answers={"doubts": "Many."})
        school.writes(name, "gone", session="zeroth", at=2 * HOUR, late_then=120)
        school.writes(name, "paxos")
        school.writes(name, "raft")
    rows = school.rows()
    assert [row["student"] for row in rows] == ["Al"] * 4 + ["Bo"] * 4
    assert said(rows[:4], "paper", "session", "status", "summary", "doubts") == [
        ("raft", "first", "on time", "Al on raft", None),
        ("paxos", "first", "on time", "Al on paxos", None),
        ("spanner", "second", "on time", None, "Many."),
        ("gone", "zeroth", "late", "Al on gone", None),
    ]
    assert said(school.rows(session="second"), "student", "paper") == [("Al", "spanner"), ("Bo", "spanner")]
    assert said(school.rows(session="zeroth", person=school.persons["Bo"]), "student", "paper") == [("Bo", "gone")]
    assert "merit" not in school.rows(session="second")[0], "a question of other sessions"


def test_without_reviews_there_are_the_heads_of_the_forms_in_force(school: School) -> None:
    (sheet,) = KINDS["reviews"](school.connection, COURSE, Options(), NOW)
    assert list(sheet.rows) == []
    assert [column.name for column in sheet.columns][-8:] == ["summary", "merit", "kind", "tags", "again", "sketch", "field_status", "doubts"]  # fmt: skip


# --- students x papers ----------------------------------------------------------------------------------------------


def test_status_has_a_word_for_each_student_and_paper(school: School, connection: Connection) -> None:
    for name in ("Ann", "Ben", "Cy", "Dee"):
        school.person(name)
    school.person("Eve", active=False)
    school.person("Fay", CourseRole.AUDITOR)
    school.person("Gus", CourseRole.AUDITOR)
    joined = school.person("Hal")
    people.put_member(
        connection,
        replace(people.get_member(connection, "seminar", joined), joined_at=DUE - HOUR, counts_from=DUE + HOUR),
    )  # type: ignore[type-var] # there is one
    school.writes("Ann", at=-HOUR)
    school.writes("Ann", "paxos", at=2 * HOUR, late_then=120)
    school.writes("Ann", "spanner", form=LATER)
    school.writes("Ben", complete=False)
    school.writes("Ben", "paxos", at=30 * HOUR)
    school.writes("Eve")
    school.writes("Fay", "paxos")
    grants.add(
        connection,
        ReviewGrant(course="seminar", person=school.persons["Cy"], kind="excuse", paper="raft", granted_at=BEFORE),
    )
    seats.gain(
        connection,
        "seminar",
        Gain(key=SeatKey("first", "", "critic", 1), person=school.persons["Dee"], how="taken", at=BEFORE),
    )
    assert said(school.rows("status"), "student", "role", "active", "raft", "paxos", "spanner") == [
        ("Ann", "student", True, "on time", "late", "on time"),
        ("Ben", "student", True, "draft", "after the close", "open"),
        ("Cy", "student", True, "excused", "missed", "open"),
        ("Dee", "student", True, "presenting", "presenting", "open"),
        ("Eve", "student", False, "on time", None, None),
        ("Fay", "auditor", True, None, "on time", None),
        ("Hal", "student", True, None, None, "open"),
    ]
    assert list(school.rows("status", session="second")[0])[-1] == "spanner"
    assert "raft" not in school.rows("status", session="second")[0]


def test_what_is_chosen_is_enough(school: School, connection: Connection) -> None:
    first = COURSE.sessions[0]
    assert first.review is not None
    of_one = replace(COURSE, sessions=(replace(first, review=replace(first.review, choose=1)),))
    school.person("Ann")
    school.writes("Ann")
    (sheet,) = KINDS["status"](connection, of_one, Options(), NOW)
    assert [row[-2:] for row in sheet.rows] == [["on time", "not needed"]]


# --- the other tables -----------------------------------------------------------------------------------------------


def test_signups_say_how_a_seat_came_and_what_became_of_it(school: School, connection: Connection) -> None:
    ira = school.person("Ira", CourseRole.INSTRUCTOR)
    ann, ben, cy = (school.person(name) for name in ("Ann", "Ben", "Cy"))
    critic, advocate, neutral, gone = (
        SeatKey("first", "", role, 1) for role in ("critic", "advocate", "neutral", "gone")
    )
    for key, person, how, by in (
        (critic, ann, "taken", None),
        (advocate, ben, "assigned", ira),
        (neutral, cy, "filled", ira),
        (gone, cy, "promoted", None),
    ):
        seats.gain(connection, "seminar", Gain(key=key, person=person, how=how, at=BEFORE, by=by))  # type: ignore[arg-type] # words of Gained
    seats.mark(connection, "seminar", critic, "no_show", at=NOW, by=ira)
    seats.mark(connection, "seminar", advocate, "stood_in", at=NOW, by=ira, stand_in=cy)
    columns = ("seat", "student", "how", "given_by", "outcome", "stood_in", "marked_by", "offered")
    assert said(school.rows("signups", now=DUE), *columns) == [
        ("neutral", "Cy", "filled", "Ira", "ahead", None, None, True),
        ("advocate", "Ben", "assigned", "Ira", "stood in", "Cy", "Ira", True),
        ("critic", "Ann", "taken", None, "no-show", None, "Ira", True),
        ("gone", "Cy", "promoted", None, None, None, None, False),
    ]
    later = school.rows("signups", now=DUE + timedelta(days=2))
    assert [row["outcome"] for row in later if row["seat"] == "neutral"] == ["presented"]
    assert {row["seat"] for row in school.rows("signups", person=cy)} == {"neutral", "gone", "advocate"}
    assert school.rows("signups", session="second") == []


def test_deliveries_are_the_ledger_with_names_and_none_is_in_memory_twice(
    school: School, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)  # more rows than are handed over at a time
    ann = school.person("Ann")
    usual = {"course": "seminar", "occurrence": "due", "due_at": DUE, "stale_after": NOW, "created_at": BEFORE}
    rows = [
        {**usual, "destination": "person", "kind": "reminder", "item": f"c{number}", "recipient": str(ann), "state": "sent", "sent_at": DUE, "title": "Due"}
        for number in range(5)
    ] + [{**usual, "destination": "slack", "kind": "weekly", "item": "first", "state": "waiting"}]  # fmt: skip
    for row in (
        *rows,
        {**usual, "course": "other", "destination": "slack", "kind": "weekly", "item": "x", "state": "sent"},
    ):
        connection.execute(delivery.insert(), row)
    found = school.rows("deliveries")
    assert said(found, "kind", "item", "destination", "recipient", "state", "sent_at") == [
        *(("reminder", f"c{number}", "person", "Ann", "sent", DUE) for number in range(5)),
        ("weekly", "first", "slack", None, "waiting", None),
    ]
    assert said(school.rows("deliveries", session="first"), "kind") == [("weekly",)]
    assert len(school.rows("deliveries", person=ann)) == 5


def test_the_audit_has_names_and_the_export_itself(school: School, connection: Connection) -> None:
    ira, ann = school.person("Ira", CourseRole.INSTRUCTOR), school.person("Ann")
    audit.record(
        connection, now=DUE, course="seminar", action="marked", person=ira, item=str(ann), details={"mark": "plus"}
    )
    audit.record(connection, now=DUE, course="other", action="marked", person=ira)
    audit.record(connection, now=DUE, course="seminar", action="roster_imported", item=str(ann))
    order = Order(kinds=("reviews",), form="csv", options=Options(versions=True, session="first"))
    exporting.note(connection, COURSE, order, {"reviews": 3}, person=None, now=NOW)
    assert said(school.rows("audit"), "at", "by", "action", "item", "about") == [
        (DUE, "Ira", "marked", str(ann), "Ann"),
        (DUE, None, "roster_imported", str(ann), None),  # the number of the import
        (NOW, None, "exported", "reviews", None),
    ]
    assert json.loads(school.rows("audit")[2]["details"]) == {"format": "csv", "person": None, "rows": {"reviews": 3}, "session": "first", "versions": True, "via": "cli"}  # fmt: skip
    assert [row["action"] for row in school.rows("audit", person=ira)] == ["marked"]


# --- the whole ------------------------------------------------------------------------------------------------------


def test_json_is_as_its_schema_says(school: School, connection: Connection) -> None:
    ann = school.person("Ann")
    school.writes("Ann")
    seats.gain(connection, "seminar", Gain(key=SeatKey("first", "", "critic", 1), person=ann, how="taken", at=BEFORE))
    audit.record(connection, now=DUE, course="seminar", action="marked", item=str(ann))
    stream = io.BytesIO()
    exporting.write_out(connection, COURSE, Order(kinds=tuple(KINDS), form="json"), stream, now=NOW)
    whole = json.loads(stream.getvalue())
    schema = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text(encoding="utf-8"))
    assert schema == export_schema.schema(), "python -m bot.services.export_schema > docs/export.schema.json"
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    checker.validate(whole)
    assert list(whole) == ["course", *KINDS]
    assert whole["course"] == {
        "id": "seminar",
        "title": "Seminar",
        "term": "Spring 2022",
        "timezone": "America/Los_Angeles",
    }
    whole["reviews"][0]["minutes_late"] = "0"
    assert not checker.is_valid(whole)


def test_so_many_people_are_read_at_a_time_as_have_so_many_versions(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting_reviews, "TOGETHER", 3)
    names = [f"P{number}" for number in range(8)]
    for name in names:
        school.person(name)
        school.writes(name)
        school.writes(name, "paxos")
    known = exporting_reviews.everybody(school.connection, COURSE)
    parts = [
        [one.name for one in part]
        for part in exporting_reviews.together(list(known.values()), dict.fromkeys(known, 2), 5)
    ]
    assert parts == [names[0:2], names[2:4], names[4:6], names[6:8]]
    assert [row["student"] for row in school.rows()] == sorted(names * 2)


async def test_a_long_export_keeps_nobody_from_writing(database: Database) -> None:
    """While rows are read one by one, others write; what they write is not in it."""
    await database.run(lambda connection: [School(connection).person(f"P{number}") for number in range(3)])

    def slowly(connection: Connection) -> tuple[int, int]:
        (sheet,) = KINDS["status"](connection, COURSE, Options(), NOW)
        rows = iter(sheet.rows)
        next(rows)
        with database.write_engine.begin() as other:
            people.set_membership(
                other,
                course="seminar",
                person_id=people.add_person(other, name="New", now=NOW),
                role=CourseRole.STUDENT,
                now=NOW,
            )
        return 1 + len(list(rows)), len(people.members(connection, "seminar"))

    assert await database.run.read(slowly) == (3, 3)
    assert len(await database.run.read(people.members, "seminar")) == 4
