"""What is written is read back by other programs: polars, openpyxl and json find every value as it was."""

from __future__ import annotations

import csv
import io
import json
import os
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from bot.course.wording import storable
from bot.errors import Refused
from bot.export import csv_file, xlsx_file
from bot.export.sheets import About, Cell, Column, Sheet
from bot.export.writing import EVERY, FORMATS, Format, ending, write

LA = ZoneInfo("America/Los_Angeles")
ABOUT = About(id="seminar", title="Seminar", term="Spring 2022", timezone=LA.key)
AT = datetime(2022, 3, 13, 3, 4, 5, tzinfo=LA)

COLUMNS = (
    Column("text"),
    Column("whole", "whole"),
    Column("number", "number"),
    Column("instant", "instant"),
    Column("day", "day"),
    Column("yes_no", "yes_no"),
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", '=cmd|"/c calc"!A1']
TEXTS = [
    *FORMULAS,
    "'=1",
    "''=1",
    "'",
    "it's 'quoted'",
    'a "quote", and; semicolons;=1',
    "two\nlines\r\nand a third\rone",
    "🎓 naïve 中文",
    "\u202eright to left\u202c שלום مرحبا",
    "\x01\x0b\x1b[31m\x7f\x85",
    "_x0041_ _x000D_",
    "  spaces  ",
    "https://example.org/x",
    "0012",
    "1e5",
    "\ufffe\uffff",
    "NULL",
    "",
    "x" * 32_767,
]


class OnlyWrites:
    """A pipe: no seeking, no telling."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, data: bytes, /) -> object:
        self.content += data
        return None


def row(text: Cell) -> Sequence[Cell]:
    return (text, 3, -2.5, AT, date(2022, 1, 31), True)


def sheet(rows: Sequence[Sequence[Cell]], name: str = "reviews", columns: tuple[Column, ...] = COLUMNS) -> Sheet:
    return Sheet(name=name, columns=columns, rows=iter(rows))


def content(form: Format, *sheets: Sheet, bom: bool = False) -> bytes:
    stream = OnlyWrites()
    write(sheets, form, stream, about=ABOUT, bom=bom)
    return stream.content


# --- read back ------------------------------------------------------------------------------------------------------


def from_csv(data: bytes) -> list[str | None]:
    """The texts, by polars."""
    found = pl.read_csv(data, infer_schema=False)
    return [None if one is None else csv_file.as_written(one) for one in found["text"]]


def from_xlsx(data: bytes) -> list[str | None]:
    """The texts, by openpyxl; an empty one is no cell."""
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page is not None
    return [None if cell.value is None else unescape(str(cell.value)) for cell in page["A"][1:]]


def from_json(data: bytes) -> list[str | None]:
    return [one["text"] for one in json.loads(data)["reviews"]]


READ = {"csv": from_csv, "xlsx": from_xlsx, "json": from_json}


def legal(text: str) -> str:
    """What an XML document can hold of it, and a cell that is empty."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_is_read_back_as_it_was(form: Format) -> None:
    found = READ[form](content(form, sheet([row(text) for text in TEXTS])))
    if form == "xlsx":
        assert found == [legal(text) or None for text in TEXTS]
    else:
        assert found == TEXTS


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_back(texts: list[str]) -> None:
    any_text(texts)


@pytest.mark.torture
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), max_size=10))
@settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_back_of_very_many(texts: list[str]) -> None:
    any_text(texts)


def any_text(texts: list[str]) -> None:
    texts = [storable(one) for one in texts]
    rows = [row(one) for one in texts]
    assert from_json(content("json", sheet(rows))) == texts
    lines = list(csv.reader(io.StringIO(content("csv", sheet(rows)).decode(), newline=""), strict=True))
    assert [csv_file.as_written(line[0]) for line in lines[1:]] == texts
    assert not any(line[0][:1] in csv_file.RUN for line in lines[1:]), "a spreadsheet would run it"
    assert from_xlsx(content("xlsx", sheet(rows))) == [legal(one) or None for one in texts]


def test_numbers_dates_and_yes_or_no_keep_their_types() -> None:
    rows = [row("a"), ("b", None, None, None, None, False)]
    page = openpyxl.load_workbook(io.BytesIO(content("xlsx", sheet(rows)))).active
    assert page is not None
    first, second = ([cell.value for cell in line][1:] for line in page.iter_rows(min_row=2))
    assert first == [3, -2.5, AT.replace(tzinfo=None), datetime.combine(date(2022, 1, 31), datetime.min.time()), True]
    assert second == [None, None, None, None, False]
    assert page["D2"].is_date
    assert page["E2"].number_format == "yyyy-mm-dd"
    (one, two) = json.loads(content("json", sheet(rows)))["reviews"]
    assert list(one.values())[1:] == [3, -2.5, "2022-03-13T03:04:05-07:00", "2022-01-31", True]
    assert two["whole"] is None
    typed = pl.read_csv(content("csv", sheet(rows)))
    assert typed.row(0)[1:] == (3, -2.5, "2022-03-13T03:04:05-07:00", "2022-01-31", "yes")
    assert typed.row(1)[1:] == (None, None, None, None, "no")


def test_csv_is_as_rfc_4180_has_it() -> None:
    data = content("csv", sheet([row('a "b"'), row(None)]), bom=True)
    assert data.startswith(b'\xef\xbb\xbf"text","whole",')
    assert data.split(b"\r\n")[1].startswith(b'"a ""b""",3,-2.5,2022-03-13T03:04:05-07:00,2022-01-31,yes')
    assert data.split(b"\r\n")[2].startswith(b",3,")
    assert data.endswith(b"\r\n")
    assert not content("csv", sheet([])).startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_a_bold_header_that_stays_and_a_sheet_for_each_kind() -> None:
    data = content("xlsx", sheet([row("=1+1"), row("-2")]), sheet([], "signups"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["reviews", "signups"]
    page = book["reviews"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:F3")
    assert page["A1"].font.bold
    assert [page[where].data_type for where in ("A2", "A3", "B2")] == ["s", "s", "n"], "a formula is a text"
    assert (page.column_dimensions["A"].width or 0) > 20
    assert "America/Los_Angeles" in (book.properties.description or "")
    assert book.properties.created == xlsx_file.MADE.replace(tzinfo=None), "whenever it was made"
    assert [one.value for one in book["signups"][1]] == [column.name for column in COLUMNS]
    assert book["signups"].max_row == 1


def test_what_a_cell_of_a_workbook_cannot_hold_is_cut_and_said() -> None:
    long, wide = "a" * 40_000, "🎓" * 20_000
    stream = OnlyWrites()
    rows = [row(long), row(wide), *(row(long) for _ in range(5))]
    done = write([sheet(rows)], "xlsx", stream, about=ABOUT)
    (note,) = done.notes
    assert note.startswith("7 cells are longer than a workbook's cell can be and cut there (reviews, row 2, text;")
    assert note.endswith("row 6, text; and 2 more). CSV and JSON hold all of it.")
    first, second = from_xlsx(stream.content)[:2]
    for text, whole in ((first or "", long), (second or "", wide)):
        assert len(text.encode("utf-16-le")) // 2 == xlsx_file.CELL
        assert text.endswith(f"[cut here: {len(whole):,} characters; the CSV and the JSON export hold all of them]")
        assert whole.startswith(text.partition("…")[0])
    for form in ("csv", "json"):
        assert READ[form](content(form, sheet([row(long), row(wide)]))) == [long, wide]


def test_several_as_csv_are_a_zip() -> None:
    assert [ending(form, 2) for form in FORMATS] == ["zip", "xlsx", "json"]
    assert ending("csv", 1) == "csv"
    with zipfile.ZipFile(io.BytesIO(content("csv", sheet([row("a")]), sheet([], "signups"), bom=True))) as folder:
        assert folder.namelist() == ["reviews.csv", "signups.csv"]
        assert from_csv(folder.read("reviews.csv")) == ["a"]
        assert folder.read("signups.csv").startswith(csv_file.BOM)


# --- how it is written ----------------------------------------------------------------------------------------------


def test_the_same_rows_give_the_same_bytes_wherever_and_whenever(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_it() -> list[bytes]:
        return [
            content(form, *(sheet([row("a"), row("=b")], f"s{number}") for number in range(many)))
            for form in FORMATS
            for many in (1, 2)
        ]

    before = all_of_it()
    umask = os.umask(0o077)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert all_of_it() == before
    finally:
        os.umask(umask)
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_taken_one_by_one_and_counted(form: Format) -> None:
    heard: list[tuple[str, int]] = []
    stream = OnlyWrites()

    def rows() -> Iterator[Sequence[Cell]]:
        for number in range(2 * EVERY + 1):
            yield row("x" * 200)
            if number == EVERY and form != "xlsx":  # a workbook is put together when it is whole
                assert stream.content, "nothing was written meanwhile"

    big = Sheet(name="reviews", columns=COLUMNS, rows=rows())
    done = write([big], form, stream, about=ABOUT, progress=lambda name, number: heard.append((name, number)))
    assert done.rows == {"reviews": 2 * EVERY + 1}
    assert heard == [("reviews", EVERY), ("reviews", 2 * EVERY), ("reviews", 2 * EVERY + 1)]


class Full(OnlyWrites):
    def write(self, data: bytes, /) -> object:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_the_disk_s_own_error_and_leaves_no_files(
    form: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match="No space left"):
        write([sheet([row("a")] * 2000)], form, Full(), about=ABOUT)
    assert list(tmp_path.iterdir()) == []


def test_what_a_row_raises_comes_through_and_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows() -> Iterator[Sequence[Cell]]:
        yield row("a")
        raise Refused("Stopped.")

    for form in FORMATS:
        with pytest.raises(Refused, match="Stopped"):
            write([Sheet(name="reviews", columns=COLUMNS, rows=rows())], form, OnlyWrites(), about=ABOUT)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_worksheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "ROWS", 3)
    assert len(from_xlsx(content("xlsx", sheet([row("a")] * 2)))) == 2
    with pytest.raises(Refused, match="more rows than a worksheet holds"):
        content("xlsx", sheet([row("a")] * 3))
