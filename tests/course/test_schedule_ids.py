"""Ids that are written into a schedule of any shape leave its meaning alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.ids import with_ids
from bot.course.schedule import parse
from bot.errors import BadSchedule

HEAD = "course: {id: demo, title: Demo, term: T, timezone: UTC, meets: {days: [mon], start: 13:00}}\n"


def test_ids_that_yaml_would_read_as_something_else_are_quoted() -> None:
    text = (
        HEAD
        + 'deadlines:\n  - {title: "Null", kind: form}\n  - {title: 2022, kind: form}\n  - {title: Off, kind: form}\n'
    )
    written = with_ids(text, "f").text
    assert written.count('id: "null"') == written.count('id: "2022"') == written.count('id: "off"') == 1
    assert parse(written, "f").course == parse(text, "f").course


def test_an_id_that_was_left_empty_is_filled() -> None:
    text = HEAD + "sessions:\n  - id:   # which?\n    title: Big Data\n    date: TBD\n"
    assert "  - id: big-data   # which?\n" in with_ids(text, "f").text
    for nothing in ("~", "null"):
        assert "  - id: big-data   # which?\n" in with_ids(text.replace("id:   #", f"id: {nothing}   #"), "f").text


def test_an_entry_that_takes_over_keys_gets_an_id_of_its_own() -> None:
    text = HEAD + (
        "sessions:\n"
        "  - &usual\n    title: Big\n    date: 2022-01-31\n    place: Soda\n"
        "  - <<: *usual\n    title: Data\n    date: 2022-02-07\n"
    )
    written = with_ids(text, "f").text
    assert "  - id: data\n    <<: *usual\n" in written
    assert parse(written, "f").course == parse(text, "f").course


def a_title() -> st.SearchStrategy[str]:
    return st.tuples(st.text(max_size=8), st.sampled_from("abyz059"), st.text(max_size=8)).map("".join)


@settings(max_examples=50, deadline=None)
@given(st.lists(a_title(), max_size=4), st.booleans())
def test_meaning_never_changes(titles: list[str], flow: bool) -> None:
    quoted = ['"' + "".join(f"\\U{ord(letter):08X}" for letter in title) + '"' for title in titles]
    if flow:
        text = HEAD + f"sessions: [{', '.join(f'{{title: {title}, date: TBD}}' for title in quoted)}]\n"
    else:
        text = HEAD + "sessions:\n" + "".join(f"- title: {title}\n  date: TBD\n" for title in quoted)
    try:
        before = parse(text, "f").course
    except BadSchedule:
        return
    written = with_ids(text, "f")
    assert parse(written.text, "f").course == before
    assert len(written.added) == len(titles)


def test_one_entry_alone_gets_its_id_where_it_stands() -> None:
    text = f"{HEAD}sessions:\n  title: Big data\n  date: TBD\n  readings: {{title: MapReduce}}\n"
    changed = with_ids(text, "f").text
    assert "sessions:\n  id: big-data\n  title: Big data\n" in changed
    assert "readings: {id: mapreduce, title: MapReduce}" in changed
