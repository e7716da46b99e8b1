"""The gradebook from what the database holds to the file that Canvas imports, by the command line and back again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from bot.cli import run
from bot.course.gradebook import EXCUSED
from bot.errors import Misconfigured
from bot.export import canvas
from bot.services import archiving, gradebook, seating
from bot.services.gradebook import Gradebook
from bot.services.graded_work import Wanted
from bot.store import audit, grants, review_marks, seats
from bot.store.database import Connection, Database
from bot.store.records import ReviewGrant
from handlers import gradebook_words as words
from tests.support.graded import CANVAS, GRADING, HEADER, TERM_ENDS, TEXT, Graded, due, graded, one_term, opened

IDENTITY = HEADER.split(",")[:5]
REVIEWS, PARTICIPATION = "Paper reviews (4711)", "Participation (4712)"
GOLDEN = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Paper reviews (4711),Participation (4712)
    Points Possible,,,,,50.00,5.00
"Lovelace, Ada",101,s001,ada@example.edu,"CS294-LEC-001, Disc 2",50.00,2.50
"Turing, Alan",102,s002,alan@example.edu,CS294-LEC-001,50.00,EX
"=""=cmd""",103,s003,eve@example.edu,CS294-LEC-001,50.00,N/A
"Hopper, Grace",104,s004,grace@example.edu,CS294-LEC-001,12.00,0.00
'''.replace("\n", "\r\n")


def made(it: Graded, now: datetime = TERM_ENDS, **wanted: bool) -> Gradebook:
    return gradebook.gradebook(it.connection, it.course, Wanted(**wanted), now=now)  # type: ignore[arg-type] # flags


def content(found: Gradebook) -> bytes:
    return canvas.content(found.filled, as_it_stood=found.sheet is not None)


def read_back(file: bytes) -> pl.DataFrame:
    """By another program, all as text, without the row of points."""
    table = pl.read_csv(io.BytesIO(file), infer_schema=False).fill_null("")
    return table.filter(~pl.col(table.columns[0]).str.contains("Points Possible"))


def column(found: Gradebook, title: str) -> list[str]:
    """Of Ada, Alan, Eve and Grace."""
    table = read_back(content(found))
    return table[title].to_list() if title in table.columns else []


# --- the file -------------------------------------------------------------------------------------------------------


def test_the_file_has_the_lines_of_canvas_and_only_what_changes(connection: Connection) -> None:
    it = one_term(connection)
    found = made(it)
    assert content(found).decode() == GOLDEN
    table = read_back(content(found))
    assert table.columns == [*IDENTITY, REVIEWS, PARTICIPATION], "Homework 1 and the totals are not ours"
    assert table["Student"].to_list() == ["Lovelace, Ada", "Turing, Alan", '="=cmd"', "Hopper, Grace"], (
        "as Canvas has it"
    )
    assert (words.headline(found), list(words.remarks(found))) == (
        "4 scores, 1 unmatched",
        [
            "Not on Canvas’s list, so left out: Rita.",
            "Excused in Canvas, and they stay so: Alan Turing (Participation EX).",
            (
                "Canvas has 2 scores where I have none, and keeps them: =cmd (Paper reviews 50) and Grace Hopper "
                "(Paper reviews 12)."
            ),
            "8 reviews are missing: they count 0 only if you say so (“With missing as 0”, --final).",
        ],
    )
    assert words.changes(found) == [
        "Alan Turing, Paper reviews: 40 → 50",
        "Ada Lovelace, Paper reviews: 50",
        "Ada Lovelace, Participation: 2.5",
        "Grace Hopper, Participation: 0",
    ]
    assert words.changes(found, 1) == ["Alan Turing, Paper reviews: 40 → 50", "and 3 more"]


def test_what_canvas_took_in_is_the_same_the_next_time(connection: Connection) -> None:
    """Import, fill, export: Canvas takes it in and gives it out again, and then there is nothing to change."""
    it = one_term(connection)
    before = made(it)
    it.imports(content(before).decode(), "again.csv")
    after = made(it)
    assert (after.filled.changes, after.filled.same) == ((), 4)
    assert words.headline(after) == "nothing to change, 1 unmatched"
    assert after.filled.header == tuple(IDENTITY)
    it.hands_in("grace", "rdd")
    assert [(one.after, one.became) for one in made(it).filled.changes] == [("50.00", "raised")]


def test_who_came_with_another_list_since_is_left_out_until_canvas_has_them(connection: Connection) -> None:
    it = one_term(connection)
    names = ("Ada Lovelace,ada", "Alan Turing,alan", "=cmd,eve", "Grace Hopper,grace", "Nina New,nina")
    plain_list = "Name,Email\n" + "".join(f"{one}@example.edu\n" for one in names)
    it.imports(plain_list, "registrar.csv")
    it.hands_in("nina", "tvm")
    found = made(it)
    assert content(found).decode() == GOLDEN
    assert "Not on Canvas’s list, so left out: Nina New and Rita." in list(words.remarks(found))


def test_missing_ones_are_nothing_at_the_end_and_no_score_of_canvas_is_lowered_unsaid(connection: Connection) -> None:
    it = one_term(connection)
    found = made(it, final=True)
    assert column(found, REVIEWS) == ["50.00", "25.00", "50.00", "12.00"], "of three the lowest is dropped"
    assert next(words.remarks(found)) == "Lower than in Canvas now: Alan Turing (Paper reviews 40 → 25)."
    assert "8 reviews are missing: they count 0." in list(words.remarks(found))
    fresh = CANVAS.replace("40.00,EX", ",").replace(",50.00,N/A", ",,").replace(",12.00,", ",,")
    it.imports(fresh, "fresh.csv")
    assert column(made(it), REVIEWS) == ["50.00", "50.00", "", ""]
    assert column(made(it, final=True), REVIEWS) == ["50.00", "25.00", "0.00", "0.00"]


def test_marks_lateness_and_excuses_make_the_score(connection: Connection) -> None:
    it = one_term(connection)
    it.marks("ada", "eyeriss", "plus")
    assert column(made(it), REVIEWS)[:2] == ["40.00", "40.00"], "80 % of 50; unmarked ones wait once one is marked"
    said = list(words.remarks(made(it)))
    assert "3 reviews are not marked yet: they do not count until then." in said
    assert "1 mark is not released: students would see them in Canvas first." in said
    for paper, mark in (("rdd", "check"), ("tvm", "minus")):
        it.marks("ada", paper, mark)
    assert column(made(it), REVIEWS)[0] == "41.25", "0.85 and 0.8, without 0.7"
    it.hands_in("ada", "rdd", timedelta(minutes=-1), number=2)
    assert column(made(it), REVIEWS)[0] == "41.25", "the mark stays until staff mark anew"
    assert "1 marked review has a newer version: the mark of the one before counts." in list(words.remarks(made(it)))
    review_marks.release(connection, it.course.id, [(it.person("ada"), "rdd")], now=TERM_ENDS, by=None)
    assert "2 marks are not released: students would see them in Canvas first." in list(words.remarks(made(it)))


def test_who_is_let_off_everything_is_excused_in_canvas(connection: Connection) -> None:
    it = one_term(connection)
    for session in ("first", "second", "third"):
        excuse = ReviewGrant(
            course=it.course.id, person=it.person("grace"), kind="excuse", session=session, granted_at=TERM_ENDS, granted_by=None
        )  # fmt: skip
        grants.add(connection, excuse)
    found = made(it)
    assert column(found, REVIEWS)[3] == EXCUSED
    assert words.headline(found) == "4 scores, 1 EX, 1 unmatched"
    assert "In place of what stands in Canvas: Grace Hopper (Paper reviews 12 → EX)." in list(words.remarks(found))
    each = made(it, per_review=True, create=True)
    assert [column(each, f"Review: {title}")[3] for title in ("Eyeriss", "TVM")] == [EXCUSED, EXCUSED]


def test_single_reviews_go_to_their_columns_and_new_ones_are_made_only_when_asked(connection: Connection) -> None:
    text = TEXT + GRADING.replace(
        "drop_lowest: 1}", "drop_lowest: 1, points_each: 20, columns: {rdd: Homework 1 (4700)}}"
    )
    it = one_term(connection, text)
    found = made(it, per_review=True)
    assert column(found, "Homework 1 (4700)") == ["20.00", "20.00", "", ""]
    assert REVIEWS not in found.filled.header, "in place of the total"
    assert "No column for 2 reviews: the schedule names none (grading.reviews.columns), so it is left out." in list(
        words.remarks(found)
    )
    created = made(it, per_review=True, create=True)
    assert created.created == ("Review: Eyeriss", "Review: TVM")
    assert column(created, "Review: Eyeriss") == ["16.00", "", "", ""], "36 hours late are two days"
    assert created.filled.points[5:] == ("20.00", "20.00", "20.00", "5.00")


def test_no_column_is_invented_and_a_title_that_canvas_has_is_not_made_twice(connection: Connection) -> None:
    it = one_term(connection, TEXT)
    bare = made(it)
    assert bare.targets == ()
    assert "No column for paper reviews and participation: the schedule names none (grading.reviews.column and " in (
        " ".join(words.remarks(bare))
    )
    found = made(it, create=True)
    assert found.created == (), "there are columns that are called so"
    assert column(found, REVIEWS)[0] == "46.67"
    it.imports(CANVAS.replace("Paper reviews (4711)", "Essays (4711)"), "other.csv")
    found = made(it, create=True)
    assert found.created == ("Paper reviews",)
    assert column(found, "Paper reviews") == ["93.33", "100.00", "", ""]
    assert "Out of 100 points, as the schedule says nothing else: “Paper reviews”." in list(words.remarks(found))


@pytest.mark.parametrize(
    ("grading", "said"),
    [
        ("{reviews: {column: Paper revews}}", "no column “Paper revews”; did you mean “Paper reviews (4711)”?"),
        ("{reviews: {column: Reviews Final Score}}", "Canvas works out the column “Reviews Final Score” itself"),
        (
            "{reviews: {column: Paper reviews, points: 60}}",
            "“Paper reviews (4711)” counts 50 points in Canvas and 60 by grading.reviews.points: make them equal",
        ),
        ("{reviews: {column: Paper reviews (99)}}", "no column “Paper reviews (99)”"),
    ],
)
def test_a_column_that_does_not_fit_is_said(connection: Connection, grading: str, said: str) -> None:
    it = one_term(connection, f"{TEXT}grading: {grading}\n")
    with pytest.raises(Misconfigured) as caught:
        made(it)
    assert said in str(caught.value)
    if "99" in grading:
        with pytest.raises(Misconfigured):
            made(it, create=True)


def test_presenting_counts_seats_and_somebody_who_did_not_come_is_seen(connection: Connection) -> None:
    text = (
        TEXT
        + "presenting: {roles: [{id: lead, title: Lead, seats: 2}], rules: {at_least: 1}}\ngrading: {presenting: {points: 10}}\n"
    )
    it = one_term(connection, text)
    known = seating.signups(connection, it.course)
    mine = dict(zip(("ada", "alan"), [key for key in known.seats if key.session == "first"], strict=True))
    for name, key in mine.items():
        seats.gain(
            connection, it.course.id, seats.Gain(key=key, person=it.person(name), how="assigned", at=due("rdd") - timedelta(days=3))
        )  # fmt: skip
    seats.mark(connection, it.course.id, mine["alan"], "no_show", at=TERM_ENDS, by=None)
    wanted = Wanted(components=("presenting",), create=True)
    found = gradebook.gradebook(connection, it.course, wanted, now=TERM_ENDS)
    assert column(found, "Presenting") == ["10.00", "0.00", "", ""], "a day after class a seat counts as presented"
    last = gradebook.gradebook(connection, it.course, replace(wanted, final=True), now=TERM_ENDS)
    assert column(last, "Presenting") == ["10.00", "0.00", "0.00", "0.00"]
    assert not [one for one in words.remarks(last) if "still to come" in one]
    early = gradebook.gradebook(connection, it.course, replace(wanted, final=True), now=due("rdd"))
    assert "3 classes are still to come: to present there counts 0 as well." in list(words.remarks(early))


def test_without_a_list_from_canvas_it_is_a_plain_table_that_no_spreadsheet_runs(connection: Connection) -> None:
    it = graded(connection)
    it.joins("ada")
    it.joins("=1+1")
    it.hands_in("ada", "rdd")
    found = made(it)
    table = read_back(content(found))
    assert table.columns == [*IDENTITY, "Paper reviews", "Participation"]
    assert table["Student"].to_list() == ["'=1+1", "Ada"]
    assert table["Paper reviews"].to_list() == ["", "100.00"]
    assert words.source(it.course, found).startswith("No list from Canvas was imported, so this is a plain table")
    sheet = gradebook.everything(connection, it.course, now=TERM_ENDS)
    assert [one.name for one in sheet.columns][-2:] == ["reviews", "participation"]
    assert [row[0] for row in sheet.rows] == ["=1+1", "Ada"]


def test_the_archive_of_a_course_has_everybodys_points(connection: Connection) -> None:
    it = one_term(connection)
    file = io.BytesIO()
    archiving.write_archive(connection, it.course, lambda _: iter(()), file, now=TERM_ENDS)
    with zipfile.ZipFile(file) as archive:
        table = pl.read_csv(archive.read("gradebook.csv"))
        listed = json.loads(archive.read("course.json"))["gradebook"]
    assert table["student"].to_list() == ["'=cmd", "Ada Lovelace", "Alan Turing", "Grace Hopper", "Rita"]
    assert table["reviews"].to_list() == [None, 50, 50, None, None]
    assert [one["participation"] for one in listed] == [None, 2.5, 5, 0, None]


# --- the command ------------------------------------------------------------------------------------------------------

Say = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def say(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, database_url: str) -> Say:
    monkeypatch.setenv("COURSEBOT_CLOCK", f"{TERM_ENDS.isoformat()}@1")

    def command(*arguments: str) -> tuple[int, bytes, str]:
        code = run(["export", "gradebook", "--database", database_url, *arguments])
        printed = capfdbinary.readouterr()
        return code, printed.out, printed.err.decode()

    return command


def test_the_command_says_what_changes_and_writes_the_same_bytes(say: Say, database: Database, tmp_path: Path) -> None:
    course = opened(database)
    code, out, err = say()
    assert (code, out.decode()) == (0, GOLDEN)
    assert err.startswith("4 scores, 1 unmatched.\n")
    code, out, err = say("--diff")
    assert (code, err) == (0, "")
    assert out.decode().splitlines()[-4] == "Alan Turing, Paper reviews: 40 → 50"
    file = tmp_path / "gradebook.csv"
    assert say("--out", str(file))[0] == 0
    assert file.read_bytes() == GOLDEN.encode()
    code, _, err = say("--out", str(file))
    assert (code, "--force replaces it" in err) == (1, True)
    code, out, _ = say("--component", "participation")
    assert [code, *out.decode().splitlines()[0].split(",")[5:]] == [0, PARTICIPATION]
    with database.write_engine.begin() as connection:
        taken = [one for one in audit.entries(connection, course.id) if one.action == "exported"]
    assert [(one.item, one.person) for one in taken] == [("gradebook", None)] * 3, "a diff alone takes nothing"


def test_the_command_says_when_there_is_nothing_to_write(say: Say, database: Database) -> None:
    course = opened(database, TEXT)
    code, out, err = say()
    assert (code, out) == (1, b"")
    assert "no column is named for paper reviews and participation; see --create" in err
    code, out, _ = say("--create", "--final")
    assert code == 0
    assert b"Lovelace" in out
    with database.write_engine.begin() as connection:
        Graded(connection, course).imports(out.decode(), "again.csv")
    code, out, err = say("--create", "--final")
    assert (code, out) == (0, b"")
    assert "Canvas has all of this already: nothing was written." in err
