"""`coursebot export …` and `/course export`: the same bytes in a file, on standard output and in a direct message."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import signal
import stat
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy.exc import DBAPIError

from bot import cli, cli_export
from bot.conversation.plain import plain
from bot.course.model import CourseRole
from bot.export import writing
from bot.export.writing import FORMATS
from bot.services import archiving, exporting
from bot.services.exporting import KINDS
from bot.store import audit, people
from bot.store.database import Database
from bot.store.staff_tables import roster_entry
from handlers import exporting as chat
from tests.support.asking import Door, labels, open_door
from tests.support.graded import TERM_ENDS, opened

SHOWN = ("reviews", "signups", "status", "deliveries")
"""What another export does not change."""


@pytest.fixture
def here(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder beside a database with a term of reviews in it, at the end of that term."""
    opened(database)
    monkeypatch.setenv("COURSEBOT_DATABASE_URL", database_url)
    monkeypatch.setenv("COURSEBOT_CLOCK", f"{TERM_ENDS.isoformat()}@1")
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def typed(capfdbinary: pytest.CaptureFixture[bytes]):
    """Types a command; its exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, bytes, str]:
        code = cli.run(["export", *words])
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


def entries(database: Database) -> list[tuple[int | None, str, dict[str, object]]]:
    with database.write_engine.connect() as connection:
        found = audit.entries(connection, "seminar")
    return [(one.person, one.item, dict(one.details)) for one in found if one.action == "exported"]


def test_to_standard_output_and_to_a_file_it_is_the_same(here: Path, typed, database: Database) -> None:
    code, out, err = typed("reviews")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.decode(), newline="")))
    assert [(one["student"], one["paper"], one["status"], one["minutes_late"], one["student_id"]) for one in rows] == [
        ("Ada Lovelace", "rdd", "on time", "0", "s001"),
        ("Ada Lovelace", "eyeriss", "late", "2160", "s001"),
        ("Ada Lovelace", "tvm", "on time", "0", "s001"),
        ("Alan Turing", "rdd", "on time", "0", "s002"),
    ]
    code, said, err = typed("reviews", "--out", "r.csv")
    assert (code, err) == (0, "")
    assert said.decode().startswith("Wrote 4 rows of reviews to r.csv (")
    assert (here / "r.csv").read_bytes() == out
    assert stat.S_IMODE((here / "r.csv").stat().st_mode) == 0o600
    assert [path.name for path in here.iterdir()] == ["r.csv"]
    (newest, older) = entries(database)
    assert newest[:2] == older[:2] == (None, "reviews")
    assert newest[2]["rows"] == {"reviews": 4}
    assert newest[2]["via"] == "cli"


def test_the_format_is_what_the_file_is_called(here: Path, typed) -> None:
    for name in ("a.json", "a.xlsx", "a.zip", "a.csv"):
        what = ("status",) if name == "a.csv" else ("status", "reviews")
        assert typed(*what, "--out", name)[0] == 0
    assert list(json.loads((here / "a.json").read_text())) == ["course", "reviews", "status"]
    assert openpyxl.load_workbook(here / "a.xlsx").sheetnames == ["reviews", "status"]
    assert zipfile.ZipFile(here / "a.zip").namelist() == ["reviews.csv", "status.csv"]
    assert (here / "a.csv").read_bytes().startswith(b'"course",')
    assert typed("all", "--out", ".")[0] == 0
    assert openpyxl.load_workbook(here / "export-seminar.xlsx").sheetnames == list(KINDS)
    assert typed("reviews", "--bom")[1].startswith(b"\xef\xbb\xbf")
    assert len(typed("reviews", "--session", "first", "--course", "SEMINAR")[1].splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "code", "wrong"),
    [
        (("revews",), 2, "'revews' cannot be exported. Did you mean reviews?"),
        (("reviews", "gradebook"), 2, "'gradebook' cannot be exported with others. It is exported alone."),
        (("reviews", "--bom", "--format", "json"), 2, "--bom is for CSV; JSON needs none."),
        (("reviews", "--session", "frist"), 1, "There is no session 'frist' in this course; did you mean first?"),
        (("reviews", "--out", "no/r.csv"), 1, "for r.csv: create it first."),
        (("reviews", "status", "--out", "r.csv"), 2, "Several as CSV are a zip: call the file r.zip."),
        (("reviews", "--out", "r.zip"), 2, "It is one table as CSV: call the file r.csv."),
        (("all", "--out", "all.txt"), 2, "It is a workbook: call the file all.xlsx."),
        (("all", "--format", "csv", "--out", "all.csv"), 2, "Several as CSV are a zip: call the file all.zip."),
        (("reviews", "--format", "csv", "--out", "r.xlsx"), 2, "It is one table as CSV: call the file r.csv."),
        (("reviews", "--out", "there.csv"), 1, "there.csv is there already; nothing was changed. --force replaces it."),
        (("reviews", "--force", "--out", "/dev/null"), 1, "/dev/null is no file that can be replaced"),
        (("reviews", "--course", "other"), 1, "There is no course 'other' in this database; it has seminar."),
    ],
)
def test_what_cannot_be_is_one_line_and_nothing_is_changed(
    here: Path, typed, *, database: Database, words: tuple[str, ...], code: int, wrong: str
) -> None:
    (here / "there.csv").write_text("mine")
    found, out, err = typed(*words)
    assert (found, out) == (code, b"")
    assert wrong in err
    assert len(err.splitlines()) == 1
    assert [path.read_text() for path in here.iterdir()] == ["mine"]
    assert entries(database) == []


def test_a_file_that_is_there_is_replaced_by_force(here: Path, typed) -> None:
    (here / "r.csv").write_text("old")
    assert typed("reviews", "--out", "r.csv", "--force")[0] == 0
    assert (here / "r.csv").read_bytes() == typed("reviews")[1]


def test_without_rows_there_is_a_header_and_it_is_said(here: Path, typed) -> None:
    code, out, err = typed("signups")
    assert (code, len(out.splitlines())) == (0, 1)
    assert err == "signups: there are no rows yet, so it has its header only.\n"


def test_what_the_command_offers_is_what_there_is() -> None:
    assert tuple(KINDS) == cli_export.WHAT
    assert set(chat.WHAT) == set(KINDS)


def test_the_gradebook_is_a_command_of_its_own(here: Path, typed) -> None:
    code, out, _ = typed("gradebook", "--help")
    assert code == 0
    assert b"--per-review" in out
    assert typed("gradebook", "--out", ".")[0] == 0
    assert [path.name for path in here.iterdir()] == ["gradebook-seminar.csv"]


# --- what goes wrong while it writes --------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_one_line(here: Path, typed, monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        pipe = SimpleNamespace(buffer=full, isatty=lambda: False, flush=lambda: None)
        monkeypatch.setattr("sys.stdout", pipe)
        for what in (*(("reviews", "--format", form) for form in FORMATS), ("archive",), ("gradebook",)):
            code, _, err = typed(*what)
            assert (code, err.splitlines()[-1]) == (
                1, "There is no room left on the disk for standard output: free some. Nothing was written.",
            )  # fmt: skip
    assert entries(database) == []


def test_who_stops_reading_has_read_and_it_is_written_down(here: Path, typed, monkeypatch, database: Database) -> None:
    def broken(_: bytes) -> None:
        raise BrokenPipeError

    pipe = SimpleNamespace(write=broken, flush=lambda: None)
    for what in ("reviews", "archive", "gradebook"):
        monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=pipe, isatty=lambda: False, flush=lambda: None))
        monkeypatch.setattr(cli, "_close_quietly", lambda: None)
        assert typed(what)[0] == 0
    assert sorted(item for _, item, _ in entries(database)) == ["archive", "gradebook", "reviews"]


def test_what_a_server_has_read_once_more_is_written_once(here: Path, typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """As PostgreSQL does where its rows changed under a long read."""
    known = typed("reviews")[1]

    def twice(whole):
        def write(*arguments: object, **more: object) -> object:
            done = whole(*arguments, **more)
            if next(times):
                return done
            raise DBAPIError("SELECT", {}, SimpleNamespace(sqlstate="40001"))  # type: ignore[arg-type] # as psycopg's

        return write

    monkeypatch.setattr(exporting, "write_out", twice(exporting.write_out))
    monkeypatch.setattr(archiving, "write_archive", twice(archiving.write_archive))
    for what in ("reviews", "archive"):
        times = iter((0, 1))
        assert typed(what, "--out", what)[0] == 0
    assert (here / "reviews").read_bytes() == known
    assert (here / "archive").read_bytes().count(b"README.html") == 2, "in its place, and in the table at the end"
    times = iter((0, 1))
    code, _, err = typed("reviews")
    assert (code, "name a file with --out" in err) == (1, True)


def test_a_long_one_says_how_far_it_is(here: Path, typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_export, "QUIET", 0.0)
    monkeypatch.setattr(cli_export, "EVERY", 0.0)
    monkeypatch.setattr(writing, "EVERY", 2)
    said = typed("reviews")[2].splitlines()
    assert said[0] == "reviews: 2 rows so far"


def test_when_it_is_stopped_no_half_file_is_left(here: Path, typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with Ctrl-C, while rows are written."""

    def stopped(self: object, name: str, number: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        while not self.stop.is_set():  # type: ignore[attr-defined] # the event that ends the thread
            time.sleep(0.001)
        whole(self, name, number)

    whole = cli_export._Watch.progress
    monkeypatch.setattr(cli_export._Watch, "progress", stopped)
    code, _, err = typed("reviews", "--out", "r.csv")
    assert (code, err) == (130, "\nStopped.\n")
    assert list(here.iterdir()) == []


def test_a_terminal_is_shown_no_escape_and_no_workbook(here: Path, typed, monkeypatch, database: Database) -> None:
    with database.write_engine.begin() as connection:
        who = people.add_person(connection, name="\x1b[31mEvil\x07", now=TERM_ENDS)
        people.set_membership(connection, course="seminar", person_id=who, role=CourseRole.STUDENT, now=TERM_ENDS)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, out, _ = typed("status")
    assert code == 0
    assert b'"\\u001b[31mEvil\\u0007"' in out
    assert b"\x1b" not in out
    assert b'\n"seminar","Ada Lovelace"' in out
    code, out, err = typed("status", "--format", "xlsx")
    assert (code, out) == (2, b"")
    assert "A workbook is nothing that a terminal can show: name a file with --out." in err
    assert "A zip of several CSV files" in typed("status", "audit", "--format", "csv")[2]
    with database.write_engine.begin() as connection:
        connection.execute(roster_entry.update().values(cells=["Ada", "1", "2", "3", "\x1b[2J"]))
    assert b"\x1b" not in (shown := typed("gradebook")[1])
    assert b"\\u001b[2J" in shown


# --- in the chat ----------------------------------------------------------------------------------------------------


def door(database: Database) -> Door:
    from bot.cli_course import course_in_force  # noqa: PLC0415

    with database.write_engine.connect() as connection:
        course = course_in_force(connection, None)
    return asyncio.run(open_door(database, (course,), TERM_ENDS))


def test_the_chat_gives_the_bytes_of_the_command_line(here: Path, typed, database: Database) -> None:
    it = door(database)
    asked = [(kind, "csv") for kind in SHOWN] + [(kind, "json") for kind in SHOWN]
    for words, form in (*asked, ("status reviews", "xlsx"), ("signups status", "csv"), ("reviews versions", "csv")):
        reply = asyncio.run(it.ask("ta", f"/course export {words} {form}"))
        (file,) = reply.files
        flags = [f"--{word}" if word == "versions" else word for word in words.split()]
        assert file.content == typed(*flags, "--format", form)[1], (words, form)
    in_chat = [(item, details) for person, item, details in entries(database) if person is not None]
    assert len(in_chat) == len(asked) + 3
    details = next(details for item, details in in_chat if item == "reviews status")
    assert (details["via"], details["format"], details["rows"]) == ("chat", "xlsx", {"reviews": 4, "status": 6})


def test_bare_it_offers_what_there_is_and_each_button_is_one_press(here: Path, database: Database) -> None:
    it = door(database)
    menu = asyncio.run(it.ask("ta", "/course export"))
    assert labels(menu) == [
        *(kind.capitalize() for kind in KINDS), "Gradebook for Canvas", "All in one", "As CSV instead", "As JSON instead",
    ]  # fmt: skip
    (file,) = asyncio.run(it.press("ta", menu, "Reviews")).files
    assert (file.name, file.content[:2]) == ("reviews-seminar.xlsx", b"PK")
    as_csv = asyncio.run(it.press("ta", menu, "As CSV instead"))
    (file,) = asyncio.run(it.press("ta", as_csv, "All in one")).files
    assert file.name == "export-seminar.zip"
    assert plain(asyncio.run(it.press("ta", menu, "Gradebook"))).startswith("Gradebook: ")
    (file,) = asyncio.run(it.ask("ta", "/course export reviews first csv")).files
    assert len(file.content.splitlines()) == 3
    unknown = asyncio.run(it.ask("ta", "/course export bananas"))
    assert plain(unknown).startswith("I cannot export “bananas”.")
    which = asyncio.run(it.ask("ta", "/course export reviews csv zzzzqqq"))
    (file,) = asyncio.run(it.press("ta", which, "Big Data Systems")).files
    assert (file.name, len(file.content.splitlines())) == ("reviews-seminar.csv", 3)


@pytest.mark.parametrize("who", ["student", "auditor", "guest", "stranger"])
def test_nobody_else_gets_any_of_it(here: Path, database: Database, who: str) -> None:
    reply = asyncio.run(door(database).ask(who, "/course export reviews"))
    assert reply.files == ()
    assert "Ada" not in plain(reply)


def test_in_a_shared_channel_it_is_for_the_one_who_asks(here: Path, database: Database) -> None:
    reply = asyncio.run(door(database).ask("ta", "/course export reviews", "#seminar"))
    assert reply.private
    assert reply.direct


def test_more_than_a_chat_takes_is_said_with_what_to_do(here: Path, database: Database, monkeypatch) -> None:
    it = door(database)
    monkeypatch.setattr(chat, "LARGEST", 1000)
    for form in ("csv", "xlsx", "json"):
        reply = asyncio.run(it.ask("ta", f"/course export reviews {form}"))
        assert reply.files == ()
        assert "too much to send in a chat. Ask for one session (/course export reviews week 3), or on" in plain(reply)
        assert f"coursebot export reviews --course seminar --out reviews-seminar.{form}" in plain(reply)
    assert entries(database) == []
