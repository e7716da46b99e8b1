"""`coursebot ids --write` adds ids and changes nothing else."""

import pytest

from bot.course.ids import with_ids
from bot.course.schedule import parse, read
from bot.data import bundled
from bot.errors import BadSchedule

DRAFT = """\
# my course
course: {id: c, title: C, term: T, timezone: UTC, meets: {days: [mon], start: 13:00}}
reviews: {owe: none}
sessions:
  - title: Big Data   # the first
    date: 2022-01-31
    readings:
    - {title: "One, two", tier: optional}
    -   tier: optional
        title: Three
    - id: four
      title: Four
  - # a comment before the keys
    date: 2022-02-07
    title: Big Data, again

deadlines:
- kind: project
  title: Report
  due: 2022-03-03
"""

WITH_IDS = """\
# my course
course: {id: c, title: C, term: T, timezone: UTC, meets: {days: [mon], start: 13:00}}
reviews: {owe: none}
sessions:
  - id: big-data
    title: Big Data   # the first
    date: 2022-01-31
    readings:
    - {id: one-two, title: "One, two", tier: optional}
    -   id: three
        tier: optional
        title: Three
    - id: four
      title: Four
  - # a comment before the keys
    id: big-data-again
    date: 2022-02-07
    title: Big Data, again

deadlines:
- id: report
  kind: project
  title: Report
  due: 2022-03-03
"""


def test_every_entry_gets_the_id_that_it_had():
    written = with_ids(DRAFT, "schedule.yaml")
    assert written.text == WITH_IDS
    assert [item for _, item in written.added] == ["big-data", "one-two", "three", "big-data-again", "report"]
    assert parse(written.text, "").course == parse(DRAFT, "").course


def test_a_second_time_changes_nothing():
    written = with_ids(WITH_IDS, "schedule.yaml")
    assert (written.text, written.added) == (WITH_IDS, ())


def test_keeps_the_line_ends_and_the_mark_of_the_file():
    windows = "\ufeff" + DRAFT.replace("\n", "\r\n")
    assert with_ids(windows, "schedule.yaml").text == "\ufeff" + WITH_IDS.replace("\n", "\r\n")


def test_an_entry_that_is_used_twice_is_written_once():
    text = """\
course: {id: c, title: C, term: T, timezone: UTC}
sessions:
  - {title: A, date: 2022-01-31, readings: [&paper {title: P, tier: optional}]}
  - {title: B, date: 2022-02-07, readings: [*paper]}
"""
    written = with_ids(text, "schedule.yaml").text
    assert written.count("id: p,") == 1
    assert parse(written, "").course == parse(text, "").course


def test_an_id_that_would_change_the_course_is_refused():
    text = """\
course: {id: c, title: C, term: T, timezone: UTC}
sessions:
  - &first
    id: a
    title: A
    date: 2022-01-31
    readings:
      - &paper
        title: P
        tier: optional
      - <<: *paper
        title: Q
      - {<<: *paper, title: R}
"""
    written = with_ids(text, "schedule.yaml")
    assert [item for _, item in written.added] == ["p", "q", "r"]
    only_merged = text.replace("        title: Q\n", "").replace(
        "      - <<: *paper\n", "  - {id: b, title: B, date: TBD, readings: [{<<: *paper}]}\n", 1
    )
    only_merged = "\n".join(line for line in only_merged.splitlines() if "title: R" not in line) + "\n"
    merged = with_ids(only_merged, "schedule.yaml")
    assert parse(merged.text, "").course == parse(only_merged, "").course


def test_a_broken_schedule_is_refused_with_its_lines():
    with pytest.raises(BadSchedule, match=r"schedule.yaml:2:"):
        with_ids("course: {id: c, title: C, term: T, timezone: UTC}\nsesions: []\n", "schedule.yaml")


@pytest.mark.parametrize("name", ["schedule.yaml", "courses/cs744-sp25.yaml"])
def test_the_shipped_files_state_their_ids(name):
    text = bundled(name).read_text(encoding="utf-8")
    assert with_ids(text, name).added == ()


def test_ids_taken_out_come_back():
    path = bundled("courses/cs744-sp25.yaml")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.startswith("  - id: twine"):
            lines[number : number + 2] = [line.replace("- id: twine", "- title: Twine")]
    written = with_ids("".join(lines), "x")
    assert [item for _, item in written.added] == ["twine"]
    assert parse(written.text, "").course == read(path).course
