"""A course as a calendar: read back by the library's strict reading, and true to the schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import vobject
from icalendar import Calendar

from bot.cli import run
from bot.course.model import Course, DateForm, DeadlineKind, SessionKind, Speaker
from bot.course.schedule import read
from bot.export.calendars import CalendarEntry, calendar_file
from bot.services.calendars import MyCourse
from handlers.calendar_entries import of_everyone, of_person
from tests.support.courses import course, deadline, holiday, reading, review, session, week_of

NOW = datetime(2022, 1, 20, 17, 5, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent.parent


def events(entries: Any, **more: Any) -> dict[str, Any]:
    """The entries of the file by their UIDs, without the course's id."""
    found = Calendar.from_ical(calendar_file(entries, now=NOW, **more)).walk("VEVENT")
    by_uid = {str(one["uid"]).removesuffix("@coursebot").partition("/")[2]: one for one in found}
    assert len(by_uid) == len(found), "no UID comes twice"
    return by_uid


def times(event: Any) -> tuple[Any, Any]:
    return event["dtstart"].dt, event["dtend"].dt if "dtend" in event else None


def with_everything() -> Course:
    due = (date(2022, 1, 31), time(13))
    zero = session(
        "zero", date(2022, 1, 31), start=time(13), end=time(16), readings=(reading("zero-paper"),), title="ZeRO; a, b"
    )
    more = {"speakers": (Speaker(name="Ann Guest"),), "note": "Bring a laptop.", "place": "Soda 405"}
    taught = session(
        "zero",
        date(2022, 1, 31),
        start=time(13),
        end=time(16),
        readings=zero.readings,
        title=zero.title,
        review=review(zero, due),
        **more,
    )
    outside = session("raft", date(2022, 2, 7), start=time(13), readings=(reading("raft-paper"),))
    outside = session(
        "raft",
        date(2022, 2, 7),
        start=time(13),
        readings=outside.readings,
        review=review(outside, date(2022, 2, 6), external_url="https://forms.example/raft"),
    )
    return course(
        taught,
        outside,
        holiday("break", date(2022, 2, 21)),
        session("off", date(2022, 2, 22), start=time(13), kind=SessionKind.CANCELLED),
        week_of("week", date(2022, 2, 28)),
        session("agents"),
        deadlines=(
            deadline("proposal", (date(2022, 2, 4), time(17)), title="Proposals", submit_to="https://submit.example"),
            deadline("exam", date(2022, 3, 1), kind=DeadlineKind.EXAM, title="Exam", place="Hall 1"),
        ),
        title="CS294",
    )


def test_everybody_gets_the_classes_and_what_is_due_at_the_course_s_hours():
    found = events(of_everyone(with_everything()))
    zero = found["zero"]
    assert times(zero) == (datetime(2022, 1, 31, 21, tzinfo=UTC), datetime(2022, 2, 1, 0, tzinfo=UTC))
    assert (zero["summary"], zero["location"]) == ("CS294: ZeRO; a, b", "Soda 405")
    assert zero["description"].startswith("With Ann Guest.\nBring a laptop.\n\nTo read:\n")
    assert "https://papers.example/zero-paper" in zero["description"]
    assert times(found["zero/review"]) == (datetime(2022, 1, 31, 21, tzinfo=UTC), None)
    assert found["zero/review"]["summary"] == "Review due: ZeRO; a, b, CS294"
    assert times(found["raft/review"]) == (date(2022, 2, 6), date(2022, 2, 7))
    assert "https://forms.example/raft" in found["raft/review"]["description"]
    assert times(found["proposal"]) == (datetime(2022, 2, 5, 1, tzinfo=UTC), None)
    assert "https://submit.example" in found["proposal"]["description"]
    assert (times(found["exam"]), found["exam"]["location"]) == ((date(2022, 3, 1), date(2022, 3, 2)), "Hall 1")


def test_what_does_not_meet_takes_nobody_s_time_and_what_has_no_date_is_left_out():
    found = events(of_everyone(with_everything()))
    assert found["break"]["summary"].startswith("No class: ")
    assert found["off"]["summary"].startswith("Cancelled: ")
    assert found["off"]["status"] == "CANCELLED"
    for uid, first, last in (
        ("break", date(2022, 2, 21), date(2022, 2, 22)),
        ("off", date(2022, 2, 22), date(2022, 2, 23)),
        ("week", date(2022, 2, 28), date(2022, 3, 7)),
    ):
        assert times(found[uid]) == (first, last)
        assert found[uid]["transp"] == "TRANSPARENT"
    assert "agents" not in found


def test_one_person_s_calendar_has_what_they_owe_when_they_owe_it():
    of = with_everything()
    later = datetime(2022, 2, 2, 21, tzinfo=UTC)
    mine = events(of_person([MyCourse(course=of, due={"zero": later})]))
    assert times(mine["zero/review"]) == (later, None), "the extension counts"
    assert "raft/review" in mine, "what is collected elsewhere is due for everybody"
    done = events(of_person([MyCourse(course=of, due={})]))
    assert "zero/review" not in done
    assert "zero/review" in events(of_person([MyCourse(course=of, due=None)])), "who teaches sees when it is due"


def test_several_days_and_a_range_are_as_many_entries_as_people_expect():
    two = session("two", date(2022, 3, 8), date(2022, 3, 10), start=time(13), end=time(14), title="Demos")
    span = session("span", date(2022, 3, 14), date(2022, 3, 15), date(2022, 3, 16), form=DateForm.RANGE)
    found = events(of_everyone(course(two, span, title="CS294")), title="CS294, Spring 2022")
    assert found["two"]["summary"] == "CS294: Demos (day 1 of 2)"
    assert found["two/2"]["dtstart"].dt.date() == date(2022, 3, 10)
    assert times(found["span"]) == (date(2022, 3, 14), date(2022, 3, 17))


def test_the_shipped_courses_are_valid_calendars_and_another_library_reads_the_same_of_them():
    for path in (ROOT / "schedule.yaml", *sorted((ROOT / "courses").glob("*.yaml"))):
        of = read(path).course
        entries = of_everyone(of)
        found = events(entries, title=of.title)
        assert len(found) >= len([one for one in of.sessions if one.meetings])
        assert all(one.errors == [] for one in found.values())
        other = vobject.readOne(calendar_file(entries, now=NOW, title=of.title).decode()).vevent_list
        assert {one.uid.value: seen_by_another(one) for one in other} == {
            entry.uid: (entry.title, entry.begins, entry.ends, entry.place, entry.description.strip())
            for entry in entries
        }


def seen_by_another(event: Any) -> tuple[Any, ...]:
    texts = [getattr(event, name).value if hasattr(event, name) else "" for name in ("location", "description")]
    ends = event.dtend.value if hasattr(event, "dtend") else None
    return (event.summary.value, event.dtstart.value, ends, *texts)


def test_its_lines_are_as_rfc_5545_has_them():
    said = "Locks; leases, \\ é👩‍🔬\u2028" * 9
    tail = "\r\nBEGIN:VEVENT\nEND:VEVENT\x00\x1b\tend"
    entry = CalendarEntry(uid="a@b", title=said, begins=NOW, description=said + tail)
    content = calendar_file([entry], now=NOW, title="A, b; c\nd")
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines], "no character is cut in two"
    whole = content.decode().replace("\r\n ", "").split("\r\n")
    written = said.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert {
        "X-WR-CALNAME:A\\, b\\; c d",
        "DTSTAMP:20220120T170500Z",
        "DTSTART:20220120T170500Z",
        "UID:a@b",
        f"SUMMARY:{written.strip()}",
        f"DESCRIPTION:{written}\\nBEGIN:VEVENT\\nEND:VEVENT end",
    } <= set(whole)
    assert [line for line in whole if ":" in line and line.split(":")[1] == "VEVENT"] == ["BEGIN:VEVENT", "END:VEVENT"]


def test_the_command_writes_the_same_file_and_never_replaces_one_unasked(tmp_path, capsysbinary):
    out = tmp_path / "term.ics"
    of_the_term = ["calendar", str(ROOT / "schedule.yaml")]
    assert run(of_the_term) == 0
    printed = capsysbinary.readouterr()
    assert printed.err == b""
    assert len(Calendar.from_ical(printed.out).walk("VEVENT")) == 24
    assert run([*of_the_term, "--out", str(out)]) == 0
    written = capsysbinary.readouterr()
    assert written.out == b""
    assert b"24 entries of Machine Learning Systems, Spring 2022" in written.err
    before = out.read_bytes()
    assert run([*of_the_term, "--out", str(out)]) == 1
    assert b"is there already; nothing was changed" in capsysbinary.readouterr().err
    assert out.read_bytes() == before
    assert run([*of_the_term, "--out", str(tmp_path / "nowhere" / "term.ics")]) == 1
    assert b"There is no folder" in capsysbinary.readouterr().err
