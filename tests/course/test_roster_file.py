"""Class lists as programs and people write them, and files that are none: each fault with its line, all at once."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from bot.course.class_list_columns import right_way_round
from bot.course.class_list_text import BadClassList
from bot.course.roster_file import ClassList, read
from tests.support.class_lists import BROKEN, CANVAS


def people(sheet: ClassList) -> list[tuple[str, str, str]]:
    return [(one.name, one.email, one.student_id) for one in sheet.lines]


ADA_AND_BEN = [("Ada Lovelace", "ada@example.edu", "007"), ("Ben Ögren", "ben@example.edu", "8")]

PLAIN = {
    "name, email, id": "Name,Email,Student ID\nAda Lovelace,ada@example.edu,007\nBen Ögren,ben@example.edu,8\n",
    "another order, semicolons, last name first": (
        'SID;E-Mail;Student\n007;ada@example.edu;Lovelace, Ada\n8;ben@example.edu;"Ögren, Ben"\n'
    ),
    "first and last name, tabs": (
        "Last Name\tFirst Name\tSection\tE-mail address\tID number\n"
        "Lovelace\tAda\tLab, 1\tada@example.edu\t007\nÖgren\tBen\tLab; 2\tben@example.edu\t8\n"
    ),
    "pipes and Windows line ends": (
        "surname|given name|matriculation no.|mail\r\nLovelace|Ada|007|ada@example.edu\r\nÖgren|Ben|8|ben@example.edu\r\n"
    ),
    "old line ends, quotes everywhere": (
        '"Full Name","NetID","UIN","Email"\r"Ada\nLovelace","al","007","ada@example.edu"\r'
        '"Ben Ögren","bo","8","ben@example.edu"\r'
    ),
    "a spreadsheet's first line, empty rows, trailing commas": (
        "sep=;\n\n;;;;\nName;Email;ID;;\nAda Lovelace;ada@example.edu;007;;\n;;;;\nBen Ögren;ben@example.edu;8.0;;\n;\n"
    ),
    "more columns than are needed": (
        "No,Name,Email,Student ID,Email (other),Year\n"
        '1,Ada Lovelace,ada@example.edu,007,"x, y",3\n2,Ben Ögren,ben@example.edu,8,,\n'
    ),
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_plain_table_in_any_order_delimiter_and_encoding(text: str, encoding: str) -> None:
    sheet = read(text.encode(encoding), "list.csv")
    assert people(sheet) == ADA_AND_BEN
    assert (sheet.kind, sheet.guessed, sheet.points) == ("plain", encoding == "latin-1", ())


def test_a_canvas_gradebook_with_all_that_canvas_writes_beside_students() -> None:
    sheet = read(CANVAS.encode("utf-8-sig"), "2022-01-20_Grades-CS_294.csv")
    assert people(sheet) == [
        ("Ada Lovelace", "ada@example.edu", "3031"),
        ("Martin King Jr.", "", "3032"),
        ("Eve =Ö", "", ""),
    ]
    ada, martin, eve = sheet.lines
    assert (ada.canvas_id, ada.login, ada.section) == ("11", "ada@example.edu", "LEC 001 and DIS 101")
    assert (martin.login, martin.line, eve.canvas_id) == ("mlk", 5, "13")
    assert sheet.kind == "canvas"
    assert sheet.header[5:] == ("Review 1 (4711)", "Presenting (4712)", "Current Score")
    assert sheet.points == ("    Points Possible", "", "", "", "", "10", "5,00", "(read only)")
    assert ada.cells == ("Lovelace, Ada", "11", "3031", "ada@example.edu", "LEC 001 and DIS 101", "EX", "", "90.5")
    assert sheet.left_out == ((8, "Student, Test"),)


def test_a_canvas_gradebook_with_first_and_last_names_apart_and_no_further_rows() -> None:
    text = "LastName,FirstName,ID,SIS Login ID,Section\nLovelace,Ada,11,ada,1\n"
    (ada,) = read(text.encode(), "g.csv").lines
    assert (ada.name, ada.canvas_id, ada.login, ada.email) == ("Ada Lovelace", "11", "ada", "")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Lovelace, Ada", "Ada Lovelace"),
        ("van der Berg,  Jan", "Jan van der Berg"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("King, Jr., Martin", "Martin King Jr."),
        ("King Jr., Martin", "Martin King Jr."),
        ("Ada Lovelace, PhD", "Ada Lovelace, PhD"),
        ("Ada Lovelace", "Ada Lovelace"),
        ("Lovelace,", "Lovelace"),
        ("Pelé", "Pelé"),
        ("李, 伟", "伟 李"),
        ("a, b, c, d", "a, b, c, d"),
    ],
)
def test_a_name_is_put_the_right_way_round(written: str, name: str) -> None:
    assert right_way_round(written) == name


@pytest.mark.parametrize(("content", "faults"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_with_its_lines(content: bytes, faults: list[tuple[int, str]]) -> None:
    with pytest.raises(BadClassList) as raised:
        read(content, "list.csv")
    found = raised.value.faults
    assert [one.line for one in found] == [number for number, _ in faults], str(raised.value)
    for one, (_, words) in zip(found, faults, strict=True):
        assert words in one.message
    assert str(raised.value).count("list.csv: ") == len(found)


def test_there_are_enough_broken_files() -> None:
    assert len(BROKEN) >= 20
    assert sum(bool(number) for _, faults in BROKEN.values() for number, _ in faults) >= 20, "with a line"


def test_what_is_made_to_exhaust_its_reader_is_refused_at_once() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", b"a," * 3_000_000)
    head = b"Name,Email\n"
    bombs = {
        "one cell": (head + b'"' + b"x" * 1_000_000, "characters"),
        "columns": (head + b"," * 1_000_000, "characters"),
        "columns of the header": (b"Name,Email" + b",x" * 99_000, "columns"),
        "lines": (head + b"x\n" * 300_000, "more than 100,000 lines"),
        "lines in a cell": (head + b'"' + b"xxx\n" * 90_000, "does not end"),
        "rows": (head + b"a,b@c.de\n" * 30_000, "at most 20,000 rows"),
        "empty rows": (head + b"\n" * 600_000, "100,000 lines"),
        "quotes": (head + b'"a"b,"' * 30_000, "quotation mark"),
        "too large": (head + b"x" * 5_000_000, "5 MB"),
        "an archive": (packed.getvalue(), "archive"),
    }
    for name, (content, words) in bombs.items():
        begun = time.process_time()
        with pytest.raises(BadClassList, match=words):
            read(content, "list.csv")
        assert time.process_time() - begun < 3, name
