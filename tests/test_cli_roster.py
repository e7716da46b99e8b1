"""`coursebot roster …` as staff see it in a terminal, beside the bot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import cli
from bot.cli_roster import roster
from bot.course.model import CourseRole
from tests.support.class_lists import CANVAS
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import staffroom

AT = datetime(2022, 1, 24, 18, tzinfo=UTC)


@pytest.fixture
def here(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a gradebook, and a database in which Ada is a student."""

    async def begun() -> None:
        async with staffroom(database_url, tmp_path, at=AT, text=TWO_CLASSES) as room:
            await room.join_all({"Ada": CourseRole.STUDENT, "Ira": CourseRole.INSTRUCTOR})

    asyncio.run(begun())
    monkeypatch.setenv("COURSEBOT_DATABASE_URL", database_url)
    (tmp_path / "g.csv").write_text(CANVAS, encoding="utf-8")
    return tmp_path


def call(*words: str, typed: str = "") -> Result:
    result = CliRunner().invoke(roster, words, input=typed, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_a_list_is_shown_then_imported_then_listed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(here / "g.csv")
    shown = call("import", file)
    assert "New: 3: Ada Lovelace, Martin King Jr. and Eve =Ö" in shown.stdout
    assert "Here, not on it: 1: Ada" in shown.stdout
    assert shown.stderr == "Nothing was changed. To import it: the same with --yes.\n"
    monkeypatch.setattr("bot.cli_roster.at_a_terminal", lambda: True)
    assert "Nothing was changed." in call("import", file, typed="\n").stderr
    assert "Done: this is the class list now. It has 3 students: 3 new." in call("import", file, typed="y\n").stdout
    again = call("import", file, "--yes").stdout
    assert "“g.csv” is the class list of Reading Seminar already" in again
    listed = call("show")
    assert listed.stdout.splitlines() == [
        "Name             E-mail           Id    Section              Account",
        "Ada Lovelace     ada@example.edu  3031  LEC 001 and DIS 101  no",
        "Eve =Ö                            13    LEC 001              no",
        "Martin King Jr.                   3032  LEC 001              no",
    ]
    assert listed.stderr == "3 on the list, 3 without an account.\n"


def test_with_yes_it_asks_nothing(here: Path) -> None:
    done = call("import", str(here / "g.csv"), "--yes", "--course", "seminar").stdout
    assert "Nothing is changed yet." in done
    assert "Done: this is the class list now." in done


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["import", "bad.csv", "--yes"], "bad.csv: Line 3: there is no name. Fill it in, or remove the line."),
        (["import", "none.csv"], "none.csv cannot be read: No such file or directory."),
        (["import", "."], ". cannot be read: Is a directory."),
        (["import", "g.csv", "--course", "x"], "There is no course 'x' in this database; it has seminar."),
        (
            ["show", "--database", "gone.db"],
            "There is no gone.db in this folder. Go to the course’s folder, or name it with --database.",
        ),
        (["show"], "Reading Seminar has no class list yet: `coursebot roster import FILE` brings one"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_each(
    here: Path, words: list[str], complaint: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    Path("bad.csv").write_text("Name,Email\nAda,ada@x.edu\n,ben@x.edu\nCy,cy\n", encoding="utf-8")
    assert cli.run(["roster", *words]) == cli.WRONG_INPUT
    said = capsys.readouterr()
    assert complaint in said.err.splitlines()
    assert said.out == ""
