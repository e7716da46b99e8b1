"""The course laid out for machines and for people: every key there, nothing known that the file does not say."""

import json

import pytest

from bot.course.listing import listing, term
from bot.course.model import Course
from bot.course.schedule import parse, read
from bot.data import bundled

HEAD = """
course: {id: c, title: C, term: T, timezone: America/Los_Angeles, meets: {days: [mon], start: 13:00, end: 14:30}}
"""


def written(sessions: str, head: str = HEAD) -> Course:
    return parse(head + sessions, "schedule.yaml").course


def shipped() -> Course:
    return read(bundled("schedule.yaml")).course


def test_a_session_as_a_machine_reads_it():
    big_data = listing(shipped())["sessions"][1]
    assert big_data | {"readings": [], "materials": []} == {
        "id": "big-data",
        "title": "Big Data Systems",
        "kind": "guest",
        "dates": ["2022-01-31"],
        "starts_at": "2022-01-31T13:00:00-08:00",
        "ends_at": "2022-01-31T16:00:00-08:00",
        "week": "Week 2",
        "unit": None,
        "speakers": [
            {
                "name": "Reynold Xin",
                "affiliation": "Databricks",
                "url": "https://en.wikipedia.org/wiki/Reynold_Xin",
            }
        ],
        "readings": [],
        "materials": [],
        "review": {
            "due_at": "2022-01-31T13:00:00-08:00",
            "owed": ["bismarck", "rdd", "lakehouse"],
            "choose": 1,
            "form": "systems",
        },
    }
    assert big_data["readings"][0] == {
        "id": "bismarck",
        "title": "Towards a Unified Architecture for in-RDBMS Analytics",
        "url": "https://www.cs.stanford.edu/people/chrismre/papers/bismarck.pdf",
        "tier": "required",
        "locator": None,
    }
    assert big_data["materials"][2]["title"] == "Guest lecture PDF"


def test_the_class_stays_at_one_when_the_clocks_change():
    starts = {session["id"]: session["starts_at"] for session in listing(shipped())["sessions"]}
    assert starts["project-proposals"] == "2022-03-07T13:00:00-08:00"
    assert starts["ml-for-systems"] == "2022-03-14T13:00:00-07:00"


def test_a_day_without_an_hour_is_a_bare_date():
    (session,) = listing(written("sessions: [{id: a, title: A, date: 2022-01-31, start: unknown}]"))["sessions"]
    assert (session["starts_at"], session["ends_at"]) == ("2022-01-31", None)


@pytest.mark.parametrize(
    ("dated", "dates", "starts_at"),
    [
        ("date: TBD", [], None),
        ("dates: [2022-01-31, 2022-02-02]", ["2022-01-31", "2022-02-02"], "2022-01-31T13:00:00-08:00"),
        (
            "range: {from: 2022-01-31, to: 2022-02-02}",
            ["2022-01-31", "2022-02-01", "2022-02-02"],
            "2022-01-31T13:00:00-08:00",
        ),
        ("week_of: 2022-01-31", ["2022-01-31"], None),
        ("date: 2022-01-31, kind: holiday", ["2022-01-31"], "2022-01-31"),
    ],
)
def test_every_way_to_give_a_date(dated, dates, starts_at):
    (session,) = listing(written(f"sessions: [{{id: a, title: A, {dated}}}]"))["sessions"]
    assert (session["dates"], session["starts_at"]) == (dates, starts_at)


def test_a_deadline_keeps_what_is_not_known_open():
    course = written(
        """
sessions: []
deadlines:
  - {id: a, title: A, kind: assignment, out: 2022-01-24, due: 2022-01-31 23:59}
  - {id: b, title: B, kind: project, due: TBD}
"""
    )
    assert listing(course)["deadlines"] == [
        {
            "id": "a",
            "kind": "assignment",
            "title": "A",
            "out_at": "2022-01-24",
            "due_at": "2022-01-31T23:59:00-08:00",
        },
        {"id": "b", "kind": "project", "title": "B", "out_at": None, "due_at": None},
    ]


def test_an_untitled_session_and_an_unmarked_reading_are_null():
    course = written("sessions: [{id: a, date: TBD, readings: [{id: p, title: P}]}]")
    (session,) = listing(course)["sessions"]
    assert session["title"] is None
    assert session["readings"][0]["tier"] is None


@pytest.mark.parametrize(
    "name", ["schedule.yaml", *(f"courses/{one}.yaml" for one in ("dsc204a-w24", "cs744-sp25", "aisys-snu-2021"))]
)
def test_every_key_is_always_there(name):
    whole = listing(read(bundled(name)).course)
    assert list(whole) == ["course", "sessions", "deadlines", "roles"]
    keys = {tuple(session) for session in whole["sessions"]}
    assert keys == {
        (
            *("id", "title", "kind", "dates", "starts_at", "ends_at", "week", "unit"),
            *("speakers", "readings", "materials", "review"),
        )
    }
    assert json.loads(json.dumps(whole)) == whole


def test_roles_with_their_seats():
    assert listing(shipped())["roles"][-1] == {"id": "backup", "title": "Backup/Scribe", "seats": 1}


def test_the_term_for_people_is_in_the_order_of_its_days():
    course = written(
        """
sessions:
  - {id: later, title: Later, date: TBD}
  - {id: two, title: Two, date: 2022-02-07}
  - {id: one, title: One, date: 2022-01-31, speakers: [{name: Ann, affiliation: MIT}, {name: Bo}]}
  - {id: off, title: Off, week_of: 2022-02-14, kind: holiday}
deadlines:
  - {id: report, title: Report, kind: project, due: 2022-02-03}
  - {id: open, title: Open, kind: form}
"""
    )
    assert [(row.when, row.what, row.due, row.quiet) for row in term(course)] == [
        ("Mon 31 Jan, 1:00 PM", "One (Ann, MIT; Bo)", "", False),
        ("Thu 3 Feb", "Report", "due", False),
        ("Mon 7 Feb, 1:00 PM", "Two", "", False),
        ("week of Mon 14 Feb", "Off", "", True),
        ("TBD", "Later", "", False),
        ("TBD", "Open", "no due date yet", False),
    ]


def test_the_term_says_what_to_read_and_by_when():
    row = term(shipped())[1]
    assert (row.readings, row.due) == ("3 required, 3 optional", "1 review by 1:00 PM")


def test_a_review_due_on_another_day_names_it():
    course = written(
        """
reviews: {owe: each required, form: short, due: the day before at 23:59}
sessions:
  - {id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: required}, {id: q, title: Q}]}
"""
    )
    (row,) = term(course)
    assert (row.readings, row.due) == ("1 required, 1 more", "1 review by Sun 30 Jan, 11:59 PM")
