"""A gradebook of Canvas: which column is meant, and what becomes of each cell of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.course.canvas_columns import PLAIN, Book, Line, find, new_title, no_such, number
from bot.course.gradebook import Filled, Score, Target, fill
from bot.errors import Misconfigured

HEADER = (*PLAIN, "Reviews (11)", "Reviews (12)", "Talk (13)", "Essay", "Current Score", "Muted (14)")
POINTS = ("    Points Possible", "", "", "", "", "10", "10", "20.00", "", "(read only)", "(read only)")


def book(*cells: str, header: tuple[str, ...] = HEADER, points: tuple[str, ...] = POINTS) -> Book:
    """Person 1 has the first cell in the column Talk (13), person 2 the second …"""
    lines = [
        Line(place, (f"S{place}", str(place), "", "", "A", "", "", cell, "", "9", ""))
        for place, cell in enumerate(cells, 1)
    ]
    return Book(header=header, points=points, lines=tuple(lines))


def filled(theirs: str, ours: Score) -> Filled:
    return fill(book(theirs), [Target("talk", "Talk (13)", 20, 7)], {1: {"talk": ours}})


EIGHT, EXCUSED = Score(Decimal("8.00")), Score(excused=True)


@pytest.mark.parametrize(
    ("theirs", "ours", "written", "how"),
    [
        ("", EIGHT, "8.00", "new"),
        ("-", EIGHT, "8.00", "new"),
        ("7", EIGHT, "8.00", "raised"),
        ("9.5", EIGHT, "8.00", "lowered"),
        ("9,5", EIGHT, "8.00", "lowered"),
        ("A−", EIGHT, "8.00", "replaced"),
        ("complete", EIGHT, "8.00", "replaced"),
        ("8", EIGHT, None, "same"),
        ("8.00", EIGHT, None, "same"),
        ("8,0", EIGHT, None, "same"),
        ("8.004", EIGHT, None, "same"),
        ("8.005", EIGHT, "8.00", "lowered"),
        ("", EXCUSED, "EX", "new"),
        ("9", EXCUSED, "EX", "excused"),
        ("ex", EXCUSED, None, "same"),
        ("EX", EIGHT, None, "let_off"),
        ("EX", Score(Decimal(0), filler=True), None, "let_off"),
        ("9", Score(), None, "blank"),
        ("", Score(), None, None),
        ("", Score(Decimal(0), filler=True), "0.00", "new"),
        ("9", Score(Decimal(0), filler=True), None, "filler"),
        ("N/A", EIGHT, None, "not_taken"),
        ("N/A", Score(), None, None),
    ],
)
def test_what_becomes_of_a_cell(theirs: str, ours: Score, written: str | None, how: str | None) -> None:
    """None for `written`: the cell stays as it stood, and so the column is not in the file."""
    found = filled(theirs, ours)
    said = [one.became for one in found.changes] + [one.why for one in found.kept] + ["same"] * found.same
    assert said == ([how] if how else [])
    assert [row[5:] for row in found.rows] == [(written,) if written is not None else ()]
    assert found.header == (*PLAIN, *(["Talk (13)"] if written is not None else []))


def test_a_column_that_changes_keeps_what_the_others_have_and_only_such_columns_are_written() -> None:
    targets = [Target("talk", "Talk (13)", 20, 7), Target("reviews", "Reviews (11)", 10, 5)]
    scores = {1: {"talk": EIGHT}, 2: {"talk": Score(Decimal("5.00"))}}
    found = fill(book("", "5", "19.25", "EX", " - "), targets, scores)
    assert found.header == (*PLAIN, "Talk (13)")
    assert [row[5] for row in found.rows] == ["8.00", "5", "19.25", "EX", " - "], "a blank would take theirs away"
    assert [row[:5] for row in found.rows[:2]] == [("S1", "1", "", "", "A"), ("S2", "2", "", "", "A")]
    assert found.points == ("    Points Possible", "", "", "", "", "20.00")
    assert (found.scores, found.excused, found.same) == (1, 0, 1)


def test_a_new_column_brings_its_points_also_where_there_were_none() -> None:
    found = fill(book("", points=()), [Target("n", "New", 60)], {1: {"n": EXCUSED}})
    assert (found.header[5:], found.points, found.rows[0][5:]) == (
        ("New",),
        ("    Points Possible", "", "", "", "", "60.00"),
        ("EX",),
    )
    assert fill(book("", points=()), [Target("talk", "Talk (13)", 20, 7)], {1: {"talk": EIGHT}}).points == ()


def test_who_is_not_ours_and_who_has_no_score_stays_as_they_are() -> None:
    stranger = Book(
        header=HEADER, points=POINTS, lines=(Line(None, ("S", "1", "", "", "A", "", "", "3")), Line(2, ("T",)))
    )
    found = fill(stranger, [Target("talk", "Talk (13)", 20, 7)], {2: {"talk": EIGHT}})
    assert [row[5] for row in found.rows] == ["3", "8.00"]
    assert found.rows[1][:5] == ("T", "", "", "", ""), "a short line is made as long as the header"


# --- which column -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("Talk (13)", 7),
        ("Talk", 7),
        (" Talk ", 7),
        ("Essay", 8),
        ("Reviews (12)", 6),
        ("Tlak", None),
        ("Student", None),
    ],
)
def test_a_column_is_found_with_its_id_and_without(wanted: str, place: int | None) -> None:
    assert find(book(), wanted) == place


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Reviews", "Canvas has 2 columns that are called “Reviews”: write which, “Reviews (11)” and “Reviews (12)”"),
        ("Current Score", "Canvas works out the column “Current Score” itself"),
        ("Muted", "Canvas works out the column “Muted” itself"),
    ],
)
def test_a_column_that_two_are_called_or_that_canvas_works_out_is_refused(wanted: str, said: str) -> None:
    with pytest.raises(Misconfigured, match="Canvas") as caught:
        find(book(), wanted)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Talks", "did you mean “Talk (13)”?"),
        ("Talk (31)", "did you mean “Talk (13)”?"),
        ("reviews (15)", "did you mean “Reviews (12)”, “Reviews (11)”?"),
        ("Participation", "it has “Reviews (11)”, “Reviews (12)”, “Talk (13)”, “Essay”"),
    ],
)
def test_of_a_column_that_is_not_there_the_near_ones_are_named(wanted: str, said: str) -> None:
    message = str(no_such(book(), wanted, "grading.reviews.column"))
    assert message == f"grading.reviews.column: the list from Canvas has no column “{wanted}”; {said}"
    assert "none at all" in str(no_such(Book(header=PLAIN), wanted, "x"))


def test_who_a_line_is_about_may_take_more_columns() -> None:
    long = ("LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
    assert Book(header=(*long, "Talk (13)")).identity == 8
    assert Book(header=("Student", "ID", "SIS Login ID", "Section", "Notes", "Talk (13)")).identity == 4


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("Review: Raft", "Review: Raft"),
        ("Review: Attention (2017)", "Review: Attention [2017]"),
        ("Final Grade of talks", "Final-Grade of talks"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_new_title_is_taken_for_no_id_and_no_total(wanted: str, title: str) -> None:
    assert new_title(wanted) == title


@pytest.mark.parametrize(
    ("cell", "value"),
    [("8", "8"), ("8.50", "8.50"), ("8,5", "8.5"), ("1.234,5", "1234.5"), ("90%", "90"), ("-1", "-1"), (".5", "0.5")],
)
def test_a_number_is_read_as_canvas_reads_it(cell: str, value: str) -> None:
    assert number(cell) == Decimal(value)
    assert number("A-") is None
    assert number("") is None
    assert number("1e5") is None
