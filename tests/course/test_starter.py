"""Whatever a person answers, `coursebot init` writes a schedule without a problem."""

import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import scalars
from bot.course.schedule import parse
from bot.course.starter import Answers, starter


def answers(**changed) -> Answers:
    given_first = {
        "id": "ml-sys",
        "title": "ML Systems",
        "term": "Fall 2026",
        "timezone": "Europe/Berlin",
        "days": (0, 3),
        "start": time(13),
        "first": date(2026, 10, 12),
        "owe": "one",
    }
    return Answers(**given_first | changed)


def test_a_file_of_about_twenty_lines_with_comments():
    text = starter(answers())
    assert 18 <= text.count("\n") <= 30
    assert text.count("#") >= 6


def test_says_what_was_answered():
    course = parse(starter(answers()), "schedule.yaml").course
    assert (course.id, course.title, course.term, course.timezone.key) == (
        "ml-sys",
        "ML Systems",
        "Fall 2026",
        "Europe/Berlin",
    )
    assert course.channels == {"slack": {"announcements": "#ml-sys", "staff": "#ml-sys-staff"}}
    assert [str(session.first.day) for session in course.sessions] == ["2026-10-12", "2026-10-15"]
    assert [str(course.local(session.starts_at).time()) for session in course.sessions] == ["13:00:00"] * 2
    assert course.sessions[1].review.choose == 1


def test_signing_up_to_present_is_there_once_the_marks_are_taken_away():
    text = starter(answers())
    assert not parse(text, "schedule.yaml").course.presenting.roles
    parsed = parse(re.sub(r"^# ( *(presenting|preset|rules|opens):)", r"\1", text, flags=re.MULTILINE), "schedule.yaml")
    assert parsed.warnings == ()
    assert [role.id for role in parsed.course.presenting.roles] == ["neutral", "advocate", "critic", "backup"]
    assert str(parsed.course.presenting.opens.day) == "2026-10-12"


def test_hours_place_and_teacher_are_written_where_they_were_told():
    text = starter(answers(end=time(14, 20), place='Room "7": east', teacher="Ada # Prof"))
    parsed = parse(text, "schedule.yaml")
    meets = parsed.course.meets
    assert parsed.warnings == ()
    assert (meets.start, meets.end, meets.place) == (time(13), time(14, 20), 'Room "7": east')
    assert [(one.name, one.role) for one in parsed.course.staff] == [("Ada # Prof", "instructor")]
    assert parse(starter(answers()), "schedule.yaml").course.staff == ()


@pytest.mark.parametrize("owe", ["each", "one", "none"])
@pytest.mark.parametrize("start", [time(9, 5), None])
@pytest.mark.parametrize("days", [(0,), (6,), (1, 3), (0, 1, 2, 3, 4)])
def test_has_neither_a_problem_nor_a_warning(owe, start, days):
    first = next(date(2026, 10, day) for day in range(12, 19) if date(2026, 10, day).weekday() in days)
    parsed = parse(starter(answers(owe=owe, start=start, days=days, first=first)), "schedule.yaml")
    assert parsed.warnings == ()


def lawful(text: str) -> bool:
    try:
        scalars.title(text)
    except ValueError:
        return False
    return True


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=60).filter(lawful), st.text(min_size=1, max_size=20).filter(lawful))
def test_any_title_and_term_arrive_as_they_were_typed(title, term):
    course = parse(starter(answers(title=title, term=term)), "schedule.yaml").course
    assert (course.title, course.term) == (title, term)
