"""The four real courses that ship with the bot, against their pages.

`seeds/*.txt` hold what each page says, taken from the page and not from the schedule file: a line per session, then its
guest, what is owed, readings and materials in the page's order. Every title, date and link must be the same.
"""

from collections import Counter
from pathlib import Path

import pytest

from bot.course.model import Course, Reading, Session, SessionKind
from bot.course.schedule import Parsed, read
from bot.data import bundled

FACTS = Path(__file__).parent / "seeds"
FILES = {
    "cs294-sp22": "schedule.yaml",
    "dsc204a-w24": "courses/dsc204a-w24.yaml",
    "cs744-sp25": "courses/cs744-sp25.yaml",
    "aisys-snu21": "courses/aisys-snu-2021.yaml",
}


def parsed(course_id: str) -> Parsed:
    return read(bundled(FILES[course_id]))


def course(course_id: str) -> Course:
    return parsed(course_id).course


def facts(course_id: str) -> list[str]:
    return (FACTS / f"{course_id}.txt").read_text(encoding="utf-8").splitlines()


def days(session: Session) -> str:
    return ", ".join(f"{meeting.day:%a %Y-%m-%d}" for meeting in session.meetings) or "TBD"


def reading_line(reading: Reading) -> str:
    locator = f" | {reading.locator}" if reading.locator else ""
    return f"  {reading.tier or 'unmarked'}: {reading.title} | {reading.url or '-'}{locator}"


def guest_lines(session: Session) -> list[str]:
    return [f"  guest: {who.name} | {who.affiliation or '-'} | {who.url or '-'}" for who in session.speakers]


def material_lines(session: Session) -> list[str]:
    return [f"  {one.kind}: {one.title} | {one.url}" for one in session.materials]


@pytest.mark.parametrize(("course_id", "file"), FILES.items())
def test_has_the_identity_that_its_file_is_known_by(course_id, file):
    there = read(bundled(file)).course
    assert there.id == course_id
    assert all(len(one) <= 24 for one in [*there.item_ids, *(reading.id for _, reading in there.readings())])


@pytest.mark.parametrize("file", FILES.values())
def test_states_every_id_itself(file):
    """An id that is only a slug of the title changes with the title."""
    text = bundled(file).read_text(encoding="utf-8")
    there = read(bundled(file)).course
    entries = len(there.sessions) + len(there.deadlines) + sum(1 for _ in there.readings())
    stated = sum(line.lstrip().startswith(("- id: ", "- {id: ")) for line in text.splitlines() if "#" not in line[:2])
    assert stated == entries


def test_cs294_says_what_its_page_says():
    said = []
    for session in course("cs294-sp22").sessions:
        said += [f"{days(session)} {session.title}", *guest_lines(session)]
        if session.review:
            required = tuple(reading.id for reading in session.readings if reading.tier == "required")
            assert (session.review.papers, session.review.choose) == (required, 1)
            assert session.review.due.at == session.starts_at
            said.append("  review: one of the required papers before 1:00 PM")
        said += [reading_line(reading).replace(" | Chapter 1", "") for reading in session.readings]
        said += material_lines(session)
    assert said == facts("cs294-sp22")


def test_cs294_in_numbers():
    there = course("cs294-sp22")
    assert len(there.sessions) == 16
    assert {meeting.day.weekday() for session in there.sessions for meeting in session.meetings} == {0}
    assert Counter(reading.tier for _, reading in there.readings()) == {"required": 34, "optional": 26}
    assert sum(session.review is not None for session in there.sessions) == 8
    assert sum(bool(session.speakers) for session in there.sessions) == 9
    assert [session.id for session in there.sessions if session.kind is SessionKind.HOLIDAY] == [
        "presidents-day",
        "spring-break",
        "rrr-week",
    ]
    assert not there.deadlines


def test_cs294_meets_at_one_also_after_the_clocks_change():
    there = course("cs294-sp22")
    meets = [session for session in there.sessions if session.kind.meets]
    assert {f"{there.local(session.starts_at):%H:%M}-{there.local(session.ends_at):%H:%M}" for session in meets} == {
        "13:00-16:00"
    }
    assert [session.week for session in there.sessions] == [f"Week {number}" for number in range(1, 17)]
    assert there.meets.place == "Soda 405"


def test_cs294_asks_for_one_chapter_of_the_book():
    (chapter,) = (
        one for _, one in course("cs294-sp22").readings() if one.title == "Principles of Computer System Design"
    )
    assert (chapter.locator, chapter.medium) == ("Chapter 1", "chapter")


def test_cs294_presents_in_four_roles_three_times_a_different_one_each_time():
    there = course("cs294-sp22")
    presenting = there.presenting
    assert [role.title for role in presenting.roles] == ["Neutral Presenter", "Advocate", "Critic", "Backup/Scribe"]
    assert (presenting.rules.at_least, presenting.rules.distinct_roles) == (3, "yes")
    assert [session.id for session in there.sessions if session.presenting] == [
        session.id for session in there.sessions if session.readings and session.id != "intro"
    ]


def test_dsc204a_says_what_its_page_says():
    said = []
    for session in course("dsc204a-w24").sessions:
        said += [f"{days(session)} {session.title}", *guest_lines(session)]
        said += map(reading_line, session.readings)
        said += material_lines(session)
    assert said == facts("dsc204a-w24")


def test_dsc204a_owes_each_paper_once_although_three_sessions_list_it():
    there = course("dsc204a-w24")
    assert len({reading.id for _, reading in there.readings()}) == 7
    owing = {session.id: session.review for session in there.sessions if session.review}
    assert list(owing) == ["ray"]
    assert owing["ray"].papers == ("tensorflow", "petuum", "parameter-server")
    assert owing["ray"].choose is None
    assert f"{there.local(owing['ray'].due.at):%a %d %b %H:%M %Z}" == "Mon 04 Mar 10:00 PST"


def test_cs744_says_what_its_page_says():
    said = []
    for session in course("cs744-sp25").sessions:
        named = session.kind not in (SessionKind.LECTURE, SessionKind.GUEST)
        title = f" {session.title}" if named else ""
        said.append(f"{days(session)} {session.kind}{title} [{session.unit or '-'}]")
        said += map(reading_line, session.readings)
    assert said == facts("cs744-sp25")


def test_cs744_in_numbers():
    there = course("cs744-sp25")
    assert len(there.sessions) == 30
    assert {meeting.day.weekday() for session in there.sessions for meeting in session.meetings} == {1, 3}
    assert Counter(reading.tier for _, reading in there.readings()) == {"required": 26, "optional": 17}
    assert len({session.unit for session in there.sessions if session.unit}) == 7
    assert not any(reading.url for _, reading in there.readings())
    assert not any(session.starts_at or session.review for session in there.sessions)


def test_cs744_has_its_deadlines_on_days_without_an_hour():
    there = course("cs744-sp25")
    assert [
        (one.title, one.kind.value, str(one.out.day) if one.out else None, str(one.due.day) if one.due else None)
        for one in there.deadlines
    ] == [
        ("Assignment 0", "assignment", "2025-01-21", None),
        ("Assignment 1", "assignment", "2025-01-28", "2025-02-04"),
        ("Assignment 2", "assignment", "2025-02-04", "2025-02-13"),
        ("Submit project form", "form", None, "2025-02-13"),
        ("Project Introductions", "project", None, "2025-03-04"),
        ("Project check-ins", "project", None, "2025-04-01"),
        ("Final project reports", "project", None, "2025-05-08"),
    ]
    assert all(moment.at is None for one in there.deadlines for moment in (one.out, one.due) if moment)
    (feedback,) = (session for session in there.sessions if session.note and "feedback" in session.note)
    assert days(feedback) == "Tue 2025-04-15"


def test_aisys_says_what_its_page_says():
    said = []
    for session in course("aisys-snu21").sessions:
        said.append(f"{days(session)} {session.week}: {session.title}")
        said += map(reading_line, session.readings)
    assert said == facts("aisys-snu21")


def test_aisys_knows_no_hour_and_asks_for_no_review():
    there = course("aisys-snu21")
    assert not any(meeting.starts_at for session in there.sessions for meeting in session.meetings)
    assert not any(session.review for session in there.sessions)
    (report,) = there.deadlines
    assert (report.title, str(report.due.day), report.due.at) == ("Project report", "2021-06-15", None)
    assert report.due.until.isoformat() == "2021-06-15T15:00:00+00:00"


def test_aisys_names_the_same_papers_in_weeks_8_and_10():
    there = course("aisys-snu21")
    first, again = (there.session(f"distributed-training-{number}") for number in (1, 2))
    assert first.readings == again.readings
    assert len(first.readings) == 7


def test_aisys_gives_the_paper_its_authors():
    (paper,) = (one for _, one in course("aisys-snu21").readings() if one.venue)
    assert (paper.venue, len(paper.authors)) == ("HPCA 2018", 17)
    assert (paper.authors[0], paper.authors[-1]) == ("Kim Hazelwood", "Xiaodong Wang")


@pytest.mark.parametrize("course_id", FILES)
def test_every_day_of_class_is_a_class_day(course_id):
    there = course(course_id)
    assert {meeting.day.weekday() for session in there.sessions for meeting in session.meetings} <= set(
        there.meets.days
    )


@pytest.mark.parametrize("course_id", FILES)
def test_has_no_link_that_is_only_a_hash_or_relative(course_id):
    there = course(course_id)
    links = [reading.url for _, reading in there.readings()]
    links += [one.url for session in there.sessions for one in (*session.speakers, *session.materials)]
    links += [link.url for link in there.links]
    assert all(url.startswith(("http://", "https://")) and len(url) > 15 for url in links if url)
